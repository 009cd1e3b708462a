"""Responses of training trials above their baseline, and nuisance movement.

A trial's baseline is a straight line through the means of the neutral frames
before and after it, so that slow drift cancels; it never uses the trial itself.
Nuisance is the covariance of neutral frames about that line (whisking,
fidgeting, what registration left) and of each trial's frames about its own mean
(licking, which neutral frames lack).  It uses no names, so that the permutation tests of names can
use it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .folds import FoldPlan
from .params import ContrastParams

# Search range of late responses, and how much stronger a late response must be.
_LATER_S, _MORE = (0.5, 1.0, 1.5, 2.0), 1.7
_TYPICAL = 0.5


@dataclass(frozen=True, eq=False)
class TrialStats:
    """Statistics of one fold for the training of the others.

    `mean` (components,) is the mean response over `n_trial` frames; `neutral` and
    `within` (components, components) are sums of squares and products over `n_neutral`
    and `n_trial` frames; `null_response` (components,) is the difference of two halves of the
    neutral frames, a response to nothing.  `mean` and `null_response` are None where there
    are too few frames.
    """

    mean: np.ndarray | None
    n_trial: int
    neutral: np.ndarray
    n_neutral: int
    within: np.ndarray
    null_response: np.ndarray | None


def trial_stats(
    coordinates: np.ndarray,
    plan: FoldPlan,
    params: ContrastParams,
    late_s: np.ndarray | None = None,
) -> list[TrialStats]:
    """Statistics of every fold from the training frames' coordinates.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`; NaN rows are left out.
    plan : FoldPlan
    params : ContrastParams
    late_s : (events,) array, optional
        How much later than usual each trial's response is; see `LateTrials`.
    """
    frames = plan.training
    late_s = np.zeros(len(plan.events)) if late_s is None else late_s
    times, folds = plan.times_s[frames], plan.fold[frames]
    seen = np.isfinite(coordinates[:, 0])
    neutral, trial = plan.neutral[frames] & seen, plan.trial[frames] & seen
    out = []
    for number, event in enumerate(plan.events):
        rows = slice(*np.searchsorted(folds, [number, number + 1]))
        late, mine = float(late_s[number]), trial[rows]
        if late:
            mine = _late_frames(times[rows], event, params, late) & seen[rows]
        out.append(_one(coordinates[rows], times[rows], neutral[rows], mine, event, params, late))
    return out


def _late_frames(times: np.ndarray, event, params: ContrastParams, late_s: float) -> np.ndarray:
    """Frames of a response that begins `late_s` later than usual."""
    settled = min(event.onset_s + params.settle_s, (event.onset_s + event.offset_s) / 2)
    return (times >= settled + late_s) & (times < event.offset_s + late_s)


class LateTrials:
    """How much later than usual each trial's response is.

    Measured by the face's distance from neutral in all directions: no name is used, so that names
    can still be shuffled among the trials.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`.
    plan : FoldPlan
    params : ContrastParams
    stats : list of TrialStats, optional
        At the usual latency, if already computed.
    """

    def __init__(
        self,
        coordinates: np.ndarray,
        plan: FoldPlan,
        params: ContrastParams,
        stats: list[TrialStats] | None = None,
    ):
        events = len(plan.events)
        self._params = params
        self._stats = {0.0: stats or trial_stats(coordinates, plan, params)}
        for late in _LATER_S:
            late_s = np.full(events, late)
            self._stats[late] = trial_stats(coordinates, plan, params, late_s)

    def precision(self, without_fold: int | None = None) -> np.ndarray:
        """Inverse of the nuisance covariance, with every response at the usual latency."""
        kept = [s for n, s in enumerate(self._stats[0.0]) if n != without_fold]
        return np.linalg.inv(nuisance_covariance(kept, self._params))

    def seconds(self, without_fold: int | None = None) -> np.ndarray:
        """(events,) seconds, 0 unless clearly more shows later; 0 for the fold left out."""
        kept = [n for n in range(len(self._stats[0.0])) if n != without_fold]
        precision = self.precision(without_fold)

        def shown(late: float) -> np.ndarray:
            means = [self._stats[late][n].mean for n in kept]
            return np.array([0.0 if m is None else float(m @ precision @ m) for m in means])

        usual, found = shown(0.0), np.zeros(len(kept))
        # A trial with hardly any response at any time has none rather than a late one.
        most = np.maximum(_MORE * usual, _TYPICAL * np.median(usual))
        for late in _LATER_S:
            now = shown(late)
            found, most = np.where(now > most, late, found), np.maximum(now, most)
        out = np.zeros(len(self._stats[0.0]))
        out[kept] = found
        return out


def _one(values, times, neutral, trial, event, params, late: float = 0.0) -> TrialStats:
    size = values.shape[1]
    before = neutral & (times < event.onset_s) & (times >= event.onset_s - params.baseline_span_s)
    last = event.offset_s + params.baseline_margin_s + params.baseline_span_s
    # A late response decays later, and only then the face is neutral again.
    after = neutral & (times >= event.offset_s + 2 * late) & (times < last)
    anchors = [(times[m].mean(), values[m].mean(0)) for m in (before, after) if m.sum() >= 3]
    if not anchors:
        zero = np.zeros((size, size))
        return TrialStats(None, 0, zero, 0, zero, None)
    resting = (before | after) & neutral
    rest = values[resting] - _line(anchors, times[resting])
    response = values[trial] - _line(anchors, times[trial])
    within = response - response.mean(0) if len(response) else response
    return TrialStats(
        mean=response.mean(0) if len(response) else None,
        n_trial=len(response),
        neutral=rest.T @ rest,
        n_neutral=len(rest),
        within=within.T @ within,
        null_response=_null_response(values[before])
        if before.sum() >= 6
        else _null_response(values[after]),
    )


def _line(anchors, times: np.ndarray) -> np.ndarray:
    """The baseline at these times: constant through one anchor, straight through two."""
    if len(anchors) == 1:
        return np.repeat(anchors[0][1][None], len(times), axis=0)
    (t0, a), (t1, b) = anchors
    along = np.clip((times - t0) / (t1 - t0), 0, 1)[:, None]
    return a * (1 - along) + b * along


def _null_response(values: np.ndarray) -> np.ndarray | None:
    """Mean of the second half minus mean of the first: a response to nothing."""
    if len(values) < 6:
        return None
    half = len(values) // 2
    return values[half:].mean(0) - values[:half].mean(0)


def nuisance_covariance(stats: list[TrialStats], params: ContrastParams) -> np.ndarray:
    """Shrunken nuisance covariance (components, components) from these folds."""
    covariance = np.sum([s.neutral + s.within for s in stats], axis=0)
    covariance = covariance / max(sum(s.n_neutral + s.n_trial for s in stats), 1)
    if not params.uses("whitening"):
        return np.eye(len(covariance))
    values = np.linalg.eigvalsh(covariance)
    floor = max(float(np.median(values)), 1e-6 * float(values[-1]), 1e-12)
    return covariance + params.shrinkage * floor * np.eye(len(covariance))
