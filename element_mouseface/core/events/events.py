"""The events of a recording in temporal order, and the frames inside them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import EventsError
from ...params import content_hash
from .amounts import AMOUNT_RULE, faults_of_amounts
from .event import COLUMNS, Event, as_event, fault_of, refuse, where

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Events:
    """The events of one recording, in order of onset.

    Parameters
    ----------
    rows : tuple of Event
        Sorted by onset, then offset, then name.
    notes : tuple of str
        Notes on ignored columns; not part of the content.
    """

    rows: tuple[Event, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_rows(cls, rows: Iterable[Any], notes: Iterable[str] = ()) -> Events:
        """Events from (name, onset_s, offset_s[, trial_id, amount, unit]), mappings or `Event`.

        Raises
        ------
        EventsError
            If there is no row, a name is empty, a time is not a finite number, an offset is not
            after its onset, two names differ only in case, or the amounts of a stimulus are
            given for some of its events only or in two units.
        """
        events = [as_event(row, number) for number, row in enumerate(rows, start=1)]
        refuse([fault for fault in map(fault_of, events) if fault])
        if not events:
            raise EventsError(
                "There are no events.",
                expected=f"at least one row with {', '.join(COLUMNS)}",
                got="no rows",
                do="give a row for each presentation of a stimulus",
            )
        _refuse_near_names({event.name for event in events})
        refuse_amounts(events)
        events.sort(key=lambda e: (e.onset_s, e.offset_s, e.name))
        return cls(tuple(events), tuple(notes))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.rows)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The stimuli, in order of first appearance in time."""
        return tuple(dict.fromkeys(event.name for event in self.rows))

    def of(self, name: str) -> tuple[Event, ...]:
        """The events of one stimulus."""
        return tuple(event for event in self.rows if event.name == name)

    def content_hash(self) -> str:
        """SHA-256 over names, times, trials and amounts (64 hexadecimal digits).

        In any order of lines.  Events without an amount have the hash that they had before
        events could have one.
        """
        return content_hash({"kind": "Events", "rows": [_content(event) for event in self.rows]})

    def spans(self) -> dict[str, np.ndarray]:
        """Onset and offset in seconds of the events of each stimulus: (n, 2) by name."""
        return {
            name: np.array([(e.onset_s, e.offset_s) for e in self.of(name)]) for name in self.names
        }

    def to_dataframe(self) -> pd.DataFrame:
        """A row an event, in order of time: name, onset, offset, trial, amount and its unit."""
        from ..objects import rows_dataframe

        return rows_dataframe(self.rows, Event).drop(columns="line")

    def to_pynapple(self) -> dict[str, Any]:
        """An `IntervalSet` of pynapple for each stimulus, by name.

        Raises
        ------
        DependencyError
            If pynapple is not installed.
        """
        from ..objects import interval_set

        return {name: interval_set(spans) for name, spans in self.spans().items()}

    def amounts_of(self, name: str) -> tuple[np.ndarray, str | None] | None:
        """The amounts of a stimulus's events, in order of time, and their unit; None without."""
        rows = self.of(name)
        if not rows or rows[0].amount is None:
            return None
        return np.array([event.amount for event in rows], dtype=np.float64), rows[0].amount_unit

    def check(self, stop_s: float | None = None, start_s: float = 0.0) -> Events:
        """Check that the events do not overlap and are inside the recording.

        Parameters
        ----------
        stop_s : float, optional
            When the recording ends, in seconds; without it only overlap is checked.
        start_s : float
            When it begins, on the same clock.

        Raises
        ------
        EventsError
            If two events overlap, or one begins before `start_s` or ends after `stop_s`.
        """
        if stop_s is not None:
            early, late = start_s - 1e-6, stop_s + 1e-6
            outside = [e for e in self.rows if e.onset_s < early or e.offset_s > late]
            refuse(
                [f"{where(e)} is outside the recording" for e in outside],
                expected=f"events between {start_s:.3f} and {stop_s:.3f} s",
                do="check that the events are in seconds on the clock of the frames' times: by "
                "default from this movie's first frame",
            )
        overlaps, last = [], self.rows[0]
        for event in self.rows[1:]:
            if event.onset_s < last.offset_s:
                overlaps.append(f"{where(event)} begins before {where(last)} ends")
            if event.offset_s > last.offset_s:
                last = event
        refuse(overlaps, expected="events that do not overlap", do="shorten or merge them")
        return self

    def frames(self, times_s: np.ndarray, name: str | None = None) -> np.ndarray:
        """Frames inside an event: onset <= t < offset.

        Parameters
        ----------
        times_s : (frames,) array
            Frame times in seconds, on the events' clock.
        name : str, optional
            Only this stimulus; otherwise any.

        Returns
        -------
        (frames,) bool array
        """
        times_s = np.asarray(times_s, dtype=np.float64)
        inside = np.zeros(len(times_s), dtype=bool)
        for event in self.rows:
            if name is None or event.name == name:
                inside |= (times_s >= event.onset_s) & (times_s < event.offset_s)
        return inside

    def baseline(self, times_s: np.ndarray, margin_s: float = 2.0) -> np.ndarray:
        """Frames outside every event and the `margin_s` seconds after it.

        Returns
        -------
        (frames,) bool array
            False for a frame without a time (NaN).
        """
        times_s = np.asarray(times_s, dtype=np.float64)
        outside = np.isfinite(times_s)
        for event in self.rows:
            outside &= ~((times_s >= event.onset_s) & (times_s < event.offset_s + margin_s))
        return outside


def fold_of_frames(events: Events, times_s: np.ndarray) -> np.ndarray:
    """The event of each frame, with the recording cut in the middle of every gap.

    Frames drawn at random into training and test would leak, because neighbors are
    similar: a fold is a whole trial with half the gap on each side.

    Parameters
    ----------
    events : Events
        Without overlap (see `Events.check`).
    times_s : (frames,) array
        Frame times in seconds.

    Returns
    -------
    (frames,) int32 array
        Index into `events.rows`; the first and last reach to the recording's ends.  A frame without
        a time (NaN) is in the fold of the last frame with a time.
    """
    rows = events.rows
    middles = [(a.offset_s + b.onset_s) / 2 for a, b in itertools.pairwise(rows)]
    times_s = np.asarray(times_s, dtype=np.float64)
    last = np.fmax.accumulate(times_s) if len(times_s) else times_s
    last = np.where(np.isnan(last), -np.inf, last)
    return np.searchsorted(middles, last, side="right").astype(np.int32)


def refuse_amounts(events: Iterable[Event], file: str | None = None) -> None:
    """Refuse stimuli of which only some events have an amount, or in two units."""
    faults = faults_of_amounts(events)
    if faults:
        raise EventsError(
            f"Amounts of {'a stimulus' if len(faults) == 1 else 'stimuli'} cannot be compared"
            f"{f' in {file!r}' if file else ''}.",
            expected=AMOUNT_RULE,
            got="; ".join(faults),
            do="fill in the column amount at every event of the stimulus, or leave it blank at all",
        )


def _content(event: Event) -> list[Any]:
    """What of an event is hashed: its amount only where it has one."""
    row: list[Any] = [event.name, float(event.onset_s), float(event.offset_s), event.trial_id]
    if event.amount is None:
        return row
    return [*row, float(event.amount) + 0.0, event.amount_unit]


def _refuse_near_names(names: set[str]) -> None:
    """Refuse names that differ only in case, which databases would take as one."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise EventsError(
                f"Two stimuli differ only in upper and lower case: {twin!r} and {name!r}.",
                expected="one spelling for one stimulus",
                do="write it the same way on every line",
            )
