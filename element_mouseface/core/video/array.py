"""A video reader for arrays in memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import numpy as np

from ...errors import ClockError, VideoUnreadableError
from .base import FileInfo, VideoInfo, VideoReader
from .clock import check_times, duration_of, is_variable, rate_of, times_from_rate
from .color import ColorPicture, PixelColor, SourceColor, color_of_pixels
from .luma import check_depth, luma_from_pixels


class IndexedReader(VideoReader):
    """Base of the readers whose frames can be had in any order, and have no clock."""

    def _set_clock(self, what: str, n_frames: int, fps: Any, times_s: Any) -> None:
        if n_frames < 1:
            raise VideoUnreadableError(f"{what} holds no frame.")
        if times_s is not None:
            times = check_times(times_s, n_frames)
        elif fps is not None:
            times = times_from_rate(n_frames, fps)
        else:
            raise ClockError(
                f"{what} has no clock: the times of its frames are unknown.",
                expected="fps, in frames per second, or one time in seconds per frame",
                do="give fps= or times_s= (on the command line --fps or --times)",
            )
        if fps is None and n_frames < 2:
            raise ClockError(f"{what} holds one frame; its rate needs fps=.")
        self._clock = "fps" if times_s is None else "times"
        self._rate = float(rate_of(times, None) or fps)
        self.times_s = times - times[0]
        self.start_frames = np.arange(n_frames, dtype=np.int64)

    def _describe(
        self,
        shape: tuple[int, int],
        codec: str,
        pix_fmt: str,
        files: tuple[FileInfo, ...] = (),
        n_frames_header: int | None = None,
        notes: tuple[str, ...] = (),
    ) -> VideoInfo:
        return VideoInfo(
            n_frames=len(self.times_s),
            height_px=shape[0],
            width_px=shape[1],
            fps=self._rate,
            is_vfr=is_variable(self.times_s),
            duration_s=duration_of(self.times_s, self._rate),
            start_time_s=0.0,
            codec=codec,
            pix_fmt=pix_fmt,
            full_range=True,
            clock=self._clock,
            n_frames_header=n_frames_header,
            files=files,
            notes=notes,
        )

    def _clock_content(self) -> list[str]:
        return [time.hex() for time in self.times_s.tolist()]


class ArrayReader(IndexedReader):
    """Reader of an array of frames.

    Parameters
    ----------
    frames : ndarray of uint8 or uint16, shape (n, y, x) or (n, y, x, 3)
        Color is RGB, weighted by BT.601.
    fps, times_s
        The clock; one of them is needed.
    white_level : float, optional
        Value that becomes 255; needed for uint16.

    Raises
    ------
    ParameterError, ClockError, VideoUnreadableError
    """

    def __init__(
        self, frames: Any, *, fps: Any = None, times_s: Any = None, white_level: float | None = None
    ):
        self._frames = np.asarray(frames)
        if self._frames.ndim not in (3, 4) or 0 in self._frames.shape:
            raise VideoUnreadableError(
                "An array of this shape is not a movie.",
                expected="(frames, y, x), or (frames, y, x, 3) for color",
                got=str(self._frames.shape),
            )
        check_depth(self._frames.dtype, white_level)
        self._white_level = white_level
        self._set_clock("The array", len(self._frames), fps, times_s)
        kind = "gray" if self._frames.ndim == 3 else "rgb"
        pix_fmt = f"{kind}{8 * self._frames.dtype.itemsize}"
        self.info = self._describe(self._frames.shape[1:3], "array", pix_fmt)

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        for number in range(start, stop):
            yield number, luma_from_pixels(self._frames[number], self._white_level)

    @property
    def color(self) -> SourceColor:
        """By the array's shape."""
        return color_of_pixels(self._frames[0])

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        color = PixelColor(self._white_level)
        for number, luma in self._read(start, stop, threads):
            if luma is not None:
                yield number, (luma, color.picture(self._frames[number]))

    def _content(self) -> dict[str, Any]:
        data = np.ascontiguousarray(self._frames)
        return {
            "array": hashlib.sha256(data.data).hexdigest(),
            "shape": list(data.shape),
            "white_level": self._white_level,
            "times": self._clock_content(),
        }
