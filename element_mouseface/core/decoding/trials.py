"""The trials that are told apart: events of recordings with their class and their group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import EventsError
from ..events import Event, Events
from ..learning import Groups

NOTHING, SOMETHING = "nothing", "something"


@dataclass(frozen=True)
class Trial:
    """An event of a recording.

    Attributes
    ----------
    table, event : int
        Numbers of the recording, and of the event in it by time.
    row : Event
    category : str
        What it is told apart as; '' where it is not in any class.
    """

    table: int
    event: int
    row: Event
    category: str


def trials_of(events: Sequence[Events], classes: str) -> tuple[list[Trial], tuple[str, ...], str]:
    """The trials of recordings, the classes in order, and what the classes are.

    Parameters
    ----------
    events : sequence of Events
        One a recording.
    classes : {'auto', 'stimulus', 'amount', 'any'}

    Returns
    -------
    trials : list of Trial
    names : tuple of str
        Of stimuli by name, of amounts from the least.
    by : {'stimulus', 'amount', 'any'}

    Raises
    ------
    EventsError
        If there are no two classes, amounts are asked for where there are none, or a stimulus has
        another unit or spelling in another recording.
    """
    refuse_units(events)
    _refuse_spellings(events)
    names = sorted({event.name for own in events for event in own})
    graded = any(event.amount is not None for own in events for event in own)
    by = classes
    if classes == "auto":
        by = "amount" if len(names) == 1 and graded else "stimulus"
    if by in ("amount", "any") and not graded:
        raise EventsError(
            "The events have no amounts to be told apart.",
            expected="a column amount in the events",
            got="events without amounts",
            do="add the amounts, or tell stimuli apart",
        )
    category = {"stimulus": _name, "amount": _graded, "any": _any}[by]
    trials = [
        Trial(table, k, event, category(event))
        for table, own in enumerate(events)
        for k, event in enumerate(own)
    ]
    found = {trial.category for trial in trials if trial.category}
    if len(found) < 2:
        raise EventsError(
            "There is nothing to tell apart.",
            expected="events of two classes at least",
            got=", ".join(sorted(found)) or "none",
            do="give events of several stimuli, or of several amounts",
        )
    return trials, tuple(sorted(found, key=_order(trials))), by


def refuse_units(events: Sequence[Events]) -> None:
    """Refuse a stimulus whose amounts have two units in two recordings (EventsError)."""
    units: dict[str, set[str]] = {}
    for own in events:
        for event in own:
            if event.amount is not None:
                units.setdefault(event.name, set()).add(event.amount_unit or "")
    for name, found in units.items():
        if len(found) > 1:
            raise EventsError(
                f"Amounts of {name!r} have two units in two recordings.",
                expected="one unit for a stimulus",
                got=" and ".join(repr(one) for one in sorted(found)),
                do="write the same unit in every file of events",
            )


def _refuse_spellings(events: Sequence[Events]) -> None:
    """Refuse a stimulus that is spelled otherwise in another recording, as one file does."""
    found: dict[str, str] = {}
    for number, own in enumerate(events):
        for event in own:
            other = found.setdefault(event.name.casefold(), event.name)
            if other != event.name:
                raise EventsError(
                    "Stimuli of two recordings differ only in upper and lower case.",
                    expected="one spelling for one stimulus",
                    got=f"{event.name!r} in recording {number + 1}, {other!r} before",
                    do="write it the same way in every file of events",
                )


def amount_told(event: Event) -> str:
    """The amount of an event with its unit."""
    return f"{event.amount:g}" + (f" {event.amount_unit}" if event.amount_unit else "")


def _name(event: Event) -> str:
    return event.name


def _graded(event: Event) -> str:
    return event.name if event.amount is None else f"{event.name} {amount_told(event)}"


def _any(event: Event) -> str:
    if event.amount is None:
        return ""
    return NOTHING if event.amount == 0 else SOMETHING


def _order(trials: Sequence[Trial]):
    """Amounts ascend within a stimulus; nothing comes before something."""
    amount = {t.category: (t.row.name, t.row.amount or 0.0) for t in trials if t.category}
    fixed = {NOTHING: ("", 0.0), SOMETHING: ("", 1.0)}
    return lambda name: (fixed | amount)[name] if name not in fixed else fixed[name]


@dataclass(frozen=True, eq=False)
class Strata:
    """Recordings that are decoded by themselves at a level: see `strata_of`."""

    level: str
    parts: tuple[tuple[str, tuple[int, ...]], ...]
    told: tuple[str, ...] = ()


def strata_of(groups: Groups, level: str) -> Strata:
    """Within which recordings a level's folds are made.

    Trials are left out within a session, because faces differ more between mice than between
    stimuli; sessions within an animal where any has two; animals among all.

    Returns
    -------
    Strata
        `parts` are names and numbers of recordings; none where nothing can be left out.
    """
    every = tuple(range(len(groups)))
    if level == "animal":
        return Strata(level, (("all animals", every),) if _several(groups, level, every) else ())
    if level == "movie":
        return Strata(level, (("all movies", every),) if _several(groups, level, every) else ())
    if level == "session":
        if not groups.has("session"):
            return Strata(level, ())
        parts = _by(groups, "animal") if groups.has("animal") else [("all sessions", every)]
        good = [part for part in parts if _several(groups, "session", part[1])]
        if good:
            single = [name for name, own in parts if (name, own) not in good]
            told = f"{', '.join(single)} had one session: not tested by session" if single else ""
            return Strata(level, tuple(good), (told,) if told else ())
        if _several(groups, "session", every):
            return Strata(level, (), ("each animal has one session: sessions are its animals",))
        return Strata(level, ())
    return Strata(level, tuple(_by(groups, session_level(groups))))


def session_level(groups: Groups) -> str:
    """What stands for a session: the session if any is named, else the movie."""
    return "session" if groups.has("session") else "movie"


def _several(groups: Groups, level: str, own: Sequence[int]) -> bool:
    if not groups.has(level):
        return False
    keys = groups.keys(level)
    return len({keys[k] for k in own}) > 1


def _by(groups: Groups, level: str) -> list[tuple[str, tuple[int, ...]]]:
    keys = groups.keys(level)
    names = dict.fromkeys(keys)
    return [(name, tuple(k for k, key in enumerate(keys) if key == name)) for name in names]


def codes_of(trials: Sequence[Trial], names: Sequence[str]) -> np.ndarray:
    """(trials,) int array: the number of each trial's class, -1 of none."""
    place = {name: k for k, name in enumerate(names)}
    return np.array([place.get(trial.category, -1) for trial in trials], np.int64)
