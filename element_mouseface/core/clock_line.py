"""The best straight line from a movie's own times to another clock's, and what is left over."""

from __future__ import annotations

import numpy as np

__all__ = ["best_line"]


def best_line(movie_s: np.ndarray, times_s: np.ndarray) -> tuple[float, np.ndarray]:
    """Fit times on a clock by the movie's own, by least squares.

    Parameters
    ----------
    movie_s : (frames,) array
        Frame times on the movie's own clock, seconds.
    times_s : (frames,) array
        On the other clock, seconds; NaN for a frame that it lacks.

    Returns
    -------
    slope : float
        Seconds of the clock for one of the movie's; NaN with fewer than two known times.
    left_s : (frames,) float64 array
        Distance of each time from the line; NaN where there is no time, or no line.
    """
    movie_s, times_s = np.asarray(movie_s, np.float64), np.asarray(times_s, np.float64)
    known = np.isfinite(times_s)
    left_s = np.full(len(times_s), np.nan)
    if known.sum() < 2:
        return float("nan"), left_s
    x, y = movie_s[known], times_s[known]
    around = x - x.mean()
    slope = float(np.dot(around, y - y.mean()) / np.dot(around, around))
    left_s[known] = y - y.mean() - slope * around
    return slope, left_s
