"""Find files under several root folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..errors import PathError

#: bytes compared at the start, in the middle and at the end of a file
SAMPLE_BYTES = 1 << 20


def copies(paths: Sequence[Path]) -> bool:
    """Whether files (or folders of files) are copies of each other, judged by samples.

    Movies are too large to read whole each time one is opened, so sizes and a million
    bytes at three places are compared.
    """
    return len({_sketch(path) for path in paths}) == 1


def _sketch(path: Path) -> tuple:
    if path.is_dir():
        files = sorted(p for p in path.rglob("*") if p.is_file())
        return tuple((p.relative_to(path).as_posix(), *_sketch(p)) for p in files)
    size = path.stat().st_size
    with open(path, "rb") as file:
        parts = []
        for start in (0, max(0, size // 2), max(0, size - SAMPLE_BYTES)):
            file.seek(start)
            parts.append(file.read(SAMPLE_BYTES))
    return (size, *parts)


def missing_file(text: str, roots: Sequence[Path]) -> PathError:
    """The error for a file that is in no root folder."""
    here = not os.path.isabs(text) and os.path.exists(text)
    return PathError(
        f"There is no file {text!r}" + ("." if os.path.isabs(text) else " in any root folder."),
        expected=f"a file below {', '.join(map(str, roots))}",
        got="a file of this name in the working folder, not in a root" if here else None,
        do="give its absolute path, or move it below a root folder"
        if here
        else "check the name, and that the disk is mounted",
    )


def outside_root(text: str, path: Path, roots: Sequence[Path]) -> PathError:
    """The error for a path that leads out of the root folders."""
    return PathError(
        f"{text!r} leaves the root folder.",
        expected=f"a path inside {', '.join(map(str, roots))}",
        got=str(path),
        do="move the file inside a root folder, or add its folder to the roots",
    )
