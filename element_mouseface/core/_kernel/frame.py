"""Cell histograms of one frame, row by row."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import types

from .emit import SOURCE_STAMP, jit
from .planes import PLANE, plane_row
from .ties import find_tie, tangent, thresholds_deg, ties_of
from .vector import LANES, accumulate, add_pairs, lowest_bit, subtract_next

__all__ = ["Values", "cells_function", "keep_bits", "values_of"]

_PAD = LANES  # before and after each row in the buffer
_ROOT_SHIFT = 12.0


class Values(NamedTuple):
    """What a pixel value stands for, and what decides its bin."""

    vector: np.ndarray
    """(256,) float32: value to take gradients of, for the vector loop.

    Roots are shifted by 12: the finest differences are those of bright pixels,
    and there float32 is then four times finer.  With it a gradient's relative
    error is below 1e-5 everywhere, and 3e-6 as a rule."""
    exact: np.ndarray
    """(256,) float64, the same without the shift."""
    luma: np.ndarray
    """(256,) uint8, full-range luma."""
    cosine: np.ndarray
    """(bins,) float64, of the thresholds."""
    sine: np.ndarray
    """(bins,) float64."""
    tie_keys: np.ndarray
    tie_bins: np.ndarray
    tolerance: np.float32
    """Distance to a threshold, in gradient, below which float32 does not decide.

    A value of the square root is within 5e-7, a gradient within 1.5e-6, a
    distance within 5e-6."""


def values_of(luma: np.ndarray, bins: int, transform_sqrt: bool) -> Values:
    """Tables for a luma table, a number of orientations and a compression."""
    exact, shift, tolerance = luma.astype(np.float64), 0.0, _whole_tolerance(bins)
    if transform_sqrt:
        exact, shift, tolerance = np.sqrt(exact), _ROOT_SHIFT, 1e-5
    cosine, sine = _directions(bins)
    vector = (exact - shift).astype(np.float32)
    ties = ties_of(bins, transform_sqrt)
    return Values(vector, exact, luma, cosine, sine, *ties, np.float32(tolerance))


def _directions(bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine of the thresholds, equal in size at 45 and 135 degrees."""
    theta = np.radians(thresholds_deg(bins))
    cosine, sine = np.cos(theta), np.sin(theta)
    diagonal = np.isclose(abs(cosine), sine, rtol=0, atol=1e-15)
    cosine[diagonal] = np.copysign(sine[diagonal], cosine[diagonal])
    return cosine, sine


