"""The frame kernel: cell histograms, a thumbnail and quality traces of each frame.

Cell histograms are those inside `skimage.feature.hog` (Dalal and Triggs, CVPR
2005, unsigned gradients, no smoothing, no interpolation between bins): the sum
of gradient magnitudes over a cell's pixels in each range of orientations,
divided by the cell's pixel count.  They are stored unnormalized;
`element_mouseface.core.features.block_norm.normalized` computes descriptors from them.

Arrays are (frame, y, x); a cell is (row, column).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from ...errors import CropError, ParameterError
from ...params import HOGParams
from ._kernel.array_table import ArrayTable, array_table
from ._kernel.cell_histograms import CellsKernel
from ._kernel.thumbnail_bins import repeats
from ._kernel.thumbnail_quality import quality_function, quality_tables, quality_workspace
from .quality import TRACES, FrameFlag

THUMBNAIL_PX = (60, 80)
"""Default (rows, columns) of a frame's thumbnail."""

_BYTE = np.dtype(np.uint8)
_NO_PREVIOUS = np.zeros((0, 0), np.uint8)


class Row(dict[str, np.ndarray]):
    """Arrays for one frame's results by their names, checked for kernels of one size."""

    def __init__(self, arrays: Mapping[str, np.ndarray], places: ArrayTable, fits: tuple[int, ...]):
        super().__init__(arrays)
        self.places, self.fits = places, fits


