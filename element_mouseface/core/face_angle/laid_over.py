"""Lay one picture over a reference: turn, scale, shift and light, by robust least squares.

A frame is compared with the reference times a plane (light), and with its derivatives along turn,
scale and shift (Lucas and Kanade, IJCAI 1981, with the template's derivatives), first blurred,
then sharp, each time warping the frame by what was found. Pixels that fit badly lose their weight
in that frame (Tukey), so that what deforms does not turn the head. `follows` says how far each
pixel moves with the head: what stays when the head moves does not vote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

#: (blur of both pictures, steps at it), thumbnail pixels
_STAGES = ((2.5, 3), (1.2, 2), (0.7, 3))
_TUKEY = 4.0
_MOST_TURN, _MOST_SCALE = np.radians(30.0), 1.25
_LIGHT = 3
_TURN = _LIGHT + 2
#: what a rigid head leaves open, besides: a chest that breathes, fur that slides (drawn mice)
_FLOOR = np.radians(0.08)
#: parts of the picture, down and across, of which each is left out for the standard error
_PARTS = (2, 3)
_LEAST_PARTS = 4

Motion = tuple[float, float, float, float]
"""Shift right and down in pixels of the frame, turn in radians (clockwise as seen, for y points
down), and scale, about the center."""

STILL: Motion = (0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Laid:
    """One frame, laid over the reference.

    Attributes
    ----------
    motion : Motion
        How the head lies in the frame against the reference.
    turn_se : float
        Standard error of the turn, radians.
    likeness : float
        1 - (weighted square of what remains) / (that of the reference about its mean).
    residual : (y, x) float32 array
        The frame laid back over the reference, its light removed, minus the reference.
    light : (3,) array
    """

    motion: Motion
    turn_se: float
    likeness: float
    residual: np.ndarray
    light: np.ndarray


class Reference:
    """A picture that frames are laid over.

    Parameters
    ----------
    picture : (y, x) float array
    weights : (y, x) array
        How much each pixel counts.
    spread : (y, x) array
        Usual standard deviation of what remains of a pixel.
    follows : (y, x) array
        0 for what stays in place when the head moves, 1 for what moves along.
    scale : (float, float)
        Pixels of the frame for one of the picture, right and down.
    """

    def __init__(self, picture, weights, spread, follows, scale: tuple[float, float]):
        self.picture = np.ascontiguousarray(picture, np.float32)
        self.weights = np.asarray(weights, np.float32)
        self.spread = np.asarray(spread, np.float32)
        self.follows = np.asarray(follows, np.float32)
        self.scale = (float(scale[0]), float(scale[1]))
        height, width = self.picture.shape
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        self._rows, self._columns = rows, columns
        counted = self.weights * self.follows + 1e-12
        self.center = (
            float(np.average(columns, weights=counted)) * self.scale[0],
            float(np.average(rows, weights=counted)) * self.scale[1],
        )
        self._x = columns * self.scale[0] - self.center[0]
        self._y = rows * self.scale[1] - self.center[1]
        self._planes = np.stack(
            [
                np.ones_like(rows),
                2 * columns / max(width - 1, 1) - 1,
                2 * rows / max(height - 1, 1) - 1,
            ]
        )
        self._stages = [self._stage(blur) for blur, _ in _STAGES]
        middle = np.average(self.picture, weights=self.weights + 1e-12)
        self._power = max(float((self.weights * (self.picture - middle) ** 2).sum()), 1e-9)
        n_down, n_across = _PARTS
        part = (np.arange(height) * n_down // height)[:, None] * n_across
        part = (part + np.arange(width) * n_across // width).ravel()
        self._parts = [np.flatnonzero(part == k) for k in range(n_down * n_across)]

    def _stage(self, blur: float) -> tuple[np.ndarray, np.ndarray]:
        """The blurred picture, and its derivatives (light and motion) as (7, pixels)."""
        picture = blurred(self.picture, blur)
        gy, gx = np.gradient(picture)
        gx, gy = gx / self.scale[0] * self.follows, gy / self.scale[1] * self.follows
        motions = [-gx, -gy, self._y * gx - self._x * gy, -self._x * gx - self._y * gy]
        design = np.concatenate([self._planes * picture, np.stack(motions)])
        return picture, design.reshape(len(design), -1).astype(np.float32)

    def turn_information(self, noise: np.ndarray) -> tuple[float, float]:
        """What the picture tells of a turn, and how much of that is the picture's own noise.

        Parameters
        ----------
        noise : (y, x) array
            Variance of the picture's own noise.

        Returns
        -------
        information, of_noise : float
            Inverse variance of a turn in radians, beside light and shift; and what of it the
            noise pretends.
        """
        design = self._stages[-1][1].astype(np.float64)
        flat = (self.weights / self.spread**2).ravel()
        normal = (design * flat) @ design.T + 1e-9 * np.eye(len(design))
        information = float(1 / np.linalg.inv(normal)[_TURN, _TURN])
        impulse = np.zeros((15, 15), np.float32)
        impulse[7, 7] = 1.0
        slope = np.gradient(blurred(impulse, _STAGES[-1][0]))[0]
        reach = (self._y / self.scale[0]) ** 2 + (self._x / self.scale[1]) ** 2
        pretended = noise * float((slope**2).sum()) * reach * self.follows**2
        return information, float((flat * pretended.ravel()).sum())

    def shares(self) -> np.ndarray:
        """(y, x) float32: how much each pixel counts for the motion, of the largest."""
        design = self._stages[-1][1]
        turn = (design[_TURN] ** 2).reshape(self.picture.shape)
        counted = self.weights * self.follows / self.spread**2 * (turn > 0)
        return (counted / max(float(counted.max()), 1e-12)).astype(np.float32)

    def lay(self, frame: np.ndarray, start: Motion = STILL) -> Laid:
        """Lay a frame over the picture, from a motion that is about right."""
        now = np.array(start, np.float64)
        light = np.array([1.0, 0.0, 0.0])
        base = self.weights / self.spread**2
        for number, (blur, steps) in enumerate(_STAGES):
            picture, design = self._stages[number]
            soft = blurred(frame, blur)
            for step in range(steps):
                left, inside = self._compared(soft, picture, now, light)
                weight = base * inside
                if number or step > 1:
                    weight = weight * self._robust(left, weight)
                found = _solved(design, left.ravel(), weight.ravel())
                light = light + light[0] * found[:_LIGHT]
                light[0] = np.clip(light[0], 0.02, 50.0)
                now = _moved(now, found[_LIGHT:])
        left, inside = self._compared(soft, picture, now, light)
        weight = base * inside
        weight = weight * self._robust(left, weight)
        error = self._error(design, left.ravel(), weight.ravel())
        counted = self.weights * inside
        lost = float((counted * left**2).sum())
        likeness = 1 - lost / self._power * float(self.weights.sum() / max(counted.sum(), 1e-9))
        motion = (float(now[0]), float(now[1]), float(now[2]), float(now[3]))
        return Laid(motion, error, likeness, left, light)

    def displacement(self, motion: Motion) -> float:
        """Root mean square of how far a motion moves the pixels, in those of the picture."""
        dx, dy = self._displaced(motion)
        squares = (dx / self.scale[0]) ** 2 + (dy / self.scale[1]) ** 2
        counted = self.weights * self.follows + 1e-12
        return float(np.sqrt((counted * squares).sum() / counted.sum()))

    def squares(self, frames: np.ndarray, laid: Sequence[Laid]) -> tuple[np.ndarray, np.ndarray]:
        """Mean square differences of each pixel with all moved along, and with all in place."""
        blur = _STAGES[-1][0]
        picture, _ = self._stages[-1]
        everything = np.ones_like(self.follows)
        sums = np.zeros((2, *picture.shape), np.float32)
        for frame, one in zip(frames, laid, strict=True):
            soft = blurred(np.asarray(frame, np.float32), blur)
            for k, motion in enumerate((one.motion, STILL)):
                left, inside = self._compared(soft, picture, motion, one.light, everything)
                sums[k] += left**2 * inside
        return sums[0] / len(laid), sums[1] / len(laid)

    def _displaced(self, now: Any) -> tuple[np.ndarray, np.ndarray]:
        c, s = now[3] * np.cos(now[2]), now[3] * np.sin(now[2])
        dx = (c - 1) * self._x - s * self._y + now[0]
        dy = s * self._x + (c - 1) * self._y + now[1]
        return dx, dy

    def _compared(self, soft, picture, now, light, follows=None) -> tuple[np.ndarray, np.ndarray]:
        """What the frame, laid back, differs by from the picture; and which pixels it shows."""
        follows = self.follows if follows is None else follows
        dx, dy = self._displaced(now)
        at_x = self._columns + follows * dx.astype(np.float32) / self.scale[0]
        at_y = self._rows + follows * dy.astype(np.float32) / self.scale[1]
        height, width = picture.shape
        there = cv2.remap(soft, at_x, at_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        inside = (at_x >= 0) & (at_x <= width - 1) & (at_y >= 0) & (at_y <= height - 1)
        plane = np.maximum(np.tensordot(light, self._planes, 1), 0.02)
        return (there / plane - picture).astype(np.float32), inside

    def _robust(self, left: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Tukey's weights; a frame that is worse everywhere is judged by its own level."""
        size = np.abs(left) / self.spread
        counted = size[weight > 0]
        level = max(float(np.median(counted)) / 0.6745, 0.5) if len(counted) else 1.0
        return np.maximum(0.0, 1 - (size / (_TUKEY * level)) ** 2) ** 2

    def _error(self, design: np.ndarray, left: np.ndarray, weight: np.ndarray) -> float:
        """Standard error of the turn: the jackknife over parts of the picture.

        What is wrong with a turn is not noise of pixels but parts that move in their own way:
        a chest that breathes, an ear, a background. So each part is left out in turn.
        """
        weighted = design * weight
        normals, pulls = [], []
        for part in self._parts:
            normals.append((weighted[:, part] @ design[:, part].T).astype(np.float64))
            pulls.append((weighted[:, part] @ left[part]).astype(np.float64))
        there = [k for k, normal in enumerate(normals) if normal[_TURN, _TURN] > 0]
        whole, pull = np.sum(normals, axis=0), np.sum(pulls, axis=0)
        whole += np.diag(np.diag(whole)) * 1e-6 + np.eye(len(design)) * 1e-9
        if len(there) < _LEAST_PARTS:
            return float("nan")
        turns = np.array(
            [np.linalg.solve(whole - normals[k], pull - pulls[k])[_TURN] for k in there]
        )
        count = len(there)
        square = (count - 1) / count * ((turns - turns.mean()) ** 2).sum()
        return float(np.sqrt(square + _FLOOR**2))


def blurred(picture: np.ndarray, blur: float) -> np.ndarray:
    """A picture after a Gaussian blur."""
    return cv2.GaussianBlur(picture, (0, 0), blur, borderType=cv2.BORDER_REPLICATE)


def _solved(design: np.ndarray, target: np.ndarray, weights: np.ndarray):
    weighted = design * weights
    normal = (weighted @ design.T).astype(np.float64)
    normal += np.diag(np.diag(normal)) * 1e-6 + np.eye(len(design)) * 1e-9
    return np.linalg.solve(normal, (weighted @ target).astype(np.float64))


def _moved(now: np.ndarray, step: np.ndarray) -> np.ndarray:
    c, s = now[3] * np.cos(now[2]), now[3] * np.sin(now[2])
    return np.array(
        [
            now[0] + c * step[0] - s * step[1],
            now[1] + s * step[0] + c * step[1],
            np.clip(now[2] + step[2], -_MOST_TURN, _MOST_TURN),
            np.clip(now[3] * (1 + step[3]), 1 / _MOST_SCALE, _MOST_SCALE),
        ]
    )
