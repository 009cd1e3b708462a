"""Responses that fade slowly, come late, fail, or come without an event: how scores follow them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.synthetic.responses import Responses

from .evidence_planted import FIRST_MOUSE, Movie, Planted, at_once

__all__ = ["course_lines", "courses"]

FOUR = ("sucrose", "quinine", "tail_shock", "lithium")
EIGHT = (*FOUR, "cold", "heat", "odour", "puff")
#: what is said of it -> what is filmed, and the due figure
CASES: dict[str, tuple[Planted, str]] = {
    "fading with 5 to 10 s, gaps of 10 s": (
        Planted("slow", FOUR, 3, 10.0, {"responses": Responses(decay_s=(5.0, 10.0))}),
        "r ≥ 0.85",
    ),
    "latency from 0.1 to 2 s": (
        Planted("late", FOUR, film={"responses": Responses(latency_s=(0.1, 2.0))}),
        "r ≥ 0.90 each",
    ),
    "one stimulus with a response every other time": (
        Planted("sparse", FOUR, film={"responses": Responses(every=2, sparse=FOUR[:1])}),
        "false ≤ 0.02",
    ),
    "six expressions a minute without an event": (
        Planted("loose", FOUR, film={"responses": Responses(by_itself_per_min=6.0)}),
        "r ≥ 0.85",
    ),
    "eight stimuli, one of the eye alone": (
        Planted("eye", EIGHT, 3, film={"responses": Responses(eye_only=FOUR[3:])}),
        "r ≥ 0.85",
    ),
}


def _one(out: Path, label: str, mouse: int, measured: Callable[..., dict]) -> dict:
    movie = Movie(out, CASES[label][0], mouse)
    scores = movie.scored()
    row = measured(movie, scores.score, scores.names, scores.score_se)
    told = [f"{s.kind} {s.about}".strip() for s in scores.findings]
    chances = [
        [float(trial.response_probability), bool(movie.truth["amplitudes"][trial.event_index] > 0)]
        for trial in scores.trials
        if np.isfinite(trial.response_probability)
    ]
    return {"label": label, "mouse": mouse, "findings": told, "trials": chances} | row


def courses(out: Path, mice: int, measured: Callable[..., dict]) -> dict[str, list[dict]]:
    """Rows of figures by case, one a mouse.

    Parameters
    ----------
    out : Path
        Where movies and extractions are kept.
    mice : int
    measured : callable
        Gives the figures of (movie, score, names, errors).
    """
    numbers = [FIRST_MOUSE + 150 + n for n in range(mice)]
    rows = at_once(_one, [(out, label, m, measured) for label in CASES for m in numbers])
    return {label: [row for row in rows if row["label"] == label] for label in CASES}


_ABOUT = """
## Latency and decay of responses

Movies of the same kind, a row a mouse.  *r* by stimulus; – where it is refused.

| planted | mouse | r | mean r | named | false | refused | due |
|---|---|---|---|---|---|---|---|"""


def course_lines(found: dict[str, Any]) -> list[str]:
    """The section of the page."""
    if not found:
        return []

    def told(value: float | None, digits: int = 3) -> str:
        return "–" if value is None else f"{value:.{digits}f}"

    lines = _ABOUT.split("\n")
    for label, rows in found.items():
        for row in rows:
            each = " ".join(told(value, 2) for value in row["r"].values())
            cells = [label, row["mouse"], each, told(row["mean_r"]), told(row.get("named"))]
            cells += [told(row.get("false")), ", ".join(row["findings"]) or "nothing"]
            lines.append("| " + " | ".join(map(str, [*cells, CASES[label][1]])) + " |")
    return lines + _reliability(
        [pair for rows in found.values() for row in rows for pair in row.get("trials", [])]
    )


def _reliability(trials: list[list]) -> list[str]:
    """Of trials with about the same stated probability of a response, how many had one."""
    if not trials:
        return []
    chance, answered = np.array(trials, float).T
    lines = [
        "",
        "Probability of a response in a trial, against the planted responses, of the movies above:",
        "",
        "| stated | trials | mean stated | with a response |",
        "|---|---|---|---|",
    ]
    edges = (0.0, 0.02, 0.1, 0.5, 0.9, 0.98, 1.0)
    for low, high in itertools.pairwise(edges):
        mine = (chance >= low) & ((chance < high) | (high == 1.0))
        if mine.any():
            told, true = chance[mine].mean(), answered[mine].mean()
            lines.append(f"| {low:g} to {high:g} | {mine.sum()} | {told:.3f} | {true:.3f} |")
    return lines
