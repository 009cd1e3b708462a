"""Tracked points of the face: files of four programs, traces of the face, the head's shift."""

from __future__ import annotations

from .derived import PointTrace, coordinate_traces, derive_traces, trace_matrix
from .files import detect_source, load_keypoints
from .mapping import FACEMAP_POINTS, FaceMapping, unmapped_note
from .placing import ALIGN
from .points import SOFTWARE, Keypoints
from .regressors import keypoint_regressors
from .shift import PointShift, point_shift
from .stored import StoredKeypoints, digest_of, open_keypoints, save_keypoints
from .table import write_points_table

__all__ = [
    "ALIGN",
    "FACEMAP_POINTS",
    "SOFTWARE",
    "FaceMapping",
    "Keypoints",
    "PointShift",
    "StoredKeypoints",
    "PointTrace",
    "coordinate_traces",
    "derive_traces",
    "detect_source",
    "digest_of",
    "load_keypoints",
    "open_keypoints",
    "keypoint_regressors",
    "point_shift",
    "save_keypoints",
    "trace_matrix",
    "unmapped_note",
    "write_points_table",
]
