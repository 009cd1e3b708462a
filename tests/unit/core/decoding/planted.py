"""Tables of frames in which stimuli were planted, or nothing."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.events import Events
from element_mouseface.core.frame_features.registry import REGISTRY
from element_mouseface.core.frame_features.table import FrameTable
from element_mouseface.core.learning import Groups

NAMES = ("a", "b", "c")
FPS, GAP_S = 12, 5.0


def session(seed, *, effect=2.0, trials=4, columns=5, amounts=None, course=False):
    """A table of frames and its events: column k rises in trials of stimulus k.

    With `course` it rises in the first half of the trial and falls in the second, so that the mean
    of a trial says nothing.
    """
    rng = np.random.default_rng(seed)
    times = np.arange(0, len(NAMES) * trials * GAP_S + 4, 1 / FPS)
    drift = np.cumsum(rng.normal(size=(len(times), columns)), axis=0) * 0.03
    x, rows = drift + rng.normal(size=(len(times), columns)), []
    names = rng.permutation(np.repeat(NAMES, trials))
    for k, name in enumerate(names.tolist()):
        onset = 2 + k * GAP_S
        since = times - onset
        inside, place = (since >= 0) & (since < 2), NAMES.index(name)
        height = effect
        if amounts is not None:
            amount = amounts[k % len(amounts)]
            name, place, height = "shock", 0, effect * amount
            rows.append((name, onset, onset + 2.0, None, amount, "mA"))
        else:
            rows.append((name, onset, onset + 2.0))
        x[inside, place] += height * (np.where(since[inside] < 1, 1, -1) if course else 1)
    columns_named = tuple(f"crop:{name}" for name in list(REGISTRY)[:columns])
    return FrameTable(columns_named, x, {}, times_s=times), Events.from_rows(rows)


def mice(seeds=range(4), **how):
    """Two mice of two sessions each: tables, events and groups."""
    made = [session(seed, **how) for seed in seeds]
    n = len(made)
    animals = [f"mouse {k // 2 + 1}" for k in range(n)]
    groups = Groups.of(n, animal=animals, session=[str(k % 2 + 1) for k in range(n)])
    return [one[0] for one in made], [one[1] for one in made], groups


class Pixels:
    """Pictures of frames that are numbers in memory."""

    def __init__(self, values, times_s, flags=None):
        self.values, self.times_s, self.flags = np.asarray(values, np.float32), times_s, flags
        self.n_numbers, self.told = self.values.shape[1], {"kind": "planted"}

    def read(self, first, stop):
        return self.values[first:stop].copy()


def pixels_of(table, seed=0, n=60):
    """A picture a frame: the columns of a table, mixed, with noise."""
    rng = np.random.default_rng(seed)
    mix = np.random.default_rng(9).normal(size=(len(table.names), n))
    return Pixels(table.values @ mix + rng.normal(size=(len(table), n)) * 0.3, table.times_s)
