"""Draw the pictures of these pages, by the commands that the pages show; or check that they are so.

python docs/_hooks/figures.py           draw them
python docs/_hooks/figures.py --check   draw them elsewhere and compare: exit code 1 if one differs
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

IMAGES = Path(__file__).parents[1] / "images"
MOUSEFACE = (sys.executable, "-W", "ignore", "-m", "element_mouseface.cli.main")
#: Mean difference of the pixels, of 255: other versions of Matplotlib draw letters a little else.
MOST_DIFFERENT = 2.0
_MOST_COLORS = 256
#: what `mouseface score` draws, and the page's picture of it
_SCORED = ("similarity", "events", "registration", "why", "contrast_prototypes")
_LABELED_S = 20.6
_MODEL_REGIONS = (
    *("whiskers=box:245,95:310,155", "mouth=ellipse:225,140:300,185"),
    *("ear=ellipse:58,10:122,85", "eye=ellipse:180,65:220,97"),
)
#: of regions, not of the crop
_MODEL_COLUMNS = tuple(
    f"[!c]*:{feature}"
    for feature in (
        *("intensity_mean", "intensity_spread", "edge_density", "edge_coherence"),
        *("haralick_contrast_mean", "haralick_entropy_mean", "thumbnail_motion"),
    )
)


def draw(folder: Path, out: Path) -> None:
    """Make the demo in `folder`, score its movie without a database, and draw into `out`."""
    _run("demo", "--dir", folder / "demo")
    _keep(folder / "demo" / "scores.png", out / "demo.png")
    movie, scored = folder / "demo" / "raw" / "face.mp4", folder / "scored"
    events = folder / "events.csv"
    _write_events(movie, events)
    _run("score", movie, "--events", events, "--out", scored)
    for name in _SCORED:
        _keep(scored / f"{name}.png", out / f"{name}.png")
    regions = ("--region", "mouth=ellipse:470,268:545,322", "--region", "ear=box:130,110:260,230")
    crop = ("--crop", "64,64,512,384", "--mask", "spout=ellipse:540,285:640,345")
    picture = folder / "regions.png"
    _run("regions", movie, *regions, *crop, "--sbin", 4, "--picture", picture)
    _keep(picture, out / "regions.png")
    part = ("--from", _LABELED_S, "--to", _LABELED_S + 0.05)
    _run("video", scored, "--out", folder / "labeled.mp4", *part)
    _keep_frame(folder / "labeled.mp4", out / "labeled_video.png")
    draw_model(folder, out)
    draw_failures(folder, out)
    draw_affect(folder, out)
    draw_angle(folder, out)
    draw_units(folder, out)
    draw_structure(folder, out)


def draw_model(folder: Path, out: Path) -> None:
    """Learn which of two stimuli a mouse tastes, and where in the picture that shows."""
    from element_mouseface.synthetic import film

    movie, events = folder / "taste.mp4", folder / "taste.csv"
    stimuli = {"stimuli": ("sucrose", "quinine"), "trials_per_stimulus": 8}
    small = {"duration_s": 90, "fps": 10, "size_px": (320, 240)}
    made = film(movie, identity=3, seed=1, **stimuli, **small)
    made.write_events(events)
    passed, features = folder / "taste.zarr", folder / "taste.parquet"
    _run("hog", movie, "--out", passed)
    drawn = [word for region in _MODEL_REGIONS for word in ("--region", region)]
    _run("regions", movie, *drawn, "--out", folder / "taste.json")
    _run("features", passed, "--regions", folder / "taste.json", "--out", features)
    columns = [word for name in _MODEL_COLUMNS for word in ("--columns", name)]
    quick = (
        "--beside",
        "none",
        "--permutations",
        20,
        "--left-out",
        "trial",
        "--positive",
        "quinine",
    )
    learned = ("--events", events, *columns, "--results", passed)
    _run("model", "train", features, *learned, *quick, "--out", folder / "taste")
    _keep(folder / "taste" / "weights.png", out / "model_weights.png")
    _keep(folder / "taste" / "places.png", out / "model_places.png")


def draw_failures(folder: Path, out: Path) -> None:
    """Film a mouse whose paw comes before its face, and stack the frames in which it does."""
    from element_mouseface.synthetic import FrameFaults, film

    movie, failed = folder / "paw.mp4", folder / "failed.csv"
    fault = FrameFaults("paw", bouts_per_min=14)
    made = film(movie, identity=1, duration_s=40, fps=10, events=[], faults=[fault])
    rows = enumerate((made.truth["faults"][:, 0] > 0.5).astype(int))
    failed.write_text("frame,failed\n" + "".join(f"{frame},{one}\n" for frame, one in rows))
    _run("hog", movie, "--out", folder / "paw.zarr")
    what = f"column:{failed}:failed"
    _run("failures", folder / "paw.zarr", "--failed", what, "--out", folder / "paw")
    _keep(folder / "paw" / "stacks.png", out / "failures.png")
    _keep(folder / "paw" / "causes.png", out / "failure_causes.png")


def draw_angle(folder: Path, out: Path) -> None:
    """Film a mouse that turns its head, with points as a tracker finds them, and measure roll."""
    from element_mouseface.synthetic import Confounds, film

    movie, tracked = folder / "roll.mp4", folder / "rollDLC.csv"
    small = {"duration_s": 24, "fps": 10, "size_px": (320, 240), "events": []}
    made = film(movie, identity=1, confounds=Confounds(roll_deg=5), **small)
    _track(made, tracked)
    _run("angle", movie, "--keypoints", tracked, "--out", folder / "angle")
    _keep(folder / "angle" / "angle.png", out / "face_angle.png")


def draw_units(folder: Path, out: Path) -> None:
    """Film a mouse with two stimuli, with points as a tracker finds them, and measure its face."""
    from element_mouseface.synthetic import film

    movie, tracked, events = (folder / name for name in ("shock.mp4", "shockDLC.csv", "shock.csv"))
    stimuli = {"stimuli": ("sucrose", "tail_shock"), "trials_per_stimulus": 4}
    made = film(movie, identity=1, seed=4, duration_s=60, fps=20, size_px=(480, 360), **stimuli)
    made.write_events(events)
    _track(made, tracked)
    given = ("--keypoints", tracked, "--events", events)
    _run("units", movie, *given, "--out", folder / "units")
    _keep(folder / "units" / "units.png", out / "action_units.png")


def _track(made: Any, path: Path) -> None:
    """Write the points of a drawn face as DeepLabCut does, with a tracker's noise."""
    import pandas as pd

    from element_mouseface.synthetic import LANDMARKS, landmarks

    places = landmarks(made)
    places += np.random.default_rng(0).normal(0, 0.4, places.shape)
    columns = {}
    for number, name in enumerate(LANDMARKS):
        columns["DLC_drawn", name, "x"] = places[:, number, 0]
        columns["DLC_drawn", name, "y"] = places[:, number, 1]
        columns["DLC_drawn", name, "likelihood"] = np.full(len(places), 0.99)
    table = pd.DataFrame(columns)
    table.columns.names = ["scorer", "bodyparts", "coords"]
    table.to_csv(path)


