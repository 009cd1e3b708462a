"""Checks of the pictures and regions that features are computed from."""

from __future__ import annotations

import numpy as np

from ....errors import CropError, ParameterError, check_whole


def checked_pictures(pictures: np.ndarray) -> np.ndarray:
    """The stack as contiguous uint8, (picture, y, x).

    Raises
    ------
    CropError
        If it has another type, or other axes.
    """
    pictures = np.asarray(pictures)
    if pictures.ndim != 3 or pictures.dtype != np.uint8:
        raise CropError(
            "These are not pictures for named features.",
            expected="uint8, (picture, y, x)",
            got=f"{pictures.dtype}, shape {pictures.shape}",
        )
    return np.ascontiguousarray(pictures)


def checked_region(inside: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The pixels of a region as contiguous bool, (y, x).

    Raises
    ------
    CropError
        If they are not bool of the pictures' shape.
    """
    inside = np.asarray(inside)
    if inside.shape != shape or inside.dtype != bool:
        raise CropError(
            "The region does not fit the pictures.",
            expected=f"bool, shape {shape}, True for a pixel of the region",
            got=f"{inside.dtype}, shape {inside.shape}",
        )
    return np.ascontiguousarray(inside)


def box_of(inside: np.ndarray) -> tuple[slice, slice]:
    """Rows and columns that the pixels of a region span; there is at least one."""
    rows, columns = (np.flatnonzero(inside.any(axis=axis)) for axis in (1, 0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def level_table(levels: int, value_range: tuple[int, int]) -> np.ndarray:
    """Level of each of the 256 values: equal parts of a fixed range, counted from 0.

    A value below the range is in the first level, one above it in the last.

    Parameters
    ----------
    levels : int
        Number of levels, 2 to 256.
    value_range : (int, int)
        Lowest and highest value, both within the range.

    Returns
    -------
    numpy.ndarray
        (256,) uint8.

    Raises
    ------
    ParameterError
        If these are no whole numbers, the range is beyond 0 to 255 or has fewer values than levels.
    """
    levels = check_whole("levels", levels, 2, 256)
    try:
        first, last = value_range
    except (TypeError, ValueError):
        raise ParameterError(
            "This is no range of values.", expected="(lowest, highest)", got=repr(value_range)
        ) from None
    low = check_whole("the lowest value", first, 0, 255)
    high = check_whole("the highest value", last, 0, 255)
    if high - low + 1 < levels:
        raise ParameterError(
            "The range has fewer values than levels.",
            expected=f"at least {levels} values from the lowest to the highest",
            got=f"{low} to {high}",
        )
    values = np.clip(np.arange(256), low, high) - low
    return (values * levels // (high - low + 1)).astype(np.uint8)
