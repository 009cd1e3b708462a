"""Rows of decoders as JSON, and back: every value has the kind that its row says."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from ...errors import MouseFaceError
from ...params.fields import is_number, is_text, is_whole, short_repr
from .amounts import AmountResponse
from .rows import ConfusionRow, CopyRow, DecodingFold, HeldOutRow, MetricRow

ROWS: dict[str, type] = {
    "metrics": MetricRow,
    "confusion": ConfusionRow,
    "held_out": HeldOutRow,
    "folds": DecodingFold,
    "leakage": CopyRow,
    "amounts": AmountResponse,
}
Row = TypeVar("Row")
Refused = Callable[[str, str, str], MouseFaceError]


def row_of(kind: type[Row], value: Any, refused: Refused, name: str) -> Row:
    """The row that `plain_row` of `core.outputs.tables` wrote, checked.

    Parameters
    ----------
    kind : type
        One of `ROWS`.
    value
        As JSON gives it.
    refused : callable
        Makes the error, of what, expected and got.
    name : str
        Of the rows, for that error.
    """
    due = {one.name: str(one.type) for one in fields(kind)}  # type: ignore[arg-type]
    if not isinstance(value, dict) or set(value) != set(due):
        raise refused(name, f"rows with {', '.join(due)}", short_repr(value))
    found = {}
    for column, type_name in due.items():
        read = _READ[type_name]
        if (given := read(value[column])) is _WRONG:
            raise refused(f"{name}: {column}", type_name, short_repr(value[column]))
        found[column] = given
    return kind(**found)


_WRONG = object()


def _text(value: Any) -> Any:
    return value if is_text(value) else _WRONG


def _text_or_none(value: Any) -> Any:
    return value if value is None or is_text(value) else _WRONG


def _number(value: Any) -> Any:
    if value is None:
        return math.nan
    return float(value) if is_number(value) else _WRONG


def _whole(value: Any) -> Any:
    return value if is_whole(value) else _WRONG


def _yes_or_no(value: Any) -> Any:
    return value if isinstance(value, bool) else _WRONG


def _numbers(value: Any) -> Any:
    found = tuple(map(_number, value)) if isinstance(value, list) else (_WRONG,)
    return _WRONG if _WRONG in found else found


def _means(value: Any) -> Any:
    """Of each level its amount, mean, standard error and trials."""
    if not isinstance(value, list) or any(
        not isinstance(one, list) or len(one) != 4 or not is_whole(one[3]) for one in value
    ):
        return _WRONG
    found = tuple((*map(_number, one[:3]), one[3]) for one in value)
    return _WRONG if any(_WRONG in one for one in found) else found


_READ: dict[str, Callable[[Any], Any]] = {
    "str": _text,
    "str | None": _text_or_none,
    "float": _number,
    "int": _whole,
    "bool": _yes_or_no,
    "tuple[float, ...]": _numbers,
    "tuple[tuple[float, float, float, int], ...]": _means,
}
