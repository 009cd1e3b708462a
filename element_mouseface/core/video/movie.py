"""Movie files through PyAV, each frame known by its timestamp.

Seeking in a movie lands on a key packet near the place asked for, never on a
frame; decoders hold frames back, reorder them, drop broken ones without a word
and fill in lost references with what they have.  So nothing is counted: decoding
begins at a key packet that the index knows as exact, every frame that comes out
is looked up by its pts, and after a broken frame nothing is believed until the
next such packet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import av
import numpy as np

from ...errors import ClockError, VideoMismatchError, VideoUnreadableError
from . import nal
from .base import FileInfo, VideoInfo, VideoReader
from .clock import check_times, duration_of, is_variable, rate_of, times_from_rate
from .files import FileStamp, existing_file, sha256_of
from .index import MovieIndex, index_movie, open_container, video_stream
from .luma import LIMITED_TO_FULL, has_luma_plane, is_full_range, luma_plane

__all__ = ["MovieReader"]

# H.264 and HEVC hold back at most 16 frames, so a number still missing when
# this many later frames are out will not come.
_MOST_HELD_BACK = 16


class MovieReader(VideoReader):
    """Reader of one movie file that PyAV (FFmpeg) can decode.

    Parameters
    ----------
    path : path
    fps : float, optional
        Replaces the stream's clock by a constant rate: many cameras' files carry a
        playback rate, not the recording's.
    times_s : array of float, optional
        Replaces the stream's clock: one time per frame in seconds.
    accept_truncated : bool
        Use what is readable of a file that is cut off.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError, VideoTruncatedError, ClockError
    """

    def __init__(
        self,
        path: str | Path,
        *,
        fps: float | None = None,
        times_s: Any = None,
        accept_truncated: bool = False,
    ):
        self._path = existing_file(path)
        self._stamp = FileStamp.of(self._path)
        self._index = index_movie(self._path, accept_truncated=accept_truncated)
        self._strict, sample = _first_frame(self._path)
        self._shape = (sample.height, sample.width)
        self._pix_fmt = sample.format.name
        self._planar = has_luma_plane(self._pix_fmt)
        self._full_range = is_full_range(self._pix_fmt, sample.color_range)
        if self._planar and not self._full_range:
            self.luma_table = LIMITED_TO_FULL
        self.start_frames = self._index.start_frames
        n_frames = _count(self._path) if self._index.by_count else len(self._index.pts)
        self._override = None if fps is None and times_s is None else [fps, times_s is not None]
        self.times_s, clock, variable = _times(self._path, self._index, n_frames, fps, times_s)
        digest = sha256_of(self._path)
        self._stamp.check()
        self.info = self._describe(n_frames, clock, variable, digest, float(sample.rotation))

    def _describe(
        self, n_frames: int, clock: str, variable: bool, digest: str, rotation: float
    ) -> VideoInfo:
        index = self._index
        rate = rate_of(self.times_s, index.header_rate)
        if rate is None:
            raise ClockError(
                f"{self._path} holds one frame and states no frame rate.", do="give fps= (--fps)"
            )
        start_s = 0.0 if index.by_count else float(index.pts[0] * index.time_base)
        file = FileInfo(
            str(self._path), 0, n_frames, digest, self._stamp.size_bytes,
            index.n_frames_header, start_s,
        )  # fmt: skip
        notes = index.notes
        if rotation:
            notes += (f"the container asks for a rotation by {rotation:g} degrees; ignored",)
        if index.by_count:
            notes += ("no usable timestamps in the stream: frames are known by counting",)
        return VideoInfo(
            n_frames=n_frames,
            height_px=self._shape[0],
            width_px=self._shape[1],
            fps=rate,
            is_vfr=variable,
            duration_s=duration_of(self.times_s, rate),
            start_time_s=start_s,
            codec=index.codec,
            pix_fmt=self._pix_fmt,
            full_range=self._full_range,
            clock=clock,
            rotation_deg=rotation,
            n_frames_header=index.n_frames_header,
            recorded_at=_recorded_at(index.metadata),
            files=(file,),
            notes=notes,
        )

    def _content(self) -> dict[str, Any]:
        override = None if self._override is None else [t.hex() for t in self.times_s.tolist()]
        return {
            "files": [[f.sha256, f.n_frames] for f in self.info.files],
            "times": override,
        }

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        self._stamp.check()
        if start == stop:
            return
        if self._index.by_count:
            frames = self._counted(threads)
        else:
            frames = self._decoded(start, threads)
        waiting: dict[int, np.ndarray | None] = {}
        number = start
        with closing(frames):
            for found, frame in frames:
                if found < number or found in waiting:
                    continue  # before the range, or an output the decoder repeats
                waiting[found] = frame
                while number in waiting or len(waiting) > _MOST_HELD_BACK:
                    yield number, waiting.pop(number, None)
                    number += 1
                    if number == stop:
                        return
        # The movie has ended before the range did: was it cut under the reader?
        self._stamp.check()
        for missing in range(number, stop):
            yield missing, waiting.pop(missing, None)

    def _counted(self, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        with open_container(self._path) as container:
            stream = self._prepare(container, threads)
            outputs = (frame for _, frames in _decode(container.demux(stream)) for frame in frames)
            for number, frame in enumerate(outputs):
                yield number, self._luma(number, frame)

    def _decoded(self, start: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        """Frames from the last exact beginning at or before `start`, in order of output."""
        entry = int(np.searchsorted(self.start_frames, start, side="right")) - 1
        trust = _Trust(self._index, int(self.start_frames[entry]))
        for attempt in (0, 1, 4, entry):
            with open_container(self._path) as container:
                stream = self._prepare(container, threads)
                packets = _packets_from(container, stream, self._index, entry, attempt)
                head = next(packets, None)
                if head is None:
                    continue  # the seek landed behind the key packet: aim further back
                prefix = nal.length_size(self._index.codec, stream.codec_context.extradata)
                for packet, frames in _decode(packets, head):
                    if frames is None:
                        trust.broke(packet, prefix)
                        continue
                    for frame in frames:
                        number = trust.number_of(frame)
                        if number is not None:
                            good = trust.is_good(number)
                            yield number, self._luma(number, frame) if good else None
                return

    def _prepare(self, container: Any, threads: int) -> Any:
        stream = video_stream(container, self._path)
        stream.thread_type = "FRAME" if threads > 1 else "NONE"
        stream.codec_context.thread_count = threads
        if self._strict:
            stream.codec_context.options = {"err_detect": "explode"}
        return stream

    def _luma(self, number: int, frame: Any) -> np.ndarray:
        if (frame.height, frame.width) != self._shape or frame.format.name != self._pix_fmt:
            raise VideoMismatchError(
                f"{self._path} changes its picture at frame {number}.",
                expected=f"{self._shape[1]}x{self._shape[0]} {self._pix_fmt} throughout",
                got=f"{frame.width}x{frame.height} {frame.format.name}",
                do="split the movie there",
            )
        if self._planar:
            return luma_plane(frame)
        grey = frame.to_ndarray(format="gray")
        grey.setflags(write=False)
        return grey


class _Trust:
    """Which decoded frames are what was filmed.

    After a broken packet a decoder goes on with substitutes for the references it
    lost.  Frames decoded after it are not believed until the next exact beginning.
    """

    def __init__(self, index: MovieIndex, first: int):
        self._index, self._first = index, first
        self._start_ranks = index.decode_rank[index.start_frames]
        self._broken_from: dict[int, int] = {}  # segment -> decoding rank

    def _number(self, pts: int | None) -> int | None:
        if pts is None:
            return None
        at = int(np.searchsorted(self._index.pts, pts))
        return at if at < len(self._index.pts) and self._index.pts[at] == pts else None

    def _segment(self, rank: int) -> int:
        return max(0, int(np.searchsorted(self._start_ranks, rank, side="right")) - 1)

    def number_of(self, frame: Any) -> int | None:
        """The frame's number; None for a frame that is not in the index."""
        number = self._number(frame.pts)
        if number is not None and frame.is_corrupt and number >= self._first:
            self._distrust(number)
        return number

    def broke(self, packet: Any, prefix: int) -> None:
        """Note a packet that the decoder refused."""
        number = None if packet is None else self._number(packet.pts)
        # Frames shown before the first key packet cannot be decoded from there,
        # and nothing after it refers to them.
        if number is None or number < self._first:
            return
        if nal.is_reference(self._index.codec, bytes(packet), prefix):
            self._distrust(number)

    def _distrust(self, number: int) -> None:
        rank = int(self._index.decode_rank[number])
        segment = self._segment(rank)
        self._broken_from[segment] = min(rank, self._broken_from.get(segment, rank))

    def is_good(self, number: int) -> bool:
        """Whether the frame depends on no broken one."""
        if not self._broken_from:
            return True
        rank = int(self._index.decode_rank[number])
        segment = self._segment(rank)
        leads = number < self._index.start_frames[segment]  # refers to the segment before, too
        if leads and segment - 1 in self._broken_from:
            return False
        return rank < self._broken_from.get(segment, rank + 1)


