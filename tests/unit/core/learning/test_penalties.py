"""The elastic net, strengths chosen inside the training frames, and weights without a penalty."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.linear_model import ElasticNet, LogisticRegression

from element_mouseface.core.learning import Groups, LearningParams, Target, cross_fit, plan_folds
from element_mouseface.core.learning.estimators import elastic_net, fit_model, unpenalized
from element_mouseface.core.learning.estimators.odds import fit_odds
from element_mouseface.core.learning.estimators.ridge_path import ridge_path
from element_mouseface.core.learning.estimators.strength import choose_strength, parts_of
from element_mouseface.core.learning.intervals import jackknife_error, over_units

from .planted import Maker

NET = LearningParams(estimator="elastic_net", beside=(), choose_strength=True)


def rows(kind="binary", n=300, d=6, seed=0):
    rng = np.random.default_rng(seed)
    z = rng.normal(size=(n, d))
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    score = 1.5 * z[:, 0] - z[:, 1]
    if kind == "binary":
        return z, (score + rng.logistic(size=n) > 0).astype(int)
    if kind == "category":
        scores = np.stack([score, -score, z[:, 2]], axis=1) + rng.gumbel(size=(n, 3))
        return z, scores.argmax(axis=1)
    if kind == "ordinal":
        return z, np.digitize(score + rng.logistic(size=n), (-1.0, 1.0))
    return z, score + rng.normal(size=n)


def minimized(kind, strength, ratio):
    z, y = rows(kind)
    loss, start, n = elastic_net.loss_of(kind, z, y, np.full(len(z), 1 / len(z)))
    return elastic_net.minimize_penalized(loss, start, n, strength, ratio), n


def test_a_squared_loss_is_scikit_learns_elastic_net():
    z, y = rows("continuous")
    found, n = minimized("continuous", 0.1, 0.7)
    due = ElasticNet(alpha=0.1, l1_ratio=0.7, tol=1e-10).fit(z, y)
    assert np.allclose(found[:n], due.coef_, atol=1e-4)
    assert ((found[:n] == 0) == (due.coef_ == 0)).all() and (found[:n] == 0).any()


@pytest.mark.filterwarnings("ignore:'penalty' was deprecated")
@pytest.mark.parametrize("kind", ["binary", "category"])
def test_a_logistic_loss_is_scikit_learns(kind):
    z, y = rows(kind)
    found, n = minimized(kind, 0.05, 0.6)
    due = LogisticRegression(
        solver="saga", l1_ratio=0.6, C=1 / (0.05 * len(z)), tol=1e-8, max_iter=5000,
        penalty="elasticnet",
    ).fit(z, y)  # fmt: skip
    assert np.allclose(found[:n], due.coef_.ravel(), atol=2e-3)


@pytest.mark.parametrize("kind", ["binary", "category", "ordinal", "continuous"])
def test_losses_have_their_gradient_and_the_largest_strength_leaves_nothing(kind):
    z, y = rows(kind, n=60)
    loss, start, n = elastic_net.loss_of(kind, z, y, np.full(len(z), 1 / len(z)))
    at = start + np.random.default_rng(1).normal(size=len(start)) / 10
    assert check_grad(lambda w: loss(w)[0], lambda w: loss(w)[1], at) < 1e-5
    largest = elastic_net.largest_strength(loss, start, n, 0.5)
    above = elastic_net.minimize_penalized(loss, start, n, largest * 1.001, 0.5)
    below = elastic_net.minimize_penalized(loss, start, n, largest * 0.95, 0.5)
    assert (above[:n] == 0).all() and (below[:n] != 0).any()


@pytest.mark.parametrize("kind", ["binary", "category", "ordinal", "continuous"])
def test_an_elastic_net_finds_what_decides_and_leaves_the_rest(kind):
    z, y = rows(kind, n=400, d=12, seed=3)
    core = fit_model("elastic_net", kind, 3, z, y, NET, unit=np.arange(400) // 20).core
    size = np.abs(np.atleast_2d(core.weights)).max(axis=0)
    assert set(np.argsort(-size)[:2]) == {0, 1}
    assert (size[3:] < 0.35 * size[:2].min()).all()


def test_the_unit_of_a_rating_changes_weights_by_itself_alone():
    z, y = rows("continuous")
    unit = np.arange(len(z)) // 30
    one, other = (
        fit_model("elastic_net", "continuous", 0, z, y * scale, NET, unit=unit).core
        for scale in (1.0, 1000.0)
    )
    assert np.allclose(one.weights * 1000, other.weights, rtol=1e-3, atol=1e-3)


def test_strengths_are_chosen_on_units_that_were_not_trained_on():
    """Frames of a unit are copies: a model that saw one knows the others."""
    rng = np.random.default_rng(0)
    unit = np.repeat(np.arange(12), 20)
    z = rng.normal(size=(12, 30))[unit] + 0.01 * rng.normal(size=(240, 30))
    y = rng.normal(size=12)[unit]
    by_unit = fit_model(
        "linear", "continuous", 0, z, y, replace(NET, estimator="linear"), unit=unit
    )
    by_row = fit_model(
        "linear", "continuous", 0, z, y, replace(NET, estimator="linear"), unit=np.arange(240)
    )
    assert np.abs(by_unit.core.weights).sum() < 0.2 * np.abs(by_row.core.weights).sum()
    parts = parts_of(unit)
    assert sum(parts).tolist() == [1] * 240
    assert all(not set(unit[one]) & set(unit[~one]) for one in parts)
    assert sum(parts_of(np.zeros(10, int))).tolist() == [1] * 10


@pytest.mark.parametrize("kind", ["binary", "category", "ordinal", "continuous"])
def test_a_path_of_strengths_ends_where_each_fit_does(kind):
    z, y = rows(kind)
    x, strengths = z.astype(np.float32), (1e-3, 0.1, 3.0)
    path = ridge_path(kind, z, y, np.full(len(z), 1 / len(z)), strengths)
    for strength, found in zip(strengths, path, strict=True):
        core = fit_model("linear", kind, 3, x, y, LearningParams(linear_strength=strength)).core
        due = np.atleast_2d(core.weights).ravel()
        assert np.allclose(found[: len(due)], due, atol=2e-3)


def test_of_equal_strengths_the_largest_is_taken():
    x = np.zeros((20, 1), np.float32)
    y = np.arange(20.0)

    def fit(kept):
        return [lambda rows: np.zeros((len(rows), 1))] * 4

    assert choose_strength(4, x, y, "continuous", np.arange(20) // 4, fit) == 3
    assert choose_strength(4, x, np.zeros(20), "continuous", np.arange(20), fit) == 2


def test_what_a_fold_leaves_out_changes_none_of_its_weights():
    rng = np.random.default_rng(0)
    recordings = [rng.normal(size=(40, 3)) for _ in range(3)]
    states = [(x[:, 0] + 0.5 * rng.normal(size=40) > 0).astype(int) for x in recordings]
    changed = [x.copy() for x in recordings]
    changed[0][:] = rng.normal(size=(40, 3)) * 9
    others = [1 - states[0], *states[1:]]
    params = replace(NET, beside=("linear",), inner_folds=2)
    plan = plan_folds(Groups.of(3), [40] * 3, max_folds=2, gap_frames=1)
    found = [
        cross_fit(given, Maker(), [Target.of_states("a", labels)], plan, params, workers=1)
        for given, labels in ((recordings, states), (changed, others))
    ]
    for estimator in params.estimators:  # the strength is chosen anew in each of them
        arrays = [one.folds[0].models["a", estimator].to_arrays()[1] for one in found]
        assert all(np.array_equal(arrays[0][name], arrays[1][name]) for name in arrays[0])
        later = [one.folds[1].models["a", estimator].to_arrays()[1] for one in found]
        assert any(not np.array_equal(later[0][name], later[1][name]) for name in later[0])


def test_parameters_keep_their_hash_and_say_what_differs():
    plain = LearningParams()
    assert "choose_strength" not in plain.to_dict()
    assert plain.content_hash().startswith("4f16f1aa9e32")
    chosen = replace(plain, choose_strength=True, l1_ratio=0.2)
    assert chosen.content_hash() != plain.content_hash()
    assert LearningParams.from_dict(chosen.to_dict()) == chosen


def test_one_step_from_ridge_is_least_squares():
    z, y = rows("continuous")
    params = LearningParams(linear_strength=3.0)
    model = fit_model("linear", "continuous", 0, z, y, params)
    due = np.linalg.lstsq(np.column_stack([z, np.ones(len(z))]), y, rcond=None)[0][:-1]
    found = unpenalized(model.core, "continuous", z.astype(np.float32), y)
    assert np.allclose(found[0], due, atol=1e-4)
    assert np.abs(model.core.weights[0, :2]).max() < 0.5 * np.abs(due).max()


@pytest.mark.parametrize("kind", ["binary", "category", "ordinal"])
def test_one_step_ends_near_the_fit_without_a_penalty(kind):
    z, y = rows(kind, n=800)
    x = z.astype(np.float32)
    model = fit_model("linear", kind, 3, x, y, LearningParams(linear_strength=0.1))
    found = unpenalized(model.core, kind, x, y)
    if kind == "ordinal":
        share, columns = np.full(len(x), 1 / len(x)), np.arange(x.shape[1])
        due = fit_odds(x, y, share, 3, 1e-9, columns, x.shape[1]).weights[None]
    else:
        due = LogisticRegression(C=1e9, tol=1e-8, max_iter=2000).fit(z, y).coef_
    before = np.abs(np.atleast_2d(model.core.weights) - due).max()
    assert np.abs(found - due).max() < 0.5 * before


def test_copies_of_a_feature_share_its_weight():
    z, y = rows("binary")
    x = np.column_stack([z, z[:, 0]]).astype(np.float32)
    model = fit_model("linear", "binary", 2, x, y, LearningParams())
    found = unpenalized(model.core, "binary", x, y)[0]
    alone = fit_model("linear", "binary", 2, x[:, :-1], y, LearningParams())
    due = unpenalized(alone.core, "binary", x[:, :-1], y)[0]
    assert found[0] == pytest.approx(found[-1], abs=1e-3)
    assert found[0] + found[-1] == pytest.approx(due[0], abs=1e-2)


def test_the_jackknife_of_means_is_the_standard_error_of_the_mean():
    values = np.random.default_rng(0).normal(size=8)
    without = np.array([np.delete(values, k).mean() for k in range(8)])
    due = values.std(ddof=1) / np.sqrt(8)
    assert jackknife_error(without) == pytest.approx(due)
    assert np.isnan(jackknife_error(np.array([1.0, np.nan])))
    both = jackknife_error(np.column_stack([without, np.append(without[:-1], np.nan)]))
    assert both[0] == pytest.approx(due) and np.isfinite(both[1])


def test_intervals_of_folds_are_wider_by_what_they_share():
    values = np.random.default_rng(0).normal(size=40)
    plain = over_units("mean", lambda kept: values[kept].mean(), 40)
    folds = over_units("mean", lambda kept: values[kept].mean(), 40, folds=10)
    ratio = np.sqrt(1 + 10 / 9) * 2.262157 / 2.022691  # Student's t of 9 and 39
    assert (folds.high - folds.value) / (plain.high - plain.value) == pytest.approx(ratio, rel=1e-4)
