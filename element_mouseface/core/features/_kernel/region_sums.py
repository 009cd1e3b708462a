"""Sums over the pixels of a region in many pictures: values, gradients, cell histograms.

Sums of pixels are whole numbers where they can be, and each picture's sums run in one order, so the
numbers do not depend on threads or block size.

`element_mouseface.core.features.named` defines the features.
"""

from __future__ import annotations

import math

import numpy as np
from numba import types

from .codegen import SOURCE_STAMP, jit, made_once

_COUNTERS = 4  # more than one, since equal values follow each other

_FLAT = types.Array(types.uint8, 2, "C", readonly=True)
_PIXELS = types.Array(types.int64, 1, "C", readonly=True)
_BYTES = types.Array(types.uint8, 1, "C", readonly=True)


@made_once
def intensity_function():
    """The compiled function for the intensity features of a region in each picture.

    Its arguments are the pictures, (picture, pixel) uint8; the region's pixels, at least one; the
    bin of each of the 256 values; and the results, (picture, bins + 4) float64, which are
    overwritten.
    """
    stamp = SOURCE_STAMP

    @jit(signature=types.void(_FLAT, _PIXELS, _BYTES, types.float64[:, ::1]), on_disk=True)
    def intensity_of_pictures(pictures, pixels, bins, out):
        abs(stamp)  # see SOURCE_STAMP
        counters = np.empty((_COUNTERS, 256), np.int64)
        for n in range(len(pictures)):
            counters[:] = 0
            picture = pictures[n]
            for k in range(pixels.size):
                counters[k % _COUNTERS, picture[pixels[k]]] += 1
            _add_up(counters)
            _of_histogram(counters[0], pixels.size, bins, out[n])

    return intensity_of_pictures


@jit
def _add_up(counters):
    """Sum into the first row.  A loop, since array expressions take seconds to compile."""
    for counter in range(1, _COUNTERS):
        for k in range(counters.shape[1]):
            counters[0, k] += counters[counter, k]


@jit
def _of_histogram(counts, total, bins, out):
    """Bins, mean, spread, skew and entropy of the counts of values."""
    out[:] = 0
    whole = most = 0
    bits = 0.0
    for value in range(counts.size):
        count = counts[value]
        if count:
            out[bins[value]] += count
            whole += value * count
            bits -= count / total * math.log2(count / total)
            most = max(most, count)
    mean = whole / total
    second = third = 0.0
    for value in range(counts.size):
        second += counts[value] * (value - mean) ** 2
        third += counts[value] * (value - mean) ** 3
    spread = math.sqrt(second / total)
    for b in range(out.size - 4):
        out[b] /= total
    out[-4] = mean
    out[-3] = 0.0 if most == total else spread
    out[-2] = np.nan if most == total else third / total / spread**3
    out[-1] = 0.0 if most == total else bits


@made_once
def edges_function():
    """The compiled function for the edge features of a region in each picture.

    Its arguments are the pictures, (picture, y, x) uint8; the region's pixels in them all; 1 for
    those with all four neighbors in the region, at least one, within a bounding box that leaves
    out the border; the box's first row and column; the orientation of each pair of differences
    in x and y, from -255 to 255; the least length on an edge; and the results,
    (picture, orientations + 4) float64, which are overwritten.
    """
    stamp = SOURCE_STAMP
    whole = types.int64

    @jit(
        signature=types.void(
            types.Array(types.uint8, 3, "C", readonly=True), _PIXELS, _FLAT, whole, whole, _BYTES,
            types.float64, types.float64[:, ::1],
        ),
        on_disk=True,
    )  # fmt: skip
    def edges_of_pictures(pictures, region, used, top, left, orientations, threshold, out):
        abs(stamp)  # see SOURCE_STAMP
        n_used = np.int64(0)
        for row in used:
            for inside in row:
                n_used += inside
        lengths = np.empty((_COUNTERS, out.shape[1] - 4))
        line, places = np.empty(used.shape[1]), np.empty(used.shape[1], np.uint32)
        for n in range(len(pictures)):
            picture, row = pictures[n], out[n]
            flat, brightness = picture.reshape(-1), np.int64(0)
            for k in range(region.size):
                brightness += flat[region[k]]
            lengths[:] = 0
            # Whole numbers: differences of two neighbors are twice the gradient.
            on_edge, squares, along, across = 0, np.int64(0), np.int64(0), np.int64(0)
            for y in range(len(used)):
                sums = _gradients_of_row(picture, used[y], top + y, left, threshold, line, places)
                on_edge += sums[0]
                squares += sums[1]
                along += sums[2]
                across += sums[3]
                for x in range(line.size):
                    lengths[x % _COUNTERS, orientations[places[x]]] += line[x]
            _add_up(lengths)
            row[0] = on_edge / n_used
            row[-2] = orientation_shares(lengths[0], row[1:-3])
            tensor = math.sqrt(np.float64(along) ** 2 + 4 * np.float64(across) ** 2)
            row[-3] = tensor / squares if squares else np.nan
            mean = brightness / region.size
            row[-1] = math.sqrt(squares / 4 / n_used) / mean if brightness else np.nan

    return edges_of_pictures


