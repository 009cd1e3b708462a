"""One Newton step from a penalized linear model towards the one without a penalty.

A penalty pulls weights towards zero.  One step of Newton's method on the likelihood alone takes the
pull out to first order (le Cam's one-step estimate; of squared errors it is least squares), and
stays finite where the likelihood itself has no maximum, as with classes that do not overlap.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.special import expit, softmax

from .elastic_net import Loss, loss_of
from .odds import free_of_cuts

#: Added to the curvature, so that copies of a feature share a weight.
_LITTLE = 1e-6
_STEP = 1e-4


def unpenalized(core: Any, kind: str, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights of a linear model after one step.

    Parameters
    ----------
    core : Linear or Odds
    kind : str
        Of the target.
    x : (rows, columns) float32 array
        The columns that the model looks at, of the rows that it was trained on.
    y : (rows,) array
        Class numbers without a gap, or values.

    Returns
    -------
    (outputs, columns) float64 array
        Per standard deviation of the model's scaling.
    """
    z = core.scaling.apply(x)
    share = np.full(len(z), 1 / len(z))
    loss, _, n_weights = loss_of(kind, z, y, share)
    weights = np.atleast_2d(core.weights)
    ordered = hasattr(core, "cuts")
    free = free_of_cuts(core.cuts) if ordered else core.intercept
    at = np.concatenate([weights.ravel(), free])
    _, gradient = loss(at)
    curvature = _numeric(loss, at) if ordered else _curvature(kind, z, share, weights, free)
    curvature[np.diag_indices(n_weights)] += _LITTLE
    # Scores of categories are the same with one number added to all: the shortest step is taken.
    step, *_ = np.linalg.lstsq(curvature, gradient, rcond=1e-10)
    return (at - step)[:n_weights].reshape(weights.shape)


def _curvature(
    kind: str, z: np.ndarray, share: np.ndarray, weights: np.ndarray, free: np.ndarray
) -> np.ndarray:
    """Second derivatives of `loss_of` by the weights, output by output, then the intercepts."""
    k, d = weights.shape
    rows = np.concatenate([z, np.ones((len(z), 1))], axis=1)
    if kind == "continuous":
        each = share[None, None, :]
    else:
        score = z @ weights.T + free
        p = expit(score) if k == 1 else softmax(score, axis=1)
        own = np.eye(k)[:, :, None] * p.T[:, None, :]
        each = (own - p.T[:, None, :] * p.T[None, :, :]) * share
    found = np.empty((k, d + 1, k, d + 1))
    for a in range(k):
        for b in range(k):
            found[a, :, b, :] = (rows * each[a, b][:, None]).T @ rows
    flat = found.reshape(k * (d + 1), k * (d + 1))
    order = [a * (d + 1) + c for a in range(k) for c in range(d)]
    order += [a * (d + 1) + d for a in range(k)]
    return flat[np.ix_(order, order)]


def _numeric(loss: Loss, at: np.ndarray) -> np.ndarray:
    """Second derivatives by differences of the gradient."""
    columns = []
    for k in range(len(at)):
        moved = np.zeros(len(at))
        moved[k] = _STEP
        columns.append((loss(at + moved)[1] - loss(at - moved)[1]) / (2 * _STEP))
    found = np.stack(columns)
    return (found + found.T) / 2
