"""The unit of a finished score: the mean of the stimulus's own trials is 1.

A filter made from a few trials answers less to one that it has not seen.  What its training
shows of that (`estimator`) is a tenth too little, and an interval that is as narrow as the
noise then misses the truth in whole trials.  The finished scores, each made without
its trial, show it directly.  One number a stimulus is taken from them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .folds import FoldPlan
from .model import Model
from .stream import Streamed

__all__ = ["KNOWN_UNIT", "in_units_of_trials", "of_model", "scaled", "units"]

# Of the error of a model's unit, what is left once the trials' mean is known to be 1.
# Measured on six movies warped from stills, so that own trials are covered in 68%.
KNOWN_UNIT = 0.25
# A trial below this was not answered, and tells nothing of how strong an answer is.
_ANSWERED = 0.25
_LIMITS = (0.5, 1.5)


def units(scores: np.ndarray, plan: FoldPlan) -> np.ndarray:
    """What the answered trials of each stimulus score on average; (stimuli,).

    Parameters
    ----------
    scores : (frames, stimuli) array
        Each frame by a model made without its trial.
    plan : FoldPlan
    """
    out = np.ones(len(plan.names))
    edges = np.searchsorted(plan.fold, np.arange(len(plan.events) + 1))
    means: dict[int, list[float]] = {k: [] for k in range(len(out))}
    for number, event in enumerate(plan.events):
        rows, k = slice(edges[number], edges[number + 1]), plan.names.index(event.name)
        mine = scores[rows, k][plan.trial[rows]]
        mine = mine[np.isfinite(mine)]
        if len(mine):
            means[k].append(float(mine.mean()))
    for k, found in means.items():
        answered = [value for value in found if value > _ANSWERED]
        if len(answered) > 1:
            out[k] = np.clip(np.mean(answered), *_LIMITS)
    return out


def in_units_of_trials(done: Streamed, unit: np.ndarray) -> Streamed:
    """The finished scores, divided by what the trials score."""
    return replace(done, scores=done.scores / unit)


def scaled(model: Model, unit: np.ndarray) -> Model:
    """The model, whose scores are divided by the unit of each stimulus."""
    return replace(model, filter=model.filter / unit[model.scored][:, None])


def of_model(model: Model, unit: np.ndarray, plan: FoldPlan) -> Model:
    """The model of all trials, whose filter falls short by a little less: it has one more."""
    labels = [event.name for event in plan.events]
    count = np.array([max(labels.count(name), 1) for name in plan.names])
    short = 1 - (1 - unit) * (count - 1) / count
    return scaled(model, short)
