"""`sessions.csv`: the response of each session to each stimulus.

Read from the folders that `mouseface score` wrote, so that a table can be made again of
any of them.  It tells each session by itself; what holds over mice is not in it, because
there the mouse, not the trial, is the unit.
"""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import PathError, ResultError
from ....params.fields import read_json
from ...outputs import whole_file
from .scored import check_report

__all__ = ["SESSION_COLUMNS", "SessionRow", "read_sessions", "session_rows", "write_sessions"]

#: the window whose means are told: the event's own time
WINDOW = "event"
FAILED, NO_TRIALS = "failed", "no_trials"


@dataclass(frozen=True)
class SessionRow:
    """One stimulus in one session, by one measure; what is not defined is None.

    Attributes
    ----------
    session : str
        The movie's name, and that of the result's folder.
    measure : {'score', 'similarity'} or ''
        '' where the movie failed, or has no events.
    unit : str
    stimulus : str
        Scored by its own prototype.
    finding : str
        'ok', or why there is nothing: a refusal, 'failed' or 'no_trials'.  'circular' is
        similarity to prototypes made from the same movie, which is no evidence of an
        expression.
    reason : str
        The finding in words.
    n_trials, n_valid : int
        Trials, and those with a value.
    mean : float or None
        Mean over the trials of the trial's mean during its event, in `unit`.
    mean_se : float or None
        Standard deviation over the trials divided by the root of their number; from two on.
    change, change_se : float or None
        The same of the mean during the event minus that before it.
    """

    session: str
    measure: str
    unit: str
    stimulus: str
    finding: str
    reason: str
    n_trials: int
    n_valid: int
    mean: float | None
    mean_se: float | None
    change: float | None
    change_se: float | None

    @classmethod
    def nothing(cls, session: str, reason: str, finding: str = FAILED) -> SessionRow:
        """The row of a movie that could not be scored, or has no events to tell of."""
        none: dict[str, Any] = dict.fromkeys(("mean", "mean_se", "change", "change_se"))
        return cls(session, "", "", "", finding, reason, 0, 0, **none)


SESSION_COLUMNS = tuple(field.name for field in dataclasses.fields(SessionRow))


def session_rows(folder: str | Path, session: str | None = None) -> list[SessionRow]:
    """The rows of one scored folder.

    Parameters
    ----------
    folder : str or Path
        That `mouseface score` wrote.
    session : str, optional
        What the session is called; by default as the folder.

    Raises
    ------
    PathError
        If it is no such folder.
    ResultError
        If its files are not what was written.
    """
    folder = Path(folder)
    report, events = _report(folder / "report.json"), _events(folder / "events.csv")
    trials: dict[tuple[str, str, str], list[tuple[float | None, float | None]]] = {}
    for row in events:
        if row["window"] == WINDOW and row["stimulus"] == row["prototype"]:
            key = (row["measure"], row["unit"], row["stimulus"])
            trials.setdefault(key, []).append((_number(row["mean"]), _number(row["change"])))
    name = session or folder.resolve().name
    if not trials:
        reason = "no event has a prototype of its own: there are no trials to tell of"
        return [SessionRow.nothing(name, reason, NO_TRIALS)]
    return [_row(name, key, values, report) for key, values in trials.items()]


def _row(
    session: str,
    key: tuple[str, str, str],
    trials: Sequence[tuple[float | None, float | None]],
    report: dict[str, Any],
) -> SessionRow:
    measure, unit, stimulus = key
    means = [mean for mean, _ in trials if mean is not None]
    finding, reason = _finding(measure, stimulus, report)
    return SessionRow(
        session,
        measure,
        unit,
        stimulus,
        finding,
        reason,
        len(trials),
        len(means),
        *_mean_and_error(means),
        *_mean_and_error([change for _, change in trials if change is not None]),
    )


def _finding(measure: str, stimulus: str, report: dict[str, Any]) -> tuple[str, str]:
    if measure == "score":
        told = (report.get("contrast") or {}).get("stimuli", {}).get(stimulus, {})
        return str(told.get("finding", "ok")), str(told.get("reason") or "")
    if report.get("circular"):
        found = [s for s in report.get("findings", []) if s.get("kind") == "circular"]
        return "circular", str(found[0].get("reason", "")) if found else ""
    return "ok", ""


def _mean_and_error(values: Sequence[float]) -> tuple[float | None, float | None]:
    n = len(values)
    if not n:
        return None, None
    mean = math.fsum(values) / n
    if n < 2:
        return mean, None
    return mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1) / n)


def _report(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise PathError(
            f"{str(path.parent)!r} is not a folder that `mouseface score` wrote.",
            expected="a folder with report.json and events.csv",
            do="give the --out of a run that came to its end",
        )
    try:
        report = read_json(path, "report", "JSON", error=ResultError)
    except ResultError as error:
        raise _changed(path, error.got) from error
    return check_report(report, lambda got: _changed(path, got))


def _events(path: Path) -> list[dict[str, str]]:
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, ValueError, csv.Error) as error:
        raise _changed(path, error) from error
    needed = {"measure", "unit", "stimulus", "prototype", "window", "mean", "change"}
    if any(needed - set(row) or None in row.values() for row in rows):
        raise _changed(path, f"columns missing of {', '.join(sorted(needed))}")
    return rows


def _changed(path: Path, got: object) -> ResultError:
    return ResultError(
        f"{path.name} in {str(path.parent)!r} is not what `mouseface score` wrote.",
        got=str(got),
        do="run `mouseface score` again; it was edited, or cut off",
    )


def _number(cell: str) -> float | None:
    try:
        value = float(cell) if cell else math.nan
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def write_sessions(
    path: str | Path, rows: Iterable[SessionRow], *, overwrite: bool = False
) -> Path:
    """sessions.csv: the rows; a blank cell for what is not defined.

    Raises
    ------
    PathError, StorageError
    """
    with whole_file(path, what="the table", overwrite=overwrite) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(SESSION_COLUMNS)
        for row in rows:
            writer.writerow([_cell(getattr(row, column)) for column in SESSION_COLUMNS])
    return Path(path)


def read_sessions(path: str | Path) -> list[SessionRow]:
    """The rows of a sessions.csv.

    Raises
    ------
    PathError
        If there is none.
    ResultError
        If it is something else.
    """
    path = Path(path)
    if not path.is_file():
        raise PathError(f"There is no table {path}.", do="name a sessions.csv")
    kinds = {field.name: str(field.type) for field in dataclasses.fields(SessionRow)}
    try:
        with open(path, newline="", encoding="utf-8-sig") as file:
            return [
                SessionRow(**{name: _value(row[name], kinds[name]) for name in SESSION_COLUMNS})
                for row in csv.DictReader(file)
            ]
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise _changed(path, error) from error


def _value(cell: str, kind: str) -> Any:
    if kind == "str":
        return cell
    if kind == "int":
        return int(cell)
    return float(cell) if cell else None


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return f"{value:.6f}" if isinstance(value, float) else value
