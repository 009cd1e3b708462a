"""Predictions of different folds, compared at the same base rate.

A model that learned nothing predicts what its training rows are on average.  Where more of a class
was left out, less of it was trained on: such predictions are lower just where they should be
higher, and figures over all folds fall below chance.  What a fold's training rows are on average
is no knowledge of a row, so it is taken away before rows of different folds are ranked.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from ..learning import CrossFit, Target

_LEAST = 1e-12


def at_one_base_rate(
    crossed: CrossFit, target: Target, probabilities: tuple[np.ndarray, ...]
) -> list[np.ndarray]:
    """Held-out predictions as if all folds had been trained on the same shares, or mean.

    Parameters
    ----------
    crossed : CrossFit
    target : Target
    probabilities : tuple of (rows, outputs) float arrays, one a recording

    Returns
    -------
    list of (rows, outputs) float64 arrays
    """
    every = _base(target, [(n, 0, len(k)) for n, k in enumerate(target.known)])
    moved = [one.copy() for one in probabilities]
    for result in crossed.folds:
        own = _base(target, result.fold.train)
        for number, first, stop in result.fold.test:
            part = probabilities[number][first:stop]
            moved[number][first:stop] = _moved(target.kind, part, own, every)
    return moved


def _base(target: Target, spans) -> np.ndarray:
    """Shares of the classes, or the mean, of known rows in spans."""
    found = [target.values[n][a:b][target.known[n][a:b]] for n, a, b in spans]
    y = np.concatenate(found) if found else np.zeros(0)
    if not len(y):
        return np.full(max(1, target.n_classes), np.nan)
    if target.kind == "continuous":
        return np.array([y.mean()])
    return np.bincount(y.astype(np.int64), minlength=target.n_classes) / len(y)


def _moved(kind: str, found: np.ndarray, own: np.ndarray, every: np.ndarray) -> np.ndarray:
    if np.isnan(own).any() or np.array_equal(own, every):
        return found
    if kind == "continuous":
        return found - own + every
    if kind == "binary":
        steps = logit(np.clip(every[1], _LEAST, 1 - _LEAST))
        steps -= logit(np.clip(own[1], _LEAST, 1 - _LEAST))
        return expit(logit(np.clip(found, _LEAST, 1 - _LEAST)) + steps)
    there = (own > 0) & (every > 0)
    scaled = found * np.where(there, every / np.where(there, own, 1), 1)
    total = scaled.sum(axis=1, keepdims=True)
    return np.where(total > 0, scaled / np.where(total > 0, total, 1), found)
