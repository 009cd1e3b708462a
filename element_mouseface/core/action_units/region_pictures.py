"""The small picture of a region of the face in each frame, moved back to where the head usually is.

Removed from it are the light (a gain of the whole region against its usual picture), what the
whiskers in front of it do (regressed on their angle, in quick changes), and what is left of the
head's motion.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .head import Head
from .measured import shortest_half
from .motion_removed import OfMotion, fit_motion
from .sampling import second_differences

#: share of a region's pixels that may be outside of the picture
_MOST_OUTSIDE = 0.2
_LEAST_FRAMES = 20
#: how much the whiskers' own variance counts against a pixel
_OF_WHISKERS = 4.0
#: a pixel shows another thing if it differs by more than this many usual deviations, and by more
#: than this share of the region's contrast; so many such pixels cover the region
_OTHER, _OF_CONTRAST, _COVERED = 10.0, 0.8, 0.08


@dataclass(frozen=True, eq=False)
class RegionPixels:
    """Where the pixels of a region are on the head.

    Attributes
    ----------
    places : (pixels,) complex128 array
        x + iy on the head, in pixels of the frame.
    scale : (float, float)
        Pixels of the frame for one of the stored picture, right and down.
    corner : complex
        The middle of its first pixel, in pixels of the frame.
    """

    places: np.ndarray
    scale: tuple[float, float]
    corner: complex

    def taken(self, pictures: np.ndarray, head: Head, frames: np.ndarray) -> np.ndarray:
        """(frames, pixels) luma of the region; NaN where it is outside, or the head is lost.

        Parameters
        ----------
        pictures : (frames, y, x) array
        head : Head
            Of all frames.
        frames : (frames,) int array
            Numbers of these.
        """
        out = np.full((len(pictures), len(self.places)), np.nan, np.float32)
        height, width = pictures.shape[1:]
        for k, (picture, frame) in enumerate(zip(pictures, frames.tolist(), strict=True)):
            if not np.isfinite(head.factor[frame]):
                continue
            at = head.factor[frame] * (self.places - head.center[frame]) + head.middle[frame]
            x = ((at.real - self.corner.real) / self.scale[0]).astype(np.float32)
            y = ((at.imag - self.corner.imag) / self.scale[1]).astype(np.float32)
            here = np.asarray(picture, np.float32)
            edge = cv2.BORDER_REPLICATE
            found = cv2.remap(here, x[None], y[None], cv2.INTER_CUBIC, borderMode=edge)[0]
            inside = (x >= -0.5) & (y >= -0.5) & (x <= width - 0.5) & (y <= height - 0.5)
            out[k] = np.where(inside, found, np.nan)
        return out


@dataclass(frozen=True, eq=False)
class UsualPicture:
    """What a region usually looks like.

    Attributes
    ----------
    picture : (pixels,) array
        Median of a sample of frames.
    spread : (pixels,) array
        Usual deviation of each pixel.
    contrast : float
        Standard deviation of the picture over its pixels.
    of_whiskers : (2, pixels) array
        What a degree of the whiskers' angle, and of its square, add.
    of_motion : OfMotion
    weights : (pixels,) array
        0 to 1: share of a pixel's variance that neither the head's motion nor the whiskers
        explain. Low where the background or a spout shows, which does not move along.
    departure : float
        Of a frame at rest, as a share of the contrast.
    n_frames : int
        Of the sample that show the region.
    """

    picture: np.ndarray
    spread: np.ndarray
    contrast: float
    of_whiskers: np.ndarray
    of_motion: OfMotion
    weights: np.ndarray
    departure: float
    n_frames: int

    def differences(
        self, taken: np.ndarray, whiskers: np.ndarray, motion: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Differences from the usual picture, and which frames something covers.

        Parameters
        ----------
        taken : (frames, pixels) array
        whiskers : (frames,) array
            Their angle in degrees; NaN where unknown, which counts as at rest.
        motion : (frames, 3) array

        Returns
        -------
        (frames, pixels) array
            In shares of the contrast, times the roots of the weights; NaN in frames that do not
            show the region.
        (frames,) bool array
        """
        left, known = _left(taken, self.picture)
        left = left - _of(whiskers) @ self.of_whiskers - self.of_motion.added(motion)
        other = np.abs(left) > np.maximum(_OTHER * self.spread, _OF_CONTRAST * self.contrast)
        covered = known & (other.mean(axis=1) > _COVERED)
        left[~known] = np.nan
        return left * np.sqrt(self.weights) / self.contrast, covered

    def departures(self, differences: np.ndarray) -> np.ndarray:
        """(frames,) how far the region is from its usual look, less what it is at rest."""
        total = max(float(self.weights.sum()), 1e-9)
        return np.sqrt((differences**2).sum(axis=1) / total) - self.departure


