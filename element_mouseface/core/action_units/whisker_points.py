"""The whiskers' angle from tracked whiskers, each from its base to its last point."""

from __future__ import annotations

import numpy as np

from ..frame_features.reasons import Reason
from .measured import Measured, ReferenceValue, made, noise_of, nothing, shortest_half, turned
from .points import Points, cross, median_place

#: a whisker that would be turned further than this from its usual direction is another's point
_MOST_TURN = np.radians(80.0)
_LEAST_ANGLE = 0.1
_HOW = "middle of the shortest range with half of the frames"


def angle_of_whiskers(points: Points) -> Measured:
    """The mean of the tracked whiskers' angles in degrees, forwards from rest.

    Of each whisker that shows in a frame; a frame without any has none.
    """
    n, forwards = len(points), points.forwards()
    if points.head is None:
        return nothing(n, Reason.NO_HEAD)
    if not np.isfinite(forwards):
        note = "which way the whiskers are protracted is unknown: track the nose, or give facing="
        return nothing(n, Reason.NO_DIRECTION, note)
    angles, noises, values, wrong = [], [], [], np.zeros(n, bool)
    for whisker in points.params.whiskers:
        along = points.on_head(whisker[-1]) - points.on_head(whisker[0])
        usual = median_place(along)
        if np.isfinite(along).sum() < points.params.min_rest_frames:
            continue
        sine = cross(usual, forwards) / max(abs(usual), 1e-9)
        if abs(sine) < _LEAST_ANGLE:
            continue
        turn = turned(np.angle(along) - np.angle(usual))
        far = np.abs(turn) > _MOST_TURN
        wrong |= far
        turn = np.where(far, np.nan, turn)
        angles.append(np.sign(sine) * turn)
        noises.append(noise_of(turn))
        direction = float(np.degrees(np.angle(usual)))
        values.append(
            ReferenceValue(
                "whisker_angle", f"direction_of_{whisker[-1]}", direction, "deg", "median",
                int(np.isfinite(turn).sum()),
            )
        )  # fmt: skip
    if not angles:
        return nothing(n, Reason.NO_REST)
    table = np.stack(angles)
    count = np.isfinite(table).sum(axis=0)
    mean = np.nansum(table, axis=0) / np.where(count, count, np.nan)
    # one rest for all of them: a whisker that swings has none of its own
    rest = shortest_half(mean)
    mean = mean - rest
    told = float(np.degrees(rest))
    n_known = int(np.isfinite(mean).sum())
    values.append(ReferenceValue("whisker_angle", "angle_at_rest", told, "deg", _HOW, n_known))
    reasons = np.where(count > 0, 0, np.where(wrong, Reason.IMPLAUSIBLE, Reason.LOST_POINT))
    reasons[~points.head.known] = Reason.NO_HEAD
    reasons[~points.usable] = Reason.MISSING_FRAME
    noise = float(np.sqrt(np.nanmean(np.square(noises)))) if np.isfinite(noises).any() else np.nan
    head_se = points.head.turn_se
    errors = np.degrees(np.hypot(noise / np.sqrt(np.maximum(count, 1)), head_se))
    return made(np.degrees(mean), errors, reasons, tuple(values), "keypoints")
