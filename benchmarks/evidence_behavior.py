"""How well behaviors are classified on drawn mice: every figure against what was planted.

Films are those of `behavior_films`.  All predictions of a movie come from models that were
trained without its animal; the truth is used for training labels and for measuring only.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from element_mouseface.core.behavior.agreement import agreement
from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.labels import Labels

from .behavior_films import BehaviorFilm, evidence_films
from .behavior_measures import counted_by_hand

RARE = 0.015  # a behavior of about one percent of the frames has less than this


def labels_of(film: BehaviorFilm, known: np.ndarray | None = None) -> Labels:
    """The planted labels, all frames assessed or those of a mask (frames,)."""
    matrix = film.shown.astype(np.int8)
    if known is not None:
        matrix = np.where(known[:, None], matrix, np.int8(-1))
    ethogram = Ethogram(tuple(Behavior(name) for name in film.names))
    return Labels.from_matrix(ethogram, matrix, labeler="planted")


def behavior(out: Path, short: bool) -> dict[str, Any]:
    """All parts of the evidence."""
    films = evidence_films(out / "behavior", short)
    found: dict[str, Any] = {"films": told(films)}
    found["agreement"] = noisy_labelers(films[:3])
    return found


def told(films: Sequence[BehaviorFilm]) -> dict[str, Any]:
    """How many there are, and what share of their frames each behavior has."""
    shares = np.concatenate([film.shown for film in films]).mean(0)
    return {
        "animals": len({film.animal for film in films}),
        "movies": len(films),
        "frames": int(sum(len(film.times_s) for film in films)),
        "share": dict(zip(films[0].names, shares.tolist(), strict=True)),
    }


def noisy_labelers(films: Sequence[BehaviorFilm]) -> list[dict[str, Any]]:
    """Agreement with a second labeler who errs at planted rates, and the same counted by hand."""
    rows = []
    for number, film in enumerate(films):
        rng = np.random.default_rng(number)
        second = film.shown ^ (rng.random(film.shown.shape) < 0.02 * (number + 1))
        second = np.roll(second, number, axis=0)  # and is late
        theirs = labels_of(
            BehaviorFilm(**{**vars(film), "shown": second}),
        )
        for row in agreement(labels_of(film), theirs, film.times_s):
            column = film.names.index(row.behavior)
            by_hand = counted_by_hand(film.shown[:, column], second[:, column], row.overlap)
            ours = {name: getattr(row, name) for name in by_hand}
            off = max(abs(ours[name] - by_hand[name]) for name in by_hand)
            rows.append({"movie": film.video.stem, "behavior": row.behavior, **ours, "off": off})
    return rows
