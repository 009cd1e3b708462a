"""The section of the evidence about behaviors: what is due, and each behavior's figures."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

_SIGNS = {
    ">=": operator.ge,
    "<=": operator.le,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_EACH = {
    "share": "share of frames",
    "f1": "frame F1",
    "precision": "precision",
    "recall": "recall",
    "bout": "bout F1 at 0.5",
    "onset_median": "onset, median",
    "onset_p90": "onset, 90%",
    "time_budget_error": "time budget",
    "ece": "calibration error",
    "brier": "Brier score",
    "brier_of_prevalence": "of prevalence",
}


#: what is measured, its sign and level, and how it is written
Figure = tuple[str, float, str, str, float]


def due_rows(found: Mapping[str, Any]) -> list[tuple[str, str, str, bool]]:
    """(what, measured, due, whether it is reached) of each figure of the steps that were made."""
    figures = [*_of_all_labels(found["whole"])] if "whole" in found else []
    if "shifted" in found:
        said = found["shifted"]
        text = "shifted labels: behaviors said to be chance"
        figures.append((text, sum(said.values()), ".0f", "=", len(said)))
    if "half" in found and "whole" in found:
        lost = found["whole"]["macro_f1"] - found["half"]["macro_f1"]
        figures.append(("half of the labels hidden: macro F1 lost", lost, ".3f", "<", 0.03))
    if "queue" in found:
        full, queue, random = (found["queue"][k]["macro_f1"] for k in ("full", "queue", "random"))
        text = "by the queue, a quarter of the bouts: part of full F1"
        figures.append((text, queue / full, ".3f", ">=", 0.95))
        text = "by the queue, above as many seconds at random"
        figures.append((text, queue - random, ".3f", ">", 0))
    if "agreement" in found:
        off = max(row["off"] for row in found["agreement"])
        text = "noisy labelers: kappa and F1, off a count by hand"
        figures.append((text, off, ".1e", "<", 1e-9))
    if "digests" in found:
        different = len({row["digest"] for row in found["digests"]})
        figures.append(("digests of 1 and 8 threads, twice", different, ".0f", "=", 1))
    return [
        (what, format(value, how), f"{sign} {level:g}", bool(_SIGNS[sign](value, level)))
        for what, value, how, sign, level in figures
    ]


def _of_all_labels(whole: Mapping[str, Any]) -> list[Figure]:
    areas = list(whole["auroc_shifted"].values())
    return [
        ("macro frame F1", whole["macro_f1"], ".3f", ">=", 0.9),
        ("least frame F1 of the behaviors of about 1%", whole["rare_f1"], ".3f", ">=", 0.75),
        ("bout F1 at overlap 0.5, mean", whole["bout_f1"], ".3f", ">=", 0.85),
        ("onset error in frames, median", whole["onset_median"], ".1f", "<=", 1),
        ("onset error in frames, 90%", whole["onset_p90"], ".1f", "<=", 3),
        ("largest error of a time budget", whole["time_budget"], ".3f", "<=", 0.1),
        ("shifted labels: least AUROC", min(areas), ".3f", ">=", 0.45),
        ("shifted labels: largest AUROC", max(areas), ".3f", "<=", 0.55),
        ("largest calibration error", whole["ece"], ".3f", "<=", 0.05),
        ("largest Brier score, of prevalence's", whole["brier_ratio"], ".2f", "<", 1),
    ]


def behavior_lines(found: Mapping[str, Any]) -> list[str]:
    """The section of the page."""
    if "films" not in found or "whole" not in found:
        return []
    films, whole = found["films"], found["whole"]
    lines = [
        "",
        "## Behaviors, each animal tested by what was learned on the others",
        "",
        f"{films['animals']} drawn animals, {films['movies']} movies, {films['frames']:,} frames",
        "of 640x480 pixels at a variable rate, with a head that sways and a lamp that drifts;",
        "coats, proportions, cameras, the side that is filmed and the look of each behavior are",
        "the animal's own.  Nothing was tuned on these animals.  Frames and bouts of all movies",
        "are counted together; an onset error is that of a matched bout.",
        "",
        "| what | measured | due | |",
        "|---|---|---|---|",
    ]
    for what, value, due, reached in due_rows(found):
        lines.append(f"| {what} | {value} | {due} | {'reached' if reached else 'MISSED'} |")
    lines += ["", "| behavior | " + " | ".join(_EACH.values()) + " |", "|---" * 12 + "|"]
    for name, row in whole["behaviors"].items():
        shown = dict(row) | {"bout": row["bout_f1"]["0.5"]}
        cells = [_figure(key, shown[key]) for key in _EACH]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return lines + (_queue_lines(found["queue"]) if "queue" in found else [])


def _queue_lines(queue: Mapping[str, Any]) -> list[str]:
    lines = [
        "",
        "Labeled by stretches of two seconds, and tested on movies of other animals:",
        "",
        "| labels | part of the bouts | seconds | macro F1 |",
        "|---|---|---|---|",
        f"| all | 1.000 | all | {queue['full']['macro_f1']:.3f} |",
    ]
    for name, title in (("queue", "by the queue"), ("random", "at random")):
        row = queue[name]
        told = f"{row['bouts']:.3f} | {row['seconds']:.0f} | {row['macro_f1']:.3f}"
        lines.append(f"| {title} | {told} |")
    return lines


def _figure(key: str, value: float | None) -> str:
    if value is None:
        return "–"
    places = {"onset_median": 1, "onset_p90": 1, "share": 4, "brier": 4, "brier_of_prevalence": 4}
    return f"{value:.{places.get(key, 3)}f}"
