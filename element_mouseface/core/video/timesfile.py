"""Times from a file: text, a column of a table, or a NumPy array."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from ...errors import ClockError, PathError, check_choice
from ..inputs import TextTable, read_table
from ..inputs.npy import open_npy

#: unit -> how many of it make a second
TIME_UNITS = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}

_WHAT = "file of timestamps"
_EXPECTED = "one time in seconds a line, or a table with a column time_s"
_KNOWN = ("time_s", "times_s", "time", "times", "timestamp", "timestamps", "seconds")
_UNIT_IN_NAME = re.compile(r"[\s_(\[]+(s|ms|us|µs|μs|ns)[)\]]?$", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def read_times(path: str | Path, column: str | None = None, unit: str | None = None) -> np.ndarray:
    """Times in seconds from a file: one value per line, a column of a table, or a .npy array.

    Parameters
    ----------
    path : path
        Text in UTF-8 or UTF-16, separated by commas, semicolons, tabs or spaces; lines
        that start with # and blank lines are skipped.  All times may stand on one line.
        A .npy file holds one array of numbers.
    column : str, optional
        Name of the column; of a table without names, its number from 1.  By default the
        first of time_s, times_s, time, times, timestamp, timestamps or seconds, or else
        the only one.
    unit : {'s', 'ms', 'us', 'ns'}, optional
        By default as the column's name states it (time_ms, 'time (us)'), or else seconds.

    Raises
    ------
    PathError
        If there is no such file, or it is neither text nor an array.
    ClockError
        If it has no such column, or a value is not a number.
    ParameterError
        If there is no such unit.
    """
    check_unit(unit)
    path = Path(path)
    if path.suffix.lower() == ".npy":
        return _array(path) / TIME_UNITS[unit or "s"]
    table = read_table(path, _WHAT, expected=_EXPECTED, error=PathError, comments=True)
    if not table.rows:
        raise ClockError(f"The file of timestamps {path} is empty.", expected=_EXPECTED,
                         got="no line")  # fmt: skip
    if table.has_header:
        place = _place(table.rows[0], column, path)
        values = _column(table, 1, place, path)
        unit = unit or unit_in_name(table.rows[0][place])
    else:
        values = _without_names(table, column, path)
    return values / TIME_UNITS[unit or "s"]


def check_unit(unit: str | None) -> None:
    """Refuse an unknown unit of time (ParameterError)."""
    if unit is not None:
        check_choice("This is not a unit of time.", unit, TIME_UNITS)


def _place(names: list[str], column: str | None, path: Path) -> int:
    """Position of the column of times."""
    if column is not None and column in names:
        return names.index(column)
    plain = [_UNIT_IN_NAME.sub("_s", name.lower()) for name in names]
    found = [plain.index(name) for name in _KNOWN if name in plain]
    if column is None and (found or len(names) == 1):
        return found[0] if found else 0
    raise ClockError(
        f"{path} has no column of times.",
        expected=f"a column {column or 'time_s'!r}",
        got=", ".join(names),
        do="name the column of the times: column=, or --times-column or --clock-column",
    )


def unit_in_name(name: str) -> str:
    """The unit that a column's name states, such as time_ms; seconds without one."""
    found = _UNIT_IN_NAME.search(name.lower())
    return found[1].replace("µ", "u").replace("μ", "u") if found else "s"


def _column(table: TextTable, first: int, place: int, path: Path) -> np.ndarray:
    """The numbers of one column; a ClockError names the first cell that is not a number."""
    width = len(table.rows[0])
    values = np.empty(len(table.rows) - first)
    for k, row in enumerate(table.rows[first:]):
        cell = row[place] if place < len(row) else ""
        if len(row) > width or not table.is_number(cell):
            raise _no_time(table, first + k, cell, path)
        values[k] = table.number(cell)
    return values


def _no_time(table: TextTable, row: int, cell: str, path: Path) -> ClockError:
    line, comma = table.lines[row], table.comma_fault(row)
    got = repr(cell) if len(table.rows[row]) <= len(table.rows[0]) else repr(
        table.separator.join(table.rows[row])
    )  # fmt: skip
    do = "correct the line"
    if comma:
        do = "write numbers with a point, or separate the columns by semicolons"
    elif _DATE.match(cell):
        do = "turn dates into seconds from a stated beginning, on the clock of the events; for a "
        do += "clock, the method 'camera' (--clock-method camera) reads dates"
    elif "," in cell:
        do = "write all numbers with a decimal point, without marks between thousands"
    return ClockError(
        f"Line {line} of {path} has no time in seconds.",
        expected="a number with a decimal point, such as 12.5",
        got=f"{got}: {comma}" if comma else got,
        do=do,
    )


def _without_names(table: TextTable, column: str | None, path: Path) -> np.ndarray:
    """Times of a table without a header: its only column, its only line, or a numbered one."""
    width = max(map(len, table.rows))
    if column is not None:
        if not (column.isdecimal() and 1 <= int(column) <= width):
            raise ClockError(
                f"The columns of {path} have no names.",
                expected=f"the column's number, from 1 to {width}",
                got=repr(column),
            )
        return _column(table, 0, int(column) - 1, path)
    if width == 1:
        return _column(table, 0, 0, path)
    if len(table.rows) == 1 and not (width == 2 and table.separator == ","):
        return np.array([table.number(cell) for cell in table.rows[0]])
    dated = any(_DATE.match(cell) for cell in table.rows[0])
    comma = all(len(row) == 2 and all(c.lstrip("+-").isdigit() for c in row) for row in table.rows)
    raise ClockError(
        f"The columns of {path} have no names.",
        expected="a header line, or one value a line",
        got=table.separator.join(table.rows[0])
        + (" (two columns, or numbers with a decimal comma?)" if comma else ""),
        do="write numbers with a decimal point"
        + (", or give the column's number from 1: column=, --times-column or --clock-column")
        + ("; for a clock, the method 'camera' (--clock-method camera) reads dates" * dated),
    )


def _array(path: Path) -> np.ndarray:
    """The numbers of a .npy file; nothing is unpickled."""
    found = open_npy(path, _WHAT)
    if found.dtype.kind not in "iuf" or found.size != max(found.shape, default=0):
        raise ClockError(
            f"The file of timestamps {path} holds no list of times.",
            expected="an array of numbers, shape (n,)",
            got=f"{found.dtype} {found.shape}",
        )
    return np.array(found, np.float64).ravel()
