"""An export as one MATLAB file (version 5, which MATLAB, Octave and SciPy read).

A struct for each table, whose fields are columns: numbers are columns of double (whole numbers
beyond 2^53 stay int64), yes and no are logical, texts are a cell array of text.  In tables with a
row a frame a text is a number instead, as `columns.TABLE.kind` says: k for the k-th of that
column's `columns.TABLE.values`, 0 where it is blank, because a cell takes a hundred bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.io import savemat
from scipy.io.matlab import MatWriteError

from ... import __version__
from ...errors import ResultError, StorageError, raised_as
from ..objects import ResultTable
from ..outputs import whole_file
from .opened import OpenedResult
from .plain_columns import is_text, numbers, texts
from .valid_names import valid_names

#: MATLAB takes no larger variable in this version of the format
MOST_BYTES = 2**31 - 2**16
#: smaller files are compressed, which takes the memory of the file again
_COMPRESSED_BYTES = 64 << 20
_OWN = ("info", "columns", "arrays")
_MOST_EXACT = 2**53
#: a text in a table with a row a frame, as the number of the text
CODED = "number of text"


def write_mat(opened: OpenedResult, path: str | Path, *, overwrite: bool = False) -> Path:
    """Write all tables, and the arrays that are no table, into one file.

    Parameters
    ----------
    opened : OpenedResult
    path : str or Path
        Ends with .mat.
    overwrite : bool
        Whether to replace another file.

    Raises
    ------
    ResultError
        If a table is too large for the format.
    PathError, StorageError
        If another file is there, or it cannot be written.
    """
    path = Path(path)
    check_size(opened)
    fields = valid_names([table.name for table in opened.tables], _OWN)
    content: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for field, table in zip(fields, opened.tables, strict=True):
        content[field], columns[field] = _struct(table)
    content["columns"] = columns
    content["info"] = _info(opened, fields)
    if opened.arrays:
        content["arrays"], content["info"]["arrays"] = _arrays(opened)
    size = sum(_bytes(value) for value in content.values())
    cannot = f"{path.name} cannot be written."
    do = "export it as CSV or Parquet, which have no limit"
    with (
        whole_file(path, "wb", what="the MATLAB file", overwrite=overwrite) as file,
        raised_as(StorageError, cannot, do=do, of=(MatWriteError,)),
    ):
        savemat(
            file, content, long_field_names=True, oned_as="column",
            do_compression=size < _COMPRESSED_BYTES,
        )  # fmt: skip
    return path


def check_size(opened: OpenedResult) -> None:
    """Refuse what the format cannot hold, before any of it is read.

    Raises
    ------
    ResultError
    """
    sizes = [(table.name, 8 * table.n_rows * len(table.columns)) for table in opened.tables]
    arrays = sum(int(np.prod(np.shape(one.values))) * 8 for one in opened.arrays)
    for name, size in (*sizes, ("arrays", arrays)):
        if size > MOST_BYTES:
            raise ResultError(
                f"{name!r} of this {opened.kind} is too large for a MATLAB file.",
                expected=f"at most {MOST_BYTES / 1e9:.1f} GB in each variable, which is the limit "
                "of the format",
                got=f"{size / 1e9:.1f} GB",
                do="export it with --format parquet, which MATLAB reads with parquetread and "
                "parquetDatastore; or select fewer columns or frames first",
            )


def _struct(table: ResultTable) -> tuple[dict[str, Any], dict[str, Any]]:
    """The columns of a table by field, and what they are."""
    fields = valid_names(table.columns)
    columns: list[Any] = [None] * len(fields)
    for block in table.blocks():
        for k, name in enumerate(table.columns):
            if columns[k] is None:
                columns[k] = _Column(block[name], table.per_frame)
            columns[k].add(block[name])
    made: dict[str, Any] = {}
    values = np.empty((len(fields), 1), dtype=object)
    for k, field in enumerate(fields):
        # one column at a time: its blocks are given up before the next is put together
        made[field], values[k, 0] = columns[k].whole(), _cellstr(list(columns[k].words)[1:])
    about = {
        "field": _cellstr(fields),
        "name": _cellstr(table.columns),
        "unit": _cellstr([table.units.get(name, "") for name in table.columns]),
        "meaning": _cellstr([table.texts.get(name, "") for name in table.columns]),
        "kind": _cellstr([column.kind for column in columns]),
        "values": values,
    }
    return made, about


class _Column:
    """A column that is put together from blocks."""

    def __init__(self, first: pd.Series, per_frame: bool):
        if is_text(first):
            self.kind = CODED if per_frame else "text"
        else:
            # pandas' own type of yes and no may have unknown ones, which are NaN here
            self.kind = "logical" if first.dtype == bool else "number"
        #: texts by their number; the blank one is 0
        self.words: dict[str, int] = {"": 0}
        self._parts: list[np.ndarray] = []

    def add(self, block: pd.Series) -> None:
        """Add the next rows."""
        if self.kind == "text":
            self._parts.append(texts(block))
        elif self.kind == CODED:
            codes, found = pd.factorize(texts(block))
            known = [self.words.setdefault(word, len(self.words)) for word in found]
            self._parts.append(np.array(known, np.float64)[codes])
        else:
            self._parts.append(numbers(block))

    def whole(self) -> np.ndarray:
        """(rows, 1) all of it, once."""
        values = np.concatenate(self._parts)
        self._parts.clear()
        if self.kind == "text":
            return _cellstr(values)
        return (values if self.kind == "logical" else _as_double(values)).reshape(-1, 1)


def _as_double(values: np.ndarray) -> np.ndarray:
    """Whole numbers as double, in which MATLAB computes; those that would not be exact stay."""
    if values.dtype.kind in "iu" and values.size:
        largest = max(abs(int(values.min())), abs(int(values.max())))
        if largest > _MOST_EXACT:
            return values
    return values.astype(np.float64)


def _cellstr(values: Any) -> np.ndarray:
    """A column of cells with text."""
    found = np.empty((len(values), 1), dtype=object)
    for k, value in enumerate(values):
        found[k, 0] = str(value)
    return found


def _info(opened: OpenedResult, fields: list[str]) -> dict[str, Any]:
    return {
        "kind": opened.kind,
        "result": opened.name,
        "result_digest": opened.digest,
        "written_by": f"element_mouseface {__version__}",
        "notes": _cellstr(opened.notes),
        "tables": _cellstr(fields),
        "table_names": _cellstr([table.name for table in opened.tables]),
    }


def _arrays(opened: OpenedResult) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arrays by field; their names, units and axes."""
    fields = valid_names([one.name for one in opened.arrays])
    found = {
        field: np.asarray(one.values, np.float64)
        for field, one in zip(fields, opened.arrays, strict=True)
    }
    about = {
        "field": _cellstr(fields),
        "name": _cellstr([one.name for one in opened.arrays]),
        "unit": _cellstr([one.unit for one in opened.arrays]),
        "axes": _cellstr([", ".join(one.axes) for one in opened.arrays]),
    }
    return found, about


def _bytes(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_bytes, value.values()))
    return value.nbytes if isinstance(value, np.ndarray) else 0
