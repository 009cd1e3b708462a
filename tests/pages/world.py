"""What the pages' code finds in its folder: a drawn mouse's movies, and what was made of them.

python -m tests.pages.world FOLDER    some minutes; each page then runs in a copy of FOLDER

Names are those that the pages use. `face` is one movie of 64 s with its events, its pass, its
tracked points and its scores; `day1`, `day2`, `day9`, and `m1` to `m9`, are short movies of other
days and mice, with events and labeled behaviors.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from tests.pages import by_hand

MOUSEFACE = (sys.executable, "-W", "ignore", "-m", "element_mouseface.cli.main")
STIMULI = ("sucrose", "quinine", "water")
#: pandas and PyTables wrote it, in DeepLabCut's labels
PANDAS = Path(__file__).resolve().parents[1] / "data" / "keypoints" / "pandas_fixed.h5"
#: identity, seed; the names that the pages give to this movie
SHORT = {
    (1, 1): ("day1", "m1_day1", "m1", "m01"),
    (1, 2): ("day2", "m1_day2", "m2", "m02", "day8"),
    (2, 3): ("day3", "m2_day1", "m3", "m03", "day10"),
    (1, 4): ("day9", "m9", "m04"),
}


def mouseface(folder: Path, *words: object) -> None:
    """Run a command of the package, and say what it said where it fails."""
    typed = [*MOUSEFACE, *map(str, words)]
    done = subprocess.run(typed, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}\n{done.stderr}")


def make(folder: Path) -> None:
    folder.mkdir(parents=True)
    folder.chmod(0o755)  # as root the embedded server runs as another user
    _face(folder)
    _short_movies(folder)
    by_hand.write_all(folder)
    filled = [sys.executable, "-W", "ignore", "-m", "tests.pages.laboratory", str(folder)]
    subprocess.run(filled, check=True)


def _face(folder: Path) -> None:
    import element_mouseface as mf

    made = mf.film(
        folder / "face.mp4", identity=1, seed=1, fps=8, duration_s=64, stimuli=STIMULI,
        trials_per_stimulus=3,
    )  # fmt: skip
    made.write_events(folder / "events.csv")
    tracked(made, folder / "faceDLC.h5")
    mouseface(folder, "hog", "face.mp4", "--out", "face.zarr", "--color")
    mouseface(folder, "score", "face.mp4", "--events", "events.csv", "--out", "scored")
    region = ("--region", "whiskers=box:410,200:560,320", "--region", "ear=box:130,110:260,230")
    drawn = (
        *region,
        "--region",
        "mouth=ellipse:470,268:545,322",
        "--region",
        "cheek=box:330,250:410,330",
    )
    mouseface(folder, "regions", "face.mp4", *drawn, "--out", "regions.json", "--sbin", 4)
    pupil = ("--pupil", "eye=ellipse:380,150:430,200", "--saturation", 60, "--from", "regions.json")
    mouseface(folder, "regions", "face.mp4", *pupil, "--out", "all.json")
    given = ("--regions", "all.json", "--out", "face_signals")
    mouseface(folder, "signals", "face.mp4", *given)
    mouseface(folder, "features", "face.zarr", "--out", "face.parquet")


def tracked(made: Any, path: Path) -> None:
    """The points of a drawn face, with a tracker's noise, and an eyelid that is sometimes lost."""
    from element_mouseface.synthetic import LANDMARKS, landmarks

    places = landmarks(made)
    places += np.random.default_rng(0).normal(0, 0.4, places.shape)
    likelihood = np.full(places.shape[:2], 0.99)
    likelihood[:: len(places) // 40, list(LANDMARKS).index("eye_top")] = 0.2
    write_deeplabcut(path, LANDMARKS, places, likelihood)


def write_deeplabcut(path: Path, names: Sequence[str], xy: np.ndarray, likelihood: Any) -> None:
    """Points as DeepLabCut stores them: pandas' file, with other labels and numbers in it."""
    shutil.copy(PANDAS, path)
    levels = (["DLC_resnet50_faceJun1shuffle1_200000"], list(names), ["x", "y", "likelihood"])
    codes = np.indices([len(level) for level in levels], dtype=np.int8).reshape(3, -1)
    with h5py.File(path, "r+") as file:
        table = file["df_with_missing"]
        for of in ("axis0", "block0_items"):
            for n in range(3):
                _replaced(table, f"{of}_level{n}", np.array(levels[n], "S40"))
                _replaced(table, f"{of}_label{n}", codes[n])
        _replaced(table, "axis1", np.arange(len(xy)))
        _replaced(table, "block0_values", np.dstack([xy, likelihood]).reshape(len(xy), -1))


def _replaced(table: Any, name: str, values: np.ndarray) -> None:
    """Other values in an array of the file, which keeps what pandas says of it."""
    said = dict(table[name].attrs)
    del table[name]
    table[name] = values
    table[name].attrs.update(said)


def _short_movies(folder: Path) -> None:
    import element_mouseface as mf
    from element_mouseface.synthetic import Behaviors

    behaviors = Behaviors.none(licking_per_min=12, grooming_per_min=9, blinks_per_min=12)
    for (identity, seed), names in SHORT.items():
        first = names[0]
        made = mf.film(
            folder / f"{first}.mp4", identity=identity, seed=seed, fps=8, duration_s=48,
            size_px=(320, 240), stimuli=STIMULI[:2], trials_per_stimulus=4, behaviors=behaviors,
        )  # fmt: skip
        made.write_events(folder / f"{first}.csv")
        if first == "day1":
            (folder / "m01").mkdir()
            tracked(made, folder / "m01" / "day1DLC.h5")
        made.write_labels(folder / f"{first}_by_hand.csv")
        mouseface(folder, "hog", f"{first}.mp4", "--out", f"{first}.zarr")
        mouseface(folder, "features", f"{first}.zarr", "--out", f"{first}.parquet")
        for name in names[1:]:
            for suffix in (".mp4", ".csv", "_by_hand.csv", ".parquet", ".zarr"):
                _copied(folder / f"{first}{suffix}", folder / f"{name}{suffix}")
        for name in names:
            shutil.copy(folder / f"{name}.csv", folder / f"{name}_events.csv")
    drawn = ("--region", "whiskers=box:205,100:280,160", "--region", "ear=box:60,20:120,80")
    mouseface(folder, "regions", "day1.mp4", *drawn, "--out", "small_regions.json")


def _copied(one: Path, other: Path) -> None:
    copy = shutil.copytree if one.is_dir() else shutil.copy
    copy(one, other)


def main(out: str) -> None:
    folder = Path(out).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    make(partial)
    os.replace(partial, folder)


if __name__ == "__main__":
    main(sys.argv[1])
