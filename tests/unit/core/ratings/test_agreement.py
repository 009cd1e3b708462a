"""Kappa, intraclass correlations and Lin's concordance against published and other numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sklearn.metrics import cohen_kappa_score
from statsmodels.formula.api import ols

from element_mouseface.core.ratings import (
    UnitRatings,
    concordance,
    intraclass_correlation,
    rating_agreement,
    weighted_kappa,
)
from element_mouseface.core.ratings.agreement import _OF_PAIR, _sums
from element_mouseface.errors import InputError, ParameterError
from element_mouseface.synthetic import Raters

#: Shrout and Fleiss (Psychological Bulletin 1979), table 2: six targets, four judges
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], float
)


def by_name(rows):
    return {row.measure: row for row in rows}


def two_way(x):
    """Mean squares of a two-way table by statsmodels' analysis of variance."""
    n, k = x.shape
    target, rater = np.repeat(np.arange(n), k), np.tile(np.arange(k), n)
    data = pd.DataFrame({"y": x.ravel(), "target": target, "rater": rater})
    table = sm.stats.anova_lm(ols("y ~ C(target) + C(rater)", data).fit())
    return (table["mean_sq"][name] for name in ("C(target)", "C(rater)", "Residual"))


def test_the_published_example_has_its_published_numbers():
    """Values of the paper's table 4; limits as psych's ICC prints them for the same data."""
    found = by_name(intraclass_correlation(SHROUT_FLEISS))
    due = {
        "ICC(A,1)": (0.29, 0.019, 0.76),
        "ICC(A,k)": (0.62, 0.071, 0.93),
        "ICC(C,1)": (0.71, 0.342, 0.95),
        "ICC(C,k)": (0.91, 0.676, 0.99),
    }
    for name, (value, low, high) in due.items():
        row = found[name]
        assert row.value == pytest.approx(value, abs=0.005)
        assert row.low == pytest.approx(low, abs=0.0006)
        assert row.high == pytest.approx(high, abs=0.005)
        assert (row.n, row.n_raters, row.k) == (6, 4, 4) and "F " in row.interval


def test_intraclass_correlations_are_those_of_the_mean_squares():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(12, 1)) + rng.normal(0, 0.5, (1, 3)) + rng.normal(0, 0.7, (12, 3))
    msr, msc, mse = two_way(x)
    n, k = x.shape
    found = by_name(intraclass_correlation(x))
    due = (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
    assert found["ICC(A,1)"].value == pytest.approx(due)
    assert found["ICC(A,k)"].value == pytest.approx((msr - mse) / (msr + (msc - mse) / n))
    assert found["ICC(C,1)"].value == pytest.approx((msr - mse) / (msr + (k - 1) * mse))
    assert found["ICC(C,k)"].value == pytest.approx((msr - mse) / msr)


def test_missing_ratings_leave_the_planted_variances():
    """A third of the ratings is missing, from whom it may be: variances 1, 0.25 and 0.5."""
    rng, found = np.random.default_rng(1), []
    for _ in range(60):
        x = rng.normal(size=(150, 1)) + rng.normal(0, 0.5, (1, 5))
        x = x + rng.normal(0, math.sqrt(0.5), (150, 5))
        x[rng.random(x.shape) < 1 / 3] = np.nan
        found.append(by_name(intraclass_correlation(x[:40]))["ICC(C,1)"].value)
    assert np.mean(found) == pytest.approx(1 / 1.5, abs=0.03)


def test_f_intervals_hold_what_was_planted():
    rng, held = np.random.default_rng(2), []
    due = 1 / (1 + 0.4)
    for _ in range(300):
        x = rng.normal(size=(25, 1)) + rng.normal(0, math.sqrt(0.4), (25, 3))
        row = by_name(intraclass_correlation(x))["ICC(C,1)"]
        held.append(row.low <= due <= row.high)
    assert 0.92 < np.mean(held) < 0.98


def test_two_columns_have_the_same_by_their_sums():
    x, y = SHROUT_FLEISS[:, :2].T
    sums = _sums(np.append(x, np.nan), np.append(y, 1), np.zeros(7, int), 1)[0]
    found = by_name(intraclass_correlation(np.column_stack([x, y])))
    for measure in ("ICC(A,1)", "ICC(A,k)"):
        assert _OF_PAIR[measure](sums) == pytest.approx(found[measure].value)
    assert _OF_PAIR["concordance"](sums) == pytest.approx(concordance(x, y).value)
    assert _OF_PAIR["r"](sums) == pytest.approx(np.corrcoef(x, y)[0, 1])


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (np.ones((5, 3)), "the same"),
        (np.array([[1.0], [2.0], [0.0]]), "two raters"),
        (np.array([[1.0, 2.0]]), "two were rated"),
        (np.array([[0, 1, np.nan, np.nan], [1, 0, np.nan, np.nan], [1, 2, np.nan, np.nan],
                   [np.nan, np.nan, 1, 0], [np.nan, np.nan, 2, 1], [np.nan, np.nan, 0, 0],
                   [np.nan, np.nan, 1, 1], [np.nan, np.nan, 2, 2]]), "in common"),
        (np.full((4, 2), np.nan), "two raters"),
    ],
)  # fmt: skip
def test_what_has_no_intraclass_correlation_says_why(table, why):
    for row in intraclass_correlation(table):
        assert math.isnan(row.value) and why in row.reason


