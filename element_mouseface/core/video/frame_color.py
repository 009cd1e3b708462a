"""Color of decoded frames (av.VideoFrame), in whatever pixel format a decoder gives.

Formats whose layout is known are read without a copy. The others go through FFmpeg's own
conversion, to red, green and blue, or to luma and chroma of every pixel; both keep the matrix.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Any

import av
import numpy as np

from .color import (
    COLORLESS,
    GRAY_LEVEL,
    ColorLayout,
    ColorPicture,
    PlaneLayout,
    SourceColor,
    byte_weights,
    no_color,
    rgb_weights,
    signaled_color,
    yuv_scale,
)
from .orientation import Turn

#: packed formats of two pixels in four bytes: places of Cb and Cr
_PACKED_422 = {"yuyv422": (1, 3), "uyvy422": (0, 2), "yvyu422": (3, 1)}
_PACKED_RGB = re.compile(r"(?=.*r)(?=.*g)(?=.*b)([argb0]{3,4})(24|48le|48be|64le|64be|)")
_PLANAR_RGB = re.compile(r"gbra?p((9|10|12|14|16)(le|be))?")
_PLANAR_YUV = re.compile(r"(yuv[aj]?4[0-4]{2}p|nv(12|21|16|24|42|20)|p[024]1[0-6])(.*)")
_HIGH_BITS = re.compile(r"p[024]1[0-6](le|be)|.*msb(le|be)")
_SWAPPED = ("nv21", "nv42")


@dataclass(frozen=True)
class _Format:
    """A pixel format as its color is read: converted first if `as_format` is another."""

    as_format: str | None
    numbers: tuple[int, ...]
    layout: ColorLayout
    most: int | None = None
    """Largest number of 16 bits that is not cut off as white."""


class FrameColor:
    """Color of the frames of one movie, or of the pictures of one folder.

    Parameters
    ----------
    codec : str
    turn : Turn, optional
        How the reader turns pictures.
    white_level : float, optional
        The number that is white, where it was given.
    """

    def __init__(self, codec: str, turn: Turn | None = None, white_level: float | None = None):
        self._codec, self._turn, self._white_level = codec, turn, white_level
        self._formats: dict[tuple[Any, ...], _Format] = {}

    def source(self, frame: Any) -> SourceColor:
        """Whether frames like this one have color, and by which matrix."""
        name, size = frame.format.name, (frame.height, frame.width)
        if not has_color(frame.format):
            return no_color(f"its pixel format, {name}, is gray")
        converted = not frame.format.is_rgb and _to_format(frame.format) == "rgb24"
        is_rgb = frame.format.is_rgb or converted
        return signaled_color(int(frame.colorspace), self._codec, size, is_rgb=is_rgb)

    def picture(self, frame: Any, full_range: bool) -> ColorPicture:
        """The color of a frame.

        Parameters
        ----------
        frame : av.VideoFrame
        full_range : bool
            Whether its luma spans 0..255.
        """
        shape = (frame.height, frame.width)
        key = (frame.format.name, shape, full_range)
        if key not in self._formats:
            self._formats[key] = self._format(frame.format, shape, full_range)
        made = self._formats[key]
        if made.as_format is not None:
            frame = frame.reformat(format=made.as_format)
        planes = frame.planes if made.numbers else ()
        views = [
            _view(planes[number], plane.samples(shape), plane.sample_bytes)
            for number, plane in zip(made.numbers, made.layout.planes, strict=True)
        ]
        if made.most is not None:
            views = [_cut_off(view, made.most, frame.format.is_big_endian) for view in views]
        layout = made.layout
        if self._turn is not None:
            turned = zip(views, layout.planes, strict=True)
            views = [_turned(self._turn, view, plane.sample_bytes) for view, plane in turned]
            layout = layout.turned(self._turn, shape)
        return ColorPicture(tuple(views), layout)

    def _format(self, pixels: Any, shape: tuple[int, int], full_range: bool) -> _Format:
        if not has_color(pixels):
            return _Format(None, (), COLORLESS)
        as_format = _to_format(pixels, shape[1])
        if as_format is not None:
            pixels = av.VideoFormat(as_format, shape[1], shape[0])
        made = _layout(pixels, full_range, self._white_level)
        return dataclasses.replace(made, as_format=as_format)


def has_color(pixels: Any) -> bool:
    """Whether an av.VideoFormat has more than luma and transparency."""
    return len(pixels.components) >= 3 or bool(pixels.has_palette)


def _to_format(pixels: Any, width_px: int = 2) -> str | None:
    """The format that frames are converted to before their color is read; None to leave them."""
    name = pixels.name
    if _PACKED_RGB.fullmatch(name) or _PLANAR_RGB.fullmatch(name):
        return None
    if _PLANAR_YUV.fullmatch(name):
        return None
    if name in _PACKED_422 and width_px % 2 == 0:
        return None
    if pixels.is_rgb or pixels.has_palette or name.startswith("xyz"):
        return "rgb24"
    return "yuv444p"


def _layout(pixels: Any, full_range: bool, white_level: float | None) -> _Format:
    """Where the color of a format is, and what its bytes add to chroma."""
    name = pixels.name
    if match := _PACKED_RGB.fullmatch(name):
        return _packed_rgb(match[1], 2 if match[2][:2] in ("48", "64") else 1, pixels, white_level)
    if _PLANAR_RGB.fullmatch(name):
        bits = pixels.components[0].bits
        word, most = (1 if bits == 8 else 2), (1 << bits) - 1
        weights = rgb_weights(255 / most)
        # red, green and blue in the order of `components`, each with its own plane
        planes = tuple(
            PlaneLayout(tuple(byte_weights(word, value, pixels.is_big_endian))) for value in weights
        )
        return _Format(
            None, tuple(part.plane for part in pixels.components[:3]), ColorLayout(planes)
        )
    if name in _PACKED_422:
        scale = yuv_scale(8, full_range)
        of_bytes = [(0.0, 0.0)] * 4
        at_cb, at_cr = _PACKED_422[name]
        of_bytes[at_cb], of_bytes[at_cr] = (scale, 0.0), (0.0, scale)
        base = GRAY_LEVEL - 128 * scale
        return _Format(
            None, (0,), ColorLayout((PlaneLayout(tuple(of_bytes), (0, 1)),), (base, base))
        )
    return _planar_yuv(pixels, full_range, white_level)


def _packed_rgb(order: str, word: int, pixels: Any, white_level: float | None) -> _Format:
    scale = 255 / (white_level or (255 if word == 1 else 65535))
    weights = dict(zip("rgb", rgb_weights(scale), strict=True))
    values = [weights.get(channel, (0.0, 0.0)) for channel in order]
    of_bytes = [w for value in values for w in byte_weights(word, value, pixels.is_big_endian)]
    most = int(white_level) if white_level is not None and word == 2 else None
    return _Format(None, (0,), ColorLayout((PlaneLayout(tuple(of_bytes)),)), most)


def _planar_yuv(pixels: Any, full_range: bool, white_level: float | None) -> _Format:
    name = pixels.name
    _, cb, cr = pixels.components[:3]
    word = 1 if cb.bits == 8 else 2
    scale = yuv_scale(cb.bits, full_range, white_level)
    neutral = 1 << (cb.bits - 1)
    base = GRAY_LEVEL - neutral * scale
    if _HIGH_BITS.fullmatch(name):
        scale /= 1 << (16 - cb.bits)
    of_cb = byte_weights(word, (scale, 0.0), pixels.is_big_endian)
    of_cr = byte_weights(word, (0.0, scale), pixels.is_big_endian)
    # rounded up, as the chroma of an odd size is
    wide, high = pixels.chroma_width(64), pixels.chroma_height(64)
    shifts = ((64 // high).bit_length() - 1, (64 // wide).bit_length() - 1)
    if cb.plane == cr.plane:
        both = of_cr + of_cb if name in _SWAPPED else of_cb + of_cr
        return _Format(None, (1,), ColorLayout((PlaneLayout(tuple(both), shifts),), (base, base)))
    planes = tuple(PlaneLayout(tuple(of), shifts) for of in (of_cb, of_cr))
    return _Format(None, (cb.plane, cr.plane), ColorLayout(planes, (base, base)))


def _view(plane: Any, samples: tuple[int, int], sample_bytes: int) -> np.ndarray:
    """Read-only (rows, bytes) view of a plane, without a copy; it keeps the frame's memory."""
    rows, columns = samples
    stride = plane.line_size
    # A bottom-up picture has a negative stride; its buffer starts at the lowest address.
    offset = 0 if stride > 0 else -stride * (rows - 1)
    data = memoryview(plane).toreadonly()
    return np.ndarray((rows, columns * sample_bytes), np.uint8, data, offset, (stride, 1))


def _cut_off(view: np.ndarray, most: int, big_endian: bool) -> np.ndarray:
    """Numbers of 16 bits, those above white as white, as their luma is."""
    numbers = np.ascontiguousarray(view).view(">u2" if big_endian else "<u2")
    return np.minimum(numbers, numbers.dtype.type(most)).astype(numbers.dtype).view(np.uint8)


def _turned(turn: Turn, view: np.ndarray, sample_bytes: int) -> np.ndarray:
    rows = view.shape[0]
    samples = np.ascontiguousarray(view).reshape(rows, -1, sample_bytes)
    turned = turn.apply(samples)
    plane = turned.reshape(turned.shape[0], -1)
    plane.setflags(write=False)
    return plane
