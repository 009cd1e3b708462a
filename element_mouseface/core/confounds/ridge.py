"""Ridge regression with errors on held-out groups, for many targets at once.

Everything is computed from sums over each group (counts, means, products), so that another penalty,
split or target needs no pass over the rows. The penalty is relative to columns of unit variance and
is chosen without the held-out group, from the error on parts of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

_INNER = 5


@dataclass(eq=False)
class GroupSums:
    """Sums over the rows of one group, or of several: p columns, s targets.

    Attributes
    ----------
    n : float
    x : (p,) array
    y, yy : (s,) arrays
        Sums of the targets, and of their squares.
    xx : (p, p) array
    xy : (p, s) array
    """

    n: float
    x: np.ndarray
    y: np.ndarray
    yy: np.ndarray
    xx: np.ndarray
    xy: np.ndarray

    @classmethod
    def of(cls, x: np.ndarray, y: np.ndarray) -> GroupSums:
        """From columns (n, p) and targets (n, s)."""
        return cls(
            float(len(x)), x.sum(axis=0), y.sum(axis=0), (y * y).sum(axis=0), x.T @ x, x.T @ y
        )

    def __add__(self, other: GroupSums) -> GroupSums:
        return GroupSums(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def __sub__(self, other: GroupSums) -> GroupSums:
        return GroupSums(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(self)))

    def about(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Products of differences from given means: (p, p), (p, s), and (s,) of the targets."""
        xx = self.xx - np.outer(self.x, x) - np.outer(x, self.x) + self.n * np.outer(x, x)
        xy = self.xy - np.outer(x, self.y) - np.outer(self.x, y) + self.n * np.outer(x, y)
        return xx, xy, self.yy - 2 * y * self.y + self.n * y * y


class _Fit:
    """A regression of all targets, for any penalty."""

    def __init__(self, train: GroupSums):
        self.x, self.y = train.x / train.n, train.y / train.n
        xx, xy, _ = train.about(self.x, self.y)
        spread = np.sqrt(np.clip(np.diag(xx) / train.n, 0, None))
        # A constant column gets no weight.
        varies = spread > 1e-9 * max(float(spread.max(initial=0.0)), 1e-300)
        self._scale = np.divide(1.0, spread, out=np.zeros_like(spread), where=varies)
        values, self._vectors = np.linalg.eigh(xx / train.n * np.outer(self._scale, self._scale))
        self._values = np.clip(values, 0, None)
        self._on_vectors = self._vectors.T @ (self._scale[:, None] * xy / train.n)

    def weights(self, penalty: float | np.ndarray) -> np.ndarray:
        """(p, s), for one penalty or one per target."""
        shrunk = self._on_vectors / (self._values[:, None] + np.atleast_1d(penalty))
        return self._scale[:, None] * (self._vectors @ shrunk)

    def errors(self, test: GroupSums, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Squared errors (s,) of the prediction, and of the training mean, on other rows."""
        xx, xy, yy = test.about(self.x, self.y)
        left = yy - 2 * (weights * xy).sum(axis=0) + (weights * (xx @ weights)).sum(axis=0)
        return left, yy


def held_out_errors(
    groups: Sequence[GroupSums], penalties: Sequence[float]
) -> tuple[np.ndarray, np.ndarray]:
    """Squared errors on each group of the regression fitted on all others.

    Parameters
    ----------
    groups : sequence of GroupSums
        At least three.
    penalties : sequence of float
        Above 0; the best is chosen for each group and target, without that group.

    Returns
    -------
    left, whole : (groups, s) arrays
        Sum of squared errors of the prediction, and of the mean of the other groups.
    """
    left, whole = [], []
    for number, held_out in enumerate(groups):
        rest = [*groups[:number], *groups[number + 1 :]]
        fit = _Fit(_sum(rest))
        one_left, one_whole = fit.errors(held_out, fit.weights(_best(rest, penalties)))
        left.append(one_left)
        whole.append(one_whole)
    return np.array(left), np.array(whole)


def _best(groups: Sequence[GroupSums], penalties: Sequence[float]) -> np.ndarray:
    """The penalty with the least error on parts of the groups, one for each target."""
    total, n_parts = _sum(groups), min(_INNER, len(groups))
    errors = np.zeros((len(penalties), len(total.y)))
    # only one penalty
    for number in range(n_parts if len(penalties) > 1 else 0):
        part = _sum(groups[number::n_parts])
        fit = _Fit(total - part)
        for row, penalty in enumerate(penalties):
            errors[row] += fit.errors(part, fit.weights(penalty))[0]
    return np.asarray(penalties, float)[errors.argmin(axis=0)]


def _sum(groups: Sequence[GroupSums]) -> GroupSums:
    total = groups[0]
    for group in groups[1:]:
        total = total + group
    return total
