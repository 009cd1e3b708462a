"""Behaviors that are learned from labels of some frames, and signals of the same movies."""

from __future__ import annotations

from typing import Any

from .runner import Runner, part

_MICE = (1, 2, 3, 4)
_SHOWN = ("licking", "grooming", "whisking")
_REGIONS = (
    *("--region", "whisker_pad=box:225,85:285,150"),
    *("--region", "mouth=ellipse:225,140:275,175"),
    *("--region", "pupil=ellipse:170,78:205,112"),
)
_PARAMS = """\
{"features": {"windows_s": [0.2], "picture_components": 8, "cell_components": 8},
 "learning": {"iterations": 40, "inner_folds": 2, "beside": []}}
"""


@part(
    "behaviors",
    pictures=(
        *("precision_recall", "calibration", "behavior_confusion"),
        *("learning_curve", "behavior_examples"),
    ),
    outputs=("behavior_train", "movies_list"),
)
def draw_classifier(runner: Runner) -> None:
    """Film four mice with labeled behaviors, and learn from three of them."""
    from element_mouseface.synthetic import Behaviors

    small = {"duration_s": 40, "fps": 20, "size_px": (320, 240), "trials_per_stimulus": 1}
    for mouse in _MICE:
        runner.film(
            f"m{mouse}", identity=mouse, seed=mouse, behaviors=Behaviors(), labels=True, **small
        )
    rows = "".join(f"m{mouse}.mp4,m{mouse}_labels.csv,m{mouse}\n" for mouse in _MICE[:3])
    runner.path("movies.csv").write_text(f"video,labels,animal\n{rows}")
    runner.write("movies_list", "$ cat movies.csv", runner.path("movies.csv").read_text())
    runner.path("quick.json").write_text(_PARAMS)
    named = [word for name in _SHOWN for word in ("--behavior", name)]
    trained = ("--out", "classifier", *named, "--params", "quick.json")
    runner.show("behavior_train", "behavior", "train", "movies.csv", *trained)
    for name in ("precision_recall", "calibration", "learning_curve"):
        runner.keep(f"classifier/{name}.png", name)
    runner.keep("classifier/confusion.png", "behavior_confusion")
    runner.keep("classifier/examples.png", "behavior_examples")


@part(
    "behaviors",
    pictures=("ethogram", "transitions", "behavior_trials"),
    outputs=("behavior_predict",),
)
def draw_prediction(runner: Runner) -> None:
    """Predict the behaviors of the fourth mouse."""
    import element_mouseface as mf
    from element_mouseface.core.results.prediction_folder import read_prediction

    given = ("--classifier", "classifier", "--out", "day4")
    runner.show("behavior_predict", "behavior", "predict", "m4.mp4", *given)
    runner.keep("day4/ethogram.png", "ethogram")
    runner.keep("day4/transitions.png", "transitions")
    found: Any = read_prediction(runner.path("day4"))
    events = mf.read_events(runner.path("m4.csv"))
    runner.figure("behavior_trials", mf.plots.behavior_trials_figure, found, events, title="m4.mp4")


@part("behaviors", pictures=("signals", "components"), outputs=("signals", "regions"))
def draw_signals(runner: Runner) -> None:
    """Measure motion, pupil and blinks in regions of the fourth mouse."""
    import element_mouseface as mf
    from element_mouseface.core.facial_signals import FacialSignals

    drawn = (*_REGIONS, "--out", "regions.json", "--overwrite")
    runner.show("regions", "regions", "m4.mp4", *drawn)
    given = ("--regions", "regions.json", "--components", 20, "--out", "signals")
    runner.show("signals", "signals", "m4.mp4", *given)
    runner.keep("signals/signals.png", "signals")
    found = FacialSignals.load(runner.path("signals/signals"))
    runner.figure("components", mf.plots.components_figure, found, 0, title="m4.mp4")
