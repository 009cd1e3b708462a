"""Bins of a thumbnail: which rows and columns of a picture each of its pixels is the mean of."""

from __future__ import annotations

import numpy as np


def bin_starts(shape: tuple[int, int], thumbnail_px: tuple[int, int]) -> list[np.ndarray]:
    """First row of each row of bins, and first column of each column of bins.

    Bin i of n begins at floor(i size / n); a picture with fewer pixels than bins has one bin
    for each pixel.
    """
    return [
        np.arange(n) * size // n
        for size, n in zip(shape, np.minimum(thumbnail_px, shape), strict=True)
    ]


def bin_counts(starts: list[np.ndarray], shape: tuple[int, int], mask: np.ndarray | None):
    """(rows, columns) of int64: pixels of each bin that are not masked."""
    if mask is None:
        sizes = [np.diff(start, append=n) for start, n in zip(starts, shape, strict=True)]
        return np.outer(*sizes)
    inside = (~mask).astype(np.int64)
    return np.add.reduceat(np.add.reduceat(inside, starts[0], axis=0), starts[1], axis=1)


def repeats(counts_shape: tuple[int, ...], thumbnail_px: tuple[int, int]):
    """Indexes that enlarge bins to a thumbnail of a picture with fewer pixels; None if not so."""
    if counts_shape == thumbnail_px:
        return None
    pairs = zip(thumbnail_px, counts_shape, strict=True)
    return np.ix_(*(np.arange(n) * min(n, size) // n for n, size in pairs))
