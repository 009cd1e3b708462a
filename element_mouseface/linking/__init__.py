"""Resolve and check the linking module of the user's pipeline.

A *linking module* connects this element to a pipeline. It is any Python module (or its importable
name) with

- `Session` and `Equipment`: DataJoint tables of activated schemas,
- `get_mouseface_root_data_dir()`: the folder, or list of folders, of raw video,
- `get_mouseface_processed_data_dir()`: the folder that receives results,
- optionally `Trial`: a table whose rows are the trials of a session,
- optionally `session_to_nwb(session_key)` and `subject_to_nwb(session_key)`: what NWB files are
  told of a session and of its subject.

A linking module written for the published Facemap element works unchanged: where the two functions
are absent, `get_facemap_root_data_dir()` and `get_facemap_processed_data_dir()` are called, and
`Device` stands for `Equipment`.

Tables hold paths relative to those folders, with forward slashes, so that a database can move to
another machine.  A path that leaves its root, by `..` or through a symbolic link, is refused.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any

from ..errors import ActivationError, LinkingError, PathError, StorageError, raised_as
from .copies import copies, missing_file, outside_root
from .module_checks import (
    FACEMAP,
    FACEMAP_VIDEOS,
    LINES,
    PROCESSED,
    RAW,
    TABLES,
    import_module,
    linked_table,
    problems_of,
    provided_name,
)

__all__ = ["Link", "check_link", "link", "resolve", "set_link"]


@dataclass(frozen=True)
class Link:
    """A linking module that has been checked.

    Attributes
    ----------
    module : module
        The linking module itself.
    Session, Equipment : DataJoint table
        The tables of sessions and of cameras.
    Trial : DataJoint table or None
        The trials of a session, where the pipeline has them.
    """

    module: Any
    Session: Any
    Equipment: Any
    Trial: Any = None

    @property
    def name(self) -> str:
        """The linking module's name, for messages."""
        return getattr(self.module, "__name__", repr(self.module))

    def tables(self) -> dict[str, Any]:
        """The tables, by the names that definitions use."""
        named = {"Session": self.Session, "Equipment": self.Equipment, "Trial": self.Trial}
        return {name: table for name, table in named.items() if table is not None}

    def raw_roots(self) -> list[Path]:
        """The folders of raw video that exist on this machine, resolved.

        Raises
        ------
        LinkingError
            If the function fails, returns no path, or none of its folders exists.
        """
        given = _call(self.module, provided_name(self.module, RAW) or RAW)
        folders = [given] if isinstance(given, (str, os.PathLike)) else given
        if not isinstance(folders, (list, tuple)) or not folders or not all(map(_is_path, folders)):
            raise self._unfit(RAW, "folders", "a path, or a list of paths", given)
        paths = [Path(folder).expanduser() for folder in folders]
        missing = [str(path) for path in paths if not path.is_dir()]
        if len(missing) == len(paths):
            raise LinkingError(
                f"No root folder of raw video exists on this machine: {', '.join(missing)}.",
                expected=f"at least one existing folder from {RAW}() of {self.name!r}",
                do=f"mount or create the folder, or correct the function{READ_ONLY}",
            )
        if missing:
            warnings.warn(f"Not on this machine, left out: {', '.join(missing)}", stacklevel=2)
        return [path.resolve() for path in paths if path.is_dir()]

    def processed_dir(self, writable: bool = True) -> Path:
        """The folder that receives results.

        Parameters
        ----------
        writable : bool
            Whether to test it by creating and removing a file there.

        Raises
        ------
        LinkingError
            If the function fails or returns no path.
        StorageError
            If it is missing, is not a folder, or cannot be written.
        """
        name = provided_name(self.module, PROCESSED)
        # the published Facemap element writes beside the videos where the function is absent
        given = _call(self.module, name) if name else self.raw_roots()[0]
        if not _is_path(given):
            raise self._unfit(PROCESSED, "a folder", "a path", given)
        folder = Path(given).expanduser()
        if not folder.is_dir():
            raise StorageError(
                f"The processed folder {str(folder)!r} "
                + ("is not a folder." if folder.exists() else "does not exist."),
                expected=f"the existing folder that {PROCESSED}() of {self.name!r} names",
                do=f"create it, mount its disk, or correct the function{READ_ONLY}",
            )
        if writable:
            _check_writable(folder)
        return folder.resolve()

    def facemap_roots(self) -> list[Path]:
        """Folders that may have results of the published Facemap element."""
        name, found = FACEMAP[RAW], [self.processed_dir(writable=False), *self.raw_roots()]
        if hasattr(self.module, name):
            given = _call(self.module, name)
            folders = [given] if isinstance(given, (str, os.PathLike)) else given
            found += [Path(folder).expanduser().resolve() for folder in folders]
        return list(dict.fromkeys(found))

    def video_files(self, key: Mapping[str, Any]) -> list[Path] | None:
        """What `get_facemap_video_files(key)` returns; None if the module lacks it.

        Raises
        ------
        LinkingError
            If the function fails, or does not return a list of paths.
        """
        if not hasattr(self.module, FACEMAP_VIDEOS):
            return None
        given = _call(self.module, FACEMAP_VIDEOS, dict(key))
        if not isinstance(given, (list, tuple)) or not all(map(_is_path, given)):
            raise self._unfit(FACEMAP_VIDEOS, "files", "a list of paths", given)
        return [Path(path) for path in given]

    def described(self, what: str, session_key: Mapping[str, Any]) -> Any:
        """What `session_to_nwb(key)` or `subject_to_nwb(key)` returns; None if the module lacks it.

        Parameters
        ----------
        what : {'session', 'subject'}
        session_key : mapping
            Primary key of a session.

        Raises
        ------
        LinkingError
            If the function fails, or returns nothing.
        """
        name = f"{what}_to_nwb"
        if not hasattr(self.module, name):
            return None
        given = _call(self.module, name, dict(session_key))
        if given is None:
            expected = f"a mapping that describes the {what}, or an object of pynwb"
            raise self._unfit(name, f"a {what}", expected, given)
        return given

    def _unfit(self, function: str, due: str, expected: str, given: Any) -> LinkingError:
        """The error for a function of the linking module that returns the wrong type."""
        return LinkingError(
            f"{function}() of linking module {self.name!r} does not return {due}.",
            expected=expected,
            got=repr(given),
            do=f"write in {self.name}:\n{LINES[function]}" if function in LINES else None,
        )

    def find(self, relative: str | os.PathLike) -> Path:
        """The one file or folder of this relative path under the raw roots.

        Parameters
        ----------
        relative : path
            As stored in the tables: relative to a root, forward slashes.

        Raises
        ------
        PathError
            If the path is absolute, leaves the roots, is under none of them, or
            names different files under several.

        Notes
        -----
        Copies of one file under several roots are one file: the first root is taken,
        with a warning.  A recording's checksum shows later whether it was the right one.
        """
        text = os.fspath(relative)
        if not text or PurePosixPath(text).is_absolute() or Path(text).is_absolute():
            raise PathError(
                f"{text!r} is not a path relative to a root folder.",
                expected=f"a path relative to a folder of {RAW}()",
                do="store paths with VideoRecording.insert_files, or Link.relative(path)",
            )
        roots = self.raw_roots()
        if "\0" in text:
            raise missing_file(text, roots)
        found = {}
        for root in roots:
            path = (root / text).resolve()
            if os.path.lexists(path) or os.path.lexists(root / text):
                found[path] = root
            if not path.is_relative_to(root):
                raise outside_root(text, path, [root])
        existing = [path for path in found if os.path.exists(path)]
        if not existing:
            raise missing_file(text, roots)
        if len(existing) > 1 and not copies(existing):
            raise PathError(
                f"{text!r} names {len(existing)} different files: {', '.join(map(str, existing))}.",
                expected="one file under all the root folders together, or copies of it",
                do="rename one of them, or shorten the list of roots",
            )
        if len(existing) > 1:
            note = f"{text!r} is under {len(existing)} roots; using {found[existing[0]]}"
            warnings.warn(note, stacklevel=2)
        return existing[0]

    def relative(self, path: str | os.PathLike) -> str:
        """Convert a path to how tables store it: relative to its root, with forward slashes.

        Parameters
        ----------
        path : path
            Absolute and inside a root, or relative to a root.

        Raises
        ------
        PathError
            If it is missing, or inside no root.
        """
        if "\0" in os.fspath(path):
            raise missing_file(os.fspath(path), self.raw_roots())
        given = Path(path).expanduser()
        resolved = given.resolve() if given.is_absolute() else self.find(path)
        roots = self.raw_roots()
        if not os.path.exists(resolved):
            raise missing_file(str(given), roots)
        # the innermost root wins where one root lies inside another
        for root in sorted(roots, key=lambda root: len(root.parts), reverse=True):
            if resolved.is_relative_to(root):
                return resolved.relative_to(root).as_posix()
        raise outside_root(str(given), resolved, roots)


