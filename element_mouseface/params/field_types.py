"""Check the values of a dataclass against its type annotations."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from ..errors import InputError, ParameterError
from .fields import MOST_WHOLE, is_number, is_text, is_whole, short_repr

#: The longest list that a parameter may have: points of a mask, names, penalties.
_MOST_ENTRIES = 10_000


def param(
    default: Any,
    low: float | None = None,
    high: float | None = None,
    *,
    above: float | None = None,
    choices: tuple[str, ...] = (),
    also: Any = None,
    error: type[InputError] = ParameterError,
) -> Any:
    """A dataclass field with limits, which `check_fields` checks.

    Parameters
    ----------
    default
        Of the field.
    low, high : float, optional
        The smallest and largest number allowed; for a list, for each of its numbers.
    above : float, optional
        An exclusive lower limit, instead of `low`.
    choices : tuple of str
        The strings allowed; for a list, for each of its strings.
    also : type, optional
        Another type that the field accepts: one number stands for a list of equal numbers.
    error : type
        The class of the error.
    """
    limits = {"low": low, "high": high, "above": above, "choices": choices, "error": error}
    return dataclasses.field(default=default, metadata=limits | ({"also": also} if also else {}))


def check_fields(owner: Any) -> None:
    """Check that each field of a dataclass has its annotated type and an allowed value.

    Values are converted to plain types: NumPy numbers to Python's, lists to tuples, whole
    numbers to floats where a float is annotated, mappings to their dataclass.

    Raises
    ------
    InputError
        Names the field, what it accepts and what was given.
    """
    kind: Any = type(owner)
    title = getattr(kind, "TITLE", kind.__name__)
    for field in dataclasses.fields(owner):
        annotated, limits = _annotations(kind)[field.name], field.metadata
        given = getattr(owner, field.name)
        value = as_plain(given)
        error = limits.get("error", ParameterError)
        wrong = fits(value, annotated)
        if wrong is not None and "also" in limits and fits(value, limits["also"]) is None:
            value, wrong = (value,) * len(typing.get_args(annotated)), None
        if wrong is not None:
            what = f"{title}: {field.name} cannot have this value."
            raise error(what, expected=wrong, got=short_repr(value))
        value = _converted(value, annotated)
        if not all(_allowed(item, limits) for item in _items(value)):
            unknown = f"{title}: unknown {field.name}."
            what = unknown if limits.get("choices") else f"{title}: {field.name} is out of range."
            raise error(what, expected=_limits_in_words(limits, annotated), got=short_repr(given))
        object.__setattr__(owner, field.name, value)


def _items(value: Any) -> list[Any]:
    """The numbers and texts of a value, however they are nested."""
    return [x for part in value for x in _items(part)] if isinstance(value, tuple) else [value]


def _allowed(value: Any, limits: Mapping[str, Any]) -> bool:
    if isinstance(value, str):
        return value in (limits.get("choices") or (value,))
    if not is_number(value):
        return True
    low, high, above = (limits.get(name) for name in ("low", "high", "above"))
    enough = (low is None or value >= low) and (above is None or value > above)
    return enough and (high is None or value <= high)


def _limits_in_words(limits: Mapping[str, Any], annotated: Any) -> str:
    if limits["choices"]:
        return f"one of {', '.join(limits['choices'])}"
    number = "a finite number" if "float" in str(annotated) else "a whole number"
    low, high, above = (limits[name] for name in ("low", "high", "above"))
    if above is not None:
        number += f" above {above:g}" + ("" if high is None else f", up to {high:g}")
    elif low is not None and high is not None:
        number += f" from {low:.12g} to {high:.12g}"
    else:
        number += f" of at least {low:g}" if high is None else f" of at most {high:g}"
    return number


def _converted(value: Any, annotated: Any) -> Any:
    """A value that fits its annotated type, as exactly that type."""
    value = as_plain(value)
    origin, inner = typing.get_origin(annotated), typing.get_args(annotated)
    if origin in (typing.Union, types.UnionType):
        return _converted(value, next(one for one in inner if fits(value, one) is None))
    if origin is tuple:
        many = len(inner) == 2 and inner[1] is Ellipsis
        kinds = inner[:1] * len(value) if many else inner
        return tuple(_converted(v, k) for v, k in zip(value, kinds, strict=True))
    if annotated in (int, float):
        return annotated(value)
    if isinstance(value, dict) and hasattr(annotated, "from_dict"):
        return annotated.from_dict(value)
    return value


@lru_cache(maxsize=64)
def _annotations(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def as_plain(value: Any) -> Any:
    """A NumPy number as a Python number; anything else unchanged."""
    return value.item() if isinstance(value, np.generic) else value


def fits(value: Any, kind: Any) -> str | None:
    """What a value should be, in words, to have an annotated type; None if it has that type.

    An int also counts as a float, and a float without a fraction as an int; a list or an
    array counts as a tuple; a mapping may stand for a dataclass that has `from_dict`.
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
