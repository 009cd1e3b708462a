"""The thumbnail and the quality traces of one frame, row by row.

See `element_mouseface.core.features.quality` for the definition of each trace.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import types

from ..masks import gradient_mask
from ..quality import BLACK_LUMA, SATURATED_FRACTION, SATURATED_LUMA, FrameFlag
from .array_table import ARRAY_TABLE, ArrayTable, array_table, entry
from .codegen import SOURCE_STAMP, jit
from .luma_plane import PLANE, borrow, plane_row
from .simd_avx512 import HAS_AVX512
from .simd_bytes import BYTES, VIDEO_RANGE, add_next
from .thumbnail_bins import bin_counts, bin_starts
from .thumbnail_rows import (
    AS_IS,
    BY_TABLE,
    COUNTERS,
    STEP,
    VIDEO_LEVELS,
    count_levels,
    edges,
    edges_avx512,
    visit,
    visit_by_tables,
)

# The arrays of a workspace, and those for the results, in their order.
(_MODE, _TABLE, _KEEP, _EDGES, _COUNTS, _SHARES, _STARTS, _LINES, _COLUMNS, _SPANS, _SUMS,
 _LEVELS) = range(12)  # fmt: skip
_THUMBNAIL, _LUMINANCE, _SHARPNESS, _ENTROPY, _MOTION, _FLAGS = range(1, 7)
_CELLS = 0

_FIRST, _CONSTANT = int(FrameFlag.FIRST), int(FrameFlag.CONSTANT)
_BLACK, _SATURATED = int(FrameFlag.BLACK), int(FrameFlag.SATURATED)
_REPEATED = int(FrameFlag.REPEATED)

_MOST_ROWS = 257  # 257 times 255 is the largest 16-bit number


class QualityTables(NamedTuple):
    """Lookup tables and bins that depend only on the frame's size, luma range and mask."""

    mode: np.ndarray
    """(1,) int64: whether pixels are luma, limited-range luma (converted by SIMD), or looked
    up one by one."""
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
    sum times the first plus the second.  Sums are whole numbers, so a quarter of a pixel's
    share above the half makes rounding errors irrelevant."""
    starts: np.ndarray
    """(columns + 1,) int64: the first column of each bin in a row of the thumbnail."""


def quality_tables(
    shape: tuple[int, int],
    luma_table: np.ndarray | None,
    mask: np.ndarray | None,
    thumbnail_px: tuple[int, int],
) -> QualityTables:
    """Prepare for frames of one shape."""
    table = np.arange(256, dtype=np.uint8) if luma_table is None else luma_table
    mode = AS_IS if luma_table is None else BY_TABLE
    if luma_table is not None and np.array_equal(luma_table, _video_range_table()):
        mode = VIDEO_LEVELS
    keep = keep_edges = np.zeros((0, 0), np.uint8)
    if mask is not None:
        keep = (~mask).astype(np.uint8)
        keep_edges = (~gradient_mask(mask)).astype(np.uint8)
    starts = bin_starts(shape, thumbnail_px)
    counts = bin_counts(starts, shape, mask)
    each = np.divide(1.0, counts, out=np.zeros(counts.shape), where=counts > 0)
    shares = np.stack([each, np.where(counts > 0, 0.5 + 0.25 * each, 0.0)])
    ends = np.append(starts[1], shape[1])
    return QualityTables(np.array([mode]), table, keep, keep_edges, counts, shares, ends)


def _video_range_table() -> np.ndarray:
    black, white = VIDEO_RANGE
    level = np.clip(np.arange(256), black, white) - black
    return np.round(level * (255 / (white - black))).astype(np.uint8)


def quality_workspace(tables: QualityTables) -> ArrayTable:
    """Memory that one call at a time works in, for any number of calls.

    The tables, and scratch: five rows of luma, sums of columns, of neighboring columns
    and of bins, histograms.
    """
    width = int(tables.starts[-1])
    scratch = (
        np.empty((5, width), np.uint8),
        np.zeros(2 * width + BYTES, np.uint16),
        np.zeros(2 * width + BYTES, np.uint32),
        np.zeros(tables.counts.shape[1], np.int64),
        np.zeros((COUNTERS, 256), np.int64),
    )
    return array_table(*tables, *scratch)


@lru_cache(maxsize=2)
def quality_function(avx512: bool = HAS_AVX512):
    """The compiled function; made on first use, since compiling takes seconds.

    Parameters
    ----------
    avx512 : bool
        Whether the processor can look up bytes; the numbers are the same. Numba omits the other
        branch. (Code that closes over functions would be compiled again in each process.)
    """
    stamp = SOURCE_STAMP

    @jit(signature=types.void(PLANE, PLANE, ARRAY_TABLE, ARRAY_TABLE), on_disk=True)
    def quality_of_frame(luma, previous, work, out):
        abs(stamp)  # see SOURCE_STAMP
        luma, previous = borrow(luma), borrow(previous)
        work, out = borrow(work), borrow(out)
        mode, table = entry(work, _MODE, np.int64, 1)[0], entry(work, _TABLE, np.uint8, 1)
        keep, keep_edges = entry(work, _KEEP, np.uint8, 2), entry(work, _EDGES, np.uint8, 2)
        counts, shares = entry(work, _COUNTS, np.int64, 2), entry(work, _SHARES, np.float64, 3)
        starts, lines = entry(work, _STARTS, np.int64, 1), entry(work, _LINES, np.uint8, 2)
        columns, spans = entry(work, _COLUMNS, np.uint16, 1), entry(work, _SPANS, np.uint32, 1)
        sums, histogram = entry(work, _SUMS, np.int64, 1), entry(work, _LEVELS, np.int64, 2)
        thumbnail = entry(out, _THUMBNAIL, np.uint8, 2)
        columns[:] = 0
        sums[:] = 0
        histogram[:] = 0
        h = luma.shape[0]
        as_is, moving = mode == AS_IS and keep.size == 0, previous.size > 0
        band = total = motion = energy = n_edges = since = 0
        for y in range(h):
            raw = plane_row(luma, y)
            row = raw if as_is else plane_row(lines, y & 3)
            before = plane_row(previous, y) if moving else raw
            inside = plane_row(keep, y if keep.size else 0)
            line, other = lines[y & 3], lines[4]
            if avx512:
                motion += visit_by_tables(raw, before, moving, mode, table, inside, line, columns)
            else:
                motion += visit(raw, before, moving, mode, table, inside, line, other, columns)
            since += 1
            ends = y + 1 == (band + 1) * h // counts.shape[0]
            if ends or since == _MOST_ROWS:
                _add_columns(columns, spans, starts, sums, since)
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
                if avx512:
                    squares, n = edges_avx512(up, middle, row, inner)
                else:
                    squares, n = edges(up, middle, row, inner)
                energy += squares
                n_edges += n
        levels = histogram[0]
        for counter in range(1, COUNTERS):
            levels += histogram[counter]
        _traces(total, motion, counts.sum(), energy, n_edges, levels, moving, out)

    return quality_of_frame


@jit
def _add_columns(columns, spans, starts, sums, rows):
    """Sum columns, each the sum of several rows, to bins of the thumbnail's row; clears them."""
    n, least = starts[sums.size], starts[sums.size] // sums.size
    if n != least * sums.size:  # bins are `least` columns wide, or one more
        for j in range(sums.size):
            if starts[j + 1] - starts[j] > least:
                sums[j] += np.int64(columns[starts[j] + least])
    if rows * least <= _MOST_ROWS:  # pixels that a 16-bit number can hold
        _add_least(columns, n, least, starts, sums)
    else:
        for x in range(n):
            spans[x] = columns[x]
        _add_least(spans, n, least, starts, sums)
    columns[:] = 0