def draw_structure(folder: Path, out: Path) -> None:
    """Film a mouse with four stimuli, and look which of its frames are alike."""
    from element_mouseface.synthetic import film

    movie, events = folder / "four.mp4", folder / "four.csv"
    small = {"duration_s": 150, "fps": 15, "size_px": (320, 240)}
    made = film(movie, identity=1, seed=3, trials_per_stimulus=4, **small)
    made.write_events(events)
    _run("hog", movie, "--out", folder / "four.zarr")
    compared = ("--source", "cells", "--method", "tsne", "--out", folder / "four")
    _run("structure", folder / "four.zarr", "--events", events, *compared)
    _keep(folder / "four" / "structure.png", out / "structure.png")


def draw_affect(folder: Path, out: Path) -> None:
    """Film a mouse that tastes sucrose, quinine, water and both tastes, with a tracked pupil."""
    from element_mouseface.synthetic import Behaviors, Confounds, Responses, film

    stimuli, movie = ("sucrose", "quinine", "water", "mixed"), folder / "tastes.mp4"
    made = film(
        movie,
        identity=11,
        seed=3,
        duration_s=120,
        fps=10,
        size_px=(320, 240),
        stimuli=stimuli,
        trials_per_stimulus=5,
        confounds=Confounds(lick_on=stimuli),
        responses=Responses(silent=("water",), mixed=("mixed=sucrose+quinine",)),
        behaviors=Behaviors.none(whisking_per_min=7),
    )
    made.write_events(folder / "tastes.csv")
    signs = "sucrose,positive,preference\nquinine,negative,aversion\nwater,neutral,protocol\n"
    (folder / "signs.csv").write_text("stimulus,sign,source\n" + signs)
    pupil = made.truth["pupil_px"] + np.random.default_rng(0).normal(0, 0.3, made.n_frames)
    rows = enumerate(np.round(pupil, 2).tolist())
    tracked = folder / "pupil.csv"
    tracked.write_text("frame,radius\n" + "".join(f"{frame},{one}\n" for frame, one in rows))
    _run("hog", movie, "--out", folder / "tastes.zarr")
    given = ("--events", folder / "tastes.csv", "--signs", folder / "signs.csv")
    sources = ("--source", f"pupil@0.5={tracked}:radius", "--source", "motion=motion")
    _run("affect", folder / "tastes.zarr", *given, *sources, "--out", folder / "affect")
    _keep(folder / "affect" / "affect.png", out / "affect.png")


