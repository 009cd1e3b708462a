"""How the face moves in trials: regression of the coordinates on the expected course.

Every stimulus is expected to show from a little after its onset, to rise and to
fade as expressions do; where exactly matters little (0.005 of the correlation for half or
twice the times).  Regression on these courses, of all frames around the training
trials, gives the prototypes and, as what is left, the nuisance: that of neutral frames
and that of trials (licking, fidgeting between and within trials), in the coordinates as
they are scored, above the running baseline.

All is kept as sums of products, fold by fold, so that leaving one more trial out
is a subtraction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .folds import FoldPlan
from .params import ContrastParams
from .traces import running_baseline

__all__ = ["FoldSums", "Regressed", "expected_course", "fold_sums", "regress"]


@dataclass(frozen=True, eq=False)
class FoldSums:
    """Sums over the training folds, of frames as rows [1, courses (k), coordinates (c)].

    `folds` holds each fold's sums of products (1 + k + c, 1 + k + c) by its number;
    `calm` those of all neutral frames; `responses` each fold's mean coordinates (c,)
    over the settled frames of its trial.  `names` are the k stimuli, `labels` each
    fold's own.
    """

    names: tuple[str, ...]
    labels: dict[int, str]
    folds: dict[int, np.ndarray]
    calm: np.ndarray
    responses: dict[int, np.ndarray]

    @property
    def total(self) -> np.ndarray:
        """The sum over all folds."""
        return np.sum(list(self.folds.values()), axis=0)

    def count(self, name: str) -> int:
        """Trials of a stimulus."""
        return sum(self.labels[fold] == name for fold in self.responses)

    def with_amplitudes(self, amplitudes: dict[int, float]) -> FoldSums:
        """The same, where each fold's trial is expected to be this strong (1 if not given)."""
        k = len(self.names)
        folds = {}
        for fold, sums in self.folds.items():
            factor = np.ones(len(sums))
            factor[1 : k + 1] = amplitudes.get(fold, 1.0)
            folds[fold] = sums * factor[:, None] * factor
        return FoldSums(self.names, self.labels, folds, self.calm, self.responses)


@dataclass(frozen=True, eq=False)
class Regressed:
    """Prototypes (k, c), NaN without a trial, and the nuisance covariance (c, c)."""

    prototypes: np.ndarray
    nuisance: np.ndarray


def expected_course(
    plan: FoldPlan, times_s: np.ndarray, params: ContrastParams, without_fold: int | None
) -> np.ndarray:
    """How far each stimulus's expression is expected to show, 0 to 1; (n, stimuli)."""
    out = np.zeros((len(times_s), len(plan.names)))
    for number, event in enumerate(plan.events):
        if number == without_fold:
            continue
        since = np.clip(times_s - event.onset_s - params.latency_s, 0, None)
        after = np.clip(times_s - event.offset_s - params.latency_s, 0, None)
        course = (1 - np.exp(-since / params.rise_s)) * np.exp(-after / params.fall_s)
        k = plan.names.index(event.name)
        out[:, k] = np.maximum(out[:, k], course)
    return out


def fold_sums(
    coordinates: np.ndarray, plan: FoldPlan, params: ContrastParams, without_fold: int | None
) -> FoldSums:
    """Sums of the training frames but for one fold's.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`; NaN rows are left out.
    plan : FoldPlan
    params : ContrastParams
    without_fold : int or None
        The fold that must not enter.
    """
    seen = np.isfinite(coordinates[:, 0])
    if without_fold is not None:
        seen &= plan.fold[plan.training] != without_fold
    rows, values = plan.training[seen], coordinates[seen]
    times, calm = plan.times_s[rows], plan.neutral[rows]
    if calm.any():
        values = values - values[calm].mean(0)
    if params.uses("drift"):
        values = values - running_baseline(values, times, calm, params.memory_s)
    course = expected_course(plan, times, params, without_fold)
    table = np.concatenate([np.ones((len(values), 1)), course, values], axis=1)
    folds, labels, responses = {}, {}, {}
    for number in np.unique(plan.fold[rows]).tolist():
        own = slice(*np.searchsorted(plan.fold[rows], [number, number + 1]))
        folds[number] = table[own].T @ table[own]
        labels[number] = plan.events.rows[number].name
        settled = plan.trial[rows[own]]
        if settled.any():
            responses[number] = values[own][settled].mean(0)
    return FoldSums(plan.names, labels, folds, table[calm].T @ table[calm], responses)


def regress(total: np.ndarray, sums: FoldSums, params: ContrastParams) -> Regressed:
    """Prototypes and nuisance from a sum over folds (`sums.total`, or less).

    Without the ingredient "licking", the nuisance is that of neutral frames only.
    """
    k = len(sums.names)
    covariance = _covariance(total)
    courses = covariance[:k, :k]
    live = np.diag(courses) > 1e-9
    prototypes = np.zeros((k, len(covariance) - k))
    prototypes[live] = np.linalg.solve(courses[np.ix_(live, live)], covariance[:k, k:][live])
    nuisance = covariance[k:, k:] - prototypes.T @ courses @ prototypes
    if not params.uses("licking"):
        nuisance = _covariance(sums.calm)[k:, k:]
    prototypes[~live] = np.nan
    return Regressed(prototypes, nuisance)


def _covariance(sums: np.ndarray) -> np.ndarray:
    """Of all columns but the first, which counts."""
    count = max(float(sums[0, 0]), 1.0)
    mean = sums[0, 1:] / count
    return sums[1:, 1:] / count - np.outer(mean, mean)
