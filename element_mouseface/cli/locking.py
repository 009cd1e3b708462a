"""A lock in an output folder: one run at a time writes to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = "mouseface.lock"
"""The folder's lock during a run; the next run takes over that of a killed run."""


@contextmanager
def locked(out: Path, what: str = "the scores") -> Iterator[None]:
    """The right to write to the folder, from before the long work to its end.

    Parameters
    ----------
    out : Path
        Made if it is not there.
    what : str
        What is written, for messages.

    Raises
    ------
    ResultBusyError
        If another run is writing there.
    PathError, StorageError
    """
    from ..core.outputs import RunLock, make_folder
    from ..core.store.chunk_writer import storage_errors

    lock = RunLock(make_folder(out, what=what) / LOCK)
    with storage_errors(out, "locking the folder"):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
