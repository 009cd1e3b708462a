"""Prototypes and the filter that reads them: generalised least squares with noisy prototypes.

Scores s of a picture y solve y = P s + nuisance with nuisance covariance C:
s = (P' C^-1 P)^-1 P' C^-1 y, so that each stimulus counts for what it alone
explains.  The prototypes in P are means over few trials: their noise would make
every score too small (errors in variables), so the Gram matrix P' C^-1 P is
replaced by its unbiased estimate: products of different trials only (the
"crossnobis" estimate; Walther et al., NeuroImage 137, 188 (2016)).  A score of 1
is then what a new trial like the training trials gives, in every fold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .nuisance import TrialStats, nuisance_covariance
from .params import ContrastParams

__all__ = ["Estimate", "estimate"]

_LEAST = 0.25


@dataclass(frozen=True, eq=False)
class Estimate:
    """Prototypes and the filter made from some folds.

    Attributes
    ----------
    prototypes : (k, components) array
        Mean response per stimulus; NaN where no trial was left.
    filter : (k, components) array
        Times a picture's coordinates gives the scores.
    misfit : (components, components) array
        The quadratic form of what the prototypes leave unexplained.
    precision : (components, components) array
        Inverse of the nuisance covariance.
    """

    prototypes: np.ndarray
    filter: np.ndarray
    misfit: np.ndarray
    precision: np.ndarray


def estimate(
    stats: list[TrialStats],
    names: tuple[str, ...],
    labels: list[str],
    params: ContrastParams,
    included: tuple[str, ...] | None = None,
) -> Estimate:
    """Fit prototypes and filter to training folds.

    Parameters
    ----------
    stats : list of TrialStats
        Of the training folds only.
    names : tuple of str
        The k stimuli.
    labels : list of str
        Stimulus of each training fold.
    params : ContrastParams
    included : tuple of str, optional
        Stimuli that are unmixed together; the others get no filter (NaN).
    """
    covariance = nuisance_covariance(stats, params)
    precision = np.linalg.inv(covariance)
    size = len(covariance)
    prototypes, noise = np.full((len(names), size), np.nan), np.full(len(names), np.nan)
    counts = np.zeros(len(names))
    for k, name in enumerate(names):
        mine = [s for s, label in zip(stats, labels, strict=True) if label == name]
        mine = [s for s in mine if s.mean is not None]
        if mine:
            responses = np.array([s.mean for s in mine])
            weights = np.array([s.n_trial for s in mine], float)
            prototypes[k] = np.average(responses, axis=0, weights=weights)
            counts[k] = len(mine)
            if len(mine) > 1:
                centred = responses - responses.mean(0)
                noise[k] = np.einsum("ij,jk,ik->", centred, precision, centred) / (len(mine) - 1)
    filter_ = np.full((len(names), size), np.nan)
    use = np.isfinite(prototypes[:, 0])
    if included is not None:
        use &= np.array([name in included for name in names])
    if use.any():
        filter_[use] = _filter(prototypes[use], noise[use], counts[use], precision, params)
    misfit = precision.copy()
    if use.any():
        whitened = prototypes[use] @ precision
        gram = whitened @ prototypes[use].T
        misfit -= whitened.T @ np.linalg.pinv(gram, hermitian=True) @ whitened
    return Estimate(prototypes, filter_, misfit, precision)


def _filter(prototypes, noise, counts, precision, params: ContrastParams) -> np.ndarray:
    whitened = prototypes @ precision
    gram = whitened @ prototypes.T
    # A stimulus with one training trial has no scatter of its own: it takes the others'.
    known = noise[np.isfinite(noise)]
    scatter = np.where(np.isfinite(noise), noise, known.mean() if len(known) else 0.0)
    bias = np.minimum(scatter / counts, (1 - _LEAST) * np.diag(gram))
    if not params.uses("unmixing"):
        return whitened / (np.diag(gram) - bias)[:, None]
    unbiased = gram - np.diag(_bounded(gram, bias))
    return np.linalg.solve(unbiased, whitened)


def _bounded(gram: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """The bias, scaled down until the corrected Gram matrix keeps a share of the least eigenvalue."""
    whole = np.linalg.eigvalsh(gram)[0]
    for _ in range(20):
        if np.linalg.eigvalsh(gram - np.diag(bias))[0] > _LEAST * max(whole, 0):
            break
        bias = 0.8 * bias
    return bias
