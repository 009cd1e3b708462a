"""The rows of a table that a number, a time, a picture's name or a span stands for."""

from __future__ import annotations

import numpy as np

from ..frame_features.table import FrameTable


def row_of_number(number: float, n: int) -> int | None:
    """The row of a number; None if it is none of 0 to n - 1."""
    return int(number) if number % 1 == 0 and 0 <= number < n else None


def row_at(times_s: np.ndarray, at_s: float) -> int | None:
    """The row nearest to a time; None if none is within the median step between rows."""
    step = float(np.median(np.diff(times_s))) if len(times_s) > 1 else 1.0
    row = int(np.abs(times_s - at_s).argmin())
    return row if abs(times_s[row] - at_s) <= step else None


def rows_within(clock: np.ndarray, first: float, stop: float) -> np.ndarray:
    """Numbers of the rows of a span; `stop` is not in it."""
    return np.flatnonzero((clock >= first) & (clock < stop))


def rows_of_images(table: FrameTable) -> dict[str, list[int]]:
    """The rows of each picture's name, with and without its folder."""
    places: dict[str, list[int]] = {}
    for row, image in enumerate(table.images or ()):
        if image is not None:
            places.setdefault(image, []).append(row)
            if "/" in image:
                places.setdefault(image.rsplit("/", 1)[1], []).append(row)
    return places