def _packets_from(
    container: Any, stream: Any, index: MovieIndex, entry: int, back: int
) -> Iterator[Any]:
    """Packets from a start entry on; nothing if the seek lands behind it."""
    if entry == 0:
        yield from container.demux(stream)
        return
    aim = entry - back
    if aim > 0:
        try:
            container.seek(int(index.start_seek[aim]), stream=stream)
        except av.FFmpegError:
            return
    wanted, latest = (
        index.start_pts[entry],
        index.start_pts[min(entry + 1, len(index.start_pts) - 1)],
    )
    packets = container.demux(stream)
    for packet in packets:
        if packet.pts == wanted:
            yield packet
            yield from packets
            return
        if packet.pts is not None and packet.pts > max(latest, wanted) and back < entry:
            return


def _decode(packets: Iterator[Any], head: Any = None) -> Iterator[tuple[Any, list | None]]:
    """Each packet with the frames the decoder gave for it; None where it refused."""
    context = None
    pending = [] if head is None else [head]
    while True:
        try:
            packet = pending.pop() if pending else next(packets, None)
        except av.FFmpegError:
            packet = None  # the file ends here, or cannot be read on
        if packet is None:
            break
        context = packet.stream.codec_context
        try:
            yield packet, context.decode(packet)
        except av.FFmpegError:
            yield packet, None
    if context is not None:
        try:
            yield None, context.decode(None)
        except av.FFmpegError:
            return


