"""Prototypes and the filter that reads them: generalised least squares with noisy prototypes.

Scores s of a picture y solve y = P s + nuisance with nuisance covariance C:
s = (P' C^-1 P)^-1 P' C^-1 y, so that each stimulus counts for what it alone
explains.  The prototypes in P are means over few trials: their noise makes
every score too small (errors in variables).  How much too small follows from the
Gram matrix without noise, P' C^-1 P from products of different trials only (the
"crossnobis" estimate; Walther et al., NeuroImage 137, 188 (2016)), and each
score is stretched by that, so that 1 is what a new trial like the training
trials gives, in every fold.  Unmixing by the noiseless Gram matrix instead was
tried: the same scale, more noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .nuisance import TrialStats, nuisance_covariance
from .params import ContrastParams

__all__ = ["Estimate", "estimate"]

_LEAST = 0.4


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
    unit_se : (k,) array
        Relative standard error of the unit, the training trials' mean amplitude.
    """

    prototypes: np.ndarray
    filter: np.ndarray
    misfit: np.ndarray
    precision: np.ndarray
    unit_se: np.ndarray


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
    counts, unit_se = np.zeros(len(names)), np.full(len(names), np.nan)
    for k, name in enumerate(names):
        mine = [s for s, label in zip(stats, labels, strict=True) if label == name]
        mine = [s for s in mine if s.mean is not None]
        if mine:
            responses = np.array([s.mean for s in mine])
            weights = np.array([s.n_trial for s in mine], float)
            prototypes[k] = np.average(responses, axis=0, weights=weights)
            counts[k] = len(mine)
            if len(mine) > 1:
                noise[k], unit_se[k] = _scatter(responses, prototypes[k], precision)
    known = unit_se[np.isfinite(unit_se)]
    # From two or three trials a spread is poorly known: at least the stimuli's common one.
    unit_se = np.fmax(unit_se, np.sqrt(np.mean(known**2)) if len(known) else 0.0)
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
    return Estimate(prototypes, filter_, misfit, precision, unit_se)


def _scatter(responses, prototype, precision) -> tuple[float, float]:
    """Noise of one trial's response, and the relative error of the mean amplitude.

    Trials that are stronger or weaker along the prototype are no noise of its direction.
    """
    along = precision @ prototype
    amplitude = responses @ along / max(float(prototype @ along), 1e-12)
    across = responses - amplitude[:, None] * prototype
    degrees = len(responses) - 1
    noise = float(np.einsum("ij,jk,ik->", across, precision, across)) / degrees
    spread = float(np.std(amplitude, ddof=1)) / np.sqrt(len(responses))
    return noise, spread


def _filter(prototypes, noise, counts, precision, params: ContrastParams) -> np.ndarray:
    whitened = prototypes @ precision
    gram = whitened @ prototypes.T
    # A stimulus with one training trial has no scatter of its own: it takes the others'.
    known = noise[np.isfinite(noise)]
    scatter = np.where(np.isfinite(noise), noise, known.mean() if len(known) else 0.0)
    unbiased = gram - np.diag(np.minimum(scatter / counts, np.diag(gram)))
    if not params.uses("unmixing"):
        gram = np.diag(np.diag(gram))
    filter_ = np.linalg.solve(gram, whitened)
    # What a new trial of unit strength would score.
    expected = np.diag(np.linalg.solve(gram, unbiased))
    return filter_ / np.maximum(expected, _LEAST)[:, None]
