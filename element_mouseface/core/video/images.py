"""Folders of images, one a frame: JPEG, PNG and other single pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from ...errors import VideoMismatchError, VideoUnreadableError
from .array import IndexedReader
from .base import FileInfo
from .files import FileStamp, existing_file, natural_sorted
from .luma import (
    LIMITED_TO_FULL,
    apply_table,
    check_depth,
    has_luma_plane,
    is_full_range,
    luma_from_pixels,
    luma_plane,
)
from .soundness import set_checks

__all__ = ["IMAGE_SUFFIXES", "ImageReader"]

_JPEG = (".jpg", ".jpeg")
IMAGE_SUFFIXES = frozenset((*_JPEG, ".png", ".bmp", ".pgm", ".tif", ".tiff"))


class ImageReader(IndexedReader):
    """Reader of images as the frames of one movie.

    A JPEG's own luma is taken, without a way through RGB: the same as of a
    Motion-JPEG movie with these pictures.  Other colour images are weighted by
    BT.601.  Orientation tags are ignored.

    Parameters
    ----------
    source : path or sequence of paths
        A folder, whose images are taken in natural order (2 before 10), or images in
        the order given.
    fps, times_s
        The clock; one of them is needed.
    white_level : float, optional
        Value that becomes 255; needed for 16-bit images.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError
        If there is no image, or the first cannot be decoded.
    VideoMismatchError
        If images differ in kind or size.
    ParameterError, ClockError
    """

    def __init__(
        self,
        source: str | Path | Sequence[str | Path],
        *,
        fps: Any = None,
        times_s: Any = None,
        white_level: float | None = None,
    ):
        one = isinstance(source, str | Path)
        self._paths = _images_in(Path(source)) if one else [Path(p) for p in source]  # type: ignore[arg-type,union-attr]
        what = str(source) if one else f"The list of {len(self._paths)} images"
        self._white_level = white_level
        self._set_clock(what, len(self._paths), fps, times_s)
        self._stamps, self._shape, digest = _survey(self._paths)
        pix_fmt = self._pixel_format()
        size = sum(stamp.size_bytes for stamp in self._stamps)
        name = str(source) if one else str(self._paths[0])
        file = FileInfo(name, 0, len(self._paths), digest, size)
        codec = "mjpeg" if _is_jpeg(self._paths[0]) else self._paths[0].suffix.lower()[1:]
        self.info = self._describe(self._shape, codec, pix_fmt, (file,))

    def _pixel_format(self) -> str:
        """Of the first image that can be decoded."""
        context = _jpeg_decoder()
        for path in self._paths:
            data = path.read_bytes()
            if _is_jpeg(path):
                frame = _decode_jpeg(context, data)
                if frame is not None:
                    return frame.format.name
            elif (pixels := _decode_other(data)) is not None:
                check_depth(pixels.dtype, self._white_level)
                return f"{'gray' if pixels.ndim == 2 else 'rgb'}{8 * pixels.itemsize}"
        raise VideoUnreadableError(
            f"{self._paths[0]} cannot be decoded as an image.", do="check that it opens"
        )

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        luma_of = self._decoder()
        for number in range(start, stop):
            self._stamps[number].check()
            frame = luma_of(self._paths[number].read_bytes())
            if frame is not None and frame.shape != self._shape:
                frame = None  # a damaged header
            yield number, frame

    def _decoder(self) -> Callable[[bytes], np.ndarray | None]:
        context = _jpeg_decoder() if _is_jpeg(self._paths[0]) else None

        def luma_of(data: bytes) -> np.ndarray | None:
            frame = None if context is None else _decode_jpeg(context, data)
            if frame is not None and has_luma_plane(frame.format.name):
                grey = luma_plane(frame, (frame.height, frame.width))
                full = is_full_range(frame.format.name, frame.color_range)
                return apply_table(grey, None if full else LIMITED_TO_FULL)
            if frame is not None:
                grey = frame.to_ndarray(format="gray")
                grey.setflags(write=False)
                return grey
            pixels = None if context is not None else _decode_other(data)
            if pixels is None:
                return None
            grey = luma_from_pixels(pixels, self._white_level, order="bgr")
            grey.setflags(write=False)
            return grey

        return luma_of

    def _content(self) -> dict[str, Any]:
        return {
            "images": self.info.files[0].sha256,
            "white_level": self._white_level,
            "times": self._clock_content(),
        }


def _images_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return [existing_file(folder)]
    found = [path for path in folder.iterdir() if not path.name.startswith(".")]
    images = [path for path in found if path.suffix.lower() in IMAGE_SUFFIXES and path.is_file()]
    if not images:
        kinds = sorted({path.suffix or path.name for path in found})[:5]
        raise VideoUnreadableError(
            f"The folder {folder} holds no images.",
            expected="JPEG or PNG files, one a frame, or the path of a movie file",
            got=f"{len(found)} files ({', '.join(kinds)})" if found else "an empty folder",
        )
    return natural_sorted(images)


def _is_jpeg(path: Path) -> bool:
    return path.suffix.lower() in _JPEG


def _survey(paths: list[Path]) -> tuple[list[FileStamp], tuple[int, int], str]:
    """Stamps, common size (height, width) and checksum, from one look at each file's bytes."""
    kinds = {".jpg" if _is_jpeg(path) else path.suffix.lower() for path in paths}
    if len(kinds) > 1:
        raise VideoMismatchError(
            f"The images in {paths[0].parent} are of different kinds.",
            expected="one kind of image",
            got=", ".join(sorted(kinds)),
            do="move what is not a frame elsewhere",
        )
    stamps, shape, digest = [], None, hashlib.sha256()
    for path in paths:
        stamps.append(FileStamp.of(existing_file(path)))
        data = path.read_bytes()
        digest.update(f"{path.name} {hashlib.sha256(data).hexdigest()}\n".encode())
        size = _size(data)
        shape = shape or size
        if size is not None and size != shape:
            raise VideoMismatchError(
                f"{path} has another size than the images before it.",
                expected=f"{shape[1]}x{shape[0]} pixels" if shape else None,
                got=f"{size[1]}x{size[0]}",
            )
    if shape is None:
        raise VideoUnreadableError(f"None of the images in {paths[0].parent} can be read.")
    return stamps, shape, digest.hexdigest()


def _size(data: bytes) -> tuple[int, int] | None:
    """(height, width) from an image's header; None if it has none that is known."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as image:
            return image.height, image.width
    except (OSError, SyntaxError, ValueError):
        return None


def _jpeg_decoder(lenient: bool = False) -> Any:
    context = av.CodecContext.create("mjpeg", "r")
    set_checks(context, lenient=lenient)
    context.thread_type = "NONE"
    return context


def _decode_jpeg(context: Any, data: bytes) -> Any:
    """The av.VideoFrame of a JPEG file; None if it is damaged."""
    if b"\xff\xd9" not in data[-1024:]:  # without its end mark the rest of the picture is grey
        return None
    try:
        frames = context.decode(av.Packet(data))
    except av.FFmpegError:
        return None
    return frames[0] if frames and not frames[0].is_corrupt else None


def _decode_other(data: bytes) -> np.ndarray | None:
    """Pixels as stored (y, x) or (y, x, BGR[A]); None if the file is damaged."""
    if data.startswith(b"\x89PNG") and b"IEND" not in data[-64:]:
        return None
    try:
        return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
