"""Running: the shift of a surface from frame to frame, by phase correlation.

Facemap 1.0.8 intends to do the same, but discards the Fourier transforms (`fft2(X[t])` is not
assigned in `facemap/running.py`), so that its numbers are not shifts. This module uses OpenCV's
phase correlation, to a fraction of a pixel.
"""

from __future__ import annotations

import cv2
import numpy as np

LEAST_PX = 16
"""Height and width of the smallest region in which a shift can be measured."""

LARGEST = 0.4
"""Largest accepted shift, as a share of the region, as in Facemap."""

#: Least correlation of the overlap of the two frames, after undoing the shift.  The height of
#: the peak is no criterion: in small regions that of unrelated pictures is as high.
_LEAST_R = 0.5


def taper(height: int, width: int) -> np.ndarray:
    """Weights that taper a region at its edges: (y, x) of float32."""
    return cv2.createHanningWindow((width, height), cv2.CV_32F)


def shift_between(
    before: np.ndarray, after: np.ndarray, weights: np.ndarray
) -> tuple[float, float]:
    """The shift of the picture, down and to the right.

    Parameters
    ----------
    before, after : ndarray (y, x) of uint8
        The region in two frames.
    weights : ndarray (y, x) of float32
        From `taper`.

    Returns
    -------
    (float, float)
        Pixels (y, x); NaN if the region has no texture, the two frames have too little in common,
        or the shift is more than `LARGEST` of the region.
    """
    then = np.ascontiguousarray(before, np.float32)
    now = np.ascontiguousarray(after, np.float32)
    if np.ptp(then) == 0 or np.ptp(now) == 0:
        return float("nan"), float("nan")
    if np.array_equal(then, now):
        return 0.0, 0.0
    (x, y), _ = cv2.phaseCorrelate(then - then.mean(), now - now.mean(), weights)
    height, width = weights.shape
    if abs(y) > LARGEST * height or abs(x) > LARGEST * width:
        return float("nan"), float("nan")
    if not _agree(then, now, round(y), round(x)):
        return float("nan"), float("nan")
    return y, x


def _agree(before: np.ndarray, after: np.ndarray, y: int, x: int) -> bool:
    """Whether two frames are similar after shifting the first by whole pixels."""
    height, width = before.shape
    then = before[max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)]
    now = after[max(0, y) : height + min(0, y), max(0, x) : width + min(0, x)]
    then, now = then - then.mean(), now - now.mean()
    scale = float(np.sqrt((then**2).sum() * (now**2).sum()))
    return scale > 0 and float((then * now).sum()) >= _LEAST_R * scale
