"""Cell histograms pixel by pixel in float64."""

from __future__ import annotations

import math

import numba
import numpy as np


@numba.njit(cache=True, nogil=True, error_model="numpy")
def cells_plain(luma, value, mask, cell_rows, cell_columns, thresholds, cells):
    h, w = luma.shape
    bins = thresholds.size
    total = np.zeros(cells.shape)
    for y in range(cells.shape[0] * cell_rows):
        for x in range(cells.shape[1] * cell_columns):
            gy = 0.0
            gx = 0.0
            out = mask.size > 0 and mask[y, x]
            if 0 < y < h - 1:
                gy = value[luma[y + 1, x]] - value[luma[y - 1, x]]
                out = out or (mask.size > 0 and (mask[y + 1, x] or mask[y - 1, x]))
            if 0 < x < w - 1:
                gx = value[luma[y, x + 1]] - value[luma[y, x - 1]]
                out = out or (mask.size > 0 and (mask[y, x + 1] or mask[y, x - 1]))
            if out or (gx == 0 and gy == 0):
                continue
            angle = math.atan2(gy, gx) * (180 / math.pi)
            if angle < 0:
                angle += 180
            if angle >= 180:
                angle -= 180
            k = 0
            while k + 1 < bins and angle >= thresholds[k + 1]:
                k += 1
            total[y // cell_rows, x // cell_columns, k] += math.hypot(gx, gy)
    area = cell_rows * cell_columns
    for r in range(cells.shape[0]):
        for c in range(cells.shape[1]):
            for k in range(bins):
                cells[r, c, k] = total[r, c, k] / area


@numba.njit(cache=True, nogil=True, error_model="numpy")
def look_plain(luma, previous, table, mask, thumbnail, traces):
    """traces: luminance, sharpness, entropy, motion, saturated fraction, repeated."""
    h, w = luma.shape
    masked = mask.size > 0
    n = 0
    total = 0
    motion = 0
    has_previous = previous.size > 0
    for y in range(h):
        for x in range(w):
            if masked and mask[y, x]:
                continue
            n += 1
            total += table[luma[y, x]]
            if has_previous:
                motion += abs(np.int64(table[luma[y, x]]) - np.int64(table[previous[y, x]]))
    histogram = np.zeros(256, np.int64)
    samples = 0
    squares = 0
    edges = 0
    for y in range(0, h, 4):
        up, down = max(y - 1, 0), min(y + 1, h - 1)
        for x in range(w):
            if masked and mask[y, x]:
                continue
            if x % 4 == 0:
                histogram[table[luma[y, x]]] += 1
                samples += 1
            left, right = max(x - 1, 0), min(x + 1, w - 1)
            if masked and (mask[up, x] or mask[down, x] or mask[y, left] or mask[y, right]):
                continue
            if y == 0 or y == h - 1:
                gy = 0
            else:
                gy = np.int64(table[luma[down, x]]) - np.int64(table[luma[up, x]])
            if x == 0 or x == w - 1:
                gx = 0
            else:
                gx = np.int64(table[luma[y, right]]) - np.int64(table[luma[y, left]])
            squares += gx * gx + gy * gy
            edges += 1
    mean = total / n if n else np.nan
    traces[0] = mean
    traces[1] = math.sqrt(squares / edges) / mean if edges and mean > 0 else np.nan
    bits = 0.0
    high = 0
    for v in range(256):
        if histogram[v]:
            p = histogram[v] / samples
            bits -= p * math.log2(p)
            if v >= 250:
                high += histogram[v]
    traces[2] = bits if samples else np.nan
    traces[3] = motion / n if has_previous and n else np.nan
    traces[4] = high / samples if samples else 0.0
    traces[5] = 1.0 if has_previous and motion == 0 else 0.0
    tr, tc = thumbnail.shape
    for i in range(tr):
        y0 = i * h // tr
        y1 = max((i + 1) * h // tr, y0 + 1)
        for j in range(tc):
            x0 = j * w // tc
            x1 = max((j + 1) * w // tc, x0 + 1)
            s = 0
            m = 0
            for y in range(y0, y1):
                for x in range(x0, x1):
                    if not (masked and mask[y, x]):
                        s += table[luma[y, x]]
                        m += 1
            thumbnail[i, j] = (2 * s + m) // (2 * m) if m else 0
