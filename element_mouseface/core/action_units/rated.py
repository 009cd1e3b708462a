"""Targets of the units that are learned, from ratings by people."""

from __future__ import annotations

import numpy as np

from ..frame_features.table import FrameTable
from ..ratings import UnitRatings
from ..ratings.rated_rows import rated_rows
from .measuring import TARGETS


def targets_of_ratings(ratings: UnitRatings, times_s: np.ndarray) -> dict[str, np.ndarray]:
    """The mean of the raters in each rated frame, of the units that are learned.

    Parameters
    ----------
    ratings : UnitRatings
        Of frames, moments or spans of this recording; a span counts as its middle frame.
    times_s : (frames,) array
        On the clock of the ratings.

    Returns
    -------
    dict of str to (frames,) float64 array
        NaN in frames that nobody rated, or could rate. Units that nobody rated are not in it.

    Raises
    ------
    LabelsError
        If what was rated is not in the recording.
    """
    n = len(times_s)
    numbers = FrameTable(("crop:luminance",), np.arange(n, dtype=float)[:, None], times_s=times_s)
    frames = np.rint(rated_rows(ratings, numbers).values[:, 0]).astype(np.int64)
    found: dict[str, np.ndarray] = {}
    for unit in TARGETS:
        if unit not in ratings.units:
            continue
        values = ratings.values(unit)
        count = np.isfinite(values).sum(axis=1)
        mean = np.nansum(values, axis=1) / np.where(count, count, np.nan)
        found[unit] = np.full(n, np.nan)
        found[unit][frames] = mean
    return found