class FrameKernel:
    """The frame kernel: computes all features of a frame in one pass over its pixels.

    It is built once for a movie and called for each frame. Between calls it keeps only scratch
    memory; it releases the GIL, may be called from several threads at once, and pickles to its
    arguments.

    Parameters
    ----------
    params : HOGParams
        Parameters of the cell histograms.
    height_px, width_px : int
        Size of the crop, and so of every array of a call.
    luma_table : numpy.ndarray, optional
        (256,) uint8: full-range luma of a stored pixel value.  By default
        pixels are full-range luma already.
    mask : numpy.ndarray, optional
        (y, x) bool, True where a pixel is left out.  It is in no trace and no thumbnail mean; a
        pixel whose gradient would use it is in no histogram. Cells are still divided by their full
        pixel count.
    thumbnail_px : (int, int)
        (rows, columns) of the thumbnail.

    Raises
    ------
    CropError
        If the crop is smaller than one block, or the mask has another shape or
        leaves no pixel.
    ParameterError
        If `luma_table` is not 256 bytes, or `thumbnail_px` not positive.

    Notes
    -----
    Thumbnail pixel (i, j) is the mean luma, rounded half up, of rows
    floor(i h / rows) up to floor((i + 1) h / rows) and columns likewise: whole
    pixels, each in one bin.  If the crop has fewer pixels than the thumbnail, they are repeated. A
    fully masked bin is 0.
    """

    def __init__(
        self,
        params: HOGParams,
        height_px: int,
        width_px: int,
        *,
        luma_table: np.ndarray | None = None,
        mask: np.ndarray | None = None,
        thumbnail_px: tuple[int, int] = THUMBNAIL_PX,
    ):
        self.params = params
        self.shape = (int(height_px), int(width_px))
        self.grid = params.grid(*self.shape)
        self.luma_table = _checked_table(luma_table)
        self.mask = _checked_mask(mask, self.shape)
        if len(thumbnail_px) != 2 or min(thumbnail_px) < 1:
            raise ParameterError(
                "The thumbnail has no size.",
                expected="(rows, columns), each at least 1",
                got=repr(thumbnail_px),
            )
        self.thumbnail_px = (int(thumbnail_px[0]), int(thumbnail_px[1]))
        luma = np.arange(256, dtype=np.uint8) if self.luma_table is None else self.luma_table
        self._cells = CellsKernel(params, self.shape, self.grid, luma, self.mask)
        self._quality_function = quality_function()
        self._tables = quality_tables(self.shape, self.luma_table, self.mask, self.thumbnail_px)
        self._workspaces: list[tuple[ArrayTable, ArrayTable]] = []  # not in use
        self._fits = (*self.shape, *self.grid, params.orientations, *self.thumbnail_px)
        self._enlarge = repeats(self._tables.counts.shape, self.thumbnail_px)

    def __reduce__(self):
        return _rebuild, (self.params, self.shape, self.luma_table, self.mask, self.thumbnail_px)

    @property
    def outputs(self) -> dict[str, tuple[tuple[int, ...], np.dtype]]:
        """Name, shape and dtype of all outputs of a call."""
        outputs: dict[str, tuple[tuple[int, ...], np.dtype]] = {
            "cells": ((*self.grid, self.params.orientations), np.dtype(np.float32)),
            "thumbnail": (self.thumbnail_px, np.dtype(np.uint8)),
        }
        outputs.update((name, ((), np.dtype(np.float32))) for name in TRACES)
        outputs["flags"] = ((), np.dtype(np.uint16))
        return outputs

    def allocate(self, n_frames: int) -> dict[str, np.ndarray]:
        """Allocate arrays for `n_frames` results, with a frame axis before each output's shape."""
        return {
            name: np.zeros((n_frames, *shape), dtype)
            for name, (shape, dtype) in self.outputs.items()
        }

    def row(self, arrays: Mapping[str, np.ndarray], index: int) -> Row:
        """One frame's views of arrays from `allocate`, as the argument of a call."""
        return self.prepared({name: array[index, ...] for name, array in arrays.items()})

    def prepared(self, out: Mapping[str, np.ndarray]) -> Row:
        """Check the arrays for a frame's results once, for many calls with them.

        Raises
        ------
        CropError
            If one is missing, has another shape or dtype than in `outputs`, is read-only, or is not
            contiguous.
        """
        for name, (shape, dtype) in self.outputs.items():
            _check_place(name, out.get(name), shape, dtype)
        places = {**out}
        if self._enlarge is not None:
            places["thumbnail"] = np.empty(self._tables.counts.shape, np.uint8)
        return Row(out, array_table(*(places[name] for name in self.outputs)), self._fits)

    def __call__(
        self, luma: np.ndarray, previous: np.ndarray | None, out: Mapping[str, np.ndarray]
    ) -> None:
        """Write one frame's results into `out`.

        Parameters
        ----------
        luma : numpy.ndarray
            (y, x) uint8, the crop; any strides, may be read-only.
        previous : numpy.ndarray or None
            The frame before it, in the same form; None for the first frame and after a missing one.
        out : mapping of numpy.ndarray
            Arrays of `outputs`' shapes (a scalar as a 0-d view); all are overwritten.
            Arrays from `row` or `prepared` save a tenth of the time.

        Raises
        ------
        CropError
            If an array has another shape or dtype than those of the kernel.
        """
        luma = self._plane(luma)
        before = _NO_PREVIOUS if previous is None else self._plane(previous)
        row = out if isinstance(out, Row) else self.prepared(out)
        if row.fits != self._fits:
            row = self.prepared(out)
        workspaces = self._workspace()
        self._cells(luma, workspaces[0], row.places)
        self._quality_function(luma, before, workspaces[1].table, row.places.table)
        self._workspaces.append(workspaces)
        if self._enlarge is not None:
            small = row.places.arrays[list(self.outputs).index("thumbnail")]
            row["thumbnail"][...] = small[self._enlarge]

    def many_cells(self, frames: Iterable[np.ndarray], cells: np.ndarray) -> None:
        """Write the cell histograms of as many frames as fit in `cells`.

        Parameters
        ----------
        frames : iterable of numpy.ndarray
            Each (y, x) uint8 as for a call.
        cells : numpy.ndarray
            (frame, row, column, orientation) float32, contiguous.

        Raises
        ------
        CropError
            As for a call.
        """
        _check_place("cells", cells, (len(cells), *self.outputs["cells"][0]), np.dtype(np.float32))
        workspaces = self._workspace()
        for luma, of_frame in zip(frames, cells, strict=True):
            self._cells(self._plane(luma), workspaces[0], array_table(of_frame))
        self._workspaces.append(workspaces)

    def missing(self, out: Mapping[str, np.ndarray]) -> None:
        """Write the values of a frame that cannot be decoded: NaN, and the flag MISSING."""
        for array in out.values():
            array[...] = np.nan if array.dtype.kind == "f" else 0
        out["flags"][...] = int(FrameFlag.MISSING)

    def _workspace(self) -> tuple[ArrayTable, ArrayTable]:
        """Scratch memory of one call, reused by the next; as many as concurrent calls."""
        try:
            return self._workspaces.pop()
        except IndexError:
            return self._cells.workspace(), quality_workspace(self._tables)

    def _plane(self, luma: np.ndarray) -> np.ndarray:
        if luma.shape != self.shape or luma.dtype != _BYTE:
            raise CropError(
                "The frame does not have the kernel's size.",
                expected=f"uint8, (y, x) = {self.shape}",
                got=f"{luma.dtype}, shape {luma.shape}",
            )
        # Any distance between rows is possible, but a row's pixels must be contiguous.
        return luma if luma.strides[1] == 1 else np.ascontiguousarray(luma)


