"""Estimate whether a transcoded copy will be larger than its source.

A movie in a modern codec contains the noise of its own compression, which a second encoder keeps at
great cost: the copy gets larger, and no better. Some stretches are encoded, and the rest is assumed
to be similar.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import numpy as np

from ...video import VideoReader
from .copying import add_stream, check_encoding, encoded_frame, encoder_options

#: codecs whose movies get larger in a copy that is good enough to score
MODERN = frozenset({"h264", "hevc", "vp9", "av1"})
_STRETCHES = 2


def expected_growth(
    reader: VideoReader, *, crf: float = 13.0, gop: int = 120, preset: str = "medium"
) -> float | None:
    """About how many times as large as the source a copy would be.

    Parameters
    ----------
    reader : VideoReader
    crf, gop, preset
        As `transcode` takes them.

    Returns
    -------
    float or None
        None if it is not known: for a source of another codec, whose copy is smaller, or
        one of unknown size.

    Raises
    ------
    ParameterError
        If a setting is out of range.
    """
    check_encoding(crf, gop, preset)
    n, size = len(reader), sum(file.size_bytes for file in reader.info.files)
    if reader.info.codec not in MODERN or not size:
        return None
    options = encoder_options(crf, gop, preset)
    encoded_bytes, encoded = 0, 0
    for start, stop in _stretches(n, gop):
        count, length = _encode_stretch(reader, start, stop, options)
        encoded, encoded_bytes = encoded + count, encoded_bytes + length
    return encoded_bytes / encoded * n / size if encoded else None


def _stretches(n: int, gop: int) -> Iterator[tuple[int, int]]:
    """Whole groups of pictures, one after a third of the movie and one after two."""
    length = min(n, gop)
    places = [round(n * (k + 1) / (_STRETCHES + 1)) for k in range(_STRETCHES)]
    starts = sorted({int(np.clip(place, 0, n - length)) for place in places})
    yield from ((start, start + length) for start in starts)


def _encode_stretch(
    reader: VideoReader, start: int, stop: int, options: dict[str, str]
) -> tuple[int, int]:
    """Frames encoded, and the bytes they took; nothing is written."""
    count, length = 0, 0
    time_base = 1 / Fraction(reader.info.fps).limit_denominator(100_000)
    with av.open("-", "w", format="null") as container:
        stream: Any = add_stream(container, reader, options, time_base)
        for number, raw in reader.read(start, stop):
            if raw is not None:
                frame = encoded_frame(raw, stream.pix_fmt, reader.luma_table is None)
                frame.pts, frame.time_base = number - start, time_base
                length += sum(packet.size for packet in stream.encode(frame))
                count += 1
        length += sum(packet.size for packet in stream.encode(None))
    return count, length
