"""Choose how strong the penalty of a linear model is, by the model's own training rows.

Rows of some units (animals, trials) are left out in turn; the strength with the least mean loss
on them is taken, of equal ones the largest.  A model that is fitted inside a fold so chooses
without a look at what the fold leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy.special import log_softmax

#: Of squared weights, as a fraction of the training rows.
RIDGE = tuple(np.logspace(-4, 1, 6).tolist())
#: Of the elastic net, as a fraction of the least strength at which every weight is zero.
NET = tuple(np.logspace(-3, 0, 13).tolist())
_MOST_PARTS = 5

#: (rows,) bool array -> for each strength what gives (rows, outputs) from features.
FitAll = Callable[[np.ndarray], Sequence[Callable[[np.ndarray], np.ndarray]]]


def choose_strength(
    n_strengths: int, x: np.ndarray, y: np.ndarray, kind: str, unit: np.ndarray, fit: FitAll
) -> int:
    """The place of the best strength.

    Parameters
    ----------
    n_strengths : int
        They ascend.
    x : (rows, columns) float32 array
    y : (rows,) array
        Class numbers without a gap, or values: parts whose other rows lack a class are not used.
    kind : str
        Of the target.
    unit : (rows,) int array
        The independent unit of each row; rows of one unit are never on both sides.
    fit : callable
        Models of each strength, of the rows of a mask.

    Returns
    -------
    int
        The middle one where no part can be used.
    """
    losses, sizes = [], []
    for part in parts_of(unit):
        rest = y[~part]
        there = len(rest) > 1 and np.ptp(rest) > 0
        whole = kind == "continuous" or len(np.unique(rest)) == int(y.max()) + 1
        if part.any() and there and whole:
            losses.append([mean_loss(kind, model(x[part]), y[part]) for model in fit(~part)])
            sizes.append(int(part.sum()))
    if not losses:
        return n_strengths // 2
    mean = np.average(np.array(losses), axis=0, weights=sizes)
    return int(np.flatnonzero(mean <= mean.min() + 1e-9 * np.abs(mean).max())[-1])


def mean_loss(kind: str, decided: np.ndarray, y: np.ndarray) -> float:
    """Mean squared error, or mean negative log-likelihood, of what a model decides."""
    if kind == "continuous":
        return float(np.mean((decided[:, 0] - y) ** 2))
    if decided.shape[1] == 1:
        return float(np.logaddexp(0, np.where(y > 0, -1.0, 1.0) * decided[:, 0]).mean())
    return -float(log_softmax(decided, axis=1)[np.arange(len(y)), y].mean())


def parts_of(unit: np.ndarray) -> list[np.ndarray]:
    """Masks of the rows that are left out in turn: units in turn, or fifths of one unit."""
    names, first, code = np.unique(unit, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(first))[code]  # of first appearance
    if len(names) < 2:
        order = np.arange(len(unit)) * _MOST_PARTS // max(1, len(unit))
    n = min(_MOST_PARTS, int(order.max()) + 1) if len(unit) else 0
    return [order % n == k for k in range(n)]