def _run(*words: object) -> None:
    subprocess.run([*MOUSEFACE, *map(str, words)], check=True, stdout=subprocess.DEVNULL)


def _write_events(movie: Path, path: Path) -> None:
    """The events that were planted; the demo's movie is there already, and is found again."""
    from element_mouseface.synthetic import film

    made = film(movie, identity=1, duration_s=90, trials_per_stimulus=3)
    made.write_events(path)


def _keep(drawn: Path, path: Path) -> None:
    """A picture with fewer colors: a third of the bytes, and nobody sees it."""
    with Image.open(drawn) as image:
        few = image.convert("RGB").quantize(_MOST_COLORS, dither=Image.Dither.NONE)
        few.save(path, optimize=True)


def _keep_frame(movie: Path, path: Path) -> None:
    import av

    with av.open(str(movie)) as container:
        frame = next(container.decode(video=0)).to_image()
    frame.save(path.with_suffix(".tmp.png"))
    _keep(path.with_suffix(".tmp.png"), path)
    path.with_suffix(".tmp.png").unlink()


def difference(one: Path, other: Path) -> float:
    """Mean difference of two pictures' pixels; infinite where one is gone or of another size."""
    if not (one.is_file() and other.is_file()):
        return float("inf")
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return float("inf")
        pair = [np.asarray(image.convert("RGB"), float) for image in (first, second)]
    return float(np.abs(pair[0] - pair[1]).mean())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare, and change nothing")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory(prefix="mouseface-figures-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # as root the demo's server runs as another user
        out = folder / "images"
        out.mkdir()
        draw(folder, out)
        wrong = 0
        for path in sorted(out.iterdir()):
            apart = difference(path, IMAGES / path.name)
            print(f"{path.name}: {apart:.2f} of 255 apart from the page's")
            wrong += apart > MOST_DIFFERENT
            if not check:
                shutil.copy(path, IMAGES / path.name)
    if check and wrong:
        print(f"{wrong} pictures are not what is drawn now: run `make figures`")
    return int(check and wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