@lru_cache(maxsize=64)
def _whole_tolerance(bins: int) -> float:
    """Tolerance for gradients of whole numbers: 0 if float32 decides all of them rightly."""
    gy, gx = np.mgrid[1:256, -255:256]
    cosine, sine = _directions(bins)
    for k in range(1, (bins + 1) // 2):
        product = gy.astype(np.float32) * np.float32(tangent(90 - thresholds_deg(bins)[k]))
        for j, decided in ((k, product >= gx), (bins - k, -gx >= product)):
            if np.any(decided != (gy * cosine[j] >= gx * sine[j])):
                return 2e-4
    return 0.0


def keep_bits(mask: np.ndarray, used_height: int, used_width: int) -> np.ndarray:
    """Bit mask of the pixels whose gradient uses no masked pixel, sixteen to a word.

    A word covers sixteen columns, a row is padded to whole words.
    """
    out = mask.copy()
    out[1:-1] |= mask[2:] | mask[:-2]
    out[:, 1:-1] |= mask[:, 2:] | mask[:, :-2]
    words = -(-used_width // LANES)
    keep = np.zeros((used_height, words * LANES), bool)
    keep[:, :used_width] = ~out[:used_height, :used_width]
    return np.packbits(keep, axis=1, bitorder="little").view("<u2").astype(np.uint16).ravel()


@lru_cache(maxsize=64)
def cells_function(bins: int, masked: bool):
    """The function compiled for a number of orientations, with or without a mask."""
    use_keep, stamp = int(masked), SOURCE_STAMP
    f8, u1 = types.float64[::1], types.uint8[::1]
    signature = types.void(
        PLANE, types.float32[::1], f8, u1, f8, f8, types.uint32[::1], types.uint16[::1],
        types.float32, types.uint16[::1], types.intp, types.intp, types.float32[:, :, :],
    )  # fmt: skip

    @jit(signature=signature)
    def cells_of_frame(
        luma, vector, exact, table, cosine, sine, keys, found, tolerance, keep, cell_rows,
        cell_columns, cells,
    ):  # fmt: skip
        abs(stamp)  # see SOURCE_STAMP
        h, w = luma.shape
        used = cells.shape[1] * cell_columns
        words = (used + LANES - 1) // LANES
        row_size = 2 * _PAD + max(w, words * LANES)
        stride = _stride(used, cell_columns)
        values = np.zeros(4 * row_size, np.float32)
        sums = _aligned_zeros(bins * stride)
        near = np.zeros((cells.shape[1], bins))
        marks = np.zeros(words, np.uint16)
        _row_values(plane_row(luma, 0), vector, values, _PAD)
        for y in range(cells.shape[0] * cell_rows):
            middle = (y & 3) * row_size + _PAD
            up = down = middle  # at the upper and lower border gy is 0
            if y + 1 < h:
                below = ((y + 1) & 3) * row_size + _PAD
                _row_values(plane_row(luma, y + 1), vector, values, below)
                if y > 0:
                    up, down = ((y - 1) & 3) * row_size + _PAD, below
            marked = accumulate(
                bins, use_keep, values, up, middle, down, sums, stride, marks, keep, y * words,
                words, tolerance,
            )  # fmt: skip
            if marked:
                for word in range(words):
                    bits = np.int64(marks[word])
                    while bits:
                        x = word * LANES + lowest_bit(bits)
                        bits &= bits - 1
                        if x < used:
                            k, magnitude = _exact_bin(
                                luma, y, x, exact, table, cosine, sine, keys, found
                            )
                            near[x // cell_columns, k] += magnitude
            if (y + 1) % cell_rows == 0:
                _fold(sums, stride, near, cell_rows, cell_columns, cells[y // cell_rows])

    return cells_of_frame


@jit
def _stride(used, cell_columns):
    """Length of a row of sums: whole vectors and whole cells, to be folded as one array."""
    stride = used
    while stride % LANES:
        stride += cell_columns
    return stride


@jit
def _aligned_zeros(n):
    """float32 zeros that begin on a cache line: vectors across two lines cost a fifth."""
    buffer = np.zeros(n + 3 * LANES, np.float32)  # pairs are read a vector beyond the end
    off = (buffer.ctypes.data // buffer.itemsize) % LANES
    return buffer[LANES - off : 3 * LANES - off + n]


@jit
def _row_values(row, vector, values, at):
    w = row.size
    for x in range(w):
        values[at + x] = vector[row[x]]
    # Where a neighbour is missing the gradient is 0: make the two neighbours equal.
    values[at - 1] = values[at + 1]
    values[at + w] = values[at + max(w - 2, 1)]


@jit
def _exact_bin(luma, y, x, exact, table, cosine, sine, keys, found):
    """Bin and magnitude of one pixel in float64; for a tie, the bin numpy gives."""
    h, w = luma.shape
    gx = gy = 0.0
    key = np.int64(0)
    if 0 < x < w - 1:
        a, b = luma[y, x + 1], luma[y, x - 1]
        gx = exact[a] - exact[b]
        key = (np.int64(table[a]) << 24) | (np.int64(table[b]) << 16)
    if 0 < y < h - 1:
        a, b = luma[y + 1, x], luma[y - 1, x]
        gy = exact[a] - exact[b]
        key |= (np.int64(table[a]) << 8) | np.int64(table[b])
    magnitude = math.sqrt(gx * gx + gy * gy)
    k = find_tie(key, keys, found)
    if k < 0:
        if gy < 0 or (gy == 0 and gx < 0):
            gx, gy = -gx, -gy
        k = cosine.size - 1
        while k > 0 and gy * cosine[k] < gx * sine[k]:
            k -= 1
    return k, magnitude


@jit
def _fold(sums, stride, near, cell_rows, cell_columns, cells):
    """Add columns up to cells, write their means, clear the sums for the next ones."""
    columns, bins = cells.shape
    subtract_next(sums, stride, (bins - 1) * stride // LANES)
    per_bin, width = stride, cell_columns
    while width % 2 == 0:
        per_bin //= 2
        width //= 2
        add_pairs(sums, (bins * per_bin + LANES - 1) // LANES)
    share = 1.0 / (cell_rows * cell_columns)
    for c in range(columns):
        for k in range(bins):
            total = near[c, k]
            for j in range(width):
                total += sums[k * per_bin + c * width + j]
            cells[c, k] = total * share
    sums[:] = 0
    near[:] = 0
