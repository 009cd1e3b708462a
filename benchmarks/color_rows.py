"""Rows of color: the pass with color against the pass without, and the features of color.

The movies are the synthetic mouse's with planted colors: a warm coat, a red nose and eye, and noise
of a sensor's two color differences, in H.264 4:2:0.
"""

from __future__ import annotations

import json
import tempfile
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from skimage.color import rgb2hsv

import element_mouseface as mf
from element_mouseface.core.features.color_space import rgb_of_chroma
from element_mouseface.core.features.named.color import color as color_features
from element_mouseface.core.video.encoding import H264Writer

from .measuring import cores, in_turns, ratio
from .movies import OUT, Recipe, forth_and_back, repeated
from .table import Row

__all__ = ["color"]

_RATE = Fraction(30)
_NOISE = {"clean": 0.0, "noisy": 3.0}
#: what a coat of this color adds to red, green and blue
_COAT = np.array([14.0, 2.0, -22.0], np.float32)


def _movie(name: str, short: bool) -> Path:
    """A colored movie, filmed if it is not there."""
    recipe = Recipe(500, 4 if short else 12, noise=_NOISE[name])
    path = OUT / "movies" / f"colored_{name}_{recipe.n_frames}.mp4"
    note = path.with_suffix(".json")
    if path.exists() and note.exists():
        return path
    print(f"filming colored, {name}: {recipe.n_frames} frames", flush=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    once = path.with_name(f"{path.stem}.once.mp4")
    with H264Writer(once, recipe.size_px, _RATE) as writer:
        for number, picture in enumerate(_colored(recipe)):
            writer.write(picture, number / float(_RATE))
    repeated(once, path, recipe.filmed, recipe.copies)
    once.unlink()
    note.write_text(json.dumps({"frames": recipe.n_frames, "noise": recipe.noise}))
    return path


def _colored(recipe: Recipe):
    rng = np.random.default_rng(1)
    height, width = recipe.size_px[1], recipe.size_px[0]
    y, x = np.mgrid[:height, :width]
    nose = np.exp(-(((x - 0.1 * width) / 40) ** 2) - ((y - 0.6 * height) / 40) ** 2)
    tint = _COAT + nose[..., None].astype(np.float32) * np.array([60, -20, -10], np.float32)
    bank = rng.normal(0, recipe.noise, (height + 64, width + 64, 3)).astype(np.float32)
    for gray in forth_and_back(recipe):
        top, left = rng.integers(0, 65, 2)
        noise = bank[top : top + height, left : left + width] if recipe.noise else 0
        yield np.clip(np.rint(gray[..., None] + tint + noise), 0, 255).astype(np.uint8)


def _run(path: Path, folder: str, colored: bool) -> Any:
    out = Path(tempfile.mkdtemp(dir=folder)) / "o.zarr"
    return mf.extract(mf.open_video(path), out, color=colored, workers=cores())


def _pass_row(name: str, short: bool) -> Row:
    """The rate of the pass with color as a part of that of the pass without."""
    path = _movie(name, short)
    with tempfile.TemporaryDirectory(dir=OUT) as folder:
        ways = {
            "gray": partial(_run, path, folder, False),
            "color": partial(_run, path, folder, True),
        }
        results = {key: way() for key, way in ways.items()}  # compiles
        times = in_turns(ways, 3 if short else 9)
        sizes = {
            key: sum(file.stat().st_size for file in found.path.rglob("*") if file.is_file()) / 1e6
            for key, found in results.items()
        }
    n = results["gray"].n_frames
    details = {
        "ratio_of_processor_time": times["gray"].cpu / times["color"].cpu,
        "gray_fps": n / times["gray"].wall,
        "color_fps": n / times["color"].wall,
        "more_microseconds_a_frame": (times["color"].cpu - times["gray"].cpu) / n * 1e6,
        "gray_mb": sizes["gray"],
        "color_mb": sizes["color"],
    }
    measure = f"pass with color against without, 640x480 4:2:0, {name}"
    return Row(
        measure, ratio(times["gray"], times["color"]), "of its rate", 0.85, 0.9, details=details
    )


def _features_row(short: bool) -> Row:
    """All features of color of a thumbnail against only scikit-image's conversion to HSV."""
    n, rng = 100 if short else 500, np.random.default_rng(0)
    luma = rng.integers(60, 200, (n, 60, 80), np.uint8)
    chroma = rng.integers(100, 156, (n, 60, 80, 2), np.uint8)
    rgb, inside = rgb_of_chroma(luma, chroma, "bt709") / 255, np.ones((60, 80), bool)

    def ours() -> None:
        color_features(rgb_of_chroma(luma, chroma, "bt709"), inside)

    def theirs() -> None:
        for picture in rgb:
            rgb2hsv(picture)

    ours()  # compiles
    times = in_turns({"ours": ours, "theirs": theirs}, 5)
    each = {name: took.wall / n * 1e6 for name, took in times.items()}
    return Row(
        "features of color from luma and chroma against scikit-image's rgb2hsv alone",
        ratio(times["theirs"], times["ours"]),
        "times its rate",
        2.0,
        5.0,
        details={"microseconds": each},
    )


def color(short: bool) -> list[Row]:
    """The pass on a clean and on a noisy movie, and the features."""
    return [*(_pass_row(name, short) for name in _NOISE), _features_row(short)]
