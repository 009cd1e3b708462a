"""The running baseline if expressions outlast their trials or occur between them.

Both use only frames up to each one, and no names of events.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba import f8, types

from ...features._kernel.codegen import SOURCE_STAMP, jit
from .time_courses import SLOW_S

# Neutral, the training's mean, counts as a quarter of a second at the start.
_PRIOR_S = 0.25
# What a trial leaves is followed with this time constant; the baseline beneath a slow expression
# has one of so many of its time constants.
_FOLLOW_S, _TAUS = 0.5, 1.0
# An expression shows by itself where the mean over this time is above this; the baseline has to
# be made of so many seconds first, and what lasts longer is no expression.
_SEEN_S, _SHOWN, _SURE_S, _LONGEST_S = 0.3, 0.4, 0.5, 6.0


@lru_cache(maxsize=1)
def _fading_function() -> Any:
    """Compiled for one kind of arrays, when it is first needed."""
    stamp, follow_s = SOURCE_STAMP, _FOLLOW_S
    line, flags = f8[::1], types.boolean[::1]

    @jit(signature=f8[:, ::1](f8[:, ::1], line, flags, flags, line, line, f8, f8), on_disk=True)
    def fading(values, times_s, neutral, known, fall_s, tau_s, prior_s, step_s):  # pragma: no cover
        abs(stamp)  # see SOURCE_STAMP
        n, k = values.shape
        out = np.zeros((n, k))
        for j in range(k):
            total, weight, last, left = 0.0, 0.0, times_s[0], 0.0
            for i in range(n):
                if i > 0:
                    left *= np.exp(-(times_s[i] - times_s[i - 1]) / fall_s[j])
                if known[i] and neutral[i]:
                    keep = np.exp(-(times_s[i] - last) / tau_s[j])
                    weight = weight * keep + step_s
                    total = total * keep + (values[i, j] - left) * step_s
                    last = times_s[i]
                baseline = total / (weight + prior_s)
                if known[i] and not neutral[i]:
                    left += (values[i, j] - baseline - left) * min(step_s / follow_s, 1.0)
                out[i, j] = baseline
        return out

    return fading


def fading_baseline(
    values: np.ndarray,
    times_s: np.ndarray,
    neutral: np.ndarray,
    tau_s: float,
    fall_s: np.ndarray,
) -> np.ndarray:
    """The running baseline (n, k) beneath expressions that outlast what counts as neutral.

    What a trial leaves is followed until the frames after it count as neutral, and from
    then on expected to fade with the time constants `fall_s` (k,); neutral frames tell of
    the baseline what they show beyond that.  Where that is slow, the time constant is longer: what
    the frames say against the expected fading stays in the score.
    """
    if not len(values):
        return np.zeros_like(values)
    known = np.isfinite(values).all(axis=1)
    step_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    filled = np.ascontiguousarray(np.where(known[:, None], values, 0.0), np.float64)
    fall_s = np.array(fall_s, np.float64)
    taus_s = np.ascontiguousarray(baseline_tau_s(tau_s, fall_s), np.float64)
    times_s, neutral = np.array(times_s, np.float64), np.array(neutral, bool)
    return _fading_function()(filled, times_s, neutral, known, fall_s, taus_s, _PRIOR_S, step_s)


def baseline_tau_s(tau_s: float, fall_s: np.ndarray) -> np.ndarray:
    """Memory of the baseline beneath expressions that fade with these time constants, (k,)."""
    return np.where(fall_s > SLOW_S, np.maximum(tau_s, _TAUS * fall_s), tau_s)


@lru_cache(maxsize=1)
def _rest_function() -> Any:
    """Compiled for one kind of arrays, when it is first needed."""
    stamp, seen_s, limit, sure_s = SOURCE_STAMP, _SEEN_S, _SHOWN, _SURE_S
    longest_s, prior_s, flags = _LONGEST_S, _PRIOR_S, types.boolean[::1]

    @jit(signature=flags(f8[:, ::1], f8[::1], flags, f8, f8), on_disk=True)
    def rest(values, times_s, neutral, tau_s, step_s):  # pragma: no cover
        abs(stamp)  # see SOURCE_STAMP
        n, k = values.shape
        out = neutral.copy()
        total, above, weight = np.zeros(k), np.zeros(k), 0.0
        last, since, last_neutral = times_s[0], -1e300, times_s[0]
        showing = False
        for i in range(n):
            if not neutral[i]:
                showing = False
                above[:] = 0.0
                continue
            if times_s[i] - last_neutral > seen_s:
                above[:] = 0.0
            last_neutral = times_s[i]
            shown = False
            for j in range(k):
                deviation = values[i, j] - total[j] / (weight + prior_s)
                above[j] += (deviation - above[j]) * min(step_s / seen_s, 1.0)
                shown = shown or above[j] > limit
            if shown and weight > sure_s:
                if not showing:
                    showing, since = True, times_s[i]
                # What stays for longer is no expression but a new baseline.
                if times_s[i] - since < longest_s:
                    out[i] = False
                    continue
            else:
                showing = False
            keep = np.exp(-(times_s[i] - last) / tau_s)
            weight = weight * keep + step_s
            for j in range(k):
                total[j] = total[j] * keep + values[i, j] * step_s
            last = times_s[i]
        return out

    return rest


def at_rest(
    values: np.ndarray, times_s: np.ndarray, neutral: np.ndarray, tau_s: float
) -> np.ndarray:
    """Neutral frames (n,) in which no expression shows by itself, for a few seconds at most.

    An expression outside of events would be taken for the baseline, and the frames after
    it for less than neutral.
    """
    if not len(values) or not values.shape[1]:
        return neutral.copy()
    good = np.array(neutral & np.isfinite(values).all(axis=1), bool)
    step_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    filled = np.ascontiguousarray(np.where(good[:, None], values, 0.0), np.float64)
    times_s = np.array(times_s, np.float64)
    return _rest_function()(filled, times_s, good, float(tau_s), step_s)
