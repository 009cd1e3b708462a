"""Figures of weighted classes against scikit-learn's, and where trials count and not frames."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics

from element_mouseface.core.learning.class_figures import OF_CLASS, OVERALL, class_figures


@pytest.fixture(scope="module")
def told():
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 80)
    p = rng.dirichlet(np.ones(3), 80)
    p[np.arange(80), y] += 0.3
    return y, np.round(p / p.sum(axis=1, keepdims=True), 2), rng.uniform(0.2, 2, 80)


def test_figures_are_scikit_learn_s_with_weights(told):
    y, p, weight = told
    overall, by_class = class_figures(y, p, weight, np.arange(80))
    called, more = p.argmax(axis=1), {"sample_weight": weight}
    due = [
        metrics.accuracy_score(y, called, **more),
        metrics.balanced_accuracy_score(y, called, **more),
        metrics.f1_score(y, called, average="macro", **more),
        np.mean([metrics.roc_auc_score(y == k, p[:, k], **more) for k in range(3)]),
    ]
    assert [one.name for one in overall] == list(OVERALL)
    assert np.allclose([one.value for one in overall], due)
    scores = metrics.precision_recall_fscore_support(y, called, **more)
    areas = [metrics.roc_auc_score(y == k, p[:, k], **more) for k in range(3)]
    for k, figures in enumerate(by_class):
        assert [one.name for one in figures] == list(OF_CLASS)
        assert np.allclose([one.value for one in figures], [*(s[k] for s in scores[:3]), areas[k]])
        assert all(one.low <= one.value <= one.high for one in figures)


def test_chance_is_what_calls_without_a_relation_get(told):
    y, p, _ = told
    overall, by_class = class_figures(y, p, np.ones(80), np.zeros(80, int))
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(400):
        moved, classes = class_figures(rng.permutation(y), p, np.ones(80), np.zeros(80, int))
        drawn.append([one.value for one in (*moved, *classes[0])])
    chance = [one.chance for one in (*overall, *by_class[0])]
    assert np.allclose(np.mean(drawn, axis=0), chance, atol=0.02)


def test_a_trial_counts_once_however_many_frames_it_has():
    y = np.array([0] * 30 + [1])  # one trial of thirty frames, one of a single one
    p = np.eye(2)[np.array([0] * 30 + [0])] * 0.8 + 0.1
    weight = np.array([1 / 30] * 30 + [1.0])
    overall, _ = class_figures(y, p, weight, np.array([0] * 30 + [1]))
    assert overall[0].value == pytest.approx(0.5) and overall[0].n_units == 2


def test_what_is_not_there_is_undefined_and_not_zero():
    y, p = np.array([0, 0, 1, 1]), np.tile([0.5, 0.3, 0.2], (4, 1))
    overall, by_class = class_figures(y, p, np.ones(4), np.arange(4))
    assert [np.isnan(one.value) for one in by_class[2]] == [True] * 4
    assert overall[1].value == 0.5 and overall[1].chance == 0.5  # of two classes
    nothing, _ = class_figures(y, np.full((4, 3), np.nan), np.ones(4), np.arange(4))
    assert all(np.isnan(one.value) and np.isnan(one.chance) for one in nothing)
