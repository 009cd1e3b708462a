"""Linear models with the elastic net's penalty, which sets weights to zero.

Zou and Hastie (Regularization and variable selection via the elastic net, J. R. Stat. Soc. B
2005).  Of a mean loss f, f + s (r |w|_1 + (1 - r) / 2 |w|_2^2) is minimized over the weights w of
standardized features, with strength s and ratio r; intercepts and cuts are free.  Each weight is
the difference of two parts that are not negative, so that the sum is smooth within bounds, where
L-BFGS-B ends at exact zeros.  scikit-learn's solver has no ordered categories.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, softmax

from .odds import first_cuts, odds_loss

_MOST_ITERATIONS = 1000
#: Weights and free numbers to a mean loss and its gradient.
Loss = Callable[[np.ndarray], tuple[float, np.ndarray]]


def minimize_penalized(
    loss: Loss, start: np.ndarray, n_weights: int, strength: float, ratio: float
) -> np.ndarray:
    """Minimize a loss with the elastic net's penalty on the first `n_weights` numbers.

    Parameters
    ----------
    loss : callable(numbers) -> (mean loss, gradient)
    start : (n,) float64 array
    n_weights : int
    strength, ratio : float

    Returns
    -------
    (n,) float64 array
    """
    absolute, squared = strength * ratio, strength * (1 - ratio)

    def whole(parts: np.ndarray) -> tuple[float, np.ndarray]:
        up, down, free = np.split(parts, (n_weights, 2 * n_weights))
        weights = up - down
        value, gradient = loss(np.concatenate([weights, free]))
        value += absolute * float(up.sum() + down.sum()) + 0.5 * squared * float(weights @ weights)
        own = gradient[:n_weights] + squared * weights
        return value, np.concatenate([own + absolute, absolute - own, gradient[n_weights:]])

    weights, free = start[:n_weights], start[n_weights:]
    parts = np.concatenate([np.maximum(weights, 0), np.maximum(-weights, 0), free])
    done = minimize(
        whole,
        parts,
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, None)] * (2 * n_weights) + [(None, None)] * len(free),
        options={"maxiter": _MOST_ITERATIONS, "ftol": 1e-12, "gtol": 1e-8, "maxcor": 20},
    )
    up, down, free = np.split(done.x, (n_weights, 2 * n_weights))
    return np.concatenate([up - down, free])


def loss_of(
    kind: str, z: np.ndarray, y: np.ndarray, share: np.ndarray
) -> tuple[Loss, np.ndarray, int]:
    """The mean loss of a kind of target, and where to start: no weight, and the shares of classes.

    Parameters
    ----------
    kind : {'binary', 'category', 'ordinal', 'continuous'}
    z : (rows, columns) float64 array
        Standardized features.
    y : (rows,) array
        Class numbers without a gap, or values.
    share : (rows,) float64 array
        Weights of rows, which add up to 1.

    Returns
    -------
    loss : callable
        Of the weights, then an intercept for each output (cuts of ordered categories).
        Squared errors are halved.
    start : (n,) float64 array
    n_weights : int
        How many of them are weights.
    """
    d = z.shape[1]
    if kind == "continuous":
        return _squared(z, y, share), np.append(np.zeros(d), share @ y), d
    n = int(y.max()) + 1
    if kind == "ordinal" and n > 2:
        start = np.concatenate([np.zeros(d), first_cuts(y, share, n)])
        return (lambda free: odds_loss(free, z, y, share, 0.0)), start, d
    shares = np.array([share[y == k].sum() for k in range(n)])
    if n == 2:
        start = np.append(np.zeros(d), np.log(shares[1] / shares[0]))
        return _logistic(z, y, share), start, d
    return _softmax(z, y, share, n), np.append(np.zeros(n * d), np.log(shares)), n * d


def largest_strength(loss: Loss, start: np.ndarray, n_weights: int, ratio: float) -> float:
    """The least strength at which every weight is zero."""
    _, gradient = loss(start)
    return float(np.abs(gradient[:n_weights]).max()) / ratio


def _squared(z: np.ndarray, y: np.ndarray, share: np.ndarray) -> Loss:
    def loss(free: np.ndarray) -> tuple[float, np.ndarray]:
        error = z @ free[:-1] + free[-1] - y
        pull = share * error
        return 0.5 * float(pull @ error), np.append(z.T @ pull, pull.sum())

    return loss


def _logistic(z: np.ndarray, y: np.ndarray, share: np.ndarray) -> Loss:
    sign = np.where(y > 0, 1.0, -1.0)

    def loss(free: np.ndarray) -> tuple[float, np.ndarray]:
        score = z @ free[:-1] + free[-1]
        pull = share * (expit(score) - (y > 0))
        return float(share @ np.logaddexp(0, -sign * score)), np.append(z.T @ pull, pull.sum())

    return loss


def _softmax(z: np.ndarray, y: np.ndarray, share: np.ndarray, n: int) -> Loss:
    d, rows = z.shape[1], np.arange(len(y))

    def loss(free: np.ndarray) -> tuple[float, np.ndarray]:
        score = z @ free[: n * d].reshape(n, d).T + free[n * d :]
        pull = softmax(score, axis=1)
        pull[rows, y] -= 1
        pull *= share[:, None]
        value = -float(share @ log_softmax(score, axis=1)[rows, y])
        return value, np.concatenate([(pull.T @ z).ravel(), pull.sum(axis=0)])

    return loss
