"""HDF5 files of other programs, fully checked before anything is read.

An HDF5 file can use bytes of another file (external links, external storage, virtual datasets),
load a plug-in (filters), point anywhere (references), and declare a kilobyte as a terabyte (chunks
that were never written). PyTables stores pickles, which are programs. None of that is needed for
numbers and names, so a file with any of it is refused with the name of the object. Nothing is ever
unpickled.
"""

from __future__ import annotations

import math
import mmap
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from ...errors import MouseFaceError, ResultError, UnsafeFileError
from .files import regular_file

_T = h5py.h5t
#: PyTables writes a bool as a bit field
_PLAIN = {_T.INTEGER, _T.FLOAT, _T.STRING, _T.ENUM, _T.BITFIELD}
_KINDS = {
    _T.REFERENCE: "references",
    _T.OPAQUE: "bytes without a meaning",
    _T.VLEN: "objects (pickled, or of any length)",
    _T.COMPOUND: "a compound",
    _T.TIME: "HDF5 times",
}
#: deflate, shuffle, checksum: filters that are built into every HDF5
_FILTERS = {h5py.h5z.FILTER_DEFLATE, h5py.h5z.FILTER_SHUFFLE, h5py.h5z.FILTER_FLETCHER32}
_MOST_OBJECTS, _DEEPEST, _MOST_ATTRIBUTES = 20_000, 8, 500
#: limits of an array: multiple of the file's size, or bytes; never more than the last
_INFLATION, _SMALL_BYTES, _MOST_BYTES = 200, 64 << 20, 4 << 30
_LARGEST_ITEM = 1 << 20
#: most videos, tracks or names
_MOST_TEXTS = 20_000
#: datasets that are never read: PyTables' index of a table, and pictures in a SLEAP package
_UNREAD = re.compile(r".*/_i_table/.*|video\d+/.*")
_DO = "do not open it with another program; export the points as .csv from the one that made them"
#: errors of h5py for damaged bytes
_DAMAGES = (
    *(OSError, RuntimeError, LookupError, ValueError, TypeError, AttributeError),
    *(MemoryError, ArithmeticError),
)


