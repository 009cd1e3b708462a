"""Roll from the stored pictures: every frame laid over the recording's reference picture."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from .angle import Reason
from .laid_over import STILL, Laid, Reference
from .picture_reference import SAMPLE_FRAMES, PictureReference, fit_reference

Progress = Callable[[int, int], None]
_BLOCK_FRAMES = 256
_LEAST_LIKENESS = 0.5
#: where a frame is less alike, other starts are tried
_SURE_LIKENESS = 0.8
_STARTS_DEG = (-12.0, 12.0, -24.0, 24.0)
#: a roll with a larger standard error is not told
_MOST_ERROR_DEG = 2.0


@dataclass(frozen=True, eq=False)
class RollOfPictures:
    """Roll of each frame from its picture.

    Attributes
    ----------
    degrees, errors : (frames,) float64 arrays
        Counterclockwise, and standard errors; NaN where undefined.
    reasons : (frames,) uint8 array
        `Reason`.
    fitted : PictureReference or None
        None where no frame could be used.
    """

    degrees: np.ndarray
    errors: np.ndarray
    reasons: np.ndarray
    fitted: PictureReference | None


def roll_of_pictures(
    pictures: Any,
    usable: np.ndarray,
    counted: np.ndarray,
    scale: tuple[float, float],
    *,
    reference: np.ndarray | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> RollOfPictures:
    """Roll of each frame.

    Parameters
    ----------
    pictures : (frames, y, x) uint8 array-like
        Read in blocks.
    usable : (frames,) bool array
        False for frames that are missing or empty.
    counted : (y, x) bool array
        Pixels of the region that no mask covers.
    scale : (float, float)
        Pixels of the frame for one of the picture, right and down.
    reference : (frames,) bool array, optional
        Frames whose median roll is zero; by default all.
    workers : int
        Threads.
    progress : callable(done, total), optional
    """
    n = len(usable)
    degrees, errors = np.full(n, np.nan), np.full(n, np.nan)
    reasons = np.where(usable, Reason.DEFINED, Reason.MISSING_FRAME).astype(np.uint8)
    zero_frames = usable if reference is None else usable & reference
    if not zero_frames.any():
        reasons[usable] = Reason.LOST
        return RollOfPictures(degrees, errors, reasons, None)
    sample = np.flatnonzero(zero_frames)
    picked = np.linspace(0, len(sample) - 1, min(SAMPLE_FRAMES, len(sample))).astype(int)
    frames = np.stack([pictures[int(k) : int(k) + 1][0] for k in sample[picked]])
    fitted = fit_reference(frames, counted, scale)
    if not fitted.expected_se_deg < _MOST_ERROR_DEG:
        reasons[usable] = Reason.NO_CONTRAST
        return RollOfPictures(degrees, errors, reasons, fitted)
    alike = np.full(n, np.nan)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for first in range(0, n, _BLOCK_FRAMES):
            block = np.asarray(pictures[first : first + _BLOCK_FRAMES], np.float32)
            here = first + np.flatnonzero(usable[first : first + len(block)])
            found = list(pool.map(partial(_best, fitted.reference), block[here - first]))
            degrees[here] = [-np.degrees(one.motion[2]) for one in found]
            errors[here] = [np.degrees(one.turn_se) for one in found]
            alike[here] = [one.likeness for one in found]
            if progress is not None:
                progress(first + len(block), n)
    good = usable & (alike > _LEAST_LIKENESS) & (errors < _MOST_ERROR_DEG)
    reasons[usable & ~good] = Reason.LOST
    if (good & zero_frames).any():
        degrees -= np.median(degrees[good & zero_frames])
    degrees, errors = (np.where(good, values, np.nan) for values in (degrees, errors))
    return RollOfPictures(degrees, errors, reasons, fitted)


def _best(reference: Reference, frame: np.ndarray) -> Laid:
    """The frame laid over from its place, or from other turns where that fails."""
    found = reference.lay(frame)
    if found.likeness > _SURE_LIKENESS:
        return found
    tries = [found]
    for start in _STARTS_DEG:
        tries.append(reference.lay(frame, (*STILL[:2], float(np.radians(start)), STILL[3])))
    return max(tries, key=lambda one: one.likeness if np.isfinite(one.likeness) else -np.inf)
