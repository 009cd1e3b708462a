"""The events figure from an output folder of `mouseface score`."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from matplotlib.figure import Figure

from ..core.events.habituation import HabituationRow
from ..core.events.windows import RESPONSE, EventRow
from ..core.results.responses import (
    Responses,
    refusal_text,
    rows_in_window,
    stimuli_of,
    told_window,
)
from ..core.results.sessions.scored import check_report, check_times, scores_of
from ..errors import InputError, ParameterError, PathError
from ..params.fields import read_json
from ._style import DPI
from .events import events_figure

__all__ = [
    "FileBout",
    "draw_scored_events",
    "edited",
    "read_bouts",
    "read_cell",
    "read_numbers",
    "read_report",
    "read_responses",
    "read_rows",
    "read_table",
    "thresholds_of",
]

Row = TypeVar("Row", EventRow, HabituationRow)
_UNITS = {"score": "expression", "similarity": "r"}
_METHODS = {"score": "contrast", "similarity": "published"}


@dataclass(frozen=True)
class FileBout:
    """A bout as bouts.csv has it."""

    name: str
    start_s: float
    stop_s: float


def read_responses(
    folder: str | Path, measure: str | None = None, *, window: str = RESPONSE.name
) -> Responses:
    """Events, habituation, bouts and traces of a scored folder.

    Parameters
    ----------
    folder : str or Path
        With the events.csv, habituation.csv, bouts.csv, scores.csv and report.json of
        `mouseface score`.
    measure : {'score', 'similarity'}, optional
        By default the score, where the contrast method was used.
    window : str
        One of the windows in events.csv.

    Raises
    ------
    PathError
        If a file is missing.
    InputError
        If one is something else, or the movie was scored without events.
    ParameterError
        If the movie was not scored by this measure, or not measured in this window.
    """
    folder = Path(folder)
    report = read_report(folder)
    measure = _measure(report, measure)
    found = [row for kind, row in read_rows(folder / "events.csv", EventRow) if kind == measure]
    window, rows = rows_in_window(found, window)
    about = (report["contrast"] or {}).get("stimuli", {}) if measure == "score" else {}
    refused = {
        name: refusal_text(finding["finding"], finding["reason"])
        for name, finding in about.items()
        if finding["finding"] != "ok"
    }
    prototypes = [n for n in dict.fromkeys(row.prototype for row in rows) if n not in refused]
    times_s, traces, errors = _traces(folder / "scores.csv", prototypes, measure)
    fading = read_rows(folder / "habituation.csv", HabituationRow)
    return Responses(
        measure=measure,
        unit=_UNITS[measure],
        window=window,
        times_s=times_s,
        names=stimuli_of(rows),
        rows=rows,
        traces=traces,
        errors=errors,
        habituation=tuple(r for kind, r in fading if kind == measure and r.window == window),
        bouts=read_bouts(folder / "bouts.csv", measure),
        enter=thresholds_of(report, measure, prototypes),
        refused=refused,
        limits=told_window(window),
    )


def draw_scored_events(
    folder: str | Path,
    measure: str | None = None,
    *,
    window: str = RESPONSE.name,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
    **more: Any,
) -> Figure:
    """Draw the events of a scored folder; see `events_figure`, which takes `more`.

    Parameters
    ----------
    folder, measure, window
        As for `read_responses`.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Raises
    ------
    PathError, InputError, ParameterError
        As `read_responses` and `events_figure`.
    StorageError
        If the file cannot be written.
    """
    found = read_responses(folder, measure, window=window)
    return events_figure(found, title=title, path=path, dpi=dpi, **more)


def _there(path: Path) -> Path:
    if not path.is_file():
        raise PathError(
            f"There is no {path.name} in {str(path.parent)!r}.",
            expected="the folder that `mouseface score` wrote",
        )
    return path


def read_report(folder: Path) -> dict[str, Any]:
    """report.json of a scored folder; InputError if it is none."""
    path = _there(folder / "report.json")
    expected = "what `mouseface score` writes"
    report = read_json(path, "report", expected, error=InputError)
    return check_report(report, lambda got: _no_report(path, got))


def _no_report(path: Path, got: str) -> InputError:
    return InputError(
        f"{path.name} is no report of `mouseface score`, or it was changed.",
        got=got,
        do="score the movie again",
    )


def edited(path: Path, got: str) -> InputError:
    """The error for a file that is not what was written."""
    return InputError(
        f"{path.name} is not what `mouseface score` wrote.", got=got, do="score the movie again"
    )


def _measure(report: Mapping[str, Any], measure: str | None) -> str:
    there = [name for name, method in _METHODS.items() if method in report["methods"]]
    if measure is None and there:
        return there[0]
    if measure not in there:
        raise ParameterError(
            f"The movie was not scored by {measure!r}.",
            expected="one of " + (", ".join(there) or "none"),
        )
    return str(measure)


def read_table(path: Path, needed: Sequence[str]) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a CSV file that has these columns."""
    with open(_there(path), encoding="utf-8", newline="") as file:
        try:
            header, *rows = list(csv.reader(file)) or [[]]
        except (csv.Error, UnicodeDecodeError) as error:
            raise InputError(f"{path.name} is no CSV file.", got=str(error)) from error
    if missing := [name for name in needed if name not in header]:
        raise InputError(
            f"{path.name} lacks columns.",
            expected=", ".join(needed),
            got=f"no {', '.join(missing)}",
            do="score the movie again with this version",
        )
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise InputError(
                f"Line {number} of {path.name} is cut off.",
                expected=f"{len(header)} cells",
                got=str(len(row)),
            )
    return header, rows


