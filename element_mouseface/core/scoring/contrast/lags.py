"""The lag and drift of the events against the responses of the face.

For each lag the frames are regressed on the courses that answers would have if all events were
that much later, and each trial is predicted by the regression without it.  What that
explains, in units of the noise, is twice a logarithm of likelihood.  A lag is told only if
nearly every trial prefers it to the best of the lags that answers have anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..findings import Finding
from .folds import FoldPlan

__all__ = ["Lag", "find_lag", "told_lag"]

_FARTHEST_S, _STEP_S = 3.0, 0.1
# Lags against the expected latency that animals have: nothing is said of them.
_ORDINARY_S = (-0.2, 0.3)
# What answers may look like: seconds of rise and of fall.
_SHAPES = ((0.15, 0.35), (0.6, 1.0), (0.15, 2.5), (0.3, 8.0))
# Drift: farthest of the clocks' ratio from 1, and what it has to add up to over the session.
_MOST_DRIFT, _LEAST_DRIFT_S, _DRIFTS = 0.02, 0.4, 13
# A claim: trials' mean gain in standard errors, and the share of trials that gain.
_LEAST_T, _LEAST_AGREE, _LEAST_T_DRIFT = 2.5, 0.65, 2.5
# Trials' own lags are further apart than this where latency varies: no clock is to blame.
_MOST_SPREAD_S = 0.45
_LEAST_TRIALS, _MOST_NUMBERS = 4, 40
# Frames so near in time are not independent.
_CORRELATED_S = 0.5


@dataclass(frozen=True)
class Lag:
    """How the events lie against the answers.

    Attributes
    ----------
    lag_s : float
        By how much later than expected the face answers, in the middle of the session; negative:
        it answers before the events.
    drift : float
        What is added for each second: 0.01 where the events' clock lags 1% behind.
    log_likelihood : float
        By how much the logarithm of likelihood is above that of the best ordinary latency.
    t : float
        The mean gain of the trials in units of its standard error.
    agree : float
        Share of the trials that gain.
    spread_s : float
        Standard deviation of the trials' own lags about that.
    n_trials : int
    told : bool
        Whether that is enough to say so.
    """

    lag_s: float
    drift: float
    log_likelihood: float
    t: float
    agree: float
    spread_s: float
    n_trials: int
    told: bool


def find_lag(coordinates: np.ndarray, plan: FoldPlan, precision: np.ndarray) -> Lag | None:
    """The lag that fits best; None where there are too few trials.

    Parameters
    ----------
    coordinates : (n, components) array
        Of `plan.training`; NaN rows are left out.
    plan : FoldPlan
    precision : (components, components) array
        Inverse nuisance covariance.
    """
    search = _Search(coordinates, plan, precision)
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
    explains, explained = _surer(best, np.zeros_like(best))
    told = outside and t > _LEAST_T and agree >= _LEAST_AGREE and spread_s < _MOST_SPREAD_S
    told = told and explains > _LEAST_T and explained >= _LEAST_AGREE
    told = told and abs(lag_s) < _FARTHEST_S - _STEP_S / 2  # at the end: no maximum was seen
    return Lag(round(lag_s, 2), round(drift, 5), likelihood, t, agree, spread_s, search.n, told)


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
        for lag in lags[::2]:
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

    def __init__(self, coordinates: np.ndarray, plan: FoldPlan, precision: np.ndarray):
        seen = np.isfinite(coordinates[:, 0])
        rows = plan.training[seen]
        whiten = np.linalg.cholesky(precision)
        values = coordinates[seen] @ whiten
        self.fold, self.times = plan.fold[rows], plan.times_s[rows]
        kept, first = np.unique(self.fold, return_index=True)
        self.first, self.n = first, len(kept)
        self.count = np.diff(np.r_[first, len(rows)])
        self.values = self._centred(values)
        self.values = self.values @ _directions(self.values)
        self.events = plan.events.rows
        self.names = plan.names
        self.label = [plan.names.index(self.events[int(f)].name) for f in kept]
        self.middle_s = float(np.mean([e.onset_s for e in self.events]))
        onsets = [e.onset_s for e in self.events]
        self.span_s = float(max(onsets) - min(onsets))
        spacing = float(np.median(np.diff(self.times))) if len(rows) > 1 else 1.0
        self.independent = min(1.0, spacing / _CORRELATED_S)

    def _centred(self, values: np.ndarray) -> np.ndarray:
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
        course = self._centred(course)
        edges = list(zip(self.first, self.first + self.count, strict=True))
        own = np.stack([course[a:b].T @ course[a:b] for a, b in edges])
        return own, np.stack([course[a:b].T @ self.values[a:b] for a, b in edges])

    def gains(self, lag_s: float, drift: float, shape) -> np.ndarray:
        """What the other folds' answers explain of each fold's frames, (folds,)."""
        own, cross = self._products(lag_s, drift, shape)
        made = _solved(own.sum(axis=0) - own, cross.sum(axis=0) - cross)
        return 2 * np.einsum("fkm,fkm->f", made, cross) - np.einsum(
            "fkm,fkl,flm->f", made, own, made
        )

    def own_lags(self, lags: np.ndarray, lag_s: float, drift: float, shape) -> np.ndarray:
        """Each trial's own best lag about the common one, seconds, by the others' answers."""
        own, cross = self._products(lag_s, drift, shape)
        made = _solved(own.sum(axis=0) - own, cross.sum(axis=0) - cross)
        near = lags[np.abs(lags) <= 2.0]
        found = []
        for more in near:
            own, cross = self._products(lag_s + float(more), drift, shape)
            found.append(
                2 * np.einsum("fkm,fkm->f", made, cross)
                - np.einsum("fkm,fkl,flm->f", made, own, made)
            )
        return near[np.argmax(np.stack(found), axis=0)]


def _directions(values: np.ndarray) -> np.ndarray:
    """(components, m): where the frames vary more than the noise that whitened them."""
    size, vectors = np.linalg.eigh(values.T @ values)
    return vectors[:, np.argsort(size)[::-1][:_MOST_NUMBERS]]


def _solved(own: np.ndarray, cross: np.ndarray) -> np.ndarray:
    """(folds, k, m): answers of unit courses, drawn a little to 0."""
    k = own.shape[1]
    ridge = 0.2 * np.trace(own, axis1=1, axis2=2)[:, None, None] / k + 1e-9
    return np.linalg.solve(own + ridge * np.eye(k), cross)


def told_lag(lag: Lag | None) -> Sequence[Finding]:
    """What to say of it: nothing, or one note."""
    if lag is None or not lag.told:
        return ()
    sure = (
        f"log likelihood {lag.log_likelihood:+.0f} against the best ordinary latency, in "
        f"{lag.agree:.0%} of {lag.n_trials} trials"
    )
    if lag.drift:
        reason = (
            f"The events drift against the face by {abs(lag.drift):.2%} of the time "
            f"({'they run early' if lag.drift > 0 else 'they run late'} as the session goes on; "
            f"{lag.lag_s:+.1f} s in its middle; {sure}): is the clock's rate right?"
        )
    elif lag.lag_s > 0:
        reason = (
            f"The events seem {lag.lag_s:.1f} s early, or the animal answers that late ({sure}). "
            "Compare the clock of the events with the movie's."
        )
    else:
        reason = (
            f"The events seem {-lag.lag_s:.1f} s late: the face answers before them ({sure}). "
            "Compare the clock of the events with the movie's."
        )
    return (Finding("events_misaligned", "", reason),)
