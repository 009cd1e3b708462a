"""The engine's rows of the table."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from element_mouseface import extract, open_descriptors, open_video
from element_mouseface.params import Crop, HOGParams

from .baselines import decoding_ways, published_way, side_by_side, single_thread
from .measuring import cores, in_child, in_turns, ratio
from .movies import MOVIES, OUT, movie, shared_movie
from .stages import stages_of
from .table import Row

__all__ = [
    "against_decoding",
    "against_the_published_way",
    "linear",
    "long_movie",
    "memory",
    "two_workers",
    "zarr_size",
]

#: measure, movie, due, goal
_AGAINST_DECODING = [
    ("clean", 0.5, 0.6),
    ("like face_crf19", 0.75, 0.8),
    ("face_crf19", 0.75, 0.8),
    ("noisy, crf 15", 0.87, 0.9),
    ("one long GOP", None, None),
    ("all intra", None, None),
]
_SHORT = {"clean": "clean, short", "noisy, crf 15": "noisy, short"}


def _run(path: Path, folder: str, workers: int, crop: Crop | None = None):
    """The whole run: indexing the movie, and the pass to the finished Zarr, in a new place."""
    return extract(open_video(path), Path(tempfile.mkdtemp(dir=folder)) / "o.zarr", crop=crop,
                   workers=workers)  # fmt: skip


def _pixels(path: Path) -> int:
    info = open_video(path).info
    return info.n_frames * info.height_px * info.width_px


def _path(name: str, short: bool) -> Path | None:
    if name == "face_crf19":
        return shared_movie()
    return movie(_SHORT.get(name, name) if short else name)


def against_decoding(short: bool) -> list[Row]:
    """The whole run's rate as a part of that of decoding alone, on the same cores."""
    workers, rows = cores(), []
    names = _AGAINST_DECODING[:4:3] if short else _AGAINST_DECODING
    for name, due, goal in names:
        path = _path(name, short)
        if path is None:
            print(f"left out: {name} (no shared data here)")
            continue
        with TemporaryDirectory(dir=OUT) as folder:
            ways = decoding_ways(path, workers)
            _run(path, folder, workers)  # compiles, and warms the file cache
            tried = in_turns(ways, 1 if short else 3)
            best = min(ways, key=lambda n: min(tried[n].wall_s))
            run = partial(_run, path, folder, workers)
            things: dict[str, Callable[[], Any]] = {best: ways[best], "run": run}
            times = in_turns(things, 2 if short else 9 if path.stat().st_size < 50e6 else 5)
            stages = {} if short else stages_of(path, folder)
        n, details = _pixels(path), {}
        details["decoding_ns_per_px"] = times[best].cpu / n * 1e9
        details["run_ns_per_px"] = times["run"].cpu / n * 1e9
        details["ratio_of_processor_time"] = times[best].cpu / times["run"].cpu
        row = Row(f"whole run against decoding alone, {name}", ratio(times[best], times["run"]),
                  f"of its rate ({best})", due, goal, details=details)  # fmt: skip
        if stages and not (row.reaches(due) and row.reaches(goal)):
            row.note = "where one core's time goes, ns/px: " + ", ".join(
                f"{stage} {ns:.2f}" for stage, ns in stages.items()
            )
        rows.append(row)
    return rows


def against_the_published_way(short: bool) -> list[Row]:
    """The whole run against PIMS, dask-image, scikit-image and Zarr, per frame.

    dask-image reads one frame per chunk unless told otherwise, and opens and seeks the movie
    for each: that is the way as published.  Larger chunks, which a user would have to ask
    for, spare it most of that; in the limit scikit-image's own time is left.
    """
    path = movie("clean, short" if short else "clean")
    try:
        import dask_image.imread  # noqa: F401
    except ImportError:
        print("left out: the published way (dask-image is not installed: pip install .[bench])")
        return []
    # The longer a movie, the longer dask-image looks for each chunk: a short one tells little.
    ways = [(1, 100, 20)] if short else [(1, 100, 50), (25, 100, 100), (250, None, 500)]
    return [_published_row(path, frames, chunk, due, rounds=1) for chunk, due, frames in ways]


def _published_row(path: Path, frames: int, chunk: int, due: float | None, rounds: int) -> Row:
    with TemporaryDirectory(dir=OUT) as folder:
        n, workers = len(open_video(path)), cores()
        _run(path, folder, workers)
        out = Path(folder) / "published.zarr"
        things = {
            "run": lambda: _run(path, folder, workers),
            "published": lambda: published_way(path, out, HOGParams(), frames, chunk, workers),
        }
        times = in_turns(things, rounds)
    ours, theirs = n / times["run"].wall, frames / times["published"].wall
    cpu = (times["published"].cpu / frames) / (times["run"].cpu / n)
    details = {"run_fps": ours, "published_fps": theirs, "published_frames": frames,
               "ratio_of_processor_time": cpu}  # fmt: skip
    name = "a frame a chunk (dask-image's default)" if chunk == 1 else f"{chunk} frames a chunk"
    return Row(f"whole run against the published way, clean, {name}", ours / theirs,
               "times its rate", due, details=details)  # fmt: skip


