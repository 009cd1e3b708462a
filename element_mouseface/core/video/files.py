"""Files behind a reader: their order, their checksum, and whether they are still the same."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...errors import VideoChangedError, VideoNotFoundError, VideoUnreadableError

__all__ = ["FileStamp", "existing_file", "natural_sorted", "sha256_of"]


def natural_sorted(paths: Iterable[str | Path]) -> list[Path]:
    """Paths in the order a person counts: cam_2 before cam_10.

    Digits are compared as numbers, all else as text, without regard to case.
    """
    return sorted((Path(path) for path in paths), key=_natural_key)


def _natural_key(path: Path) -> tuple:
    pieces = re.split(r"(\d+)", path.as_posix().lower())
    numbered = tuple((int(p), len(p)) if k % 2 else p for k, p in enumerate(pieces))
    return (*numbered, path.as_posix())


def sha256_of(path: str | Path) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def existing_file(path: str | Path) -> Path:
    """The path, if it is a file with something in it.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError
    """
    path = Path(path)
    if path.is_dir():
        raise VideoUnreadableError(f"{path} is a folder, not a video file.")
    if not path.exists():
        raise VideoNotFoundError(
            f"There is no video file {path}.", do="check the path and its spelling"
        )
    try:
        with open(path, "rb") as file:
            first = file.read(1)
    except OSError as error:
        raise VideoUnreadableError(f"{path} cannot be opened: {error.strerror}.") from error
    if not first:
        raise VideoUnreadableError(f"{path} is empty (0 bytes).")
    return path


@dataclass(frozen=True)
class FileStamp:
    """Size and modification time of a file when it was indexed."""

    path: str
    size_bytes: int
    mtime_ns: int

    @classmethod
    def of(cls, path: str | Path) -> FileStamp:
        """The stamp of a file as it is now."""
        stat = os.stat(path)
        return cls(str(path), stat.st_size, stat.st_mtime_ns)

    def check(self) -> None:
        """Refuse a file that is not the one that was indexed.

        Raises
        ------
        VideoChangedError
        """
        try:
            now = FileStamp.of(self.path)
        except OSError as error:
            raise VideoChangedError(
                f"{self.path} cannot be found any more: {error.strerror}."
            ) from error
        if now != self:
            raise VideoChangedError(
                f"{self.path} has changed since it was indexed.",
                expected=f"{self.size_bytes} bytes, modified at {self.mtime_ns} ns",
                got=f"{now.size_bytes} bytes, modified at {now.mtime_ns} ns",
                do="wait until it is written, then open it again",
            )
