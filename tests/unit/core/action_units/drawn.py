"""Points of the drawn mouse, as a tracker finds them, and its pose."""

from __future__ import annotations

from typing import Any

import numpy as np

from element_mouseface.core.action_units.params import ActionUnitParams
from element_mouseface.core.action_units.points import Points
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.synthetic import LANDMARKS, Confounds, landmarks, plan


def planned(identity: int = 1301, seed: int = 5, **settings: Any) -> Any:
    """Half a minute of a mouse, not filmed."""
    given = {"duration_s": 34.0, "fps": 9, "trials_per_stimulus": 2, **settings}
    return plan(identity=identity, seed=seed, **given)


def tracked(movie: Any, noise_px: float = 0.5, seed: int = 0, **settings: Any) -> Keypoints:
    """Its points with a tracker's noise."""
    xy = landmarks(movie)
    xy = xy + noise_px * np.random.default_rng(seed).standard_normal(xy.shape)
    return Keypoints(LANDMARKS, xy, np.ones(xy.shape[:2]), "deeplabcut", **settings)


def pose_of(movie: Any) -> dict[str, np.ndarray]:
    """The planted pose by its parts."""
    return dict(zip(movie.truth["pose_names"].tolist(), movie.truth["pose"].T, strict=True))


def points_of(keypoints: Keypoints, **params: Any) -> Points:
    """As units take them."""
    usable = np.ones(keypoints.n_frames, bool)
    return Points(keypoints, ActionUnitParams(**params), usable)


def changed(keypoints: Keypoints, **points: np.ndarray) -> Keypoints:
    """The same with other places (frames, 2) of some points."""
    xy = keypoints.xy.copy()
    for name, values in points.items():
        xy[:, keypoints.names.index(name)] = values
    return Keypoints(keypoints.names, xy, keypoints.likelihood, keypoints.software)


QUIET = Confounds.none()
