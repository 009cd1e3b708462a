"""Regression of the coordinates on the response template.

Every stimulus is expected to show from a little after its onset, to rise and to
fade as expressions do; where exactly matters little (0.005 of the correlation for half or
twice the times).  Regression on these courses, of all frames around the training
trials, gives the prototypes and, as what remains, the nuisance: that of neutral frames
and that of trials (licking, fidgeting between and within trials), in the coordinates as
they are scored, above the running baseline.

All is kept as sums of products, fold by fold, so that leaving one more trial out
is a subtraction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .folds import FoldPlan
from .params import ContrastParams
from .time_courses import TimeCourses, default_time_courses, response_template
from .traces import running_baseline

# In units of the time constant of what fades fastest of the slow.
_SLOW_TAU = 1.5
_SETTLED_S = 0.25


@dataclass(frozen=True, eq=False)
class FoldSums:
    """Sums over the training folds, of frames as rows [1, courses (k), coordinates (c)].

    `folds` holds each fold's sums of products (1 + k + c, 1 + k + c) by its number;
    `neutral` those of all neutral frames; `responses` each fold's mean coordinates (c,)
    over the settled frames of its trial, if it has a response.  `names` are the k stimuli,
    `labels` each fold's own; `slow` says whether expressions outlast their fold, and
    `remade` then makes the sums again for other strengths of the trials.
    """

    names: tuple[str, ...]
    labels: dict[int, str]
    folds: dict[int, np.ndarray]
    neutral: np.ndarray
    responses: dict[int, np.ndarray]
    slow: bool = False
    remade: Callable[[dict[int, float]], FoldSums] | None = None

    @property
    def total(self) -> np.ndarray:
        """The sum over all folds."""
        return np.sum(list(self.folds.values()), axis=0)

    def count(self, name: str) -> int:
        """Trials of a stimulus."""
        return sum(self.labels[fold] == name for fold in self.responses)

    def with_amplitudes(self, amplitudes: dict[int, float]) -> FoldSums:
        """The same, where each fold's trial is expected to be this strong (1 if not given)."""
        if self.slow and self.remade is not None:
            return self.remade(amplitudes)
        k = len(self.names)
        folds = {}
        for fold, sums in self.folds.items():
            factor = np.ones(len(sums))
            factor[1 : k + 1] = amplitudes.get(fold, 1.0)
            folds[fold] = sums * factor[:, None] * factor
        return FoldSums(self.names, self.labels, folds, self.neutral, self.responses)

    def response(self, fold: int, filter_: np.ndarray, k: int) -> float:
        """How strong a fold's own trial is, by a filter (c,) of stimulus k."""
        if not self.slow:
            return float(filter_ @ self.responses[fold])
        # What earlier trials left is in the course too, but not in a mean over the trial.
        sums, course = self.folds[fold], 1 + k
        shown = max(float(sums[course, course]), 1e-9)
        return float(filter_ @ sums[course, 1 + len(self.names) :]) / shown


@dataclass(frozen=True, eq=False)
class Regressed:
    """Prototypes (k, c), NaN without a trial, and the nuisance covariance (c, c)."""

    prototypes: np.ndarray
    nuisance: np.ndarray


def tau_of(courses: TimeCourses, params: ContrastParams) -> float:
    """Memory of the baseline in training: longer where an expression fades slowly.

    A short one would follow the expression.
    """
    if not courses.slow.any():
        return params.baseline_tau_s
    return max(params.baseline_tau_s, _SLOW_TAU * float(np.min(courses.fall_s[courses.slow])))


def fold_sums(
    coordinates: np.ndarray,
    plan: FoldPlan,
    params: ContrastParams,
    without_fold: int | None,
    courses: TimeCourses | None = None,
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
    courses : TimeCourses, optional
        By default the usual ones.
    """
    courses = courses or default_time_courses(plan, params)
    slow = bool(courses.slow.any())
    tau_s = tau_of(courses, params)
    seen = np.isfinite(coordinates[:, 0])
    if without_fold is not None:
        seen &= plan.fold[plan.training] != without_fold
    rows, values = plan.training[seen], coordinates[seen]
    times, neutral = plan.times_s[rows], plan.neutral[rows]
    if neutral.any():
        values = values - values[neutral].mean(0)
    if params.uses("drift"):
        values = values - running_baseline(values, times, neutral, tau_s)
    course = response_template(plan, times, params, without_fold, courses)
    if slow and params.uses("drift"):
        # What the baseline takes of a slow expression it takes of its course too.
        course = course - running_baseline(course, times, neutral, tau_s)
    table = np.concatenate([np.ones((len(values), 1)), course, values], axis=1)
    folds, labels, responses = {}, {}, {}
    for number in np.unique(plan.fold[rows]).tolist():
        own = slice(*np.searchsorted(plan.fold[rows], [number, number + 1]))
        folds[number] = table[own].T @ table[own]
        labels[number] = plan.events.rows[number].name
        mine = settled(plan, rows[own], number, courses)
        if mine.any():
            responses[number] = values[own][mine].mean(0)

    def remade(strengths: dict[int, float]) -> FoldSums:
        stronger = courses.with_strengths(strengths)
        return fold_sums(coordinates, plan, params, without_fold, stronger)

    neutral_sums = table[neutral].T @ table[neutral]
    return FoldSums(plan.names, labels, folds, neutral_sums, responses, slow, remade)


def settled(plan: FoldPlan, rows: np.ndarray, number: int, courses: TimeCourses) -> np.ndarray:
    """(n,) bool: frames of a trial in which its expression is fully there."""
    if courses.strength[number] == 0:
        return np.zeros(len(rows), bool)
    if courses.usual[number]:
        return plan.trial[rows]
    event, times_s = plan.events.rows[number], plan.times_s[rows]
    since = event.onset_s + courses.latency_s[number] + _SETTLED_S
    until = max(event.offset_s + courses.held_s[number], since + 2 * _SETTLED_S)
    return plan.usable[rows] & (times_s >= since) & (times_s < until)


def regress(total: np.ndarray, sums: FoldSums, params: ContrastParams) -> Regressed:
    """Prototypes and nuisance from a sum over folds (`sums.total`, or less).

    Without the step "licking", the nuisance is that of neutral frames only.
    """
    k = len(sums.names)
    covariance = _covariance(total)
    courses = covariance[:k, :k]
    live = np.diag(courses) > 1e-9
    prototypes = np.zeros((k, len(covariance) - k))
    prototypes[live] = np.linalg.solve(courses[np.ix_(live, live)], covariance[:k, k:][live])
    nuisance = covariance[k:, k:] - prototypes.T @ courses @ prototypes
    if not params.uses("licking"):
        nuisance = _covariance(sums.neutral)[k:, k:]
    prototypes[~live] = np.nan
    return Regressed(prototypes, nuisance)


def _covariance(sums: np.ndarray) -> np.ndarray:
    """Of all columns but the first, which counts."""
    count = max(float(sums[0, 0]), 1.0)
    mean = sums[0, 1:] / count
    return sums[1:, 1:] / count - np.outer(mean, mean)
