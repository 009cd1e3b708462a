"""Descriptors in memory, for tests of what needs descriptors and no video."""

from __future__ import annotations

import numpy as np
import zarr

from element_mouseface.core.store.row_array import RowArray
from element_mouseface.params import HOGParams

GRID = (3, 4)
NUMBERS = 3 * 4 * 8


class ArrayDescriptors:
    """An array with what stored descriptors have: params, grid and valid."""

    def __init__(self, array, grid=GRID, params=None, valid=None):
        self.array = np.asarray(array)
        self.shape = self.array.shape
        self.grid = grid
        self.params = params or HOGParams()
        self.valid = np.ones(self.shape[1], dtype=bool) if valid is None else valid

    def __len__(self):
        return len(self.array)

    def __getitem__(self, rows):
        return self.array[rows]


class ZarrRows(RowArray):
    """A plain Zarr array on the disk, read by rows."""

    def __init__(self, place):
        self._array = zarr.open_array(place, mode="r")
        self.shape, self.dtype = self._array.shape, np.dtype(self._array.dtype)
        self.chunk_frames = self._array.chunks[0]

    def _read_slice(self, start, stop):
        return np.asarray(self._array[start:stop])

    def _read_rows(self, rows):
        return np.asarray(self._array.oindex[rows])


def noisy_faces(n_frames, expressions=(), seed=0, noise=0.02, numbers=NUMBERS):
    """Frames of one random face with noise; `expressions` are (frames, strength, seed)."""
    random = np.random.default_rng(seed)
    face = random.random(numbers)
    frames = face + noise * random.standard_normal((n_frames, numbers))
    for where, strength, kind in expressions:
        frames[where] += strength * np.random.default_rng(1000 + kind).standard_normal(numbers)
    return frames.astype(np.float32)