#: what a user without access to the disks can do
READ_ONLY = "; to read tables only, activate with create_tables=False, which needs no folder"


def resolve(linking_module: ModuleType | str | None, *, folders: bool = True) -> Link:
    """Check a linking module and return the tables and folders that it names.

    Parameters
    ----------
    linking_module : module or str
        The module object, or a name that can be imported.
    folders : bool
        Whether to check the folders too.  Reading tables needs none; whatever opens a file
        later reports a missing folder itself.

    Raises
    ------
    LinkingError
        If the module cannot be imported, is incomplete or incorrect: the message names
        every fault at once and shows the lines to write.
    StorageError
        If the processed folder is missing or cannot be written.
    """
    module = import_module(linking_module)
    name = getattr(module, "__name__", repr(module))
    problems = problems_of(module)
    if problems:
        lines = "\n".join(LINES[attribute] for attribute in problems)
        raise LinkingError(
            f"Linking module {name!r} cannot be used: "
            + "; ".join(f"{attribute} {what}" for attribute, what in problems.items())
            + ".",
            do=f"write in {name} (with your own module names and folders):\n{lines}",
        )
    linked = Link(module, *(linked_table(module, name) for name in (*TABLES, "Trial")))
    if folders:
        linked.raw_roots()
        linked.processed_dir()
    return linked


