"""Resample pictures at their shift and light, and compare them with the reference.

Compiled, because every frame of a recording goes through it five times for each group of
folds.  It samples as `warping.warp_matrix` does, without a matrix to build and keep for
each step of the shift: of an hour's frames these took most of the memory.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numba import f4, f8, i8, types

from ...features._kernel.codegen import SOURCE_STAMP, jit
from .warping import IDENTITY, Alignment

_LEAST_LIGHT = 0.02


@jit(inlined=True)
def _cubic(fraction):  # pragma: no cover (compiled)
    """Keys' cubic convolution weights (a = -1/2) of the four neighbors."""
    far, near, after, beyond = 1 + fraction, fraction, 1 - fraction, 2 - fraction
    return (
        np.float32(((-0.5 * far + 2.5) * far - 4) * far + 2),
        np.float32((1.5 * near - 2.5) * near * near + 1),
        np.float32((1.5 * after - 2.5) * after * after + 1),
        np.float32(((-0.5 * beyond + 2.5) * beyond - 4) * beyond + 2),
    )


@jit
def _places(shift, mobility, shape, turned, corner, inner, across, down):  # pragma: no cover
    """Where each pixel is sampled: its first neighbor, and the weights of four by four."""
    height, width = shape
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    for y in range(height):
        for x in range(width):
            p = y * width + x
            at_x, at_y = x + mobility[p] * shift[0], y + mobility[p] * shift[1]
            if turned[4] > 0:
                u, v = at_x - middle_x, at_y - middle_y
                at_x = middle_x + turned[2] * u - turned[3] * v + turned[0]
                at_y = middle_y + turned[3] * u + turned[2] * v + turned[1]
            at_x = min(max(at_x, 0.0), width - 1.0)
            at_y = min(max(at_y, 0.0), height - 1.0)
            left, top = int(np.floor(at_x)), int(np.floor(at_y))
            inner[p] = left >= 1 and top >= 1 and left + 2 < width and top + 2 < height
            corner[p, 0], corner[p, 1] = left - 1, top - 1
            across[p, 0], across[p, 1], across[p, 2], across[p, 3] = _cubic(at_x - left)
            down[p, 0], down[p, 1], down[p, 2], down[p, 3] = _cubic(at_y - top)


@jit
def _sample(frame, corner, inner, across, down, shape, out):  # pragma: no cover
    """One frame at all places."""
    height, width = shape
    for p in range(height * width):
        if inner[p]:
            # unsigned: an index that could be negative is checked, which costs most of the time
            first = np.uintp(corner[p, 1] * width + corner[p, 0])
            second = first + np.uintp(width)
            third = second + np.uintp(width)
            last = third + np.uintp(width)
            d0, d1, d2, d3 = down[p, 0], down[p, 1], down[p, 2], down[p, 3]
            value = np.float32(0.0)
            for j in range(4):
                u = np.uintp(j)
                column = d0 * frame[first + u] + d1 * frame[second + u]
                column += d2 * frame[third + u] + d3 * frame[last + u]
                value += across[p, j] * column
            out[p] = value
        else:
            value = np.float32(0.0)
            for i in range(4):
                row = min(max(corner[p, 1] + i, 0), height - 1) * width
                part = np.float32(0.0)
                for j in range(4):
                    part += across[p, j] * frame[row + min(max(corner[p, 0] + j, 0), width - 1)]
                value += down[p, i] * part
            out[p] = value


