"""Rows of events: their source, their hash, and checks of their times."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..core.events import Events, read_events
from ..core.events.bouts import frame_ends
from ..core.inputs import sha256_of
from ..errors import EventsError, ParameterError, PathError
from ..params import content_hash
from ..recording import ClockSource, FrameClock, RecordingInfo, link

#: tolerance for rounded times: an event may end with the last frame
TOLERANCE_S = 1e-6
#: columns of an event in the hash of its set
_EVENT = ("event_id", "stimulus", "repetition", "onset_s", "offset_s")
_AMOUNT = ("event_amount", "event_amount_unit")


def hash_of_events(recording: Mapping[str, Any], clock: str, rows: list[dict[str, Any]]) -> str:
    """The hash of an event set: over recording, clock and rows of EventSet.Event."""
    # key values of a lab may be dates: their text is hashed
    named = {name: str(value) for name, value in recording.items()}
    events = [_hashed(row) for row in rows]
    return content_hash({"kind": "EventSet", "recording": named, "clock": clock, "events": events})


def read_given(events: Any) -> tuple[Events, dict[str, Any]]:
    """Events, and the columns that name the file they came from."""
    if isinstance(events, Events):
        return events, {}
    if not isinstance(events, (str, os.PathLike)):
        return Events.from_rows(list(events)), {}
    relative = _below_a_root(events)
    if len(relative) > 255:
        raise PathError("A path is longer than 255 characters.", got=relative)
    path = link().find(relative)
    # first, because it refuses folders and pipes, which would be waited for without end
    found = read_events(path)
    return found, {"event_file": relative, "event_file_sha256": sha256_of(path)}


def _below_a_root(given: str | os.PathLike) -> str:
    """The path of an events file as tables store it; the error says what else is possible."""
    try:
        return link().relative(given)
    except PathError as error:
        if not os.path.isfile(os.path.expanduser(given)):
            raise
        # a row must not name a file that other computers cannot find
        raise PathError(
            error.what,
            expected=error.expected,
            got=error.got,
            do=f"{error.do}; or store the events without their file: EventSet.add(key, "
            "read_events(path)), with read_events from element_mouseface.core.events",
        ) from None


def event_rows(events: Events) -> list[dict[str, Any]]:
    """Rows of EventSet.Event, without the set's key."""
    seen: Counter[str] = Counter()
    rows = []
    for number, event in enumerate(events):
        rows.append(
            {
                "event_id": number,
                "stimulus": event.name,
                "repetition": seen[event.name],
                "onset_s": float(event.onset_s),
                "offset_s": float(event.offset_s),
                # one zero: servers do not keep its sign
                "event_amount": None if event.amount is None else float(event.amount) + 0.0,
                "event_amount_unit": event.amount_unit,
            }
        )
        seen[event.name] += 1
    return rows


def event_of_row(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """An event as `Events.from_rows` takes it, of a row of EventSet.Event."""
    found = (row["stimulus"], row["onset_s"], row["offset_s"])
    if row["event_amount"] is None:
        return found
    return (*found, None, row["event_amount"], row["event_amount_unit"])


def _hashed(row: Mapping[str, Any]) -> dict[str, Any]:
    """What of a row of EventSet.Event is hashed: its amount only where it has one.

    So sets of events without amounts have the hash that they had before there were any.
    """
    amounts = _AMOUNT if any(row[name] is not None for name in _AMOUNT) else ()
    return {name: row[name] for name in (*_EVENT, *amounts)}


def has_times(key: Mapping[str, Any], clock: str) -> bool:
    """Whether a recording's times on a clock are known already.

    Raises
    ------
    ParameterError
        If the recording has no such clock, and no source of it.
    """
    if clock == "movie":
        return bool(RecordingInfo & key)
    if FrameClock & {**key, "clock": clock}:
        return True
    if not ClockSource & {**key, "clock": clock}:
        raise ParameterError(
            f"The key names no recording with clock {clock!r}.",
            got=str(dict(key)),
            do=f"say where its times come from: ClockSource.add(key, {clock!r}, method, path=...)",
        )
    return False


def check_times(events: Events, times_s: np.ndarray) -> None:
    """Refuse events that overlap or that the clock's frames do not cover."""
    first, end = float(np.nanmin(times_s)), float(np.nanmax(frame_ends(times_s)[0]))
    for event in events.check():
        if event.onset_s < first - TOLERANCE_S or event.offset_s > end + TOLERANCE_S:
            raise EventsError(
                f"Event {event.name!r} lies outside the recording.",
                expected=f"times between {first:.3f} and {end:.3f} s on this clock",
                got=f"{event.onset_s:.3f} to {event.offset_s:.3f} s",
                do="check the clock, and that the events are of this recording",
            )
