"""Compare a written NWB file, bit for bit, with what was to be written and with what it had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from .storage import in_parts, is_blocks

#: what a new file says of itself: its schema, and when it was written
_OF_THE_FILE = ("specifications", "file_create_date")
_OF_THE_ROOT = ("nwb_version", ".specloc")


def differences(made: Iterable[Any], back: Mapping[str, Any]) -> Iterator[str]:
    """Objects of a file that were read back other than they were made.

    Parameters
    ----------
    made : iterable of containers
        Which were to be written.
    back : mapping of str to container
        All objects of the file that was read back, by their id.
    """
    for one in made:
        other, where = back.get(one.object_id), f"{type(one).__name__} {one.name}"
        if other is None or type(other).__name__ != type(one).__name__:
            yield f"{where}: not in the file"
            continue
        fields = {**one.fields}
        if hasattr(one, "data") and "data" not in fields:
            fields["data"] = one.data
        for name, value in fields.items():
            found = other.data if name == "data" else other.fields.get(name)
            if name not in _OF_THE_FILE and not _same(value, found):
                yield f"{where}: {name}"


def _same(mine: Any, theirs: Any) -> bool:
    """Whether a field of an object was read back as it was."""
    if theirs is None or mine is None:
        return _is_nothing(mine) and _is_nothing(theirs)
    if hasattr(mine, "object_id"):  # a link, or what is inside
        return getattr(theirs, "object_id", None) == mine.object_id
    if isinstance(mine, Mapping):
        mine, theirs = [*mine.values()], [*theirs.values()]
    if isinstance(mine, list | tuple | set | frozenset):
        if all(hasattr(one, "object_id") for one in mine):
            return {one.object_id for one in mine} == {one.object_id for one in theirs}
        mine = np.asarray(list(mine))
    if is_blocks(mine) or len(getattr(mine, "shape", ())):
        return same_array(mine, theirs)
    return _same_scalar(mine, theirs)


def _is_nothing(value: Any) -> bool:
    """NWB has no empty lists of what may be left out."""
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _same_scalar(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, float | np.floating) and np.isnan(mine):
        return bool(np.isnan(theirs))
    return bool(_plain(mine) == _plain(theirs))


def same_array(mine: Any, theirs: Any) -> bool:
    """Whether two arrays have the same values, to the last bit; read in parts."""
    at = 0
    for part in in_parts(mine):
        if part.ndim == 0:
            return _same_values(part, np.asarray(theirs))
        found = np.asarray(theirs[at : at + len(part)])
        at += len(part)
        if not _same_values(part, found):
            return False
    return at == len(theirs)


def _same_values(mine: np.ndarray, theirs: np.ndarray) -> bool:
    if mine.shape != theirs.shape:
        return False
    if mine.dtype.kind in "fiubc":
        return mine.dtype == theirs.dtype and mine.tobytes() == theirs.tobytes()
    return [_plain(one) for one in mine.ravel()] == [_plain(one) for one in theirs.ravel()]


def _plain(value: Any) -> Any:
    return value.decode() if isinstance(value, bytes) else value


def lost_from(before: Path, after: Path) -> Iterator[str]:
    """Objects, values and attributes of a file that another one does not have as they were.

    Read by h5py alone: nothing that wrote the file takes part in it.

    Parameters
    ----------
    before, after : Path
        The file that was added to, and the one with the additions.
    """
    with _opened(before) as old, h5py.File(after, "r") as new:
        yield from _lost_attributes(old, new, "/")
        yield from _lost(old, new)


def _opened(path: Path) -> Any:
    try:
        return h5py.File(path, "r")
    except OSError:  # open for writing in this process: it then has to be opened in the same way
        return h5py.File(path, "r+")


def _lost(old: Any, new: Any) -> Iterator[str]:
    for name in old:
        where = f"{old.name.rstrip('/')}/{name}"
        if old.name == "/" and name in _OF_THE_FILE:
            continue
        link = old.get(name, getlink=True)
        if name not in new:
            yield where
        elif isinstance(link, h5py.SoftLink):
            other = new.get(name, getlink=True)
            if getattr(other, "path", None) != link.path and new[name] != new.get(link.path):
                yield where
        elif isinstance(link, h5py.ExternalLink):
            other = new.get(name, getlink=True)
            if getattr(other, "path", None) != link.path:
                yield where
        else:
            yield from _lost_object(old[name], new[name], where)


def _lost_object(old: Any, new: Any, where: str) -> Iterator[str]:
    yield from _lost_attributes(old, new, where)
    if isinstance(old, h5py.Group):
        if isinstance(new, h5py.Group):
            yield from _lost(old, new)
        else:
            yield where
    elif not isinstance(new, h5py.Dataset) or not _same_dataset(old, new):
        yield where


def _lost_attributes(old: Any, new: Any, where: str) -> Iterator[str]:
    for name, value in old.attrs.items():
        if where == "/" and name in _OF_THE_ROOT:
            continue
        if name not in new.attrs or not _same_attribute(old, value, new, new.attrs[name]):
            yield f"{where}@{name}"


def _same_attribute(old: Any, mine: Any, new: Any, theirs: Any) -> bool:
    return _same_values(_named(mine, old.file), _named(theirs, new.file))


def _named(value: Any, file: h5py.File) -> np.ndarray:
    """A value with the names of objects in place of references to them."""
    array = np.asarray(value)
    if array.dtype.kind != "O":
        return array
    flat = [file[one].name if isinstance(one, h5py.Reference) else one for one in array.ravel()]
    return np.array(flat, dtype=object).reshape(array.shape)


def _same_dataset(old: Any, new: Any) -> bool:
    if old.shape != new.shape or old.dtype != new.dtype:
        return False
    if h5py.check_ref_dtype(old.dtype) is not None:
        return _same_values(_named(old[()], old.file), _named(new[()], new.file))
    if old.shape is None or old.dtype.names:
        return old.shape is None or _same_rows(old, new)
    return same_array(old, new)


def _same_rows(old: Any, new: Any) -> bool:
    """Rows of several columns, some of which may refer to objects."""
    for name in old.dtype.names:
        if not _same_values(_named(old[name], old.file), _named(new[name], new.file)):
            return False
    return True
