"""How open the eye is, from points on the lids.

The distance of the lids is taken across the eye's own axis, so that neither the head's turn nor its
shift changes it, and noise of a tracker does not open a closed eye.
"""

from __future__ import annotations

import numpy as np

from ..frame_features.geometry import polygon_area
from ..frame_features.reasons import Reason
from .measured import (
    Measured,
    ReferenceValue,
    made,
    noise_of,
    nothing,
    quieted,
    running_median,
)
from .points import Points

#: an opening above this many times that of the open eye, or this far below 0, is a wrong point
_MOST_OPEN, _LEAST_OPEN = 1.45, -0.15
#: how far the eye's width and place, and the lids' middle from the corners', may be from usual, of
#: its width
_MOST_WIDER, _MOST_OFF, _MOST_BESIDE = 0.35, 0.6, 0.3
#: a lid is tracked at the wrong place if it is further along the eye's axis than this many
#: standard deviations of the tracker's noise, or than this share of the eye's width
_MOST_ALONG, _LEAST_ALONG = 6.0, 0.12
#: a lid that jumps further than this share of the width, without the other lid
_JUMP = 0.2
#: an eye whose lids are never further apart than this share of its width may never be open
_NARROW = 0.3


def eye_aperture(points: Points, given: float | None = None) -> Measured:
    """The eye's aperture as a fraction of its open-eye value.

    Parameters
    ----------
    points : Points
    given : float, optional
        The open-eye value (the lids' distance, or a polygon's area) of another recording.
    """
    rim = points.mapping.eye
    if not rim:
        return nothing(len(points), Reason.NO_POINTS)
    if points.mapping.eye_shape == "ellipse":
        opening, reasons, error, width, quantity = _of_lids(points)
    else:
        opening, reasons, error, width, quantity = _of_polygon(points)
    unit = "px" if quantity == "lid_distance" else "px^2"
    opening = np.where(reasons == 0, opening, np.nan)
    smooth = running_median(opening)
    if len(smooth) < points.params.min_rest_frames:
        return nothing(len(points), Reason.NO_REST)
    open_ = float(np.quantile(smooth, points.params.open_quantile)) if given is None else given
    if not open_ > 0:
        return nothing(len(points), Reason.NO_REST, "the lids are never apart in this recording")
    aperture = opening / open_
    wrong = (aperture > _MOST_OPEN) | (aperture < _LEAST_OPEN)
    reasons[wrong & (reasons == 0)] = Reason.IMPLAUSIBLE
    notes = []
    if given is None and quantity == "lid_distance" and open_ < _NARROW * width:
        notes.append(
            f"the lids are at most {open_ / width:.2f} of the eye's width apart: if the eye was "
            "never fully open, give the reference of another recording of this mouse"
        )
    how = (
        f"quantile {points.params.open_quantile:g} of running medians of five of the frames with "
        "the eye's points"
        if given is None
        else "given"
    )
    value = ReferenceValue("eye_aperture", quantity, open_, unit, how, len(smooth))
    aperture = np.where(reasons == 0, aperture, np.nan)
    aperture, errors = quieted(aperture, error / open_, points.params.smooth_frames)
    return made(aperture, errors, reasons, (value,), "keypoints", tuple(notes))


