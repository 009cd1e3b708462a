"""Write frames to a video file with exact times, atomically."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from ..errors import ParameterError
from .settings import Encoding


def _ahead(frames: Iterator[NDArray[Any]]) -> Iterator[NDArray[Any]]:
    """Yield the frames, drawing the next one while the caller uses this one."""
    end: Any = object()
    with ThreadPoolExecutor(1, thread_name_prefix="draw") as pool:
        coming = pool.submit(next, frames, end)
        while (frame := coming.result()) is not end:
            coming = pool.submit(next, frames, end)
            yield frame


def encode(
    path: Path,
    frames: Iterable[NDArray[Any]],
    ticks: NDArray[np.int64],
    tick: Fraction,
    rate: Fraction,
    size_px: tuple[int, int],
    encoding: Encoding,
) -> None:
    """Write frames, the n-th at `ticks[n] * tick` seconds.

    Parameters
    ----------
    path : Path
        A new file; the suffix decides the container.
    frames : iterable of (y, x) uint8
        Full-range luma, as many as `ticks`.
    ticks : (frames,) int64
        Times in units of `tick`, increasing.
    tick, rate : Fraction
        The unit of time in seconds, and the nominal frames per second.
    size_px : (int, int)
        (width, height).
    encoding : Encoding

    Raises
    ------
    ParameterError
        If this FFmpeg has no such encoder.
    """
    # Without bitexact some containers write random identifiers.
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        stream = _open_stream(container, encoding, rate)
        (stream.width, stream.height), stream.pix_fmt = size_px, encoding.pix_fmt
        context = stream.codec_context
        context.thread_count, context.time_base = encoding.threads, tick
        context.color_range = 2 if encoding.is_full_range else 1
        stream.time_base = tick
        for number, luma in zip(ticks, _ahead(iter(frames)), strict=True):
            frame = _picture(luma, encoding)
            frame.pts, frame.time_base = int(number), tick
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)


def _open_stream(container: Any, encoding: Encoding, rate: Fraction) -> Any:
    try:
        return container.add_stream(encoding.codec, rate=rate, options=encoding.options())
    except (av.codec.codec.UnknownCodecError, ValueError) as error:
        raise ParameterError(
            f"Encoding: this FFmpeg cannot write {encoding.codec!r} here ({error}).",
            expected="the name of a video encoder, such as libx264",
        ) from error


_LIMITED = np.rint(16 + np.arange(256) * (219 / 255)).astype(np.uint8)


def _picture(luma: NDArray[Any], encoding: Encoding) -> av.VideoFrame:
    """A frame for the encoder, its luma in the range that the file declares."""
    if not encoding.is_full_range:
        luma = cv2.LUT(luma, _LIMITED)
    if encoding.pix_fmt == "gray":
        frame = av.VideoFrame.from_ndarray(luma, format="gray")
    else:
        height, width = luma.shape
        planes = np.empty((height * 3 // 2, width), np.uint8)
        planes[:height], planes[height:] = luma, 128
        frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
    frame.color_range = 2 if encoding.is_full_range else 1
    return frame
