"""`EventResponse`: responses to the events in any window, from stored traces."""

from __future__ import annotations

from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import PipelineTable
from .._schema.rows import columns_of
from ..core.events.habituation import QUANTITIES, habituation
from ..core.events.windows import EventRow, event_rows
from ..core.scoring.methods import method
from . import _score_rows
from ._relations import method_of
from ._schema import schema
from ._stale import on_another_clock
from .events import EventSet, Stimulus  # noqa: F401 (named in a definition)
from .paramsets import ExpressionParamSet
from .scores import FacialExpression
from .windows import EventWindow


@schema
class EventResponse(PipelineTable, dj.Computed):
    """Responses: measures of the scores around the events in a window, from stored traces."""

    definition = """
    # Scores around the events, in one named window
    -> FacialExpression
    -> EventWindow
    ---
    response_n_events: int32
    """

    class Event(PipelineTable, dj.Part):
        """Measures of a trace in the window around one event."""

        definition = """
        # A trace over the window around one event
        -> master
        -> FacialExpression.EventSummary
        ---
        response_n_frames: int64
        response_n_valid: int64
        response_mean=null: float64         # over time, in the trace's unit, as those below
        response_mean_se=null: float64      # upper limit: as if all frames had the same error
        response_peak=null: float64
        response_peak_se=null: float64
        response_time_to_peak_s=null: float64
        response_latency_s=null: float64    # from onset to the first bout that begins
        response_half_decay_s=null: float64 # from the peak until half of it
        response_auc=null: float64          # integral: the trace's unit times seconds
        response_valid_duration_s: float64  # seconds of the window with a valid frame
        response_baseline=null: float64     # mean before the onset
        response_change=null: float64       # mean minus baseline
        """

    class Habituation(PipelineTable, dj.Part):
        """How the response to a stimulus changes from trial to trial."""

        definition = """
        # How the response to a stimulus changes from trial to trial
        -> master
        -> FacialExpression.Trace
        -> Stimulus
        quantity: varchar(16)               # mean, peak, auc, change, latency_s
        ---
        habituation_n_trials: int32         # trials in which the quantity is defined
        habituation_first=null: float64     # the quantity in the first of them
        habituation_last=null: float64
        habituation_slope=null: float64     # change per trial, by least squares
        habituation_slope_se=null: float64  # from 4 trials on; at least that of the trials' errors
        habituation_slope_dof=null: int32   # degrees of freedom: trials - 2
        habituation_ratio=null: float64     # last / first
        """

    @property
    def key_source(self):
        """Every window, for scores of recordings with events, on the clock's present times."""
        scores = FacialExpression.proj() - on_another_clock(FacialExpression).proj()
        return scores * EventWindow.proj() & FacialExpression.EventSummary.proj()

    def make(self, key):
        """Summarize the stored traces, one at a time."""
        # `key_source` has no set without events
        events: Any = EventSet.events(key)
        window = EventWindow.window(key)
        rules = ExpressionParamSet.measures(key)
        self.insert1({**key, "response_n_events": len(events)})
        traces = (FacialExpression.Trace & key).to_dicts()
        measures = {trace["measure"] for trace in traces}
        for trace in traces:
            measure = trace["measure"]
            if _score_rows.is_error(measure, measures):
                continue
            times_s, values, more = _read(key, trace, measures)
            names = [trace["prototype"]]
            found = event_rows(values, names, times_s, events, [window], params=rules, **more)
            rows = [_score_rows.of_event(row, measure, "response") for row in found]
            self.Event.insert([{**key, **row} for row in rows])
            self.Habituation.insert([{**key, **row} for row in _habituation(found, measure)])


FacialExpression.RESPONSES.append(EventResponse)


def _read(
    key: dict[str, Any], trace: dict[str, Any], measures: set[str]
) -> tuple[np.ndarray, np.ndarray, dict]:
    """Times, the trace as one column, and the other arguments of `event_rows`."""
    name, measure = trace["prototype"], trace["measure"]
    times_s, values = FacialExpression.trace(key, name, measure)
    limits = [[np.nan if trace[n] is None else trace[n] for n in ("bout_enter", "bout_leave")]]
    more: dict[str, Any] = {"thresholds": np.array(limits, float)}
    if (of_errors := f"{measure}{_score_rows.OF_ERRORS}") in measures:
        more["errors"] = FacialExpression.trace(key, name, of_errors)[1][:, None]
    one = method(method_of(key))
    if measure == one.measure:
        more["zero"] = one.neutral_value
    return times_s, values[:, None], more


def _habituation(found: list[EventRow], measure: str) -> list[dict[str, Any]]:
    rows = []
    for row in habituation(found, QUANTITIES):
        own = {"prototype": row.prototype, "measure": measure, "stimulus": row.stimulus}
        numbers = columns_of(row, "habituation", _score_rows.FADING)
        rows.append({**own, "quantity": row.quantity, **numbers})
    return rows
