"""Motion of the whole picture with a stimulus, and how much of the response it explains.

Registration takes a shift out of each frame, and leaves what a body that moves leaves: turn,
scale, shear, parts that follow less, and what is beyond first order.  All of these are
known pictures: the reference's derivatives times planes.  An expression moves some parts of the
face, each in its own way, and has little in common with most of them.

A warp of much of the face can look like them all the same.  But then registration sees the
head where it was: only where it has measured a movement as well is the movement believed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...events import Event
from .features import Features
from .nuisance import TrialStats

__all__ = ["moved_px", "share_besides"]

_LEAST_INDEPENDENT = 0.05
_BEFORE_S = 1.0


def moved_px(shift_px: np.ndarray, times_s: np.ndarray, events: Sequence[Event]) -> float:
    """How far the head lies elsewhere in a stimulus's events than just before them.

    Parameters
    ----------
    shift_px : (frames, 2) array
        As registration measured it; NaN where it did not.
    times_s : (frames,) array
    events : sequence of Event
        Of one stimulus.

    Returns
    -------
    float
        Length of the mean difference, in the unit of `shift_px`; 0 where nothing is known.
    """
    moved = []
    for event in events:
        inside = (times_s >= event.onset_s) & (times_s < event.offset_s)
        before = (times_s >= event.onset_s - _BEFORE_S) & (times_s < event.onset_s)
        pair = [
            shift_px[rows][np.isfinite(shift_px[rows]).all(axis=1)] for rows in (inside, before)
        ]
        if all(len(part) for part in pair):
            moved.append(pair[0].mean(axis=0) - pair[1].mean(axis=0))
    return float(np.hypot(*np.mean(moved, axis=0))) if moved else 0.0


def _movements(features: Features) -> np.ndarray:
    """What the reference changes by when it moves as a whole, (movements, pixels)."""
    registration = features.registration
    rows, columns = registration.shape
    reference = registration.reference.reshape(rows, columns).astype(np.float64)
    follows = registration.mobility.reshape(rows, columns)
    gy, gx = np.gradient(reference)
    gyy, _ = np.gradient(gy)
    gxy, gxx = np.gradient(gx)
    y, x = np.mgrid[-1 : 1 : rows * 1j, -1 : 1 : columns * 1j]
    first = [g * plane for g in (gx, gy) for plane in (np.ones_like(x), x, y)]
    fields = [field * part for field in first for part in (1.0, follows)]
    fields += [field * part for field in (gxx, gxy, gyy) for part in (follows, 1 - follows)]
    return np.stack([field.ravel() for field in fields])


def share_besides(
    features: Features,
    stats: list[TrialStats],
    labels: list[str],
    precision: np.ndarray,
    name: str,
) -> float:
    """Share of a stimulus's answer that movement of the whole picture does not explain.

    Parameters
    ----------
    features : Features
    stats : list of TrialStats
        Of all folds.
    labels : list of str
        Stimulus of each fold.
    precision : (components, components) array
        Inverse nuisance covariance.
    name : str

    Returns
    -------
    float
        Mean product of two different trials, whitened, without and with those movements; a
        product of different trials, so that noise has no part in it.  1 where there is no answer.
    """
    whiten = np.linalg.cholesky(precision)
    mine = [s.mean for s, label in zip(stats, labels, strict=True) if label == name]
    trials = np.array([mean for mean in mine if mean is not None])
    if len(trials) < 2:
        return 1.0
    trials = trials @ whiten
    fields = (features.basis @ _movements(features).T).T @ whiten
    length = np.linalg.norm(fields, axis=1, keepdims=True)
    fields = fields[length[:, 0] > 1e-9] / length[length[:, 0] > 1e-9]
    if not len(fields):
        return 1.0
    _, size, directions = np.linalg.svd(fields, full_matrices=False)
    along = directions[size > _LEAST_INDEPENDENT * size[0]]
    whole = _common(trials)
    if whole <= 0:
        return 1.0
    return max(_common(trials - trials @ along.T @ along) / whole, 0.0)


def _common(trials: np.ndarray) -> float:
    """Mean inner product of different trials."""
    products = trials @ trials.T
    n = len(trials)
    return float((products.sum() - np.trace(products)) / (n * (n - 1)))
