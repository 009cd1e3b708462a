"""Clock methods by frame number: times, a rate, a line."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ...errors import ClockError
from .checks import increasing, is_finite
from .clock_fit import described
from .clock_times import ClockTimes
from .drift import times_in_holes


def times_of_frames(
    given_s: np.ndarray, movie_s: np.ndarray, *, source: str = "times"
) -> ClockTimes:
    """One given time for each frame, exact.

    Parameters
    ----------
    given_s : (frames,) array
        Times in seconds, increasing, on the clock of the experiment.
    movie_s : (frames,) array
        Frame times on the movie's own clock.
    source : str
        Name of the file.

    Raises
    ------
    ClockError
        If there are more or fewer times than frames, or they do not increase.
    """
    given_s = increasing(given_s, "times")
    if len(given_s) != len(movie_s):
        raise ClockError(
            "There is not one time for each frame.",
            expected=f"{len(movie_s)} times",
            got=f"{len(given_s)} times in {source}",
            do="if frames were dropped or duplicated, use the method 'edges'",
        )
    return described(given_s, movie_s, "times", source, dropped_s=times_in_holes(given_s))


def rate_times(
    movie_s: np.ndarray,
    rate_hz: float,
    start_s: float,
    *,
    method: str = "rate",
    source: str = "rate",
) -> ClockTimes:
    """Frame times at a constant rate from a given start.

    Parameters
    ----------
    movie_s : (frames,) array
        Frame times on the movie's own clock.
    rate_hz : float
        Frames per second.
    start_s : float
        Time of the first frame, in seconds on the clock of the experiment.
    method, source : str
        As in `ClockTimes`.

    Raises
    ------
    ClockError
        If the rate is not a positive number.
    """
    if not (is_finite(rate_hz) and rate_hz > 0):
        raise ClockError(
            "The frame rate is not a positive number.",
            expected="frames per second, such as 30",
            got=repr(rate_hz),
            do="give the rate at which the camera was triggered, in frames per second",
        )
    times_s = float(start_s) + np.arange(len(movie_s)) / float(rate_hz)
    found = {"rate_hz": float(rate_hz)}
    return described(times_s, movie_s, method, source, found=found)


def line_times(movie_s: np.ndarray, start_s: float, stop_s: float) -> ClockTimes:
    """A line through the first frame's and the last frame's times.

    Parameters
    ----------
    movie_s : (frames,) array
        Frame times on the movie's own clock.
    start_s, stop_s : float
        Times of the first and of the last frame, when each begins.

    Raises
    ------
    ClockError
        If the last is not after the first, or there is one frame only.
    """
    movie_s = np.asarray(movie_s, dtype=np.float64)
    if not stop_s > start_s or len(movie_s) < 2:
        raise ClockError(
            "There is no line through the first and the last frame.",
            expected="two frames at least, and stop_s after start_s",
            got=f"{len(movie_s)} frames from {start_s:g} to {stop_s:g} s",
            do="give when the first and the last frame begin; for one frame use the method 'rate'",
        )
    slope = (stop_s - start_s) / (movie_s[-1] - movie_s[0])
    times_s = start_s + slope * (movie_s - movie_s[0])
    times_s[-1] = stop_s
    found = described(times_s, movie_s, "line", "line")
    # two points give no residual
    return replace(found, residual_s=float("nan"), residual_max_s=float("nan"))
