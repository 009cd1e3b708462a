"""A Zarr array of a result as a `RowArray`, opened on first use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import zarr

from ...errors import ResultError
from .row_array import RowArray

__all__ = ["StoredArray"]


class StoredArray(RowArray):
    """One array of a result folder; its first axis is frames.

    Parameters
    ----------
    folder : Path
        The Zarr group (or, with an empty `name`, the array itself).
    name : str
        The array in the group.
    """

    def __init__(self, folder: Path, name: str):
        self._folder, self._name = Path(folder), name
        self._array: Any = None
        array = self._open()
        self.shape = tuple(array.shape)
        self.dtype = np.dtype(array.dtype)
        self.chunk_frames = max(1, array.chunks[0])

    def _open(self) -> Any:
        if self._array is None:
            self._array = zarr.open_array(self._folder / self._name, mode="r")
        return self._array

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_array": None}

    def _read_slice(self, start: int, stop: int) -> np.ndarray:
        with _readable(self):
            return np.asarray(self._open()[start:stop])

    def _read_rows(self, rows: np.ndarray) -> np.ndarray:
        with _readable(self):
            return np.asarray(self._open().oindex[rows])

    @property
    def place(self) -> str:
        """Where it lies, for messages."""
        return str(self._folder / self._name)


class _readable:
    """Says which array it was when its bytes cannot be read (a damaged chunk)."""

    def __init__(self, array: StoredArray):
        self._place = array.place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if isinstance(error, (OSError, RuntimeError, ValueError)):
            raise ResultError(
                f"{self._place} cannot be read.",
                got=f"{kind.__name__}: {error}",
                do="check the disk; compute the result anew with overwrite if it is damaged",
            ) from error
