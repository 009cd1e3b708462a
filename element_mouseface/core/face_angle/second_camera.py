"""The tracked points of a second camera, and which of its frames are of the same moments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import ResultMismatchError
from ..keypoints.points import Keypoints
from .calibration import StereoCalibration

#: frames of two cameras are of one moment within this, of the time between frames
_SAME_MOMENT = 0.25
_MOST_WITHOUT = 0.1


@dataclass(frozen=True, eq=False)
class SecondCamera:
    """What a second calibrated camera saw.

    Attributes
    ----------
    keypoints : Keypoints
        With some of the names of the first camera's points.
    calibration : StereoCalibration
    times_s : (frames,) array or None
        Times of its frames on the clock of the first camera. Without them the frames of both are
        taken to be of the same moments, one by one.
    """

    keypoints: Keypoints
    calibration: StereoCalibration
    times_s: np.ndarray | None = None


def matched_frames(second: SecondCamera, times_s: np.ndarray) -> tuple[np.ndarray, str]:
    """The frame of the second camera for each of the first; -1 where there is none; and a note.

    Parameters
    ----------
    second : SecondCamera
    times_s : (frames,) array
        Of the first camera.

    Raises
    ------
    ResultMismatchError
        If the frames of both are not of the same moments.
    """
    n, n_second = len(times_s), second.keypoints.n_frames
    if second.times_s is None:
        if n != n_second:
            raise ResultMismatchError(
                "The two cameras have different numbers of frames.",
                expected=f"{n}, as the recording",
                got=f"{n_second} in the second camera's points",
                do="give the second movie (--second-video), whose clock tells which frames are of "
                "the same moments",
            )
        return np.arange(n), "frames of both cameras were matched by their number alone"
    other = np.asarray(second.times_s, np.float64)
    if len(other) != n_second:
        raise ResultMismatchError(
            "The second camera's points and its movie have different numbers of frames.",
            expected=str(len(other)),
            got=str(n_second),
            do="give the points that were tracked on this movie",
        )
    found = _nearest(times_s, other)
    without = float((found < 0).mean())
    if without > _MOST_WITHOUT:
        raise ResultMismatchError(
            "The frames of the two cameras are not of the same moments.",
            expected="a frame of the second within a quarter of a frame's time of each frame",
            got=f"none for {without:.0%} of the frames",
            do="start both cameras by one trigger, or give times on one clock (--second-times)",
        )
    return found, f"frames of both cameras were matched by their times; {without:.1%} have none"


def _nearest(times_s: np.ndarray, other: np.ndarray) -> np.ndarray:
    out = np.full(len(times_s), -1)
    known = np.flatnonzero(np.isfinite(other))
    here = np.flatnonzero(np.isfinite(times_s))
    if len(known) < 2 or len(here) < 2:
        return out
    order = known[np.argsort(other[known], kind="stable")]
    sorted_s = other[order]
    place = np.clip(np.searchsorted(sorted_s, times_s[here]), 1, len(order) - 1)
    left = times_s[here] - sorted_s[place - 1] < sorted_s[place] - times_s[here]
    nearest = place - left
    away = np.abs(sorted_s[nearest] - times_s[here])
    within = _SAME_MOMENT * min(np.median(np.diff(sorted_s)), np.median(np.diff(times_s[here])))
    good = away <= within
    out[here[good]] = order[nearest[good]]
    return out
