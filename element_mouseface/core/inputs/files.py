"""Check that a path is a regular file before opening it: reading a pipe would block forever."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

from ...errors import MouseFaceError, PathError

_KINDS = (
    (stat.S_ISREG, "a file"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe (FIFO)"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)
#: most characters shown of an impossible file name
_SHOWN = 120


def what_it_is(path: str | os.PathLike) -> str:
    """The kind of a path: 'a file', 'a folder', 'nothing', 'a device', or why it is unknown.

    Parameters
    ----------
    path : path

    Returns
    -------
    str
        One of the names above, or a few words such as 'a name that is too long'.
    """
    try:
        mode = os.stat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "nothing"
    except PermissionError:
        return "in a folder without access (permission denied)"
    except (OSError, ValueError) as error:  # too long, contains a NUL, or circular links
        return f"not a file name ({getattr(error, 'strerror', None) or error})"
    return kind_of_mode(mode)


def kind_of_mode(mode: int) -> str:
    """The kind of a file with this mode (`os.stat`), in a few words."""
    return next((name for test, name in _KINDS if test(mode)), "not a plain file")


def regular_file(
    path: str | os.PathLike,
    what: str,
    *,
    expected: str | None = None,
    missing: type[MouseFaceError] = PathError,
    error: type[MouseFaceError] | None = None,
) -> Path:
    """Check that a path is a plain, readable file, and return it.

    Parameters
    ----------
    path : path
    what : str
        What the file is, in messages: 'events file', 'file of timestamps'.
    expected : str, optional
        What should be there.
    missing, error : exception classes
        Errors for a missing file, and for something else than a file.

    Raises
    ------
    missing, error
        By default PathError.
    """
    error = error or missing
    found = what_it_is(path)
    name = _shown(path)
    if found == "nothing":
        raise missing(
            f"There is no {what} {name}.", expected=expected, got="nothing", do="check the path"
        )
    if found != "a file":
        do = "give the file, not its folder" if found == "a folder" else "give a plain file"
        raise error(f"The {what} {name} is not a file.", expected=expected, got=found, do=do)
    if not os.access(path, os.R_OK):
        raise error(
            f"The {what} {name} may not be read.",
            got="permission denied",
            do="give this user the right to read it",
        )
    return Path(path)


def _shown(path: str | os.PathLike) -> str:
    text = os.fspath(path)
    text = text if isinstance(text, str) else os.fsdecode(text)
    return repr(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 20]}…{text[-19:]}")


def sha256_of(path: str | Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
