"""BORIS's exported tables: tabular events (a START and a STOP each) and aggregated events.

Columns are known by name, in every release's layout: the older one with a head above the
table, and the newer ones that repeat the observation in each row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..ethogram import KINDS, folded
from .boris_pairs import Event, intervals_of_events
from .content import Content
from .found import FoundIntervals, Interval
from .request import Request, short_list, stem_of

_COLUMNS = {
    "observation": ("observation id",),
    "subject": ("subject",),
    "behavior": ("behavior",),
    "status": ("status", "behavior type"),
    "time": ("time", "time (s)"),
    "start": ("start (s)", "start"),
    "stop": ("stop (s)", "stop"),
    "media": ("media file path", "media file name", "media file", "source"),
    "duration": ("media duration (s)", "total length", "total duration"),
    "fps": ("fps (frame/s)", "fps"),
    "offset": ("time offset (s)",),
    "modifiers": ("modifiers", "modifier", "modifier #1"),
}
_MEDIA = re.compile(r"player #\d+\s*:", re.IGNORECASE)
_MISSING = ("", "na", "nan", "none")


@dataclass(frozen=True)
class _Head:
    """Where the table begins in the file, and the columns that are in it."""

    row: int
    columns: dict[str, int]
    above: dict[str, str]


def _head(content: Content) -> _Head | None:
    above: dict[str, str] = {}
    for row, cells in enumerate(content.head.rows[:60]):
        plain = [cell.casefold() for cell in cells]
        columns = {}
        for name, words in _COLUMNS.items():
            places = [plain.index(word) for word in words if word in plain]
            if places:
                columns[name] = places[0]
        timed = "time" in columns or {"start", "stop"} <= set(columns)
        if timed and {"behavior", "status"} <= set(columns):
            return _Head(row, columns, above)
        if len(cells) > 1 and cells[0]:
            above.setdefault(plain[0], cells[1])
    return None


def boris_kind(content: Content) -> str | None:
    """'boris-tabular' or 'boris-aggregated'; None for other tables."""
    head = _head(content)
    if head is None or not ("subject" in head.columns or "observation" in head.columns):
        return None
    return "boris-tabular" if "time" in head.columns else "boris-aggregated"


def read_boris_table(content: Content, request: Request) -> FoundIntervals:
    """The bouts of an exported table, of one observation and one subject.

    Raises
    ------
    LabelsError
        If there are several and none is named, a cell is no number, or times have an offset.
    """
    head = _head(content)
    if head is None:
        raise content.refused("is no table of BORIS.", expected="the columns Behavior and Status")
    rows = _rows(content, head, request)
    found = FoundIntervals([], [])
    found.names = list(dict.fromkeys(row["behavior"] for _, row in rows))
    found.media = _media(head, [row for _, row in rows])
    found.duration_s = _one_number(content, rows, "duration")
    found.fps = _one_number(content, rows, "fps")
    offset = _one_number(content, rows, "offset")
    if offset is None:
        offset = _parsed(content, head.above.get("time offset (s)", ""))
    _refuse_offset(content, offset, request)
    aggregated = "time" not in head.columns
    if aggregated:
        _add_aggregated(content, rows, found)
    else:
        _add_events(content, rows, found)
    found.layout = {"format": "boris-aggregated" if aggregated else "boris-tabular"}
    return found


def _rows(content: Content, head: _Head, request: Request) -> list[tuple[int, dict[str, str]]]:
    """Line and cells, by name, of each event of the observation and subject that are wanted."""
    table, rows = content.table, []
    for place in range(head.row + 1, len(table.rows)):
        cells, line = table.rows[place], table.lines[place]
        if fault := table.comma_fault(place):
            raise content.refused("cannot be read.", got=f"line {line}: {fault}")
        row = {n: cells[at] if at < len(cells) else "" for n, at in head.columns.items()}
        if not row["behavior"]:
            raise content.refused("has a row without a behavior.", got=f"line {line}")
        rows.append((line, row))
    if not rows:
        raise content.refused(
            "has no events.",
            expected="a row an event",
            got=f"a header: {short_list(table.rows[head.row])}",
            do="export it again, with all subjects and behaviors chosen",
        )
    for what, option in (("observations", "observation"), ("subjects", "subject")):
        if option in head.columns:
            picked = request.pick(what, option, (row[option] for _, row in rows), content.name)
            rows = [(line, row) for line, row in rows if row[option] == picked]
    return rows


def _media(head: _Head, rows: Sequence[dict[str, str]]) -> tuple[str, ...]:
    """Names of the movie's files: in the rows or above them, one or several in a cell."""
    cells = {row.get("media", "") for row in rows}
    cells |= {value for name, value in head.above.items() if name.startswith("player #")}
    names = [one for cell in cells for one in re.split(r"[;|]", _MEDIA.sub("", cell))]
    return tuple(sorted({one.strip() for one in names if stem_of(one).casefold() not in _MISSING}))


