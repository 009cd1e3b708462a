"""Models of named features: which of two stimuli a mouse tastes, and where that shows."""

from __future__ import annotations

from typing import Any

from .runner import Runner, part

_REGIONS = (
    *("whiskers=box:245,95:310,155", "mouth=ellipse:225,140:300,185"),
    *("ear=ellipse:58,10:122,85", "eye=ellipse:180,65:220,97"),
)
#: of regions, not of the crop
_COLUMNS = tuple(
    f"[!c]*:{feature}"
    for feature in (
        *("intensity_mean", "intensity_spread", "edge_density", "edge_coherence"),
        *("haralick_contrast_mean", "haralick_entropy_mean", "thumbnail_motion"),
    )
)


@part(
    "models",
    pictures=("model_weights", "model_places", "model_attributions", "model_dependence"),
    outputs=("features", "model_weights"),
)
def draw_model(runner: Runner) -> None:
    """Learn which of two stimuli a mouse tastes, and where in the picture that shows."""
    stimuli = {"stimuli": ("sucrose", "quinine"), "trials_per_stimulus": 8}
    small = {"duration_s": 90, "fps": 10, "size_px": (320, 240)}
    runner.film("taste", identity=3, seed=1, **stimuli, **small)
    runner.run("hog", "taste.mp4", "--out", "taste.zarr")
    drawn = [word for region in _REGIONS for word in ("--region", region)]
    runner.run("regions", "taste.mp4", *drawn, "--out", "taste.json", "--overwrite")
    named = ("--regions", "taste.json", "--out", "taste.parquet")
    runner.show("features", "features", "taste.zarr", *named, "--overwrite")
    columns = [word for name in _COLUMNS for word in ("--columns", name)]
    quick = ("--beside", "none", "--permutations", 20, "--left-out", "trial")
    learned = ("--events", "taste.csv", *columns, "--results", "taste.zarr")
    told = ("--positive", "quinine", "--out", "taste")
    runner.run("model", "train", "taste.parquet", *learned, *quick, *told)
    runner.keep("taste/attributions.png", "model_attributions")
    runner.keep("taste/dependence.png", "model_dependence")
    runner.keep("taste/weights.png", "model_weights")
    runner.keep("taste/places.png", "model_places")
    rows = runner.path("taste/weights.csv").read_text()
    runner.write("model_weights", "$ head -4 taste/weights.csv", rows, first=4)


@part("models", pictures=("picture_weights",))
def draw_picture_weights(runner: Runner) -> None:
    """Map the weights of a model of small pictures."""
    import element_mouseface as mf
    from element_mouseface.core.frame_models.targets import event_frames

    table = mf.read_table(runner.path("taste.parquet"))
    told = event_frames([table], [mf.read_events(runner.path("taste.csv"))])
    quick: dict[str, Any] = {"max_folds": 4, "inner_folds": 2, "calibration": "none", "beside": ()}
    learning = mf.LearningParams(
        estimator="linear", linear_strength=0.01, max_columns=4000, **quick
    )
    given: dict[str, Any] = {"trials": told.trials, "permutations": 0, "learning": learning}
    found = mf.picture_weights([runner.path("taste.zarr")], told.target, **given)
    runner.figure("picture_weights", mf.plots.picture_weights_figure, found)
