"""Names of the files of a scored folder."""

from __future__ import annotations

from ..scoring.methods import methods

FORMAT = "element_mouseface.score/1"
UNFINISHED = "unfinished.json"
"""Exists while files are written, so that the folder of a stopped run is known as ours."""

WRITTEN = (
    "scores.csv",
    "bouts.csv",
    "events.csv",
    "habituation.csv",
    "folds.csv",
    "trials.csv",
    "time_courses.csv",
    "registration.csv",
    *dict.fromkeys(name for m in methods() for name in (m.prototypes_file, m.models_file)),
    "prototypes.png",
    "contrast_prototypes.png",
    *dict.fromkeys(["score.png", *(f"{m.measure}.png" for m in methods())]),
    "registration.png",
    "places.png",
    "events.png",
    "why.png",
    "clock.png",
    "report.json",
)
