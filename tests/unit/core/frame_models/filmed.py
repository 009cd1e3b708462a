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
from element_mouseface.core.frame_models import FrameModelParams, event_table, train_model
from element_mouseface.core.frame_models.targets import picture_target
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


#: places of the frame in which something comes with the first stimulus, and with the second
SPOUTS = {"a": (slice(4, 22), slice(2, 18)), "b": (slice(70, 92), slice(134, 156))}


def filmed_classes(folder, *, spout: float, expression: float, seed: int = 0, events: int = 24):
    """Three stimuli: a bright spout comes in with the first, a dark one elsewhere with the second.

    The cheek answers the third.
    """
    rng = np.random.default_rng(seed)
    names = rng.permutation(np.tile(["a", "b", "c"], events // 3))
    rows = [
        (str(name), 3 + PERIOD_S * k, 3 + PERIOD_S * k + EVENT_S) for k, name in enumerate(names)
    ]
    times = np.arange(int((rows[-1][2] + 3) * FPS)) / FPS
    wide = rng.normal(size=(HEIGHT // 8 + 2, WIDTH // 8 + 2))
    texture = 110 + 18 * np.kron(wide, np.ones((8, 8)))
    sway = np.clip(np.round(lfilter([1], [1, -0.8], rng.normal(0, 1.2, len(times)))), -4, 4)
    frames = np.stack([np.roll(texture, k, axis=1)[:HEIGHT, :WIDTH] for k in sway.astype(int)])
    frames += rng.normal(0, 3, frames.shape)
    for name, onset, offset in rows:
        since, after = np.clip(times - onset, 0, None), np.clip(times - offset, 0, None)
        course = (1 - np.exp(-since / 0.3)) * np.exp(-after / 0.4) * (times >= onset)
        size = {"a": spout, "b": -spout, "c": expression}[name]
        at = CHEEK if name == "c" else SPOUTS[name]
        frames[(slice(None), *at)] += size * rng.uniform(0.6, 1.4) * course[:, None, None]
    picture = np.clip(frames, 0, 255).astype(np.uint8)
    result = extract(
        open_video(picture, fps=FPS), folder, HOGParams(pixels_per_cell=(16, 16)), workers=1
    )
    given = Events.from_rows(rows)
    frame_table = result_features(result, regions=REGIONS, params=PARAMS)
    table = event_table(frame_table, given, (0.0, 1.5), "mean", (-1.0, 0.0))
    target = picture_target([table], "event")
    return Filmed(result, table, given, target, np.arange(len(table)))
