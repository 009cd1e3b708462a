"""Affect, action units, the angle of the head and named features in an NWB file."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from ....errors import InputError
from ...action_units.units import ActionUnits
from ...affect.result import Affect
from ...affect.rows import AROUSAL, OK, Missing, Trace
from ...affect.words import NO_LEVELS
from ...face_angle.angle import ANGLES, FaceAngle
from ...face_angle.angle import Reason as AngleReason
from ...frame_features.reasons import Reason
from ...frame_features.table import FrameTable
from .clock import FrameTimes
from .content import Column, add_table
from .frame_traces import FrameTrace, add_frame_traces, with_error

_SIDES = {"roll_points": "roll, from tracked points", "roll_picture": "roll, from pictures",
          "roll_views": "roll, from two cameras", "yaw": "yaw, to the right of the picture",
          "pitch": "pitch, up"}  # fmt: skip
_AROUSAL = "Arousal: its sources together, in standard deviations of this session"


def add_affect(nwbfile: Any, affect: Affect, times: FrameTimes) -> list[Any]:
    """Add arousal and both valences with their standard errors to `processing/behavior`.

    A table says what became of each trace: one that was refused has no series.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    affect : Affect
    times : FrameTimes

    Returns
    -------
    list
        The container of series, and the table.

    Raises
    ------
    ClockError
        If the times are of another number of frames.
    InputError
        If the file has the affect of this recording already.
    DependencyError
        If pynwb is not installed.
    """
    traces = [one for trace in affect.traces.values() for one in _affect_traces(trace)]
    rows = list(affect.traces.values())
    columns = [
        Column("trace", "Name of the trace.", [_affect_name(one.name) for one in rows]),
        Column("state", "ok; refused; not asked: nothing was given.", [one.state for one in rows]),
        Column("reason", "Why it has no series.", [one.reason for one in rows]),
        Column("made_of", "What it was made of.", [one.source for one in rows]),
        Column("p", "Of held-out trials against shuffled names.", [one.p for one in rows]),
    ]
    about = f"What became of each trace of affect. Nothing of it is an emotion; {NO_LEVELS}."
    return [
        *add_frame_traces(nwbfile, "affect", traces, times, what="affect"),
        add_table(nwbfile, f"{times.name}_affect_traces", about, columns, what="affect"),
    ]


def _affect_name(name: str) -> str:
    return name if name == AROUSAL else f"{name}_valence_score"


def _valence(sign: str) -> str:
    return (
        f"How much the face is as on stimuli that the laboratory calls {sign}: 0 is the neutral"
        " face, 1 the mean expression in their trials"
    )


def _affect_traces(trace: Trace) -> list[FrameTrace]:
    if trace.state != OK:
        return []
    name = _affect_name(trace.name)
    text = f"{_AROUSAL if trace.name == AROUSAL else _valence(trace.name)}, from {trace.source}."
    codes, words = trace.missing, _texts(Missing)
    found = with_error(
        FrameTrace(name, trace.values, trace.unit, text, codes=codes, code_texts=words),
        trace.errors,
    )
    if trace.estimate is not None:
        text = f"{text} Before it is cut at 0: take means of this one."
        found.append(FrameTrace(f"{name}_estimate", trace.estimate, trace.unit, text))
    return found


def add_action_units(nwbfile: Any, units: ActionUnits, times: FrameTimes) -> list[Any]:
    """Add action units with their standard errors to `processing/behavior`.

    A table has all units, with what each was measured from, and why others have no series.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    units : ActionUnits
    times : FrameTimes

    Returns
    -------
    list
        The container of series, and the table.

    Raises
    ------
    ClockError, InputError, DependencyError
        As `add_affect`.
    """
    rows = units.summary()
    texts = _texts(Reason)
    traces = [
        one
        for row in rows
        for one in with_error(
            FrameTrace(
                row.unit,
                units.values(row.unit),
                row.column_unit,
                f"{_defined(units, row.unit)} ({row.kind}, from {row.source or 'what was given'})",
                codes=units.reasons(row.unit),
                code_texts=texts,
            ),
            units.errors[row.unit],
        )
    ]
    columns = [
        Column("action_unit", "Name of the unit.", [row.unit for row in rows]),
        Column("kind", "measure: a length or an angle; appearance.", [row.kind for row in rows]),
        Column("source", "What it was measured from.", [row.source for row in rows]),
        Column("n_frames_measured", "Frames with a number.", [row.n_valid for row in rows]),
        Column("reason", "Why other frames have none.", [row.reason for row in rows]),
    ]
    about = "All action units, and why some have no series."
    return [
        *add_frame_traces(nwbfile, "action_units", traces, times, what="action units"),
        add_table(nwbfile, f"{times.name}_action_unit_kinds", about, columns, what="action units"),
    ]


def _defined(units: ActionUnits, unit: str) -> str:
    """What a unit is, without the stop at the end."""
    return units.table.definition(f"unit:{unit}").definition.rstrip(".")


def add_face_angle(nwbfile: Any, angle: FaceAngle, times: FrameTimes) -> list[Any]:
    """Add the angles of the head with their standard errors to `processing/behavior`.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    angle : FaceAngle
    times : FrameTimes

    Returns
    -------
    list
        The container of series, and a table that says why some have none.

    Raises
    ------
    ClockError, InputError, DependencyError
        As `add_affect`.
    """
    texts = _texts(AngleReason)
    traces = [
        one
        for name, source in ANGLES.items()
        for one in with_error(
            FrameTrace(
                name,
                angle.degrees[name],
                "degrees",
                f"Angle of the head against the reference pose: {_SIDES[name]}.",
                codes=angle.reasons[source],
                code_texts=texts,
            ),
            angle.errors[name],
        )
    ]
    rows = angle.summary()
    columns = [
        Column("angle", "Name of the angle.", [row.angle for row in rows]),
        Column("n_frames_measured", "Frames with a number.", [row.n_valid for row in rows]),
        Column("reason", "Why other frames have none.", [row.reason for row in rows]),
    ]
    about = "All angles of the head, and why some have no series."
    return [
        *add_frame_traces(nwbfile, "face_angle", traces, times, what="the face angle"),
        add_table(nwbfile, f"{times.name}_face_angles", about, columns, what="the face angle"),
    ]


def add_features(
    nwbfile: Any, table: FrameTable, times: FrameTimes, *, columns: Sequence[str] | None = None
) -> list[Any]:
    """Add named features of each frame to `processing/behavior`.

    Parameters
    ----------
    nwbfile : pynwb.NWBFile
    table : FrameTable
        Of frames.
    times : FrameTimes
    columns : sequence of str, optional
        A part of them; by default all.

    Returns
    -------
    list
        The container of series, a series a feature.

    Raises
    ------
    InputError
        If the rows of the table are no frames, or the file has features of this recording.
    ParameterError
        If there is no such column.
    ClockError, DependencyError
        As `add_affect`.
    """
    if table.kind != "frames":
        raise InputError(
            f"Features of {table.kind} have no place on a time axis.",
            expected="a table with a row a frame",
            got=f"rows of {table.kind}",
            do="give the features of a recording, as `mouseface features` writes them",
        )
    texts = _texts(Reason)
    traces = []
    for name in table.names if columns is None else columns:
        about = table.definition(name)
        traces.append(
            FrameTrace(
                name,
                table.column(name),
                "n.a." if about.unit == "1" else about.unit,
                f"{name}: {about.definition}",
                codes=table.reason(name),
                code_texts=texts,
            )
        )
    return add_frame_traces(nwbfile, "features", traces, times, what="named features")


def _texts(kind: type[IntEnum]) -> list[str]:
    """What each code means, by its number."""
    texts = {int(code): code.text for code in kind}  # type: ignore[attr-defined]
    return [texts.get(number) or "the number is defined" for number in range(max(texts) + 1)]
