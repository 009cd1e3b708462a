"""How well scores follow planted intensity: the table of `docs/evidence.md`.

    python -m benchmarks.evidence [--short] [--only PART ...] [--out FOLDER] [--docs FOLDER]

Synthetic mice with planted expressions, and the two realistic movies of the
shared data folder where it is, are extracted by the engine and scored by the
published method, by a bare matched filter on the thumbnail, and with each
step of the contrast score added in turn.  Movies and extractions are kept in
`--out` and used again.  The truth is used for measuring only.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import STEPS, ContrastParams, score_contrast
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.core.store import Result
from element_mouseface.params import Crop
from element_mouseface.synthetic import Confounds, Encoding, film

from .evidence_affect import affect_evidence, affect_lines
from .evidence_angle import angle_evidence, angle_lines
from .evidence_artifacts import artifact_lines, artifacts
from .evidence_behavior import behavior
from .evidence_behavior_page import behavior_lines
from .evidence_courses import course_lines, courses
from .evidence_days import across_days
from .evidence_decoding import decoder_lines, decoders
from .evidence_failures import failure_lines, failures
from .evidence_many import many_lines, many_sessions
from .evidence_mice import mice_lines, real_mice
from .evidence_models import model_lines, models
from .evidence_places import class_place_lines, class_places, place_lines, places
from .evidence_population import population_lines, populations
from .evidence_ratings import rating_lines, ratings
from .evidence_sums import interval_lines, intervals, sum_lines, sums
from .evidence_units import unit_evidence, unit_lines

STIMULI = ("sucrose", "quinine", "tail_shock", "lithium")
ORDER = ("whitening", "light", "registration", "unmixing", "licking", "drift", "smoothing")
CONFOUNDS: dict[str, dict[str, Any]] = {
    "none of these": {},
    "head 8 px to the side half-way": {"shift_px": (8.0, 0.0)},
    "camera 8 px to the side half-way": {"shift_px": (8.0, 0.0), "shift_what": "camera"},
    "lamp 20% brighter half-way": {"lamp_gain": 1.2},
    "no licking": {"licking": 0.0},
}
# Mice and cameras on which nothing was tuned.
CAMERAS: dict[str, dict] = {
    "60 fps": {"identity": 36, "fps": 60.0, "encoding": Encoding(crf=23)},
    "120 fps, 320x240, noisy": {
        "identity": 37,
        "fps": 120.0,
        "size_px": (320, 240),
        "confounds": Confounds(read_noise=3.0),
    },
    "15 fps, variable, 5% dropped": {
        "identity": 39,
        "fps": 15.0,
        "encoding": Encoding(jitter=0.2, dropped=0.05),
    },
    "head 7 px aside and lamp 20% brighter": {
        "identity": 40,
        "confounds": Confounds(shift_px=(6.0, 4.0), lamp_gain=1.2),
    },
    "very noisy, crf 28": {
        "identity": 41,
        "confounds": Confounds(read_noise=5.0),
        "encoding": Encoding(crf=28),
    },
    "a zoom on the face": {"identity": 38, "size_px": (640, 480), "crop": Crop(200, 60, 400, 320)},
    "two stimuli, four trials each": {
        "identity": 50,
        "stimuli": STIMULI[:2],
        "trials_per_stimulus": 4,
    },
}


NOTES = {
    "mouse": ("One movie each, of mice on which nothing was tuned.", ""),
    "prototypes": ("Means of six mice, two sessions each, 15 frames per second, not encoded.", ""),
}


@dataclass(frozen=True)
class Case:
    """A movie that was extracted, and its truth (never given to a score)."""

    name: str
    result: Result
    events: Events
    names: tuple[str, ...]
    intensity: np.ndarray

    def scored(self, events: Events | None = None, **settings):
        result = self.result
        return score_contrast(
            result.thumbnails[:],
            result.times_s,
            result.flags,
            events or self.events,
            ContrastParams(**settings),
        )


def extracted(movie: Path, folder: Path, crop: Crop | None = None) -> Result:
    """The engine's result for a movie; an earlier one is used again if the movie is older."""
    if folder.exists() and folder.stat().st_mtime > movie.stat().st_mtime:
        return mf.open_result(folder)
    return mf.extract(mf.open_video(movie), folder, crop=crop, overwrite=True)


def synthetic(out: Path, name: str, crop: Crop | None = None, **settings) -> Case:
    settings = {"duration_s": 75.0, "size_px": (640, 480), **settings}
    movie = film(out / f"{name}.mp4", **settings)
    result = extracted(out / f"{name}.mp4", out / f"{name}.zarr", crop)
    names = tuple(str(n) for n in movie.truth["names"])
    return Case(name, result, Events.from_rows(movie.events), names, movie.truth["intensity"])


