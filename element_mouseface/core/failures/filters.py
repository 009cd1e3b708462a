"""Filters of a picture before the extraction: sharpening and contrast stretching."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from .params import FailureParams

Filter = Callable[[np.ndarray], np.ndarray]
NONE, SHARPEN, STRETCH, BOTH = "none", "sharpen", "stretch", "sharpen and stretch"
REMEDIES = (SHARPEN, STRETCH, BOTH)


def sharpened(picture: np.ndarray, sigma_px: float, by: float) -> np.ndarray:
    """Unsharp masking: the difference from the blurred picture is added `by` times.

    Parameters
    ----------
    picture : (y, x) uint8 array
    sigma_px : float
        Standard deviation of the Gaussian.
    by : float

    Returns
    -------
    (y, x) uint8 array
    """
    picture = np.ascontiguousarray(picture)
    soft = cv2.GaussianBlur(picture, (0, 0), sigma_px)
    return cv2.addWeighted(picture, 1 + by, soft, -by, 0)


def stretched(picture: np.ndarray, inside: np.ndarray, percent: float) -> np.ndarray:
    """Contrast stretching: from these percentiles inside to 0 and 255, in a straight line.

    Parameters
    ----------
    picture : (y, x) uint8 array
    inside : (y, x) bool array
        Pixels whose percentiles count: the crop without its masks.
    percent : float
        What is cut at each end.

    Returns
    -------
    (y, x) uint8 array
        A picture of one level as it is.
    """
    low, high = np.percentile(picture[inside], [percent, 100 - percent])
    if high - low < 1:
        return picture.copy()
    levels = np.clip(np.rint((np.arange(256) - low) * (255 / (high - low))), 0, 255)
    return levels.astype(np.uint8)[picture]


def filter_named(name: str, inside: np.ndarray, params: FailureParams) -> Filter:
    """The filter of a remedy, or none, for pictures of the shape of `inside`."""

    def apply(picture: np.ndarray) -> np.ndarray:
        if name in (SHARPEN, BOTH):
            picture = sharpened(picture, params.sharpen_px, params.sharpen_by)
        if name in (STRETCH, BOTH):
            picture = stretched(picture, inside, params.stretch_percent)
        return picture

    return apply
