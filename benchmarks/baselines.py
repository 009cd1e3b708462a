"""What the engine is measured against: decoding alone, and the published way."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from element_mouseface import open_video
from element_mouseface.core.video import VideoReader
from element_mouseface.params import HOGParams

__all__ = ["decoding_ways", "published_way", "side_by_side", "single_thread"]


def _luma(frame: av.VideoFrame) -> np.ndarray:
    """The decoder's luma plane, without a copy: the least that "to luma" can mean."""
    plane = frame.planes[0]
    return np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)[:, : frame.width]


def _decode(path: Path, first_s: float | None, frames: int, threads: int, kind: str) -> None:
    """Decode so many frames from the key frame at `first_s` on (None: the beginning)."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = kind
        stream.codec_context.thread_count = threads
        if first_s is not None:
            container.seek(round(first_s / Fraction(stream.time_base or 1)), stream=stream)
        done = 0
        for frame in container.decode(stream):
            if first_s is not None and frame.time < first_s - 1e-6:
                continue
            _luma(frame)
            done += 1
            if done == frames:
                return
    raise RuntimeError(f"{path}: {done} frames decoded instead of {frames}")


def single_thread(path: Path, reader: VideoReader) -> None:
    """One decoder, one thread."""
    _decode(path, None, len(reader), 1, "NONE")


def with_threads(path: Path, reader: VideoReader, threads: int) -> None:
    """One decoder with frame threads."""
    _decode(path, None, len(reader), threads, "FRAME")


def side_by_side(path: Path, reader: VideoReader, workers: int) -> None:
    """Single-threaded decoders on key-frame-aligned parts of about the same length."""
    starts = reader.start_frames
    ideal = np.linspace(0, len(reader), workers + 1)[1:-1]
    cuts = sorted({int(starts[np.abs(starts - at).argmin()]) for at in ideal} | {0, len(reader)})
    offset = reader.info.start_time_s
    with ThreadPoolExecutor(workers) as pool:
        jobs = [
            pool.submit(
                _decode, path, float(reader.times_s[a]) + offset if a else None, b - a, 1, "NONE"
            )
            for a, b in itertools.pairwise(cuts)
        ]
        for job in jobs:
            job.result()


def decoding_ways(path: Path, workers: int) -> dict[str, Callable[[], None]]:
    """PyAV's ways to decode a movie on so many cores, by name; the quickest is the one to reach."""
    reader = open_video(path)
    if workers == 1:
        return {"one thread": lambda: single_thread(path, reader)}
    ways: dict[str, Callable[[], None]] = {
        f"{workers} frame threads": lambda: with_threads(path, reader, workers)
    }
    if len(reader.start_frames) > 1:
        ways[f"{workers} decoders side by side"] = lambda: side_by_side(path, reader, workers)
    return ways


def published_way(
    path: Path, out: Path, params: HOGParams, frames: int, chunk: int, workers: int
) -> None:
    """The published way, descriptors only: PIMS and dask-image, `skimage.feature.hog`, Zarr.

    So many frames are taken, as two or more runs spread over the movie.  Color frames come
    through `dask_image.imread` (PIMS), become gray by RGB weights, and `map_blocks` runs
    scikit-image over chunks of frames.  It is spared the pictures that the published
    program had drawn and stored as well.
    """
    import dask
    import dask.array as da
    import dask_image.imread
    import zarr
    from skimage.color import rgb2gray
    from skimage.feature import hog

    whole = dask_image.imread.imread(str(path), nframes=chunk)
    run = max(chunk, min(25, frames // 2))
    firsts = np.linspace(0, len(whole) - run, max(1, frames // run)).astype(int) // chunk * chunk
    movie = da.concatenate([whole[first : first + run] for first in firsts])
    length = params.descriptor_length(params.grid(*movie.shape[1:3]))

    def describe(block: np.ndarray) -> np.ndarray:
        gray = (rgb2gray(picture) for picture in block)
        rows = [
            hog(picture, params.orientations, params.pixels_per_cell, params.cells_per_block,
                params.block_norm, transform_sqrt=params.transform_sqrt)
            for picture in gray
        ]  # fmt: skip
        return np.asarray(rows, np.float32).reshape(len(block), length)

    rows = movie.map_blocks(
        describe, dtype=np.float32, drop_axis=(2, 3), chunks=(movie.chunks[0], (length,))
    )
    store = zarr.create_array(
        str(out), shape=rows.shape, chunks=(chunk, length), dtype="float32", overwrite=True
    )
    with dask.config.set(scheduler="threads", num_workers=workers):
        rows.store(store, lock=False)
