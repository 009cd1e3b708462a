"""Singular value decomposition of rows that are generated anew for each pass.

`decompose` is the decomposition of all rows.  With few bins or few rows it uses their covariance;
otherwise a block Krylov space (Musco & Musco, NeurIPS 2015; with full orthogonalization and, if
necessary, thick restarts: Wu & Simon, SIAM J. Matrix Anal. 2000), which grows by one block per pass
until the leading components converge. The last step is the same in both cases: the rows are
projected on an orthonormal basis, and the projections are decomposed in float64, so that singular
values and projections are those of the rows themselves.

Rows are (row, bin); components are rows of (component, bin).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from .gram import inner, product_of_rows, rank, spectrum, turned, turned_rows, with_signs

#: Most bins, or rows, whose covariance is decomposed.
_SMALL = 2048
#: Directions found in one pass; most in the basis, or this many more than components.
_BLOCK, _ROOM, _SPARE = 128, 640, 140
#: The subspaces of the first 1, 2, … 50 components must have converged: the sine of the angle to
#: the true one is below this, except for subspaces whose last singular value hardly differs
#: from the next (then the angle is as small as for a difference of one in a thousand).
_SETTLED, _ANGLE, _LEAST_GAP = 50, 0.01, 1e-3
_MOST_PASSES = 24


class RowSource(Protocol):
    """A matrix that is too large for memory; see `rows.CenteredRows`."""

    @property
    def n_rows(self) -> int: ...

    @property
    def n_bins(self) -> int: ...

    def blocks(self): ...

    def tiles(self): ...


def decompose(
    rows: RowSource, components: int, tick: Callable[[float], None] = lambda part: None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The leading singular triplets of all rows.

    Parameters
    ----------
    rows : RowSource
    n_components : int
        Most components; fewer if the rows have a lower rank.
    tick : callable(part)
        Called with the part that is done, 0 to 1.

    Returns
    -------
    masks : ndarray (components, bins) of float32
        Orthonormal rows; the largest entry by magnitude is positive.
    singular_values : ndarray (components,) of float64
    projections : ndarray (rows, components) of float32
    """
    wanted = min(components, rows.n_rows, rows.n_bins)
    if not wanted:
        return _nothing(rows)
    if min(rows.n_rows, rows.n_bins) <= _SMALL:
        of_bins = rows.n_bins <= rows.n_rows
        basis = (_basis_of_bins if of_bins else _basis_of_rows)(rows, wanted + _SPARE)
        tick(0.6)
        projected = project(rows, basis)
    else:
        basis, projected = _Krylov(rows, wanted, tick).run()
    values, turn = spectrum(inner(projected))
    kept = min(wanted, rank(values))
    masks = turned(basis, turn[:, :kept])
    projections = np.ascontiguousarray(turned_rows(projected, turn[:, :kept]))
    tick(1.0)
    return with_signs(masks, values[:kept], projections)


def project(rows: RowSource, basis: np.ndarray) -> np.ndarray:
    """Project every row on every direction: (rows, directions) of float32."""
    out = np.empty((rows.n_rows, len(basis)), np.float32)
    for at, block in rows.blocks():
        np.matmul(block, basis.T, out=out[at])
    return out


def _nothing(rows: RowSource) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros((0, rows.n_bins), "f4"), np.zeros(0), np.zeros((rows.n_rows, 0), "f4")


def _basis_of_bins(rows: RowSource, count: int) -> np.ndarray:
    """The leading directions from the covariance of bins."""
    covariance = np.zeros((rows.n_bins,) * 2)
    for _, block in rows.blocks():
        covariance += block.T @ block
    return np.ascontiguousarray(spectrum(covariance, count)[1].T, np.float32)


def _basis_of_rows(rows: RowSource, count: int) -> np.ndarray:
    """The leading directions from the products of rows; orthonormal, perhaps fewer."""
    turn = np.ascontiguousarray(spectrum(product_of_rows(rows), count)[1].T, np.float32)
    out = np.empty((len(turn), rows.n_bins), np.float32)
    for at, tile in rows.tiles():
        out[:, at] = turn @ tile
    values, turn = spectrum(inner(out.T))
    kept = rank(values)
    return turned(out, turn[:, :kept] / values[:kept])


