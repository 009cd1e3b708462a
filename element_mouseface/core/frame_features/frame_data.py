"""A table of named features, for other libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..features.quality import flag_attributes
from ..objects import FrameData, Values
from .columns import KINDS, REASON_PREFIX, TEXT_COLUMNS
from .reasons import Reason


class Lazy:
    """An array of a table, which is read when rows of it are asked for."""

    def __init__(self, n_rows: int, read: Callable[[int, int], np.ndarray]):
        self._n_rows, self._read = n_rows, read

    def __getitem__(self, rows: slice) -> np.ndarray:
        first, stop, _ = rows.indices(self._n_rows)
        return np.asarray(self._read(first, stop))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.asarray(self[:], dtype)

    def __len__(self) -> int:
        return self._n_rows


def _column(table: Any, name: str) -> Lazy:
    return Lazy(len(table), lambda a, b: np.asarray(table.block(a, b, [name]))[:, 0])


def _reason(table: Any, key: str) -> Lazy:
    return Lazy(len(table), lambda a, b: table.reasons[key][a:b])


def frame_data_of_table(table: Any) -> FrameData:
    """Each feature with its unit and definition; flags, texts, and why a feature is undefined."""
    arrays = []
    if table.flags is not None:
        arrays.append(Values("flags", table.flags, about=flag_attributes()))
    for part, column in TEXT_COLUMNS.items():
        if (texts := getattr(table, part)) is not None:
            values = np.array(["" if text is None else text for text in texts], dtype=object)
            arrays.append(Values(column, values))
    for name in table.names:
        told = table.definition(name)
        about = {"long_name": told.definition, "group": told.group}
        arrays.append(Values(name, _column(table, name), told.unit, about=about))
    meaning = reason_attributes()
    for key in table.reasons:
        arrays.append(Values(REASON_PREFIX + key, _reason(table, key), about=meaning))
    about = {name: value for name, value in table.about.items() if name != "columns"}
    return FrameData(len(table), tuple(arrays), table.times_s, about=about, row=KINDS[table.kind])


def reason_attributes() -> dict[str, Any]:
    """What each code of a reason means, as attributes of the CF conventions."""
    return {
        "flag_values": np.array([int(reason) for reason in Reason], np.uint8),
        "flag_meanings": " ".join(reason.word or "defined" for reason in Reason),
    }
