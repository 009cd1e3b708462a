"""A small picture of chroma beside the thumbnail of luma.

Pixel (i, j) is the mean Cb and Cr of the same pixels whose mean luma is pixel (i, j) of the
thumbnail (`frame_kernel.FrameKernel`). Where a format stores chroma for several pixels together,
each of them has that value. Means are of exact sums, rounded half up once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...errors import CropError
from ._kernel.array_table import ArrayTable
from ._kernel.chroma_sums import chroma_function, plane_tables, plane_workspace, sums_function
from ._kernel.thumbnail_bins import bin_counts, bin_starts, repeats
from .frame_kernel import THUMBNAIL_PX

GRAY = 128
"""Cb and Cr of a gray pixel; also where there is no picture, or every pixel is masked."""


class ChromaKernel:
    """Mean Cb and Cr in each bin of the crop's thumbnail.

    It is built once for a movie and called for each frame; it releases the GIL, may be called from
    several threads at once, and pickles to its arguments.

    Parameters
    ----------
    frame_px : (int, int)
        Height and width of the whole frame.
    box : (slice, slice)
        Rows and columns of the crop.
    mask : ndarray (y, x) of bool, optional
        Pixels of the crop that are left out.
    thumbnail_px : (int, int)
        (rows, columns) of the thumbnail.
    zeroed : bool
        Whether all bytes of masked pixels are 0 in the planes of each call, so that they add
        nothing. A list of them takes longer than a picture, where each has its own mask.
    """

    def __init__(
        self,
        frame_px: tuple[int, int],
        box: tuple[slice, slice],
        mask: np.ndarray | None = None,
        thumbnail_px: tuple[int, int] = THUMBNAIL_PX,
        zeroed: bool = False,
    ):
        self.frame_px, self.box, self.thumbnail_px = frame_px, box, thumbnail_px
        self.mask = mask if mask is not None and mask.any() else None
        self.zeroed = zeroed
        shape = (box[0].stop - box[0].start, box[1].stop - box[1].start)
        self._starts = bin_starts(shape, thumbnail_px)
        counts = bin_counts(self._starts, shape, self.mask)
        self._counts = np.ascontiguousarray(counts, np.int64)
        self._enlarge = repeats(counts.shape, thumbnail_px)
        self._layouts: dict[Any, _Prepared] = {}
        self._sums, self._chroma = sums_function(), chroma_function()

    def __reduce__(self):
        return ChromaKernel, (self.frame_px, self.box, self.mask, self.thumbnail_px, self.zeroed)

    def __call__(self, planes: Sequence[np.ndarray], layout: Any, out: np.ndarray) -> float:
        """Write the chroma of one frame.

        Parameters
        ----------
        planes : sequence of ndarray of uint8, each (rows, bytes)
            The frame's color as stored; bytes of a row side by side.
        layout : core.video.color.ColorLayout
            What the bytes mean.
        out : ndarray (rows, columns, 2) of uint8
            Cb and Cr, overwritten.

        Returns
        -------
        float
            Root mean square distance of (Cb, Cr) from gray, over bins that are not masked.

        Raises
        ------
        CropError
            If the planes are not those of a frame of this size.
        """
        made = self._layouts.get(layout)
        if made is None:
            made = self._layouts[layout] = _Prepared(self, layout)
        found = [plane.shape for plane in planes]
        if found != made.shapes:
            raise CropError(
                "The frame's color does not have the kernel's size.",
                expected=f"planes (rows, bytes) of {made.shapes}",
                got=str(found),
            )
        scratch = made.scratch()
        at = 0
        for plane, tables, count in zip(planes, scratch.tables, made.sample_bytes, strict=True):
            plane = plane if plane.strides[1] == 1 else np.ascontiguousarray(plane)
            self._sums(plane, tables.table, at, scratch.sums)
            at += count
        small = out if self._enlarge is None else scratch.small
        distance = self._chroma(scratch.sums, self._counts, made.weights, made.base, small)
        if self._enlarge is not None:
            out[...] = small[self._enlarge]
        made.free.append(scratch)
        return distance


class _Scratch:
    """Memory that one call at a time works in."""

    def __init__(self, tables: list[ArrayTable], sums: np.ndarray, small: np.ndarray):
        self.tables, self.sums, self.small = tables, sums, small


class _Prepared:
    """What a kernel knows of one layout."""

    def __init__(self, kernel: ChromaKernel, layout: Any):
        self._kernel, self._layout = kernel, layout
        sizes = [(p.samples(kernel.frame_px), p.sample_bytes) for p in layout.planes]
        self.shapes = [(rows, columns * size) for (rows, columns), size in sizes]
        self.sample_bytes = [size for _, size in sizes]
        weights = [weight for p in layout.planes for weight in p.to_chroma]
        self.weights = np.array(weights, np.float64).reshape(-1, 2)
        self.base = np.array(layout.base, np.float64)
        self.free: list[_Scratch] = []
        listed = None if kernel.zeroed else kernel.mask
        self._tables = [
            plane_tables((p.sample_bytes, p.shifts, p.overhang), kernel.box, kernel._starts, listed)
            for p in layout.planes
        ]

    def scratch(self) -> _Scratch:
        """Memory of one call, reused by the next; as many as concurrent calls."""
        try:
            return self.free.pop()
        except IndexError:
            bins = self._kernel._counts.shape
            tables = [plane_workspace(found) for found in self._tables]
            return _Scratch(
                tables,
                np.zeros((*bins, len(self.weights)), np.int64),
                np.zeros((*bins, 2), np.uint8),
            )
