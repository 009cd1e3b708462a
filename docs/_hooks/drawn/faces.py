"""Points of a drawn face, as a tracker finds them: the angle of the head, action units."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from .runner import Runner, part

_SHOCK: dict[str, Any] = {
    **{"identity": 1, "seed": 4, "duration_s": 60, "fps": 20, "size_px": (480, 360)},
    **{"stimuli": ("sucrose", "tail_shock"), "trials_per_stimulus": 4},
}
_MAPPING = {
    "eye": ["eye_back", "eye_top", "eye_front", "eye_bottom"],
    "ear": ["ear_base", "ear_tip"],
    "nose": ["nose_tip"],
}
_REGIONS = (
    *("--region", "eye=ellipse:255,115:310,170", "--region", "ear=ellipse:95,80:195,170"),
    *("--region", "pad=box:335,145:400,235"),
)
_SHOWN = ("eye_area", "ear_angle", "nose_x", "nose_y")
#: unit -> the part of the pose that raters see, and its sign
_UNITS = {
    "orbital_tightening": ("eye", -1),
    "ear_position": ("ear", 1),
    "whisker_change": ("whisker", 1),
}


def track(runner: Runner, name: str, made: Any) -> None:
    """Write the points of a drawn face as DeepLabCut does, with a tracker's noise."""
    import pandas as pd

    from element_mouseface.synthetic import LANDMARKS, landmarks

    places = landmarks(made)
    places += np.random.default_rng(0).normal(0, 0.4, places.shape)
    columns = {}
    for number, landmark in enumerate(LANDMARKS):
        columns["DLC_drawn", landmark, "x"] = places[:, number, 0]
        columns["DLC_drawn", landmark, "y"] = places[:, number, 1]
        columns["DLC_drawn", landmark, "likelihood"] = np.full(len(places), 0.99)
    table = pd.DataFrame(columns)
    table.columns.names = ["scorer", "bodyparts", "coords"]
    table.to_csv(runner.path(f"{name}DLC.csv"))


@part("faces", pictures=("face_angle",), outputs=("face_angle",))
def draw_angle(runner: Runner) -> None:
    """Film a mouse that turns its head, and measure roll."""
    from element_mouseface.synthetic import Confounds

    small = {"duration_s": 24, "fps": 10, "size_px": (320, 240)}
    made = runner.film("roll", identity=1, confounds=Confounds(roll_deg=5), events=[], **small)
    track(runner, "roll", made)
    runner.show("face_angle", "angle", "roll.mp4", "--keypoints", "rollDLC.csv", "--out", "angle")
    runner.keep("angle/angle.png", "face_angle")


@part("faces", pictures=("action_units",), outputs=("units",))
def draw_units(runner: Runner) -> None:
    """Film a mouse with two stimuli, and measure its face."""
    made = runner.film("shock", **_SHOCK)
    track(runner, "shock", made)
    given = ("--keypoints", "shockDLC.csv", "--events", "shock.csv")
    runner.show("units", "units", "shock.mp4", *given, "--out", "units")
    runner.keep("units/units.png", "action_units")


@part("faces", pictures=("keypoints",), outputs=("keypoints",))
def draw_points(runner: Runner) -> None:
    """Check tracked points against the movie, and draw them over its mean frame."""
    import element_mouseface as mf
    from element_mouseface.core.facial_signals.regions_file import mean_luma
    from element_mouseface.core.keypoints import FaceMapping, derive_traces, load_keypoints

    mapping = FaceMapping.from_dict(_MAPPING)
    runner.path("mapping.json").write_text(json.dumps(_MAPPING))
    given = ("--points", "shockDLC.csv", "--mapping", "mapping.json")
    runner.show("keypoints", "keypoints", "shock.mp4", *given, first=30)
    reader = mf.open_video(runner.path("shock.mp4"))
    points = load_keypoints(runner.path("shockDLC.csv"))
    runner.figure(
        "keypoints",
        mf.plots.keypoint_figure,
        points,
        [one for one in derive_traces(points, mapping) if one.name in _SHOWN],
        picture=mean_luma(reader),
        times_s=reader.times_s,
        title="shock.mp4",
    )


@part("faces", pictures=("rating_agreement", "rating_confusion"), outputs=("ratings",))
def draw_ratings(runner: Runner) -> None:
    """Three simulated raters of the drawn mouse, and models of its named features."""
    from element_mouseface.core.ratings.writing import write_unit_ratings
    from element_mouseface.synthetic import Raters, film

    made = film(runner.path("shock.mp4"), **_SHOCK)
    poses = [str(name) for name in made.truth["pose_names"]]
    frames = np.arange(5, made.n_frames, 24)
    seen = {}
    for unit, (pose, sign) in _UNITS.items():
        course = sign * made.truth["pose"][:, poses.index(pose)]
        rest, high = np.quantile(course, [0.5, 0.98])
        seen[unit] = ((course[frames] - rest) / (high - rest)).clip(0, 1)
    told = Raters().rate(seen, frames.tolist(), seed=1)
    write_unit_ratings(told, runner.path("ratings.csv"), overwrite=True)
    chosen = ("--regions", "shock.json", "--groups", "intensity,edges")
    runner.run("regions", "shock.mp4", *_REGIONS, "--out", "shock.json", "--overwrite")
    runner.run("features", "shock.mp4", *chosen, "--out", "shock.parquet", "--overwrite")
    given = ("--features", "shock.parquet", "--columns", "[!c]*", "--permutations", 0)
    runner.show("ratings", "ratings", "ratings.csv", *given, "--out", "rated")
    runner.keep("rated/agreement.png", "rating_agreement")
    runner.keep("rated/confusion.png", "rating_confusion")