def cell_histograms(
    frames: np.ndarray,
    params: HOGParams,
    *,
    luma_table: np.ndarray | None = None,
    mask: np.ndarray | None = None,
) -> np.ndarray:
    """Histograms of oriented gradients of each cell of each frame, unnormalized.

    Parameters
    ----------
    frames : numpy.ndarray
        (frame, y, x) uint8, cropped already; any strides, may be read-only.
    params : HOGParams
        `orientations`, `pixels_per_cell` and `transform_sqrt` are used.
    luma_table, mask : numpy.ndarray, optional
        As for `FrameKernel`.

    Returns
    -------
    numpy.ndarray
        float32, (frame, cell row, cell column, orientation): the mean over the
        cell's pixels of gradient magnitude in each range of orientations, as
        inside `skimage.feature.hog`, in luma levels or their square roots.

    Raises
    ------
    CropError
        If `frames` is not (frame, y, x) of uint8, or is smaller than one block.
    """
    frames = np.asarray(frames)
    if frames.ndim != 3:
        raise CropError(
            "Frames must have three axes.",
            expected="(frame, y, x)",
            got=f"shape {frames.shape}",
        )
    kernel = FrameKernel(params, *frames.shape[1:], luma_table=luma_table, mask=mask)
    cells = np.empty((len(frames), *kernel.grid, params.orientations), np.float32)
    kernel.many_cells(frames, cells)
    return cells


def _check_place(
    name: str, array: np.ndarray | None, shape: tuple[int, ...], dtype: np.dtype
) -> None:
    """Check the output arrays, because compiled code does not check bounds."""
    if array is None:
        got = "none"
    elif array.shape != shape or array.dtype != dtype:
        got = f"{array.dtype}, shape {array.shape}"
    elif not (array.flags.c_contiguous and array.flags.writeable):
        got = f"strides {array.strides}, {'writable' if array.flags.writeable else 'read-only'}"
    else:
        return
    raise CropError(
        f"A frame's {name} cannot be written into this array.",
        expected=f"{dtype}, shape {shape}, contiguous and writable",
        got=got,
        do="take the arrays from `allocate` and `row`",
    )


def _rebuild(params, shape, luma_table, mask, thumbnail_px):
    return FrameKernel(params, *shape, luma_table=luma_table, mask=mask, thumbnail_px=thumbnail_px)


def _checked_table(table: np.ndarray | None) -> np.ndarray | None:
    if table is None:
        return None
    table = np.asarray(table)
    if table.shape != (256,) or table.dtype != np.uint8:
        raise ParameterError(
            "This is not a luma table.",
            expected="256 values of uint8",
            got=f"{table.dtype}, shape {table.shape}",
        )
    # a copy: a cluster's worker gets read-only arrays, and the kernel is compiled for writable ones
    return np.array(table, order="C")


def _checked_mask(mask: np.ndarray | None, shape: tuple[int, int]) -> np.ndarray | None:
    if mask is None:
        return None
    mask = np.asarray(mask)
    if mask.shape != shape or mask.dtype != bool or mask.all():
        raise CropError(
            "The mask does not fit the crop.",
            expected=f"bool, shape {shape}, with at least one pixel not left out",
            got=f"{mask.dtype}, shape {mask.shape}, {int(np.sum(mask))} pixels left out",
        )
    return np.array(mask, order="C") if mask.any() else None
