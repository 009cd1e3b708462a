"""Tables of files of tracked points, and of how they were tracked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import server_errors
from .._schema.content import NumberedTable
from .._schema.fixed import FixedPart, FixedTable
from .._schema.rows import in_transaction, one, one_key, primary_key_of
from ..core.keypoints import FaceMapping
from ..core.keypoints.placing import ALIGN
from ..core.keypoints.points import SOFTWARE
from ..core.keypoints.tracking import TrackingModel
from ..errors import ParameterError
from ..params import content_hash
from ..recording import VideoRecording, existing_recording, link
from ._keypoint_rows import check_readable, of_recording
from ._schema import schema
from ._settings import one_of
from ._tracking_rows import OF_TRACKING, Tracked, tracking_row
from .keypoint_models import KeypointMapping, KeypointModel
from .task import relative_to_roots

Row = dict[str, Any]


@schema
class KeypointTask(NumberedTable, dj.Manual):
    """A file of tracked points of a recording; identified by its content."""

    NAME = "keypoint_task"

    definition = """
    # A file of tracked points
    -> VideoRecording
    keypoint_task_id: int32
    ---
    keypoint_file_path: varchar(255)        # the first file, relative to a root, forward slashes
    keypoint_source="": varchar(32)         # which program wrote it; empty: as the file says
    keypoint_individual="": varchar(64)     # which animal, if there are several
    keypoint_offset_x_px=0: float64         # where the tracked video's corner is in the frame
    keypoint_offset_y_px=0: float64
    keypoint_pad_end=0: bool                # whether the file may end before the recording
    keypoint_align="": varchar(8)           # if the number of rows differs: align start or end
    keypoint_video="": varchar(255)         # which video, if the file has several
    keypoint_allow_outside=0: bool          # points outside the frame are taken as they are
    keypoint_task_hash: char(64)
    keypoint_task_description="": varchar(255)
    -> [nullable] KeypointMapping           # null: the default, for the points that exist
    """

    class File(FixedPart, dj.Part):
        """A file of the points, where there are several: one for each file of the recording."""

        definition = """
        # A file of the points, in the order of the recording's files
        -> master
        keypoint_file_no: int32
        ---
        keypoint_part_path: varchar(255)    # relative to a root, forward slashes
        """

    @classmethod
    def add(
        cls,
        recording_key: Mapping[str, Any],
        path: str | os.PathLike | Sequence[str | os.PathLike],
        *,
        source: str | None = None,
        individual: str | None = None,
        offset_px: tuple[float, float] = (0.0, 0.0),
        pad_end: bool = False,
        align: str = "",
        video: str | None = None,
        allow_outside: bool = False,
        mapping: FaceMapping | Mapping[str, Any] | None = None,
        model: TrackingModel | Mapping[str, Any] | None = None,
        bbox: Any = None,
        keypoint_task_id: int | None = None,
        description: str = "",
    ) -> dict[str, Any]:
        """Insert a task, unless the recording has this one; its key either way.

        Parameters
        ----------
        recording_key : mapping
            Of one VideoRecording.
        path : path, or sequence of paths
            Of the file, inside a root folder of raw video or the processed folder; or of
            one for each file of the recording, in its order.
        source, individual, offset_px, pad_end, align, video, allow_outside
            See `element_mouseface.core.keypoints.load_keypoints`.
        mapping : FaceMapping, mapping, or key of KeypointMapping, optional
            Which points the traces are derived from; by default Facemap's, as far as
            the file has them.
        model, bbox
            Which model tracked the points, and the part of the frame that it saw; by default as
            the file says.  See `KeypointTracking.add`.
        keypoint_task_id : int, optional
            Its number; by default the next one of this recording.
        description : str

        Raises
        ------
        ParameterError, PathError
            If the recording is unknown, there is no such file, or an argument cannot be used.
        ResultError
            If the file cannot be read, or is not of this recording: it is read here, so
            that an error shows now and not in a worker.
        """
        x, y = (float(value) for value in offset_px)
        if not np.isfinite([x, y]).all():
            raise ParameterError("offset_px is not a position.", got=repr(offset_px))
        paths = _paths(path)
        row: Row = {
            "keypoint_file_path": paths[0],
            "keypoint_source": one_of("source", source or "", ("", *SOFTWARE)),
            "keypoint_individual": individual or "",
            "keypoint_offset_x_px": x,
            "keypoint_offset_y_px": y,
            "keypoint_pad_end": bool(pad_end),
            "keypoint_align": one_of("align", align or "", ALIGN),
            "keypoint_video": video or "",
            "keypoint_allow_outside": bool(allow_outside),
        }
        with server_errors():
            own = existing_recording(recording_key)
            given = None if mapping is None else KeypointMapping.given(mapping)
            request = {**row, **of_recording(own)}
            keypoints = check_readable(request, paths, given, link())
            tracked = tracking_row(request, paths, keypoints, link(), model=model, bbox=bbox)
            row["keypoint_mapping_id"] = None
            if given is not None:
                row["keypoint_mapping_id"] = KeypointMapping.add(given)["keypoint_mapping_id"]
            digest = _task_hash(own, row, paths)
            files = [
                {"keypoint_file_no": k, "keypoint_part_path": part} for k, part in enumerate(paths)
            ]
            key = cls.add_row(
                digest,
                {**own, **row},
                number=keypoint_task_id,
                description=description,
                parts={cls.File: files} if len(files) > 1 else None,
            )
            KeypointTracking.store(key, tracked)
            return key

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "KeypointTask")
        own = primary_key_of(VideoRecording, row)
        other = (*cls().primary_key, "keypoint_task_hash", "keypoint_task_description")
        content = {name: value for name, value in row.items() if name not in other}
        # MySQL gives a bool as a number
        for name in ("keypoint_pad_end", "keypoint_allow_outside"):
            content[name] = bool(content[name])
        return _task_hash(own, content, cls.paths(key))

    @classmethod
    def paths(cls, key: Mapping[str, Any]) -> list[str]:
        """The files of one task, relative to a root, in order."""
        parts = (cls.File & primary_key_of(cls, key)).to_dicts(order_by="keypoint_file_no")
        first = (cls & primary_key_of(cls, key)).fetch1("keypoint_file_path")
        return [part["keypoint_part_path"] for part in parts] or [first]


@schema
class KeypointTracking(FixedTable, dj.Manual):
    """Which model tracked the points of a task, and what part of the frame it saw."""

    NAME = "keypoint_tracking"

    definition = """
    # Which model tracked the points of a task, and what part of the frame it saw
    -> KeypointTask
    ---
    -> KeypointModel
    tracking_given: bool                # 1: a person named the model; 0: as the file says
    bbox=null: json                     # facemap's [x1, x2, y1, y2]: rows, then columns; null: none
    tracked_datetime=null: datetime     # when the keypoint file was written, UTC
    tracking_duration_s=null: float64   # how long the tracking took; null: not stated
    tracked_n_frames=null: int64        # frames that were tracked; null: not stated
    tracking_about=null: json           # other values that the keypoint file states
    keypoint_tracking_hash: char(64)
    """

    @classmethod
    def add(
        cls,
        task_key: Mapping[str, Any],
        *,
        model: TrackingModel | Mapping[str, Any] | None = None,
        bbox: Any = None,
    ) -> Row:
        """Store how the points of a task were tracked; its key.

        `KeypointTask.add` calls this.  A row that only repeats what the file says is replaced by
        one with a model that you name.

        Parameters
        ----------
        task_key : mapping
            Of one KeypointTask.
        model : TrackingModel, mapping, or key of KeypointModel, optional
            By default what the file says: DeepLabCut's scorer, the models in SLEAP's provenance,
            the kind of Lightning Pose's model; Facemap's file names none.
        bbox : sequence, optional
            ``[x1, x2, y1, y2]`` as Facemap reads it: first row, row after the last, first column,
            column after the last; or a list of them, one for each file.  By default as Facemap's
            metadata beside the file say.

        Raises
        ------
        ParameterError
            If there is no such task, the box is outside the frame, or the model tracks
            other points; or if another model or box was named for the task before.
        ResultError
            If the file cannot be read, or its points are outside the box.
        """
        with server_errors():
            key = one_key(KeypointTask, task_key, "KeypointTask")
            task = (KeypointTask & key).fetch1()
            request = {n: task[n] for n in task if n.startswith("keypoint_")}
            request |= of_recording(primary_key_of(VideoRecording, key))
            paths = KeypointTask.paths(key)
            keypoints = check_readable(request, paths, None, link())
            tracked = tracking_row(request, paths, keypoints, link(), model=model, bbox=bbox)
            cls.store(key, tracked)
        return key

    @classmethod
    def store(cls, key: Row, tracked: Tracked) -> None:
        """Insert the row of a task, unless it is there."""
        there = (cls & key).to_dicts()
        if there:
            if not tracked.asked:
                return
            cls.check(key)
            tracked = tracked.beside(KeypointModel.model(there[0]), there[0])
        model_key = KeypointModel.add(tracked.model)
        row = {**key, **model_key, **tracked.row}
        row["keypoint_tracking_hash"] = _tracking_hash(row, tracked.model)
        with in_transaction(cls()):
            if there:
                (cls & key).delete_quick()
            cls.insert1(row, skip_duplicates=True)

    @classmethod
    def model(cls, key: Mapping[str, Any]) -> TrackingModel:
        """The model that tracked the points of one task; FixedRowError if a row was edited.

        Raises
        ------
        ParameterError
            If the key names no such row, or several.
        """
        row = one(cls & key, "row of KeypointTracking")
        cls.check(primary_key_of(cls, row))
        return KeypointModel.model(row)

    @classmethod
    def hash_of(cls, key: Mapping[str, Any]) -> str:
        """The hash over what is stored."""
        row = one(cls & primary_key_of(cls, key), "KeypointTracking")
        return _tracking_hash(row, KeypointModel.model(row))


def _tracking_hash(row: Mapping[str, Any], model: TrackingModel) -> str:
    content = {name: row[name] for name in OF_TRACKING}
    # MySQL gives a bool as a number; the server's text of a time is its own
    content["tracking_given"] = bool(content["tracking_given"])
    content["tracked_datetime"] = str(content["tracked_datetime"])
    task = {name: str(row[name]) for name in KeypointTask().primary_key}
    return content_hash({"task": task, "model": model.content_hash(), **content})


def _paths(path: Any) -> list[str]:
    """Paths as tables hold them."""
    several = [path] if isinstance(path, str | os.PathLike) else list(path)
    if not several:
        raise ParameterError("There is no keypoint file.", expected="a path, or several")
    return [relative_to_roots(one) for one in several]


def _task_hash(own: Row, row: Row, paths: list[str]) -> str:
    """The hash of everything that decides what is read."""
    # key values of a lab may be dates: their text is hashed
    content: Row = {"recording": {name: str(value) for name, value in own.items()}, **row}
    if len(paths) > 1:
        content["files"] = paths
    return content_hash(content)
