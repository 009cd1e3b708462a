"""What an NWB file can get of a recording, and in which rows of the tables it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import datajoint as dj

from .. import affect, behavior, expression, facemap, features, recording
from .._schema.rows import primary_key_of
from ..errors import ParameterError, ResultError, check_choice
from ..recording import FrameClock, RecordingInfo, VideoRecording

Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of result.

    Attributes
    ----------
    name : str
        As `include` names it.
    module : module
        Of this package, with the table.
    table : table class
    is_many : bool
        Whether all rows of a recording are written: labels of several people.
    """

    name: str
    module: Any
    table: type[dj.Table]
    is_many: bool = False

    @property
    def is_activated(self) -> bool:
        """Whether the table is bound to the server."""
        return bool(self.module.schema.is_activated())


#: parts of `add_recording` that are in the rows of scores
SCORED = ("scores", "bouts", "prototypes", "crop", "provenance")
KINDS = {
    kind.name: kind
    for kind in (
        Kind("movie", recording, RecordingInfo),
        *(Kind(name, expression, expression.FacialExpression) for name in SCORED),
        Kind("stimuli", expression, expression.EventSet),
        Kind("signals", facemap, facemap.FacialSignal),
        Kind("keypoints", facemap, facemap.Keypoints),
        Kind("behaviors", behavior, behavior.Classification),
        Kind("labels", behavior, behavior.LabelSet, is_many=True),
        Kind("affect", affect, affect.Affect),
        Kind("action_units", affect, affect.ActionUnits),
        Kind("face_angle", features, features.FaceAngle),
        Kind("features", features, features.FrameFeatures),
    )
}
PARTS = tuple(KINDS)


def checked_parts(include: Collection[str] | None) -> tuple[str, ...]:
    """The names in `include`, in the order of `PARTS`; ParameterError if one is unknown."""
    if include is None:
        return PARTS
    named = (include,) if isinstance(include, str) else tuple(include)
    for name in named:
        check_choice("There is no such part of an NWB file.", name, PARTS, do="leave it out")
    if not named:
        raise ParameterError(
            "Nothing is to be written.",
            expected=f"some of {', '.join(PARTS)}",
            got="an empty include",
            do="name what is wanted, or leave include out for everything that is there",
        )
    return tuple(name for name in PARTS if name in named)


def rows_of(
    key: Mapping[str, Any], own: Row, include: Collection[str] | None
) -> dict[str, list[Row]]:
    """The rows that hold each part of a recording, by its name; primary keys.

    Parameters
    ----------
    key : mapping
        May name a row of a table further: `facemap_task_id`.
    own : dict
        Primary key of the recording.
    include : collection of str or None
        None: what is there.

    Raises
    ------
    ParameterError
        If a part is asked for and not there, or several rows hold it and the key names none.
    """
    found: dict[str, list[Row]] = {}
    for name in checked_parts(include):
        kind = KINDS[name]
        rows = _keys(kind, key, own, found) if kind.is_activated else []
        if rows and not kind.is_many:
            _check_one(kind, rows)
        if rows:
            found[name] = rows
        elif include is not None:
            raise _absent(kind, own)
    return found


def _keys(
    kind: Kind, key: Mapping[str, Any], own: Row, found: Mapping[str, list[Row]]
) -> list[Row]:
    names = kind.table().primary_key
    given = {name: key[name] for name in names if name in key}
    rows = (kind.table & {**own, **given}).keys()
    scores = next((found[part] for part in SCORED if part in found), None)
    if scores and "event_set_id" in names and kind.name not in SCORED and len(rows) > 1:
        # the events of the scores that are written
        same = [row for row in rows if row["event_set_id"] == scores[0]["event_set_id"]]
        return same or rows
    return rows


def _check_one(kind: Kind, rows: Sequence[Row]) -> None:
    """Refuse several rows of a kind; scores of one set of events by two methods are one."""
    if len(rows) == 1:
        return
    if kind.name in SCORED:
        events = {row["event_set_id"] for row in rows}
        if len(events) == 1 and len({_method(row) for row in rows}) == len(rows):
            return
    differ = [n for n in rows[0] if len({str(row[n]) for row in rows}) > 1]
    shown = "; ".join(", ".join(f"{n}={row[n]!r}" for n in differ) for row in rows[:5])
    more = f" (and {len(rows) - 5} more)" if len(rows) > 5 else ""
    raise ParameterError(
        f"The recording has {len(rows)} rows of {kind.table.__name__}, and a file gets one.",
        expected=f"a key that names one by {', '.join(differ)}",
        got=f"{shown}{more}",
        do=f"add one of these to the key, or leave {kind.name!r} out of include",
    )


