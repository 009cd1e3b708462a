"""Exact sums of gray over bins of pixels, and motion between two frames of such sums.

Facemap's binned pixel is the mean gray of `sbin` x `sbin` pixels, and its motion
energy the sum over a region's bins of the absolute difference between frames.
Both are computed here as exact sums of whole numbers; the mean is the sum divided by sbin², once,
at the end.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numba import types

from ..features._kernel.codegen import SOURCE_STAMP, jit
from ..features._kernel.luma_plane import PLANE, borrow, plane_row
from ..features._kernel.simd_bytes import BYTES
from ._simd import MOST_APART, SUMS, add_apart, add_gray
from .gray import FACEMAP_GRAY
from .regions import RegionBins

_AS_IS, _LIMITED, _BY_TABLE = 0, 1, 2
STAMP = zlib.crc32(
    b"".join((Path(__file__).parent / n).read_bytes() for n in ("bins.py", "rows.py", "_simd.py")),
    SOURCE_STAMP,
)
"""As `SOURCE_STAMP`, for the code compiled here."""


def bin_dtype(sbin: int) -> np.dtype:
    """The smallest type for sums of `sbin` x `sbin` bytes: uint16 up to 16."""
    return np.min_scalar_type(255 * sbin * sbin)


class BinBox:
    """The smallest box of bins that holds all regions.

    Parameters
    ----------
    regions : sequence of RegionBins

    Attributes
    ----------
    top, left : int
        Its first row and column of bins.
    shape : (int, int)
        Rows and columns of bins.
    """

    def __init__(self, regions: Sequence[RegionBins]):
        rows = np.concatenate([region.yrange_bin for region in regions])
        columns = np.concatenate([region.xrange_bin for region in regions])
        self.top, self.left = int(rows.min()), int(columns.min())
        self.shape = int(rows.max()) + 1 - self.top, int(columns.max()) + 1 - self.left

    def indices(self, region: RegionBins) -> np.ndarray:
        """Indexes of a region's bins in the flattened box: (n_bins,) of int64, increasing."""
        rows = region.yrange_bin[:, None] - self.top
        columns = region.xrange_bin[None, :] - self.left
        return (rows * self.shape[1] + columns)[region.inside].astype(np.int64)

    def holds(self, region: RegionBins) -> bool:
        """Whether all bins of a region are in the box."""
        rows, columns = region.yrange_bin - self.top, region.xrange_bin - self.left
        inside = rows[0] >= 0 and columns[0] >= 0
        return bool(inside and rows[-1] < self.shape[0] and columns[-1] < self.shape[1])


def runs_of(indices: Sequence[np.ndarray]) -> np.ndarray:
    """Runs of adjacent bins of each region: (runs, 3) of region, first, stop."""
    runs = []
    for number, places in enumerate(indices):
        breaks = np.flatnonzero(np.diff(places) != 1) + 1
        for run in np.split(places, breaks):
            runs.append((number, run[0], run[-1] + 1))
    return np.array(runs, np.int64).reshape(-1, 3)


def bin_function(sbin: int, table: np.ndarray | None):
    """The compiled function for a bin size, and its arguments for a table of gray.

    Returns
    -------
    function
        Called with (luma, mode, table, top, left, out).
    mode : int
    table : ndarray (256,) of uint8
    """
    if table is None:
        return _compiled(sbin), _AS_IS, np.arange(256, dtype=np.uint8)
    mode = _LIMITED if np.array_equal(table, FACEMAP_GRAY) else _BY_TABLE
    return _compiled(sbin), mode, np.array(table, np.uint8)


@lru_cache(maxsize=16)
def _compiled(sbin: int):
    """Compile for one bin size, so that adding columns becomes SIMD code."""
    u1, i8, stamp = types.uint8, types.int64, STAMP
    sums = getattr(types, bin_dtype(sbin).name)
    signature = types.void(PLANE, i8, u1[::1], i8, i8, sums[:, ::1])

    @jit(signature=signature, on_disk=True)
    def bins_of_frame(luma, mode, table, top, left, out):
        abs(stamp)  # see SOURCE_STAMP
        luma, table, out = borrow(luma), borrow(table), borrow(out)
        first, width = left * sbin, out.shape[1] * sbin
        columns = np.zeros(width, np.uint16)
        blocks = width // BYTES
        for row in range(out.shape[0]):
            columns[:] = 0
            for y in range((top + row) * sbin, (top + row + 1) * sbin):
                pixels = plane_row(luma, y)
                if mode == _LIMITED:
                    add_gray(1, pixels, first, columns, blocks)
                elif mode == _AS_IS:
                    add_gray(0, pixels, first, columns, blocks)
                done = 0 if mode == _BY_TABLE else blocks * BYTES
                for x in range(done, width):
                    columns[x] += table[pixels[first + x]]
            target = out[row]
            for j in range(target.size):
                total = np.uint32(0)
                for k in range(sbin):
                    total += np.uint32(columns[j * sbin + k])
                target[j] = total

    return bins_of_frame


def motion_of(now: np.ndarray, before: np.ndarray, runs: np.ndarray, out: np.ndarray) -> None:
    """Sum of absolute differences over each region's bins, into `out` (regions,) of int64.

    Parameters
    ----------
    now, before : ndarray (rows, columns) of unsigned integers
        Sums of two frames.
    runs : ndarray
        From `runs_of`.
    """
    _motion_compiled(now.dtype.name)(now.reshape(-1), before.reshape(-1), runs, out)


@lru_cache(maxsize=4)
def _motion_compiled(dtype: str):
    i8, stamp, sums = types.int64, STAMP, getattr(types, dtype)
    row = types.Array(sums, 1, "C", readonly=True)

    @jit(signature=types.void(row, row, i8[:, ::1], i8[::1]), on_disk=True)
    def motion(now, before, runs, out):
        abs(stamp)
        now, before, runs, out = borrow(now), borrow(before), borrow(runs), borrow(out)
        out[:] = 0
        for r in range(runs.shape[0]):
            total, at, stop = np.int64(0), runs[r, 1], runs[r, 2]
            while stop - at >= SUMS:
                vectors = min((stop - at) // SUMS, MOST_APART)
                total += add_apart(now, before, at, vectors)
                at += vectors * SUMS
            for i in range(at, stop):
                total += abs(np.int64(now[i]) - np.int64(before[i]))
            out[runs[r, 0]] += total

    return motion
