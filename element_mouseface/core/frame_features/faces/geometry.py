"""Distances, ratios and angles of the landmarks of a human face, by name.

Landmarks are those of MediaPipe's face mesh, (landmark, xy) in pixels.  Left and right are the
person's.  Lengths are divided by the interocular distance: between the centers of the eyes, each
halfway between its corners.  Angles are in degrees; a positive roll is clockwise as seen in the
picture.
"""

from __future__ import annotations

import numpy as np

from ...features.named.definitions import FeatureDefinition

N_LANDMARKS = 478
REGION = "points"
"""The region in the names of the columns: 'points:human_mouth_opening'."""

#: of the mesh, right and left: corners (outer, inner), lids (upper, lower), pairs of lids, brow
_CORNERS = ((33, 133), (263, 362))
_LIDS = ((159, 145), (386, 374))
_PAIRS = (((160, 144), (158, 153)), ((387, 373), (385, 380)))
_BROWS = ((70, 63, 105, 66, 107), (300, 293, 334, 296, 336))
_BROW_ENDS = (107, 336)
_LIPS, _MOUTH = (13, 14), (61, 291)
_NOSE_BASE, _CHIN = 2, 152

_NO_FACE = "NaN if no face was found."
_POSE = "of the face's own axes from the model's transformation matrix. NaN without one."


def _one(name: str, unit: str, text: str, undefined: str = _NO_FACE) -> FeatureDefinition:
    return FeatureDefinition(
        f"human_{name}", "geometry", unit, "landmarks", f"{text} {undefined}".strip()
    )


def _both(name: str, text: str) -> tuple[FeatureDefinition, FeatureDefinition]:
    right, left = (_one(f"{name}_{side}", "1", text.format(side)) for side in ("right", "left"))
    return right, left


HUMAN_FACE: tuple[FeatureDefinition, ...] = (
    _one(
        "face_count",
        "1",
        "Number of human faces found: 0 if the detection failed. The other features are those of "
        "the largest face.",
        "NaN if the picture cannot be read.",
    ),
    _one("interocular_px", "px", "Distance between the centers of the eyes."),
    *_both("eye_opening", "Distance of the lids in the middle of the {} eye / interocular."),
    *_both(
        "eye_aspect",
        "Mean distance of the lids at two places of the {} eye, divided by the distance of its "
        "corners.",
    ),
    *_both("brow_height", "Distance of the {} brow's upper edge from the eye's center / "
           "interocular."),
    _one("brow_distance", "1", "Distance between the inner ends of the brows / interocular."),
    _one("mouth_opening", "1", "Distance between the inner edges of the lips / interocular."),
    _one("mouth_width", "1", "Distance between the corners of the mouth / interocular."),
    _one(
        "mouth_corner_lift",
        "1",
        "How far the corners of the mouth are above the middle of the lips, across the line of "
        "the eyes / interocular; negative below it.",
    ),
    _one("chin_distance", "1", "Distance of the chin from the nose's base / interocular."),
    _one("eye_line_roll", "deg", "Angle of the line from the right to the left eye, clockwise."),
    _one("head_roll", "deg", f"Roll {_POSE}", ""),
    _one("head_yaw", "deg", f"Yaw {_POSE} Positive: turned to the right of the picture.", ""),
    _one("head_pitch", "deg", f"Pitch {_POSE} Positive: looking up.", ""),
)  # fmt: skip
"""Definitions, in the order of `face_geometry`'s numbers."""

NAMES = tuple(f"{REGION}:{one.name}" for one in HUMAN_FACE)
"""Names of the columns."""


def face_geometry(
    points: np.ndarray | None, matrix: np.ndarray | None = None, n_faces: int = 1
) -> np.ndarray:
    """The features of one picture's face.

    Parameters
    ----------
    points : ndarray (478, 2) or None
        x and y of each landmark in pixels; None if no face was found.
    matrix : ndarray (4, 4), optional
        Transformation of the model's canonical face into the camera's space.
    n_faces : int
        How many faces were found.

    Returns
    -------
    ndarray (features,) of float64
        In the order of `HUMAN_FACE`; NaN where undefined.
    """
    out = np.full(len(HUMAN_FACE), np.nan)
    out[0] = n_faces
    if points is None:
        return out
    points = np.asarray(points, np.float64)[:, :2]
    eyes = [points[list(corners)].mean(axis=0) for corners in _CORNERS]
    across = eyes[1] - eyes[0]
    unit = np.hypot(*across)
    if not unit > 0:
        return out

    def distance(a: int, b: int) -> float:
        return float(np.hypot(*(points[a] - points[b])))

    lids = [distance(*pair) / unit for pair in _LIDS]
    aspects = [
        np.mean([distance(*pair) for pair in pairs]) / width if width else np.nan
        for pairs, width in zip(_PAIRS, (distance(*c) for c in _CORNERS), strict=True)
    ]
    brows = [
        np.hypot(*(points[list(brow)].mean(axis=0) - eye)) / unit
        for brow, eye in zip(_BROWS, eyes, strict=True)
    ]
    up = np.array([across[1], -across[0]]) / unit  # across the eyes' line, towards the forehead
    corners = points[list(_MOUTH)].mean(axis=0) - points[list(_LIPS)].mean(axis=0)
    out[1:] = (
        unit,
        *lids,
        *aspects,
        *brows,
        distance(*_BROW_ENDS) / unit,
        distance(*_LIPS) / unit,
        distance(*_MOUTH) / unit,
        corners @ up / unit,
        distance(_NOSE_BASE, _CHIN) / unit,
        np.degrees(np.arctan2(across[1], across[0])),
        *_head_pose(matrix),
    )
    return out


def _head_pose(matrix: np.ndarray | None) -> tuple[float, float, float]:
    """Roll, yaw and pitch in degrees; x is to the right, y up, z towards the camera."""
    if matrix is None or np.shape(matrix) != (4, 4) or not np.isfinite(matrix).all():
        return np.nan, np.nan, np.nan
    axes = np.asarray(matrix, np.float64)[:3, :3]
    lengths = np.linalg.norm(axes, axis=0)
    if not lengths.all():
        return np.nan, np.nan, np.nan
    axes = axes / lengths
    up, ahead = axes[:, 1], axes[:, 2]
    roll = np.degrees(np.arctan2(up[0], up[1]))
    yaw = np.degrees(np.arctan2(ahead[0], ahead[2]))
    pitch = np.degrees(np.arcsin(np.clip(ahead[1], -1, 1)))
    return float(roll), float(yaw), float(pitch)
