"""Figures of merit are scikit-learn's, intervals those that can be computed, chance is chance."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.stats import t
from sklearn import metrics as sk

from element_mouseface.core.learning.intervals import over_units
from element_mouseface.core.learning.metrics import (
    binary_figures,
    category_figures,
    confusion,
    continuous_figures,
    reliability,
)
from element_mouseface.core.learning.null import p_value, shift_null, shifted
from tests.unit.core.learning.planted import binary, n_runs, runs


def by_name(figures):
    return {figure.name: figure for figure in figures}


@pytest.fixture(scope="module")
def frames():
    rng = np.random.default_rng(0)
    y = rng.random(1000) < 0.2
    p = np.round(1 / (1 + np.exp(-(rng.normal(size=1000) + 2.5 * y - 2))), 2)  # with ties
    return y, p, p > 0.4, rng.integers(0, 6, 1000)


BINARY = {
    "precision": lambda y, p, d: sk.precision_score(y, d),
    "recall": lambda y, p, d: sk.recall_score(y, d),
    "f1": lambda y, p, d: sk.f1_score(y, d),
    "balanced_accuracy": lambda y, p, d: sk.balanced_accuracy_score(y, d),
    "average_precision": lambda y, p, d: sk.average_precision_score(y, p),
    "auroc": lambda y, p, d: sk.roc_auc_score(y, p),
    "brier": lambda y, p, d: sk.brier_score_loss(y, p),
}


@pytest.mark.parametrize("name", BINARY)
def test_figures_and_their_intervals_are_those_of_scikit_learn(frames, name):
    y, p, present, unit = frames
    found = by_name(binary_figures(y, p, present, unit))[name]
    statistic = BINARY[name]
    assert found.value == pytest.approx(statistic(y, p, present)) and found.n_units == 6
    without = np.array([statistic(y[k], p[k], present[k]) for k in (unit != u for u in range(6))])
    half = t.ppf(0.975, 5) * np.sqrt(5 / 6 * ((without - without.mean()) ** 2).sum())
    assert found.low == pytest.approx(max(0, found.value - half))
    assert found.high == pytest.approx(min(1, found.value + half))


def test_the_calibration_error_is_a_sum_over_bins(frames):
    y, p, present, unit = frames
    total = sum(
        abs(p[k].mean() - y[k].mean()) * k.sum() / len(y)
        for k in ((np.minimum((p * 10).astype(int), 9) == b) for b in range(10))
        if k.any()
    )
    assert by_name(binary_figures(y, p, present, unit))["calibration_error"].value == (
        pytest.approx(total)
    )
    assert reliability(y, p)[:, 2].sum() == 1000


def test_the_interval_of_a_mean_is_students():
    values = np.array([1.0, 2.0, 4.0, 7.0])
    found = over_units("mean", lambda kept: values[kept].mean(), 4)
    half = t.ppf(0.975, 3) * values.std(ddof=1) / 2
    assert (found.low, found.high) == pytest.approx((3.5 - half, 3.5 + half))
    assert np.isnan(over_units("mean", lambda kept: values[0], 1).low)


def test_intervals_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(1)
    covered = 0
    for _ in range(400):
        values = rng.normal(size=(8, 1)) + rng.normal(size=(8, 50))  # animals differ
        found = over_units("mean", lambda kept, v=values: v[kept].mean(), 8)
        covered += found.low <= 0 <= found.high
    assert 0.92 < covered / 400 < 0.98


def test_what_cannot_be_defined_is_nan_and_never_zero(frames):
    y, p, present, unit = frames
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        none = by_name(binary_figures(np.zeros(1000, bool), p, present, unit))
        empty = by_name(binary_figures(y[:0], p[:0], present[:0], unit[:0]))
        unseen = by_name(binary_figures(y, np.full(1000, np.nan), present, unit))
    for name in ("recall", "f1", "balanced_accuracy", "average_precision", "auroc"):
        assert np.isnan(none[name].value) and np.isnan(none[name].low)
    assert none["precision"].value == 0 and none["brier"].value > 0
    for made in (empty, unseen):
        assert all(np.isnan(figure.value) for figure in made.values())
    missed = by_name(binary_figures(y, p, np.zeros(1000, bool), unit))
    assert missed["f1"].value == 0 and np.isnan(missed["precision"].value)
    one = by_name(binary_figures(y, p, present, np.where(y, 0, 1)))
    assert one["auroc"].value > 0.5 and np.isnan(one["auroc"].low)


def test_chance_is_what_a_model_that_knows_nothing_gets(frames):
    y, p, present, unit = frames
    rng = np.random.default_rng(5)
    blind = rng.permutation(p)
    found = by_name(binary_figures(y, blind, rng.permutation(present), unit))
    for name in ("precision", "recall", "balanced_accuracy", "average_precision", "auroc"):
        assert found[name].value == pytest.approx(found[name].chance, abs=0.05)
    share = np.full(1000, y.mean())
    constant = by_name(binary_figures(y, share, np.ones(1000, bool), unit))
    for name in ("f1", "brier", "auroc", "average_precision"):
        assert constant[name].value == pytest.approx(constant[name].chance)


def test_figures_of_categories_are_scikit_learns():
    rng = np.random.default_rng(3)
    y = rng.choice(4, 500, p=[0.6, 0.2, 0.2, 0])
    p = rng.dirichlet(np.ones(4), 500) + np.eye(4)[y] * 0.4
    p /= p.sum(axis=1, keepdims=True)
    guess = p.argmax(axis=1)
    found = by_name(category_figures(y, p, rng.integers(0, 5, 500), ordered=True))
    assert found["accuracy"].value == pytest.approx(sk.accuracy_score(y, guess))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a predicted class that never is there
        assert found["balanced_accuracy"].value == pytest.approx(
            sk.balanced_accuracy_score(y, guess)
        )
    assert found["mean_f1"].value == pytest.approx(
        sk.f1_score(y, guess, average="macro", labels=[0, 1, 2])
    )
    assert found["log_loss"].value == pytest.approx(sk.log_loss(y, p, labels=range(4)))
    assert found["quadratic_kappa"].value == pytest.approx(
        sk.cohen_kappa_score(y, guess, weights="quadratic", labels=range(4))
    )
    assert found["mean_absolute_error"].value == pytest.approx(np.abs(y - guess).mean())
    assert (confusion(y, guess, 4) == sk.confusion_matrix(y, guess, labels=range(4))).all()
    assert found["accuracy"].chance == pytest.approx((y == 0).mean())


def test_figures_of_numbers_are_scikit_learns():
    rng = np.random.default_rng(3)
    y = rng.normal(size=300)
    value = 0.7 * y + 0.3 * rng.normal(size=300) + 0.2
    found = by_name(continuous_figures(y, value, rng.integers(0, 4, 300)))
    assert found["r"].value == pytest.approx(np.corrcoef(y, value)[0, 1])
    assert found["r2"].value == pytest.approx(sk.r2_score(y, value))
    assert found["rmse"].value == pytest.approx(sk.mean_squared_error(y, value) ** 0.5)
    assert found["mae"].value == pytest.approx(sk.mean_absolute_error(y, value))
    again = by_name(continuous_figures(y, 2 * y, np.zeros(300)))["concordance"].value
    v, m = y.var(), y.mean()
    assert again == pytest.approx(4 * v / (5 * v + m * m)) and found["r"].n_units == 4


def test_shifted_labels_keep_their_runs_and_what_is_known():
    rng = np.random.default_rng(0)
    states = [runs(rng, n, 0.2) for n in (600, 400, 1, 2)]
    known = [np.arange(len(s)) % 7 > 0 for s in states]
    target = binary("a", states, known)
    moved = shifted(target, 5)
    for number in range(4):
        before, after = target.values[number], moved.values[number]
        assert (moved.known[number] == target.known[number]).all()
        assert after.sum() == before.sum()
    for number in (0, 1):
        k = known[number]
        before, after = target.values[number][k], moved.values[number][k]
        assert not (before == after).all() and abs(n_runs(after) - n_runs(before)) <= 1
        found = [s for s in range(len(before)) if (np.roll(before, s) == after).all()]
        assert len(found) == 1 and 0.2 <= found[0] / len(before) <= 0.8
    assert all((shifted(target, 5).values[n] == moved.values[n]).all() for n in range(4))


def test_chance_by_shifts_is_a_half_and_a_true_relation_is_beyond_it():
    rng = np.random.default_rng(0)
    states = [runs(rng, 1500, 0.1) for _ in range(6)]
    target = binary("a", states)
    blind = [np.convolve(rng.normal(size=1500), np.ones(30), "same") for _ in states]
    null = shift_null(target, blind, n=200)
    y = np.concatenate(states)
    auroc = sk.roc_auc_score(y, np.concatenate(blind))
    assert abs(np.mean(null) - 0.5) < 0.01 and 0.02 < p_value(auroc, null) <= 1
    seeing = [b + 8 * s for b, s in zip(blind, states, strict=True)]
    null = shift_null(target, seeing, n=200)
    auroc = sk.roc_auc_score(y, np.concatenate(seeing))
    assert p_value(auroc, null) == 1 / 201 and np.abs(null - 0.5).max() < 0.2
    shift = np.concatenate([np.roll(s, 500) for s in states])
    assert null.min() < sk.roc_auc_score(shift, np.concatenate(seeing)) < null.max()
    assert np.isnan(shift_null(binary("a", [np.zeros(9, bool)]), [np.zeros(9)])).all()
