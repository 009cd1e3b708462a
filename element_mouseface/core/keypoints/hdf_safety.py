"""HDF5 files that pandas wrote, looked through before they are read.

pandas and PyTables keep lists, names and mixed columns as pickles, in attributes and
in arrays of bytes, and unpickle them while reading.  A pickle is a program, so each
is read first by a reader that runs nothing: one that names anything but NumPy arrays
and plain containers is refused.  A link to another file is refused too: that file
would be read unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultError, UnsafeFileError
from ..facial_signals.safe_unpickler import load_pickled_bytes

__all__ = ["refuse_unsafe_hdf"]

#: without one of these bytes a pickle can name no function: two lines behind an opcode, or
#: the opcodes of a name on the stack and of a registered number
_NAMING = (b"\n", b"\x93", b"\x82", b"\x83", b"\x84")
_DO = "export the keypoints as .csv from the program that made them"


def refuse_unsafe_hdf(file: Any, path: Path) -> None:
    """Look through an open HDF5 file.

    Parameters
    ----------
    file : h5py.File
    path : Path
        For messages.

    Raises
    ------
    UnsafeFileError
        If reading it with pandas could run code, or read another file.
    """
    for where, data in _pickles(file, path, set()):
        # PyTables tries to unpickle any text that ends with a full stop
        if not any(byte in data for byte in _NAMING):
            continue
        try:
            load_pickled_bytes(data, path)
        except UnsafeFileError:
            raise
        except ResultError as error:
            raise UnsafeFileError(
                f"{path} holds a pickle that cannot be followed, in {where}.",
                got=error.got,
                do=_DO,
            ) from error


def _pickles(group: Any, path: Path, seen: set[Any]) -> Iterator[tuple[str, bytes]]:
    """Everything below a group that may be a pickle, and where it is."""
    import h5py

    yield from _of_attributes(group)
    for name in group:
        link = group.get(name, getlink=True)
        if isinstance(link, h5py.ExternalLink):
            raise UnsafeFileError(
                f"{path} has a link to another file, {link.filename!r}.",
                expected="a file that stands alone",
                do=_DO,
            )
        # what a soft link names is met under its own name
        if isinstance(link, h5py.SoftLink):
            continue
        item = group[name]
        address = h5py.h5o.get_info(item.id).addr
        if address in seen:
            continue
        seen.add(address)
        if isinstance(item, h5py.Group):
            yield from _pickles(item, path, seen)
        elif isinstance(item, h5py.Dataset):
            yield from _of_attributes(item)
            if h5py.check_vlen_dtype(item.dtype) == np.uint8:
                yield from ((item.name, bytes(row)) for row in item[()].reshape(-1))


def _of_attributes(item: Any) -> Iterator[tuple[str, bytes]]:
    for name, value in item.attrs.items():
        if isinstance(value, str):
            value = value.encode("utf-8", "surrogateescape")
        if isinstance(value, bytes) and value.endswith(b"."):
            yield f"attribute {name} of {item.name}", bytes(value)
