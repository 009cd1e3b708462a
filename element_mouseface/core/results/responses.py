"""The responses to the events in one window: the rows of events, with their traces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError
from ..events.habituation import HabituationRow, habituation
from ..events.windows import DEFAULT_WINDOWS, RESPONSE, EventRow, EventWindow
from .scored import ScoredRecording

NO_PROTOTYPE = "there is no prototype of this stimulus"


@dataclass(frozen=True, eq=False)
class Responses:
    """Responses of one measure to the events of a recording, in one window.

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
        The stimuli, in order of their first event; including refused ones.
    rows : tuple of EventRow
        Of every event and prototype, in this window only.
    traces : mapping of str to (frames,) array
        By prototype, in `unit`; NaN where undefined.
    errors : mapping of str to (frames,) array
        Standard errors of the traces that have them.
    habituation : tuple of HabituationRow
        Of this window; missing rows are computed when drawn.
    bouts : sequence
        With `name` (the prototype), `start_s` and `stop_s`.
    enter : mapping of str to float
        Threshold of each prototype's bouts, in `unit`; NaN for none.
    refused : mapping of str to str
        Reason why there is no trace, by prototype.
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
        """The reason why a prototype cannot be drawn, or ''."""
        if prototype in self.refused:
            return self.refused[prototype]
        return "" if prototype in self.traces else NO_PROTOTYPE


def responses_of(
    scored: ScoredRecording, measure: str | None = None, *, window: str = RESPONSE.name
) -> Responses:
    """The responses of a scored recording in one window.

    Parameters
    ----------
    scored : ScoredRecording
    measure : str, optional
        By default 'score' where there is one.
    window : str
        Name of a measured window.

    Raises
    ------
    InputError
        If there are no events.
    ParameterError
        If the movie has no such measure or window.
    """
    scores = scored.scores_of(measure)
    measure = measure or scores.measure
    rows = rows_in_window(scores.event_rows.get(measure, ()), window)
    traces = {trace.name: trace for trace in scores.traces if trace.measure == measure}
    refused = {
        name: ": ".join(filter(None, (found.kind.replace("_", " "), found.reason)))
        for name in dict.fromkeys([*scores.names, *stimuli_of(rows)])
        if name not in traces and (found := scores.refusal_of(name))
    }
    known = scores.habituation.get(measure, ())
    return Responses(
        measure=measure,
        unit=next((trace.unit for trace in traces.values()), scores.unit),
        window=window,
        times_s=scored.times_s,
        names=stimuli_of(rows),
        rows=rows,
        traces={name: trace.values for name, trace in traces.items()},
        errors={n: trace.errors for n, trace in traces.items() if trace.errors is not None},
        habituation=tuple(row for row in known if row.window == window),
        bouts=scores.bouts.get(measure, ()),
        enter={name: trace.enter for name, trace in traces.items()},
        refused=refused,
        limits=window_text(window, scored.windows),
    )


def rows_in_window(rows: Iterable[EventRow], window: str) -> tuple[EventRow, ...]:
    """The rows of a window.

    Raises
    ------
    InputError
        If there are no rows: the recording has no events.
    ParameterError
        If there are rows, but none of this window.
    """
    rows = tuple(rows)
    if not rows:
        raise InputError(
            "There are no events to draw.",
            expected="rows of events, as in events.csv or EventResponse.Event",
            do="score the recording with its events",
        )
    found = tuple(row for row in rows if row.window == window)
    if not found:
        raise ParameterError(
            f"No event was measured in the window {window!r}.",
            expected="one of " + ", ".join(dict.fromkeys(row.window for row in rows)),
            got=window,
            do="name one of these; in the tables, EventWindow.add and EventResponse.populate",
        )
    return found


def stimuli_of(rows: Iterable[EventRow]) -> tuple[str, ...]:
    """The stimuli of rows, in order of their first event."""
    return tuple(dict.fromkeys(row.stimulus for row in sorted(rows, key=lambda r: r.event_index)))


def habituation_of(
    responses: Responses, stimulus: str, prototype: str, quantity: str
) -> HabituationRow | None:
    """The row of one quantity: the given one, or computed from the rows.

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
                expected=f"{defined} trials with a {quantity}, as in the rows",
                got=f"{row.n_trials} in the row of habituation",
                do="use both from one run",
            )
        return row
    return next(iter(habituation(rows, [quantity])), None)


def window_text(window: str, windows: Sequence[EventWindow] = ()) -> str:
    """A window's limits in words: as given, or of the built-in window of this name, or ''."""
    known = {own.name: own for own in (*DEFAULT_WINDOWS, RESPONSE, *windows)}
    if window not in known:
        return ""
    found = known[window]
    start = _end_text(found.start_s, found.start_from)
    return f"from {start} to {_end_text(found.stop_s, found.stop_from)}"


def _end_text(after_s: float, anchor: str) -> str:
    if after_s == 0:
        return anchor
    return f"{abs(after_s):g} s {'after' if after_s > 0 else 'before'} {anchor}"
