"""Places that respond unlike a face, and misaligned events: detected, and falsely reported.

A lamp, a spout or the body moves with a stimulus and the face does nothing; a lamp comes with
every stimulus beside expressions; and expressions with nothing planted, whose events are
right, late, early, or of a clock that runs 1% fast.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.cli.options import parse_mask
from element_mouseface.core.events import Events
from element_mouseface.core.features.masks import mask_px
from element_mouseface.core.scoring.contrast import ContrastScores
from element_mouseface.params import Crop
from element_mouseface.synthetic import Artifact

from .evidence_planted import FIRST_MOUSE, SIZE_PX, Movie, Planted, at_once

__all__ = ["ACCUSED", "FOUR", "artifact_lines", "artifacts"]

FOUR = ("sucrose", "quinine", "tail_shock", "lithium")
ONE, TWO = FOUR[:1], FOUR[:2]
ACCUSED = ("not_the_face", "picture_moves")
#: what events are multiplied by, and what is added to them, seconds
WRITTEN = {
    "right": (1.0, 0.0),
    "0.5 s late": (1.0, 0.5),
    "0.5 s early": (1.0, -0.5),
    "1 s late": (1.0, 1.0),
    "1 s early": (1.0, -1.0),
    "a clock 1% fast": (1.01, 0.0),
}


def _nothing(name: str, stimuli: tuple[str, ...], kind: str, mouse: int) -> Planted:
    """Something that comes with the first stimulus, and no expression; placed by the mouse."""
    rng = np.random.default_rng(mouse)
    corner = (float(rng.choice([0.08, 0.92])), float(rng.choice([0.08, 0.9])))
    kinds: dict[str, dict[str, Any]] = {
        "led": {"at": corner, "size_px": rng.uniform(4, 12), "strength": rng.uniform(40, 110)},
        "spout": {"at": (corner[0], 0.8), "size_px": rng.uniform(5, 9), "strength": 50.0,
                  "angle_deg": rng.uniform(60, 120)},
        "body": {"at": (0.5, 0.5), "size_px": rng.uniform(250, 500),
                 "strength": rng.uniform(3, 8), "angle_deg": rng.uniform(0, 360)},
    }  # fmt: skip
    artifact = Artifact(kind=kind, on=stimuli[:1], **kinds[kind])
    return Planted(name, stimuli, film={"expression": 0.0, "artifacts": [artifact]})


def _alone(out: Path, label: str, name: str, stimuli: tuple, kind: str, mouse: int) -> dict:
    """Whether the stimulus that has nothing but an artifact is refused, and for the right cause."""
    scores = Movie(out, _nothing(name, stimuli, kind, mouse), mouse).scored()
    told = [s.kind for s in scores.findings if s.about == stimuli[0]]
    scored = bool(np.isfinite(scores.score[:, scores.names.index(stimuli[0])]).any())
    return {"label": label, "found": any(k in ACCUSED for k in told), "scored": scored,
            "told": sorted({s.kind for s in scores.findings})}  # fmt: skip


def _proposed(scores: ContrastScores) -> np.ndarray | None:
    """The masks that the reasons propose, read as the command line reads them."""
    words = " ".join(finding.reason for finding in (*scores.findings, *scores.remarks))
    texts = dict.fromkeys(text.rstrip(".,") for text in re.findall(r"--mask (\S+)", words))
    masks = tuple(parse_mask(f"m{number}={text}") for number, text in enumerate(texts))
    return mask_px(Crop(masks=masks), SIZE_PX[1], SIZE_PX[0]) if masks else None


def _beside(out: Path, mouse: int, measured: Callable[..., dict]) -> dict:
    """A lamp at every stimulus, with expressions: scored as it is, and with what is proposed."""
    planted = _nothing("beside", FOUR, "led", mouse).film["artifacts"][0]
    lamp = Artifact(at=planted.at, size_px=planted.size_px, strength=planted.strength)
    movie = Movie(out, Planted("beside", FOUR, film={"artifacts": [lamp]}), mouse)
    found: dict[str, Any] = {}
    mask = None
    for label in ("as_it_is", "masked"):
        scores = movie.scored(mask=mask)
        found[label] = measured(movie, scores.score, scores.names, scores.score_se)
        if mask is None:
            mask = _proposed(scores)
            found["told"] = mask is not None
        if mask is None:
            break
    return found


def _truth(out: Path, mouse: int, measured: Callable[..., dict]) -> dict:
    """Expressions and nothing else: what is accused, and what is told of events that are off."""
    movie = Movie(out, Planted("true", FOUR), mouse)
    found: dict[str, Any] = {"lags": {}}
    for label, (factor, late_s) in WRITTEN.items():
        rows = [(e.name, e.onset_s * factor + late_s, e.offset_s * factor + late_s)
                for e in movie.events]  # fmt: skip
        scores = movie.scored(Events.from_rows(rows))
        middle_s = float(np.mean([row[1] for row in rows]))
        face_late_s = middle_s / factor - late_s / factor - middle_s
        lag = scores.lag
        clear = lag if lag is not None and lag.is_clear else None
        found["lags"][label] = {
            "told": clear is not None,
            "error_s": None if clear is None else abs(clear.lag_s - face_late_s),
            "drift_error": None if clear is None else abs(clear.drift - (1 / factor - 1)),
            "refused": scores.refused,
        }
        if label == "right":
            found["accused"] = [s.about for s in scores.findings if s.kind in ACCUSED]
            found["accused"] += [s.about for s in scores.remarks if s.kind == "place_responds"]
            found |= measured(movie, scores.score, scores.names, scores.score_se)
    return found


def artifacts(out: Path, mice: int, measured: Callable[..., dict]) -> dict[str, Any]:
    """Found and falsely found, over so many mice a case.

    Parameters
    ----------
    out : Path
        Where movies and extractions are kept.
    mice : int
    measured : callable
        Gives the figures of (movie, score, names).
    """
    cases = {
        "a lamp at the only stimulus": ("led_one", ONE, "led"),
        "a lamp at one of two stimuli": ("led_two", TWO, "led"),
        "a spout at one of two stimuli": ("spout_two", TWO, "spout"),
        "the body at one of two stimuli": ("body_two", TWO, "body"),
    }
    numbers = [FIRST_MOUSE + n for n in range(mice)]
    jobs = [(out, label, *case, m) for label, case in cases.items() for m in numbers]
    rows = at_once(_alone, jobs)
    alone = {label: [row for row in rows if row["label"] == label] for label in cases}
    beside = at_once(_beside, [(out, m + 50, measured) for m in numbers])
    true = at_once(_truth, [(out, m + 100, measured) for m in numbers])
    return {"alone": alone, "beside": beside, "true": true}


def _share(rows: list[dict], key: str) -> str:
    return f"{sum(bool(row[key]) for row in rows)} of {len(rows)}"


def _mean(rows: list[dict], key: str = "mean_r") -> str:
    known = [row[key] for row in rows if row.get(key) is not None]
    return f"{np.mean(known):.3f}" if known else "–"


_ABOUT_ALONE = """
## Places that respond unlike a face

