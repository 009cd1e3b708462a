"""Data of the events figure: rows of `events.csv` or `EventResponse`, with their traces.

Three sources give the same `Responses`: scores in memory (here), the folder that
`mouseface score` wrote (`scored_folder`), and the tables (`stored_events`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError
from ..events.habituation import HabituationRow, habituation
from ..events.windows import DEFAULT_WINDOWS, RESPONSE, EventRow, EventWindow
from ..scoring.contrast.summary import SCORE_UNIT, ContrastResults
from ..scoring.published.result import Scores

__all__ = [
    "Responses",
    "habituation_of",
    "refusal_text",
    "responses_of",
    "rows_in_window",
    "stimuli_of",
    "told_window",
]

NO_PROTOTYPE = "there is no prototype of this stimulus"


@dataclass(frozen=True, eq=False)
class Responses:
    """Answers of one measure to the events of a recording, in one window.

    Attributes
    ----------
    measure : str
        'score', 'similarity', or another measure of the tables.
    unit : str
        Of the traces, and of `mean` and `peak` in the rows.
    window : str
        Name of the window.
    times_s : (frames,) float64 array
        On the events' clock; NaN where a frame has no time.
    names : tuple of str
        The stimuli, in order of their first event; those refused too.
    rows : tuple of EventRow
        Of every event and prototype, in this window only.
    traces : mapping of str to (frames,) array
        By prototype, in `unit`; NaN where undefined.
    errors : mapping of str to (frames,) array
        Standard errors of the traces that have one.
    habituation : tuple of HabituationRow
        Of this window; what is missing is computed from the rows when it is drawn.
    bouts : sequence
        With `name` (the prototype), `start_s` and `stop_s`.
    enter : mapping of str to float
        Where a bout of each prototype begins, in `unit`; NaN for nowhere.
    refused : mapping of str to str
        Why there is no trace, by prototype.
    limits : str
        The window in words, or ''.
    """

    measure: str
    unit: str
    window: str
    times_s: np.ndarray
    names: tuple[str, ...]
    rows: tuple[EventRow, ...]
    traces: Mapping[str, np.ndarray]
    errors: Mapping[str, np.ndarray] = field(default_factory=dict)
    habituation: tuple[HabituationRow, ...] = ()
    bouts: Sequence[Any] = ()
    enter: Mapping[str, float] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    limits: str = ""

    def trials(self, stimulus: str, prototype: str) -> list[EventRow]:
        """The rows of a stimulus's trials by one prototype, in order."""
        found = [r for r in self.rows if (r.stimulus, r.prototype) == (stimulus, prototype)]
        return sorted(found, key=lambda row: row.repetition)

    def reason(self, prototype: str) -> str:
        """Why nothing can be drawn of a prototype, or ''."""
        if prototype in self.refused:
            return self.refused[prototype]
        return "" if prototype in self.traces else NO_PROTOTYPE


def responses_of(
    scores: Scores | None,
    contrast: ContrastResults | None = None,
    *,
    window: str | EventWindow = RESPONSE.name,
) -> Responses:
    """The responses of scores in memory: of the contrast score where it is given.

    Parameters
    ----------
    scores : Scores or None
        Of the published method.
    contrast : ContrastResults, optional
    window : str or EventWindow
        Name of the window, out of those that were measured; the window itself is told in
        words.

    Raises
    ------
    InputError
        If there are neither scores, or no events.
    ParameterError
        If this window was not measured.
    """
    if scores is None and contrast is None:
        raise InputError("There is nothing to draw.", expected="scores of either method")
    if contrast is not None:
        return _of_contrast(contrast, window)
    return _of_published(scores, window)


