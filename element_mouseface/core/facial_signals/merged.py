"""Facemap's basis: components of several blocks of frames, decomposed together.

Facemap decomposes each stretch, and then the result, with scikit-learn's randomized solver (Halko,
Martinsson & Tropp, SIAM Review 2011: a random start, a few power iterations), always with the same
random numbers. If singular values decrease slowly, as in a small noisy region, this is far from
converged: some components then depend on the random numbers as much as on the movie. To get the
same components, the same numbers are drawn here. The method needs only the products of rows (or of
bins, if they are fewer), so it runs on a small square matrix in float64.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from scipy.linalg import svd

from .gram import product_of_rows, rank, spectrum, turned, with_signs
from .svd import RowSource

_SPARE = 10
_FEW_PASSES, _MORE_PASSES = 4, 7
#: Larger merged components are in a temporary file.
_HELD_BYTES = 512 << 20


def merged_basis(
    stretches: Sequence[RowSource],
    kept: int,
    components: int,
    tick: Callable[[float], None] = lambda part: None,
) -> tuple[np.ndarray, np.ndarray]:
    """Merge the leading components of stretches of rows.

    Parameters
    ----------
    stretches : sequence of RowSource
        One or more, each with at least one row.
    kept : int
        Most components kept from a stretch.
    n_components : int
        Most components of the result.
    tick : callable(part)
        Called with the part that is done, 0 to 1.

    Returns
    -------
    masks : ndarray (components, bins) of float32
        Orthonormal rows; the largest entry by magnitude is positive.
    singular_values : ndarray (components,) of float64
    """
    n_bins = stretches[0].n_bins
    counts = [min(kept, n_bins, rows.n_rows) for rows in stretches]
    merged = _Merged(sum(counts), n_bins)
    for number, (rows, count) in enumerate(zip(stretches, counts, strict=True)):
        _add_strongest(rows, count, merged)
        tick((number + 1) / (len(stretches) + 1))
    if len(stretches) > 1:
        # Facemap's number: subtracting the mean of each row removes one dimension.
        values, masks = _leading(merged, min(components, n_bins - 1, merged.n_rows))
    else:
        values = np.sqrt(np.einsum("ij,ij->i", merged.held, merged.held, dtype=np.float64))
        masks = merged.held
        masks /= np.maximum(values, np.finfo(np.float32).tiny)[:, None]
    count = min(components, rank(values))
    masks, values, _ = with_signs(masks[:count], values[:count], np.zeros((0, count), np.float32))
    return masks, values


class _Merged:
    """Components of stretches, each times its singular value, as rows."""

    def __init__(self, room: int, n_bins: int):
        self.held: np.ndarray
        if room * n_bins * 4 <= _HELD_BYTES:
            self.held = np.zeros((room, n_bins), np.float32)
        else:
            with tempfile.TemporaryFile() as file:
                self.held = np.memmap(file, np.float32, "w+", shape=(room, n_bins))
        self.n_rows, self.n_bins = 0, n_bins

    def add(self, count: int) -> np.ndarray:
        """Append space for more rows."""
        self.n_rows += count
        return self.held[self.n_rows - count : self.n_rows]

    def tiles(self, columns: int = 2048) -> Iterator[tuple[slice, np.ndarray]]:
        for start in range(0, self.n_bins, columns):
            bins = slice(start, start + columns)
            yield bins, self.held[: self.n_rows, bins]


def _add_strongest(rows: RowSource, count: int, merged: _Merged) -> None:
    """Add the leading components of a stretch, each times its singular value."""
    out = merged.add(count)
    if rows.n_bins < rows.n_rows:
        values, directions = _of_bins(_product_of_bins(rows), rows.n_rows, count)
        out[: len(values)] = values[:, None] * directions
        return
    values, turn = _of_rows(product_of_rows(rows), rows.n_bins, count)
    turn = np.ascontiguousarray((turn * values).T, np.float32)
    for at, tile in rows.tiles():
        out[: len(turn), at] = turn @ tile


def _leading(merged: _Merged, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Singular values and orthonormal components of the merged rows."""
    if merged.n_bins < merged.n_rows:
        values, directions = _of_bins(_product_of_bins(merged), merged.n_rows, count)
        return values, np.ascontiguousarray(directions, np.float32)
    values, turn = _of_rows(product_of_rows(merged), merged.n_bins, count)
    return values, turned(merged.held[: merged.n_rows], turn)


def _product_of_bins(rows: Any) -> np.ndarray:
    whole = np.concatenate([tile for _, tile in rows.tiles()], axis=1).astype(np.float64)
    return whole.T @ whole


def _of_rows(products: np.ndarray, n_bins: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Singular values, and the factors of the rows that give the components.

    Parameters
    ----------
    products : ndarray (rows, rows) of float64
    n_bins : int
        Not less than rows.
    count : int

    Returns
    -------
    singular_values : ndarray (count,)
    turn : ndarray (rows, count)
        `turn.T @ rows` are the components, of unit norm.
    """
    start = _powers(products, min(n_bins, len(products)), count)
    small, values, _ = svd(start.T @ products, full_matrices=False)
    return values[:count], start @ small[:, :count]


def _of_bins(products: np.ndarray, n_rows: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Singular values and components, from the products of bins, which are fewer than rows."""
    start = _powers(products, min(n_rows, len(products)), count)
    _, values, directions = svd(start.T @ products, full_matrices=False)
    return values[:count], directions[:count]


def _powers(products: np.ndarray, smaller: int, count: int) -> np.ndarray:
    """Random combinations after the power iterations; times the data they are orthonormal."""
    random = np.random.RandomState(0).normal(size=(len(products), count + _SPARE))
    found = random.astype(np.float32).astype(np.float64)
    for _ in range(_MORE_PASSES if count < 0.1 * smaller else _FEW_PASSES):
        found = np.linalg.qr(products @ found)[0]
    values, turn = spectrum(found.T @ products @ found)
    kept = rank(values)
    return found @ (turn[:, :kept] / values[:kept])
