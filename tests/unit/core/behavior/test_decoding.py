"""Bouts from probabilities: against loops over frames, and DeepEthogram's rule as a convolution."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from element_mouseface.core.behavior.decoding import (
    Decoding,
    choose_decoding,
    minimum_bouts,
    smoothed,
)
from element_mouseface.errors import ParameterError

CLOCK = np.arange(60) / 10


def by_hand(probability, decoding, step_s=0.1):
    """Two thresholds, then merging, then the least duration, frame by frame."""
    inside, frames = False, []
    for p in probability:
        inside = p >= decoding.leave if inside else p >= decoding.enter
        frames.append(bool(inside))
    spans, start = [], None
    for n, one in enumerate([*frames, False]):
        if one and start is None:
            start = n
        if not one and start is not None:
            spans.append([start, n])
            start = None
    merged = []
    for span in spans:
        if merged and (span[0] - merged[-1][1]) * step_s <= decoding.merge_s + 1e-9:
            merged[-1][1] = span[1]
        else:
            merged.append(span)
    found = np.zeros(len(probability), bool)
    for a, b in merged:
        if (b - a) * step_s >= decoding.min_s - 1e-9:
            found[a:b] = True
    return found


@given(
    st.lists(st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.9]), min_size=60, max_size=60),
    st.sampled_from([(0.5, 0.5), (0.8, 0.3), (0.3, 0.1)]),
    st.sampled_from([0.0, 0.2, 0.5]),
    st.sampled_from([0.0, 0.1, 0.3]),
)
def test_bouts_are_those_of_a_loop(values, thresholds, min_s, merge_s):
    decoding = Decoding(*thresholds, min_s=min_s, merge_s=merge_s)
    found = decoding.present(np.array(values), CLOCK)
    assert found.tolist() == by_hand(values, decoding).tolist()


def test_frames_without_a_probability_are_never_present():
    p = np.full(60, 0.9)
    p[20:23] = np.nan
    found = Decoding(smooth_s=0.5, merge_s=1.0).present(p, CLOCK)
    assert not found[20:23].any() and found[:20].all() and found[23:].all()


def test_smoothing_is_the_mean_of_what_is_defined():
    p = np.random.default_rng(0).random(60)
    p[[7, 30, 31]] = np.nan
    found = smoothed(p, CLOCK, 0.4)
    for n in range(60):
        due = np.nan if np.isnan(p[n]) else np.nanmean(p[max(0, n - 2) : n + 3])
        np.testing.assert_allclose(found[n], due)


def test_the_chosen_rule_finds_what_was_planted():
    """Bouts of a second with dropouts, short false alarms, and a probability that is too low."""
    rng = np.random.default_rng(1)
    times_s = np.arange(3000) / 30
    true = (times_s % 4) < 1.0
    p = np.where(true, 0.35, 0.05) + rng.normal(0, 0.02, 3000)
    p[rng.permutation(np.flatnonzero(true))[:100]] = 0.05
    p[rng.permutation(np.flatnonzero(~true))[:100]] = 0.5
    state = true.astype(int)
    state[:300] = -1
    decoding, score = choose_decoding([state], [p], [times_s])
    found = decoding.present(p, times_s)
    assert score > 0.9 and (found == true).mean() > 0.97
    plain = Decoding().present(p, times_s)
    assert (plain == true).mean() < 0.85


def test_without_a_positive_frame_there_is_nothing_to_choose():
    decoding, score = choose_decoding([np.zeros(60, int)], [np.full(60, 0.3)], [CLOCK])
    assert decoding == Decoding() and np.isnan(score)


def test_a_rule_that_cannot_be_is_refused():
    with pytest.raises(ParameterError, match="leave is above enter"):
        Decoding(0.4, 0.6)
    with pytest.raises(ParameterError):
        Decoding(1.5, 0.2)


def as_a_convolution(present, n_frames):
    """The definition: a run of just n frames is where n ones lie between two of the others.

    Beyond the movie's ends there is nothing, which counts as others.
    """
    trace = np.array(present, int)
    for n in range(1, n_frames + 1):
        for state in (0, 1):
            mine = np.pad((trace == state).astype(int), n + 1)
            kernel = np.concatenate([[-n], np.ones(n), [-n]])
            score = np.array([mine[k : k + n + 2] @ kernel for k in range(len(mine) - n - 1)])
            for k in np.flatnonzero(score == n):
                first = k + 1 - (n + 1)
                trace[first : first + n] = 1 - state
    return trace.astype(bool)


@given(st.lists(st.booleans(), min_size=0, max_size=30), st.integers(0, 6))
def test_minimum_bouts_are_deepethograms(present, n_frames):
    found = minimum_bouts(np.array(present, bool), n_frames)
    assert found.tolist() == as_a_convolution(present, n_frames).tolist()


def test_minimum_bouts_as_its_documentation_shows_them():
    def bits(text):
        return np.array([one == "1" for one in text])

    assert minimum_bouts(bits("000111001111111011000010"), 2).tolist() == (
        bits("000111111111111111000000").tolist()
    )
    assert minimum_bouts(bits("0011111111"), 2).all()  # a short pause at the very beginning
    assert not minimum_bouts(bits("1100000000"), 2).any()
