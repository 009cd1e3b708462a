"""Read NPZ files safely: only numbers and text, with checked sizes.

`numpy.load` treats a file that is not a zip archive as a pickle and then advises to allow pickles,
and it trusts sizes: an archive of kilobytes may inflate to gigabytes, a header may declare a shape
of terabytes. So the archive's directory is read first: members must have plain names, each once,
not be encrypted, and together stay within a size limit. Then each member's header is compared with
its bytes before an array is allocated.
"""

from __future__ import annotations

import io
import math
import os
import struct
import tokenize
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import MouseFaceError
from ...params.fields import Fields, parse_json, short_repr
from .files import regular_file

#: Numbers, bools and strings; no objects, records, dates or complex numbers.
_KINDS = "biufU"
_MOST_BYTES = 1 << 30
_MOST_MEMBERS = 20_000
_MOST_HEADER = 4096
_START = b"PK\x03\x04"
_ENCRYPTED = 0x1

#: Errors of Python's zip and NumPy's header for damaged bytes.
_UNREADABLE = (
    *(ValueError, OSError, EOFError, RuntimeError, NotImplementedError, OverflowError),
    *(zipfile.BadZipFile, zlib.error, struct.error, SyntaxError, TypeError, KeyError),
    *(IndexError, AttributeError, MemoryError, UnicodeError, tokenize.TokenError),
)

Refuse = Callable[[str], MouseFaceError]
"""Makes the error of a file from what it contains instead of the expected content."""


class Npz:
    """The arrays of a file, read by name and checked for kind and shape.

    Parameters
    ----------
    arrays : dict of str to ndarray
    refuse : callable(got) -> MouseFaceError
    """

    def __init__(self, arrays: dict[str, np.ndarray], refuse: Refuse):
        self.arrays, self.refused = arrays, refuse

    def header(self, name: str) -> Fields:
        """A member that holds JSON text: a mapping."""
        array = self.arrays.get(name)
        if array is None or array.dtype.kind != "U" or array.shape != ():
            raise self.refused(f"no text {name!r}")

        def refuse(what: str, expected: str, got: str) -> MouseFaceError:
            return self.refused(f"{name}: {what} is {got} instead of {expected}")

        try:
            value = parse_json(str(array), f"{name!r} of the file", "JSON")
        except MouseFaceError as error:
            raise self.refused(f"{name}: {error.got}") from error
        return Fields(value, refuse)

    def take(
        self, name: str, shape: tuple[int | None, ...], kinds: str = "f", *, finite: bool = True
    ) -> np.ndarray:
        """An array with this shape (None: any length along that axis) and one of the kinds.

        Parameters
        ----------
        name : str
        shape : tuple of int or None
        kinds : str
            NumPy's letters: 'f', 'iu', 'b'.
        finite : bool
            Whether NaN and infinity are refused.
        """
        array = self.arrays.get(name)
        if array is None:
            raise self.refused(f"no array {name!r}")
        fits = array.ndim == len(shape) and all(
            due is None or due == n for due, n in zip(shape, array.shape, strict=True)
        )
        if not fits:
            due = tuple("any" if n is None else n for n in shape)
            raise self.refused(f"{name} of shape {array.shape} instead of {due}")
        if array.dtype.kind not in kinds:
            raise self.refused(f"{name} of type {array.dtype}")
        if finite and array.dtype.kind == "f" and not np.isfinite(array).all():
            raise self.refused(f"{name} with values that are not finite")
        return array


def read_npz(path: str | os.PathLike, what: str, refuse: Refuse) -> Npz:
    """The arrays of a file.

    Parameters
    ----------
    path : path
    what : str
        What the file is, for messages: 'file of prototypes'.
    refuse : callable(got) -> MouseFaceError
        Makes the error for another file.

    Raises
    ------
    PathError
        If there is no such file, or it may not be read.
    MouseFaceError
        From `refuse`.
    """
    path = regular_file(path, what)
    try:
        with _opened(path, refuse) as file:
            arrays = {
                info.filename.removesuffix(".npy"): read_npy(file.read(info), refuse, info.filename)
                for info in _members(file, refuse)
            }
    except MouseFaceError:
        raise  # some are ValueErrors
    except _UNREADABLE as error:
        raise _said(refuse, error) from error
    return Npz(arrays, refuse)


