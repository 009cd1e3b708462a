"""The angle of the head in each frame: roll, and with two calibrated cameras yaw and pitch.

`angle` says what is measured and in which directions it counts.
"""

from __future__ import annotations

from .angle import ANGLES, AngleSummary, FaceAngle, Reason, RollAgreement
from .params import FaceAngleParams

__all__ = ["ANGLES", "AngleSummary", "FaceAngle", "FaceAngleParams", "Reason", "RollAgreement"]
