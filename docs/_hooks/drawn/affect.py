"""What the face says around stimuli: arousal and valences, and which frames are alike."""

from __future__ import annotations

import numpy as np

from .runner import Runner, part

_TASTES = ("sucrose", "quinine", "water", "mixed")
_REGIONS = (
    *("--region", "nose=box:235,105:275,150", "--region", "mouth=ellipse:225,140:275,165"),
    *("--region", "ear=ellipse:65,60:125,120", "--region", "eye=ellipse:170,78:205,112"),
)
_SIGNS = """\
stimulus,sign,source
sucrose,positive,preference
quinine,negative,aversion
water,neutral,protocol
"""


@part("affect", pictures=("structure",), outputs=("structure",))
def draw_structure(runner: Runner) -> None:
    """Film a mouse with four stimuli, and look which of its frames are alike."""
    small = {"duration_s": 150, "fps": 15, "size_px": (320, 240)}
    runner.film("four", identity=1, seed=3, trials_per_stimulus=4, **small)
    runner.run("hog", "four.mp4", "--out", "four.zarr")
    compared = ("--source", "cells", "--method", "tsne", "--out", "alike")
    runner.show("structure", "structure", "four.zarr", "--events", "four.csv", *compared)
    runner.keep("alike/structure.png", "structure")


@part("affect", pictures=("class_places",), outputs=("model_classes",))
def draw_classes(runner: Runner) -> None:
    """Ask what drives each of the four stimuli, and where in the picture."""
    chosen = ("--groups", "intensity,edges,motion", "--out", "four.parquet", "--overwrite")
    runner.run("regions", "four.mp4", *_REGIONS, "--out", "four.json", "--overwrite")
    runner.run("features", "four.zarr", "--regions", "four.json", *chosen)
    given = ("--events", "four.csv", "--results", "four.zarr", "--explain")
    quick = ("--columns", "[!c]*", "--beside", "none", "--permutations", 19, "--left-out", "trial")
    runner.show("model_classes", "model", "train", "four.parquet", *given, *quick, "--out", "what")
    runner.keep("what/classes.png", "class_places")


@part("affect", pictures=("affect",), outputs=("affect",))
def draw_affect(runner: Runner) -> None:
    """Film a mouse that tastes sucrose, quinine, water and both tastes, with a tracked pupil."""
    from element_mouseface.synthetic import Behaviors, Confounds, Responses

    made = runner.film(
        "tastes",
        identity=11,
        seed=3,
        duration_s=120,
        fps=10,
        size_px=(320, 240),
        stimuli=_TASTES,
        trials_per_stimulus=5,
        confounds=Confounds(lick_on=_TASTES),
        responses=Responses(silent=("water",), mixed=("mixed=sucrose+quinine",)),
        behaviors=Behaviors.none(whisking_per_min=7),
    )
    runner.path("signs.csv").write_text(_SIGNS)
    pupil = made.truth["pupil_px"] + np.random.default_rng(0).normal(0, 0.3, made.n_frames)
    rows = enumerate(np.round(pupil, 2).tolist())
    lines = "".join(f"{frame},{one}\n" for frame, one in rows)
    runner.path("pupil.csv").write_text(f"frame,radius\n{lines}")
    runner.run("hog", "tastes.mp4", "--out", "tastes.zarr")
    given = ("--events", "tastes.csv", "--signs", "signs.csv")
    sources = ("--source", "pupil@0.5=pupil.csv:radius", "--source", "motion=motion")
    runner.show("affect", "affect", "tastes.zarr", *given, *sources, "--out", "affect")
    runner.keep("affect/affect.png", "affect")
