"""Columns of a camera's table: the hardware's frame counter, and time stamps of any kind.

Bonsai and camera programs write a row a frame, with or without a header: dates (ISO 8601), seconds,
nanoseconds or the 32-bit cycles of FLIR cameras, and the counter of the camera's chunk data.  Rows
are read one after the other, since an hour at 500 frames a second has two million of them.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ClockError, raised_as
from ..inputs import read_text, regular_file
from ..inputs.form import TextForm
from ..inputs.npy import LARGEST_BYTES, open_npy
from .camera_times import has_zone, is_date, seconds_of, ticks_of_date
from .column_names import COUNTERS, TIMES, found_column

_WHAT = "camera's table"
_EXPECTED = "a row a frame: a frame counter, and a time stamp if need be"
_STATED = re.compile(r"sep=.\s*", re.IGNORECASE)
#: lines that show how a table is written
_HEAD_LINES, _HEAD_CHARACTERS = 20, 1 << 20


@dataclass(frozen=True, eq=False)
class CameraFile:
    """What a camera wrote about each frame.

    Attributes
    ----------
    counts : (rows,) int64 array or None
        The counter as it was written; None where the table has none.
    times_s : (rows,) float64 array or None
        Seconds; None where they were not asked for.
    counter, time : str
        Names of the two columns, or their numbers.
    """

    counts: np.ndarray | None
    times_s: np.ndarray | None
    counter: str = ""
    time: str = ""


def read_camera_file(
    path: str | Path,
    *,
    column: str | None = None,
    counter_column: str | None = None,
    unit: str | None = None,
    zero: str | None = None,
    times: bool = True,
) -> CameraFile:
    """The counter and the times of a camera's table.

    Parameters
    ----------
    path : path
        Text with any separator, with or without a header; for a counter alone also an array
        (.npy), or numbers of 8 bytes without a header (.bin), as Bonsai's MatrixWriter
        stores them.
    column, counter_column : str, optional
        Names of the columns, or a part of one after a dot ('FrameID' for
        'Item.Value.ChunkData.FrameID'); of a table without names their numbers from 1.
    unit : {'s', 'ms', 'us', 'ns', 'flir'}, optional
        Of the times; by default as the column's name states it, or else seconds.
    zero : str, optional
        For dates: the date that is 0, or 'unix'.
    times : bool
        Whether times are needed; otherwise the counter is.

    Raises
    ------
    PathError
        If there is no such file, or it is no text.
    ClockError
        If a column is missing or not unique, or a cell is no number or date.
    """
    path = regular_file(path, _WHAT, expected=_EXPECTED)
    if path.suffix.lower() in (".npy", ".bin") and not times:
        return CameraFile(_binary_counts(path), None, path.name)
    table = _Table.of(path)
    counter = found_column(table.names, table.width, counter_column, COUNTERS, path.name)
    if counter is None and not times and table.names is None and table.width == 1:
        counter = 0
    if counter is None and not times:
        raise ClockError(
            f"{path.name!r} has no column of a frame counter that is known.",
            expected=f"a column such as {', '.join(sorted(COUNTERS))}",
            got=table.columns,
            do="name it: counter_column= (--clock-counter-column); of a table without names its "
            "number from 1",
        )
    time = found_column(table.names, table.width, column, TIMES, path.name) if times else None
    if times and time is None:
        time = _other_column(table, counter, path)
    if counter is not None and counter == time:
        counter = None
    counts, stamps, zoned = table.read(counter, time)
    times_s = None
    if time is not None:
        times_s = seconds_of(stamps, zoned, table.name(time), unit, zero, path.name)
    return CameraFile(counts, times_s, table.name(counter), table.name(time))


def _other_column(table: _Table, counter: int | None, path: Path) -> int:
    """The only column beside the counter, or the only one with dates."""
    others = [k for k in range(table.width) if k != counter]
    dates = [k for k in others if is_date(table.first[k])]
    for fits in (dates, others):
        if len(fits) == 1:
            return fits[0]
    raise ClockError(
        f"{path.name!r} has no column of times that is known.",
        expected="a column such as time_s, Timestamp or Seconds",
        got=table.columns,
        do="name it: column= (--clock-column); of a table without names its number from 1",
    )


@dataclass(frozen=True)
class _Table:
    """A text table before its rows are read."""

    path: Path
    text: str
    form: TextForm
    names: list[str] | None
    first: list[str]

    @classmethod
    def of(cls, path: Path) -> _Table:
        text = read_text(path, _WHAT, expected=_EXPECTED, error=ClockError)
        lines = text[:_HEAD_CHARACTERS].splitlines(keepends=True)
        lines = [line for line in lines if line.strip() and line[0] != "#"][:_HEAD_LINES]
        cannot = f"The {_WHAT} {path.name!r} cannot be read as a table."
        do = "close every quotation mark, and save it as 'CSV UTF-8'"
        with raised_as(ClockError, cannot, do=do, of=(csv.Error, ValueError)):
            form = TextForm.of(lines)
            table = cls(path, text, form, None, [])
            rows = list(itertools.islice(table.rows(), 2))
        if not rows:
            raise ClockError(f"The {_WHAT} {path.name!r} is empty.", expected=_EXPECTED,
                             got="no line", do="check that it was written to the end")  # fmt: skip
        head = rows[0][1]
        named = not any(cell and (is_date(cell) or _number(form, cell)) for cell in head)
        first = rows[1][1] if named and len(rows) > 1 else head
        if named and len(rows) < 2:
            raise ClockError(
                f"The {_WHAT} {path.name!r} has a header only.",
                expected=_EXPECTED,
                got=", ".join(head),
                do="check that it was written to the end",
            )
        first += [""] * (len(head) - len(first))
        return cls(path, text, form, head if named else None, first)

    @property
    def width(self) -> int:
        return len(self.names or self.first)

    @property
    def columns(self) -> str:
        """The columns, for a message."""
        return ", ".join(self.names or [f"{k + 1}: {cell}" for k, cell in enumerate(self.first)])

    def name(self, place: int | None) -> str:
        if place is None:
            return ""
        return self.names[place] if self.names else f"column {place + 1}"

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Lines of the file, from 1, and their cells, without blank lines and comments."""
        spaces = self.form.separator == " "
        source = io.StringIO(self.text, newline="")
        reader = csv.reader(
            source, delimiter=self.form.separator, skipinitialspace=True, strict=True
        )
        lines = ((n, line.split()) for n, line in enumerate(source, 1))
        counted = lines if spaces else ((reader.line_num, cells) for cells in reader)
        for number, cells in counted:
            row = [cell.strip() for cell in cells]
            stated = number == 1 and _STATED.fullmatch(self.form.separator.join(row))
            # an empty first cell is of a row without anything, or of a real one
            begins = row[:1] and (row[0][:1] or any(row))
            if begins and begins != "#" and not stated:
                yield number, row

    def read(
        self, counter: int | None, time: int | None
    ) -> tuple[np.ndarray | None, np.ndarray, bool | None]:
        """Counts, time stamps (numbers, or 100 ns of dates), and whether dates have a zone."""
        dated = time is not None and is_date(self.first[time])
        zoned = has_zone(self.first[time]) if time is not None and dated else None
        counts: array[Any] = array("q")
        stamps: array[Any] = array("q" if dated else "d")
        stamp = self.form.number if zoned is None else partial(ticks_of_date, zoned=zoned)
        rows, width = self.rows(), self.width
        if self.names is not None:
            next(rows)
        cannot = f"The {_WHAT} {self.path.name!r} cannot be read as a table."
        with raised_as(ClockError, cannot, do="close every quotation mark", of=(csv.Error,)):
            for line, row in rows:
                # more cells than columns: a comma in a number, read as a separator
                if len(row) != width and (len(row) < width or any(row[width:])):
                    raise self._wrong(line, self.form.separator.join(row), f"{self.width} columns")
                if counter is not None:
                    counts.append(self._cell(row[counter], self._count, line, "a whole number"))
                if time is not None:
                    what = "a date with a time, as in the first row" if dated else "a number"
                    stamps.append(self._cell(row[time], stamp, line, what))
        if not (counts or stamps):
            raise ClockError(
                f"The {_WHAT} {self.path.name!r} has no row of a frame.",
                expected=_EXPECTED,
                got="blank lines and comments only",
                do="check that it was written to the end",
            )
        found = np.array(counts, np.int64) if counter is not None else None
        return found, np.array(stamps), zoned

    def _cell(self, cell: str, convert: Callable[[str], float], line: int, what: str) -> float:
        try:
            return convert(cell)
        except (ValueError, OverflowError):
            raise self._wrong(line, cell, what) from None

    def _count(self, cell: str) -> int:
        """A counter's value: some programs write 16696704.0."""
        if cell.isdecimal() and len(cell) < 19:
            return int(cell)
        number = self.form.number(cell)
        if not (number >= 0 and number == int(number) and number < 2**53):
            raise ValueError
        return int(number)

    def _wrong(self, line: int, got: str, expected: str) -> ClockError:
        return ClockError(
            f"Line {line} of {self.path.name!r} cannot be used.",
            expected=expected,
            got=repr(got),
            do="correct or remove the line; the last one is often incomplete if the program was "
            "killed while writing",
        )


def _number(form: TextForm, cell: str) -> bool:
    try:
        form.number(cell)
    except ValueError:
        return False
    return True


def _binary_counts(path: Path) -> np.ndarray:
    """Counts of an array, or of real numbers of 8 bytes without a header."""
    if path.suffix.lower() == ".npy":
        found = open_npy(path, "file of a frame counter", error=ClockError)
    elif path.stat().st_size % 8 or not 0 < path.stat().st_size <= LARGEST_BYTES:
        found = np.empty((0, 2))
    else:
        found = np.memmap(path, "<f8", mode="r")
    usable = found.dtype.kind in "iuf" and found.ndim == 1 and found.size > 0
    if usable and not ((found >= 0) & (found < 2**53) & (found == np.floor(found))).all():
        usable = False
    if not usable:
        raise ClockError(
            f"{path.name!r} does not hold a frame counter.",
            expected="a list of whole numbers (.npy), or real numbers of 8 bytes each (.bin)",
            got=f"{path.stat().st_size} bytes of something else",
            do="give the counter as text or .npy, one number a frame",
        )
    return np.asarray(found).astype(np.int64)
