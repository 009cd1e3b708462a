"""Scales of a session: robust center and spread, and smoothing that lets gaps be gaps."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter1d

_MAD = 1.4826  # to a standard deviation, of a normal distribution


def robust_scale(values: np.ndarray) -> tuple[float, float]:
    """Median, and 1.4826 times the median absolute deviation, of what is finite.

    Where more than half of the values are the same, the spread is that of quartiles, or the
    standard deviation; 0 if nothing varies.
    """
    good = values[np.isfinite(values)]
    if not len(good):
        return float("nan"), float("nan")
    middle = float(np.median(good))
    spread = _MAD * float(np.median(np.abs(good - middle)))
    if spread <= 1e-12 * max(abs(middle), 1.0):
        spread = float(np.subtract(*np.percentile(good, [75, 25]))) / 1.349
    if spread <= 1e-12 * max(abs(middle), 1.0):
        spread = float(good.std())
    return middle, spread if spread > 1e-12 * max(abs(middle), 1.0) else 0.0


def session_units(values: np.ndarray) -> np.ndarray:
    """Values against the session's own median, in its own robust standard deviations.

    Nothing is learned: any trace, a rating or a planted truth, is put on this scale by itself.
    NaN everywhere if nothing varies.
    """
    values = np.asarray(values, np.float64)
    middle, spread = robust_scale(values)
    return (values - middle) / spread if spread > 0 else np.full(values.shape, np.nan)


def frame_interval_s(times_s: np.ndarray) -> float:
    """The median time between frames with a time."""
    known = times_s[np.isfinite(times_s)]
    return float(np.median(np.diff(known))) if len(known) > 1 else 1.0


def smoothed(values: np.ndarray, sd_frames: float) -> np.ndarray:
    """Gaussian mean of what is finite around each frame; NaN stays where a value is NaN."""
    good = np.isfinite(values)
    if sd_frames <= 0 or not good.any():
        return np.where(good, values, np.nan)
    total = gaussian_filter1d(np.where(good, values, 0.0), sd_frames, mode="constant")
    weight = gaussian_filter1d(good.astype(np.float64), sd_frames, mode="constant")
    return np.where(good, total / np.maximum(weight, 1e-12), np.nan)


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson's, where both are finite; NaN if either does not vary."""
    both = np.isfinite(x) & np.isfinite(y)
    a, b = x[both], y[both]
    if len(a) < 3 or not (np.ptp(a) > 0 and np.ptp(b) > 0):
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def circular_shifts(n: int, least: int, count: int, seed: int) -> np.ndarray:
    """At most `count` shifts in time of at least `least` frames, drawn without repeats."""
    choices = np.arange(least, n - least + 1)
    if not len(choices):
        return np.empty(0, np.int64)
    return np.random.default_rng(seed).permutation(choices)[:count]
