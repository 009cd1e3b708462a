"""Rows of a Parquet file of features, read in groups; those that were read last are kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ResultChangedError
from .arrow import parts_of
from .columns import REASON_PREFIX, TEXT_COLUMNS

#: numbers of all open files together that are kept in memory
KEPT_BYTES = 64 << 20

_Key = tuple[str, str, int, tuple[str, ...]]


class _Kept:
    """Groups of rows by file, number and columns; those that were asked for last."""

    def __init__(self, most_bytes: int):
        self._most, self._bytes = most_bytes, 0
        self._found: OrderedDict[_Key, np.ndarray] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: _Key) -> np.ndarray | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: _Key, values: np.ndarray) -> None:
        with self._lock:
            if key not in self._found and values.nbytes <= self._most:
                self._found[key] = values
                self._bytes += values.nbytes
            while self._bytes > self._most:
                self._bytes -= self._found.popitem(last=False)[1].nbytes


_kept = _Kept(KEPT_BYTES)


class FileRows:
    """The rows of one file; it may go to another process, which opens the file again.

    Parameters
    ----------
    path : Path
    digest : str
        Of the table as it was opened first: a file that is another by now is refused.
    """

    def __init__(self, path: Path, digest: str):
        self.path, self.digest = path, digest
        self._lock = threading.Lock()

    def __reduce__(self) -> Any:
        return FileRows, (self.path, self.digest)

    @cached_property
    def stored(self) -> Any:
        """The open file, with its description (PathError, ResultError)."""
        from .reading import opened

        found = opened(self.path)
        if found.header["digest"] != self.digest:
            raise ResultChangedError(
                f"{self.path} is another table than when it was opened.",
                expected=f"digest {self.digest}",
                got=found.header["digest"],
                do="leave the file as it is while it is read, or start again",
            )
        return found

    @property
    def header(self) -> dict[str, Any]:
        """The description."""
        return self.stored.header

    def take(self, rows: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
        """(rows, names) float64 of rows in any order."""
        out = np.empty((len(rows), len(names)))
        group = np.searchsorted(self._starts, rows, "right") - 1
        numbers = np.unique(group)
        for number in numbers.tolist():
            here = slice(None) if len(numbers) == 1 else group == number
            out[here] = self._group(number, names)[rows[here] - self._starts[number]]
        return out

    def block(self, first: int, stop: int, names: tuple[str, ...]) -> np.ndarray:
        """(rows, names) float64 of rows `first` to `stop - 1`."""
        out = np.empty((max(0, stop - first), len(names)))
        for number, start in enumerate(self._starts.tolist()):
            end = start + self.stored.group_sizes[number]
            if start < stop and end > first:
                a, b = max(first, start), min(stop, end)
                out[a - first : b - first] = self._group(number, names)[a - start : b - start]
        return out

    def whole(self, column: str) -> Any:
        """One column of the file, all rows: an array of numbers or codes, or a tuple of texts."""
        with self._lock:
            parts = parts_of(self.stored.rows([column]))
        if column.startswith(REASON_PREFIX):
            return parts["reasons"][column.removeprefix(REASON_PREFIX)]
        for part, name in (("times_s", "time_s"), ("flags", "flags"), *TEXT_COLUMNS.items()):
            if name == column:
                return parts[part]
        return parts["values"][:, 0]

    @cached_property
    def _starts(self) -> np.ndarray:
        sizes = np.array(self.stored.group_sizes, np.int64)
        return np.cumsum(sizes) - sizes

    def _group(self, number: int, names: tuple[str, ...]) -> np.ndarray:
        key = str(self.path), self.digest, number, names
        if (found := _kept.get(key)) is None:
            with self._lock:  # another thread may have read it meanwhile
                if (found := _kept.get(key)) is None:
                    rows = self.stored.group(number, list(names))
                    found = np.ascontiguousarray(parts_of(rows)["values"])
                    _kept.put(key, found)
        return found
