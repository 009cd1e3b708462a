"""Arousal: one bipolar trace from declared sources, around the session's own middle.

Each source is moved by its lag, smoothed, and put on the session's own scale.  What changes in it
within a few seconds is its noise, for arousal is slower: a source counts by how much of its
variance is slow.  The trace is the mean that is best for independent noise of this size, in the
frames that each source has; its standard error is that of the noise, and larger where sources
disagree by more than their noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import ParameterError
from .lags import NO_REFERENCE, SourceLag, estimate_lag, lagged
from .params import AffectParams
from .rows import AROUSAL, REFUSED, Missing, SourceRow, Trace, no_trace
from .scaling import (
    circular_shifts,
    correlation,
    frame_interval_s,
    robust_scale,
    session_units,
    smoothed,
)
from .sources import MOVEMENTS, ArousalSource, check_sources

UNIT = "session SD"
"""The unit: robust standard deviations of this session's own trace, 0 is its median."""
_LEAST_SHARE, _MOST_SHARE = 0.02, 0.99
ONE_SOURCE = (
    "there is one source only, so that nothing can disagree with it: the standard error has its "
    "fast noise alone"
)


@dataclass(frozen=True, eq=False)
class _Prepared:
    """A source on the session's scale, moved by its lag; and how much of it is slow."""

    source: ArousalSource
    lag: SourceLag
    values: np.ndarray
    slow_share: float
    note: str = ""

    @property
    def used(self) -> bool:
        return not self.note


def arousal(
    sources: Sequence[ArousalSource],
    times_s: np.ndarray,
    params: AffectParams | None = None,
) -> tuple[Trace, tuple[SourceRow, ...], tuple[str, ...]]:
    """Arousal in each frame, with its standard error, from declared sources.

    Parameters
    ----------
    sources : sequence of ArousalSource
    times_s : (frames,) array
        Seconds; NaN for a frame without a time, which has no value.
    params : AffectParams, optional

    Returns
    -------
    trace : Trace
        0 is the session's median, 1 its robust standard deviation: nothing is said of its level
        against other sessions.
    rows : tuple of SourceRow
    notes : tuple of str

    Raises
    ------
    InputError, ParameterError
        If a source does not belong to these frames, or two have one name.
    """
    params = params or AffectParams()
    times_s = np.asarray(times_s, np.float64)
    check_sources(sources, len(times_s))
    if not sources:
        raise ParameterError(
            "There is no source of arousal.",
            expected="at least one: a pupil, whisking, running, motion energy",
            got="none",
            do="declare one: ArousalSource(name, values, kind)",
        )
    prepared = _prepared(sources, times_s, params)
    used = [one for one in prepared if one.used]
    if not used:
        why = "; ".join(f"{one.source.name}: {one.note}" for one in prepared)
        trace = no_trace(AROUSAL, len(times_s), REFUSED, f"no source can be used ({why})")
        return trace, _rows(prepared, np.zeros(0), times_s, params), ()
    trace, weights = _combined(used, times_s, params)
    notes = (ONE_SOURCE,) if len(used) == 1 else ()
    return trace, _rows(prepared, weights, times_s, params), notes


def _prepared(sources, times_s: np.ndarray, params: AffectParams) -> list[_Prepared]:
    interval_s = frame_interval_s(times_s)
    timed = np.isfinite(times_s)
    flat = [np.where(timed, _on_scale(one.values, interval_s, params), np.nan) for one in sources]
    leaders = [v for one, v in zip(sources, flat, strict=True) if one.kind in MOVEMENTS]
    out = []
    for one, values in zip(sources, flat, strict=True):
        lag = _lag(one, values, leaders, times_s, interval_s, params)
        moved = lagged(values, lag.lag_s, times_s)
        share = _slow_share(moved, interval_s, params)
        out.append(_Prepared(one, lag, moved, share, _fault(one, moved, timed, params)))
    return out


def _on_scale(values: np.ndarray, interval_s: float, params: AffectParams) -> np.ndarray:
    """Smoothed, on the session's own scale, cut where it is far outside of it, with variance 1.

    A source that rests most of the time, such as whisking, has a small robust deviation: by that
    alone its bouts would outweigh everything.
    """
    scaled = session_units(smoothed(values, params.smooth_s / interval_s))
    cut = np.clip(scaled, -params.limit_sd, params.limit_sd)
    spread = float(np.nanstd(cut)) if np.isfinite(cut).any() else 0.0
    return cut / spread if spread > 0 else cut


def _lag(one, values, leaders, times_s, interval_s: float, params: AffectParams) -> SourceLag:
    if one.lag_s is not None:
        return SourceLag(float(one.lag_s), float("nan"), "given")
    if one.kind in MOVEMENTS:
        return SourceLag(0.0, float("nan"), "0: the lags of others are against movements")
    if not leaders:
        return SourceLag(0.0, float("nan"), NO_REFERENCE)
    with np.errstate(invalid="ignore"):
        stack = np.stack(leaders)
        known = np.isfinite(stack)
        reference = np.where(known, stack, 0.0).sum(0) / np.maximum(known.sum(0), 1)
    reference = np.where(known.any(axis=0), reference, np.nan)
    # What is slow correlates at any lag, so that only what is fast says which it is.
    slow = params.fast_s / interval_s
    own, theirs = (one - smoothed(one, slow) for one in (values, reference))
    return estimate_lag(own, theirs, times_s, interval_s, params)


