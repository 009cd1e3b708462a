"""How far the ear is turned and pulled back, from its base and its tip, in the head's frame."""

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
from .points import Points, cross, median_place

#: an ear whose length or direction is further from usual is none: a swap, or a point elsewhere
_SHORTEST, _LONGEST, _MOST_TURN = 0.5, 1.5, np.radians(75.0)
_MOST_OFF = 0.35
#: a jump in one frame, of its length
_JUMP = 0.06
#: sine of the least angle between the ear and the head's axis that tells which turn is backwards
_LEAST_ANGLE = 0.1
_HOW = "middle of the shortest range with half of the frames"


def ear_units(points: Points, given: dict[str, float] | None = None) -> tuple[Measured, Measured]:
    """The ear's angle in degrees, and its position in lengths of the ear.

    Parameters
    ----------
    points : Points
    given : dict, optional
        'direction' and 'length' at rest, of another recording.
    """
    n = len(points)
    if not points.mapping.ear:
        return nothing(n, Reason.NO_POINTS), nothing(n, Reason.NO_POINTS)
    base, tip = points.mapping.ear
    reasons = points.lost((base, tip), on_head=True)
    along = points.on_head(tip) - points.on_head(base)
    known = along[np.isfinite(along)]
    least = points.params.min_rest_frames
    if len(known) < least:
        reason = Reason.NO_HEAD if points.head is None else Reason.NO_REST
        return nothing(n, reason), nothing(n, reason)
    given = given or {}
    length = given.get("length", float(np.median(np.abs(known))))
    around = float(np.angle(median_place(known)))
    _mark_wrong(points, base, along, around, length, reasons)
    good = reasons == 0
    if good.sum() < least:
        return nothing(n, Reason.NO_REST), nothing(n, Reason.NO_REST)
    angles = np.where(good, turned(np.angle(along) - around), np.nan)
    rest = around + shortest_half(angles)
    if "direction" in given:
        rest = float(np.radians(given["direction"]))
    sign = _backwards(points, rest)
    if not sign:
        note = "which turn of the ear is backwards is unknown: track the nose, or give facing="
        return nothing(n, Reason.NO_DIRECTION, note), nothing(n, Reason.NO_DIRECTION, note)
    degrees = np.degrees(sign * turned(np.angle(along) - rest))
    degrees = np.where(good, degrees, np.nan)
    # the noise of the ear's points and of the head's turn together
    degrees, errors = quieted(degrees, noise_of(degrees), points.params.smooth_frames)
    if points.head is not None:  # its own error is not noise alone: its points move a little too
        errors = np.hypot(errors, np.degrees(points.head.turn_se))
    count = int(good.sum())
    values = (
        ReferenceValue("ear_angle", "direction", float(np.degrees(turned(np.array(rest)))), "deg",
                       _HOW if "direction" not in given else "given", count),
        ReferenceValue("ear_angle", "length", length, "px",
                       "median" if "length" not in given else "given", count),
    )  # fmt: skip
    angle = made(degrees, errors, reasons.copy(), values, "keypoints")
    return angle, _position(points, tip, length, reasons)


def _position(points: Points, tip: str, length: float, reasons: np.ndarray) -> Measured:
    back = -points.forwards()
    at = np.where(reasons == 0, (points.on_head(tip) * np.conj(back)).real, np.nan)
    rest = shortest_half(at)
    value = ReferenceValue(
        "ear_position", "place_of_tip", rest, "px", _HOW, int(np.isfinite(at).sum())
    )
    position = (at - rest) / length
    position, errors = quieted(position, noise_of(position), points.params.smooth_frames)
    return made(position, errors, reasons.copy(), (value,), "keypoints")


def _mark_wrong(
    points: Points, base: str, along: np.ndarray, around: float, length: float, reasons: np.ndarray
) -> None:
    """Frames in which the ear would be too long, too short, turned too far, or elsewhere."""
    size = np.abs(along) / length
    wrong = (size < _SHORTEST) | (size > _LONGEST)
    wrong |= np.abs(turned(np.angle(along) - around)) > _MOST_TURN
    wrong |= np.abs(points.on_head(base) - points.usual((base,))) > _MOST_OFF * length
    for name in points.mapping.ear:
        wrong |= points.jumped(name, max(_JUMP * length, 8 * _noise_px(points, name)))
    reasons[wrong & (reasons == 0)] = Reason.IMPLAUSIBLE


def _backwards(points: Points, rest: float) -> int:
    """1 where a clockwise turn as seen (y points down) is backwards, -1 where the other is."""
    forwards = points.forwards()
    if not np.isfinite(forwards):
        return 0
    sine = cross(forwards, complex(np.cos(rest), np.sin(rest)))
    return 0 if abs(sine) < _LEAST_ANGLE else int(np.sign(sine))


def _noise_px(points: Points, name: str) -> float:
    return float(np.nan_to_num(noise_of(points.on_head(name))))
