"""Intensity: how bright the pixels of a region are, and how these values are spread."""

from __future__ import annotations

import numpy as np

from .definitions import FeatureDefinition
from .pictures import checked_pictures, checked_region, level_table

BINS = 8
"""Number of intensity bins."""

_NO_PIXEL = "NaN if the region has no pixel."


def _of_bin(number: int) -> FeatureDefinition:
    return FeatureDefinition(
        f"intensity_bin_{number}",
        "intensity",
        "fraction",
        "thumbnail",
        f"Share of the region's pixels in part {number} of {BINS} equal parts of the value range. "
        f"A value below the range counts in the first part, one above it in the last. {_NO_PIXEL}",
    )


INTENSITY: tuple[FeatureDefinition, ...] = (
    *(_of_bin(number) for number in range(1, BINS + 1)),
    FeatureDefinition(
        "intensity_mean", "intensity", "luma", "thumbnail", f"Mean of the values. {_NO_PIXEL}"
    ),
    FeatureDefinition(
        "intensity_spread",
        "intensity",
        "luma",
        "thumbnail",
        "Standard deviation of the values: square root of the mean squared difference from their "
        f"mean (divided by the number of pixels). {_NO_PIXEL}",
    ),
    FeatureDefinition(
        "intensity_skew",
        "intensity",
        "1",
        "thumbnail",
        "Skewness of the values: mean cubed difference from their mean, divided by the cube of "
        "the spread. NaN if all values are equal, or the region has no pixel.",
    ),
    FeatureDefinition(
        "intensity_entropy",
        "intensity",
        "bits",
        "thumbnail",
        "Shannon entropy of the histogram of the 256 values, -sum p log2 p: 0 if all values are "
        f"equal, at most 8. {_NO_PIXEL}",
    ),
)
"""Definitions, in the order of `intensity`'s columns."""


def intensity(
    pictures: np.ndarray, inside: np.ndarray, *, value_range: tuple[int, int] = (0, 255)
) -> np.ndarray:
    """Intensity features of a region in each picture.

    Parameters
    ----------
    pictures : numpy.ndarray
        (picture, y, x) uint8.
    inside : numpy.ndarray
        (y, x) bool, True for a pixel of the region that no mask covers.
    value_range : (int, int)
        Lowest and highest value of the bins.

    Returns
    -------
    numpy.ndarray
        (picture, feature) float64, in the order of `INTENSITY`.

    Raises
    ------
    CropError
        If the arrays do not fit.
    ParameterError
        If the range has fewer values than there are bins.
    """
    from .._kernel.region_sums import intensity_function

    pictures = checked_pictures(pictures)
    inside = checked_region(inside, pictures.shape[1:])
    bins, pixels = level_table(BINS, value_range), np.flatnonzero(inside)
    out = np.full((len(pictures), len(INTENSITY)), np.nan)
    if pixels.size:
        intensity_function()(pictures.reshape(len(pictures), inside.size), pixels, bins, out)
    return out
