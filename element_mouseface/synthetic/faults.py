"""Bouts of frames that are spoiled: out of focus, dark, too bright, covered, or in a haze."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..params import Params, param
from .identity import DESIGN_HEIGHT_PX, DESIGN_WIDTH_PX, stream

FAULTS = ("blur", "dark", "saturated", "paw", "low contrast")
_RAMP_S = 0.06
_FREE_S = 1.0


@dataclass(frozen=True)
class FrameFaults(Params):
    """One kind of fault, in bouts that are spread over the movie.

    Parameters
    ----------
    kind : {'blur', 'dark', 'saturated', 'paw', 'low contrast'}
        Out of focus; light down; light up until part of the picture is white; a paw before the
        face; a haze that takes contrast and leaves the mean.
    bouts_per_min : float
    bout_s : float
        Mean length of a bout; lengths are between half and one and a half of it.
    strength : float
        1 is: a Gaussian blur of 4 px (of 640), a light of 0.3, a light of 2.6, a paw of 75 px
        (of 640), 0.3 of the contrast.  Bouts differ by up to 15%.
    at : (float, float)
        Where the paw is, as fractions of the frame's width and height.
    """

    kind: str = param("blur", choices=FAULTS)
    bouts_per_min: float = param(10.0, 0, 60)
    bout_s: float = param(0.8, above=0, high=60)
    strength: float = param(1.0, above=0, high=3)
    at: tuple[float, float] = (0.62, 0.5)


def fault_courses(
    faults: Sequence[FrameFaults], times_s: NDArray[np.float64], duration_s: float, seed: int
) -> NDArray[np.float64]:
    """How far each fault shows in each frame, (frames, faults): 0, or about 1 within its bouts.

    Bouts of different kinds do not overlap, as long as there is room for all.
    """
    out = np.zeros((len(times_s), len(faults)))
    taken: list[tuple[float, float]] = []
    for column, fault in enumerate(faults):
        rng = stream("faults", seed, column)
        for _ in range(round(fault.bouts_per_min * duration_s / 60)):
            length = fault.bout_s * rng.uniform(0.5, 1.5)
            level = rng.uniform(0.85, 1.15)
            for _ in range(50):
                start = rng.uniform(0, max(duration_s - length, 0))
                if all(start > b + _FREE_S or start + length < a - _FREE_S for a, b in taken):
                    taken.append((start, start + length))
                    into = np.clip((times_s - start) / _RAMP_S, 0, 1)
                    out_of = np.clip((start + length - times_s) / _RAMP_S, 0, 1)
                    out[:, column] = np.maximum(out[:, column], level * np.minimum(into, out_of))
                    break
    return out


def spoil(
    canvas: NDArray[Any], faults: Sequence[FrameFaults], shown: NDArray[np.float64], number: int
) -> NDArray[np.uint8]:
    """A frame (y, x) with each fault as far as it shows (faults,)."""
    picture = canvas.astype(np.float32)
    for fault, course in zip(faults, shown.tolist(), strict=True):
        if course > 0:
            picture = _KINDS[fault.kind](picture, fault, course * fault.strength, number)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def _unit(picture: NDArray[Any]) -> float:
    height, width = picture.shape
    return min(width / DESIGN_WIDTH_PX, height / DESIGN_HEIGHT_PX)


def _blur(picture: NDArray[Any], fault: FrameFaults, amount: float, number: int) -> NDArray[Any]:
    return cv2.GaussianBlur(picture, (0, 0), max(4.0 * amount * _unit(picture), 0.05))


def _dark(picture: NDArray[Any], fault: FrameFaults, amount: float, number: int) -> NDArray[Any]:
    return picture * np.float32(0.3**amount)


def _bright(picture: NDArray[Any], fault: FrameFaults, amount: float, number: int) -> NDArray[Any]:
    return picture * np.float32(2.6**amount)


def _hazy(picture: NDArray[Any], fault: FrameFaults, amount: float, number: int) -> NDArray[Any]:
    mean, kept = float(picture.mean()), np.float32(0.3**amount)
    return mean + kept * (picture - mean)


def _paw(picture: NDArray[Any], fault: FrameFaults, amount: float, number: int) -> NDArray[Any]:
    """A palm with four digits that comes from below and rubs up and down."""
    height, width = picture.shape
    size = 75.0 * min(amount, fault.strength * 1.15) * _unit(picture)
    x = fault.at[0] * width + 0.12 * size * np.sin(number * 0.9)
    y = fault.at[1] * height + 0.3 * size * np.sin(number * 0.5) + 0.3 * size
    cover = np.zeros(picture.shape, np.float32)
    parts = [((0.0, 0.0), (0.72, 0.55)), ((0.0, 1.6), (0.5, 1.6))]
    parts += [((0.36 * (k - 1.5), -0.62), (0.15, 0.5)) for k in range(4)]
    for (dx, dy), (wide, high) in parts:
        middle = (round(x + dx * size), round(y + dy * size))
        axes = (max(1, round(wide * size)), max(1, round(high * size)))
        cv2.ellipse(cover, middle, axes, 0, 0, 360, 1.0, -1, cv2.LINE_AA)
    rows = np.arange(height, dtype=np.float32)[:, None]
    tone = np.clip(float(np.median(picture)) + 70 + 0.1 * (rows - y), 40, 225)
    return picture + cover * (tone - picture)


_KINDS = {"blur": _blur, "dark": _dark, "saturated": _bright, "low contrast": _hazy, "paw": _paw}
