"""Deformation fields of the skin: a few local muscles with position and strength."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .anatomy import Anatomy
from .identity import Identity
from .parts import Pose

_COARSE = 4  # the fields are smooth: they are summed on a grid this much coarser


class FaceFields:
    """Displacement and shading of the skin around muzzle, cheek and brow.

    Each muscle is a compact bump that shifts the skin, or swells it and thereby changes the
    shading. `origin` (x, y) and `size` (width, height) are the box of the canvas that the muscles
    affect.
    """

    def __init__(self, who: Identity, a: Anatomy):
        self._a, u, m = a, a.unit_px, a.marks
        spots = np.array([m["tip"], m["pad"], m["cheek"], m["brow"], m["corner"], m["eye"]])
        low = np.floor(spots.min(0) - 92 * u).astype(int)
        high = np.ceil(spots.max(0) + 92 * u).astype(int)
        self.origin, self.size = low, (high - low) // _COARSE * _COARSE
        width, height = self.size // _COARSE
        y, x = np.mgrid[:height, :width]
        # Pixel centers of the coarse grid, in canvas pixels.
        self._x = (x + 0.5) * _COARSE - 0.5 + low[0]
        self._y = (y + 0.5) * _COARSE - 0.5 + low[1]
        angle = np.deg2rad(who.light_angle_deg)
        self._light = np.array([np.cos(angle), np.sin(angle)])
        taper = [np.clip(np.minimum(i, n - 1 - i) / 4, 0, 1) for i, n in ((x, width), (y, height))]
        self._taper = taper[0] * taper[1]
        muscles = [  # in the order of _strength
            self._shift(m["tip"], 40, a.turn(1, 0)),
            self._shift(m["tip"], 40, a.turn(0, 1)),
            self._swell(m["pad"], 42, 0.26, a.turn(3.5, 0.5)),
            self._shift(m["corner"], 34, a.turn(-8, -6)),
            self._swell(m["cheek"], 52, 0.22, a.turn(-2, 3)),
            self._shift(m["brow"], 30, a.turn(-1, 8)),
            self._shift(m["eye"] + a.turn(2, 26), 24, a.turn(0, -7)),
        ]
        table = np.array([np.stack(pulls) for pulls in muscles])
        self._table = table.reshape(len(muscles), -1).astype(np.float32)
        grid_y, grid_x = np.mgrid[: self.size[1], : self.size[0]].astype(np.float32)
        self._grid = np.stack([grid_x + low[0], grid_y + low[1]], 2).astype(np.float32)

    def _bump(self, center: NDArray, radius: float) -> NDArray:
        r = radius * self._a.unit_px
        far = (self._x - center[0]) ** 2 + (self._y - center[1]) ** 2
        return np.exp(-far / r**2) * self._taper

    def _shift(self, center, radius, pull):
        """Skin that slides; where it is compressed it darkens into a fold."""
        bump, r = self._bump(center, radius), radius * self._a.unit_px
        along = ((self._x - center[0]) * pull[0] + (self._y - center[1]) * pull[1]) / r**2
        return pull[0] * bump, pull[1] * bump, -0.4 * along * bump

    def _swell(self, center, radius, amount, pull):
        bump, r = self._bump(center, radius), radius * self._a.unit_px
        dx, dy = self._x - center[0], self._y - center[1]
        lit = (dx * self._light[0] + dy * self._light[1]) / r
        return (
            amount * dx * bump + pull[0] * bump,
            amount * dy * bump + pull[1] * bump,
            0.28 * lit * bump,
        )

    @staticmethod
    def _strength(pose: Pose) -> NDArray[np.float32]:
        squint = 1 - pose.eye
        return np.array(
            [pose.nose_x, pose.nose_y, pose.pad, pose.lip, pose.cheek, pose.brow, squint],
            np.float32,
        )

    def pull(self, pose: Pose, offset: NDArray) -> tuple[NDArray, NDArray]:
        """Source of each pixel of the box (y, x, 2), plus `offset`, and its gain (y, x)."""
        height, width = self.size[1] // _COARSE, self.size[0] // _COARSE
        summed = (self._strength(pose) @ self._table).reshape(3, height, width)
        size = (int(self.size[0]), int(self.size[1]))
        moved = cv2.resize(np.ascontiguousarray(summed[:2].transpose(1, 2, 0)), size)
        source = cv2.subtract(self._grid, moved, dst=moved)
        everywhere: Any = (float(offset[0]), float(offset[1]), 0.0, 0.0)
        cv2.add(source, everywhere, dst=source)
        return source, cv2.resize(1 + np.clip(summed[2], -0.6, 0.6), size)

    def nose_move(self, pose: Pose) -> NDArray[np.float64]:
        """Displacement of the tip of the nose, canvas pixels."""
        return self._a.turn(pose.nose_x, pose.nose_y)

    def move_points(self, pose: Pose, points: NDArray) -> NDArray[np.float64]:
        """Displacement of the skin at points (n, 2), canvas pixels (n, 2)."""
        width, height = self.size // _COARSE
        column = np.clip(((points[:, 0] - self.origin[0]) / _COARSE).astype(int), 0, width - 1)
        row = np.clip(((points[:, 1] - self.origin[1]) / _COARSE).astype(int), 0, height - 1)
        table = self._table.reshape(len(self._table), 3, height, width)[:, :2, row, column]
        return np.tensordot(self._strength(pose), table, 1).T.astype(float)