def fit_usual(
    taken: np.ndarray, whiskers: np.ndarray, motion: np.ndarray, lengths: list[int]
) -> UsualPicture | None:
    """The usual picture of a region; None if too few frames show it, or it has no contrast.

    Parameters
    ----------
    taken : (frames, pixels) array
        Of a sample: runs of frames, one after the other.
    whiskers : (frames,) array
        Their angle in degrees, NaN where unknown.
    motion : (frames, 3) array
    lengths : list of int
        Frames of each run.
    """
    there = np.isfinite(taken).mean(axis=1) >= 1 - _MOST_OUTSIDE
    there &= np.isfinite(motion).all(axis=1)
    if there.sum() < _LEAST_FRAMES or not taken.shape[1]:
        return None
    seen = np.isfinite(taken[there]).any(axis=0)
    picture = np.zeros(taken.shape[1])
    picture[seen] = np.nanmedian(taken[there][:, seen], axis=0)
    contrast = float(picture[seen].std())
    if not contrast > 0:
        return None
    left, known = _left(taken, picture)
    left[~(known & there)] = 0
    of_whiskers = _of_whiskers(left, whiskers, lengths)
    left = (left - _of(whiskers) @ of_whiskers)[there]
    left = left - np.median(left, axis=0)
    of_motion = fit_motion(left, motion[there])
    added = of_motion.added(motion[there])
    left = left - added
    weights = _unmoved(left, added, (_of(whiskers) @ of_whiskers)[there])
    middle = np.median(left, axis=0)
    spread = 1.4826 * np.median(np.abs(left - middle), axis=0)
    size = np.sqrt(left**2 @ weights / weights.sum()) / contrast
    rest, count = shortest_half(size), int(there.sum())
    return UsualPicture(picture, spread, contrast, of_whiskers, of_motion, weights, rest, count)


def _unmoved(left: np.ndarray, added: np.ndarray, whiskers: np.ndarray) -> np.ndarray:
    """(pixels,) share of the usual variance that is not the head's motion's, nor the whiskers'.

    What they add is removed as far as it is linear; where it is much, the rest of it is left.
    """
    rests, moves = (np.median(np.abs(v - np.median(v, axis=0)), axis=0) ** 2 for v in (left, added))
    return (rests + 1e-9) / (rests + moves + _OF_WHISKERS * whiskers.var(axis=0) + 1e-9)


def _of(whiskers: np.ndarray) -> np.ndarray:
    known = np.nan_to_num(whiskers)
    return np.stack([known, known**2], axis=1)


def _of_whiskers(left: np.ndarray, whiskers: np.ndarray, lengths: list[int]) -> np.ndarray:
    """What whiskers add to each pixel, by what changes as quickly as they do."""
    x, y = (second_differences(v, lengths) for v in (_of(whiskers), left))
    power = x.T @ x
    if not np.trace(power) > 0:
        return np.zeros((2, left.shape[1]))
    return np.linalg.solve(power + np.diag(np.diag(power)) * 1e-3 + np.eye(2) * 1e-9, x.T @ y)


def _left(taken: np.ndarray, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Differences from a picture without the frame's light, and the frames that show the region."""
    there = np.isfinite(taken)
    filled = np.where(there, taken, 0).astype(np.float64)
    gain = filled @ picture / np.maximum(there @ picture**2, 1e-9)
    left = filled / np.maximum(gain, 0.02)[:, None] - picture
    return np.where(there, left, 0), there.mean(axis=1) >= 1 - _MOST_OUTSIDE
