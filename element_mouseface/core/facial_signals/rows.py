"""Input of the SVD: frames of one region, or their absolute differences, as centered rows.

The source is the cached bin sums (whole numbers). A row is computed when it is requested: the bins
of a frame (movie) or the absolute differences to the frame before (motion), minus each bin's
average and the row's own mean, which Facemap's decomposition also removes. Missing frames have no
rows; in the differences, nor has a frame after one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numba import types

from ..features._kernel.codegen import jit
from ..features._kernel.luma_plane import borrow
from .bins import STAMP

#: Caches up to this size are kept in memory; larger ones are read in each pass.
_HELD_BYTES = 256 << 20
#: Approximate size of the rows of a block, as float32.
_BLOCK_BYTES = 24 << 20


class BinCache:
    """Bin sums of a recording, flattened to (frames, bins), read in stretches.

    Parameters
    ----------
    bins : array-like (frames, rows, columns) of unsigned integers
        An array, or one of a result on the disk.
    missing : ndarray (frames,) of bool
        Frames that could not be decoded.
    """

    def __init__(self, bins: Any, missing: np.ndarray):
        self._bins, self.n_frames = bins, len(bins)
        self.n_bins = int(np.prod(bins.shape[1:]))
        self.dtype = np.dtype(bins.dtype)
        self.valid = ~np.asarray(missing, bool)
        if self.n_frames * self.n_bins * self.dtype.itemsize <= _HELD_BYTES:
            self._bins = np.asarray(bins)

    def read(self, first: int, stop: int) -> np.ndarray:
        """Frames first..stop-1: (frames, bins) of unsigned integers."""
        return np.ascontiguousarray(self._bins[first:stop]).reshape(stop - first, self.n_bins)

    def frames(self, motion: bool, first: int = 0, stop: int | None = None) -> np.ndarray:
        """Numbers of the frames within first..stop-1 that have a row.

        A difference needs its frame and the one before, both in the stretch.
        """
        valid = self.valid[first:stop]
        if motion:
            return first + 1 + np.flatnonzero(valid[1:] & valid[:-1])
        return first + np.flatnonzero(valid)


class Tally:
    """Exact sums of raw rows: of each bin over frames, and of each frame over bins.

    Attributes
    ----------
    of_bins : ndarray (bins of the region,) of int64
    of_frames : ndarray (frames,) of int64
        0 where a frame has no row.
    n_rows : int
    """

    def __init__(self, n_bins: int, n_frames: int):
        self.of_bins = np.zeros(n_bins, np.int64)
        self.of_frames = np.zeros(n_frames, np.int64)
        self.n_rows = 0


def rows_of(cache: BinCache, frames: np.ndarray, motion: bool, most: int) -> Iterator[tuple]:
    """Stretches of a cache with up to `most` rows: (slice of rows, first frame, raw bins).

    Parameters
    ----------
    frames : ndarray of int64
        Frames that have a row, increasing.
    """
    at = 0
    while at < len(frames):
        first = int(frames[at]) - motion
        # A stretch has only small gaps between rows, so that little is read in vain.
        end = int(np.searchsorted(frames, first + motion + most))
        yield slice(at, end), first, cache.read(first, int(frames[end - 1]) + 1)
        at = end


def tally(cache: BinCache, places: np.ndarray, motion: bool, frames: np.ndarray) -> Tally:
    """Sum the rows of one region in one pass.

    Parameters
    ----------
    places : ndarray (bins,) of int64
        The region's bins in the cache.
    motion : bool
        Differences to the frame before, rather than frames.
    frames : ndarray of int64
        The frames of the rows.
    """
    out = Tally(len(places), cache.n_frames)
    out.n_rows = len(frames)
    function = _tally_compiled(cache.dtype.name)
    for rows, first, raw in rows_of(cache, frames, motion, _rows_together(cache.n_bins)):
        found = np.zeros(rows.stop - rows.start, np.int64)
        function(raw, frames[rows] - first, places, motion, out.of_bins, found)
        out.of_frames[frames[rows]] = found
    return out


def _rows_together(n_bins: int) -> int:
    return max(16, min(1024, _BLOCK_BYTES // (4 * n_bins)))


class CenteredRows:
    """Centered rows of one region, computed on request.

    Parameters
    ----------
    cache : BinCache
    places : ndarray (bins,) of int64
        The region's bins in the cache.
    motion : bool
        Differences to the frame before, rather than frames.
    average : ndarray (bins,) of float
        Subtracted from every row, in units of bin sums.
    row_sums : ndarray (frames,) of int64
        Of the raw rows, from `tally`.
    frames : ndarray of int64
        The frames of the rows; by default all.
    """

    def __init__(
        self,
        cache: BinCache,
        places: np.ndarray,
        motion: bool,
        average: np.ndarray,
        row_sums: np.ndarray,
        frames: np.ndarray | None = None,
    ):
        self._cache, self._places, self._motion = cache, places, motion
        self.frames = cache.frames(motion) if frames is None else frames
        self._average = np.asarray(average, np.float32)
        # The average as subtracted, so that the mean of a row is 0 to the last digit.
        total = self._average.sum(dtype=np.float64)
        self._offsets = (row_sums[self.frames] - total) / len(places)
        self._function = _center_compiled(cache.dtype.name)

    @property
    def n_rows(self) -> int:
        return len(self.frames)

    @property
    def n_bins(self) -> int:
        return len(self._places)

    def blocks(self) -> Iterator[tuple[slice, np.ndarray]]:
        """All rows in order, some at a time: (slice of rows, (rows, bins) of float32).

        The array is overwritten by the next block.
        """
        most = _rows_together(self.n_bins)
        buffer = np.empty((most, self.n_bins), np.float32)
        for rows, first, raw in rows_of(self._cache, self.frames, self._motion, most):
            out = buffer[: rows.stop - rows.start]
            self._center(raw, first, rows, slice(0, self.n_bins), out)
            yield rows, out

    def tiles(self, columns: int = 2048) -> Iterator[tuple[slice, np.ndarray]]:
        """All rows of some bins at a time: (slice of bins, (rows, bins) of float32).

        For few rows: their bin sums stay in memory during the iteration.
        """
        rows = slice(0, self.n_rows)
        if not self.n_rows:
            return
        first = int(self.frames[0]) - self._motion
        raw = self._cache.read(first, int(self.frames[-1]) + 1)
        for start in range(0, self.n_bins, columns):
            bins = slice(start, min(start + columns, self.n_bins))
            out = np.empty((self.n_rows, bins.stop - bins.start), np.float32)
            self._center(raw, first, rows, bins, out)
            yield bins, out

    def _center(self, raw, first, rows, bins, out):
        self._function(
            raw, self.frames[rows] - first, self._places[bins], self._motion,
            self._average[bins], self._offsets[rows], out,
        )  # fmt: skip


@lru_cache(maxsize=4)
def _tally_compiled(dtype: str):
    i8, stamp, number = types.int64, STAMP, getattr(types, dtype)
    raw_bins = types.Array(number, 2, "C", readonly=True)
    signature = types.void(raw_bins, i8[::1], i8[::1], types.boolean, i8[::1], i8[::1])

    @jit(signature=signature, on_disk=True)
    def add_up(raw, frames, places, motion, of_bins, of_rows):
        abs(stamp)
        raw, places, of_bins = borrow(raw), borrow(places), borrow(of_bins)
        n = places.size
        side_by_side = n and places[n - 1] - places[0] == n - 1
        for r in range(frames.size):
            now, before = raw[frames[r]], raw[frames[r] - motion]
            total = np.int64(0)
            if side_by_side:
                now, before = now[places[0] :], before[places[0] :]
                for j in range(n):
                    apart = np.int64(now[j]) - np.int64(before[j]) * motion
                    of_bins[j] += abs(apart)
                    total += abs(apart)
            else:
                for j in range(n):
                    p = places[j]
                    apart = np.int64(now[p]) - np.int64(before[p]) * motion
                    of_bins[j] += abs(apart)
                    total += abs(apart)
            of_rows[r] = total

    return add_up


@lru_cache(maxsize=4)
def _center_compiled(dtype: str):
    i8, f4, stamp, number = types.int64, types.float32, STAMP, getattr(types, dtype)
    raw_bins = types.Array(number, 2, "C", readonly=True)
    signature = types.void(
        raw_bins, i8[::1], i8[::1], types.boolean, f4[::1], types.float64[::1], f4[:, ::1]
    )

    @jit(signature=signature, on_disk=True)
    def center(raw, frames, places, motion, average, offsets, out):
        abs(stamp)
        raw, places, average, out = borrow(raw), borrow(places), borrow(average), borrow(out)
        n = places.size
        side_by_side = n and places[n - 1] - places[0] == n - 1
        share = np.float32(motion)
        for r in range(frames.size):
            now, before, to = raw[frames[r]], raw[frames[r] - motion], out[r]
            offset = np.float32(offsets[r])
            if side_by_side:
                now, before = now[places[0] :], before[places[0] :]
                # Sums are below 2**24, so float32 holds them and their differences exactly.
                for j in range(n):
                    value = np.float32(now[j]) - share * np.float32(before[j])
                    to[j] = abs(value) - average[j] - offset
            else:
                for j in range(n):
                    p = places[j]
                    value = np.float32(now[p]) - share * np.float32(before[p])
                    to[j] = abs(value) - average[j] - offset

    return center
