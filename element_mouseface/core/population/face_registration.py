"""Lay the faces of several mice over one of them, and refuse those that do not fit.

No point of the face has to be named: the resting pictures' edges, contrast and movement are
compared at all mirrorings, scales, turns and shifts (`core.behavior.features.alignment`).  How
sure that is: the same picture turned upside down is laid over as well, which no face should fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ..behavior.features.alignment import Pose, find_pose, warp_operator
from .faces import KINDS, SessionFace
from .params import PopulationParams

#: So many mice are tried as the one that the others are laid over.
_CANDIDATES = 4


@dataclass(frozen=True, eq=False)
class Placed:
    """How a face lies over a template.

    Attributes
    ----------
    pose : Pose
    likeness, upside_down : float
        Correlation of the faces' maps after registration, and of the face turned upside down.
    reason : str
        Why it was refused; '' if it was not.
    """

    pose: Pose
    likeness: float
    upside_down: float
    reason: str

    @property
    def advantage(self) -> float:
        """How much better the face fits than the same picture upside down."""
        return self.likeness - self.upside_down


@dataclass(frozen=True, eq=False)
class Overlay:
    """All faces over one template.

    Attributes
    ----------
    template : int
        Number of the face that the others are laid over.
    placed : tuple of Placed
        Of each face.
    shape : (int, int)
        Of the pictures (y, x).
    """

    template: int
    placed: tuple[Placed, ...]
    shape: tuple[int, int]


def lay_over(faces: Sequence[SessionFace], params: PopulationParams) -> tuple[Overlay, ...]:
    """The best overlay, and the best one over a face of another mouse.

    Two, so that a mouse that is tested is never the one that the others are laid over.
    """
    mice = list(dict.fromkeys(face.mouse for face in faces))
    tried = [mice[k] for k in np.unique(np.linspace(0, len(mice) - 1, _CANDIDATES).astype(int))]
    first = [next(k for k, face in enumerate(faces) if face.mouse == mouse) for mouse in tried]
    poses = {number: _poses(faces, number) for number in first}
    quality = {number: float(np.median([one.score for one in poses[number]])) for number in first}
    best = sorted(first, key=lambda number: -quality[number])[:2]
    return tuple(_overlay(faces, number, poses[number], params) for number in best)


def _poses(faces: Sequence[SessionFace], template: int) -> list[Pose]:
    target = faces[template].maps
    return [
        Pose() if number == template else find_pose(target, fitted(face.maps, target.shape[1:]))
        for number, face in enumerate(faces)
    ]


def _overlay(
    faces: Sequence[SessionFace], template: int, poses: Sequence[Pose], params: PopulationParams
) -> Overlay:
    target = faces[template].maps
    placed = []
    for number, (face, pose) in enumerate(zip(faces, poses, strict=True)):
        if number == template:
            placed.append(Placed(pose, 1.0, float("nan"), ""))
            continue
        maps = fitted(face.maps, target.shape[1:])
        placed.append(_placed(pose, _score(target, maps[:, ::-1]), params))
    return Overlay(template, tuple(placed), faces[template].shape)


def _score(target: np.ndarray, maps: np.ndarray) -> float:
    return float(find_pose(target, np.ascontiguousarray(maps)).score)


def _placed(pose: Pose, upside_down: float, params: PopulationParams) -> Placed:
    likeness = float(pose.score)
    reason = ""
    if not likeness >= params.least_likeness:
        reason = (
            f"its face is like that of the others at {likeness:.2f} after registration; at least "
            f"{params.least_likeness:g} is needed"
        )
    elif not likeness - upside_down >= params.least_advantage:
        reason = (
            f"its face fits the others at {likeness:.2f}, and at {upside_down:.2f} upside down: "
            "where the parts of the face are is not known"
        )
    return Placed(pose, likeness, upside_down, reason)


def fitted(pictures: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Pictures (n, y, x) in another size, with their proportions; what is missing is 0."""
    if pictures.shape[1:] == tuple(shape):
        return pictures
    n, height, width = pictures.shape
    scale = min(shape[0] / height, shape[1] / width)
    high, wide = max(1, round(height * scale)), max(1, round(width * scale))
    out = np.zeros((n, *shape), np.float32)
    down, right = (shape[0] - high) // 2, (shape[1] - wide) // 2
    for place, one in enumerate(pictures):
        small = cv2.resize(np.ascontiguousarray(one, np.float32), (wide, high))
        out[place, down : down + high, right : right + wide] = small
    return out


def registered(face: SessionFace, placed: Placed, overlay: Overlay, windows: str) -> np.ndarray:
    """The responses of a face over the template: (trials, kinds, pixels) float32.

    Parameters
    ----------
    windows : {'trials', 'rest'}
    """
    operator = warp_operator(placed.pose, overlay.shape)
    given, layers = getattr(face, windows), []
    for kind in KINDS:
        rows = given[kind].reshape(-1, *face.shape)
        flat = fitted(rows, overlay.shape).reshape(len(rows), operator.shape[1])
        layers.append((operator @ flat.T).T)
    return np.stack(layers, axis=1).astype(np.float32)
