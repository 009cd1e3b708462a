"""The thumbnail and the quality traces of one frame, row by row.

What each trace is, is told in `element_mouseface.core.quality`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numba
import numpy as np
from numba import types

from ..quality import SATURATED_LUMA
from .planes import PLANE, plane_row

__all__ = ["Look", "look_function", "look_of"]

_JIT = {"nogil": True, "cache": True, "error_model": "numpy"}
_STEP = 4  # every fourth row, and for the histogram every fourth pixel of it
_LIMITED = (16, 235, 76309, 32768)
"""Low, high, factor and offset of video range, luma = ((clip(v) - low) * factor + offset) >> 16."""


class Look(NamedTuple):
    """What is known before the first frame; the arguments of the compiled function."""

    line: np.ndarray
    """(4,) int64: clip, factor and offset of a luma table that is a straight line, or empty."""
    table: np.ndarray
    """(256,) uint8, or empty where pixels are luma already (or `line` serves)."""
    keep: np.ndarray
    """(y, x) uint8: 0 where masked; empty without a mask."""
    keep_edges: np.ndarray
    """(y, x) uint8: 0 where masked or beside a masked pixel; empty without a mask."""
    counts: np.ndarray
    """(rows, columns) int64: pixels in each bin of the thumbnail."""


def look_of(
    shape: tuple[int, int],
    luma_table: np.ndarray | None,
    mask: np.ndarray | None,
    thumbnail_px: tuple[int, int],
) -> Look:
    """Prepare for frames of one shape."""
    nothing = np.zeros(0, np.uint8)
    line, table = np.zeros(0, np.int64), nothing
    if luma_table is not None:
        low, high, factor, offset = _LIMITED
        straight = ((np.clip(np.arange(256), low, high) - low) * factor + offset) >> 16
        if np.array_equal(straight, luma_table):
            line = np.array(_LIMITED)  # arithmetic is done on whole vectors, a table is not
        else:
            table = luma_table
    keep = keep_edges = nothing.reshape(0, 0)
    inside = np.ones(shape, np.int64)
    if mask is not None:
        out = mask.copy()
        out[1:-1] |= mask[2:] | mask[:-2]
        out[:, 1:-1] |= mask[:, 2:] | mask[:, :-2]
        keep, keep_edges = (~mask).astype(np.uint8), (~out).astype(np.uint8)
        inside = keep.astype(np.int64)
    starts = [
        np.arange(n) * size // n
        for size, n in zip(shape, np.minimum(thumbnail_px, shape), strict=True)
    ]
    counts = np.add.reduceat(np.add.reduceat(inside, starts[0], axis=0), starts[1], axis=1)
    return Look(line, table, keep, keep_edges, counts)


@lru_cache(maxsize=1)
def look_function():
    """The compiled function; made on first use, since compiling takes seconds."""
    u1, i8 = types.uint8, types.int64
    signature = types.void(
        PLANE, PLANE, i8[::1], u1[::1], u1[:, ::1], u1[:, ::1], i8[:, ::1], u1[:, ::1],
        types.float64[::1],
    )  # fmt: skip
    return numba.njit(signature, **_JIT)(_look)


def _look(luma, previous, line, table, keep, keep_edges, counts, thumbnail, traces):
    """Fill `thumbnail` and `traces`.

    Traces are luminance, sharpness, entropy, motion energy, then the fraction
    of saturated pixels, and 1 if no pixel differs from the previous frame.
    """
    h, w = luma.shape
    masked = keep.size > 0
    as_is = not masked and line.size == 0 and table.size == 0
    lines = np.zeros((5, 1 if as_is else w), np.uint8)
    columns = np.zeros(w, np.uint32)
    histogram = np.zeros(256, np.int64)
    band = total = motion = energy = edges = 0
    for y in range(h):
        if not as_is:
            _expand(plane_row(luma, y), y, line, table, keep, lines[y & 3])
        row = plane_row(luma, y) if as_is else plane_row(lines, y & 3)
        for x in range(w):
            columns[x] += row[x]
        if y + 1 == (band + 1) * h // counts.shape[0]:
            total += _finish_band(columns, counts[band], thumbnail[band])
            band += 1
        if previous.size:
            if as_is:
                motion += _difference(row, plane_row(previous, y))
            else:
                _expand(plane_row(previous, y), y, line, table, keep, lines[4])
                motion += _difference(row, plane_row(lines, 4))
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
    _traces(total, motion, pixels, energy, edges, histogram, previous.size > 0, traces)


@numba.njit(**_JIT)
def _expand(row, y, line, table, keep, out):
    """Full-range luma of a row, 0 where masked."""
    if line.size:
        low, high, factor, offset = line
        for x in range(row.size):
            value = np.int32(min(max(row[x], low), high) - low)
            out[x] = (value * np.int32(factor) + np.int32(offset)) >> np.int32(16)
    elif table.size:
        for x in range(row.size):
            out[x] = table[row[x]]
    else:
        for x in range(row.size):
            out[x] = row[x]
    if keep.size:
        for x in range(row.size):
            out[x] *= keep[y, x]


@numba.njit(**_JIT)
def _finish_band(columns, counts, thumbnail):
    """Bins of one row of the thumbnail, from the sums of its columns; clears these."""
    w, n = columns.size, counts.size
    total = 0
    for j in range(n):
        bin_sum = 0
        for x in range(j * w // n, (j + 1) * w // n):
            bin_sum += columns[x]
        total += bin_sum
        # Half up; a quotient of whole numbers this small is never rounded across one.
        mean = (2.0 * bin_sum + counts[j]) / (2.0 * counts[j]) if counts[j] else 0.0
        thumbnail[j] = np.uint8(mean)
    columns[:] = 0
    return total


@numba.njit(**_JIT)
def _difference(row, before):
    total = np.int64(0)
    for x in range(row.size):
        total += abs(np.int32(row[x]) - np.int32(before[x]))
    return total


@numba.njit(**_JIT)
def _count_levels(row, y, keep, histogram):
    for x in range(0, row.size, _STEP):
        if keep.size == 0 or keep[y, x]:
            histogram[row[x]] += 1


@numba.njit(**_JIT)
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


@numba.njit(**_JIT)
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
