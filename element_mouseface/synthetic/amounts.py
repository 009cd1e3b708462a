"""Amounts of planted events: what more of a stimulus does to the face."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..core.events import Event as PlantedEvent
from ..core.events.amounts import as_amount
from ..core.events.events import refuse_amounts
from ..errors import EventsError
from .responses import Event


def check_amounts(events: Sequence[Sequence]) -> list[float | None] | None:
    """The amount of each planted event, in the order of `check_events`; None without any.

    Raises
    ------
    EventsError
        If an amount is negative or no number, or only some events of a stimulus have one.
    """
    rows = [(row[0], float(row[1]), row[3] if len(row) == 4 else None) for row in events]
    rows.sort(key=lambda row: (row[1], row[0]))
    given = [as_amount(amount) for _, _, amount in rows]
    if all(amount is None for amount in given):
        return None
    planted = [
        PlantedEvent(name, onset, onset + 1, amount=amount)
        for (name, onset, _), amount in zip(rows, given, strict=True)
    ]
    refuse_amounts(planted)
    if any(amount is not None and not 0 <= amount < math.inf for amount in given):
        raise EventsError(
            "An amount cannot be planted.",
            expected="a finite number of at least 0",
            got=", ".join(str(amount) for _, _, amount in rows),
        )
    return given


def heights_of_amounts(
    events: Sequence[Event], amounts: Sequence[float | None] | None
) -> NDArray[np.float64] | None:
    """Factor on the height of each event's response: its amount over its stimulus's largest."""
    if amounts is None:
        return None
    most: dict[str, float] = {}
    for (name, _, _), amount in zip(events, amounts, strict=True):
        if amount is not None:
            most[name] = max(most.get(name, 0.0), amount)
    pairs = zip(events, amounts, strict=True)
    return np.array(
        [1.0 if a is None else a / most[name] if most[name] else 0.0 for (name, _, _), a in pairs]
    )
