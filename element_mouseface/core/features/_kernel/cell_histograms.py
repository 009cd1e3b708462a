"""Cell histograms of one frame, row by row."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import types

from ..masks import gradient_mask
from .angle_ties import find_tie, tangent, thresholds_deg, ties_of
from .array_table import ARRAY_TABLE, ArrayTable, array_table, entry
from .codegen import SOURCE_STAMP, jit
from .luma_plane import PLANE, borrow, plane_row
from .simd_avx512 import AVX512_BYTES, HAS_AVX512, look_up_floats
from .simd_gradients import LANES, accumulate, add_pairs, lowest_bit, subtract_next

_PAD = LANES  # before and after each row in the buffer
_ROOT_SHIFT = 12.0


class _Values(NamedTuple):
    """Tables of pixel values, and of the thresholds between bins."""

    vector: np.ndarray
    """(256,) float32: value for gradients in the SIMD loop.

    Roots are shifted by 12: the smallest differences are those of bright pixels, where
    float32 is then four times finer.  So a gradient's relative error is below 1e-5, and
    typically 3e-6."""
    planes: np.ndarray
    """(1024,) uint8: the bytes of `vector`, all first ones, all second ones and so on."""
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
    tolerance: np.ndarray
    """(1,) float32: distance of a gradient to a threshold below which float32 is not exact enough.

    A value of the square root is within 5e-7, a gradient within 1.5e-6, a
    distance within 5e-6."""


def _values_of(luma: np.ndarray, bins: int, transform_sqrt: bool) -> _Values:
    """Tables for a luma table, a number of orientations and a compression."""
    exact, shift, tolerance = luma.astype(np.float64), 0.0, _whole_tolerance(bins)
    if transform_sqrt:
        exact, shift, tolerance = np.sqrt(exact), _ROOT_SHIFT, 1e-5
    cosine, sine = _directions(bins)
    vector = (exact - shift).astype(np.float32)
    planes = np.ascontiguousarray(vector.astype("<f4").view(np.uint8).reshape(256, 4).T).ravel()
    ties = ties_of(bins, transform_sqrt)
    return _Values(vector, planes, exact, luma, cosine, sine, *ties, _one(tolerance))


def _one(value: float) -> np.ndarray:
    return np.array([value], np.float32)


def _directions(bins: int) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine of the thresholds, equal in size at 45 and 135 degrees."""
    theta = np.radians(thresholds_deg(bins))
    cosine, sine = np.cos(theta), np.sin(theta)
    diagonal = np.isclose(abs(cosine), sine, rtol=0, atol=1e-15)
    cosine[diagonal] = np.copysign(sine[diagonal], cosine[diagonal])
    return cosine, sine


