"""Definitions of the named features that are no function of one small picture."""

from __future__ import annotations

from ..features.named.definitions import FeatureDefinition

QUALITY: tuple[FeatureDefinition, ...] = (
    FeatureDefinition(
        "luminance",
        "quality",
        "luma",
        "quality",
        "Mean of the crop's unmasked pixels in the movie.",
    ),
    FeatureDefinition(
        "sharpness",
        "quality",
        "1",
        "quality",
        "Root mean square of the length of the central differences v[x+1] - v[x-1] and v[y+1] - "
        "v[y-1] over unmasked pixels of every fourth row of the crop, divided by the mean. NaN if "
        "the mean is 0.",
    ),
    FeatureDefinition(
        "entropy",
        "quality",
        "bits",
        "quality",
        "Shannon entropy of the 256-level histogram of every fourth pixel of every fourth row of "
        "the crop, without masked ones.",
    ),
    FeatureDefinition(
        "motion_energy",
        "quality",
        "luma",
        "quality",
        "Mean absolute difference of the crop's unmasked pixels in the movie to the frame before. "
        "NaN without one.",
    ),
)
"""Traces of the pass, of the whole crop, in the order of the columns."""

THUMBNAIL_MOTION: tuple[FeatureDefinition, ...] = (
    FeatureDefinition(
        "thumbnail_motion",
        "motion",
        "luma",
        "thumbnail",
        "Mean absolute difference of the region's thumbnail pixels to the frame before. NaN "
        "without one.",
    ),
)
"""Motion of a region from thumbnails."""


def _geometry(name: str, unit: str, definition: str) -> FeatureDefinition:
    return FeatureDefinition(name, "geometry", unit, "keypoints", definition)


_LOST = "NaN if one of its points was not found, or its likelihood is too low."
_CENTER = "the mean of a part's points is its place"
_LENGTH = (
    "the table's length (the median distance of two points of the face, which the table names)"
)

GEOMETRY: tuple[FeatureDefinition, ...] = (
    _geometry("points_found", "fraction", "Share of all tracked points that were found."),
    _geometry(
        "eye_area",
        "length^2",
        f"Area inside the points of the eye's rim, divided by the square of {_LENGTH}: of four "
        "ends of two diameters that of the ellipse, of other points that of the polygon. "
        f"{_LOST}",
    ),
    _geometry(
        "eye_opening",
        "1",
        "Distance of the second and the fourth of four points of the eye's rim, divided by that "
        f"of the first and the third. {_LOST}",
    ),
    _geometry(
        "ear_angle",
        "deg",
        "Direction from the ear's base to its tip, less that of the head's axis where one is "
        "given: counterclockwise on the screen, from 180 below to 180 above the circular mean of "
        f"the recording, so that it does not jump. {_LOST}",
    ),
    *(
        _geometry(
            f"{one}_{other}_distance",
            "length",
            f"Distance from {one} to {other}, divided by {_LENGTH}; {_CENTER}. {_LOST}",
        )
        for one, other in (("eye", "nose"), ("eye", "mouth"), ("nose", "mouth"))
    ),
    _geometry(
        "distance",
        "length",
        f"Distance of two points, divided by {_LENGTH}. {_LOST}",
    ),
    _geometry(
        "angle",
        "deg",
        "Angle at the second of three points between the lines to the others, 0 to 180. "
        f"{_LOST} NaN if two of them are at one place.",
    ),
    _geometry(
        "area",
        "length^2",
        "Area of the polygon through the points in their order, divided by the square of "
        f"{_LENGTH}. {_LOST}",
    ),
    _geometry(
        "direction",
        "deg",
        "Direction from the first to the second of two points, 0 to the right, counterclockwise "
        "on the screen, from 180 below to 180 above the circular mean of the recording. "
        f"{_LOST} NaN if they are at one place.",
    ),
)
"""From tracked points, in the order of the columns; the last four name their points."""

CIRCULAR = frozenset({"ear_angle", "direction"})
"""Angles whose mean over a span of frames is a circular one."""


def _signal(name: str, group: str, unit: str, definition: str) -> FeatureDefinition:
    return FeatureDefinition(
        name, group, unit, "signals", f"{definition} NaN where the signals have none."
    )


SIGNALS: tuple[FeatureDefinition, ...] = (
    _signal(
        "signal_motion",
        "motion",
        "gray levels",
        "Facemap's motion energy of the region: sum over binned pixels of the absolute "
        "difference between the bin's mean in this frame and in the one before.",
    ),
    _signal("pupil_area", "geometry", "px^2", "Area of the pupil in pixels of the movie."),
    _signal(
        "blink_area",
        "geometry",
        "gray levels",
        "How open the eye is: sum of darkness below the saturation over the region.",
    ),
    _signal("running_speed", "motion", "px/frame", "Length of the shift of the running surface."),
)
"""From facial signals."""

COMPONENTS: tuple[FeatureDefinition, ...] = tuple(
    FeatureDefinition(
        f"component_{k}",
        "motion",
        "luma",
        "motion basis",
        f"Component {k} of the absolute difference of thumbnails to the frame before, on the basis "
        "whose digest the table names: the difference less the basis' mean, times its component. "
        "NaN without a frame before.",
    )
    for k in range(1, 101)
)
"""Motion on a basis that several recordings share."""
