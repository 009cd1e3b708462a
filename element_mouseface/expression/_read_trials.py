"""Read folds, trials and time courses from the Parts of `FacialExpression`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj

from ..core.events import Events
from ..core.scoring.contrast import TimeCourse, Trial
from ..core.scoring.contrast.folds import Fold
from .events import EventSet


def read_folds(table: type[dj.Table], own: Mapping[str, Any]) -> tuple[Fold, ...]:
    """The folds that left an event out; a fold of the whole recording is not one."""
    rows = (table.Fold & own & "event_id IS NOT NULL") * EventSet.Event.proj("stimulus")
    return tuple(
        Fold(
            row["fold"],
            row["fold_start_frame"],
            row["fold_stop_frame"],
            row["event_id"],
            row["stimulus"],
            row["fold_group"],
        )
        for row in rows.to_dicts(order_by="fold_start_frame")
    )


def read_trials(
    table: type[dj.Table], own: Mapping[str, Any], events: Events | None
) -> tuple[Trial, ...]:
    """Each event's trial, in order of time."""
    found = []
    for row in (table.Trial & own).to_dicts(order_by="event_id"):
        event = events.rows[row["event_id"]]  # type: ignore[union-attr]
        about = (event.name, event.onset_s, event.offset_s, bool(row["trial_used"]))
        numbers = _numbers(Trial, row, "trial")
        found.append(Trial(row["event_id"], *about, row["trial_reason"], **numbers))
    return tuple(found)


def read_time_courses(
    table: type[dj.Table], own: Mapping[str, Any], names: Sequence[str]
) -> tuple[TimeCourse, ...]:
    """The time course of each stimulus, in the order of the prototypes."""
    rows = {row["prototype"]: row for row in (table.TimeCourse & own).to_dicts()}
    return tuple(
        TimeCourse(
            name,
            rows[name]["time_course_n_trials"],
            **_numbers(TimeCourse, rows[name], "time_course"),
        )
        for name in names
        if name in rows
    )


def _numbers(kind: type, row: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Numbers of a row, with NaN where the table has null."""
    names = [f.name for f in dataclasses.fields(kind) if str(f.type) == "float"]
    known = {name: row[f"{prefix}_{name}"] for name in names if f"{prefix}_{name}" in row}
    return {name: float("nan") if value is None else value for name, value in known.items()}