def _method(row: Row) -> str:
    own = {"expression_paramset_id": row["expression_paramset_id"]}
    return str((expression.ExpressionParamSet & own).fetch1("expression_method"))


def _absent(kind: Kind, own: Row) -> ParameterError:
    module = kind.module.__name__.rpartition(".")[2]
    table = kind.table.__name__
    is_filled = issubclass(kind.table, dj.Computed | dj.Imported)
    do = f"{table}.populate(key)" if is_filled else f"{table}.add(key, ...)"
    if not kind.is_activated:
        do = f"element_mouseface.{module}.activate('<schema name>'), then {do}"
    return ParameterError(
        f"There is no {kind.name!r} of this recording.",
        expected=f"a row of {table}",
        got=f"none for {own}",
        do=f"{do}; or leave it out of include",
    )


def check_current(rows: Mapping[str, list[Row]], own: Row, clock: str) -> None:
    """Refuse results that were made from what is no longer so.

    Raises
    ------
    ResultError
        With the reason of each.
    """
    tables = {KINDS[name].table: found for name, found in rows.items()}
    if any(name in rows for name in SCORED):
        scores = next(rows[name] for name in SCORED if name in rows)
        made = [primary_key_of(expression.PrototypeSet, row) for row in scores]
        tables[expression.PrototypeSet] = made
    if clock != "movie":
        tables[FrameClock] = [{**own, "clock": clock}]
    found = [
        f"{table.__name__}: {reason}"
        for table, keys in tables.items()
        for reason in stale_reasons(table, keys)
    ]
    if found:
        raise ResultError(
            "Some results were made from what has changed since.",
            expected="results of the present descriptors, prototypes and clocks",
            got="; ".join(found),
            do="delete these rows and populate again; or give allow_stale=True, to write them as "
            "a record",
        )


def check_clock(own: Row, clock: str) -> None:
    """Refuse a clock that a recording has no times on (ParameterError)."""
    if clock == "movie" or FrameClock & {**own, "clock": clock}:
        return
    known = (FrameClock & own).to_arrays("clock")
    raise ParameterError(
        f"The recording has no times on the clock {clock!r}.",
        expected=f"one of {', '.join(dict.fromkeys(['movie', *map(str, known)]))}",
        got=f"{clock!r} for {own}",
        do=f"ClockSource.add(key, {clock!r}, ...) and FrameClock.populate(key), or name another",
    )


def stale_reasons(table: type[dj.Table], keys: Sequence[Row]) -> list[str]:
    """Why rows of a table are out of date, by its `stale`; empty where they are not."""
    if not hasattr(table, "stale"):
        return []
    found = table.stale()
    if isinstance(found, list):
        return [
            str(row["reason"])
            for row in found
            for key in keys
            if all(row.get(name) == value for name, value in key.items())
        ]
    return ["what it was made from has changed, or is gone" for key in keys if found & key]


def recordings_of(key: Mapping[str, Any]) -> list[Row]:
    """The recordings that a key names, in order.

    Raises
    ------
    ParameterError
        If the key is no mapping, or names none that was read.
    """
    if not isinstance(key, Mapping) or not key:
        raise ParameterError(
            "The key names no recording.",
            expected="a mapping, such as the key of a session or of a recording",
            got=repr(key),
            do="give one of (VideoRecording & ...).keys()",
        )
    names = VideoRecording().primary_key
    given = {name: key[name] for name in names if name in key}
    found = (RecordingInfo & given).keys() if given else []
    if not found:
        raise ParameterError(
            "The key names no recording that was read.",
            expected=f"a key with some of {', '.join(names)}, of a populated RecordingInfo",
            got=repr(dict(key)),
            do="RecordingInfo.populate(key), or correct the key",
        )
    return sorted(found, key=lambda row: [str(row[name]) for name in names[:-1]] + [row[names[-1]]])
