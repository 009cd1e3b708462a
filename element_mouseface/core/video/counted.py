"""A video reader for movies without usable timestamps: decoded frames are counted.

A frame that cannot be decoded would move every later one up by one, and nothing in such a file
shows where it was. So the count is compared with the packets: if there are fewer frames than
packets, the movie is refused, or (if that is accepted) no frame after the first refused packet is
used.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ...errors import VideoTruncatedError
from .decoding import decode_packets, prepare_decoder
from .index import MovieIndex, open_container, stamped, video_stream

# Of these each packet is a frame, unless it is a field.  MPEG-4 in AVI has packets that hold
# two frames and packets that mean "as before".
_A_FRAME_A_PACKET = frozenset({"h264", "hevc"})
_MOST_REORDERED = 16


def count_frames(
    path: Path, index: MovieIndex, *, interlaced: bool, accept_truncated: bool
) -> tuple[int, tuple[str, ...]]:
    """Number of frames, and notes on them.

    Raises
    ------
    VideoTruncatedError
        If some packets give no frame, unless `accept_truncated`.
    """
    given, refused = 0, 0
    for frames in _decoded(path, index):
        # What comes before the first frame (a stream that begins in mid-group) is no frame of it.
        refused += frames is None and given > 0
        given += len(frames or ())
    if index.lost or index.stop_at is not None:
        # The message of the index tells that; which output is which is known up to there.
        return index.n_packets + len(index.lost), ()
    if interlaced or index.codec not in _A_FRAME_A_PACKET or given >= index.n_packets:
        return given, ()
    text = f"{given} of {index.n_packets} frames can be decoded"
    if not accept_truncated:
        raise VideoTruncatedError(
            f"{path} is damaged: {text}, and it has no usable timestamps that would tell which.",
            do="copy the file again, or use the frames before the damage with "
            "accept_truncated=True (--accept-truncated)",
        )
    if refused:
        return index.n_packets, (f"damaged: {text}; no later frame is used",)
    return given, (f"damaged: {text}; which are missing is not known",)


def counted_frames(
    path: Path, index: MovieIndex, start: int, stop: int, threads: int
) -> Iterator[tuple[int, Any | None]]:
    """Frames start..stop-1 by counting from the first; None after a packet was refused.

    Nor is any frame believed that may be shown behind one whose packet is not in the file.
    """
    number, lost = 0, False
    sure = index.lost[0] - _MOST_REORDERED if index.lost else len(index.pts) + stop
    for frames in _decoded(path, index, threads):
        lost = lost or (frames is None and number > 0)
        for frame in frames or ():
            if start <= number < stop:
                believed = not (lost or frame.is_corrupt or number >= sure)
                yield number, frame if believed else None
            number += 1
            if number >= stop:
                return
    for rest in range(max(start, number), stop):
        yield rest, None


def outputs_pts(path: Path, index: MovieIndex, most: int) -> list[int]:
    """The pts (or -1) of the first frames the decoder gives, in the order it gives them."""
    frames = (frame for frames in _decoded(path, index) for frame in frames or ())
    return [-1 if frame.pts is None else frame.pts for frame in islice(frames, most)]


def _decoded(path: Path, index: MovieIndex, threads: int = 1) -> Iterator[list[Any] | None]:
    """What the decoder gives for each packet from the beginning on; None where it refuses."""
    with open_container(path) as container:
        stream = video_stream(container, path)
        prepare_decoder(stream, threads, lenient=index.lenient)
        for _, frames in decode_packets(stamped(container.demux(stream), index)):
            yield frames
