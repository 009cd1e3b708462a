"""`FacialExpression`: scores of every frame, and their summaries.

A row holds at most a million frames of a trace, far below the 64 MB limit of a connection;
summaries of traces are columns, so that SQL can select and average. The published similarity and
the contrast score are measures in the same tables.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from ..core.scoring.scores import age_days, utc_text
from ..descriptors import HOGProcessing
from ..recording import FrameClock
from . import _relations, _sources
from ._schema import schema
from ._scoring import scored_rows
from ._stored_scores import StoredScores
from .events import EventSet
from .paramsets import ExpressionParamSet
from .prototypes import PrototypeSet
from .tasks import FacialExpressionTask


@schema
class FacialExpression(StoredScores, dj.Computed):
    """The scores of a recording by a prototype set.

    By the contrast method, a recording that made the prototype set itself (the same
    crop and event set) is cross-validated: each trial is scored by models made without
    it.  The set's stored prototypes, made from all trials, are for other sessions.
    A refused score has a Finding row with the reason, and no Trace.
    """

    ARRAY_PARTS = ("TraceSegment", "FrameTrace", "Models")
    definition = """
    # Scores of a recording: what was computed, and from what
    -> FacialExpressionTask
    ---
    -> HOGProcessing
    -> PrototypeSet
    expression_n_frames: int64
    expression_n_valid: int64       # frames with a score for every prototype that is scored
    n_baseline: int64               # frames taken as neutral
    n_lost=null: int64              # contrast: frames that could not be registered
    circular: bool                  # prototypes were made from the frames that they score
    score_source: varchar(32)       # cross-validated, same data, other session
    prototype_age_days=null: float64        # from the set's latest recording, where times are known
    look_ahead_s: float64           # no later frame affects a score, except by training
    shift_median_px=null: float64   # contrast: length of the head's shift, pixels of the crop
    shift_max_px=null: float64
    residual_shift_median_px=null: float64  # the same, measured after registration
    residual_shift_max_px=null: float64
    permutation_p=null: json        # contrast: p of the tests behind a refusal
    fear_threshold=null: float64    # published: movement above it; 1 - r to the frame before
    expression_result_digest: char(64)      # of the descriptors
    expression_prototype_digest: char(64)   # of the prototype set
    expression_clock_hash=null: char(64)    # of the frame times; null: no row of FrameClock
    expression_started_at: datetime         # UTC
    expression_processing_time_s: float64
    expression_code_version: varchar(32)
    """

    class Trace(PipelineTable, dj.Part):
        """A trace: one number per frame; `FacialExpression.trace` reads it."""

        definition = """
        # Summary of a trace for a prototype
        -> master
        -> PrototypeSet.Prototype
        measure: varchar(32)        # similarity, similarity_minmax; score, score_se
        ---
        trace_unit: varchar(16)     # r, fraction; expression: 1 is the mean training trial
        trace_n_valid: int64
        trace_mean=null: float64
        trace_sd=null: float64
        trace_min=null: float64
        trace_max=null: float64
        bout_enter=null: float64    # a bout begins at this value
        bout_leave=null: float64    # and ends below this one
        """

    class TraceSegment(PipelineTable, dj.Part):
        """The values of a trace over a range of frames."""

        definition = """
        # The values of a trace over a range of frames
        -> master
        -> FacialExpression.Trace
        trace_start_frame: int64
        ---
        trace_stop_frame: int64
        trace_values: <blob>        # float32, NaN where undefined
        """

    class FrameTrace(PipelineTable, dj.Part):
        """Traces that belong to no prototype, over a range of frames."""

        definition = """
        # Values that belong to no prototype, over a range of frames
        -> master
        frame_measure: varchar(32)  # neutral_similarity, ...; misfit, shift_x_px, ...
        frame_trace_start_frame: int64
        ---
        frame_trace_stop_frame: int64
        frame_trace_values: <blob>        # float32, NaN where undefined
        """

    class Fold(PipelineTable, dj.Part):
        """A fold: its frames, and the event that was held out."""

        definition = """
        # Which fold scored which frames
        -> master
        fold: int32
        fold_start_frame: int64
        ---
        fold_stop_frame: int64
        fold_group=null: int32      # contrast: 0 or 1, the half of the folds that it is in
        held_out="": varchar(255)   # the event left out in training; blank: none
        -> [nullable] EventSet.Event
        """

    class Trial(PipelineTable, dj.Part):
        """One trial of a contrast score: used or not, and its response."""

        definition = """
        # One trial: whether it is used, and its response
        -> master
        -> EventSet.Event
        ---
        trial_used: bool
        trial_reason="": varchar(1024)      # why it was left out; blank: it is used
        trial_response_probability=null: float64     # that the face responded; null: not known
        trial_amplitude=null: float64                # 1: mean of training trials with a response
        trial_amplitude_se=null: float64
        trial_latency_s=null: float64                # from the onset to the first movement
        trial_latency_se_s=null: float64
        trial_decay_s=null: float64                  # time constant with which the response fades
        trial_decay_se_s=null: float64
        """

    class TimeCourse(PipelineTable, dj.Part):
        """The time course of the responses to one stimulus, from all of its trials together."""

        definition = """
        # When responses to a stimulus begin, and how they fade
        -> master
        -> PrototypeSet.Prototype
        ---
        time_course_n_trials: int64                  # trials that are used
        time_course_n_responses=null: float64        # of these, the sum of response probabilities
        time_course_latency_s=null: float64          # median of the trials with a response
        time_course_latency_sd_s=null: float64       # between trials
        time_course_decay_s=null: float64            # time constant with which responses fade
        time_course_decay_se_s=null: float64
        """

    class Bout(PipelineTable, dj.Part):
        """A bout: an interval in which a trace is high, or of fear."""

        definition = """
        # An interval in which a trace stays high, or of fear
        -> master
        bout_measure: varchar(32)   # similarity, score; consecutive_similarity for fear
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

    class Finding(PipelineTable, dj.Part):
        """A finding that limits the scores: refused or a note, with a reason."""

        definition = """
        # Limits of the scores: refused or a note, with a reason
        -> master
        finding: varchar(32)          # ok, circular, few_frames, too_few_events, moved, ...
        finding_about: varchar(64)    # the prototype; blank: the whole
        ---
        finding_severity: enum('ok','note','refused')    # refused: there is no number
        finding_reason: varchar(1024)
        """

    class EventSummary(PipelineTable, dj.Part):
        """Summary of a trace over one event, from onset to offset."""

        definition = """
        # A trace over the frames of one event, from onset to offset
        -> master
        -> FacialExpression.Trace
        -> EventSet.Event
        ---
        event_n_frames: int64
        event_n_valid: int64
        event_mean=null: float64            # over time, in the trace's unit, as those below
        event_mean_se=null: float64         # upper limit: as if all frames had the same error
        event_peak=null: float64
        event_peak_se=null: float64
        event_time_to_peak_s=null: float64
        event_latency_s=null: float64       # from onset to the first bout that begins
        event_half_decay_s=null: float64    # from the peak until half of it
        event_auc=null: float64             # integral: the trace's unit times seconds
        event_valid_duration_s: float64     # seconds with a valid frame
        event_baseline=null: float64        # mean before the onset
        event_change=null: float64          # mean minus baseline
        """

    class Models(PipelineTable, dj.Part):
        """The models of each fold, with which `FacialExpression.why` explains scores."""

        definition = """
        # The models of a contrast score, of each fold
        -> master
        ---
        models_npz: <blob>          # bytes of a contrast_models file
        """

    @property
    def key_source(self):
        """Tasks whose descriptors, prototypes and clock are computed."""
        clocked = EventSet & [{"clock": "movie"}, FrameClock.proj()]
        return FacialExpressionTask & HOGProcessing.proj() & PrototypeSet.proj() & clocked.proj()

    def make_fetch(self, key):
        """Digests, events and parameters."""
        ExpressionParamSet.check({"expression_paramset_id": key["expression_paramset_id"]})
        row = (ExpressionParamSet & key).fetch1()
        params = {n: row[n] for n in ("expression_method", "expression_params", "measure_params")}
        return _sources.fetch(key), params, _relations.relation_of(key)

    def make_compute(self, key, source, params, relation):
        """Score every frame; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        _relations.check_method(params["expression_method"], relation["prototype_method"])
        _sources.check_events(source)
        row, parts = PrototypeSet.stored(key)
        rows = scored_rows(source, params, row, parts, relation["own"])
        rows[None] = {
            **rows[None],
            "expression_processing_time_s": time.monotonic() - clock,
            "prototype_age_days": age_days(
                utc_text(row["prototype_recorded_at"]), source["recorded_at"]
            ),
            "expression_result_digest": source["result_digest"],
            "expression_prototype_digest": relation["prototype_digest"],
            "expression_clock_hash": next(iter(source["clock_hashes"]), None),
            "expression_started_at": started,
            "expression_code_version": __version__,
        }
        return rows.pop(None), rows
