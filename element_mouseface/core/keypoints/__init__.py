"""Tracked points of the face: files of four programs, traces of the face, the head's shift."""

from __future__ import annotations

from .derived import PointTrace, coordinate_traces, derive_traces, trace_matrix
from .files import detect_source, load_keypoints
from .mapping import FACEMAP_POINTS, FaceMapping
from .points import Keypoints
from .shift import point_shift
from .stored import keypoint_regressors

__all__ = [
    "FACEMAP_POINTS",
    "FaceMapping",
    "Keypoints",
    "PointTrace",
    "coordinate_traces",
    "derive_traces",
    "detect_source",
    "load_keypoints",
    "keypoint_regressors",
    "point_shift",
    "trace_matrix",
]
