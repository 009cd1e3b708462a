"""Two stimuli with nearly the same expression, and whether intervals hold what they say.

Small drawn movies of mice on which nothing was tuned.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.synthetic.responses import Responses

from .evidence_planted import FIRST_MOUSE, Movie, Planted, at_once

__all__ = ["interval_lines", "intervals", "sum_lines", "sums"]

FOUR = ("sucrose", "quinine", "tail_shock", "lithium")
PAIR = FOUR[:2]
_LEAST, _MOST = 0.55, 0.80


def _pair(out: Path, mouse: int) -> dict[str, Any]:
    """The pair's own scores, and their sum, against what was planted."""
    planted = Planted("alike", FOUR, film={"responses": Responses(alike=PAIR)})
    movie = Movie(out, planted, mouse)
    scores = movie.scored()
    told = [s.reason for s in scores.remarks if s.kind == "hardly_separable"]
    told = [text for text in told if all(name in text for name in PAIR)]
    found: dict[str, Any] = {"mouse": mouse, "r": [], "sum_r": None, "covered": None, "own": None}
    found["cosine"] = float(re.findall(r"cosine ([0-9.]+)", told[0])[0]) if told else None
    found["refused"] = [f"{s.kind} {s.about}".strip() for s in scores.findings]
    truth = [movie.intensity[:, movie.names.index(name)] for name in PAIR]
    for name, planted_of in zip(PAIR, truth, strict=True):
        score = scores.score[:, scores.names.index(name)]
        good = np.isfinite(score)
        r = float(np.corrcoef(score[good], planted_of[good])[0, 1]) if good.any() else None
        found["r"].append(r)
    mine = [s for s in scores.sums if set(s.names) == set(PAIR)]
    if not mine:
        return found
    total, total_se = mine[0].score, mine[0].score_se
    times = movie.result.times_s
    trial = np.zeros((2, len(times)), bool)
    for k, name in enumerate(PAIR):
        for event in movie.events.of(name):
            trial[k] |= (times >= event.onset_s + 0.4) & (times < event.offset_s)
    both = sum(t / t[own].mean() for t, own in zip(truth, trial, strict=True))
    good = np.isfinite(total)
    held = np.abs(total - both) < total_se
    found["sum_r"] = float(np.corrcoef(total[good], both[good])[0, 1])
    found["covered"] = float(held[good].mean())
    found["own"] = float(held[good & trial.any(axis=0)].mean())
    return found


def sums(out: Path, mice: int) -> list[dict[str, Any]]:
    """A row a mouse: two of four stimuli have nearly one expression."""
    return at_once(_pair, [(out, FIRST_MOUSE + 300 + n) for n in range(mice)])


def _interval(out: Path, mouse: int, measured: Callable[..., dict]) -> dict[str, Any]:
    movie = Movie(out, Planted("true", FOUR), mouse)
    scores = movie.scored()
    return {"mouse": mouse} | measured(movie, scores.score, scores.names, scores.score_se)


def intervals(out: Path, mice: int, measured: Callable[..., dict]) -> list[dict[str, Any]]:
    """A row a mouse: how often intervals of one standard error hold the truth.

    Parameters
    ----------
    out : Path
        Where movies and extractions are kept.
    mice : int
    measured : callable
        Gives the figures of (movie, score, names, errors).
    """
    return at_once(_interval, [(out, FIRST_MOUSE + 222 + n, measured) for n in range(mice)])


def _told(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def sum_lines(rows: list[dict[str, Any]]) -> list[str]:
    """The section of the page."""
    if not rows:
        return []
    lines = [
        "",
        "## Two stimuli with nearly the same expression",
        "",
        "Two of four stimuli have expressions whose movements have a cosine of 0.95.  *cosine*:",
        "between their prototypes, as the note `hardly_separable` tells it.",
        "*sum*: of both, `ContrastScores.sums`.  Due: r of the sum ≥ 0.85, and the pair told.",
        "",
        "| mouse | cosine told | r of each | r of the sum | sum covered | own | refused |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        each = " ".join(_told(value) for value in row["r"])
        cells = [row["mouse"], _told(row["cosine"]), each, _told(row["sum_r"], 3)]
        cells += [_told(row["covered"]), _told(row["own"]), ", ".join(row["refused"]) or "nothing"]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def interval_lines(rows: list[dict[str, Any]]) -> list[str]:
    """The section of the page."""
    if not rows:
        return []
    own = np.array([row["own"] for row in rows if row.get("own") is not None])
    inside = int(((own >= _LEAST) & (own <= _MOST)).sum())
    lines = [
        "",
        "## Whether intervals hold what they say",
        "",
        "Mice on which nothing was tuned, four trials a stimulus.  An interval of one standard",
        f"error should hold the truth in 68%.  *own* from {_LEAST:.2f} to {_MOST:.2f} in {inside}",
        f"of {len(own)} movies (due: 90% of them).",
        "",
        "| mouse | mean r | covered | own |",
        "|---|---|---|---|",
    ]
    for row in rows:
        cells = [row["mouse"], _told(row["mean_r"], 3), _told(row.get("covered"))]
        lines.append("| " + " | ".join(map(str, [*cells, _told(row.get("own"))])) + " |")
    return lines
