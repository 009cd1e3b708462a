"""The pupil: a Gaussian fitted to the dark pixels of a region, as in `facemap/pupil.py`.

A pixel's weight is how far it is below the region's saturation. Five times, the mean and covariance
of the weights are computed and pixels farther than sigma * sqrt(2) standard deviations are dropped.
The pupil's edge is the ellipse at sigma standard deviations.

NaN replaces numbers of Facemap without a meaning: for an eye without a dark pixel (Facemap: an area
of 0.01 pi sigma², in the corner), and for frames that cannot be decoded. Facemap's hand-drawn
reflections are not supported.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd
from numba import types

from ..features._kernel.codegen import SOURCE_STAMP, jit

MOMENTS = 5
"""Outputs of `fit_moments`: mean y and x, variance of y, covariance, variance of x."""

_ROUNDS = 5
_WINDOW = 30
_STAMP = crc32(Path(__file__).read_bytes(), SOURCE_STAMP)


def darkness(saturation: float, gray: np.ndarray | None) -> np.ndarray:
    """How far the gray of each raw value is below a saturation: (256,) of float64.

    Parameters
    ----------
    saturation : float
        Gray level.
    gray : ndarray (256,) of uint8, or None
        Gray of a raw value; None if they are the same.
    """
    levels = np.arange(256) if gray is None else np.asarray(gray)
    return np.maximum(0.0, saturation - levels.astype(np.float64))


def fit_moments(
    patch: np.ndarray, table: np.ndarray, inside: np.ndarray, sigma: float, out: np.ndarray
) -> None:
    """Fit the Gaussian of one frame.

    Parameters
    ----------
    patch : ndarray (y, x) of uint8
        Raw values of the region's box.
    table : ndarray (256,) of float64
        From `darkness`.
    inside : ndarray (y, x) of bool
        The pixels of the region.
    sigma : float
        Standard deviations from the center to the edge.
    out : ndarray (5,) of float64
        Receives `MOMENTS`, in pixels from the box's first row and column; NaN if no pixel
        is dark.
    """
    weights = table[patch]
    weights *= inside
    _compiled()(weights, float(sigma), out)


@jit(inlined=True)
def _moments_of(weights, out):
    """Weighted mean and covariance; False if all weights are 0."""
    total, at_y, at_x = 0.0, 0.0, 0.0
    for y in range(weights.shape[0]):
        for x in range(weights.shape[1]):
            w = weights[y, x]
            total += w
            at_y += w * y
            at_x += w * x
    if total <= 0:
        out[:] = np.nan
        return False
    at_y /= total
    at_x /= total
    yy, yx, xx = 0.0, 0.0, 0.0
    for y in range(weights.shape[0]):
        for x in range(weights.shape[1]):
            w = weights[y, x]
            yy += w * (y - at_y) * (y - at_y)
            yx += w * (y - at_y) * (x - at_x)
            xx += w * (x - at_x) * (x - at_x)
    # As in Facemap, 0.01 gives a pupil of one pixel a width.
    out[0], out[1] = at_y, at_x
    out[2], out[3], out[4] = yy / total + 0.01, yx / total, xx / total + 0.01
    return True


@jit(inlined=True)
def _drop_far(weights, found, most):
    """Set the weight of pixels to 0 whose squared distance, in variances, is above `most`."""
    determinant = found[2] * found[4] - found[3] * found[3]
    for y in range(weights.shape[0]):
        for x in range(weights.shape[1]):
            dy, dx = y - found[0], x - found[1]
            apart = found[4] * dy * dy - 2 * found[3] * dy * dx + found[2] * dx * dx
            if apart > most * determinant:
                weights[y, x] = 0.0


@lru_cache(maxsize=1)
def _compiled():
    f8, stamp = types.float64, _STAMP

    @jit(signature=types.void(f8[:, ::1], f8, f8[::1]), on_disk=True)
    def fit(weights, sigma, out):
        abs(stamp)  # see SOURCE_STAMP
        there = _moments_of(weights, out)
        for _ in range(_ROUNDS):
            if there:
                _drop_far(weights, out, 2 * sigma * sigma)
                there = _moments_of(weights, out)

    return fit


def ellipses_of(moments: np.ndarray, sigma: float) -> tuple[np.ndarray, ...]:
    """Area, center and axes of the ellipses at sigma standard deviations.

    Parameters
    ----------
    moments : ndarray (frames, 5)
        From `fit_moments`.
    sigma : float

    Returns
    -------
    area : (frames,) array
        Pixels.
    com : (frames, 2) array
        Center (y, x).
    axlen : (frames, 2) array
        Squares of the half axes; the longer one at most four times the shorter.
    axdir : (frames, 2, 2) array
        Directions of the axes, in columns.
    """
    n = len(moments)
    axlen, axdir = np.full((n, 2), np.nan), np.full((n, 2, 2), np.nan)
    known = np.isfinite(moments).all(axis=1)
    covariance = moments[known][:, [2, 3, 3, 4]].reshape(-1, 2, 2) * sigma**2
    values, vectors = np.linalg.eig(covariance)
    values = np.real(values)
    least = values.min(axis=1, keepdims=True)
    axlen[known] = (least * np.minimum(4, values / least))[:, ::-1]
    axdir[known] = np.real(vectors)[:, :, ::-1]
    return np.pi * np.sqrt(axlen.prod(axis=1)), moments[:, :2].copy(), axlen, axdir


def smooth(trace: np.ndarray, window: int = _WINDOW) -> np.ndarray:
    """Replace outliers of a trace by its running median, and fill gaps.

    As in Facemap, an outlier differs from the median of 30 frames by more than half of the trace's
    standard deviation. At the movie's ends the median is over the existing frames (Facemap uses
    zeros for the others).

    Parameters
    ----------
    trace : (frames,) array
        NaN where undefined.
    window : int
        Frames.

    Returns
    -------
    (frames,) array
        NaN everywhere if the trace is.
    """
    trace = np.array(trace, np.float64)
    known = np.isfinite(trace)
    if not known.any():
        return trace
    # backwards, the frames from 14 before to 15 after, as Facemap's shifts give them
    rolling = pd.Series(trace[::-1]).rolling(window, center=True, min_periods=1)
    median = rolling.median().to_numpy()[::-1].copy()
    both = known & np.isfinite(median)
    gone = ~both
    median[gone] = np.interp(np.flatnonzero(gone), np.flatnonzero(both), median[both])
    trace[gone] = median[gone]
    outlier = np.abs(trace - median) > trace.std() / 2
    trace[outlier] = median[outlier]
    return trace
