"""Lags of sources of arousal, estimated within the session: by halves that must agree.

The lag of a source is where its fast changes correlate best with those of the movements, which
have lag 0.  It is believed only if both halves of the recording, each without the other, give
nearly the same lag, inside of what is looked for, and the correlation at the lag of one half is in
the other half above what shifts in time give.  Otherwise the lag is taken as 0, and this is told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .params import AffectParams
from .scaling import circular_shifts, correlation

NO_REFERENCE = "taken as 0: there is no movement to compare with"
NOT_SEEN = "taken as 0: no lag correlates above chance in both halves"
UNSURE = "taken as 0: the halves of the recording give different lags"
AT_EDGE = "taken as 0: the correlation rises up to the largest lag that is looked for"
TOO_SHORT = "taken as 0: the recording is too short to estimate it"


@dataclass(frozen=True)
class SourceLag:
    """The lag of a source, its standard error (NaN if it was not estimated), and its origin."""

    lag_s: float
    se_s: float
    origin: str


def lagged(values: np.ndarray, lag_s: float, times_s: np.ndarray) -> np.ndarray:
    """What a source that follows by `lag_s` says of each frame; NaN beyond its ends and in gaps."""
    if lag_s == 0:
        return values.copy()
    timed = np.isfinite(times_s)
    out = np.full(len(values), np.nan)
    at = times_s[timed] + lag_s
    known, own = times_s[timed], values[timed]
    if len(known) < 2:
        return out
    right = np.clip(np.searchsorted(known, at, side="right"), 1, len(known) - 1)
    before, after = known[right - 1], known[right]
    share = (at - before) / np.maximum(after - before, 1e-12)
    inside = (at >= known[0]) & (at <= known[-1])
    # A value next to a gap is one only where the frame itself is wanted.
    mixed = np.where(
        share <= 1e-9, own[right - 1], np.where(share >= 1 - 1e-9, own[right],
        own[right - 1] * (1 - share) + own[right] * share),
    )  # fmt: skip
    out[timed] = np.where(inside, mixed, np.nan)
    return out


def estimate_lag(
    values: np.ndarray,
    reference: np.ndarray,
    times_s: np.ndarray,
    interval_s: float,
    params: AffectParams,
) -> SourceLag:
    """The lag of a source behind a reference, both smoothed and of the same frames."""
    n = int(np.isfinite(times_s).sum())
    least = round(params.min_shift_s / interval_s)
    if n // 2 < 4 * least or params.max_lag_s == 0:
        return SourceLag(0.0, np.nan, TOO_SHORT)
    steps = np.arange(-params.max_lag_s, params.max_lag_s + 1e-9, max(interval_s, 0.05))
    half = len(values) // 2
    halves = (slice(0, half), slice(half, len(values)))
    shifted = {step: lagged(values, float(step), times_s) for step in steps.tolist()}
    found, sure = [], True
    for own, other in (halves, halves[::-1]):
        r = np.array([correlation(one[own], reference[own]) for one in shifted.values()])
        if not np.isfinite(r).any():
            return SourceLag(0.0, np.nan, NOT_SEEN)
        best = float(steps[int(np.nanargmax(r))])
        found.append(best)
        there = lagged(values, best, times_s)[other]
        seen = correlation(there, reference[other])
        shifts = circular_shifts(len(there), least, params.lag_shifts, params.seed)
        null = [correlation(np.roll(there, int(k)), reference[other]) for k in shifts]
        sure &= bool(np.isfinite(seen) and len(null) and seen > np.nanquantile(null, 0.95))
    if max(map(abs, found)) > params.max_lag_s - 1.5 * max(interval_s, 0.05):
        return SourceLag(0.0, np.nan, AT_EDGE)
    if not sure:
        return SourceLag(0.0, np.nan, NOT_SEEN)
    if abs(found[0] - found[1]) > params.lag_tolerance_s:
        return SourceLag(0.0, np.nan, UNSURE)
    return SourceLag(float(np.mean(found)), abs(found[0] - found[1]) / 2, "estimated")
