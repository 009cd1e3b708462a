"""Make prototypes from descriptors and events by the published method."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import numpy as np

from .... import __version__
from ....errors import ClockError
from ....params import Crop, ScoreParams
from ...events import Events
from ...features.quality import FrameFlag
from ..method.checks import check_events
from . import similarity as _similarity
from .prototypes import Prototypes, SourceFile, SourceFrame
from .selection import neutral_mean, neutral_stillest, neutral_typical, prototype, rows_of_frames

UNUSABLE = FrameFlag.MISSING | FrameFlag.CONSTANT | FrameFlag.BLACK
"""Frames with one of these flags show no face: their scores are NaN."""


@dataclass(frozen=True)
class Frames:
    """The checked inputs that every step needs."""

    descriptors: Any
    times_s: np.ndarray
    flags: np.ndarray
    valid: np.ndarray
    usable: np.ndarray
    consecutive: np.ndarray


def make_prototypes(
    descriptors: Any,
    times_s: np.ndarray,
    flags: np.ndarray | None,
    events: Events,
    params: ScoreParams | None = None,
    *,
    source_files: Sequence[Any] = (),
    crop: Crop | None = None,
    progress: _similarity.Progress | None = None,
) -> Prototypes:
    """The prototypes of a recording, without scoring it; see `score_published`.

    Raises
    ------
    PrototypeError, EventsError, ClockError
        As `score_published`.
    """
    params = params or ScoreParams()
    times_s = checked_times(times_s, descriptors.shape[0])
    check_events(events, times_s, params.max_gap_s)
    frames = gather_frames(descriptors, times_s, flags, Steps(progress, 1))
    return prototypes_of_frames(frames, events, params, source_files, crop)


class Steps:
    """Combine the progress of several passes over the frames."""

    def __init__(self, progress: _similarity.Progress | None, passes: int):
        self._report, self._passes, self._done = progress, passes, 0

    def __call__(self, done: int, total: int) -> None:
        if self._report is not None:
            self._report(self._done * total + done, self._passes * total)

    def next(self) -> None:
        """A pass is done."""
        self._done += 1


def checked_times(times_s: np.ndarray, n_frames: int) -> np.ndarray:
    """The times as float64, if there is one per frame and each is later than the one before.

    A frame without a time has NaN: it is scored, and belongs to no event.
    """
    times_s = np.asarray(times_s, dtype=np.float64)
    known = times_s[~np.isnan(times_s)]
    fits = times_s.shape == (n_frames,) and known.size > 0 and np.isfinite(known).all()
    if not fits or (np.diff(known) <= 0).any():
        raise ClockError(
            "The frame times do not fit the descriptors.",
            expected=f"{n_frames} increasing times in seconds; NaN for frames without, but not all",
            got=f"{times_s.shape} times, {known.size} of them numbers, "
            f"{int((np.diff(known) <= 0).sum())} not after the one before",
            do="give the times of the movie that the descriptors were made from, in seconds",
        )
    return times_s


def gather_frames(
    descriptors: Any, times_s: np.ndarray, flags: np.ndarray | None, steps: Steps
) -> Frames:
    """The inputs of every step, with which frames can be used and how still each is."""
    n_frames, numbers = descriptors.shape
    flags = np.zeros(n_frames, np.uint16) if flags is None else np.asarray(flags, dtype=np.uint16)
    if flags.shape != (n_frames,):
        raise ClockError(
            "The frames' flags do not fit the descriptors.",
            expected=f"{n_frames} flags",
            got=f"{flags.shape}",
            do="give the flags of the descriptors' result, or none",
        )
    known = getattr(descriptors, "valid", None)
    valid = np.ones(numbers, dtype=bool) if known is None else np.asarray(known, dtype=bool)
    usable = (flags & np.uint16(UNUSABLE)) == 0
    consecutive = _similarity.consecutive_similarity(
        descriptors, valid=valid, usable=usable, progress=steps
    )
    steps.next()
    return Frames(descriptors, times_s, flags, valid, usable, consecutive)


def baseline_of(events: Events | None, frames: Frames, params: ScoreParams) -> np.ndarray:
    """Usable frames of a neutral face with a time; all frames if there are no events."""
    if events is None:
        return frames.usable & np.isfinite(frames.times_s)
    return frames.usable & events.baseline(frames.times_s, params.baseline_margin_s)


def _neutral(frames: Frames, events: Events, params: ScoreParams) -> tuple[np.ndarray, np.ndarray]:
    """The neutral face as `params.neutral` says, and the frames it was made of."""
    baseline = baseline_of(events, frames, params)
    if params.neutral == "mean":
        return neutral_mean(frames.descriptors, baseline, valid=frames.valid)
    # A repeated frame of a camera equals its neighbor without regard to the face.
    repeated = (frames.flags & np.uint16(FrameFlag.REPEATED)) != 0
    stillness = np.where(repeated, np.nan, frames.consecutive)
    if params.neutral == "stillest":
        return neutral_stillest(
            frames.descriptors,
            stillness,
            n_frames=params.stillest_frames,
            first_frames=params.stillest_of,
        )
    before = baseline & (frames.times_s < events.rows[0].onset_s)
    # The published program looks before the first cue; a movie may begin with it.
    enough = np.isfinite(stillness[1:][before[:-1]]).any()
    return neutral_typical(frames.descriptors, stillness, before if enough else baseline)


def prototypes_of_frames(
    frames: Frames,
    events: Events,
    params: ScoreParams,
    source_files: Sequence[Any] = (),
    crop: Crop | None = None,
) -> Prototypes:
    """Neutral, and the prototype of every stimulus, from checked frames."""
    neutral, _ = _neutral(frames, events, params)
    vectors, sources = [], []
    for name in events.names:
        vector, chosen, r = _prototype_of(name, events, frames, neutral, params)
        vectors.append(vector)
        sources += _source_frames(name, chosen, r, frames.times_s, source_files)
    return Prototypes(
        names=events.names,
        vectors=np.array(vectors),
        neutral=neutral,
        valid=frames.valid,
        grid=tuple(frames.descriptors.grid),
        hog=frames.descriptors.params,
        crop=crop,
        score_params=params.to_dict(),
        source_frames=tuple(sources),
        source_files=tuple(
            SourceFile(PurePath(file.path).name, file.sha256, int(file.first_frame))
            for file in source_files
        ),
        created_by=f"element_mouseface {__version__}",
        created_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )


def _prototype_of(
    name: str, events: Events, frames: Frames, neutral: np.ndarray, params: ScoreParams
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A stimulus's prototype, the frames it was made of, and their similarity to neutral."""
    candidates = np.flatnonzero(events.frames(frames.times_s, name) & frames.usable)
    vector, chosen = prototype(
        frames.descriptors,
        candidates,
        neutral,
        name,
        n_frames=params.prototype_frames,
        valid=frames.valid,
    )
    rows = rows_of_frames(frames.descriptors, chosen)[:, frames.valid]
    return vector, chosen, _similarity.pearson_rows(rows, neutral[None, frames.valid])[:, 0]


def _source_frames(
    name: str, chosen: np.ndarray, r: np.ndarray, times_s: np.ndarray, files: Sequence[Any]
) -> list[SourceFrame]:
    """The origin of a prototype's frames, least like neutral first, with the file's own number."""
    starts = [int(file.first_frame) for file in files]
    rows = []
    for rank, (frame, similarity) in enumerate(zip(chosen, r, strict=True)):
        at = int(np.searchsorted(starts, frame, side="right")) - 1 if starts else None
        rows.append(
            SourceFrame(
                prototype=name,
                rank=rank,
                frame=int(frame),
                time_s=float(times_s[frame]),
                r_neutral=float(similarity),
                file=None if at is None else PurePath(files[at].path).name,
                file_frame=None if at is None else int(frame) - starts[at],
            )
        )
    return rows
