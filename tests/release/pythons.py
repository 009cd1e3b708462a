"""Find the interpreters that the wheel is tried on."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

VERSIONS = tuple(os.environ.get("PYTHONS", "3.11 3.13").split())


def find(wanted: str) -> str:
    """An interpreter that runs and has this version.

    Parameters
    ----------
    wanted : str
        A version such as "3.13", or the path of an interpreter.

    Raises
    ------
    LookupError
        If there is none, with what to do.
    """
    looked = list(dict.fromkeys(_candidates(wanted)))
    for path in looked:
        version = version_of(path)
        if version and wanted in (version, path):
            return path
    raise LookupError(
        f"There is no Python {wanted} to try the wheel on.\n"
        f"  looked at: {', '.join(looked) or 'PATH and the versions of pyenv, which have none'}\n"
        f"  what to do: install it (`pyenv install {wanted}`, or the system's package), or say "
        'which to use: make test-wheel PYTHONS="3.11 /path/to/python3.13"'
    )


def _candidates(wanted: str) -> Iterator[str]:
    if os.sep in wanted:
        yield wanted
        return
    if found := shutil.which(f"python{wanted}"):
        yield found
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in sorted((root / "versions").glob(f"{wanted}.*"), reverse=True):
        yield str(folder / "bin" / f"python{wanted}")


def version_of(path: str) -> str | None:
    """What an interpreter says of itself; None if it does not run (pyenv has such on PATH)."""
    code = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([path, "-c", code], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
