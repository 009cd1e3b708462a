"""Amounts of events: the concentration of a taste, the current of a shock.

Amounts of one stimulus are compared with each other, so either all its events have one or none
has, and in one unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Protocol

AMOUNT_COLUMNS = ("amount", "amount_unit")
AMOUNT_RULE = (
    "amounts that are finite numbers; within a stimulus, at every event or at none, and in one unit"
)
_LONGEST_UNIT = 32


class HasAmount(Protocol):
    """An event, as far as its amount is concerned."""

    @property
    def name(self) -> str: ...

    @property
    def line(self) -> int | None: ...

    @property
    def amount(self) -> float | None: ...

    @property
    def amount_unit(self) -> str | None: ...


def as_amount(value: object) -> float | None:
    """The amount in a cell: None where it is blank, NaN where it is not a number."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return math.nan if isinstance(value, bool) else float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return math.nan


def as_unit(value: object) -> str | None:
    """The unit in a cell; None where it is blank."""
    text = "" if value is None else str(value).strip()
    return text or None


def fault_of_amount(amount: float | None, unit: str | None) -> str | None:
    """A short reason why the amount of one event cannot be used; None if it can."""
    if amount is not None and not math.isfinite(amount):
        return "has an amount that is not a finite number"
    if unit is not None and amount is None:
        return f"has the unit {unit!r} but no amount"
    if unit is not None and (len(unit) > _LONGEST_UNIT or not unit.isprintable()):
        return f"has a unit of more than {_LONGEST_UNIT} printable characters"
    return None


def faults_of_amounts(events: Iterable[HasAmount]) -> list[str]:
    """What is wrong with amounts within each stimulus: some missing, or two units."""
    faults = []
    by_name: dict[str, list[HasAmount]] = {}
    for event in events:
        by_name.setdefault(event.name, []).append(event)
    for name, rows in by_name.items():
        given = [event for event in rows if event.amount is not None]
        if not given:
            continue
        if len(given) < len(rows):
            first = next(event for event in rows if event.amount is None)
            line = f", first on line {first.line}" if first.line else ""
            lacking = len(rows) - len(given)
            faults.append(
                f"{name!r} has an amount at {len(given)} events and none at {lacking}{line} "
                "(where nothing was given, the amount is 0)"
            )
        units = sorted({event.amount_unit or "" for event in given})
        if len(units) > 1:
            told = " and ".join(repr(unit) if unit else "no unit" for unit in units)
            faults.append(f"amounts of {name!r} are in {told}")
    return faults
