"""`RowArray`: an array of frames on disk, indexed by rows.

A subclass reads rows; this base class converts every index of NumPy (a number, a slice, a list, a
mask, negative numbers, a tuple whose first entry is one of these) to such reads, block by block if
the result is smaller than the rows to read.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

import numpy as np


class RowArray:
    """Array-like whose first axis is frames and whose rows are read when asked for.

    Attributes
    ----------
    shape : tuple of int
        (frames, …).
    dtype : numpy.dtype
    chunk_frames : int
        Frames that are read together at no extra cost; `blocks` goes by them.
    """

    shape: tuple[int, ...]
    dtype: np.dtype
    chunk_frames: int

    def _read_slice(self, start: int, stop: int) -> np.ndarray:
        """Rows start..stop, 0 <= start <= stop <= frames."""
        raise NotImplementedError

    def _read_rows(self, rows: np.ndarray) -> np.ndarray:
        """Some rows, given as increasing whole numbers without repeats."""
        raise NotImplementedError

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """Number of elements."""
        return int(np.prod(self.shape, dtype=np.int64))

    @property
    def nbytes(self) -> int:
        """Bytes of the whole array once read."""
        return self.size * self.dtype.itemsize

    def __len__(self) -> int:
        return self.shape[0]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {'x'.join(map(str, self.shape))} {self.dtype}>"

    def blocks(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[int, np.ndarray]]:
        """Go through the rows in order, a stored chunk at a time.

        Parameters
        ----------
        start, stop : int, optional
            First row and the row after the last; the whole array by default.

        Yields
        ------
        first : int
            Number of the block's first row.
        block : ndarray (rows, …)
        """
        first, last, _ = slice(start, stop).indices(len(self))
        while first < last:
            end = min(last, (first // self.chunk_frames + 1) * self.chunk_frames)
            yield first, self._read_slice(first, end)
            first = end

    def __iter__(self) -> Iterator[np.ndarray]:
        for _, block in self.blocks():
            yield from block

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        if copy is False:
            raise ValueError(f"{self!r} is on disk: it cannot become an array without a copy.")
        whole = self._read_slice(0, len(self))
        return whole if dtype is None else whole.astype(dtype, copy=False)

    def __getitem__(self, index: Any) -> Any:
        rows, rest = (index[0], index[1:]) if isinstance(index, tuple) and index else (index, ())
        if rows is Ellipsis or (isinstance(index, tuple) and not index):
            return np.asarray(self)[index]
        if isinstance(rows, slice):
            return self._by_slice(rows, rest)
        if not isinstance(rows, (list, np.ndarray, range, tuple)):
            row = self._one(rows)
            return self._read_slice(row, row + 1)[(0, *rest)]
        wanted = self._many(np.asarray(rows))
        unique, back = np.unique(wanted, return_inverse=True)
        picked = self._read_rows(unique) if unique.size else self._read_slice(0, 0)
        picked = picked[back.reshape(wanted.shape)]
        return picked[(slice(None), *rest)] if rest else picked

    def _by_slice(self, rows: slice, rest: tuple) -> np.ndarray:
        start, stop, step = rows.indices(len(self))
        if step != 1:
            # np.arange and not a strided read: a chunk with no wanted row is never decoded.
            return self[(np.arange(start, stop, step), *rest)]
        if not rest:
            return self._read_slice(start, max(start, stop))
        parts = [block[(slice(None), *rest)] for _, block in self.blocks(start, stop)]
        return np.concatenate(parts) if parts else self._read_slice(0, 0)[(slice(None), *rest)]

    def _one(self, row: Any) -> int:
        try:
            number = operator.index(row)
        except TypeError:
            raise IndexError(f"{self!r} cannot be indexed by {row!r}.") from None
        if not -len(self) <= number < len(self):
            raise IndexError(f"row {number} is out of range for {len(self)} rows")
        return number % len(self)

    def _many(self, rows: np.ndarray) -> np.ndarray:
        if rows.dtype == bool:
            if rows.shape != (len(self),):
                raise IndexError(f"a mask of shape {rows.shape} does not fit {len(self)} rows")
            return np.flatnonzero(rows)
        if rows.size == 0:
            return rows.astype(np.int64)
        if rows.dtype.kind not in "iu":
            raise IndexError(f"rows must be whole numbers or a mask, not {rows.dtype}")
        rows = rows.astype(np.int64)
        if rows.min() < -len(self) or rows.max() >= len(self):
            raise IndexError(f"rows {rows.min()}..{rows.max()} are out of range for {len(self)}")
        return np.where(rows < 0, rows + len(self), rows)
