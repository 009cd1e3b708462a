"""Descriptors computed on reading.

A result stores unnormalized cell histograms. A descriptor is their normalization over blocks, which
takes a few microseconds per frame and is done only for the rows that are read. So one result serves
every block size and norm, and keeps what L2-Hys would clip.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ParameterError
from ...params import HOGParams
from ..features.block_norm import normalized
from ..store import open_result
from ..store.row_array import RowArray

#: Frames normalized at a time, so that reading a long movie needs little memory beside the result.
_BLOCK_FRAMES = 1024


def open_descriptors(
    path: str | Path,
    *,
    block_norm: str | None = None,
    cells_per_block: int | tuple[int, int] | None = None,
) -> Descriptors:
    """Open the normalized descriptors of a result folder.

    Parameters
    ----------
    path : str or Path
        A folder that `extract` or `mouseface hog` wrote.
    block_norm : {'L1', 'L1-sqrt', 'L2', 'L2-Hys'}, optional
        A norm other than the result's.
    cells_per_block : (int, int) or int, optional
        Blocks (rows, columns) other than the result's.

    Returns
    -------
    Descriptors
        Array-like, (frames, numbers) of float32.

    Raises
    ------
    ResultIncompleteError
        If the run that writes the result has not finished.
    ResultError
        If `path` is not a result.
    ParameterError, CropError
        If the norm is unknown, or a block does not fit the grid.

    Examples
    --------
    >>> d = open_descriptors("face.zarr")             # doctest: +SKIP
    >>> d.shape                                       # doctest: +SKIP
    (2700, 2400)
    >>> d[[10, 500, -1]]                              # doctest: +SKIP
    """
    result = open_result(path)
    blocks: dict[str, Any] = {"block_norm": block_norm, "cells_per_block": cells_per_block}
    given = {name: value for name, value in blocks.items() if value is not None}
    return Descriptors(
        result.cells,
        dataclasses.replace(result.params, **given),
        times_s=result.times_s,
        flags=result.flags,
        cell_coverage=result.cell_coverage,
        source=str(path),
        digest=result.digest,
    )


class Descriptors(RowArray):
    """HOG descriptors of a movie: array-like, (frames, numbers) of float32.

    Rows are indexed as in NumPy (a number, a slice, a list, a mask); a missing
    frame is a row of NaN.  `np.asarray` reads all of it; `blocks` yields a chunk at a time.

    Parameters
    ----------
    cells : array-like (frames, rows, columns, orientations)
        Unnormalized cell histograms: a NumPy array, or one on disk.
    params : HOGParams
    times_s : ndarray (frames,), optional
        Seconds on the movie's clock.
    flags : ndarray (frames,) of uint16, optional
        `core.features.quality.FrameFlag` bits.
    cell_coverage : ndarray (rows, columns), optional
        Fraction of each cell's pixels that are in its histogram, without masked ones.
    source, digest : str, optional
        The origin, for messages and provenance.

    Attributes
    ----------
    grid : (int, int)
        Rows and columns of cells.
    valid : ndarray (numbers,) of bool
        False for numbers of fully masked cells, which are always zero.
    """

    def __init__(
        self,
        cells: Any,
        params: HOGParams,
        *,
        times_s: np.ndarray | None = None,
        flags: np.ndarray | None = None,
        cell_coverage: np.ndarray | None = None,
        source: str = "",
        digest: str = "",
    ):
        if len(cells.shape) != 4 or cells.shape[3] != params.orientations:
            raise ParameterError(
                "These cells do not fit the parameters.",
                expected=f"(frames, rows, columns, {params.orientations})",
                got=f"shape {tuple(cells.shape)}",
            )
        self._cells = cells
        self.params = params
        self.grid: tuple[int, int] = (int(cells.shape[1]), int(cells.shape[2]))
        # Only checks that a block fits: with cells of one pixel.
        size_px = [g * p for g, p in zip(self.grid, params.pixels_per_cell, strict=True)]
        params.grid(*size_px)
        self.shape = (int(cells.shape[0]), params.descriptor_length(self.grid))
        self.dtype = np.dtype(np.float32)
        self.chunk_frames = int(getattr(cells, "chunk_frames", _BLOCK_FRAMES))
        self.times_s, self.flags = times_s, flags
        self.source, self.digest = source, digest
        covered = np.ones(self.grid) if cell_coverage is None else np.asarray(cell_coverage)
        self.valid = _of_cells(covered > 0, params)

    def cells(self, rows: Any = slice(None)) -> np.ndarray:
        """Unnormalized cell histograms of some frames.

        Parameters
        ----------
        rows : int, slice, list or mask

        Returns
        -------
        ndarray (frames, rows, columns, orientations) of float32
        """
        return np.asarray(self._cells[rows])

    def _read_slice(self, start: int, stop: int) -> np.ndarray:
        # Cut at multiples of the block, a multiple of stored chunks: no chunk is read twice.
        cuts = range((start // _BLOCK_FRAMES + 1) * _BLOCK_FRAMES, stop, _BLOCK_FRAMES)
        steps = itertools.pairwise((start, *cuts, stop))
        return self._normalized([slice(first, last) for first, last in steps], stop - start)

    def _read_rows(self, rows: np.ndarray) -> np.ndarray:
        parts = [rows[k : k + _BLOCK_FRAMES] for k in range(0, len(rows), _BLOCK_FRAMES)]
        return self._normalized(parts, len(rows))

    def _normalized(self, parts: Sequence[Any], n_rows: int) -> np.ndarray:
        """The descriptors of some frames, computed in parts."""
        if len(parts) == 1:
            return normalized(np.asarray(self._cells[parts[0]]), self.params)
        out, at = np.empty((n_rows, self.shape[1]), self.dtype), 0
        for part in parts:
            block = normalized(np.asarray(self._cells[part]), self.params)
            out[at : at + len(block)] = block
            at += len(block)
        return out


def _of_cells(per_cell: np.ndarray, params: HOGParams) -> np.ndarray:
    """Repeat one value per cell (rows, columns) for each number of a descriptor."""
    blocks = np.lib.stride_tricks.sliding_window_view(per_cell, params.cells_per_block)
    return np.repeat(blocks.reshape(-1), params.orientations)
