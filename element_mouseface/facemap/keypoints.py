"""The computed table of tracked points.

Each file is read once. The points in every frame, and the traces of the face derived from them, are
in one file under the processed folder; rows hold summaries, and columns of type
`<mouseface_signal>` return the arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import datajoint as dj
import numpy as np
import pandas as pd

from .._schema.activation import PipelineTable
from .._schema.codec import open_points
from .._schema.rows import one, primary_key_of
from ..core.keypoints.stored import StoredKeypoints
from ..recording import RecordingInfo, VideoRecording, link
from ._keypoint_rows import master_row, of_recording, point_rows, read_and_store, trace_rows
from ._schema import schema
from .keypoint_models import KeypointMapping, KeypointModel
from .keypoint_tasks import KeypointTask, KeypointTracking


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
        boxes = (KeypointTracking & primary_key_of(KeypointTask, key)).to_arrays("bbox")
        request["bbox"] = boxes[0] if len(boxes) else None
        return request, KeypointTask.paths(key)

    def make_compute(self, key, request, paths):
        """Read the files, derive traces, and store both; outside the transaction."""
        stored, name = read_and_store(request, paths, link())
        parts = {"Point": point_rows(stored, name), "Trace": trace_rows(stored, name)}
        return master_row(stored, name), parts

    @classmethod
    def get_trajectory(
        cls, key: Mapping[str, Any], body_parts: str | Sequence[str] = "all"
    ) -> pd.DataFrame:
        """Position and likelihood of body parts in each frame, as the published element has it.

        Parameters
        ----------
        key : mapping
            Of one row.
        body_parts : sequence of str, or str
            Their names; 'all' for all of them.

        Returns
        -------
        DataFrame (frames, 3 x body parts) of float64
            The columns have three levels: `model`, the name of the model that tracked them;
            `bodyparts`; and `coords`: x, y (pixels of the frame) and likelihood.  NaN where the
            program found no point.

        Raises
        ------
        ParameterError
            If the key names no row, or several, or there is no such body part.
        ResultError
            If the file is missing, or is not the one that was inserted.
        """
        row = one(cls & key, "row of Keypoints")
        points = open_points(row["keypoints_path"], row["keypoints_digest"]).keypoints
        names = list(points.names) if body_parts == "all" else body_parts
        names = [names] if isinstance(names, str) else list(names)
        places = points.columns(names)
        values = np.dstack([points.xy[:, places], points.likelihood[:, places]])
        tracked = (KeypointTracking * KeypointModel & primary_key_of(cls, row)).to_dicts()
        model = tracked[0]["keypoint_model_name"] if tracked else points.software
        columns = pd.MultiIndex.from_product(
            [[model], names, ["x", "y", "likelihood"]], names=["model", "bodyparts", "coords"]
        )
        flat = values.astype(np.float64).reshape(points.n_frames, 3 * len(names))
        return pd.DataFrame(flat, columns=columns)

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

    @classmethod
    def to_dataframe(cls, key: Mapping[str, Any], scorer: str | None = None) -> Any:
        """The points of one row in DeepLabCut's columns: scorer, bodyparts, coords.

        See `core.keypoints.Keypoints.to_dataframe`; `open(key)` has `to_xarray` and
        `to_pynapple`, too.

        Raises
        ------
        ParameterError, ResultError
            As `open`.
        """
        return cls.open(key).to_dataframe(scorer)
