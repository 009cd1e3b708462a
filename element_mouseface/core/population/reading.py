"""Rows of trials from a CSV, from scored recordings, or from tables of events."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import InputError, check_choice
from ..events.windows import EventRow
from ..frame_features import FrameTable
from ..inputs import sha256_of
from ..inputs.table import TextTable, read_table
from ..results.scored import ScoredRecording
from ..scoring.scores import CROSS_VALIDATED, MethodScores
from .rows import TrialRows

COLUMNS = ("mouse", "session", "trial", "condition", "amount", "amount_unit")
#: other names that tables give to a mouse and a condition
_ALSO = {"animal": "mouse", "subject": "mouse", "stimulus": "condition", "event": "condition",
         "trial_id": "trial"}  # fmt: skip
#: columns of tables with a row a frame
_OF_FRAMES = frozenset(("frame", "time_s", "time", "t"))
_SLIP = 0.75
#: numbers of a row of events that can be compared
QUANTITIES = ("mean", "change", "peak", "latency_s", "time_to_peak_s", "auc", "half_decay_s",
              "baseline")  # fmt: skip
_EXPECTED = "a table with the columns mouse and {value}, and of session, trial, condition, amount"


@dataclass(frozen=True)
class WhoseRecording:
    """Whom a recording shows.

    Attributes
    ----------
    mouse, session : str
    group : str or None
        Of the mouse (a genotype, a treatment).
    name : str
        Of the recording, for messages.
    """

    mouse: str
    session: str = ""
    group: str | None = None
    name: str = ""


def read_trial_rows(path: str | Path, *, value: str = "value", between: str = "") -> TrialRows:
    """Rows of trials from a CSV: `mouse, session, trial, condition, amount, value`.

    Parameters
    ----------
    path : str or Path
        A text table with a row a trial.  Only the mouse and the value are needed.
    value : str
        Name of the column of values; it is what the measure is called.
    between : str
        Name of a column that tells groups of mice apart (a genotype); '' for none.

    Raises
    ------
    PathError
        If there is no such file.
    InputError
        If it is another table, or rows are of frames whose trial is not named.
    """
    path = Path(path)
    expected = _EXPECTED.format(value=value)
    table = read_table(path, "table of trials", expected=expected, error=InputError, comments=True)
    header = [cell.strip().lower() for cell in table.rows[0]] if table.rows else []
    named = [_ALSO.get(one, one) if _ALSO.get(one, one) not in header else one for one in header]
    needed = ["mouse", value.lower(), *([between.lower()] if between else [])]
    _check_header(path, named, needed, expected, len(table.rows))
    cells = [_cells(path, row, line, named) for row, line in zip(
        table.rows[1:], table.lines[1:], strict=True)]  # fmt: skip
    columns = {name: [row[k] for row in cells] for k, name in enumerate(named)}
    n, empty = len(cells), [""] * len(cells)
    values = _numbers(path, table, columns[value.lower()], value)
    amount = None
    if "amount" in columns:
        amount = _numbers(path, table, columns["amount"], "amount")
    units = sorted({one for one in columns.get("amount_unit", []) if one})
    if len(units) > 1:
        raise InputError(
            f"{path.name} has amounts of several units.",
            expected="one unit for all amounts",
            got=", ".join(units),
            do="convert them to one",
        )
    return TrialRows(
        mouse=tuple(columns["mouse"]),
        session=tuple(columns.get("session", empty)),
        trial=tuple(columns.get("trial", empty)),
        condition=tuple(one or "all" for one in columns.get("condition", ["all"] * n)),
        value=values,
        amount=amount,
        group=tuple(columns[between.lower()]) if between else None,
        measure=value,
        between=between,
        amount_unit=units[0] if units else "",
        about={"kind": "rows", "file": path.name, "sha256": sha256_of(path), "n_rows": n},
    )


def _check_header(
    path: Path, header: list[str], needed: list[str], expected: str, n_lines: int
) -> None:
    twice = sorted({name for name in header if header.count(name) > 1})
    missing = [name for name in needed if name not in header]
    if missing or twice or n_lines < 2:
        near = [m for name in missing for m in difflib.get_close_matches(name, header, 1, _SLIP)]
        raise InputError(
            f"The table of trials {path.name!r} cannot be used.",
            expected=f"{expected}, each once, and a row a trial",
            got=", ".join(map(repr, header)) or "an empty file",
            do=f"name {', '.join(near)} as expected" if near else "name the columns in line 1",
        )
    for name in header:
        near = difflib.get_close_matches(name, COLUMNS, 1, _SLIP)
        if name not in (*COLUMNS, *needed) and near and near[0] not in header:
            raise InputError(
                f"The column {name!r} of {path.name!r} looks like {near[0]!r}, misspelled.",
                expected=expected,
                got=repr(name),
                do=f"name it {near[0]}, or otherwise if it is something else",
            )
    if "trial" not in header and _OF_FRAMES & set(header):
        raise InputError(
            f"The rows of {path.name!r} seem to be frames.",
            expected="a row a trial; or frames with the name of their trial",
            got=", ".join(sorted(_OF_FRAMES & set(header))) + " and no column trial",
            do="add the column trial: frames of one trial are one measurement, not many",
        )


def _cells(path: Path, row: list[str], line: int, header: list[str]) -> list[str]:
    if len(row) != len(header):
        raise InputError(
            f"Line {line} of {path.name!r} has another number of cells than the header.",
            expected=f"{len(header)} cells",
            got=f"{len(row)} cells",
            do="quote cells that have a comma in them",
        )
    return [cell.strip() for cell in row]


def _numbers(path: Path, table: TextTable, cells: list[str], name: str) -> np.ndarray:
    """The numbers of a column; NaN where it is blank."""
    out = np.array([table.number(cell) if cell else np.nan for cell in cells], np.float64)
    for k, cell in enumerate(cells):
        if cell and not table.is_number(cell):
            raise InputError(
                f"Line {table.lines[k + 1]} of {path.name!r} has no number as {name}.",
                expected="a number, or nothing where it is undefined",
                got=repr(cell),
                do="correct it, or leave the cell blank",
            )
    return out


_OWN_UNIT = (
    "the unit of the score is each recording's own mean response, so that mice hardly differ in "
    "its size: compare groups of mice by a measure with a unit of its own, or by one prototype of "
    "another recording"
)


def rows_of_scored(
    recordings: Sequence[tuple[ScoredRecording, WhoseRecording]],
    *,
    measure: str | None = None,
    prototype: str = "",
    window: str = "event",
    quantity: str = "change",
    between: str = "",
) -> TrialRows:
    """A number of each event of scored recordings.

    Parameters
    ----------
    recordings : sequence of (ScoredRecording, WhoseRecording)
    measure : str, optional
        'score', 'similarity' or another; by default the first recording's own.
    prototype : str
        The prototype that scores all events; '' scores each by that of its own stimulus, so that
        stimuli are compared with zero, not with each other.
    window : str
        Name of a measured window.
    quantity : str
        Of `QUANTITIES`.
    between : str
        What the groups differ in.

    Raises
    ------
    InputError
        If no event has such a number.
    ParameterError
        If there is no such measure, window or quantity.
    """
    check_choice("There is no such number of events.", quantity, QUANTITIES, do="name one of these")
    rows: list[tuple[Any, ...]] = []
    notes: list[str] = []
    units: set[str] = set()
    unit = ""
    for scored, who in recordings:
        scores = scored.scores_of(measure)
        measure, unit = measure or scores.measure, scores.unit
        notes += _notes_of(scores, who)
        if scores.circular:
            continue
        found = scores.event_rows.get(measure, ())
        _check_window(found, window, who)
        for row in found:
            if row.window == window and row.prototype == (prototype or row.stimulus):
                amount, of = _amount(scored, row)
                units |= {of} if of else set()
                rows.append((who, row, amount))
    if not rows:
        raise InputError(
            "No event has a value.",
            expected=f"events scored by {prototype or 'their own prototype'}, in window {window}",
            got="; ".join(notes) or "none",
            do="name another prototype or measure, or score the recordings with events",
        )
    return _gathered(rows, measure or "", quantity, unit, between, sorted(units), notes, window,
                     prototype, [scored for scored, _ in recordings])  # fmt: skip


def _notes_of(scores: MethodScores, who: WhoseRecording) -> list[str]:
    """What limits the values of one recording."""
    if scores.circular:
        return [f"{who.name}: scored by prototypes of the same frames, left out"]
    own_unit = scores.unit == "expression" and scores.source == CROSS_VALIDATED
    refused = [one.about for one in scores.findings if scores.refusal_of(one.about or "")]
    told = [f"{who.name}: {name or 'the whole'} was refused" for name in dict.fromkeys(refused)]
    return [*([_OWN_UNIT] if own_unit else []), *told]


def _check_window(rows: Sequence[EventRow], window: str, who: WhoseRecording) -> None:
    known = tuple(dict.fromkeys(row.window for row in rows))
    if rows and window not in known:
        check_choice(
            f"{who.name} was not measured in this window.", window, known,
            do="name one of these, or score it with this window",
        )  # fmt: skip


def _amount(scored: ScoredRecording, row: EventRow) -> tuple[float, str]:
    if scored.events is None or row.event_index >= len(scored.events):
        return float("nan"), ""
    event = scored.events.rows[row.event_index]
    return (np.nan if event.amount is None else event.amount), event.amount_unit or ""


def _gathered(rows, measure, quantity, unit, between, units, notes, window, prototype, recordings):
    if len(units) > 1:
        raise InputError(
            "The amounts of the recordings have several units.",
            expected="one unit",
            got=", ".join(units),
            do="convert them to one",
        )
    amounts = np.array([amount for *_, amount in rows], np.float64)
    groups = [who.group for who, *_ in rows]
    digests = [one.descriptors.digest if one.descriptors else "" for one in recordings]
    seconds = quantity.endswith("_s")
    return TrialRows(
        mouse=tuple(who.mouse for who, *_ in rows),
        session=tuple(who.session or who.name for who, *_ in rows),
        trial=tuple(f"{who.name}:{row.event_index}" for who, row, _ in rows),
        condition=tuple(row.stimulus for _, row, _ in rows),
        value=np.array([np.nan if getattr(row, quantity) is None else getattr(row, quantity)
                        for _, row, _ in rows], np.float64),
        amount=amounts if np.isfinite(amounts).any() else None,
        group=tuple(map(str, groups)) if between else None,
        measure=f"{measure} {quantity}",
        unit="s" if seconds else unit,
        between=between,
        amount_unit=units[0] if units else "",
        about={
            "kind": "scored", "measure": measure, "quantity": quantity, "window": window,
            "prototype": prototype, "recordings": digests,
        },
        notes=tuple(dict.fromkeys(notes)),
    )  # fmt: skip


def rows_of_tables(
    tables: Sequence[tuple[FrameTable, WhoseRecording]], column: str, *, between: str = ""
) -> TrialRows:
    """A column of tables with one row an event (`event_table`).

    Raises
    ------
    InputError
        If a table is not of events.
    ParameterError
        If it has no such column.
    """
    parts: list[tuple[WhoseRecording, int, str, float, float]] = []
    for table, who in tables:
        if table.kind != "events":
            raise InputError(
                f"{who.name} is a table of {table.kind}.",
                expected="a table with one row an event",
                got=f"{len(table)} {table.kind}",
                do="make one with event_table, or `mouseface features --events`",
            )
        values = table.column(column)
        events: list[Mapping[str, Any]] = table.about.get("events") or [{}] * len(table)
        for k, event in enumerate(events):
            label = (table.labels or ())[k] if table.labels else event.get("event")
            amount = event.get("amount")
            parts.append(
                (who, k, str(label or "all"), np.nan if amount is None else amount, values[k])
            )
    amounts = np.array([amount for *_, amount, _ in parts], np.float64)
    return TrialRows(
        mouse=tuple(who.mouse for who, *_ in parts),
        session=tuple(who.session or who.name for who, *_ in parts),
        trial=tuple(f"{who.name}:{k}" for who, k, *_ in parts),
        condition=tuple(name for _, _, name, *_ in parts),
        value=np.array([value for *_, value in parts], np.float64),
        amount=amounts if np.isfinite(amounts).any() else None,
        group=tuple(str(who.group) for who, *_ in parts) if between else None,
        measure=column,
        unit=tables[0][0].definition(column).unit if tables else "",
        between=between,
        about={"kind": "tables", "column": column, "tables": [t.digest for t, _ in tables]},
    )
