"""`FailureStudy`: which measured causes tell failed frames from the others."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import datajoint as dj

from .. import __version__
from .._schema.activation import PipelineTable
from .._schema.rows import one, one_key
from ..core.failures import FailureStudy as Study
from ..features.frame_features import FrameFeatures
from . import _studying
from ._schema import schema
from .tasks import FailureTask


@schema
class FailureStudy(PipelineTable, dj.Computed):
    """Why frames failed: measured causes against the frames that failed and the others.

    With fewer than twenty failed frames the state is 'too few', and nothing else is told.
    """

    definition = """
    # Why frames failed: which measured causes tell them from the others
    -> FailureTask
    ---
    failures_path: varchar(255)         # folder, relative to the processed folder
    failures_digest: char(64)           # over everything in the study
    failures_features_digest: char(64)  # of the features that frames were compared by
    failures_state: varchar(32)         # done, too few, too few successes
    failures_reason="": varchar(255)    # why it is not done
    failures_n_bouts: int32             # of failed frames: independent events
    failures_n_above_null: int32        # causes
    failures_first_cause="": varchar(32)    # the first of those; blank: none is above the null
    failures_notes=null: json           # what limits the meaning of the numbers
    failure_model_state="": varchar(16)     # of a small linear model of the measures
    failure_model_reason="": varchar(255)
    failure_model_auc=null: float64     # of frames that were held out
    failure_model_low=null: float64
    failure_model_high=null: float64
    failure_model_null_low=null: float64    # with failures shifted in time
    failure_model_null_high=null: float64
    failure_model_p=null: float64
    failures_started_at: datetime       # UTC
    failures_processing_time_s: float64
    failures_code_version: varchar(32)
    """

    class Cause(PipelineTable, dj.Part):
        """How well a cause tells failed frames from others."""

        definition = """
        # How well a cause tells failed frames from others
        -> master
        failure_cause: varchar(32)      # blur, dark, saturated, ...
        ---
        cause_rank: int32               # from 1
        cause_measure: varchar(64)      # the measure that counted
        cause_unit: varchar(32)
        cause_direction: varchar(8)     # low or high values speak for it
        cause_auc=null: float64         # area under the ROC curve
        cause_auc_that_matters=null: float64    # the same, with small differences as ties
        cause_auc_matched=null: float64     # the same, over failures and successes nearby in time
        cause_null_low=null: float64    # middle 0.95 of the area with failures shifted in time
        cause_null_high=null: float64
        cause_p=null: float64           # of chance
        cause_p_corrected=null: float64     # for the number of causes
        cause_above_null: bool
        cause_failures=null: float64    # median of the measure over matched failures
        cause_successes=null: float64   # and over their successes
        cause_least=null: float64       # the least change that matters
        cause_n_failures: int64         # frames in which the measure is defined
        cause_n_successes: int64
        """

    class Feature(PipelineTable, dj.Part):
        """How well a named feature tells failed frames from others, whichever way."""

        definition = """
        # How well a named feature tells failed frames from others
        -> master
        failure_column: varchar(160)    # a feature_column of the task's features
        ---
        failure_feature_cause="": varchar(32)   # that it goes with
        failure_feature_unit: varchar(32)
        failure_feature_auc=null: float64   # far below a half: failed frames have the lower value
        failure_feature_auc_matched=null: float64
        failure_feature_null_low=null: float64
        failure_feature_null_high=null: float64
        failure_feature_p=null: float64
        failure_feature_p_corrected=null: float64   # for the number of features
        failure_feature_above_null: bool
        failure_feature_failures=null: float64      # median over matched failures
        failure_feature_successes=null: float64
        failure_feature_n_failures: int64
        failure_feature_n_successes: int64
        """

    class Measure(PipelineTable, dj.Part):
        """The weight of a measure in the small linear model of failures."""

        definition = """
        # The weight of a measure in the small linear model of failures
        -> master
        failure_measure: varchar(64)
        ---
        failure_measure_weight=null: float64    # mean over folds, per standard deviation
        failure_measure_standard_error=null: float64
        failure_measure_sign_agreement=null: float64    # share of folds with the sign of the mean
        """

    class Remedy(PipelineTable, dj.Part):
        """Whether a filter before the extraction brings failed frames back."""

        definition = """
        # Whether a filter before the extraction brings failed frames back, by one measure
        -> master
        remedy: varchar(32)             # sharpen, stretch, sharpen and stretch
        remedy_measure: varchar(64)     # what was decided again
        ---
        remedy_n: int32                 # failed frames that were filtered and extracted again
        remedy_n_usual_before: int32    # that are as successes are, without the filter
        remedy_n_usual_after: int32     # and with it
        remedy_share_gained=null: float64   # of those that were not and are
        remedy_low=null: float64        # its interval, 0.95
        remedy_high=null: float64
        """

    @property
    def key_source(self):
        """Tasks whose features are there."""
        return FailureTask & FrameFeatures.proj()

    def make_fetch(self, key):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return (_studying.request_of(key),)

    def make_compute(self, key, request):
        """Compare, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _studying.studied(request)
        row |= {
            "failures_started_at": started,
            "failures_processing_time_s": time.monotonic() - clock,
            "failures_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Study:
        """The study of one row: causes, stacks, the model; figures take it.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of FailureStudy"), "row of FailureStudy")
        return _studying.opened(row)

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows of other features than those of today: computed again in another way, or gone."""
        now = cls.proj("failures_features_digest") * FrameFeatures.proj("features_digest")
        same = now & "failures_features_digest = features_digest"
        return cls & (cls.proj() - same.proj()).keys()
