"""Partial dependence: equal to scikit-learn's, and to what a linear model says."""

import numpy as np
import pytest
from sklearn.inspection import partial_dependence as of_sklearn
from sklearn.linear_model import Ridge

from element_mouseface.core.frame_models import (
    FrameModelParams,
    partial_dependence,
    train_model,
)
from element_mouseface.core.learning import Groups, LearningParams, Target
from element_mouseface.errors import InputError

from .planted import animals, score_of, table


@pytest.fixture(scope="module")
def trained():
    made = animals(3, 60, 4)
    values = tuple(score_of(x) + 3 for x in made)
    known = tuple(np.ones(60, bool) for _ in made)
    return train_model(
        [table(x) for x in made],
        Target("rating", "continuous", values, known),
        Groups.of(3, animal=("a", "b", "c")),
        params=FrameModelParams(permutations=0, importance_rows=0),
        learning=LearningParams(estimator="linear", beside=()),
    )


def test_partial_dependence_is_that_of_scikit_learn(trained):
    found = partial_dependence(trained, ["x:f1"], n_values=7)[0]
    assert found.folds.shape == (3, 7, 1) and found.outputs == ("",)
    for k, result in enumerate(trained.crossed.folds):
        core = result.models["rating", "linear"].model.core
        oracle = Ridge()
        oracle.coef_ = np.zeros(4)
        oracle.coef_[core.columns] = core.weights[0] / core.scaling.scale
        oracle.intercept_ = core.intercept[0] - core.scaling.center @ (
            core.weights[0] / core.scaling.scale
        )
        x = np.concatenate(
            [trained.tables[s.recording].values[s.first : s.stop] for s in result.fold.test]
        )
        due = of_sklearn(
            oracle, x, [1], custom_values={1: found.grid}, method="brute", kind="average"
        )
        np.testing.assert_allclose(found.folds[k, :, 0], due["average"][0], atol=1e-5)


def test_it_falls_with_a_feature_of_a_negative_weight_and_not_with_others(trained):
    falling, flat = partial_dependence(trained, ["x:f1", "x:f3"])
    assert (np.diff(falling.mean[:, 0]) < 0).all()
    assert np.ptp(flat.mean) < 0.1 * np.ptp(falling.mean)
    assert (falling.low <= falling.mean).all() and (falling.mean <= falling.high).all()
    assert falling.share[0] <= 0.03 and falling.share[-1] >= 0.97


def test_a_feature_that_the_model_does_not_know_is_refused(trained):
    with pytest.raises(InputError, match=r"no such feature(.|\n)*x:f9"):
        partial_dependence(trained, ["x:f9"])
