"""Frame times of a movie: from the stream, from a rate, or from a list."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ClockError

#: Times this many times slower than the movie's own are milliseconds or nanoseconds, not seconds.
NO_SECONDS = 100
#: and a rate this far from the movie's own is worth a sentence
_NOTED = 0.01

#: a frame in eleven days, and ten million per second: beyond, times are not distinct
_SLOWEST_HZ, _FASTEST_HZ = 1e-6, 1e7


def is_variable(times_s: np.ndarray, tick_s: float = 0.0) -> bool:
    """Whether the frame rate varies.

    An interval counts as different when it is off the median interval by more than
    1 %, and by more than one tick of the clock: rounding a constant rate to ticks
    makes intervals that differ by one (33 and 34 ms at 30 frames per second).

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
    """Frames per second from the first and last time; `fallback` for a single frame."""
    if len(times_s) < 2:
        return fallback
    # Twelve digits: what is beyond is rounding, and 30.000000000000004 reads badly.
    return float(f"{(len(times_s) - 1) / (times_s[-1] - times_s[0]):.12g}")


def duration_of(times_s: np.ndarray, fps: float) -> float:
    """Seconds from the first frame to one frame interval after the last."""
    return float(f"{times_s[-1] - times_s[0] + 1 / fps:.12g}")


def times_from_rate(n_frames: int, fps: Any) -> np.ndarray:
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
    if not _SLOWEST_HZ <= rate <= _FASTEST_HZ:
        raise ClockError(
            "fps is not a frame rate.",
            expected=f"frames per second, a positive number from {_SLOWEST_HZ:g} to "
            f"{_FASTEST_HZ:g}",
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


def against_own(times_s: np.ndarray, own_span_s: float | None, *, trusted: bool) -> tuple[str, ...]:
    """Hold given times against the movie's own clock.

    Parameters
    ----------
    times_s : ndarray, shape (n,)
        As they were given.
    own_span_s : float or None
        Seconds from the first frame to the last on the movie's own clock, if it has one.
    trusted : bool
        Whether the unit of the times was stated, so that they are taken as they are.

    Returns
    -------
    tuple of str
        A note, where the two clocks differ by more than 1 %.

    Raises
    ------
    ClockError
        If the times cannot be in seconds and no unit was stated.
    """
    if not own_span_s or len(times_s) < 2:
        return ()
    span_s = float(times_s[-1] - times_s[0])
    ratio = span_s / own_span_s
    if ratio > NO_SECONDS and not trusted:
        raise ClockError(
            "The frames' times cannot be in seconds.",
            expected=f"about the movie's own {own_span_s:.3f} from the first frame to the last",
            got=f"{span_s:.6g}: one frame lasts {ratio:.4g} times as long",
            do="give their unit: --times-unit ms (or us, ns); in Python read_times(path, "
            "unit='ms'), or trust_times=True (--times-unit s) if the movie is a time lapse",
        )
    if abs(ratio - 1) > _NOTED:
        return (f"the given times run at {ratio:.4g} times the movie's own clock",)
    return ()
