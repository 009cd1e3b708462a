"""A video reader for TIFF stacks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ...errors import VideoMismatchError, VideoUnreadableError, raised_as
from ..inputs import sha256_of
from .array import IndexedReader
from .base import FileInfo
from .color import RGB_COLOR, ColorPicture, PixelColor, SourceColor, no_color
from .files import FileStamp, check_size, existing_file
from .luma import check_depth, luma_from_pixels
from .truncation import Promise, judge


class TiffReader(IndexedReader):
    """Reader of a TIFF stack (its first series), also of ImageJ's and of BigTIFF.

    Parameters
    ----------
    path : path
    fps, times_s
        The clock; one of them is needed.
    white_level : float, optional
        Value that becomes 255; needed for 16 bits.
    accept_truncated : bool
        Use the pages that are whole in a file that is cut off.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError, VideoTruncatedError, ParameterError, ClockError
    """

    def __init__(
        self,
        path: str | Path,
        *,
        fps: Any = None,
        times_s: Any = None,
        white_level: float | None = None,
        accept_truncated: bool = False,
    ):
        self._path = existing_file(path)
        self._stamp = FileStamp.of(self._path)
        self._white_level = white_level
        damaged = f"{self._path} cannot be read as TIFF: its pages are damaged."
        # tifffile meets damaged tags with errors of any kind
        with raised_as(VideoUnreadableError, damaged, of=(Exception,)):
            with _opened(self._path) as tiff:
                promised, whole = self._layout(tiff)
        check_depth(self._dtype, white_level)
        notes = judge(self._path, Promise(promised, whole, promised), accept_truncated)
        self._set_clock(str(self._path), whole, fps, times_s)
        file = FileInfo(
            str(self._path), 0, whole, sha256_of(self._path), self._stamp.size_bytes, promised
        )
        color = len(self._frame_shape) == 3
        pix_fmt = f"{'rgb' if color else 'gray'}{8 * self._dtype.itemsize}"
        size = (int(self._frame_shape[0]), int(self._frame_shape[1]))
        self.info = self._describe(size, "tiff", pix_fmt, (file,), promised, notes)

    def _layout(self, tiff: Any) -> tuple[int, int]:
        """Frames the file promises and frames it holds; sets where they are."""
        page, series, size = tiff.pages.first, tiff.series[0], self._stamp.size_bytes
        self._frame_shape, self._dtype = page.shape, page.dtype
        if len(page.shape) not in (2, 3) or page.dtype is None:
            raise VideoUnreadableError(
                f"{self._path} holds pages that are no pictures.",
                expected="pages of (y, x) or (y, x, channels)",
                got=f"{page.shape} {page.dtype}",
            )
        check_size(page.shape[:2], self._path)
        per_frame = int(np.prod(page.shape)) * page.dtype.itemsize
        self._offset = series.dataoffset
        if self._offset is not None:  # one block of bytes, also where ImageJ lists one page
            promised = series.size * page.dtype.itemsize // per_frame
            return promised, min(promised, max(0, size - self._offset) // per_frame)
        promised = len(tiff.pages)
        for k, other in enumerate(tiff.pages):
            if other.shape != page.shape or other.dtype != page.dtype:
                raise VideoMismatchError(
                    f"{self._path} changes its picture at page {k}.",
                    expected=f"{page.shape} {page.dtype}",
                    got=f"{other.shape} {other.dtype}",
                )
            ends = zip(other.dataoffsets, other.databytecounts, strict=True)
            if any(start + length > size for start, length in ends):
                return promised, k
        return promised + _pages_follow(tiff, size), promised

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        for number, pixels in self._pages(start, stop):
            luma = None if pixels is None else luma_from_pixels(pixels, self._white_level)
            yield number, luma

    @property
    def color(self) -> SourceColor:
        """By the shape of a page."""
        if len(self._frame_shape) == 3 and self._frame_shape[2] >= 3:
            return RGB_COLOR
        return no_color("its pages have one channel, gray")

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        color = PixelColor(self._white_level)
        for number, pixels in self._pages(start, stop):
            if pixels is None:
                yield number, None
            else:
                luma = luma_from_pixels(pixels, self._white_level)
                yield number, (luma, color.picture(pixels))

    def _pages(self, start: int, stop: int) -> Iterator[tuple[int, np.ndarray | None]]:
        self._stamp.check()
        with _opened(self._path) as tiff:
            for number in range(start, stop):
                pixels = self._pixels(tiff, number)
                good = pixels is not None and pixels.shape == self._frame_shape
                yield number, pixels if good else None

    def _pixels(self, tiff: Any, number: int) -> np.ndarray | None:
        if self._offset is not None:
            count = int(np.prod(self._frame_shape))
            tiff.filehandle.seek(self._offset + number * count * self._dtype.itemsize)
            flat = tiff.filehandle.read_array(self._dtype.newbyteorder(tiff.byteorder), count)
            return flat.astype(self._dtype, copy=False).reshape(self._frame_shape)
        try:
            return tiff.pages[number].asarray()
        except Exception:
            return None  # damaged compressed data: each codec raises in its own way

    def _content(self) -> dict[str, Any]:
        return {
            "files": [[file.sha256, file.n_frames] for file in self.info.files],
            "white_level": self._white_level,
            "times": self._clock_content(),
        }


def _pages_follow(tiff: Any, size: int) -> int:
    """1 if the last page names a next one that lies beyond the end of the file."""
    wide = tiff.is_bigtiff
    file = tiff.filehandle
    file.seek(tiff.pages[len(tiff.pages) - 1].offset)
    order: Literal["little", "big"] = "little" if tiff.byteorder == "<" else "big"
    tags = int.from_bytes(file.read(8 if wide else 2), order)
    file.seek(tags * (20 if wide else 12), 1)
    return int(int.from_bytes(file.read(8 if wide else 4), order) >= size)


def _opened(path: Path) -> Any:
    import tifffile

    # of any kind, as above
    with raised_as(VideoUnreadableError, f"{path} cannot be read as TIFF.", of=(Exception,)):
        tiff = tifffile.TiffFile(path)
    if not tiff.series:
        tiff.close()
        raise VideoUnreadableError(f"{path} holds no picture.")
    return tiff
