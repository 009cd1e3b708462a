"""Row by row: luma, thumbnail sums and quality sums, in plain loops and by SIMD."""

from __future__ import annotations

import numpy as np

from .codegen import jit
from .simd_avx512 import AVX512_BYTES, squared_edges, visit_avx512
from .simd_bytes import BYTES, MOST_BLOCKS, expand_block, visit_blocks

STEP = 4  # every fourth row, and for the histogram every fourth pixel of it
COUNTERS = 4  # several histograms: adding to one number twice in a row waits for the first
AS_IS, VIDEO_LEVELS, BY_TABLE = 0, 1, 2

_EDGES = AVX512_BYTES // 2  # pixels in a vector of squared edges
_MOST_EDGES = 8000  # vectors whose sums fit


@jit
def visit(raw, before, moving, mode, table, keep, out, other, columns):
    """Write a row's full-range luma to `out`, add it to the columns, compare it to `before`.

    Returns the sum of absolute differences; `out` is not changed if the row is luma
    already and nothing is masked.
    """
    if keep.size == 0 and mode != BY_TABLE:
        return _visit_by_arithmetic(raw, before, moving, mode, table, out, columns)
    _expand(raw, mode, table, keep, out)
    for x in range(raw.size):
        columns[x] += out[x]
    if not moving:
        return np.int64(0)
    _expand(before, mode, table, keep, other)
    total = np.int64(0)
    for x in range(raw.size):
        total += abs(np.int32(out[x]) - np.int32(other[x]))
    return total


@jit
def visit_by_tables(raw, before, moving, mode, table, keep, out, columns):
    """As `visit`, with byte lookups, for processors that have them."""
    n, total = raw.size, np.int64(0)
    blocks = n // AVX512_BYTES
    if keep.size:
        if moving:
            total = visit_avx512(1, 1, 1, table, raw, before, keep, out, columns, 0, blocks)
        else:
            visit_avx512(1, 0, 1, table, raw, before, keep, out, columns, 0, blocks)
    elif mode != AS_IS:
        if moving:
            total = visit_avx512(1, 1, 0, table, raw, before, keep, out, columns, 0, blocks)
        else:
            visit_avx512(1, 0, 0, table, raw, before, keep, out, columns, 0, blocks)
    elif moving:
        total = visit_avx512(0, 1, 0, table, raw, before, keep, out, columns, 0, blocks)
    else:
        visit_avx512(0, 0, 0, table, raw, before, keep, out, columns, 0, blocks)
    for x in range(blocks * AVX512_BYTES, n):
        luma, earlier = np.int32(table[raw[x]]), np.int32(table[before[x]])
        if keep.size:
            luma, earlier = luma * keep[x], earlier * keep[x]
        if keep.size or mode != AS_IS:
            out[x] = luma
        columns[x] += luma
        total += abs(luma - earlier)
    return total


@jit
def _visit_by_arithmetic(raw, before, moving, mode, table, out, columns):
    n = raw.size
    total = np.int64(0)
    done = 0
    while done + BYTES <= n:
        blocks = min((n - done) // BYTES, MOST_BLOCKS)
        if mode == VIDEO_LEVELS and moving:
            total += visit_blocks(1, 1, raw, before, out, columns, done, blocks)
        elif mode == VIDEO_LEVELS:
            visit_blocks(1, 0, raw, before, out, columns, done, blocks)
        elif moving:
            total += visit_blocks(0, 1, raw, before, out, columns, done, blocks)
        else:
            visit_blocks(0, 0, raw, before, out, columns, done, blocks)
        done += blocks * BYTES
    for x in range(done, n):
        luma = table[raw[x]]
        if mode == VIDEO_LEVELS:
            out[x] = luma
        columns[x] += luma
        total += abs(np.int32(luma) - np.int32(table[before[x]]))
    return total


@jit
def _expand(raw, mode, table, keep, out):
    """Full-range luma of a row, 0 where masked."""
    n = raw.size
    if mode == VIDEO_LEVELS and n >= BYTES:
        for x in range(0, n - BYTES, BYTES):
            expand_block(raw, x, out)
        expand_block(raw, n - BYTES, out)  # overlaps the one before, with the same values
    else:
        for x in range(n):
            out[x] = table[raw[x]]
    if keep.size:
        for x in range(n):
            out[x] *= keep[x]


@jit
def count_levels(row, keep, histogram):
    """Count every fourth pixel by its level, alternating between several histograms."""
    n = row.size
    if keep.size == 0:
        counters = STEP * COUNTERS
        whole = n - n % counters
        for x in range(0, whole, counters):
            for counter in range(COUNTERS):
                histogram[counter, row[x + counter * STEP]] += 1
        for x in range(whole, n, STEP):
            histogram[0, row[x]] += 1
        return
    for x in range(0, n, STEP):
        if keep[x]:
            histogram[0, row[x]] += 1


@jit
def edges(up, row, down, keep):
    """Sum of squared central differences along x and y, and the number of pixels."""
    if keep.size == 0:
        return _squares(up, row, down, 1), max(row.size - 2, 0)
    total, n = np.int64(0), 0
    for x in range(1, row.size - 1):
        gx, gy = np.int32(row[x + 1]) - row[x - 1], np.int32(down[x]) - up[x]
        total += (gx * gx + gy * gy) * keep[x]
        n += keep[x]
    return total, n


@jit
def edges_avx512(up, row, down, keep):
    """As `edges`, for processors with AVX-512."""
    if keep.size:
        return edges(up, row, down, keep)
    if row.size < _EDGES + 2:
        return _squares(up, row, down, 1), max(row.size - 2, 0)
    total, x, end = np.int64(0), 1, row.size - 1
    while x + _EDGES <= end:
        blocks = min((end - x) // _EDGES, _MOST_EDGES)
        total += squared_edges(up, row, down, x, blocks, 0)
        x += blocks * _EDGES
    if x < end:  # the last block overlaps the one before, so skip what was counted
        total += squared_edges(up, row, down, end - _EDGES, 1, x - (end - _EDGES))
    return total, row.size - 2


@jit
def _squares(up, row, down, first):
    total = np.int64(0)
    for x in range(first, row.size - 1):
        gx, gy = np.int32(row[x + 1]) - row[x - 1], np.int32(down[x]) - up[x]
        total += gx * gx + gy * gy
    return total
