"""The shrunk discriminant and the random forest give what scikit-learn gives."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.covariance import ledoit_wolf_shrinkage
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.preprocessing import StandardScaler

from element_mouseface.core.learning import Groups, LearningParams, Target, cross_fit, plan_folds
from element_mouseface.core.learning.attribution import attribute
from element_mouseface.core.learning.estimators import fit_model, probabilities_of
from element_mouseface.core.learning.estimators.forest import Forest
from element_mouseface.core.outputs.archive import Archive
from element_mouseface.errors import InputError, ParameterError, ResultError

PARAMS = LearningParams(trees=15)
ARCHIVE = Archive("test models", {"format": "test/1"}, "such a file", "make it", ResultError)


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    y = rng.integers(0, 4, 90)
    x = rng.normal(size=(90, 25)) @ rng.normal(size=(25, 25))
    x[np.arange(90), y] += 6
    return x.astype(np.float32), y


@pytest.mark.parametrize("classes", [2, 4])
def test_the_discriminant_is_scikit_learn_s_with_the_shrinkage_of_the_pooled_rows(rows, classes):
    x, y = rows
    x, y = x[y < classes], y[y < classes]
    z = StandardScaler().fit_transform(x.astype(np.float64))
    within = z - np.array([z[y == k].mean(axis=0) for k in range(classes)])[y]
    z, within = z / within.std(axis=0), within / within.std(axis=0)
    strength = ledoit_wolf_shrinkage(within, assume_centered=True)
    due = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=float(strength)).fit(z, y)
    kind = "binary" if classes == 2 else "category"
    model = fit_model("discriminant", kind, classes, x, y, PARAMS)
    found = probabilities_of(kind, model.scores(x))
    expected = due.predict_proba(z)
    assert np.allclose(found, expected[:, 1:] if classes == 2 else expected, atol=1e-4)
    assert 0 < strength < 1 and np.ptp(found) > 0.9


def test_a_row_that_weighs_twice_is_two_rows(rows):
    x, y = rows
    weight = np.where(np.arange(len(x)) < 30, 2.0, 1.0)
    twice = np.r_[np.arange(len(x)), np.arange(30)]
    model = fit_model("discriminant", "category", 4, x[twice], y[twice], PARAMS).core
    # scaling is without weights: here that of the doubled rows too
    x = (x - x[twice].mean(axis=0)) / x[twice].std(axis=0)
    heavy = fit_model("discriminant", "category", 4, x, y, PARAMS, weight=weight).core
    own = heavy.weights / heavy.scaling.scale
    assert np.corrcoef(own.ravel(), model.weights.ravel())[0, 1] > 0.98  # strength goes by rows


def test_more_features_than_rows_and_classes_without_spread_give_finite_scores():
    x = np.eye(6, 40, dtype=np.float32)
    model = fit_model("discriminant", "category", 3, x, np.arange(6) % 3, PARAMS)
    assert np.isfinite(model.scores(x)).all()
    same = np.repeat([[0.0, 1.0], [1.0, 0.0]], 3, axis=0).astype(np.float32)
    flat = fit_model("discriminant", "binary", 2, same, np.repeat([0, 1], 3), PARAMS)
    assert (flat.scores(same)[:, 0] > 0).tolist() == [False] * 3 + [True] * 3


@pytest.mark.parametrize("make", [RandomForestClassifier, RandomForestRegressor])
def test_a_forest_s_means_are_scikit_learn_s_to_the_bit(rows, make):
    x, y = rows
    x = x.copy()
    x[::7, 3] = np.nan
    fitted = make(n_estimators=11, random_state=3).fit(x, y)
    other = np.random.default_rng(1).normal(size=(200, 25)).astype(np.float32) * 20
    other[::3, ::2] = np.nan
    found = Forest.of(fitted.estimators_, np.arange(25), 25).means(other)
    is_classes = make is RandomForestClassifier
    due = fitted.predict_proba(other) if is_classes else fitted.predict(other)[:, None]
    assert np.allclose(found, due, rtol=0, atol=1e-12) and np.ptp(found) > 0.3


def test_a_class_that_no_tree_speaks_for_is_not_impossible(rows):
    x, y = rows
    p = probabilities_of("category", fit_model("forest", "category", 4, x, y, PARAMS).scores(x))
    assert (p > 0).all() and (p.argmax(axis=1) == y).mean() > 0.95


def test_a_forged_forest_is_refused_before_it_is_walked(rows, tmp_path):
    from element_mouseface.core.learning.estimators import Model

    x, y = rows
    about, arrays = fit_model("forest", "category", 4, x, y, PARAMS).to_arrays()
    for name, value in (("value", -1.0), ("right", 0), ("feature", 25)):
        forged = {**arrays, name: np.where(arrays[name] > 0, value, arrays[name])}
        forged[name] = forged[name].astype(arrays[name].dtype)
        path = ARCHIVE.save(tmp_path / f"{name}.npz", {"model": about}, forged)
        fields, npz = ARCHIVE.open(path)
        with pytest.raises(ResultError, match=r"shares|lead out|look at"):
            Model.from_arrays(fields.inner("model"), npz)


def test_what_a_forest_cannot_say_is_refused_with_what_to_do(rows):
    x, y = rows
    model = fit_model("forest", "category", 4, x, y, PARAMS)
    with pytest.raises(ParameterError, match="explain another"):
        attribute(model, x[:3], x[:10])


class _Columns:
    names = ("a", "b")

    def fit(self, recordings, trainings):
        return [self for _ in trainings]

    def rows(self, recording, first=0, stop=None):
        return recording[first:stop]


def test_a_discriminant_of_numbers_is_refused():
    x = [np.random.default_rng(k).normal(size=(30, 2)).astype(np.float32) for k in range(2)]
    known = tuple(np.ones(30, bool) for _ in x)
    target = Target("pain", "continuous", tuple(one[:, 0].astype(float) for one in x), known)
    plan = plan_folds(Groups.of(2), (30, 30))
    with pytest.raises(InputError, match="tells classes apart"):
        cross_fit(x, _Columns(), [target], plan, LearningParams(estimator="discriminant"))


def test_parameters_that_say_nothing_of_forests_keep_their_hash():
    # as the classes' own values were before there were forests
    assert not set(LearningParams().to_dict()) & {"trees", "forest_leaf", "forest_share"}
    assert LearningParams.from_dict(LearningParams(trees=7).to_dict()).trees == 7
