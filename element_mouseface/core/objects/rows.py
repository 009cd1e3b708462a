"""Rows of a result (dataclasses) as a table of pandas, with the unit of each column."""

from __future__ import annotations

import dataclasses
import inspect
import re
import typing
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

#: ends of names in this package -> unit
_UNITS = {
    "per_min": "1/min",
    "per_s": "1/s",
    "ppm": "ppm",
    "deg": "deg",
    "px2": "px2",
    "fps": "1/s",
    "mb": "MB",
    "ms": "ms",
    "px": "px",
    "hz": "Hz",
    "s": "s",
}
#: 'name, other : type', then indented lines of text
_ATTRIBUTE = re.compile(r"^(\w[\w, ]*?) : (.+)\n((?:[ \t]+.+\n?)*)", re.MULTILINE)
_END = re.compile(rf"(?:^|.*_)({'|'.join(_UNITS)})(?:_(?:se|mean|median|low|high))?")


def unit_of_name(name: str) -> str:
    """The unit that a name ends with: 's' of 'onset_s', 'px' of 'shift_x_px'; '' without one."""
    found = _END.fullmatch(name)
    return "" if found is None else _UNITS[found[1]]


def meanings_of(kind: type) -> dict[str, str]:
    """What each attribute of a class means, by the section 'Attributes' of its docstring."""
    found: dict[str, str] = {}
    section = inspect.cleandoc(kind.__doc__ or "").partition("Attributes\n----------\n")[2]
    for names, _, lines in _ATTRIBUTE.findall(section):
        text = " ".join(lines.split())
        found |= dict.fromkeys((name.strip() for name in names.split(",")), text)
    return {name: text for name, text in found.items() if text}


def rows_dataframe(rows: Iterable[Any], kind: type | None = None, **more: Any) -> pd.DataFrame:
    """Rows of a result as a table of pandas: a column for each attribute.

    Parameters
    ----------
    rows : iterable
        Rows of one kind, such as `Decoding.metrics`, `Affect.trials` or what `agreement` gives.
    kind : type, optional
        Their class, for a table without rows; that of the first row by default.
    **more
        Columns that stand before: a value for all rows, or one for each.

    Returns
    -------
    DataFrame
        An attribute with several values is a text, joined by '; '.  `attrs["units"]` has the
        unit of each column that has one.
    """
    import pandas as pd

    rows = list(rows)
    kind = kind or (type(rows[0]) if rows else None)
    columns: dict[str, Any] = {
        name: [value] * len(rows) if np.ndim(value) == 0 else list(value)
        for name, value in more.items()
    }
    columns = {name: np.asarray(c, None if len(c) else object) for name, c in columns.items()}
    hints = {} if kind is None else _hints(kind)
    for name, hint in hints.items():
        columns[name] = _column([getattr(row, name) for row in rows], hint)
    frame = pd.DataFrame(columns)
    frame.attrs["units"] = {n: unit for n in frame.columns if (unit := unit_of_name(str(n)))}
    return frame


def _hints(kind: type) -> Mapping[str, Any]:
    """The type of each field of a dataclass; text where that cannot be found."""
    found: dict[str, Any] = {}
    try:
        found = typing.get_type_hints(kind)
    except NameError:  # a type that is imported for type checkers alone
        found = {}
    return {one.name: found.get(one.name, one.type) for one in dataclasses.fields(kind)}


def _column(values: list[Any], hint: Any) -> Any:
    """Values as an array whose type does not depend on how many there are."""
    import pandas as pd

    kinds = set(typing.get_args(hint)) or {hint}
    optional = type(None) in kinds
    kinds -= {type(None)}
    if kinds <= {float, int} and float in kinds:
        return np.array([np.nan if v is None else v for v in values], np.float64)
    if kinds == {int}:
        return pd.array(values, "Int64") if optional else np.array(values, np.int64)
    if kinds == {bool}:
        return pd.array(values, "boolean") if optional else np.array(values, bool)
    return np.array([_text(v) for v in values] or [], dtype=object)


def _text(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return str(value)
