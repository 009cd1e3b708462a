"""Definitions of the action units, the columns `unit:…` of tables of their own.

A measure is a length or an angle of what is in the picture. What has no edge that one lateral
camera could measure is an appearance, and says so first in its definition.
"""

from __future__ import annotations

from ..features.named.definitions import UNITS_GROUP, FeatureDefinition

UNIT_REGION = "unit"
"""What stands before the name of a unit in a column: 'unit:ear_angle'."""
#: how definitions of appearances begin
APPEARANCE = "Appearance, not a measure:"


def _unit(name: str, unit: str, source: str, definition: str) -> FeatureDefinition:
    return FeatureDefinition(name, UNITS_GROUP, unit, source, definition)


_LOST = (
    "NaN where a point was not found, or its points are where they cannot be, or the place of the "
    "head is unknown."
)
_OPEN = (
    "the open-eye value of the recording (the 90th percentile of running medians of five frames, "
    "unless the table names another)"
)
_REST = "the middle of the shortest range that holds half of the frames' values"
_BULGE = (
    "{0} of frames or events that have a rating or another target, predicted from the region's "
    "small picture by ridge regression, each frame by models that did not see its trial. "
    "In the unit of the targets. NaN without targets."
)
_DEPARTURE = (
    "how far the small picture of the {0} is from its usual one, after the head's motion, the "
    "light and the whiskers in front of it are removed: root mean square of differences over its "
    "pixels, divided by the standard deviation of the usual picture over its pixels, less what it "
    "is at rest. It has no direction. NaN without such a region, or where something covers it."
)

UNITS: tuple[FeatureDefinition, ...] = (
    _unit(
        "orbital_tightening",
        "fraction",
        "keypoints",
        "1 less eye_aperture: 0 where the eye is as open as it is when open, 1 where the lids "
        f"meet, below 0 where it is opened wider. {_LOST}",
    ),
    _unit(
        "eye_aperture",
        "fraction",
        "keypoints",
        "Distance of the lids across the eye's axis, divided by its open-eye value: of a polygon "
        f"of points its area, divided by that of the open eye. Divided by {_OPEN}. {_LOST}",
    ),
    _unit(
        "ear_position",
        "fraction",
        "keypoints",
        "How far the tip of the ear is back of its place at rest, along the line from the nose to "
        "the base of the ear, divided by the ear's usual length; forwards is negative. In the "
        f"head's own frame. At rest: {_REST}. {_LOST}",
    ),
    _unit(
        "ear_angle",
        "deg",
        "keypoints",
        "How far the direction from the ear's base to its tip is turned back from that at rest, "
        "away from the nose; forwards is negative. In the head's own frame. At rest: "
        f"{_REST}. {_LOST}",
    ),
    _unit(
        "mouth_opening",
        "deg",
        "keypoints",
        "Angle at the corner of the mouth between the lower lip and its place with the mouth "
        "closed, away from the eye; in the head's own frame, the corner where it is at rest. "
        f"Closed: {_REST}. {_LOST}",
    ),
    _unit(
        "whisker_angle",
        "deg",
        "keypoints or cells",
        "How far the whiskers are turned forwards (protracted) from their direction at rest, in "
        "the head's own frame: of tracked whiskers the mean angle from base to tip; else of the "
        "whisker region's orientation of gradients, whose degrees are smaller than the whiskers' "
        "own, because fur does not turn. The table says which. NaN where there is neither, a "
        "point was not found, or something covers the region.",
    ),
    _unit(
        "whisker_change",
        "fraction",
        "cells",
        "Share of the whisker region's gradients that lie in other cells and orientations than at "
        "rest, less that share at rest: 0 as at rest, 1 nothing as at rest. NaN without a region, "
        "or where something covers it.",
    ),
    *(
        _unit(name, "target", "picture", f"{APPEARANCE} {_BULGE.format(what)}")
        for name, what in (("nose_bulge", "the nose bulge"), ("cheek_bulge", "the cheek bulge"))
    ),
    *(
        _unit(f"{part}_departure", "fraction", "picture", f"{APPEARANCE} {_DEPARTURE.format(part)}")
        for part in ("nose", "cheek")
    ),
)
"""All action units, in the order of a table's columns."""
