"""Linear models with penalties on squared weights of several strengths, each from the one before.

To choose a strength, many models of the same rows are fitted and thrown away; here the strongest
penalty comes first, and each weaker one begins where it ended.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from .elastic_net import Loss, loss_of

_MOST_STEPS = 25
_MOST_ITERATIONS = 300
_CLOSE = 1e-4
_HALVINGS = 8


def ridge_path(
    kind: str, z: np.ndarray, y: np.ndarray, share: np.ndarray, strengths: Sequence[float]
) -> list[np.ndarray]:
    """The weights and free numbers of `loss_of` for each of ascending strengths.

    Parameters
    ----------
    kind, z, y, share
        As `loss_of` takes them.
    strengths : sequence of float
        A mean loss and half a strength times the sum of squared weights are minimized.

    Returns
    -------
    list of (n,) float64 arrays
    """
    if kind == "continuous":
        return _squared(z, y, share, strengths)
    loss, start, n_weights = loss_of(kind, z, y, share)
    two = len(start) == z.shape[1] + 1
    found = []
    for strength in sorted(strengths, reverse=True):
        if two:
            start = _newton(loss, z, share, start, strength)
        else:
            start = _descent(loss, start, n_weights, strength)
        found.append(start)
    return found[::-1]


def _squared(
    z: np.ndarray, y: np.ndarray, share: np.ndarray, strengths: Sequence[float]
) -> list[np.ndarray]:
    """Least squares: all strengths of one decomposition."""
    center, mean = share @ z, float(share @ y)
    moved = z - center
    weighted = moved * share[:, None]
    values, vectors = np.linalg.eigh(weighted.T @ moved)
    turned = vectors.T @ (weighted.T @ (y - mean))
    found = []
    for strength in strengths:
        weights = vectors @ (turned / (np.maximum(values, 0) + strength))
        found.append(np.append(weights, mean - center @ weights))
    return found


def _newton(
    loss: Loss, z: np.ndarray, share: np.ndarray, start: np.ndarray, strength: float
) -> np.ndarray:
    """Logistic regression of two classes; a step that does not help is halved."""
    penalty = np.full(len(start), strength)
    penalty[-1] = 0.0
    rows = np.column_stack([z, np.ones(len(z))])
    at = start
    value, gradient = loss(at)
    value += 0.5 * float(penalty @ at**2)
    for _ in range(_MOST_STEPS):
        p = expit(rows @ at)
        curvature = (rows * (share * p * (1 - p))[:, None]).T @ rows
        curvature[np.diag_indices(len(at))] += penalty + 1e-10
        step = np.linalg.solve(curvature, gradient + penalty * at)
        for halving in range(_HALVINGS):
            moved = at - step / 2**halving
            new, new_gradient = loss(moved)
            new += 0.5 * float(penalty @ moved**2)
            if new <= value + 1e-12:
                break
        else:
            return at
        at, value, gradient = moved, new, new_gradient
        if np.abs(step).max() < _CLOSE:
            break
    return at


def _descent(loss: Loss, start: np.ndarray, n_weights: int, strength: float) -> np.ndarray:
    """Several classes."""

    def whole(at: np.ndarray) -> tuple[float, np.ndarray]:
        value, gradient = loss(at)
        weights = at[:n_weights]
        gradient = gradient.copy()
        gradient[:n_weights] += strength * weights
        return value + 0.5 * strength * float(weights @ weights), gradient

    options = {"maxiter": _MOST_ITERATIONS, "ftol": 1e-9, "gtol": 1e-5}
    return minimize(whole, start, jac=True, method="L-BFGS-B", options=options).x
