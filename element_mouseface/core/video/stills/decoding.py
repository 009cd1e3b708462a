"""The pixels of a picture: luma, color, and which of them are transparent.

Luma is what the reader of image sequences gives: a JPEG's own, and 0.299 R + 0.587 G + 0.114 B of
other colors.  Decoders are asked in this order, so that damage is found: the format's own checksums
and ends, then Pillow, and OpenCV for what Pillow would cut to 8 bits.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np

from ....errors import VideoUnreadableError
from .. import luma as _luma
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
    """The pixels of a picture.

    Parameters
    ----------
    luma : ndarray (y, x) of uint8
        Full range; read-only.
    color : ndarray (y, x, 3) of uint8, or None
        Red, green, blue; None for a gray picture, or where it was not asked for.
    left_out : ndarray (y, x) of bool, or None
        Pixels that are wholly transparent; None if there are none.
    n_partly : int
        Pixels that are partly transparent.  They count with their own color.
    n_clipped : int
        Pixels whose numbers are below 0 or above white.
    """

    luma: np.ndarray
    color: np.ndarray | None
    left_out: np.ndarray | None
    n_partly: int = 0
    n_clipped: int = 0

    def turned(self, turn: Turn | None) -> Still:
        """The picture as a turn lays it."""
        if turn is None:
            return self
        planes = (None if a is None else turn.apply(a) for a in (self.luma, self.color))
        luma, color = planes
        left_out = None if self.left_out is None else turn.apply(self.left_out)
        return Still(luma, color, left_out, self.n_partly, self.n_clipped)  # type: ignore[arg-type]


def decode_still(
    data: bytes,
    header: StillHeader,
    *,
    white_level: float | None = None,
    color: bool = False,
    lenient: bool = False,
) -> Still:
    """Decode a picture as it is stored, before any turn.

    Parameters
    ----------
    data : bytes
        The file's.
    header : StillHeader
        From `read_header` of the same bytes.
    white_level : float, optional
        The number that is white; needed where `header.deep`.
    color : bool
        Whether the color is wanted, too.
    lenient : bool
        Read JPEG files that break the rules of their format: damage may go unseen.

    Raises
    ------
    VideoUnreadableError
        Says in a few words what stands against reading it.
    """
    if header.kind == "JPEG":
        still = _of_jpeg(data, color, lenient)
    elif header.deep:
        still = _of_numbers(_deep_pixels(data, header), white_level, color)
    else:
        still = _of_image(data, header, color)
    if still.luma.shape != (header.height_px, header.width_px):
        raise VideoUnreadableError("damaged: the picture has another size than its header says")
    if still.left_out is not None and still.left_out.all():
        raise VideoUnreadableError("wholly transparent: no pixel of it can be seen")
    return still


_of_thread = threading.local()


def _decoder(lenient: bool) -> Any:
    """The calling thread's JPEG decoder: making one takes as long as a small picture."""
    name = "lenient" if lenient else "strict"
    if not hasattr(_of_thread, name):
        setattr(_of_thread, name, jpeg_decoder(lenient))
    return getattr(_of_thread, name)


def _of_jpeg(data: bytes, color: bool, lenient: bool) -> Still:
    end = end_of_jpeg(data)
    if end is None:
        raise VideoUnreadableError("truncated: its end is missing")
    data = data[:end]
    frame = decode_jpeg(_decoder(lenient), data)
    if frame is not None:
        luma = luma_of_jpeg(frame)
    elif not lenient and decode_jpeg(_decoder(True), data) is not None:
        raise VideoUnreadableError("damaged: it breaks the rules of its format")
    else:  # a kind of JPEG that the decoder of movies does not know
        luma = _of_pillow(data, "L")
    if not color:
        return Still(luma, None, None)
    from PIL import Image

    with Image.open(BytesIO(data), formats=("JPEG",)) as image:
        gray = image.mode in _GRAY
    return Still(luma, None if gray else _of_pillow(data, "RGB"), None)


def _of_pillow(data: bytes, mode: str) -> np.ndarray:
    """The pixels of a picture by Pillow, in one of its modes."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=FORMATS) as image:
                if mode == "L" and image.format == "JPEG":
                    image.draft("L", image.size)  # its own luma
                return _read_only(np.array(image.convert(mode)))
    except Exception as error:  # each of Pillow's readers raises its own kinds on damage
        raise VideoUnreadableError(_in_words(error)) from error


def _of_image(data: bytes, header: StillHeader, color: bool) -> Still:
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
    luma = _luma.luma_from_pixels(np.ascontiguousarray(pixels))
    wanted = color and not gray
    return Still(luma, _read_only(np.array(pixels)) if wanted else None, left_out, n_partly)


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


def _of_numbers(pixels: np.ndarray, white_level: float | None, color: bool) -> Still:
    """A picture of numbers whose white was given: scaled to 0 to 255, and clipped there."""
    white = 1.0 if white_level is None else float(white_level)
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    left_out = None
    if channels in (2, 4):
        clear = pixels[..., -1] == 0
        left_out = clear if clear.any() else None
        pixels = pixels[..., :-1]
    if channels == 2:
        pixels = pixels[..., 0]
    if not np.isfinite(pixels).all():
        raise VideoUnreadableError("some of its pixels are not finite numbers (NaN or infinite)")
    outside = (pixels < 0) | (pixels > white)
    n_clipped = int(np.count_nonzero(outside.any(-1) if pixels.ndim == 3 else outside))
    if pixels.dtype == np.uint16:  # as of image sequences, to the last digit
        luma = _luma.luma_from_pixels(pixels, white)
    else:
        wide = pixels.astype(np.float64)
        gray = wide @ np.array(_WEIGHTS) if pixels.ndim == 3 else wide
        luma = _scaled(gray, white)
    wanted = color and pixels.ndim == 3
    return Still(luma, _scaled(pixels, white) if wanted else None, left_out, 0, n_clipped)


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
