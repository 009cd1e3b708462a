"""Warping: sparse matrices that resample a thumbnail with subpixel shifts."""

from __future__ import annotations

import numpy as np
from scipy import sparse

Alignment = tuple[float, float, float, float]
"""How a session lies on the reference: shift right and down in thumbnail pixels, turn in
radians (clockwise as seen, for y points down) and scale, about the middle."""

IDENTITY: Alignment = (0.0, 0.0, 0.0, 1.0)
"""The alignment that moves nothing."""


def placed(
    x: np.ndarray, y: np.ndarray, shape: tuple[int, int], alignment: Alignment
) -> tuple[np.ndarray, np.ndarray]:
    """Positions of points of the reference in the session's picture."""
    dx, dy, turn, scale = alignment
    middle_x, middle_y = (shape[1] - 1) / 2, (shape[0] - 1) / 2
    u, v = x - middle_x, y - middle_y
    cosine, sine = scale * np.cos(turn), scale * np.sin(turn)
    return middle_x + cosine * u - sine * v + dx, middle_y + sine * u + cosine * v + dy


def _cubic(fraction: np.ndarray) -> list[np.ndarray]:
    """Keys' cubic convolution weights (a = -1/2) of the four neighbors."""
    near, far = (
        (lambda p: (1.5 * p - 2.5) * p * p + 1),
        (lambda p: ((-0.5 * p + 2.5) * p - 4) * p + 2),
    )
    return [far(1 + fraction), near(fraction), near(1 - fraction), far(2 - fraction)]


def warp_matrix(
    shape: tuple[int, int],
    dx: float,
    dy: float,
    mobility: np.ndarray,
    alignment: Alignment = IDENTITY,
) -> sparse.csr_matrix:
    """Sparse (pixels, pixels): the picture sampled at x + mobility dx, y + mobility dy.

    With an `alignment`, at where these points lie in the session's picture.
    """
    height, width = shape
    rows, columns = np.mgrid[:height, :width]
    x, y = columns + mobility.reshape(shape) * dx, rows + mobility.reshape(shape) * dy
    if alignment != IDENTITY:
        x, y = placed(x, y, shape, alignment)
    x, y = np.clip(x, 0, width - 1).ravel(), np.clip(y, 0, height - 1).ravel()
    x0, y0 = np.floor(x).astype(int), np.floor(y).astype(int)
    along_x, along_y = _cubic(x - x0), _cubic(y - y0)
    here = np.arange(height * width)
    row, column, value = [], [], []
    for i in range(4):
        for j in range(4):
            row.append(here)
            column.append(
                np.clip(y0 + i - 1, 0, height - 1) * width + np.clip(x0 + j - 1, 0, width - 1)
            )
            value.append(along_y[i] * along_x[j])
    entries = (
        np.concatenate(value).astype(np.float32),
        (np.concatenate(row), np.concatenate(column)),
    )
    return sparse.csr_matrix(entries, shape=(height * width, height * width))
