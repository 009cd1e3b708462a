"""Drift: the best line through the movie's own times, and gaps of whole frames."""

from __future__ import annotations

import numpy as np

#: a step is a gap if it is so near a whole number of usual steps, two or more
_NEAR = 0.25
_MOST_MISSING = 10_000_000


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


def numbers_left_out(first: int, stop: int, taken: np.ndarray) -> np.ndarray:
    """The numbers from `first` to before `stop` that are not taken, in order.

    Parameters
    ----------
    first, stop : int
    taken : (n,) int64 array
        In any order, also with others.

    Returns
    -------
    (m,) int64 array
    """
    free = np.ones(max(stop - first, 0), dtype=bool)
    free[taken[(taken >= first) & (taken < stop)] - first] = False
    return first + np.flatnonzero(free)


def times_in_holes(times_s: np.ndarray) -> np.ndarray:
    """Times of missing frames: gaps of a whole number of intervals.

    Parameters
    ----------
    times_s : (frames,) array
        Increasing, seconds; NaN is left out.

    Returns
    -------
    (n,) float64 array
        Evenly spaced in each gap.  Steps that are no whole number of usual ones (to a
        quarter) say nothing: the camera's rate varies.  None where there would be over ten
        million: a time is wrong, or the camera rested for days.
    """
    known = np.asarray(times_s, np.float64)
    known = known[np.isfinite(known)]
    if len(known) < 3:
        return np.empty(0)
    steps = np.diff(known)
    length = steps / np.median(steps)
    whole = np.rint(length)
    holes = np.flatnonzero((length >= 2 - _NEAR) & (np.abs(length - whole) <= _NEAR))
    if length[holes].sum() > _MOST_MISSING:
        return np.empty(0)
    found = [known[k] + steps[k] * np.arange(1, whole[k]) / whole[k] for k in holes]
    return np.concatenate(found) if found else np.empty(0)
