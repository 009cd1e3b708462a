"""Events from a CSV file."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

from ...errors import EventsError, PathError
from .event import COLUMNS, TRIAL_COLUMN, Event, as_event, fault_of, refuse, seconds
from .events import Events

__all__ = ["read_events"]

#: how the files of spreadsheets begin: a zip archive, and the older kind
_SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_events(path: str | Path) -> Events:
    """Events from a CSV file with the columns event, onset_s, offset_s (and trial_id).

    Further columns are ignored; the result's `notes` name them.

    Parameters
    ----------
    path : path

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
            do="give the file, not its folder" if path.is_dir() else "check the path",
        )
    lines = _lines(path)
    header = [cell.strip() for cell in lines[0]] if lines else []
    notes = _check_header(path.name, header)
    rows, faults = _rows(lines[1:], header)
    refuse(faults, file=path.name)
    if not rows:
        raise EventsError(
            f"The events file {path.name!r} has no rows.",
            expected="one row for each event below the header",
            got="the header alone",
            do="write a row for each time that a stimulus was given: its name, onset and offset",
        )
    return Events.from_rows(rows, notes)


def _rows(lines: list[list[str]], header: list[str]) -> tuple[list[Event], list[str]]:
    """The events below the header, and what is wrong with lines; blank ones are passed over."""
    rows, faults = [], []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            faults.append(f"line {number} has {len(cells)} columns, the header {len(header)}")
            continue
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        # told here, where the text is still there: '0:55' or '12,5' is what has to be found
        wrong = [repr(row[name]) for name in COLUMNS[1:] if not math.isfinite(seconds(row[name]))]
        if wrong:
            faults.append(f"line {number}: {' and '.join(wrong)} is no finite number of seconds")
            continue
        rows.append(as_event({**row, "line": number}, number))
    return rows, faults + [fault for fault in map(fault_of, rows) if fault]


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
    """Refuse a header that lacks a column or has one twice; a note on those it has too much."""
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
