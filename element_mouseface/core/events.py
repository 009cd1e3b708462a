"""Events of a recording: what was given to the mouse, from when to when.

A frame belongs to an event when onset <= time < offset, on the frame's own
time: never on a frame number computed from a rate, which is wrong for variable
frame rates and for dropped frames.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import EventsError, PathError
from ..params import content_hash

__all__ = ["COLUMNS", "Event", "Events", "fold_of_frames", "read_events"]

COLUMNS = ("event", "onset_s", "offset_s")
TRIAL_COLUMN = "trial_id"
_LONGEST_NAME = 64
#: how the files of spreadsheets begin: a zip archive, and the older kind
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SHOWN = 5


@dataclass(frozen=True)
class Event:
    """One presentation of a stimulus, from `onset_s` until just before `offset_s`."""

    name: str
    onset_s: float
    offset_s: float
    trial_id: str | None = None
    line: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Events:
    """The events of one recording, in order of onset.

    Parameters
    ----------
    rows : tuple of Event
        Sorted by onset, then offset, then name.
    notes : tuple of str
        What was ignored on reading; no part of the content.
    """

    rows: tuple[Event, ...]
    notes: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_rows(cls, rows: Iterable[Any], notes: Iterable[str] = ()) -> Events:
        """Events from (name, onset_s, offset_s[, trial_id]) rows, mappings or `Event`.

        Raises
        ------
        EventsError
            If there is no row, a name is empty, a time is no finite number, an
            offset is not after its onset, or two names differ in case only.
        """
        events, faults = [], []
        for number, row in enumerate(rows, start=1):
            event = _as_event(row, number)
            fault = _fault(event)
            faults += [fault] if fault else []
            events.append(event)
        _refuse(faults)
        if not events:
            raise EventsError(
                "There are no events.",
                expected=f"at least one row with {', '.join(COLUMNS)}",
                got="no rows",
            )
        _refuse_near_names({event.name for event in events})
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
        """SHA-256 over names, times and trials (64 hexadecimal digits); order of lines is moot."""
        rows = [[e.name, float(e.onset_s), float(e.offset_s), e.trial_id] for e in self.rows]
        return content_hash({"kind": "Events", "rows": rows})

    def check(self, stop_s: float | None = None, start_s: float = 0.0) -> Events:
        """These events, if they do not overlap and lie inside the recording.

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
            _refuse(
                [f"{_where(e)} is outside the recording" for e in outside],
                expected=f"events between {start_s:.3f} and {stop_s:.3f} s",
                do="check that the events are in seconds on the clock of the frames' times: by "
                "default from this movie's first frame",
            )
        overlaps, last = [], self.rows[0]
        for event in self.rows[1:]:
            if event.onset_s < last.offset_s:
                overlaps.append(f"{_where(event)} begins before {_where(last)} ends")
            if event.offset_s > last.offset_s:
                last = event
        _refuse(overlaps, expected="events one after the other", do="shorten or merge them")
        return self

    def frames(self, times_s: np.ndarray, name: str | None = None) -> np.ndarray:
        """Which frames lie in an event: onset <= t < offset.

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
        """Which frames lie outside every event and the `margin_s` seconds after it.

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
    """The event each frame belongs to when the recording is cut in the middle of every gap.

    Frames drawn at random into training and test leak, because neighbours are
    alike: a fold is a whole trial with half the gap on each side.

    Parameters
    ----------
    events : Events
        Without overlap (see `Events.check`).
    times_s : (frames,) array
        Frame times in seconds.

    Returns
    -------
    (frames,) int32 array
        Index into `events.rows`; the first and last reach to the recording's ends.  A
        frame without a time (NaN) goes with the last one before it that has one.
    """
    rows = events.rows
    middles = [(a.offset_s + b.onset_s) / 2 for a, b in itertools.pairwise(rows)]
    times_s = np.asarray(times_s, dtype=np.float64)
    last = np.fmax.accumulate(times_s) if len(times_s) else times_s
    last = np.where(np.isnan(last), -np.inf, last)
    return np.searchsorted(middles, last, side="right").astype(np.int32)


