"""Coordinates of a thumbnail: registered, scaled by pixel, projected on components.

Arrays may be lazy (a stored result's): they are read in slices, in order, and at
most `chosen_frames.CHUNK` frames are held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...store.chosen_frames import read_frames
from .folds import FoldPlan
from .params import ContrastParams
from .registration import Registered, Registration, fit_registration


@dataclass(frozen=True, eq=False)
class Features:
    """A registration and the basis on which registered pictures are expressed.

    `basis` is (components, pixels) float32 and already divides each pixel by its
    spread; `pixel_spread` (pixels,) is that spread in luma levels, infinite for a
    pixel left out.
    """

    registration: Registration
    basis: np.ndarray
    pixel_spread: np.ndarray

    def __call__(self, frames: np.ndarray) -> tuple[np.ndarray, Registered]:
        """(n, components) float64 coordinates of frames (n, pixels), and their registration."""
        done = self.registration(frames)
        return (done.residual @ self.basis.T).astype(np.float64), done


def fit_features(
    thumbnails: Any,
    plan: FoldPlan,
    group: int,
    params: ContrastParams,
    left_out: np.ndarray | None = None,
) -> Features:
    """The registration and basis of a group, from frames outside its folds.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
    plan : FoldPlan
    group : int
    params : ContrastParams
    left_out : (y, x) bool array, optional
        Masked thumbnail pixels.
    """
    shape = tuple(thumbnails.shape[1:])
    chosen = plan.basis_frames(group, params.basis_frames, neutral=True)
    neutral = np.concatenate([block for _, block in read_frames(thumbnails, chosen)])
    registration = fit_registration(
        neutral,
        shape,
        left_out=left_out,
        shift=params.uses("registration"),
        light=params.uses("light"),
    )
    counted = registration.weights > 0
    done = registration(neutral)
    alike = ~done.lost if not done.lost.all() else done.lost
    variance = done.residual[alike].var(axis=0).astype(np.float64)
    spread = np.sqrt(0.3 * np.median(variance[counted]) + variance + 1e-4)
    spread[~counted] = np.inf
    chosen = plan.basis_frames(group, params.basis_frames, neutral=False)
    rows = []
    for _, block in read_frames(thumbnails, chosen):
        done = registration(block)
        rows.append(done.residual[~done.lost] / spread.astype(np.float32))
    together = np.concatenate(rows)
    if len(together) < 3:  # nothing can be registered: any basis will do, it is refused
        together = np.eye(3, len(spread), dtype=np.float32)
    basis = _principal(together, params.n_components)
    return Features(registration, (basis / spread).astype(np.float32), spread)


def _principal(rows: np.ndarray, components: int) -> np.ndarray:
    """The first principal directions (components, numbers), orthonormal, of rows (n, numbers)."""
    rows = rows.astype(np.float64) - rows.mean(axis=0, dtype=np.float64)
    value, vector = np.linalg.eigh(rows @ rows.T)
    kept = min(components, max(len(rows) - 1, 1))
    value, vector = value[::-1][:kept], vector[:, ::-1][:, :kept]
    good = value > 1e-9 * max(value[0], 1e-12)
    return (vector[:, good].T @ rows) / np.sqrt(value[good])[:, None]


def project_frames(thumbnails: Any, frames: np.ndarray, features: Features) -> np.ndarray:
    """Coordinates (n, components) of chosen frames; NaN where one cannot be registered."""
    pieces = []
    for _, block in read_frames(thumbnails, frames):
        coordinates, done = features(block)
        coordinates[done.lost] = np.nan
        pieces.append(coordinates)
    return np.concatenate(pieces)
