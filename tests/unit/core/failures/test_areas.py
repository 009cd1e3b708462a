"""Areas under the ROC curve with chance by shifts in time, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from element_mouseface.core.failures.areas import Family, Shifts


@pytest.fixture
def series():
    rng = np.random.default_rng(2)
    failed = np.zeros(120, bool)
    for first in (5, 40, 41, 90):
        failed[first : first + 6] = True
    values = np.round(rng.normal(size=120) + failed, 1)  # with ties
    values[[3, 44, 100]] = np.nan
    return failed, values


def by_hand(failed, values, least):
    """The share of pairs in which the failure is larger; ties and small differences half."""
    ok = np.isfinite(values)
    apart = values[ok & failed][:, None] - values[ok & ~failed]
    larger, smaller = apart >= max(least, 1e-12), -apart >= max(least, 1e-12)
    return 0.5 + 0.5 * (larger.mean() - smaller.mean())


@pytest.mark.parametrize("least", [0.0, 0.55])
def test_every_shift_is_that_of_a_moved_series(series, least):
    failed, values = series
    found = Shifts.in_time(failed).areas(values, least)
    assert len(found) == 120
    for shift in range(120):
        moved = np.roll(failed, shift)
        assert found[shift] == pytest.approx(by_hand(moved, values, least), abs=1e-12)
    if not least:
        ok = np.isfinite(values)
        assert found[0] == pytest.approx(roc_auc_score(failed[ok], values[ok]), abs=1e-12)


def test_p_values_are_shares_of_chance_and_of_the_largest(series):
    failed, values = series
    other = np.cumsum(np.random.default_rng(3).normal(size=120))
    family = Family(Shifts.in_time(failed))
    family.add("noisy", values, 1)
    family.add("slow", other, -1)
    areas = {
        "noisy": np.array([by_hand(np.roll(failed, k), values, 0) for k in range(120)]),
        "slow": np.array([1 - by_hand(np.roll(failed, k), other, 0) for k in range(120)]),
    }
    sizes = {name: (one - one.mean()) / one.std() for name, one in areas.items()}
    largest = np.maximum(*sizes.values())
    for name, one in areas.items():
        found = family.result(name)
        assert found.p == pytest.approx((one >= one[0] - 1e-12).mean())
        assert found.p_corrected == pytest.approx((largest >= sizes[name][0] - 1e-9).mean())
        assert found.p_corrected >= found.p
    assert family.result("noisy").auc == pytest.approx(areas["noisy"][0])
    low, high = np.quantile(areas["noisy"], [0.025, 0.975])
    assert (family.result("noisy").null_low, family.result("noisy").null_high) == (
        pytest.approx(low),
        pytest.approx(high),
    )


def test_a_measure_without_values_has_no_area_and_takes_no_part(series):
    failed, values = series
    alone, both = Family(Shifts.in_time(failed)), Family(Shifts.in_time(failed))
    alone.add("noisy", values, 1)
    both.add("noisy", values, 1)
    both.add("nothing", np.full(120, np.nan), 1)
    both.add("constant", np.ones(120), 0)
    assert both.result("noisy") == alone.result("noisy")
    assert np.isnan(both.result("nothing").auc)
    assert np.isnan(both.result("nothing").p_corrected)
    assert both.result("constant").auc == 0.5
    assert both.result("constant").p == 1


def test_random_bouts_stand_out_as_rarely_as_the_level_says():
    """A measure that drifts slowly and failures in bouts: neighbors are alike in both."""
    rng = np.random.default_rng(5)
    below = 0
    for _ in range(400):
        values = np.cumsum(rng.normal(size=300))
        values -= np.linspace(0, values[-1], 300)  # ends where it begins
        failed = np.zeros(300, bool)
        for first in rng.integers(0, 280, 3):
            failed[first : first + 15] = True
        family = Family(Shifts.in_time(failed))
        family.add("slow", values, 1)
        below += family.result("slow").p <= 0.1
    assert 0.05 < below / 400 < 0.15


def test_pictures_are_shuffled_within_their_person():
    """Failures go with the person, and so does brightness: nothing within a person."""
    persons = np.repeat(["a", "b"], 60)
    failed = np.zeros(120, bool)
    failed[:40:2], failed[60:64] = True, True
    bright = np.where(persons == "a", 10.0, 0.0) + np.random.default_rng(1).normal(size=120)
    within = Family(Shifts.of_pictures(failed, persons, 0))
    within.add("bright", bright, 1)
    anyhow = Family(Shifts.of_pictures(failed, None, 0))
    anyhow.add("bright", bright, 1)
    assert within.result("bright").auc > 0.7
    assert anyhow.result("bright").p < 0.01 < within.result("bright").p
