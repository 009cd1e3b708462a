"""Paths of old tables as the new ones hold them: relative to a root, with forward slashes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

#: of Windows: a drive, or a share
_WINDOWS = re.compile(r"[A-Za-z]:[\\/]|\\\\|//[^/]")


def portable(path: str, old_roots: Sequence[str] = ()) -> tuple[str, str]:
    r"""A path for the new tables, and what is wrong with it.

    Parameters
    ----------
    path : str
        As the old table has it.
    old_roots : sequence of str
        Beginnings that are cut off, such as ``D:\data``.

    Returns
    -------
    path : str
        Relative with forward slashes; an absolute path in no old root stays as it is.
    problem : str
        Why it cannot be used; blank if it can.
    """
    text = path.replace("\\", "/") if "\\" in path else path
    windows = bool(_WINDOWS.match(path))
    for root in sorted(old_roots, key=len, reverse=True):
        start = root.replace("\\", "/").rstrip("/") + "/"
        same = text.lower().startswith(start.lower()) if windows else text.startswith(start)
        if same:
            return text[len(start) :].lstrip("/"), ""
        if text.rstrip("/") == start.rstrip("/"):
            return path, "it is a root folder itself: give the file in it"
    if windows:
        return path, "a path of Windows: name its root with --old-root"
    if ".." in PurePosixPath(text).parts:
        return text, "it leaves its root"
    return text, ""


def read_as(what: str, given: str, path: str) -> list[str]:
    """Notes on a path that is not stored as it was, or has to be in a root folder."""
    if path.startswith("/"):
        return [f"{what} {path!r} is absolute: it has to be in a root folder (or use --old-root)"]
    return [f"{what} {given!r} is read as {path!r}"] if path != given else []


def beside(first_file: str, name: str) -> str:
    """A folder of this name beside a file, both relative."""
    return (PurePosixPath(first_file).parent / name).as_posix()


def stem(path: str) -> str:
    """The name of a file without its last suffix."""
    return PurePosixPath(path).stem
