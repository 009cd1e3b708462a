"""Motion of the whole picture with a stimulus, and how much of the response it explains.

Registration removes a shift from each frame. The rest of a body movement remains: turn, scale,
shear, parts that follow less, and higher orders. All of these are known pictures: the reference's
derivatives times planes. An expression moves some parts of the face, each differently, and has
little in common with most of these pictures.

A warp of much of the face can still look like them, after shifts are removed and few components
remain. So the original picture is tested too: shifts are measured in many windows. If one common
movement explains them, the whole picture moves; an expression moves its parts differently.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...store.chosen_frames import read_frames
from .features import Features
from .folds import FoldPlan
from .mobility import local_shifts
from .nuisance import TrialStats
from .registration import Registration

_LEAST_INDEPENDENT = 0.05
_BEFORE_S = 1.0


@dataclass(frozen=True)
class Moved:
    """How the parts of the picture move with a stimulus.

    Attributes
    ----------
    by_px : float
        Root of the mean square of their shifts, pixels of the thumbnail.
    apart : float
        Share of that mean square that no common movement explains.
    """

    by_px: float
    apart: float


def how_it_moved(
    thumbnails: Any, plan: FoldPlan, registration: Registration, lost: np.ndarray
) -> dict[str, Moved]:
    """How the parts of the picture move with each stimulus, from just before its events.

    Parameters
    ----------
    thumbnails : (frames, y, x) uint8 array-like
    plan : FoldPlan
    registration : Registration
        Whose reference the parts are compared with, and whose mobility tells what stays.
    lost : (frames,) bool array
        Frames that do not count.

    Returns
    -------
    dict
        For each stimulus that has two trials.  Squares are products of two different trials, so
        that what moves by chance adds nothing on average.
    """
    pictures, numbers = _differences(thumbnails, plan, ~lost & plan.usable)
    if len(numbers) < 2:
        return {}
    reference = registration.reference
    windows, contrast, shifts = local_shifts(
        reference + pictures, reference, registration.weights, registration.shape
    )
    fields = _common_movements(windows, registration)
    labels = np.array([plan.events.rows[number].name for number in numbers])
    out = {}
    for name in plan.names:
        mine = shifts[labels == name]
        if len(mine) >= 2:
            out[name] = _moved(mine, contrast, fields)
    return out


def _differences(thumbnails: Any, plan: FoldPlan, good: np.ndarray) -> tuple[np.ndarray, list[int]]:
    """Mean picture in each event less that just before it, (n, pixels); the events' numbers."""
    times, size = plan.times_s, int(np.prod(thumbnails.shape[1:]))
    events = plan.events.rows
    part = np.full(len(times), -1)  # 2n just before event n, 2n + 1 in it
    for number, event in enumerate(events):
        before = (times >= event.onset_s - _BEFORE_S) & (times < event.onset_s)
        inside = plan.trial & (times >= event.onset_s) & (times < event.offset_s)
        part[good & before & (part < 0)] = 2 * number
        part[good & inside] = 2 * number + 1
    total, count = np.zeros((2 * len(events), size)), np.zeros(2 * len(events))
    for here, block in read_frames(thumbnails, np.flatnonzero(part >= 0)):
        for row in np.unique(part[here]):
            mine = part[here] == row
            total[row] += block[mine].sum(axis=0, dtype=np.float64)
            count[row] += mine.sum()
    seen = np.flatnonzero((count[::2] > 0) & (count[1::2] > 0))
    mean = total / np.maximum(count, 1)[:, None]
    return mean[2 * seen + 1] - mean[2 * seen], seen.tolist()


def _common_movements(windows: np.ndarray, registration: Registration) -> np.ndarray:
    """Shifts of the windows in each movement that is common to all, (movements, windows, 2).

    Along planes (shift, turn, scale, shear), of everything in view and of what follows the head.
    """
    planes = windows @ registration.planes.T / windows.sum(axis=1, keepdims=True)
    follows = windows @ registration.mobility / windows.sum(axis=1)
    either = np.concatenate([planes, planes * follows[:, None]], axis=1).T
    return np.concatenate([either[:, :, None] * axis for axis in np.eye(2)])


def _moved(shifts: np.ndarray, contrast: np.ndarray, fields: np.ndarray) -> Moved:
    """Of the shifts (trials, windows, 2) of one stimulus."""
    counted = np.einsum("fwi,wij->fwj", fields, contrast).reshape(len(fields), -1)
    normal = counted @ fields.reshape(len(fields), -1).T
    # what follows the head may be everything: the fields are then the same twice over
    normal += 1e-6 * np.trace(normal) / len(normal) * np.eye(len(normal))
    found = np.linalg.solve(normal, counted @ shifts.reshape(len(shifts), -1).T)
    rest = shifts - np.einsum("ft,fwi->twi", found, fields)
    root = np.linalg.cholesky(contrast + 1e-9 * np.eye(2))
    whole, apart = (
        _common(np.einsum("twi,wij->twj", part, root).reshape(len(part), -1))
        for part in (shifts, rest)
    )
    if whole <= 0:
        return Moved(0.0, 1.0)
    sure = float(np.trace(contrast, axis1=1, axis2=2).sum()) / 2
    return Moved(float(np.sqrt(whole / max(sure, 1e-9))), max(apart / whole, 0.0))


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
    """Share of a stimulus's response that movement of the whole picture does not explain.

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
        product of different trials, so that noise does not contribute. 1 without a response.
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
