"""Standard errors, calibrated on frames whose true score is known.

In neutral frames every score should be 0, and in trials of one stimulus so should the scores of the
others. Such frames of the *other* folds give the noise at rest, and its growth with the frame's
misfit and with the expression, all as half-widths that contain 68% of them. The error of the unit
itself, the mean of a few trials of unequal amplitude, is added in proportion to the score.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .folds import FoldPlan

_LEAST_FRAMES = 20
_MISFIT = (0.5, 4.0)
_MOST_GROWTH = 2.0


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


_SHARE = 0.6827


def _expression(scores: np.ndarray) -> np.ndarray:
    """(n,) strength of any expression: the largest score, between 0 and 2."""
    return np.clip(np.nanmax(np.where(np.isfinite(scores), scores, 0.0), axis=1), 0, 2)


class _Sample:
    """Numbers of many folds, sorted once, for quantiles without any one fold."""

    def __init__(self, values: np.ndarray, folds: np.ndarray):
        order = np.argsort(values, kind="stable")
        self.values = values[order]
        by_fold = np.argsort(folds[order], kind="stable")
        kinds, first = np.unique(folds[order][by_fold], return_index=True)
        ranks = np.split(by_fold, first[1:])
        self._ranks = dict(zip(kinds.tolist(), ranks, strict=True)) if len(values) else {}
        self._none = np.empty(0, np.int64)

    def _gone(self, without: int | None) -> np.ndarray:
        return self._none if without is None else self._ranks.get(without, self._none)

    def count(self, without: int | None) -> int:
        """How many are left."""
        return len(self.values) - len(self._gone(without))

    def mean(self, without: int | None) -> float:
        """Mean of those that are left."""
        gone = self.values[self._gone(without)]
        return float(self.values.sum() - gone.sum()) / max(len(self.values) - len(gone), 1)

    def quantile(self, share: float, without: int | None) -> float:
        """As `numpy.quantile` of those that are left."""
        gone = self._gone(without)
        place = share * (len(self.values) - len(gone) - 1)
        # The i-th that is left stands behind those of the fold that come before it.
        low = int(np.floor(place))
        wanted = np.array([low, min(low + 1, len(self.values) - len(gone) - 1)])
        wanted = wanted + np.searchsorted(gone - np.arange(len(gone)), wanted, side="right")
        below, above = self.values[wanted]
        return float(below + (above - below) * (place - low))


class KnownErrors:
    """The frames with a known true score, for the errors of any fold.

    Sorted once, so that leaving out one fold after the other takes no longer for more folds.

    Parameters
    ----------
    scores : (frames, k) array
        Finished scores.
    misfit : (frames,) array
        1 where a frame is explained as well as neutral frames usually are.
    plan : FoldPlan
    slow : bool
        Whether expressions fade slowly: what one leaves in another's trial is then no error
        of the other, and a growth far beyond the usual one is not believed.
    """

    def __init__(
        self, scores: np.ndarray, misfit: np.ndarray, plan: FoldPlan, *, slow: bool = False
    ):
        self._slow = slow
        event = plan.events.frames(plan.times_s)
        shown = _expression(scores) ** 2
        stretch = np.clip(misfit, *_MISFIT)
        label = np.array([plan.names.index(e.name) for e in plan.events])[plan.fold]
        self._stimuli = []
        for j, values in enumerate(scores.T):
            known = np.isfinite(values) & np.isfinite(misfit)
            neutral = known & plan.neutral
            after = known & ~plan.neutral & ~event & (label != j)
            foreign = known & event & (label != j)
            kinds = {"neutral": (neutral, np.abs(values) / np.sqrt(stretch))}
            kinds |= {"after": (after, np.abs(values)), "foreign": (foreign, np.abs(values))}
            kinds |= {"after_stretch": (after, stretch), "foreign_stretch": (foreign, stretch)}
            kinds["shown"] = (foreign, shown)
            self._stimuli.append({n: _Sample(v[m], plan.fold[m]) for n, (m, v) in kinds.items()})

    def without(self, fold: int | None) -> ErrorModel:
        """The error model from the frames of all folds but one."""
        k = len(self._stimuli)
        rest, away, growth = np.full(k, np.nan), np.zeros(k), np.zeros(k)
        for j, of in enumerate(self._stimuli):
            if of["neutral"].count(fold) < _LEAST_FRAMES:
                continue
            rest[j] = max(of["neutral"].quantile(_SHARE, fold), 1e-6)
            if of["after"].count(fold) >= _LEAST_FRAMES:
                extra = of["after"].quantile(_SHARE, fold) ** 2
                extra -= rest[j] ** 2 * of["after_stretch"].quantile(0.5, fold)
                away[j] = np.sqrt(max(extra, 0))
            if of["foreign"].count(fold) >= _LEAST_FRAMES:
                extra = of["foreign"].quantile(_SHARE, fold) ** 2
                extra -= rest[j] ** 2 * of["foreign_stretch"].quantile(0.5, fold) + away[j] ** 2
                growth[j] = np.sqrt(max(extra, 0) / max(of["shown"].mean(fold), 1e-9))
        known_growth = growth[np.isfinite(rest)]
        if len(known_growth):
            # The own score's truth is not known: it is taken to err at least as much as scores
            # of other stimuli usually do.
            growth = np.maximum(growth, np.median(known_growth))
            if self._slow:
                growth = np.minimum(growth, _MOST_GROWTH * np.median(known_growth))
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
