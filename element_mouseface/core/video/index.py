"""The index of a movie file: the time of every frame, from packets, without decoding.

A header's frame count can be wrong, and seeking by frame number lands beside
the frame.  So the whole stream is demuxed once (a few microseconds a packet),
and afterwards each decoded frame is known by its timestamp.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ...errors import VideoTruncatedError, VideoUnreadableError
from . import truncation
from .lost_frames import Losses
from .packets import Packets

# FFmpeg draws text files as pictures; that is no movie of a mouse.
_NOT_MOVIES = frozenset("ansi bintext xbin idf".split())
# These read what the file names or what lies beside it, or no file at all.
_READ_OTHER_FILES = frozenset(
    "hls concat dash sdp rtsp rtp sap image2 image2pipe alias_pix brender_pix lavfi fbdev alsa oss "
    "x11grab xcbgrab kmsgrab video4linux2 v4l2 avisynth vapoursynth imf webm_dash_manifest "
    "ffmetadata vobsub mlv iec61883 jack pulse sndio libcdio dvdvideo avfoundation dshow gdigrab "
    "vfwcap decklink openal android_camera bluray".split()
)
_NO_TIMESTAMPS = 0x0080  # AVFMT_NOTIMESTAMPS: a bare stream, whose times the demuxer makes up


@dataclass(frozen=True, eq=False)
class MovieIndex:
    """Frames of one movie file in display order.

    Parameters
    ----------
    pts : ndarray of int64, shape (n_frames,)
        Timestamps in ticks of `time_base`, increasing; ordinals where `by_count`.
    time_base : Fraction
        Seconds a tick.
    decode_rank : ndarray of int32, shape (n_frames,)
        Position of each frame in decoding order.
    start_frames, start_pts, start_seek : ndarray of int64, shape (k,)
        First frame number, key packet's pts, and timestamp to seek to, for each place
        where exact decoding can begin.  The first is the beginning of the file.
    by_count : bool
        Packets have no usable pts: frames are known by counting from
        the first.
    doubtful : bool
        The pts may not be in display order; decoding some frames tells.
    clockless : bool
        The container states no times at all, or none that continue through the file.
    n_packets : int
        Packets that should each show a frame.
    codec : str
    header_rate : float or None
        Frames per second that the header states.
    n_frames_header : int or None
        Frames that the header promises.
    metadata : dict
        Of the container and the stream.
    notes : tuple of str
    moved : dict
        Byte position of a packet -> its pts, where the container's own is wrong.
    wrong : tuple of int
        Numbers of frames whose own stamp could not be right and was replaced.
    lost : tuple of int
        Numbers of frames that the movie has and the file lacks.
    checksums : bool
        Whether packets end in checksums of their slices (FFV1).
    lenient : bool
        Whether the decoder's strict checks refuse what is sound in this file.
    n_streams : int
        Video streams in the file, cover pictures aside.
    stop_at : int or None
        Byte behind which no packet is used.
    """

    pts: np.ndarray
    time_base: Fraction
    decode_rank: np.ndarray
    start_frames: np.ndarray
    start_pts: np.ndarray
    start_seek: np.ndarray
    by_count: bool
    doubtful: bool
    clockless: bool
    n_packets: int
    codec: str
    header_rate: float | None
    n_frames_header: int | None
    metadata: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    moved: dict[int, int] = field(default_factory=dict)
    wrong: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()
    checksums: bool = False
    lenient: bool = False
    n_streams: int = 1
    stop_at: int | None = None


def open_container(path: str | Path) -> Any:
    """The opened av container of a movie file.

    Raises
    ------
    VideoUnreadableError
        If FFmpeg does not know it as a movie.
    VideoTruncatedError
        If it is an MP4 file whose index was never written or is cut off.
    """
    try:
        # An absolute path can be taken for neither a protocol nor an image pattern.
        return av.open(os.path.abspath(path), metadata_errors="replace", options=_only_this_file())
    except (av.FFmpegError, OSError) as error:
        truncation.check_mp4_index(path)
        raise VideoUnreadableError(
            f"{path} cannot be read as a video: {error.strerror or error}.",
            do="check that it plays; `mouseface info FILE` tells what is in a movie",
        ) from error


@functools.cache
def _only_this_file() -> dict[str, str]:
    """FFmpeg's options that keep it from opening anything but the file itself."""
    known = {name for names in av.formats_available for name in names.split(",")}
    return {
        "format_whitelist": ",".join(sorted(known - _READ_OTHER_FILES)),
        "protocol_whitelist": "file",
    }


def video_stream(container: Any, path: str | Path) -> Any:
    """The first video stream that is not a cover picture.

    Raises
    ------
    VideoUnreadableError
        If there is none, or no decoder for it.
    """
    for stream in container.streams.video:
        context = stream.codec_context
        if not _is_cover(stream) and context is not None and context.name not in _NOT_MOVIES:
            return stream
    kinds = sorted({stream.type for stream in container.streams} - {"video"})
    raise VideoUnreadableError(
        f"{path} holds no video that can be decoded.",
        expected="a movie with a video stream",
        got=f"a file with {', '.join(kinds) or 'text or a cover picture'} only",
    )