def read_events(path: str | Path) -> Events:
    """Events from a CSV file with the columns event, onset_s, offset_s (and trial_id).

    Further columns are ignored; the result's `notes` name them.

    Raises
    ------
    PathError
        If there is no such file.
    EventsError
        If the file is not such a table; the message gives the line numbers.
    """
    path = Path(path)
    if not path.is_file():
        raise PathError(
            f"There is no events file {str(path)!r}.",
            expected=f"a CSV file with the columns {', '.join(COLUMNS)}",
            got="a folder" if path.is_dir() else "nothing",
        )
    lines = _lines(path)
    header = [cell.strip() for cell in lines[0]] if lines else []
    notes = _check_header(path.name, header)
    rows, faults = [], []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(f"line {number} has {len(cells)} columns, the header {len(header)}")
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        # told here, where the text is still there: '0:55' or '12,5' is what has to be found
        wrong = [repr(row[name]) for name in COLUMNS[1:] if not math.isfinite(_number(row[name]))]
        if wrong:
            faults.append(f"line {number}: {' and '.join(wrong)} is no finite number of seconds")
            continue
        rows.append(_as_event({**row, "line": number}, number))
    faults += [fault for fault in map(_fault, rows) if fault]
    _refuse(faults, file=path.name)
    if not rows:
        raise EventsError(
            f"The events file {path.name!r} has no rows.",
            expected="one row for each event below the header",
            got="the header alone",
        )
    return Events.from_rows(rows, notes)


def _lines(path: Path) -> list[list[str]]:
    """The cells of a CSV file; EventsError if it is no text, or not of this kind."""
    try:
        data = path.read_bytes()
        if data.startswith(_SPREADSHEET):
            raise EventsError(
                f"The events file {path.name!r} is a spreadsheet.",
                expected="a CSV file in UTF-8",
                do="export it as 'CSV UTF-8'",
            )
        text = data.decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise EventsError(
            f"The events file {path.name!r} cannot be read.",
            expected="a CSV file in UTF-8",
            got=str(error),
            do="save it as 'CSV UTF-8'",
        ) from error


def _check_header(file: str, header: list[str]) -> list[str]:
    missing = [column for column in COLUMNS if column not in header]
    if missing or len(set(header)) != len(header):
        separated = len(header) == 1 and any(mark in header[0] for mark in ";\t")
        raise EventsError(
            f"The events file {file!r} has the wrong columns on line 1.",
            expected=f"{','.join(COLUMNS)} (and, if you like, {TRIAL_COLUMN}), each once",
            got=",".join(header) or "an empty file",
            do="separate the columns by commas, and write numbers with a point"
            if separated
            else "name the columns so",
        )
    ignored = [name for name in header if name not in (*COLUMNS, TRIAL_COLUMN)]
    return [f"{file}: ignored the columns {', '.join(ignored)}"] if ignored else []


def _as_event(row: Any, number: int) -> Event:
    if isinstance(row, Event):
        return row
    if isinstance(row, dict):
        line = row.get("line")
        cells = [row.get(key) for key in (*COLUMNS, TRIAL_COLUMN)]
    else:
        line, cells = None, [*row, None]
    if len(cells) not in (4, 5):
        raise EventsError(
            f"Event {number} cannot be understood.",
            expected="(event, onset_s, offset_s) and, if you like, trial_id",
            got=repr(row),
        )
    name, onset, offset, trial = cells[:4]
    trial_id = None if trial is None or str(trial).strip() == "" else str(trial).strip()
    return Event(
        str("" if name is None else name).strip(), _number(onset), _number(offset), trial_id, line
    )


def _number(value: Any) -> float:
    """The value as a float; what is no number becomes NaN and is told by `_fault`."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def _fault(event: Event) -> str | None:
    if not event.name:
        return f"{_where(event)} has no name"
    if len(event.name) > _LONGEST_NAME or not event.name.isprintable():
        return f"{_where(event)}: a name has at most {_LONGEST_NAME} printable characters"
    if not (math.isfinite(event.onset_s) and math.isfinite(event.offset_s)):
        return f"{_where(event)} has a time that is not a finite number"
    if event.offset_s <= event.onset_s:
        return f"{_where(event)} does not end after it begins"
    return None


def _where(event: Event) -> str:
    line = f"line {event.line}: " if event.line else ""
    return f"{line}{event.name!r} ({event.onset_s:g} to {event.offset_s:g} s)"


def _refuse_near_names(names: set[str]) -> None:
    """Databases compare names without case: two that differ so only would become one."""
    seen: dict[str, str] = {}
    for name in sorted(names):
        twin = seen.setdefault(name.casefold(), name)
        if twin != name:
            raise EventsError(
                f"Two stimuli differ in upper and lower case only: {twin!r} and {name!r}.",
                expected="one spelling for one stimulus",
                do="write it in the same way on every line",
            )


def _refuse(
    faults: list[str],
    *,
    file: str | None = None,
    expected: str | None = None,
    do: str | None = None,
) -> None:
    if not faults:
        return
    more = f" (and {len(faults) - _SHOWN} more)" if len(faults) > _SHOWN else ""
    events = "event" if len(faults) == 1 else "events"
    raise EventsError(
        f"{len(faults)} {events}{f' in {file!r}' if file else ''} cannot be used.",
        expected=expected or "a name, and two finite times in seconds with onset_s < offset_s",
        got="; ".join(faults[:_SHOWN]) + more,
        do=do or "correct them; offset_s is when an event ends, not how long it lasts",
    )
