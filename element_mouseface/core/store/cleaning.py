"""Finding and removing what dead runs left behind."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ...errors import PathError, ResultBusyError
from .chunk_writer import storage_errors
from .layout import lock_path
from .lock import RunLock

__all__ = ["Leftover", "clean", "find_leftovers"]

_SUFFIXES = (".partial", ".lock", ".old")


@dataclass(frozen=True)
class Leftover:
    """Something a run left beside where its result goes.

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
    """What unfinished runs have left in a folder and below; it changes nothing.

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
    if not folder.is_dir():
        raise PathError(f"There is no folder {folder}.", do="name the folder that holds results")
    found = [folder] if _is_partial(folder) else []
    for parent, folders, files in os.walk(folder) if not found else ():
        here = Path(parent)
        found += [here / n for n in folders if _is_partial(here / n) or _is_old(here / n)]
        found += [here / n for n in files if n.endswith(".lock") and _is_result_lock(here / n)]
        # What is inside a result, or inside what will be removed, is not looked through.
        folders[:] = [
            n
            for n in folders
            if not n.endswith(_SUFFIXES) and not (here / n / "zarr.json").exists()
        ]
    return [_look_at(path) for path in sorted(found)]


def clean(folder: str | Path) -> list[Leftover]:
    """Remove what dead runs have left in a folder and below; live runs are left alone.

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
        out = _out_of(leftover.path)
        lock = RunLock(lock_path(out))
        if leftover.is_live or lock.is_held():
            continue
        try:
            # Holding the lock, so that no run takes the partial result up while it goes.
            with storage_errors(leftover.path, "removing it"), lock:
                _remove(leftover.path, out)
        except ResultBusyError:
            continue  # a run took it up between the two looks
        removed.append(leftover)
    return removed


def _remove(path: Path, out: Path) -> None:
    if path.name.endswith(".old") and not out.exists():
        os.rename(path, out)
    elif path.is_dir():
        shutil.rmtree(path)


def _is_partial(path: Path) -> bool:
    if not path.name.endswith(".partial"):
        return False
    try:
        ours = (path / "chunks").is_dir() or (path / "zarr.json").exists()
        return ours or not any(path.iterdir())
    except OSError:  # gone since it was listed: its run has finished
        return False


def _is_old(path: Path) -> bool:
    return path.name.endswith(".old") and (path / "zarr.json").exists()


def _is_result_lock(path: Path) -> bool:
    # Other programs have .lock files too: ours names its owner.
    try:
        return b'"token"' in path.read_bytes()[:4096]
    except OSError:
        return False


def _out_of(path: Path) -> Path:
    if path.name.endswith(".old"):
        return path.with_name(path.name.rsplit(".", 2)[0])
    return path.with_name(path.name.rsplit(".", 1)[0])


def _look_at(path: Path) -> Leftover:
    live = RunLock(lock_path(_out_of(path))).is_held()
    if not path.is_dir():
        return Leftover(path, _size(path), live, 0)
    files = [Path(parent) / n for parent, _, names in os.walk(path) for n in names]
    chunks = sum(1 for f in files if f.parent.name == "chunks" and f.name.isdigit())
    return Leftover(path, sum(map(_size, files)), live, chunks)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a live run has moved it meanwhile
        return 0
