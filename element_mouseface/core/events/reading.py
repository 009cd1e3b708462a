"""Events from a table in a text file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from ...errors import EventsError
from ..inputs import TextTable, read_table
from .amounts import AMOUNT_COLUMNS
from .event import COLUMNS, TRIAL_COLUMN, Event, as_event, fault_of, refuse
from .events import Events, refuse_amounts

_OPTIONAL = (TRIAL_COLUMN, *AMOUNT_COLUMNS)
_EXPECTED = f"a CSV file in UTF-8 with the columns {', '.join(COLUMNS)}"


def read_events(path: str | Path) -> Events:
    """Events from a CSV file with event, onset_s, offset_s (and trial_id, amount, amount_unit).

    Further columns are ignored; the result's `notes` name them.

    Parameters
    ----------
    path : path
        Text in UTF-8 or UTF-16; columns separated by commas, tabs, spaces, or semicolons (then
        numbers may have a decimal comma).

    Raises
    ------
    PathError
        If there is no such file.
    EventsError
        If the file is not such a table; the message gives the line numbers.
    """
    path = Path(path)
    table = read_table(path, "events file", expected=_EXPECTED, error=EventsError)
    header = table.rows[0] if table.rows else []
    notes = _check_header(path.name, header)
    rows, faults = _rows(table)
    refuse(faults, file=path.name)
    if not rows:
        raise EventsError(
            f"The events file {path.name!r} has no rows.",
            expected="one row for each event below the header",
            got="only the header",
            do="write a row for each presentation of a stimulus: its name, onset and offset",
        )
    refuse_amounts(rows, path.name)  # here, to name the file
    return Events.from_rows(rows, notes)


def _rows(table: TextTable) -> tuple[list[Event], list[str]]:
    """The events below the header, and the faults of lines."""
    rows, faults = [], []
    header = table.rows[0]
    row: dict[str, Any]
    for k, cells in enumerate(table.rows[1:], start=1):
        number = table.lines[k]
        if len(cells) != len(header):
            fault = f"line {number} has {len(cells)} columns, the header {len(header)}"
            comma = table.comma_fault(k)
            faults.append(f"{fault} ({comma})" if comma else fault)
            continue
        row = dict(zip(header, cells, strict=True))
        times = {name: table.number(row[name]) for name in COLUMNS[1:]}
        # reported here with the original text, such as '0:55' or '12,5'
        wrong = [repr(row[name]) for name, time in times.items() if not math.isfinite(time)]
        if wrong:
            faults.append(f"line {number}: {' and '.join(wrong)} is not a finite number of seconds")
            continue
        amount = row.get("amount") or None
        if amount is not None:
            row["amount"] = table.number(amount)
            if not math.isfinite(row["amount"]):
                faults.append(f"line {number}: the amount {amount!r} is not a finite number")
                continue
        rows.append(as_event({**row, **times, "line": number}, number))
    return rows, faults + [fault for fault in map(fault_of, rows) if fault]


def _check_header(file: str, header: list[str]) -> list[str]:
    """Refuse a header that lacks a column or has one twice; returns a note on other columns."""
    missing = [column for column in COLUMNS if column not in header]
    if missing or len(set(header)) != len(header):
        raise EventsError(
            f"The events file {file!r} has the wrong columns on line 1.",
            expected=f"{','.join(COLUMNS)} (and, optionally, {', '.join(_OPTIONAL)}), each once",
            got=",".join(header) or "an empty file",
            do="give the columns these names",
        )
    ignored = [name for name in header if name not in (*COLUMNS, *_OPTIONAL)]
    return [f"{file}: ignored the columns {', '.join(ignored)}"] if ignored else []
