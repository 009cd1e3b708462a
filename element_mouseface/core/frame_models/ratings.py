"""What people said of rows: a column of a text table, matched to the rows of a feature table.

A rating belongs to a row by the number of the frame (picture, event), by its time, by the name of
the picture, or to all rows of a span.  Rows that no line names, and empty cells, are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...errors import LabelsError
from ..frame_features.columns import KINDS
from ..frame_features.table import FrameTable
from ..inputs import TextTable, read_table
from .row_places import row_at, row_of_number, rows_of_images, rows_within

TRIAL = "trial"
_SPANS = (("first_frame", "stop_frame"), ("start_s", "stop_s"))
_SHOWN = 5


@dataclass(frozen=True, eq=False)
class Ratings:
    """A column of a table, row by row.

    Attributes
    ----------
    name : str
        Of the column.
    texts : tuple of (str or None)
        As it is written; None where unknown.
    trials : (rows,) int array, or None
        Number of the trial of each row, -1 outside of any; None where the file has no column
        'trial'.
    trial_names : tuple of str
    decimal_comma : bool
        Whether numbers have a decimal comma.
    file : str
    """

    name: str
    texts: tuple[str | None, ...]
    trials: np.ndarray | None = None
    trial_names: tuple[str, ...] = ()
    decimal_comma: bool = False
    file: str = ""


def read_ratings(path: str | Path, column: str, table: FrameTable) -> Ratings:
    """A column of a text table, for the rows of a table of features.

    Parameters
    ----------
    path : path
        Text with a header, any separator.  Beside `column` it has one of: frame (picture, event),
        time_s, image, first_frame and stop_frame, or start_s and stop_s (half-open); and
        a column trial, if the rows are parts of trials.
    column : str
    table : FrameTable

    Raises
    ------
    PathError
        If there is no such file.
    LabelsError
        If it is no such table, names rows that are not there, or says two things of a row.
    """
    path = Path(path)
    expected = f"a table with a column {column} and one that says which row it is of"
    read = read_table(path, "file of ratings", expected=expected, error=LabelsError)
    header = read.rows[0] if read.rows else []
    if len(set(header)) != len(header) or column not in header:
        raise LabelsError(
            f"The file of ratings {path.name!r} cannot be used.",
            expected=f"a header with {column!r}, each column once",
            got=", ".join(map(repr, header[:20])) or "an empty file",
            do="name one of its columns",
        )
    place = {name: k for k, name in enumerate(header)}
    find = _finder(path, header, table)
    texts: list[str | None] = [None] * len(table)
    trial: list[str | None] = [None] * len(table)
    faults: list[str] = []
    for number, cells in zip(read.lines[1:], read.rows[1:], strict=True):
        if len(cells) != len(header):
            faults.append(f"line {number} has {len(cells)} columns, the header {len(header)}")
            continue
        rows, fault = find(read, dict(zip(header, cells, strict=True)))
        if fault:
            faults.append(f"line {number}: {fault}")
            continue
        value = cells[place[column]].strip() or None
        own = cells[place[TRIAL]].strip() or None if TRIAL in place and column != TRIAL else None
        for row in rows:
            for said, what in ((texts, value), (trial, own)):
                if what is not None and said[row] not in (None, what):
                    faults.append(f"line {number} says {what!r} of a row that is {said[row]!r}")
                said[row] = said[row] if what is None else what
    _refuse(path, faults)
    names = tuple(dict.fromkeys(one for one in trial if one is not None))
    numbers = {name: k for k, name in enumerate(names)}
    trials = np.array([-1 if one is None else numbers[one] for one in trial], np.int64)
    unknown = ("nan", "na", "none", "null")
    kept = tuple(None if t is None or t.lower() in unknown else t for t in texts)
    return Ratings(column, kept, trials if names else None, names, read.decimal_comma, path.name)


Find = Callable[[TextTable, dict[str, str]], tuple[Sequence[int], str]]


def _finder(path: Path, header: Sequence[str], table: FrameTable) -> Find:
    """What gives the rows of the table that a line is of, or a fault."""
    number = KINDS[table.kind]
    for names in _SPANS:
        if set(names) <= set(header) and (table.times_s is not None or names[0] != "start_s"):
            return _by_span(names, table)
    if number in header:
        return _by_number(number, len(table))
    if "image" in header and table.images is not None:
        return _by_image(table)
    if "time_s" in header and table.times_s is not None:
        return _by_time(table)
    raise LabelsError(
        f"The file of ratings {path.name!r} does not say which rows it is of.",
        expected=f"a column {number}"
        + (", image" if table.images is not None else "")
        + (", time_s, or start_s and stop_s" if table.times_s is not None else ""),
        got=", ".join(map(repr, header[:20])),
        do=_other_rows(header, number),
    )


def _other_rows(header: Sequence[str], number: str) -> str:
    """What to do about a file that numbers other rows than the table has."""
    if "event" in header and number == "frame":
        return "ratings of events need the events: --events, or event_table, in place of the frames"
    if "frame" in header and number == "event":
        return "frames are rated: leave out the events, or rate events by their number from 0"
    return "name the column that says which row it is so"


def _by_number(name: str, n: int) -> Find:
    def find(read: TextTable, cells: dict[str, str]) -> tuple[Sequence[int], str]:
        row = row_of_number(read.number(cells[name]), n)
        if row is None:
            return (), f"{name} {cells[name]!r} is none of 0 to {n - 1}"
        return (row,), ""

    return find


def _by_image(table: FrameTable) -> Find:
    places = rows_of_images(table)

    def find(_: TextTable, cells: dict[str, str]) -> tuple[Sequence[int], str]:
        rows = places.get(cells["image"].strip(), [])
        if len(rows) != 1:
            several = "there" if not rows else "clear: several folders have one"
            return (), f"image {cells['image']!r} is not {several}"
        return rows, ""

    return find


def _by_time(table: FrameTable) -> Find:
    times = np.asarray(table.times_s)

    def find(read: TextTable, cells: dict[str, str]) -> tuple[Sequence[int], str]:
        at = read.number(cells["time_s"])
        if not np.isfinite(at):
            return (), f"time_s {cells['time_s']!r} is no number"
        row = row_at(times, at)
        if row is None:
            return (), f"no row at {at:g} s: they are from {times[0]:g} to {times[-1]:g} s"
        return (row,), ""

    return find


def _by_span(names: tuple[str, str], table: FrameTable) -> Find:
    clock = np.arange(len(table)) if names[0] == "first_frame" else np.asarray(table.times_s)

    def find(read: TextTable, cells: dict[str, str]) -> tuple[Sequence[int], str]:
        first, stop = (read.number(cells[name]) for name in names)
        if not first < stop:
            told = " and ".join(f"{name} {cells[name]!r}" for name in names)
            return (), f"{told} are no span"
        rows = rows_within(clock, first, stop)
        if not len(rows):
            return (), f"no row from {first:g} to {stop:g}"
        return rows.tolist(), ""

    return find


def _refuse(path: Path, faults: Sequence[str]) -> None:
    if faults:
        more = f" (and {len(faults) - _SHOWN} more)" if len(faults) > _SHOWN else ""
        raise LabelsError(
            f"{len(faults)} lines of the file of ratings {path.name!r} cannot be used.",
            expected="lines that name rows of the table, each row with one value",
            got="; ".join(faults[:_SHOWN]) + more,
            do="correct them, or give the ratings of this recording",
        )
