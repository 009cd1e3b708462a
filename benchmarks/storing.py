"""Chunk, shard and codec of the cells: `python -m benchmarks.storing`.

Writes a real movie's cells in each of several ways through zarr itself, and reads what the
analysis reads: ten scattered frames (a prototype), one column, all.  The table is the one
that docs/design/0006 argues from.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import zarr
from zarr.codecs import BloscCodec

from element_mouseface import extract, open_video

from .measuring import cores
from .movies import OUT, movie, shared_movie

__all__ = ["measure"]

#: name: (codec, shuffle, chunk in frames, shard in frames)
WAYS: dict[str, tuple[Any, Any, int, int | None]] = {
    "lz4, bits shuffled, 256 frames": ("lz4", "bitshuffle", 256, None),
    "lz4, bytes shuffled, 256": ("lz4", "shuffle", 256, None),
    "zstd, bits shuffled, 256": ("zstd", "bitshuffle", 256, None),
    "zstd, bytes shuffled, 256": ("zstd", "shuffle", 256, None),
    "not compressed, 256": (None, "", 256, None),
    "lz4, bits shuffled, 16": ("lz4", "bitshuffle", 16, None),
    "lz4, bits shuffled, 64": ("lz4", "bitshuffle", 64, None),
    "lz4, bits shuffled, 1024": ("lz4", "bitshuffle", 1024, None),
    "lz4, bits shuffled, 16 in shards of 1024": ("lz4", "bitshuffle", 16, 1024),
    "lz4, bits shuffled, 256 in shards of 2048": ("lz4", "bitshuffle", 256, 2048),
}


def _cells() -> tuple[str, np.ndarray]:
    path = shared_movie() or movie("like face_crf19")
    with TemporaryDirectory(dir=OUT) as folder:
        result = extract(open_video(path), Path(folder) / "o.zarr", workers=cores())
        return path.parent.name, np.asarray(result.cells)


def _best(rounds: int, action: Callable[[], object]) -> float:
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        action()
        times.append(time.perf_counter() - begin)
    return min(times)


def measure_way(cells: np.ndarray, way: str, folder: Path) -> dict[str, float]:
    """Part of the raw bytes, microseconds per frame to write, milliseconds to read."""
    codec, shuffle, chunk, shard = WAYS[way]
    made = None if codec is None else BloscCodec(cname=codec, clevel=5, shuffle=shuffle, typesize=4)
    place = folder / "a"

    def write() -> None:
        array = zarr.create_array(
            place, shape=cells.shape, dtype=cells.dtype, chunks=(chunk, *cells.shape[1:]),
            shards=None if shard is None else (shard, *cells.shape[1:]), compressors=made,
            overwrite=True,
        )  # fmt: skip
        step = shard or chunk
        for first in range(0, len(cells), step):
            array[first : first + step] = cells[first : first + step]

    took = _best(3, write)
    stored = sum(f.stat().st_size for f in place.rglob("*") if f.is_file())
    array = zarr.open_array(place, mode="r")
    rows: Any = sorted(np.random.default_rng(0).choice(len(cells), 10, replace=False).tolist())
    return {
        "of raw": stored / cells.nbytes,
        "write us": took / len(cells) * 1e6,
        "ten ms": _best(5, lambda: array.oindex[rows]) * 1e3,
        "column ms": _best(5, lambda: array[:, 3, 3, 0]) * 1e3,
        "all ms": _best(5, lambda: array[:]) * 1e3,
    }


def measure() -> dict[str, dict[str, float]]:
    """Every way, by name."""
    _, cells = _cells()
    with TemporaryDirectory(dir=OUT) as folder:
        return {way: measure_way(cells, way, Path(folder)) for way in WAYS}


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    table = measure()
    names = list(next(iter(table.values())))
    print(f"{'way':45}" + "".join(f"{name:>11}" for name in names))
    for way, values in table.items():
        print(f"{way:45}" + "".join(f"{values[name]:11.3g}" for name in names))


if __name__ == "__main__":
    main()