def shared_folder() -> Path:
    return Path(os.environ.get("MOUSEFACE_SHARED") or Path(__file__).parents[2] / "shared")


def shared_cases(out: Path) -> list[Case]:
    root = shared_folder()
    cases = []
    for name in ("face_crf19", "face_crf26"):
        folder = root / "data" / name
        if folder.is_dir():
            with open(folder / "events.csv") as file:
                rows = list(csv.DictReader(file))
            truth = np.load(folder / "truth.npz")
            result = extracted(folder / "face.mp4", out / f"{name}.zarr")
            names = tuple(str(n) for n in truth["names"])
            cases.append(Case(name, result, Events.from_rows(rows), names, truth["intensity"]))
    return cases


def measured(case: Any, score: np.ndarray, names, errors: np.ndarray | None = None) -> dict:
    """Correlation with the planted intensity, naming, false alarms, coverage."""
    columns = [names.index(name) for name in case.names]
    score, truth = score[:, columns], case.intensity
    good = np.isfinite(score)
    r = [
        float(np.corrcoef(score[good[:, k], k], truth[good[:, k], k])[0, 1])
        if good[:, k].any()
        else None
        for k in range(len(columns))
    ]
    out: dict[str, Any] = {"r": dict(zip(case.names, r, strict=True))}
    out |= {"mean_r": None, "least_r": None}
    known = [value for value in r if value is not None]
    if not known:
        return out
    out |= {"mean_r": float(np.mean(known)), "least_r": float(np.min(known))}
    filled = np.where(good, score, -np.inf)
    shown, neutral = truth.max(1) > 0.3, truth.max(1) < 0.05
    out["named"] = float(np.mean(filled[shown].argmax(1) == truth[shown].argmax(1)))
    if errors is not None:
        out["false"] = float(np.mean(filled[neutral].max(1) > 0.3))
        out["covered"], out["own"] = covered(case, score, errors[:, columns])
    return out


def covered(case: Any, score: np.ndarray, errors: np.ndarray) -> tuple[float, float]:
    """Fraction of frames whose interval of one standard error holds the truth in trial units.

    Of all frames, and of the frames of the stimulus's own trials.
    """
    times = case.result.times_s
    inside, own = [], []
    for k, name in enumerate(case.names):
        trial = np.zeros(len(times), bool)
        for event in case.events.of(name):
            trial |= (times >= event.onset_s + 0.4) & (times < event.offset_s)
        truth = case.intensity[:, k] / case.intensity[trial, k].mean()
        good = np.isfinite(score[:, k])
        held = np.abs(score[:, k] - truth) < errors[:, k]
        inside.append(held[good])
        own.append(held[good & trial])
    return float(np.mean(np.concatenate(inside))), float(np.mean(np.concatenate(own)))


def ladder(case: Case) -> dict[str, dict]:
    """The published score, the bare filter, and each step added in turn."""
    descriptors = mf.open_descriptors(case.result.path)
    result = case.result
    published = score_published(descriptors, result.times_s, result.flags, case.events)
    rows = {"published similarity": measured(case, published.similarity, published.names)}
    for count in range(len(ORDER) + 1):
        ablate = tuple(name for name in STEPS if name not in ORDER[:count])
        # Every rung gives its numbers here; only the whole may refuse.
        lenient: dict[str, Any] = {} if not ablate else {"alpha_names": 1.0, "alpha_others": 1.0}
        lenient |= {} if not ablate else {"alpha_neutral": 1.0, "min_reliability": 0.0}
        scores = case.scored(ablate=ablate, **lenient)
        label = f"+ {ORDER[count - 1]}" if count else "matched filter on the thumbnail"
        rows[label] = measured(case, scores.score, scores.names, scores.score_se)
        rows[label]["findings"] = [f"{s.kind} {s.about}".strip() for s in scores.findings]
    return rows


