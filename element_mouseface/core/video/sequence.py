"""A video reader for PIMS sequences, including a lab's own PIMS readers."""

from __future__ import annotations

import hashlib
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import VideoUnreadableError, raised_as
from ..inputs import sha256_of
from .array import IndexedReader
from .base import FileInfo
from .color import ColorPicture, PixelColor, SourceColor, color_of_pixels
from .files import FileStamp, check_size
from .luma import check_depth, luma_from_pixels

_ANY = (Exception,)  # each PIMS reader raises its own kind


def is_sequence(source: Any) -> bool:
    """Whether an object is a PIMS sequence, or serves as one."""
    return all(hasattr(source, name) for name in ("__len__", "__getitem__", "frame_shape"))


class SequenceReader(IndexedReader):
    """Reader of a `pims.FramesSequence`, or of a file that `pims.open` knows.

    Parameters
    ----------
    source : pims.FramesSequence or path
    fps, times_s
        The clock.  Without them the sequence's own `frame_rate` is taken, if it has one.
    white_level : float, optional
        Value that becomes 255; needed for 16 bits.

    Raises
    ------
    VideoUnreadableError, ParameterError, ClockError
    """

    def __init__(
        self, source: Any, *, fps: Any = None, times_s: Any = None, white_level: float | None = None
    ):
        self._path = Path(source) if isinstance(source, str | Path) else None
        self._stamp = None if self._path is None else FileStamp.of(self._path)
        self._sequence = source if self._path is None else _opened(self._path)
        self._lock = threading.Lock()
        self._white_level = white_level
        what = str(self._path or type(source).__name__)
        rate, n_frames = _rate_and_count(self._sequence, what)
        stated = fps is None and times_s is None and bool(rate)
        self._set_clock(what, n_frames, rate if stated else fps, times_s)
        if stated:
            self._clock = "header"
        first = self._pixels(0)
        if first is None:
            raise VideoUnreadableError(f"The first frame of {what} cannot be read.")
        check_depth(first.dtype, white_level)
        if first.ndim not in (2, 3):
            raise VideoUnreadableError(
                f"{what} gives frames of a shape that is no picture.",
                expected="(y, x) or (y, x, channels)",
                got=str(first.shape),
                do="with PIMS, set bundle_axes to 'yx'",
            )
        files: tuple[FileInfo, ...] = ()
        if self._path is not None and self._path.is_file():
            size = self._path.stat().st_size
            files = (FileInfo(what, 0, n_frames, sha256_of(self._path), size, n_frames),)
        pix_fmt = f"{'gray' if first.ndim == 2 else 'rgb'}{8 * first.itemsize}"
        self._color = color_of_pixels(first)
        size_px = (first.shape[0], first.shape[1])
        check_size(size_px, what)
        self.info = self._describe(size_px, "pims", pix_fmt, files, n_frames)

    def __getstate__(self) -> dict[str, Any]:
        state = {name: value for name, value in vars(self).items() if name != "_lock"}
        if self._path is not None:
            state["_sequence"] = None
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state, _lock=threading.Lock())

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        if self._stamp is not None:
            self._stamp.check()
        for number in range(start, stop):
            yield number, self._luma(self._pixels(number))

    @property
    def color(self) -> SourceColor:
        """By the shape of the first frame."""
        return self._color

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        if self._stamp is not None:
            self._stamp.check()
        color = PixelColor(self._white_level)
        for number in range(start, stop):
            pixels = self._pixels(number)
            luma = self._luma(pixels)
            if pixels is None or luma is None:
                yield number, None
            else:
                yield number, (luma, color.picture(pixels))

    def _pixels(self, number: int) -> np.ndarray | None:
        with self._lock, warnings.catch_warnings():  # a sequence keeps its file's position
            # PIMS 0.7 uses what scikit-image deprecates.
            warnings.simplefilter("ignore", FutureWarning)
            if self._sequence is None and self._path is not None:
                self._sequence = _opened(self._path)
            try:
                return np.array(self._sequence[number])
            except (OSError, ValueError, RuntimeError, EOFError):
                return None

    def _luma(self, pixels: np.ndarray | None) -> np.ndarray | None:
        if pixels is None or pixels.shape[:2] != (self.info.height_px, self.info.width_px):
            return None
        return luma_from_pixels(pixels, self._white_level)

    def _content(self) -> dict[str, Any]:
        if self.info.files:
            data = self.info.files[0].sha256
        else:
            running = hashlib.sha256()
            for _, frame in self.read():
                running.update(b"missing" if frame is None else np.ascontiguousarray(frame).data)
            data = running.hexdigest()
        return {
            "sequence": data,
            "white_level": self._white_level,
            "times": self._clock_content(),
        }


def _rate_and_count(sequence: Any, what: str) -> tuple[Any, int]:
    """Frames per second, None where it states none, and the number of frames."""
    cannot = f"The frames of {what} cannot be counted."
    with raised_as(VideoUnreadableError, cannot, of=_ANY):
        n_frames = len(sequence)
    try:
        return sequence.frame_rate, n_frames
    except Exception:  # not only AttributeError: some look it up in metadata that is not there
        return None, n_frames


def _opened(path: Path) -> Any:
    import pims

    with raised_as(VideoUnreadableError, f"PIMS cannot open {path}.", of=_ANY):
        return pims.open(str(path))
