"""`ActionUnitResponse`: action units around events, over each named window."""

from __future__ import annotations

from typing import Any

import datajoint as dj

from .._schema.activation import PipelineTable
from .._schema.rows import columns_of
from ..expression.events import EventSet
from ..expression.windows import EventWindow
from ..recording import FrameClock
from ._responses import clock_hash, on_another_clock
from ._schema import schema
from .action_units import ActionUnits
from .units import ActionUnit  # noqa: F401 (named in a definition)

_OF_EVENT = (
    *("n_frames", "n_valid", "mean", "mean_se", "peak", "peak_se", "time_to_peak_s"),
    *("auc", "baseline", "change"),
)


@schema
class ActionUnitResponse(PipelineTable, dj.Computed):
    """Action units around the events in a window, on the clock of the events."""

    definition = """
    # Action units around the events, over one named window
    -> ActionUnits
    -> EventSet
    -> EventWindow
    ---
    unit_response_n_events: int32
    unit_response_digest: char(64)          # of the units
    unit_response_clock_hash=null: char(64) # of the frame times; null: no row of FrameClock
    """

    class Event(PipelineTable, dj.Part):
        """One unit in the window around one event."""

        # on PostgreSQL a table can refer once by a key that begins with the session's, so that it
        # names ActionUnit and not ActionUnits.Unit
        definition = """
        # One unit in the window around one event
        -> master
        -> EventSet.Event
        -> ActionUnit
        ---
        unit_response_n_frames: int64
        unit_response_n_valid: int64            # frames with a number
        unit_response_mean=null: float64        # over time, in the unit's unit, as those below
        unit_response_mean_se=null: float64     # upper limit: as if all frames had the same error
        unit_response_peak=null: float64        # the largest value
        unit_response_peak_se=null: float64
        unit_response_time_to_peak_s=null: float64  # from the onset
        unit_response_auc=null: float64         # integral: the unit's unit times seconds
        unit_response_baseline=null: float64    # mean before the onset
        unit_response_change=null: float64      # mean minus baseline
        """

    @property
    def key_source(self):
        """Every window of every event set of a recording, for each of its measurements."""
        clocked = EventSet & "n_events > 0" & [{"clock": "movie"}, FrameClock.proj()]
        return ActionUnits.proj() * clocked.proj() * EventWindow.proj()

    def make(self, key):
        """Summarize the units of the folder."""
        # `key_source` has no set without events
        events: Any = EventSet.events(key)
        units = ActionUnits.open(key)
        found = units.responses(events, [EventWindow.window(key)], times_s=EventSet.times(key))
        row = {
            "unit_response_n_events": len(events),
            "unit_response_digest": units.digest,
            "unit_response_clock_hash": clock_hash(key),
        }
        self.insert1({**key, **row})
        self.Event.insert(
            [
                {**key, "event_id": one.event_index, "action_unit": one.prototype}
                | columns_of(one, "unit_response", _OF_EVENT)
                for one in found
            ]
        )

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows of other frame times than their clock has now."""
        return on_another_clock(cls, "unit_response_clock_hash")
