"""Recordings with a planted truth, and the smallest maker of features."""

from __future__ import annotations

import numpy as np

from element_mouseface.core.learning import Groups, Target
from element_mouseface.core.learning.spans import true_runs


class Scaled:
    """The columns of an array, less the mean of training frames."""

    def __init__(self, mean: np.ndarray):
        self.mean = mean
        self.names = tuple(f"c{n}" for n in range(len(mean)))

    def rows(self, recording, first=0, stop=None):
        return (recording[first:stop] - self.mean).astype(np.float32)


class Maker:
    """Fits `Scaled`; keeps the spans that it was shown."""

    def fit(self, recordings, trainings):
        self.trainings = trainings
        return [
            Scaled(np.nanmean(np.concatenate([recordings[n][a:b] for n, a, b in spans]), axis=0))
            for spans in trainings
        ]


def runs(rng, n, share, length=20):
    """A (frames,) bool array of bouts."""
    state = np.zeros(n, bool)
    while state.mean() < share:
        first = int(rng.integers(0, n))
        state[first : first + int(rng.integers(length // 2, 2 * length))] = True
    return state


def planted(n_animals=5, n_movies=2, n=500, d=6, shares=(0.2, 0.05), seed=0, noise=1.0):
    """Recordings, groups, and the states of behaviors that move one column each.

    Every animal has an offset of its own in each column.
    """
    rng = np.random.default_rng(seed)
    recordings, states = [], [[] for _ in shares]
    offsets = rng.normal(size=(n_animals, d)) * 0.5
    for number in range(n_animals * n_movies):
        x = rng.normal(size=(n, d)) * noise + offsets[number // n_movies]
        for k, share in enumerate(shares):
            state = runs(rng, n, share)
            x[state, k] += 5
            states[k].append(state)
        recordings.append(x)
    groups = Groups.of(
        len(recordings), animal=[f"m{number // n_movies}" for number in range(len(recordings))]
    )
    return recordings, groups, states


def binary(name, states, known=None):
    known = known or [np.ones(len(one), bool) for one in states]
    return Target(name, "binary", states, known)


def n_runs(mask):
    return len(true_runs(np.asarray(mask)))
