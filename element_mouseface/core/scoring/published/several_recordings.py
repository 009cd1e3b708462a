"""Published prototypes of several recordings, taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ....params import ScoreParams
from ...events import Events
from ..method.fitted import Fitted, FrameOrigin
from ..method.recording import Recording, RecordingFile
from .concatenated import ConcatenatedRows, concatenate_events, concatenate_times, split_frames
from .making import make_prototypes


def fit_recordings(recordings: Sequence[Recording], params: ScoreParams) -> Fitted:
    """Prototypes from the events of all recordings, and which frames of each made them.

    Raises
    ------
    PrototypeError, EventsError, ClockError, ResultError
        If a stimulus has no usable frame, grids differ, or a result is gone.
    """
    counts = [one.n_frames for one in recordings]
    times_s, shifts = concatenate_times([one.times_s for one in recordings])
    found = make_prototypes(
        ConcatenatedRows([one.descriptors for one in recordings]),
        times_s,
        np.concatenate([_flags(one) for one in recordings]),
        concatenate_events([one.events or Events(()) for one in recordings], shifts),
        params,
        source_files=_files(recordings, counts),
        crop=recordings[0].crop if len(recordings) == 1 else None,
    )
    dates = [one.recorded_at for one in recordings if one.recorded_at]
    found = replace(found, recorded_at=max(dates, default=""))
    part, number = split_frames(np.array([f.frame for f in found.source_frames]), counts)
    frames = tuple(
        FrameOrigin(
            frame.prototype, int(p), int(n), frame.rank, frame.time_s - shifts[p], frame.r_neutral
        )
        for frame, p, n in zip(found.source_frames, part, number, strict=True)
    )
    return Fitted(found, params, source_frames=frames)


def _flags(recording: Recording) -> np.ndarray:
    flags = getattr(recording.descriptors, "flags", None)
    return np.zeros(recording.n_frames, np.uint16) if flags is None else np.asarray(flags)


def _files(recordings: Sequence[Recording], counts: Sequence[int]) -> list[RecordingFile]:
    """All files with their first frame in the concatenated recordings."""
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    return [
        RecordingFile(file.path, file.sha256, file.first_frame + int(begin))
        for one, begin in zip(recordings, begins, strict=True)
        for file in one.files
    ]
