"""Two cameras and a head in three dimensions, projected by OpenCV."""

from __future__ import annotations

import cv2
import numpy as np

from element_mouseface.core.face_angle.calibration import Camera, StereoCalibration
from element_mouseface.core.face_angle.rotations import rotations_of

SIZE = (640, 480)


def rig(apart_deg: float = 40.0) -> StereoCalibration:
    """Two cameras that look at a point 100 mm away from different sides."""
    first = np.array([[1200.0, 0, 320], [0, 1190.0, 240], [0, 0, 1]])
    second = np.array([[1150.0, 0, 330], [0, 1150.0, 235], [0, 0, 1]])
    turn = cv2.Rodrigues(np.array([0.02, np.deg2rad(apart_deg), 0.01]))[0]
    middle = np.array([0, 0, 100.0])
    return StereoCalibration(
        Camera(first, [-0.2, 0.05, 0.001, 0, 0], SIZE),
        Camera(second, [-0.15, 0.02, 0, 0.001, 0], SIZE),
        turn,
        middle - turn @ middle,
    )


def seen(calibration: StereoCalibration, points: np.ndarray) -> list[np.ndarray]:
    """Pixels of points (frames, points, 3) in both cameras, with their distortion."""
    out = []
    for camera, turn, shift in (
        (calibration.first, np.eye(3), np.zeros(3)),
        (calibration.second, calibration.rotation, calibration.translation),
    ):
        vector = cv2.Rodrigues(turn)[0]
        xy, _ = cv2.projectPoints(
            points.reshape(-1, 3), vector, shift, camera.matrix, camera.distortion
        )
        out.append(xy.reshape(*points.shape[:2], 2))
    return out


def turning(n: int, rate: float = 30.0) -> np.ndarray:
    """Roll, yaw and pitch in radians of each frame."""
    t = np.arange(n) / rate
    waves = [5 * np.sin(2 * t), 5 * np.sin(1.6 * t + 1), 5 * np.sin(2.3 * t + 2)]
    return np.deg2rad(np.stack(waves, axis=1))


def head(angles: np.ndarray, shape: np.ndarray, seed: int = 0) -> np.ndarray:
    """A rigid shape (points, 3) turned by each frame's angles, swaying, 100 mm away."""
    sway = np.random.default_rng(seed).normal(0, 0.3, (len(angles), 1, 3))
    place = np.array([0, 0, 100.0]) + sway
    return np.einsum("nij,pj->npi", rotations_of(angles), shape) + place