def _fault(one: ArousalSource, moved, timed: np.ndarray, params: AffectParams) -> str:
    share = float(np.isfinite(moved[timed]).mean()) if timed.any() else 0.0
    if not np.isfinite(one.values).any():
        return "no frame has a value"
    if not robust_scale(one.values)[1] > 0:
        return "it does not vary"
    if share < params.min_defined:
        return (
            f"it has a value in {share:.0%} of the frames; at least {params.min_defined:.0%} are "
            "needed"
        )
    return ""


def _slow_share(values: np.ndarray, interval_s: float, params: AffectParams) -> float:
    """Share of the variance that lasts longer than `fast_s`: half of the rest is change by then."""
    lag = max(1, round(params.fast_s / interval_s))
    if len(values) <= lag:
        return _LEAST_SHARE
    steps = values[lag:] - values[:-lag]
    known, good = steps[np.isfinite(steps)], values[np.isfinite(values)]
    if len(known) < 3 or not good.var() > 0:
        return _LEAST_SHARE
    share = 1 - float((known**2).mean()) / 2 / float(good.var())
    return float(np.clip(share, _LEAST_SHARE, _MOST_SHARE))


def _combined(
    used: list[_Prepared], times_s: np.ndarray, params: AffectParams
) -> tuple[Trace, np.ndarray]:
    """The trace, and each source's share where all have a value."""
    x = np.stack([one.values for one in used])
    share = np.array([one.slow_share for one in used])[:, None]
    load, noise = np.sqrt(share), 1 - share
    known = np.isfinite(x)
    x = np.where(known, x, 0.0)
    strength = np.where(known, share / noise, 0.0).sum(axis=0)
    mean = np.where(known, load * x / noise, 0.0).sum(axis=0) / (1 + strength)
    error = 1 / np.sqrt(1 + strength)
    count = known.sum(axis=0)
    left = np.where(known, (x - load * mean) ** 2 / noise, 0.0).sum(axis=0)
    # Sources that disagree by more than their noise make the error larger, never smaller.
    error = error * np.sqrt(np.maximum(left / np.maximum(count - 1, 1), 1.0) ** (count > 1))
    # Where the steadiest sources are lost, the rest may say next to nothing.
    enough = strength >= params.least_information * float((share / noise).sum())
    there = (count > 0) & enough & np.isfinite(times_s)
    middle, spread = robust_scale(np.where(there, mean, np.nan))
    if not spread > 0:
        reason = "the sources together do not vary"
        return no_trace(AROUSAL, len(times_s), REFUSED, reason), np.zeros(len(used))
    missing = np.where(np.isfinite(times_s), Missing.NO_SOURCE, Missing.NO_TIME)
    weight = (load / noise)[:, 0]
    trace = Trace(
        AROUSAL,
        np.where(there, (mean - middle) / spread, np.nan),
        np.where(there, error / spread, np.nan),
        UNIT,
        missing=np.where(there, Missing.NONE, missing).astype(np.uint8),
        source=", ".join(one.source.name for one in used),
    )
    return trace, weight / weight.sum()


def _rows(prepared, weights, times_s, params: AffectParams) -> tuple[SourceRow, ...]:
    share = iter(weights.tolist())
    timed = np.isfinite(times_s)
    rows = []
    for one in prepared:
        r, null = _agreement(one, prepared, times_s, params) if one.used else (np.nan, np.nan)
        own = np.isfinite(one.values) & timed
        rows.append(
            SourceRow(
                one.source.name,
                one.source.kind,
                one.used,
                one.lag.lag_s,
                one.lag.se_s,
                one.lag.origin,
                next(share, 0.0) if one.used else 0.0,
                one.slow_share if one.used else float("nan"),
                r,
                null,
                int(own.sum()),
                int((timed & ~own).sum()),
                one.note or _doubt(r, null),
            )
        )
    return tuple(rows)


def _doubt(r: float, null: float) -> str:
    if np.isfinite(r) and np.isfinite(null) and r <= null:
        return "it does not agree with the other sources above chance"
    return ""


def _agreement(one, prepared, times_s, params: AffectParams) -> tuple[float, float]:
    """Correlation with the mean of the other sources, and its 95th percentile by shifts."""
    others = [p for p in prepared if p.used and p is not one]
    if not others:
        return float("nan"), float("nan")
    stack = np.stack([p.values * p.slow_share for p in others])
    known = np.isfinite(stack)
    rest = np.where(known.any(axis=0), np.where(known, stack, 0.0).sum(axis=0), np.nan)
    r = correlation(one.values, rest)
    least = round(params.min_shift_s / frame_interval_s(times_s))
    shifts = circular_shifts(len(rest), least, params.lag_shifts, params.seed)
    null = [correlation(np.roll(one.values, int(k)), rest) for k in shifts]
    known_null = [v for v in null if np.isfinite(v)]
    return r, float(np.quantile(known_null, 0.95)) if known_null else float("nan")
