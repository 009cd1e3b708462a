"""Check where an output may be written, before any long computation."""

from __future__ import annotations

import os
import stat
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ...errors import PathError, StorageError, raised_as
from ..inputs.files import kind_of_mode, what_it_is
from .identity import temporary_path

Ours = Callable[[Path], bool]

#: longest suffix of the names of locks and unfinished folders
_LONGEST_ENDING = len(".12345678.partial")


def checked_file(
    path: str | Path,
    *,
    what: str = "the file",
    inputs: Iterable[Any] = (),
    overwrite: bool = False,
    ours: Ours | None = None,
    try_writing: bool = True,
) -> Path:
    """Check the path of an output file, so that no file of others is overwritten.

    Parameters
    ----------
    path : str or Path
    what : str
        What the file is, for messages: 'the copy'.
    inputs : iterable of str, Path or None
        Files and folders that the same call reads.
    overwrite : bool
        Whether an existing file may be replaced; an input never is.
    ours : callable(Path) -> bool, optional
        Whether an existing file may be replaced even without `overwrite`.
    try_writing : bool
        Whether to create, and remove, an empty file beside it.

    Raises
    ------
    PathError
        If an existing file may not be replaced, or the name cannot be used.
    StorageError
        If its folder is missing or cannot be written.
    """
    path = Path(path)
    there = _status(path, what)
    longest = _checked_name(path, what, _LONGEST_ENDING)
    refuse_inputs(path, inputs, what=what)
    _refuse_kind(path, there, what)
    if there is not None and not overwrite and not (ours is not None and ours(path)):
        raise already_there(path)
    folder = path.absolute().parent
    if not folder.is_dir():
        raise StorageError(
            f"{path} cannot be written: there is no folder {folder}.",
            do=f"create it first, or give an existing folder for {what}",
        )
    if there is not None and _is_kept_by_another(there, folder):
        raise StorageError(
            f"{path} belongs to another user, and its folder lets only the owner replace it.",
            do="choose another name or folder",
        )
    if try_writing:
        _try_writing(folder, longest)
    return path


def checked_folder(
    path: str | Path,
    *,
    what: str = "the result",
    inputs: Iterable[Any] = (),
    may_hold_inputs: bool = False,
) -> Path:
    """Check the path of an output folder, which may exist.

    Parameters
    ----------
    path : str or Path
    what, inputs
        As `checked_file` takes them.
    may_hold_inputs : bool
        Whether an input may be in it: if files are added to the folder, not if the whole
        folder is replaced.

    Raises
    ------
    PathError
        If it is not a folder, is an input or contains one, or its name cannot be used.
    StorageError
        If it, or its parent folder, cannot be written.
    """
    path = Path(path)
    there = _status(path, what)
    _checked_name(path, what, _LONGEST_ENDING)
    if path.is_symlink() and not path.is_dir():
        raise PathError(
            f"{path} is a link that does not lead to a folder.",
            do="name the folder itself, or remove it",
        )
    if there is not None and not path.is_dir():
        raise PathError(
            f"{path} cannot be the folder of {what}.",
            expected="a folder, or an unused name",
            got=_kind(there),
            do="choose another name",
        )
    given = [Path(one) for one in inputs if one]
    refuse_inputs(path, given, what=what)
    within = [one for one in given if not may_hold_inputs and _is_inside(one, path)]
    if within:
        raise PathError(
            f"{within[0]}, which the same command reads, is in {path}.",
            do=f"choose another folder for {what}: it would be replaced with all its content",
        )
    _try_writing(_nearest_folder(path, what), 255)
    return path


def make_folder(folder: Path, *, what: str = "the file") -> Path:
    """Create a folder and its parents, if they do not exist.

    Raises
    ------
    StorageError
    """
    cannot = f"The folder {_short(folder)} cannot be created for {what}."
    do = "give a folder with write access"
    with raised_as(StorageError, cannot, do=do, of=(OSError, ValueError)):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def already_there(path: Path) -> PathError:
    """The error for an existing file that is not replaced without `overwrite`."""
    return PathError(
        f"{path} exists already.",
        do="choose another name, or replace it with --overwrite (overwrite=True)",
    )


def refuse_inputs(path: Path, inputs: Iterable[Any], *, what: str = "the file") -> None:
    """Refuse an output that is an input or inside an input folder.

    Raises
    ------
    PathError
    """
    for given in filter(None, inputs):
        source = Path(given)
        if _is_same(path, source):
            raise PathError(
                f"{path} would replace {source}, which the same command reads.",
                do=f"choose another name for {what}: an input is never replaced",
            )
        # Names that no file can have are reported by their reader.
        if what_it_is(source) == "a folder" and _is_inside(path, source):
            raise PathError(
                f"{path} is in the folder {source}, which the same command reads.",
                do=f"choose a path for {what} outside of it: an input is never changed",
            )


