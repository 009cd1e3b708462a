"""The CSV tables of a scored recording.

A value that is not defined is a blank cell, never "nan"; yes and no are 1 and 0.  Each file
is written atomically; one that is there and holds something else is replaced only
with ``overwrite``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from ..events.habituation import HabituationRow
from ..events.windows import EventRow
from ..features.quality import flag_names
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
    "measure",
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
TRIAL_COLUMNS = ("measure", *(field.name for field in dataclasses.fields(Trial)))
TIME_COURSE_COLUMNS = ("measure", *(field.name for field in dataclasses.fields(TimeCourse)))
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

    Values that were not computed have no column; a refused stimulus has NaN.
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


def tables(scored: ScoredRecording) -> dict[str, tuple[Sequence[str], Iterable[list[Any]]]]:
    """The header and the rows of each table that a recording has, by the file's name.

    Folds, trials, time courses and registration only where a method has them.
    """
    found = list(scored.methods.values())
    made: dict[str, tuple[Sequence[str], Iterable[list[Any]]]] = {
        "scores.csv": _frames(scored),
        "bouts.csv": (BOUT_COLUMNS, _bouts(found)),
        "events.csv": (EVENT_COLUMNS, _measured(found, "event_rows", EVENT_COLUMNS)),
        "habituation.csv": (
            HABITUATION_COLUMNS,
            _measured(found, "habituation", HABITUATION_COLUMNS),
        ),
    }
    for name, (columns, kind, cells) in _OF_SOME_METHODS.items():
        rows = [
            [scores.measure, *cells(row, scored)]
            for scores in found
            for row in getattr(scores, kind)
        ]
        if rows:
            made[name] = columns, rows
    for scores in found:
        if scores.lost is not None:
            made["registration.csv"] = _registration(scored, scores)
    return made


def _frames(scored: ScoredRecording) -> tuple[list[str], Iterator[list[Any]]]:
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
            yield [frame, *values, names[int(flags[frame])]]

    return ["frame", "time_s", *columns, "flags"], rows()


def _bouts(found: Sequence[MethodScores]) -> Iterator[list[Any]]:
    """bouts.csv: bouts of similarity, of the contrast score, and of fear; times in seconds.

    `peak` and `mean` are in the row's `unit`.
    """
    named = [(scores.unit, *bouts) for scores in found for bouts in scores.bouts.items()]
    for unit, measure, bouts in sorted(named, key=lambda of: of[1] in FRAME_BOUTS):
        kind, unit = FRAME_BOUTS.get(measure, (measure, unit))
        yield from ([kind, measure, unit, *_cells(bout, BOUT_COLUMNS[3:])] for bout in bouts)


def _measured(
    found: Sequence[MethodScores], kind: str, columns: Sequence[str]
) -> Iterator[list[Any]]:
    """events.csv: one row for each measure, event, prototype and window; and habituation.csv.

    `mean`, `peak`, `baseline`, `change`, `slope` and their errors are in the row's `unit`,
    `auc` in that times seconds; what ends in `_s` is in seconds.
    """
    for scores in found:
        for measure, rows in getattr(scores, kind).items():
            yield from ([measure, scores.unit, *_cells(row, columns[2:])] for row in rows)


def _fold(fold: Any, scored: ScoredRecording) -> list[Any]:
    """A row of folds.csv: frames that were scored by prototypes made without an event."""
    event = None if scored.events is None else scored.events.rows[fold.event_index]
    times = scored.times_s[[fold.start_frame, fold.stop_frame - 1]].tolist()
    limits = (None, None) if event is None else (event.onset_s, event.offset_s)
    frames = (fold.start_frame, fold.stop_frame)
    return [fold.number, *frames, *times, fold.event_index, fold.name, *limits, fold.group]


def _registration(
    scored: ScoredRecording, scores: MethodScores
) -> tuple[list[str], Iterator[list[Any]]]:
    """registration.csv: the head's shift as measured, and the residual shift after registration.

    Pixels of the crop, x to the right and y down; light relative to the reference; whether the
    frame was lost; the misfit, about 1 in neutral frames.
    """
    lost = np.asarray(scores.lost, bool).tolist()
    table = np.column_stack([scored.times_s, *map(scores.frame_trace, REGISTRATION_COLUMNS)])
    rows = (
        [frame, *values[:-1], lost[frame], values[-1]]
        for frame, values in enumerate(table.tolist())
    )
    return ["frame", "time_s", *REGISTRATION_COLUMNS[:-1], "lost", REGISTRATION_COLUMNS[-1]], rows


def _cells(row: Any, columns: Sequence[str]) -> list[Any]:
    return [getattr(row, column) for column in columns]


#: of each table that only some methods have: its columns, the attribute that holds the rows, and
#: the cells of one after its measure
_OF_SOME_METHODS: dict[str, tuple[Sequence[str], str, Callable[..., list[Any]]]] = {
    "folds.csv": (FOLD_COLUMNS, "folds", _fold),
    "trials.csv": (TRIAL_COLUMNS, "trials", lambda row, _: _cells(row, TRIAL_COLUMNS[1:])),
    "time_courses.csv": (
        TIME_COURSE_COLUMNS,
        "courses",
        lambda row, _: _cells(row, TIME_COURSE_COLUMNS[1:]),
    ),
}
