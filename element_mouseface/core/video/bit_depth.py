"""The white level of movies with more than 8 bits per pixel.

Cameras of 10, 12 and 14 bits write their numbers unchanged into 16 bits. As 16-bit pictures these
would be black, and the levels of a 10-bit camera would become four.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from ...errors import ParameterError
from .luma import check_white_level, luma_from_pixels

#: formats whose first plane is luma of 9 to 16 bits, one number per pixel, lowest bit at 0
_PLANAR = re.compile(r"(gray|yuva?4[0-9]{2}p)(9|10|12|14|16)(le|be)")
_RGB = re.compile(r"(rgb48|bgr48|rgba64|bgra64)(le|be)")
#: so much of the range must be reached somewhere, or the levels are too few to be meant
_LEAST_SHARE = 0.25


def deep_bits(pix_fmt: str) -> int | None:
    """Bits of a pixel in a format of more than 8 whose numbers can be read; else None."""
    found = _PLANAR.fullmatch(pix_fmt)
    return int(found[2]) if found else 16 if _RGB.fullmatch(pix_fmt) else None


def check_white(path: Any, pix_fmt: str, white_level: Any) -> None:
    """Refuse a white level that is no number, or that a movie has no use for.

    Raises
    ------
    ParameterError
    """
    if deep_bits(pix_fmt) is None:
        raise ParameterError(
            f"white_level does not apply to the movie {path}: its format states its levels.",
            expected="pixels of more than 8 bits, gray or with a plane of luma",
            got=pix_fmt,
            do="leave white_level out",
        )
    check_white_level(white_level)


def _numbers(frame: Any) -> np.ndarray:
    """The numbers of a frame's luma (y, x), or of its colors (y, x, 3 or 4)."""
    name, width = frame.format.name, frame.width
    if _RGB.fullmatch(name):
        pixels = frame.to_ndarray(format=name)
        return pixels[..., ::-1] if name.startswith("bgr48") else pixels
    plane = frame.planes[0]
    dtype = np.dtype(">u2" if name.endswith("be") else "<u2")
    rows = np.frombuffer(plane, np.uint8).reshape(-1, abs(plane.line_size))[: frame.height]
    return np.ascontiguousarray(rows[:, : 2 * width]).view(dtype).astype(np.uint16)


def _black(pix_fmt: str, full_range: bool) -> int:
    return (
        0 if full_range or not pix_fmt.startswith("yuv") else 16 << ((deep_bits(pix_fmt) or 8) - 8)
    )


def deep_luma(frame: Any, full_range: bool, white_level: float) -> np.ndarray:
    """Full-range 8-bit luma of a frame: 0 for black, 255 for `white_level` and above.

    Parameters
    ----------
    frame : av.VideoFrame
        Of a format for which `deep_bits` is given.
    full_range : bool
        Else black is where limited-range luma has it.
    white_level : float
        The stored number that is white.
    """
    black = _black(frame.format.name, full_range)
    numbers = _numbers(frame)
    if black:
        numbers = np.maximum(numbers, black) - np.uint16(black)
    order = "bgr" if frame.format.name.startswith("bgra") else "rgb"
    return luma_from_pixels(numbers, float(white_level) - black, order=order)


def peak_of(frame: Any) -> int:
    """The largest number in a frame of more than 8 bits."""
    return int(_numbers(frame)[..., :3].max())


def ask_for_white(path: Any, pix_fmt: str, peak: int, n_frames: int) -> None:
    """Ask for the white level where a movie's numbers reach only a small part of their range.

    Parameters
    ----------
    path : path
        For the message.
    pix_fmt : str
    peak : int
        Largest number in the frames that were looked at.
    n_frames : int
        How many these are.

    Raises
    ------
    ParameterError
    """
    bits = deep_bits(pix_fmt) or 8
    white = (1 << bits) - 1
    if pix_fmt.startswith("yuv") or peak >= _LEAST_SHARE * white:
        return  # an encoder's luma is scaled, and a dark movie may be dark
    camera = max(8, peak.bit_length())
    raise ParameterError(
        f"{path} has pixels of {bits} bits and uses few of their levels: white is not known.",
        expected=f"numbers up to about {white}",
        got=f"at most {peak} in {n_frames} frame{'' if n_frames == 1 else 's'}, as of a camera of "
        f"{camera} bits",
        do=f"give white_level (--white-level), the number that is white: {(1 << camera) - 1} for "
        f"a camera of {camera} bits, {white} if the movie really is that dark",
    )
