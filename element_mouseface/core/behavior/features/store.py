"""Traces of whole movies on disk while they are used, so that memory does not grow with movies."""

from __future__ import annotations

import os
import tempfile
import threading
from typing import IO, Any

import numpy as np

from ....errors import StorageError, raised_as

_DO = "make room in the folder for temporary files, or name another in TMPDIR"


class TraceFile:
    """A table of float32 in an unnamed temporary file, which is gone with its last user.

    Parameters
    ----------
    n_rows, n_columns : int
    """

    def __init__(self, n_rows: int, n_columns: int):
        self.shape = (n_rows, n_columns)
        self._lock = threading.Lock()
        with raised_as(StorageError, "Features cannot be kept while they are used.", do=_DO):
            self._file: IO[bytes] = tempfile.TemporaryFile(prefix="mouseface-features-")

    def __del__(self) -> None:
        file = getattr(self, "_file", None)
        if file is not None:
            file.close()

    def write(self, first: int, rows: np.ndarray) -> None:
        """Write rows from row `first` on."""
        data = np.ascontiguousarray(rows, np.float32)
        with (
            self._lock,
            raised_as(StorageError, "Features cannot be kept while they are used.", do=_DO),
        ):
            self._file.seek(first * self.shape[1] * 4)
            self._file.write(data.tobytes())

    def flush(self) -> None:
        """Hand everything to the system."""
        with raised_as(StorageError, "Features cannot be kept while they are used.", do=_DO):
            self._file.flush()

    def read(self, first: int, stop: int) -> np.ndarray:
        """Rows first to stop: a new array."""
        width = self.shape[1] * 4
        if not hasattr(os, "pread"):
            with self._lock:
                self._file.seek(first * width)
                data: Any = self._file.read((stop - first) * width)
        else:
            data = os.pread(self._file.fileno(), (stop - first) * width, first * width)
        return np.frombuffer(data, np.float32).reshape(stop - first, self.shape[1]).copy()
