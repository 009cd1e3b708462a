"""Tables of tracked points from files of other programs.

Each file is read once. The points in every frame, and the traces of the face derived from them, are
in one file under the processed folder; rows hold summaries, and columns of type
`<mouseface_signal>` return the arrays.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np

from .._schema.activation import PipelineTable, server_errors
from .._schema.codec import open_points
from .._schema.content import ContentTable, NumberedTable
from .._schema.fixed import FixedPart
from .._schema.rows import one, primary_key_of
from ..core.keypoints import FaceMapping
from ..core.keypoints.placing import ALIGN
from ..core.keypoints.points import SOFTWARE
from ..core.keypoints.stored import StoredKeypoints
from ..errors import ParameterError
from ..params import content_hash
from ..recording import RecordingInfo, VideoRecording, existing_recording, link
from ._keypoint_rows import (
    check_readable,
    master_row,
    of_recording,
    point_rows,
    read_and_store,
    trace_rows,
)
from ._schema import schema
from ._settings import one_of
from .task import relative_to_roots

Row = dict[str, Any]


@schema
class KeypointMapping(ContentTable[FaceMapping], dj.Manual):
    """Which tracked points are the eye, the ear, the nose; immutable, identified by content."""

    NAME, KIND, COLUMN = "keypoint_mapping", FaceMapping, "keypoint_mapping"
    definition = """
    # Which points of a file are which parts of the face; never edited
    keypoint_mapping_id: int32
    ---
    keypoint_mapping: json          # a FaceMapping
    keypoint_mapping_hash: char(64)
    keypoint_mapping_description="": varchar(255)
    unique index (keypoint_mapping_hash)
    """

    @classmethod
    def mapping(cls, key: Mapping[str, Any]) -> FaceMapping:
        """The mapping of one row as `core` takes it; FixedRowError if its row was edited."""
        return cls.content(key)


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
            check_readable({**row, **of_recording(own)}, paths, given, link())
            row["keypoint_mapping_id"] = None
            if given is not None:
                row["keypoint_mapping_id"] = KeypointMapping.add(given)["keypoint_mapping_id"]
            digest = _task_hash(own, row, paths)
            files = [
                {"keypoint_file_no": k, "keypoint_part_path": part} for k, part in enumerate(paths)
            ]
            return cls.add_row(
                digest,
                {**own, **row},
                number=keypoint_task_id,
                description=description,
                parts={cls.File: files} if len(files) > 1 else None,
            )

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


@schema
class Keypoints(PipelineTable, dj.Computed):
    """The points of one file, and the traces of the face derived from them."""

    definition = """
    # Tracked points of the face, and traces derived from them
    -> KeypointTask
    ---
    -> RecordingInfo
    keypoint_software: varchar(32)          # facemap, deeplabcut, sleap, lightning_pose
    keypoint_file_sha256: char(64)
    keypoints_path: varchar(255)            # relative to the processed folder, forward slashes
    keypoints_digest: char(64)              # over points, traces and mapping
    keypoint_n_frames: int64
    n_keypoints: int32
    keypoint_mapping_used: json             # the FaceMapping that the traces were derived with
    keypoint_mapping_used_hash: char(64)
    keypoint_notes=null: json               # notes on how the file was read
    keypoints_code_version: varchar(32)
    """

    class Point(PipelineTable, dj.Part):
        """A point."""

        definition = """
        # A point; valid where its likelihood is enough for the mapping
        -> master
        point_no: int32
        ---
        point_name: varchar(128)
        likelihood_mean=null: float64           # null: the file has none
        fraction_valid: float64
        point_x_median_px=null: float64         # in the frame, of valid frames
        point_y_median_px=null: float64
        point_xy_px: <mouseface_signal>         # (frames, 2) x, y; NaN: not found
        point_likelihood: <mouseface_signal>    # (frames)
        """

    class Trace(PipelineTable, dj.Part):
        """A trace derived from points."""

        definition = """
        # A trace derived from points
        -> master
        keypoint_trace: varchar(32)             # eye_area, ear_angle, nose_x, ...
        ---
        keypoint_trace_unit: varchar(16)        # px, px2, deg
        keypoint_trace_values: <mouseface_signal>   # (frames) NaN: a point is missing or unlikely
        keypoint_trace_n_valid: int64
        keypoint_trace_mean=null: float64
        keypoint_trace_sd=null: float64
        keypoint_trace_min=null: float64
        keypoint_trace_max=null: float64
        """

    @property
    def key_source(self):
        """Tasks whose recording has been indexed."""
        return KeypointTask & RecordingInfo.proj()

    def make_fetch(self, key):
        """Paths and parameters only: DataJoint hashes this twice."""
        KeypointTask.check(primary_key_of(KeypointTask, key))
        task = (KeypointTask & key).fetch1()
        request = {name: task[name] for name in task if name.startswith("keypoint_")}
        request |= of_recording(primary_key_of(VideoRecording, key))
        if request["keypoint_mapping_id"] is not None:
            request["mapping"] = KeypointMapping.mapping(task).to_dict()
        return request, KeypointTask.paths(key)

    def make_compute(self, key, request, paths):
        """Read the files, derive traces, and store both; outside the transaction."""
        stored, name = read_and_store(request, paths, link())
        parts = {"Point": point_rows(stored, name), "Trace": trace_rows(stored, name)}
        return master_row(stored, name), parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> StoredKeypoints:
        """The keypoints, traces and mapping of one row as an object of `core`.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the file is missing, or is not the one that was inserted.
        """
        row = one(cls & key, "row of Keypoints")
        return open_points(row["keypoints_path"], row["keypoints_digest"])
