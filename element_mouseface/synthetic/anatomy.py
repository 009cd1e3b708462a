"""Anatomy: outlines and landmarks of one identity, in canvas pixels.

The canvas is the frame with a margin on every side, which becomes visible when the head moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .identity import DESIGN_HEIGHT_PX, DESIGN_WIDTH_PX, Identity
from .texture import smooth_closed

Points = NDArray[np.float64]

# Outlines of an average mouse looking right, in pixels of a 640x480 frame.
_HEAD = [
    *((300, 91), (345, 112), (400, 138), (458, 171), (510, 207), (540, 229), (560, 247)),
    *((567, 260), (565, 277), (555, 292), (538, 303), (512, 309), (488, 314), (462, 324)),
    *((446, 345), (420, 378), (372, 408), (310, 424), (240, 405), (190, 340), (170, 250)),
    *((185, 150), (235, 76)),
]
_BODY = [
    *((-90, 36), (60, 50), (170, 64), (235, 76), (300, 91), (345, 112), (385, 138), (420, 210)),
    *((436, 300), (424, 366), (404, 402), (396, 440), (404, 500), (420, 590), (-90, 590)),
]
_JAW = [
    *((400, 322), (446, 312), (486, 304), (520, 299), (540, 298), (548, 304), (546, 314)),
    *((531, 326), (506, 337), (474, 349), (440, 364), (408, 380), (376, 386), (366, 352)),
]
_NOSE = [
    *((-26, -21), (-13, -17), (-3, -11), (5, -2), (7, 8), (2, 18), (-7, 25), (-20, 27)),
    *((-30, 16), (-34, -4)),
]
_EAR = [
    *((0.02, -0.20), (0.22, -0.40), (0.50, -0.52), (0.80, -0.42), (0.98, -0.14), (0.99, 0.16)),
    *((0.82, 0.43), (0.54, 0.51), (0.25, 0.40), (0.03, 0.20), (-0.06, 0.0)),
]
_LANDMARKS = {
    "tip": (566, 262),
    "pad": (508, 272),
    "corner": (470, 320),
    "hinge": (404, 330),
    "cheek": (408, 290),
    "lower_lip": (546, 306),
    "upper_lip": (540, 299),
    "chest": (250, 330),
    "paw": (524, 278),
}


@dataclass(frozen=True)
class Anatomy:
    """Outlines (n, 2) and landmarks (x, y) in canvas pixels, and the scale.

    `unit_px` is the length of one design pixel; `margin_px` the canvas' margin.
    """

    width_px: int
    height_px: int
    margin_px: int
    unit_px: float
    frame_unit_px: float
    tilt: float
    head: Points
    body: Points
    jaw: Points
    nose: Points
    ear: Points
    marks: dict[str, Points]

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) of the canvas."""
        return self.height_px + 2 * self.margin_px, self.width_px + 2 * self.margin_px

    def turn(self, dx: float, dy: float) -> Points:
        """A design direction and length (right, down) as canvas pixels."""
        c, s = np.cos(self.tilt), np.sin(self.tilt)
        return self.unit_px * np.array([c * dx - s * dy, s * dx + c * dy])


def _proportion(points: Points, who: Identity) -> Points:
    """Stretch the snout in front of the eye, and lift the forehead, for this mouse."""
    p = np.array(points, float)
    ahead = np.clip(p[:, 0] - who.eye_px[0] - 10, 0, None)
    axis_y = 190 + 0.46 * ahead
    p[:, 1] = np.where(
        ahead > 0, axis_y + (p[:, 1] - axis_y) * (1 + (who.snout_depth - 1) * ahead / 180), p[:, 1]
    )
    p[:, 1] += who.snout_drop_px * (ahead / 180) ** 1.3
    p[:, 0] += ahead * (who.snout_length - 1)
    top = np.exp(-(((p[:, 0] - 330) / 80) ** 2)) * (p[:, 1] < 160)
    p[:, 1] += who.forehead_px * top
    return p


def _ear(who: Identity) -> Points:
    along = np.deg2rad(who.ear_angle_deg)
    axis = np.array([np.cos(along), np.sin(along)])
    across = np.array([-axis[1], axis[0]])
    shape = np.array(_EAR)
    outline = shape[:, :1] * who.ear_length_px * axis + shape[:, 1:] * who.ear_width_px * across
    return outline + who.ear_base_px


def make_anatomy(who: Identity, width_px: int, height_px: int) -> Anatomy:
    """The outlines of an identity in a frame of this size.

    Parameters
    ----------
    who : Identity
    width_px, height_px : int
        Size of the frame.

    Returns
    -------
    Anatomy
    """
    scale = min(width_px / DESIGN_WIDTH_PX, height_px / DESIGN_HEIGHT_PX)
    margin = int(np.ceil(44 * scale)) + 4
    tilt = np.deg2rad(who.camera_tilt_deg)
    turn = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
    center = np.array([380.0, 230.0])
    design = np.array([DESIGN_WIDTH_PX, DESIGN_HEIGHT_PX])
    edge = margin + (np.array([width_px, height_px]) - scale * design) / 2

    def place(points) -> Points:
        local = (np.atleast_2d(np.asarray(points, float)) - center) @ turn.T
        return scale * (who.camera_scale * local + center + who.camera_offset_px) + edge

    marks = {name: place(_proportion(np.array([p]), who))[0] for name, p in _LANDMARKS.items()}
    marks["eye"] = place([who.eye_px])[0]
    marks["brow"] = place([(who.eye_px[0] + 4, who.eye_px[1] - 34)])[0]
    marks["ear_base"] = place([who.ear_base_px])[0]
    tip = _proportion(np.array([_LANDMARKS["tip"]]), who)[0]
    return Anatomy(
        width_px=width_px,
        height_px=height_px,
        margin_px=margin,
        unit_px=scale * who.camera_scale,
        frame_unit_px=scale,
        tilt=float(tilt),
        head=place(smooth_closed(_proportion(np.array(_HEAD), who))),
        body=place(smooth_closed(_proportion(np.array(_BODY), who))),
        jaw=place(smooth_closed(_proportion(np.array(_JAW), who))),
        nose=place(smooth_closed(np.array(_NOSE) * min(who.snout_depth, 1.1) + tip)),
        ear=place(smooth_closed(_ear(who))),
        marks=marks,
    )
