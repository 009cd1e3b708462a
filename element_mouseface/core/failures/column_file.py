"""A column of a table, by frame or by time, as a value of each frame of a recording."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ...errors import InputError, check_choice
from ..inputs.table import TextTable, read_table
from .matching import filled_times

_FRAME, _TIME = ("frame", "frame_index", "frame_number"), ("time_s", "time", "t_s")
_WORDS = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0, "": np.nan}
_WHAT = "table"


def read_column(
    path: str | Path, name: str, n_frames: int, times_s: np.ndarray | None = None
) -> np.ndarray:
    """The values of a column of a text table, one a frame.

    Rows are placed by a column `frame` (from 0), or else by `time_s` at the nearest frame, or else
    they are as many as the frames, in order.

    Parameters
    ----------
    path : str or Path
        With commas, semicolons or tabs, and names in the first line.
    name : str
        Of the column: numbers, or yes and no, true and false.
    n_frames : int
    times_s : (n_frames,) array, optional
        For tables by time.

    Returns
    -------
    (n_frames,) float64 array
        NaN for a frame without a row, and for a blank cell.

    Raises
    ------
    PathError, InputError
        If the table cannot be read or placed, has no such column, or other words in it.
    """
    expected = "a first line of names, then a row for each frame"
    table = read_table(path, _WHAT, expected=expected, error=InputError, comments=True)
    where = f"The table {Path(path).name}"
    if not table.rows or not table.has_header:
        raise InputError(f"{where} has no names of columns.", expected=expected)
    header = table.rows[0]
    check_choice(f"{where} has no column {name!r}.", name, header, error=InputError)
    rows = range(1, len(table.rows))
    for row in rows:
        if (fault := table.comma_fault(row)) or len(table.rows[row]) != len(header):
            raise InputError(
                f"Line {table.lines[row]} of {Path(path).name} has another number of cells.",
                expected=f"{len(header)}",
                got=fault or f"{len(table.rows[row])}",
            )
    values = np.array([_value(table, row, header.index(name), where) for row in rows], float)
    frames = _places(table, header, n_frames, times_s, where)
    if len(np.unique(frames)) < len(frames):
        twice = frames[np.flatnonzero(np.diff(np.sort(frames)) == 0)[:1]]
        raise InputError(
            f"{where} has two rows for one frame.", got=f"frame {int(np.sort(twice)[0])}"
        )
    found = np.full(n_frames, np.nan)
    found[frames] = values
    return found


def _value(table: TextTable, row: int, column: int, where: str) -> float:
    cell = table.rows[row][column]
    if table.is_number(cell):
        value = table.number(cell)
        return value if np.isfinite(value) else np.nan
    if cell.lower() in _WORDS:
        return _WORDS[cell.lower()]
    raise InputError(
        f"{where} has another word in line {table.lines[row]}.",
        expected="a number, yes or no, true or false, or nothing",
        got=repr(cell),
    )


def _places(
    table: TextTable, header: list[str], n_frames: int, times_s: np.ndarray | None, where: str
) -> np.ndarray:
    """The frame of each row."""
    lower = [cell.lower() for cell in header]
    by_frame = next((lower.index(name) for name in _FRAME if name in lower), None)
    by_time = next((lower.index(name) for name in _TIME if name in lower), None)
    n_rows = len(table.rows) - 1
    if by_frame is not None:
        given = np.array([table.number(row[by_frame]) for row in table.rows[1:]], float)
        good = np.isfinite(given) & (given == np.floor(given)) & (given >= 0) & (given < n_frames)
        if not good.all():
            first = int(np.argmin(good))
            raise InputError(
                f"{where} has another frame in line {table.lines[1 + first]}.",
                expected=f"a whole number from 0 to {n_frames - 1}",
                got=repr(table.rows[1 + first][by_frame]),
            )
        return given.astype(np.int64)
    if by_time is not None and times_s is not None:
        given = np.array([table.number(row[by_time]) for row in table.rows[1:]], float)
        return _nearest(given, filled_times(times_s), where, table)
    if n_rows != n_frames:
        raise InputError(
            f"{where} has no column of frames, and another number of rows than the movie.",
            expected=f"a column frame or time_s, or {n_frames} rows",
            got=f"{n_rows} rows",
        )
    return np.arange(n_frames)


def _nearest(given: np.ndarray, clock: np.ndarray, where: str, table: TextTable) -> np.ndarray:
    step = float(np.median(np.diff(clock))) if len(clock) > 1 else 1.0
    right = np.clip(np.searchsorted(clock, given), 0, len(clock) - 1)
    left = np.maximum(right - 1, 0)
    frames = np.where(np.abs(clock[left] - given) <= np.abs(clock[right] - given), left, right)
    far = ~(np.abs(clock[frames] - given) <= step)
    if far.any():
        first = int(np.argmax(far))
        raise InputError(
            f"{where} has a time without a frame in line {table.lines[1 + first]}.",
            expected=f"seconds from {clock[0]:g} to {clock[-1]:g}",
            got=f"{given[first]:g}",
        )
    return frames
