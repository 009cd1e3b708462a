"""Small drawn movies with something planted in them, made, extracted and scored two at once.

320x240 pixels, 15 frames per second, H.264 of crf 20; events of 2 s with 6 s between unless a case
says otherwise.  Mice and sessions on which nothing was tuned.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

import element_mouseface as mf
from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastScores, score_contrast
from element_mouseface.synthetic import film

__all__ = ["FIRST_MOUSE", "Movie", "Planted", "at_once", "rows_of"]

FIRST_MOUSE, EVENT_S = 400, 2.0
SIZE_PX = (320, 240)


@dataclass(frozen=True)
class Planted:
    """What is filmed: stimuli, their trials, the time between them, and `film`'s options."""

    name: str
    stimuli: tuple[str, ...]
    trials: int = 4
    gap_s: float = 6.0
    film: dict[str, Any] = field(default_factory=dict)


def rows_of(planted: Planted, mouse: int) -> list[tuple[str, float, float]]:
    """Events in turn, the order new in each round, onsets off the frames' grid."""
    rng = np.random.default_rng(mouse)
    rows, at_s = [], 5.0
    for _ in range(planted.trials):
        for name in rng.permutation(planted.stimuli):
            onset_s = round(at_s + float(rng.uniform(0, 0.5)), 3)
            rows.append((str(name), onset_s, onset_s + EVENT_S))
            at_s += EVENT_S + planted.gap_s
    return rows


class Movie:
    """One movie of a case; `intensity` is the truth, for measuring only."""

    def __init__(self, out: Path, planted: Planted, mouse: int):
        rows = rows_of(planted, mouse)
        name = f"planted_{planted.name}_{mouse}"
        movie = film(
            out / f"{name}.mp4",
            identity=mouse,
            seed=mouse,
            fps=15.0,
            size_px=SIZE_PX,
            duration_s=rows[-1][2] + 6.0,
            events=rows,
            **planted.film,
        )
        folder = out / f"{name}.zarr"
        path = Path(str(movie.path))
        fresh = folder.exists() and folder.stat().st_mtime > path.stat().st_mtime
        if not fresh:
            mf.extract(mf.open_video(path), folder, overwrite=True)
        self.result = mf.open_result(folder)
        self.events = Events.from_rows(movie.events)
        self.truth = movie.truth
        self.names = tuple(str(n) for n in movie.truth["names"])
        self.intensity = movie.truth["intensity"]

    def scored(
        self, events: Events | None = None, mask: np.ndarray | None = None
    ) -> ContrastScores:
        result, size = self.result, (SIZE_PX[1], SIZE_PX[0])
        given = (result.thumbnails[:], result.times_s, result.flags, events or self.events)
        return score_contrast(*given, crop_px=size, mask=mask)


def at_once(job: Callable[..., dict], given: list[tuple]) -> list[dict]:
    """What the job returns for each set of arguments, two at once."""
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        return list(pool.map(job, *zip(*given, strict=True)))
