"""`sessions.csv`: the response of each session to each stimulus.

The table is read from folders that `mouseface score` wrote, so it can be made again for any of
them. Each row is for one session; there are no statistics over mice, for which the mouse, not the
trial, is the unit.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import PathError
from ...events.windows import EventRow
from ...outputs.tables import write_csv
from ...scoring.findings import Finding
from ...scoring.scores import MethodScores
from ..folder_files import read_rows
from ..read_folder import read_folder
from ..scored import ScoredRecording

#: the window whose means are reported: the event's own time
WINDOW = "event"
FAILED, NO_TRIALS = "failed", "no_trials"


@dataclass(frozen=True)
class SessionRow:
    """One stimulus in one session, by one measure; undefined values are None.

    Attributes
    ----------
    session : str
        The movie's name, and that of the result's folder.
    measure : {'score', 'similarity'} or ''
        '' if the movie failed, or has no events.
    unit : str
    stimulus : str
        Scored by its own prototype.
    finding : str
        'ok', or why there is no value: a refusal, 'failed' or 'no_trials'. 'circular' is similarity
        to prototypes made from the same movie, which is not evidence of an expression.
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
        """The row of a movie that could not be scored, or has no events."""
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
        Name of the session; by default that of the folder.

    Raises
    ------
    PathError
        If it is not such a folder.
    ResultError
        If its files differ from what was written.
    """
    scored = read_folder(folder)
    trials: dict[tuple[str, str], list[tuple[float | None, float | None]]] = {}
    for measure, row in _rows(scored):
        if row.window == WINDOW and row.stimulus == row.prototype:
            trials.setdefault((measure, row.stimulus), []).append((row.mean, row.change))
    name = session or Path(folder).resolve().name
    if not trials:
        reason = "no event has its own prototype, so there are no trials"
        return [SessionRow.nothing(name, reason, NO_TRIALS)]
    return [_row(name, scored, *key, values) for key, values in trials.items()]


def _rows(scored: ScoredRecording) -> Iterator[tuple[str, EventRow]]:
    for scores in scored.methods.values():
        for measure, rows in scores.event_rows.items():
            yield from ((measure, row) for row in rows)


def _row(
    session: str,
    scored: ScoredRecording,
    measure: str,
    stimulus: str,
    trials: Sequence[tuple[float | None, float | None]],
) -> SessionRow:
    means = [mean for mean, _ in trials if mean is not None]
    scores = scored.scores_of(measure)
    word, reason = _finding(scores, stimulus)
    return SessionRow(
        session,
        measure,
        scores.unit,
        stimulus,
        word,
        reason,
        len(trials),
        len(means),
        *_mean_and_error(means),
        *_mean_and_error([change for _, change in trials if change is not None]),
    )


def _finding(scores: MethodScores, stimulus: str) -> tuple[str, str]:
    """The finding and its reason if there is no number or it is circular."""
    found = scores.refusal_of(stimulus)
    if found is None and scores.circular:
        circular = (finding for finding in scores.findings if finding.kind == "circular")
        found = next(circular, Finding("circular", "", ""))
    return ("ok", "") if found is None else (found.kind, found.reason)


def _mean_and_error(values: Sequence[float]) -> tuple[float | None, float | None]:
    n = len(values)
    if not n:
        return None, None
    mean = math.fsum(values) / n
    if n < 2:
        return mean, None
    return mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1) / n)


def write_sessions(
    path: str | Path, rows: Iterable[SessionRow], *, overwrite: bool = False
) -> Path:
    """sessions.csv: the rows; undefined values are blank.

    Raises
    ------
    PathError, StorageError
    """
    cells = ([getattr(row, column) for column in SESSION_COLUMNS] for row in rows)
    return write_csv(path, SESSION_COLUMNS, cells, overwrite=overwrite)


def read_sessions(path: str | Path) -> list[SessionRow]:
    """The rows of a sessions.csv.

    Raises
    ------
    PathError
        If there is none.
    ResultError
        If it is another file.
    """
    path = Path(path)
    if not path.is_file():
        raise PathError(f"There is no table {path}.", do="give a sessions.csv")
    return [row for _, row in read_rows(path, SessionRow)]
