"""Numbers and codes of a table in a file, read where they are indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np


class _Table(Protocol):
    @property
    def names(self) -> tuple[str, ...]: ...
    def __len__(self) -> int: ...
    def block(
        self, first: int = 0, stop: int | None = None, names: Sequence[str] | None = None
    ) -> np.ndarray: ...
    def take(self, rows: np.ndarray, names: Sequence[str] | None = None) -> np.ndarray: ...


class FileValues:
    """(rows, columns) float64 numbers that stay in a file: what is indexed is read.

    NumPy takes it for the whole array, which is read then.
    """

    ndim = 2
    dtype = np.dtype(np.float64)

    def __init__(self, table: _Table):
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self._table), len(self._table.names)

    @property
    def size(self) -> int:
        """How many numbers."""
        return self.shape[0] * self.shape[1]

    @property
    def nbytes(self) -> int:
        """What they would take in memory."""
        return 8 * self.size

    @property
    def T(self) -> np.ndarray:
        """All of it, the columns first."""
        return self._table.block().T

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        if copy is False:
            raise ValueError("numbers of a file cannot be had without a copy")
        return self._table.block().astype(dtype or np.float64, copy=False)

    def __getitem__(self, key: Any) -> Any:
        rows, columns = key if isinstance(key, tuple) and len(key) == 2 else (key, slice(None))
        if not _plain(rows) or not _plain(columns) or _both_lists(rows, columns):
            return self._table.block()[key]
        chosen = np.arange(self.shape[1])[columns]
        names = [self._table.names[k] for k in np.atleast_1d(chosen)]
        if isinstance(rows, slice) and rows.step in (None, 1):
            a, b, _ = rows.indices(len(self))
            found = self._table.block(a, max(a, b), names)
        else:
            numbers = np.arange(len(self))[rows]
            found = self._table.take(np.atleast_1d(numbers), names)
            found = found if numbers.ndim else found[0]
        return found if chosen.ndim else found[..., 0]


def _plain(key: Any) -> bool:
    """Whether rows (columns) are a slice, a number, or a list of numbers, or a mask."""
    if isinstance(key, slice | int | np.integer):
        return True
    return isinstance(key, list | np.ndarray) and np.ndim(key) == 1 and len(key) > 0


def _both_lists(rows: Any, columns: Any) -> bool:
    """NumPy takes such pairs one by one."""
    return all(isinstance(one, list | np.ndarray) for one in (rows, columns))


class ReadWhereAsked(Mapping[str, np.ndarray]):
    """Arrays by name, each read where it is asked for."""

    def __init__(self, keys: tuple[str, ...], read: Callable[[str], np.ndarray]):
        self._keys, self._read = keys, read

    def __getitem__(self, key: str) -> np.ndarray:
        if key not in self._keys:
            raise KeyError(key)
        return self._read(key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
