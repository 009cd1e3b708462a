"""Sums of a plane's bytes over the bins of a thumbnail, and the chroma that they make.

A sample of a plane covers one or several pixels of the picture.  Its value counts once for each of
these that is in a bin and not masked, so that sums are exact for any subsampling, for bins and
crops whose edges divide a sample, and for masks.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numba import types

from .array_table import ARRAY_TABLE, ArrayTable, array_table, entry
from .codegen import SOURCE_STAMP, jit
from .luma_plane import PLANE, borrow, plane_row

# The arrays of a plane's table, in their order.
(_SIZES, _BANDS, _ROWS, _ROW_SHARES, _FIRSTS, _LASTS, _OUTSIDE, _MASKED, _FRESH, _COLUMNS,
 _RUNNING) = range(11)  # fmt: skip

_MOST_ROWS = 257  # 257 times 255 is the largest 16-bit number


class PlaneTables(NamedTuple):
    """Which samples of a plane are in which bin; they depend on crop, mask and layout only."""

    sizes: np.ndarray
    """(4,) int64: bytes of a sample, columns that it covers, first byte and number of bytes of
    a row that are used."""
    bands: np.ndarray
    """(bin rows + 1,) int64: where each row of bins begins in the next two."""
    rows: np.ndarray
    """(…,) int64: rows of samples."""
    row_shares: np.ndarray
    """(…,) int64: rows of the picture that such a row covers in the row of bins."""
    firsts: np.ndarray
    """(bin columns,) int64: first byte of the first sample of each bin, in the used part."""
    lasts: np.ndarray
    """(bin columns,) int64: first byte of the last sample of each bin."""
    outside: np.ndarray
    """(2, bin columns) int64: columns of the picture that the first and the last sample of a
    bin cover outside it."""
    masked: np.ndarray
    """(…, 6) int64: row and column of a bin, row and first byte of a run of samples, how many
    masked pixels of the bin each covers, and the bytes of the run."""


def plane_tables(
    plane: tuple[int, tuple[int, int], tuple[int, int]],
    box: tuple[slice, slice],
    starts: list[np.ndarray],
    mask: np.ndarray | None,
) -> PlaneTables:
    """Prepare for planes of one layout.

    Parameters
    ----------
    plane : (bytes of a sample, shifts, overhang)
        As in `core.video.color.PlaneLayout`.
    box : (slice, slice)
        Rows and columns of the crop.
    starts : list of ndarray
        Of the bins, from the crop's edge.
    mask : ndarray (y, x) of bool, optional
        Of the crop.
    """
    sample_bytes, shifts, overhang = plane
    covered = 1 << shifts[1]
    starts = [np.asarray(start, np.int64) for start in starts]
    ends = [np.append(start[1:], s.stop - s.start) for start, s in zip(starts, box, strict=True)]
    top, left = (s.start + over for s, over in zip(box, overhang, strict=True))
    bands, rows, shares = [0], [], []
    for first, end in zip(starts[0], ends[0], strict=True):
        found, counts = np.unique(
            np.arange(top + first, top + end) >> shifts[0], return_counts=True
        )
        rows.append(found)
        shares.append(counts)
        bands.append(bands[-1] + len(found))
    before, after = left + starts[1], left + ends[1] - 1
    firsts, lasts = before >> shifts[1], after >> shifts[1]
    origin = firsts[0]
    outside = np.stack([before & (covered - 1), covered - 1 - (after & (covered - 1))])
    used = int(lasts[-1] - origin + 1) * sample_bytes
    sizes = np.array([sample_bytes, covered, origin * sample_bytes, used], np.int64)
    masked = _masked(mask, starts, (top, left), shifts, sample_bytes)
    tables = (sizes, np.array(bands), np.concatenate(rows), np.concatenate(shares),
              (firsts - origin) * sample_bytes, (lasts - origin) * sample_bytes, outside,
              masked)  # fmt: skip
    whole = [np.ascontiguousarray(table, np.int64) for table in tables]
    return PlaneTables._make(whole)


def plane_workspace(tables: PlaneTables) -> ArrayTable:
    """Memory that one call at a time works in: the tables, and sums of columns."""
    sample_bytes, used = int(tables.sizes[0]), int(tables.sizes[3])
    return array_table(
        *tables,
        np.zeros(used, np.uint16),
        np.zeros(used, np.uint32),
        np.zeros(sample_bytes + used, np.uint32),
    )


def _masked(mask, starts, corner, shifts, sample_bytes) -> np.ndarray:
    if mask is None:
        return np.zeros((0, 6), np.int64)
    at = np.nonzero(mask)
    bins = [np.searchsorted(start, n, "right") - 1 for start, n in zip(starts, at, strict=True)]
    rows, columns = ((n + c) >> s for n, c, s in zip(at, corner, shifts, strict=True))
    places = np.stack([*bins, rows, columns * sample_bytes], axis=1)
    found, counts = np.unique(places, axis=0, return_counts=True)
    # Neighbors in one bin that are masked alike are one run.
    found = np.column_stack([found, counts])
    step = np.diff(found, axis=0)
    begins = np.append(True, (step != [0, 0, 0, sample_bytes, 0]).any(1))
    runs = np.flatnonzero(begins)
    lengths = np.diff(np.append(runs, len(found))) * sample_bytes
    return np.column_stack([found[runs], lengths])


@lru_cache(maxsize=1)
def sums_function():
    """The compiled function that sums a plane's bytes; made on first use."""
    i8, stamp = types.int64, SOURCE_STAMP

    @jit(signature=types.void(PLANE, ARRAY_TABLE, i8, i8[:, :, ::1]), on_disk=True)
    def sums_of_plane(plane, work, at, out):
        abs(stamp)  # see SOURCE_STAMP
        plane, work, out = borrow(plane), borrow(work), borrow(out)
        sizes, bands = entry(work, _SIZES, np.int64, 1), entry(work, _BANDS, np.int64, 1)
        rows, shares = entry(work, _ROWS, np.int64, 1), entry(work, _ROW_SHARES, np.int64, 1)
        firsts, lasts = entry(work, _FIRSTS, np.int64, 1), entry(work, _LASTS, np.int64, 1)
        outside, masked = entry(work, _OUTSIDE, np.int64, 2), entry(work, _MASKED, np.int64, 2)
        fresh, columns = entry(work, _FRESH, np.uint16, 1), entry(work, _COLUMNS, np.uint32, 1)
        running = entry(work, _RUNNING, np.uint32, 1)
        step, covered, begin = sizes[0], sizes[1], sizes[2]
        for band in range(out.shape[0]):
            columns[:] = 0
            since = 0
            for k in range(bands[band], bands[band + 1]):
                if since + shares[k] > _MOST_ROWS:
                    _add_fresh(fresh, columns)
                    since = 0
                row = plane_row(plane, rows[k])[begin : begin + fresh.size]
                _add_row(row, np.uint16(shares[k]), fresh)
                since += shares[k]
            _add_fresh(fresh, columns)
            for channel in range(step):
                _run(columns, running, step, channel)
                for j in range(out.shape[1]):
                    # unsigned, since a negative index would be one from the end
                    a, b = np.uint64(firsts[j] + channel), np.uint64(lasts[j] + channel)
                    # the difference of sums that may have wrapped has not
                    within = np.uint32(running[np.uint64(step) + b] - running[a])
                    whole = np.int64(within) * covered
                    whole -= outside[0, j] * np.int64(columns[a])
                    whole -= outside[1, j] * np.int64(columns[b])
                    out[band, j, at + channel] = whole
        for k in range(masked.shape[0]):
            first = masked[k, 3]
            row = plane_row(plane, masked[k, 2])[first : first + masked[k, 5]]
            for channel in range(step):
                total = np.int64(0)
                for x in range(channel, row.size, step):
                    total += np.int64(row[x])
                out[masked[k, 0], masked[k, 1], at + channel] -= total * masked[k, 4]

    return sums_of_plane


