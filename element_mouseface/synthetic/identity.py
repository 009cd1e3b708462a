"""Identity of a mouse: proportions, fur, camera and light.

An identity is a whole number.  All lengths are in pixels of a 640x480 frame that
shows the animal looking right (x to the right, y down).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

DESIGN_WIDTH_PX, DESIGN_HEIGHT_PX = 640, 480

# (fur, belly, ear, nose, contrast of hairs): black, dark agouti, agouti, gray, tan, albino
_COATS = {
    "black": (42, 60, 105, 118, 0.34),
    "dark agouti": (60, 92, 128, 140, 0.32),
    "agouti": (84, 128, 140, 158, 0.26),
    "gray": (104, 138, 132, 150, 0.22),
    "tan": (128, 172, 158, 176, 0.18),
    "albino": (148, 168, 160, 168, 0.14),
}


def stream(*keys: int | str) -> np.random.Generator:
    """A random generator that depends on its keys only, the same in every process.

    Each random process has its own stream, so that switching one nuisance off changes no other.
    """
    numbers: list[int] = []
    for key in keys:
        if isinstance(key, str):
            numbers += [len(key), *key.encode()]
        else:
            numbers += [int(key) & 0xFFFFFFFF, (int(key) >> 32) & 0xFFFFFFFF]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(numbers)))


@dataclass(frozen=True)
class Identity:
    """The lasting properties of one mouse in one rig (see `make_identity`)."""

    number: int
    facing: str
    camera_scale: float
    camera_tilt_deg: float
    camera_offset_px: tuple[float, float]
    snout_length: float
    snout_depth: float
    snout_drop_px: float
    forehead_px: float
    eye_px: tuple[float, float]
    eye_radius_px: float
    eye_aspect: float
    eye_tilt_deg: float
    ear_base_px: tuple[float, float]
    ear_length_px: float
    ear_width_px: float
    ear_angle_deg: float
    coat: str
    fur_tone: float
    belly_tone: float
    ear_tone: float
    nose_tone: float
    fur_contrast: float
    hair_length_px: float
    background_tone: float
    background_slope: float
    light_angle_deg: float
    light_strength: float
    whiskers: int
    whisker_length_px: float
    head_bar: str
    tube: bool
    spout_angle_deg: float


def make_identity(number: int) -> Identity:
    """Make the mouse with this number, always the same one.

    Parameters
    ----------
    number : int
        Any whole number.

    Returns
    -------
    Identity
    """
    rng = stream("identity", number)

    def about(mean: float, spread: float) -> float:
        return float(mean + spread * rng.uniform(-1, 1))

    coat = list(_COATS)[int(rng.integers(len(_COATS)))]
    fur, belly, ear, nose, contrast = _COATS[coat]
    bright_rig = bool(rng.random() < 0.3) and fur < 120
    return Identity(
        number=int(number),
        facing="right" if rng.random() < 0.5 else "left",
        camera_scale=about(1.0, 0.13),
        camera_tilt_deg=about(0, 7),
        camera_offset_px=(about(0, 14), about(0, 14)),
        snout_length=about(1.0, 0.14),
        snout_depth=about(1.0, 0.14),
        snout_drop_px=about(0, 14),
        forehead_px=about(0, 12),
        eye_px=(about(386, 10), about(186, 8)),
        eye_radius_px=about(21, 5),
        eye_aspect=about(0.84, 0.08),
        eye_tilt_deg=about(18, 10),
        ear_base_px=(about(248, 16), about(172, 12)),
        ear_length_px=about(118, 24),
        ear_width_px=about(94, 16),
        ear_angle_deg=about(-128, 14),
        coat=coat,
        fur_tone=fur * about(1, 0.12),
        belly_tone=belly * about(1, 0.12),
        ear_tone=ear * about(1, 0.12),
        nose_tone=nose * about(1, 0.12),
        fur_contrast=contrast * about(1, 0.25),
        hair_length_px=about(17, 6),
        background_tone=about(178, 20) if bright_rig else about(20, 12),
        background_slope=about(0, 0.5),
        light_angle_deg=about(-70, 40),
        light_strength=about(0.62, 0.16),
        whiskers=int(rng.integers(13, 20)),
        whisker_length_px=about(112, 26),
        head_bar=("bar", "plate", "none")[int(rng.integers(3))],
        tube=bool(rng.random() < 0.5),
        spout_angle_deg=about(35, 20),
    )
