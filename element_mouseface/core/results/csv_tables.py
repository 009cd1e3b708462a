"""Write scores as CSV tables.

A value that is not defined is a blank cell, never "nan".  Each file is written
atomically; one that is there and holds something else is replaced only
with ``overwrite``.
"""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..events.bouts import Bout
from ..events.habituation import HabituationRow
from ..events.windows import EventRow
from ..features.quality import flag_names
from ..outputs import whole_file
from ..scoring.contrast import TimeCourse, Trial
from ..scoring.scores import MethodScores
from .scored import ScoredRecording

BOUT_COLUMNS = (
    "kind",
    "measure",
    "unit",
    "name",
    "start_s",
    "stop_s",
    "duration_s",
    "first_frame",
    "n_frames",
    "n_valid",
    "peak",
    "peak_s",
    "mean",
)
EVENT_COLUMNS = ("measure", "unit", *(field.name for field in dataclasses.fields(EventRow)))
HABITUATION_COLUMNS = (
    "measure",
    "unit",
    *(field.name for field in dataclasses.fields(HabituationRow)),
)
FOLD_COLUMNS = (
    "fold",
    "start_frame",
    "stop_frame",
    "start_s",
    "stop_s",
    "held_out_event_index",
    "stimulus",
    "onset_s",
    "offset_s",
    "group",
)
TRIAL_COLUMNS = tuple(field.name for field in dataclasses.fields(Trial))
TIME_COURSE_COLUMNS = tuple(field.name for field in dataclasses.fields(TimeCourse))
REGISTRATION_COLUMNS = (
    "shift_x_px",
    "shift_y_px",
    "residual_shift_x_px",
    "residual_shift_y_px",
    "light",
    "misfit",
)
"""Of the traces that belong to no stimulus, those in registration.csv."""
FRAME_BOUTS = {"consecutive_similarity": ("fear", "1 - r")}
"""Kind and unit of bouts that belong to no stimulus, by their measure."""


def column_of(name: str, measure: str) -> str:
    """The column of scores.csv for a stimulus and a measure."""
    return f"{name}_{'normalized' if measure.startswith('similarity_') else measure}"


def frame_columns(scored: ScoredRecording) -> dict[str, np.ndarray]:
    """The columns of scores.csv with numbers: of each stimulus and measure, and of each frame.

    What was not computed has no column; a stimulus that is refused has NaN in its own.
    """
    none = np.full(len(scored), np.nan)
    columns = {}
    for scores in scored.methods.values():
        for measure in dict.fromkeys([scores.measure, *(t.measure for t in scores.traces)]):
            for name in scores.names:
                trace, column = scores.trace(name, measure), column_of(name, measure)
                columns[column] = none if trace is None else trace.values
                if scores.has_errors and measure == scores.measure:
                    errors = None if trace is None else trace.errors
                    columns[f"{column}_se"] = none if errors is None else errors
        for name, values in scores.frame_traces.items():
            if name not in REGISTRATION_COLUMNS:
                columns[name] = values
    return columns


def write_scores(path: str | Path, scored: ScoredRecording, *, overwrite: bool = False) -> Path:
    """scores.csv: one row per frame.

    Similarity, r to neutral and to the frame before; contrast scores with their
    standard errors, blank where refused; flags, names joined by '+', blank for an
    ordinary frame.
    """
    columns = frame_columns(scored)
    flags = np.zeros(len(scored), np.uint16) if scored.flags is None else scored.flags
    names = {int(value): flag_names(int(value)) for value in np.unique(flags)}

    def rows() -> Iterator[list[Any]]:
        table = np.column_stack([scored.times_s, *columns.values()])
        for frame, values in enumerate(table.tolist()):
            yield [frame, *map(_cell, values), names[int(flags[frame])]]

    return _write_csv(path, ["frame", "time_s", *columns, "flags"], rows(), overwrite)


def write_bouts(path: str | Path, scored: ScoredRecording, *, overwrite: bool = False) -> Path:
    """bouts.csv: bouts of similarity, of the contrast score, and of fear; times in seconds.

    `peak` and `mean` are in the row's `unit`.
    """
    own: list[tuple[str, str, str, Bout]] = []
    frames: list[tuple[str, str, str, Bout]] = []
    for scores in scored.methods.values():
        for measure, bouts in scores.bouts.items():
            if measure in FRAME_BOUTS:
                frames += [(FRAME_BOUTS[measure][0], measure, FRAME_BOUTS[measure][1], b)
                           for b in bouts]  # fmt: skip
            else:
                own += [(measure, measure, scores.unit, bout) for bout in bouts]
    rows = (
        [*kind, *(_cell(getattr(bout, column)) for column in BOUT_COLUMNS[3:])]
        for *kind, bout in (*own, *frames)
    )
    return _write_csv(path, BOUT_COLUMNS, rows, overwrite)


