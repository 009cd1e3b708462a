"""Tables of responses: what the animal did around each event, beside its scores.

    BehaviorResponse    each behavior over each named window of each event

The table stands above `behavior` and `expression`, which know nothing of each other: either
can be used without the other, and this module needs both.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import datajoint as dj

from ._schema.activation import PipelineTable
from ._schema.module import SchemaModule
from .behavior import Behavior, Classification  # noqa: F401 (named in a definition)
from .behavior import schema as behavior_schema
from .core.behavior.event_responses import BehaviorResponse as Response
from .core.behavior.event_responses import behavior_responses
from .expression import EventSet, EventWindow
from .expression import schema as expression_schema
from .recording import FrameClock

schema = dj.Schema()

#: the movie's own times change only with its file
_REPLACEABLE = "clock <> 'movie'"


@schema
class BehaviorResponse(PipelineTable, dj.Computed):
    """What a classifier found around the events in a window, on the clock of the events."""

    definition = """
    # Behaviors around the events, over one named window
    -> Classification
    -> EventSet
    -> EventWindow
    ---
    behavior_response_n_events: int32
    behavior_response_clock_hash=null: char(64)     # of the frame times; null: no row of FrameClock
    """

    class Event(PipelineTable, dj.Part):
        """One behavior in the window around one event."""

        definition = """
        # A behavior in the window around one event
        -> master
        -> EventSet.Event
        -> Behavior
        ---
        behavior_response_n_frames: int64
        behavior_response_n_valid: int64        # frames with a probability
        behavior_response_probability=null: float64         # mean over time
        behavior_response_peak_probability=null: float64
        behavior_response_baseline=null: float64    # mean probability before the onset
        behavior_response_change=null: float64      # probability minus baseline
        behavior_response_share=null: float64    # of the valid time in which it was present
        behavior_response_n_bouts=null: int32       # that begin in the window
        behavior_response_latency_s=null: float64   # from the onset to the first of them
        """

    @property
    def key_source(self):
        """Every window of every event set of a recording, for each of its classifications."""
        clocked = EventSet & "n_events > 0" & [{"clock": "movie"}, FrameClock.proj()]
        return Classification.proj() * clocked.proj() * EventWindow.proj()

    def make(self, key):
        """Summarize the stored probabilities."""
        # `key_source` has no set without events
        events: Any = EventSet.events(key)
        window, times_s = EventWindow.window(key), EventSet.times(key)
        names, probability, present = Classification.arrays(key)
        found = behavior_responses(names, probability, present, times_s, events, [window])
        clock = {"clock": (EventSet & key).fetch1("clock")}
        hashes = (FrameClock & key & clock).to_arrays("clock_hash")
        row = {
            "behavior_response_n_events": len(events),
            "behavior_response_clock_hash": hashes[0] if len(hashes) else None,
        }
        self.insert1({**key, **row})
        self.Event.insert([{**key, **_row(one)} for one in found])

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows of other frame times than their clock has now.

        The clock's source was replaced, or the clock is gone.
        """
        made = cls.proj("behavior_response_clock_hash") * EventSet.proj("clock") & _REPLACEABLE
        hashes = FrameClock.proj("clock_hash")
        same = made * hashes & "behavior_response_clock_hash = clock_hash"
        # by their keys: DataJoint cannot delete by a query that joins other tables
        return cls & (made.proj() - same.proj()).keys()


def _row(found: Response) -> dict[str, Any]:
    told = asdict(found)
    own = {"event_id": told.pop("event_index"), "behavior": told.pop("behavior")}
    for name in ("stimulus", "window"):
        told.pop(name)
    return own | {f"behavior_response_{name}": value for name, value in told.items()}


TABLES = (BehaviorResponse,)
activate = SchemaModule(
    "responses",
    schema,
    TABLES,
    after={"behavior": behavior_schema, "expression": expression_schema},
).activate
