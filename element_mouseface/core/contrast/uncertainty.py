"""Standard errors, calibrated on frames whose truth is known without being measured.

In neutral frames every score should be 0, and in trials of one stimulus so
should the scores of the others.  From such frames of the *other* folds come the
noise at rest, how it grows with the misfit of the frame and with the expression
itself, all as the half-widths that hold 68% of them.  The error of the unit itself, the
mean of a few trials of unequal strength, is added in proportion to the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .folds import FoldPlan

__all__ = ["ErrorModel", "fit_errors", "standard_errors"]

_LEAST_FRAMES = 20
_MISFIT = (0.5, 4.0)


@dataclass(frozen=True, eq=False)
class ErrorModel:
    """The parts of a standard error.

    Squared and added: rest^2 misfit, away^2 where a frame is not neutral,
    growth^2 expression^2, (error of the unit x score)^2.

    `rest`, `away` and `growth` are (k,) in units of the score.  `away` is there because
    the running baseline stands still until the face is neutral again.
    """

    rest: np.ndarray
    away: np.ndarray
    growth: np.ndarray


def _within(errors: np.ndarray) -> float:
    """Half the width that holds 68.27% of the errors."""
    return float(np.quantile(np.abs(errors), 0.6827))


def _expression(scores: np.ndarray) -> np.ndarray:
    """(n,) how much any expression shows: the largest score, between 0 and 2."""
    return np.clip(np.nanmax(np.where(np.isfinite(scores), scores, 0.0), axis=1), 0, 2)


def fit_errors(
    scores: np.ndarray, misfit: np.ndarray, plan: FoldPlan, without_fold: int | None
) -> ErrorModel:
    """An error model from the finished scores of all folds but one.

    Parameters
    ----------
    scores : (frames, k) array
    misfit : (frames,) array
        1 where a frame is explained as well as neutral frames usually are.
    plan : FoldPlan
    without_fold : int or None
        The fold it is for.
    """
    k = scores.shape[1]
    others = np.ones(len(scores), bool) if without_fold is None else plan.fold != without_fold
    rest, away, growth = np.full(k, np.nan), np.zeros(k), np.zeros(k)
    event = plan.events.frames(plan.times_s)
    shown = _expression(scores)
    stretch = np.clip(misfit, *_MISFIT)
    label = np.array([plan.names.index(e.name) for e in plan.events])[plan.fold]
    for j in range(k):
        known = others & np.isfinite(scores[:, j]) & np.isfinite(misfit)
        calm = known & plan.neutral
        if calm.sum() < _LEAST_FRAMES:
            continue
        rest[j] = max(_within(scores[calm, j] / np.sqrt(stretch[calm])), 1e-6)
        after = known & ~plan.neutral & ~event & (label != j)
        if after.sum() >= _LEAST_FRAMES:
            extra = _within(scores[after, j]) ** 2 - rest[j] ** 2 * np.median(stretch[after])
            away[j] = np.sqrt(max(extra, 0))
        foreign = known & event & (label != j)
        if foreign.sum() >= _LEAST_FRAMES:
            extra = _within(scores[foreign, j]) ** 2 - rest[j] ** 2 * np.median(stretch[foreign])
            extra -= away[j] ** 2
            growth[j] = np.sqrt(max(extra, 0) / max(np.mean(shown[foreign] ** 2), 1e-9))
    known_growth = growth[np.isfinite(rest)]
    if len(known_growth):
        # The own score's truth is not known: it is taken to err at least as much as scores
        # of other stimuli usually do.
        growth = np.maximum(growth, np.median(known_growth))
    return ErrorModel(rest, away, growth)


def standard_errors(
    scores: np.ndarray,
    misfit: np.ndarray,
    neutral: np.ndarray,
    model: ErrorModel,
    unit_se: np.ndarray,
) -> np.ndarray:
    """Standard errors (n, k) of scores (n, k); NaN where there is no score.

    `neutral` (n,) says which frames count as neutral; `unit_se` (k,) is the relative
    error of each score's unit, which grows with the score.
    """
    stretch = np.clip(np.where(np.isfinite(misfit), misfit, 1.0), *_MISFIT)
    variance = model.rest**2 * stretch[:, None] + (model.growth * _expression(scores)[:, None]) ** 2
    variance = variance + np.where(neutral[:, None], 0.0, model.away**2)
    variance = variance + (unit_se * np.where(np.isfinite(scores), scores, 0.0)) ** 2
    return np.where(np.isfinite(scores), np.sqrt(variance), np.nan)
