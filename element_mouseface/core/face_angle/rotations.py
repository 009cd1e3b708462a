"""Rotations in three dimensions, many at a time, and their roll, yaw and pitch.

A rotation about the axes of the first camera (x right, y down, z away) is
Rz(-roll) Ry(-yaw) Rx(-pitch): see `angle` for what that means on the screen.
"""

from __future__ import annotations

import numpy as np


def nearest_rotations(matrices: np.ndarray) -> np.ndarray:
    """The rotation nearest to each matrix (n, 3, 3), without reflections (Kabsch)."""
    u, _, v = np.linalg.svd(matrices)
    flip = np.linalg.det(u) * np.linalg.det(v)
    u[..., :, 2] *= np.where(flip < 0, -1.0, 1.0)[..., None]
    return u @ v


def turned(vectors: np.ndarray) -> np.ndarray:
    """Rotations (n, 3, 3) by vectors (n, 3): axis times angle in radians (Rodrigues)."""
    angle = np.linalg.norm(vectors, axis=1)[:, None, None]
    cross = cross_matrices(vectors)
    small = angle < 1e-8
    safe = np.where(small, 1.0, angle)
    first = np.where(small, 1.0, np.sin(safe) / safe)
    second = np.where(small, 0.5, (1 - np.cos(safe)) / safe**2)
    return np.eye(3) + first * cross + second * (cross @ cross)


def cross_matrices(vectors: np.ndarray) -> np.ndarray:
    """The matrices (n, 3, 3) whose product with u is the cross product of each vector with u."""
    x, y, z = np.moveaxis(vectors, -1, 0)
    zero = np.zeros_like(x)
    rows = [[zero, -z, y], [z, zero, -x], [-y, x, zero]]
    return np.moveaxis(np.array(rows), (0, 1), (-2, -1))


def angles_of(rotations: np.ndarray) -> np.ndarray:
    """Roll, yaw and pitch in radians of rotations (n, 3, 3): (n, 3)."""
    r = rotations
    roll = -np.arctan2(r[..., 1, 0], r[..., 0, 0])
    yaw = np.arcsin(np.clip(r[..., 2, 0], -1, 1))
    pitch = -np.arctan2(r[..., 2, 1], r[..., 2, 2])
    return np.stack([roll, yaw, pitch], axis=-1)


def rotations_of(angles: np.ndarray) -> np.ndarray:
    """The rotations (n, 3, 3) of roll, yaw and pitch in radians (n, 3)."""
    unit = np.eye(3)
    roll, yaw, pitch = (-np.asarray(angles)[..., k, None] for k in range(3))
    about_z, about_y, about_x = (
        turned(roll * unit[2]),
        turned(yaw * unit[1]),
        turned(pitch * unit[0]),
    )
    return about_z @ about_y @ about_x


def angle_errors(angles: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Standard errors of roll, yaw and pitch from those of a small turn about the camera's axes.

    Parameters
    ----------
    angles : (n, 3) array
        Radians.
    covariance : (n, 3, 3) array
        Of the turn that is added after the rotation, x, y and z.
    """
    roll, yaw = -angles[:, 0], -angles[:, 1]
    about_z = turned(roll[:, None] * np.eye(3)[2])
    about_y = turned(yaw[:, None] * np.eye(3)[1])
    axes = np.stack(
        [
            np.broadcast_to(np.eye(3)[2], (len(angles), 3)),
            about_z[:, :, 1],
            (about_z @ about_y)[:, :, 0],
        ],
        axis=2,
    )
    # near yaw of 90 degrees roll and pitch are one: their errors are without bound
    safe = np.abs(np.cos(yaw)) > 1e-3
    inverse = np.full_like(axes, np.nan)
    inverse[safe] = np.linalg.inv(axes[safe])
    spread = inverse @ covariance @ np.swapaxes(inverse, 1, 2)
    return np.sqrt(np.maximum(np.diagonal(spread, axis1=1, axis2=2), 0))
