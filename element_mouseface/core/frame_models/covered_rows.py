"""Scores of held-out rows whose features are computed with parts of the picture covered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ...errors import ResultMismatchError
from ..frame_features.motion_basis import MotionBasis
from ..frame_features.table import FrameTable
from ..learning.parallel import count_workers, in_threads
from ..store.result import Result
from .covering import Cover, CoveredRecording
from .event_table import SUMMARIES
from .features import rows_of
from .separation import HeldOutRows
from .trained import TrainedModel

#: features of a table and of its recording differ by no more, relative to their spread
_SAME = 1e-3


class CoveredRows:
    """Held-out rows of several recordings.

    Parameters
    ----------
    trained : TrainedModel
    rows : HeldOutRows
    results : sequence of Result
        One for each table of the model.
    basis : MotionBasis, optional
    frames_of_event : int
        At most so many frames of an event's window, and of its baseline.
    """

    def __init__(
        self,
        trained: TrainedModel,
        rows: HeldOutRows,
        results: Sequence[Result],
        basis: MotionBasis | None,
        frames_of_event: int,
    ):
        self.results, self._rows, self._trained = tuple(results), rows, trained
        self._names, self._basis, self._most = trained.model.features.names, basis, frames_of_event
        self._faces: list[np.ndarray] = []

    @cached_property
    def _x(self) -> np.ndarray:
        """(rows, features) as the tables have them: each fold leaves out columns of its own."""
        key = self._rows
        features = self._trained.model.features
        every = replace(features, usable=np.ones(len(features.names), bool))
        return rows_of(every, self._trained.tables, key.table, key.row)

    @cached_property
    def not_covered(self) -> tuple[str, ...]:
        """Features that the model uses and that stay as they are when the picture is covered."""
        used = self._trained.model.features.usable
        covered = set(self._recording(int(self._rows.table[0])).names)
        return tuple(
            name for name, use in zip(self._names, used, strict=True) if use and name not in covered
        )

    def face(self) -> np.ndarray:
        """(y, x) float32 mean of what the rows show, each recording alike."""
        return np.mean(self._faces, axis=0).astype(np.float32)

    def scores(
        self,
        covers: Sequence[Cover],
        workers: int | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[np.ndarray, list[np.ndarray]]:
        """(rows, outputs) scores as they are, and with each cover.

        One recording's frames are in memory at a time.
        """
        n = len(self._rows)
        out = [np.full((n, self._rows.models[0].n_outputs), np.nan) for _ in range(len(covers) + 1)]
        numbers = np.unique(self._rows.table)
        if covers:
            self._faces = []
        with in_threads(count_workers(workers)) as run_all:
            for done, number in enumerate(numbers if covers else ()):
                here = np.flatnonzero(self._rows.table == number)
                recording = self._recording(int(number))
                table = self._trained.tables[number]
                times_s = np.asarray(recording.result.times_s)
                sampled = _Sampled.of(table, self._rows.row[here], times_s, self._most)
                recording.load(sampled.frames)
                self._faces.append(recording.face())
                if table.kind == "frames":
                    self._check(recording, here)
                columns = [self._names.index(name) for name in recording.names]
                parts = [(here, columns, sampled, recording, cover) for cover in (None, *covers)]
                for place, found in enumerate(run_all(self._scored, parts)):
                    out[place][here] = found
                if progress is not None:
                    progress(done + 1, len(numbers))
        return out[0], out[1:]

    def _scored(self, part: Any) -> np.ndarray:
        here, columns, sampled, recording, cover = part
        x = self._x[here].copy()
        x[:, columns] = sampled.summarized(recording.values(cover))
        return self._rows.scores(x, here)

    def _recording(self, number: int) -> CoveredRecording:
        table = self._trained.tables[number]
        basis = self._basis if table.about.get("motion_basis") else None
        return CoveredRecording(self.results[number], table, self._names, basis)

    def _check(self, recording: CoveredRecording, here: np.ndarray) -> None:
        """Refuse a table of frames whose numbers are not what its recording gives."""
        columns = [self._names.index(name) for name in recording.names]
        due, found = self._x[here][:, columns], recording.values()
        # rows of several folds are in order, and each frame is there once
        with np.errstate(invalid="ignore"):
            apart = ~np.isclose(due, found, rtol=_SAME, atol=_SAME, equal_nan=True)
        if apart.any():
            row, column = np.argwhere(apart)[0]
            raise ResultMismatchError(
                f"The table of {recording.result.path.name} has other features than its recording.",
                expected=f"{recording.names[column]} {found[row, column]:.6g}",
                got=f"{due[row, column]:.6g}",
                do="compute the features again with this version",
            )


@dataclass(frozen=True, eq=False)
class _Sampled:
    """The frames that rows of a table are computed from, and how.

    Attributes
    ----------
    frames : (n,) int64 array
        All of them, sorted.
    windows, baselines : list of (m,) int arrays
        For each row places in `frames`; of a table of frames there are no baselines.
    summary : str
    """

    frames: np.ndarray
    windows: list[np.ndarray]
    baselines: list[np.ndarray] | None
    summary: str

    @classmethod
    def of(cls, table: FrameTable, rows: np.ndarray, times_s: np.ndarray, most: int) -> _Sampled:
        """Of some rows of a table of frames or events."""
        if table.kind == "frames":
            frames = np.unique(rows)
            return cls(frames, [np.array([k]) for k in np.searchsorted(frames, rows)], None, "mean")
        about = table.about
        window, baseline = about.get("window_s"), about.get("baseline_s")
        spans, before = [], []
        for row in rows.tolist():
            event = about["events"][row]
            onset = event["onset_s"]
            first, stop = window or (0.0, event["offset_s"] - onset)
            spans.append(_spread(times_s, onset + first, onset + stop, most))
            if baseline is not None:
                before.append(_spread(times_s, onset + baseline[0], onset + baseline[1], most))
        frames = np.unique(np.concatenate([*spans, *before]))
        windows = [np.searchsorted(frames, one) for one in spans]
        baselines = [np.searchsorted(frames, one) for one in before]
        return cls(frames, windows, baselines or None, about["summary"])

    def summarized(self, values: np.ndarray) -> np.ndarray:
        """(rows, columns) of (frames, columns) features."""
        found = np.array([_one(values[at], self.summary) for at in self.windows])
        if self.baselines is not None:
            found -= np.array([_one(values[at], "mean") for at in self.baselines])
        return found


def _spread(times_s: np.ndarray, first_s: float, stop_s: float, most: int) -> np.ndarray:
    """Frames of a span, at most so many."""
    first, stop = np.searchsorted(times_s, (first_s, stop_s), "left")
    places = np.linspace(0, stop - first - 1, min(most, stop - first)).round().astype(np.int64)
    return first + np.unique(places)


def _one(values: np.ndarray, summary: str) -> np.ndarray:
    found = np.full(values.shape[1], np.nan)
    some = np.isfinite(values).any(axis=0)
    if some.any():
        found[some] = SUMMARIES[summary](values[:, some], axis=0)
    return found
