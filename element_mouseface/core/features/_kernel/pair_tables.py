"""Haralick's texture features of many pictures: pairs of gray levels are counted, then summed up.

One pass over a picture counts the pairs of all four directions.  Counts are whole numbers, and
each picture's sums run in one order, so the numbers do not depend on threads or block size.

`element_mouseface.core.features.named.texture` defines the features.
"""

from __future__ import annotations

import math

import numpy as np
from numba import types

from .codegen import SOURCE_STAMP, jit, made_once

FEATURES = 13
_DIRECTIONS = 4

_BYTES = types.Array(types.uint8, 1, "C", readonly=True)
_REGION = types.Array(types.boolean, 2, "C", readonly=True)
_PICTURES = types.Array(types.uint8, 3, "C", readonly=True)


@made_once
def texture_function():
    """The compiled function; made on first use, since compiling takes seconds.

    Its arguments are the pictures, (picture, y, x) uint8; the region's pixels within its bounding
    box; the box's first row and column; the level of each of the 256 values; the number of levels;
    the distance; the least number of pairs in a direction; `logs`, k log2 k for k from 0; and the
    results, (picture, 26), which must be NaN before.
    """
    stamp = SOURCE_STAMP
    whole = types.int64

    @jit(
        signature=types.void(
            _PICTURES, _REGION, whole, whole, _BYTES, whole, whole, whole,
            types.Array(types.float64, 1, "C", readonly=True), types.float64[:, ::1],
        ),
        on_disk=True,
    )  # fmt: skip
    def texture_of_pictures(
        pictures, region, top, left, levels_of, levels, distance, least, logs, out
    ):
        abs(stamp)  # see SOURCE_STAMP
        h, w = region.shape
        wide = w + 2 * distance
        # Beside and below the region, and where it has a gap, is one more level: pairs with it are
        # counted like all others, and never read.
        grid = np.empty((h + distance) * wide, np.uint16)
        grid[:] = levels
        tables = np.empty((_DIRECTIONS, (levels + 1) ** 2), np.uint32)
        counts = np.empty(4 * levels, np.int64)
        single, differences, sums = (
            counts[:levels],
            counts[levels : 2 * levels],
            counts[2 * levels :],
        )
        values = np.empty((_DIRECTIONS, FEATURES))
        for n in range(len(pictures)):
            low, high = _fill(grid, pictures[n], region, top, left, levels_of, levels, distance)
            tables[:] = 0
            _count(grid, h, w, distance, levels + 1, tables)
            enough = True
            for k in range(_DIRECTIONS):
                if enough:
                    squares, entropy = _sum_up(
                        tables[k], levels + 1, low, high, single, sums, differences, logs
                    )
                    total = _total(single)
                    enough = total >= 2 * least
                if enough:
                    _features(squares, entropy, total, single, sums, differences, logs, values[k])
            if enough:
                _over_directions(values, out[n])

    return texture_of_pictures


@jit
def _fill(grid, picture, region, top, left, levels_of, levels, distance):
    """Write the levels of the region's pixels; return the lowest and the highest of them."""
    h, w = region.shape
    wide = w + 2 * distance
    low, high = np.int64(levels), np.int64(0)
    for y in range(h):
        row = grid[y * wide + distance : y * wide + distance + w]
        for x in range(w):
            level = np.int64(levels_of[picture[top + y, left + x]])
            if region[y, x]:
                low, high = min(low, level), max(high, level)
            else:
                level = levels
            row[x] = level
    return low, high


@jit
def _count(grid, h, w, distance, stride, tables):
    """Add one for each pair to its direction's table, at first level times stride plus second."""
    across, right_down, down, left_down = tables[0], tables[1], tables[2], tables[3]
    wide = np.uint64(w + 2 * distance)
    step, below = np.uint64(distance), np.uint64(distance) * wide
    scale = np.uint64(stride)
    for y in range(h):
        first = np.uint64(y) * wide + step
        for x in range(w):
            at = first + np.uint64(x)
            level = np.uint64(grid[at]) * scale
            across[level + np.uint64(grid[at + step])] += np.uint32(1)
            right_down[level + np.uint64(grid[at + below + step])] += np.uint32(1)
            down[level + np.uint64(grid[at + below])] += np.uint32(1)
            left_down[level + np.uint64(grid[at + below - step])] += np.uint32(1)


@jit
def _sum_up(table, stride, low, high, single, sums, differences, logs):
    """Count single levels, sums and differences of levels, each pair in both orders.

    Returns the sum of squared counts, and that of counts times their logarithms.
    """
    single[:] = 0
    sums[:] = 0
    differences[:] = 0
    squares = entropy = 0.0
    for i in range(low, high + 1):
        for j in range(i, high + 1):
            count = np.int64(table[i * stride + j]) + np.int64(table[j * stride + i])
            if count:
                twice = 1 if i == j else 2
                single[i] += count
                if i != j:
                    single[j] += count
                sums[i + j] += twice * count
                differences[j - i] += twice * count
                squares += twice * np.float64(count) * np.float64(count)
                entropy += twice * _times_log(count, logs)
    return squares, entropy


@jit
def _total(counts):
    total = 0
    for count in counts:
        total += count
    return total


@jit(inlined=True)
def _times_log(count, logs):
    return logs[count] if count < logs.size else count * math.log2(count)


@jit
def _entropy(counts, total, logs):
    """Entropy in bits of counts with this total."""
    found = 0.0
    most = 0
    for count in counts:
        found += _times_log(count, logs)
        most = max(most, count)
    return 0.0 if most == total else math.log2(total) - found / total


@jit
def _features(squares, pairs_log, total, single, sums, differences, logs, out):
    """The thirteen features of one direction."""
    mean = 0.0
    for i in range(single.size):
        mean += i * single[i]
    mean /= total
    variance = 0.0
    for i in range(single.size):
        variance += single[i] * (i - mean) ** 2
    variance /= total
    contrast = distance = inverse = 0.0
    for k in range(differences.size):
        contrast += k * k * differences[k]
        distance += k * differences[k]
        inverse += differences[k] / (1.0 + k * k)
    contrast, distance, inverse = contrast / total, distance / total, inverse / total
    about = 0.0
    for k in range(differences.size):
        about += differences[k] * (k - distance) ** 2
    sum_variance = 0.0
    for k in range(sums.size):
        sum_variance += sums[k] * (k - 2 * mean) ** 2
    one = _entropy(single, total, logs)
    varied = one > 0
    both = math.log2(total) - pairs_log / total if varied else 0.0
    out[0] = squares / total / total
    out[1] = contrast
    out[2] = 1 - contrast / (2 * variance) if varied else np.nan
    out[3] = variance
    out[4] = inverse
    out[5] = 2 * mean
    out[6] = sum_variance / total
    out[7] = _entropy(sums, total, logs)
    out[8] = both
    out[9] = about / total
    out[10] = _entropy(differences, total, logs)
    out[11] = (both - 2 * one) / one if varied else np.nan
    shared = 2 * one - both
    out[12] = math.sqrt(max(0.0, -math.expm1(-2 * shared)))


@jit
def _over_directions(values, out):
    """Mean and range over the directions; NaN if one of them is."""
    for f in range(FEATURES):
        total, low, high = 0.0, values[0, f], values[0, f]
        for k in range(_DIRECTIONS):
            total += values[k, f]
            low, high = min(low, values[k, f]), max(high, values[k, f])
        out[2 * f] = total / _DIRECTIONS
        out[2 * f + 1] = high - low if not math.isnan(total) else np.nan
