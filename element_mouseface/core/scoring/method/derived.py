"""Bouts, measures around events and habituation of any method's traces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...events import Events
from ...events.bouts import bouts_of_traces
from ...events.habituation import habituation
from ...events.measures import MeasureParams
from ...events.windows import DEFAULT_WINDOWS, EventWindow, event_rows
from ..scores import ScoreTrace


def derived(
    traces: Sequence[ScoreTrace],
    times_s: np.ndarray,
    events: Events | None,
    measures: MeasureParams,
    windows: Sequence[EventWindow] | None = None,
    *,
    neutral_value: float | None = None,
) -> dict[str, Any]:
    """Bouts, event rows and habituation from the traces of one measure, for `MethodScores`.

    Parameters
    ----------
    traces : sequence of ScoreTrace
        Of one measure; a bout begins at `enter` and ends below `leave`.
    times_s : (frames,) array
        NaN for frames without a time.
    events : Events or None
        Without them there are bouts only.
    measures : MeasureParams
    windows : sequence of EventWindow, optional
        By default those that are built in.
    neutral_value : float, optional
        The value of a neutral face, from which half of a peak is counted; by default each
        event's own baseline.

    Returns
    -------
    dict
        `bouts`, `event_rows` and `habituation`, each by the measure.
    """
    if not traces:
        return {}
    values = np.column_stack([trace.values for trace in traces])
    names, limits = [t.name for t in traces], np.array([[t.enter, t.leave] for t in traces])
    errors = None
    if all(trace.errors is not None for trace in traces):
        errors = np.column_stack([np.asarray(trace.errors) for trace in traces])
    gaps = {"min_s": measures.bout_min_s, "merge_s": measures.bout_merge_s}
    bouts = bouts_of_traces(names, values, times_s, limits, max_gap_s=measures.max_gap_s, **gaps)
    rows = []
    if events is not None:
        rows = event_rows(
            values,
            names,
            times_s,
            events,
            DEFAULT_WINDOWS if windows is None else windows,
            errors=errors,
            thresholds=limits,
            zero=neutral_value,
            params=measures,
        )
    measure = traces[0].measure
    return {
        "bouts": {measure: tuple(bouts)},
        "event_rows": {measure: tuple(rows)},
        "habituation": {measure: tuple(habituation(rows))},
    }
