"""The cache of compiled code: in the user's cache folder, never in the package.

Numba stores compiled code beside the source. In an installed package `pip` does not know these
files: they outlive the package, and the remaining folder shadows one that is installed elsewhere.
So this module gives numba a folder, by the package's version. Numba itself separates two copies of
a source by their paths, and code of another source by the stamp that functions close over.

The code is loaded without a check, so a folder that others can write to is not used.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import numba

from .... import __version__

_PACKAGE = "element_mouseface"
_config: Any = numba.config
_lock = threading.RLock()


def cache_folder(environment: dict[str, str] | os._Environ[str] = os.environ) -> Path | None:
    """The folder of compiled code, created and writable; None if there is none.

    NUMBA_CACHE_DIR if it is set; else in XDG_CACHE_HOME, or the system's folder for a user's
    caches; else, if the home is missing or read-only, a private folder among the temporary files.

    Parameters
    ----------
    environment : mapping, optional
    """
    given = environment.get("NUMBA_CACHE_DIR")
    if given and _writable(Path(given)):
        return Path(given)
    name = f"numba-{__version__}"
    user = _of_user(environment)
    if user is not None and _writable(user / _PACKAGE / name):
        return user / _PACKAGE / name
    owner = os.getuid() if hasattr(os, "getuid") else "user"
    temporary = Path(tempfile.gettempdir()) / f"{_PACKAGE}-{owner}"
    if _private(temporary) and _writable(temporary / name):
        return temporary / name
    return None


def _of_user(environment: Any) -> Path | None:
    """The system's folder for this user's caches."""
    xdg = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(xdg):  # by convention, a relative path is ignored
        return Path(xdg)
    if sys.platform == "win32" and environment.get("LOCALAPPDATA"):
        return Path(environment["LOCALAPPDATA"])
    home = environment.get("HOME") or os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return Path(home) / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _private(folder: Path) -> bool:
    """Whether the folder is private to this user; created if it does not exist."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    alone = stat.S_IMODE(found.st_mode) & 0o077 == 0
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and alone


@lru_cache(maxsize=1)
def _folder() -> Path | None:
    return cache_folder()


@contextmanager
def kept_in_cache() -> Iterator[bool]:
    """Let numba cache functions of this block in our folder; yields whether there is one."""
    with _lock:
        folder, before = _folder(), _config.CACHE_DIR
        _config.CACHE_DIR = "" if folder is None else str(folder)
        try:
            yield folder is not None
        finally:
            _config.CACHE_DIR = before
