"""Whether planted agreement of raters is found, and whether a model of ratings keeps up with it.

Raters see the planted pose of drawn mice through a bias and a noise of their own, on the scale of
0, 1 and 2.  Their agreement follows from these exactly.  Models see the encoded movie: named
features of regions around the eye, the ear, the nose, the cheek and the whisker pad.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.frame_features import FeatureParams, FrameTable
from element_mouseface.core.frame_models import FrameModelParams
from element_mouseface.core.ratings import (
    RatedUnits,
    intraclass_correlation,
    rated_units,
    weighted_kappa,
)
from element_mouseface.core.ratings.agreement import EACH
from element_mouseface.synthetic import LANDMARKS, Raters, SyntheticMovie, film, landmarks, plan

__all__ = ["rating_lines", "ratings"]

FIRST_MOUSE = 90
NOISES = (0.1, 0.2, 0.3, 0.5)
#: pictures that are rated, and how often each case is drawn anew
SIZES = {300: 40, 3000: 10}
SIZE_PX, FPS, TRIALS_PER_STIMULUS, DURATION_S = (480, 360), 15, 6, 330.0
#: seconds after an onset at which frames are rated
RATED_S = (-1.5, 0.6, 1.2, 2.0, 3.0, 4.5)
#: unit -> the part of the pose that it is of, and its sign
PARTS = {
    "orbital_tightening": ("eye", -1),
    "nose_bulge": ("flare", 1),
    "cheek_bulge": ("cheek", 1),
    "ear_position": ("ear", 1),
    "whisker_change": ("whisker", 1),
}
#: region -> the landmark in its middle, and its size in shares of the frame's width
REGIONS = {
    "eye": ("eye_front", 0.09),
    "ear": ("ear_tip", 0.16),
    "nose": ("nose_tip", 0.10),
    "cheek": ("cheek", 0.12),
    "pad": ("pad", 0.12),
}


def ratings(out: Path, short: bool) -> dict[str, Any]:
    """The part `ratings` of the evidence."""
    found: dict[str, Any] = {"planted": planted(short), "models": []}
    for mouse in range(FIRST_MOUSE, FIRST_MOUSE + (1 if short else 2)):
        study, due = of_mouse(out, mouse)
        for unit in study.units:
            found["models"].append({"mouse": mouse, "unit": unit, **told(study, unit, due[unit])})
            print(found["models"][-1], flush=True)
    return found


def planted(short: bool) -> list[dict[str, Any]]:
    """Found against planted agreement, for several noises and numbers of rated frames."""
    rows = []
    movie = plan(identity=FIRST_MOUSE, seed=1, duration_s=400.0, fps=30.0, trials_per_stimulus=10)
    amount = amounts(movie, np.arange(movie.n_frames))["orbital_tightening"]
    for n, times in SIZES.items():
        for noise in NOISES:
            raters = Raters(noises=(noise,) * 3)
            errors: dict[str, list[float]] = {"ICC(A,1)": [], "ICC(C,1)": [], "quadratic_kappa": []}
            held = []
            for seed in range(3 if short else times):
                rng = np.random.default_rng(seed)
                seen = amount[rng.choice(len(amount), n, replace=n > len(amount))]
                due = raters.planted(seen)
                x = raters.rate({"orbital_tightening": seen}, range(n), seed=seed)
                table = x.values("orbital_tightening")
                icc = {row.measure: row for row in intraclass_correlation(table)}
                for name in ("ICC(A,1)", "ICC(C,1)"):
                    errors[name].append(icc[name].value - due[name])
                pairs = [
                    weighted_kappa(table[:, i], table[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))
                ]
                errors["quadratic_kappa"].append(
                    float(np.mean([one.value for one in pairs])) - due["quadratic_kappa"]
                )
                held.append(icc["ICC(A,1)"].low <= due["ICC(A,1)"] <= icc["ICC(A,1)"].high)
            rows.append(
                {
                    "n": n,
                    "noise": noise,
                    "drawn": len(held),
                    "planted": due["ICC(A,1)"],
                    "held": float(np.mean(held)),
                    **{f"mean {k}": float(np.mean(v)) for k, v in errors.items()},
                    **{f"largest {k}": float(np.abs(v).max()) for k, v in errors.items()},
                }
            )
            print(rows[-1], flush=True)
    return rows


def amounts(movie: SyntheticMovie, frames: np.ndarray) -> dict[str, np.ndarray]:
    """How far each unit is there: its part of the planted pose, from 0 at rest to 1 at its most."""
    names = [str(name) for name in movie.truth["pose_names"]]
    found = {}
    for unit, (part, sign) in PARTS.items():
        course = sign * movie.truth["pose"][:, names.index(part)]
        rest = float(np.median(course))
        high = float(np.quantile(course, 0.98))
        found[unit] = np.clip((course[frames] - rest) / max(high - rest, 1e-9), 0, 1)
    return found


def of_mouse(out: Path, mouse: int) -> tuple[RatedUnits, dict[str, dict[str, float]]]:
    """Raters and models of one drawn mouse, and the planted agreement of each unit."""
    path = out / f"ratings_{mouse}.mp4"
    movie = film(
        path,
        identity=mouse,
        seed=mouse,
        duration_s=DURATION_S,
        fps=FPS,
        size_px=SIZE_PX,
        trials_per_stimulus=TRIALS_PER_STIMULUS,
    )
    frames, trials = rated_frames(movie)
    seen = amounts(movie, frames)
    raters = Raters()
    rated = raters.rate(seen, frames.tolist(), trials, seed=mouse)
    features = features_of(path, movie)
    params = FrameModelParams(permutations=0, importance_rows=0)
    study = rated_units(rated, features, params=params, workers=2)
    return study, {unit: raters.planted(one) for unit, one in seen.items()}


def rated_frames(movie: SyntheticMovie) -> tuple[np.ndarray, list[str]]:
    """Some frames of each trial, and whose they are."""
    frames: list[int] = []
    trials: list[str] = []
    for number, (_, onset_s, _) in enumerate(movie.events):
        for after_s in RATED_S:
            frame = int(np.abs(movie.times_s - onset_s - after_s).argmin())
            if frame not in frames:
                frames.append(frame)
                trials.append(str(number))
    return np.array(frames), trials


def features_of(path: Path, movie: SyntheticMovie) -> FrameTable:
    """Named features of regions around landmarks of the resting face."""
    folder = path.with_suffix(".zarr")
    if folder.exists() and folder.stat().st_mtime > path.stat().st_mtime:
        result = mf.open_result(folder)
    else:
        result = mf.extract(mf.open_video(path), folder, overwrite=True)
    points = np.median(landmarks(movie), axis=0)
    width, height = SIZE_PX
    regions = []
    for name, (mark, size) in REGIONS.items():
        x, y = points[LANDMARKS.index(mark)]
        half = size * width / 2
        left, top = max(0.0, x - half), max(0.0, y - half)
        right, low = min(width, x + half), min(height, y + half)
        regions.append(Region(name, "ellipse", ((left, top), (right, low))))
    params = FeatureParams(groups=("intensity", "edges"))
    table = mf.result_features(result, regions=regions, params=params)
    return table.select([name for name in table.names if table.region(name) in REGIONS])


def told(study: RatedUnits, unit: str, due: dict[str, float]) -> dict[str, Any]:
    """What matters of a unit: planted and found agreement, and the model's."""
    raters = study.row(unit, "quadratic_kappa", EACH)
    model = study.row(unit, "quadratic_kappa", "model, each rater")
    mean = study.row(unit, "concordance", "model, mean of the others")
    said: dict[str, Any] = {
        "planted_kappa": due["quadratic_kappa"],
        "raters_kappa": None if raters is None else raters.value,
        "n": 0 if raters is None else raters.n,
        "trials": 0 if raters is None else raters.n_units,
    }
    if model is not None and mean is not None:
        said |= {
            "model_kappa": model.value,
            "difference": model.difference,
            "low": model.difference_low,
            "high": model.difference_high,
            "concordance": mean.value,
            "concordance_ceiling": mean.ceiling,
        }
    return said


