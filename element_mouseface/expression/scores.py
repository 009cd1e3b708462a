"""Scores: the likeness of every frame to every prototype, and its summaries.

Traces are arrays in rows of a million frames at most, so that a recording of
any length stays far under the 64 MB that a connection takes; their summaries
are columns, so that SQL can choose and average.  Windows around events have a
table of their own: a new window needs the stored traces, and no score anew.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj
import numpy as np

from .. import __version__
from .._tables import one, stated
from ..core.event_windows import event_rows
from ..descriptors import HOGProcessing, HOGTask  # noqa: F401 (named in a definition)
from ..errors import ParameterError
from ..linking import PipelineTable
from ..recording import FrameClock, frame_times
from . import _score_rows, _sources
from ._schema import schema
from .events import EventSet
from .prototypes import ExpressionParamSet, PrototypeSet, PrototypeTask  # noqa: F401 (likewise)
from .windows import EventWindow

__all__ = ["EventResponse", "FacialExpression", "FacialExpressionTask"]


#: Parts whose rows hold arrays of megabytes
ARRAY_PARTS = ("TraceSegment", "FrameTrace")


@schema
class FacialExpressionTask(PipelineTable, dj.Manual):
    """What is to be scored: descriptors, events, parameters, and by which prototypes."""

    definition = """
    # What is to be scored, and by which prototypes
    -> EventSet
    -> HOGTask
    -> ExpressionParamSet
    -> PrototypeTask
    """


@schema
class FacialExpression(PipelineTable, dj.Computed):
    """Scores of a recording: what was computed, from what, and with which prototypes."""

    definition = """
    # Scores of a recording: what was computed, and from what
    -> FacialExpressionTask
    ---
    -> HOGProcessing
    -> PrototypeSet
    expression_n_frames: int64
    expression_n_valid: int64       # frames with a score for every prototype
    n_baseline: int64               # frames taken for neutral in thresholds
    circular: bool                  # prototypes were made from this very recording
    fear_threshold=null: float64    # movement above it; 1 - r to the frame before
    expression_result_digest: char(64)      # of the descriptors
    expression_prototype_digest: char(64)   # of the prototype set
    expression_clock_hash=null: char(64)    # of the frame times; null: no row of FrameClock
    expression_started_at: datetime         # UTC
    expression_processing_time_s: float64
    expression_code_version: varchar(32)
    """

    class Trace(PipelineTable, dj.Part):
        """One trace, a number a frame; `FacialExpression.trace` reads it."""

        definition = """
        # Summary of a trace for a prototype
        -> master
        -> PrototypeSet.Prototype
        measure: varchar(32)        # similarity, similarity_minmax, ...
        ---
        trace_unit: varchar(16)
        trace_n_valid: int64
        trace_mean=null: float64
        trace_sd=null: float64
        trace_lowest=null: float64
        trace_highest=null: float64
        bout_enter=null: float64    # a bout begins at this value
        bout_leave=null: float64    # and ends below this one
        """

    class TraceSegment(PipelineTable, dj.Part):
        """The values of a trace over a stretch of frames."""

        definition = """
        # The values of a trace over a stretch of frames
        -> master
        -> FacialExpression.Trace
        trace_start_frame: int64
        ---
        trace_stop_frame: int64
        trace_values: <blob>        # float32, NaN where undefined
        """

    class FrameTrace(PipelineTable, dj.Part):
        """Traces that belong to no prototype, over a stretch of frames."""

        definition = """
        # Values that belong to no prototype, over a stretch of frames
        -> master
        frame_measure: varchar(32)  # neutral_similarity, consecutive_similarity
        frame_trace_start_frame: int64
        ---
        frame_trace_stop_frame: int64
        frame_trace_values: <blob>        # float32, NaN where undefined
        """

    class Fold(PipelineTable, dj.Part):
        """Which fold scored which frames, and what its prototypes were made without."""

        definition = """
        # Which fold scored which frames
        -> master
        fold: int32
        fold_start_frame: int64
        ---
        fold_stop_frame: int64
        held_out="": varchar(255)   # what prototypes were made without; blank: nothing
        """

    class Bout(PipelineTable, dj.Part):
        """A stretch of time in which a trace stays high, or fear was seen."""

        definition = """
        # A stretch of time in which a trace stays high, or fear was seen
        -> master
        bout_measure: varchar(32)   # similarity, or consecutive_similarity for fear
        bout_name: varchar(64)      # the prototype, or active_fear, passive_fear
        bout_id: int32
        ---
        bout_start_s: float64       # on the clock of the event set
        bout_stop_s: float64        # when its last frame ends
        bout_duration_s: float64
        bout_first_frame: int64
        bout_n_frames: int64
        bout_n_valid: int64
        bout_mean=null: float64
        bout_peak=null: float64
        bout_peak_s=null: float64   # time of the peak
        """

    class State(PipelineTable, dj.Part):
        """What to know before believing the scores, with a reason."""

        definition = """
        # What to know before believing the scores
        -> master
        state: varchar(32)          # circular, masked_cells, few_frames, ...
        state_about: varchar(64)    # the prototype; blank: the whole
        ---
        state_reason: varchar(1024)
        """

    class EventSummary(PipelineTable, dj.Part):
        """A trace over the frames of one event, from onset to offset."""

        definition = """
        # A trace over the frames of one event, from onset to offset
        -> master
        -> FacialExpression.Trace
        -> EventSet.Event
        ---
        event_n_frames: int64
        event_n_valid: int64
        event_mean=null: float64
        event_peak=null: float64
        event_peak_after_onset_s=null: float64
        """

    @property
    def key_source(self):
        """Tasks whose descriptors, prototypes and clock are there."""
        clocked = EventSet & [{"clock": "movie"}, FrameClock.proj()]
        return FacialExpressionTask & HOGProcessing.proj() & PrototypeSet.proj() & clocked.proj()

    def make_fetch(self, key):
        """Digests, events and parameters."""
        params = ExpressionParamSet.params(key).to_dict()
        return _sources.fetch(key), params, (PrototypeSet & key).fetch1("prototype_digest")

    def make_compute(self, key, source, params, prototype_digest):
        """Score every frame; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        scores = _sources.score(source, params, PrototypeSet.open(key))
        rows = _score_rows.of_scores(scores, _sources.events(source))
        rows[None] |= {
            "expression_result_digest": source["result_digest"],
            "expression_prototype_digest": prototype_digest,
            "expression_clock_hash": next(iter(source["clock_hashes"]), None),
            "expression_started_at": started,
            "expression_processing_time_s": time.monotonic() - clock,
            "expression_code_version": __version__,
        }
        return (rows,)

    def make_insert(self, key, rows):
        """Insert the row and its Parts; arrays one by one, to keep each packet small."""
        self.insert1({**key, **rows.pop(None)})
        for name, many in rows.items():
            part, many = getattr(self, name), [{**key, **row} for row in many]
            if name in ARRAY_PARTS:
                for row in many:
                    part.insert1(row)
            else:
                part.insert(many)

    @classmethod
    def trace(
        cls, key: Mapping[str, Any], prototype: str, measure: str = "similarity"
    ) -> tuple[np.ndarray, np.ndarray]:
        """One trace.

        Parameters
        ----------
        key : mapping
            Of one row.
        prototype : str
            The stimulus whose prototype it is.
        measure : str
            As in the Part Trace.

        Returns
        -------
        times_s : (frames,) float64 array
            On the clock of the event set.
        values : (frames,) float32 array
            NaN where undefined.

        Raises
        ------
        ParameterError
            If the key names no row or several, or there is no such trace.
        """
        row = one(cls & key, "row of FacialExpression")
        own = {name: row[name] for name in cls().primary_key}
        wanted = {**own, "prototype": prototype, "measure": measure}
        return cls.times(own), _joined(
            cls.TraceSegment & wanted, "trace", f"{measure} to {prototype!r}"
        )

    @classmethod
    def frame_trace(cls, key: Mapping[str, Any], frame_measure: str) -> np.ndarray:
        """A trace that belongs to no prototype, (frames,) float32; errors as `trace`."""
        own = stated(cls, one(cls & key, "row of FacialExpression"))
        return _joined(
            cls.FrameTrace & {**own, "frame_measure": frame_measure}, "frame_trace", frame_measure
        )

    @classmethod
    def times(cls, key: Mapping[str, Any]) -> np.ndarray:
        """Frame times of one row on the clock of its event set, (frames,) float64 seconds."""
        row = one((cls & key) * EventSet.proj("clock"), "row of FacialExpression")
        return frame_times(row, row["clock"])


