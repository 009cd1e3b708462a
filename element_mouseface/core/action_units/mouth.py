"""How far the mouth is open: the lower lip's angle at the corner of the mouth."""

from __future__ import annotations

import numpy as np

from ..frame_features.reasons import Reason
from .measured import (
    Measured,
    ReferenceValue,
    made,
    noise_of,
    nothing,
    quieted,
    shortest_half,
    turned,
)
from .points import Points, cross

#: the lower lip is not further from its place than this share of its distance to the corner
_MOST_OFF = 1.0
#: a jump in one frame, of that distance
_JUMP = 0.15
_HOW = "middle of the shortest range with half of the frames"


def mouth_opening(points: Points, given: float | None = None) -> Measured:
    """The mouth's opening in degrees.

    Parameters
    ----------
    points : Points
    given : float, optional
        The lower lip's direction with the mouth closed, in degrees, of another recording.
    """
    n = len(points)
    if not points.mouth:
        return nothing(n, Reason.NO_POINTS)
    corner, lip = points.mouth
    reasons = points.lost((lip,), on_head=True)
    at, hinge = points.on_head(lip), points.usual((corner,))
    usual = points.usual((lip,))
    away = usual - hinge
    if not np.isfinite(away) or np.isfinite(at).sum() < points.params.min_rest_frames:
        return nothing(n, Reason.NO_HEAD if points.head is None else Reason.NO_REST)
    wrong = np.abs(at - usual) > _MOST_OFF * abs(away)
    wrong |= points.jumped(lip, max(_JUMP * abs(away), 8 * np.nan_to_num(noise_of(at))))
    reasons[wrong & (reasons == 0)] = Reason.IMPLAUSIBLE
    sign = _opening(points, hinge, away)
    if not sign:
        note = (
            "which way the mouth opens is unknown: track the eye, and the lip apart from the corner"
        )
        return nothing(n, Reason.NO_DIRECTION, note)
    around = float(np.angle(away))
    angles = np.where(reasons == 0, turned(np.angle(at - hinge) - around), np.nan)
    count = int(np.isfinite(angles).sum())
    if count < points.params.min_rest_frames:
        return nothing(n, Reason.NO_REST)
    rest = around + shortest_half(angles) if given is None else float(np.radians(given))
    value = ReferenceValue(
        "mouth_opening", "direction_closed", float(np.degrees(turned(np.array(rest)))), "deg",
        _HOW if given is None else "given", count,
    )  # fmt: skip
    degrees = np.degrees(sign * turned(np.angle(at - hinge) - rest))
    degrees = np.where(reasons == 0, degrees, np.nan)
    degrees, errors = quieted(degrees, noise_of(degrees), points.params.smooth_frames)
    if points.head is not None:  # its own error is not noise alone: its points move a little too
        errors = np.hypot(errors, np.degrees(points.head.turn_se))
    return made(degrees, errors, reasons, (value,), "keypoints")


def _opening(points: Points, hinge: complex, away: complex) -> int:
    """The sign of the turn of the lower lip that takes it away from the upper face; 0: unknown."""
    if not away:
        return 0
    for part in (points.mapping.eye, points.mapping.nose):
        upper = points.usual(part) - hinge
        if np.isfinite(upper) and upper != 0:
            sine = cross(upper, away) / (abs(upper) * abs(away))
            if abs(sine) > 0.05:
                return int(np.sign(sine))
    return 0