Movies of 320x240 pixels at 15 frames per second, crf 20, four trials a stimulus, mice on which
nothing was tuned.  Nothing is planted on the face; *due*: found and refused in all.

| planted | found and named | scored all the same |
|---|---|---|"""
_ABOUT_LAGS = """
## Events that lie elsewhere

The same expressions, with nothing planted beside them.  *told*: a note says so; *error*: median of
the estimated lag, in the middle of the session, and of the drift, where it is told.  Due: told
where events are off, not where they are right.

| written events | told | error of the lag (s) | error of the drift | whole refused |
|---|---|---|---|---|"""


def artifact_lines(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not found:
        return []
    lines = _ABOUT_ALONE.split("\n")
    for label, rows in found["alone"].items():
        lines.append(f"| {label} | {_share(rows, 'found')} | {_share(rows, 'scored')} |")
    beside, true = found["beside"], found["true"]
    masked = [row["masked"] for row in beside if "masked" in row]
    plain = [row["as_it_is"] for row in beside]
    accused = sum(bool(row["accused"]) for row in true)
    told = _share(beside, "told")
    lines += [
        "",
        f"A lamp at every one of four stimuli, beside expressions: told in {told};",
        f"mean r {_mean(plain)} (false {_mean(plain, 'false')}), with the proposed mask",
        f"{_mean(masked)} (false {_mean(masked, 'false')}).  Expressions with nothing planted",
        f"beside them: accused in {accused} of {len(true)} (due: at most 5%), mean r",
        f"{_mean(true)}.",
        *_ABOUT_LAGS.split("\n"),
    ]
    for label in WRITTEN:
        rows = [row["lags"][label] for row in true]
        cells = [_share(rows, "told")]
        for key, digits in (("error_s", 2), ("drift_error", 4)):
            known = [row[key] for row in rows if row[key] is not None]
            cells.append(f"{np.median(known):.{digits}f}" if known else "–")
        lines.append(f"| {label} | {' | '.join(cells)} | {_share(rows, 'refused')} |")
    return lines
