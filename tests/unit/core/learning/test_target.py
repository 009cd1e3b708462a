"""Targets hold what is known, and refuse what they cannot mean."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.learning import LearningParams, Target
from element_mouseface.errors import InputError, ParameterError

YES = [np.array([True, True, False])]


def test_states_are_values_and_what_is_known():
    target = Target.of_states("licking", [np.array([1, 0, -1]), np.array([0, 0])])
    assert target.kind == "binary" and target.n_outputs == 1 and target.n_classes == 2
    assert target.values[0].tolist() == [1, 0, 0] and target.known[0].tolist() == [1, 1, 0]
    assert target.lengths == (3, 2)


def test_values_that_are_not_known_are_never_read():
    values = [np.array([0.5, -1.0, np.nan])]
    assert Target("valence", "continuous", values, YES).values[0].tolist() == [0.5, -1.0, 0.0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Target("", "binary", [np.zeros(3)], YES), "needs a name"),
        (lambda: Target("a", "yes", [np.zeros(3)], YES), "unknown kind"),
        (lambda: Target("a", "binary", [np.full(3, 2)], YES), "0 to 1"),
        (lambda: Target("a", "binary", [np.full(3, 0.5)], YES), "0 to 1"),
        (lambda: Target("a", "binary", [np.full(3, -1)], YES), "0 to 1"),
        (lambda: Target("a", "binary", [np.zeros(2)], YES), "for each recording"),
        (lambda: Target("a", "binary", [np.zeros(3)], [np.ones(3)]), "truth values"),
        (lambda: Target("a", "binary", [], []), "for each recording"),
        (lambda: Target("a", "binary", [np.zeros(3)], YES, ("x", "y")), "has categories"),
        (lambda: Target("a", "category", [np.zeros(3)], YES, ("x", "x")), "different texts"),
        (lambda: Target("a", "ordinal", [np.full(3, 3)], YES, ("x", "y", "z")), "0 to 2"),
        (lambda: Target("a", "continuous", [np.full(3, np.inf)], YES), "finite"),
        (lambda: Target("a", "continuous", [np.array(["a", "b", "c"])], YES), "finite"),
        (lambda: Target.of_states("a", [np.array([2, 0])]), "absent"),
    ],
)
def test_other_values_are_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()


def test_parameters_are_checked_and_hashed():
    made = LearningParams(beside=["linear", "boosted", "linear"])
    assert made.estimators == ("boosted", "linear")
    assert LearningParams.from_dict(made.to_dict()).content_hash() == made.content_hash()
    assert LearningParams(iterations=61).content_hash() != made.content_hash()
    for wrong in ({"estimator": "deep"}, {"left_out": "frame"}, {"learning_rate": 0}):
        with pytest.raises(ParameterError):
            LearningParams(**wrong)
    with pytest.raises(ParameterError, match="no model could be trained"):
        LearningParams(max_samples=100, min_frames=51)
