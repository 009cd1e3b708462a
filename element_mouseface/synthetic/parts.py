"""Expressions: which parts of the face a stimulus moves, how far, and with what time course."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .identity import stream


class Pose(NamedTuple):
    """How the face is held in one frame; all zeros (with `eye` 1) is rest.

    Lengths are in design pixels (of 640x480, before the camera's scale) but for the shifts,
    which are true frame pixels, right and down in the frame as filmed.
    """

    ear: float = 0.0  # degrees, positive is backwards
    ear_fold: float = 0.0  # 0 open .. 1 folded
    eye: float = 1.0  # aperture: 0 closed, 1 rest
    nose_x: float = 0.0  # forwards
    nose_y: float = 0.0  # down
    flare: float = 0.0  # relative growth of the nose's tip
    jaw: float = 0.0  # degrees open
    lip: float = 0.0  # corner of the mouth drawn back and up
    pad: float = 0.0  # bulge of the whisker pad
    cheek: float = 0.0  # bulge of the cheek
    brow: float = 0.0  # brow lowered
    whisker: float = 0.0  # degrees, protracted
    tongue: float = 0.0  # 0 in .. 1 fully out
    breath: float = 0.0  # -1 .. 1
    paw: float = 0.0  # 0 below the frame .. 1 at the face
    shift_x: float = 0.0
    shift_y: float = 0.0
    view_x: float = 0.0
    view_y: float = 0.0
    gain: float = 1.0
    slope: float = 0.0  # relative change of light from the frame's middle to its right edge
    paw_x: float = 0.0  # forwards of where the paw lies on the snout
    paw_y: float = 0.0  # down of it
    hunch: float = 0.0  # 0 at rest .. 1 the body drawn together, startled
    pupil: float = 0.0  # radius, of the eye's; 0 leaves the eye as it is painted
    tongue_tone: float = 0.0  # luma of the tongue; 0 is that of the nose


PARTS = (
    *("ear", "ear_fold", "eye", "nose_x", "nose_y", "flare"),
    *("jaw", "lip", "pad", "cheek", "brow", "whisker"),
)

# The excursion that counts as 1 in a mix: large, but within what a mouse does.
EXCURSION = np.array([15.0, 0.9, 0.65, 8.0, 9.0, 0.20, 10.0, 1.25, 1.3, 1.3, 1.25, 18.0])

_MIXES: dict[str, dict[str, float]] = {
    "sucrose": {"nose_y": 0.85, "nose_x": 0.4, "ear": -0.75, "pad": 0.55, "jaw": 0.25, "eye": 0.1}
    | {"whisker": 0.4},
    "quinine": {"nose_y": -0.8, "nose_x": -0.5, "jaw": 0.7, "lip": 0.8, "eye": -0.45, "ear": 0.4}
    | {"cheek": 0.4, "flare": 0.5},
    "tail_shock": {"ear": 1.0, "ear_fold": 0.9, "eye": -0.7, "cheek": 0.9, "whisker": 0.8}
    | {"brow": 0.8, "pad": 0.4},
    "lithium": {"eye": -0.6, "lip": 0.6, "brow": 0.5, "pad": -0.8, "cheek": -0.8, "nose_y": -0.3}
    | {"ear_fold": 0.5, "whisker": -0.5, "ear": 0.3},
    "water": {"jaw": 0.15, "nose_y": 0.25, "pad": 0.15},
}


def expression_mix(identity: int, stimulus: str) -> NDArray[np.float64]:
    """What full expression adds to the pose of each part (PARTS order, the pose's units).

    Known stimuli share their pattern over mice, and each mouse has its own accent;
    any other name gets a pattern of its own from its spelling.
    """
    known = _MIXES.get(stimulus)
    if known is None:
        rng = stream("stimulus", stimulus)
        chosen = rng.choice(len(PARTS), size=6, replace=False)
        mix = np.zeros(len(PARTS))
        mix[chosen] = rng.choice([-1, 1], size=6) * rng.uniform(0.4, 0.9, size=6)
    else:
        mix = np.array([known.get(part, 0.0) for part in PARTS])
    rng = stream("accent", identity, stimulus)
    accent = mix * np.exp(0.25 * rng.standard_normal(len(PARTS)))
    accent += 0.06 * rng.standard_normal(len(PARTS)) * (mix != 0)
    return accent * EXCURSION


@dataclass(frozen=True)
class TimeCourse:
    """Seconds from onset to first movement, of the rise and of the decay; and the plateau's sag."""

    latency_s: float
    rise_s: float
    decay_s: float
    sag: float


_COURSES = {
    "sucrose": TimeCourse(0.16, 0.22, 0.50, 0.10),
    "quinine": TimeCourse(0.18, 0.18, 0.55, 0.15),
    "tail_shock": TimeCourse(0.08, 0.10, 0.45, 0.35),
    "lithium": TimeCourse(0.22, 0.35, 0.70, 0.05),
}


def time_course(identity: int, stimulus: str) -> TimeCourse:
    """The time course of a stimulus in this mouse."""
    c = _COURSES.get(stimulus, TimeCourse(0.18, 0.25, 0.55, 0.15))
    k = np.exp(0.15 * stream("course", identity, stimulus).standard_normal(4))
    return TimeCourse(
        float(c.latency_s * k[0]),
        float(c.rise_s * k[1]),
        float(c.decay_s * k[2]),
        float(c.sag * k[3]),
    )
