"""Write scores as CSV tables.

A value that is not defined is a blank cell, never "nan".  Each file is written
whole or not at all; one that is there and holds something else is replaced only
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

from ...errors import InputError
from ..events import Event, Events
from ..events.bouts import Bout
from ..events.habituation import HabituationRow, habituation
from ..events.windows import EventRow
from ..features.quality import flag_names
from ..outputs import whole_file
from ..scoring.contrast import ContrastScores, TimeCourse, Trial
from ..scoring.contrast.summary import SCORE_UNIT, ContrastResults
from ..scoring.published.result import Scores

__all__ = [
    "BOUT_COLUMNS",
    "EVENT_COLUMNS",
    "FOLD_COLUMNS",
    "HABITUATION_COLUMNS",
    "TIME_COURSE_COLUMNS",
    "REGISTRATION_COLUMNS",
    "TRIAL_COLUMNS",
    "score_columns",
    "write_bouts",
    "write_time_courses",
    "write_event_rows",
    "write_folds",
    "write_habituation",
    "write_registration",
    "write_scores",
    "write_trials",
]

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
    "frame",
    "time_s",
    "shift_x_px",
    "shift_y_px",
    "residual_shift_x_px",
    "residual_shift_y_px",
    "light",
    "lost",
    "misfit",
)


def score_columns(
    scores: Scores | None, contrast: ContrastResults | None = None
) -> tuple[str, ...]:
    """The header of scores.csv: what is not given has no columns."""
    columns = ["frame", "time_s"]
    if scores is not None:
        columns += [f"{name}_similarity" for name in scores.names]
        if scores.normalized is not None:
            columns += [f"{name}_normalized" for name in scores.names]
        columns += ["neutral_similarity", "consecutive_similarity"]
    if contrast is not None:
        for name in contrast.scores.names:
            columns += [f"{name}_score", f"{name}_score_se"]
    return (*columns, "flags")


def write_scores(
    path: str | Path,
    scores: Scores | None,
    contrast: ContrastResults | None = None,
    *,
    times_s: np.ndarray | None = None,
    flags: np.ndarray | None = None,
    overwrite: bool = False,
) -> Path:
    """scores.csv: one row a frame.

    Similarity, r to neutral and to the frame before; contrast scores with their
    standard errors, blank where refused; flags, names joined by '+', blank for an
    ordinary frame.

    Parameters
    ----------
    path : str or Path
    scores : Scores or None
    contrast : ContrastResults, optional
    times_s, flags : (frames,) arrays, optional
        By default those of `scores`; needed without.
    overwrite : bool
        Replace a file that is there and holds something else.
    """
    traces = []
    if scores is not None:
        times_s = scores.times_s if times_s is None else times_s
        flags = scores.flags if flags is None else flags
        traces += [scores.similarity]
        traces += [scores.normalized] if scores.normalized is not None else []
        traces += [scores.neutral_similarity[:, None], scores.consecutive[:, None]]
    if contrast is not None:
        both = np.stack([contrast.scores.score, contrast.scores.score_se], axis=2)
        traces.append(both.reshape(len(both), -1))
    if times_s is None or flags is None or not traces:
        raise InputError(
            "There is nothing to write.",
            expected="scores of a method",
            do="give `scores`; or `contrast` with `times_s` and `flags`",
        )
    names = {int(value): flag_names(int(value)) for value in np.unique(flags)}

    def rows() -> Iterator[list[Any]]:
        table = np.concatenate(traces, axis=1)
        for frame, values in enumerate(table.tolist()):
            cells = [_cell(value) for value in values]
            yield [frame, _cell(float(times_s[frame])), *cells, names[int(flags[frame])]]

    return _write_csv(path, score_columns(scores, contrast), rows(), overwrite)


def write_bouts(
    path: str | Path,
    scores: Scores | None,
    contrast: ContrastResults | None = None,
    *,
    overwrite: bool = False,
) -> Path:
    """bouts.csv: bouts of similarity, of the contrast score, and of fear; times in seconds.

    `peak` and `mean` are in the row's `unit`.
    """
    kinds: list[tuple[str, str, str, Bout]] = []
    if scores is not None:
        kinds += [("similarity", "similarity", "r", bout) for bout in scores.bouts]
    if contrast is not None:
        kinds += [("score", "score", SCORE_UNIT, bout) for bout in contrast.bouts]
    if scores is not None:
        kinds += [("fear", "consecutive_similarity", "1 - r", bout) for bout in scores.fear]
    rows = (
        [*kind, *(_cell(getattr(bout, column)) for column in BOUT_COLUMNS[3:])]
        for *kind, bout in kinds
    )
    return _write_csv(path, BOUT_COLUMNS, rows, overwrite)


def write_event_rows(
    path: str | Path,
    scores: Scores | None,
    contrast: ContrastResults | None = None,
    *,
    overwrite: bool = False,
) -> Path:
    """events.csv: one row for each measure, event, prototype and window.

    `mean`, `peak`, `baseline`, `change` and their errors are in the row's `unit`, `auc`
    in that times seconds; what ends in `_s` is in seconds.
    """
    rows = [("similarity", "r", row) for row in scores.event_rows] if scores is not None else []
    if contrast is not None:
        rows += [("score", SCORE_UNIT, row) for row in contrast.event_rows]
    return _write_rows(path, EVENT_COLUMNS, rows, overwrite)


def write_habituation(
    path: str | Path,
    scores: Scores | None,
    contrast: ContrastResults | None = None,
    *,
    overwrite: bool = False,
) -> Path:
    """habituation.csv: how the mean changes over the trials of a stimulus.

    `slope` and its error are in the row's `unit` per trial.
    """
    rows: list[tuple[str, str, HabituationRow]] = []
    if scores is not None:
        rows += [("similarity", "r", row) for row in habituation(scores.event_rows)]
    if contrast is not None:
        rows += [("score", SCORE_UNIT, row) for row in contrast.habituation]
    return _write_rows(path, HABITUATION_COLUMNS, rows, overwrite)


def write_folds(
    path: str | Path, contrast: ContrastScores, events: Events | None, *, overwrite: bool = False
) -> Path:
    """folds.csv: which frames were scored by prototypes made without which event."""

    def row(fold: Any) -> list[Any]:
        event = None if events is None else events.rows[fold.event_index]
        times = contrast.times_s[[fold.start_frame, fold.stop_frame - 1]]
        return [
            fold.number,
            fold.start_frame,
            fold.stop_frame,
            *map(_cell, map(float, times)),
            fold.event_index,
            fold.name,
            *map(_cell, _limits(event)),
            fold.group,
        ]

    return _write_csv(path, FOLD_COLUMNS, map(row, contrast.folds), overwrite)


def write_trials(path: str | Path, contrast: ContrastScores, *, overwrite: bool = False) -> Path:
    """trials.csv: each event's trial, used or why not, and what its answer was like."""
    rows = (_cells(trial, TRIAL_COLUMNS) for trial in contrast.trials)
    return _write_csv(path, TRIAL_COLUMNS, rows, overwrite)


