"""`AffectResponse`: arousal and valences around events, over each named window."""

from __future__ import annotations

from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import PipelineTable
from .._schema.rows import columns_of
from ..core.affect import Affect as Found
from ..core.affect.rows import AROUSAL, OK
from ..core.events import Events
from ..core.events.windows import EventRow, event_rows
from ..core.events.windows import EventWindow as Window
from ..expression.events import EventSet
from ..expression.windows import EventWindow
from ._responses import on_another_clock
from ._schema import schema
from .affects import Affect
from .traces import AffectTrace  # noqa: F401 (named in a definition)

Row = dict[str, Any]

_OF_EVENT = (
    *("n_frames", "n_valid", "mean_se", "peak", "peak_se", "time_to_peak_s"),
    *("auc", "baseline", "change"),
)


@schema
class AffectResponse(PipelineTable, dj.Computed):
    """Arousal and valences around the events in a window, on the clock of the events."""

    definition = """
    # Arousal and valences around the events, over one named window
    -> Affect
    -> EventWindow
    ---
    affect_response_n_events: int32
    affect_response_digest: char(64)    # of the traces
    """

    class Event(PipelineTable, dj.Part):
        """One trace in the window around one event."""

        # on PostgreSQL a table can refer once by a key that begins with the session's, so that it
        # names AffectTrace and not Affect.Trace
        definition = """
        # One trace in the window around one event
        -> master
        -> EventSet.Event
        -> AffectTrace
        ---
        affect_response_n_frames: int64
        affect_response_n_valid: int64          # frames with a value
        affect_response_mean=null: float64      # over time; of a valence cut at 0
        affect_response_estimate=null: float64  # before it is cut, as those below
        affect_response_mean_se=null: float64   # upper limit: as if all frames had the same error
        affect_response_peak=null: float64
        affect_response_peak_se=null: float64
        affect_response_time_to_peak_s=null: float64    # from the onset
        affect_response_auc=null: float64       # integral over the window
        affect_response_baseline=null: float64  # mean before the onset
        affect_response_change=null: float64    # estimate minus baseline
        """

    @property
    def key_source(self):
        """Every window, for rows with events and a trace, on the clock's present times."""
        present = Affect.proj() & (EventSet & "n_events > 0").proj()
        there = present & (Affect.Trace & {"affect_state": OK}).proj()
        others = on_another_clock(Affect, "affect_clock_hash").proj()
        return (there - others) * EventWindow.proj()

    def make(self, key):
        """Summarize the traces of the folder."""
        # `key_source` has no set without events
        events: Any = EventSet.events(key)
        found = Affect.open(key)
        rows = _rows(found, events, EventWindow.window(key))
        row = {"affect_response_n_events": len(events), "affect_response_digest": found.digest}
        self.insert1({**key, **row})
        self.Event.insert([{**key, **one} for one in rows])

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows of other frame times than their clock has now."""
        others = on_another_clock(Affect, "affect_clock_hash").keys()
        return cls & others


def _rows(found: Found, events: Events, window: Window) -> list[Row]:
    traces = [trace for trace in found.traces.values() if trace.state == OK]
    measured = event_rows(
        np.stack([trace.unbounded for trace in traces], axis=1),
        [trace.name for trace in traces],
        found.times_s,
        events,
        [window],
        errors=np.stack([trace.errors for trace in traces], axis=1),
        # traces have no thresholds of bouts, so that there is no latency
        thresholds=np.full((len(traces), 2), np.nan),
        zero=0.0,
    )
    return [_row(one) for one in measured]


def _row(one: EventRow) -> Row:
    mean = one.mean
    if mean is not None and one.prototype != AROUSAL:
        mean = max(mean, 0.0)
    return {
        "event_id": one.event_index,
        "affect_trace": one.prototype,
        "affect_response_mean": mean,
        "affect_response_estimate": one.mean,
        **columns_of(one, "affect_response", _OF_EVENT),
    }