def refusals(out: Path, case: Case, shuffles: int, seed: int = 0) -> dict[str, str]:
    """What is refused of what should be."""
    rng = np.random.default_rng(seed)
    names = [event.name for event in case.events]
    refused = 0
    for _ in range(shuffles):
        order = rng.permutation(names)
        rows = [(n, e.onset_s, e.offset_s) for n, e in zip(order, case.events, strict=True)]
        refused += case.scored(Events.from_rows(rows)).refused
    found = {f"names shuffled among the events of {case.name}": f"{refused} of {shuffles} refused"}
    small: dict[str, Any] = {"size_px": (480, 360), "identity": 30, "seed": 30}
    tried = {
        "events without an expression": synthetic(out, "still", **small, expression=0.0),
        "crf 45": synthetic(out, "crf45", **small, encoding=Encoding(crf=45)),
        "crf 51": synthetic(out, "crf51", **small, encoding=Encoding(crf=51)),
    }
    for label, other in tried.items():
        scores = other.scored()
        told = sorted({f"{s.kind} {s.about}".strip() for s in scores.findings})
        kept = measured(other, scores.score, scores.names)
        rest = "" if kept["mean_r"] is None else f"; what is scored has r = {kept['mean_r']:.2f}"
        found[label] = (
            ("refused: " if scores.refused else "") + (", ".join(told) or "scored") + rest
        )
    return found