@schema
class EventResponse(PipelineTable, dj.Computed):
    """Scores around the events, over one named window; no score is computed anew."""

    definition = """
    # Scores around the events, over one named window
    -> FacialExpression
    -> EventWindow
    ---
    response_n_events: int32
    """

    class Event(PipelineTable, dj.Part):
        """A trace over the window around one event."""

        definition = """
        # A trace over the window around one event
        -> master
        -> FacialExpression.EventSummary
        ---
        response_n_frames: int64
        response_n_valid: int64
        response_mean=null: float64
        response_peak=null: float64
        response_peak_after_onset_s=null: float64
        """

    @property
    def key_source(self):
        """Every window, for scores of recordings that have events."""
        return FacialExpression.proj() * EventWindow.proj() & FacialExpression.EventSummary.proj()

    def make(self, key):
        """Summarise the stored traces, one at a time."""
        events, window = EventSet.events(key), EventWindow.window(key)
        times_s = FacialExpression.times(key)
        self.insert1({**key, "response_n_events": len(events)})
        for trace in (FacialExpression.Trace & key).proj().to_dicts():
            names = trace["prototype"], trace["measure"]
            _, values = FacialExpression.trace(key, *names)
            found = event_rows(values[:, None], [names[0]], times_s, events, [window])
            rows = [_score_rows.of_event(row, names[1], "response") for row in found]
            self.Event.insert([{**key, **row} for row in rows])


def _joined(segments: dj.Table, prefix: str, what: str) -> np.ndarray:
    rows = segments.to_dicts(order_by=f"{prefix}_start_frame")
    if not rows:
        raise ParameterError(
            f"There is no trace {what}.",
            expected="a prototype and a measure of FacialExpression.Trace",
        )
    return np.concatenate([row[f"{prefix}_values"] for row in rows])
