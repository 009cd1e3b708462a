"""Encode RGB pictures to H.264 with a time stamp each."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from ...errors import ParameterError, StorageError, raised_as

#: FFmpeg's name by the ending of the path
_CONTAINERS = {".mp4": "mp4", ".mov": "mov"}
_TICK = Fraction(1, 90_000)
#: x264's constant rate factor (0 to 51, less is better and larger), and its preset
_OPTIONS = {"crf": "21", "preset": "veryfast"}
_FAULTS = (OSError, av.error.FFmpegError)


def check_movie_path(path: str | Path) -> Path:
    """A path that a movie can be written to, by its ending.

    Raises
    ------
    ParameterError
        If it ends otherwise than .mp4 or .mov.
    """
    path = Path(path)
    if path.suffix.lower() not in _CONTAINERS:
        raise ParameterError(
            f"A movie cannot be written as {path.name!r}.",
            expected="a name that ends with " + " or ".join(_CONTAINERS),
            got=path.suffix or "no ending",
        )
    return path


class H264Writer:
    """An H.264 movie without sound that any player shows.

    It is no movie before the block ends: give it a path that takes its name then, from
    `core.outputs.whole_path`.
    """

    def __init__(
        self,
        path: str | Path,
        size_px: tuple[int, int],
        rate: Fraction,
    ):
        """Open the file.

        Parameters
        ----------
        path : str or Path
            .mp4 or .mov.
        size_px : (int, int)
            Width and height, both even.
        rate : Fraction
            Nominal frames per second; each frame's own time decides.

        Raises
        ------
        ParameterError
            If the path ends otherwise.
        StorageError
            If the file cannot be opened.
        """
        self.path = Path(path)
        suffix = check_movie_path(path).suffix.lower()
        self._first_s: float | None = None
        self._last = -1
        with self._storage_errors():
            self._container: Any = av.open(str(self.path), "w", format=_CONTAINERS[suffix])
            self._stream: Any = self._container.add_stream("libx264", rate=rate, options=_OPTIONS)
        self._stream.width, self._stream.height = size_px
        self._stream.pix_fmt = "yuv420p"
        self._stream.time_base = self._stream.codec_context.time_base = _TICK

    def __enter__(self) -> H264Writer:
        return self

    def write(self, picture: np.ndarray, time_s: float) -> None:
        """Add a picture.

        Parameters
        ----------
        picture : (y, x, 3) uint8 array
            Red, green, blue; may be changed afterwards.
        time_s : float
            When it is shown, later than the one before; the first is shown at 0.

        Raises
        ------
        StorageError
            If the disk refuses.
        """
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        self._first_s = time_s if self._first_s is None else self._first_s
        self._last = max(self._last + 1, round((time_s - self._first_s) / _TICK))
        frame.pts, frame.time_base = self._last, _TICK
        self._mux(frame)

    def _mux(self, frame: Any) -> None:
        with self._storage_errors():
            for packet in self._stream.encode(frame):
                self._container.mux(packet)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            if kind is None:
                self._mux(None)
        finally:
            with self._storage_errors() if kind is None else suppress(*_FAULTS):
                self._container.close()

    def _storage_errors(self) -> AbstractContextManager[None]:
        return raised_as(
            StorageError,
            f"The movie {str(self.path)!r} cannot be written.",
            do="give a folder that is there, that you may write to, and that has room",
            of=_FAULTS,
        )
