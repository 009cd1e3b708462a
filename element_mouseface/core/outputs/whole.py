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

#: What a file system answers that has no hard links.
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK, errno.EACCES}


#: Files that this process is writing now.
_unfinished: set[Path] = set()


def remove_unfinished() -> None:
    """Remove the unfinished files of this process, which is about to be ended as it is."""
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

    A file that is there and has the same content is left as it is.

    Parameters
    ----------
    path : str or Path
    mode : {'w', 'wb'}
        Text is UTF-8, with line ends as they are written.
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
    # Whether what is there may be replaced shows at the end: the same content is left as it is.
    path = checked_file(path, what=what, inputs=inputs, overwrite=True, try_writing=False)
    replaced = overwrite or (ours is not None and path.exists() and ours(path))
    fresh = temporary_path(path, uuid.uuid4().hex)
    _unfinished.add(fresh)
    with _told(path, what):
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
    """Files that belong together and take long: one run at a time makes them.

    The first is the one that counts, and appears last.  Its lock, `….lock`, lies beside
    it while the block lasts; what a run that was killed left half written is removed.

    Parameters
    ----------
    *paths : str or Path
    what, inputs, overwrite
        As `checked_file` takes them.
    exclusive : bool
        False takes no lock: for what comes out the same whoever makes it.

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
            with _told(targets[0], what):
                died = lock.acquire()
            stack.callback(lock.release)
            if died is not None:
                _remove_temporaries(targets[0].absolute().parent, died["token"])
            look()  # another run may have finished since the first look
        _unfinished.update(fresh)
        with _told(targets[0], what):
            try:
                yield fresh
                _publish_all(fresh, targets, overwrite)
            finally:
                for path in fresh:
                    _remove(path)


@contextmanager
def whole_folder(folder: str | Path, *, what: str) -> Iterator[Path]:
    """A new folder that takes the place of `folder` when the block ends, and is gone if it fails.

    Parameters
    ----------
    folder : str or Path
        What is there is replaced: whether it may be is for the caller to say.
    what : str
        What is written, for messages.

    Raises
    ------
    StorageError
        If it cannot be written; what was there is then as it was.
    """
    folder = Path(folder)
    fresh = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.partial")
    with _told(folder, what):
        try:
            fresh.mkdir(parents=True)
            yield fresh
            for path in fresh.iterdir():
                flush(path)
            shutil.rmtree(put_in_place(fresh, folder), ignore_errors=True)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def put_in_place(fresh: Path, folder: Path) -> Path:
    """Give a folder its name; gives where the one that had it lies now, to be removed."""
    old = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}.old")
    if folder.exists():
        os.rename(folder, old)
    try:
        os.rename(fresh, folder)
    except OSError:
        if old.exists():
            os.rename(old, folder)
        raise
    with suppress(OSError):  # systems that do not open folders
        flush(folder.absolute().parent)
    return old


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
    _unfinished.discard(path)


def _publish_all(fresh: Sequence[Path], targets: Sequence[Path], overwrite: bool) -> None:
    """Give all files their names, the first last; none if that cannot be done for all."""
    done: list[Path] = []
    try:
        for source, target in reversed(list(zip(fresh, targets, strict=True))):
            _publish(source, target, overwrite)
            done.append(target)
    except BaseException:
        if not overwrite:  # what was replaced is gone; what is new is ours to take back
            for target in done:
                with suppress(OSError):
                    target.unlink()
        raise


def _publish(fresh: Path, target: Path, overwrite: bool) -> None:
    """Have the disk hold a file, then give it its name: nothing that came meanwhile is lost."""
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
    with suppress(OSError):  # systems that do not open folders
        flush(target.absolute().parent)


def flush(path: str | Path) -> None:
    """Have the disk hold a file, or the names in a folder."""
    try:
        fd = os.open(path, os.O_RDONLY)
    except PermissionError:  # a folder, on systems that do not open folders
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


def _told(path: Path, what: str) -> AbstractContextManager[None]:
    do = f"make room on its disk, or give another folder for {what}; a program that has the file "
    return raised_as(StorageError, f"{path} cannot be written.", do=do + "open may lock it")
