"""What the head's motion does to numbers of its picture, found where the face is at rest.

Moving a picture back over another resamples it, and what is behind the head does not move along.
Both change numbers smoothly with shift and turn, so they are regressed on these, their squares and
their cubes; frames far from rest count little (Cauchy's weights), so that an expression that
happened while the head was elsewhere is not taken away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_ROUNDS = 5
_RIDGE = 1e-3


@dataclass(frozen=True, eq=False)
class OfMotion:
    """What shift and turn of the head add to each of k numbers.

    Attributes
    ----------
    middle, spread : (3,) arrays
        Of shift right, shift down, turn in the sample.
    slopes : (9, k) array
        For each, its square and its cube.
    """

    middle: np.ndarray
    spread: np.ndarray
    slopes: np.ndarray

    def added(self, motion: np.ndarray) -> np.ndarray:
        """(frames, k) what motions (frames, 3) add; 0 where a motion is unknown."""
        return np.nan_to_num(regressors(motion, self.middle, self.spread)) @ self.slopes


def fit_motion(values: np.ndarray, motion: np.ndarray) -> OfMotion:
    """What motion adds to values, where these are as usual.

    Parameters
    ----------
    values : (frames, k) array
        Finite; their usual values are near 0.
    motion : (frames, 3) array
        Finite.
    """
    middle = np.median(motion, axis=0)
    spread = motion.std(axis=0)
    x = regressors(motion, middle, spread)
    slopes, weights = np.zeros((x.shape[1], values.shape[1])), np.ones(len(values))
    for _ in range(_ROUNDS):
        total = weights.sum()
        x0, v0 = weights @ x / total, weights @ values / total
        centered = (x - x0) * weights[:, None]
        normal = centered.T @ (x - x0) + np.eye(x.shape[1]) * (_RIDGE * total)
        slopes = np.linalg.solve(normal, centered.T @ (values - v0))
        left = values - v0 - (x - x0) @ slopes
        size = np.sqrt((left**2).mean(axis=1))
        usual = max(float(np.median(size)), 1e-12)
        weights = 1 / (1 + (size / usual) ** 4)
    return OfMotion(middle, spread, slopes)


def regressors(motion: np.ndarray, middle: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """(frames, 9): shifts and turn, squares and cubes, about their middles, in usual ones."""
    there = spread > 1e-9
    scaled = (motion - middle) / np.where(there, spread, np.inf)
    return np.concatenate([scaled, scaled**2 - there, scaled**3 / 3], axis=1)


def without_motion(values: np.ndarray, motion: np.ndarray, sample: np.ndarray) -> np.ndarray:
    """(frames,) one number a frame less what the head's motion adds to it at rest.

    Parameters
    ----------
    values : (frames,) array
        NaN where unknown.
    motion : (frames, 3) array
    sample : (n,) int array
        Frames that it is fitted on.
    """
    used = sample[np.isfinite(values[sample]) & np.isfinite(motion[sample]).all(axis=1)]
    if len(used) < 10 * 2 * motion.shape[1]:
        return values
    return values - fit_motion(values[used, None], motion[used]).added(motion)[:, 0]