@jit
def _add_row(row, share, fresh):
    for x in range(fresh.size):
        fresh[x] += np.uint16(row[x]) * share


@jit
def _add_fresh(fresh, columns):
    """Move sums of 16 bits to those of 32; clears them."""
    for x in range(fresh.size):
        columns[x] += np.uint32(fresh[x])
    fresh[:] = 0


@jit
def _run(columns, running, step, channel):
    """Running sums of every `step`-th column, which wrap at 32 bits."""
    total = np.uint32(0)
    for k in range(columns.size // step):
        x = np.uint64(k * step + channel)
        total = np.uint32(total + columns[x])
        running[np.uint64(step) + x] = total


@lru_cache(maxsize=1)
def chroma_function():
    """The compiled function that makes chroma of sums; made on first use."""
    i8, u1, f8, stamp = types.int64, types.uint8, types.float64, SOURCE_STAMP
    signature = types.float64(i8[:, :, ::1], i8[:, ::1], f8[:, ::1], f8[::1], u1[:, :, ::1])

    @jit(signature=signature, on_disk=True)
    def chroma_of_sums(sums, counts, weights, base, out):
        """Write Cb and Cr of each bin; returns their root mean square distance from gray."""
        abs(stamp)
        squares, bins = np.int64(0), 0
        for i in range(out.shape[0]):
            for j in range(out.shape[1]):
                if counts[i, j] == 0:
                    out[i, j, 0] = out[i, j, 1] = 128
                    continue
                blue = red = 0.0
                for k in range(weights.shape[0]):
                    value = np.float64(sums[i, j, k])
                    blue += weights[k, 0] * value
                    red += weights[k, 1] * value
                blue = min(max(base[0] + blue / counts[i, j], 0.0), 255.0) + 0.5
                red = min(max(base[1] + red / counts[i, j], 0.0), 255.0) + 0.5
                cb, cr = np.int64(blue), np.int64(red)
                out[i, j, 0], out[i, j, 1] = cb, cr
                squares += (cb - 128) * (cb - 128) + (cr - 128) * (cr - 128)
                bins += 1
        return math.sqrt(squares / bins) if bins else np.nan

    return chroma_of_sums
