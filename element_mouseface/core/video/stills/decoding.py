"""The pixels of a picture: luma, color, and which of them are transparent.

Luma is what the reader of image sequences gives: a JPEG's own, and 0.299 R + 0.587 G + 0.114 B of
other colors.  Decoders are asked in this order, so that damage is found: the format's own checksums
and ends, then Pillow, and OpenCV for what Pillow would cut to 8 bits.
"""

from __future__ import annotations

import dataclasses
import threading
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from ....errors import VideoUnreadableError
from .. import luma as _luma
from ..color import ColorPicture, PixelColor
from ..frame_color import FrameColor, has_color
from ..orientation import Turn
from . import png
from .header import FORMATS, StillHeader
from .jpeg import decode_jpeg, end_of_jpeg, jpeg_decoder, luma_of_jpeg
from .tiff import upright

_WEIGHTS = (0.299, 0.587, 0.114)
#: Pillow's modes with colors, and with transparency, after palettes and the like are resolved
_GRAY = frozenset(("1", "L", "LA", "La"))
_CLEAR = frozenset(("LA", "La", "PA", "RGBA", "RGBa"))


@dataclass(frozen=True)
class Still:
    """The pixels of a picture, turned as it was asked for.

    Parameters
    ----------
    luma : ndarray (y, x) of uint8
        Full range; read-only.
    left_out : ndarray (y, x) of bool, or None
        Pixels that are wholly transparent; None if there are none.
    color : ColorPicture or None
        The stored color; without planes for a gray picture, None where it was not asked for.
    rgb : ndarray (y, x, 3) of uint8, or None
        Red, green, blue; None for a gray picture, or where they were not asked for.
    n_partly : int
        Pixels that are partly transparent.  They count with their own color.
    n_clipped : int
        Pixels whose numbers are below 0 or above white.
    """

    luma: np.ndarray
    left_out: np.ndarray | None = None
    color: ColorPicture | None = None
    rgb: np.ndarray | None = None
    n_partly: int = 0
    n_clipped: int = 0


@dataclass(frozen=True)
class _Wanted:
    """How a picture is decoded."""

    turn: Turn | None = None
    white_level: float | None = None
    color: bool = False
    rgb: bool = False
    lenient: bool = False

    def colors(
        self, pixels: np.ndarray, white_level: float | None = None
    ) -> tuple[ColorPicture | None, np.ndarray | None]:
        """Color and red, green, blue of pixels (y, x) or (y, x, 3), as far as they are wanted."""
        color = PixelColor(white_level).picture(pixels, self.turn) if self.color else None
        if not self.rgb or pixels.ndim == 2:
            return color, None
        return color, pixels if white_level is None else _scaled(pixels, white_level)


def decode_still(
    data: bytes,
    header: StillHeader,
    *,
    turn: Turn | None = None,
    white_level: float | None = None,
    color: bool = False,
    rgb: bool = False,
    lenient: bool = False,
) -> Still:
    """Decode a picture.

    Parameters
    ----------
    data : bytes
        The file's.
    header : StillHeader
        From `read_header` of the same bytes.
    turn : Turn, optional
        To make of the picture as it is stored.
    white_level : float, optional
        The number that is white; needed where `header.deep`.
    color, rgb : bool
        Whether the stored color, and red, green and blue are wanted, too.
    lenient : bool
        Read JPEG files that break the rules of their format: damage may go unseen.

    Raises
    ------
    VideoUnreadableError
        Says in a few words what stands against reading it.
    """
    wanted = _Wanted(turn, white_level, color, rgb, lenient)
    if header.kind == "JPEG":
        still = _of_jpeg(data, wanted)
    elif header.deep:
        still = _of_numbers(_deep_pixels(data, header), wanted)
    else:
        still = _of_image(data, header, wanted)
    if still.luma.shape != (header.height_px, header.width_px):
        raise VideoUnreadableError("damaged: the picture has another size than its header says")
    if still.left_out is not None and still.left_out.all():
        raise VideoUnreadableError("wholly transparent: no pixel of it can be seen")
    if turn is None:
        return still
    rgb_turned = None if still.rgb is None else turn.apply(still.rgb)
    left_out = None if still.left_out is None else turn.apply(still.left_out)
    luma = turn.apply(still.luma)
    return dataclasses.replace(still, luma=luma, rgb=rgb_turned, left_out=left_out)


_of_thread = threading.local()


def _decoder(lenient: bool) -> Any:
    """The calling thread's JPEG decoder: making one takes as long as a small picture."""
    name = "lenient" if lenient else "strict"
    if not hasattr(_of_thread, name):
        setattr(_of_thread, name, jpeg_decoder(lenient))
    return getattr(_of_thread, name)


def _of_jpeg(data: bytes, wanted: _Wanted) -> Still:
    end = end_of_jpeg(data)
    if end is None:
        raise VideoUnreadableError("truncated: its end is missing")
    data = data[:end]
    frame = decode_jpeg(_decoder(wanted.lenient), data)
    if frame is None:
        if not wanted.lenient and decode_jpeg(_decoder(True), data) is not None:
            raise VideoUnreadableError("damaged: it breaks the rules of its format")
        # a kind of JPEG that the decoder of movies does not know
        pixels = _of_pillow(data, "RGB") if wanted.color or wanted.rgb else None
        color, rgb = (None, None) if pixels is None else wanted.colors(pixels)
        return Still(_of_pillow(data, "L"), None, color, rgb)
    color = rgb = None
    if wanted.color:
        full = _luma.is_full_range(frame.format.name, frame.color_range)
        color = FrameColor("mjpeg", wanted.turn).picture(frame, full)
    if wanted.rgb and has_color(frame.format):
        rgb = _of_pillow(data, "RGB")
    return Still(luma_of_jpeg(frame), None, color, rgb)


