"""Read values from files and callers by name and type.

JSON knows no types beyond its own, and Python converts in silence: `bool("false")` is
true, `int(True)` is one, a list becomes a tuple of anything.  So values from a file are checked
here: `read_json` refuses repeated names, numbers that are not finite and endless nesting; `Fields`
reads the entries of a mapping one by one. Parameter classes are checked by their annotations: see
`field_types`.
"""

from __future__ import annotations

import json
import math
import reprlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from ..errors import InputError, MouseFaceError, ParameterError

#: The largest whole number that a float holds exactly; our files have none above it.
MOST_WHOLE = 2**53
_MOST_BYTES = 64 << 20
_MOST_DEPTH = 40

_short = reprlib.Repr()
_short.maxlevel, _short.maxstring, _short.maxother = 3, 80, 80
_short.maxdict = _short.maxlist = _short.maxtuple = 5


def short_repr(value: Any) -> str:
    """A value's repr, shortened for a message."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**30:
        return f"a whole number of {value.bit_length()} bits"
    try:
        return _short.repr(value)
    except (RecursionError, ValueError):
        return f"a {type(value).__name__} that cannot be shown"


def read_json(
    path: str | Path, what: str, expected: str, *, error: type[MouseFaceError] = ParameterError
) -> Any:
    """Read a JSON file and check it as `parse_json` does.

    Parameters
    ----------
    path : str or Path
    what : str
        What the file is, for messages: 'crop file'.
    expected : str
        What should be in it.
    error : type
        The class of the error.
    """
    path = Path(path)
    try:
        if not path.is_file():
            kind = "no file" if path.exists() else "nothing there"
            raise error(
                f"The {what} {path} cannot be read.",
                expected=expected,
                got=kind,
                do="check the path",
            )
        if path.stat().st_size > _MOST_BYTES:
            raise error(
                f"The {what} {path} cannot be read.",
                expected=f"{expected}, of at most {_MOST_BYTES >> 20} MB",
                got=f"{path.stat().st_size >> 20} MB",
                do="check that it is the right file",
            )
        data = path.read_bytes()
    except OSError as found:
        raise error(
            f"The {what} {path} cannot be read.",
            expected=expected,
            got=found.strerror or str(found),
            do="check the path and the rights to read it",
        ) from found
    return parse_json(data, f"{what} {path}", expected, error=error)


def json_mapping(path: str | Path) -> dict[str, Any]:
    """The mapping in a JSON file, or an empty one if there is none: to recognize our own files."""
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def parse_json(
    data: bytes | str, what: str, expected: str, *, error: type[MouseFaceError] = ParameterError
) -> Any:
    """Parse JSON strictly: each name once, finite numbers only.

    An error is raised for text that is not UTF-8 (a byte-order mark is allowed), for a name
    that occurs twice in one mapping, for NaN, infinity and huge numbers, and for endless nesting.

    Raises
    ------
    MouseFaceError
        Of the kind `error`.
    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
        value = json.loads(
            text,
            object_pairs_hook=_named_once,
            parse_constant=_no_number,
            parse_float=_finite,
            parse_int=_whole,
        )
        _refuse_depth(value)
    except (ValueError, RecursionError) as found:
        got = (
            "lists and mappings nested without end" if isinstance(found, RecursionError) else found
        )
        raise error(
            f"The {what} cannot be read.",
            expected=expected,
            got=str(got),
            do="check the JSON; names and strings are in double quotes",
        ) from found
    return value


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{short_repr(twice)} occurs twice")
    return found


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number in JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is too large a number")
    return value


def _whole(text: str) -> int:
    if len(text) > 400:
        raise ValueError(f"a number of {len(text)} digits")
    return int(text)


def _refuse_depth(value: Any, depth: int = 0) -> None:
    if depth > _MOST_DEPTH:
        raise RecursionError
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            _refuse_depth(item, depth + 1)


