"""How a text table holds ratings: which columns are units, and which say what was rated."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...errors import LabelsError
from ..inputs import TextTable
from .scale import GRIMACE_UNITS, unit_of
from .unit_ratings import LEVELS, PLACES

FORMATS = ("auto", "long", "wide", "painface")
#: column -> other names of it, without capitals and punctuation
_NAMES = {
    "unit": ("unit", "actionunit", "au", "fau", "item", "feature"),
    "value": ("value", "rating", "score"),
    "rater": ("rater", "ratername", "scorer", "observer", "annotator", "coder"),
    "blinded": ("blinded", "blind", "blinding"),
    "frame": ("frame", "framenumber", "frameindex"),
    "time_s": ("times", "time", "timestamp", "timestampx", "timestamps", "seconds"),
    "start_s": ("starts", "start"),
    "stop_s": ("stops", "stop"),
    "first_frame": ("firstframe",),
    "stop_frame": ("stopframe",),
    "image": ("image", "imagename", "filename", "file", "picture", "photo"),
    "event": ("event",),
    **{name: (name,) for name in LEVELS},
}
#: PainFace's own columns: its units, and one of the others
_PAINFACE_UNITS = {"orbital", "nose", "ears", "whiskers"}
_PAINFACE_MARKS = {"auscored", "ausscored", "totalgrimacescore", "grimacescore"}
_SLIP = 0.8


@dataclass(frozen=True)
class Layout:
    """Where a table has what.

    Attributes
    ----------
    layout : {'long', 'wide', 'painface'}
    header : tuple of str
        As it is written.
    columns : dict
        Our name of a column -> as it is written.
    units : dict
        Of a wide table: column -> unit.
    by : tuple of str
        Columns that say what was rated, by our names.
    rater : str
        Who rated, where no column says it; '' for the file's name.
    notes : tuple of str
    """

    layout: str
    header: tuple[str, ...]
    columns: dict[str, str]
    units: dict[str, str]
    by: tuple[str, ...]
    rater: str
    notes: tuple[str, ...]


def layout_of(table: TextTable, name: str, layout: str) -> Layout:
    """The layout of a table of ratings.

    Raises
    ------
    LabelsError
        If it is none, a unit has two columns, or a column may be a unit that is misspelled.
    """
    header = tuple(table.rows[0]) if table.rows else ()
    _refuse_header(header, table, name)
    plain = {column: _plain(column) for column in header}
    columns = _columns(plain)
    is_long = "unit" in columns and "value" in columns
    if not is_long or layout == "wide":
        columns = {ours: c for ours, c in columns.items() if ours not in ("unit", "value")}
        is_long = False
    units = {} if is_long else _units(header, columns, name)
    marks = set(plain.values())
    kind = "long" if is_long else "wide"
    if layout in ("auto", "painface") and marks >= _PAINFACE_UNITS and marks & _PAINFACE_MARKS:
        kind = "painface"
    if (not units and not is_long) or (layout not in ("auto", kind)):
        raise LabelsError(
            f"The file of ratings {name!r} has no ratings of units"
            + ("." if layout == "auto" else f" in the layout {layout!r}."),
            expected="columns unit and value, or a column for each of some of "
            + ", ".join(GRIMACE_UNITS),
            got=", ".join(map(repr, header[:20])),
            do="name the columns so; `docs/how-to/unit-ratings.md` has examples",
        )
    by = next((one for one in PLACES if set(one) <= set(columns)), None)
    if by is None:
        raise LabelsError(
            f"The file of ratings {name!r} does not say what was rated.",
            expected="a column frame, time_s, image or event, or start_s and stop_s, or "
            "first_frame and stop_frame",
            got=", ".join(map(repr, header[:20])),
            do="name the column that says it so",
        )
    others = [c for c in header if c not in columns.values() and c not in units]
    notes = [f"{c!r} is rated as {u}" for c, u in units.items() if c not in (u, f"unit:{u}")]
    if kind != "painface":
        _refuse_slips(table, others, name)
    if others:
        notes.append("left out: " + ", ".join(map(repr, others)))
    rater = "PainFace" if kind == "painface" else ""
    return Layout(kind, header, columns, units, by, rater, tuple(notes))


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.casefold())


def _columns(plain: dict[str, str]) -> dict[str, str]:
    """Our name of a column -> its name in the file, the first of several."""
    found: dict[str, str] = {}
    for ours, others in _NAMES.items():
        for other in others:
            match = next((column for column, short in plain.items() if short == other), None)
            if match is not None:
                found.setdefault(ours, match)
    return found


def _units(header: Sequence[str], columns: dict[str, str], name: str) -> dict[str, str]:
    used = set(columns.values())
    found = {c: unit for c in header if c not in used and (unit := unit_of(c)) is not None}
    twice = [unit for unit in GRIMACE_UNITS if list(found.values()).count(unit) > 1]
    if twice:
        raise LabelsError(
            f"Two columns of the file of ratings {name!r} are of one unit.",
            expected="a column for each unit",
            got="; ".join(
                f"{' and '.join(repr(c) for c, u in found.items() if u == unit)} of {unit}"
                for unit in twice
            ),
            do="keep one of them; of several raters, give a file each, or a line for each rating",
        )
    return found


def _refuse_header(header: Sequence[str], table: TextTable, name: str) -> None:
    twice = sorted({column for column in header if header.count(column) > 1})
    if not header or len(table.rows) < 2 or twice or not table.has_header:
        raise LabelsError(
            f"The file of ratings {name!r} cannot be used.",
            expected="a line of names, each once, and at least one line of ratings",
            got=f"the column {twice[0]!r} twice"
            if twice
            else ", ".join(map(repr, header[:20])) or "an empty file",
            do="name each column in the first line",
        )


def _refuse_slips(table: TextTable, others: Sequence[str], name: str) -> None:
    """Refuse a column that nobody knows, and that may be a unit or one of ours."""
    known = [*GRIMACE_UNITS, *_NAMES]
    header = table.rows[0]
    for column in others:
        near = difflib.get_close_matches(
            column.casefold().replace(" ", "_"), known, n=1, cutoff=_SLIP
        )
        place = header.index(column)
        cells = [row[place] for row in table.rows[1:] if len(row) == len(header)]
        numbers = [cell for cell in cells if table.is_number(cell)]
        graded = bool(numbers) and all(cell in ("0", "1", "2") for cell in numbers)
        if near or graded:
            raise LabelsError(
                f"The column {column!r} of the file of ratings {name!r} is unknown.",
                expected=f"units {', '.join(GRIMACE_UNITS)} (or OT, eyes, nose, cheek, ears, "
                "whiskers), and what was rated, rater, blinded, trial, session, animal",
                got=f"{column!r}, which looks like {near[0]!r}"
                if near
                else f"{column!r} with values of 0, 1 and 2",
                do="name it by its unit, or remove the column",
            )
