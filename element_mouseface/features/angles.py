"""`FaceAngle`: the angle of the face in every frame, with a standard error.

Roll is measured twice, from tracked points and from the stored pictures.  Yaw and pitch need two
calibrated cameras, and are undefined with the reason otherwise.
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
from .._schema.rows import one, one_key
from ..core.face_angle import FaceAngle as Angles
from ..descriptors import HOGProcessing
from . import _measuring
from ._schema import schema
from .angle_tasks import FaceAngleTask


@schema
class FaceAngle(PipelineTable, dj.Computed):
    """The angle of the face in every frame: where it lies, and how far two measures agree."""

    definition = """
    # The angle of the face in every frame of a recording
    -> FaceAngleTask
    ---
    face_angle_path: varchar(255)       # folder, relative to the processed folder
    face_angle_digest: char(64)         # over angles, errors, reasons, times and parameters
    face_angle_source_digest: char(64)  # of the result folder of the pass
    face_angle_n_frames: int64
    roll_agreement_n_frames: int64      # with roll from points and from pictures
    roll_agreement_correlation=null: float64    # of the two
    roll_agreement_median_difference_deg=null: float64  # size of their difference
    roll_agreement_agreeing=null: float64   # share of frames in which they agree
    roll_agreement_verdict: varchar(16)     # agree, differ, unknown
    face_angle_notes=null: json
    face_angle_started_at: datetime     # UTC
    face_angle_processing_time_s: float64
    face_angle_code_version: varchar(32)
    """

    class Angle(PipelineTable, dj.Part):
        """One angle over the recording."""

        definition = """
        # One angle over the recording, in degrees from the reference pose
        -> master
        face_angle: varchar(16)         # roll_points, roll_picture, roll_views, yaw, pitch
        ---
        angle_n_valid: int64            # frames with this angle
        angle_mean_deg=null: float64
        angle_sd_deg=null: float64
        angle_least_deg=null: float64
        angle_largest_deg=null: float64
        angle_median_se_deg=null: float64   # median standard error of a frame
        angle_reason="": varchar(255)   # why most other frames have none
        """

    class Point(PipelineTable, dj.Part):
        """How steady a tracked point is against the others."""

        definition = """
        # How steady a tracked point is against the others
        -> master
        angle_point: varchar(128)
        ---
        angle_point_spread_px=null: float64 # of its position, without motion of the whole head
        angle_point_found: float64          # share of frames in which it was found
        angle_point_is_used: bool           # whether the angle is measured with it
        """

    @property
    def key_source(self):
        """Tasks whose descriptors are there."""
        return FaceAngleTask & (FaceAngleTask & HOGProcessing.proj()).proj()

    def make_fetch(self, key, workers=None):
        """Paths, digests and parameters only: DataJoint hashes this twice."""
        return _measuring.request_of(key), where_to_compute(None, workers)["workers"]

    def make_compute(self, key, request, workers):
        """Measure, and write the folder; outside the transaction."""
        started, clock = datetime.now(UTC).replace(tzinfo=None, microsecond=0), time.monotonic()
        row, parts = _measuring.measured(request, workers)
        row |= {
            "face_angle_started_at": started,
            "face_angle_processing_time_s": time.monotonic() - clock,
            "face_angle_code_version": __version__,
        }
        return row, parts

    @classmethod
    def open(cls, key: Mapping[str, Any]) -> Angles:
        """The angles of one row with errors and reasons; figures take it.

        Raises
        ------
        ParameterError
            If the key names no row, or several.
        ResultError
            If the folder is gone or damaged, or is not the one that was inserted.
        """
        return _measuring.opened(one(cls & one_key(cls, key, "row of FaceAngle"), "row"))

    @classmethod
    def trace(cls, key: Mapping[str, Any], angle: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """One angle in every frame; errors as `open`.

        Parameters
        ----------
        key : mapping
            Of one row.
        angle : {'roll_points', 'roll_picture', 'roll_views', 'yaw', 'pitch'}

        Returns
        -------
        times_s : (frames,) float64 array
            On the movie's clock.
        degrees, errors : (frames,) float64 arrays
            NaN where undefined.
        """
        found = cls.open(key)
        return found.times_s, *found.trace(angle)

    @classmethod
    def to_dataframe(cls, key: Mapping[str, Any]) -> Any:
        """The angles of one row as a pandas table, a row a frame; errors as `open`."""
        return cls.open(key).to_dataframe()

    @classmethod
    def stale(cls) -> dj.Table:
        """Rows that were measured in other results than those of today.

        The descriptors were computed again, or are gone.  Such a row stays valid as a record.
        """
        asked = FaceAngleTask.proj("crop_id", "hog_paramset_id")
        made = cls.proj("face_angle_source_digest") * asked
        now = made * HOGProcessing.proj("result_digest")
        same = now & "face_angle_source_digest = result_digest"
        return cls & (made.proj() - same.proj()).keys()