def rating_lines(report: dict[str, Any]) -> list[str]:
    """The part as Markdown."""
    if not report:
        return []
    lines = [
        "",
        "## Ratings by people",
        "",
        "Three simulated raters see how far the eyelids of a drawn mouse are closed, each with a",
        "bias (0.05, -0.05, 0 of the range) and a noise, and give 0, 1 or 2. Their agreement",
        "follows from these. *Largest error*: of any of the draws. *held*: how often the 95%",
        "interval (F) holds the planted ICC(A,1).",
        "",
        "| rated frames | noise | planted ICC(A,1) | draws | mean error | largest error | held | "
        "kappa: mean error | largest |",
        "|---" * 9 + "|",
    ]
    for row in report["planted"]:
        lines.append(
            f"| {row['n']} | {row['noise']:g} | {row['planted']:.2f} | {row['drawn']} | "
            f"{row['mean ICC(A,1)']:+.3f} | {row['largest ICC(A,1)']:.3f} | {row['held']:.0%} | "
            f"{row['mean quadratic_kappa']:+.3f} | {row['largest quadratic_kappa']:.3f} |"
        )
    lines += [
        "",
        "The same raters (noise 0.2) rate all five units in six frames of each of 24 trials of an",
        "encoded movie. Ordinal models of named features of five regions are tested on trials that",
        "were left out. Quadratic weighted kappa of the model with each rater, beside that of each",
        "pair of raters, the ceiling; and Lin's concordance of the model's expected rating with",
        "the mean of the other raters, beside that of each rater.",
        "",
        "| mouse | unit | kappa of raters: planted | found | model | difference, 95% | "
        "concordance: raters | model |",
        "|---" * 8 + "|",
    ]
    for row in report["models"]:
        start = (
            f"| {row['mouse']} | {row['unit'].replace('_', ' ')} | {row['planted_kappa']:.2f} | "
        )
        if "model_kappa" not in row:
            lines.append(f"{start}– | no model | | | |")
            continue
        lines.append(
            f"{start}{row['raters_kappa']:.2f} | {row['model_kappa']:.2f} | "
            f"{row['difference']:+.2f} ({row['low']:+.2f} to {row['high']:+.2f}) | "
            f"{row['concordance_ceiling']:.2f} | {row['concordance']:.2f} |"
        )
    return lines