_link: Link | None = None


def check_link(linked: Link) -> None:
    """ActivationError if another linking module is in use."""
    if _link is not None and linked.module is not _link.module:
        raise ActivationError(
            f"The module is already activated with linking module {_link.name!r}.",
            got=repr(linked.name),
            do="use one linking module per process, or start another process",
        )


def set_link(linked: Link) -> None:
    """Set the linking module in use."""
    global _link
    _link = linked


def link() -> Link:
    """The linking module in use; ActivationError before activation."""
    if _link is None:
        raise ActivationError(
            "The recording schema is not activated.",
            do="call element_mouseface.recording.activate('<schema name>', linking_module=...)",
        )
    return _link


def _call(module: Any, name: str, *args: Any) -> Any:
    try:
        return getattr(module, name)(*args)
    # Any exception from the user's own function is reported as a fault of that function.
    except Exception as error:
        raise LinkingError(
            f"{name}() of the linking module failed: {type(error).__name__}: {error}."
        ) from error


def _is_path(value: Any) -> bool:
    return isinstance(value, (str, os.PathLike)) and bool(os.fspath(value))


def _check_writable(folder: Path) -> None:
    what = f"The processed folder {str(folder)!r} cannot be written."
    do = f"give this user the right to write there, or free some space{READ_ONLY}"
    with raised_as(StorageError, what, do=do):
        tempfile.NamedTemporaryFile(dir=folder, prefix=".mouseface-").close()
