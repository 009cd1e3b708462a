"""Atomic writes: a file gets its name when it is complete and on the disk."""

from __future__ import annotations

import errno
import filecmp
import os
import shutil
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from ...errors import StorageError, raised_as
from .identity import is_our_temporary, temporary_path
from .lock import RunLock, lock_path
from .place import Ours, already_there, checked_file

#: Errors of a file system without hard links.
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}


#: Files that this process writes at present.
_unfinished: set[Path] = set()


def remove_unfinished() -> None:
    """Remove the unfinished files of this process before it is ended."""
    for path in tuple(_unfinished):
        _remove(path)


@contextmanager
def whole_file(
    path: str | Path,
    mode: str = "w",
    *,
    what: str = "the file",
    inputs: Iterable[Any] = (),
    overwrite: bool = False,
    ours: Ours | None = None,
) -> Iterator[Any]:
    """An open file that becomes `path` when the block ends, and is deleted if it fails.

    An existing file with the same content is not changed.

    Parameters
    ----------
    path : str or Path
    mode : {'w', 'wb'}
        Text is UTF-8, with line ends as written.
    what, inputs, overwrite, ours
        As `checked_file` takes them.

    Raises
    ------
    PathError, StorageError
    """
    text: dict[str, Any] = {} if "b" in mode else {"encoding": "utf-8", "newline": ""}
    with whole_path(path, what=what, inputs=inputs, overwrite=overwrite, ours=ours) as fresh:
        with open(fresh, mode, **text) as file:
            yield file


@contextmanager
def whole_path(
    path: str | Path,
    *,
    what: str = "the file",
    inputs: Iterable[Any] = (),
    overwrite: bool = False,
    ours: Ours | None = None,
) -> Iterator[Path]:
    """A new file's path, for writers that open files themselves; otherwise as `whole_file`."""
    # Checked at the end, because an existing file with the same content is not changed.
    path = checked_file(path, what=what, inputs=inputs, overwrite=True, try_writing=False)
    replaced = overwrite or (ours is not None and path.exists() and ours(path))
    fresh = temporary_path(path, uuid.uuid4().hex)
    _unfinished.add(fresh)
    with _storage_error(path, what):
        try:
            yield fresh
            _publish(fresh, path, replaced)
        finally:
            _remove(fresh)


@contextmanager
def whole_files(
    *paths: str | Path,
    what: str = "the file",
    inputs: Iterable[Any] = (),
    overwrite: bool = False,
    exclusive: bool = True,
) -> Iterator[Sequence[Path]]:
    """Files that belong together and take long to make, by one run at a time.

    The first is the main file and appears last. Its lock, `….lock`, is beside it during the block;
    unfinished files of a killed run are removed.

    Parameters
    ----------
    *paths : str or Path
    what, inputs, overwrite
        As `checked_file` takes them.
    exclusive : bool
        False takes no lock, for files that any run writes identically.

    Raises
    ------
    PathError, StorageError
    ResultBusyError
        If another run is making them.
    """
    given = list(inputs)

    def look() -> list[Path]:
        return [checked_file(p, what=what, inputs=given, overwrite=overwrite) for p in paths]

    targets = look()
    lock = RunLock(lock_path(targets[0]))
    fresh = [temporary_path(path, lock.token) for path in targets]
    with ExitStack() as stack:
        if exclusive:
            with _storage_error(targets[0], what):
                died = lock.acquire()
            stack.callback(lock.release)
            if died is not None:
                _remove_temporaries(targets[0].absolute().parent, died["token"])
            look()  # another run may have finished since the first check
        _unfinished.update(fresh)
        with _storage_error(targets[0], what):
            try:
                yield fresh
                _publish_all(fresh, targets, overwrite)
            finally:
                for path in fresh:
                    _remove(path)


@contextmanager
def whole_folder(folder: str | Path, *, what: str) -> Iterator[Path]:
    """A new folder that replaces `folder` when the block ends, and is deleted if it fails.

    Parameters
    ----------
    folder : str or Path
        An existing folder is replaced; the caller checks that it may be.
    what : str
        Its content, for messages.

    Raises
    ------
    StorageError
        If it cannot be written; an existing folder is then unchanged.
    """
    folder = Path(folder)
    fresh = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.partial")
    with _storage_error(folder, what):
        try:
            fresh.mkdir(parents=True)
            yield fresh
            for path in fresh.iterdir():
                flush(path)
            shutil.rmtree(put_in_place(fresh, folder), ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def put_in_place(fresh: Path, folder: Path) -> Path:
    """Rename a folder to its final name; returns the path of the replaced one, to remove."""
    old = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.old")
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(fresh, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise
    with suppress(OSError):  # systems that cannot open folders
        flush(folder.absolute().parent)
    return old


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
    _unfinished.discard(path)


def _publish_all(fresh: Sequence[Path], targets: Sequence[Path], overwrite: bool) -> None:
    """Rename all files to their final names, the first one last; none if one of them fails."""
    done: list[Path] = []
    try:
        for source, target in reversed(list(zip(fresh, targets, strict=True))):
            _publish(source, target, overwrite)
            done.append(target)
    except BaseException:
        if not overwrite:  # a replaced file is gone; remove the new ones
            for target in done:
                with suppress(OSError):
                    target.unlink()
        raise


def _publish(fresh: Path, target: Path, overwrite: bool) -> None:
    """Sync a file to the disk, then rename it; a file that appeared meanwhile is not lost."""
    flush(fresh)
    if overwrite:
        os.replace(fresh, target)
    else:
        try:
            os.link(fresh, target)
        except OSError as error:
            if error.errno not in _NO_LINKS and not isinstance(error, FileExistsError):
                raise
            if not os.path.lexists(target):
                os.replace(fresh, target)
            elif not filecmp.cmp(fresh, target, shallow=False):
                raise already_there(target) from error
    with suppress(OSError):  # systems that cannot open folders
        flush(target.absolute().parent)


def flush(path: str | Path) -> None:
    """Sync a file, or the names in a folder, to the disk."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, on systems that cannot open folders
        return
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _remove_temporaries(folder: Path, token: str) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            if is_our_temporary(path, token):
                path.unlink(missing_ok=True)


def _storage_error(path: Path, what: str) -> AbstractContextManager[None]:
    do = f"free space on its disk, or give another folder for {what}; a program that has the file "
    return raised_as(StorageError, f"{path} cannot be written.", do=do + "open may lock it")
