"""The lag and drift of the events against the responses of the face.

For each lag the frames are regressed on the courses of responses to events that are all that much
later, and each trial is predicted by the regression without it. The explained variance, in units of
the noise, is twice a log likelihood. A lag is reported only if nearly every trial prefers it to the
best of the usual latencies.

Slow changes do not depend on latencies, and a compressed movie changes more between two key frames
than in any response. So the mean over the surrounding seconds is subtracted from both frames and
courses, and the noise is estimated from all frames, without names or times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..findings import Finding
from .folds import FoldPlan
from .params import ContrastParams

_FARTHEST_S, _STEP_S = 3.0, 0.1
# Usual latencies of animals, which are not reported.
_ORDINARY_S = (-0.2, 0.2)
# Possible responses: seconds of rise and of decay.
_SHAPES = ((0.15, 0.35), (0.6, 1.0), (0.15, 2.5), (0.3, 8.0))
# Drift: farthest of the clocks' ratio from 1, and what it has to add up to over the session.
_MOST_DRIFT, _LEAST_DRIFT_S, _DRIFTS = 0.02, 0.4, 13
# A claim: trials' mean gain in standard errors, and the share of trials that gain.
_LEAST_T, _LEAST_AGREE, _LEAST_T_DRIFT = 2.5, 0.65, 2.5
# Trials' own lags are further apart than this where latency varies: no clock is to blame.
_MOST_SPREAD_S = 0.45
_LEAST_TRIALS = 4
# Frames so near in time are not independent.
_CORRELATED_S = 0.5
# Frames are taken against the mean of so much before and after.
_AROUND_S = 1.5


@dataclass(frozen=True)
class Lag:
    """The lag and drift of the events against the responses.

    Attributes
    ----------
    lag_s : float
        How much later than expected the face responds, in the middle of the session; negative: it
        responds before the events.
    drift : float
        Change of the lag per second: 0.01 if the events' clock lags 1% behind.
    log_likelihood : float
        Log likelihood relative to the best ordinary latency.
    t : float
        The mean gain of the trials in units of its standard error.
    agree : float
        Share of the trials that gain.
    spread_s : float
        Standard deviation of the trials' own lags about that.
    n_trials : int
    is_clear : bool
        Whether the evidence suffices to report it.
    """

    lag_s: float
    drift: float
    log_likelihood: float
    t: float
    agree: float
    spread_s: float
    n_trials: int
    is_clear: bool


def find_lag(coordinates: np.ndarray, plan: FoldPlan, params: ContrastParams) -> Lag | None:
    """The best lag; None with too few trials.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`; NaN rows are left out.
    plan : FoldPlan
    params : ContrastParams
    """
    search = _Search(coordinates, plan, params)
    if search.n < _LEAST_TRIALS:
        return None
    lags = np.arange(-_FARTHEST_S, _FARTHEST_S + 1e-9, _STEP_S)
    ordinary = (lags > _ORDINARY_S[0] - 1e-9) & (lags < _ORDINARY_S[1] + 1e-9)
    gains = {s: np.stack([search.gains(lag, 0.0, s) for lag in lags]) for s in _SHAPES}
    shape = max(_SHAPES, key=lambda s: float(gains[s].sum(axis=1).max()))
    null = gains[shape][ordinary]
    null = null[int(np.argmax(null.sum(axis=1)))]
    number = int(np.argmax(gains[shape].sum(axis=1)))
    lag_s, drift, best = float(lags[number]), 0.0, gains[shape][number]
    slid = _drifting(search, lags, shape)
    if slid is not None and _surer(slid[2], best)[0] > _LEAST_T_DRIFT:
        lag_s, drift, best = slid
    t, agree = _surer(best, null)
    own = search.own_lags(lags, lag_s, drift, shape)
    spread_s = float(1.4826 * np.median(np.abs(own - np.median(own))))
    likelihood = float((best - null).sum()) / 2 * search.independent
    outside = not _ORDINARY_S[0] - 1e-9 <= lag_s <= _ORDINARY_S[1] + 1e-9 or drift != 0.0
    along = search.along(lag_s, drift, shape)
    explains, explained = _surer(along, np.zeros_like(along))
    clear = outside and t > _LEAST_T and agree >= _LEAST_AGREE and spread_s < _MOST_SPREAD_S
    clear = clear and explains > _LEAST_T and explained >= _LEAST_AGREE
    clear = clear and abs(lag_s) < _FARTHEST_S - _STEP_S / 2  # at the end: no maximum was seen
    return Lag(round(lag_s, 2), round(drift, 5), likelihood, t, agree, spread_s, search.n, clear)


def _surer(gains: np.ndarray, others: np.ndarray) -> tuple[float, float]:
    """Mean difference in standard errors, and the share that is positive."""
    more = gains - others
    # A few trials that are alike by chance must not look sure.
    error = np.sqrt((more.var(ddof=1) + 0.05 * np.mean(more**2)) / len(more))
    return float(more.mean() / max(float(error), 1e-12)), float((more > 0).mean())


def _drifting(search: _Search, lags, shape) -> tuple[float, float, np.ndarray] | None:
    """The best lag and drift, with each trial's gain; None where a drift would not show."""
    most = min(_MOST_DRIFT, 2 * _FARTHEST_S / max(search.span_s, 1e-9))
    if most * search.span_s < _LEAST_DRIFT_S:
        return None
    drifts = [d for d in np.linspace(-most, most, _DRIFTS) if abs(d) * search.span_s > 0.2]
    best: tuple[float, float, np.ndarray] | None = None
    for drift in drifts:
        for lag in lags[::3]:
            if abs(lag) + abs(drift) * search.span_s / 2 > _FARTHEST_S:
                continue
            gains = search.gains(float(lag), float(drift), shape)
            if best is None or gains.sum() > best[2].sum():
                best = float(lag), float(drift), gains
    if best is None:
        return None
    step = 2 * most / (_DRIFTS - 1)
    for drift in best[1] + np.linspace(-step / 2, step / 2, 5):
        for lag in best[0] + np.array([-_STEP_S, 0.0, _STEP_S]):
            gains = search.gains(float(lag), float(drift), shape)
            if gains.sum() > best[2].sum():
                best = float(lag), float(drift), gains
    return best if abs(best[1]) * search.span_s >= _LEAST_DRIFT_S else None


class _Search:
    """The whitened training frames by folds, and what courses explain of them."""

    def __init__(self, coordinates: np.ndarray, plan: FoldPlan, params: ContrastParams):
        seen = np.isfinite(coordinates[:, 0])
        rows = plan.training[seen]
        self.fold, self.times = plan.fold[rows], plan.times_s[rows]
        kept, first = np.unique(self.fold, return_index=True)
        self.first, self.n = first, len(kept)
        self.count = np.diff(np.r_[first, len(rows)])
        self.around = self._around()
        values = self._against_around(coordinates[seen])
        self.values = values @ _whitening(values, params.shrinkage)
        self.events = plan.events.rows
        self.names = plan.names
        self.middle_s = float(np.mean([e.onset_s for e in self.events]))
        onsets = [e.onset_s for e in self.events]
        self.span_s = float(max(onsets) - min(onsets))
        spacing = float(np.median(np.diff(self.times))) if len(rows) > 1 else 1.0
        self.independent = min(1.0, spacing / _CORRELATED_S)

    def _around(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last row + 1 of the frames around each, of its fold."""
        starts = np.repeat(self.first, self.count)
        stops = np.repeat(self.first + self.count, self.count)
        low = np.searchsorted(self.times, self.times - _AROUND_S)
        high = np.searchsorted(self.times, self.times + _AROUND_S, side="right")
        return np.maximum(low, starts), np.minimum(high, stops)

    def _against_around(self, values: np.ndarray) -> np.ndarray:
        """Against the mean of the frames around, with a mean of 0 in each fold."""
        low, high = self.around
        sums = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])
        values = values - (sums[high] - sums[low]) / (high - low)[:, None]
        means = np.add.reduceat(values, self.first, axis=0) / self.count[:, None]
        return values - np.repeat(means, self.count, axis=0)

    def _products(self, lag_s: float, drift: float, shape) -> tuple[np.ndarray, np.ndarray]:
        """Each fold's products of courses (folds, k, k), and with the values (folds, k, m)."""
        rise_s, fall_s = shape
        course = np.zeros((len(self.times), len(self.names)))
        for event in self.events:
            late = lag_s + drift * (event.onset_s - self.middle_s) + 0.15
            on, off = event.onset_s + late, event.offset_s + late
            low, high = np.searchsorted(self.times, [on, off + 6 * fall_s])
            t = self.times[low:high]
            part = (1 - np.exp(-(t - on) / rise_s)) * np.exp(-np.clip(t - off, 0, None) / fall_s)
            k = self.names.index(event.name)
            course[low:high, k] = np.maximum(course[low:high, k], part)
        course = self._against_around(course)
        edges = list(zip(self.first, self.first + self.count, strict=True))
        own = np.stack([course[a:b].T @ course[a:b] for a, b in edges])
        return own, np.stack([course[a:b].T @ self.values[a:b] for a, b in edges])

    def gains(self, lag_s: float, drift: float, shape) -> np.ndarray:
        """Variance of each fold's frames that the other folds' responses explain, (folds,)."""
        own, cross = self._products(lag_s, drift, shape)
        return _explained(_solved(own.sum(axis=0) - own, cross.sum(axis=0) - cross), own, cross)

    def along(self, lag_s: float, drift: float, shape) -> np.ndarray:
        """Projection of each fold's frames on the other folds' responses, (folds,).

        Above 0 even if the responses are too noisy to explain variance.
        """
        own, cross = self._products(lag_s, drift, shape)
        made = _solved(own.sum(axis=0) - own, cross.sum(axis=0) - cross)
        return (made * cross).sum(axis=(1, 2))

    def own_lags(self, lags: np.ndarray, lag_s: float, drift: float, shape) -> np.ndarray:
        """Each trial's own best lag around the common one, seconds, by the others' responses."""
        own, cross = self._products(lag_s, drift, shape)
        made = _solved(own.sum(axis=0) - own, cross.sum(axis=0) - cross)
        near = lags[np.abs(lags) <= 2.0]
        at = [self._products(lag_s + float(more), drift, shape) for more in near]
        return near[np.argmax(np.stack([_explained(made, *each) for each in at]), axis=0)]


def _whitening(values: np.ndarray, shrinkage: float) -> np.ndarray:
    """(components, components): whitening, which gives the frames unit variance."""
    size, vectors = np.linalg.eigh(values.T @ values / max(len(values), 1))
    floor = max(float(np.median(size)), 1e-6 * float(size[-1]), 1e-12)
    return vectors / np.sqrt(np.maximum(size, 0) + shrinkage * floor)


def _explained(made: np.ndarray, own: np.ndarray, cross: np.ndarray) -> np.ndarray:
    """Reduction of each fold's sum of squares by these responses, (folds,)."""
    return (made * (2 * cross - own @ made)).sum(axis=(1, 2))


def _solved(own: np.ndarray, cross: np.ndarray) -> np.ndarray:
    """(folds, k, m): responses of unit courses, slightly shrunken."""
    k = own.shape[1]
    ridge = 0.2 * np.trace(own, axis1=1, axis2=2)[:, None, None] / k + 1e-9
    return np.linalg.solve(own + ridge * np.eye(k), cross)


def lag_finding(lag: Lag | None) -> Sequence[Finding]:
    """The note on a lag, if it needs one."""
    if lag is None or not lag.is_clear:
        return ()
    sure = (
        f"log likelihood {lag.log_likelihood:+z.0f} against the best ordinary latency, in "
        f"{lag.agree:.0%} of {lag.n_trials} trials"
    )
    if lag.drift:
        reason = (
            f"The events drift against the face by {abs(lag.drift):.2%} of the time "
            f"({'they run early' if lag.drift > 0 else 'they run late'} as the session goes on; "
            f"{lag.lag_s:+z.1f} s in its middle; {sure}): is the clock's rate right?"
        )
    elif lag.lag_s > 0:
        reason = (
            f"The events seem {lag.lag_s:.1f} s early, or the animal responds that late ({sure}). "
            "Compare the clock of the events with the movie's."
        )
    else:
        reason = (
            f"The events seem {-lag.lag_s:.1f} s late: the face responds before them ({sure}). "
            "Compare the clock of the events with the movie's."
        )
    return (Finding("events_misaligned", "", reason),)
