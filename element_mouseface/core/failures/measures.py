"""Measures of every frame of a recording: how dark, how blurred, how much of it is covered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from ..features.masks import mask_px
from ..features.quality import SATURATED_LUMA, FrameFlag
from ..frame_features import FrameTable
from ..store.result import Result
from .causes import MEASURES
from .usual_picture import UsualPicture, blocks_of, make_usual_picture

_SAMPLE = 400
_CHUNK = 512
_LEAST_LEVELS = 8.0
_UNUSABLE = int(FrameFlag.MISSING)


def measure_frames(
    result: Result,
    *,
    shift_px: np.ndarray | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, np.ndarray]:
    """The measures of every frame of a result, read in pieces.

    Parameters
    ----------
    result : Result
    shift_px : (frames, 2) array, optional
        The head's shift where it was measured otherwise (registration, tracked points), right and
        down in pixels of the crop; NaN where unknown.  It replaces the one that is estimated here.
    progress : callable(done, total), optional

    Returns
    -------
    dict of str to (frames,) float64 arrays
        By the names of `MEASURES`; NaN where a measure is undefined.
    """
    usual, flags, n = usual_picture_of(result), result.flags, result.n_frames
    found = {measure.name: np.full(n, np.nan) for measure in MEASURES}
    shift = np.full((n, 2), np.nan)
    for first in range(0, n, _CHUNK):
        stop = min(first + _CHUNK, n)
        there = first + np.flatnonzero((flags[first:stop] & _UNUSABLE) == 0)
        if len(there):
            thumbnails = np.asarray(result.thumbnails[first:stop])[there - first]
            cells = np.asarray(result.cells[first:stop])[there - first]
            values, moved = _of_pictures(usual, thumbnails, cells)
            shift[there] = moved
            for name, one in values.items():
                found[name][there] = one
        if progress is not None:
            progress(stop, n)
    with np.errstate(invalid="ignore"):
        found["log_luminance"][:] = np.log(np.maximum(result.quality("luminance"), 1))
        found["log_motion"][:] = np.log(np.maximum(result.quality("motion_energy"), 0.01))
    wide = shift / usual.picture.shape[1] * [1.0, _aspect(result)]
    if shift_px is not None:
        wide = np.asarray(shift_px, np.float64) / _crop_px(result)[1]
    found["shift"][:] = _distance(wide)
    found["repeated"][:] = (flags & int(FrameFlag.REPEATED)) > 0
    found["missing"][:] = (flags & _UNUSABLE) > 0
    return found


def usual_picture_of(result: Result) -> UsualPicture:
    """The usual picture of a recording, from at most 400 of its frames."""
    usable = np.flatnonzero((result.flags & _UNUSABLE) == 0)
    if not len(usable):
        usable = np.arange(min(1, result.n_frames))
    frames = usable[np.unique(np.linspace(0, len(usable) - 1, _SAMPLE).astype(int))]
    return make_usual_picture(
        np.asarray(result.thumbnails[frames]),
        np.asarray(result.cells[frames]),
        thumbnail_mask(result),
        bool(result.params.transform_sqrt),
    )


def thumbnail_mask(result: Result) -> np.ndarray | None:
    """Thumbnail pixels with any masked pixel in them, (y, x) bool; None without a mask."""
    if not result.crop.masks:
        return None
    mask = mask_px(result.crop, *result.frame_px)
    rows, columns = result.thumbnails.shape[1:]
    top, left = (
        np.arange(k) * size // k for k, size in ((rows, len(mask)), (columns, mask.shape[1]))
    )
    if len(np.unique(top)) < rows or len(np.unique(left)) < columns:
        return mask[np.ix_(top, left)]  # a crop of fewer pixels: they are repeated
    return np.logical_or.reduceat(np.logical_or.reduceat(mask, top, axis=0), left, axis=1)


def measures_of_pictures(
    usual: UsualPicture, values: Mapping[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """The measures of pictures that were extracted again, without motion.

    Parameters
    ----------
    usual : UsualPicture
    values : mapping of str to arrays
        Outputs of `FrameKernel`: `thumbnail`, `cells` and `luminance` of n pictures.
    """
    found, _ = _of_pictures(usual, values["thumbnail"], values["cells"])
    found["log_luminance"] = np.log(np.maximum(values["luminance"].astype(np.float64), 1))
    return found


def _of_pictures(
    usual: UsualPicture, thumbnails: np.ndarray, cells: np.ndarray
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    blocks = blocks_of(thumbnails)
    slope, offset = usual.light(blocks)
    # what is left of fewer levels is rounding
    known = np.isfinite(offset) & (slope * usual.range >= _LEAST_LEVELS)
    n = len(thumbnails)
    found = {name: np.full(n, np.nan) for name in ("detail", "noise", "contrast", "covered_share")}
    shift = np.full((n, 2), np.nan)
    white = thumbnails >= SATURATED_LUMA
    found["saturated_share"] = white.reshape(n, -1).mean(axis=1)
    if known.any():
        slope, offset = slope[known], offset[known]
        usual_level = float(usual.picture[usual.inside].mean())
        level = np.maximum(slope * usual_level + offset, 0.5)
        found["contrast"][known] = np.log(slope * max(usual_level, 0.5) / level)
        differences = usual.differences(blocks[known], slope, offset)
        covered = usual.covered(differences)
        found["covered_share"][known] = covered.sum(axis=(1, 2)) / usual.inside.sum()
        found["detail"][known] = usual.detail(cells[known], thumbnails[known], slope, offset)
        found["noise"][known] = found["detail"][known] + np.minimum(0, np.log(slope))
        shift[known] = usual.shift(differences, covered)
    return found, shift


def _distance(shift: np.ndarray) -> np.ndarray:
    known = np.isfinite(shift).all(axis=1)
    if not known.any():
        return np.full(len(shift), np.nan)
    return np.hypot(*(shift - np.median(shift[known], axis=0)).T)


def _crop_px(result: Result) -> tuple[int, int]:
    rows, columns = result.crop.box(*result.frame_px)
    return rows.stop - rows.start, columns.stop - columns.start


def _aspect(result: Result) -> float:
    """Width over height of the picture in blocks, over those in pixels: blocks are not square."""
    high, wide = _crop_px(result)
    rows, columns = result.thumbnails.shape[1:]
    return (high / rows) / (wide / columns)


def measures_of_table(table: FrameTable) -> dict[str, np.ndarray]:
    """Measures from columns of a table, for pictures without a recording; NaN where it has none."""
    found: dict[str, Any] = {}
    for measure in MEASURES:
        column = measure.column if measure.column in table.names else ""
        found[measure.name] = np.full(len(table), np.nan)
        if column:
            found[measure.name] = np.array(table.column(column), np.float64)
    mean = found["log_luminance"]
    with np.errstate(invalid="ignore", divide="ignore"):
        found["contrast"] = np.log(np.maximum(found["contrast"], 1e-3) / np.maximum(mean, 0.5))
        spread = np.exp(found["contrast"])  # edges by contrast: both are divided by the mean
        found["detail"] = np.log(np.maximum(found["detail"], 1e-6) / spread)
        found["log_luminance"] = np.log(np.maximum(mean, 1))
    return found
