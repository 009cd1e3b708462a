"""Roll: the head, or everything in view, turned in the plane of the picture."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from .face import Face, Image
from .identity import Identity
from .parts import Pose

_APRON_OF_HEIGHT = 0.09  # what a turn brings into view, of the frame's height


class RolledFace:
    """A mouse that is drawn with a roll.

    Parameters
    ----------
    who : Identity
    size_px : (int, int)
        (width, height) of the frame.
    what : {'animal', 'camera'}
        Whether the animal alone is turned, or everything in view.
    """

    def __init__(self, who: Identity, size_px: tuple[int, int], what: str):
        self.size_px, self.what = size_px, what
        self._face = Face(who, size_px, int(np.ceil(_APRON_OF_HEIGHT * size_px[1])))

    def draw(self, pose: Pose, roll_deg: float) -> Image:
        """The frame in this pose, turned counterclockwise by so many degrees."""
        turn = _turn(roll_deg)
        mirrored = self._face.who.facing == "left"
        # the frame is turned as a whole, so what stays is turned back beforehand
        back = _turn(roll_deg if mirrored else -roll_deg)
        drawn = self._face.draw(pose, back if self.what == "animal" else None)
        matrix = _about(self.middle_px + self._face.apron_px, turn, -self._face.apron_px)
        edge, how = cv2.BORDER_REPLICATE, cv2.INTER_CUBIC
        return cv2.warpAffine(drawn, matrix, self.size_px, flags=how, borderMode=edge)

    @property
    def middle_px(self) -> NDArray[np.float64]:
        """What the head turns about: (x, y) in the frame."""
        a = self._face.anatomy
        x, y = a.head.mean(0) - a.margin_px
        return np.array([self.size_px[0] - 1 - x if self._face.who.facing == "left" else x, y])


def _turn(roll_deg: float) -> NDArray[np.float64]:
    """(2, 2): counterclockwise as seen, with y down."""
    c, s = np.cos(np.deg2rad(roll_deg)), np.sin(np.deg2rad(roll_deg))
    return np.array([[c, s], [-s, c]])


def _about(pivot: NDArray, linear: NDArray, shift: float) -> NDArray[np.float64]:
    return np.column_stack([linear, pivot - linear @ pivot + shift])