def write_event_rows(path: str | Path, scored: ScoredRecording, *, overwrite: bool = False) -> Path:
    """events.csv: one row for each measure, event, prototype and window.

    `mean`, `peak`, `baseline`, `change` and their errors are in the row's `unit`, `auc`
    in that times seconds; what ends in `_s` is in seconds.
    """
    return _write_rows(path, EVENT_COLUMNS, scored, "event_rows", overwrite)


def write_habituation(
    path: str | Path, scored: ScoredRecording, *, overwrite: bool = False
) -> Path:
    """habituation.csv: how the mean changes over the trials of a stimulus.

    `slope` and its error are in the row's `unit` per trial.
    """
    return _write_rows(path, HABITUATION_COLUMNS, scored, "habituation", overwrite)


def write_folds(path: str | Path, scored: ScoredRecording, *, overwrite: bool = False) -> Path:
    """folds.csv: which frames were scored by prototypes made without which event."""

    def row(fold: Any) -> list[Any]:
        event = None if scored.events is None else scored.events.rows[fold.event_index]
        times = scored.times_s[[fold.start_frame, fold.stop_frame - 1]]
        limits = (None, None) if event is None else (event.onset_s, event.offset_s)
        cells = [*map(_cell, map(float, times)), fold.event_index, fold.name, *map(_cell, limits)]
        return [fold.number, fold.start_frame, fold.stop_frame, *cells, fold.group]

    folds = [fold for scores in scored.methods.values() for fold in scores.folds]
    return _write_csv(path, FOLD_COLUMNS, map(row, folds), overwrite)


def write_trials(path: str | Path, scored: ScoredRecording, *, overwrite: bool = False) -> Path:
    """trials.csv: each event's trial, used or why not, and what its response was like."""
    trials = [trial for scores in scored.methods.values() for trial in scores.trials]
    rows = (_cells(trial, TRIAL_COLUMNS) for trial in trials)
    return _write_csv(path, TRIAL_COLUMNS, rows, overwrite)


def write_time_courses(
    path: str | Path, scored: ScoredRecording, *, overwrite: bool = False
) -> Path:
    """time_courses.csv: when each stimulus's responses begin, and how they fade."""
    courses = [course for scores in scored.methods.values() for course in scores.courses]
    rows = (_cells(course, TIME_COURSE_COLUMNS) for course in courses)
    return _write_csv(path, TIME_COURSE_COLUMNS, rows, overwrite)


def _cells(row: Any, columns: tuple[str, ...]) -> list[Any]:
    """Cells of a dataclass's row; yes and no as 1 and 0."""
    values = [getattr(row, column) for column in columns]
    return [int(v) if isinstance(v, bool) else _cell(v) for v in values]


def write_registration(
    path: str | Path, scored: ScoredRecording, scores: MethodScores, *, overwrite: bool = False
) -> Path:
    """registration.csv: the head's shift as measured, and the residual shift after registration.

    Pixels of the crop, x to the right and y down; light relative to the reference; whether the
    frame was lost; the misfit, about 1 in neutral frames.
    """
    lost = np.asarray(scores.lost, bool).tolist()
    table = np.column_stack([scored.times_s, *map(scores.frame_trace, REGISTRATION_COLUMNS)])
    rows = (
        [frame, *map(_cell, values[:-1]), int(lost[frame]), _cell(values[-1])]
        for frame, values in enumerate(table.tolist())
    )
    header = ["frame", "time_s", *REGISTRATION_COLUMNS[:-1], "lost", REGISTRATION_COLUMNS[-1]]
    return _write_csv(path, header, rows, overwrite)


def _write_rows(
    path: str | Path, columns: tuple[str, ...], scored: ScoredRecording, kind: str, overwrite: bool
) -> Path:
    """Rows of dataclasses below columns whose first two are the measure and its unit."""
    cells = (
        [measure, scores.unit, *(_cell(getattr(row, column)) for column in columns[2:])]
        for scores in scored.methods.values()
        for measure, rows in getattr(scores, kind).items()
        for row in rows
    )
    return _write_csv(path, columns, cells, overwrite)


def _write_csv(
    path: str | Path, header: Iterable[str], rows: Iterable[Iterable[Any]], overwrite: bool
) -> Path:
    with whole_file(path, what="the table", overwrite=overwrite) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return Path(path)


def _cell(value: Any) -> Any:
    """A CSV cell: blank for what is not defined, six decimals for what is measured."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}" if math.isfinite(value) else ""
    return value
