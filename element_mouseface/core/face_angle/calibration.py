"""Two calibrated cameras: their lenses, and where the second is against the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from ...errors import ParameterError
from ...params import content_hash

_LENGTHS = (4, 5, 8, 12, 14)
_NEARLY = 1e-2


@dataclass(frozen=True, eq=False)
class Camera:
    """One camera.

    Attributes
    ----------
    matrix : (3, 3) float64 array
        Focal lengths and principal point, pixels.
    distortion : (k,) float64 array
        OpenCV's coefficients (k1, k2, p1, p2, k3, ...), 4, 5, 8, 12 or 14.
    size_px : (int, int) or None
        (width, height) of the pictures that it was calibrated with.
    name : str
    """

    matrix: np.ndarray
    distortion: np.ndarray
    size_px: tuple[int, int] | None = None
    name: str = ""

    def __post_init__(self) -> None:
        what = f"The camera {self.name or 'of the calibration'} cannot be used."
        matrix = _numbers(self.matrix, (3, 3), what, "matrix")
        distortion = np.asarray(self.distortion, np.float64).ravel()
        right = matrix[0, 0] > 0 and matrix[1, 1] > 0 and np.allclose(matrix[2], [0, 0, 1])
        if not right or abs(matrix[1, 0]) > 1e-6:
            raise ParameterError(
                what,
                expected="a matrix [[fx, 0, cx], [0, fy, cy], [0, 0, 1]] in pixels",
                got=str(matrix.round(3).tolist()),
            )
        if len(distortion) not in _LENGTHS or not np.isfinite(distortion).all():
            raise ParameterError(
                what,
                expected="4, 5, 8, 12 or 14 coefficients of distortion, as OpenCV has them",
                got=f"{len(distortion)}",
                do="calibrate with OpenCV's own model; a fisheye model is not read",
            )
        object.__setattr__(self, "matrix", matrix)
        object.__setattr__(self, "distortion", distortion)

    @property
    def focal_px(self) -> float:
        """Mean focal length, pixels."""
        return float((self.matrix[0, 0] + self.matrix[1, 1]) / 2)

    def normalized(self, xy: np.ndarray) -> np.ndarray:
        """Points (..., 2) of the frame as rays: x and y at distance 1, without distortion."""
        flat = np.ascontiguousarray(xy, np.float64).reshape(-1, 1, 2)
        there = np.isfinite(flat).all(axis=(1, 2))
        out = np.full((len(flat), 2), np.nan)
        if there.any():
            rays = cv2.undistortPoints(flat[there], self.matrix, self.distortion)
            out[there] = rays[:, 0]
        return out.reshape(xy.shape)


@dataclass(frozen=True, eq=False)
class StereoCalibration:
    """Two cameras whose positions are known against each other.

    Attributes
    ----------
    first, second : Camera
        Of the recording's movie, and of the other.
    rotation : (3, 3) float64 array
    translation : (3,) float64 array
        A point X of the first camera's axes is rotation X + translation in the second's (OpenCV's
        R and T); in any unit of length.
    notes : tuple of str
        How it was read.
    """

    first: Camera
    second: Camera
    rotation: np.ndarray
    translation: np.ndarray
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        what = "The cameras' position against each other cannot be used."
        rotation = _numbers(self.rotation, (3, 3), what, "rotation")
        translation = _numbers(np.ravel(self.translation), (3,), what, "translation")
        turns = np.allclose(rotation @ rotation.T, np.eye(3), atol=_NEARLY)
        if not turns or np.linalg.det(rotation) < 0:
            raise ParameterError(
                what,
                expected="a rotation: three orthogonal axes of length 1, right-handed",
                got=str(rotation.round(3).tolist()),
                do="give R and T of cv2.stereoCalibrate",
            )
        if np.linalg.norm(translation) <= 0:
            raise ParameterError(what, expected="two cameras in two places", got="T of length 0")
        u, _, v = np.linalg.svd(rotation)
        object.__setattr__(self, "rotation", u @ v)
        object.__setattr__(self, "translation", translation)

    def to_dict(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "cameras": [
                {
                    "name": camera.name,
                    "matrix": camera.matrix.tolist(),
                    "distortion": camera.distortion.tolist(),
                    "size_px": None if camera.size_px is None else list(camera.size_px),
                }
                for camera in (self.first, self.second)
            ],
            "rotation": self.rotation.tolist(),
            "translation": self.translation.tolist(),
        }

    @property
    def digest(self) -> str:
        """SHA-256 (64 hexadecimal digits) of the numbers."""
        return content_hash(self.to_dict())

    def check_sizes(self, *sizes_px: tuple[int, int] | None) -> None:
        """Refuse movies of another size than the cameras were calibrated with (ParameterError).

        Parameters
        ----------
        *sizes_px : (int, int) or None
            (width, height) of each movie, in order; None where unknown.
        """
        for camera, size in zip((self.first, self.second), sizes_px, strict=False):
            if None not in (camera.size_px, size) and camera.size_px != size:
                raise ParameterError(
                    "The calibration is of pictures of another size than the movie's.",
                    expected=_by(camera.size_px),
                    got=_by(size),
                    do="give the calibration of this camera setting, or the cameras in the order "
                    "of the movies",
                )

    def triangulated(self, first_xy: np.ndarray, second_xy: np.ndarray) -> np.ndarray:
        """Points in three dimensions from both cameras' frames.

        Parameters
        ----------
        first_xy, second_xy : (frames, points, 2) arrays
            Pixels; NaN where missing.

        Returns
        -------
        (frames, points, 3) float64 array
            x right, y down, z away from the first camera; NaN where a point is missing in one
            camera or would lie behind one.
        """
        rays = self.first.normalized(first_xy), self.second.normalized(second_xy)
        flat = [ray.reshape(-1, 2) for ray in rays]
        out = np.full((len(flat[0]), 3), np.nan)
        there = np.isfinite(flat[0]).all(axis=1) & np.isfinite(flat[1]).all(axis=1)
        if there.any():
            to_first = np.hstack([np.eye(3), np.zeros((3, 1))])
            to_second = np.hstack([self.rotation, self.translation[:, None]])
            found = cv2.triangulatePoints(to_first, to_second, flat[0][there].T, flat[1][there].T)
            with np.errstate(divide="ignore", invalid="ignore"):
                points = (found[:3] / found[3]).T
            behind = (points @ self.rotation.T + self.translation)[:, 2] <= 0
            points[(points[:, 2] <= 0) | behind | ~np.isfinite(points).all(axis=1)] = np.nan
            out[there] = points
        return out.reshape(*first_xy.shape[:-1], 3)


def _by(size: tuple[int, int] | None) -> str:
    return "unknown" if size is None else f"{size[0]}x{size[1]} pixels"


def _numbers(values: Any, shape: tuple[int, ...], what: str, name: str) -> np.ndarray:
    try:
        array = np.asarray(values, np.float64)
    except (TypeError, ValueError):
        array = np.zeros(0)
    if array.shape != shape or not np.isfinite(array).all():
        raise ParameterError(
            what, expected=f"a {name} of shape {shape}, finite numbers", got=f"shape {array.shape}"
        )
    return array
