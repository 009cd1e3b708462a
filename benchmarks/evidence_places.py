"""Places that models of named features look at: planted ones are named, faces are not accused.

A lamp that is on with a stimulus, a spout that moves in with it, a lamp beside an expression, and
an expression alone; movies of `evidence_planted`, the model's target is the stimulus.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.core.events import fold_of_frames
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.frame_features import FrameTable, result_features
from element_mouseface.core.frame_models import (
    READABLE,
    FrameModelParams,
    PlaceReport,
    event_table,
    place_report,
    train_model,
)
from element_mouseface.core.frame_models.targets import picture_target
from element_mouseface.core.learning import Groups, Target
from element_mouseface.synthetic import LANDMARKS, Artifact, landmarks, plan

from .evidence_planted import FIRST_MOUSE, SIZE_PX, Movie, Planted, at_once, rows_of

__all__ = ["class_place_lines", "class_places", "place_lines", "places"]

TWO = ("sucrose", "quinine")
_FEW = FrameModelParams(permutations=0, importance_rows=300)
#: size of each region's ellipse around its landmarks, pixels of these movies
_AROUND = {
    "eye": (("eye_front", "eye_back", "eye_top", "eye_bottom"), 10),
    "ear": (("ear_base", "ear_tip"), 16),
    "nose": (("nose_tip",), 22),
    "mouth": (("mouth", "lower_lip"), 16),
    "cheek": (("cheek",), 24),
    "whisker pad": (("pad",), 22),
    "brow": (("brow", "forehead", "temple"), 12),
}
ROWS = ("frames", "events")
CASES = ("lamp", "spout", "lamp and expression", "expression")


def artifact_of(kind: str, mouse: int) -> Artifact:
    """Something in a corner without the face, that comes with the first stimulus."""
    rng = np.random.default_rng([mouse, 20])
    left = float(rng.choice([0.08, 0.92]))
    if kind == "spout":
        return Artifact("spout", TWO[:1], (left, 0.8), float(rng.uniform(9, 16)), 60.0,
                        angle_deg=float(rng.uniform(60, 120)))  # fmt: skip
    at = (left, float(rng.choice([0.08, 0.9])))
    return Artifact("led", TWO[:1], at, float(rng.uniform(16, 30)), float(rng.uniform(70, 120)))


def regions_of(movie: Any) -> list[Region]:
    """Ellipses around the landmarks of the drawn face, which cover all that moves."""
    points = np.median(landmarks(movie), axis=0)
    found = []
    for name, (own, margin) in _AROUND.items():
        xy = points[[LANDMARKS.index(one) for one in own]]
        low = np.clip(np.floor(xy.min(axis=0) - margin), 0, None)
        high = np.minimum(np.ceil(xy.max(axis=0) + margin), SIZE_PX)
        corners = ((float(low[0]), float(low[1])), (float(high[0]), float(high[1])))
        found.append(Region(name, "ellipse", corners))
    return found


def reported(
    out: Path, case: str, rows: str, mouse: int, *, estimator: str = "linear", named: bool = True
) -> tuple[PlaceReport, Artifact | None]:
    """The report of a model of a planted movie: of frames of two stimuli, or of events."""
    kind = {"lamp": "led", "lamp and expression": "led", "spout": "spout"}.get(case)
    artifact = artifact_of(kind, mouse) if kind else None
    film: dict[str, Any] = {"expression": 1.0 if "expression" in case else 0.0}
    film["artifacts"] = [artifact] if artifact is not None else []
    planted = Planted(f"place2_{case.replace(' ', '_')}", TWO, trials=8, film=film)
    movie = Movie(out, planted, mouse)
    drawn = plan(identity=mouse, seed=mouse, fps=15.0, size_px=SIZE_PX,
                 duration_s=rows_of(planted, mouse)[-1][2] + 6.0, events=rows_of(planted, mouse),
                 **film)  # fmt: skip
    columns = None
    regions = regions_of(drawn) if named else []
    table = result_features(movie.result, regions=regions)
    learning = replace(READABLE, estimator=estimator, beside=(), left_out="trial", max_folds=6,
                       choose_strength=False, linear_strength=0.02)  # fmt: skip
    if rows == "events":
        table = event_table(table, movie.events, (0.0, 2.0), "mean", (-1.0, 0.0))
        target, trials = picture_target([table], "event"), None
        # sixteen events: no model knows anything of them from hundreds of features
        columns = [name for name in table.names if name.startswith("crop:")]
    else:
        target, trials = _of_frames(table, movie)
    trained = train_model([table], target, Groups.of(1), params=_FEW, learning=learning,
                          trials=trials, columns=columns, workers=1)  # fmt: skip
    return place_report(trained, [movie.result], workers=1), artifact


def _of_frames(table: FrameTable, movie: Movie) -> tuple[Target, list[np.ndarray]]:
    """Frames of the first stimulus or not; a trial is an event with half the time around it."""
    shown = movie.events.frames(movie.result.times_s, TWO[0])
    target = Target(TWO[0], "binary", (shown.astype(int),), (np.ones(len(table), bool),))
    return target, [fold_of_frames(movie.events, np.asarray(movie.result.times_s))]


def _hit(place: Any, artifact: Artifact) -> bool:
    left, top, right, bottom = place.box_px
    x, y = artifact.at[0] * SIZE_PX[0], artifact.at[1] * SIZE_PX[1]
    size = artifact.size_px / 2 + 8
    return bool(left - size <= x <= right + size and top - size <= y <= bottom + size)


def _row(out: Path, case: str, rows: str, mouse: int) -> dict[str, Any]:
    report, artifact = reported(out, case, rows, mouse)
    outside = [p for p in report.places if p.in_face is False]
    sudden = [p for p in report.places if p.sudden]
    return {
        "case": case,
        "rows": rows,
        "skill": report.skill.value,
        "everything": report.everything.value,
        "found": artifact is not None and any(_hit(p, artifact) for p in sudden),
        "used": artifact is not None and any(_hit(p, artifact) and p.used for p in sudden),
        "share": max((p.share for p in sudden if artifact and _hit(p, artifact)), default=None),
        "accused": sum(not (artifact and _hit(p, artifact)) for p in sudden),
        "outside": sum(not (artifact and _hit(p, artifact)) for p in outside),
        "in_face": sum(bool(p.in_face) for p in report.places),
        "findings": list(report.findings),
    }


def places(out: Path, short: bool) -> dict[str, Any]:
    """Figures of all cases; movies and extractions are kept in the folder."""
    mice = [FIRST_MOUSE + 20 + n for n in range(2 if short else 3)]
    jobs = [(out, case, rows, mouse) for case in CASES for rows in ROWS for mouse in mice]
    return {"rows": at_once(_row, jobs)}


#: three stimuli, of which two have a spout each, at a place of its own
THREE = ("sucrose", "quinine", "tail_shock")
CLASS_CASES = ("spouts", "spouts and expression", "expression")


def spouts_of(mouse: int) -> list[Artifact]:
    """A spout for each of the first two stimuli, in corners without the face."""
    rng = np.random.default_rng([mouse, 30])
    corners = rng.permutation([(0.08, 0.8), (0.92, 0.8), (0.08, 0.12), (0.92, 0.12)])[:2]
    return [
        Artifact("spout", (name,), (float(x), float(y)), float(rng.uniform(12, 18)), 60.0,
                 angle_deg=float(rng.uniform(60, 120)))
        for name, (x, y) in zip(THREE[:2], corners, strict=True)
    ]  # fmt: skip


def classes_reported(out: Path, case: str, mouse: int) -> tuple[PlaceReport, list[Artifact]]:
    """The report of a model of three stimuli: one row an event, features of crop and regions."""
    artifacts = spouts_of(mouse) if "spouts" in case else []
    film: dict[str, Any] = {"expression": 1.0 if "expression" in case else 0.0}
    film["artifacts"] = artifacts
    planted = Planted(f"class_{case.replace(' ', '_')}", THREE, trials=8, film=film)
    movie = Movie(out, planted, mouse)
    drawn = plan(identity=mouse, seed=mouse, fps=15.0, size_px=SIZE_PX,
                 duration_s=rows_of(planted, mouse)[-1][2] + 6.0, events=rows_of(planted, mouse),
                 **film)  # fmt: skip
    frames = result_features(movie.result, regions=regions_of(drawn))
    table = event_table(frames, movie.events, (0.0, 2.0), "mean", (-1.0, 0.0))
    learning = replace(READABLE, beside=(), left_out="trial", max_folds=6, choose_strength=False,
                       linear_strength=0.02)  # fmt: skip
    trained = train_model([table], picture_target([table], "event"), Groups.of(1), params=_FEW,
                          learning=learning, workers=1)  # fmt: skip
    return place_report(trained, [movie.result], workers=1), artifacts


def _class_row(out: Path, case: str, mouse: int) -> dict[str, Any]:
    report, artifacts = classes_reported(out, case, mouse)
    used = [p for p in report.places if p.used]
    hits = {a.on[0]: [p for p in report.places if _hit(p, a)] for a in artifacts}
    own = [p for found in hits.values() for p in found]
    outside = [p for p in used if p.in_face is False]
    return {
        "case": case,
        "mouse": mouse,
        "skill": report.skill.value,
        "found": sum(bool(found) for found in hits.values()),
        "named": sum(
            any([c.category for c in p.classes if c.named] == [name] for p in found)
            for name, found in hits.items()
        ),
        "planted": len(artifacts),
        "share": {
            name: max((p.share for p in found), default=None) for name, found in hits.items()
        },
        "accused": sum(not any(p is one for one in own) for p in outside),
        "sudden": sum(p.sudden and not any(p is one for one in own) for p in report.places),
        "in_face": sum(bool(p.in_face) for p in used),
        "findings": list(report.findings),
    }


def class_places(out: Path, short: bool) -> dict[str, Any]:
    """Figures of models of three stimuli."""
    mice = [FIRST_MOUSE + 40 + n for n in range(2 if short else 3)]
    return {"rows": at_once(_class_row, [(out, c, m) for c in CLASS_CASES for m in mice])}


_ABOUT = """
## Places that models of named features look at

