"""Bouts against bouts: exhaustive matching, a textbook edit distance, planted shifts."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from element_mouseface.core.behavior.bout_metrics import (
    OVERLAPS,
    compare_bouts,
    compare_masks,
    edit_score,
    match_bouts,
    order_score,
    pooled,
)
from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels, mask_of, runs_of
from element_mouseface.errors import LabelsError

MASKS = arrays(np.bool_, st.just(14))


def iou(a, b) -> float:
    one, two = set(range(*a)), set(range(*b))
    return len(one & two) / len(one | two)


def best_by_trying(true, predicted, overlap: float) -> tuple[int, float]:
    """Number of pairs and sum of overlaps of the best matching, from all matchings."""
    options = [[None, *(j for j, b in enumerate(predicted) if iou(a, b) >= overlap)] for a in true]
    best = (0, 0.0)
    for choice in itertools.product(*options):
        used = [j for j in choice if j is not None]
        if len(set(used)) == len(used):
            total = sum(iou(true[i], predicted[j]) for i, j in enumerate(choice) if j is not None)
            best = max(best, (len(used), round(total, 9)))
    return best


@given(MASKS, MASKS, st.sampled_from([0.01, 0.1, 0.25, 0.34, 0.5, 0.9]))
def test_matching_is_the_best_of_all_matchings(one, two, overlap):
    true, predicted = runs_of(one), runs_of(two)
    pairs, overlaps = match_bouts(true, predicted, overlap)
    assert (len(pairs), round(float(overlaps.sum()), 9)) == best_by_trying(
        true.tolist(), predicted.tolist(), overlap
    )
    assert len(set(pairs[:, 0])) == len(set(pairs[:, 1])) == len(pairs)


def levenshtein(a, b) -> int:
    table = [[max(i, j) if not i * j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i, j in itertools.product(range(1, len(a) + 1), range(1, len(b) + 1)):
        table[i][j] = min(
            table[i - 1][j] + 1,
            table[i][j - 1] + 1,
            table[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
        )
    return table[-1][-1]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_edit_score_is_the_textbook_distance(a, b):
    longest = max(len(a), len(b))
    found = edit_score(a, b)
    assert math.isnan(found) if not longest else found == 1 - levenshtein(a, b) / longest


def test_shifted_bouts_have_the_planted_errors_in_frames_and_ms():
    times_s = np.concatenate([np.arange(50) / 50, 1 + np.arange(50) / 10])  # 20 ms, then 100 ms
    true = mask_of(np.array([[10, 20], [60, 70], [90, 100]]), 100)
    predicted = mask_of(np.array([[12, 21], [57, 70], [80, 82], [91, 100]]), 100)
    found = compare_masks(true, predicted, times_s)
    assert found.onset_frames.tolist() == [2, -3, 1]
    assert found.offset_frames.tolist() == [1, 0]  # the third bout is cut by the movie's end
    assert np.allclose(found.onset_ms, [40, -300, 100])
    assert np.allclose(found.offset_ms, [20, 0])
    assert (found.n_true, found.n_predicted, found.matched) == (3, 4, dict.fromkeys(OVERLAPS, 3))
    assert found.f1(0.5) == 6 / 7 and found.precision(0.5) == 0.75 and found.recall(0.5) == 1
    assert np.isclose(found.true_s, 0.2 + 1 + 0.92)  # the last frame lasts the usual 20 ms
    assert np.isclose(found.time_budget_error, (9 * 0.02 + 1.3 + 0.2 + 0.82) / 2.12 - 1)
    assert found.boundary_errors()["onset_frames_median"] == 2
    assert np.isclose(found.boundary_errors()["onset_ms_p90"], 260)


def test_a_bout_that_looking_cut_has_no_onset():
    labels = Ethogram.of(["lick"])
    true = Labels(labels, 30, {"lick": [[5, 15]]}, {"lick": [[5, 30]]})
    predicted = Labels(labels, 30, {"lick": [[2, 14]]})
    found = compare_bouts(true, predicted, np.arange(30) / 10)["lick"]
    assert found.onset_frames.tolist() == [] and found.offset_frames.tolist() == [-1]
    assert found.true_s == pytest.approx(1) and found.predicted_s == pytest.approx(0.9)


def test_nothing_to_compare_is_undefined_and_never_zero():
    found = compare_masks(np.zeros(9, bool), np.zeros(9, bool), np.arange(9.0))
    numbers = [found.f1(0.5), found.precision(0.1), found.recall(0.1), found.time_budget_error]
    assert all(map(math.isnan, (*numbers, *found.boundary_errors().values())))
    false_alarm = compare_masks(np.zeros(9, bool), np.ones(9, bool), np.arange(9.0))
    assert false_alarm.f1(0.1) == 0 and math.isnan(false_alarm.recall(0.1))
    empty = compare_masks(np.zeros(0, bool), np.zeros(0, bool), np.zeros(0))
    assert math.isnan(empty.f1(0.5)) and empty.assessed_s == 0


def test_pooled_counts_are_those_of_one_long_movie():
    rng = np.random.default_rng(5)
    movies = [tuple(rng.random((2, 40)) < 0.4) for _ in range(3)]
    for pair in movies:  # so that a bout never reaches from one into the next
        for mask in pair:
            mask[[0, -1]] = False
    times_s = np.arange(120) / 25
    parts = [compare_masks(*pair, times_s[:40]) for pair in movies]
    whole = compare_masks(*(np.concatenate(masks) for masks in zip(*movies, strict=True)), times_s)
    found = pooled(parts)
    assert dict(found.matched) == dict(whole.matched)
    assert (found.n_true, found.n_predicted) == (whole.n_true, whole.n_predicted)
    assert sorted(found.onset_frames) == sorted(whole.onset_frames)
    assert found.true_s == pytest.approx(whole.true_s)
    with pytest.raises(LabelsError):
        pooled([])
    with pytest.raises(LabelsError):
        pooled([parts[0], compare_masks(*movies[0], times_s[:40], overlaps=(0.3,))])


def test_order_of_all_behaviors():
    names = Ethogram.of(["a", "b", "c"])
    true = Labels(names, 30, {"a": [[1, 3], [20, 25]], "b": [[5, 9]], "c": [[10, 12]]})
    predicted = Labels(names, 30, {"a": [[1, 3], [20, 25]], "b": [[10, 12]], "c": [[5, 9]]})
    assert order_score(true, true) == 1
    assert order_score(true, predicted) == 0.5  # abca and acba: two of four replaced
    half = Labels(
        names, 30, {"a": predicted.bouts["a"]}, {name: [[0, 4], [20, 30]] for name in "abc"}
    )
    assert order_score(true, half) == 1


def test_labels_of_other_movies_are_not_compared():
    one = Labels(Ethogram.of(["lick"]), 10, {})
    with pytest.raises(LabelsError, match="10 and 11 frames, and 10 times"):
        compare_bouts(one, Labels(one.ethogram, 11, {}), np.arange(10.0))
    with pytest.raises(LabelsError, match="no behavior in common"):
        compare_bouts(one, Labels(Ethogram.of(["groom"]), 10, {}), np.arange(10.0))
