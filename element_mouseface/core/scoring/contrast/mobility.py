"""Mobility: which parts of the picture move with the head, from neutral frames.

A head in front of a wall, a spout or a wheel: one shift for the whole picture
is then wrong, and strong edges that stay outvote the face.  Local shifts are
measured in overlapping windows (Lucas-Kanade on blurred pictures), and one
common movement times a factor for each window is fitted to them by alternating
least squares: the factor is the window's mobility.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

_BLUR = 1.2
_WINDOW = 4.0
_SPACING = 6
_MOST_FRAMES = 400
_LEAST_MOVEMENT = 0.04
_LEAST_SHARE = 0.25


def find_mobility(
    frames: np.ndarray, reference: np.ndarray, weights: np.ndarray, shape: tuple[int, int]
) -> np.ndarray:
    """How much each pixel moves with the head, 0 to 1; (pixels,).

    Parameters
    ----------
    frames : (n, pixels) float32 array
        Neutral frames.
    reference : (pixels,) array
    weights : (pixels,) array
        How much each pixel counts.
    shape : (int, int)

    Notes
    -----
    1 everywhere where hardly anything moves, or where so little of the picture moves
    together that it is no head (a whisker pad alone).
    """
    frames = frames[:: max(1, len(frames) // _MOST_FRAMES)]
    windows, strength, shifts = local_shifts(frames, reference, weights, shape)
    factor, common = np.ones(len(windows)), np.zeros((len(frames), 2))
    for _ in range(15):
        system = np.einsum("w,wij->ij", factor**2, strength) + 1e-9 * np.eye(2)
        pull = np.einsum("w,wij,nwj->ni", factor, strength, shifts)
        common = np.linalg.solve(system, pull.T).T
        power = np.einsum("ni,wij,nj->w", common, strength, common)
        follow = np.einsum("ni,wij,nwj->w", common, strength, shifts)
        # A window without contrast says nothing, and is taken to move along.
        doubt = 0.05 * power.mean() + 1e-12
        factor = np.clip((follow + doubt) / (power + doubt), 0, None)
        sure = np.trace(strength, axis1=1, axis2=2)
        top = np.sum(sure * factor**2) / max(np.sum(sure * factor), 1e-12)
        factor = np.clip(factor / max(top, 1e-6), 0, 1.2)
    factor = np.clip(factor, 0, 1)
    share = np.sum(sure * factor) ** 2 / max(np.sum(sure) * np.sum(sure * factor**2), 1e-12)
    if np.sqrt((common**2).mean()) < _LEAST_MOVEMENT or share < _LEAST_SHARE:
        return np.ones(len(reference))
    blend = windows * (sure[:, None] + 0.02 * sure.max())
    return np.clip((factor @ blend) / np.maximum(blend.sum(0), 1e-9), 0, 1)


def local_shifts(
    frames: np.ndarray, reference: np.ndarray, weights: np.ndarray, shape: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Local shifts of the picture against the reference, in windows.

    Parameters
    ----------
    frames : (n, pixels) array
    reference : (pixels,) array
    weights : (pixels,) array
        Pixels with 0 do not count.
    shape : (int, int)

    Returns
    -------
    windows : (windows, pixels) array
        How much each pixel belongs to a window.
    contrast : (windows, 2, 2) array
        How sure a window's shift is along x, y and between, up to about 1.
    shifts : (n, windows, 2) array
        Right and down, pixels of the thumbnail, 3 at most.
    """

    def soft(picture):
        return gaussian_filter(np.reshape(picture, shape).astype(np.float64), _BLUR)

    ref = soft(reference)
    gy, gx = np.gradient(ref)
    design = np.stack([ref.ravel(), -gx.ravel(), -gy.ravel()])
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    centers = [
        (y, x)
        for y in np.arange(_SPACING // 2, shape[0], _SPACING)
        for x in np.arange(_SPACING // 2, shape[1], _SPACING)
    ]
    windows, strength, solvers = [], [], []
    for y, x in centers:
        window = np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * _WINDOW**2)).ravel()
        counted = design * (window * (weights > 0))
        normal = counted @ design.T
        normal += np.diag(np.diag(normal)) * 1e-3 + np.eye(3) * 1e-3
        solver = np.linalg.solve(normal, counted)[1:]
        solvers.append(np.stack([soft(row).ravel() for row in solver]))
        windows.append(window)
        # What light leaves of the contrast, per pixel: the certainty of this window.
        left = normal[1:, 1:] - np.outer(normal[1:, 0], normal[0, 1:]) / normal[0, 0]
        strength.append(left / window.sum())
    solve = np.concatenate(solvers).T.astype(np.float32)
    shifts = ((frames - reference.astype(np.float32)) @ solve).reshape(len(frames), -1, 2)
    contrast = np.array(strength)
    trace = np.trace(contrast, axis1=1, axis2=2)
    contrast = contrast / (trace + np.median(trace) + 1e-9)[:, None, None]
    return np.array(windows), contrast, np.clip(shifts, -3, 3).astype(np.float64)
