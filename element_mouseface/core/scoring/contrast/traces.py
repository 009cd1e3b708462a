"""Traces from raw scores: running baseline, and smoothing with a noise estimate.

Neither looks further ahead than `look_ahead_s`: the baseline of a frame is made
of neutral frames up to it, and stands still during a trial.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba import f8, types
from scipy.linalg import solve, toeplitz

from ...features._kernel.codegen import SOURCE_STAMP, jit
from .folds import FoldPlan
from .params import ContrastParams

_PRIOR_S = 0.25
# What a session's expressions are taken for: their mean square, and how long they last.  The
# power is a tenth of what it is: frames that the filter was made from show less noise than
# others do.
_SIGNAL_POWER, _SIGNAL_S = 0.01, 0.8
_NOISE_TAPER_S = 0.3
_MOST_TAPS = 240

Kernel = tuple[np.ndarray, np.ndarray]
"""Lags in seconds (n,), ascending, and weights (k, n) that add up to 1."""


@lru_cache(maxsize=1)
def _baseline_function() -> Any:
    """Compiled for one kind of arrays, when it is first needed."""
    stamp = SOURCE_STAMP
    times, flags = f8[::1], types.boolean[::1]

    @jit(signature=f8[:, ::1](f8[:, ::1], times, flags, f8, f8, f8), on_disk=True)
    def baseline(values, times_s, neutral, tau_s, prior_s, step_s):  # pragma: no cover
        abs(stamp)  # see SOURCE_STAMP
        n, k = values.shape
        out = np.zeros((n, k))
        total, weight, last = np.zeros(k), 0.0, times_s[0]
        for i in range(n):
            if neutral[i]:
                keep = np.exp(-(times_s[i] - last) / tau_s)
                weight = weight * keep + step_s
                for j in range(k):
                    total[j] = total[j] * keep + values[i, j] * step_s
                last = times_s[i]
            for j in range(k):
                out[i, j] = total[j] / (weight + prior_s)
        return out

    return baseline


def running_baseline(
    values: np.ndarray, times_s: np.ndarray, neutral: np.ndarray, tau_s: float
) -> np.ndarray:
    """Mean of the neutral frames so far, recent ones more; (n, k) float64.

    It begins at 0, the training's neutral, worth a quarter of a second.
    """
    if not len(values):
        return np.zeros_like(values)
    good = neutral & np.isfinite(values).all(axis=1)
    step_s = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    filled = np.ascontiguousarray(np.where(good[:, None], values, 0.0))
    times_s, good = np.array(times_s, np.float64), np.array(good, bool)
    return _baseline_function()(filled, times_s, good, tau_s, _PRIOR_S, step_s)


def fit_kernel(
    scores: np.ndarray, rows: np.ndarray, plan: FoldPlan, params: ContrastParams
) -> Kernel:
    """Smoothing weights from the noise of neutral training frames.

    The least-squares (Wiener) weights for an expression that lasts about 0.8 s,
    in the noise whose autocovariance the neutral frames have.

    Parameters
    ----------
    scores : (n, k) array
        Raw scores of training frames.
    rows : (n,) int array
        Their frame numbers, sorted.
    plan : FoldPlan
    params : ContrastParams
    """
    dt, k = plan.interval_s, scores.shape[1]
    if not params.uses("smoothing"):
        return np.zeros(1), np.ones((k, 1))
    tiny = 1e-6 * dt
    step = dt * max(1, int(np.ceil((params.look_back_s + params.look_ahead_s) / dt / _MOST_TAPS)))
    back = int((params.look_back_s + tiny) / step)
    ahead = int((params.look_ahead_s + tiny) / step)
    lags = np.arange(-back, ahead + 1) * step
    distance = np.arange(len(lags)) * step
    weights = np.zeros((k, len(lags)))
    wanted = _SIGNAL_POWER * np.exp(-np.abs(lags) / _SIGNAL_S)
    signal = _SIGNAL_POWER * np.exp(-distance / _SIGNAL_S)
    for j in range(k):
        noise = _autocovariance(scores[:, j], rows, plan, distance)
        system = signal + noise * np.exp(-distance / _NOISE_TAPER_S)
        system[0] += 1e-6
        weights[j] = solve(toeplitz(system), wanted, assume_a="sym")
        total = weights[j].sum()
        weights[j] = weights[j] / total if total > 0.05 else (lags == 0)
    return lags, weights


def _autocovariance(values, rows, plan: FoldPlan, distance: np.ndarray) -> np.ndarray:
    """At these time lags, from neutral training frames, which may be subsampled."""
    good = plan.neutral[rows] & np.isfinite(values)
    if good.sum() < 10:
        return np.zeros(len(distance))
    centered = np.where(good, values - values[good].mean(), 0.0)
    times = plan.times_s[rows]
    spacing = float(np.median(np.diff(times)))
    count = min(int(np.ceil(distance[-1] / spacing)) + 3, len(rows) - 1)
    seen = np.zeros(count)
    for lag in range(count):
        ahead, here = slice(lag, None), slice(0, len(rows) - lag)
        pair = good[here] & good[ahead]
        pair &= np.abs(times[ahead] - times[here] - lag * spacing) < 0.5 * spacing + 1e-9
        if pair.any():
            seen[lag] = np.mean(centered[here][pair] * centered[ahead][pair])
    # White noise of single frames shows at lag 0 only.
    at_zero = min(max(2 * seen[1] - seen[2], seen[1]), seen[0]) if count > 2 else seen[0]
    smooth = np.interp(distance, np.arange(count) * spacing, np.r_[at_zero, seen[1:]])
    smooth[0] = seen[0]
    return smooth


def smoothed(values: np.ndarray, times_s: np.ndarray, kernel: Kernel) -> np.ndarray:
    """Weighted means over the kernel's lags on the frames' own times; NaN stays out of them.

    Parameters
    ----------
    values : (n, k) array
    times_s : (n,) array
    kernel : Kernel
    """
    lags, weights = kernel
    if len(lags) == 1:
        return values.copy()
    dt = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    slack = 1e-3 * dt
    back, ahead = (int(np.ceil(abs(lags[i]) / dt + 1e-6)) for i in (0, -1))
    good = np.isfinite(values)
    filled = np.where(good, values, 0.0)
    total, weight = np.zeros(values.shape), np.zeros(values.shape)
    n = len(values)
    # no farther than a stretch shorter than the kernel is long, such as the first frames
    for offset in range(-min(back, n - 1), min(ahead, n - 1) + 1):
        here = slice(max(0, -offset), min(n, n - offset))
        there = slice(max(0, offset), min(n, n + offset))
        lag = times_s[there] - times_s[here]
        inside = (lag >= lags[0] - slack) & (lag <= lags[-1] + slack)
        for j in range(values.shape[1]):
            w: Any = np.where(inside, np.interp(lag, lags, weights[j]), 0.0) * good[there, j]
            total[here, j] += w * filled[there, j]
            weight[here, j] += w
    with np.errstate(invalid="ignore", divide="ignore"):
        out = total / weight
    enough = np.abs(weight) > 0.3 * _full(weights, lags, dt)
    return np.where(good & enough, out, np.where(good, values, np.nan))


def _full(weights: np.ndarray, lags: np.ndarray, dt: float) -> np.ndarray:
    """About what the weights of all frames add up to: the kernel may be coarser than the frames."""
    step = float(lags[1] - lags[0])
    return np.maximum(step / dt, 1.0) * np.ones(weights.shape[0])
