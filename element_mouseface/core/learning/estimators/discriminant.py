"""Linear discriminant analysis with a shrunk covariance.

Fisher's discriminant with one covariance for all classes, shrunk towards a multiple of the identity
by as much as Ledoit and Wolf (Journal of Multivariate Analysis 2004) estimate: with more features
than rows the plain one cannot be inverted, and with about as many it says more of the noise than
of the classes.  Features are in units of their spread within classes, so that one which tells the
classes apart is not taken for a noisy one.  It has a closed form, so it can be trained again for
every permutation of names.
"""

from __future__ import annotations

import numpy as np

from .linear import Linear, Scaling

#: Of a feature within classes, in units of its spread over all rows.
_LEAST_SPREAD = 1e-3


def fit_discriminant(
    x: np.ndarray,
    y: np.ndarray,
    share: np.ndarray,
    columns: np.ndarray,
    n_features: int,
) -> Linear:
    """The discriminant of classes.

    Parameters
    ----------
    x : (rows, columns) float32 array
    y : (rows,) int array
        Class numbers without a gap.
    share : (rows,) float array
        Weights of rows, which add up to 1.
    columns, n_features : (columns,) int array and int
        Which features of how many those of `x` are.

    Returns
    -------
    Linear
        Of two classes one output, the log-odds of the second; of more one each, its
        log-probability up to one number.
    """
    from sklearn.covariance import ledoit_wolf_shrinkage

    scaling = Scaling.of(x)
    z = scaling.apply(x)
    priors = np.bincount(y, share)
    member = np.zeros((len(priors), len(z)))
    member[y, np.arange(len(z))] = share
    means = (member @ z) / priors[:, None]
    rest = (z - means[y]) * np.sqrt(share * len(z))[:, None]
    within = np.maximum(np.sqrt((rest**2).mean(axis=0)), _LEAST_SPREAD)
    rest, means = rest / within, means / within
    covariance = rest.T @ rest / len(z)
    strength = float(ledoit_wolf_shrinkage(rest, assume_centered=True)) if len(z) > 1 else 1.0
    d = len(columns)
    mean_variance = np.trace(covariance) / d
    # one class a row, or classes without any spread: all features count alike
    floor = mean_variance if mean_variance > 0 else 1.0
    shrunk = (1 - strength) * covariance
    shrunk[np.diag_indices(d)] += strength * mean_variance + 1e-9 * floor
    weights = np.linalg.solve(shrunk, means.T).T
    intercept = np.log(priors) - 0.5 * (weights * means).sum(axis=1)
    if len(priors) == 2:
        weights, intercept = weights[1:] - weights[:1], intercept[1:] - intercept[:1]
    return Linear(scaling, weights / within, intercept, columns, n_features)
