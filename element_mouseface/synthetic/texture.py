"""Textures: hairs along a flow field, shading from an outline, soft edges."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Float = NDArray[Any]  # float32; cv2 does not promise the type of what it returns
_SHIFT = 4  # fractional bits of cv2's drawing coordinates


class Layer:
    """A picture with soft edges, to be drawn over another.

    `light` (y, x) is luma times opacity, `shade` (y, x) is 255 times transparency: the result is
    below * shade / 255 + light.
    """

    def __init__(self, luma: NDArray, opacity: NDArray, soften_px: float = 0.0):
        opacity = np.clip(opacity, 0, 1).astype(np.float32)
        light = (luma * opacity).astype(np.float32)
        if soften_px > 0.2:  # like a lens, so that a shift by half a pixel does not blur
            light, opacity = (cv2.GaussianBlur(i, (0, 0), soften_px) for i in (light, opacity))
        self.light = np.clip(light + 0.5, 0, 255).astype(np.uint8)
        self.shade = np.clip((1 - opacity) * 255 + 0.5, 0, 255).astype(np.uint8)

    def bounds(self) -> tuple[int, int, int, int]:
        """(x0, y0, x1, y1) of the part that is not fully transparent."""
        rows = np.flatnonzero((self.shade < 255).any(1))
        columns = np.flatnonzero((self.shade < 255).any(0))
        if not rows.size:
            return 0, 0, 1, 1
        return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def smooth_open(points: NDArray, per_span: int = 12) -> NDArray:
    """A Catmull-Rom curve through points (n, 2)."""
    p = np.asarray(points, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, per_span, endpoint=False)[:, None]
    spans = [
        0.5
        * (
            2 * p[i]
            + (p[i + 1] - p[i - 1]) * t
            + (2 * p[i - 1] - 5 * p[i] + 4 * p[i + 1] - p[i + 2]) * t**2
            + (3 * p[i] - p[i - 1] - 3 * p[i + 1] + p[i + 2]) * t**3
        )
        for i in range(1, len(p) - 2)
    ]
    return np.vstack([*spans, p[-2:-1]])


def smooth_closed(points: NDArray, per_span: int = 12) -> NDArray:
    """A closed Catmull-Rom curve through points (n, 2)."""
    p = np.asarray(points, float)
    wrapped = np.vstack([p[-1:], p, p[:2]])
    curve = smooth_open(wrapped, per_span)
    return curve[per_span : per_span * (len(p) + 1)]


def fixed(points: NDArray) -> NDArray[np.int32]:
    """Points in cv2's fixed-point coordinates (with `shift=4`)."""
    return np.round(np.asarray(points) * (1 << _SHIFT)).astype(np.int32)


def fill(shape: tuple[int, int], outline: NDArray) -> Float:
    """The filled outline (n, 2) as opacity 0 to 1, antialiased, float32 (y, x)."""
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [fixed(outline)], 255, cv2.LINE_AA, _SHIFT)
    return mask.astype(np.float32) / 255


def signed_distance(mask: Float) -> Float:
    """Distance in pixels to the edge of a mask, positive inside, float32 (y, x)."""
    inside = (mask > 0.5).astype(np.uint8)
    within = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    without = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    return (within - without).astype(np.float32)


def roundness(distance: Float, radius_px: float, light: tuple[float, float, float]) -> Float:
    """Lambert shading (about 0 to 1) of a body that bulges inwards from its outline."""
    depth = np.clip(distance / radius_px, 0, 1)
    height: Float = np.sqrt(np.clip(1 - (1 - depth) ** 2, 0, 1)) * radius_px
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), max(radius_px / 7, 1.0))
    slope_x, slope_y = cv2.Sobel(height, cv2.CV_32F, 1, 0), cv2.Sobel(height, cv2.CV_32F, 0, 1)
    slope_x, slope_y = slope_x / 8, slope_y / 8
    lit = light[2] - slope_x * light[0] - slope_y * light[1]
    return np.clip(lit / np.sqrt(1 + slope_x**2 + slope_y**2), 0, 1.3).astype(np.float32)


def fur(rng: np.random.Generator, angle: Float, length_px: float, width_px: float = 1.0) -> Float:
    """Hairs: noise smeared along a flow (line integral convolution), mean 0, deviation 1.

    Parameters
    ----------
    rng : numpy Generator
    angle : (y, x) float32
        Direction of the hairs, radians.
    length_px, width_px : float
        Length and width of a hair.
    """
    height, width = angle.shape
    noise: Float = rng.standard_normal(angle.shape).astype(np.float32) ** 3
    noise = cv2.GaussianBlur(noise, (0, 0), max(width_px * 0.7, 0.55))
    step_x, step_y = np.cos(angle), np.sin(angle)
    grid_y, grid_x = np.mgrid[:height, :width].astype(np.float32)
    total: Float = noise.copy()
    steps = max(int(length_px / 1.5), 2)
    x, y = grid_x.copy(), grid_y.copy()
    for number in range(steps):
        x += 1.5 * cv2.remap(step_x, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT)
        y += 1.5 * cv2.remap(step_y, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT)
        weight = 1 - number / steps  # a hair is thinner at its tip
        total += weight * cv2.remap(noise, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    total -= total.mean()
    return np.clip(total / total.std(), -3, 3).astype(np.float32)
