"""`Classifier`: a trained classifier, its file, and how it was tested.

All figures are of frames that were predicted by models which saw nothing of their animal
(session, movie), and each has an interval over those.  The classifier itself is one file in the
processed folder, named by its content.
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
from .._schema.results import same_digest, still_there
from .._schema.rows import one, one_key
from ..core.behavior.classifier import BehaviorClassifier, load_classifier
from ..core.behavior.training_report import TrainingReport
from ..descriptors import HOGProcessing
from ..linking import link
from . import _training
from ._classifier_rows import read_report
from ._schema import schema
from .classifier_tasks import ClassifierTask
from .ethograms import Behavior, Ethogram  # noqa: F401 (named in a definition)
from .training_sets import TrainingSet


@schema
class Classifier(PipelineTable, dj.Computed):
    """A trained classifier: where its file lies, and how it was tested.

    A behavior without enough labeled frames is not trainable: it has a row in Threshold that
    says so, and the others are trained.
    """

    definition = """
    # A trained classifier, and how it was tested
    -> ClassifierTask
    ---
    -> Ethogram
    classifier_path: varchar(255)           # relative to the processed folder, forward slashes
    classifier_digest: char(64)             # over all that its predictions depend on
    classifier_left_out="": varchar(16)     # what folds left out: animal, session, movie, block
    classifier_within_one_movie: bool       # tested on the movie that it was trained on
    classifier_n_recordings: int32
    classifier_n_animals: int32             # that are known; 0: none is
    classifier_about: json                  # movies, labels and versions that it was made from
    classifier_findings=null: json          # what to know of it: not trainable, only chance
    classifier_started_at: datetime         # UTC
    classifier_processing_time_s: float64
    classifier_code_version: varchar(32)
    """

    class Threshold(PipelineTable, dj.Part):
        """How bouts of a behavior are made of its probability."""

        definition = """
        # How bouts of a behavior are made of its probability
        -> master
        -> Behavior
        ---
        threshold_state: varchar(16)        # fitted, not trainable
        threshold_enter: float64            # a bout begins at this probability
        threshold_leave: float64            # and ends below this one
        threshold_smooth_s: float64         # probabilities are averaged over this window
        threshold_min_s: float64            # shorter bouts are dropped
        threshold_merge_s: float64          # shorter pauses are closed
        """

    class Metric(PipelineTable, dj.Part):
        """A figure of merit for one behavior."""

        definition = """
        # A figure of merit for a behavior, with its interval
        -> master
        -> Behavior
        metric_estimator: varchar(16)       # boosted, linear
        metric_name: varchar(32)            # f1, average_precision, bout_f1_0.5, brier, ...
        ---
        metric_value=null: float64          # over all units together; null: undefined
        metric_low=null: float64            # confidence interval over units
        metric_high=null: float64
        metric_chance=null: float64         # what knowing nothing of the frame gives
        metric_n_units: int32               # animals, else sessions, movies, blocks
        """

    class OverallMetric(PipelineTable, dj.Part):
        """A figure of merit for all behaviors together."""

        definition = """
        # A figure of merit for all behaviors together
        -> master
        overall_estimator: varchar(16)
        overall_name: varchar(32)           # macro_f1, edit_score, ...
        ---
        overall_value=null: float64
        overall_low=null: float64
        overall_high=null: float64
        overall_chance=null: float64
        overall_n_units: int32
        """

    class Fold(PipelineTable, dj.Part):
        """One behavior in one fold: what was left out, and what its training frames chose."""

        definition = """
        # A behavior in a fold
        -> master
        classifier_fold: int32
        -> Behavior
        ---
        classifier_fold_left_out: varchar(1024)     # names of the animals (sessions, movies)
        classifier_fold_state: varchar(16)          # tested, not trainable, absent
        classifier_fold_n_train: int64              # labeled frames
        classifier_fold_n_test: int64
        classifier_fold_n_train_present: int64      # those that have the behavior
        classifier_fold_n_test_present: int64
        classifier_fold_frame_f1=null: float64
        classifier_fold_average_precision=null: float64
        classifier_fold_enter: float64              # as in Threshold, from inner folds
        classifier_fold_leave: float64
        classifier_fold_smooth_s: float64
        classifier_fold_min_s: float64
        classifier_fold_merge_s: float64
        """

    class Confusion(PipelineTable, dj.Part):
        """How many frames of one behavior were taken for another."""

        definition = """
        # Frames by what was labeled and what was predicted
        -> master
        confusion_label: varchar(64)        # the behavior, or background for none
        confusion_predicted: varchar(64)    # likewise
        ---
        confusion_n_frames: int64           # a frame with several behaviors counts for each
        """

    class Calibration(PipelineTable, dj.Part):
        """How often a behavior was there where its probability was in a bin."""

        definition = """
        # How often a behavior was there, by its probability
        -> master
        -> Behavior
        calibration_bin: int32
        ---
        calibration_probability: float64    # mean of the bin
        calibration_share: float64          # of its frames that have the behavior
        calibration_n_frames: int64
        """

    class PrecisionRecall(PipelineTable, dj.Part):
        """Precision and recall of frames at a threshold."""

        definition = """
        # Precision and recall of frames at a threshold
        -> master
        -> Behavior
        pr_point: int32
        ---
        pr_threshold: float64
        pr_precision: float64
        pr_recall: float64
        """

    class LearningCurve(PipelineTable, dj.Part):
        """Average precision with a part of the labels: whether more would help."""

        definition = """
        # Average precision with a part of the labels
        -> master
        -> Behavior
        learning_point: int32
        ---
        learning_share: float64             # of the labels
        learning_average_precision=null: float64
        """

    @property
    def key_source(self):
        """Tasks whose every source has descriptors, and those that load a file."""
        lacking = TrainingSet & (TrainingSet.Source - HOGProcessing.proj()).proj()
        return ClassifierTask - (ClassifierTask & lacking.proj()).proj()

    def make_fetch(self, key, scheduler=None, workers=None):
        """Paths, digests and parameters only: DataJoint hashes this twice."""
        return _training.request_of(key), where_to_compute(scheduler, workers)

    def make_compute(self, key, request, where):
        """Train, or read the file; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _training.trained(request, **where)
        row |= {
            "classifier_started_at": started,
            "classifier_processing_time_s": time.monotonic() - clock,
            "classifier_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> BehaviorClassifier:
        """The classifier of one row; `.predict(frames)` predicts, `.save(path)` writes its file.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the file is gone or damaged, or is not the one that was inserted.
        """
        row = one(cls & one_key(cls, key, "row of Classifier"), "row of Classifier")
        path = still_there(link(), row["classifier_path"], "Classifier")
        found = load_classifier(path)
        same_digest(found.digest, row["classifier_digest"], row["classifier_path"], "Classifier")
        return found

    @classmethod
    def report(cls, key: Mapping[str, Any]) -> TrainingReport:
        """How a classifier was tested, as `core` has it: figures are drawn of it.

        Of a classifier that was loaded from a file, only what the file holds.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        """
        own = one_key(cls, key, "row of Classifier")
        row = one(cls & own, "row of Classifier")
        orders = {"Fold": "classifier_fold", "Calibration": "calibration_bin",
                  "PrecisionRecall": "pr_point", "LearningCurve": "learning_point"}  # fmt: skip
        parts = {
            name: (getattr(cls, name) & own).to_dicts(order_by=orders.get(name, "KEY"))
            for name in ("Metric", "OverallMetric", "Fold", "Confusion", "Calibration",
                         "PrecisionRecall", "LearningCurve")
        }  # fmt: skip
        return read_report(row, Ethogram.ethogram(row).names, parts)

    @classmethod
    def stale(cls) -> list[dict[str, Any]]:
        """Classifiers whose sources are gone or were computed again.

        Returns
        -------
        list of dict
            Key of the classifier and of the recording, and `reason`.  Such a classifier stays
            usable: it says what it was made from.
        """
        return _training.stale(cls)
