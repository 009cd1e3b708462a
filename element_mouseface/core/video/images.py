"""A video reader for folders of images, one per frame."""

from __future__ import annotations

import dataclasses
import hashlib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ...errors import VideoMismatchError, VideoNotFoundError, VideoUnreadableError
from ..inputs import regular_file, what_it_is
from . import luma as _luma
from .array import IndexedReader
from .base import FileInfo
from .clock import times_from_rate
from .color import RGB_COLOR, ColorPicture, PixelColor, SourceColor, no_color
from .files import FileStamp, check_size, existing_file, too_large
from .frame_color import FrameColor
from .imagefiles import ImageList, images_in
from .orientation import Turn, turn_of_exif
from .stills.jpeg import decode_jpeg, jpeg_decoder, luma_of_jpeg
from .stills.tiff import MARKS, read_tiff, upright

_ORIENTATION_TAG = 274
_TRIED_LENIENTLY = 8
_JPEG = (".jpg", ".jpeg")
IMAGE_SUFFIXES = frozenset((*_JPEG, ".png", ".bmp", ".pgm", ".tif", ".tiff"))


class ImageReader(IndexedReader):
    """Reader of images as the frames of one movie.

    A JPEG's own luma is taken, without a way through RGB: the same as of a
    Motion-JPEG movie with these pictures.  Other color images are weighted by
    BT.601.  Images that all have one orientation tag are turned so, as OpenCV reads them.

    Parameters
    ----------
    source : path or sequence of paths
        A folder, whose images are taken by their numbers (see `imagefiles`), or images in
        the order given.
    fps, times_s
        The clock; one of them is needed.  With `fps`, a number that is missing among the
        images' names leaves a gap in the times.
    white_level : float, optional
        Value that becomes 255; needed for 16-bit images.
    orientation : {'shown', 'stored'}, optional
        Whether to apply orientation tags; by default 'shown'.

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
        orientation: str | None = None,
    ):
        one = isinstance(source, str | Path)
        listed = _listed(source)
        self._paths = list(listed.paths)
        what = str(source) if one else f"The list of {len(self._paths)} images"
        self._white_level = white_level
        if listed.places is not None and times_s is None and fps is not None:
            times_from_rate(1, fps)  # refuses what is no rate
            self._set_clock(what, len(self._paths), fps, listed.places / float(fps))
            self._clock = "fps"
        else:
            self._set_clock(what, len(self._paths), fps, times_s)
        survey = _survey(self._paths)
        self._stamps, self._shape, digest = survey.stamps, survey.shape, survey.digest
        self._turn = None if orientation == "stored" else survey.turn()
        self._lenient = False
        pix_fmt = self._pixel_format()
        notes = (*listed.notes, *survey.notes, *self._own_notes(pix_fmt))
        size = sum(stamp.size_bytes for stamp in self._stamps)
        name = str(source) if one else str(self._paths[0])
        file = FileInfo(name, 0, len(self._paths), digest, size)
        codec = "mjpeg" if _is_jpeg(self._paths[0]) else self._paths[0].suffix.lower()[1:]
        shown = self._shape if self._turn is None else self._turn.size(self._shape)
        self.info = self._describe(shown, codec, pix_fmt, (file,), notes=notes)

    def _own_notes(self, pix_fmt: str) -> tuple[str, ...]:
        notes: tuple[str, ...] = ()
        if self._lenient:
            notes += ("no image follows the rules of its format: damage may not be detected",)
        if pix_fmt.startswith("rgba"):
            notes += ("the images have transparency, which is ignored",)
        if self._turn is not None:
            notes += ("the images are turned as their orientation tags ask",)
        return notes

    def _pixel_format(self) -> str:
        """Of the first image that can be decoded."""
        for self._lenient in (False, True):  # some cameras break the rules in every image
            context = jpeg_decoder(self._lenient)
            for path in self._paths if not self._lenient else self._paths[:_TRIED_LENIENTLY]:
                data = path.read_bytes()
                if _is_jpeg(path):
                    frame = decode_jpeg(context, data)
                    if frame is not None:
                        self._color = FrameColor("mjpeg").source(frame)
                        return frame.format.name
                elif (pixels := _decode_other(data)) is not None:
                    _luma.check_depth(pixels.dtype, self._white_level)
                    kind = {2: "gray", 4: "rgba"}.get(sum(pixels.shape[2:]) or 2, "rgb")
                    gray = no_color("its first image is gray")
                    self._color = gray if kind == "gray" else RGB_COLOR
                    return f"{kind}{8 * pixels.itemsize}"
        raise VideoUnreadableError(
            f"{self._paths[0]} cannot be decoded as an image.", do="check that it opens"
        )

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        for number, _, luma in self._pictures(start, stop):
            yield number, luma

    @property
    def color(self) -> SourceColor:
        """Of the first image that can be decoded."""
        return self._color

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        of_jpeg = FrameColor("mjpeg", self._turn)
        of_pixels = PixelColor(self._white_level, "bgr")
        for number, picture, luma in self._pictures(start, stop):
            if luma is None:
                yield number, None
            elif isinstance(picture, np.ndarray):
                yield number, (luma, of_pixels.picture(picture, self._turn))
            else:
                full = _luma.is_full_range(picture.format.name, picture.color_range)
                yield number, (luma, of_jpeg.picture(picture, full))

    def _pictures(self, start: int, stop: int) -> Iterator[tuple[int, Any, np.ndarray | None]]:
        """Number, decoded picture as it is stored, and its luma; None if it cannot be decoded."""
        jpeg = _is_jpeg(self._paths[0])
        context = jpeg_decoder(self._lenient) if jpeg else None
        for number in range(start, stop):
            self._stamps[number].check()
            data = self._paths[number].read_bytes()
            picture = decode_jpeg(context, data) if jpeg else _decode_other(data)
            luma = None if picture is None else self._luma(picture)
            if luma is not None and luma.shape != self._shape:
                luma = None  # a damaged header
            if luma is not None and self._turn is not None:
                luma = self._turn.apply(luma)
            yield number, picture, luma

    def _luma(self, picture: Any) -> np.ndarray | None:
        """Luma of an av.VideoFrame of a JPEG, or of an array of pixels."""
        if isinstance(picture, np.ndarray):
            return _luma.luma_from_pixels(picture, self._white_level, order="bgr")
        return luma_of_jpeg(picture)

    def _content(self) -> dict[str, Any]:
        turn = {} if self._turn is None else {"turn": list(dataclasses.astuple(self._turn))}
        return {
            "images": self.info.files[0].sha256,
            "white_level": self._white_level,
            "times": self._clock_content(),
            **turn,
        }


def image_names(folder: str | Path) -> list[str]:
    """Names of a folder's images in the order of the frames, as `ImageReader` takes them.

    Parameters
    ----------
    folder : path
        Files of other names that are no frames are left out.
    """
    return [path.name for path in images_in(Path(folder), IMAGE_SUFFIXES).paths]


def _listed(source: str | Path | Sequence[str | Path]) -> ImageList:
    """The images of a folder, or those that are listed."""
    if not isinstance(source, str | Path):
        return ImageList(tuple(Path(path) for path in source))
    folder = Path(source)
    if what_it_is(folder) == "a folder":
        return images_in(folder, IMAGE_SUFFIXES)
    return ImageList((existing_file(folder),))


def _is_jpeg(path: Path) -> bool:
    return path.suffix.lower() in _JPEG


@dataclass(frozen=True)
class _Survey:
    """Properties of the images, from their headers."""

    stamps: list[FileStamp]
    shape: tuple[int, int]
    digest: str
    tags: dict[int, Path]
    notes: tuple[str, ...]

    def turn(self) -> Turn | None:
        """The turn that all images ask for; VideoMismatchError if they differ."""
        if len(self.tags) > 1:
            (one, first), (other, second) = list(self.tags.items())[:2]
            raise VideoMismatchError(
                "The images ask to be turned in different ways.",
                expected="one orientation tag (Exif) for all",
                got=f"{one} in {first.name}, {other} in {second.name}",
                do="say orientation='stored' (--orientation stored) if they are alike as they "
                "stand, or turn them first",
            )
        return turn_of_exif(next(iter(self.tags), 1))


def _survey(paths: list[Path]) -> _Survey:
    kinds = {".jpg" if _is_jpeg(path) else path.suffix.lower() for path in paths}
    if len(kinds) > 1:
        raise VideoMismatchError(
            f"The images in {paths[0].parent} are of different kinds.",
            expected="one kind of image",
            got=", ".join(sorted(kinds)),
            do="move what is not a frame elsewhere",
        )
    stamps, shape, digest = [], None, hashlib.sha256()
    tags: dict[int, Path] = {}
    empty = []
    for path in paths:
        regular_file(path, "image", missing=VideoNotFoundError, error=VideoUnreadableError)
        stamps.append(FileStamp.of(path))
        data = path.read_bytes()
        digest.update(f"{path.name} {hashlib.sha256(data).hexdigest()}\n".encode())
        if not data:
            empty.append(path.name)
        size, tag = _header(data, path)
        shape = shape or size
        if size is not None:
            tags.setdefault(tag, path)
        if size is not None and size != shape:
            raise VideoMismatchError(
                f"{path} has another size than the images before it.",
                expected=f"{shape[1]}x{shape[0]} pixels" if shape else None,
                got=f"{size[1]}x{size[0]}",
            )
    if shape is None:
        raise VideoUnreadableError(f"None of the images in {paths[0].parent} can be read.")
    named = ", ".join(empty[:5]) + ", …" * (len(empty) > 5)
    notes = (f"empty files, whose frames are missing: {named}",) if empty else ()
    return _Survey(stamps, shape, digest.hexdigest(), tags, notes)


def _header(data: bytes, path: Path) -> tuple[tuple[int, int] | None, int]:
    """(height, width) from an image's header, None if it has none that is known; and its tag."""
    from PIL import Image

    if data.startswith(MARKS):  # whose size Pillow and OpenCV would tell after the turn
        head = read_tiff(BytesIO(data))
        if head is None:
            return None, 1
        size, tag = (head.height_px, head.width_px), head.orientation
        return size, tag if check_size(size, path) and turn_of_exif(tag) else 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of bombs; the size is looked at here
            with Image.open(BytesIO(data)) as image:
                size = image.height, image.width
                tag = image.getexif().get(_ORIENTATION_TAG, 1) if check_size(size, path) else 1
    except Image.DecompressionBombError as error:
        raise too_large(path, str(error)) from error
    except VideoUnreadableError:
        raise
    except Exception:  # each of Pillow's readers raises its own kinds on damaged headers
        return None, 1
    return size, tag if turn_of_exif(tag) else 1


def _decode_other(data: bytes) -> np.ndarray | None:
    """Pixels as stored (y, x) or (y, x, BGR[A]); None if the file is damaged."""
    if data.startswith(b"\x89PNG") and b"IEND" not in data[-64:]:
        return None
    try:
        return cv2.imdecode(np.frombuffer(upright(data), np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        return None
