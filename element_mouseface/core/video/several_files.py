"""A video reader for several files in order as one recording."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from ...errors import VideoMismatchError
from .base import FileInfo, VideoReader
from .clock import against_own, check_times, duration_of, is_variable, rate_of
from .color import ColorPicture, SourceColor, no_color
from .luma import apply_table

_RATE_TOLERANCE = 0.01  # rates come from timestamps, which are rounded to ticks


def refuse_repeats(paths: Sequence[str | Path]) -> None:
    """Refuse a file that is listed twice.

    Raises
    ------
    VideoMismatchError
    """
    seen: dict[str, str | Path] = {}
    for path in paths:
        other = seen.setdefault(os.path.realpath(path), path)
        if other is not path:
            _repeated(other, path)


def _repeated(one: str | Path, other: str | Path) -> None:
    raise VideoMismatchError(
        "The same file is given twice for one recording.",
        got=f"{one} and {other}",
        do="list each file once, or say allow_repeats=True (--allow-repeats)",
    )


class SeveralFilesReader(VideoReader):
    """Reader of several readers' frames, one after the other.

    The first frame of each file is taken to be one frame interval after the last of
    the file before it, whatever clock each file starts from.

    Parameters
    ----------
    readers : sequence of VideoReader
        In the order of the recording.
    times_s : array of float, optional
        One time per frame of the whole recording, replacing all clocks.
    trust_times : bool
        Take `times_s` however far they are from the files' own clocks.
    allow_repeats : bool
        Let two files have the same content.

    Raises
    ------
    VideoMismatchError
        If sizes or rates (by more than 1 %) differ, or two files are the same.
    ClockError
    """

    def __init__(
        self,
        readers: Sequence[VideoReader],
        *,
        times_s: Any = None,
        trust_times: bool = False,
        allow_repeats: bool = False,
    ):
        self._readers = list(readers)
        self._check(allow_repeats, check_rate=times_s is None)
        counts = [len(reader) for reader in self._readers]
        self._firsts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        tables = [reader.luma_table for reader in self._readers]
        # One limited-range file among full-range ones: each frame is then converted.
        self._mixed = len({table is None for table in tables}) > 1
        self.luma_table = None if self._mixed else tables[0]
        starts = [r.start_frames + at for r, at in zip(self._readers, self._firsts, strict=False)]
        self.start_frames = np.concatenate(starts)
        self._clock_given = times_s is not None
        self._notes: tuple[str, ...] = ()
        if times_s is not None:
            times = check_times(times_s, int(self._firsts[-1]))
            self.times_s = times - times[0]
            spans = [getattr(reader, "own_span_s", None) for reader in self._readers]
            own_s = None if None in spans else sum(span for span in spans if span)
            self._notes = against_own(self.times_s, own_s, trusted=trust_times)
        else:
            self.times_s = self._consecutive()
        self.info = self._describe()

    def _check(self, allow_repeats: bool, *, check_rate: bool) -> None:
        first = self._readers[0].info
        seen: dict[str, str] = {}
        for k, reader in enumerate(self._readers):
            info = reader.info
            name = info.files[0].path if info.files else f"part {k + 1}"
            if (info.height_px, info.width_px) != (first.height_px, first.width_px):
                raise VideoMismatchError(
                    f"{name} has another frame size than the files before it.",
                    expected=f"{first.width_px}x{first.height_px} pixels (width x height)",
                    got=f"{info.width_px}x{info.height_px}",
                )
            if check_rate and abs(info.fps - first.fps) > _RATE_TOLERANCE * first.fps:
                raise VideoMismatchError(
                    f"{name} has another frame rate than the files before it.",
                    expected=f"{first.fps:.6g} frames per second",
                    got=f"{info.fps:.6g}",
                    do="give fps= (--fps) or times_s= (--times) if the files' clocks are wrong",
                )
            for file in info.files:
                if file.sha256 in seen and not allow_repeats:
                    _repeated(seen[file.sha256], file.path)
                seen[file.sha256] = file.path

    def _consecutive(self) -> np.ndarray:
        parts, offset = [], 0.0
        for reader in self._readers:
            parts.append(reader.times_s + offset)
            offset = float(parts[-1][-1]) + 1 / reader.info.fps
        return np.concatenate(parts)

    def _describe(self) -> Any:
        infos = [reader.info for reader in self._readers]
        files: list[FileInfo] = []
        for info, at in zip(infos, self._firsts, strict=False):
            for file in info.files:
                files.append(dataclasses.replace(file, first_frame=file.first_frame + int(at)))
        headers = [info.n_frames_header for info in infos]
        notes = [f"{i.files[0].path}: {note}" for i in infos if i.files for note in i.notes]
        rate = rate_of(self.times_s, infos[0].fps) or infos[0].fps
        # A constant rate in each file, and one interval between files, is constant.
        variable = (
            is_variable(self.times_s) if self._clock_given else any(info.is_vfr for info in infos)
        )
        return dataclasses.replace(
            infos[0],
            n_frames=int(self._firsts[-1]),
            fps=rate,
            is_vfr=variable,
            duration_s=duration_of(self.times_s, rate),
            codec="+".join(dict.fromkeys(info.codec for info in infos)),
            pix_fmt="+".join(dict.fromkeys(info.pix_fmt for info in infos)),
            full_range=all(info.full_range for info in infos),
            clock="times" if self._clock_given else infos[0].clock,
            n_frames_header=None if None in headers else sum(h for h in headers if h),
            files=tuple(files),
            notes=(*notes, *self._notes),
        )

    def _read(self, start: int, stop: int, threads: int) -> Iterator[tuple[int, np.ndarray | None]]:
        for reader, at, first, last in self._parts(start, stop):
            frames = reader.read(first, last, threads=threads)
            with closing(frames):  # type: ignore[type-var]
                for number, frame in frames:
                    yield (
                        at + number,
                        apply_table(frame, reader.luma_table if self._mixed else None),
                    )

    def _parts(self, start: int, stop: int) -> Iterator[tuple[VideoReader, int, int, int]]:
        """The readers of a range of frames: number of its first frame, and frames of its own."""
        for reader, at, end in zip(
            self._readers, self._firsts[:-1].tolist(), self._firsts[1:].tolist(), strict=True
        ):
            if end > start and at < stop:
                yield reader, at, max(start - at, 0), min(stop, end) - at

    @property
    def color(self) -> SourceColor:
        """The files' common matrix; no color where a file has none, or they differ."""
        found: dict[str, tuple[str, SourceColor]] = {}
        for k, reader in enumerate(self._readers):
            name = reader.info.files[0].path if reader.info.files else f"part {k + 1}"
            if reader.color.matrix is None:
                return no_color(f"{name}: {reader.color.origin}")
            found.setdefault(reader.color.matrix, (name, reader.color))
        if len(found) == 1:
            return next(iter(found.values()))[1]
        matrices = ", ".join(f"{matrix} in {name}" for matrix, (name, _) in found.items())
        free = all(reader.color.can_differ for reader in self._readers)
        return SourceColor(None, f"its files have different color matrices: {matrices}", free)

    def _read_color(
        self, start: int, stop: int, threads: int
    ) -> Iterator[tuple[int, tuple[np.ndarray, ColorPicture] | None]]:
        for reader, at, first, last in self._parts(start, stop):
            frames = reader.read_color(first, last, threads=threads)
            with closing(frames):  # type: ignore[type-var]
                for number, frame in frames:
                    if frame is None:
                        yield at + number, None
                    else:
                        luma, color = frame
                        if self._mixed and reader.luma_table is not None:
                            luma = reader.luma_table[luma]
                        yield at + number, (luma, color)

    def _content(self) -> dict[str, Any]:
        times = [time.hex() for time in self.times_s.tolist()] if self._clock_given else None
        return {"parts": [reader._content() for reader in self._readers], "times": times}
