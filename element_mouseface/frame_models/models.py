"""`FrameModel`: a trained model of named features, its file, what drives it, how it was tested.

All figures are of rows that were predicted by models which saw nothing of their animal (session,
trial), and each has an interval over those, and what chance gives.  The model itself is one file in
the processed folder, named by its content.
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
from .._schema.passes import where_to_compute
from .._schema.results import same_digest, still_there
from .._schema.rows import one, one_key
from ..core.frame_models import FrameModel as Model
from ..core.frame_models import FramePrediction, load_model
from ..core.frame_models.report import ModelReport
from ..features.definitions import FeatureDefinition
from ..features.frame_features import FrameFeatures
from ..linking import link
from . import _model_rows, _training
from ._schema import schema
from .tasks import FrameModelTask

Row = dict[str, Any]


@schema
class FrameModel(PipelineTable, dj.Computed):
    """A trained model of named features: where its file lies, and how it was tested."""

    ARRAY_PARTS = ("HeldOut",)
    definition = """
    # A trained model of named features, and how it was tested
    -> FrameModelTask
    ---
    frame_model_path: varchar(255)      # relative to the processed folder, forward slashes
    frame_model_digest: char(64)        # over all that its predictions depend on
    frame_model_target: varchar(64)     # what it says
    frame_model_kind: varchar(16)       # binary, category, ordinal, continuous
    frame_model_estimator: varchar(16)  # whose predictions are used
    frame_model_weights_of="": varchar(16)  # the estimator whose weights are told; blank: none has
    frame_model_left_out: varchar(16)   # what folds left out: animal, session, movie, trial, block
    frame_model_within_one_movie: bool  # tested on the movie that it was trained on
    frame_model_n_rows: int64           # whose target is known
    frame_model_n_columns: int32
    frame_model_n_recordings: int32
    frame_model_n_animals: int32        # that are known; 0: none is
    frame_model_about: json             # tables and versions that it was made from
    frame_model_findings=null: json     # what to know before it is trusted
    frame_model_started_at: datetime    # UTC
    frame_model_processing_time_s: float64
    frame_model_code_version: varchar(32)
    """

    class Fold(PipelineTable, dj.Part):
        """What one fold left out, and how an estimator did there."""

        definition = """
        # What one fold left out, and how an estimator did there
        -> master
        model_fold: int32               # from 1
        model_fold_estimator: varchar(16)   # linear, elastic_net, boosted
        ---
        model_fold_left_out: varchar(1024)  # names of the animals (sessions, trials)
        model_fold_state: varchar(16)       # fitted, not trainable
        model_fold_reason="": varchar(1024) # why it is not trainable
        model_fold_n_train: int64           # rows whose target is known
        model_fold_n_test: int64
        model_fold_metric="": varchar(32)   # the headline of the target's kind
        model_fold_value=null: float64      # of the rows that were left out; null: undefined there
        model_fold_threshold=null: float64  # binary: probability from which the class is there
        """

    class Metric(PipelineTable, dj.Part):
        """A figure of merit of held-out rows."""

        definition = """
        # A figure of merit of held-out rows, with its interval and what chance gives
        -> master
        model_estimator: varchar(16)
        model_metric: varchar(32)           # auroc, balanced_accuracy, r2, ...
        ---
        model_metric_value=null: float64    # over all units together; null: undefined
        model_metric_low=null: float64      # confidence interval over units, 0.95
        model_metric_high=null: float64
        model_metric_chance=null: float64   # what a model that knows nothing gets
        model_metric_n_units: int32         # animals, else sessions, movies, trials, blocks
        model_metric_null_low=null: float64     # middle 0.95 of values with permuted labels
        model_metric_null_high=null: float64
        model_metric_p=null: float64        # share of permutations that are as good or better
        """

    class Cluster(PipelineTable, dj.Part):
        """Features that say nearly the same: their weights count as one."""

        definition = """
        # Features that say nearly the same; a single one is a cluster, too
        -> master
        feature_cluster: varchar(190)       # its middle feature, and how many more
        ---
        cluster_modules: varchar(255)       # groups of its features
        cluster_n_features: int32
        cluster_least_r: float64            # smallest correlation within it, in absolute value
        cluster_importance=null: float64    # fall of skill on held-out rows when it is shuffled
        cluster_low=null: float64           # confidence interval over folds, 0.95
        cluster_high=null: float64
        """

    class Weight(PipelineTable, dj.Part):
        """The weight of a feature in the linear model, over folds."""

        definition = """
        # The weight of a feature: what drives a linear model, and how sure it is
        -> master
        weight_column: varchar(160)         # region:feature, a feature_column of the sources
        weight_category: varchar(64)        # that it speaks for; blank where there is one score
        ---
        -> FeatureDefinition
        -> master.Cluster
        weight_module: varchar(16)          # intensity, texture, edges, geometry, motion, ...
        weight_mean=null: float64           # over folds, per standard deviation, without penalty
        weight_standard_error=null: float64     # by the jackknife over what was left out
        weight_low=null: float64            # confidence interval, 0.95
        weight_high=null: float64
        weight_sign_agreement=null: float64     # share of folds with the sign of the mean
        weight_per_unit=null: float64       # mean for one unit of the feature
        weight_per_unit_error=null: float64
        weight_model=null: float64          # mean of those that folds predict with, with penalty
        weight_used=null: float64           # share of folds whose model has one that is not zero
        weight_final=null: float64          # that the model of all rows predicts with
        weight_n_folds: int32               # with a model
        """

    class FoldWeight(PipelineTable, dj.Part):
        """The weight of a feature in one fold's model."""

        definition = """
        # The weight of a feature in the model of one fold
        -> master.Weight
        weight_fold: int32                  # a model_fold
        ---
        fold_weight=null: float64           # as weight_mean; null: the fold has no model
        """

    class ClusterWeight(PipelineTable, dj.Part):
        """The weights of a cluster's features as one."""

        definition = """
        # The weights of a cluster's features as one, each with its sign in the cluster
        -> master.Cluster
        cluster_weight_category: varchar(64)    # as weight_category
        ---
        cluster_weight_mean=null: float64
        cluster_weight_standard_error=null: float64
        cluster_weight_low=null: float64
        cluster_weight_high=null: float64
        cluster_weight_sign_agreement=null: float64
        cluster_weight_model=null: float64
        cluster_weight_used=null: float64
        cluster_weight_final=null: float64
        cluster_weight_n_folds: int32
        """

    class ClusterFoldWeight(PipelineTable, dj.Part):
        """The weights of a cluster's features as one, in one fold's model."""

        definition = """
        # The weights of a cluster's features as one, in the model of one fold
        -> master.ClusterWeight
        cluster_weight_fold: int32          # a model_fold
        ---
        cluster_fold_weight=null: float64   # as cluster_weight_mean; null: the fold has no model
        """

    class HeldOut(PipelineTable, dj.Part):
        """What models that did not see a row's animal (session, trial) said of it."""

        definition = """
        # Held-out predictions over a range of rows of a source
        -> master
        -> FrameModelTask.Target
        held_out_start_row: int64
        ---
        held_out_stop_row: int64
        held_out_probability: <blob>    # (rows, outputs) float32, NaN where undefined
        held_out_decided: <blob>        # (rows,) class, number of the category, or value
        """

    @property
    def key_source(self):
        """Tasks whose every source has features."""
        lacking = FrameModelTask & (FrameModelTask.Source - FrameFeatures.proj()).proj()
        return FrameModelTask - lacking.proj()

    def make_fetch(self, key, scheduler=None, workers=None):
        """Keys, digests and parameters only: DataJoint hashes this twice."""
        return _training.request_of(key), where_to_compute(scheduler, workers)

    def make_compute(self, key, request, where):
        """Train; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _training.trained(request, **where)
        row |= {
            "frame_model_started_at": started,
            "frame_model_processing_time_s": time.monotonic() - clock,
            "frame_model_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Model:
        """The model of one row; `.predict(table)` predicts, `.save(path)` writes its file.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the file is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of FrameModel"), "row of FrameModel")
        path = still_there(link(), row["frame_model_path"], "FrameModel")
        found = load_model(path)
        same_digest(found.digest, row["frame_model_digest"], row["frame_model_path"], "FrameModel")
        return found

    @classmethod
    def predict(cls, key: Mapping[str, Any], features_key: Mapping[str, Any]) -> FramePrediction:
        """What a model says of each frame of a recording's features.

        Parameters
        ----------
        key : mapping
            Of one row.
        features_key : mapping
            Of one row of FrameFeatures.

        Raises
        ------
        ParameterError
            If a key names no row, or several.
        ResultMismatchError
            If the features were made in another way than those of the training.
        """
        model = cls.open(key)
        return model.predict(FrameFeatures.open(features_key, model.features.names))

    @classmethod
    def held_out(cls, key: Mapping[str, Any]) -> tuple[np.ndarray, np.ndarray]:
        """What models that did not see the animal (session, trial) said of one source.

        Parameters
        ----------
        key : mapping
            Of one row, and of one of its sources.

        Returns
        -------
        probability : (rows, outputs) float32 array
            NaN where undefined.
        decided : (rows,) array
            Whether the class is there, the number of the category, or the value.

        Raises
        ------
        ParameterError
            If the key names no source, or several.
        """
        own = one_key(FrameModelTask.Target, key, "source of a FrameModel")
        rows = (cls.HeldOut & own).to_dicts(order_by="held_out_start_row")
        one_key(cls, own, "row of FrameModel")
        return _model_rows.joined(rows, "probability"), _model_rows.joined(rows, "decided")

    @classmethod
    def report(cls, key: Mapping[str, Any]) -> ModelReport:
        """The model of one row with its weights, clusters, folds and figures of merit.

        Figures of weights take it, as they take what `train_model` gave.  The features of a
        cluster are those with a weight.

        Raises
        ------
        ParameterError, ResultError
            As `open`.
        """
        own = one_key(cls, key, "row of FrameModel")
        row = one(cls & own, "row of FrameModel")
        parts = {
            name: (getattr(cls, name) & own).to_dicts(order_by=order)
            for name, order in _model_rows.ORDERS.items()
        }
        parts["Weight"] = (cls.Weight * FeatureDefinition.proj("feature_unit") & own).to_dicts()
        return _model_rows.read_report(row, cls.open(own), parts)

    @classmethod
    def stale(cls) -> list[Row]:
        """Models whose sources' features are gone or are other ones now.

        Returns
        -------
        list of dict
            Key of the model and of the recording, and `reason`.  Such a model stays usable: it
            says what it was made from.
        """
        return _training.stale(cls)