class Fields:
    """A mapping from a file, whose entries are read by name and type-checked.

    Parameters
    ----------
    values
        What should be a mapping.
    refuse : callable(what, expected, got) -> MouseFaceError
        Makes the error; `what` names the entry.
    at : str
        The mapping's own name, put before the names of its entries.
    """

    def __init__(
        self, values: Any, refuse: Callable[[str, str, str], MouseFaceError], at: str = ""
    ):
        self._refuse, self._at = refuse, at
        if not isinstance(values, dict) or not all(isinstance(name, str) for name in values):
            raise refuse(at or "the whole", "a mapping", short_repr(values))
        self._values: dict[str, Any] = values

    def refused(self, name: str, expected: str, got: str) -> MouseFaceError:
        """The error for an entry."""
        return self._refuse(f"{self._at}.{name}" if self._at else name, expected, got)

    def take(self, name: str, expected: str = "a value") -> Any:
        """An entry, unchecked; an error if it is missing."""
        if name not in self._values:
            raise self.refused(name, expected, "nothing")
        return self._values[name]

    def has(self, name: str) -> bool:
        """Whether there is such an entry, and it is not null."""
        return self._values.get(name) is not None

    def names(self) -> list[str]:
        """The names of all entries."""
        return list(self._values)

    def text(self, name: str, one_of: tuple[str, ...] = (), most: int = 100_000) -> str:
        """An entry that is a string."""
        expected = f"one of {', '.join(one_of)}" if one_of else "a text"
        value = self.take(name, expected)
        if not is_text(value) or len(value) > most or (one_of and value not in one_of):
            raise self.refused(name, expected, short_repr(value))
        return value

    def whole(self, name: str, low: int = 0, high: int = MOST_WHOLE) -> int:
        """An entry that is a whole number from `low` to `high`."""
        expected = f"a whole number from {low} to {high}"
        value = self.take(name, expected)
        if not is_whole(value) or not low <= value <= high:
            raise self.refused(name, expected, short_repr(value))
        return value

    def wholes(self, name: str, n: int | None = None, low: int = 0, high: int = MOST_WHOLE):
        """An entry that is a list of (n) whole numbers, as a tuple."""
        expected = f"{'some' if n is None else n} whole numbers from {low} to {high}"
        values = self.take(name, expected)
        good = isinstance(values, list) and (n is None or len(values) == n)
        if not good or not all(is_whole(v) and low <= v <= high for v in values):
            raise self.refused(name, expected, short_repr(values))
        return tuple(values)

    def number(self, name: str, low: float = -math.inf, high: float = math.inf) -> float:
        """An entry that is a finite number from `low` to `high`."""
        expected = f"a finite number from {low:g} to {high:g}"
        value = self.take(name, expected)
        if not is_number(value) or not low <= value <= high:
            raise self.refused(name, expected, short_repr(value))
        return float(value)

    def items(self, name: str) -> list[Any]:
        """An entry that is a list."""
        value = self.take(name, "a list")
        if not isinstance(value, list):
            raise self.refused(name, "a list", short_repr(value))
        return value

    def texts(self, name: str, least: int = 0) -> tuple[str, ...]:
        """An entry that is a list of different strings."""
        expected = "a list of different texts"
        values = self.items(name)
        if not all(is_text(v) for v in values) or len(set(values)) != len(values):
            raise self.refused(name, expected, short_repr(values))
        if len(values) < least:
            raise self.refused(name, f"at least {least} texts", short_repr(values))
        return tuple(values)

    def inner(self, name: str) -> Fields:
        """An entry that is a mapping itself."""
        at = f"{self._at}.{name}" if self._at else name
        return Fields(self.take(name, "a mapping"), self._refuse, at)

    def plain(self) -> dict[str, Any]:
        """The mapping itself."""
        return self._values

    def made(self, name: str, make: Callable[[Any], Any]) -> Any:
        """An entry converted by a class that checks it; its error then names this file."""
        value = self.take(name, "a mapping")
        try:
            return make(value)
        except InputError as error:
            raise self.refused(name, error.expected or "other values", str(error.what)) from error


def is_text(value: Any) -> bool:
    """Whether it is a string that every encoding and database can hold."""
    if not isinstance(value, str) or "\x00" in value:
        return False
    return not any("\ud800" <= sign <= "\udfff" for sign in value)


def is_whole(value: Any) -> bool:
    """Whether it is a whole number, not a bool."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    """Whether it is a finite number, not a bool."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False
