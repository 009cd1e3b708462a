"""Published prototypes of several recordings, taken as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ....errors import PrototypeError
from ....params import ScoreParams
from ...events import Event, Events
from ..method.fitted import Fitted, FrameOrigin
from ..method.recording import Recording, RecordingFile
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


#: Longer than any margin, window or bout.
GAP_S = 3600.0


class ConcatenatedRows:
    """Descriptors of several recordings, one after the other, as one array-like.

    Parameters
    ----------
    parts : sequence of array-like
        Each (frames, numbers) with `.params`, `.grid` and `.valid`.

    Raises
    ------
    PrototypeError
        If their grids or parameters differ.

    Attributes
    ----------
    shape : (frames, numbers)
    params, grid
        Those of every part.
    valid : (numbers,) bool array
        Numbers that count in every part.
    """

    def __init__(self, parts: Sequence[Any]):
        first = parts[0]
        for part in parts:
            if (part.params, tuple(part.grid)) != (first.params, tuple(first.grid)):
                raise PrototypeError(
                    "The recordings of one prototype set have different descriptors.",
                    expected=f"a grid of {first.grid} cells, {first.params}",
                    got=f"a grid of {part.grid} cells, {part.params}",
                    do="use crops of one size, and the same HOG parameters",
                )
        self.parts = tuple(parts)
        self.params, self.grid = first.params, first.grid
        self.valid = np.logical_and.reduce([np.asarray(part.valid) for part in parts])
        self._ends = np.cumsum([part.shape[0] for part in parts])
        self.shape = (int(self._ends[-1]), int(first.shape[1]))

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice) -> np.ndarray:
        """Rows of a slice with step 1, as an array."""
        start, stop, step = rows.indices(len(self))
        if step != 1:
            raise IndexError("joined recordings are read by slices with step 1")
        begins = np.concatenate([[0], self._ends[:-1]])
        blocks = [
            np.asarray(part[max(start - begin, 0) : stop - begin])
            for part, begin, end in zip(self.parts, begins, self._ends, strict=True)
            if start < end and stop > begin
        ]
        return np.concatenate(blocks) if blocks else np.empty((0, self.shape[1]), np.float32)


def concatenate_times(times_s: Sequence[np.ndarray]) -> tuple[np.ndarray, list[float]]:
    """Times of the joined recordings, and what was added to each one's own.

    Parameters
    ----------
    times_s : sequence of (frames,) arrays
        Each on its own clock.

    Returns
    -------
    (frames,) float64 array, list of float
        Seconds; the first recording keeps its times.
    """
    joined, shifts, end = [], [], None
    for times in times_s:
        times = np.asarray(times, dtype=np.float64)
        shifts.append(0.0 if end is None else end + GAP_S - float(np.nanmin(times)))
        joined.append(times + shifts[-1])
        end = float(np.nanmax(joined[-1]))
    return np.concatenate(joined), shifts


def concatenate_events(events: Sequence[Events], shifts: Sequence[float]) -> Events:
    """The events of all recordings on the joined times.

    Without amounts: prototypes do not use them, and two recordings may have them in two units.
    """
    return Events.from_rows(
        Event(event.name, event.onset_s + shift, event.offset_s + shift, event.trial_id)
        for some, shift in zip(events, shifts, strict=True)
        for event in some
    )


def split_frames(frames: np.ndarray, counts: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Which recording each joined frame belongs to, and its number there.

    Parameters
    ----------
    frames : (n,) int array
    counts : sequence of int
        Frames of each recording.
    """
    ends = np.cumsum(counts)
    frames = np.asarray(frames, dtype=np.int64)
    part = np.searchsorted(ends, frames, side="right")
    return part, frames - np.concatenate([[0], ends[:-1]])[part]
