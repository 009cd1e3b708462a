"""`FailureTask`: frames that failed, of which it is to be found why."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import one, one_key, primary_key_of
from ..core.failures.sources import Failures
from ..errors import InputError, ParameterError
from ..features.tasks import FeatureTask
from ..params import content_hash
from ..recording import RecordingInfo, VideoRecording
from ._schema import schema
from .paramsets import FailureParamSet

Row = dict[str, Any]

#: of the column of what counts as failed
LONGEST_WHAT = 255
#: 4 MB of int8
SEGMENT_FRAMES = 4_000_000


@schema
class FailureTask(NumberedTable, dj.Manual):
    """Frames that failed, to be compared with others; immutable, identified by its content."""

    NAME = "failure_task"
    definition = """
    # Frames of a recording that failed, to be compared with others; never edited
    -> FeatureTask                      # the features that they are compared by, and their pass
    failure_task_id: int32
    ---
    -> FailureParamSet
    failure_what: varchar(255)          # what counts as failed: points:eye, flag:black, ...
    failure_remedies: bool              # whether filters of the video are tried on them
    failure_source: json                # where it is from
    failure_source_notes=null: json
    failure_n_frames: int64             # of the recording
    failure_n_known: int64              # of which it is known whether they failed
    failure_n_failed: int64
    failure_task_hash: char(64)
    failure_task_description="": varchar(255)
    unique index (failure_task_hash)
    """

    class States(FixedPart, dj.Part):
        """Whether each frame of a range failed."""

        definition = """
        # Whether each frame of a range failed
        -> master
        failure_start_frame: int64
        ---
        failure_stop_frame: int64       # one after the last
        failure_states: <blob>          # int8: 1 failed, 0 did not, -1 not known
        """

    @classmethod
    def add(
        cls,
        key: Mapping[str, Any],
        failed: Failures | Any,
        params: Any = None,
        *,
        what: str | None = None,
        known: Any = None,
        remedies: bool = False,
        failure_task_id: int | None = None,
        description: str = "",
    ) -> Row:
        """Request a study of failed frames unless it is requested already; returns its key.

        Parameters
        ----------
        key : mapping
            Of a FeatureTask: the features that frames are compared by, and the pass that these
            were made from.
        failed : Failures, or (frames,) bool array
            Of `lost_points`, `flagged`, `undefined_feature`, `without_score`, `misclassified` of
            `element_mouseface.core.failures.sources`; or any yes and no, a frame each.
        params : FailureParams, mapping, or key of a FailureParamSet; optional
            By default all of their defaults.
        what : str, optional
            What counts as failed, of an array.
        known : (frames,) bool array, optional
            Of an array: frames of which it is known whether they failed; all by default.
        remedies : bool
            Whether to decode some failed frames again, and try whether sharpening or contrast
            stretching would bring them back.
        failure_task_id : int, optional
            The number to give it; by default the next one of these features.
        description : str
            Free text; not part of its identity.

        Raises
        ------
        ParameterError
            If a key names nothing, or the recording is not populated.
        InputError
            If the states are not one for each frame of the recording.
        """
        with server_errors():
            own = one_key(FeatureTask, primary_key_of(FeatureTask, key), "FeatureTask")
            found = _failures(failed, known, what)
            states = _states(own, found)
            row = {
                **own,
                **FailureParamSet.add(params),
                "failure_what": found.what,
                "failure_remedies": bool(remedies),
                "failure_source": dict(found.about),
                "failure_source_notes": list(found.notes) or None,
                "failure_n_frames": len(states),
                "failure_n_known": int((states >= 0).sum()),
                "failure_n_failed": int((states == 1).sum()),
            }
            return cls.add_row(
                _hash(row, states),
                row,
                number=failure_task_id,
                description=description,
                parts={cls.States: _segments(states)},
            )

    @classmethod
    def failures(cls, key: Mapping[str, Any]) -> Failures:
        """Which frames failed, of one task, as `core` takes them.

        Raises
        ------
        ParameterError
            If the key names no task, or several.
        FixedRowError
            If its rows were edited, or rows were added or taken away.
        """
        own = one_key(cls, key, "FailureTask")
        cls.check(own)
        row, states = one(cls & own, "FailureTask"), cls._states(own)
        notes = tuple(row["failure_source_notes"] or ())
        return Failures(states == 1, states >= 0, row["failure_what"], row["failure_source"], notes)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row, states = one(cls & primary_key_of(cls, key), "FailureTask"), cls._states(key)
        counts = [len(states), int((states >= 0).sum()), int((states == 1).sum())]
        if [int(row[f"failure_n_{name}"]) for name in ("frames", "known", "failed")] != counts:
            return f"of {counts[0]} frames, {counts[1]} known, {counts[2]} failed"
        return _hash(row, states)

    @classmethod
    def _states(cls, key: Mapping[str, Any]) -> np.ndarray:
        rows = (cls.States & primary_key_of(cls, key)).to_dicts(order_by="failure_start_frame")
        return np.concatenate([np.asarray(row["failure_states"], np.int8) for row in rows])


def _failures(failed: Any, known: Any, what: str | None) -> Failures:
    """Which frames failed, for an argument of `add`."""
    if isinstance(failed, Failures):
        if known is not None or what is not None:
            raise ParameterError(
                "These failures say what they are, and which frames are known.",
                do="leave known= and what= out, or give an array",
            )
        return failed
    values = np.asarray(failed)
    good = np.ones(values.shape, bool) if known is None else np.asarray(known)
    if values.ndim != 1 or values.dtype != bool or good.shape != values.shape or good.dtype != bool:
        raise InputError(
            "What failed cannot be used.",
            expected="an array of True and False, one a frame; and one of known frames, as long",
            got=f"{values.dtype} of shape {values.shape}, {good.dtype} of shape {good.shape}",
        )
    told = "failed" if what is None else what
    return Failures(values, good, told, {"kind": "given"})


def _states(own: Mapping[str, Any], found: Failures) -> np.ndarray:
    """1, 0 and -1 for each frame of the recording."""
    recording = one_key(RecordingInfo, primary_key_of(VideoRecording, own), "populated recording")
    n_frames = int((RecordingInfo & recording).fetch1("nframes"))
    if len(found.failed) != n_frames:
        raise InputError(
            f"{found.what!r} is of another number of frames than the recording.",
            expected=f"{n_frames} frames",
            got=str(len(found.failed)),
            do="give what failed in this recording",
        )
    if not isinstance(found.what, str) or not 0 < len(found.what) <= LONGEST_WHAT:
        raise ParameterError(
            "What counts as failed cannot be told.",
            expected=f"1 to {LONGEST_WHAT} characters",
            got=f"{found.what!r:.80}",
        )
    return np.where(found.known, found.failed, -1).astype(np.int8)


def _segments(states: np.ndarray) -> list[Row]:
    return [
        {
            "failure_start_frame": first,
            "failure_stop_frame": min(first + SEGMENT_FRAMES, len(states)),
            "failure_states": states[first : first + SEGMENT_FRAMES],
        }
        for first in range(0, len(states), SEGMENT_FRAMES)
    ]


def _hash(row: Mapping[str, Any], states: np.ndarray) -> str:
    features = (FeatureTask & primary_key_of(FeatureTask, row)).fetch1("feature_task_hash")
    params = (FailureParamSet & primary_key_of(FailureParamSet, row)).fetch1(
        "failure_paramset_hash"
    )
    return content_hash(
        {
            "kind": "FailureTask",
            "features": features,
            "params": params,
            "what": row["failure_what"],
            "source": row["failure_source"],
            "remedies": bool(row["failure_remedies"]),
            "states": hashlib.sha256(np.ascontiguousarray(states, np.int8).tobytes()).hexdigest(),
        }
    )
