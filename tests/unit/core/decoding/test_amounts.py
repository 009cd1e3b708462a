"""Responses to amounts: against statsmodels, SciPy and scikit-learn, with the mouse as the unit."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import spearmanr, ttest_1samp
from sklearn.isotonic import IsotonicRegression

from element_mouseface.core.decoding import amount_response
from element_mouseface.core.decoding.amounts import isotonic_r2, slope_of
from element_mouseface.errors import InputError

LEVELS = np.repeat([0.0, 50, 150, 300, 500], 6)


def graded(seed, slope=0.004, spread=1.0):
    rng = np.random.default_rng(seed)
    x = rng.permutation(LEVELS)
    return slope * x + rng.normal(size=30) * spread * (0.3 + x / 300), x


def test_slope_and_error_are_those_of_statsmodels():
    y, x = graded(0)
    due = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3")
    assert np.allclose(slope_of(x, y), (due.params[1], due.bse[1]))


def test_a_mouse_s_row_is_what_others_find():
    y, x = graded(1)
    (row,) = amount_response(y, x, stimulus="shock", amount_unit="uA")
    assert row.rho == pytest.approx(spearmanr(x, y)[0])
    sign = np.sign(row.rho)
    fitted = IsotonicRegression().fit_transform(x, sign * y)
    due = 1 - ((sign * y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum()
    assert row.isotonic_r2 == pytest.approx(due) and isotonic_r2(x, -sign * y) < due
    pairs = [(x[i] < x[j]) * np.sign(y[j] - y[i]) for i in range(30) for j in range(30)]
    assert np.sign(row.jonckheere_z) == np.sign(sum(pairs)) and row.p == pytest.approx(0.001)
    # against the normal approximation of Jonckheere and Terpstra
    n, sizes = 30, np.full(5, 6)
    variance = (n**2 * (2 * n + 3) - (sizes**2 * (2 * sizes + 3)).sum()) / 72
    assert row.jonckheere_z == pytest.approx(sum(pairs) / 2 / np.sqrt(variance), rel=0.1)
    assert (row.n, row.n_levels, row.mouse) == (30, 5, "mouse")
    means = {a: (mean, error, k) for a, mean, error, k in row.means}
    of_300 = y[x == 300]
    assert means[300] == pytest.approx((of_300.mean(), of_300.std(ddof=1) / np.sqrt(6), 6))


def test_a_falling_response_is_monotone_too():
    x = np.repeat([1.0, 2.0, 3.0], 4)
    (row,) = amount_response(-x + np.tile([0, 0.1, 0.2, 0.3], 3), x)
    assert row.monotone and row.rho < -0.9 and row.isotonic_r2 > 0.9 and row.jonckheere_z < -2
    (bumpy,) = amount_response(np.where(x == 2, 5.0, x) + np.arange(12) * 1e-3, x)
    assert not bumpy.monotone


def test_over_mice_a_mouse_counts_once():
    parts = [graded(k, slope) for k, slope in enumerate((0.004, 0.006, 0.001))]
    y, x = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    mice = np.repeat(["a", "b", "c"], 30)
    # the first mouse twice as many trials: the mean over mice stays that of the mice
    rows = amount_response(np.r_[y, y[:30]], np.r_[x, x[:30]], groups=[*mice, *["a"] * 30])
    whole, own = rows[-1], rows[:-1]
    slopes = [row.slope for row in own]
    assert whole.mouse == "all" and whole.n == 3 and [row.n for row in own] == [60, 30, 30]
    assert whole.slope == pytest.approx(np.mean(slopes))
    test = ttest_1samp(slopes, 0)
    low, high = test.confidence_interval(0.95)
    assert (whole.low, whole.high) == pytest.approx((low, high))
    assert whole.rho == pytest.approx(np.mean([row.rho for row in own])) and whole.p < 0.01


def test_without_a_relation_p_is_uniform_and_intervals_hold_zero():
    found = [amount_response(graded(k, 0.0)[0], LEVELS, permutations=99)[0] for k in range(60)]
    p = np.array([row.p for row in found])
    assert 0.35 < p.mean() < 0.65 and (p <= 0.05).sum() <= 8
    assert sum(row.low <= 0 <= row.high for row in found) >= 52


def test_undefined_responses_are_left_out_and_too_few_refused():
    y, x = graded(3)
    y[:3] = np.nan
    assert amount_response(y, x)[0].n == 27
    with pytest.raises(InputError, match="No mouse has enough trials"):
        amount_response([1.0, 2, 3], [0, 1, 1])
    with pytest.raises(InputError, match="No mouse"):
        amount_response(np.arange(8.0), np.ones(8))
    with pytest.raises(InputError, match="belong together"):
        amount_response([1.0, 2], [1.0])


def test_a_level_of_one_trial_has_a_slope_without_an_error():
    (row,) = amount_response([0.0, 0.1, 0.2, 5.0], [0, 0, 0, 1.0])
    assert row.slope == pytest.approx(4.9) and np.isnan(row.slope_se)
