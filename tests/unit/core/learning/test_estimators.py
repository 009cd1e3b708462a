"""Models predict what scikit-learn predicts, from arrays without a pickle."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import check_grad
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from element_mouseface.core.learning import LearningParams
from element_mouseface.core.learning.estimators import Model, fit_model, probabilities_of
from element_mouseface.core.learning.estimators import odds as odds_module
from element_mouseface.core.learning.estimators.trees import Trees
from element_mouseface.core.outputs.archive import Archive
from element_mouseface.errors import ResultError

PARAMS = LearningParams(iterations=12, trees=12)
ARCHIVE = Archive("test models", {"format": "test/1"}, "such a file", "make it", ResultError)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(600, 8)).astype(np.float32)
    latent = x[:, 0] * 2 - x[:, 1] + x[:, 2] * x[:, 3] + rng.normal(size=600) * 0.5
    x[rng.random(x.shape) < 0.1] = np.nan
    x[:, 7] = 3.3  # constant
    return x, latent


def values(kind, latent):
    if kind == "continuous":
        return latent
    return (latent > 1).astype(int) if kind == "binary" else np.digitize(latent, [-1.5, 1.5])


N_CLASSES = {"binary": 2, "category": 3, "ordinal": 3, "continuous": 0}
KINDS = [(e, k) for e in ("boosted", "linear", "forest") for k in N_CLASSES]
KINDS += [("discriminant", kind) for kind in ("binary", "category", "ordinal")]


@pytest.mark.parametrize("kind", ["binary", "category", "continuous"])
def test_trees_give_what_scikit_learn_gives_to_the_bit(rows, kind):
    x, latent = rows
    y = values(kind, latent)
    make = HistGradientBoostingRegressor if kind == "continuous" else HistGradientBoostingClassifier
    model = make(max_iter=15, max_leaf_nodes=9, early_stopping=False).fit(x, y)
    other = np.random.default_rng(1).normal(size=(500, 8)).astype(np.float32) * 3
    other[::3, ::2] = np.nan
    other[5] = [np.inf, -np.inf, *other[5, 2:]]
    trees = Trees.of(model, np.arange(8), 8)
    finite = np.where(np.isinf(other), np.sign(other) * 1e30, other)  # it refuses infinity
    found, due = trees.decide(other), model._raw_predict(finite)
    assert (found == due).all() and np.ptp(due) > 1
    if kind != "continuous":
        probability = probabilities_of(kind, found)
        due = model.predict_proba(finite)
        np.testing.assert_allclose(probability, due[:, 1:] if kind == "binary" else due, atol=1e-12)


def test_logistic_regression_is_that_of_a_pipeline(rows):
    x, latent = rows
    for kind in ("binary", "category"):
        y = values(kind, latent)
        model = fit_model("linear", kind, N_CLASSES[kind], x, y, PARAMS)
        pipe = make_pipeline(
            SimpleImputer(strategy="median"),
            StandardScaler(),
            LogisticRegression(C=1 / (PARAMS.linear_strength * len(x)), tol=1e-8, max_iter=1000),
        )
        due = pipe.fit(x[:, :7], y).predict_proba(x[:, :7])
        found = probabilities_of(kind, model.scores(x))
        np.testing.assert_allclose(found, due[:, 1:] if kind == "binary" else due, atol=2e-3)


def test_ridge_regression_is_that_of_a_pipeline(rows):
    x, latent = rows
    model = fit_model("linear", "continuous", 0, x, latent, PARAMS)
    pipe = make_pipeline(
        SimpleImputer(strategy="median"),
        StandardScaler(),
        Ridge(alpha=PARAMS.linear_strength * len(x)),
    )
    due = pipe.fit(x[:, :7], latent).predict(x[:, :7])
    np.testing.assert_allclose(model.scores(x)[:, 0], due, atol=1e-5)


def test_proportional_odds_of_two_categories_are_logistic_regression(rows):
    x, latent = rows
    y = (latent > 1).astype(int)
    found = odds_module.fit_odds(
        x, y, np.ones(len(x)), 2, PARAMS.linear_strength, np.arange(8), 8
    ).decide(x)
    due = fit_model("linear", "binary", 2, x, y, PARAMS).scores(x)[:, 0]
    np.testing.assert_allclose(found[:, 1] - found[:, 0], due, atol=0.02)


def test_proportional_odds_find_planted_weights_and_cuts():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(20_000, 3)).astype(np.float32)
    noise = rng.logistic(size=20_000)
    y = np.digitize(x @ [1.5, -0.8, 0.0] + noise, [-2.0, 0.3, 1.1])
    model = odds_module.fit_odds(x, y, np.ones(len(x)), 4, 1e-6, np.arange(3), 3)
    np.testing.assert_allclose(model.weights, [1.5, -0.8, 0.0], atol=0.06)
    np.testing.assert_allclose(model.cuts, [-2.0, 0.3, 1.1], atol=0.06)
    np.testing.assert_allclose(np.exp(model.decide(x)).sum(axis=1), 1)


def test_the_gradient_of_proportional_odds_is_that_of_their_loss():
    rng = np.random.default_rng(5)
    z, y = rng.normal(size=(60, 4)), rng.integers(0, 4, 60)
    about = z, y, rng.dirichlet(np.ones(60)), 0.1
    for _ in range(3):
        at = rng.normal(size=7)
        error = check_grad(
            lambda free: odds_module.odds_loss(free, *about)[0],
            lambda free: odds_module.odds_loss(free, *about)[1],
            at,
        )
        assert error < 1e-5


@pytest.mark.parametrize(("estimator", "kind"), KINDS)
def test_a_model_comes_back_from_a_file(rows, tmp_path, estimator, kind):
    x, latent = rows
    model = fit_model(estimator, kind, N_CLASSES[kind], x, values(kind, latent), PARAMS)
    again = fit_model(estimator, kind, N_CLASSES[kind], x, values(kind, latent), PARAMS)
    assert (model.scores(x) == again.scores(x)).all()
    about, arrays = model.to_arrays("m_")
    path = ARCHIVE.save(tmp_path / "m.npz", {"model": about}, arrays)
    fields, npz = ARCHIVE.open(path)
    back = Model.from_arrays(fields.inner("model"), npz, "m_")
    assert (back.scores(x) == model.scores(x)).all()
    probability = probabilities_of(kind, back.scores(x))
    if kind in ("category", "ordinal"):
        np.testing.assert_allclose(probability.sum(axis=1), 1)
        assert (probability.argmax(axis=1) == values(kind, latent)).mean() > 0.6
    elif kind == "binary":
        assert ((probability[:, 0] > 0.5) == values(kind, latent)).mean() > 0.8
    else:
        assert np.corrcoef(probability[:, 0], latent)[0, 1] > 0.7


@pytest.mark.parametrize("estimator", ["boosted", "linear"])
@pytest.mark.parametrize("kind", ["category", "ordinal"])
def test_a_category_without_a_row_has_no_probability(rows, estimator, kind):
    x, latent = rows
    y = np.array([0, 3])[(latent > 0).astype(int)]
    found = probabilities_of(kind, fit_model(estimator, kind, 5, x, y, PARAMS).scores(x))
    assert found.shape == (600, 5) and (found[:, [1, 2, 4]] == 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)


@pytest.mark.parametrize("estimator", ["boosted", "linear"])
@pytest.mark.parametrize("weighted", [False, True])
def test_a_feature_without_a_number_is_in_no_model(rows, estimator, weighted):
    x, latent = rows
    empty, y = x.copy(), values("binary", latent)
    empty[:, 7] = np.nan  # where the others had a constant
    weight = np.linspace(0.5, 1.5, len(x)) if weighted else None
    scores = [
        fit_model(estimator, "binary", 2, one, y, PARAMS, weight=weight).scores(empty)
        for one in (empty, x)
    ]
    np.testing.assert_allclose(*scores, atol=1e-9)


#: what somebody could write into a file, digest and all: array -> the change
FORGED = {
    "feature": lambda a: np.where(a >= 0, 99, a),
    "left": lambda a: a * 0,
    "right": lambda a: a + 1000,
    "roots": lambda a: a[::-1],
    "threshold": lambda a: a * np.nan,
    "value": lambda a: a.astype(complex),
    "baseline": lambda a: np.zeros(7),
    "classes": lambda a: np.array([5]),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_trees_are_refused_before_they_are_walked(rows, tmp_path, name):
    x, latent = rows
    about, arrays = fit_model("boosted", "binary", 2, x, latent > 0, PARAMS).to_arrays()
    arrays[name] = FORGED[name](arrays[name])
    path = ARCHIVE.save(tmp_path / "m.npz", {"model": about}, arrays)
    with pytest.raises(ResultError, match="no test models that can be used"):
        fields, npz = ARCHIVE.open(path)
        Model.from_arrays(fields.inner("model"), npz)


def test_rows_of_another_width_are_a_mistake(rows):
    x, latent = rows
    model = fit_model("boosted", "binary", 2, x, latent > 0, PARAMS)
    with pytest.raises(ValueError, match="8"):
        model.scores(x[:, :5])
