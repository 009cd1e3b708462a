"""Shuffling the planted column is what hurts, and a copy only as one of its group."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from element_mouseface.core.learning import LearningParams, Target, cross_fit, plan_folds
from element_mouseface.core.learning.importance import importance
from element_mouseface.errors import InputError
from tests.unit.core.learning.planted import Maker, binary, planted

PARAMS = LearningParams(beside=(), estimator="linear", linear_strength=1e-3)


@pytest.fixture(scope="module")
def fitted():
    recordings, groups, states = planted(4, n_movies=1, n=300)
    known = [np.ones(300, bool)] * 4
    numbers = Target("number", "continuous", [3 * x[:, 4] for x in recordings], known)
    which = [np.where(b, 2, a.astype(int)) for a, b in zip(*states, strict=True)]
    category = Target("which", "category", which, known, ("x", "y", "z"))
    targets = [binary("licking", states[0]), numbers, category]
    plan = plan_folds(groups, [300] * 4)
    return recordings, cross_fit(recordings, Maker(), targets, plan, PARAMS), states


def test_the_planted_columns_matter_and_no_others(fitted):
    recordings, crossed, states = fitted
    each = {f"c{n}": [n] for n in range(6)}
    found = {f.name: f for f in importance(recordings, crossed, "licking", each)}
    assert found["c0"].low > 0.2 and found["c0"].n_units == 4
    assert all(abs(found[f"c{n}"].value) < 0.05 for n in range(1, 6))
    y, column = np.concatenate(states[0]), np.concatenate(recordings)[:, 0]
    # without its column a model guesses: what is lost is what the column has above a half
    assert found["c0"].value == pytest.approx(roc_auc_score(y, column) - 0.5, abs=0.08)
    number = {f.name: f.value for f in importance(recordings, crossed, "number", each)}
    assert number["c4"] > 1 and max(v for n, v in number.items() if n != "c4") < 0.01
    both = {"both": [0, 1], "rest": [2, 3, 4, 5]}
    which = {f.name: f.value for f in importance(recordings, crossed, "which", both)}
    assert which["both"] > 0.3 and abs(which["rest"]) < 0.05


def test_it_is_the_same_each_time_and_groups_are_checked(fitted):
    recordings, crossed, _ = fitted
    groups = {"a": [0, 1]}
    assert importance(recordings, crossed, "licking", groups) == importance(
        recordings, crossed, "licking", groups, workers=8
    )
    for wrong in ([], [6], [-1]):
        with pytest.raises(InputError, match="cannot be shuffled"):
            importance(recordings, crossed, "licking", {"a": wrong})
