"""Small recordings in which something changes with a stimulus: a face that moves, a lamp."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.signal import lfilter

from element_mouseface import extract, open_video
from element_mouseface.core.events import Events, fold_of_frames
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.frame_features import FeatureParams, FrameTable, result_features
from element_mouseface.core.frame_models import FrameModelParams, train_model
from element_mouseface.core.learning import Groups, LearningParams, Target
from element_mouseface.params import Crop, HOGParams

FPS, N_EVENTS, PERIOD_S, EVENT_S = 10, 12, 4.0, 1.0
HEIGHT, WIDTH = 96, 160
#: rows and columns of the frame
CHEEK, LAMP = (slice(48, 88), slice(24, 72)), (slice(4, 16), slice(140, 156))
REGIONS = (Region.box("cheek", 20, 44, 56, 48), Region.box("ear", 84, 8, 30, 30))
QUICK = LearningParams(
    estimator="linear", beside=(), left_out="trial", max_folds=6, inner_folds=2,
    linear_strength=0.02, calibration="none", min_frames=2,
)  # fmt: skip
FEW = FrameModelParams(permutations=0, importance_rows=30)
PARAMS = FeatureParams(groups=("intensity", "edges", "motion", "quality"))


@dataclass(frozen=True, eq=False)
class Filmed:
    """A recording, its table of frames, and what is to be learned of it."""

    result: Any
    table: FrameTable
    events: Events
    target: Target
    trials: np.ndarray

    def trained(self, table=None, target=None, trials=None, **how):
        """A model of these frames, or of another table."""
        own = table is None
        return train_model(
            [self.table if own else table],
            self.target if target is None else target,
            Groups.of(1),
            params=FEW,
            learning=QUICK,
            trials=[self.trials] if own else trials,
            workers=1,
            **how,
        )


def filmed(folder, *, lamp: float, expression: float, seed: int = 0, crop: Crop | None = None):
    """A textured face that sways; the cheek gets brighter slowly and differently each time."""
    rng = np.random.default_rng(seed)
    rows = [("ab"[k % 2], 3 + PERIOD_S * k, 3 + PERIOD_S * k + EVENT_S) for k in range(N_EVENTS)]
    times = np.arange(int((rows[-1][2] + 3) * FPS)) / FPS
    wide = rng.normal(size=(HEIGHT // 8 + 2, WIDTH // 8 + 2))
    texture = 110 + 18 * np.kron(wide, np.ones((8, 8)))
    steps = lfilter([1], [1, -0.8], rng.normal(0, 1.2, len(times)))
    sway = np.clip(np.round(steps), -4, 4).astype(int)
    frames = np.stack([np.roll(texture, k, axis=1)[:HEIGHT, :WIDTH] for k in sway])
    frames += rng.normal(0, 3, frames.shape)
    for name, onset, offset in rows:
        if name == "b":
            continue
        since, after = np.clip(times - onset, 0, None), np.clip(times - offset, 0, None)
        course = (1 - np.exp(-since / 0.3)) * np.exp(-after / 0.4) * (times >= onset)
        frames[(slice(None), *CHEEK)] += expression * rng.uniform(0.6, 1.4) * course[:, None, None]
        frames[((times >= onset) & (times < offset)).nonzero()[0][:, None, None],
               np.arange(96)[LAMP[0]][:, None], np.arange(160)[LAMP[1]]] += lamp  # fmt: skip
    picture = np.clip(frames, 0, 255).astype(np.uint8)
    result = extract(
        open_video(picture, fps=FPS), folder, HOGParams(pixels_per_cell=(16, 16)), crop, workers=1
    )
    events = Events.from_rows(rows)
    shown = events.frames(result.times_s, "a").astype(int)
    target = Target("a", "binary", (shown,), (np.ones(len(shown), bool),))
    table = result_features(result, regions=REGIONS, params=PARAMS)
    return Filmed(result, table, events, target, fold_of_frames(events, result.times_s))
