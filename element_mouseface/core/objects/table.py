"""`ResultTable`: a table of a result that is made block by block, with units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from .frame_data import FrameData
from .rows import meanings_of, rows_dataframe, unit_of_name

if TYPE_CHECKING:
    import pandas as pd

#: rows of a block: ten hours of frames are never in memory at once
STEP = 20_000


@dataclass(frozen=True, eq=False)
class ResultTable:
    """A table of a result.

    Attributes
    ----------
    name : str
        'scores', 'bouts', 'trials'.
    n_rows : int
    columns : tuple of str
    rows : callable (first, stop) -> DataFrame
        Some of the rows.
    units : mapping of str to str
        Of those columns that have one.
    texts : mapping of str to str
        What a column is, where that is known.
    per_frame : bool
        Whether it has a row a frame, and so is long.
    """

    name: str
    n_rows: int
    columns: tuple[str, ...]
    rows: Callable[[int, int], pd.DataFrame]
    units: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    per_frame: bool = False

    def blocks(self, step: int = STEP) -> Iterator[pd.DataFrame]:
        """The rows block by block; one block without rows if there are none."""
        for first in range(0, max(self.n_rows, 1), step):
            yield self.rows(first, min(first + step, self.n_rows))

    def to_dataframe(self) -> pd.DataFrame:
        """All rows; `attrs["units"]` has the units."""
        frame = self.rows(0, self.n_rows).reset_index(drop=True)
        frame.attrs["units"] = dict(self.units)
        return frame


def table_of_dataframe(
    name: str,
    frame: pd.DataFrame,
    units: Mapping[str, str] | None = None,
    texts: Mapping[str, str] | None = None,
) -> ResultTable:
    """A table of what is in memory anyway; units from the names of columns where none is given."""
    columns = tuple(map(str, frame.columns))
    known = {n: unit for n in columns if (unit := unit_of_name(n))}
    known |= dict(frame.attrs.get("units", {})) | dict(units or {})
    told = dict(frame.attrs.get("meanings", {})) | dict(texts or {})
    return ResultTable(name, len(frame), columns, lambda a, b: frame.iloc[a:b], known, told)


def table_of_rows(
    name: str, rows: Iterable[Any], kind: type, units: Mapping[str, str] | None = None, **more: Any
) -> ResultTable:
    """A table of rows that are dataclasses; see `rows_dataframe`."""
    return table_of_dataframe(name, rows_dataframe(rows, kind, **more), units, meanings_of(kind))


def table_of_frames(name: str, data: FrameData) -> ResultTable:
    """A table with a row a frame: its number, its time, and each array column by column."""
    columns = (data.row, *(("time_s",) if data.times_s is not None else ()))
    texts: dict[str, str] = {}
    for one, names in zip(data.arrays, data.columns, strict=True):
        columns += tuple(names)
        if text := one.about.get("long_name"):
            texts |= dict.fromkeys(names, str(text))
    return ResultTable(
        name, data.n_rows, columns, lambda a, b: dataframe_of_frames(data, a, b), data.units,
        texts, per_frame=data.row == "frame",
    )  # fmt: skip


def dataframe_of_frames(data: FrameData, first: int = 0, stop: int | None = None) -> pd.DataFrame:
    """Some rows of a result as a table of pandas: number, time, and each array by column."""
    import pandas as pd

    columns: dict[str, Any] = {data.row: data.row_numbers[first:stop]}
    if data.times_s is not None:
        columns["time_s"] = np.asarray(data.times_s[first:stop])
    for one, names in zip(data.arrays, data.columns, strict=True):
        columns |= dict(zip(names, one.block(first, stop).T, strict=True))
    frame = pd.DataFrame(columns)
    frame.attrs["units"] = data.units
    return frame
