"""Color: which hues a region has, how saturated and how bright they are (HSV).

Hue, saturation and value are those of Smith (SIGGRAPH 1978), as in `skimage.color.rgb2hsv`: value
is the largest of red, green and blue, saturation the difference of the largest and the smallest
divided by the largest.

Gray pixels have no hue, and that of nearly gray ones is noise. So each pixel counts in hue by the
difference of its largest and smallest color (saturation times value): a gray or black one not at
all. Hue is an angle, so its mean is that of a circle (Mardia & Jupp, Directional Statistics, 2000).
"""

from __future__ import annotations

import numpy as np

from ....errors import CropError
from .definitions import FeatureDefinition
from .pictures import checked_region

BINS = 8
"""Number of bins of hue, of saturation and of value."""

_WIDTH_DEG = 360 / BINS
_WEIGHT = (
    "Each pixel counts by the difference of its largest and smallest of red, green and blue. "
    "NaN if all pixels are gray, or the region has no pixel."
)
_NO_PIXEL = "NaN if the region has no pixel."


def _of_color(name: str, unit: str, definition: str) -> FeatureDefinition:
    return FeatureDefinition(f"hsv_{name}", "color", unit, "chroma", definition)


def _hue_bin(number: int) -> FeatureDefinition:
    center = (number - 1) * _WIDTH_DEG
    first = (center - _WIDTH_DEG / 2) % 360
    return _of_color(
        f"hue_{number}",
        "fraction",
        f"Share of the region's color with a hue of {first:g} up to {center + _WIDTH_DEG / 2:g} "
        f"degrees (0: red, 120: green, 240: blue). {_WEIGHT}",
    )


def _level_bin(what: str, number: int) -> FeatureDefinition:
    return _of_color(
        f"{what}_{number}",
        "fraction",
        f"Share of the region's pixels with a {what} in part {number} of {BINS} equal parts of 0 "
        f"to 1. {_NO_PIXEL}",
    )


def _moments(what: str, meaning: str) -> tuple[FeatureDefinition, ...]:
    return (
        _of_color(f"{what}_mean", "1", f"Mean {what}: {meaning}. {_NO_PIXEL}"),
        _of_color(
            f"{what}_spread",
            "1",
            f"Standard deviation of {what} over the pixels (divided by their number). {_NO_PIXEL}",
        ),
    )


_NUMBERS = range(1, BINS + 1)
COLOR: tuple[FeatureDefinition, ...] = (
    *(_hue_bin(number) for number in _NUMBERS),
    _of_color(
        "hue_mean",
        "degrees",
        "Circular mean hue, 0 up to 360: direction of the weighted mean of the hues' unit vectors. "
        f"{_WEIGHT} NaN also if that mean is 0.",
    ),
    _of_color(
        "hue_concentration",
        "1",
        "Length of the weighted mean of the hues' unit vectors: 1 if all hues are equal, 0 if they "
        f"are spread around the circle. {_WEIGHT}",
    ),
    _of_color("hue_cosine", "1", f"Weighted mean of the cosine of hue. {_WEIGHT}"),
    _of_color("hue_sine", "1", f"Weighted mean of the sine of hue. {_WEIGHT}"),
    *(_level_bin("saturation", number) for number in _NUMBERS),
    *_moments(
        "saturation",
        "difference of the largest and the smallest of red, green and blue, divided by the "
        "largest; 0 for black",
    ),
    *(_level_bin("value", number) for number in _NUMBERS),
    *_moments("value", "the largest of red, green and blue, 1 at 255"),
)
"""Definitions, in the order of `color`'s columns."""


def color(pictures: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Color features of a region in each picture.

    Parameters
    ----------
    pictures : numpy.ndarray
        (picture, y, x, 3): red, green and blue, 0 to 255, of uint8 or a float type.  Of stored
        luma and chroma: `core.features.color_space.rgb_of_chroma`.
    inside : numpy.ndarray
        (y, x) bool, True for a pixel of the region that no mask covers.

    Returns
    -------
    numpy.ndarray
        (picture, feature) float64, in the order of `COLOR`.

    Raises
    ------
    CropError
        If the arrays do not fit, or a number is not within 0 to 255.
    """
    from .._kernel.region_color import color_function

    pictures = _checked(pictures)
    inside = checked_region(inside, pictures.shape[1:3])
    pixels = np.flatnonzero(inside)
    out = np.full((len(pictures), len(COLOR)), np.nan)
    if pixels.size:
        color_function()(pictures.reshape(len(pictures), inside.size, 3), pixels, out)
    return out


def _checked(pictures: np.ndarray) -> np.ndarray:
    """The stack as contiguous float32."""
    pictures = np.asarray(pictures)
    known = pictures.dtype == np.uint8 or pictures.dtype.kind == "f"
    if pictures.ndim != 4 or pictures.shape[-1] != 3 or not known:
        raise CropError(
            "These are not colored pictures.",
            expected="uint8 or float, (picture, y, x, 3): red, green, blue",
            got=f"{pictures.dtype}, shape {pictures.shape}",
        )
    pictures = np.ascontiguousarray(pictures, np.float32)
    # not <, so that NaN is refused too; compiled code does not check bounds
    if pictures.size and not (pictures.min() >= 0 and pictures.max() <= 255):
        raise CropError(
            "A color is out of range.",
            expected="numbers from 0 to 255",
            got=f"{pictures.min():g} to {pictures.max():g}",
        )
    return pictures