@jit
def _gradients_of_row(picture, used, y, left, threshold, line, places):
    """Lengths of a row's differences, their places in the table of orientations, and sums."""
    n = used.size
    # Slices, so that the compiler knows that no index is negative, and vectorizes.
    after, before = picture[y][left + 1 : left + 1 + n], picture[y][left - 1 : left - 1 + n]
    below, above = picture[y + 1][left : left + n], picture[y - 1][left : left + n]
    on_edge, squares, along, across = np.int64(0), np.int64(0), np.int64(0), np.int64(0)
    for x in range(n):
        inside = np.int32(used[x])
        gx = (np.int32(after[x]) - np.int32(before[x])) * inside
        gy = (np.int32(below[x]) - np.int32(above[x])) * inside
        square = gx * gx + gy * gy
        line[x] = math.sqrt(np.float64(square))
        places[x] = (gy + np.int32(255)) * np.int32(511) + gx + np.int32(255)
        squares += square
        along += gx * gx - gy * gy
        across += gx * gy
    for x in range(n):
        on_edge += np.int64(line[x] >= 2 * threshold)
    return on_edge, squares, along, across


@jit
def orientation_shares(sums, shares):
    """Write the share of each orientation; return their entropy in bits."""
    total = 0.0
    for length in sums:
        total += length
    if not total > 0:
        shares[:] = np.nan
        return np.nan
    bits = 0.0
    for b in range(sums.size):
        shares[b] = sums[b] / total
        if shares[b] > 0:
            bits -= shares[b] * math.log2(shares[b])
    return abs(bits)


@made_once
def cells_function():
    """The compiled function for the orientations of a region's cell histograms in each frame.

    Its arguments are the histograms, (frame, cell, orientation) float32; the cells of the region;
    their weights; and the results, (frame, orientations + 2) float64, which are overwritten.
    """
    stamp = SOURCE_STAMP

    @jit(
        signature=types.void(
            types.Array(types.float32, 3, "C", readonly=True), _PIXELS,
            types.Array(types.float64, 1, "C", readonly=True), types.float64[:, ::1],
        ),
        on_disk=True,
    )  # fmt: skip
    def orientations_of_frames(cells, used, weights, out):
        abs(stamp)  # see SOURCE_STAMP
        sums = np.empty(out.shape[1] - 2)
        for n in range(len(cells)):
            row = out[n]
            sums[:] = 0
            for k in range(used.size):
                for b in range(sums.size):
                    sums[b] += weights[k] * np.float64(cells[n, used[k], b])
            row[-1] = orientation_shares(sums, row[:-2])
            along = across = 0.0
            for b in range(sums.size):
                angle = 2 * math.pi * (b + 0.5) / sums.size  # twice the middle of the orientation
                along += row[b] * math.cos(angle)
                across += row[b] * math.sin(angle)
            row[-2] = math.sqrt(along**2 + across**2)

    return orientations_of_frames


@made_once
def changes_function():
    """The compiled function for the change of each picture since the one before, by region.

    Its arguments are the pictures, (picture, pixel) uint8; the one before the first; the regions,
    (region, pixel) uint8, 1 inside; and the sums of absolute differences, (picture, region) int64,
    which are overwritten.
    """
    stamp = SOURCE_STAMP

    @jit(signature=types.void(_FLAT, _BYTES, _FLAT, types.int64[:, ::1]), on_disk=True)
    def changes_of_pictures(pictures, before, regions, out):
        abs(stamp)  # see SOURCE_STAMP
        changes = np.empty(pictures.shape[1], np.int32)
        for n in range(len(pictures)):
            picture, previous = pictures[n], pictures[n - 1] if n else before
            for p in range(picture.size):
                changes[p] = abs(np.int32(picture[p]) - np.int32(previous[p]))
            for region in range(len(regions)):
                inside, total = regions[region], np.int64(0)
                for p in range(changes.size):  # all pixels, since that is vectorized
                    total += changes[p] * np.int32(inside[p])
                out[n, region] = total

    return changes_of_pictures
