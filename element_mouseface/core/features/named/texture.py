"""Texture after Haralick: which gray levels are next to each other in a region.

R. M. Haralick, K. Shanmugam and I. Dinstein, "Textural features for image classification", IEEE
Transactions on Systems, Man, and Cybernetics 3(6), 610-621, 1973: features 1 to 13.  The 14th, the
maximal correlation coefficient, is left out: it is numerically unstable.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from ....errors import check_whole
from .definitions import FeatureDefinition
from .pictures import box_of, checked_pictures, checked_region, level_table

LEVELS = 32
"""Default number of gray levels."""

LEAST_PAIRS = 16
"""With fewer pairs of pixels in any direction, texture is undefined."""

DIRECTIONS = ((0, 1), (1, 1), (1, 0), (1, -1))
"""Steps (y, x) from a pixel to its partner, in units of the distance."""

_MOST_LOGS = 1 << 16  # of larger counts, which only large pictures have, each takes its own

_ALWAYS = f"NaN if a direction has fewer than {LEAST_PAIRS} pairs."
_VARIED = f"NaN if a direction has pairs of one level only, or fewer than {LEAST_PAIRS}."

PAIRS = (
    "P(i,j) is the share of pairs of pixels with levels i and j, each pair in both orders; m is "
    "the mean level, counted from 0."
)
"""What the definitions of all features of texture have in common."""

_FEATURES = (
    ("angular_second_moment", "1", "sum of P(i,j)^2", _ALWAYS),
    ("contrast", "levels^2", "sum of (i - j)^2 P(i,j)", _ALWAYS),
    ("correlation", "1", "sum of (i - m)(j - m) P(i,j), divided by f4", _VARIED),
    ("variance", "levels^2", "sum of (i - m)^2 P(i,j)", _ALWAYS),
    ("inverse_difference_moment", "1", "sum of P(i,j) / (1 + (i - j)^2)", _ALWAYS),
    ("sum_average", "levels", "mean of i + j, which is 2 m", _ALWAYS),
    ("sum_variance", "levels^2", "variance of i + j about its mean", _ALWAYS),
    ("sum_entropy", "bits", "entropy of the distribution of i + j", _ALWAYS),
    ("entropy", "bits", "entropy of P, -sum of P(i,j) log2 P(i,j)", _ALWAYS),
    ("difference_variance", "levels^2", "variance of |i - j| about its mean", _ALWAYS),
    ("difference_entropy", "bits", "entropy of the distribution of |i - j|", _ALWAYS),
    (
        "information_1",
        "1",
        "(f9 - 2 H) / H, with H the entropy in bits of the distribution of i: 0 if the levels of "
        "neighbors are independent, -1 if one tells the other",
        _VARIED,
    ),
    (
        "information_2",
        "1",
        "square root of 1 - exp(-2 (2 H - f9)), with H the entropy in bits of the distribution "
        "of i",
        _ALWAYS,
    ),
)


def _definitions(number: int, name: str, unit: str, formula: str, undefined: str):
    for summary, how in (("mean", "Mean"), ("range", "Highest minus lowest value")):
        yield FeatureDefinition(
            f"haralick_{name}_{summary}",
            "texture",
            unit,
            "thumbnail",
            f"{how} over the four directions of Haralick's f{number}: {formula}. {PAIRS} "
            f"{undefined}",
        )


TEXTURE: tuple[FeatureDefinition, ...] = tuple(
    definition
    for number, feature in enumerate(_FEATURES, 1)
    for definition in _definitions(number, *feature)
)
"""Definitions, in the order of `texture`'s columns."""


def texture(
    pictures: np.ndarray,
    inside: np.ndarray,
    *,
    levels: int = LEVELS,
    value_range: tuple[int, int] = (0, 255),
    distance: int = 1,
) -> np.ndarray:
    """Haralick's texture features of a region in each picture.

    Parameters
    ----------
    pictures : numpy.ndarray
        (picture, y, x) uint8.
    inside : numpy.ndarray
        (y, x) bool, True for a pixel of the region that no mask covers.  A pair counts if both
        its pixels are inside.
    levels : int
        Number of gray levels, equal parts of the range.
    value_range : (int, int)
        Lowest and highest value.  It is the same for all pictures, so that one bright pixel
        changes its own pairs only.  A value outside is in the first or last level.
    distance : int
        Steps from a pixel to its partner, in pixels of these pictures; along a diagonal so many
        rows and so many columns.

    Returns
    -------
    numpy.ndarray
        (picture, feature) float64, in the order of `TEXTURE`.

    Raises
    ------
    CropError
        If the arrays do not fit.
    ParameterError
        If the levels do not fit their range, or `distance` is not at least 1.
    """
    from .._kernel.pair_tables import texture_function

    pictures = checked_pictures(pictures)
    inside = checked_region(inside, pictures.shape[1:])
    distance = check_whole("distance", distance, 1)
    table, levels = level_table(levels, value_range), int(levels)
    out = np.full((len(pictures), len(TEXTURE)), np.nan)
    if not inside.any() or distance >= max(inside.shape):
        return out
    rows, columns = box_of(inside)
    box = np.ascontiguousarray(inside[rows, columns])
    logs = _logs(min(2 * box.size, _MOST_LOGS) + 1)
    texture_function()(
        pictures, box, rows.start, columns.start, table, levels, distance, LEAST_PAIRS, logs, out
    )
    return out


@lru_cache(maxsize=8)
def _logs(n: int) -> np.ndarray:
    """Whole numbers from 0 times their logarithms to base 2."""
    return np.array([0.0, *(k * math.log2(k) for k in range(1, n))])
