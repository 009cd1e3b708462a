"""Neutral face and stimulus prototypes of the published method, as plain functions.

A prototype is a descriptor: the mean of the ten frames of a stimulus's events
that are least like the neutral face.  It is named for the stimulus.  Whether a stimulus stands for
an emotion is an interpretation, which is not made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ....errors import PrototypeError
from .similarity import mean_descriptor, pearson_rows

_ROWS_AT_ONCE = 256


def neutral_mean(
    descriptors: Any, baseline: np.ndarray, *, valid: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Neutral as the mean descriptor of the baseline frames.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
    baseline : (frames,) bool array
        Usable frames outside every event and, by default, the two seconds after it.
    valid : (numbers,) bool array, optional
        Numbers that count.

    Returns
    -------
    neutral : (numbers,) float64 array
    frames : (n,) int array
        The frames averaged.

    Raises
    ------
    PrototypeError
        If there is no baseline frame.

    Notes
    -----
    Source: Dolensek et al., Science 368, 89 (2020): the neutral prototype is the
    mean of baseline frames.
    """
    frames = np.flatnonzero(baseline)
    neutral, n_used = mean_descriptor(descriptors, baseline, valid=valid)
    if n_used == 0:
        raise PrototypeError(
            "There is no neutral face: no usable frame lies outside the events.",
            expected="frames before, between or after the events",
            got=f"{len(frames)} frames there, all of them with descriptors without variance"
            if len(frames)
            else "no usable frame there",
            do="film some seconds without stimuli, or shorten baseline_margin_s; if all cells have "
            "fine texture, L2-Hys clips every number to one value: use a larger cell or another "
            "block_norm",
        )
    return neutral, frames


def neutral_stillest(
    descriptors: Any,
    stillness: np.ndarray,
    *,
    n_frames: int = 250,
    first_frames: int = 3000,
) -> tuple[np.ndarray, np.ndarray]:
    """Neutral as the mean of the stillest frames at the recording's beginning.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
    stillness : (frames,) array
        Greater is stiller; `similarity.consecutive_similarity` by default.  NaN
        frames are not taken.
    n_frames, first_frames : int
        Number of frames, and the number of first frames to choose from.

    Returns
    -------
    neutral : (numbers,) float64 array
    frames : (n,) int array
        In order of time; fewer than `n_frames` where there are fewer.

    Raises
    ------
    PrototypeError
        If no frame can be used.

    Notes
    -----
    Source: a variant in analyses after Dolensek et al. (2020): 250 of the first
    3000 frames.  Those were frame counts of one camera; they stay counts because they are a sample
    size, not a duration.
    """
    head = np.asarray(stillness[:first_frames], dtype=np.float64)
    usable = np.flatnonzero(np.isfinite(head))
    if not len(usable):
        raise PrototypeError(
            "There is no neutral face: none of the first frames can be used.",
            expected=f"usable frames among the first {first_frames}",
            got=f"{len(head)} frames without a correlation to the frame before",
            do="check these frames: they are missing, black or constant; or use neutral 'mean'",
        )
    # A stable sort keeps the earlier of two equally still frames, on every platform.
    order = usable[np.argsort(-head[usable], kind="stable")]
    frames = np.sort(order[:n_frames])
    return rows_of_frames(descriptors, frames).mean(axis=0), frames


