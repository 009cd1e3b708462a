"""Calibration equals scikit-learn's, is chosen by the number of frames, and calibrates."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import expit, logit
from sklearn.calibration import _SigmoidCalibration
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import fbeta_score, precision_recall_curve

from element_mouseface.core.learning import LearningParams
from element_mouseface.core.learning.calibration import Calibration, fit_calibration
from element_mouseface.core.learning.thresholds import best_threshold, precision_recall
from element_mouseface.core.outputs.archive import Archive
from element_mouseface.errors import ResultError

ARCHIVE = Archive("test curves", {"format": "test/1"}, "such a file", "make it", ResultError)


def overconfident(n, seed=0, prior=-2.0):
    """True log-odds, scores of three times those, and labels."""
    rng = np.random.default_rng(seed)
    true = rng.normal(size=n) * 1.5 + prior
    return true, 3 * true[:, None] + 1, rng.random(n) < expit(true)


def test_sigmoid_and_isotonic_are_scikit_learns():
    _, scores, y = overconfident(3000)
    found = fit_calibration("binary", scores, y, LearningParams(calibration="sigmoid"))
    due = _SigmoidCalibration().fit(scores[:, 0], y).predict(scores[:, 0])
    np.testing.assert_allclose(found.apply(scores)[:, 0], due, atol=1e-4)
    found = fit_calibration("binary", scores, y, LearningParams(calibration="isotonic"))
    due = IsotonicRegression(out_of_bounds="clip").fit(scores[:, 0], y).predict(scores[:, 0])
    least = 1 / (2 + (~y).sum()), 1 - 1 / (2 + y.sum())
    np.testing.assert_allclose(found.apply(scores)[:, 0], np.clip(due, *least), atol=1e-9)
    assert 0 < found.apply(scores).min() and found.apply(scores).max() < 1


@pytest.mark.parametrize("method", ["sigmoid", "isotonic"])
def test_overconfident_scores_become_the_planted_probabilities(method):
    _, scores, y = overconfident(20_000)
    found = fit_calibration("binary", scores, y, LearningParams(calibration=method))
    true, scores, _ = overconfident(5000, seed=1)
    error = np.abs(found.apply(scores)[:, 0] - expit(true)).mean()
    assert error < 0.02 < np.abs(expit(scores[:, 0]) - expit(true)).mean()


def test_the_number_of_frames_chooses():
    params = LearningParams(isotonic_frames=100)
    methods = []
    for n in (60, 400, 4000):
        _, scores, y = overconfident(n)
        methods.append(fit_calibration("binary", scores, y, params).method)
    assert methods == ["none", "sigmoid", "isotonic"]
    none = LearningParams(calibration="none")
    assert fit_calibration("binary", scores, y, none).method == "none"
    assert fit_calibration("continuous", scores, y, params).method == "none"


def test_a_model_worse_than_chance_is_not_turned_into_a_good_one():
    _, scores, y = overconfident(2000)
    found = fit_calibration("binary", -scores, y, LearningParams(calibration="sigmoid"))
    np.testing.assert_allclose(found.apply(-scores), y.mean(), atol=0.005)


def test_categories_add_up_and_a_missing_frame_stays_missing():
    rng = np.random.default_rng(2)
    y = rng.integers(0, 3, 3000)
    scores = rng.normal(size=(3000, 3)) + 2 * np.eye(3)[y]
    params = LearningParams(isotonic_frames=200)
    found = fit_calibration("category", 4 * scores, y, params)
    probability = found.apply(np.vstack([4 * scores, [[np.nan] * 3], [[1, -np.inf, 0]]]))
    np.testing.assert_allclose(probability[:3000].sum(axis=1), 1)
    assert np.isnan(probability[3000]).all() and probability[3001, 1] == 0
    true = np.exp(2 * scores)  # equal spheres: log-odds are linear in the distance
    true /= true.sum(axis=1, keepdims=True)
    assert np.abs(probability[:3000] - true).mean() < 0.03


@pytest.mark.parametrize("method", ["sigmoid", "isotonic", "none"])
def test_a_calibration_comes_back_from_a_file(tmp_path, method):
    _, scores, y = overconfident(1000)
    made = fit_calibration("binary", scores, y, LearningParams(calibration=method))
    about, arrays = made.to_arrays("c_")
    fields, npz = ARCHIVE.open(ARCHIVE.save(tmp_path / "c.npz", {"c": about}, arrays))
    back = Calibration.from_arrays(fields.inner("c"), npz, "c_", "binary", 1)
    assert (back.apply(scores) == made.apply(scores)).all() and back.method == method
    if method == "isotonic":
        arrays["c_y0"] = arrays["c_y0"][::-1]
        fields, npz = ARCHIVE.open(ARCHIVE.save(tmp_path / "d.npz", {"c": about}, arrays))
        with pytest.raises(ResultError, match="no rising probabilities"):
            Calibration.from_arrays(fields.inner("c"), npz, "c_", "binary", 1)


@pytest.mark.parametrize("beta", [1.0, 2.0, 0.5])
def test_the_best_threshold_is_the_best_of_all(beta):
    rng = np.random.default_rng(7)
    for _ in range(2):
        y = rng.random(80) < 0.3
        p = np.round(expit(rng.normal(size=80) + 1.5 * y), 2)  # with ties
        threshold, score = best_threshold(y, p, beta=beta)
        tried = [
            fbeta_score(y, p >= t, beta=beta, zero_division=0)
            for t in np.linspace(0.005, 0.995, 100)
        ]
        assert score == pytest.approx(max(tried)) and threshold not in p
        assert fbeta_score(y, p >= threshold, beta=beta) == pytest.approx(score)


def test_without_a_positive_frame_there_is_nothing_to_choose():
    threshold, score = best_threshold(np.zeros(5, bool), np.full(5, 0.2))
    assert threshold == 0.5 and np.isnan(score)
    assert best_threshold(np.array([True, False]), np.array([np.nan, 0.3]))[0] == 0.5


def test_precision_and_recall_are_scikit_learns():
    rng = np.random.default_rng(7)
    y = rng.random(300) < 0.3
    p = np.round(expit(rng.normal(size=300) + y), 2)
    at, precision, recall = precision_recall(y, p)
    due = precision_recall_curve(y, p)
    np.testing.assert_allclose(at[::-1], due[2])
    np.testing.assert_allclose(precision[::-1], due[0][:-1])
    np.testing.assert_allclose(recall[::-1], due[1][:-1])
    assert len(precision_recall(y, logit(p), most=10)[0]) <= 10
