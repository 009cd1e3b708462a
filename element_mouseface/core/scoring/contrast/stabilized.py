"""Thumbnails stabilized by a known shift, for example from tracked points.

Registration looks for shifts of up to eight thumbnail pixels.  Where the head is known
to move further, or points tell where it is better than pictures do, each frame is
moved back by that first, and registration finds the rest.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ....errors import InputError
from .warping import warp_matrix

_STEPS_PER_PX = 8


class StabilizedThumbnails:
    """Stabilized thumbnails for `score_contrast`: shifted back as they are read, in slices.

    The whole picture is moved, a wall behind the head too; at the edge that
    comes into view its last pixel is repeated.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
    shift : (frames, 2) array
        How far right and down each frame's head is from its reference, thumbnail pixels
        (`PointShift.in_thumbnail`).  NaN, where points were not found, keeps the last
        known shift: a frame does not jump because a point is hidden.

    Raises
    ------
    InputError
        If there is not one shift a frame, none is known, or one is larger than the thumbnail.
    """

    def __init__(self, thumbnails: Any, shift: np.ndarray):
        shift = np.asarray(shift, np.float64)
        frames, height, width = self.shape = tuple(thumbnails.shape)
        if shift.shape != (frames, 2) or not np.isfinite(shift).all(axis=1).any():
            raise InputError(
                "The shifts do not belong to these thumbnails.",
                expected=f"({frames}, 2) numbers in thumbnail pixels, some of them known",
                got=f"{shift.shape}, {int(np.isfinite(shift).all(-1).sum())} frames known",
                do="give the shift of this movie's points: `PointShift.in_thumbnail`",
            )
        if (np.nanmax(np.abs(shift), axis=0) >= [width, height]).any():
            raise InputError(
                "A shift is larger than the thumbnail.",
                expected=f"at most {width} right and {height} down, in thumbnail pixels",
                got=f"{np.nanmax(np.abs(shift), axis=0).round(1).tolist()}",
                do="give the scale to PointShift.in_thumbnail: crop pixels a thumbnail pixel",
            )
        self.dtype = np.dtype(np.float32)
        self._thumbnails = thumbnails
        self._steps = np.rint(_held(shift) * _STEPS_PER_PX).astype(int)

    def __len__(self) -> int:
        return int(self.shape[0])

    def __getitem__(self, rows: slice) -> np.ndarray:
        """Frames of a slice, (n, y, x) float32."""
        frames = np.asarray(self._thumbnails[rows], np.float32)
        flat, steps = frames.reshape(len(frames), -1), self._steps[rows]
        out = np.empty_like(flat)
        kinds, which = np.unique(steps, axis=0, return_inverse=True)
        still = np.ones(flat.shape[1])
        for number, (x, y) in enumerate(kinds / _STEPS_PER_PX):
            here = which.ravel() == number
            moved = warp_matrix(self.shape[1:], x, y, still) @ flat[here].T if x or y else None
            out[here] = flat[here] if moved is None else moved.T
        return out.reshape(frames.shape)


def _held(shift: np.ndarray) -> np.ndarray:
    """Unknown shifts replaced by the last known one, or the first."""
    known = np.isfinite(shift).all(axis=1)
    last = np.maximum.accumulate(np.where(known, np.arange(len(shift)), -1))
    last[last < 0] = int(np.argmax(known))
    return shift[last]
