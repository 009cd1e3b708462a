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
from .byte_rows import BYTES, MOST_BLOCKS, VIDEO_RANGE, expand_block, visit_blocks
from .emit import SOURCE_STAMP, jit
from .planes import PLANE, borrow, plane_row

__all__ = ["Look", "look_function", "look_of"]

_STEP = 4  # every fourth row, and for the histogram every fourth pixel of it
_COUNTERS = 4  # of the histogram: adding to one number twice running waits for the first
_AS_IS, _VIDEO_RANGE, _BY_TABLE = 0, 1, 2


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
    mode = _AS_IS if luma_table is None else _BY_TABLE
    if luma_table is not None and np.array_equal(luma_table, _video_range_table()):
        mode = _VIDEO_RANGE
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
    ends = np.append(starts[1], shape[1])
    return Look(mode, table, keep, keep_edges, counts, ends)


def _video_range_table() -> np.ndarray:
    black, white = VIDEO_RANGE
    level = np.clip(np.arange(256), black, white) - black
    return np.round(level * (255 / (white - black))).astype(np.uint8)


@lru_cache(maxsize=1)
def look_function():
    """The compiled function; made on first use, since compiling takes seconds."""
    u1, i8, stamp = types.uint8, types.int64, SOURCE_STAMP
    signature = types.void(
        PLANE, PLANE, i8, u1[::1], u1[:, ::1], u1[:, ::1], i8[:, ::1], i8[::1], u1[:, :],
        types.float64[::1],
    )  # fmt: skip

    @jit(signature=signature, on_disk=True)
    def look_of_frame(
        luma, previous, mode, table, keep, keep_edges, counts, starts, thumbnail, traces
    ):
        abs(stamp)  # see SOURCE_STAMP
        as_is = mode == _AS_IS and keep.size == 0
        lines = np.zeros((5, 1 if as_is else luma.shape[1]), np.uint8)
        columns = np.zeros(luma.shape[1], np.uint32)
        histogram = np.zeros((_COUNTERS, 256), np.int64)
        _look(
            luma, previous, mode, table, keep, keep_edges, counts, starts, thumbnail, lines,
            columns, histogram, traces,
        )  # fmt: skip

    return look_of_frame


@jit
def _look(
    luma, previous, mode, table, keep, keep_edges, counts, starts, thumbnail, lines, columns,
    histogram, traces,
):  # fmt: skip
    """Fill `thumbnail` and `traces`.

    Traces are luminance, sharpness, entropy, motion energy, then the fraction
    of saturated pixels, and 1 if no pixel differs from the previous frame.
    """
    h, w = luma.shape
    luma, previous, table, keep = borrow(luma), borrow(previous), borrow(table), borrow(keep)
    keep_edges, counts, starts = borrow(keep_edges), borrow(counts), borrow(starts)
    thumbnail, lines, columns = borrow(thumbnail), borrow(lines), borrow(columns)
    histogram = borrow(histogram)
    as_is = mode == _AS_IS and keep.size == 0
    band = total = motion = energy = edges = 0
    quick = keep.size == 0 and mode != _BY_TABLE
    for y in range(h):
        raw = plane_row(luma, y)
        row = raw if as_is else plane_row(lines, y & 3)
        if quick:
            before = plane_row(previous, y) if previous.size else raw
            motion += _visit(raw, before, mode, previous.size > 0, table, lines[y & 3], columns)
        else:
            _expand(raw, y, mode, table, keep, lines[y & 3])
            for x in range(w):
                columns[x] += row[x]
            if previous.size:
                _expand(plane_row(previous, y), y, mode, table, keep, lines[4])
                motion += _difference(row, plane_row(lines, 4))
        if y + 1 == (band + 1) * h // counts.shape[0]:
            total += _finish_band(columns, starts, counts[band], thumbnail[band])
            band += 1
        if y % _STEP == 0:
            _count_levels(row, y, keep, histogram)
        if y % _STEP == 2:  # the row before is one of those for sharpness
            if as_is:
                up, middle = plane_row(luma, y - 2), plane_row(luma, y - 1)
            else:
                up, middle = plane_row(lines, (y - 2) & 3), plane_row(lines, (y - 1) & 3)
            squares, n = _edges(up, middle, row, y - 1, keep_edges)
            energy += squares
            edges += n
    pixels = counts.sum()
    levels = histogram[0]
    for counter in range(1, _COUNTERS):
        levels += histogram[counter]
    _traces(total, motion, pixels, energy, edges, levels, previous.size > 0, traces)


