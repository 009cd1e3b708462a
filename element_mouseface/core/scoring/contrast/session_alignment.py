"""Session alignment: shift, rotation and scale of another session's picture.

Whole pixels first, by the correlation of edges; then least squares on the
derivatives for shift, turn, scale and light, blurred less and less (Lucas and
Kanade, IJCAI 1981), from several turns, of which the best fit is kept.
"""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

from .warping import IDENTITY, Alignment, placed, warp_matrix

_REACH = 8
_TURNS_DEG = (0.0, -3.0, 3.0)
_BLURS = (3.0, 3.0, 2.0, 2.0, 1.0, 1.0, 1.0, 0.6, 0.6)
_MOST_TURN, _MOST_SCALE = np.radians(10.0), 1.15


def shift_between(picture: np.ndarray, reference: np.ndarray) -> tuple[float, float]:
    """Whole-pixel shift (right, down) of a picture against a reference, up to 8 pixels.

    By the peak of the normalized correlation of the gradients' magnitudes, for
    pictures too far apart for small steps (another session's).
    """
    a, b = (np.hypot(*np.gradient(np.asarray(p, float))) for p in (picture, reference))
    a, b = (np.sqrt(gaussian_filter(p, 1.0)) for p in (a, b))
    best = (-2.0, 0, 0)
    height, width = a.shape
    for dy in range(-_REACH, _REACH + 1):
        for dx in range(-_REACH, _REACH + 1):
            there = a[max(dy, 0) : height + min(dy, 0), max(dx, 0) : width + min(dx, 0)]
            here = b[max(-dy, 0) : height + min(-dy, 0), max(-dx, 0) : width + min(-dx, 0)]
            r = float(np.corrcoef(there.ravel(), here.ravel())[0, 1])
            best = max(best, (r, dx, dy)) if np.isfinite(r) else best
    return float(best[1]), float(best[2])


def outside(shape: tuple[int, int], alignment: Alignment) -> np.ndarray:
    """Pixels of the reference that the session's picture does not show, (pixels,) bool."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    x, y = placed(columns, rows, shape, alignment)
    beyond = (x < 0) | (x > shape[1] - 1) | (y < 0) | (y > shape[0] - 1)
    return beyond.ravel()


def find_alignment(
    picture: np.ndarray, reference: np.ndarray, weights: np.ndarray, shape: tuple[int, int]
) -> Alignment:
    """The alignment of a picture with a reference.

    Parameters
    ----------
    picture, reference : (pixels,) array
    weights : (pixels,) array
        How much each pixel of the reference counts.
    shape : (int, int)

    Returns
    -------
    Alignment
        `IDENTITY` if no alignment makes the picture more like the reference.
    """
    picture, reference = (np.asarray(p, np.float64).reshape(shape) for p in (picture, reference))
    weights = np.asarray(weights, np.float64).reshape(shape)
    shift = shift_between(picture, reference)
    tried: list[Alignment] = [
        _refined((*shift, float(np.radians(turn)), 1.0), picture, reference, weights)
        for turn in _TURNS_DEG
    ]
    left = [_left(found, picture, reference, weights) for found in (IDENTITY, *tried)]
    return (IDENTITY, *tried)[int(np.argmin(left))]


def _refined(start: Alignment, picture, reference, weights) -> Alignment:
    now = start
    for blur in _BLURS:
        step = _step(now, picture, reference, weights, blur)
        turn = float(np.clip(now[2] + step[2], -_MOST_TURN, _MOST_TURN))
        scale = float(np.clip(now[3] * (1 + step[3]), 1 / _MOST_SCALE, _MOST_SCALE))
        now = (float(now[0] + step[0]), float(now[1] + step[1]), turn, scale)
    return now


def _sampled(alignment: Alignment, picture, weights) -> tuple[np.ndarray, np.ndarray]:
    shape = picture.shape
    warp = warp_matrix(shape, 0.0, 0.0, np.ones(shape), alignment)
    moved = (warp @ picture.ravel().astype(np.float32)).astype(np.float64).reshape(shape)
    return moved, np.where(outside(shape, alignment).reshape(shape), 0.0, weights)


def _planes(shape) -> np.ndarray:
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    x, y = 2.0 * columns / (shape[1] - 1) - 1, 2.0 * rows / (shape[0] - 1) - 1
    return np.stack([np.ones(shape), x, y])


def _solved(design: np.ndarray, target: np.ndarray, weights: np.ndarray) -> np.ndarray:
    flat = design.reshape(len(design), -1)
    normal = (flat * weights.ravel()) @ flat.T
    normal += np.diag(np.diag(normal)) * 1e-6 + np.eye(len(flat)) * 1e-9
    return np.linalg.solve(normal, (flat * weights.ravel()) @ target.ravel())


def _step(now: Alignment, picture, reference, weights, blur: float) -> np.ndarray:
    """What is still missing: shift (in the session's axes), turn and relative scale."""
    moved, counted = _sampled(now, picture, weights)
    moved, ref = gaussian_filter(moved, blur), gaussian_filter(reference, blur)
    gy, gx = np.gradient(ref)
    rows, columns = np.mgrid[: ref.shape[0], : ref.shape[1]]
    u, v = columns - (ref.shape[1] - 1) / 2, rows - (ref.shape[0] - 1) / 2
    light = _planes(ref.shape) * ref
    design = np.concatenate([light, np.stack([-gx, -gy, v * gx - u * gy, -u * gx - v * gy])])
    dx, dy, turn, scale = _solved(design, moved - ref, counted)[3:]
    cosine, sine = now[3] * np.cos(now[2]), now[3] * np.sin(now[2])
    return np.array([cosine * dx - sine * dy, sine * dx + cosine * dy, turn, scale])


def _left(alignment: Alignment, picture, reference, weights) -> float:
    """Mean square of what light and alignment leave of the difference."""
    moved, counted = _sampled(alignment, picture, weights)
    if counted.sum() < 0.3 * weights.sum():
        return np.inf
    light = _planes(reference.shape) * reference
    rest = moved - np.tensordot(_solved(light, moved, counted), light, axes=1)
    return float((counted * rest**2).sum() / counted.sum())