class _Krylov:
    """A block Krylov space of the covariance of bins, one block per pass."""

    def __init__(self, rows: RowSource, wanted: int, tick: Callable[[float], None]):
        self._rows, self._wanted, self._tick = rows, wanted, tick
        self._room = min(max(wanted + _SPARE, _ROOM), rows.n_bins, rows.n_rows)
        self._block = min(_BLOCK, self._room)
        self._basis = np.empty((self._room, rows.n_bins), np.float32)
        self._projected = np.empty((rows.n_rows, self._room), np.float32)
        self._inner = np.zeros((self._room, self._room))
        self._size = 0

    def run(self) -> tuple[np.ndarray, np.ndarray]:
        """The basis, and the rows projected on it."""
        new = self._sketched(0)
        for number in range(_MOST_PASSES):
            if not len(new):
                break
            new, left = self._orthonormal(*self._grow(new))
            self._tick(min(0.95, (number + 1) / 8))
            values, turn = spectrum(self._inner[: self._size, : self._size])
            enough = self._size >= min(self._wanted + _SPARE // 2, self._room)
            if enough and self._settled(values, turn, left):
                break
            if not len(new):
                # The remainder is below float32's resolution of the strongest, but not by itself.
                new = self._sketched(number + 1)
            if self._size + len(new) > self._room:
                self._restart(turn, len(new))
        return self._basis[: self._size], self._projected[:, : self._size]

    def _sketched(self, seed: int) -> np.ndarray:
        """Add directions from sums of rows with random signs."""
        strongest = np.sqrt(self._inner[: self._size, : self._size].max(initial=0))
        sums = _sketch(self._rows, self._block, seed)
        return self._orthonormal(sums, 1e-5 * strongest)[0]

    def _grow(self, new: np.ndarray) -> tuple[np.ndarray, float]:
        """Add directions; returns the covariance times them, and a limit of its rounding errors."""
        begin, self._size = self._size, self._size + len(new)
        self._basis[begin : self._size] = new
        image = np.zeros_like(new)
        for at, block in self._rows.blocks():
            projected = block @ new.T
            self._projected[at, begin : self._size] = projected
            image += projected.T @ block
        self._last = slice(begin, self._size)
        for start in range(0, self._rows.n_rows, 4096):
            part = self._projected[start : start + 4096, : self._size].astype(np.float64)
            self._inner[begin : self._size, : self._size] += part[:, begin:].T @ part
        self._inner[: self._size, begin : self._size] = self._inner[
            begin : self._size, : self._size
        ].T
        squares = self._inner.diagonal()
        return image, 1e-6 * np.sqrt(squares.max() * squares[self._last].max())

    def _orthonormal(self, image: np.ndarray, least: float) -> tuple[np.ndarray, np.ndarray]:
        """The part of `image` that is new and above rounding errors, orthonormal, and all lengths.

        Returns
        -------
        new : ndarray (directions, bins)
        left : ndarray (…, rows of image)
            `image` without the basis, rotated, for the length of a combination of rows.
        """
        basis = self._basis[: self._size]
        image = image - (image @ basis.T) @ basis
        values, turn = spectrum(inner(image.T))
        left = values[:, None] * turn.T
        kept = values > max(least, 1e-5 * values[0])
        # Once more: dividing by small values has amplified rounding errors along the basis.
        image = (turn[:, kept] / values[kept]).T.astype(np.float32) @ image
        image -= (image @ basis.T) @ basis
        values, turn = spectrum(inner(image.T)) if len(image) else (values[:0], turn[:0, :0])
        return (turn / values).T.astype(np.float32) @ image, left

    def _settled(self, values: np.ndarray, turn: np.ndarray, left: np.ndarray) -> bool:
        """Whether the leading subspaces have converged, by the residual over the gap."""
        count = min(_SETTLED, self._wanted, len(values) - 1)
        squares = values**2
        residual = left @ turn[self._last, :count]
        # For the subspace of the first k, the root of the sum of squares bounds the norm.
        moved = np.sqrt(np.cumsum((residual**2).sum(0)))
        gap = np.maximum(squares[:count] - squares[1 : count + 1], _LEAST_GAP * squares[:count])
        return bool(np.all(moved <= _ANGLE * gap))

    def _restart(self, turn: np.ndarray, coming: int) -> None:
        """Keep the best of the basis, with space for new directions."""
        keep = turn[:, : self._room - coming]
        size, count = self._size, keep.shape[1]
        turned(self._basis[:size], keep)
        turned_rows(self._projected[:, :size], keep)
        self._inner[:] = 0
        self._inner[:count, :count] = inner(self._projected[:, :count])
        self._size = count


def _sketch(rows: RowSource, count: int, seed: int) -> np.ndarray:
    """Sums of rows with random signs, each row in one of `count` sums: (count, bins)."""
    random = np.random.default_rng(seed)
    sums = np.zeros((count, rows.n_bins), np.float32)
    for _, block in rows.blocks():
        where, signs = random.integers(0, count, len(block)), random.choice((-1, 1), len(block))
        for row, to, sign in zip(block, where, signs, strict=True):
            sums[to] += sign * row
    return sums
