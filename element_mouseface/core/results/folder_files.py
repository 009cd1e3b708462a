"""Read the files of a scored folder, and compare them with what was written.

Other programs open and edit these files: a spreadsheet may save `scores.csv` in another order, with
other decimals or without a row.
"""

from __future__ import annotations

import csv
import dataclasses
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from ...errors import MouseFaceError, PathError, ResultChangedError
from ...params.fields import Fields, read_json
from ..features.quality import FrameFlag
from .names import FORMAT

Row = TypeVar("Row")


def changed(path: Path, got: object) -> ResultChangedError:
    """The error for a file that is not what was written."""
    return ResultChangedError(
        f"{path.name} in {str(path.parent)!r} differs from what `mouseface score` wrote.",
        expected="the file as it was written",
        got=str(got),
        do="run `mouseface score` again; the file was edited or truncated",
    )


def _there(path: Path) -> Path:
    if not os.path.isfile(path):
        raise PathError(
            f"{str(path.parent)[:200]!r} is not a folder that `mouseface score` wrote.",
            expected=f"a folder with {path.name}",
            got=f"no {path.name}" if os.path.isdir(path.parent) else "no such folder",
            do="give the --out of a finished run",
        )
    return path


def read_report(folder: Path) -> Fields:
    """report.json, with a check of each entry that is read.

    Raises
    ------
    PathError
        If there is none.
    ResultChangedError
        If it is something else.
    """
    path = _there(folder / "report.json")
    try:
        content = read_json(path, "report", "JSON", error=ResultChangedError)
    except ResultChangedError as error:
        raise changed(path, error.got) from error

    def refuse(what: str, expected: str, got: str) -> MouseFaceError:
        return changed(path, f"{what} is {got} instead of {expected}")

    fields = Fields(content, refuse)
    if not fields.text("format").startswith(FORMAT.rpartition("/")[0] + "/"):
        raise changed(path, "another format")
    return fields


def read_table(path: Path, needed: Sequence[str]) -> pd.DataFrame:
    """The cells of a CSV file as text, '' if blank.

    Raises
    ------
    PathError
        If there is none.
    ResultChangedError
        If it is something else, or lacks one of these columns.
    """
    _there(path)
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            header, *rows = list(csv.reader(file)) or [[]]
    except (OSError, ValueError, csv.Error) as error:
        raise changed(path, error) from error
    if len(set(header)) != len(header):
        raise changed(path, "a column twice")
    if missing := [name for name in needed if name not in header]:
        raise changed(path, f"no column {', '.join(missing)}")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise changed(path, f"line {number} has {len(row)} cells, the header {len(header)}")
    return pd.DataFrame(rows, columns=header, dtype=str)


def read_frames(path: Path, n_frames: int | None = None) -> tuple[dict[str, np.ndarray], Any]:
    """The columns of scores.csv or registration.csv as numbers, NaN where blank; and flags.

    Parameters
    ----------
    path : Path
    n_frames : int, optional
        How many frames the recording has.

    Returns
    -------
    dict of str to (frames,) float64 array
        By column, without the flags.
    (frames,) uint16 array or None
        None where there is no such column.
    """
    cells = read_table(path, ("frame", "time_s"))
    if n_frames is not None and len(cells) != n_frames:
        raise changed(path, f"{len(cells)} rows where the recording has {n_frames} frames")
    table = {name: _numbers(path, cells[name], name) for name in cells if name != "flags"}
    if not np.array_equal(table["frame"], np.arange(len(cells))):
        raise changed(path, "rows that are not in the order of the frames")
    known = table["time_s"][np.isfinite(table["time_s"])]
    if not len(known):
        raise changed(path, "no time for any frame")
    if (np.diff(known) <= 0).any():
        raise changed(path, "times that do not increase")
    flags = cells["flags"].map(_flags_of(path, cells["flags"])) if "flags" in cells else None
    return table, None if flags is None else flags.to_numpy(np.uint16)


def _numbers(path: Path, cells: pd.Series, name: str) -> np.ndarray:
    values = pd.to_numeric(cells, errors="coerce").to_numpy(np.float64)
    wrong = (cells != "").to_numpy() & ~np.isfinite(values)
    if wrong.any():
        raise changed(path, f"{cells[wrong].iloc[0]!r} in the column {name}")
    return values


def _flags_of(path: Path, cells: pd.Series) -> Mapping[str, int]:
    """The bits of each text of flags in the file."""
    found = {}
    for text in cells.unique():
        names = text.split("+") if text else []
        if not all(name in FrameFlag.__members__ for name in names):
            raise changed(path, f"{text!r} in the column flags")
        found[text] = sum(int(FrameFlag[name]) for name in set(names))
    return found


def read_rows(
    path: Path, kind: type[Row], columns: Mapping[str, str] | None = None
) -> list[tuple[str, Row]]:
    """(measure, row) of each line; a blank cell is None, NaN or an empty text.

    Parameters
    ----------
    path : Path
    kind : type
        A dataclass whose fields are the columns.
    columns : mapping of str to str, optional
        The column of a field that has another name.
    """
    fields = {f.name: str(f.type) for f in dataclasses.fields(kind)}  # type: ignore[arg-type]
    column_of = {name: (columns or {}).get(name, name) for name in fields}
    table = read_table(path, list(column_of.values()))
    values = {
        name: [_cell(path, text, fields[name], column) for text in table[column]]
        for name, column in column_of.items()
    }
    measures = table["measure"].tolist() if "measure" in table else [""] * len(table)
    rows = zip(*values.values(), strict=True)
    return [
        (measure, kind(**dict(zip(values, row, strict=True))))
        for measure, row in zip(measures, rows, strict=True)
    ]


def _cell(path: Path, text: str, kind: str, name: str) -> Any:
    """The value of a cell of this kind of field."""
    if not text and "None" in kind:
        return None
    try:
        if kind.startswith("str"):
            return text
        if kind == "bool":
            return {"0": False, "1": True}[text]
        if kind.startswith("int"):
            return int(text)
        value = float(text or "nan")
    except (ValueError, KeyError):
        raise changed(path, f"{text!r} in the column {name}") from None
    if text and not np.isfinite(value):
        raise changed(path, f"{text!r} in the column {name}")
    return value