def test_a_table_of_other_shape_is_refused():
    with pytest.raises(InputError, match="not a table"):
        intraclass_correlation(np.ones(4))
    with pytest.raises(InputError, match="not a table"):
        intraclass_correlation(np.ones((4, 2)), units=np.arange(3))


@pytest.mark.parametrize("weights", ["quadratic", "linear", "none"])
def test_kappa_is_that_of_scikit_learn(weights):
    rng = np.random.default_rng(3)
    a = rng.integers(0, 3, 200)
    b = np.clip(a + rng.integers(-1, 2, 200), 0, 2)
    due = cohen_kappa_score(a, b, weights=None if weights == "none" else weights)
    found = weighted_kappa(a, b, weights)
    assert found.value == pytest.approx(due) and found.low < due < found.high
    with_gaps = np.where(rng.random(200) < 0.2, np.nan, a)
    there = np.isfinite(with_gaps)
    due = cohen_kappa_score(a[there], b[there], weights=None if weights == "none" else weights)
    assert weighted_kappa(with_gaps, b, weights).value == pytest.approx(due)


def test_a_quadratic_kappa_is_a_concordance():
    rng = np.random.default_rng(4)
    a, b = rng.integers(0, 3, (2, 90))
    assert weighted_kappa(a, b).value == pytest.approx(concordance(a, b).value)


def test_kappa_of_trials_is_wider_than_of_frames():
    """Ten equal frames of each trial are no more evidence than one."""
    rng = np.random.default_rng(5)
    a = rng.integers(0, 3, 30)
    b = np.clip(a + rng.integers(-1, 2, 30), 0, 2)
    once = weighted_kappa(a, b)
    every = weighted_kappa(np.repeat(a, 10), np.repeat(b, 10), units=np.repeat(np.arange(30), 10))
    assert every.value == pytest.approx(once.value)
    assert (every.low, every.high) == pytest.approx((once.low, once.high))
    fooled = weighted_kappa(np.repeat(a, 10), np.repeat(b, 10))
    assert fooled.high - fooled.low < 0.5 * (once.high - once.low)