def _of_lids(points: Points) -> tuple[np.ndarray, np.ndarray, float, float, str]:
    """Signed distance of the lids in pixels, its reasons, its noise, the eye's usual width."""
    back, low, front, high = points.mapping.eye
    wide, across = points(back) - points(front), points(high) - points(low)
    width = float(np.nanmedian(np.abs(wide))) if np.isfinite(wide).any() else float("nan")
    reasons = points.lost((low, high), on_head=False)
    turns = _turns(points)
    usual = _usual_direction(wide / turns)
    size = np.abs(wide)
    with np.errstate(invalid="ignore"):
        own = wide / np.where(size > 0, size, np.nan)
    # where a corner of the eye is lost, the axis is as usual on the head, which turns with it
    axis = np.where(np.isfinite(own), own, usual * turns)
    if not np.isfinite(usual):
        axis = np.ones(len(points), complex)
    direction = _usual_direction(across / axis)
    opening = (across * np.conj(axis * direction)).real
    reasons[~np.isfinite(opening) & (reasons == 0)] = Reason.LOST_POINT
    wrong = np.abs(np.abs(wide) / width - 1) > _MOST_WIDER
    wrong |= (wide / turns * np.conj(usual)).real < 0
    middle = (points(high) + points(low) - points(back) - points(front)) / 2
    wrong |= np.abs(middle) > _MOST_BESIDE * width
    corners = (points(back) + points(front)) / 2
    for sign, lid in ((1, points(high)), (-1, points(low))):
        wrong |= _too_far((sign * (lid - corners) * np.conj(axis * direction)).real, width)
    wrong |= _lids_along(across / (axis * direction), width)
    wrong |= points.jumped(low, _JUMP * width) ^ points.jumped(high, _JUMP * width)
    if points.head is not None:
        wrong |= _off_its_place(points, (low, high), _MOST_OFF * width)
    reasons[wrong & (reasons == 0)] = Reason.IMPLAUSIBLE
    noise = noise_of(np.where(reasons == 0, opening, np.nan))
    return opening, reasons, noise, width, "lid_distance"


def _of_polygon(points: Points) -> tuple[np.ndarray, np.ndarray, float, float, str]:
    rim = points.mapping.eye
    reasons = points.lost(rim, on_head=False)
    z = np.stack([points(name) for name in rim], axis=1)
    area = polygon_area(np.stack([z.real, z.imag], axis=2))
    width = float(np.nanmedian(np.abs(z[:, :, None] - z[:, None]).max(axis=(1, 2))))
    if points.head is not None:
        wrong = _off_its_place(points, rim, _MOST_OFF * width)
        reasons[wrong & (reasons == 0)] = Reason.IMPLAUSIBLE
    noise = noise_of(np.where(reasons == 0, area, np.nan))
    return area, reasons, noise, width, "polygon_area"


def _too_far(height: np.ndarray, width: float) -> np.ndarray:
    """Frames in which a lid is much further from the corners' line than of the open eye."""
    known = height[np.isfinite(height)]
    usual = max(float(np.quantile(known, 0.9)) if len(known) else 0.0, 0.15 * width)
    return height > _MOST_OPEN * usual


def _lids_along(across: np.ndarray, width: float) -> np.ndarray:
    """Frames in which a lid is displaced along the eye's axis, which no squint does.

    `across` is the upper lid less the lower, its usual direction along the real axis.
    """
    along = across.imag
    usual = np.nanmedian(along) if np.isfinite(along).any() else np.nan
    most = max(_MOST_ALONG * noise_of(along), _LEAST_ALONG * width)
    return np.abs(along - usual) > most


def _off_its_place(points: Points, names: tuple[str, ...], most_px: float) -> np.ndarray:
    """Frames in which the middle of points is far from where it usually is on the head."""
    middle = np.mean([points.on_head(name) for name in names], axis=0)
    return np.abs(middle - points.usual(names)) > most_px


def _turns(points: Points) -> np.ndarray:
    """The head's turn in each frame; 1 where it is unknown."""
    if points.head is None:
        return np.ones(len(points), complex)
    turns = points.head.turns()
    return np.where(np.isfinite(turns), turns, 1)


def _usual_direction(z: np.ndarray) -> complex:
    """The median direction of numbers, of length 1, whatever their lengths; NaN without any."""
    known = z[np.isfinite(z) & (z != 0)]
    if not len(known):
        return complex(np.nan, np.nan)
    known = known / np.abs(known)
    middle = complex(np.median(known.real), np.median(known.imag))
    return middle / abs(middle) if middle else 1 + 0j