def _is_same(path: Path, source: Path) -> bool:
    """Whether two paths are the same file, also on file systems that ignore case."""
    try:
        if os.path.samefile(path, source):
            return True
    except (OSError, ValueError):
        pass
    return _plain(path) == _plain(source)


def _plain(path: Path) -> str:
    try:
        return os.path.realpath(path).casefold()
    except (OSError, ValueError):  # too long, or with a NUL
        return str(path).casefold()


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether a path leads into a folder, or is a link to a file of it."""
    if Path(_plain(path)).is_relative_to(_plain(folder)):
        return True
    there = _stat_of(path)
    if there is None or not stat.S_ISREG(there.st_mode):
        return False
    # find the other names of a hard link by its file's number
    return there.st_nlink > 1 and any(
        (found.st_dev, found.st_ino) == (there.st_dev, there.st_ino) for found in _files(folder)
    )


def _files(folder: Path) -> Iterator[os.stat_result]:
    for parent, _, names in os.walk(folder):
        for name in names:
            if (found := _stat_of(Path(parent, name))) is not None:
                yield found


def _stat_of(path: Path) -> os.stat_result | None:
    try:
        return os.stat(path)
    except (OSError, ValueError):
        return None


def _status(path: Path, what: str) -> os.stat_result | None:
    """The status of a path without following links; None if nothing is there."""
    do = f"choose another name or folder for {what}"
    with (
        raised_as(PathError, f"{_short(path)} cannot be accessed.", do=do),
        raised_as(PathError, f"Not a path: {str(path)!r}.", do="check the name", of=(ValueError,)),
    ):
        try:
            return os.lstat(path)
        except FileNotFoundError:
            return None
        except NotADirectoryError as error:
            raise StorageError(
                f"{path} cannot be written: its parent is not a folder.", do=do
            ) from error


def _checked_name(path: Path, what: str, ending: int) -> int:
    """The longest name in the folder, in bytes; PathError if this one is longer."""
    try:
        longest = os.pathconf(path.absolute().parent, "PC_NAME_MAX")
    except (OSError, ValueError, AttributeError):
        longest = 255
    got = len(os.fsencode(path.name))
    if got + ending > longest:
        raise PathError(
            f"The name of {what} is too long: {_short(path)}",
            expected=f"at most {longest - ending} bytes, so that an unfinished one can have a "
            f"longer name",
            got=f"{got} bytes",
            do="choose a shorter name",
        )
    return longest


def _refuse_kind(path: Path, there: os.stat_result | None, what: str) -> None:
    if there is None and path.name:
        return
    if there is None or not stat.S_ISREG(there.st_mode):
        raise PathError(
            f"{path} cannot be {what}.",
            expected="an unused name, or a plain file",
            got=_kind(there),
            do="choose another name; the existing one is never written to",
        )


def _kind(there: os.stat_result | None) -> str:
    if there is None:
        return "a folder"
    if stat.S_ISLNK(there.st_mode):
        return "a link, which is never followed"
    return kind_of_mode(there.st_mode)


def _is_kept_by_another(there: os.stat_result, folder: Path) -> bool:
    """Whether the folder lets only the file's owner replace it, and the owner is another user."""
    try:
        me, around = os.geteuid(), os.stat(folder)
    except (OSError, AttributeError):
        return False
    return bool(around.st_mode & stat.S_ISVTX) and me not in (0, there.st_uid, around.st_uid)


def _nearest_folder(path: Path, what: str) -> Path:
    """The folder itself, or its nearest existing parent."""
    for folder in (path.absolute(), *path.absolute().parents):
        if folder.is_dir():
            return folder
        if os.path.lexists(folder):
            raise PathError(
                f"{path} cannot be created: {folder} is not a folder.",
                do=f"choose another folder for {what}",
            )
    raise PathError(f"{path} cannot be created.", do=f"choose another folder for {what}")


def _try_writing(folder: Path, longest: int) -> None:
    trial = temporary_path(folder / "trial", uuid.uuid4().hex, longest)
    do = "give a folder with write access, on a disk with free space"
    with raised_as(StorageError, f"The folder {folder} cannot be written to.", do=do):
        os.close(os.open(trial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        trial.unlink()


def _short(path: Path) -> str:
    text = str(path)
    return text if len(text) < 200 else f"{text[:90]}…{text[-90:]}"
