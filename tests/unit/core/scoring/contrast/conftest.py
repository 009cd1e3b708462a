"""Two small synthetic sessions of one mouse, as the engine would store them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import (
    ContrastParams,
    ContrastScores,
    score_contrast,
)
from element_mouseface.synthetic import Confounds, frames, plan


@dataclass(frozen=True)
class Session:
    thumbnails: np.ndarray
    times_s: np.ndarray
    events: Events
    truth: dict
    size_px: tuple[int, int]

    @property
    def flags(self) -> np.ndarray:
        return np.zeros(len(self.times_s), np.uint16)

    def score(
        self, events: Events | None = None, thumbnails=None, progress=None, **settings
    ) -> ContrastScores:
        return score_contrast(
            self.thumbnails if thumbnails is None else thumbnails,
            self.times_s,
            self.flags,
            events or self.events,
            ContrastParams(**({"basis_frames": 400, "n_components": 64} | settings)),
            crop_px=(self.size_px[1], self.size_px[0]),
            progress=progress,
        )

    def correlations(self, scores: ContrastScores) -> np.ndarray:
        intensity = self.truth["intensity"]
        columns = [scores.names.index(name) for name in self.truth["names"]]
        return np.array(
            [np.corrcoef(scores.score[:, c], intensity[:, k])[0, 1] for k, c in enumerate(columns)]
        )


def film(seed: int, **settings) -> Session:
    """Thumbnails of four by four pixels each, by area means, of 320x240 frames."""
    settings = {"identity": 2, "duration_s": 60.0, "fps": 15.0, **settings}
    settings |= {"seed": seed, "size_px": (320, 240)}
    planned = plan(**settings)
    small = [f.reshape(60, 4, 80, 4).mean((1, 3)) for f in frames(**settings)]
    thumbnails = np.floor(np.array(small) + 0.5).astype(np.uint8)
    events = Events.from_rows(planned.events)
    return Session(thumbnails, planned.times_s, events, planned.truth, (320, 240))


@pytest.fixture(scope="session")
def session() -> Session:
    return film(2)


@pytest.fixture(scope="session")
def shifted() -> Session:
    """The same session with the head 4 px (of 320) to the right in its second half."""
    return film(2, confounds=Confounds(shift_px=(4.0, 0.0)))


@pytest.fixture(scope="session")
def next_day() -> Session:
    """Another session of the same mouse."""
    return film(3)


@pytest.fixture(scope="session")
def scores(session) -> ContrastScores:
    return session.score()