def _of_pillow(data: bytes, mode: str) -> np.ndarray:
    """The pixels of a picture by Pillow, in one of its modes."""
    from PIL import Image

    try:  # warnings are not silenced: that is not safe in threads
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if mode == "L" and image.format == "JPEG":
                image.draft("L", image.size)  # its own luma
            return _read_only(np.array(image.convert(mode)))
    except Exception as error:  # each of Pillow's readers raises its own kinds on damage
        raise VideoUnreadableError(_in_words(error)) from error


def _of_image(data: bytes, header: StillHeader, wanted: _Wanted) -> Still:
    """A picture of at most 8 bits a channel."""
    if header.kind == "PNG" and (fault := png.fault_of_png(data)):
        raise VideoUnreadableError(fault)
    if header.kind == "TIFF":
        data = upright(data)
    if header.mode in ("LAB", "HSV"):
        raise VideoUnreadableError(f"its colors are {header.mode}, which are not read: save as RGB")
    clear = header.mode in _CLEAR or _has_clear_color(data)
    gray = header.mode in _GRAY
    pixels = _of_pillow(data, ("LA" if gray else "RGBA") if clear else ("L" if gray else "RGB"))
    left_out, n_partly = None, 0
    if clear:
        alpha = pixels[..., -1]
        left_out = alpha == 0
        n_partly = int(np.count_nonzero(alpha < 255) - np.count_nonzero(left_out))
        left_out = left_out if left_out.any() else None
        pixels = pixels[..., 0] if gray else pixels[..., :3]
    pixels = _read_only(np.ascontiguousarray(pixels))
    luma = _luma.luma_from_pixels(pixels)
    return Still(luma, left_out, *wanted.colors(pixels), n_partly)


def _has_clear_color(data: bytes) -> bool:
    """Whether one of the colors of a picture is said to be transparent."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            return "transparency" in image.info
    except Exception as error:  # each of Pillow's readers raises its own kinds on damage
        raise VideoUnreadableError(_in_words(error)) from error


def _deep_pixels(data: bytes, header: StillHeader) -> np.ndarray:
    """Numbers (y, x) or (y, x, 3 or 4) of a picture of more than 8 bits, or of fractions."""
    import cv2

    if header.kind == "PNG" and (fault := png.fault_of_png(data)):
        raise VideoUnreadableError(fault)
    if header.kind == "TIFF":
        pixels = _of_tifffile(upright(data))
        if pixels is not None:
            return pixels
        data = upright(data)
    else:
        _of_pillow(data, "L")  # finds damage that OpenCV fills with black
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error:
        pixels = None
    if pixels is None:
        raise VideoUnreadableError("damaged, or of a kind that is not read")
    if pixels.ndim == 3:  # from blue, green, red
        pixels = pixels[..., [2, 1, 0, *range(3, pixels.shape[2])]]
    return pixels


def _of_tifffile(data: bytes) -> np.ndarray | None:
    """The first page of a TIFF file; None if its compression is not known here."""
    import tifffile

    try:
        with tifffile.TiffFile(BytesIO(data)) as tiff:
            page: Any = tiff.pages[0]
            if int(page.compression) not in (1, 8, 32946, 32773):
                return None
            pixels = np.asarray(page.asarray())
            if page.planarconfig == 2 and pixels.ndim == 3:
                pixels = np.moveaxis(pixels, 0, -1)
            inverted = int(page.photometric) == 0
    except Exception as error:  # damaged data raise whatever comes first
        raise VideoUnreadableError(_in_words(error)) from error
    if inverted:
        raise VideoUnreadableError("its white is 0, which is not read with more than 8 bits")
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] > 4):
        raise VideoUnreadableError(f"has {pixels.shape[-1]} channels, which are no known colors")
    return pixels


def _of_numbers(pixels: np.ndarray, wanted: _Wanted) -> Still:
    """A picture of numbers whose white was given: scaled to 0 to 255, and clipped there."""
    white = 1.0 if wanted.white_level is None else float(wanted.white_level)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    left_out = None
    if channels in (2, 4):
        clear = pixels[..., -1] == 0
        left_out = clear if clear.any() else None
        pixels = pixels[..., :-1]
    if channels <= 2 and pixels.ndim == 3:
        pixels = pixels[..., 0]
    if not np.isfinite(pixels).all():
        raise VideoUnreadableError("some of its pixels are not finite numbers (NaN or infinite)")
    outside = (pixels < 0) | (pixels > white)
    n_clipped = int(np.count_nonzero(outside.any(-1) if pixels.ndim == 3 else outside))
    if pixels.dtype == np.uint16:  # as of image sequences, to the last digit
        luma = _luma.luma_from_pixels(pixels, white)
        color, rgb = wanted.colors(pixels, white)
    else:
        wide = pixels.astype(np.float64)
        luma = _scaled(wide @ np.array(_WEIGHTS) if pixels.ndim == 3 else wide, white)
        color, rgb = wanted.colors(_scaled(wide, white))
    return Still(luma, left_out, color, rgb, 0, n_clipped)


def _scaled(numbers: np.ndarray, white: float) -> np.ndarray:
    bytes_ = np.clip(np.rint(numbers.astype(np.float64) * (255 / white)), 0, 255).astype(np.uint8)
    return _read_only(bytes_)


def _read_only(array: np.ndarray) -> np.ndarray:
    array.setflags(write=False)
    return array


def _in_words(error: Exception) -> str:
    """Why a decoder refused a picture, in a few words."""
    text = str(error)
    if "truncated" in text or "Truncated" in text:
        return "truncated: its end is missing"
    if "pixels" in text and "exceeds" in text:
        return "claims more pixels than any camera has"
    return "damaged, or of a kind that is not read"
