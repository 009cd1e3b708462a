"""Rows of named features: from a result folder, against decoding, against mahotas, and memory.

The pass over a movie is made once and kept in benchmarks/out/features; what is measured reads its
result folder.  The time of all frames and the memory are of processes of their own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import mahotas
import numpy as np

import element_mouseface as mf
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.features.named.texture import TEXTURE, texture
from element_mouseface.core.frame_features import write_features

from .child import peak_mb
from .measuring import ROOT, cores, in_turns, ratio
from .movies import OUT, movie
from .table import Row

__all__ = ["measured", "named_features"]

_FOLDER = OUT / "features"
#: parts of the face in shares of the frame: left, top, right, bottom
_PARTS = {
    "eye": (0.35, 0.2, 0.55, 0.45),
    "ear": (0.6, 0.0, 0.95, 0.4),
    "cheek": (0.35, 0.45, 0.7, 0.85),
    "mouth": (0.05, 0.5, 0.35, 0.9),
}
_PICTURES = 300  # of the comparison with mahotas, which takes some 0.4 ms each


def _result(name: str) -> Path:
    """The result folder of a movie, made if it is not there."""
    _FOLDER.mkdir(parents=True, exist_ok=True)
    video = movie(name)
    out = _FOLDER / f"{video.stem}.zarr"
    mf.extract(mf.open_video(video), out)
    return out


def _regions(result: Path) -> list[Region]:
    height, width = mf.open_result(result).frame_px
    return [
        Region(
            part,
            points=tuple(
                (round(width * x), round(height * y)) for x, y in ((left, top), (right, bottom))
            ),
        )
        for part, (left, top, right, bottom) in _PARTS.items()
    ]


def measured(result: str, workers: int) -> dict[str, Any]:
    """Write all features of the crop and four regions, in this process, to a Parquet file."""
    regions = _regions(Path(result))
    n_frames = mf.open_result(result).n_frames
    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        path = write_features(
            Path(folder) / "features.parquet", result, regions=regions, workers=workers
        )
        took = {"wall_s": time.perf_counter() - wall, "cpu_s": time.process_time() - cpu}
        megabytes = path.stat().st_size / 1e6
    return {"frames": n_frames, "regions": len(regions), **took, "file_mb": megabytes,
            "peak_mb": peak_mb()}  # fmt: skip


def _apart(result: Path, workers: int) -> dict[str, Any]:
    code = "import json; from benchmarks.feature_rows import measured; "
    code += f"print(json.dumps(measured({str(result)!r}, {workers})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"features of {result.name} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _against_decoding(name: str, rounds: int) -> Row:
    """One thread each, on frames of one movie: features from its result, and its decoding."""
    video, result = movie(name), _result(name)

    def decode() -> None:
        for _ in mf.open_video(video).read(threads=1):
            pass

    with tempfile.TemporaryDirectory(dir=_FOLDER) as folder:
        out = Path(folder) / "features.parquet"

        def features() -> None:
            write_features(out, result, regions=_regions(result), workers=1, overwrite=True)

        features()  # compiles
        times = in_turns({"decoding": decode, "features": features}, rounds)
    n_frames = mf.open_result(result).n_frames
    rates = {key: n_frames / took.wall for key, took in times.items()}
    return Row("features of crop and 4 regions against decoding, 916x476, frames/s",
               ratio(times["decoding"], times["features"]), "x", 1.0,
               details={"frames_per_s": rates})  # fmt: skip


def _against_mahotas(name: str, rounds: int) -> Row:
    """Texture of the same levels: mean and range over directions of thirteen features."""
    thumbnails = np.asarray(mf.open_result(_result(name)).thumbnails[:_PICTURES])
    inside = np.ones(thumbnails.shape[1:], bool)

    def theirs() -> np.ndarray:
        return np.array([
            mahotas.features.haralick(
                picture >> 3, return_mean_ptp=True, use_x_minus_y_variance=True
            )
            for picture in thumbnails
        ])  # fmt: skip

    def ours() -> np.ndarray:
        return texture(thumbnails, inside)

    expected = theirs().reshape(len(thumbnails), 2, 13).transpose(0, 2, 1)
    np.testing.assert_allclose(
        ours(), expected.reshape(len(thumbnails), len(TEXTURE)), rtol=1e-9, atol=1e-9
    )
    times = in_turns({"mahotas": theirs, "ours": ours}, rounds)
    each = {key: took.wall / len(thumbnails) * 1e6 for key, took in times.items()}
    return Row("texture of a thumbnail against mahotas, pictures/s",
               ratio(times["mahotas"], times["ours"]), "x", 10.0,
               details={"microseconds_per_picture": each})  # fmt: skip


def named_features(short: bool) -> list[Row]:
    """All features of the crop and four regions, 44,000 frames (in the short form 4,000)."""
    name = "916x476, short" if short else "44,000 frames"
    whole, one, ten = (_result(n) for n in (name, "length 1", "length 10"))
    _apart(one, 1)  # compiles, where this processor's code is not in the cache yet
    took = _apart(whole, cores())
    few, many = _apart(one, cores()), _apart(ten, cores())
    grows = (many["cpu_s"] / many["frames"]) / (few["cpu_s"] / few["frames"])
    due_s = 11.0 * took["frames"] / 44_000
    rounds = 3 if short else 5
    return [
        Row(f"features of crop and 4 regions, {took['frames']} frames, result folder to Parquet",
            took["wall_s"], "s", None if short else due_s, at_most=True,
            details={"cores": cores(), **took}),
        Row("features, result folder to Parquet", took["frames"] / took["wall_s"], "frames/s",
            4000.0),
        _against_decoding("916x476, short", rounds),
        _against_mahotas("916x476, short", rounds),
        Row("features, ten times the frames: processor time a frame", grows, "x", 1.15,
            at_most=True, details={"few": few, "many": many}),
        Row("features, ten times the frames: memory", many["peak_mb"] / few["peak_mb"], "x", 1.2,
            at_most=True),
    ]  # fmt: skip
