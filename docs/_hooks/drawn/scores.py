"""The demo's movie, scored in a database and without one: most pages are about it."""

from __future__ import annotations

import subprocess
import sys

from .pictures import frame_of
from .runner import Runner, part

#: what `mouseface score` draws, and the page's picture of it
_SCORED = ("similarity", "events", "registration", "why", "contrast_prototypes", "prototypes")
_LABELED_S = 20.6
_CROP = ("--crop", "64,64,512,384", "--mask", "spout=ellipse:540,285:640,345")
_REGIONS = ("--region", "mouth=ellipse:470,268:545,322", "--region", "ear=box:130,110:260,230")
_EYE = ("--region", "pupil=ellipse:345,170:400,215")


@part("scores", pictures=("demo",), outputs=("demo",))
def draw_demo(runner: Runner) -> None:
    """Score the demo's movie in an embedded database, in a process of its own."""
    program = (sys.executable, "-W", "ignore", "-m", "element_mouseface.cli.main")
    typed = [*program, "demo", "--dir", str(runner.path("demo"))]
    done = subprocess.run(typed, check=True, capture_output=True, text=True)
    runner.keep("demo/scores.png", "demo")
    said = done.stdout.partition("asked in SQL:\n\n")[2].partition("\nFigure:")[0]
    runner.write("demo", "$ make demo", said[said.index("trial  stimulus") :], first=20)
    for name in ("face.mp4", "events.csv"):
        runner.path(name).unlink(missing_ok=True)
        runner.path(name).symlink_to(runner.path("demo") / "raw" / name)


@part("scores", pictures=_SCORED, outputs=("info", "score", "events_file"))
def draw_scored(runner: Runner) -> None:
    """Score the movie without a database."""
    runner.show("info", "info", "face.mp4")
    runner.show("score", "score", "face.mp4", "--events", "events.csv", "--out", "scored", first=16)
    rows = runner.path("events.csv").read_text()
    runner.write("events_file", "$ cat events.csv", rows, first=5)
    for name in _SCORED:
        runner.keep(f"scored/{name}.png", name)


@part("scores", pictures=("regions", "labeled_video"))
def draw_regions_and_video(runner: Runner) -> None:
    """Draw regions over the mean frame, and the movie above its scores."""
    drawn = (*_REGIONS, *_CROP, "--sbin", 4, "--picture", "regions.png")
    runner.run("regions", "face.mp4", *drawn, "--overwrite")
    runner.keep("regions.png", "regions")
    part_s = ("--from", _LABELED_S, "--to", _LABELED_S + 0.05)
    runner.run("video", "scored", "--out", "labeled.mp4", *part_s, "--overwrite")
    runner.keep(frame_of(runner.path("labeled.mp4"), runner.path("labeled.png")), "labeled_video")


@part("scores", pictures=("hog",), outputs=("hog",))
def draw_descriptors(runner: Runner) -> None:
    """Draw the descriptors of a frame from the pass that was stored."""
    import element_mouseface as mf

    result = mf.open_result(runner.path("scored/descriptors.zarr"))
    runner.figure("hog", mf.plots.hog_figure, result, 1, title="face.mp4")
    folder = runner.path("scored/descriptors.zarr")
    lines = "\n".join(sorted(f"scored/descriptors.zarr/{one.name}" for one in folder.iterdir()))
    runner.write("hog", "$ ls -d scored/descriptors.zarr/*", lines)


@part("scores", pictures=("why_moment",), outputs=("why", "folder"))
def draw_reasons(runner: Runner) -> None:
    """Explain a moment, and list what a scored folder has."""
    moment = ("--time", 48.1, "--stimulus", "tail_shock", "--out", "moment.png", "--overwrite")
    runner.show("why", "why", "scored", *moment)
    runner.keep("moment.png", "why_moment")
    names = sorted(path.name for path in runner.path("scored").iterdir())
    runner.write("folder", "$ ls scored", "\n".join(names), first=30)


@part("scores", pictures=("explained",))
def draw_explained(runner: Runner) -> None:
    """How much of each score movement explains, as report.json has it."""
    import json

    import element_mouseface as mf
    from element_mouseface.core.confounds.explained import Explained

    report = json.loads(runner.path("scored/report.json").read_text())["motion_explained"]
    found = {
        name: [
            Explained(**{k: float("nan") if v is None else v for k, v in row.items()})
            for row in rows
        ]
        for name, rows in report["score"].items()
    }
    runner.figure("explained", mf.plots.explained_figure, found, title="face.mp4")
