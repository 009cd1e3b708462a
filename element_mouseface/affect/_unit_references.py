"""Values at rest of another recording, as a task of action units stores them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from ..core.action_units import ActionUnits, ReferenceValue
from ..errors import ParameterError

Row = dict[str, Any]


def stored(given: Any) -> list[Row] | None:
    """Values at rest as JSON; None for those of the recording itself.

    Raises
    ------
    ParameterError
        If it is something else, or has no value.
    """
    if given is None:
        return None
    rows = given.reference if isinstance(given, ActionUnits) else given
    found = list(rows) if isinstance(rows, Iterable) and not isinstance(rows, str) else []
    usable = bool(found) and all(isinstance(row, ReferenceValue) for row in found)
    values = [asdict(row) for row in found if math.isfinite(row.value)] if usable else []
    if not values:
        raise ParameterError(
            "The values at rest cannot be used.",
            expected="the action units of another recording (ActionUnits.open(key)), or a list of "
            "ReferenceValue",
            got=f"{given!r:.200}",
        )
    return values


def read(rows: list[Row] | None) -> list[ReferenceValue] | None:
    """Values at rest of the JSON of a task."""
    return None if rows is None else [ReferenceValue(**row) for row in rows]
