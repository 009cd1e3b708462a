"""Hue, saturation and value of the pixels of a region, summed for each picture.

`element_mouseface.core.features.named.color` defines the features.
"""

from __future__ import annotations

import math

import numpy as np
from numba import types

from .codegen import SOURCE_STAMP, jit, made_once

BINS = 8
#: results of a picture, in their order: bins and moments of hue, of saturation, of value
N_RESULTS = (BINS + 4) + (BINS + 2) + (BINS + 2)
_SATURATION, _VALUE = BINS + 4, 2 * BINS + 6

_RGB = types.Array(types.float32, 3, "C", readonly=True)
_LEVELS = types.Array(types.uint8, 1, "C", readonly=True)
_CHROMA = types.Array(types.uint8, 2, "C", readonly=True)
_PIXELS = types.Array(types.int64, 1, "C", readonly=True)
_BLOCK, _ARRAYS = 64, 10
#: series of cosine and of sine over the angle, in its square, exact up to 60 degrees; last first
_COSINE = tuple((-1) ** k / math.factorial(2 * k) for k in range(9, -1, -1))
_SINE = tuple((-1) ** k / math.factorial(2 * k + 1) for k in range(9, -1, -1))


@made_once
def rgb_function():
    """The compiled function for red, green and blue of luma and chroma.

    Its arguments are luma, (pixel,) uint8; chroma, (pixel, 2) uint8; what one level of Cb and of Cr
    adds to red, green and blue, (2, 3) float32; and the results, (pixel, 3) float32.
    """
    stamp = SOURCE_STAMP
    signature = types.void(_LEVELS, _CHROMA, types.float32[:, ::1], types.float32[:, ::1])

    @jit(signature=signature, on_disk=True)
    def rgb_of_pixels(luma, chroma, weights, out):
        abs(stamp)  # see SOURCE_STAMP
        for k in range(luma.size):
            level = np.float32(luma[k])
            cb = np.float32(chroma[k, 0]) - np.float32(128)
            cr = np.float32(chroma[k, 1]) - np.float32(128)
            for c in range(3):
                value = level + weights[0, c] * cb + weights[1, c] * cr
                value = value if value > 0 else np.float32(0)
                out[k, c] = value if value < 255 else np.float32(255)

    return rgb_of_pixels


@made_once
def color_function():
    """The compiled function for the color features of a region in each picture.

    Its arguments are red, green and blue, (picture, pixel, 3) float32; the region's pixels, at
    least one; and the results, (picture, `N_RESULTS`) float64, which are overwritten.
    """
    stamp = SOURCE_STAMP

    @jit(signature=types.void(_RGB, _PIXELS, types.float64[:, ::1]), on_disk=True)
    def color_of_pictures(pictures, pixels, out):
        abs(stamp)  # see SOURCE_STAMP
        block = np.empty((_ARRAYS, _BLOCK))
        counts, around = np.empty((3, BINS + 1)), np.empty((3, 2))
        for n in range(len(pictures)):
            _of_picture(pictures[n], pixels, block, counts, around, out[n])

    return color_of_pictures


@jit
def _of_picture(picture, pixels, block, counts, around, out):
    """Write the results of one picture; other arguments are scratch memory."""
    counts[:] = 0
    around[:] = 0
    weight = saturations = squares = values = value_squares = 0.0
    # sums are of differences to the first pixel, so that equal pixels have no spread
    first_saturation, first_value = _saturation_and_value(picture[pixels[0]])
    for start in range(0, pixels.size, _BLOCK):
        n = min(_BLOCK, pixels.size - start)
        for k in range(n):
            pixel = picture[pixels[start + k]]
            block[0, k], block[1, k], block[2, k] = pixel[0], pixel[1], pixel[2]
        _convert(block)
        for k in range(n):
            span, saturation, value = block[3, k], block[6, k], block[7, k]
            counts[0, np.int64(block[5, k])] += span
            counts[1, np.int64(saturation * BINS)] += 1
            counts[2, np.int64(value * BINS)] += 1
            at = np.int64(block[4, k])
            around[at, 0] += block[8, k]
            around[at, 1] += block[9, k]
            saturation -= first_saturation
            value -= first_value
            weight += span
            saturations += saturation
            squares += saturation * saturation
            values += value
            value_squares += value * value
    for k in range(3):
        counts[k, BINS - 1] += counts[k, BINS]  # the upper end is in the last bin
    _hue(out[: BINS + 4], counts[0], around, weight)
    _moments(
        out[_SATURATION:_VALUE], counts[1], first_saturation, saturations, squares, pixels.size
    )
    _moments(out[_VALUE:], counts[2], first_value, values, value_squares, pixels.size)


@jit
def _convert(block):
    """Span, sector, hue's bin, saturation, value, and the weighted cosine and sine, of a block.

    Hue is 120 sector + 60 part degrees, with part from -1 to 1; bins are 45 degrees wide, the
    first about 0.  Without branches, so that it becomes SIMD code.
    """
    for k in range(_BLOCK):
        red, green, blue = block[0, k], block[1, k], block[2, k]
        # not `max`, which looks for NaN
        most, least = (red, green) if red > green else (green, red)
        most = blue if blue > most else most
        least = blue if blue < least else least
        span = most - least
        is_red, is_green = most == red, most == green
        sector = 0.0 if is_red else (1.0 if is_green else 2.0)
        apart = green - blue if is_red else (blue - red if is_green else red - green)
        part = apart / (span if span > 0 else 1.0)
        square = part * part * (math.pi / 3) ** 2
        cosine, sine = _COSINE[0], _SINE[0]
        for term in range(1, len(_COSINE)):
            cosine = cosine * square + _COSINE[term]
            sine = sine * square + _SINE[term]
        block[3, k], block[4, k] = span, sector
        place = math.floor((8 * sector + 4 * part) / 3 + 0.5)
        block[5, k] = place if place >= 0 else place + BINS
        block[6, k] = span / (most if most > 0 else 1.0)
        block[7, k] = most / 255
        block[8, k] = span * cosine
        block[9, k] = span * sine * part * (math.pi / 3)


@jit
def _saturation_and_value(color):
    most, least = (
        np.float64(max(color[0], color[1], color[2])),
        np.float64(min(color[0], color[1], color[2])),
    )
    span = most - least
    return span / (most if most > 0 else 1.0), most / 255


@jit
def _hue(out, counts, around, weight):
    """Shares of the bins, mean, concentration, cosine and sine of hue; NaN without color."""
    if weight == 0:
        out[:] = np.nan
        return
    cosine = sine = 0.0
    for sector in range(3):
        turn = sector * 2 * math.pi / 3
        cosine += around[sector, 0] * math.cos(turn) - around[sector, 1] * math.sin(turn)
        sine += around[sector, 0] * math.sin(turn) + around[sector, 1] * math.cos(turn)
    cosine, sine = cosine / weight, sine / weight
    length = min(math.hypot(cosine, sine), 1.0)
    mean = math.degrees(math.atan2(sine, cosine)) % 360
    if length < 1e-9:  # all around the circle: no direction is meant
        mean = np.nan
    for k in range(BINS):
        out[k] = counts[k] / weight
    out[BINS] = 0.0 if mean == 360 else mean
    out[BINS + 1], out[BINS + 2], out[BINS + 3] = length, cosine, sine


@jit
def _moments(out, counts, origin, total, squares, n):
    """Shares of the bins, mean and spread, from sums of differences to an origin."""
    mean = total / n
    for k in range(BINS):
        out[k] = counts[k] / n
    out[BINS] = origin + mean
    out[BINS + 1] = math.sqrt(max(squares / n - mean * mean, 0.0))
