"""Find and remove files that dead runs left."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ...errors import PathError, ResultBusyError
from ..outputs import RunLock, lock_path
from ..outputs.identity import is_our_lock, is_our_partial, is_our_temporary, target_of_temporary
from .attributes import about_result
from .chunk_writer import storage_errors

_SUFFIXES = (".partial", ".lock", ".old")
#: Writing a small file takes less; a longer write has a lock.
_LONGEST_WRITING_S = 900.0


@dataclass(frozen=True)
class Leftover:
    """A file or folder that a run left beside its result.

    Parameters
    ----------
    path : Path
    n_bytes : int
    is_live : bool
        Whether a run is writing there now.
    chunks : int
        Finished chunks in it, which a repeated command would reuse.
    """

    path: Path
    n_bytes: int
    is_live: bool
    chunks: int


def find_leftovers(folder: str | Path) -> list[Leftover]:
    """List what unfinished runs left in a folder and below; changes nothing.

    Only files with a mark of this package are listed, not locks and unfinished folders of
    other programs.

    Parameters
    ----------
    folder : str or Path
        Where results are kept, or an unfinished `….partial` itself.

    Raises
    ------
    PathError
        If there is no such folder.
    """
    folder = Path(folder)
    if not os.path.isdir(folder):
        raise PathError(f"There is no folder {folder}.", do="give the folder of the results")
    found = [folder] if _is_partial(folder) else list(_walk(folder))
    return [_look_at(path) for path in sorted(found)]


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        here = Path(parent)
        yield from (here / n for n in folders if _is_partial(here / n) or _is_old(here / n))
        yield from (here / n for n in files if n.endswith(".lock") and is_our_lock(here / n))
        yield from (here / n for n in files if is_our_temporary(here / n))
        # Do not search inside results or folders that will be removed.
        folders[:] = [
            n
            for n in folders
            if not n.endswith(_SUFFIXES) and not (here / n / "zarr.json").exists()
        ]


def clean(folder: str | Path) -> list[Leftover]:
    """Remove what dead runs left in a folder and below; live runs are not affected.

    A result that was to be replaced, by a run that died between moving it away and
    moving its successor in, is whole: it is put back.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    list of Leftover
        What was removed, or put back.

    Raises
    ------
    PathError, StorageError
    """
    removed = []
    for leftover in find_leftovers(folder):
        lock = RunLock(_lock_of(leftover.path))
        if leftover.is_live or lock.is_held():
            continue
        try:
            # Hold the lock, so that no run resumes the partial result during its removal.
            with storage_errors(leftover.path, "removing it"), lock:
                _remove(leftover.path, _out_of(leftover.path))
        except (ResultBusyError, PathError):
            continue  # a run took it up between the two looks, or the lock's place is taken
        removed.append(leftover)
    return removed


def _remove(path: Path, out: Path) -> None:
    if path.name.endswith(".old") and not os.path.lexists(out):
        os.rename(path, out)
    elif path.is_dir():
        shutil.rmtree(path)
    elif is_our_temporary(path):
        path.unlink(missing_ok=True)


def _is_partial(path: Path) -> bool:
    return path.name.endswith(".partial") and is_our_partial(path)


def _is_old(path: Path) -> bool:
    return path.name.endswith(".old") and not path.is_symlink() and about_result(path) is not None


def _out_of(path: Path) -> Path:
    if is_our_temporary(path):
        return target_of_temporary(path)
    if path.name.endswith(".old"):
        return path.with_name(path.name.rsplit(".", 2)[0])
    return path.with_name(path.name.rsplit(".", 1)[0])


def _lock_of(path: Path) -> Path:
    return path if path.name.endswith(".lock") else lock_path(_out_of(path))


def _look_at(path: Path) -> Leftover:
    live = RunLock(_lock_of(path)).is_held()
    if not path.is_dir():
        return Leftover(path, _size(path), live or _is_fresh(path), 0)
    files = [Path(parent) / n for parent, _, names in os.walk(path) for n in names]
    chunks = sum(1 for f in files if f.parent.name == "chunks" and f.name.isdigit())
    return Leftover(path, sum(map(_size, files)), live, chunks)


def _is_fresh(path: Path) -> bool:
    """Whether a file without a lock may be one that is being written now."""
    if not is_our_temporary(path) or is_our_lock(lock_path(_out_of(path))):
        return False
    try:
        return time.time() - path.stat().st_mtime < _LONGEST_WRITING_S
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a live run has moved it meanwhile
        return 0
