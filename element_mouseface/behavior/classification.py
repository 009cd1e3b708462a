"""`Classification`: what a classifier found in a recording.

Probabilities are arrays in rows of a million frames at most; bouts are rows in seconds on the
movie's clock, so that SQL alone joins them with events.  A classification stays a valid record
when the descriptors that it was made from are computed again.
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
from ..core.behavior.labels import Labels
from ..core.behavior.prediction import Prediction
from ..descriptors import HOGProcessing
from ..errors import ParameterError
from ..recording import RecordingInfo, frame_times
from . import _predicting
from ._prediction_rows import prediction_rows, read_prediction_rows
from ._schema import schema
from .classification_tasks import ClassificationTask
from .classifiers import Classifier
from .ethograms import Behavior, Ethogram  # noqa: F401 (named in a definition)

Row = dict[str, Any]
#: of the column of names
LONGEST_NAME = 255


@schema
class Classification(PipelineTable, dj.Computed):
    """What a classifier found in a recording, or another program whose result was loaded."""

    ARRAY_PARTS = ("Trace", "FrameFlags")
    definition = """
    # What a classifier found in a recording, and what it was made from
    -> ClassificationTask
    ---
    -> Ethogram
    classification_source: varchar(32)      # the program that predicted: mouseface, deepethogram
    classification_values: enum('probability','label')  # label: 1 and 0, without probabilities
    classification_held_out: bool           # by models that did not see the frame's animal
    classification_movie="": varchar(255)   # name of what was predicted
    classification_movie_digest="": varchar(64)         # of its result folder; blank: not known
    classification_classifier_digest="": varchar(64)    # blank: not known
    classification_n_frames: int64
    classification_n_valid: int64           # frames with a value for every behavior
    classification_notes=null: json
    classification_started_at: datetime     # UTC
    classification_processing_time_s: float64
    classification_code_version: varchar(32)
    """

    class Summary(PipelineTable, dj.Part):
        """How much of a behavior there was."""

        definition = """
        # How much of a behavior there was
        -> master
        -> Behavior
        ---
        behavior_state: varchar(16)         # fitted; not trainable: the classifier knows it not
        probability_n_valid: int64          # frames with a probability
        probability_mean=null: float64
        probability_enter=null: float64     # a bout begins at this probability
        probability_leave=null: float64     # and ends below this one
        behavior_n_frames=null: int64       # in which it was present; null: no frame is known
        behavior_time_s=null: float64       # seconds in which it was present
        behavior_share=null: float64        # of the time with a probability
        behavior_n_bouts=null: int32
        behavior_bouts_per_min=null: float64    # of the time with a probability
        behavior_mean_bout_s=null: float64      # duration
        behavior_first_s=null: float64          # when its first bout begins
        """

    class Trace(PipelineTable, dj.Part):
        """The probability of a behavior in each frame of a range."""

        definition = """
        # The probability of a behavior over a range of frames
        -> master
        -> Behavior
        probability_start_frame: int64
        ---
        probability_stop_frame: int64
        probability_values: <blob>          # float32, NaN where undefined
        """

    class FrameFlags(PipelineTable, dj.Part):
        """Why a frame has no probability, or a doubtful one."""

        definition = """
        # Flags of frames over a range of frames
        -> master
        frame_flags_start_frame: int64
        ---
        frame_flags_stop_frame: int64
        frame_flags_values: <blob>          # uint16, bits of FrameFlag
        """

    class Bout(PipelineTable, dj.Part):
        """A bout of a behavior, on the movie's clock."""

        definition = """
        # A bout of a behavior
        -> master
        -> Behavior
        behavior_bout_id: int32             # 0, 1, ... of this behavior, by time
        ---
        behavior_bout_start_s=null: float64     # on the movie's clock
        behavior_bout_stop_s=null: float64      # when its last frame ends
        behavior_bout_duration_s=null: float64
        behavior_bout_first_frame: int64
        behavior_bout_n_frames: int64
        behavior_bout_probability=null: float64     # mean over its frames
        behavior_bout_peak_probability=null: float64
        """

    class Transition(PipelineTable, dj.Part):
        """How often a bout of one behavior was followed by a bout of another."""

        definition = """
        # Which behavior follows which
        -> master
        -> Behavior.proj(from_behavior='behavior')
        -> Behavior.proj(to_behavior='behavior')
        ---
        transition_n: int64                 # bouts of the first that were followed by the second
        transition_share=null: float64      # of its bouts that were followed by any
        """

    @property
    def key_source(self):
        """Tasks of indexed recordings whose descriptors and classifier are there, or that load."""
        ready = ClassificationTask & HOGProcessing.proj() & Classifier.proj()
        loads = {"classification_mode": "load"}
        return ClassificationTask & RecordingInfo.proj() & [loads, ready.proj()]

    def make_fetch(self, key):
        """Paths, digests and parameters only: DataJoint hashes this twice."""
        return (_predicting.request_of(key),)

    def make_compute(self, key, request):
        """Predict, or read what was predicted; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        found = _predicting.predicted(request, key)
        prediction = found.prediction
        parts = prediction_rows(found, frame_times(key))
        row = {
            **Ethogram.add(prediction.ethogram),
            "classification_source": found.source,
            "classification_values": found.values,
            "classification_held_out": prediction.held_out,
            "classification_movie": prediction.movie[:LONGEST_NAME],
            "classification_movie_digest": prediction.movie_digest,
            "classification_classifier_digest": prediction.classifier_digest,
            "classification_n_frames": prediction.n_frames,
            "classification_n_valid": int(prediction.valid.all(axis=1).sum()),
            "classification_notes": list(prediction.notes) or None,
            "classification_started_at": started,
            "classification_processing_time_s": time.monotonic() - clock,
            "classification_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Prediction:
        """The prediction of one row: probabilities, bouts, times, flags.

        Parameters
        ----------
        key : mapping
            Of one row.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        """
        own = one_key(cls, key, "row of Classification")
        row = one(cls & own, "row of Classification")
        parts = {
            "Summary": (cls.Summary & own).to_dicts(),
            "Trace": (cls.Trace & own).to_dicts(order_by="probability_start_frame"),
            "Bout": (cls.Bout & own).to_dicts(),
            "FrameFlags": (cls.FrameFlags & own).to_dicts(order_by="frame_flags_start_frame"),
        }
        return read_prediction_rows(row, Ethogram.ethogram(row), frame_times(own), parts)

    @classmethod
    def arrays(cls, key: Mapping[str, Any]) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
        """Names of the behaviors, probabilities, and where each is present.

        Parameters
        ----------
        key : mapping
            Of one row.

        Returns
        -------
        names : tuple of str
            In the ethogram's order.
        probability : (frames, behaviors) float32 array
            NaN where undefined.
        present : (frames, behaviors) bool array

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        """
        found = cls.open(key)
        return found.names, found.probability, found.present

    @classmethod
    def probability(cls, key: Mapping[str, Any], behavior: str) -> tuple[np.ndarray, np.ndarray]:
        """The probability of one behavior in each frame.

        Parameters
        ----------
        key : mapping
            Of one row.
        behavior : str

        Returns
        -------
        times_s : (frames,) float64 array
            On the movie's clock.
        values : (frames,) float32 array
            NaN where undefined.

        Raises
        ------
        ParameterError
            If the key names no row or several, or there is no such behavior.
        """
        own = one_key(cls, key, "row of Classification")
        rows = (cls.Trace & own & {"behavior": behavior}).to_dicts(
            order_by="probability_start_frame"
        )
        if not rows:
            raise ParameterError(
                f"There is no probability of {behavior!r}.",
                expected="a behavior of Classification.Summary",
                got=", ".join((cls.Summary & own).to_arrays("behavior")),
            )
        return frame_times(own), np.concatenate([row["probability_values"] for row in rows])

    @classmethod
    def labels(cls, key: Mapping[str, Any]) -> Labels:
        """The bouts as labels, of method 'automated': to compare them with those of people.

        `LabelSet.add` takes them; frames without a probability are unknown.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        """
        row = one(cls & one_key(cls, key, "row of Classification"), "row of Classification")
        return cls.open(row).labels(row["classification_source"])

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows that were predicted here, from other descriptors than those of today.

        The descriptors were computed again, or are gone.  Such a row stays valid as a record.
        """
        asked = ClassificationTask & {"classification_mode": "trigger"}
        made = cls.proj("classification_movie_digest") * asked.proj("crop_id", "hog_paramset_id")
        now = made * HOGProcessing.proj("result_digest")
        same = now & "classification_movie_digest = result_digest"
        return cls & (made.proj() - same.proj()).keys()
