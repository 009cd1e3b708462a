"""Color: which sources have it, by which matrix, and how a decoded picture stores it.

A picture's color is given out as it is stored: planes of bytes without a copy, with a
`ColorLayout` that says what each byte contributes to chroma. Everything that is derived from it
(means over areas) is linear, so that no pixel has to be converted on its own.

Chroma is Cb and Cr of full range: 128 is gray, and one level of Cb is as much as one level of luma
(ITU-R BT.601, as in JPEG). Stored limited-range chroma (16..240) is stretched by 255/224 about 128.
Red, green and blue become chroma by the weights of BT.601, which their luma has too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from .orientation import Turn

#: FFmpeg's numbers of matrices (AVCOL_SPC_…) -> names in `core.features.color_space`
_SIGNALED = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020"}
_NOT_SIGNALED = (2, 3)
_OF_JPEG = frozenset("mjpeg mjpegb ljpeg jpegls amv sp5x".split())
#: beyond standard definition players take BT.709 where nothing is signaled
_MOST_SD_HEIGHT_PX, _LEAST_HD_WIDTH_PX = 576, 1280

RGB_MATRIX = "bt601"
"""The matrix that turns red, green and blue into luma and chroma here."""
_WEIGHTS = (0.299, 0.587, 0.114)
GRAY_LEVEL = 128.0


@dataclass(frozen=True)
class SourceColor:
    """Whether a source has color, and by which matrix.

    Parameters
    ----------
    matrix : str or None
        'bt601', 'bt709', 'bt2020', 'smpte240m' or 'fcc'; None if there is no color to be read.
    origin : str
        Where the matrix comes from; without one, why there is no color.
    can_differ : bool
        Whether another matrix could be meant: not for red, green and blue, nor for gray.
    """

    matrix: str | None
    origin: str
    can_differ: bool = False


def no_color(reason: str) -> SourceColor:
    """A source without color."""
    return SourceColor(None, reason)


RGB_COLOR = SourceColor(RGB_MATRIX, "the pixels are red, green and blue")


@dataclass(frozen=True)
class PlaneLayout:
    """How one plane of a picture stores color.

    Parameters
    ----------
    to_chroma : tuple of (float, float)
        For each byte of a sample, what one level of it adds to Cb and Cr.  A sample is what is
        repeated along a row: one byte, two of 16 bits, or several channels side by side.
    shifts : (int, int)
        A sample covers 2**shift rows and 2**shift columns of the picture.
    overhang : (int, int)
        Rows and columns of the first sample that lie outside the picture: in pictures of an
        odd size that were mirrored.
    """

    to_chroma: tuple[tuple[float, float], ...]
    shifts: tuple[int, int] = (0, 0)
    overhang: tuple[int, int] = (0, 0)

    @property
    def sample_bytes(self) -> int:
        """Bytes of a sample."""
        return len(self.to_chroma)

    def samples(self, shape: tuple[int, int]) -> tuple[int, int]:
        """Rows and columns of samples of a picture of this shape."""
        pairs = zip(shape, self.overhang, self.shifts, strict=True)
        rows, columns = (-(-(size + over) >> shift) for size, over, shift in pairs)
        return rows, columns


@dataclass(frozen=True)
class ColorLayout:
    """How a picture stores color: chroma is `base` plus what the bytes of its planes add.

    Parameters
    ----------
    planes : tuple of PlaneLayout
    base : (float, float)
        Cb and Cr where all bytes are 0.
    """

    planes: tuple[PlaneLayout, ...] = ()
    base: tuple[float, float] = (GRAY_LEVEL, GRAY_LEVEL)

    def turned(self, turn: Turn | None, shape: tuple[int, int]) -> ColorLayout:
        """The layout of turned planes, of a picture that had this shape before."""
        if turn is None:
            return self
        planes = []
        for plane in self.planes:
            order = (1, 0) if turn.swap else (0, 1)
            mirrored = (turn.mirror_y, turn.mirror_x)
            shifts = tuple(plane.shifts[k] for k in order)
            sizes = tuple(shape[k] for k in order)
            over = tuple(
                -size % (1 << shift) if mirror else 0
                for size, shift, mirror in zip(sizes, shifts, mirrored, strict=True)
            )
            planes.append(
                replace(plane, shifts=(shifts[0], shifts[1]), overhang=(over[0], over[1]))
            )
        return replace(self, planes=tuple(planes))


class ColorPicture(NamedTuple):
    """The color of one decoded picture.

    Parameters
    ----------
    planes : tuple of ndarray of uint8, each (rows, bytes)
        Read-only; rows at any distance, the bytes of a row side by side.
    layout : ColorLayout
    """

    planes: tuple[np.ndarray, ...]
    layout: ColorLayout


COLORLESS = ColorLayout()
"""The layout of a gray picture among colored ones."""


def signaled_color(
    colorspace: int, codec: str, shape: tuple[int, int], *, is_rgb: bool
) -> SourceColor:
    """The matrix of a movie: as it signals, or guessed from its format and size.

    Parameters
    ----------
    colorspace : int
        FFmpeg's number of the matrix.
    codec : str
    shape : (int, int)
        Height and width as stored.
    is_rgb : bool
    """
    if is_rgb:
        return RGB_COLOR
    if colorspace in _SIGNALED:
        return SourceColor(_SIGNALED[colorspace], "the video signals it", True)
    if colorspace not in _NOT_SIGNALED and colorspace != 0:
        number = f"its color matrix (number {colorspace} of ITU-T H.273) is not one of luma and"
        return no_color(f"{number} two color differences that can be read here")
    if codec in _OF_JPEG:
        return SourceColor("bt601", "that of JPEG; the video signals none", True)
    large = shape[0] > _MOST_SD_HEIGHT_PX or shape[1] >= _LEAST_HD_WIDTH_PX
    size = f"guessed from {shape[1]}x{shape[0]} pixels, as players do; the video signals none"
    return SourceColor("bt709" if large else "bt601", size, True)


def yuv_scale(bits: int, full_range: bool, white_level: float | None = None) -> float:
    """Levels of full-range chroma in one level of stored chroma.

    Parameters
    ----------
    bits : int
    full_range : bool
    white_level : float, optional
        The stored luma that is white, where it is not the format's.
    """
    unit = 1 << (bits - 8)
    scale = 255 / ((1 << bits) - 1) if full_range else 255 / (224 * unit)
    if white_level is not None:
        black, white = (0, (1 << bits) - 1) if full_range else (16 * unit, 235 * unit)
        scale *= (white - black) / (white_level - black)
    return scale


def byte_weights(word: int, value: tuple[float, float], big_endian: bool = False) -> list:
    """What each byte of a number adds, where one level of the number adds `value`."""
    places = range(word - 1, -1, -1) if big_endian else range(word)
    return [(value[0] * 256**place, value[1] * 256**place) for place in places]


def rgb_weights(scale: float = 1.0) -> tuple[tuple[float, float], ...]:
    """What one level of red, of green and of blue adds to Cb and Cr."""
    red, _, blue = _WEIGHTS
    unit = np.eye(3)
    cb = (unit[2] - _WEIGHTS) * (0.5 / (1 - blue)) * scale
    cr = (unit[0] - _WEIGHTS) * (0.5 / (1 - red)) * scale
    return tuple((float(b), float(r)) for b, r in zip(cb, cr, strict=True))


class PixelColor:
    """Color of pictures that are arrays (y, x, channels) of red, green, blue.

    Parameters
    ----------
    white_level : float, optional
        Value that is white; by default 255.
    order : {'rgb', 'bgr'}
    """

    def __init__(self, white_level: float | None = None, order: str = "rgb"):
        self._white_level, self._order = white_level, order
        self._layouts: dict[tuple[int, int], ColorLayout] = {}

    def picture(self, pixels: np.ndarray, turn: Turn | None = None) -> ColorPicture:
        """The color of a picture; a gray one has none."""
        if pixels.ndim != 3 or pixels.shape[2] < 3:
            return ColorPicture((), COLORLESS)
        white = self._white_level
        if white is not None and white < np.iinfo(pixels.dtype).max:
            pixels = np.minimum(pixels, pixels.dtype.type(white))  # as luma is clipped
        if turn is not None:
            pixels = turn.apply(pixels)
        height, width, channels = pixels.shape
        flat = np.ascontiguousarray(pixels, pixels.dtype.newbyteorder("<"))
        plane = flat.reshape(height, width * channels).view(np.uint8)
        plane.setflags(write=False)
        return ColorPicture((plane,), self._layout(channels, pixels.dtype.itemsize))

    def _layout(self, channels: int, word: int) -> ColorLayout:
        if (channels, word) not in self._layouts:
            scale = 255 / (self._white_level or 255)
            weights = list(rgb_weights(scale))[:: 1 if self._order == "rgb" else -1]
            weights += [(0.0, 0.0)] * (channels - 3)
            of_bytes = [w for value in weights for w in byte_weights(word, value)]
            self._layouts[channels, word] = ColorLayout((PlaneLayout(tuple(of_bytes)),))
        return self._layouts[channels, word]


def color_of_pixels(pixels: Any) -> SourceColor:
    """Whether an array (y, x) or (y, x, channels) is colored, by its shape."""
    if pixels.ndim == 3 and pixels.shape[2] >= 3:
        return RGB_COLOR
    return no_color("its pictures have one channel, gray")
