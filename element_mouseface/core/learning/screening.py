"""Choose the features that a model may look at: those that say most about its target.

Windows of the same trace are nearly copies of each other, and the time of a fit goes with the
number of features.  Each feature is cut into a few steps, and what share of the target's
variance the steps explain is what the feature says by itself, in whatever direction (for a
class: the Gini gain of a many-way split).  A feature that is nearly a copy of a better one is
left out.  Steps and copies are found without labels, on frames of the fold; the rest on the
training frames of the model alone.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from .target import Target

_STEPS = 16
#: A feature that correlates more than this with a better one is a copy of it.
_COPY = 0.95
_ROUNDING = 1e-9


class Screen:
    """Steps of each feature, and which features are copies of each other.

    Parameters
    ----------
    x : (rows, features) float32 array
        Rows of training frames that were drawn without a look at their labels.
    """

    def __init__(self, x: np.ndarray):
        d = x.shape[1]
        filled = np.where(np.isnan(x), np.float32(np.inf), x)  # sorted behind all others
        filled.sort(axis=0)
        n = np.isfinite(filled).sum(axis=0)
        at = (n[None, :] * np.arange(1, _STEPS)[:, None] / _STEPS).astype(int)
        at = np.minimum(at, np.maximum(n - 1, 0))
        self.edges = np.where(n > 0, filled[at, np.arange(d)], np.inf).T.astype(np.float32).copy()
        mean = np.nanmean(np.where(n > 0, x, 0), axis=0, dtype=np.float64)
        z = np.where(np.isnan(x), 0, x - mean)
        largest = np.abs(z).max(axis=0)  # squares of a feature in large units would overflow
        z = (z / np.where(largest > 0, largest, 1)).astype(np.float32)
        length = np.sqrt((z * z).sum(axis=0))
        z /= np.where(length > 0, length, 1)
        self.copies = np.abs(z.T @ z) > _COPY

    def steps(self, x: np.ndarray) -> np.ndarray:
        """(rows, features) uint8: the step in which each value is; the last is for NaN."""
        out = np.empty(x.shape, np.uint8)
        _cut()(np.ascontiguousarray(x, np.float32), self.edges, out)
        return out

    def columns(
        self, steps: np.ndarray, at: np.ndarray, y: np.ndarray, target: Target, most: int
    ) -> np.ndarray:
        """The features to look at, ascending.

        Parameters
        ----------
        steps : (rows, features) uint8 array
        at : (n,) int array
            Rows of the training frames.
        y : (n,) array
            Their values.
        target : Target
            Only its kind is read.
        most : int
            At most so many.
        """
        if target.kind == "continuous":
            values = y[:, None].astype(np.float64)
        else:
            values = (y[:, None] == np.unique(y)[None, 1:]).astype(np.float64)
        if not values.size:
            return np.zeros(1, np.int64)
        values = values - values.mean(axis=0)
        gain = np.zeros(steps.shape[1])
        for column in values.T:
            _explain()(steps, at, np.ascontiguousarray(column), _STEPS + 1, gain)
        order = np.argsort(-gain, kind="stable")
        chosen: list[int] = []
        free = np.ones(len(gain), bool)
        for feature in order[gain[order] > _ROUNDING * (values**2).sum()].tolist():
            if free[feature]:
                chosen.append(feature)
                free &= ~self.copies[feature]
            if len(chosen) == most:
                break
        return np.sort(np.array(chosen or [0], np.int64))


@cache
def _cut():
    """The compiled search for steps, which lets other threads run."""
    import numba

    @numba.njit(nogil=True)
    def cut(x, edges, out):
        n_edges = edges.shape[1]
        for row in range(x.shape[0]):
            for feature in range(x.shape[1]):
                value = x[row, feature]
                if np.isnan(value):
                    out[row, feature] = n_edges + 1  # a step of its own
                    continue
                low, high = 0, n_edges
                while low < high:
                    middle = (low + high) // 2
                    if edges[feature, middle] < value:
                        low = middle + 1
                    else:
                        high = middle
                out[row, feature] = low

    return cut


@cache
def _explain():
    """The compiled sum over steps, which lets other threads run."""
    import numba

    @numba.njit(nogil=True)
    def explain(steps, at, y, n_steps, gain):
        d = steps.shape[1]
        total = np.zeros((d, n_steps))
        count = np.zeros((d, n_steps))
        for row in range(len(at)):
            for feature in range(d):
                step = steps[at[row], feature]
                total[feature, step] += y[row]
                count[feature, step] += 1
        for feature in range(d):
            for step in range(n_steps):
                if count[feature, step]:
                    gain[feature] += total[feature, step] ** 2 / count[feature, step]

    return explain
