"""How arrays are stored in an NWB file: in compressed blocks, read and written one at a time.

An hour at 250 frames a second has 900,000 rows.  What is not in memory (a Zarr array, an array of a
file) is never read as a whole, nor is a copy made of a trace whose frames without a time are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from .library import library

#: smaller arrays are stored as they are: blocks have a cost of their own
_LEAST_BYTES = 1 << 14
#: of a block, before compression
_BLOCK_BYTES = 1 << 18
#: blocks that are read at a time
_BLOCKS = 16
_NUMBERS = "fiub"


def stored(values: Any, rows: np.ndarray | None = None) -> Any:
    """An array as it is written: compressed in blocks of many rows, without loss.

    Parameters
    ----------
    values : array-like
        Not copied, and read in blocks where it is not an array in memory.
    rows : (n,) int64 array, optional
        Which rows are written, in increasing order; by default all.
    """
    in_memory = not hasattr(values, "shape") or type(values) in (np.ndarray, np.float64)
    if in_memory:
        values = np.asarray(values)
    n_rows = len(values) if rows is None else len(rows)
    shape, kind = (n_rows, *values.shape[1:]), np.dtype(values.dtype)
    if int(np.prod(shape, dtype=np.int64)) * kind.itemsize < _LEAST_BYTES:
        small = np.asarray(values[:])
        return small if rows is None else small[rows]
    if kind.kind not in _NUMBERS:
        return np.asarray(values[:]) if rows is None else np.asarray(values[:])[rows]
    blocks = block_shape(shape, kind.itemsize)
    data = values if in_memory and rows is None else _lazy_rows()(values, rows, blocks)
    return library("hdmf.backends.hdf5.h5_utils").H5DataIO(
        data=data,
        compression="gzip",
        compression_opts=4,
        shuffle=True,
        fletcher32=True,
        chunks=blocks,
    )


def block_shape(shape: tuple[int, ...], itemsize: int) -> tuple[int, ...]:
    """Whole rows, as many as fit into a block."""
    row = int(np.prod(shape[1:], dtype=np.int64)) * itemsize
    rows = max(1, min(shape[0], _BLOCK_BYTES // max(1, row)))
    return (rows, *shape[1:])


def in_parts(values: Any, most_bytes: int = _BLOCKS * _BLOCK_BYTES) -> Iterator[np.ndarray]:
    """An array, or what `stored` made of one, in parts of some rows, in order."""
    source = values.data if is_blocks(values) else values
    if np.ndim(source) == 0 and not hasattr(source, "rows_between"):
        yield np.asarray(source)
        return
    row = int(np.prod(source.shape[1:], dtype=np.int64)) * max(1, np.dtype(source.dtype).itemsize)
    step = max(1, most_bytes // max(1, row))
    read = getattr(source, "rows_between", None) or (lambda a, b: np.asarray(source[a:b]))
    for start in range(0, source.shape[0], step):
        yield read(start, min(start + step, source.shape[0]))


def is_blocks(values: Any) -> bool:
    """Whether it is what `stored` makes of a large array."""
    return type(values).__name__ == "H5DataIO"


def rewind(values: Any) -> None:
    """Begin with the first block again, where a write was given up."""
    again = getattr(getattr(values, "data", None), "begin_again", None)
    if again is not None:
        again()


@cache
def _lazy_rows() -> type:
    """The class of rows that are read when they are written; made here, as its base is hdmf's."""
    base = library("hdmf.data_utils").GenericDataChunkIterator

    class LazyRows(base):  # type: ignore[misc, valid-type]
        """Some rows of an array, read block by block."""

        def __init__(self, source: Any, rows: np.ndarray | None, blocks: tuple[int, ...]):
            self.source, self.rows, self.blocks = source, rows, blocks
            n_rows = len(source) if rows is None else len(rows)
            self.shape = (n_rows, *source.shape[1:])
            self.begin_again()

        def begin_again(self) -> None:
            whole = (min(self.shape[0], _BLOCKS * self.blocks[0]), *self.shape[1:])
            super().__init__(buffer_shape=whole, chunk_shape=self.blocks)

        def rows_between(self, start: int, stop: int) -> np.ndarray:
            """Rows by their number among those that are written."""
            if self.rows is None:
                return np.asarray(self.source[start:stop])
            found = self.rows[start:stop]
            first = int(found[0])
            return np.asarray(self.source[first : int(found[-1]) + 1])[found - first]

        def _get_data(self, selection: tuple[slice, ...]) -> np.ndarray:
            rows = self.rows_between(selection[0].start, selection[0].stop)
            return rows[(slice(None), *selection[1:])]

        def _get_maxshape(self) -> tuple[int, ...]:
            return self.shape

        def _get_dtype(self) -> np.dtype:
            return np.dtype(self.source.dtype)

    return LazyRows
