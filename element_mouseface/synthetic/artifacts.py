"""Artifacts that respond to a stimulus: a lamp, a spout, the body; drawn over the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ..params import Params, param
from .identity import DESIGN_HEIGHT_PX, DESIGN_WIDTH_PX, stream
from .responses import Event

_KINDS = ("led", "spout", "body")
_SPOUT_S = 0.08
_BODY_RISE_S, _BODY_FALL_S = 0.15, 0.35


@dataclass(frozen=True)
class Artifact(Params):
    """Something beside the face that changes with a stimulus.

    Parameters
    ----------
    kind : {'led', 'spout', 'body'}
        A lamp that is on from onset to offset; a bar that moves in and out; or a part of the
        picture (with a large `size_px` all of it) that is pulled aside and returns.
    on : sequence of str
        The stimuli that it comes with; empty: all.
    at : (float, float)
        Where, as fractions of the frame's width and height.
    size_px : float
        Radius of the lamp, half the bar's width, or reach of the pull; pixels of a 640x480 frame.
    strength : float
        Luma levels of the lamp or the bar relative to the background (may be negative);
        for the body the length of the pull, pixels of a 640x480 frame.
    delay_s : float
        Delay after onset and offset.
    angle_deg : float
        Direction of the pull of the body, and of the spout's origin: 0 is right, 90 down.
    """

    kind: str = param("led", choices=_KINDS)
    on: tuple[str, ...] = ()
    at: tuple[float, float] = (0.9, 0.1)
    size_px: float = param(8.0, above=0)
    strength: float = 80.0
    delay_s: float = param(0.0, 0)
    angle_deg: float = 0.0


def artifact_courses(
    artifacts: Sequence[Artifact], events: Sequence[Event], times_s: NDArray, seed: int
) -> NDArray[np.float64]:
    """Time course of each artifact, (frames, artifacts), 0 to about 1."""
    out = np.zeros((len(times_s), len(artifacts)))
    for column, artifact in enumerate(artifacts):
        for number, (name, onset_s, offset_s) in enumerate(events):
            if artifact.on and name not in artifact.on:
                continue
            since, after = (times_s - t - artifact.delay_s for t in (onset_s, offset_s))
            if artifact.kind == "led":
                course = ((since >= 0) & (after < 0)).astype(float)
            elif artifact.kind == "spout":
                course = np.clip(since / _SPOUT_S, 0, 1) * (1 - np.clip(after / _SPOUT_S, 0, 1))
            else:
                course = (1 - np.exp(-np.clip(since - 0.1, 0, None) / _BODY_RISE_S)) * np.exp(
                    -np.clip(after - 0.1, 0, None) / _BODY_FALL_S
                )
                rng = stream("artefact", seed, column, number)  # codespell:ignore: seeds
                course *= rng.uniform(0.7, 1.2)
            out[:, column] = np.maximum(out[:, column], course)
    return out


def draw_artifacts(
    canvas: Any, artifacts: Sequence[Artifact], shown: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Draw artifacts, each with its strength (artifacts,), into a frame (y, x)."""
    height, width = canvas.shape
    unit = min(width / DESIGN_WIDTH_PX, height / DESIGN_HEIGHT_PX)
    for artifact, course in zip(artifacts, shown.tolist(), strict=True):
        if course <= 0:
            continue
        x, y = artifact.at[0] * width, artifact.at[1] * height
        size, angle = artifact.size_px * unit, np.deg2rad(artifact.angle_deg)
        along = np.array([np.cos(angle), np.sin(angle)])
        if artifact.kind == "body":
            canvas = _pulled(canvas, (x, y), size, course * artifact.strength * unit * along)
            continue
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        if artifact.kind == "led":
            cover = np.clip(size + 0.5 - np.hypot(columns - x, rows - y), 0, 1) * course
        else:
            u = (columns - x) * along[0] + (rows - y) * along[1] - (1 - course) * 8 * size
            v = np.abs((rows - y) * along[0] - (columns - x) * along[1])
            cover = np.clip(size + 0.5 - v, 0, 1) * np.clip(u + 0.5, 0, 1)
        canvas = np.clip(np.rint(canvas + artifact.strength * cover), 0, 255).astype(np.uint8)
    return canvas


def _pulled(canvas: Any, at: tuple[float, float], size: float, by: NDArray) -> NDArray[np.uint8]:
    rows, columns = np.mgrid[: canvas.shape[0], : canvas.shape[1]].astype(np.float32)
    reach = np.exp(-((columns - at[0]) ** 2 + (rows - at[1]) ** 2) / (2 * size**2))
    x, y = columns - reach * np.float32(by[0]), rows - reach * np.float32(by[1])
    x, y = x.astype(np.float32), y.astype(np.float32)
    edge = cv2.BORDER_REPLICATE
    return np.asarray(cv2.remap(canvas, x, y, cv2.INTER_LINEAR, borderMode=edge), np.uint8)
