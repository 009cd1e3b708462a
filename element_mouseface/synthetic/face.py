"""Draw one frame: the layers of an identity in a pose."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from .anatomy import Anatomy, make_anatomy
from .fields import FaceFields
from .identity import Identity, stream
from .iris import Iris
from .layers import paint
from .parts import Pose
from .texture import Layer, fixed

Image = NDArray[Any]  # uint8; cv2 does not promise the type of what it returns
_NO_MAP: Any = None  # cv2.remap has both maps in one
_LINEAR = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP


def _over(below: Image, light: Image, shade: Image) -> None:
    """Draw a picture with soft edges over `below`, in place."""
    cv2.multiply(below, shade, dst=below, scale=1 / 255)
    cv2.add(below, light, dst=below)


def _about(pivot: NDArray, linear: NDArray, shift: NDArray) -> NDArray[np.float64]:
    """The affine map x -> linear (x - pivot) + pivot + shift, as (2, 3)."""
    return np.column_stack([linear, pivot - linear @ pivot + shift])


def rotation(degrees: float) -> NDArray[np.float64]:
    """(2, 2): clockwise as seen, with y down."""
    c, s = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    return np.array([[c, -s], [s, c]])


class _Sprite:
    """A layer cropped to its visible part."""

    def __init__(self, layer: Layer, bounds: tuple[int, int, int, int] | None = None):
        x0, y0, x1, y1 = bounds or layer.bounds()
        x0, y0 = max(x0 - 2, 0), max(y0 - 2, 0)
        self.origin = np.array([x0, y0], float)
        self.light = np.ascontiguousarray(layer.light[y0 : y1 + 2, x0 : x1 + 2])
        self.shade = np.ascontiguousarray(layer.shade[y0 : y1 + 2, x0 : x1 + 2])
        # The outermost pixels are transparent, so that warping may repeat them.
        height, width = self.light.shape
        self.corners = np.array([[0, 0], [width, 0], [0, height], [width, height]]) + self.origin


class Face:
    """A mouse that can be drawn in any pose.

    Parameters
    ----------
    who : Identity
    size_px : (int, int)
        (width, height) of the frame.
    apron_px : int
        How far around the frame is drawn too, at most the canvas' margin.
    """

    def __init__(self, who: Identity, size_px: tuple[int, int] = (640, 480), apron_px: int = 0):
        self.who = who
        self.anatomy = a = make_anatomy(who, *size_px)
        self.apron_px = min(apron_px, a.margin_px)
        self.width_px, self.height_px = (n + 2 * self.apron_px for n in size_px)
        self._margin = np.array([a.margin_px, a.margin_px], float) - self.apron_px
        pictures = paint(who, a)
        self._background, self._eyeball = pictures.background, pictures.eyeball
        self._iris = Iris(who, a)
        self._front = _Sprite(pictures.front) if pictures.front else None
        self._body, self._head = _Sprite(pictures.body), _Sprite(pictures.head)
        self._jaw, self._nose = _Sprite(pictures.jaw), _Sprite(pictures.nose)
        bounds = pictures.ear_open.bounds()
        self._ears = [_Sprite(ear, bounds) for ear in (pictures.ear_open, pictures.ear_folded)]
        self._paw = _Sprite(pictures.paw)
        self._fields = FaceFields(who, a)
        self._plant_whiskers(stream("whiskers", who.number), a)

    def _plant_whiskers(self, rng: np.random.Generator, a: Anatomy) -> None:
        n = self.who.whiskers
        upper = np.linspace(0, 1, n)
        spots = [a.turn(-22 + 48 * rng.random(), -22 + 46 * v) for v in upper]
        self._whisker_roots = a.marks["pad"] + np.array(spots)
        self._whisker_angles = np.deg2rad(-88 + 190 * upper + rng.normal(0, 9, n))
        self._whisker_curls = rng.normal(0, 0.25, n) + 0.55 * np.sign(upper - 0.45)
        self._whisker_steps = (
            self.who.whisker_length_px * a.unit_px * rng.uniform(0.45, 1.1, n) / 9
        )[:, None] * np.ones(9)
        behind = float(self._background.mean())
        self._whiskers_dark = behind > 130
        self._whisker_tone = 50.0 if self._whiskers_dark else 100.0 - 0.3 * self.who.fur_tone

    def draw(self, pose: Pose, surroundings: NDArray | None = None) -> Image:
        """The frame in this pose, before light and sensor: luma, uint8 (y, x).

        `surroundings` is a linear map (2, 2) about the head's middle that moves what is around
        the animal.
        """
        a = self.anatomy
        flip = -1.0 if self.who.facing == "left" else 1.0
        shift = np.array([flip * pose.shift_x, pose.shift_y])
        view = np.array([flip * pose.view_x, pose.view_y])
        still = self.about_head(np.eye(2) if surroundings is None else surroundings, view)
        canvas = self._view(view if surroundings is None else still)
        breath = np.diag([1 - 0.05 * pose.hunch, 1 + 0.006 * pose.breath + 0.07 * pose.hunch])
        self._lay(canvas, self._body, _about(a.marks["chest"], breath, shift))
        jaw = _about(a.marks["hinge"], rotation(max(pose.jaw, 0) + 0.0), shift)
        self._mouth(canvas, pose, jaw, shift)
        self._lay(canvas, self._jaw, jaw)
        if pose.tongue > 0.02:
            self._tongue(canvas, pose, jaw, shift)
        self._lay_head(canvas, pose, shift)
        nose_move = self._fields.nose_move(pose)
        tip = np.eye(2) * (1 + pose.flare)
        self._lay(
            canvas, self._nose, _about(a.marks["tip"] + a.turn(-14, 4), tip, shift + nose_move)
        )
        self._eye(canvas, pose, shift)
        self._ear(canvas, pose, shift)
        self._whiskers(canvas, pose, shift)
        if self._front:
            self._lay(canvas, self._front, still)
        if pose.paw > 0.01:
            lowered = a.shape[0] - a.marks["paw"][1]
            reach = shift + np.array([-0.3, 1.0]) * (1 - pose.paw) * lowered
            reach = reach + a.turn(pose.paw_x, pose.paw_y)
            self._lay(canvas, self._paw, _about(self._margin, np.eye(2), reach))
        return canvas if flip > 0 else cv2.flip(canvas, 1)

    def about_head(self, linear: NDArray, shift: NDArray) -> NDArray[np.float64]:
        """The affine map (2, 3) of canvas pixels about the head's middle."""
        return _about(self.anatomy.head.mean(0), linear, shift)

    def _view(self, view: NDArray) -> Image:
        m, h, w = int(self._margin[0]), self.height_px, self.width_px
        if not view.any():
            return self._background[m : m + h, m : m + w].copy()
        if view.ndim == 1:
            back = np.array([[1, 0, m - view[0]], [0, 1, m - view[1]]], float)
        else:
            inverse = np.linalg.inv(view[:, :2])
            back = np.column_stack([inverse, inverse @ (self._margin - view[:, 2])])
        return cv2.warpAffine(
            self._background, back, (w, h), flags=_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )

    def _target(self, sprite: _Sprite, forward: NDArray) -> tuple[int, int, int, int]:
        """The box (x0, y0, x1, y1) of the frame that the moved sprite can cover."""
        moved = sprite.corners @ forward[:, :2].T + forward[:, 2] - self._margin
        x0, y0 = np.floor(moved.min(0)).astype(int)
        x1, y1 = np.ceil(moved.max(0)).astype(int)
        return max(x0, 0), max(y0, 0), min(x1, self.width_px), min(y1, self.height_px)

    def _back(self, sprite: _Sprite, forward: NDArray, x0: int, y0: int) -> NDArray[np.float64]:
        """The map from a box of the frame back into the sprite."""
        inverse = np.linalg.inv(forward[:, :2])
        start = np.array([x0, y0]) + self._margin - forward[:, 2]
        return np.column_stack([inverse, inverse @ start - sprite.origin])

    def _lay(self, canvas: Image, sprite: _Sprite, forward: NDArray) -> None:
        """Draw a sprite over the frame, moved by an affine map (2, 3) of canvas pixels."""
        x0, y0, x1, y1 = self._target(sprite, forward)
        if x0 >= x1 or y0 >= y1:
            return
        back, size = self._back(sprite, forward, x0, y0), (x1 - x0, y1 - y0)
        edge = cv2.BORDER_REPLICATE
        light = cv2.warpAffine(sprite.light, back, size, flags=_LINEAR, borderMode=edge)
        shade = cv2.warpAffine(sprite.shade, back, size, flags=_LINEAR, borderMode=edge)
        _over(canvas[y0:y1, x0:x1], light, shade)

    def _lay_head(self, canvas: Image, pose: Pose, shift: NDArray) -> None:
        """Draw the head's fur: rigid, except for the face, whose skin the muscles pull."""
        sprite = self._head
        forward = _about(self._margin, np.eye(2), shift)
        x0, y0, x1, y1 = self._target(sprite, forward)
        back, size = self._back(sprite, forward, x0, y0), (x1 - x0, y1 - y0)
        edge = cv2.BORDER_REPLICATE
        light = cv2.warpAffine(sprite.light, back, size, flags=_LINEAR, borderMode=edge)
        shade = cv2.warpAffine(sprite.shade, back, size, flags=_LINEAR, borderMode=edge)
        whole = np.round(shift)
        corner = (self._fields.origin + whole - self._margin).astype(int)
        left, top = np.maximum(corner, (x0, y0))
        right, bottom = np.minimum(corner + self._fields.size, (x1, y1))
        if left < right and top < bottom:
            cut = (
                slice(top - corner[1], bottom - corner[1]),
                slice(left - corner[0], right - corner[0]),
            )
            source, gain = self._fields.pull(pose, whole - shift - sprite.origin)
            skin = cv2.remap(sprite.light, source[cut], _NO_MAP, cv2.INTER_LINEAR, borderMode=edge)
            hole = cv2.remap(sprite.shade, source[cut], _NO_MAP, cv2.INTER_LINEAR, borderMode=edge)
            place = (slice(top - y0, bottom - y0), slice(left - x0, right - x0))
            light[place] = cv2.multiply(skin, gain[cut], dtype=cv2.CV_8U)
            shade[place] = hole
        _over(canvas[y0:y1, x0:x1], light, shade)

    def _paint(self, canvas: Image, outline: NDArray, tone: float) -> None:
        """A filled, antialiased shape; its outline in canvas pixels."""
        cv2.fillPoly(canvas, [fixed(outline - self._margin)], float(tone), cv2.LINE_AA, 4)

    def _lips(self, jaw: NDArray, shift: NDArray) -> tuple[NDArray, NDArray]:
        marks = self.anatomy.marks
        lower = jaw[:, :2] @ marks["lower_lip"] + jaw[:, 2]
        return marks["upper_lip"] + shift, lower

    def _mouth(self, canvas: Image, pose: Pose, jaw: NDArray, shift: NDArray) -> None:
        if pose.jaw < 0.3:
            return
        upper, lower = self._lips(jaw, shift)
        corner, turn = self.anatomy.marks["corner"] + shift, self.anatomy.turn
        shape = [corner + turn(-8, 0), corner + turn(10, -14), upper + turn(-16, -10)]
        shape += [upper + turn(-6, 0), lower + turn(-3, 1), (corner + lower) / 2 + turn(0, 5)]
        self._paint(canvas, np.array(shape), 10)

    def _tongue(self, canvas: Image, pose: Pose, jaw: NDArray, shift: NDArray) -> None:
        upper, lower = self._lips(jaw, shift)
        u, turn = self.anatomy.unit_px, self.anatomy.turn
        root = 0.35 * upper + 0.65 * lower + turn(-14, 0)
        along = turn(1, 0.42) / u
        across = np.array([-along[1], along[0]])
        length, half = (12 + 26 * pose.tongue) * u, 5.2 * u
        angles = np.linspace(-np.pi / 2, np.pi / 2, 9)[:, None]
        round_tip = (
            root
            + along * (length - half)
            + half * (np.cos(angles) * along + np.sin(angles) * across)
        )
        shape = np.vstack([root - half * across, round_tip, root + half * across])
        tone = pose.tongue_tone or min(self.who.nose_tone * 1.12, 235)
        self._paint(canvas, shape, tone)
        line = 0.7 * pose.tongue_tone or self.who.nose_tone * 0.8
        middle = np.vstack([root, root + along * (length - 2 * half)]) - self._margin
        cv2.polylines(canvas, [fixed(middle)], False, line, 1, cv2.LINE_AA, 4)

    def _lids(self, pose: Pose) -> tuple[NDArray, NDArray]:
        """The upper and the lower lid, from back to front, about the middle of the eye."""
        radius = self.who.eye_radius_px * self.anatomy.unit_px
        turn = rotation(self.who.eye_tilt_deg) @ rotation(float(np.rad2deg(self.anatomy.tilt)))
        x = np.linspace(-1, 1, 17)
        arch = (1 - x**2) ** 0.72
        height = self.who.eye_aspect * pose.eye
        upper = np.stack([1.14 * x, -(height * arch)], 1) * radius
        lower = (
            np.stack([1.14 * x, 0.86 * height * arch + 0.12 * (1 - pose.eye) * arch], 1) * radius
        )
        return upper @ turn.T, lower @ turn.T

    def eye_rim(self, pose: Pose) -> NDArray[np.float64]:
        """Front, back, top and bottom of the eye's rim at rest, canvas pixels (4, 2)."""
        upper, lower = self._lids(pose)
        middle = len(upper) // 2
        return self.anatomy.marks["eye"] + [upper[-1], upper[0], upper[middle], lower[middle]]

    def pull_of_skin(self, pose: Pose, points: NDArray) -> NDArray[np.float64]:
        """How far expressions pull the skin at points (n, 2), canvas pixels."""
        return self._fields.move_points(pose, points)

    def _eye(self, canvas: Image, pose: Pose, shift: NDArray) -> None:
        """Draw a fixed sphere behind two moving lids."""
        u = self.anatomy.unit_px
        half = self._eyeball.shape[0] // 2
        center = self.anatomy.marks["eye"] + shift - self._margin
        x0, y0 = np.floor(center).astype(int) - half
        x1, y1 = x0 + self._eyeball.shape[1], y0 + self._eyeball.shape[0]
        if x0 < 0 or y0 < 0 or x1 > self.width_px or y1 > self.height_px:
            return
        local = center - (x0, y0)
        upper, lower = (lid + local for lid in self._lids(pose))
        patch = canvas[y0:y1, x0:x1]
        mask = np.zeros(patch.shape, np.uint8)
        cv2.fillPoly(mask, [fixed(np.vstack([upper, lower[::-1]]))], 255, cv2.LINE_AA, 4)
        move = np.array([[1, 0, half - local[0]], [0, 1, half - local[1]]], float)
        eyeball = self._iris.draw(pose.pupil) if pose.pupil > 0 else self._eyeball
        ball = cv2.warpAffine(
            eyeball, move, patch.shape[::-1], flags=_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        _over(patch, cv2.multiply(ball, mask, scale=1 / 255), cv2.bitwise_not(mask))
        wide = max(round(2.4 * u), 1)
        for lid, tone in ((upper, 0.35), (lower, 0.5)):
            cv2.polylines(
                patch, [fixed(lid)], False, self.who.fur_tone * tone, wide, cv2.LINE_AA, 4
            )

    def _ear(self, canvas: Image, pose: Pose, shift: NDArray) -> None:
        a, (opened, folded) = self.anatomy, self._ears
        along = np.deg2rad(self.who.ear_angle_deg) + a.tilt
        axes = np.array([[np.cos(along), -np.sin(along)], [np.sin(along), np.cos(along)]])
        narrow = np.diag([1 - 0.10 * pose.ear_fold, 1 - 0.42 * pose.ear_fold])
        linear = rotation(-pose.ear) @ axes @ narrow @ axes.T
        sprite, fold = opened, float(pose.ear_fold)
        if fold > 0.01:
            sprite = object.__new__(_Sprite)
            sprite.origin, sprite.corners = opened.origin, opened.corners
            sprite.light = cv2.addWeighted(opened.light, 1 - fold, folded.light, fold, 0)
            sprite.shade = opened.shade
        self._lay(canvas, sprite, _about(a.marks["ear_base"], linear, shift))

    def _whiskers(self, canvas: Image, pose: Pose, shift: NDArray) -> None:
        roots = self._whisker_roots + shift + self._fields.move_points(pose, self._whisker_roots)
        lean = self._whisker_angles * (1 - pose.whisker / 100) + self.anatomy.tilt
        angles = lean[:, None] - self._whisker_curls[:, None] * np.linspace(0, 1, 9)
        steps = np.stack([np.cos(angles), np.sin(angles)], 2) * self._whisker_steps[:, :, None]
        points = np.concatenate([roots[:, None], roots[:, None] + np.cumsum(steps, 1)], 1)
        points = points - self._margin
        x0, y0 = np.clip(np.floor(points.min((0, 1))).astype(int) - 2, 0, None)
        x1, y1 = np.ceil(points.max((0, 1))).astype(int) + 3
        x1, y1 = min(x1, self.width_px), min(y1, self.height_px)
        if x0 >= x1 or y0 >= y1:
            return
        drawn = np.zeros((y1 - y0, x1 - x0), np.uint8)
        lines = fixed(points - (x0, y0))
        cv2.polylines(drawn, list(lines), False, 0.55 * self._whisker_tone, 1, cv2.LINE_AA, 4)
        cv2.polylines(drawn, list(lines[:, :6]), False, self._whisker_tone, 1, cv2.LINE_AA, 4)
        patch = canvas[y0:y1, x0:x1]
        (cv2.subtract if self._whiskers_dark else cv2.add)(patch, drawn, dst=patch)
