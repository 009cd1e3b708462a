"""Read NPY files safely: memory-mapped, numbers only, nothing unpickled."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

import numpy as np

from ...errors import MouseFaceError, PathError, raised_as
from .files import regular_file

#: A day of times at a thousand a second is about 700 MB.
LARGEST_BYTES = 2**31
#: a file of an array without elements is a header only
_MOST_HEADER = 4096


def open_npy(
    path: str | Path,
    what: str,
    *,
    expected: str = "one array of numbers, saved without pickling",
    do: str | None = None,
    error: type[MouseFaceError] = PathError,
) -> np.ndarray:
    """Map the array of a .npy file into memory, without reading it.

    Parameters
    ----------
    path : path
    what : str
        What the file is, in messages: 'file of timestamps'.
    expected, do : str, optional
        What should be in it, and what to do if it cannot be read.
    error : exception class
        The error for a file that is no array.

    Returns
    -------
    ndarray
        Read-only; of any dtype that NumPy stores without pickling.

    Raises
    ------
    PathError
        If there is no such file.
    error
        Also if the file has fewer bytes than its header states.
    """
    path = regular_file(path, what, expected="an array of numbers")
    if path.stat().st_size > LARGEST_BYTES:
        raise error(
            f"The {what} {path} is too large.",
            expected=f"at most {LARGEST_BYTES >> 20} MB",
            got=f"{path.stat().st_size >> 20} MB",
            do="check that it is the right file",
        )
    # NumPy raises many errors for a damaged header
    cannot = f"The {what} {path} cannot be read as a NumPy array."
    with raised_as(error, cannot, expected=expected, do=do, of=(Exception,)):
        with open(path, "rb") as file:
            if file.read(6) != b"\x93NUMPY":
                raise ValueError("its first bytes are not those of a NumPy array")
            if (
                path.stat().st_size < _MOST_HEADER
                and (empty := _without_elements(file)) is not None
            ):
                return empty
        return np.load(path, mmap_mode="r", allow_pickle=False)


def _without_elements(file: BinaryIO) -> np.ndarray | None:
    """The array of a header that states no elements, which older NumPy cannot map; or None."""
    file.seek(0)
    version = np.lib.format.read_magic(file)
    if version not in ((1, 0), (2, 0)):
        return None
    first = version == (1, 0)
    read = np.lib.format.read_array_header_1_0 if first else np.lib.format.read_array_header_2_0
    shape, _, dtype = read(file)
    return np.empty(shape, dtype) if 0 in shape and not dtype.hasobject else None
