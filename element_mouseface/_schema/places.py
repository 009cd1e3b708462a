"""Files that rows name: their paths as tables hold them, and back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Protocol

from ..errors import PathError
from ..linking import link
from .passes import FOLDER, NAME_DIGITS

#: of the columns of paths
LONGEST_PATH = 255


def relative_path(path: str | os.PathLike, what: str, *, do: str | None = None) -> str:
    """A path as tables hold it: relative to the processed folder or a raw root.

    Parameters
    ----------
    path : path
        Absolute, or relative to one of them.
    what : str
        What it is, for messages: 'label file'.
    do : str, optional
        What else can be done where it is in none of them.

    Raises
    ------
    PathError
        If it is in none of them, is not there, or its path is too long.
    """
    if not isinstance(path, str | os.PathLike):
        raise PathError(
            f"The {what} is no path.", expected="a path", got=f"{path!r:.200}", do="name its file"
        )
    text = os.fspath(path)
    given = Path(text).expanduser()
    found = _inside(given) if given.is_absolute() else text.replace(os.sep, "/")
    if found is None:
        roots = ", ".join(map(str, _roots()))
        raise PathError(
            f"The {what} {text!r} is in no root folder.",
            expected=f"a path inside {roots}",
            do=do or "move it there: a row must not name what other computers cannot find",
        )
    find_path(found, what)
    if len(found) > LONGEST_PATH:
        raise PathError(
            f"The path of the {what} is too long for its column.",
            expected=f"at most {LONGEST_PATH} characters, relative to its root folder",
            got=f"{len(found)}: {found}",
        )
    return found


def find_path(relative: str, what: str) -> Path:
    """The one file or folder that a path in a table names.

    Raises
    ------
    PathError
        If there is none, or more than one, or the path leaves the root folders.
    """
    roots = _roots()
    there: list[Path] = []
    for root in roots:
        try:
            path = (root / relative).resolve()
            inside = not Path(relative).is_absolute() and path.is_relative_to(root)
            exists = os.path.exists(path)
        # a NUL in it, or links in a circle
        except (OSError, ValueError, RuntimeError):
            inside = exists = False
        if not relative or not inside:
            raise PathError(
                f"{relative!r} is not inside a root folder.",
                expected=f"a path relative to one of {', '.join(map(str, roots))}",
            )
        there += [path] if exists and path not in there else []
    if len(there) != 1:
        raise PathError(
            f"There is {'more than one' if there else 'no'} {what} at {relative!r}.",
            expected=f"one, below {', '.join(map(str, roots))}",
            got=", ".join(map(str, there)) or "none",
            do="rename one of them" if there else "correct the path, or put it there",
        )
    return there[0]


class Archived(Protocol):
    """What has a digest and is written to one file: a classifier, a model."""

    @property
    def digest(self) -> str:
        """SHA-256 of its content."""
        ...

    def save(self, path: str | Path, *, overwrite: bool = False) -> Any:
        """Write it."""
        ...


def store_archive(archived: Archived, name: str) -> str:
    """Write a model into the processed folder, named by its content; the path as tables hold it."""
    relative = f"{FOLDER}/{name}-{archived.digest[:NAME_DIGITS]}.npz"
    path = Path(link().processed_dir()) / relative
    path.parent.mkdir(exist_ok=True)
    # one that is there is of the same content, or damaged
    archived.save(path, overwrite=True)
    return relative


def _roots() -> list[Path]:
    return list(dict.fromkeys([link().processed_dir(writable=False), *link().raw_roots()]))


def _inside(path: Path) -> str | None:
    """An absolute path relative to the innermost root that it is in; None if it is in none."""
    resolved = path.resolve()
    for root in sorted(_roots(), key=lambda root: len(root.parts), reverse=True):
        if resolved.is_relative_to(root):
            return resolved.relative_to(root).as_posix()
    return None