def _is_cover(stream: Any) -> bool:
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def index_movie(path: str | Path, *, accept_truncated: bool = False) -> MovieIndex:
    """Demux a movie file once and index its frames.

    Raises
    ------
    VideoUnreadableError
        If it is not a movie, or holds no frame.
    VideoTruncatedError
        If the container promises more than the file holds, unless `accept_truncated`.
    """
    with open_container(path) as container:
        stream = video_stream(container, path)
        packets = Packets(stream)
        try:
            for packet in container.demux(stream):
                packets.add(packet)
        except av.FFmpegError:
            # What follows cannot be demuxed; whether something is missing is judged below.
            pass
        losses = packets.losses(container, path)
        if losses.summary is not None and not accept_truncated:
            raise VideoTruncatedError(
                f"{path} is damaged: {losses.summary}.",
                do="copy the file again, or use the other frames, each by its own number, with "
                "accept_truncated=True (--accept-truncated)",
            )
        promise = truncation.promised(
            container, stream, path, packets.count, packets.last_time_s, losses
        )
        notes = truncation.judge(path, promise, accept_truncated)
        notes += losses.notes + (() if losses.summary is None else (f"damaged: {losses.summary}",))
        packets.drop_at(promise.lost_positions)
        packets.put_right(losses)
        if not packets.stamps:
            raise VideoUnreadableError(f"{path} holds no video frame.")
        return _index(packets, container, promise.n_frames, notes, losses)


def stamped(packets: Iterator[Any], index: MovieIndex) -> Iterator[Any]:
    """The packets, with the index's stamps where the container's own are wrong."""
    if not index.moved and index.stop_at is None:
        return packets
    return _stamped(packets, index)


def _stamped(packets: Iterator[Any], index: MovieIndex) -> Iterator[Any]:
    for packet in packets:
        if index.stop_at is not None and packet.size and (packet.pos or 0) >= index.stop_at:
            return
        if packet.pos in index.moved:
            packet.pts = index.moved[packet.pos]
        yield packet


def _index(
    packets: Packets, container: Any, promised: int | None, notes: tuple[str, ...], losses: Losses
) -> MovieIndex:
    stream, known = packets.stream, packets.known
    lost = sorted(set(losses.lost) - set(known))
    packets.lost = tuple(lost)
    pts = np.sort(np.array([*known, *lost], np.int64), kind="stable")
    repeated = bool((np.diff(pts) == 0).any())
    bare = bool(container.format.flags & _NO_TIMESTAMPS)
    clockless = bare or packets.restarts
    without_pts = len(packets.stamps) - len(known)
    # A stream with B-frames whose packets all seem to be shown in decoding order: AVI has no
    # pts, so FFmpeg makes them up.  What was put right is looked at, too.
    doubtful = bool(stream.codec_context.has_b_frames) and not packets.reordered
    starts = np.array(sorted(packets.starts), np.int64).reshape(-1, 3)
    numbers = np.searchsorted(pts, starts[:, 0])
    # Frame 0 is always reached from the beginning of the file; a key packet
    # with no frame after it starts nothing.
    useful = (numbers > 0) & (numbers < len(pts))
    numbers, which = np.unique(numbers[useful], return_index=True)
    starts = starts[useful][which]
    first = pts[:1] if len(pts) else np.zeros(1, np.int64)
    return MovieIndex(
        pts=pts,
        time_base=Fraction(stream.time_base),
        decode_rank=packets.decode_ranks(pts),
        start_frames=np.concatenate([[0], numbers]).astype(np.int64),
        start_pts=np.concatenate([first, starts[:, 0]]),
        start_seek=np.concatenate([first, starts[:, 1]]),
        by_count=without_pts > 0 or repeated or clockless or packets.disordered,
        doubtful=doubtful or bool(packets.moved),
        clockless=clockless,
        n_packets=len(packets.stamps),
        codec=packets.codec,
        header_rate=_header_rate(stream, bare),
        n_frames_header=promised,
        metadata={**container.metadata, **stream.metadata},
        notes=notes + packets.notes,
        moved=packets.moved,
        wrong=tuple(np.searchsorted(pts, np.array(packets.replaced, np.int64)).tolist()),
        lost=tuple(np.searchsorted(pts, np.array(lost, np.int64)).tolist()),
        checksums=packets.checksums,
        n_streams=sum(not _is_cover(other) for other in container.streams.video),
        stop_at=losses.stop_at,
    )


def _header_rate(stream: Any, bare: bool) -> float | None:
    # For a bare stream FFmpeg makes up 25 frames per second, unless the codec states a rate.
    rates = [stream.codec_context.framerate]
    if not bare:
        rates = [stream.average_rate, stream.guessed_rate, *rates]
    return next((float(rate) for rate in rates if rate), None)
