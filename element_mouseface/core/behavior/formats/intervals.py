"""Intervals in a table: a row a bout, with the unit in the names of the columns, or stated.

    behavior,start_s,stop_s              seconds
    behavior,first_frame,stop_frame      frames; the second is the frame after the last
    behavior,first_frame,last_frame      frames; the second is the last frame

Further columns, each optional: `status` ('present'; 'assessed' for a span that was looked at;
'unknown' for a behavior that nobody looked for), `type` ('state' or 'point'), `labeler`, `subject`.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ....errors import LabelsError
from ...inputs import TextTable
from ..ethogram import BACKGROUND, KINDS, folded
from ..labels import Labels
from .content import Content
from .found import FoundIntervals, Interval
from .movie import Movie
from .request import UNITS, Request, short_list
from .seconds import boundaries_s, decimals_for, kind_of

#: what the column of names may be called, in British English too
_NAMES = ("behavior", "behavi" + "our", "event", "name", "label", "annotation", "class")
_STARTS = ("start", "onset", "begin", "from", "first")
_STOPS = ("stop", "offset", "end", "to", "last", "until")
_UNIT_WORDS = {
    "seconds": ("s", "sec", "secs", "second", "seconds"),
    "milliseconds": ("ms", "msec", "millisecond", "milliseconds"),
    "frames": ("frame", "frames", "f"),
}
#: of a row: a bout; a span that was looked at; a behavior that nobody looked for
_STATUS = ("", "present", "assessed", "unknown")
_WORDS = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class _Bound:
    """A column that holds where intervals begin, or end."""

    place: int
    word: str
    unit: str | None


def _bound(header: Sequence[str], kinds: Sequence[str]) -> _Bound | None:
    """The column whose name is one of these words, with or without a unit."""
    for place, name in enumerate(header):
        words = _WORDS.findall(name.casefold())
        mine = [word for word in words if word in kinds]
        # 'start_time_s' begins a bout; BORIS's 'Time offset (s)' ends none
        rest = [w for k, w in enumerate(words) if w not in kinds and not (k and w == "time")]
        if len(mine) != 1 or len(rest) > 1:
            continue
        units = [unit for unit, known in _UNIT_WORDS.items() if rest and rest[0] in known]
        if units or not rest:
            return _Bound(place, mine[0], units[0] if units else None)
    return None


def _named(header: Sequence[str], names: Sequence[str]) -> int | None:
    plain = [folded(name) for name in header]
    return next((plain.index(name) for name in names if name in plain), None)


def is_intervals(content: Content) -> bool:
    """Whether the header names a behavior, a begin, and what can be an end."""
    header = content.head.rows[0] if content.head.rows else []
    return _named(header, _NAMES) is not None and _bound(header, _STARTS) is not None


def read_intervals(content: Content, request: Request) -> FoundIntervals:
    """The bouts of a table of intervals.

    Raises
    ------
    LabelsError
        If a column is missing, a cell is no number, or the unit is neither in the names of
        the columns nor stated.
    """
    table = content.table
    header = table.rows[0]
    behavior, start = _named(header, _NAMES), _bound(header, _STARTS)
    stop, duration = _bound(header, _STOPS), _bound(header, ("duration",))
    end = stop or duration
    if behavior is None or start is None or end is None:
        raise content.refused(
            "has not the columns of intervals.",
            expected="behavior, start_s and stop_s; or behavior, first_frame and stop_frame",
            got=short_list(header),
        )
    unit, one_more = _unit(content, request, start, end)
    rows = _rows(content, table, request, len(header))
    found = FoundIntervals([], [], "frames" if unit == "frames" else "seconds")
    scale = 1e-3 if unit == "milliseconds" else 1.0
    assessed: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    status, kind = _named(header, ("status",)), _named(header, ("type", "behavior type"))
    for line, cells in rows:
        name = cells[behavior]
        first = _number(content, table, cells[start.place], header[start.place], line)
        last = _number(content, table, cells[end.place], header[end.place], line)
        if first is not None and last is not None and stop is None:
            last += first
        what = _status(content, "" if status is None else cells[status], line)
        if name and what == "unknown":
            found.names += [name] * (name not in found.names)
            assessed[name] += []
            continue
        if not name or first is None:
            raise _lacking(content, header[start.place] if name else header[behavior], line)
        first, last = first * scale, None if last is None else last * scale + one_more
        if folded(name) != BACKGROUND and name not in found.names:
            found.names.append(name)
        is_point = _note_kind(content, found, name, cells[kind] if kind is not None else "", line)
        if what == "assessed":
            assessed[name].append((first, math.inf if last is None else last))
        elif folded(name) != BACKGROUND:
            found.intervals.append(Interval(name, first, last, f"line {line}", is_point))
    found.assessed = dict(assessed) if assessed else None
    return found


def _lacking(content: Content, column: str, line: int) -> LabelsError:
    return content.refused(
        "has a row that lacks something.",
        expected="a behavior and its begin in each row",
        got=f"line {line}: no {column}",
    )


def _status(content: Content, cell: str, line: int) -> str:
    """What a row is of, in small letters; empty where it is not said."""
    if cell.casefold() not in _STATUS:
        raise content.refused(
            "has an unknown status.",
            expected=", ".join(_STATUS[1:]),
            got=f"{cell[:40]!r} in line {line}",
        )
    return cell.casefold()


def _unit(content: Content, request: Request, start: _Bound, end: _Bound) -> tuple[str, int]:
    """The unit, and what makes an end the frame after the last: never guessed."""
    named = {bound.unit for bound in (start, end)} - {None}
    stated = request.unit
    kind = "frames" if stated == "frames-inclusive" else stated
    if len(named) > 1 or (kind is not None and named and kind not in named):
        raise content.refused(
            "states two units.",
            expected="one unit for all columns",
            got=" and ".join(sorted({*(str(n) for n in named), *([kind] if kind else [])})),
            do="correct the names of the columns, or the unit",
        )
    if kind is None and not named:
        raise content.refused(
            "does not say what its numbers are.",
            expected="the unit in the names of the columns, as start_s or first_frame",
            got=f"{start.word} and {end.word}",
            do="say it: " + "; ".join(f"unit={name!r} ({told})" for name, told in UNITS.items()),
        )
    unit = kind or str(next(iter(named)))
    if unit != "frames" or end.word == "duration":
        return unit, 0
    if stated is not None:
        return unit, int(stated == "frames-inclusive")
    if end.word not in ("stop", "last"):
        raise content.refused(
            "does not say whether a bout has its last frame.",
            expected="a column stop_frame (the frame after the last) or last_frame",
            got=f"a column of {end.word} in frames",
            do="rename it, or say unit='frames' (the frame after the last) or 'frames-inclusive'",
        )
    return unit, int(end.word == "last")


def _rows(
    content: Content, table: TextTable, request: Request, width: int
) -> list[tuple[int, list[str]]]:
    """Lines and cells of the rows that were asked for."""
    found = []
    header = table.rows[0]
    for place in range(1, len(table.rows)):
        cells, line = table.rows[place], table.lines[place]
        if fault := table.comma_fault(place):
            raise content.refused(
                "cannot be read.",
                got=f"line {line}: {fault}",
                do="write numbers with a point, and names with a comma in quotation marks",
            )
        if len(cells) > width and any(cells[width:]):
            raise content.refused(
                "has a row that is longer than the header.",
                expected=f"{width} cells",
                got=f"{len(cells)} in line {line}",
                do="put names with a comma in quotation marks",
            )
        found.append((line, [*cells, *[""] * width][:width]))
    if not found:
        raise content.refused(
            "has no rows.",
            expected="a row a bout; where nothing happened, a row with the status 'assessed'",
            got=f"a header: {short_list(header)}",
        )
    for what, option in (("subjects", "subject"), ("labelers", "labeler")):
        column = _named(header, (option,))
        if column is not None:
            picked = request.pick(what, option, (cells[column] for _, cells in found), content.name)
            found = [row for row in found if row[1][column] == picked]
    return found


def _number(content: Content, table: TextTable, cell: str, column: str, line: int) -> float | None:
    """The number in a cell; None where it is empty."""
    if not cell:
        return None
    value = table.number(cell)
    if not math.isfinite(value) or abs(value) > 1e15:
        raise content.refused(
            f"has a cell in the column {column!r} that is no number.",
            expected="a finite number",
            got=f"{cell[:40]!r} in line {line}",
        )
    return value


def _note_kind(content: Content, found: FoundIntervals, name: str, kind: str, line: int) -> bool:
    """Whether a behavior is a point event; each behavior is of one kind."""
    kind = kind.casefold()
    if not kind:
        return found.kinds.get(name) == "point"
    if kind not in KINDS or found.kinds.setdefault(name, kind) != kind:
        raise content.refused(
            f"gives {name!r} two kinds, or an unknown one.",
            expected=" or ".join(KINDS),
            got=f"{kind!r} in line {line}",
        )
    return kind == "point"


def intervals_table(labels: Labels, movie: Movie, *, in_frames: bool) -> bytes:
    """The labels as intervals in seconds, or in frame numbers.

    Spans that were looked at are rows too, where they are not the whole movie, or where a
    behavior was never seen.
    """
    whole = all(labels.n_assessed(n) == labels.n_frames for n in labels.ethogram.names)
    seen = all(len(labels.bouts[name]) for name in labels.ethogram.names)
    kinds = {b.name: kind_of(labels, b) for b in labels.ethogram.behaviors}
    points = "point" in kinds.values()
    with_status = not (whole and seen)
    columns = ["first_frame", "stop_frame"] if in_frames else ["start_s", "stop_s"]
    header = ["behavior", *columns]
    header += ["status"] if with_status else []
    header += ["type"] if points else []
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    digits = decimals_for(movie)
    for behavior in labels.ethogram.behaviors:
        name = behavior.name
        parts = [("assessed", labels.assessed[name])] if with_status else []
        if not len(labels.assessed[name]):
            writer.writerow([name, "", "", "unknown", *([kinds[name]] if points else [])])
        for status, spans in [*parts, ("present", labels.bouts[name])]:
            values = spans if in_frames else boundaries_s(spans, movie)
            for pair in values:
                cells = [str(v) if in_frames else f"{v:.{digits}f}" for v in pair]
                extra = [status] if with_status else []
                extra += [kinds[name]] if points else []
                writer.writerow([name, *cells, *extra])
    return out.getvalue().encode()
