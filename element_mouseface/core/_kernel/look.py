"""The thumbnail and the quality traces of one frame, row by row.

What each trace is, is told in `element_mouseface.core.quality`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import types

from ..crop_mask import gradient_mask
from ..quality import SATURATED_LUMA
from .byte_rows import BYTES, VIDEO_RANGE, add_next
from .emit import SOURCE_STAMP, jit
from .look_rows import (
    AS_IS,
    BY_TABLE,
    COUNTERS,
    STEP,
    VIDEO_LEVELS,
    count_levels,
    edges,
    edges_wide,
    visit,
    visit_by_tables,
)
from .planes import PLANE, borrow, plane_row
from .wide import WIDE

__all__ = ["Look", "look_function", "look_of", "scratch_of"]

_MOST_ROWS = 257  # 257 times 255 is the largest 16-bit number


class Look(NamedTuple):
    """What is known before the first frame; the arguments of the compiled function."""

    mode: int
    """Whether pixels are luma, limited-range luma (which whole vectors can be
    converted from), or to be looked up one by one."""
    table: np.ndarray
    """(256,) uint8: full-range luma of a pixel value."""
    keep: np.ndarray
    """(y, x) uint8: 0 where masked; empty without a mask."""
    keep_edges: np.ndarray
    """(y, x) uint8: 0 where masked or beside a masked pixel; empty without a mask."""
    counts: np.ndarray
    """(rows, columns) int64: pixels in each bin of the thumbnail."""
    shares: np.ndarray
    """(2, rows, columns) float64: a bin's mean, rounded half up, is the whole part of its
    sum times the first plus the second.  A quarter of a pixel's share over the half keeps
    rounding errors from mattering: sums are whole numbers."""
    starts: np.ndarray
    """(columns + 1,) int64: where each bin of a row of the thumbnail begins."""


def look_of(
    shape: tuple[int, int],
    luma_table: np.ndarray | None,
    mask: np.ndarray | None,
    thumbnail_px: tuple[int, int],
) -> Look:
    """Prepare for frames of one shape."""
    table = np.arange(256, dtype=np.uint8) if luma_table is None else luma_table
    mode = AS_IS if luma_table is None else BY_TABLE
    if luma_table is not None and np.array_equal(luma_table, _video_range_table()):
        mode = VIDEO_LEVELS
    keep = keep_edges = np.zeros((0, 0), np.uint8)
    inside = np.ones(shape, np.int64)
    if mask is not None:
        keep = (~mask).astype(np.uint8)
        keep_edges = (~gradient_mask(mask)).astype(np.uint8)
        inside = keep.astype(np.int64)
    starts = [
        np.arange(n) * size // n
        for size, n in zip(shape, np.minimum(thumbnail_px, shape), strict=True)
    ]
    counts = np.add.reduceat(np.add.reduceat(inside, starts[0], axis=0), starts[1], axis=1)
    each = np.divide(1.0, counts, out=np.zeros(counts.shape), where=counts > 0)
    shares = np.stack([each, np.where(counts > 0, 0.5 + 0.25 * each, 0.0)])
    ends = np.append(starts[1], shape[1])
    return Look(mode, table, keep, keep_edges, counts, shares, ends)


def _video_range_table() -> np.ndarray:
    black, white = VIDEO_RANGE
    level = np.clip(np.arange(256), black, white) - black
    return np.round(level * (255 / (white - black))).astype(np.uint8)


def scratch_of(look: Look) -> tuple[np.ndarray, ...]:
    """Room for one frame's work, to be given between the preparation and the outputs.

    Five rows of luma, sums of columns, of neighbouring columns and of bins, histograms.
    It is the caller's, who keeps it alive: what the function would make itself, it
    could not borrow.
    """
    width = int(look.starts[-1])
    return (
        np.empty((5, width), np.uint8),
        np.zeros(width, np.uint16),
        np.zeros(2 * width + BYTES, np.uint32),
        np.zeros(look.counts.shape[1], np.int64),
        np.zeros((COUNTERS, 256), np.int64),
    )


@lru_cache(maxsize=2)
def look_function(wide: bool = WIDE):
    """The compiled function; made on first use, since compiling takes seconds.

    Parameters
    ----------
    wide : bool
        Whether the processor can look bytes up; the numbers are the same.  Numba leaves
        the other branch out.  (A choice of functions would do as well, but code that
        closes over functions is compiled anew in each process.)
    """
    u1, i8, stamp = types.uint8, types.int64, SOURCE_STAMP
    signature = types.void(
        PLANE, PLANE, i8, u1[::1], u1[:, ::1], u1[:, ::1], i8[:, ::1], types.float64[:, :, ::1],
        i8[::1], u1[:, ::1], types.uint16[::1], types.uint32[::1], i8[::1], i8[:, ::1], u1[:, :],
        types.float64[::1],
    )  # fmt: skip

    @jit(signature=signature, on_disk=True)
    def look_of_frame(
        luma, previous, mode, table, keep, keep_edges, counts, shares, starts, lines, columns,
        spans, sums, histogram, thumbnail, traces,
    ):  # fmt: skip
        abs(stamp)  # see SOURCE_STAMP
        luma, previous, table, keep = borrow(luma), borrow(previous), borrow(table), borrow(keep)
        keep_edges, shares, starts = borrow(keep_edges), borrow(shares), borrow(starts)
        lines, columns, spans = borrow(lines), borrow(columns), borrow(spans)
        sums, histogram, thumbnail = borrow(sums), borrow(histogram), borrow(thumbnail)
        h = luma.shape[0]
        as_is, moving = mode == AS_IS and keep.size == 0, previous.size > 0
        band = total = motion = energy = n_edges = since = 0
        for y in range(h):
            raw = plane_row(luma, y)
            row = raw if as_is else plane_row(lines, y & 3)
            before = plane_row(previous, y) if moving else raw
            inside = plane_row(keep, y if keep.size else 0)
            out, other = lines[y & 3], lines[4]
            if wide:
                motion += visit_by_tables(raw, before, moving, mode, table, inside, out, columns)
            else:
                motion += visit(raw, before, moving, mode, table, inside, out, other, columns)
            since += 1
            ends = y + 1 == (band + 1) * h // counts.shape[0]
            if ends or since == _MOST_ROWS:
                _add_columns(columns, spans, starts, sums)
                since = 0
            if ends:
                total += _finish_band(sums, shares[0, band], shares[1, band], thumbnail[band])
                band += 1
            if y % STEP == 0:
                count_levels(row, inside, histogram)
            if y % STEP == 2:  # the row before is one of those for sharpness
                if as_is:
                    up, middle = plane_row(luma, y - 2), plane_row(luma, y - 1)
                else:
                    up, middle = plane_row(lines, (y - 2) & 3), plane_row(lines, (y - 1) & 3)
                inner = plane_row(keep_edges, y - 1 if keep_edges.size else 0)
                if wide:
                    squares, n = edges_wide(up, middle, row, inner)
                else:
                    squares, n = edges(up, middle, row, inner)
                energy += squares
                n_edges += n
        levels = histogram[0]
        for counter in range(1, COUNTERS):
            levels += histogram[counter]
        _traces(total, motion, counts.sum(), energy, n_edges, levels, moving, traces)

    return look_of_frame


@jit
def _add_columns(columns, spans, starts, sums):
    """Add columns up to bins of the thumbnail's row; clears the columns.

    Bins are too short to be added as vectors, but all columns' sums with their
    neighbours can be: of two, of four and so on.  A bin takes those that its width is
    made of, and one column more where it is not among the narrowest.  Beyond the last
    column there are zeros.
    """
    n, least = columns.size, columns.size // sums.size
    for x in range(n):
        spans[x] = columns[x]
    width, done = 1, 0
    while width <= least:
        if width & least:
            for j in range(sums.size):
                sums[j] += np.int64(spans[starts[j] + done])
            done += width
        if 2 * width <= least:
            add_next(spans, width, -(-n // BYTES))
        width *= 2
    for j in range(sums.size):
        if starts[j + 1] - starts[j] > least:
            sums[j] += np.int64(columns[starts[j] + least])
    columns[:] = 0


@jit
def _finish_band(sums, share, half, thumbnail):
    """Means of one row of the thumbnail, from the sums of its bins; clears these."""
    total = 0
    for j in range(sums.size):
        total += sums[j]
        thumbnail[j] = np.uint8(sums[j] * share[j] + half[j])
        sums[j] = 0
    return total


@jit
def _traces(total, motion, pixels, energy, edges, histogram, has_previous, traces):
    mean = total / pixels
    traces[0] = mean
    traces[1] = math.sqrt(energy / edges) / mean if edges and total else np.nan
    samples = histogram.sum()
    bits = 0.0
    for count in histogram:
        if count:
            bits -= count / samples * math.log2(count / samples)
    traces[2] = abs(bits) if samples else np.nan
    traces[3] = motion / pixels if has_previous else np.nan
    traces[4] = histogram[SATURATED_LUMA:].sum() / samples if samples else 0.0
    traces[5] = 1.0 if has_previous and motion == 0 else 0.0
