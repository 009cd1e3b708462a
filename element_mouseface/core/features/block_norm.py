"""Block normalization: descriptors from cell histograms, as in scikit-image.

Source: the block normalization of `skimage.feature.hog` (L1, L1-sqrt, L2 and
L2-Hys of Dalal and Triggs, CVPR 2005), with its epsilon of 1e-5 and its clip at
0.2.  A descriptor is the ravel of (block row, block column, cell row, cell
column, orientation).
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numba import types

from ...errors import ParameterError
from ...params import BLOCK_NORMS, HOGParams
from ._kernel.codegen import SOURCE_STAMP, jit

EPSILON = 1e-5
HYSTERESIS = 0.2


def normalized(cells: np.ndarray, params: HOGParams) -> np.ndarray:
    """Normalize cell histograms over blocks: the descriptors.

    Parameters
    ----------
    cells : numpy.ndarray
        Cell histograms, (frame, cell row, cell column, orientation), as
        `element_mouseface.core.features.frame_kernel.cell_histograms` gives them; any float type.
    params : HOGParams
        `cells_per_block` and `block_norm` are used; `orientations` must fit.

    Returns
    -------
    numpy.ndarray
        float32, (frame, number): for each frame equal to
        `skimage.feature.hog(frame, ..., feature_vector=True)`.

    Raises
    ------
    ParameterError
        If `cells` has another number of axes or orientations.
    CropError
        If the grid of cells is smaller than one block.

    Notes
    -----
    Sums are computed in float64.  A block of zeros stays zero; NaN stays NaN.
    """
    cells = np.asarray(cells)
    if cells.ndim != 4 or cells.shape[3] != params.orientations:
        raise ParameterError(
            "These are not cell histograms of these parameters.",
            expected=f"shape (frames, rows, columns, {params.orientations})",
            got=f"shape {cells.shape}",
        )
    cells = np.ascontiguousarray(cells, dtype=np.float32)
    n, rows, columns, _ = cells.shape
    height, width = params.pixels_per_cell
    params.grid(rows * height, columns * width)  # refuses a grid under one block
    out = np.empty((n, params.descriptor_length((rows, columns))), np.float32)
    norm = BLOCK_NORMS.index(params.block_norm)
    _compiled()(cells.ravel(), cells.shape, out.ravel(), *params.cells_per_block, norm)
    return out


@lru_cache(maxsize=1)
def _compiled():
    """The compiled function; made on first use, since compiling takes seconds."""
    f4, i8, stamp = types.float32, types.int64, SOURCE_STAMP
    flat = types.Array(f4, 1, "C", readonly=True)
    signature = types.void(flat, types.UniTuple(i8, 4), f4[::1], i8, i8, i8)

    @jit(signature=signature, on_disk=True)
    def normalize(cells, shape, out, block_rows, block_columns, norm):
        abs(stamp)  # see SOURCE_STAMP
        _normalize(cells, shape, out, block_rows, block_columns, norm)

    return normalize


@jit
def _normalize(cells, shape, out, block_rows, block_columns, norm):
    """Normalize blocks with flat arrays: a view per block would cost more than the block."""
    frames, rows, columns, bins = shape
    run = block_columns * bins  # one cell row of a block is contiguous in memory
    block = np.empty(block_rows * run)
    at = 0
    for i in range(frames):
        for r in range(rows - block_rows + 1):
            for c in range(columns - block_columns + 1):
                for br in range(block_rows):
                    first = ((i * rows + r + br) * columns + c) * bins
                    for j in range(run):
                        block[br * run + j] = cells[first + j]
                _normalize_block(block, norm)
                for j in range(block.size):
                    out[at + j] = block[j]
                at += block.size


@jit
def _normalize_block(block, norm):
    total = 0.0
    if norm <= 1:
        for j in range(block.size):
            total += abs(block[j])
        scale = 1 / (total + EPSILON)
    else:
        for j in range(block.size):
            total += block[j] * block[j]
        scale = 1 / math.sqrt(total + EPSILON**2)
    if norm == 1:
        for j in range(block.size):
            block[j] = math.sqrt(block[j] * scale)
        return
    if norm == 3:
        total = 0.0
        for j in range(block.size):
            value = block[j] * scale
            # Not min(): a NaN must stay NaN on either side.
            value = HYSTERESIS if value > HYSTERESIS else value
            block[j] = value
            total += value * value
        scale = 1 / math.sqrt(total + EPSILON**2)
    for j in range(block.size):
        block[j] *= scale


def hog_image(
    cells: np.ndarray, params: HOGParams, shape: tuple[int, int] | None = None
) -> np.ndarray:
    """Draw the cell histograms of one frame: a star of lines in each cell.

    Each line has the direction of its bin's edges (perpendicular to the gradient) and the bin's
    value as its brightness, as in scikit-image.

    Parameters
    ----------
    cells : numpy.ndarray
        Cell histograms of one frame, (cell row, cell column, orientation).
    params : HOGParams
        The parameters they were made with.
    shape : (int, int), optional
        (y, x) of the picture; by default the cells' own extent.

    Returns
    -------
    numpy.ndarray
        float32, (y, x): the picture of `skimage.feature.hog(..., visualize=True)`.

    Raises
    ------
    ParameterError
        If `cells` has another number of axes or orientations, or `shape` is
        smaller than the cells' extent.
    """
    from skimage.draw import line  # slow to import, and only pictures need it

    cells = np.asarray(cells)
    height, width = params.pixels_per_cell
    extent = (cells.shape[0] * height, cells.shape[1] * width) if cells.ndim == 3 else (0, 0)
    shape = extent if shape is None else shape
    if (
        cells.ndim != 3
        or cells.shape[2] != params.orientations
        or (shape[0] < extent[0] or shape[1] < extent[1])
    ):
        raise ParameterError(
            "These cell histograms cannot be drawn.",
            expected=f"shape (rows, columns, {params.orientations}) within the picture",
            got=f"cells of shape {cells.shape}, a picture of {tuple(shape)}",
        )
    radius = min(height, width) // 2 - 1
    image = np.zeros(shape, np.float64)
    for o in range(params.orientations):
        middle = math.pi * (o + 0.5) / params.orientations
        down, across = radius * math.cos(middle), radius * math.sin(middle)
        for r, c in np.ndindex(cells.shape[:2]):
            y, x = r * height + height // 2, c * width + width // 2
            at = line(int(y - down), int(x + across), int(y + down), int(x - across))
            image[at] += cells[r, c, o]
    return image.astype(np.float32)
