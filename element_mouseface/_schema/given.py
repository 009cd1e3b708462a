"""Keys that are given to tables, made sure to be keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import ParameterError


def mappings_of(given: Any, what: str) -> list[Mapping[str, Any]]:
    """Mappings as a list; one alone is a list of one.

    Raises
    ------
    ParameterError
        If it is something else.
    """
    if isinstance(given, Mapping):
        return [given]
    found = list(given) if isinstance(given, Iterable) and not isinstance(given, str) else None
    if found is None or not all(isinstance(one, Mapping) for one in found):
        raise ParameterError(
            f"The {what} cannot be used.",
            expected="keys of rows: mappings of a column's name to its value",
            got=f"{given!r:.200}",
        )
    return found