@lru_cache(maxsize=1)
def _compare_function() -> Any:
    """Compiled for one kind of arrays, when it is first needed."""
    stamp = SOURCE_STAMP
    rows, numbers, pixels_ = f4[:, ::1], i8[::1], f4[::1]
    size = types.UniTuple(i8, 2)
    given = (rows, numbers, numbers, f8[:, ::1], f8[::1], size, f8[::1])

    @jit(signature=types.void(*given, rows, rows, pixels_, pixels_, rows), on_disk=True)
    def compare(
        frames, order, edges, shifts, mobility, shape, turned, planes, light, reference, seen, out
    ):  # pragma: no cover (compiled)
        abs(stamp)  # see SOURCE_STAMP
        pixels = shape[0] * shape[1]
        corner, inner = np.empty((pixels, 2), np.int32), np.empty(pixels, np.bool_)
        across, down = np.empty((pixels, 4), np.float32), np.empty((pixels, 4), np.float32)
        least = np.float32(_LEAST_LIGHT)
        for kind in range(len(shifts)):
            plain = turned[4] == 0 and shifts[kind, 0] == 0 and shifts[kind, 1] == 0
            if not plain:
                _places(shifts[kind], mobility, shape, turned, corner, inner, across, down)
            for number in range(edges[kind], edges[kind + 1]):
                f = order[number]
                row = out[f]
                if plain:
                    row[:] = frames[f]
                else:
                    _sample(frames[f], corner, inner, across, down, shape, row)
                a, b, c = light[f, 0], light[f, 1], light[f, 2]
                for p in range(pixels):
                    plane = max(a + b * planes[1, p] + c * planes[2, p], least)
                    row[p] = (row[p] / plane - reference[p]) * seen[p]

    return compare


def compared(
    frames: np.ndarray,
    shift: np.ndarray,
    light: np.ndarray,
    *,
    reference: np.ndarray,
    seen: np.ndarray,
    mobility: np.ndarray,
    planes: np.ndarray,
    shape: tuple[int, int],
    start: Alignment = IDENTITY,
) -> np.ndarray:
    """(n, pixels) float32: frames moved back, divided by their light, minus the reference.

    Parameters
    ----------
    frames : (n, pixels) float32 array
    shift : (n, 2) array
        Right and down, thumbnail pixels; frames of one shift are worked on together.
    light : (n, 3) array
        Factor, and its slopes over `planes`; at least 0.02 at each pixel.
    reference, seen : (pixels,) float32 arrays
        What is subtracted, and by what the difference is multiplied.
    mobility : (pixels,) float64 array
        How much of the shift each pixel takes part in.
    planes : (3, pixels) float32 array
        1, and the coordinates of the pixels.
    shape : (int, int)
    start : Alignment
    """
    shifts, which, count = np.unique(shift, axis=0, return_inverse=True, return_counts=True)
    dx, dy, turn, scale = start
    turned = np.array([dx, dy, scale * np.cos(turn), scale * np.sin(turn), start != IDENTITY])
    out = np.empty(frames.shape, np.float32)
    _compare_function()(
        _own(frames, np.float32),
        np.argsort(which.ravel(), kind="stable"),
        np.r_[0, np.cumsum(count)],
        _own(shifts, np.float64),
        _own(mobility, np.float64),
        (int(shape[0]), int(shape[1])),
        turned,
        *(_own(array, np.float32) for array in (planes, light, reference, seen)),
        out,
    )
    return out


def _own(array: np.ndarray, dtype: Any) -> np.ndarray:
    """As compiled code takes it: of one type, contiguous, writable."""
    return np.require(array, dtype, ["C", "W"])


@lru_cache(maxsize=1)
def _squares_function() -> Any:
    stamp = SOURCE_STAMP

    @jit(signature=f8[::1](f4[:, ::1], f8[::1]), on_disk=True)
    def squares(rows, weights):  # pragma: no cover (compiled)
        abs(stamp)  # see SOURCE_STAMP
        out = np.zeros(len(rows))
        for i in range(len(rows)):
            total = 0.0
            for p in range(rows.shape[1]):
                value = np.float64(rows[i, p])
                total += weights[p] * value * value
            out[i] = total
        return out

    return squares


def weighted_squares(rows: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(n,) float64: the weighted sum of squares of each row (n, numbers) of float32."""
    return _squares_function()(_own(rows, np.float32), _own(weights, np.float64))
