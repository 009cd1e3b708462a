"""The eye with a pupil of a given radius."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .anatomy import Anatomy
from .identity import Identity

_EDGE = 14  # the greater, the sharper the pupil's edge


class Iris:
    """An eyeball, as `layers` paints it, whose pupil is drawn anew in every frame.

    The iris is brighter than the painted one, so that the pupil can be measured.
    """

    def __init__(self, who: Identity, a: Anatomy):
        radius = who.eye_radius_px * a.unit_px
        half = int(np.ceil(2.2 * radius)) + 2
        y, x = np.mgrid[-half : half + 1, -half : half + 1].astype(np.float32) / radius
        self._far = np.hypot(x, y)
        tone = 130.0 if who.coat == "albino" else 82.0
        self._iris = tone * (0.8 + 0.3 * np.clip(self._far, 0, 1))
        angle = np.deg2rad(who.light_angle_deg)
        spot_x, spot_y = 0.38 * np.cos(angle), 0.38 * np.sin(angle)
        self._shine = 235 * np.exp(-(((x - spot_x) ** 2 + (y - spot_y) ** 2) / 0.016))
        self._shine += 34 * np.exp(-(((x + spot_x) ** 2 + (y + 1.4 * spot_y) ** 2) / 0.10))

    def draw(self, pupil: float) -> NDArray[Any]:
        """The eyeball, uint8 in a square patch, with a pupil of this radius (1 is the eye's).

        At the radius the edge is half-way from the iris's tone to the pupil's.
        """
        inside = np.exp2(-((self._far / max(pupil, 0.02)) ** _EDGE))
        return np.clip(self._iris * (1 - 0.9 * inside) + self._shine, 0, 255).astype(np.uint8)
