"""The index of a movie file: every frame's time, from its packets, without decoding.

A header's frame count can be wrong, and seeking by frame number lands beside
the frame.  So the whole stream is demuxed once (a few microseconds a packet),
and afterwards each decoded frame is known by its timestamp.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ...errors import VideoUnreadableError
from . import nal, truncation

__all__ = ["MovieIndex", "index_movie", "open_container", "video_stream"]

# Key packets of these begin exactly: a key frame resets every reference, and frames shown
# before it (open GOP) are not needed after it.  Of any other codec, only the first frame.
_KEY_IS_EXACT = frozenset("vp8 vp9 av1 mpeg1video mpeg2video mpeg4 ffv1 png tiff bmp".split())
# FFmpeg draws text files as pictures; that is no movie of a mouse.
_NOT_MOVIES = frozenset("ansi bintext xbin idf".split())
_MOST_REORDERED = 16
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
        The container states no times at all, or none that go on through the file.
    n_packets : int
        Packets that should each show a frame.
    codec : str
    header_rate : float or None
        Frames a second that the header states.
    n_frames_header : int or None
        Frames that the header promises.
    metadata : dict
        Of the container and the stream.
    notes : tuple of str
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
        return av.open(os.path.abspath(path), metadata_errors="replace")
    except (av.FFmpegError, OSError) as error:
        truncation.check_mp4_index(path)
        raise VideoUnreadableError(
            f"{path} cannot be read as a video: {error.strerror or error}.",
            do="check that it plays; `mouseface info FILE` tells what is in a movie",
        ) from error


def video_stream(container: Any, path: str | Path) -> Any:
    """The first video stream that is not a cover picture.

    Raises
    ------
    VideoUnreadableError
        If there is none, or no decoder for it.
    """
    for stream in container.streams.video:
        cover = bool(stream.disposition & av.stream.Disposition.attached_pic)
        context = stream.codec_context
        if not cover and context is not None and context.name not in _NOT_MOVIES:
            return stream
    kinds = sorted({stream.type for stream in container.streams} - {"video"})
    raise VideoUnreadableError(
        f"{path} holds no video that can be decoded.",
        expected="a movie with a video stream",
        got=f"a file with {', '.join(kinds) or 'text or a cover picture'} only",
    )


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
        packets = _Packets(stream)
        try:
            for packet in container.demux(stream):
                packets.add(packet)
        except av.FFmpegError:
            # What follows cannot be demuxed; whether something is missing is judged below.
            pass
        promise = truncation.promised(container, stream, path, packets.count, packets.last_time_s)
        notes = truncation.judge(path, promise, accept_truncated)
        packets.drop_at(promise.lost_positions)
        if not packets.pts and not packets.without_pts:
            raise VideoUnreadableError(f"{path} holds no video frame.")
        return packets.index(container, promise.n_frames, notes)


class _Packets:
    """Gathers what the index needs from the packets, in decoding order."""

    def __init__(self, stream: Any):
        self.stream, self.codec = stream, stream.codec_context.codec.canonical_name
        self.prefix = nal.length_size(self.codec, stream.codec_context.extradata)
        self.intra = stream.codec_context.codec.intra_only
        self.pts: list[int] = []
        self.positions: list[int] = []
        self.starts: list[tuple[int, int]] = []  # (pts, timestamp to seek to)
        self.count = 0
        self._last_end = 0  # in the stream's ticks: fractions would take as long as demuxing
        self.without_pts = 0
        self.reordered = False

    @property
    def last_time_s(self) -> float:
        """When the last frame ends."""
        return float(self._last_end * (self.stream.time_base or 0))

    def add(self, packet: Any) -> None:
        if packet.size == 0:  # the closing flush, or a frame the camera dropped
            return
        self.count += 1
        if packet.pts is None:
            self.without_pts += 1
            return
        self.reordered = self.reordered or bool(self.pts and packet.pts < self.pts[-1])
        self._last_end = max(self._last_end, packet.pts + (packet.duration or 0))
        if packet.is_keyframe and self._exact(packet):
            dts = packet.pts if packet.dts is None else packet.dts
            self.starts.append((packet.pts, min(dts, packet.pts)))
        # An edit list makes the decoder drop frames it still needs for reference.
        if packet.is_discard or self._hidden(packet):
            return
        self.pts.append(packet.pts)
        self.positions.append(-1 if packet.pos is None else packet.pos)

    def _exact(self, packet: Any) -> bool:
        if self.intra or self.codec in _KEY_IS_EXACT:
            return True
        if self.codec in ("h264", "hevc"):
            return nal.begins_exactly(self.codec, bytes(packet), self.prefix)
        return False

    def _hidden(self, packet: Any) -> bool:
        # VP8 stores its reference-only frames as packets of their own (RFC 6386, 9.1).
        return self.codec == "vp8" and not memoryview(packet)[0] & 0x10

    def drop_at(self, positions: frozenset[int]) -> None:
        """Forget packets whose bytes the file does not hold to their end."""
        if positions:
            keep = [k for k, at in enumerate(self.positions) if at not in positions]
            gone = {self.pts[k] for k, at in enumerate(self.positions) if at in positions}
            self.pts = [self.pts[k] for k in keep]
            self.starts = [start for start in self.starts if start[0] not in gone]

    def index(self, container: Any, promised: int | None, notes: tuple[str, ...]) -> MovieIndex:
        pts = np.array(self.pts, np.int64)
        order = np.argsort(pts, kind="stable")
        repeated = bool((np.diff(pts[order]) == 0).any())
        restarts = _clock_restarts(order)
        notes += ("the clock starts anew within the file",) if restarts else ()
        bare = bool(container.format.flags & _NO_TIMESTAMPS)
        clockless = bare or restarts
        # A stream with B-frames whose packets all seem to be shown in decoding order: AVI
        # has no pts, so FFmpeg makes them up.
        doubtful = bool(self.stream.codec_context.has_b_frames) and not self.reordered
        starts = np.array(sorted(self.starts), np.int64).reshape(-1, 2)
        numbers = np.searchsorted(pts[order], starts[:, 0])
        # Frame 0 is always reached from the beginning of the file; a key packet
        # with no frame after it starts nothing.
        useful = (numbers > 0) & (numbers < len(pts))
        numbers, which = np.unique(numbers[useful], return_index=True)
        starts = starts[useful][which]
        first = pts[order][:1] if len(pts) else np.zeros(1, np.int64)
        return MovieIndex(
            pts=pts[order],
            time_base=Fraction(self.stream.time_base),
            decode_rank=order.astype(np.int32),
            start_frames=np.concatenate([[0], numbers]).astype(np.int64),
            start_pts=np.concatenate([first, starts[:, 0]]),
            start_seek=np.concatenate([first, starts[:, 1]]),
            by_count=self.without_pts > 0 or repeated or clockless,
            doubtful=doubtful,
            clockless=clockless,
            n_packets=len(pts) + self.without_pts,
            codec=self.codec,
            header_rate=_header_rate(self.stream, bare),
            n_frames_header=promised,
            metadata={**container.metadata, **self.stream.metadata},
            notes=notes,
        )


def _clock_restarts(order: np.ndarray) -> bool:
    """Whether a stretch of the file is shown, by its times, before what stands before it.

    As when two transport streams are joined byte by byte.  Reordering for B-frames moves
    a frame by 16 at the most; one wild timestamp moves one frame far, and no other.
    """
    moved = np.abs(order - np.arange(len(order)))
    return bool((moved > _MOST_REORDERED).sum() > _MOST_REORDERED)


def _header_rate(stream: Any, bare: bool) -> float | None:
    # For a bare stream FFmpeg makes up 25 frames a second, unless the codec states a rate.
    rates = [stream.codec_context.framerate]
    if not bare:
        rates = [stream.average_rate, stream.guessed_rate, *rates]
    return next((float(rate) for rate in rates if rate), None)
