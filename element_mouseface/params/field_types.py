"""Holding the values of a dataclass against its type annotations."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import ParameterError
from .fields import MOST_WHOLE, is_number, is_text, is_whole, told

__all__ = ["as_plain", "check_types", "fits"]

#: More entries than any list of parameters has: points of a mask, names, penalties.
_MOST_ENTRIES = 10_000


def check_types(owner: Any) -> None:
    """Refuse a field of a dataclass whose value is not of its annotated type.

    A field's metadata may name another type that it takes (`also`), and what is raised
    (`error`, by default ParameterError).  NumPy's numbers become Python's.

    Raises
    ------
    InputError
        With the name of the field, what it takes and what came.
    """
    kind: Any = type(owner)
    for field in dataclasses.fields(owner):
        given = getattr(owner, field.name)
        value = as_plain(given)
        wrong = fits(value, _annotations(kind)[field.name])
        if wrong is not None and ("also" in field.metadata):
            wrong = None if fits(value, field.metadata["also"]) is None else wrong
        if wrong is not None:
            raise field.metadata.get("error", ParameterError)(
                f"{kind.__name__}: {field.name} cannot have this value.",
                expected=wrong,
                got=told(value),
            )
        if value is not given:
            object.__setattr__(owner, field.name, value)


@lru_cache(maxsize=64)
def _annotations(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def as_plain(value: Any) -> Any:
    """A NumPy number as Python's own; anything else as it is."""
    return value.item() if isinstance(value, np.generic) else value


def fits(value: Any, kind: Any) -> str | None:
    """What a value should be to have an annotated type, in words; None where it does.

    A whole number is a number too; a float that is whole is a whole number; a list
    or an array is a tuple; a mapping may stand for a dataclass that has `from_dict`.
    """
    value = as_plain(value)
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        found = [fits(value, one) for one in inner]
        return None if None in found else " or ".join(text for text in found if text)
    if origin is tuple:
        return _fits_tuple(value, inner)
    if kind is Any:
        return None
    if origin in (dict, Mapping) or kind in (dict, Mapping):
        return _fits_mapping(value, inner)
    return _fits_plain(value, kind)


def _fits_plain(value: Any, kind: Any) -> str | None:
    good, words = True, ""
    if kind is bool:
        good, words = isinstance(value, bool), "true or false"
    elif kind is int:
        whole = is_whole(value) or (isinstance(value, float) and value.is_integer())
        good, words = whole and abs(value) <= MOST_WHOLE, "a whole number"
    elif kind is float:
        good, words = is_number(value), "a finite number"
    elif kind is str:
        good, words = is_text(value), "a text"
    elif kind is type(None):
        good, words = value is None, "null (None)"
    elif hasattr(kind, "from_dict"):
        good = isinstance(value, kind | dict)
        words = f"a {kind.__name__}, or a mapping of its values"
    return None if good else words


def _fits_tuple(value: Any, inner: tuple[Any, ...]) -> str | None:
    many = len(inner) == 2 and inner[1] is Ellipsis
    words = "a list" if many else f"a list of {len(inner)}"
    if isinstance(value, set | frozenset) and many:
        value = list(value)
    if not isinstance(value, list | tuple | np.ndarray) or getattr(value, "ndim", 1) < 1:
        return words
    if len(value) > _MOST_ENTRIES:
        return f"{words} of at most {_MOST_ENTRIES}"
    if not many and len(value) != len(inner):
        return words
    for item, kind in zip(value, inner[:1] * len(value) if many else inner, strict=True):
        if (wrong := fits(item, kind)) is not None:
            return f"{words}, each {wrong}"
    return None


def _fits_mapping(value: Any, inner: tuple[Any, ...]) -> str | None:
    if not isinstance(value, Mapping):
        return "a mapping"
    for name, item in value.items() if inner else ():
        for one, kind in ((name, inner[0]), (item, inner[1])):
            if (wrong := fits(one, kind)) is not None:
                return f"a mapping, each {wrong}"
    return None