def write_time_courses(
    path: str | Path, contrast: ContrastScores, *, overwrite: bool = False
) -> Path:
    """time_courses.csv: when each stimulus's responses begin, and how they fade."""
    rows = (_cells(course, TIME_COURSE_COLUMNS) for course in contrast.courses)
    return _write_csv(path, TIME_COURSE_COLUMNS, rows, overwrite)


def _cells(row: Any, columns: tuple[str, ...]) -> list[Any]:
    """Cells of a dataclass's row; yes and no as 1 and 0."""
    values = [getattr(row, column) for column in columns]
    return [int(v) if isinstance(v, bool) else _cell(v) for v in values]


def write_registration(
    path: str | Path, contrast: ContrastScores, *, overwrite: bool = False
) -> Path:
    """registration.csv: the head's shift as measured, and the residual shift after registration.

    Pixels of the crop, x to the right and y down; light relative to the reference; whether the
    frame was lost; the misfit, about 1 in neutral frames.
    """
    table = np.column_stack(
        [contrast.times_s, contrast.shift_px, contrast.residual_shift_px, contrast.light[:, 0]]
    )
    rows = (
        [frame, *map(_cell, values), int(lost), _cell(misfit)]
        for frame, (values, lost, misfit) in enumerate(
            zip(table.tolist(), contrast.lost.tolist(), contrast.misfit.tolist(), strict=True)
        )
    )
    return _write_csv(path, REGISTRATION_COLUMNS, rows, overwrite)


def _limits(event: Event | None) -> tuple[float | None, float | None]:
    return (None, None) if event is None else (event.onset_s, event.offset_s)


def _write_rows(
    path: str | Path,
    columns: tuple[str, ...],
    rows: Iterable[tuple[str, str, Any]],
    overwrite: bool,
) -> Path:
    """Rows of dataclasses below columns whose first two are the measure and its unit."""
    cells = (
        [measure, unit, *(_cell(getattr(row, column)) for column in columns[2:])]
        for measure, unit, row in rows
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