class HdfFile:
    """An HDF5 file after a check of every object.

    Attributes
    ----------
    path : Path
    groups : tuple of str
        Full names without the leading slash; the root is ''.
    datasets : dict of str to tuple of int
        Full names and shapes.
    """

    def __init__(self, path: Path, file: h5py.File):
        self.path, self._file = path, file
        self._size = path.stat().st_size
        self._budget = min(max(_SMALL_BYTES, _INFLATION * self._size), _MOST_BYTES)
        self.datasets: dict[str, tuple[int, ...]] = {}
        groups: list[str] = []
        self._look(h5py.h5g.open(file.id, b"/"), "", groups, set(), 0)
        self.groups = tuple(groups)

    def __contains__(self, name: str) -> bool:
        return name in self.datasets or name in self.groups

    def children(self, group: str) -> tuple[str, ...]:
        """Names in a group, in alphabetical order."""
        start = f"{group}/" if group else ""
        inside = (*self.groups, *self.datasets)
        below = {n[len(start) :].split("/")[0] for n in inside if n.startswith(start) and n}
        return tuple(sorted(below - {""}))

    def admit(self, known: str, what: str) -> None:
        """Refuse every dataset whose name does not match `known`, a regular expression."""
        pattern = re.compile(known)
        for name in self.datasets:
            if not pattern.fullmatch(name) and not _UNREAD.fullmatch(name):
                raise UnsafeFileError(
                    f"{self.path} holds /{name}, which {what} does not write.",
                    expected=f"only datasets that {what} writes",
                    do="if you added it, remove it; otherwise export the points as .csv",
                )

    # what is read

    def numbers(self, name: str, dtype: Any = np.float64) -> np.ndarray:
        """A whole dataset of numbers (ResultError if it is of another kind, or too large)."""
        dataset = self._whole(name, np.dtype(dtype).itemsize)
        if dataset.dtype.kind not in "biuf":
            raise self._wrong(name, f"{dataset.dtype}", "numbers")
        found = np.empty(dataset.shape, dtype)
        if found.size:
            dataset.read_direct(found)
        return found

    def records(self, name: str) -> np.ndarray:
        """A whole dataset of records: a structured array."""
        dataset = self._whole(name)
        if dataset.dtype.names is None:
            raise self._wrong(name, f"{dataset.dtype}", "records")
        return dataset[()]

    def texts(self, name: str) -> list[str]:
        """A whole dataset of text, flattened."""
        dataset = self._whole(name)
        if h5py.check_string_dtype(dataset.dtype) is None:
            raise self._wrong(name, f"{dataset.dtype}", "text")
        if dataset.shape == ():
            return [_text(dataset[()])]
        count = math.prod(dataset.shape)
        if dataset.dtype.kind == "O" and count > _MOST_TEXTS:
            raise self._wrong(name, f"{count} texts", f"at most {_MOST_TEXTS}")
        found, left = [], max(1 << 20, 2 * self._size)
        # Strings of any length, and many may refer to the same bytes: read and count one at a time.
        step = 1 if dataset.dtype.kind == "O" else max(1, len(dataset))
        for start in range(0, len(dataset), step):
            for item in np.asarray(dataset[start : start + step]).reshape(-1):
                left -= len(item)
                if left < 0:
                    raise self._wrong(name, "more text than the file has bytes", "text")
                found.append(_text(item))
        return found

    def attribute(self, name: str, attribute: str) -> Any:
        """An attribute as number, text or array; None if there is none."""
        values = (self._file[name] if name else self._file).attrs
        if attribute not in values:
            return None
        value = values[attribute]
        if isinstance(value, h5py.Empty):
            return ""
        return _text(value) if isinstance(value, bytes | str) else value

    def attribute_bytes(self, name: str, attribute: str) -> bytes:
        """The stored bytes of a text attribute; empty if there is none."""
        value = self._file[name].attrs.get(attribute)
        return bytes(value) if isinstance(value, bytes) else str(value or "").encode()

    def texts_of_attributes(self) -> Iterator[tuple[str, str, bytes]]:
        """Every text attribute: object, attribute, bytes."""
        for name in ("", *self.groups[1:], *self.datasets):
            if _UNREAD.fullmatch(name):
                continue
            for key, value in (self._file[name] if name else self._file).attrs.items():
                if isinstance(value, str):
                    value = value.encode("utf-8", "surrogateescape")
                if isinstance(value, bytes):
                    yield name, key, bytes(value)

    def _whole(self, name: str, itemsize: int = 0) -> h5py.Dataset:
        """A dataset that exists, is small enough, and was completely written."""
        if name not in self.datasets:
            raise ResultError(f"{self.path} lacks /{name}.", got=", ".join(self.children(""))[:200])
        dataset = self._file[name]
        size = math.prod(dataset.shape) * max(itemsize, dataset.dtype.itemsize)
        stored, is_full = dataset.id.get_storage_size(), True
        if dataset.chunks:
            size = max(size, math.prod(dataset.chunks) * dataset.dtype.itemsize)
            pieces = (-(-n // c) for n, c in zip(dataset.shape, dataset.chunks, strict=True))
            is_full = dataset.id.get_num_chunks() == math.prod(pieces)
        elif math.prod(dataset.shape):
            is_full = stored >= math.prod(dataset.shape) * dataset.id.get_type().get_size()
        if size > self._budget:
            raise ResultError(
                f"{self.path} declares more data in /{name} than a file of its size can hold.",
                expected=f"at most {self._budget >> 20} MB, of a file of {self._size} bytes",
                got=f"shape {dataset.shape}, {size >> 20} MB",
                do="export it again from the program that made it",
            )
        if not is_full:
            raise ResultError(
                f"{self.path}: parts of /{name} were never written.",
                got=f"shape {dataset.shape}, {stored} bytes stored",
                do="export it again; the program may have been stopped while writing",
            )
        return dataset

    def _wrong(self, name: str, got: str, expected: str) -> ResultError:
        return ResultError(f"{self.path}: /{name} has another type.", expected=expected, got=got)

    # what is looked at before

    def _refused(self, name: str, has: str, expected: str) -> UnsafeFileError:
        return UnsafeFileError(f"{self.path}: /{name} has {has}.", expected=expected, do=_DO)

    def _look(self, group: Any, name: str, groups: list[str], seen: set, depth: int) -> None:
        groups.append(name)
        self._look_at_attributes(group, name)
        count = group.get_num_objs()
        if depth > _DEEPEST or len(groups) + len(self.datasets) + count > _MOST_OBJECTS:
            raise ResultError(f"{self.path} has endlessly nested groups or too many objects.")
        for raw in [group.get_objname_by_idx(i) for i in range(count)]:
            inside = f"{name}/{_text(raw)}" if name else _text(raw)
            link = group.links.get_info(raw)
            if link.type != h5py.h5l.TYPE_HARD:
                kind = "another file" if link.type != h5py.h5l.TYPE_SOFT else "another place"
                raise self._refused(inside, f"a link to {kind}", "a self-contained file")
            item = h5py.h5o.open(group, raw)
            info = h5py.h5o.get_info(item)
            if (info.fileno, info.addr) in seen:
                if isinstance(item, h5py.h5d.DatasetID):  # a second name
                    self.datasets[inside] = item.shape
                continue
            seen.add((info.fileno, info.addr))
            if isinstance(item, h5py.h5g.GroupID):
                self._look(item, inside, groups, seen, depth + 1)
            elif isinstance(item, h5py.h5d.DatasetID):
                self._look_at_dataset(item, inside)
                self._look_at_attributes(item, inside)
                self.datasets[inside] = item.shape
            else:
                raise self._refused(inside, "a named type", "groups and datasets")

    def _look_at_dataset(self, item: Any, name: str) -> None:
        plist = item.get_create_plist()
        if plist.get_external_count():
            raise self._refused(name, "its bytes in another file", "a self-contained file")
        layout = plist.get_layout()
        if layout not in (h5py.h5d.COMPACT, h5py.h5d.CONTIGUOUS, h5py.h5d.CHUNKED):
            raise self._refused(name, "a view of other datasets (virtual)", "stored numbers")
        if _UNREAD.fullmatch(name):
            return
        codes = [plist.get_filter(i)[0] for i in range(plist.get_nfilters())]
        for code in codes:
            if code not in _FILTERS or codes.count(code) > 1:
                raise self._refused(name, f"an unknown filter ({code})", "gzip, shuffle, checksum")
        self._look_at_type(item.get_type(), name, may_be_compound=True)

    def _look_at_type(self, kind: Any, name: str, *, may_be_compound: bool = False) -> None:
        number = kind.get_class()
        if number == _T.STRING and kind.is_variable_str():
            return
        if kind.get_size() > _LARGEST_ITEM:
            raise ResultError(f"{self.path}: an item of /{name} has {kind.get_size()} bytes.")
        if number == _T.COMPOUND and may_be_compound:
            for place in range(kind.get_nmembers()):
                self._look_at_type(kind.get_member_type(place), name)
        elif number == _T.ARRAY:
            self._look_at_type(kind.get_super(), name)
        elif number not in _PLAIN:
            has = _KINDS.get(number, f"HDF5 class {number}")
            raise self._refused(name, has, "numbers and text")

    def _look_at_attributes(self, item: Any, name: str) -> None:
        n_attributes = h5py.h5a.get_num_attrs(item)
        if n_attributes > _MOST_ATTRIBUTES:
            raise ResultError(f"{self.path}: /{name} has {n_attributes} attributes.")
        for place in range(n_attributes):
            attribute = h5py.h5a.open(item, index=place)
            where = f"{name}, attribute {_text(attribute.name)}"
            kind = attribute.get_type()
            self._look_at_type(kind, where)
            count = math.prod(attribute.shape or ())
            # many strings may refer to the same bytes of the file
            most = 16 if kind.get_class() == _T.STRING and kind.is_variable_str() else self._size
            if count > most or count * kind.get_size() > max(1 << 20, 2 * self._size):
                raise ResultError(f"{self.path}: /{where} declares more than the file has.")


@contextmanager
def open_hdf(path: str | Path) -> Iterator[HdfFile]:
    """Open an HDF5 file after a check of every object in it.

    Parameters
    ----------
    path : str or Path

    Yields
    ------
    HdfFile

    Raises
    ------
    PathError
        If there is no such file.
    UnsafeFileError
        If anything in it refers to other files, is an object, or needs a plug-in.
    ResultError
        If it is damaged, or declares more than its size allows.
    """
    path = regular_file(path, "file", expected="HDF5")
    try:
        _check_heaps(path)
        with h5py.File(path, "r") as file:
            yield HdfFile(path, file)
    except MouseFaceError:
        raise
    except _DAMAGES as error:
        raise _damaged(path, f"{type(error).__name__}: {error}") from error


_HEAP = b"GCOL\x01\x00\x00\x00"


def _check_heaps(path: Path) -> None:
    """Refuse a file whose heaps of variable-length strings are damaged.

    HDF5 stores them in collections: an object's number, its size, its bytes, and so on to the end.
    The library follows the stated sizes, and never ends if one is 0.
    """
    with open(path, "rb") as file:
        if not path.stat().st_size:
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            start, left = data.find(_HEAP), len(data) // 8 + 1000
            while start >= 0:
                end = start + int.from_bytes(data[start + 8 : start + 16], "little")
                place, step = start + 16, 1
                while place + 16 <= min(end, len(data)) and step:
                    number = int.from_bytes(data[place : place + 2], "little")
                    size = int.from_bytes(data[place + 8 : place + 16], "little")
                    # number 0 is free space, whose size includes its own header
                    step = size if number == 0 else 16 + -(-size // 8) * 8
                    place, left = place + step, left - 1
                    step = step if left > 0 else 0
                if not step or place > end or end > len(data):
                    raise _damaged(path, f"strings without an end, at byte {start}")
                start = data.find(_HEAP, start + 8)


def _damaged(path: Path, how: str) -> ResultError:
    return ResultError(
        f"{path} cannot be read.",
        expected="a complete HDF5 file",
        got=f"damaged HDF5: {how}"[:300],
        do="copy the original again, or export it again",
    )


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
