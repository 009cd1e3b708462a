"""Where one core's time goes in a run: processor time between the stages of one worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from element_mouseface import extract, open_video
from element_mouseface.core.extraction.extractors import HOGExtractor
from element_mouseface.core.store.chunk_writer import ChunkWriter
from element_mouseface.core.video.movie import MovieReader

__all__ = ["stages_of"]


def stages_of(path: Path, folder: str) -> dict[str, float]:
    """Nanoseconds a pixel of decoding, kernel, storing and all else.

    A run with one worker whose reader, extractor and writer are timed where they are called.
    """
    spent = {"decoding": 0.0, "kernel and quality": 0.0, "storing": 0.0}
    cpu = time.process_time()
    with _timed(spent):
        reader = open_video(path)
        extract(reader, Path(folder) / "stages.zarr", workers=1, overwrite=True)
    total = time.process_time() - cpu
    pixels = reader.info.n_frames * reader.info.height_px * reader.info.width_px
    spent["beginning, ending, Dask"] = total - sum(spent.values())
    return {name: s / pixels * 1e9 for name, s in spent.items()}


@contextmanager
def _timed(spent: dict[str, float]) -> Iterator[None]:
    read = MovieReader._read

    def timed_read(self, *arguments) -> Iterator:
        frames = read(self, *arguments)
        while True:
            begin = time.thread_time()
            item = next(frames, None)
            spent["decoding"] += time.thread_time() - begin
            if item is None:
                return
            yield item

    def timed(stage, function):
        def call(*arguments, **named):
            begin = time.thread_time()
            try:
                return function(*arguments, **named)
            finally:
                spent[stage] += time.thread_time() - begin

        return call

    kernel = timed("kernel and quality", HOGExtractor.__call__)
    write = timed("storing", ChunkWriter.write)
    with (
        mock.patch.object(MovieReader, "_read", timed_read),
        mock.patch.object(HOGExtractor, "__call__", kernel),
        mock.patch.object(ChunkWriter, "write", write),
    ):
        yield
