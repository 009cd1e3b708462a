"""Frame times: from the stream, from a rate, or given one by one."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ClockError

__all__ = ["check_times", "duration_of", "is_variable", "rate_of", "times_from_rate"]


def is_variable(times_s: np.ndarray, tick_s: float = 0.0) -> bool:
    """Whether the frame rate varies.

    An interval counts as different when it is off the median interval by more than
    1 %, and by more than one tick of the clock: rounding a constant rate to ticks
    makes intervals that differ by one (33 and 34 ms at 30 frames a second).

    Parameters
    ----------
    times_s : ndarray, shape (n,)
    tick_s : float
        Resolution of the clock, in seconds.
    """
    if len(times_s) < 3:
        return False
    intervals = np.diff(times_s)
    median = float(np.median(intervals))
    allowed = max(0.01 * median, 1.001 * tick_s, 1e-9 * float(times_s[-1] - times_s[0]))
    return bool(np.abs(intervals - median).max() > allowed)


def rate_of(times_s: np.ndarray, fallback: float | None = None) -> float | None:
    """Frames a second from the first and last time; `fallback` for a single frame."""
    if len(times_s) < 2:
        return fallback
    # Twelve digits: what is beyond is rounding, and 30.000000000000004 reads badly.
    return float(f"{(len(times_s) - 1) / (times_s[-1] - times_s[0]):.12g}")


def duration_of(times_s: np.ndarray, fps: float) -> float:
    """Seconds from the first frame to one frame interval after the last."""
    return float(f"{times_s[-1] - times_s[0] + 1 / fps:.12g}")


def times_from_rate(n_frames: int, fps: Any, source: str = "fps") -> np.ndarray:
    """Times of frames at a constant rate, from 0.

    Raises
    ------
    ClockError
        If the rate is not a positive finite number.
    """
    try:
        rate = float(fps)
    except (TypeError, ValueError):
        rate = float("nan")
    if not (np.isfinite(rate) and rate > 0):
        raise ClockError(
            f"{source} is not a frame rate.",
            expected="frames a second, a positive number",
            got=repr(fps),
        )
    return np.arange(n_frames, dtype=np.float64) / rate


def check_times(times_s: Any, n_frames: int) -> np.ndarray:
    """Given times as float64 (n_frames,), checked.

    Raises
    ------
    ClockError
        If there is not one finite time per frame, or they do not strictly increase.
    """
    try:
        times = np.asarray(times_s, dtype=np.float64)
    except (TypeError, ValueError):
        times = np.empty((0, 0))
    if times.shape != (n_frames,):
        raise ClockError(
            "There must be exactly one time per frame.",
            expected=f"{n_frames} times in seconds",
            got=f"{times.size} times" if times.ndim == 1 else "not a list of numbers",
        )
    if not np.isfinite(times).all():
        where = int(np.flatnonzero(~np.isfinite(times))[0])
        raise ClockError(f"The time of frame {where} is not a number.", got=str(times[where]))
    if (bad := np.flatnonzero(np.diff(times) <= 0)).size:
        k = int(bad[0])
        raise ClockError(
            "Frame times must strictly increase.",
            got=f"frame {k} at {times[k]:.6f} s, frame {k + 1} at {times[k + 1]:.6f} s",
        )
    return times
