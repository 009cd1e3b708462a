"""`Affect`: arousal, positive valence and negative valence of a recording.

Nothing of it is an emotion: arousal is what its declared sources are, and a valence is how much the
face is as on the stimuli that were signed so.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj
import numpy as np

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.rows import one, one_key
from ..core.affect import Affect as Found
from ..descriptors import HOGProcessing
from ..errors import ParameterError
from ..expression.events import EventSet, Stimulus  # noqa: F401 (named in a definition)
from ..expression.prototypes import PrototypeSet
from ..features.frame_features import FrameFeatures
from ..recording import FrameClock
from . import _affect_making, _affect_rows
from ._responses import on_another_clock
from ._schema import schema
from .affect_tasks import AffectTask
from .traces import AffectTrace  # noqa: F401 (named in a definition)

Row = dict[str, Any]


@schema
class Affect(PipelineTable, dj.Computed):
    """Arousal and both valences of a recording, each with a standard error, or refused."""

    definition = """
    # Arousal and both valences of a recording, frame by frame in their folder
    -> AffectTask
    ---
    affect_path: varchar(255)           # folder, relative to the processed folder
    affect_digest: char(64)             # over traces, rows and parameters
    affect_source_digests: json         # of the pass, features, signals and prototypes
    affect_clock_hash=null: char(64)    # of the frame times; null: no row of FrameClock
    affect_n_frames: int64
    affect_notes=null: json             # what limits the meaning of the numbers
    affect_started_at: datetime         # UTC
    affect_processing_time_s: float64
    affect_code_version: varchar(32)
    """

    class Trace(PipelineTable, dj.Part):
        """What became of one trace."""

        definition = """
        # What became of one trace
        -> master
        -> AffectTrace
        ---
        affect_state: enum('ok','refused','not asked')
        affect_reason="": varchar(1024)     # why there is no trace
        affect_unit="": varchar(255)
        affect_made_of="": varchar(1024)    # in words
        affect_p=null: float64              # of held-out trials against shuffled names of stimuli
        affect_n_valid: int64               # frames with a value
        affect_mean=null: float64           # over them
        affect_sd=null: float64             # of the population
        affect_min=null: float64
        affect_max=null: float64
        affect_median_se=null: float64      # usual standard error of a frame
        """

    class Source(PipelineTable, dj.Part):
        """What one source added to arousal."""

        definition = """
        # What one source added to arousal
        -> master
        arousal_source: varchar(96)
        ---
        arousal_kind: varchar(16)           # pupil, whisking, running, motion, other
        arousal_used: bool
        arousal_lag_s=null: float64         # by how much it follows arousal
        arousal_lag_se_s=null: float64      # half the difference between halves of the recording
        arousal_lag_from="": varchar(1024)  # given, estimated, or why it was taken as 0
        arousal_weight=null: float64        # share in frames where all sources have a value
        arousal_slow_share=null: float64    # of its variance
        arousal_r_others=null: float64      # correlation with the other sources together
        arousal_r_null=null: float64        # percentile 95 of that for shifts in time
        arousal_n_frames: int64             # with a value
        arousal_n_left_out: int64           # lost or undefined
        arousal_note="": varchar(1024)      # why it is not used
        """

    class Sign(PipelineTable, dj.Part):
        """What became of a stimulus, and its sign."""

        definition = """
        # What became of a stimulus, and its sign
        -> master
        -> Stimulus
        ---
        affect_sign: varchar(16)            # positive, negative, neutral; unsigned
        affect_sign_source="": varchar(255)
        affect_sign_state: varchar(16)      # used, refused, neutral, scored only, absent
        affect_sign_n_trials: int32
        affect_sign_n_used: int32
        affect_sign_reason="": varchar(1024)
        affect_sign_expected="": varchar(1024)  # what would have been needed
        """

    class Trial(PipelineTable, dj.Part):
        """Arousal and valences of one trial, from its settled response to the offset."""

        definition = """
        # Arousal and valences of one trial, from its settled response to the offset
        -> master
        -> EventSet.Event
        ---
        affect_trial_sign: varchar(16)             # of its stimulus
        affect_trial_scored_by="": varchar(32)     # held out, other trials, another recording
        affect_trial_n_frames: int64               # with a valence
        affect_trial_positive=null: float64        # mean, cut at 0
        affect_trial_positive_estimate=null: float64   # before it is cut
        affect_trial_positive_se=null: float64
        affect_trial_negative=null: float64
        affect_trial_negative_estimate=null: float64
        affect_trial_negative_se=null: float64
        affect_trial_arousal=null: float64
        affect_trial_arousal_se=null: float64
        affect_trial_arousal_change=null: float64  # against the time before the onset
        affect_trial_reason="": varchar(1024)      # why it has no valence
        """

    class Motion(PipelineTable, dj.Part):
        """How much of a trace one movement, or all together, explain in held-out trials."""

        definition = """
        # How much of a trace movement explains in held-out trials
        -> master.Trace
        affect_regressor: varchar(96)       # motion: ear, licking, ...; all: together
        ---
        affect_regressor_kind: varchar(16)
        affect_r2=null: float64             # share of the variance of held-out trials
        affect_r2_se=null: float64          # over trials
        affect_null_q95=null: float64       # percentile 95 with the trace shifted in time
        affect_r2_p=null: float64
        affect_r=null: float64              # correlation at the same frame
        affect_r2_n_valid: int64            # frames used
        affect_r2_n_folds: int32            # trials used
        affect_is_source: bool              # the movement is itself a source of this arousal
        affect_r2_reason="": varchar(1024)  # why there is no r2
        """

    class Agreement(PipelineTable, dj.Part):
        """How a trace agrees with ratings."""

        definition = """
        # How a trace agrees with ratings
        -> master.Trace
        rated_measure: varchar(32)          # concordance (Lin's), r
        ---
        rated_against: varchar(32)          # what the trace was made of: stimuli, sources, ratings
        rated_value=null: float64
        rated_low=null: float64             # confidence interval, 0.95
        rated_high=null: float64
        rated_n: int64                      # frames or trials that were compared
        rated_over: varchar(16)             # frames, trials
        rated_formula: varchar(512)
        """

    @property
    def key_source(self):
        """Tasks whose pass, features, prototypes and clock are there."""
        clocked = EventSet & [{"clock": "movie"}, FrameClock.proj()]
        ready = AffectTask & HOGProcessing.proj() & clocked.proj()
        lacking = AffectTask & (AffectTask.Features - FrameFeatures.proj()).proj()
        given = AffectTask & "prototype_set_id IS NOT NULL"
        return ready - lacking.proj() - (given - PrototypeSet.proj()).proj()

    def make_fetch(self, key):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return (_affect_making.request_of(key),)

    def make_compute(self, key, request):
        """Make the traces, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _affect_making.made(request)
        row |= {
            "affect_started_at": started,
            "affect_processing_time_s": time.monotonic() - clock,
            "affect_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Found:
        """The traces and rows of one recording; figures take it.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of Affect"), "row of Affect")
        return _affect_making.opened(row)

    @classmethod
    def trace(
        cls, key: Mapping[str, Any], affect_trace: str
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """One trace with its standard error.

        Parameters
        ----------
        key : mapping
            Of one row.
        affect_trace : {'arousal', 'positive', 'negative'}

        Returns
        -------
        times_s : (frames,) float64 array
            On the clock of the event set.
        values, errors : (frames,) float64 arrays
            NaN where undefined.

        Raises
        ------
        ParameterError
            If there is no such trace: with the reason if it was refused.
        ResultError
            As `open`.
        """
        own = one_key(cls, key, "row of Affect")
        told = one(cls.Trace & own & {"affect_trace": affect_trace}, "trace of Affect")
        if told["affect_state"] != _affect_rows.OK:
            raise ParameterError(
                f"There is no trace {affect_trace!r}: it was {told['affect_state']}.",
                got=told["affect_reason"],
            )
        found = cls.open(own)
        trace = found.traces[affect_trace]
        return found.times_s, trace.values, trace.errors

    @classmethod
    def stale(cls) -> list[Row]:
        """Rows whose pass, features or prototypes are gone or were made again, or whose clock was.

        Returns
        -------
        list of dict
            Key of the row, and `reason`.  Such a row stays valid as a record.
        """
        others = on_another_clock(cls, "affect_clock_hash").keys()
        clocks = [{**key, "reason": "the clock has other times now"} for key in others]
        return clocks + _affect_making.stale(cls)
