"""`Decoding`: which stimulus the face tells, tested on trials and mice that were left out.

Rows of figures of all classes, of each class, of what is taken for what, of responses to amounts,
and of each held-out trial.  The folder has the same, with the folds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.passes import where_to_compute
from .._schema.rows import one, one_key
from ..core.decoding import Decoding as Found
from ..expression.events import EventSet, Stimulus  # noqa: F401 (named in a definition)
from ..features.frame_features import FrameFeatures
from ..recording import FrameClock
from . import _decoding
from ._schema import schema
from .decoding_tasks import DecodingTask

Row = dict[str, Any]


@schema
class Decoding(PipelineTable, dj.Computed):
    """Which stimulus decoders tell from the face, on what they were not trained on."""

    definition = """
    # Which stimulus decoders tell from the face, on what they were not trained on
    -> DecodingTask
    ---
    decoding_path: varchar(255)         # folder, relative to the processed folder
    decoding_digest: char(64)           # over all that is told
    decoding_source_digests: json       # of the features, in the order of the sources
    decoding_by: varchar(16)            # what the classes are: stimulus, amount, any
    decoding_classes: json              # in the order of probabilities
    decoding_n_trials: int32
    decoding_n_copies: int32            # trials that are copies of others, and were left out
    decoding_findings=null: json        # what to know before a figure is trusted
    decoding_started_at: datetime       # UTC
    decoding_processing_time_s: float64
    decoding_code_version: varchar(32)
    """

    class Decoder(PipelineTable, dj.Part):
        """A decoder, what it looks at, and what was left out to test it."""

        definition = """
        # A decoder, what it looks at, and what was left out to test it
        -> master
        decoding_features: varchar(32)      # face; or what stands beside, such as movement
        decoding_rows: varchar(8)           # trial, frame
        decoding_estimator: varchar(32)     # linear, discriminant, forest, boosted, temporal
        decoding_left_out: varchar(8)       # trial, session, movie, animal
        """

    class Metric(PipelineTable, dj.Part):
        """A figure of merit of all classes, on held-out trials."""

        definition = """
        # A figure of merit of all classes, on held-out trials
        -> master.Decoder
        decoding_group: varchar(512)        # blank: all together; else one session or animal
        decoding_metric: varchar(32)        # balanced_accuracy, accuracy, macro_f1, ...
        ---
        decoding_value=null: float64
        decoding_low=null: float64          # confidence interval over what was left out, 0.95
        decoding_high=null: float64
        decoding_chance=null: float64       # what calls without a relation to the trial get
        decoding_null_low=null: float64     # middle 0.95 of shuffled events
        decoding_null_high=null: float64
        decoding_p=null: float64            # share of shuffles that get as much or more
        decoding_n_retrained: int32         # shuffles that were trained again
        decoding_n_tested: int32            # trials
        decoding_n_units: int32             # that the interval is over
        """

    class Class(PipelineTable, dj.Part):
        """A figure of merit of one class: precision, recall, F1, AUC."""

        definition = """
        # A figure of merit of one class, on held-out trials
        -> master.Decoder
        decoding_class: varchar(128)        # a stimulus, an amount of it, or whether there was any
        class_metric: varchar(32)           # precision, recall, f1, auroc
        ---
        class_value=null: float64
        class_low=null: float64             # confidence interval over what was left out, 0.95
        class_high=null: float64
        class_chance=null: float64
        class_null_low=null: float64        # middle 0.95 of shuffled events
        class_null_high=null: float64
        class_p=null: float64               # share of shuffles that get as much or more
        """

    class Confusion(PipelineTable, dj.Part):
        """How many held-out trials of a class were taken for another."""

        definition = """
        # How many held-out trials of a class were taken for another
        -> master.Decoder
        confused_class: varchar(128)        # what it was
        confused_as: varchar(128)           # what it was taken for
        ---
        confused_trials: float64            # of frames, shares of trials
        confused_share=null: float64        # of the trials of the class
        """

    class HeldOut(PipelineTable, dj.Part):
        """What a decoder says of a trial that it was not trained on."""

        definition = """
        # What a decoder says of a trial that it was not trained on
        -> master.Decoder
        -> EventSet.Event
        ---
        decoded_class: varchar(128)         # what it was
        decoded_as: varchar(128)            # what it was taken for
        decoded_right: float64              # 1 or 0; of frames the share that was right
        decoded_probability: json           # of each class, in the order of decoding_classes
        decoded_n_frames: int32
        decoded_fold: varchar(512)          # within which group, and its number
        """

    class Copy(PipelineTable, dj.Part):
        """A trial whose frames are those of an earlier one; it is left out of everything."""

        definition = """
        # A trial whose frames are those of an earlier one, and was left out
        -> master
        -> EventSet.Event
        ---
        copied_recording: varchar(255)      # the key of the recording that it is a copy of
        copied_event_id: int32              # and of its event
        copied_class: varchar(128)
        copied_r: float64                   # correlation of the changes from frame to frame
        copied_exactly: bool                # otherwise the frames were encoded again
        """

    class Amount(PipelineTable, dj.Part):
        """How a response follows the amount of a stimulus, in one mouse or over mice."""

        definition = """
        # How a response follows the amount of a stimulus, in one mouse or over mice
        -> master
        -> Stimulus
        amount_source: varchar(64)          # what responds: decoder, movement decoder, ...
        amount_mouse: varchar(512)          # all: over mice
        ---
        amount_unit_of="": varchar(32)      # of the amounts
        amount_n: int32                     # trials; over mice the number of mice
        amount_n_levels: int32
        amount_slope=null: float64          # change of the response for one unit of the amount
        amount_slope_se=null: float64
        amount_low=null: float64            # confidence interval of the slope, 0.95
        amount_high=null: float64
        amount_rho=null: float64            # Spearman's rank correlation
        amount_rho_low=null: float64
        amount_rho_high=null: float64
        amount_p=null: float64              # of rho, by shuffling amounts within the mouse
        amount_jonckheere_z=null: float64   # Jonckheere and Terpstra's test of ordered levels
        amount_jonckheere_p=null: float64
        amount_isotonic_r2=null: float64    # share of variance of the best monotone function
        amount_monotone: bool               # each level's mean is beyond that of the level before
        """

    class AmountLevel(PipelineTable, dj.Part):
        """The mean response to one amount."""

        definition = """
        # The mean response to one amount
        -> master.Amount
        amount_level_no: int32              # 0: the least
        ---
        amount_level: float64
        amount_level_mean=null: float64
        amount_level_se=null: float64
        amount_level_n: int32               # trials; over mice the number of mice
        """

    @property
    def key_source(self):
        """Tasks whose every source has features, and events on a clock with times."""
        clocked = EventSet & [{"clock": "movie"}, FrameClock.proj()]
        lacking = (DecodingTask.Source - FrameFeatures.proj()).proj()
        unclocked = (DecodingTask.Events - clocked.proj()).proj()
        return DecodingTask - (DecodingTask & lacking).proj() - (DecodingTask & unclocked).proj()

    def make_fetch(self, key, workers=None):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return _decoding.request_of(key), where_to_compute(None, workers)["workers"]

    def make_compute(self, key, request, workers):
        """Decode, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _decoding.decoded(request, workers)
        row |= {
            "decoding_started_at": started,
            "decoding_processing_time_s": time.monotonic() - clock,
            "decoding_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Found:
        """What decoders tell, of one row; figures take it.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of Decoding"), "row of Decoding")
        return _decoding.opened(row)

    @classmethod
    def stale(cls) -> list[Row]:
        """Rows whose sources' features are gone or are other ones now.

        Returns
        -------
        list of dict
            Key of the row and of the recording, and `reason`.  Such a row stays valid as a record.
        """
        return _decoding.stale(cls)
