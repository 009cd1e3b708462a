"""A video reader for movie files with PyAV: indexed once, read by frame number."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import ClockError, VideoUnreadableError
from ..inputs import sha256_of
from .base import FileInfo, VideoInfo, VideoReader
from .bit_depth import ask_for_white, check_white, deep_bits, deep_luma, peak_of
from .clock import against_own, check_times, duration_of, is_variable, rate_of, times_from_rate
from .color import ColorPicture, SourceColor
from .counted import count_frames, counted_frames, outputs_pts
from .decoding import decode_packets, numbered_frames, prepare_decoder
from .files import FileStamp, existing_file
from .frame_color import FrameColor
from .index import MovieIndex, index_movie, open_container, video_stream
from .luma import LIMITED_TO_FULL, has_luma_plane, is_full_range, luma_plane
from .orientation import turn_of_frame

_FRAMES_A_CHECK = 16  # what results are stored and hashed by
_FRAMES_TRIED = 8
_FRAMES_LOOKED_AT = 8
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
    white_level : float, optional
        Value that becomes 255, in movies of more than 8 bits a pixel.
    orientation : {'shown', 'stored'}, optional
        Whether to turn the picture as the file asks; see `orientation`.
    trust_times : bool
        Take `times_s` however far they are from the movie's own clock.
    accept_truncated : bool
        Use what is readable of a file that is cut off.

    Raises
    ------
    VideoNotFoundError, VideoUnreadableError, VideoTruncatedError, ClockError, ParameterError
    """

    def __init__(
        self,
        path: str | Path,
        *,
        fps: float | None = None,
        times_s: Any = None,
        white_level: float | None = None,
        orientation: str | None = None,
        trust_times: bool = False,
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
        self._interlaced = bool(sample.interlaced_frame)
        self._turn = turn_of_frame(sample, self._path, orientation)
        self._white_level = white_level
        self._color = FrameColor(self._index.codec, self._turn, white_level)
        self._source_color = self._color.source(sample)
        if white_level is not None:
            check_white(self._path, self._pix_fmt, white_level)
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
        if times_s is not None:
            self._notes += against_own(self.times_s, self.own_span_s, trusted=trust_times)
        if white_level is None and deep_bits(self._pix_fmt) is not None:
            self._look_for_white()
        self._stamp.check()
        self.info = self._describe(clock, variable, digest.result(), float(sample.rotation))

    @property
    def ticks(self) -> tuple[np.ndarray, Fraction] | None:
        """Frame times in whole ticks and the seconds a tick; None if they were replaced."""
        if self.info.clock != "timestamps":
            return None
        return self._index.pts, self._index.time_base

    @property
    def own_span_s(self) -> float | None:
        """Seconds from the first frame to the last on the stream's own clock, if it has one."""
        own = None if self._index.clockless else _own_times(self._index, len(self.times_s))
        return None if own is None or len(own) < 2 else float(own[-1])

    def _describe(self, clock: str, variable: bool, digest: str, rotation: float) -> VideoInfo:
        index, n_frames = self._index, len(self.times_s)
        rate = rate_of(
            _regular(self.times_s, index) if clock == "timestamps" else self.times_s,
            index.header_rate,
        )
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
        if index.n_streams > 1:
            notes += (f"of {index.n_streams} video streams in the file the first is read",)
        if self._interlaced:
            notes += ("interlaced: odd and even rows of a picture were taken one after the other",)
        if index.lenient:
            notes += ("no frame follows the rules of its format: damage may not be detected",)
        if self._turn is not None:
            mirror = " and mirrored" * self._turn.mirrored
            by = "" if self._turn.mirrored else f" by {self._turn.clockwise_deg} degrees clockwise"
            notes += (f"the picture is turned{by}{mirror}, as the file asks and players show it",)
        elif rotation:
            notes += (f"the file asks for a turn by {rotation:g} degrees; not made, as requested",)
        height_px, width_px = self._shape if self._turn is None else self._turn.size(self._shape)
        if index.by_count:
            notes += ("no usable timestamps in the stream: frames are known by counting",)
        return VideoInfo(
            n_frames=n_frames,
            height_px=height_px,
            width_px=width_px,
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
        # What is rarely given stands in the hash only where it is.
        turn = None if self._turn is None else dataclasses.astuple(self._turn)
        more = {"white_level": self._white_level, "turn": None if turn is None else list(turn)}
        given = {name: value for name, value in more.items() if value is not None}
        return {"files": files, "times": times, **given}

    @property
    def color(self) -> SourceColor:
        """As the first frame signals."""
        return self._source_color

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        return self._pictures(start, stop, threads, self._luma)

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        return self._pictures(start, stop, threads, self._luma_and_color)

    def _pictures(
        self, start: int, stop: int, threads: int, read: Callable[[Any], Any]
    ) -> Iterator[tuple[int, Any]]:
        self._stamp.check()
        if start == stop:
            return
        frames = self._frames(start, stop, threads)
        with closing(frames):  # type: ignore[type-var]
            for number, frame in frames:
                # Before a chunk's last frame is given out, so that none is stored of a file
                # that was cut or overwritten meanwhile.
                if number % _FRAMES_A_CHECK == _FRAMES_A_CHECK - 1 or number == stop - 1:
                    self._stamp.check()
                yield number, None if frame is None else read(frame)

    def _luma_and_color(self, frame: Any) -> tuple[np.ndarray, ColorPicture] | None:
        luma = self._luma(frame)
        return None if luma is None else (luma, self._color.picture(frame, self._full_range))

    def _luma(self, frame: Any) -> np.ndarray | None:
        # A damaged header can change the picture's size for a frame; that is no frame
        # of this movie.
        shape = (frame.height, frame.width)
        if shape != self._shape or frame.format.name != self._pix_fmt:
            return None
        if self._planar:
            gray = luma_plane(frame, shape)
        elif self._white_level is not None:
            gray = deep_luma(frame, self._full_range, self._white_level)
        else:
            gray = frame.to_ndarray(format="gray")
            gray.setflags(write=False)
        return gray if self._turn is None else self._turn.apply(gray)

    def _look_for_white(self) -> None:
        """Ask for the white level if a few frames, spread over the movie, use few levels."""
        starts = self.start_frames.tolist()
        numbers = starts[:: max(1, len(starts) // _FRAMES_LOOKED_AT)][:_FRAMES_LOOKED_AT]
        peaks = []
        for number in numbers:
            for _, frame in self._frames(number, number + 1, 1):
                if frame is not None and frame.format.name == self._pix_fmt:
                    peaks.append(peak_of(frame))
        if peaks:
            ask_for_white(self._path, self._pix_fmt, max(peaks), len(peaks))

    def _frames(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, Any]]:
        if self._index.by_count:
            return counted_frames(self._path, self._index, start, stop, threads)
        return numbered_frames(self._path, self._index, start, stop, threads)


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
    own = None if index.clockless else _own_times(index, n_frames)
    if own is not None:
        variable = is_variable(_regular(own, index), float(index.time_base))
        return own, "timestamps", variable
    if index.header_rate is None:
        raise ClockError(
            f"{path} has neither usable timestamps nor a frame rate.",
            do="give fps= (--fps) or times_s= (--times)",
        )
    return times_from_rate(n_frames, index.header_rate), "header", False


def _own_times(index: MovieIndex, n_frames: int) -> np.ndarray | None:
    """Times from the stream's stamps, 0 at the first; None where they are not the frames'."""
    # In AVI the times are right though their order is the decoder's, not the display's.
    if len(index.pts) != n_frames or not bool((np.diff(index.pts) > 0).all()):
        return None
    ticks = index.pts - index.pts[0]
    return ticks * index.time_base.numerator / index.time_base.denominator


def _regular(times_s: np.ndarray, index: MovieIndex) -> np.ndarray:
    """The frames' times, without the intervals beside a frame whose stamp was replaced.

    They are no evidence of the rate: where the second frame repeats the first one's stamp,
    the recording is one interval too short.
    """
    beside = {number + k for number in index.wrong for k in (-1, 0)}
    steps = np.diff(times_s)
    steps = np.delete(steps, [k for k in beside if 0 <= k < len(steps)])
    if not beside or len(steps) < 2:
        return times_s
    return np.concatenate([[0.0], np.cumsum(steps)])


def _recorded_at(metadata: dict[str, str]) -> datetime | None:
    for name in ("com.apple.quicktime.creationdate", "creation_time", "DATE", "date"):
        try:
            when = datetime.fromisoformat(metadata.get(name, ""))
        except ValueError:
            continue
        if when.year > 1970:  # muxers without a clock write their epoch: 1904 or 1970
            return when
    return None
