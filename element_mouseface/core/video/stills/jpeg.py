"""JPEG files: where a picture ends, and its luma as it is stored.

A JPEG holds luma and two color planes.  Its own luma is taken, without a way through RGB, by the
decoder that reads Motion JPEG: a picture and a movie of it have the same numbers.
"""

from __future__ import annotations

import re
from typing import Any

import av
import numpy as np

from .. import luma as _luma
from ..error_detection import set_checks

START, END = b"\xff\xd8", b"\xff\xd9"
_SCAN = 0xDA
#: within the coded picture: a marker that is neither a stuffed byte, nor a restart, nor filling
_NEXT = re.compile(b"\xff[^\x00\xd0-\xd7\xff]")
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))


def end_of_jpeg(data: bytes) -> int | None:
    """Number of bytes up to the end mark of the first picture; None if it has none.

    Phones put more behind it: a depth map, a second picture, a short movie.
    """
    if not data.startswith(START):
        return None
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF:  # filling
            at += 1
            continue
        at += 2 if marker in _ALONE else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == _SCAN:
            found = _NEXT.search(data, at)
            if found is None:
                return None
            at = found.start()
    return at + 2 if data[at : at + 2] == END else None


def jpeg_decoder(lenient: bool = False) -> Any:
    """A decoder for `decode_jpeg`; a strict one refuses what breaks the rules of the format."""
    context = av.CodecContext.create("mjpeg", "r")
    set_checks(context, lenient=lenient)
    context.thread_type = "NONE"
    return context


def decode_jpeg(context: Any, data: bytes) -> Any:
    """The av.VideoFrame of a JPEG file; None if it is damaged."""
    end = end_of_jpeg(data)  # without its end mark the rest of the picture is gray
    if end is None:
        return None
    try:
        frames = context.decode(av.Packet(data[:end]))
    except av.FFmpegError:
        return None
    return frames[0] if frames and not frames[0].is_corrupt else None


def luma_of_jpeg(frame: Any) -> np.ndarray:
    """Full-range luma (y, x) of a frame that `decode_jpeg` gave; read-only."""
    if _luma.has_luma_plane(frame.format.name):
        gray = _luma.luma_plane(frame, (frame.height, frame.width))
        full = _luma.is_full_range(frame.format.name, frame.color_range)
        luma = _luma.apply_table(gray, None if full else _luma.LIMITED_TO_FULL)
        return gray if luma is None else luma
    gray = frame.to_ndarray(format="gray")
    gray.setflags(write=False)
    return gray
