"""Attributions: equal to those of the package shap, and adding up to the score."""

import numpy as np
import pytest
import shap

from element_mouseface.core.learning import LearningParams
from element_mouseface.core.learning.attribution import attribute
from element_mouseface.core.learning.estimators import fit_model

PARAMS = LearningParams(iterations=12, max_leaves=8)
N_TREES_OF = {"binary": 1, "continuous": 1, "category": 3, "ordinal": 3}


def rows(seed=0, n=200, d=6):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, d)).astype(np.float32)
    x[rng.random(x.shape) < 0.05] = np.nan
    return x


def target(kind, x):
    z = np.nan_to_num(x)
    score = z[:, 0] - 2 * z[:, 1] * (z[:, 2] > 0)
    return {
        "binary": (score > 0).astype(int),
        "continuous": score,
        "category": (score > 0).astype(int) + (z[:, 3] > 0.5),
        "ordinal": np.digitize(score, (-1, 1)),
    }[kind]


def fitted(estimator, kind, x):
    n_classes = {"binary": 2, "continuous": 0}.get(kind, 3)
    return fit_model(estimator, kind, n_classes, x, target(kind, x), PARAMS)


@pytest.mark.parametrize("kind", ["binary", "continuous", "category", "ordinal"])
@pytest.mark.parametrize("estimator", ["boosted", "linear", "elastic_net"])
def test_attributions_add_up_to_the_score(estimator, kind):
    x = rows()
    model = fitted(estimator, kind, x)
    base, values, scores = attribute(model, x[:40], x[40:80])
    np.testing.assert_allclose(base + values.sum(axis=2), scores, atol=1e-9, rtol=0)
    if not (kind == "ordinal" and estimator != "boosted"):
        np.testing.assert_allclose(scores, model.scores(x[:40]), atol=1e-9, rtol=0)


def shap_trees(trees, output):
    """The trees of one output, as the package shap takes them."""
    found = []
    for t in range(output, len(trees.roots) - 1, trees.n_outputs):
        own = slice(trees.roots[t], trees.roots[t + 1])
        leaf = trees.feature[own] < 0
        left, right = trees.left[own], trees.right[own]
        found.append(
            {
                "children_left": np.where(leaf, -1, left),
                "children_right": np.where(leaf, -1, right),
                "children_default": np.where(
                    leaf, -1, np.where(trees.missing_left[own], left, right)
                ),
                "features": trees.feature[own],
                "thresholds": trees.threshold[own],
                "values": trees.value[own].reshape(-1, 1),
                "node_sample_weight": np.ones(leaf.size),
            }
        )
    return {"trees": found, "base_offset": trees.baseline[output]}


@pytest.mark.parametrize("kind", ["binary", "category"])
def test_attributions_of_trees_are_those_of_shap(kind):
    x = rows(1)
    model = fitted("boosted", kind, x)
    base, values, _ = attribute(model, x[:20], x[20:60])
    for output in range(N_TREES_OF[kind]):
        oracle = shap.TreeExplainer(
            shap_trees(model.core, output),
            data=x[20:60].astype(np.float64),
            feature_perturbation="interventional",
        )
        due = oracle.shap_values(x[:20].astype(np.float64), check_additivity=False)
        # shap computes shares in single precision
        np.testing.assert_allclose(values[:, output], np.reshape(due, (20, -1)), atol=1e-6)
        np.testing.assert_allclose(base[output], np.ravel(oracle.expected_value)[0], atol=1e-9)


@pytest.mark.parametrize("kind", ["binary", "continuous"])
def test_attributions_of_linear_models_are_those_of_shap(kind):
    x = rows(2)
    model = fitted("linear", kind, x)
    base, values, _ = attribute(model, x[:20], x[20:60])
    core = model.core
    z = core.scaling.apply(x)  # shap's explainer knows no missing values
    masker = shap.maskers.Independent(z[20:60], max_samples=40)
    oracle = shap.LinearExplainer((core.weights[0], core.intercept[0]), masker)
    np.testing.assert_allclose(values[:, 0], oracle.shap_values(z[:20]), atol=1e-9)
    np.testing.assert_allclose(base[0], oracle.expected_value, atol=1e-9)


def test_a_category_that_was_never_seen_has_no_attribution():
    x = rows(3)
    y = np.where(target("binary", x) > 0, 2, 0)
    three = fit_model("linear", "category", 3, x, y, PARAMS)
    base, values, scores = attribute(three, x[:5], x[5:50])
    assert values.shape == (5, 1, 6)  # the log-odds of the second of two categories
    np.testing.assert_allclose(three.scores(x[:5])[:, 2], scores[:, 0], atol=1e-9)
    y[:50] = 3
    four = fit_model("linear", "category", 5, x, y, PARAMS)
    base, values, scores = attribute(four, x[:5], x[5:50])
    assert np.isneginf(base[[1, 4]]).all() and (values[:, [1, 4]] == 0).all()
    np.testing.assert_allclose(scores[:, [0, 2, 3]], four.scores(x[:5])[:, [0, 2, 3]], atol=1e-9)


def test_a_feature_that_no_tree_looks_at_gets_nothing():
    x = rows(4)
    x[:, 5] = 1.0
    model = fitted("boosted", "continuous", x)
    _, values, _ = attribute(model, x[:20], x[20:60])
    assert (values[:, :, 5] == 0).all() and (values[:, :, 0] != 0).any()
