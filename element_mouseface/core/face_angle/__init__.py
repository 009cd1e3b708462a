"""The angle of the head in each frame: roll, and with two calibrated cameras yaw and pitch.

`angle` says what is measured and in which directions it counts.
"""

from __future__ import annotations

from .angle import (
    ANGLES,
    SOURCES,
    AngleSummary,
    FaceAngle,
    PointStability,
    Reason,
    RollAgreement,
)
from .calibration import Camera, StereoCalibration
from .calibration_files import read_calibration
from .folder import read_face_angle, write_face_angle
from .measuring import face_angle
from .params import FaceAngleParams
from .second_camera import SecondCamera

__all__ = [
    "ANGLES",
    "SOURCES",
    "AngleSummary",
    "Camera",
    "FaceAngle",
    "FaceAngleParams",
    "PointStability",
    "Reason",
    "RollAgreement",
    "SecondCamera",
    "StereoCalibration",
    "face_angle",
    "read_calibration",
    "read_face_angle",
    "write_face_angle",
]
