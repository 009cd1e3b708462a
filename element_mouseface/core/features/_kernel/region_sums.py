"""Sums over the pixels of a region in many pictures: values, gradients, cell histograms.

Sums of pixels are whole numbers where they can be, and each picture's sums run in one order, so the
numbers do not depend on threads or block size.

`element_mouseface.core.features.named` defines the features.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numba import types

from .codegen import SOURCE_STAMP, jit

_COUNTERS = 4  # more than one, since equal values follow each other

_FLAT = types.Array(types.uint8, 2, "C", readonly=True)
_PIXELS = types.Array(types.int64, 1, "C", readonly=True)
_BYTES = types.Array(types.uint8, 1, "C", readonly=True)


@lru_cache(maxsize=1)
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
            for counter in range(1, _COUNTERS):
                counters[0] += counters[counter]
            _of_histogram(counters[0], pixels.size, bins, out[n])

    return intensity_of_pictures


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
    out[:-4] /= total
    out[-4] = mean
    out[-3] = 0.0 if most == total else spread
    out[-2] = np.nan if most == total else third / total / spread**3
    out[-1] = 0.0 if most == total else bits


@lru_cache(maxsize=1)
def edges_function():
    """The compiled function for the edge features of a region in each picture.

    Its arguments are the pictures, (picture, pixel) uint8; their width; the region's pixels; those
    of them with all four neighbors in the region, at least one; the orientation of each pair of
    differences in x and y, from -255 to 255; the least length on an edge; and the results,
    (picture, orientations + 4) float64, which are overwritten.
    """
    stamp = SOURCE_STAMP

    @jit(
        signature=types.void(
            _FLAT, types.int64, _PIXELS, _PIXELS,
            types.Array(types.uint8, 2, "C", readonly=True), types.float64, types.float64[:, ::1],
        ),
        on_disk=True,
    )  # fmt: skip
    def edges_of_pictures(pictures, width, region, pixels, orientations, threshold, out):
        abs(stamp)  # see SOURCE_STAMP
        lengths = np.empty((_COUNTERS, out.shape[1] - 4))
        for n in range(len(pictures)):
            picture, row = pictures[n], out[n]
            brightness = np.int64(0)
            for k in range(region.size):
                brightness += np.int64(picture[region[k]])
            lengths[:] = 0
            # Whole numbers: differences of two neighbors are twice the gradient.
            on_edge, squares, along, across = 0, np.int64(0), np.int64(0), np.int64(0)
            for k in range(pixels.size):
                p = pixels[k]
                gx = np.int64(picture[p + 1]) - np.int64(picture[p - 1])
                gy = np.int64(picture[p + width]) - np.int64(picture[p - width])
                square = gx * gx + gy * gy
                length = math.sqrt(square)
                on_edge += length >= 2 * threshold
                squares += square
                along += gx * gx - gy * gy
                across += gx * gy
                lengths[k % _COUNTERS, orientations[gy + 255, gx + 255]] += length
            for counter in range(1, _COUNTERS):
                lengths[0] += lengths[counter]
            row[0] = on_edge / pixels.size
            row[-2] = orientation_shares(lengths[0], row[1:-3])
            tensor = math.sqrt(np.float64(along) ** 2 + 4 * np.float64(across) ** 2)
            row[-3] = tensor / squares if squares else np.nan
            mean = brightness / region.size
            row[-1] = math.sqrt(squares / 4 / pixels.size) / mean if brightness else np.nan

    return edges_of_pictures


@jit
def orientation_shares(sums, shares):
    """Write the share of each orientation; return their entropy in bits."""
    total = sums.sum()
    if not total > 0:
        shares[:] = np.nan
        return np.nan
    bits = 0.0
    for b in range(sums.size):
        shares[b] = sums[b] / total
        if shares[b] > 0:
            bits -= shares[b] * math.log2(shares[b])
    return abs(bits)


@lru_cache(maxsize=1)
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