def test_lins_interval_holds_what_was_planted():
    """Also where the means differ, which is what the correction of the year 2000 is about."""
    rng, held = np.random.default_rng(6), []
    due = 2 * 0.7 / (1.25 + 0.7**2 + 0.16 + 0.6**2)
    for _ in range(400):
        truth = rng.normal(size=80)
        x, y = truth + rng.normal(0, 0.5, 80), 0.7 * truth + 0.6 + rng.normal(0, 0.4, 80)
        found = concordance(x, y)
        held.append(found.low <= due <= found.high)
    assert 0.92 < np.mean(held) < 0.98


def test_what_never_differs_has_no_kappa_and_other_lengths_are_refused():
    assert math.isnan(weighted_kappa([1, 1, 1], [1, 1, 1]).value)
    assert math.isnan(concordance([1, 1, 1], [1, 1, 1]).value)
    with pytest.raises(InputError, match="do not belong together"):
        weighted_kappa([1, 2], [1, 2, 0])
    with pytest.raises(ParameterError, match="no such weights"):
        weighted_kappa([1, 2], [1, 2], "cubic")


def rated(seed=0, n=900, **changes):
    rng = np.random.default_rng(seed)
    amount = np.clip(np.repeat(rng.uniform(-0.1, 1.1, n // 3), 3), 0, 1)
    raters = Raters(**changes)
    trials = [str(k // 3) for k in range(n)]
    return raters, amount, raters.rate({"ear_position": amount}, range(n), trials, seed=seed)


@pytest.mark.parametrize("noise", [0.1, 0.25, 0.5])
def test_planted_noise_of_raters_is_found(noise):
    """Due: within 0.03 of the planted intraclass correlation."""
    raters, amount, ratings = rated(2, n=3000, noises=(noise,) * 3)
    due = raters.planted(amount)
    found = by_name(intraclass_correlation(ratings.values("ear_position")))
    for measure in ("ICC(A,1)", "ICC(C,1)"):
        assert abs(found[measure].value - due[measure]) < 0.03
        assert found[measure].low < due[measure] < found[measure].high


def test_the_planted_agreement_is_that_of_very_many_ratings():
    raters = Raters(biases=(0.2, -0.1, 0.0), noises=(0.1, 0.3, 0.2))
    amount = np.random.default_rng(7).uniform(0, 1, 400)
    many = np.tile(amount, 60)
    x = raters.rate({"nose_bulge": many}, range(len(many))).values("nose_bulge")
    found, due = by_name(intraclass_correlation(x)), raters.planted(amount)
    assert due["ICC(A,1)"] == pytest.approx(found["ICC(A,1)"].value, abs=0.01)
    pairs = [weighted_kappa(x[:, i], x[:, j]).value for i, j in ((0, 1), (0, 2), (1, 2))]
    assert due["quadratic_kappa"] == pytest.approx(np.mean(pairs), abs=0.01)


def test_intervals_are_over_trials_where_trials_are_known():
    _, _, ratings = rated(n=90)
    rows = rating_agreement(ratings)
    assert {row.n_units for row in rows} == {30} and {row.n for row in rows} == {90}
    assert all("30 trials" in row.interval for row in rows)
    alone = rating_agreement(ratings, over="rating")
    pair = next(row for row in alone if row.who == "A, B")
    assert pair.n_units == 90
    icc = next(row for row in alone if row.measure == "ICC(A,1)")
    assert "F (" in icc.interval


def test_recordings_are_rated_together_and_scales_must_be_one():
    _, _, ratings = rated(n=60)
    both = rating_agreement([ratings, ratings])
    alone = rating_agreement(ratings)
    assert both[0].n == 120 and both[0].value == pytest.approx(alone[0].value)
    assert both[0].n_units == 40  # trial 1 of two recordings is two trials
    other = Raters(thresholds=(0.5,)).rate({"ear_position": np.zeros(3)}, range(3))
    with pytest.raises(InputError, match="cannot be compared"):
        rating_agreement([ratings, other])
    with pytest.raises(ParameterError, match="over this"):
        rating_agreement(ratings, over="frame")
    assert isinstance(ratings, UnitRatings)
