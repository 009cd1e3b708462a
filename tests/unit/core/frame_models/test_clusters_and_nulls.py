"""Clusters of collinear features, permuted labels, and predictions at one base rate."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from element_mouseface.core.frame_models.base_rates import at_one_base_rate
from element_mouseface.core.frame_models.clusters import correlations, find_clusters
from element_mouseface.core.frame_models.permuting import permuted
from element_mouseface.core.learning import (
    Groups,
    LearningParams,
    Target,
    cross_fit,
    plan_folds,
)
from element_mouseface.core.learning.metrics import binary_figures, continuous_figures

from ..learning.planted import Maker


def test_correlations_are_those_of_pandas_with_gaps_and_offsets():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(200, 5)) * [1, 1e-9, 1e9, 1, 1] + [0, 1, 1e6, 1e3, 0]
    x[:, 1] += 1e-9 * x[:, 0]
    x[rng.random(x.shape) < 0.2] = np.nan
    x[:, 4] = 3.0
    due = pd.DataFrame(x).corr().fillna(0).to_numpy(copy=True)
    np.fill_diagonal(due, 1)
    assert np.allclose(correlations(x), due, atol=1e-6)


def test_copies_and_opposites_are_one_cluster():
    rng = np.random.default_rng(0)
    a, b = rng.normal(size=(2, 300))
    x = np.column_stack([a, b, -a + 0.05 * rng.normal(size=300), 7 * a + 2, np.ones(300)])
    found = find_clusters(x, "abcde", 0.9)
    assert [sorted(one.columns) for one in found] == [[0, 2, 3], [1], [4]]
    first = found[0]
    assert first.name.endswith(" and 2 more") and first.least_r > 0.95
    by_column = dict(zip(first.columns, first.signs, strict=True))
    assert by_column[0] == by_column[3] == -by_column[2]
    assert len(find_clusters(x, "abcde", 1.0)) == 4  # exact copies alone


def plan_of(n_trials=10, n=4, recordings=1, animals=None):
    trial = np.repeat(np.arange(n_trials), n)
    groups = Groups.of(recordings, animal=animals, movie=[f"m{k}" for k in range(recordings)])
    lengths = [len(trial)] * recordings
    return trial, plan_folds(
        groups, lengths, trials=[trial] * recordings, gap_frames=0, level="trial", max_folds=5
    )


def test_a_trials_labels_move_as_one_and_stay_within_the_animal():
    trial, plan = plan_of(recordings=2, animals=["a", "b"])
    labels = [np.arange(10)[trial], 100 + np.arange(10)[trial]]
    known = [np.ones(40, bool)] * 2
    target = Target("t", "continuous", tuple(np.float64(v) for v in labels), tuple(known))
    seen = set()
    for number in range(5):
        moved = permuted(plan, target, known, 0, number).reshape(2, 40)
        for own, values in zip(labels, moved, strict=True):
            assert sorted(values) == sorted(own)
            assert all(len(set(values[trial == k])) == 1 for k in range(10))
        seen.add(tuple(moved[0]))
        again = permuted(plan, target, known, 0, number)
        assert np.array_equal(moved.ravel(), again)
    assert len(seen) == 5


def test_one_label_an_animal_is_permuted_among_animals():
    _, plan = plan_of(recordings=4, animals=list("abcd"))
    known = [np.ones(40, bool)] * 4
    target = Target.of_states("t", [np.full(40, k % 2) for k in range(4)])
    moved = np.stack(
        [permuted(plan, target, known, 0, number).reshape(4, 40) for number in range(20)]
    )
    assert (np.ptp(moved, axis=2) == 0).all() and (moved[:, :, 0].sum(axis=1) == 2).all()
    assert len({tuple(one) for one in moved[:, :, 0].tolist()}) > 3


def test_frames_without_trials_are_shifted():
    groups, n = Groups.of(2), 50
    plan = plan_folds(groups, [n, n])
    target = Target.of_states("t", [np.arange(n) < 20, np.arange(n) >= 30])
    moved = permuted(plan, target, [np.ones(n, bool)] * 2, 0, 1)
    assert moved.sum() == 40 and not np.array_equal(moved, np.concatenate(target.values))
    assert (np.abs(np.diff(moved.reshape(2, n).astype(int), axis=1)).sum(axis=1) <= 2).all()


@pytest.mark.parametrize("kind", ["binary", "continuous"])
def test_a_model_that_knows_nothing_is_at_chance_and_not_below(kind):
    """Folds that differ in their base rate: raw predictions are lower where there is more."""
    rng = np.random.default_rng(0)
    features = [np.ones((40, 1)) * np.nan for _ in range(6)]
    features = [np.where(np.arange(40)[:, None] < 2, k, 0.0) for k, _ in enumerate(features)]
    if kind == "binary":
        values = [(rng.random(40) < 0.2 + 0.1 * k).astype(int) for k in range(6)]
    else:
        values = [rng.normal(size=40) + k for k in range(6)]
    known = tuple(np.ones(40, bool) for _ in values)
    target = Target("t", kind, tuple(values), known)
    params = LearningParams(
        estimator="linear", beside=(), linear_strength=1e5, calibration="none", inner_folds=2
    )
    crossed = cross_fit(features, Maker(), [target], plan_folds(Groups.of(6), [40] * 6), params)
    found = crossed.probabilities("t")
    even = at_one_base_rate(crossed, target, found)
    y, unit = np.concatenate(values), np.repeat(np.arange(6), 40)
    raw, fair = (np.round(np.concatenate(one)[:, 0], 4) for one in (found, even))
    if kind == "binary":
        none = np.zeros(len(y), bool)
        areas = [
            next(f.value for f in binary_figures(y, p, none, unit) if f.name == "auroc")
            for p in (raw, fair)
        ]
        assert areas[0] < 0.4 and areas[1] == pytest.approx(0.5, abs=0.02)
        assert np.ptp(fair) < 1e-3
    else:
        assert continuous_figures(y, raw, unit)[0].value < -0.5
        assert np.ptp(fair) < 1e-3 and fair[0] == pytest.approx(y.mean(), abs=1e-3)


def test_predictions_of_equal_shares_stay_as_they_are():
    rng = np.random.default_rng(0)
    features = [rng.normal(size=(20, 2)) for _ in range(3)]
    names = ("a", "b")
    target = Target(
        "t", "category", tuple(np.arange(20) % 2 for _ in features),
        tuple(np.ones(20, bool) for _ in features), names,
    )  # fmt: skip
    params = LearningParams(estimator="linear", beside=(), inner_folds=2)
    crossed = cross_fit(features, Maker(), [target], plan_folds(Groups.of(3), [20] * 3), params)
    found = crossed.probabilities("t")
    even = at_one_base_rate(crossed, target, found)
    assert all(np.array_equal(a, b) for a, b in zip(found, even, strict=True))
    assert all(np.allclose(one.sum(axis=1), 1) for one in even)
