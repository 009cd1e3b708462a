"""BORIS's events of a state, a START and a STOP each, as bouts."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .found import Interval


@dataclass(frozen=True)
class Event:
    """A line of BORIS's: an instant of a behavior.

    Attributes
    ----------
    behavior : str
    time_s : float
    status : {'START', 'STOP', 'POINT', ''}
        Empty: a START where the behavior is off, a STOP where it is on.
    modifiers : str
        Two bouts of one behavior with other modifiers may overlap: they are paired apart.
    where : str
        In the file, for messages.
    """

    behavior: str
    time_s: float
    status: str
    modifiers: str
    where: str


def intervals_of_events(events: Iterable[Event]) -> tuple[list[Interval], bool]:
    """The bouts of a file's events, and whether some overlapped and were joined.

    A START without a STOP, and the opposite, become intervals without an end or a begin.

    Parameters
    ----------
    events : iterable of Event
        Of one subject, in any order.
    """
    apart: defaultdict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        apart[event.behavior, event.modifiers].append(event)
    found: defaultdict[str, list[Interval]] = defaultdict(list)
    for (behavior, _), mine in apart.items():
        found[behavior] += _paired(mine)
    several = {name for name, _ in apart if sum(one == name for one, _ in apart) > 1}
    joined = False
    for name in several:
        found[name], some = _joined(found[name])
        joined = joined or some
    return [interval for intervals in found.values() for interval in intervals], joined


def _paired(events: list[Event]) -> list[Interval]:
    """Bouts of one behavior, each from a START to the next STOP."""
    found: list[Interval] = []
    begun: Event | None = None
    for event in _in_order(events):
        status = event.status or ("STOP" if begun else "START")
        name, at, where = event.behavior, event.time_s, event.where
        if status == "POINT":
            found.append(Interval(name, at, None, where, is_point=True))
        elif status == "START":
            if begun is not None:
                found.append(Interval(name, begun.time_s, None, begun.where))
            begun = event
        else:
            start = None if begun is None else begun.time_s
            place = where if begun is None else f"{begun.where} to {where.split()[-1]}"
            found.append(Interval(name, start, at, place))
            begun = None
    if begun is not None:
        found.append(Interval(begun.behavior, begun.time_s, None, begun.where))
    return found


def _in_order(events: list[Event]) -> list[Event]:
    """By time; among equals a STOP first where the behavior is on, else a START."""
    found: list[Event] = []
    begun = False
    ordered = sorted(events, key=lambda event: event.time_s)
    for _, ties in itertools.groupby(ordered, key=lambda event: event.time_s):
        waiting = list(ties)
        while waiting:
            wanted = "STOP" if begun else "START"
            event = next((one for one in waiting if one.status == wanted), waiting[0])
            waiting.remove(event)
            found.append(event)
            if event.status in ("START", "STOP"):
                begun = event.status == "START"
    return found


def _joined(intervals: list[Interval]) -> tuple[list[Interval], bool]:
    """Intervals of one behavior with other modifiers: those that overlap become one."""
    whole = [one for one in intervals if one.start is not None and one.stop is not None]
    found = [one for one in intervals if one not in whole]
    joined = False
    for one in sorted(whole, key=lambda one: one.start or 0.0):
        last = found[-1] if found else None
        if last is not None and last.stop is not None and (one.start or 0.0) < last.stop:
            stop = max(last.stop, one.stop or 0.0)
            found[-1] = Interval(one.behavior, last.start, stop, last.where)
            joined = True
        else:
            found.append(one)
    return found, joined