def npz_names(path: str | os.PathLike) -> tuple[str, ...]:
    """Names of the arrays in a file; () if it is not an NPZ file."""
    try:
        if not Path(path).is_file():
            return ()
        with zipfile.ZipFile(path) as file:
            return tuple(name.removesuffix(".npy") for name in file.namelist())
    except _UNREADABLE:
        return ()


def _opened(path: Path, refuse: Refuse) -> zipfile.ZipFile:
    with open(path, "rb") as file:
        if file.read(4) != _START:
            raise refuse("not an NPZ file, or damaged at its start")
    return zipfile.ZipFile(path)


def _members(file: zipfile.ZipFile, refuse: Refuse) -> list[zipfile.ZipInfo]:
    """The members in an archive's directory, checked before anything is inflated."""
    members = file.infolist()
    names = [info.filename for info in members]
    if len(members) > _MOST_MEMBERS:
        raise refuse(f"{len(members)} members")
    if len(set(names)) != len(names):
        twice = next(name for name, n in Counter(names).items() if n > 1)
        raise refuse(f"{short_repr(twice)} twice")
    for info in members:
        plain = info.filename.removesuffix(".npy")
        if not info.filename.endswith(".npy") or not plain.replace("_", "").isalnum():
            raise refuse(f"a member called {short_repr(info.filename)}")
        if info.flag_bits & _ENCRYPTED:
            raise refuse(f"{plain}, encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse(f"{plain}, compressed in a way that NumPy does not write")
    if (total := sum(info.file_size for info in members)) > _MOST_BYTES:
        raise refuse(f"{total / 1e6:.0f} MB when inflated; {_MOST_BYTES / 1e6:.0f} are allowed")
    return members


def read_npy(data: bytes, refuse: Refuse, name: str) -> np.ndarray:
    """The array in the bytes of an NPY file, in its own memory.

    Parameters
    ----------
    data : bytes
    refuse : callable(got) -> MouseFaceError
    name : str
        For messages.
    """
    shape, fortran, dtype, start = _checked_header(data, len(data), refuse, name)
    array = np.empty(shape, dtype, "F" if fortran else "C")
    if array.size:
        flat = np.frombuffer(data, dtype, offset=start)
        array[...] = flat.reshape(shape, order="F" if fortran else "C")
    return array.astype(dtype.newbyteorder("="), copy=False)


def check_npy(path: str | os.PathLike, refuse: Refuse) -> None:
    """Check the header of an NPY file against the file's size; only the header is read."""
    name = os.path.basename(os.fspath(path))
    try:
        n_bytes = os.stat(path).st_size
        with open(path, "rb") as file:
            head = file.read(_MOST_HEADER + 16)
    except OSError as error:
        raise refuse(f"{name} cannot be read ({error.strerror})") from error
    _checked_header(head, n_bytes, refuse, name)


def _checked_header(
    data: bytes, n_bytes: int, refuse: Refuse, name: str
) -> tuple[tuple[int, ...], bool, np.dtype, int]:
    """The values of `_header`, checked to be a plain array that fits in so many bytes."""
    try:
        shape, fortran, dtype, start = _header(data)
    except _UNREADABLE as error:
        raise refuse(f"{name}: no header of an array ({short_repr(str(error))})") from error
    if dtype.kind not in _KINDS or dtype.hasobject or dtype.names is not None:
        raise refuse(f"{name} of type {dtype}")
    due = math.prod(shape) * dtype.itemsize
    if any(n < 0 for n in shape) or due != n_bytes - start:
        raise refuse(f"{name}: shape {short_repr(shape)} of {dtype} in {n_bytes - start} bytes")
    return shape, fortran, dtype, start


def _header(data: bytes) -> tuple[tuple[int, ...], bool, np.dtype, int]:
    """Shape, whether in Fortran order, dtype, and the offset of the values."""
    stream = io.BytesIO(data)
    version = np.lib.format.read_magic(stream)
    read: dict[tuple[int, int], Any] = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    if version not in read:
        raise ValueError(f"version {version}")
    shape, fortran, dtype = read[version](stream, max_header_size=_MOST_HEADER)
    if len(shape) > 8 or any(isinstance(n, bool) for n in shape):
        raise ValueError(f"shape {shape}")
    return shape, fortran, dtype, stream.tell()


def _said(refuse: Refuse, error: Exception) -> MouseFaceError:
    # NumPy advises to allow pickles, zipfile asks for passwords: neither is right here.
    kinds = {zipfile.BadZipFile: "a zip archive that is damaged", zlib.error: "damaged data"}
    return refuse(kinds.get(type(error), f"another kind of file ({type(error).__name__})"))
