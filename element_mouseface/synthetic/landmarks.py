"""Where named points of the drawn face are in each frame, as a perfect tracker would find them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .face import Face, rotation
from .identity import make_identity
from .parts import Pose
from .planted import SyntheticMovie
from .roll import RolledFace

#: points of the skull, then points that expressions move
LANDMARKS = (
    *("ear_base", "eye_front", "eye_back", "eye_top", "eye_bottom", "forehead", "temple"),
    *("brow", "ear_tip", "nose_tip", "pad", "cheek", "mouth", "lower_lip"),
)


def landmarks(movie: SyntheticMovie) -> NDArray[np.float64]:
    """Positions of the points in each frame.

    Parameters
    ----------
    movie : SyntheticMovie

    Returns
    -------
    (frames, points, 2) float64 array
        (x, y) in pixels of the frame, in the order of `LANDMARKS`.
    """
    width, height = movie.settings["size_px"]
    face = Face(make_identity(movie.settings["identity"]), (width, height))
    poses = [Pose(*row) for row in movie.truth["pose"].tolist()]
    found = np.stack([_points(face, pose) for pose in poses]) - face.anatomy.margin_px
    if face.who.facing == "left":
        found[..., 0] = width - 1 - found[..., 0]
    if "roll_deg" in movie.truth:
        middle = RolledFace(face.who, (width, height), "animal").middle_px
        turn = np.deg2rad(movie.truth["roll_deg"])[:, None]
        c, s = np.cos(turn), np.sin(turn)
        x, y = np.moveaxis(found - middle, 2, 0)
        found = np.stack([c * x + s * y, c * y - s * x], axis=2) + middle
    return found


def _points(face: Face, pose: Pose) -> NDArray[np.float64]:
    """(points, 2) in canvas pixels of the face that looks right."""
    a, marks = face.anatomy, face.anatomy.marks
    shift = np.array([-pose.shift_x if face.who.facing == "left" else pose.shift_x, pose.shift_y])
    fore, back, top, bottom = face.eye_rim(pose)
    skin = {
        "forehead": 0.5 * (marks["brow"] + marks["ear_base"]) + a.turn(0, -14),
        "temple": 0.5 * (marks["eye"] + marks["ear_base"]) + a.turn(0, 30),
        **{name: marks[name] for name in ("brow", "pad", "cheek")},
        "mouth": marks["corner"],
    }
    pulled = np.array(list(skin.values()))
    pulled = pulled + face.pull_of_skin(pose, pulled)
    along = np.deg2rad(face.who.ear_angle_deg) + a.tilt
    length = face.who.ear_length_px * a.unit_px
    tip = length * np.array([np.cos(along), np.sin(along)])
    turned = {
        "ear_tip": marks["ear_base"] + rotation(-pose.ear) @ tip,
        "lower_lip": marks["hinge"]
        + rotation(max(pose.jaw, 0)) @ (marks["lower_lip"] - marks["hinge"]),
    }
    found = {
        "ear_base": marks["ear_base"],
        **{"eye_front": fore, "eye_back": back, "eye_top": top, "eye_bottom": bottom},
        **dict(zip(skin, pulled, strict=True)),
        **turned,
        "nose_tip": marks["tip"] + a.turn(pose.nose_x, pose.nose_y),
    }
    return np.array([found[name] for name in LANDMARKS]) + shift
