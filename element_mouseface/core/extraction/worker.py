"""The Dask task: decode, extract and store one span in one thread.

Everything for a chunk happens in the thread that decoded it. So a frame's pixels are still in the
processor's cache when they are used, nothing waits in a queue, and each worker needs memory for one
chunk of outputs and one decoder. If a span has only part of its first or last chunk, it writes a
piece (`store.pieces`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...errors import VideoUnreadableError
from ..store.chunk_writer import ChunkWriter, RunSuperseded
from ..store.layout import Layout
from ..video.base import VideoReader
from .extractors import FrameExtractor, takes_color
from .spans import Span

_listeners: dict[str, Callable[[int], None]] = {}
_listening = threading.Lock()
_stopped: set[str] = set()


@dataclass(frozen=True)
class SpanTask:
    """The task of a worker, without the reader and the extractors.

    Parameters
    ----------
    folder : str
        `OUT.partial`, at the same path on every worker.
    token : str
        The run.
    layout : Layout
    span : Span
    """

    folder: str
    token: str
    layout: Layout
    span: Span


@contextmanager
def chunk_listener(token: str, listener: Callable[[int], None]) -> Iterator[None]:
    """Call `listener(frames)` for each chunk that this process finishes in a run."""

    def one_at_a_time(frames: int) -> None:
        with _listening:
            listener(frames)

    _listeners[token] = one_at_a_time
    try:
        yield
    finally:
        del _listeners[token]


def stop_spans(token: str) -> None:
    """End this process's spans of a run at their next frame instead of their next chunk."""
    _stopped.add(token)


def run_span(task: SpanTask, reader: VideoReader, extractors: Sequence[FrameExtractor]) -> int:
    """Compute and store the unfinished frames of a span.

    If Dask runs it again after a worker died, it does the remaining frames.

    Parameters
    ----------
    task : SpanTask
    reader : VideoReader
    extractors : sequence of FrameExtractor

    Returns
    -------
    int
        Frames computed.

    Raises
    ------
    VideoError, StorageError
    """
    done = 0
    try:
        writer = ChunkWriter(Path(task.folder), task.token, task.layout)
        parts = [p for p in _parts(task.span, task.layout) if not writer.has(*p)]
        # After a retry the remaining frames may have gaps; each run of parts is decoded separately.
        for run in _neighbors(parts):
            color = any(map(takes_color, extractors))
            frames = _Frames(reader, run[0].start, run[-1].stop, task.span, color)
            done += _run_parts(run, frames, writer, extractors, task.token)
    except RunSuperseded:
        pass  # the run has ended; its end reports the reason
    return done


class _Part(NamedTuple):
    """Frames start to stop - 1 of a chunk."""

    chunk: int
    start: int
    stop: int


def _parts(span: Span, layout: Layout) -> Iterator[_Part]:
    """The part of each chunk in a span: all of most, less of its first and last."""
    for chunk in range(span.start // layout.chunk_frames, -(-span.stop // layout.chunk_frames)):
        first, stop = layout.frames(chunk)
        yield _Part(chunk, max(first, span.start), min(stop, span.stop))


def _run_parts(
    parts: Sequence[_Part],
    frames: _Frames,
    writer: ChunkWriter,
    extractors: Sequence[FrameExtractor],
    token: str,
) -> int:
    layout = writer.layout
    buffers, rows = _thread_buffers(layout, extractors)
    done = 0
    try:
        previous = frames.before_first()
        for part in parts:
            n = part.stop - part.start
            for index in range(n):
                if token in _stopped:
                    raise RunSuperseded
                luma = frames.take(part.start + index)
                for extractor, row, colored in rows[index]:
                    if luma is None:
                        extractor.missing(row)
                    elif colored:
                        extractor(luma, previous, row, frames.color)
                    else:
                        extractor(luma, previous, row)
                previous = luma
            if part[1:] == layout.frames(part.chunk):
                writer.write(part.chunk, buffers)
            else:
                values = {name: array[:n] for name, array in buffers.items()}
                writer.write_piece(part.start, part.stop, values)
            done += n
            if listener := _listeners.get(token):
                listener(n)
    finally:
        frames.close()
    return done


_of_thread = threading.local()


def _thread_buffers(
    layout: Layout, extractors: Sequence[FrameExtractor]
) -> tuple[dict[str, np.ndarray], list[list[tuple[Any, Any, bool]]]]:
    """Buffers of a chunk for the calling thread, with each extractor's views of every frame.

    They are kept for the run's next span: making them takes as long as computing a dozen frames,
    and making views for each frame as long as storing it.
    """
    kept = getattr(_of_thread, "kept", None)
    if kept is None or kept[0] is not extractors or kept[1] != layout:
        buffers = layout.buffers()
        colored = [takes_color(extractor) for extractor in extractors]
        rows = [
            [(e, e.row(buffers, i), c) for e, c in zip(extractors, colored, strict=True)]
            for i in range(layout.chunk_frames)
        ]
        kept = _of_thread.kept = (extractors, layout, buffers, rows)
    return kept[2], kept[3]


class _Frames:
    """Frames start..stop of a reader, with a check of each frame's number.

    Attributes
    ----------
    color : ColorPicture or None
        Of the frame taken last, if color is read.
    """

    def __init__(self, reader: VideoReader, start: int, stop: int, span: Span, color: bool):
        self._size = (reader.info.height_px, reader.info.width_px)
        self._start, self._begin = start, max(0, start - 1)
        self._with_color = color
        self.color: Any = None
        read: Callable[..., Iterator[Any]] = reader.read_color if color else reader.read
        self._frames = read(self._begin, stop, threads=span.decoder_threads)

    def before_first(self) -> np.ndarray | None:
        """The frame before the first; None if there is none."""
        return self.take(self._begin) if self._begin < self._start else None

    def take(self, number: int) -> np.ndarray | None:
        """The next frame, which must have this number; None if it is missing."""
        got, luma = next(self._frames, (None, None))
        if self._with_color:
            luma, self.color = luma or (None, None)
        if got != number or (luma is not None and luma.shape != self._size):
            raise VideoUnreadableError(
                f"Frame {number} of the video was not decoded in order.",
                expected=f"frame {number} of {self._size[1]}x{self._size[0]} pixels",
                got="the end of the video" if got is None else f"frame {got}",
                do="check the file with `mouseface info`; transcode it with `mouseface transcode`",
            )
        return luma

    def close(self) -> None:
        close: Any = getattr(self._frames, "close", None)
        if close is not None:
            close()


def _neighbors(parts: Sequence[_Part]) -> Iterator[Sequence[_Part]]:
    """Runs of adjacent parts, each of which begins where the one before ends."""
    start = 0
    for i in range(1, len(parts) + 1):
        if i == len(parts) or parts[i].start != parts[i - 1].stop:
            yield parts[start:i]
            start = i