def _of_contrast(contrast: ContrastResults, window: str | EventWindow) -> Responses:
    found, findings = contrast.scores, {}
    for name in found.names:
        findings[name] = found.finding_of(name)
    kept = [k for k, name in enumerate(found.names) if findings[name].kind == "ok"]
    name, rows = rows_in_window(contrast.event_rows, window)
    return Responses(
        measure="score",
        unit=SCORE_UNIT,
        window=name,
        times_s=found.times_s,
        names=stimuli_of(rows),
        rows=rows,
        traces={found.names[k]: found.score[:, k] for k in kept},
        errors={found.names[k]: found.score_se[:, k] for k in kept},
        habituation=tuple(row for row in contrast.habituation if row.window == name),
        bouts=contrast.bouts,
        enter=dict.fromkeys(found.names, contrast.measures.bout_enter),
        refused={n: refusal_text(s.kind, s.reason) for n, s in findings.items() if s.kind != "ok"},
        limits=told_window(window),
    )


def _of_published(scores: Any, window: str | EventWindow) -> Responses:
    name, rows = rows_in_window(scores.event_rows, window)
    limits = np.asarray(scores.thresholds, float)
    return Responses(
        measure="similarity",
        unit="r",
        window=name,
        times_s=scores.times_s,
        names=stimuli_of(rows),
        rows=rows,
        traces={n: scores.similarity[:, k] for k, n in enumerate(scores.names)},
        habituation=tuple(habituation(rows)),
        bouts=scores.bouts,
        enter={n: float(limits[k, 0]) for k, n in enumerate(scores.names)},
        limits=told_window(window),
    )


def rows_in_window(
    rows: Iterable[EventRow], window: str | EventWindow
) -> tuple[str, tuple[EventRow, ...]]:
    """The window's name, and the rows of it.

    Raises
    ------
    InputError
        If there are no rows: the recording has no events.
    ParameterError
        If there are rows, and none of this window.
    """
    rows, name = tuple(rows), window if isinstance(window, str) else window.name
    if not rows:
        raise InputError(
            "There are no events to draw.",
            expected="rows of events, such as events.csv or EventResponse.Event hold",
            do="score the recording with its events",
        )
    found = tuple(row for row in rows if row.window == name)
    if not found:
        raise ParameterError(
            f"No event was measured in the window {name!r}.",
            expected="one of " + ", ".join(dict.fromkeys(row.window for row in rows)),
            got=name,
        )
    return name, found


def stimuli_of(rows: Iterable[EventRow]) -> tuple[str, ...]:
    """The stimuli of rows, in order of their first event."""
    return tuple(dict.fromkeys(row.stimulus for row in sorted(rows, key=lambda r: r.event_index)))


def refusal_text(kind: str, reason: str) -> str:
    """A finding as one line: the word for programs, and the sentence for people."""
    return ": ".join(part for part in (kind.replace("_", " "), reason) if part)


def habituation_of(
    responses: Responses, stimulus: str, prototype: str, quantity: str
) -> HabituationRow | None:
    """The row of one quantity: the given one, or computed from the rows where none was given.

    Raises
    ------
    InputError
        If the given row is of another number of trials than the rows.
    """
    rows = responses.trials(stimulus, prototype)
    for row in responses.habituation:
        if (row.stimulus, row.prototype, row.quantity) != (stimulus, prototype, quantity):
            continue
        defined = sum(getattr(trial, quantity) is not None for trial in rows)
        if row.n_trials != defined:
            raise InputError(
                f"The habituation of {stimulus} is not of these events.",
                expected=f"{defined} trials with a {quantity}, as the rows have",
                got=f"{row.n_trials} in the row of habituation",
                do="take both from one run",
            )
        return row
    return next(iter(habituation(rows, [quantity])), None)


def told_window(window: str | EventWindow) -> str:
    """A window's limits in words: those given, or of the built-in window of this name."""
    if isinstance(window, str):
        known = {own.name: own for own in (*DEFAULT_WINDOWS, RESPONSE)}
        if window not in known:
            return ""
        window = known[window]
    start, stop = (
        _told_end(after_s, anchor)
        for after_s, anchor in (
            (window.start_s, window.start_from),
            (window.stop_s, window.stop_from),
        )
    )
    return f"from {start} to {stop}"


def _told_end(after_s: float, anchor: str) -> str:
    if after_s == 0:
        return anchor
    return f"{abs(after_s):g} s {'after' if after_s > 0 else 'before'} {anchor}"
