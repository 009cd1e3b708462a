"""One event, validated from a row."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from ...errors import EventsError
from .amounts import AMOUNT_COLUMNS, as_amount, as_unit, fault_of_amount
from .names import NAME_RULE, fault_of_name

COLUMNS = ("event", "onset_s", "offset_s")
TRIAL_COLUMN = "trial_id"
_ALL = (*COLUMNS, TRIAL_COLUMN, *AMOUNT_COLUMNS)
_SHOWN = 5


@dataclass(frozen=True)
class Event:
    """One presentation of a stimulus, from `onset_s` until just before `offset_s`.

    `amount` is how much of it was given, such as a concentration or a current, in
    `amount_unit`; None where nobody said.
    """

    name: str
    onset_s: float
    offset_s: float
    trial_id: str | None = None
    line: int | None = field(default=None, compare=False)
    amount: float | None = None
    amount_unit: str | None = None


def as_event(row: Any, number: int) -> Event:
    """Make an event from a row; times that are not numbers become NaN, which `fault_of` reports.

    Parameters
    ----------
    row : Event, mapping or sequence
        A mapping has the keys `COLUMNS`, and optionally `TRIAL_COLUMN`, `AMOUNT_COLUMNS` and
        'line'; a sequence has the same values in this order, without the line.
    number : int
        Number of the row for messages, from 1.

    Raises
    ------
    EventsError
        If it has more or fewer values.
    """
    if isinstance(row, Event):
        return row
    if isinstance(row, dict):
        line = row.get("line")
        cells = [row.get(key) for key in _ALL]
    else:
        line, cells = None, list(row)
    if not len(COLUMNS) <= len(cells) <= len(_ALL):
        raise EventsError(
            f"Event {number} cannot be understood.",
            expected="(event, onset_s, offset_s) and, optionally, trial_id, amount, amount_unit",
            got=repr(row),
            do=f"give name, onset and offset in seconds; or a mapping with {', '.join(COLUMNS)}",
        )
    cells += [None] * (len(_ALL) - len(cells))
    name, onset, offset, trial, amount, unit = cells
    trial_id = None if trial is None or str(trial).strip() == "" else str(trial).strip()
    return Event(
        str("" if name is None else name).strip(),
        seconds(onset),
        seconds(offset),
        trial_id,
        line,
        as_amount(amount),
        as_unit(unit),
    )


def seconds(value: Any) -> float:
    """The value as a float; NaN if it is not a number."""
    try:
        return math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def fault_of(event: Event) -> str | None:
    """A short reason why an event cannot be used; None if it can."""
    if not event.name:
        return f"{where(event)} has no name"
    if (fault := fault_of_name(event.name)) is not None:
        return f"{where(event)}: {fault}"
    if not (math.isfinite(event.onset_s) and math.isfinite(event.offset_s)):
        return f"{where(event)} has a time that is not a finite number"
    if event.offset_s <= event.onset_s:
        return f"{where(event)} does not end after it begins"
    if (fault := fault_of_amount(event.amount, event.amount_unit)) is not None:
        return f"{where(event)} {fault}"
    return None


def where(event: Event) -> str:
    """An event for messages: its line in the file, name and times."""
    line = f"line {event.line}: " if event.line else ""
    return f"{line}{event.name!r} ({event.onset_s:g} to {event.offset_s:g} s)"


def refuse(
    faults: list[str],
    *,
    file: str | None = None,
    expected: str | None = None,
    do: str | None = None,
) -> None:
    """Raise one error with the first few faults and their number; without faults, do nothing.

    Parameters
    ----------
    faults : list of str
    file : str, optional
        Name of their file.
    expected, do : str, optional
        As in the error; by default the rules for a single event.

    Raises
    ------
    EventsError
    """
    if not faults:
        return
    more = f" (and {len(faults) - _SHOWN} more)" if len(faults) > _SHOWN else ""
    events = "event" if len(faults) == 1 else "events"
    raise EventsError(
        f"{len(faults)} {events}{f' in {file!r}' if file else ''} cannot be used.",
        expected=expected
        or f"{NAME_RULE}; two finite times in seconds, onset_s < offset_s; an amount that is a "
        "finite number, where there is one",
        got="; ".join(faults[:_SHOWN]) + more,
        do=do or "correct them; offset_s is the time at which an event ends, not its duration",
    )
