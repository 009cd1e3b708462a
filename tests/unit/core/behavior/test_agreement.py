"""Agreement against scikit-learn, a count by hand, and planted disagreement."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.metrics import cohen_kappa_score, f1_score

from element_mouseface.core.behavior.agreement import agreement, cohen_kappa
from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels

NAMES = Ethogram.of(["lick", "groom"])
VALUES = arrays(np.int8, (30, 2), elements=st.integers(-1, 1))


@pytest.mark.filterwarnings("ignore:.*undefined")
@settings(max_examples=30)
@given(VALUES, VALUES)
def test_kappa_and_f1_are_those_of_scikit_learn_over_frames_both_assessed(one, two):
    rows = agreement(
        Labels.from_matrix(NAMES, one), Labels.from_matrix(NAMES, two), np.arange(30) / 30
    )
    assert [row.behavior for row in rows] == ["lick", "groom"]
    for column, row in enumerate(rows):
        both = [(int(a), int(b)) for a, b in zip(one[:, column], two[:, column], strict=True)
                if -1 not in (a, b)]  # fmt: skip
        assert row.n_frames == len(both)
        assert (row.n_a, row.n_b) == (sum(a for a, _ in both), sum(b for _, b in both))
        if not both:
            assert math.isnan(row.kappa) and math.isnan(row.frame_f1)
            continue
        a, b = zip(*both, strict=True)
        with np.errstate(all="ignore"):
            expected = cohen_kappa_score(a, b, labels=[0, 1])
        assert row.kappa == pytest.approx(expected, abs=1e-12, nan_ok=True)
        f1 = f1_score(a, b, zero_division=np.nan)
        assert row.frame_f1 == pytest.approx(f1, abs=1e-12, nan_ok=True)


def test_planted_disagreement():
    times_s = np.arange(1000) / 100
    bouts = np.array([[k, k + 20] for k in range(50, 950, 50)])
    a = Labels(NAMES, 1000, {"lick": bouts})
    b = Labels(NAMES, 1000, {"lick": (bouts + 3)[:-2]})  # 30 ms late, and two of 18 missed
    row, other = agreement(a, b, times_s)
    assert (row.bouts_a, row.bouts_b, row.bout_f1) == (18, 16, 32 / 34)
    assert row.boundary_ms == pytest.approx(30) and row.boundary_p90_ms == pytest.approx(30)
    assert (row.n_a, row.n_b, row.n_both) == (360, 320, 16 * 17)
    observed = (16 * 17 + 1000 - 360 - 320 + 16 * 17) / 1000
    by_chance = 0.36 * 0.32 + 0.64 * 0.68
    assert row.kappa == pytest.approx((observed - by_chance) / (1 - by_chance))
    assert math.isnan(other.kappa) and other.n_frames == 1000
    assert row.to_dict()["overlap"] == 0.5


def test_kappa_of_complete_agreement_and_of_none():
    assert cohen_kappa(10, 10, 10, 50) == 1
    assert cohen_kappa(0, 25, 25, 50) == -1
    assert math.isnan(cohen_kappa(0, 0, 0, 50)) and math.isnan(cohen_kappa(0, 0, 0, 0))
