"""The sample's strata, counted by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np

from element_mouseface.core.events import Events
from element_mouseface.core.structure.sampling import condition_of, draw_sample, shares
from element_mouseface.core.structure.sources import Frames


def frames(n, fps=10, bad=()):
    usable = np.ones(n, bool)
    usable[list(bad)] = False
    return Frames(np.arange(n) / fps, usable, ())


EVENTS = Events.from_rows([("b", 10, 12), ("a", 20, 22), ("b", 30, 30.5), ("a", 40, 42)])


def test_parts_are_equal_as_far_as_they_have_enough():
    assert shares([100, 100, 100], 30) == [10, 10, 10]
    assert shares([2, 100, 100], 30) == [2, 14, 14]
    assert shares([2, 3, 4], 30) == [2, 3, 4]
    assert sum(shares([7, 50, 9], 31)) == 31
    assert shares([], 5) == []


def test_stimuli_trials_and_baseline_give_the_same():
    sample = draw_sample([frames(600)], [EVENTS], 60, 2.0, seed=0)
    names = [sample.stimuli[k] for k in sample.stimulus]
    assert Counter(names) == {"a": 20, "b": 20, "baseline": 20}
    assert sample.stimuli == ("a", "b", "baseline")
    assert Counter(sample.trial.tolist()) == {0: 20, 1: 15, 2: 10, 3: 5, 4: 10}
    rows = {(row.stimulus, row.trial): (row.n_usable, row.n_sampled) for row in sample.strata}
    assert rows["b", 3] == (5, 5) and rows["b", 1] == (20, 15)
    # outside of the events and of 2 s after each
    assert rows["baseline", 0] == (600 - 3 * 40 - 25, 20)
    times = sample.frame / 10
    assert np.array_equal(condition_of(EVENTS, times, 2.0), sample.trial)
    assert np.all(np.diff(sample.frame) > 0)


def test_frames_are_spread_over_the_time_of_their_part():
    sample = draw_sample([frames(6000)], [None], 100, 2.0, seed=4)
    steps = np.diff(sample.frame)
    assert steps.min() == steps.max() == 60 and sample.stimuli == ("",)
    other = draw_sample([frames(6000)], [None], 100, 2.0, seed=5)
    assert not np.array_equal(sample.frame, other.frame)


def test_recordings_give_the_same_whatever_their_length():
    given = [frames(6000), frames(600), frames(600)]
    sample = draw_sample(given, [EVENTS, EVENTS, None], 180, 2.0, seed=0)
    assert np.bincount(sample.recording).tolist() == [60, 60, 60]
    assert set(sample.stimuli) == {"a", "b", "baseline", ""}
    alone = draw_sample(given[:1], [EVENTS], 60, 2.0, seed=0)
    assert np.array_equal(alone.frame, sample.frame[:60])


def test_what_cannot_be_used_is_not_sampled():
    bad = range(100, 110)
    sample = draw_sample([frames(600, bad=bad)], [EVENTS], 600, 2.0, seed=0)
    assert not set(bad) & set(sample.frame.tolist())
    first = next(row for row in sample.strata if row.trial == 1)
    assert first.n_usable == first.n_sampled == 10


def test_a_sample_without_some_frames_counts_again():
    sample = draw_sample([frames(600)], [EVENTS], 60, 2.0, seed=0)
    left = sample.only(sample.trial != 3)
    assert len(left) == 55
    assert next(row for row in left.strata if row.trial == 3).n_sampled == 0
    assert sum(row.n_sampled for row in left.strata) == 55
