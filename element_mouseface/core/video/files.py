"""The files of a reader: order, checksums, and changes since they were indexed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ...errors import VideoChangedError, VideoNotFoundError, VideoUnreadableError, raised_as
from ..inputs import regular_file, what_it_is

#: Pixels of a frame: the largest cameras have some 65 million.
LARGEST_FRAME_PX = 64 * 2**20

#: playlists, lists to join, session descriptions and scripts, by name and by how they begin
_LIST_SUFFIXES = frozenset(
    ".m3u .m3u8 .pls .asx .wpl .xspf .ffconcat .concat .sdp .mpd .ism .ismc .smil .ram .avs .vpy "
    ".edl .mlt .cue .ffmetadata .url .strm".split()
)
_LIST_HEADS = (
    *(b"#extm3u", b"ffconcat version", b"[playlist]", b"[reference]", b"<asx", b"<smil", b"<mpd"),
    *(b"v=0\r", b"v=0\n", b";ffmetadata", b"rtsptext"),
)
_LIST_MARKS = (b"urn:mpeg:dash", b"<smoothstreamingmedia", b"<playlist")


def natural_sorted(paths: Iterable[str | Path]) -> list[Path]:
    """Paths in natural order: cam_2 before cam_10.

    Digits are compared as numbers, all else as text, without regard to case.
    """
    return sorted((Path(path) for path in paths), key=_natural_key)


def _natural_key(path: Path) -> tuple:
    pieces = re.split(r"(\d+)", path.as_posix().lower())
    numbered = tuple((int(p), len(p)) if k % 2 else p for k, p in enumerate(pieces))
    return numbered, path.as_posix()  # not one tuple: a name that ends would meet a number


def check_size(shape: tuple[int, int], path: str | Path) -> bool:
    """Refuse a picture without pixels, or with more than any camera has: it may be a trap.

    Parameters
    ----------
    shape : (int, int)
        Height and width that the file claims, before anything is decoded.
    path : path

    Returns
    -------
    bool
        True.

    Raises
    ------
    VideoUnreadableError
    """
    height, width = shape
    if min(height, width) < 1:
        raise VideoUnreadableError(
            f"{path} claims a picture without pixels.", got=f"{width}x{height} (width x height)"
        )
    if height * width > LARGEST_FRAME_PX:
        raise too_large(path, f"{width}x{height}")
    return True


def too_large(path: str | Path, got: str) -> VideoUnreadableError:
    """The error for a picture of more pixels than are read."""
    return VideoUnreadableError(
        f"{path} claims a picture that is too large to be a camera's.",
        expected=f"at most {LARGEST_FRAME_PX // 2**20} million pixels",
        got=got,
        do="make it smaller first, if it is what it says",
    )


def existing_file(path: str | Path) -> Path:
    """The path, if it is a file with something in it.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError
    """
    path = Path(path)
    found = what_it_is(path)
    if found == "a folder":
        raise VideoUnreadableError(f"{path} is a folder, not a video file.")
    regular_file(path, "video file", missing=VideoNotFoundError, error=VideoUnreadableError)
    if not _head(path):
        raise VideoUnreadableError(f"{path} is empty (0 bytes).")
    refuse_lists(path)
    return path


def refuse_lists(path: Path) -> None:
    """Refuse a file that names other files instead of holding frames.

    Its checksum would not tell when one of them changes, and they may lie anywhere.

    Raises
    ------
    VideoUnreadableError
    """
    head = _head(path).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    listed = path.suffix.lower() in _LIST_SUFFIXES or head.startswith(_LIST_HEADS)
    if listed or any(mark in head for mark in _LIST_MARKS):
        raise VideoUnreadableError(
            f"{path} is a list of other files, not a movie.",
            expected="the file that holds the frames, or several such files in their order",
            do="give the files that it names, as the files of one recording",
        )


def _head(path: Path) -> bytes:
    with raised_as(VideoUnreadableError, f"{path} cannot be opened."), open(path, "rb") as file:
        return file.read(512)


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
        with raised_as(VideoChangedError, f"{self.path} cannot be found any more."):
            now = FileStamp.of(self.path)
        if now != self:
            raise VideoChangedError(
                f"{self.path} has changed since it was indexed.",
                expected=f"{self.size_bytes} bytes, modified at {self.mtime_ns} ns",
                got=f"{now.size_bytes} bytes, modified at {now.mtime_ns} ns",
                do="wait until it is written, then open it again",
            )
