"""The unit of scores: the mean of the stimulus's own trials is 1.

A filter made from a few trials responds less to a new one. The training's own estimate of that
(`estimator`) is a tenth too small, and an interval as narrow as the noise then misses the truth in
whole trials. The finished scores, each made without its trial, show it directly.

Also, each fold has its own unit, the mean of its *other* trials: a trial of strength a
among n of mean 1 scores a (n - 1) / (n - a), so that strong trials look stronger and weak
ones weaker than they are.  One factor per trial corrects both.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .folds import FoldPlan
from .model import Model
from .regression import settled
from .time_courses import TimeCourses

# A trial below this has no response, and is not used for the amplitude of responses.
_RESPONSE = 0.25
_LIMITS = (0.5, 1.5)
_MOST_STRENGTH = 2.0
# Trials differ in truth; of how they differ in score this share is error.  More is told by how
# much a score varies within its trials: what moves it there moves whole trials too, and is no
# part of the amplitude of a response.  Chosen on five synthetic mice, four warped stills and the
# two realistic movies, so that one standard error holds the truth in about 68% of the frames of a
# stimulus's own trials.
_SHARE_OF_SPREAD, _SHARE_WITHIN = 0.2, 0.6


def fold_units(
    scores: np.ndarray, plan: FoldPlan, courses: TimeCourses | None = None
) -> np.ndarray:
    """Divisors of each fold's scores, (folds, stimuli).

    Parameters
    ----------
    scores : (frames, stimuli) array
        Each frame by a model made without its trial.
    plan : FoldPlan
    courses : TimeCourses, optional
        Time of each trial's response; by default until the offset.
    """
    out = np.ones((len(plan.events), len(plan.names)))
    for k, name in enumerate(plan.names):
        found = {
            number: value
            for number, value in _trial_means(scores[:, k], name, plan, courses).items()
            if value > _RESPONSE
        }
        n = len(found)
        if n < 2:
            continue
        common = float(np.clip(np.mean(list(found.values())), *_LIMITS))
        strength = {number: min(value / common, _MOST_STRENGTH) for number, value in found.items()}
        own = {number: n / (n - 1 + value) for number, value in strength.items()}
        common *= float(np.mean([found[number] / common * own[number] for number in found]))
        out[:, k] = common
        for number, factor in own.items():
            out[number, k] = common / factor
    return out


def strength_error(scores: np.ndarray, plan: FoldPlan, courses: TimeCourses | None = None) -> float:
    """Relative error of a trial's score, from the spread of trials and of their frames.

    Parameters
    ----------
    scores : (frames, stimuli) array
        In their own units. The stimuli are taken together: a few trials tell little.
    plan : FoldPlan
    courses : TimeCourses, optional
        Time of each trial's response; by default until the offset.
    """
    spread, within = [], []
    for k, name in enumerate(plan.names):
        trials = _trials(scores[:, k], name, plan, courses).values()
        shown = [values for values in trials if values.mean() > _RESPONSE]
        within += [np.var(values) for values in shown]
        if len(shown) > 1:
            spread.append(np.var([values.mean() for values in shown], ddof=1))
    if not spread:
        return 0.0
    variance = _SHARE_OF_SPREAD**2 * np.mean(spread) + _SHARE_WITHIN**2 * np.mean(within)
    return float(np.sqrt(variance))


def _trial_means(
    values: np.ndarray, name: str, plan: FoldPlan, courses: TimeCourses | None
) -> dict[int, float]:
    """The mean score of each trial of a stimulus, by the number of its fold."""
    trials = _trials(values, name, plan, courses)
    return {number: float(mine.mean()) for number, mine in trials.items()}


def _trials(
    values: np.ndarray, name: str, plan: FoldPlan, courses: TimeCourses | None
) -> dict[int, np.ndarray]:
    """The scores in each trial of a stimulus, during its response, by the number of its fold."""
    edges = np.searchsorted(plan.fold, np.arange(len(plan.events) + 1))
    out = {}
    for number, event in enumerate(plan.events):
        rows = slice(edges[number], edges[number + 1])
        shown = plan.trial[rows]
        if courses is not None:
            shown = settled(plan, np.arange(rows.start, rows.stop), number, courses)
        mine = values[rows][shown]
        mine = mine[np.isfinite(mine)]
        if event.name == name and len(mine):
            out[number] = mine
    return out


def model_units(by_fold: np.ndarray, plan: FoldPlan) -> np.ndarray:
    """Divisors of the scores of the model of all trials, (stimuli,).

    It falls short by a little less than those of the folds: it has one trial more.
    """
    labels = [event.name for event in plan.events]
    count = np.array([max(labels.count(name), 1) for name in plan.names])
    return 1 - (1 - np.median(by_fold, axis=0)) * (count - 1) / count


def scaled(model: Model, unit: np.ndarray) -> Model:
    """The model, whose scores are divided by the unit of each stimulus."""
    return replace(model, filter=model.filter / unit[model.scored][:, None])
