"""Summaries of traces in windows of time around each frame."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba import f4, f8, i8

from ...features._kernel.codegen import SOURCE_STAMP, jit

SUMMARIES = ("mean", "sd", "min", "max", "slope")
#: frame times are rounded to a container's tick
_TICK_S = 1e-5


def window_limits(
    times_s: np.ndarray, window_s: float, causal: bool
) -> tuple[np.ndarray, np.ndarray]:
    """First frame of each frame's window, and the one after its last.

    Parameters
    ----------
    times_s : (frames,) float64 array
        Ascending.
    window_s : float
    causal : bool
        Whether windows end with their frame; else they are centered on it.
    """
    if causal:
        first = np.searchsorted(times_s, times_s - window_s - _TICK_S, "left")
        return first, np.arange(1, len(times_s) + 1)
    half = window_s / 2 + _TICK_S
    first = np.searchsorted(times_s, times_s - half, "left")
    return first, np.searchsorted(times_s, times_s + half, "right")


def summarize(
    values: np.ndarray, times_s: np.ndarray, first: np.ndarray, stop: np.ndarray
) -> np.ndarray:
    """Mean, standard deviation, least, greatest value and slope of traces in windows.

    Parameters
    ----------
    values : (frames, k) float32 array
        Values that are NaN are left out.
    times_s : (frames,) float64 array
    first, stop : (n,) int arrays
        Of each window, in `values`.

    Returns
    -------
    (n, 5, k) float32 array
        In the order of `SUMMARIES`; the slope is per second.  NaN where a window has no value.
    """
    out = np.empty((len(first), len(SUMMARIES), values.shape[1]), np.float32)
    values = np.ascontiguousarray(values, np.float32)
    clock = np.ascontiguousarray(times_s, np.float64)
    _compiled()(values, clock, first.astype(np.int64), stop.astype(np.int64), out)
    return out


@lru_cache(maxsize=1)
def _compiled() -> Any:
    """Compiled for one kind of arrays, when it is first needed."""
    stamp = SOURCE_STAMP

    @jit(signature=(f4[:, ::1], f8[::1], i8[::1], i8[::1], f4[:, :, ::1]), on_disk=True)
    def summaries(values, times_s, first, stop, out):  # pragma: no cover
        abs(stamp)  # see SOURCE_STAMP
        k = values.shape[1]
        count, total = np.empty(k, np.float32), np.empty(k, np.float32)
        low, high = np.empty(k, np.float32), np.empty(k, np.float32)
        when, spread = np.empty(k, np.float32), np.empty(k, np.float32)
        squares, products = np.empty(k, np.float32), np.empty(k, np.float32)
        for i in range(len(first)):
            a, b = first[i], stop[i]
            middle = 0.5 * (times_s[a] + times_s[b - 1]) if b > a else 0.0
            for c in range(k):
                count[c] = total[c] = when[c] = np.float32(0)
                spread[c] = squares[c] = products[c] = np.float32(0)
                low[c], high[c] = np.float32(np.inf), np.float32(-np.inf)
            for j in range(a, b):
                t = np.float32(times_s[j] - middle)
                for c in range(k):
                    x = values[j, c]
                    good = x == x
                    v = x if good else np.float32(0)
                    count[c] += np.float32(1) if good else np.float32(0)
                    total[c] += v
                    when[c] += t if good else np.float32(0)
                    low[c] = min(low[c], x if good else np.float32(np.inf))
                    high[c] = max(high[c], x if good else np.float32(-np.inf))
            for c in range(k):
                total[c] = total[c] / count[c]
                when[c] = when[c] / count[c]
            for j in range(a, b):
                t = np.float32(times_s[j] - middle)
                for c in range(k):
                    x = values[j, c]
                    good = x == x
                    d = x - total[c] if good else np.float32(0)
                    u = t - when[c] if good else np.float32(0)
                    squares[c] += d * d
                    products[c] += d * u
                    spread[c] += u * u
            for c in range(k):
                some = count[c] > 0
                out[i, 0, c] = total[c]
                out[i, 1, c] = np.sqrt(squares[c] / count[c])
                out[i, 2, c] = low[c] if some else np.float32(np.nan)
                out[i, 3, c] = high[c] if some else np.float32(np.nan)
                level = np.float32(0) if some else np.float32(np.nan)
                out[i, 4, c] = products[c] / spread[c] if spread[c] > 0 else level

    return summaries