@jit
def _add_least(spans, n, least, starts, sums):
    """Add to each bin's sum its first `least` columns.

    Bins are too short for SIMD, but the sums of all columns with their neighbors are not: of two,
    of four and so on. A bin adds the sums that make up its width. Columns read beyond the last one
    are in no bin.
    """
    width, done = 1, 0
    while width <= least:
        if width & least:
            for j in range(sums.size):
                sums[j] += np.int64(spans[starts[j] + done])
            done += width
        if 2 * width <= least:
            add_next(spans, width, -(-n // BYTES))
        width *= 2


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
def _traces(total, motion, pixels, energy, edges, histogram, has_previous, out):
    mean, flags = total / pixels, 0
    samples = histogram.sum()
    bits = 0.0
    for count in histogram:
        if count:
            bits -= count / samples * math.log2(count / samples)
    entry(out, _LUMINANCE, np.float32, 1)[0] = mean
    sharpness = math.sqrt(energy / edges) / mean if edges and total else np.nan
    entry(out, _SHARPNESS, np.float32, 1)[0] = sharpness
    entry(out, _ENTROPY, np.float32, 1)[0] = abs(bits) if samples else np.nan
    entry(out, _MOTION, np.float32, 1)[0] = motion / pixels if has_previous else np.nan
    if not has_previous:
        flags |= _FIRST
    elif motion == 0:
        flags |= _REPEATED
    if mean < BLACK_LUMA:
        flags |= _BLACK
    if samples and histogram[SATURATED_LUMA:].sum() > SATURATED_FRACTION * samples:
        flags |= _SATURATED
    if not _any(entry(out, _CELLS, np.uint32, 3).reshape(-1)):
        flags |= _CONSTANT
    entry(out, _FLAGS, np.uint16, 1)[0] = flags


@jit
def _any(bits):
    found = np.uint32(0)
    for word in bits:  # check all: a loop without an early exit is vectorized
        found |= word
    return found != 0