def _first_frame(path: Path) -> tuple[bool, Any]:
    """Whether the decoder's strict error detection works on this file, and its first frame.

    Strictness turns a damaged frame into an error instead of a patched picture.
    Some encoders write streams that are sound but never pass it.
    """
    for strict, most in ((True, 100), (False, 10**9)):
        with open_container(path) as container:
            stream = video_stream(container, path)
            stream.thread_type = "NONE"
            if strict:
                stream.codec_context.options = {"err_detect": "explode"}
            for k, (_, frames) in enumerate(_decode(container.demux(stream))):
                if frames:
                    return strict, frames[0]
                if k > most:
                    break
    raise VideoUnreadableError(
        f"No frame of {path} can be decoded.",
        do="check that the file plays; it may be damaged or encrypted",
    )


def _count(path: Path) -> int:
    """Frames the decoder gives for the whole file."""
    with open_container(path) as container:
        stream = video_stream(container, path)
        return sum(len(frames or ()) for _, frames in _decode(container.demux(stream)))


def _times(
    path: Path, index: MovieIndex, n_frames: int, fps: Any, times_s: Any
) -> tuple[np.ndarray, str, bool]:
    """Times of the frames from 0, where they come from, and whether the rate varies."""
    if times_s is not None:
        times = check_times(times_s, n_frames)
        return times - times[0], "times", is_variable(times)
    if fps is not None:
        return times_from_rate(n_frames, fps), "fps", False
    if not index.by_count:
        ticks = index.pts - index.pts[0]
        times = ticks * index.time_base.numerator / index.time_base.denominator
        return times, "timestamps", is_variable(times, float(index.time_base))
    if index.header_rate is None:
        raise ClockError(
            f"{path} has neither timestamps nor a frame rate.",
            do="give fps= (--fps) or times_s= (--times)",
        )
    return times_from_rate(n_frames, index.header_rate), "header", False


def _recorded_at(metadata: dict[str, str]) -> datetime | None:
    for name in ("com.apple.quicktime.creationdate", "creation_time", "DATE", "date"):
        try:
            when = datetime.fromisoformat(metadata.get(name, ""))
        except ValueError:
            continue
        if when.year > 1970:  # muxers without a clock write their epoch: 1904 or 1970
            return when
    return None
