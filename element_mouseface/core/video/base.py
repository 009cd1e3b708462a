"""The interface of video readers.

A reader knows the number of frames before it decodes one, the time of each, and the frame numbers
at which exact decoding can begin. It yields each frame with its number, exactly once and in display
order, and `None` if a frame cannot be decoded: a repeated frame is never returned as a new one.
Axis order is (frame, y, x) throughout.
"""

from __future__ import annotations

import abc
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from ...errors import ParameterError
from ...params import content_hash
from .color import ColorPicture, SourceColor, no_color
from .luma import apply_table


@dataclass(frozen=True)
class FileInfo:
    """One file (or one folder of images) of a recording.

    Parameters
    ----------
    path : str
        The path as given.
    first_frame, n_frames : int
        Number of its first frame in the recording, and how many frames it holds.
    sha256 : str
        Of the file's bytes; for a folder of images, of the images' names and checksums.
    size_bytes : int
    n_frames_header : int or None
        Number of frames in the header; None if it has none.
    start_time_s : float
        Time of its first frame on the file's own clock, in seconds.
    """

    path: str
    first_frame: int
    n_frames: int
    sha256: str
    size_bytes: int
    n_frames_header: int | None = None
    start_time_s: float = 0.0


@dataclass(frozen=True)
class VideoInfo:
    """Properties of a recording, from its stream rather than its header.

    Parameters
    ----------
    n_frames, height_px, width_px : int
    fps : float
        Frames per second: (n_frames - 1) / (last time - first time).
    is_vfr : bool
        Whether the intervals between frames vary (see `clock.is_variable`).
    duration_s : float
        From the first frame's time to one frame interval after the last one's.
    start_time_s : float
        First frame's time on the stream's own clock.
    codec, pix_fmt : str
        As FFmpeg names them; for arrays and images 'array', 'png', 'gray' and the like.
    full_range : bool
        Whether stored luma spans 0..255 rather than 16..235.
    clock : str
        Where the times come from: 'timestamps', 'fps' (given), 'times' (given) or 'header'.
    rotation_deg : float
        Rotation flag of the container, counterclockwise.  It is applied unless `orientation`
        says otherwise: sizes and frames are those of the rotated picture.
    n_frames_header : int or None
        Number of frames in the header; None if it has none.
    recorded_at : datetime or None
        Creation time in the container.
    files : tuple of FileInfo
        Empty for arrays and sequences that are not files.
    notes : tuple of str
        Notes for the user, such as an ignored rotation or excluded frames.
    """

    n_frames: int
    height_px: int
    width_px: int
    fps: float
    is_vfr: bool
    duration_s: float
    start_time_s: float
    codec: str
    pix_fmt: str
    full_range: bool
    clock: str = "timestamps"
    rotation_deg: float = 0.0
    n_frames_header: int | None = None
    recorded_at: datetime | None = None
    files: tuple[FileInfo, ...] = ()
    notes: tuple[str, ...] = ()


class VideoReader(abc.ABC):
    """A video reader: frames of one recording by number.

    A reader holds no open file between calls, so it can be pickled and shared by
    threads: every `read` opens what it needs and closes it when the iterator ends
    or is closed.

    Attributes
    ----------
    info : VideoInfo
    times_s : ndarray of float64, shape (n_frames,)
        Seconds since the first frame, strictly increasing.
    start_frames : ndarray of int64
        Sorted frame numbers where exact decoding can begin; always holds 0.
    luma_table : ndarray of uint8, shape (256,), or None
        If given, `read` yields raw values and full-range luma is ``luma_table[frame]``.
    """

    info: VideoInfo
    times_s: np.ndarray
    start_frames: np.ndarray
    luma_table: np.ndarray | None = None

    def __len__(self) -> int:
        return self.info.n_frames

    def read(
        self, start: int = 0, stop: int | None = None, *, threads: int = 1
    ) -> Iterator[tuple[int, np.ndarray | None]]:
        """Frames start..stop-1 with their numbers, in display order, each exactly once.

        Parameters
        ----------
        start, stop : int
            Half-open range of frame numbers; stop=None is the end.
        threads : int
            Decoder threads.  One is the cheapest a frame; use several only where
            nothing else runs.

        Yields
        ------
        number : int
        frame : ndarray of uint8, shape (y, x), or None
            Read-only, possibly a strided view of the decoder's memory, valid as long
            as it is referenced; raw where `luma_table` is given.  None where the
            frame cannot be decoded.

        Raises
        ------
        ParameterError
            If the range is not inside the recording.
        VideoChangedError
            If a file is no longer the one that was indexed.
        """
        return self._read(*self._range(start, stop), max(1, int(threads)))

    def _range(self, start: int, stop: int | None) -> tuple[int, int]:
        stop = len(self) if stop is None else stop
        if not 0 <= start <= stop <= len(self):
            raise ParameterError(
                "These frames are not in the recording.",
                expected=f"0 <= start <= stop <= {len(self)}",
                got=f"start={start}, stop={stop}",
            )
        return int(start), int(stop)

    @abc.abstractmethod
    def _read(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, np.ndarray | None]]: ...

    @property
    def color(self) -> SourceColor:
        """Whether the recording has color and by which matrix, as far as its format tells."""
        return no_color("its reader gives luma only")

    def read_color(
        self, start: int = 0, stop: int | None = None, *, threads: int = 1
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        """As `read`, with the color of each frame beside its luma.

        Yields
        ------
        number : int
        frame : (ndarray, ColorPicture), or None
            What `read` yields, and the stored color of the same picture.

        Raises
        ------
        ParameterError
            If the range is not inside the recording, or the recording has no color.
        VideoChangedError
            As `read`.
        """
        bounds = self._range(start, stop)
        if self.color.matrix is None and not self.color.can_differ:
            raise ParameterError("The recording has no color.", got=self.color.origin)
        return self._read_color(*bounds, max(1, int(threads)))

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        raise NotImplementedError

    @abc.abstractmethod
    def _content(self) -> dict[str, Any]:
        """JSON-ready values that decide the pixels and times of this recording."""

    def read_luma(
        self, start: int = 0, stop: int | None = None, *, threads: int = 1
    ) -> Iterator[tuple[int, np.ndarray | None]]:
        """As `read`, with the luma table applied: what PyAV's to_ndarray(format="gray") gives."""
        for number, frame in self.read(start, stop, threads=threads):
            yield number, apply_table(frame, self.luma_table)

    def frame(self, number: int) -> np.ndarray | None:
        """Full-range luma of one frame, uint8 (y, x); None if it cannot be decoded."""
        frames = self.read_luma(number, number + 1)
        return next(iter(frames))[1]

    def content_hash(self) -> str:
        """SHA-256 over the files' content, their order, and what overrides clock or gray."""
        return content_hash({"kind": "video", **self._content()})
