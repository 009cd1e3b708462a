"""Features are chosen by what they say by themselves, in any direction, and copies left out."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.learning import Target
from element_mouseface.core.learning.screening import Screen
from tests.unit.core.learning.planted import binary


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3000, 12)).astype(np.float32)
    x[:, 4] = x[:, 3] + 0.05 * rng.normal(size=3000)  # a copy
    x[:, 6] = -2 * x[:, 7]  # another
    x[:, 9] = 5.0
    x[:, 10] = np.nan
    x[rng.random(3000) < 0.3, 8] = np.nan
    return x


def explained(x, y):
    """Sums of squares between sixteen steps and missing values, by a loop."""
    edges = np.sort(x[np.isfinite(x)])
    edges = edges[(len(edges) * np.arange(1, 16) / 16).astype(int)]
    step = np.where(np.isnan(x), 16, np.searchsorted(edges, x, "left"))
    y = y - y.mean()
    return sum(y[step == s].sum() ** 2 / (step == s).sum() for s in np.unique(step))


def choose(x, y, kind="binary", most=2, categories=()):
    screen = Screen(x)
    target = Target("t", kind, [y], [np.ones(len(y), bool)], categories)
    return screen.columns(screen.steps(x), np.arange(len(y)), y, target, most).tolist()


def test_relations_of_any_shape_are_seen_and_copies_are_not_taken_twice(rows):
    y = (np.abs(rows[:, 3]) > 1) | (rows[:, 7] > 1.5)  # no correlation with the third
    found = choose(rows, y.astype(int))
    assert found in ([3, 6], [3, 7], [4, 6], [4, 7])
    assert choose(rows, np.where(np.isnan(rows[:, 8]), 1, 0), most=1) == [8]  # being missing
    assert choose(rows, rows[:, 0] ** 2 + rows[:, 1], "continuous") == [0, 1]
    y = np.digitize(rows[:, 2], [-1, 1])
    assert choose(rows, y, "category", 1, ("a", "b", "c")) == [2]


def test_the_order_is_that_of_explained_variance(rows):
    y = (rows[:, 0] + 0.5 * rows[:, 1] + 0.25 * rows[:, 2] > 1).astype(int)
    gains = {k: explained(rows[:, k], y) for k in range(12) if k not in (9, 10)}
    copies = {4: 3, 6: 7}
    for copy, first in copies.items():
        gains[first] = max(gains[first], gains.pop(copy))
    for most in (1, 2, 3, 5):
        due = set(sorted(gains, key=gains.get, reverse=True)[:most])
        assert {copies.get(k, k) for k in choose(rows, y, most=most)} == due


def test_constant_and_missing_features_are_never_taken(rows):
    y = (rows[:, 0] > 0).astype(int)
    found = choose(rows, y, most=12)
    assert 9 not in found and 10 not in found and len(found) == 8  # nor the two copies
    assert choose(rows[:, 9:11], y) == [0]  # nothing says anything


def test_only_the_given_rows_count(rows):
    screen = Screen(rows)
    y = (rows[:, 0] > 0).astype(int)
    y[1500:] = rows[1500:, 1] > 0
    target = binary("t", [y])
    steps = screen.steps(rows)
    halves = np.arange(1500), np.arange(1500, 3000)
    assert [screen.columns(steps, h, y[h], target, 1).tolist() for h in halves] == [[0], [1]]
