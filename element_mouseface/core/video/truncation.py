"""Check whether a movie file is truncated.

A recording that was cut off (a full disk, a crash, a copy that stopped) often
still opens, and its header still states the full length.  Containers differ: MP4 lists the bytes of
each frame, AVI counts its frames, Matroska states a duration, MPEG-TS declares nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import VideoTruncatedError
from .lost_frames import Losses, cut_off


@dataclass(frozen=True)
class Promise:
    """The frames that the container declares, and which of them are missing.

    Parameters
    ----------
    n_frames : int or None
        Frames the header states.
    readable, expected : int
        Frames in the file, and frames there should be.
    lost_positions : frozenset of int
        Byte positions of frames that reach beyond the end of the file.
    """

    n_frames: int | None
    readable: int
    expected: int
    lost_positions: frozenset[int] = frozenset()


def promised(
    container: Any,
    stream: Any,
    path: str | Path,
    n_packets: int,
    last_time_s: float,
    losses: Losses,
) -> Promise:
    """Compare the number of frames in the container with the packets found.

    Parameters
    ----------
    container, stream
        Opened by PyAV and demuxed to the end (fragments have then shown their index).
    path : path
    n_packets : int
        Packets found, also those an edit list leaves out.
    last_time_s : float
        End of the last packet.
    losses : Losses
        What is known to be lost within the file.
    """
    header = stream.frames or _int(stream.metadata.get("NUMBER_OF_FRAMES"))
    kinds = container.format.name
    if "mp4" in kinds:
        size = os.path.getsize(path)
        lost = [e.pos for e in stream.index_entries if e.pos + e.size > size]
        whole = len(stream.index_entries) - len(lost)
        return Promise(header, whole, len(stream.index_entries), frozenset(lost))
    if "matroska" in kinds:
        missing = _missing_by_duration(container, stream, n_packets, last_time_s)
        missing = missing or int(cut_off(path, kinds))
        return Promise(header, n_packets, max(header or 0, n_packets + missing))
    if "flv" in kinds and cut_off(path, kinds):
        missing = _missing_by_duration(container, stream, n_packets, last_time_s) or 1
        return Promise(header, n_packets, n_packets + missing)
    if "avi" in kinds and not losses.complete:
        return Promise(header, n_packets, max(header or 0, n_packets))
    return Promise(header, n_packets, n_packets)


def _missing_by_duration(container: Any, stream: Any, n_packets: int, last_time_s: float) -> int:
    # Only where video is alone: another stream may rightly be longer.
    if len(container.streams) > 1 or not container.duration or not n_packets:
        return 0
    total_s = container.duration / 1e6
    first_s = float((stream.start_time or 0) * stream.time_base)
    interval_s = (last_time_s - first_s) / n_packets
    # Times are whole ticks (milliseconds, mostly): at 1000 frames per second a tick is a frame.
    late_s = total_s - last_time_s - 2 * float(stream.time_base)
    missing = late_s / interval_s if interval_s > 0 else 0
    return int(missing) if missing > 1.5 else 0


def judge(path: str | Path, promise: Promise, accept_truncated: bool) -> tuple[str, ...]:
    """Notes on what is missing, if that is accepted.

    Raises
    ------
    VideoTruncatedError
        If frames are missing and that is not accepted, or none is left.
    """
    if promise.readable >= promise.expected:
        return ()
    text = f"{promise.readable} of {promise.expected} frames are readable"
    if accept_truncated and promise.readable:
        return (f"truncated: {text}",)
    raise VideoTruncatedError(
        f"{path} is truncated: {text}.",
        do="copy the file again, or use what is readable with accept_truncated=True "
        "(--accept-truncated)",
    )


def check_mp4_index(path: str | Path) -> None:
    """Say so if an MP4 file that cannot be opened has lost its index.

    The index (the 'moov' box) often is at the end: a cut file, or one whose
    recording program crashed, has none, and then no frame can be found.

    Raises
    ------
    VideoTruncatedError
    """
    size, at, kinds = os.path.getsize(path), 0, set()
    with open(path, "rb") as file:
        while at + 8 <= size:
            file.seek(at)
            head = file.read(16)
            length, kind = int.from_bytes(head[:4], "big"), head[4:8]
            if at == 0 and kind != b"ftyp":
                return
            if length == 1 and len(head) == 16:
                length = int.from_bytes(head[8:], "big")
            kinds.add(kind)
            at = size + 1 if length == 0 else at + length
            if length and length < 8:
                return
    if at > size or b"moov" not in kinds:
        raise VideoTruncatedError(
            f"{path} is truncated: its index (the MP4 'moov' box) is missing, so none of its "
            "frames is readable.",
            do="copy the file again; if the recording program crashed, a repair tool "
            "that rebuilds the index from an intact movie of the same camera may help",
        )


def _int(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None
