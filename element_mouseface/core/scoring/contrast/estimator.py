"""Prototypes and their filter: generalized least squares with a cross-validated scale.

Scores s of a picture y solve y = P s + nuisance with nuisance covariance C:
s = (P' C^-1 P)^-1 P' C^-1 y, so that each stimulus counts for what only it explains. P and C come
from few trials, and a filter made from them responds less to a trial that was not in the training.
This shortfall is measured within the training: each training trial in turn is scored by a filter
made without it. The same scores give the amplitude of each training trial, with which the
regression is repeated (amplitudes differ by a fifth and more), and the error of the unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .params import ContrastParams
from .regression import FoldSums, Regressed, regress

_MOST_INNER = 16
_LEAST_RESPONSE = 0.05
_SCALES = (0.3, 1.5)
_AMPLITUDES = (0.1, 10.0)
# With two or three trials per stimulus, use mostly the scale common to all stimuli.
_OWN_SCALE = 0.25
# Leaving one of m trials out makes prototypes noisier by the factor m / (m - 1), and everything
# else that is fitted too. The shortfall at m follows from that at m - 1 by a factor between these.
_FEWER = 0.5
# Of the variance among held-out trials: the error of the unit for one trial of training.
# Measured on 10 synthetic and warped movies, so that own trials are covered in 68%.
_UNIT_SHARE = 0.5
_UNKNOWN_SPREAD = 0.3
_HARDLY = 0.2


@dataclass(frozen=True, eq=False)
class Estimate:
    """Prototypes and the filter made from some folds.

    Attributes
    ----------
    prototypes : (k, components) array
        Response per stimulus; NaN where no trial was left.
    filter : (k, components) array
        Times a picture's coordinates gives the scores.
    misfit : (components, components) array
        The quadratic form of what the prototypes leave unexplained.
    unit_se : (k,) array
        Relative standard error of the unit, the training trials' mean amplitude.
    """

    prototypes: np.ndarray
    filter: np.ndarray
    misfit: np.ndarray
    unit_se: np.ndarray


def estimate(
    sums: FoldSums, params: ContrastParams, included: tuple[str, ...] | None = None
) -> Estimate:
    """Fit prototypes and filter to training folds.

    Parameters
    ----------
    sums : FoldSums
        Of the training folds only.
    params : ContrastParams
    included : tuple of str, optional
        Stimuli that are unmixed together; the others get no filter (NaN).
    """
    chosen = np.array([included is None or name in included for name in sums.names])
    held_out = _held_out(sums, params, chosen)
    sums = sums.with_amplitudes(_amplitudes(sums, held_out))
    found = regress(sums.total, sums, params)
    use = chosen & np.isfinite(found.prototypes[:, 0])
    filter_ = np.full_like(found.prototypes, np.nan)
    precision = np.linalg.inv(shrunken(found.nuisance, params))
    misfit = precision.copy()
    if use.any():
        scale = _scale(sums, _held_out(sums, params, chosen))
        filter_[use] = filter_of(found, use, params) / scale[use, None]
        whitened = found.prototypes[use] @ precision
        gram = whitened @ found.prototypes[use].T
        misfit -= whitened.T @ np.linalg.pinv(gram, hermitian=True) @ whitened
    return Estimate(found.prototypes, filter_, misfit, _unit_se(sums, held_out))


def shrunken(nuisance: np.ndarray, params: ContrastParams) -> np.ndarray:
    """The covariance of nuisance with `params.shrinkage` on its diagonal."""
    if not params.uses("whitening"):
        return np.eye(len(nuisance))
    values = np.linalg.eigvalsh(nuisance)
    floor = max(float(np.median(values)), 1e-6 * float(values[-1]), 1e-12)
    return nuisance + params.shrinkage * floor * np.eye(len(nuisance))


def filter_of(found: Regressed, use: np.ndarray, params: ContrastParams) -> np.ndarray:
    """(stimuli in use, components): the filter that scores own prototypes as 1, others as 0."""
    prototypes = found.prototypes[use]
    whitened = np.linalg.solve(shrunken(found.nuisance, params), prototypes.T).T
    gram = whitened @ prototypes.T
    if not params.uses("unmixing"):
        gram = np.diag(np.diag(gram))
    return np.linalg.lstsq(gram, whitened, rcond=1e-10)[0]


def _held_out(sums: FoldSums, params: ContrastParams, chosen: np.ndarray) -> dict[int, float]:
    """Each training trial's own score by a filter made without it, by fold.

    Beyond 16 trials several are left out at once.  Trials that are the only one of their
    stimulus cannot be scored so.
    """
    scored = [fold for fold in sums.responses if sums.count(sums.labels[fold]) > 1]
    scored = [fold for fold in scored if chosen[sums.names.index(sums.labels[fold])]]
    total, out = sums.total, {}
    for group in range(min(len(scored), _MOST_INNER)):
        without = scored[group::_MOST_INNER]
        found = regress(total - np.sum([sums.folds[f] for f in without], axis=0), sums, params)
        use = chosen & np.isfinite(found.prototypes[:, 0])
        if not use.any():
            continue
        filter_ = filter_of(found, use, params)
        row = {int(k): number for number, k in enumerate(np.flatnonzero(use))}
        for fold in without:
            k = sums.names.index(sums.labels[fold])
            if k in row:
                value = sums.response(fold, filter_[row[k]], k)
                out[fold] = max(value, _LEAST_RESPONSE)
    return out


def _by_name(sums: FoldSums, held_out: dict[int, float]) -> dict[str, np.ndarray]:
    """Logarithms of the held-out scores of each stimulus that has two or more."""
    mine = {n: [v for f, v in held_out.items() if sums.labels[f] == n] for n in sums.names}
    return {name: np.log(_shown(values)) for name, values in mine.items() if len(values) > 1}


def _shown(values: list[float]) -> np.ndarray:
    """Trials without those much weaker than the others, one of which would make the unit tiny."""
    sizes = np.sort(values)
    kept = sizes[sizes > _HARDLY * sizes[len(sizes) // 2 :].mean()]
    return kept if len(kept) > 1 else sizes


def _amplitudes(sums: FoldSums, held_out: dict[int, float]) -> dict[int, float]:
    """Amplitude of each training trial relative to its stimulus's (geometric) mean."""
    logs = _by_name(sums, held_out)
    out = {}
    for fold, value in held_out.items():
        mine = logs.get(sums.labels[fold])
        if mine is not None:
            # In units of the *other* trials' mean, a strong trial looks stronger than it is.
            share = (len(mine) - 1) / len(mine)
            out[fold] = float(np.clip((value / np.exp(mine.mean())) ** share, *_AMPLITUDES))
    return out


def _scale(sums: FoldSums, held_out: dict[int, float]) -> np.ndarray:
    """Expected score of a new trial with unit amplitude, (k,)."""
    logs = _by_name(sums, held_out)
    known = {}
    for name, mine in logs.items():
        shortfall = np.exp(-mine.mean()) - 1
        known[name] = 1 / (1 + max(shortfall, -0.3) * (len(mine) - _FEWER) / len(mine))
    common = float(np.mean(list(known.values()))) if known else 1.0
    own = np.array([known.get(name, common) for name in sums.names])
    return np.clip(_OWN_SCALE * own + (1 - _OWN_SCALE) * common, *_SCALES)


def _unit_se(sums: FoldSums, held_out: dict[int, float]) -> np.ndarray:
    """Relative error of each stimulus's unit, (k,), from the spread of held-out scores.

    The spread is pooled over all stimuli, since each has only a few trials.
    """
    logs = _by_name(sums, held_out)
    spread = _UNKNOWN_SPREAD
    if logs:
        spread = float(np.sqrt(np.mean([np.var(mine, ddof=1) for mine in logs.values()])))
    counts = np.array([max(sums.count(name), 1) for name in sums.names])
    return spread * np.sqrt(_UNIT_SHARE / counts)