A movie a mouse, sixteen events of two stimuli; linear models of each frame (the first stimulus or
not, features of the crop and seven regions of the face) and of each event (which stimulus, features
of the crop).  *named*: the planted place is among those that change unlike a face; *used*: and the
model uses it, in half of the folds.  *accused*: another place that changes unlike a face;
*outside*: a place in no named region; *face*: a place in named regions.

| planted | rows | mice | skill | named | used | its share | accused | outside | face |
|---|---|---|---|---|---|---|---|---|---|"""


def place_lines(found: dict[str, Any]) -> list[str]:
    """The part of the page."""
    if not found:
        return []
    lines = _ABOUT.split("\n")
    for case in CASES:
        for kind in ROWS:
            rows = [one for one in found["rows"] if (one["case"], one["rows"]) == (case, kind)]
            shares = [one["share"] for one in rows if one["share"] is not None and one["used"]]
            planted = case != "expression"
            cells = [case, kind, str(len(rows)), f"{np.nanmean([r['skill'] for r in rows]):.2f}"]
            cells += [_count(rows, name) if planted else "–" for name in ("found", "used")]
            cells.append(f"{np.mean(shares):.0%}" if shares else "–")
            cells += [_count(rows, name) for name in ("accused", "outside", "in_face")]
            lines.append("| " + " | ".join(cells) + " |")
    return lines


def _count(rows: list[dict], name: str) -> str:
    return f"{sum(bool(row[name]) for row in rows)} of {len(rows)}"


_CLASSES = """
## Places that come with one of several stimuli

A movie a mouse, eight events of each of three stimuli; a linear model of each event, of the crop
and seven regions of the face.  Two of the stimuli have a spout each, at places of their own.
*found*: the spout is among the places; *named*: told to come with its stimulus, and with no other.
*accused*: another place in no named region that the model uses, or that changes unlike a face.

| planted | mice | skill | found | named | accused | in the face |
|---|---|---|---|---|---|---|"""


def class_place_lines(found: dict[str, Any]) -> list[str]:
    """The part of the page."""
    if not found:
        return []
    lines = _CLASSES.split("\n")
    for case in CLASS_CASES:
        rows = [one for one in found["rows"] if one["case"] == case]
        n = sum(row["planted"] for row in rows)
        cells = [case, str(len(rows)), f"{np.nanmean([r['skill'] for r in rows]):.2f}"]
        cells += [
            f"{sum(row[name] for row in rows)} of {n}" if n else "–" for name in ("found", "named")
        ]
        cells.append(str(sum(row["accused"] + row["sudden"] for row in rows)))
        cells.append(_count(rows, "in_face"))
        lines.append("| " + " | ".join(cells) + " |")
    return lines