def long_movie(short: bool) -> list[Row]:
    """44,000 frames of 916x475; in the short form a tenth of them, in proportion."""
    name = "916x476, short" if short else "44,000 frames"
    got = in_child("whole_run", movie=str(movie(name)), workers=cores(), height_px=475)
    seconds = got["wall_s"] * 44_000 / got["frames"]
    details = {"frames": got["frames"], "processor_s": got["cpu_s"], "peak_mb": got["peak_mb"]}
    return [Row(f"44,000 clean frames of 916x475, {cores()} cores", seconds, "s", 60, at_most=True,
                details=details)]  # fmt: skip


def two_workers(short: bool) -> list[Row]:
    """The time of one worker over that of two."""
    if cores() < 2:
        print("left out: two workers against one (there is one core)")
        return []
    if short:
        return [_two_workers_row("clean", "clean, short", rounds=2)]
    return [_two_workers_row(name, name, rounds=5) for name in ("clean", "like face_crf19")]


def _two_workers_row(told: str, name: str, rounds: int) -> Row:
    path = movie(name)
    with TemporaryDirectory(dir=OUT) as folder:
        _run(path, folder, 2)
        things: dict[str, Callable[[], Any]] = {
            f"{k}": partial(_run, path, folder, k) for k in (1, 2)
        }
        # What the machine's second core is worth to decoding alone.
        reader = open_video(path)
        things["decoding 1"] = lambda: single_thread(path, reader)
        things["decoding 2"] = lambda: side_by_side(path, reader, 2)
        times = in_turns(things, rounds)
    row = Row(f"two workers against one, {told}", ratio(times["1"], times["2"]),
              "times its rate", 1.8,
              details={"processor_time_of_two": times["2"].cpu / times["1"].cpu})  # fmt: skip
    row.details["decoding_alone"] = bound = ratio(times["decoding 1"], times["decoding 2"])
    if not row.reaches(row.due):
        row.note = (
            f"decoding alone gains {bound:.2f} times from the second core; the run needs "
            f"{row.details['processor_time_of_two']:.2f} times the processor time on two"
        )
    return row


def memory(short: bool) -> list[Row]:
    """Most memory held, at ten times the length, and with large frames."""
    once, tenfold = ("clean, short", "length 10") if not short else ("916x476, short",) * 2
    rows = []
    for cell_px in () if short else (None, 8):
        peaks = [in_child("whole_run", movie=str(movie(n)), workers=2, cell_px=cell_px)["peak_mb"]
                 for n in (once, once, tenfold)][1:]  # fmt: skip
        frames = [MOVIES[n].n_frames for n in (once, tenfold)]
        name = "peak memory at ten times the length" + (", 8x8 cells" if cell_px else "")
        rows.append(Row(name, peaks[1] / peaks[0], "times", 1.1, at_most=True,
                        details={"mb": peaks, "frames": frames}))  # fmt: skip
    large = in_child("whole_run", movie=str(movie("large")), workers=2)
    rows.append(Row("peak memory at 1280x1024, two workers", large["peak_mb"], "MB", 600,
                    at_most=True))  # fmt: skip
    return rows


def linear(short: bool) -> list[Row]:
    """Time for the last tenth of a ten times longer movie over that for its first."""
    if short:
        return []
    ratios, path = [], str(movie("length 10"))
    for _ in range(3):
        got = in_child("whole_run", movie=path, workers=1)
        at_s, done = (np.array(values) for values in zip(*got["done"], strict=True))
        tenth = got["frames"] / 10
        # From the second chunk on: the first call of the kernel loads it.
        begin, end = done[1], done[-1]
        when = np.interp([begin, begin + tenth, end - tenth, end], done, at_s)
        ratios.append((when[3] - when[2]) / (when[1] - when[0]))
    return [Row("last tenth's time against the first's, ten times longer",
                statistics.median(ratios), "times", 1.1, at_most=True,
                details={"runs": [round(float(r), 3) for r in ratios]})]  # fmt: skip


def zarr_size(short: bool) -> list[Row]:
    """What a result takes, and how quick it is read."""
    path = shared_movie() or movie("like face_crf19")
    with TemporaryDirectory(dir=OUT) as folder:
        result = _run(path, folder, cores())
        out = result.path
        sizes = {name: _bytes_of(out / name) for name in ("cells", "thumbnail")}
        total = _bytes_of(out)
        cells = open_descriptors(out)
        raw = int(np.prod(cells.shape)) * 4
        scattered = sorted(np.random.default_rng(0).choice(len(cells), 10, replace=False).tolist())
        reads = {
            "ten_scattered_frames_ms": lambda: open_descriptors(out)[scattered],
            "one_column_ms": lambda: np.asarray(result.cells[:, 3, 3, 0]),
            "all_ms": lambda: np.asarray(open_descriptors(out)),
        }
        took = {name: _milliseconds(read) for name, read in reads.items()}
    details = {"frames": len(cells), "raw_mb": raw / 1e6, "all_mb": total / 1e6,
               "thumbnails_mb": sizes["thumbnail"] / 1e6, **took}  # fmt: skip
    return [Row(f"cells in Zarr against raw float32, {path.parent.name}", sizes["cells"] / raw,
                "of its bytes", details=details)]  # fmt: skip


def _milliseconds(read) -> float:
    times = []
    for _ in range(5):
        begin = time.perf_counter()
        read()
        times.append(time.perf_counter() - begin)
    return min(times) * 1e3


def _bytes_of(folder: Path) -> int:
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file())