def neutral_typical(
    descriptors: Any, consecutive: np.ndarray, baseline: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Neutral as the one baseline frame most like the frame after it.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
    consecutive : (frames,) array
        `similarity.consecutive_similarity`: r with the frame before.
    baseline : (frames,) bool array
        Frames to choose from.  The published program takes those before the
        first stimulus.

    Returns
    -------
    neutral : (numbers,) float64 array
    frames : (1,) int array

    Raises
    ------
    PrototypeError
        If no frame can be used.

    Notes
    -----
    Source: Tye lab's MouseFacialExpressionAnalysis, `face_utils.py`: among the
    frames before the first cue, the one whose correlation with the next frame is
    the greatest.
    """
    to_next = np.full(len(consecutive), np.nan)
    to_next[:-1] = consecutive[1:]
    to_next[~np.asarray(baseline, dtype=bool)] = np.nan
    if not np.isfinite(to_next).any():
        raise PrototypeError(
            "There is no neutral face: no baseline frame has a usable neighbor.",
            expected="two usable frames in a row outside the events",
            got=f"{int(np.sum(baseline))} baseline frames",
            do="film some seconds without stimuli, or shorten baseline_margin_s; or use neutral "
            "'mean', which needs no neighbors",
        )
    frame = int(np.nanargmax(to_next))
    return rows_of_frames(descriptors, [frame])[0], np.array([frame])


def least_like_neutral(
    descriptors: Any,
    candidates: np.ndarray,
    neutral: np.ndarray,
    *,
    n_frames: int = 10,
    valid: np.ndarray | None = None,
) -> np.ndarray:
    """Of the candidate frames, those least correlated with neutral.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
    candidates : (n,) int array
        Frame numbers, in order: the frames of all events of a stimulus.
    neutral : (numbers,) array
    n_frames : int
        How many to take.
    valid : (numbers,) bool array, optional
        Numbers that count.

    Returns
    -------
    (up to n_frames,) int array
        Frame numbers, the least like neutral first; of equals the earlier.
        Frames without a correlation are not taken.
    """
    keep = slice(None) if valid is None else np.asarray(valid, dtype=bool)
    candidates = np.asarray(candidates, dtype=np.int64)
    r = np.full(len(candidates), np.nan)
    for start in range(0, len(candidates), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        rows = rows_of_frames(descriptors, candidates[part])
        r[part] = pearson_rows(rows[:, keep], neutral[None, keep])[:, 0]
    usable = np.flatnonzero(np.isfinite(r))
    return candidates[usable[np.argsort(r[usable], kind="stable")[:n_frames]]]


def prototype(
    descriptors: Any,
    candidates: np.ndarray,
    neutral: np.ndarray,
    name: str,
    *,
    n_frames: int = 10,
    valid: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """A stimulus's prototype: the mean of its frames least like neutral.

    Parameters
    ----------
    descriptors, candidates, neutral, n_frames, valid
        See `least_like_neutral`.
    name : str
        The stimulus, for the message.

    Returns
    -------
    vector : (numbers,) float64 array
    frames : (up to n_frames,) int array
        The frames averaged, the least like neutral first.

    Raises
    ------
    PrototypeError
        If no candidate can be used.

    Notes
    -----
    Source: Dolensek et al., Science 368, 89 (2020): of a stimulus's frames, the
    ten least like neutral, averaged.
    """
    frames = least_like_neutral(descriptors, candidates, neutral, n_frames=n_frames, valid=valid)
    if not len(frames):
        raise PrototypeError(
            f"No prototype for {name!r}: none of its frames can be used.",
            expected="at least one frame with a face inside an event of the stimulus",
            got=f"{len(candidates)} frames, all of them missing, black or constant"
            if len(candidates)
            else "no frame inside its events",
            do="check the events' times against the movie, and its frames with `mouseface info`",
        )
    return rows_of_frames(descriptors, frames).mean(axis=0), frames


def rows_of_frames(descriptors: Any, frames: Sequence[int] | np.ndarray) -> np.ndarray:
    """The descriptors of scattered frames, read in runs of neighbors.

    Stores are read by chunk: one slice a run costs less than one read a frame.

    Returns
    -------
    (n, numbers) float64 array
        In the order of `frames`.
    """
    frames = np.asarray(frames, dtype=np.int64)
    out = np.empty((len(frames), descriptors.shape[1]))
    order = np.argsort(frames, kind="stable")
    breaks = np.flatnonzero(np.diff(frames[order]) > 1) + 1
    for run in np.split(order, breaks):
        if len(run):
            first = frames[run[0]]
            block = np.asarray(descriptors[int(first) : int(frames[run[-1]]) + 1])
            out[run] = block[frames[run] - first]
    return out