@lru_cache(maxsize=64)
def _whole_tolerance(bins: int) -> float:
    """Tolerance for gradients of whole numbers: 0 if float32 decides all of them correctly."""
    gy, gx = np.mgrid[1:256, -255:256]
    cosine, sine = _directions(bins)
    for k in range(1, (bins + 1) // 2):
        product = gy.astype(np.float32) * np.float32(tangent(90 - thresholds_deg(bins)[k]))
        for j, decided in ((k, product >= gx), (bins - k, -gx >= product)):
            if np.any(decided != (gy * cosine[j] >= gx * sine[j])):
                return 2e-4
    return 0.0


def _keep_bits(mask: np.ndarray, used_height: int, used_width: int) -> np.ndarray:
    """Bit mask of the pixels whose gradient uses no masked pixel, sixteen to a word.

    A word covers sixteen columns, a row is padded to whole words.
    """
    words = -(-used_width // LANES)
    keep = np.zeros((used_height, words * LANES), bool)
    keep[:, :used_width] = ~gradient_mask(mask)[:used_height, :used_width]
    return np.packbits(keep, axis=1, bitorder="little").view("<u2").astype(np.uint16).ravel()


# The arrays of a workspace, in their order.
(_FLOAT, _PLANES, _EXACT, _LUMA, _COSINE, _SINE, _KEYS, _FOUND, _TOLERANCE, _KEEP, _SIZES, _FLOATS,
 _NEAR, _MARKS) = range(14)  # fmt: skip


class CellsKernel:
    """Cell histograms of frames of one shape.

    Parameters
    ----------
    params : HOGParams
    shape, grid : (int, int)
        (y, x) of a frame in pixels, and of its cells.
    luma : numpy.ndarray
        (256,) uint8, full-range luma of a pixel value.
    mask : numpy.ndarray or None
        (y, x) bool, True where a pixel is left out.
    """

    def __init__(self, params, shape, grid, luma, mask):
        bins, (cell_rows, cell_columns) = params.orientations, params.pixels_per_cell
        used = grid[1] * cell_columns
        keep = np.zeros(0, np.uint16)
        if mask is not None:
            keep = _keep_bits(mask, grid[0] * cell_rows, used)
        values = _values_of(luma, bins, params.transform_sqrt)
        self._function = _cells_function(bins, mask is not None)
        words = -(-used // LANES)
        stride = _stride(used, cell_columns)
        row_size = 2 * _PAD + max(shape[1], words * LANES)
        # One vector for alignment to a cache line, and one for pairs read beyond the end.
        self._floats = bins * stride + 4 * row_size + 2 * LANES
        self._near, self._words = (grid[1], bins), words
        sizes = np.array([cell_rows, cell_columns, row_size, stride])
        self._known = (*values, keep, sizes)

    def workspace(self) -> ArrayTable:
        """Scratch memory of one call at a time, for any number of calls."""
        scratch = (
            np.empty(self._floats, np.float32),
            np.empty(self._near),
            np.empty(2 * self._words, np.uint16),
        )
        return array_table(*self._known, *scratch)

    def __call__(self, luma: np.ndarray, workspace: ArrayTable, out: ArrayTable) -> None:
        """Write a frame's cells.

        Parameters
        ----------
        luma : (y, x) uint8
            Of the shape the kernel was made for, its pixels side by side.
        workspace : ArrayTable
            From `workspace`.
        out : ArrayTable
            Its first array takes the cells: (row, column, orientation) float32.
        """
        self._function(luma, workspace.table, out.table)


@lru_cache(maxsize=64)
def _cells_function(bins: int, masked: bool, avx512: bool = HAS_AVX512):
    """The function compiled for a number of orientations, with or without a mask.

    `avx512` is whether the processor can look up bytes; the numbers are the same.
    """
    use_keep, stamp = int(masked), SOURCE_STAMP

    @jit(signature=types.void(PLANE, ARRAY_TABLE, ARRAY_TABLE), on_disk=True)
    def cells_of_frame(luma, work, out):
        abs(stamp)  # see SOURCE_STAMP
        luma, work, out = borrow(luma), borrow(work), borrow(out)
        vector, planes = entry(work, _FLOAT, np.float32, 1), entry(work, _PLANES, np.uint8, 1)
        exact, table = entry(work, _EXACT, np.float64, 1), entry(work, _LUMA, np.uint8, 1)
        cosine, sine = entry(work, _COSINE, np.float64, 1), entry(work, _SINE, np.float64, 1)
        keys, found = entry(work, _KEYS, np.uint32, 1), entry(work, _FOUND, np.uint16, 1)
        keep, sizes = entry(work, _KEEP, np.uint16, 1), entry(work, _SIZES, np.int64, 1)
        floats, near = entry(work, _FLOATS, np.float32, 1), entry(work, _NEAR, np.float64, 2)
        marks, cells = entry(work, _MARKS, np.uint16, 1), entry(out, 0, np.float32, 3)
        tolerance = entry(work, _TOLERANCE, np.float32, 1)[0]
        cell_rows, cell_columns, row_size, stride = sizes[0], sizes[1], sizes[2], sizes[3]
        floats[:] = 0
        near[:] = 0
        h, words, used = luma.shape[0], marks.size // 2, cells.shape[1] * cell_columns
        start = LANES - (floats.ctypes.data // floats.itemsize) % LANES
        end = floats.size - 4 * row_size
        sums, values = floats[start:end], floats[end:]
        y, loaded, stop = 0, -1, cells.shape[0] * cell_rows
        while y < stop:
            # Two rows at a time, if both are in one cell and have both neighbors.
            pair = y > 0 and y + 2 < h and y % cell_rows < cell_rows - 1
            while loaded < min(y + 1 + pair, h - 1):
                loaded += 1
                at = (loaded & 3) * row_size + _PAD
                if avx512:
                    _row_values_by_tables(plane_row(luma, loaded), vector, planes, values, at)
                else:
                    _row_values(plane_row(luma, loaded), vector, values, at)
            up, middle = ((y - 1) & 3) * row_size + _PAD, (y & 3) * row_size + _PAD
            down, below = ((y + 1) & 3) * row_size + _PAD, ((y + 2) & 3) * row_size + _PAD
            if y == 0 or y + 1 == h:
                up = down = middle  # at the upper and lower border gy is 0
            if pair:
                marked = accumulate(
                    bins, use_keep, 2, values, up, middle, down, below, sums, stride, marks, keep,
                    y * words, words, tolerance,
                )  # fmt: skip
            else:
                marked = accumulate(
                    bins, use_keep, 1, values, up, middle, down, below, sums, stride, marks, keep,
                    y * words, words, tolerance,
                )  # fmt: skip
            if marked:
                _decide(
                    luma, y, words * (1 + pair), words, used, cell_columns, marks, near, exact,
                    table, cosine, sine, keys, found,
                )  # fmt: skip
            y += 1 + pair
            if y % cell_rows == 0:
                _fold(sums, stride, near, cell_rows, cell_columns, cells[y // cell_rows - 1])

    return cells_of_frame


def _stride(used: int, cell_columns: int) -> int:
    """Length of a row of sums: whole vectors and whole cells, to fold as one array."""
    stride = used
    while stride % LANES:
        stride += cell_columns
    return stride


@jit
def _row_values(row, vector, values, at):
    for x in range(row.size):
        values[at + x] = vector[row[x]]
    _pad(row.size, values, at)


@jit
def _row_values_by_tables(row, vector, planes, values, at):
    w = row.size
    if w < AVX512_BYTES:
        _row_values(row, vector, values, at)
        return
    look_up_floats(planes, row, values, 0, at, w // AVX512_BYTES)
    if w % AVX512_BYTES:  # the last block overlaps the one before, with the same values
        look_up_floats(planes, row, values, w - AVX512_BYTES, at + w - AVX512_BYTES, 1)
    _pad(w, values, at)


@jit(inlined=True)
def _pad(w, values, at):
    # If a neighbor is missing, the gradient is 0: make the two neighbors equal.
    values[at - 1] = values[at + 1]
    values[at + w] = values[at + max(w - 2, 1)]


@jit
def _decide(
    luma, y, n_marks, words, used, cell_columns, marks, near, exact, table, cosine, sine, keys,
    found,
):  # fmt: skip
    """Add the marked pixels of one or two rows to `near`, each in its exact bin."""
    for word in range(n_marks):
        bits = np.int64(marks[word])
        row, first = (y, word) if word < words else (y + 1, word - words)
        while bits:
            x = first * LANES + lowest_bit(bits)
            bits &= bits - 1
            if x < used:
                k, magnitude = _exact_bin(luma, row, x, exact, table, cosine, sine, keys, found)
                near[x // cell_columns, k] += magnitude


@jit(inlined=True)
def _exact_bin(luma, y, x, exact, table, cosine, sine, keys, found):
    """Bin and magnitude of one pixel in float64; for a tie, numpy's bin."""
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
    """Sum columns to cells, write their means, and clear the sums for the next cells."""
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
    sums[: bins * stride] = 0
    near[:] = 0