def read_rows(path: Path, kind: type[Row]) -> list[tuple[str, Row]]:
    """(measure, row) of each line; a blank cell is None, or an empty text."""
    described: Any = kind
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(described)
    header, lines = read_table(path, ["measure", *(field.name for field in fields)])
    where = {field.name: header.index(field.name) for field in fields}
    found = []
    for line in lines:
        cells = {f.name: read_cell(path, line[where[f.name]], str(f.type), f.name) for f in fields}
        found.append((line[header.index("measure")], kind(**cells)))
    return found


def read_cell(path: Path, text: str, kind: str, name: str) -> Any:
    """The value of a cell of this kind; InputError if it is none."""
    if not text and "None" in kind:
        return None
    try:
        if kind.startswith("str"):
            return text
        if kind.startswith("int"):
            return int(text)
        value = float(text)
        if np.isinf(value):
            raise ValueError(text)
        return value
    except ValueError as error:
        raise InputError(
            f"{path.name}: {name} is no number.", expected=kind, got=repr(text)
        ) from error


def read_numbers(path: Path) -> tuple[list[str], dict[str, np.ndarray]]:
    """The header, and each column of numbers by its name, NaN where blank; without the flags."""
    header, lines = read_table(path, ["frame", "time_s"])
    return header, scores_of([header, *lines], lambda got: edited(path, got))


def _traces(
    path: Path, prototypes: Sequence[str], measure: str
) -> tuple[np.ndarray, dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Frame times, and traces and errors by prototype."""
    columns = {name: f"{name}_{measure}" for name in prototypes}
    header, lines = read_table(path, ["time_s", *columns.values()])

    def numbers(column: str) -> np.ndarray:
        place = header.index(column)
        return np.array([read_cell(path, r[place] or "nan", "float", column) for r in lines], float)

    errors = {name: f"{column}_se" for name, column in columns.items()}
    times_s = numbers("time_s")
    check_times(times_s, lambda got: edited(path, got))
    return (
        times_s,
        {name: numbers(column) for name, column in columns.items()},
        {name: numbers(column) for name, column in errors.items() if column in header},
    )


def read_bouts(path: Path, measure: str) -> tuple[FileBout, ...]:
    """The bouts of one measure."""
    names = ("measure", "name", "start_s", "stop_s")
    header, lines = read_table(path, names)
    places = [header.index(name) for name in names]
    found = ([line[place] for place in places] for line in lines)
    return tuple(
        FileBout(
            name,
            read_cell(path, start, "float", "start_s"),
            read_cell(path, stop, "float", "stop_s"),
        )
        for kind, name, start, stop in found
        if kind == measure
    )


def thresholds_of(
    report: Mapping[str, Any], measure: str, prototypes: Sequence[str]
) -> dict[str, float]:
    """Where a bout of each prototype begins; those that are not told are left out."""
    if measure == "score":
        return dict.fromkeys(prototypes, float(report["contrast"]["measures"]["bout_enter"]))
    told = report.get("bout_thresholds", {})
    found = {name: told.get(name, {}).get("enter") for name in prototypes}
    return {name: float(enter) for name, enter in found.items() if enter is not None}
