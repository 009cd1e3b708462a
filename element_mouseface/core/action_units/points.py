"""Tracked points as complex numbers, x right and y down, NaN where one was not found."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ..frame_features.reasons import Reason
from ..keypoints.mapping import FaceMapping
from ..keypoints.points import Keypoints
from .head import Head, fixed_head, head_of_points
from .params import FACING, ActionUnitParams

#: points of these names are not on the skull, however steady they are
_NOT_HEAD = re.compile(
    "tongue|lick|spout|port|paw|hand|finger|pupil|iris|wheel|tail|whisk|vibriss|lip|jaw|chin"
)


class Points:
    """The points of a recording, the parts of the face that they are, and the head.

    Parameters
    ----------
    keypoints : Keypoints
    params : ActionUnitParams
    usable : (frames,) bool array
        False for frames that are missing or empty.

    Raises
    ------
    ParameterError
        If a point is named that is not there.
    """

    def __init__(self, keypoints: Keypoints, params: ActionUnitParams, usable: np.ndarray):
        names = keypoints.names
        self.names, self.params = names, params
        self.mapping: FaceMapping = params.mapped(names)
        self.mouth = params.mouth_points(names)
        whiskers = tuple(point for whisker in params.whiskers for point in whisker)
        keypoints.columns([*self.mapping.points(), *self.mouth, *whiskers])  # refuses unknown ones
        valid = keypoints.valid(self.mapping.min_likelihood) & usable[:, None]
        xy = np.where(valid[..., None], keypoints.xy.astype(np.float64), np.nan)
        self._z = xy[..., 0] + 1j * xy[..., 1]
        self.usable = usable
        eye = self.mapping.eye
        lids = (eye[1], eye[3]) if self.mapping.eye_shape == "ellipse" and eye else eye
        moving = (*lids, *self.mapping.ear[1:], *self.mouth, *whiskers)
        never = [name for name in names if _NOT_HEAD.search(name.casefold())]
        self.head: Head | None = (
            fixed_head(len(xy))
            if params.head == "fixed"
            else head_of_points(xy, names, self.mapping.stable, (*moving, *never))
        )

    def __len__(self) -> int:
        return len(self._z)

    def __call__(self, name: str) -> np.ndarray:
        """(frames,) where a point is in the frame."""
        return self._z[:, self.names.index(name)]

    def on_head(self, name: str) -> np.ndarray:
        """(frames,) where a point is on the head; NaN where the head's place is unknown."""
        if self.head is None:
            return np.full(len(self), np.nan, complex)
        return self.head.places(self(name))

    def lost(self, names: Sequence[str], *, on_head: bool) -> np.ndarray:
        """(frames,) `Reason` codes of frames without one of the points, or without the head."""
        codes = np.zeros(len(self), np.uint8)
        if on_head:
            known = np.zeros(len(self), bool) if self.head is None else self.head.known
            codes[~known] = Reason.NO_HEAD
        found = np.stack([np.isfinite(self(name)) for name in names]).all(axis=0)
        codes[~found] = Reason.LOST_POINT
        codes[~self.usable] = Reason.MISSING_FRAME
        return codes

    def jumped(self, name: str, most_px: float) -> np.ndarray:
        """(frames,) where a point is far from its place in the two frames before and after.

        What trackers do in one frame and a face does not: a point that is elsewhere, and back.
        `most_px` is the least distance that counts.
        """
        z = self(name) if self.head is None else self.on_head(name)
        return jumps(z, most_px)

    def usual(self, names: Sequence[str]) -> complex:
        """The usual place on the head of the mean of some points; NaN without them."""
        known = [median_place(self.on_head(name)) for name in names]
        known = [one for one in known if np.isfinite(one)]
        return complex(np.mean(known)) if known else complex(np.nan, np.nan)

    def forwards(self) -> complex:
        """Direction towards the nose on the head, of length 1; NaN where it is unknown."""
        mapping = self.mapping
        front = self.usual(mapping.nose)
        back = self.usual(mapping.ear[:1])
        if not np.isfinite(back):
            back = self.usual(mapping.eye)
        if not np.isfinite(back):
            back = self.usual([whisker[0] for whisker in self.params.whiskers])
        if not np.isfinite(front):
            front = self.usual(mapping.eye)
        along = front - back
        if not np.isfinite(along) or along == 0:
            return FACING.get(self.params.facing, complex(np.nan, np.nan))
        return along / abs(along)


def median_place(z: np.ndarray) -> complex:
    """The median of known places, by coordinate."""
    known = z[np.isfinite(z)]
    if not len(known):
        return complex(np.nan, np.nan)
    return complex(np.median(known.real), np.median(known.imag))


def cross(one: complex, other: complex) -> float:
    """The sine of the angle from one to other times their lengths; y points down."""
    return (one.conjugate() * other).imag


def jumps(z: np.ndarray, least: float) -> np.ndarray:
    """(frames,) bool: one frame is further from its four neighbors than they are apart.

    Parameters
    ----------
    z : (frames,) complex array
        NaN where unknown.
    least : float
        The least distance that counts.
    """
    n = len(z)
    padded = np.concatenate([[np.nan] * 2, z, [np.nan] * 2])
    around = np.stack([padded[k : k + n] for k in (0, 1, 3, 4)], axis=1)
    there = np.isfinite(around).sum(axis=1) >= 3
    found = np.zeros(n, bool)
    if not there.any():
        return found
    some = around[there]
    middle = np.nanmedian(some.real, axis=1) + 1j * np.nanmedian(some.imag, axis=1)
    apart = np.nanmax(np.abs(some - middle[:, None]), axis=1)
    # one of the neighbors may be another jump
    apart = np.minimum(apart, 2 * np.nanmedian(np.abs(some - middle[:, None]), axis=1))
    away = np.abs(z[there] - middle)
    found[there] = away > np.maximum(least, 3 * apart)
    return found & np.isfinite(z)
