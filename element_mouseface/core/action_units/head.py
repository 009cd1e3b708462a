"""Where the head is in each frame: turn, shift and scale against the recording's own.

From tracked points that move only with the head (the rigid motion of `core.face_angle`), or from
the stored pictures laid over the recording's reference picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from ..face_angle.params import LEAST_POINTS
from ..face_angle.picture_reference import SAMPLE_FRAMES, fit_reference
from ..face_angle.roll_of_points import roll_of_points
from ..face_angle.stable_points import distance_variances, point_spreads, steady_points
from ..learning.parallel import count_workers
from ..store.result import Result

_BLOCK_FRAMES = 256
_LEAST_LIKENESS = 0.5
_LEAST_PIXELS = 100
#: times the spread of the third steadiest point, above which a point is left out
_UNSTEADY = 2.5


@dataclass(frozen=True, eq=False)
class Head:
    """Where the head is: a place of it, x + iy, is at factor * (place - center) + middle.

    Attributes
    ----------
    factor, center, middle : (frames,) complex128 arrays
        NaN where it is unknown.
    turn_se : (frames,) float64 array
        Standard error of its turn, radians.
    source : str
        'points', 'picture', or 'fixed' where the head is taken to stay.
    names : tuple of str
        The points.
    """

    factor: np.ndarray
    center: np.ndarray
    middle: np.ndarray
    turn_se: np.ndarray
    source: str
    names: tuple[str, ...] = ()

    @property
    def known(self) -> np.ndarray:
        """(frames,) bool."""
        return np.isfinite(self.factor)

    def places(self, points: np.ndarray) -> np.ndarray:
        """Where points (frames,), x + iy in the frame, are on the head."""
        with np.errstate(invalid="ignore"):
            return (points - self.middle) / self.factor + self.center

    def turns(self) -> np.ndarray:
        """(frames,) complex numbers of length 1: the head's turn."""
        with np.errstate(invalid="ignore"):
            return self.factor / np.abs(self.factor)

    def motion(self) -> np.ndarray:
        """(frames, 3): shift right and down of the head's middle in pixels, turn in radians."""
        middle = np.nanmedian(self.center.real) + 1j * np.nanmedian(self.center.imag)
        at = self.factor * (middle - self.center) + self.middle - middle
        return np.stack([at.real, at.imag, np.angle(self.factor)], axis=1)


def fixed_head(n_frames: int) -> Head:
    """A head that is taken to stay where it is."""
    still = np.zeros(n_frames, complex)
    return Head(still + 1, still, still, np.zeros(n_frames), "fixed")


def head_of_points(
    xy: np.ndarray, names: tuple[str, ...], stable: Sequence[str], moving: Sequence[str]
) -> Head | None:
    """The head from tracked points; None if there are not three that move only with it.

    Parameters
    ----------
    xy : (frames, points, 2) float64 array
        NaN where a point was not found.
    names : tuple of str
        Of the points.
    stable : sequence of str
        Named ones; fewer than three: they are chosen.
    moving : sequence of str
        Never chosen: lids, the tip of the ear, the lip, whiskers.
    """
    slow = distance_variances(xy, scaled=True, slow=True)
    if len(stable) >= LEAST_POINTS:
        used = [names.index(name) for name in stable]
    else:
        found = np.isfinite(xy[..., 0]).mean(axis=0)
        found = np.where([name in moving for name in names], 0.0, found)
        # more points than the few steadiest: an ear's angle needs the turn of every frame
        used = sorted(steady_points(slow, found, _UNSTEADY))
    if len(used) < LEAST_POINTS:
        return None
    spreads = point_spreads(distance_variances(xy, scaled=True), used)
    usual = float(np.nanmedian(spreads)) if np.isfinite(spreads).any() else 1.0
    spreads = np.where(np.isfinite(spreads), spreads, usual)
    roll = roll_of_points(xy[:, used], spreads)
    if not np.isfinite(roll.degrees).any():
        return None
    errors = np.radians(roll.errors)
    chosen = tuple(names[k] for k in used)
    return Head(roll.factor, roll.center, roll.middle, errors, "points", chosen)


def head_of_pictures(
    result: Result,
    usable: np.ndarray,
    counted: np.ndarray,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Head | None:
    """The head from the stored pictures; None where they have too little contrast to tell.

    Parameters
    ----------
    result : Result
    usable : (frames,) bool array
        False for frames that are missing or empty.
    counted : (y, x) bool array
        Pixels of the stored picture that no mask covers.
    workers : int, optional
        Threads; by default one for each core.
    progress : callable(done, total), optional
    """
    pictures, n = result.thumbnails, result.n_frames
    if not usable.any() or counted.sum() < _LEAST_PIXELS:
        return None
    scale, corner = picture_scale(result)
    sample = np.flatnonzero(usable)
    picked = np.linspace(0, len(sample) - 1, min(SAMPLE_FRAMES, len(sample))).astype(int)
    frames = np.stack([pictures[int(k) : int(k) + 1][0] for k in sample[picked]])
    reference = fit_reference(frames, counted, scale).reference
    motions, errors = np.full((n, 4), np.nan), np.full(n, np.nan)
    with ThreadPoolExecutor(count_workers(workers)) as pool:
        for first in range(0, n, _BLOCK_FRAMES):
            block = np.asarray(pictures[first : first + _BLOCK_FRAMES], np.float32)
            here = first + np.flatnonzero(usable[first : first + len(block)])
            laid = list(pool.map(reference.lay, block[here - first]))
            for k, one in zip(here, laid, strict=True):
                if one.likeness > _LEAST_LIKENESS and np.isfinite(one.turn_se):
                    motions[k], errors[k] = one.motion, one.turn_se
            if progress is not None:
                progress(first + len(block), n)
    if not np.isfinite(errors).any():
        return None
    factor = motions[:, 3] * np.exp(1j * motions[:, 2])
    # a pixel's center is half a pixel further, in the frame's pixels
    center = reference.center[0] + 1j * reference.center[1] + corner
    middle = center + motions[:, 0] + 1j * motions[:, 1]
    return Head(factor, np.full(n, center), middle, errors, "picture")


def picture_scale(result: Result) -> tuple[tuple[float, float], complex]:
    """Pixels of the frame for one of the stored picture, and where its first pixel's middle is."""
    rows, columns = result.thumbnails.shape[1:]
    down, across = result.crop.box(*result.frame_px)
    scale = (across.stop - across.start) / columns, (down.stop - down.start) / rows
    corner = across.start + (scale[0] - 1) / 2 + 1j * (down.start + (scale[1] - 1) / 2)
    return scale, corner
