"""Clock fit: drift and residual of frame times against the movie's own times."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...errors import ClockError
from .clock_times import ClockTimes
from .drift import best_line

#: methods that count frames from the first
_COUNTING = ("rate", "prairie_view")
#: Drift above which there is a note (parts per million).
NOTED_DRIFT_PPM = 10_000
#: Times this many times faster than the movie's are milliseconds or samples, not seconds.
#: There is no limit below: images have a made-up rate, often 1 a second.
NO_SECONDS = 100


def described(
    times_s: np.ndarray, movie_s: np.ndarray, method: str, source: str, **more: Any
) -> ClockTimes:
    """Times with drift and residual against the best line through the movie's own.

    Parameters
    ----------
    times_s, movie_s : (frames,) arrays
        Seconds on the clock, NaN for a frame without; and on the movie's own.
    method, source : str
        As in `ClockTimes`.
    **more
        Further attributes of `ClockTimes`: what the method found.

    Raises
    ------
    ClockError
        If the times cannot be in seconds.
    """
    slope, left_s = best_line(movie_s, times_s)
    drift_ppm = residual_s = residual_max_s = float("nan")
    notes: tuple[str, ...] = ()
    if math.isfinite(slope):
        if slope > NO_SECONDS:
            raise not_seconds(slope, times_s, movie_s, source)
        known = np.isfinite(times_s)
        y, distance = times_s[known], left_s[known]
        drift_ppm = (slope - 1) * 1e6
        residual_s = float(np.sqrt(np.mean(distance**2)))
        residual_max_s = float(np.abs(distance).max())
        notes = _notes(method, slope, residual_max_s, step_s=float(np.median(np.diff(y))))
    return ClockTimes(
        times_s, method, source, drift_ppm, residual_s, residual_max_s, notes=notes, **more
    )


def _notes(method: str, slope: float, residual_max_s: float, step_s: float) -> tuple[str, ...]:
    """Notes on the slope and the distance from the line."""
    notes = []
    if abs((slope - 1) * 1e6) > NOTED_DRIFT_PPM:
        notes.append(f"the clock runs at {slope:.4g} times the movie's own: check rate and units")
    if residual_max_s > 0.5 * step_s:
        # frames are counted by a rate, so one that is missing moves all that follow
        counted = "frames may be missing, which a rate cannot know; " * (method in _COUNTING)
        notes.append(
            f"frame times differ from a line through the movie's own by up to "
            f"{residual_max_s:.3g} s, over half a frame: {counted}the movie's timestamps are "
            f"not those of its frames, or the times are of other frames"
        )
    return tuple(notes)


def not_seconds(slope: float, times_s: np.ndarray, movie_s: np.ndarray, source: str) -> ClockError:
    """The error for times of which one frame lasts `slope` times as long as in the movie."""
    own, found = np.ptp(movie_s), np.nanmax(times_s) - np.nanmin(times_s)
    return ClockError(
        "The frames' times cannot be in seconds.",
        expected=f"about the movie's own {own:.3f} s from the first frame to the last",
        got=f"{found:.3f} from {source}; one frame lasts {slope:.4g} times as long",
        do="give their unit (unit='ms', --clock-unit ms; us, ns), or divide milliseconds by 1000 "
        "and sample numbers by the sampling rate",
    )