def figure(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _made(report: dict) -> list[str]:
    """Which parts are of the last version, where some are not."""
    made = report.get("made", {})
    old = [part for part in report if part != "made" and part not in made]
    days = sorted(set(made.values()))
    if not old and len(days) < 2:
        return []
    told = [f"{', '.join(p for p in made if made[p] == day)} on {day}" for day in days]
    rest = f"; {', '.join(old)}: of an earlier version" if old else ""
    return [f"Parts of `evidence.json` were made at different times: {'; '.join(told)}{rest}.", ""]


def page(report: dict) -> str:
    """The report as Markdown."""
    lines = [
        "# Evidence",
        "",
        "Written by `make evidence`; the numbers are in `evidence.json`.  Correlation is over",
        "all frames with the planted intensity, mean (least) of the stimuli.  *named*: the largest",
        "score is the right stimulus, in frames with intensity over 0.3.  *false*: any score over",
        "0.3 in frames with intensity under 0.05.  *covered*: the truth, in units of its mean over",
        "the trials, lies within one standard error; *own*: the same in the frames of the",
        "stimulus's own trials.  Contrast scores are cross-validated; the published similarity is",
        "not (its prototypes come from the frames that it scores).",
        "",
        *_made(report),
        "## Each step in turn",
        "",
    ]
    cases = list(report["ladder"])
    lines += ["| score | " + " | ".join(cases) + " |", "|---" * (len(cases) + 1) + "|"]
    for label in next(iter(report["ladder"].values())):
        cells = [report["ladder"][case][label] for case in cases]
        shown = [f"{figure(c['mean_r'])} ({figure(c['least_r'])})" for c in cells]
        lines.append(f"| {label} | " + " | ".join(shown) + " |")
    for key in ("named", "false", "covered", "own"):
        cells = [list(report["ladder"][case].values())[-1].get(key) for case in cases]
        lines.append(f"| the whole: {key} | " + " | ".join(map(figure, cells)) + " |")
    for title, first, rows in (
        ("The whole score", "movie", report.get("whole", {})),
        ("What confounds cost", "confound", report["confounds"]),
        ("Other mice, cameras, noise and frame rates", "mouse", report["cameras"]),
        ("Prototypes of another day", "prototypes", report["days"]),
    ):
        if not rows:
            continue
        keys = {"mean_r": "mean r", "least_r": "least r", "named": "named", "false": "false"}
        keys |= {"covered": "covered", "own": "own"}
        lines += ["", f"## {title}", "", *NOTES.get(first, ())]
        lines += [f"| {first} | " + " | ".join(keys.values()) + " |", "|---" * 7 + "|"]
        for label, row in rows.items():
            lines.append(f"| {label} | " + " | ".join(figure(row.get(k)) for k in keys) + " |")
    lines += ["", "## What is refused", "", "| case | result |", "|---|---|"]
    lines += [f"| {label} | {result} |" for label, result in report["refusals"].items()]
    lines += interval_lines(report.get("intervals", []))
    lines += sum_lines(report.get("sums", []))
    lines += course_lines(report.get("courses", {}))
    lines += artifact_lines(report.get("artifacts", {}))
    lines += many_lines(report.get("many", {}))
    lines += mice_lines(report.get("mice", {}))
    lines += behavior_lines(report.get("behavior", {}))
    lines += angle_lines(report.get("angle", {}))
    lines += model_lines(report.get("models", {}))
    lines += place_lines(report.get("places", {}))
    lines += class_place_lines(report.get("class_places", {}))
    lines += failure_lines(report.get("failures", {}))
    lines += unit_lines(report.get("units", {}))
    lines += rating_lines(report.get("ratings", {}))
    lines += affect_lines(report.get("affect", {}))
    lines += population_lines(report.get("populations", {}))
    lines += decoder_lines(report.get("decoding", {}))
    return "\n".join([*lines, ""])


def _confounds(out: Path, short: bool) -> dict[str, dict]:
    found = {}
    for label, change in CONFOUNDS.items():
        name = "confound_" + "_".join(label.replace("%", "").split())
        case = synthetic(out, name, identity=20, seed=20, confounds=Confounds(**change))
        scores = case.scored()
        found[label] = measured(case, scores.score, scores.names, scores.score_se)
        print(label, json.dumps(found[label]), flush=True)
    return found


def _cameras(out: Path, short: bool) -> dict[str, dict]:
    found = {}
    for label, change in list(CAMERAS.items())[: 2 if short else None]:
        name = "camera_" + "".join(c if c.isalnum() else "_" for c in label)
        settings = {"seed": change["identity"], "size_px": (480, 360), **change}
        case = synthetic(out, name, **settings)
        scores = case.scored()
        row = measured(case, scores.score, scores.names, scores.score_se)
        found[label] = row
        print(label, json.dumps(row), [f"{s.kind} {s.about}" for s in scores.findings], flush=True)
    return found


def _cases(out: Path, short: bool) -> list[Case]:
    cases = shared_cases(out)
    for number in (20,) if short else (20, 21, 22, 23):
        cases.append(synthetic(out, f"mouse_{number}", identity=number, seed=number))
    return cases


def _ladders(out: Path, short: bool) -> dict[str, dict]:
    found = {}
    for case in _cases(out, short):
        found[case.name] = ladder(case)
        print(case.name, json.dumps(found[case.name]["+ smoothing"]), flush=True)
    return found


def _whole(out: Path, short: bool) -> dict[str, dict]:
    """Only the score as it is: soon made again after a change."""
    found = {}
    for case in _cases(out, short):
        scores = case.scored()
        found[case.name] = measured(case, scores.score, scores.names, scores.score_se)
        print(case.name, json.dumps(found[case.name]), flush=True)
    return found


def _refusals(out: Path, short: bool) -> dict[str, str]:
    case = (shared_cases(out) or _cases(out, True))[0]
    return refusals(out, case, 5 if short else 20)


#: parts of the report -> what makes them of (folder, whether short)
PARTS: dict[str, Callable[[Path, bool], Any]] = {
    "ladder": _ladders,
    "whole": _whole,
    "confounds": _confounds,
    "cameras": _cameras,
    "days": lambda out, short: across_days(out, 2 if short else 6, measured),
    "refusals": _refusals,
    "courses": lambda out, short: courses(out, 1 if short else 2, measured),
    "intervals": lambda out, short: intervals(out, 2 if short else 10, measured),
    "sums": lambda out, short: sums(out, 2 if short else 4),
    "artifacts": lambda out, short: artifacts(out, 2 if short else 4, measured),
    "behavior": behavior,
    "angle": angle_evidence,
    "models": models,
    "places": places,
    "class_places": class_places,
    "failures": failures,
    "units": unit_evidence,
    "populations": lambda out, short: populations(out, short, shared_folder() / "data" / "der"),
    "ratings": ratings,
    "affect": lambda out, short: affect_evidence(out, short, shared_folder() / "data" / "der"),
    "many": lambda out, short: many_sessions(*((6, 1) if short else (60, 4))),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer mice and shuffles")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "out" / "evidence")
    parser.add_argument("--docs", type=Path, default=Path(__file__).parents[1] / "docs")
    parts = (*PARTS, "mice", "decoding")
    parser.add_argument("--only", nargs="+", choices=parts, help="these parts; others stay")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    options.docs.mkdir(parents=True, exist_ok=True)
    start, written = time.time(), options.docs / "evidence.json"
    report = json.loads(written.read_text()) if options.only and written.exists() else {}
    for part in options.only or parts:
        der, pictures = shared_folder() / "data" / "der", options.docs / "images"
        if part == "mice":
            report[part] = real_mice(der, options.out)
        elif part == "decoding":
            report[part] = decoders(options.out, options.short, der, pictures)
        else:
            report[part] = PARTS[part](options.out, options.short)
        report.setdefault("made", {})[part] = date.today().isoformat()
        # part by part, so that a run that is stopped keeps what it has
        written.write_text(json.dumps(report, indent=1) + "\n")
    (options.docs / "evidence.md").write_text(page(report))
    print(f"written to {options.docs} after {time.time() - start:.0f} s")


if __name__ == "__main__":
    main()