def _one_number(
    content: Content, rows: Sequence[tuple[int, dict[str, str]]], name: str
) -> float | None:
    """The number that all rows have in a column; of several media files, the sum or the rate."""
    cells = {row.get(name, "") for _, row in rows}
    if len(cells) != 1:
        return None
    parts = [part for part in re.split(r"[;|]", next(iter(cells))) if part.strip()]
    numbers = [_parsed(content, part.strip()) for part in parts]
    known = [number for number in numbers if number is not None]
    if not known or len(known) < len(numbers):
        return None
    if name == "duration":
        return math.fsum(known) if len(known) > 1 else known[0]
    return known[0] if len(set(known)) == 1 else None


def _parsed(content: Content, cell: str) -> float | None:
    if cell.casefold() in _MISSING:
        return None
    value = content.table.number(cell)
    return value if math.isfinite(value) else None


def _refuse_offset(content: Content, offset: float | None, request: Request) -> None:
    if offset and request.time_offset_s is None:
        raise content.refused(
            f"has a time offset of {offset:g} s.",
            expected="times from the begin of the video",
            got="times that may count from another moment",
            do=f"say what is subtracted from them: time_offset_s={offset:g}, or 0 where the times "
            "count from the begin of the video",
        )


def _time(content: Content, cell: str, line: int, column: str) -> float:
    """A time in seconds, as a number or as hours, minutes and seconds."""
    value = content.table.number(cell)
    if match := re.fullmatch(r"(\d+):([0-5]?\d):([0-5]?\d(?:[.,]\d*)?)", cell):
        hours, minutes, seconds = match.groups()
        value = 3600 * int(hours) + 60 * int(minutes) + float(seconds.replace(",", "."))
    if not math.isfinite(value):
        raise content.refused(
            f"has a time that is none, in the column {column!r}.",
            expected="seconds",
            got=f"{cell[:40]!r} in line {line}",
        )
    return value


def _add_aggregated(
    content: Content, rows: Sequence[tuple[int, dict[str, str]]], found: FoundIntervals
) -> None:
    """A row a bout."""
    for line, row in rows:
        name, kind = row["behavior"], row["status"].casefold()
        if kind not in KINDS:
            raise content.refused(
                "has a bout of an unknown type.",
                expected="STATE or POINT",
                got=f"{row['status'][:40]!r} in line {line}",
            )
        start = _time(content, row["start"], line, "Start (s)")
        is_point = kind == "point"
        blank = row["stop"].casefold() in _MISSING
        stop = None if is_point or blank else _time(content, row["stop"], line, "Stop (s)")
        _note_kind(content, found, name, kind, line)
        found.intervals.append(Interval(name, start, stop, f"line {line}", is_point))


def _add_events(
    content: Content, rows: Sequence[tuple[int, dict[str, str]]], found: FoundIntervals
) -> None:
    """A row a START, a STOP or a point event."""
    events = []
    for line, row in rows:
        status = row["status"].upper()
        if status not in ("START", "STOP", "POINT"):
            raise content.refused(
                "has an event of an unknown status.",
                expected="START, STOP or POINT",
                got=f"{row['status'][:40]!r} in line {line}",
            )
        name = row["behavior"]
        at_s = _time(content, row["time"], line, "Time")
        _note_kind(content, found, name, "point" if status == "POINT" else "state", line)
        events.append(Event(name, at_s, status, row.get("modifiers", ""), f"line {line}"))
    found.intervals, joined = intervals_of_events(events)
    if joined:
        found.notes.append("bouts that differ in their modifiers alone overlapped, and are one")


def _note_kind(content: Content, found: FoundIntervals, name: str, kind: str, line: int) -> None:
    if found.kinds.setdefault(name, kind) != kind:
        raise content.refused(
            f"has {folded(name)!r} as a state and as a point event.",
            expected="one of them",
            got=f"{kind} in line {line}",
        )
