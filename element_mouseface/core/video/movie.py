"""Movie files through PyAV: indexed once, read by frame number."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ClockError, VideoUnreadableError
from .base import FileInfo, VideoInfo, VideoReader
from .clock import check_times, duration_of, is_variable, rate_of, times_from_rate
from .counted import count_frames, counted_frames, outputs_pts
from .decoding import decode_packets, numbered_frames, prepare_decoder
from .files import FileStamp, existing_file, sha256_of
from .index import MovieIndex, index_movie, open_container, video_stream
from .luma import LIMITED_TO_FULL, has_luma_plane, is_full_range, luma_plane

__all__ = ["MovieReader"]

_FRAMES_A_CHECK = 16  # what results are stored and hashed by
_FRAMES_TRIED = 8
_FRAMES_TO_SETTLE = 500  # enough to meet a B-frame where there are any


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
        with ThreadPoolExecutor(2) as beside:
            # Reading every byte takes as long as indexing: both at once.
            digest = beside.submit(sha256_of, self._path)
            first = beside.submit(_first_frame, self._path)
            self._index = index_movie(self._path, accept_truncated=accept_truncated)
            sample, lenient = first.result()
        self._shape = (sample.height, sample.width)
        self._pix_fmt = sample.format.name
        self._planar = has_luma_plane(self._pix_fmt)
        self._full_range = is_full_range(self._pix_fmt, sample.color_range)
        if self._planar and not self._full_range:
            self.luma_table = LIMITED_TO_FULL
        self._index = dataclasses.replace(self._index, lenient=lenient)
        self._index = _settled(self._path, self._index, sample.interlaced_frame)
        n_frames, damage = len(self._index.pts), tuple[str, ...]()
        if self._index.by_count:
            n_frames, damage = count_frames(
                self._path,
                self._index,
                interlaced=sample.interlaced_frame,
                accept_truncated=accept_truncated,
            )
        self._notes = self._index.notes + damage
        self.start_frames = self._index.start_frames
        self._clock_given = fps is not None or times_s is not None
        self.times_s, clock, variable = _times(self._path, self._index, n_frames, fps, times_s)
        self._stamp.check()
        self.info = self._describe(clock, variable, digest.result(), float(sample.rotation))

    @property
    def ticks(self) -> tuple[np.ndarray, Fraction] | None:
        """Frame times in whole ticks and the seconds a tick; None if they were replaced."""
        if self.info.clock != "timestamps":
            return None
        return self._index.pts, self._index.time_base

    def _describe(self, clock: str, variable: bool, digest: str, rotation: float) -> VideoInfo:
        index, n_frames = self._index, len(self.times_s)
        rate = rate_of(self.times_s, index.header_rate)
        if rate is None:
            raise ClockError(
                f"{self._path} holds one frame and states no frame rate.", do="give fps= (--fps)"
            )
        start_s = 0.0 if index.by_count else float(index.pts[0] * index.time_base)
        file = FileInfo(
            path=str(self._path),
            first_frame=0,
            n_frames=n_frames,
            sha256=digest,
            size_bytes=self._stamp.size_bytes,
            n_frames_header=index.n_frames_header,
            start_time_s=start_s,
        )
        notes = self._notes
        if index.lenient:
            notes += ("no frame keeps the rules of its format: damage may pass unseen",)
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
        times = [time.hex() for time in self.times_s.tolist()] if self._clock_given else None
        files = [[file.sha256, file.n_frames] for file in self.info.files]
        return {"files": files, "times": times}

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        self._stamp.check()
        if start == stop:
            return
        if self._index.by_count:
            frames = counted_frames(self._path, self._index, start, stop, threads)
        else:
            frames = numbered_frames(self._path, self._index, start, stop, threads)
        with closing(frames):  # type: ignore[type-var]
            for number, frame in frames:
                # Before a chunk's last frame is given out, so that none is stored of a file
                # that was cut or overwritten meanwhile.
                if number % _FRAMES_A_CHECK == _FRAMES_A_CHECK - 1 or number == stop - 1:
                    self._stamp.check()
                yield number, None if frame is None else self._luma(frame)

    def _luma(self, frame: Any) -> np.ndarray | None:
        # A damaged header can change the picture's size for a frame; that is no frame
        # of this movie.
        shape = (frame.height, frame.width)
        if shape != self._shape or frame.format.name != self._pix_fmt:
            return None
        if self._planar:
            return luma_plane(frame, shape)
        grey = frame.to_ndarray(format="gray")
        grey.setflags(write=False)
        return grey


def _first_frame(path: Path) -> tuple[Any, bool]:
    """The first frame that can be decoded, and whether only a lenient decoder takes any.

    It tells size, pixel format and range.
    """
    frame, refused = _sample(path, lenient=False)
    if refused:
        other, refused_still = _sample(path, lenient=True)
        # Some cameras break their format's rules in every frame, which is no damage.
        if other is not None and not refused_still and (frame is None or refused == _FRAMES_TRIED):
            return other, True
    if frame is None:
        raise VideoUnreadableError(
            f"No frame of {path} can be decoded.",
            do="check that the file plays; it may be damaged or encrypted",
        )
    return frame, False


def _sample(path: Path, *, lenient: bool) -> tuple[Any, int]:
    """The first sound frame, and how many of the first packets were refused before it."""
    refused = 0
    with open_container(path) as container:
        stream = video_stream(container, path)
        prepare_decoder(stream, lenient=lenient)
        for _, frames in decode_packets(container.demux(stream)):
            sound = [frame for frame in frames or () if not frame.is_corrupt]
            if sound:
                return sound[0], refused
            refused += refused < _FRAMES_TRIED and (frames is None or bool(frames))
    return None, refused


def _settled(path: Path, index: MovieIndex, interlaced: bool) -> MovieIndex:
    """The index, for counting if the decoder's output does not come by its pts."""
    if (index.doubtful or interlaced) and not index.by_count:
        outputs = outputs_pts(path, index, _FRAMES_TO_SETTLE)
        # Each field may be a packet of its own, and two make a frame.
        fields = not np.isin(index.pts[: len(outputs) // 2], outputs).all()
        disordered = bool((np.diff(outputs) <= 0).any())
        index = dataclasses.replace(index, by_count=disordered or (interlaced and fields))
    if not index.by_count:
        return index
    one = np.zeros(1, np.int64)
    return dataclasses.replace(index, start_frames=one, start_pts=one, start_seek=one)


def _times(
    path: Path, index: MovieIndex, n_frames: int, fps: Any, times_s: Any
) -> tuple[np.ndarray, str, bool]:
    """Times of the frames from 0, where they come from, and whether the rate varies."""
    if times_s is not None:
        times = check_times(times_s, n_frames)
        return times - times[0], "times", is_variable(times)
    if fps is not None:
        return times_from_rate(n_frames, fps), "fps", False
    # In AVI the times are right though their order is the decoder's, not the display's.
    distinct = len(index.pts) == n_frames and bool((np.diff(index.pts) > 0).all())
    if distinct and not index.clockless:
        ticks = index.pts - index.pts[0]
        times = ticks * index.time_base.numerator / index.time_base.denominator
        return times, "timestamps", is_variable(times, float(index.time_base))
    if index.header_rate is None:
        raise ClockError(
            f"{path} has neither usable timestamps nor a frame rate.",
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