@jit
def _expand(row, y, mode, table, keep, out):
    """Full-range luma of a row, 0 where masked."""
    n = row.size
    if mode == _VIDEO_RANGE and n >= BYTES:
        for x in range(0, n - BYTES, BYTES):
            expand_block(row, x, out)
        expand_block(row, n - BYTES, out)  # overlaps the one before, and agrees with it
    elif mode == _AS_IS:
        for x in range(n):
            out[x] = row[x]
    else:
        for x in range(n):
            out[x] = table[row[x]]
    if keep.size:
        for x in range(row.size):
            out[x] *= keep[y, x]


@jit
def _finish_band(columns, starts, counts, thumbnail):
    """Bins of one row of the thumbnail, from the sums of its columns; clears these."""
    total = 0
    for j in range(counts.size):
        bin_sum = 0
        for x in range(starts[j], starts[j + 1]):
            bin_sum += columns[x]
        total += bin_sum
        # Half up; a quotient of whole numbers this small is never rounded across one.
        mean = (2.0 * bin_sum + counts[j]) / (2.0 * counts[j]) if counts[j] else 0.0
        thumbnail[j] = np.uint8(mean)
    columns[:] = 0
    return total


@jit
def _visit(row, before, mode, moving, table, out, columns):
    """Expand a row, add it to the columns, and sum up its differences to the one before."""
    n = row.size
    total = np.int64(0)
    done = 0
    while done + BYTES <= n:
        blocks = min((n - done) // BYTES, MOST_BLOCKS)
        if mode == _VIDEO_RANGE and moving:
            total += visit_blocks(1, 1, row, before, out, columns, done, blocks)
        elif mode == _VIDEO_RANGE:
            visit_blocks(1, 0, row, before, out, columns, done, blocks)
        elif moving:
            total += visit_blocks(0, 1, row, before, out, columns, done, blocks)
        else:
            visit_blocks(0, 0, row, before, out, columns, done, blocks)
        done += blocks * BYTES
    for x in range(done, n):
        luma = table[row[x]]
        if mode == _VIDEO_RANGE:
            out[x] = luma
        columns[x] += luma
        total += abs(np.int32(luma) - np.int32(table[before[x]]))
    return total


@jit
def _difference(row, before):
    """Sum of absolute differences between two rows."""
    total = np.int64(0)
    for x in range(row.size):
        total += abs(np.int32(row[x]) - np.int32(before[x]))
    return total


@jit
def _count_levels(row, y, keep, histogram):
    n = row.size
    if keep.size == 0:
        counters = _STEP * _COUNTERS
        whole = n - n % counters
        for x in range(0, whole, counters):
            for counter in range(_COUNTERS):
                histogram[counter, row[x + counter * _STEP]] += 1
        for x in range(whole, n, _STEP):
            histogram[0, row[x]] += 1
        return
    for x in range(0, n, _STEP):
        if keep[y, x]:
            histogram[0, row[x]] += 1


@jit
def _edges(up, row, down, y, keep_edges):
    """Sum of squared central differences along x and y, and the number of pixels."""
    total = np.int64(0)
    n = max(row.size - 2, 0)
    if keep_edges.size == 0:
        for x in range(1, row.size - 1):
            gx, gy = np.int32(row[x + 1]) - row[x - 1], np.int32(down[x]) - up[x]
            total += gx * gx + gy * gy
        return total, n
    n = 0
    for x in range(1, row.size - 1):
        gx, gy = np.int32(row[x + 1]) - row[x - 1], np.int32(down[x]) - up[x]
        total += (gx * gx + gy * gy) * keep_edges[y, x]
        n += keep_edges[y, x]
    return total, n


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
