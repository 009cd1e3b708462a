"""Attributions of models of named features: held out, adding up, and what they name."""

import numpy as np
import pytest

from element_mouseface.core.frame_features.table import FrameTable
from element_mouseface.core.frame_models import (
    FrameModelParams,
    attributions,
    held_out_attributions,
    load_model,
    train_model,
)
from element_mouseface.core.learning import Groups, LearningParams, Target
from element_mouseface.errors import InputError, ParameterError

NAMES = ("crop:intensity_mean", "crop:intensity_spread", "crop:edge_density", "crop:edge_sharpness")
PARAMS = FrameModelParams(permutations=0, importance_rows=0)
LEARNING = LearningParams(
    estimator="linear", beside=("boosted",), iterations=8, min_leaf=5, max_leaves=6
)


def planted(seed, n=90):
    """A table in which the third feature drives the target, and the fourth a little."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 4)) * (1, 5, 2, 1)
    x[rng.random(n) < 0.1, 0] = np.nan
    x[3] = np.nan  # a frame without any feature
    y = x[:, 2] / 2 + 0.4 * x[:, 3] + 0.3 * rng.normal(size=n) > 0
    return FrameTable(NAMES, x, times_s=np.arange(n) * 1.0), y.astype(int)


def trained(kind="binary"):
    tables, values = zip(*(planted(seed) for seed in range(3)), strict=True)
    if kind == "category":
        values = [np.where(np.nan_to_num(t.values[:, 3]) > 1, 2, y) for t, y in
                  zip(tables, values, strict=True)]  # fmt: skip
    names = ("no", "yes", "very") if kind == "category" else ()
    known = tuple(np.ones(len(table), bool) for table in tables)
    target = Target("pain", kind, tuple(values), known, names)
    groups = Groups.of(3, animal=("a", "b", "c"))
    return train_model(tables, target, groups, params=PARAMS, learning=LEARNING)


@pytest.fixture(scope="module")
def binary():
    return trained()


@pytest.mark.parametrize("estimator", ["linear", "boosted"])
def test_held_out_attributions_add_up_to_the_score_of_the_fold(binary, estimator):
    found = held_out_attributions(binary, estimator=estimator)
    assert found.held_out and len(found) == 270
    total = found.base + found.values.sum(axis=2)
    none = found.row == 3
    assert np.isnan(total[none]).all() and none.sum() == 3
    np.testing.assert_allclose(total[~none], found.scores[~none], atol=1e-9, rtol=0)
    scores = binary.crossed.scores["pain", estimator]
    due = np.array([scores[t][r] for t, r in zip(found.table, found.row, strict=True)])
    np.testing.assert_allclose(found.scores, due, atol=1e-5)  # stored in single precision
    assert found.importance[0].argmax() == 2
    assert (np.sign(found.values[~none, 0, 2]) == np.sign(found.x[~none, 2])).mean() > 0.9


def test_attributions_of_other_tables_are_against_training_rows(binary, tmp_path):
    table, _ = planted(9)
    found = attributions(binary.model, table, estimator="linear")
    assert not found.held_out and len(found) == 90
    # the base is the score of a usual training row: near the log-odds of the share of the class
    assert abs(found.base[0, 0]) < 1.5
    saved = load_model(binary.save(tmp_path / "model.npz"))
    again = attributions(saved, table, rows=[5, 7])
    np.testing.assert_array_equal(again.values, found.values[[5, 7]])
    with pytest.raises(InputError, match="no such rows"):
        attributions(binary.model, table, rows=[90])
    with pytest.raises(ParameterError, match="no such estimator"):
        attributions(binary.model, table, estimator="forest")


def test_each_category_has_attributions_of_its_own():
    model = trained("category")
    for estimator in ("linear", "boosted"):
        found = held_out_attributions(model, most=60, estimator=estimator)
        assert found.outputs == ("no", "yes", "very") and found.values.shape[1:] == (3, 4)
        there = np.isfinite(found.scores).all(axis=1)
        total = (found.base + found.values.sum(axis=2))[there]
        np.testing.assert_allclose(total, found.scores[there], atol=1e-9, rtol=0)
        assert found.importance[2].argmax() == 3
        assert found.importance[0, 2] > 2 * found.importance[0, :2].max()


def test_an_explanation_of_shap_holds_the_same_numbers(binary):
    found = held_out_attributions(binary, most=30)
    told = found.to_shap()
    np.testing.assert_array_equal(told.values, found.values[:, 0])
    assert list(told.feature_names) == list(NAMES)
