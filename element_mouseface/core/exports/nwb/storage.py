"""How arrays are stored in an NWB file: in compressed blocks, read one at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from .library import library

#: smaller arrays are stored as they are: blocks have a cost of their own
_LEAST_BYTES = 1 << 14
#: of a block, before compression
_BLOCK_BYTES = 1 << 18


def stored(values: Any) -> Any:
    """An array as it is written: compressed in blocks of many rows, without loss.

    Parameters
    ----------
    values : array-like
        Not copied where it is an array.
    """
    array = np.asarray(values)
    if array.nbytes < _LEAST_BYTES or array.dtype.kind not in "fiub":
        return array
    return library("hdmf.backends.hdf5.h5_utils").H5DataIO(
        data=array,
        compression="gzip",
        compression_opts=4,
        shuffle=True,
        fletcher32=True,
        chunks=block_shape(array.shape, array.dtype.itemsize),
    )


def block_shape(shape: tuple[int, ...], itemsize: int) -> tuple[int, ...]:
    """Whole rows, as many as fit into a block; part of a row where it is larger."""
    row = int(np.prod(shape[1:], dtype=np.int64)) * itemsize
    rows = max(1, min(shape[0], _BLOCK_BYTES // max(1, row)))
    return (rows, *shape[1:])
