"""Bouts of failures, and the success that each failure is compared with."""

from __future__ import annotations

import time

import numpy as np
import pytest

from element_mouseface.core.failures.matching import bouts_of, match_in_time, match_pictures


def test_runs_close_to_each_other_are_one_bout():
    failed = np.zeros(40, bool)
    failed[[3, 4, 6, 20, 39]] = True
    times_s = np.arange(40) * 0.1
    assert bouts_of(failed, times_s, 0.25).tolist() == [[3, 7], [20, 21], [39, 40]]
    assert bouts_of(failed, times_s, 0.0).tolist() == [[3, 5], [6, 7], [20, 21], [39, 40]]
    assert bouts_of(failed, times_s, 9.0).tolist() == [[3, 40]]
    assert bouts_of(failed, None, 9.0).tolist() == [[k, k + 1] for k in (3, 4, 6, 20, 39)]
    assert bouts_of(np.zeros(5, bool), np.arange(5.0), 1.0).shape == (0, 2)


@pytest.mark.parametrize("seed", range(5))
def test_matches_are_near_free_and_outside_of_bouts(seed):
    rng = np.random.default_rng(seed)
    n = 400
    times_s = np.cumsum(rng.uniform(0.05, 0.15, n))
    failed, known = np.zeros(n, bool), rng.random(n) > 0.1
    for first in rng.integers(0, n - 20, 6):
        failed[first : first + 12] = True
    failed &= known
    found = match_in_time(failed, known, times_s, apart_s=0.5, nearby_s=6.0, most=1000)
    assert failed[found.failures].all()
    assert len(found.failures) + found.n_unmatched == failed.sum()
    assert known[found.successes].all() and not failed[found.successes].any()
    gap = np.abs(times_s[found.successes] - times_s[found.failures])
    assert gap.max() <= 6.0
    to_any = np.abs(times_s[found.successes][:, None] - times_s[failed]).min(axis=1)
    assert (to_any > 0.5).all()
    # one that is used twice: no other was free and near
    free = known & ~failed & (np.abs(times_s[:, None] - times_s[failed]).min(axis=1) > 0.5)
    used = np.zeros(n, bool)
    for one, other in zip(found.failures, found.successes, strict=True):
        near = free & ~used & (np.abs(times_s - times_s[one]) <= 6.0)
        if used[other]:
            assert not near.any()
        else:
            assert abs(times_s[other] - times_s[one]) == pytest.approx(
                np.abs(times_s[near] - times_s[one]).min()
            )
        used[other] = True


def test_a_failure_far_from_any_success_is_left_out():
    failed = np.zeros(100, bool)
    failed[:60] = True
    times_s = np.arange(100.0)
    found = match_in_time(failed, np.ones(100, bool), times_s, apart_s=1, nearby_s=10, most=1000)
    assert found.failures.tolist() == list(range(51, 60))
    assert found.n_unmatched == 51


def test_long_bouts_take_no_time():
    failed = np.zeros(60_000, bool)
    failed[10_000:40_000] = True
    begun = time.perf_counter()
    found = match_in_time(
        failed, np.ones(60_000, bool), np.arange(60_000) / 30, apart_s=1, nearby_s=9e3, most=4000
    )
    assert time.perf_counter() - begun < 2
    assert len(np.unique(found.successes)) == len(found.failures) == 4000


def test_pictures_are_matched_with_the_same_person():
    persons = np.array(["a", "b", "c"] * 20)
    failed = np.zeros(60, bool)
    failed[:12] = True
    failed[persons == "c"] = True
    found = match_pictures(failed, np.ones(60, bool), persons, most=100, seed=0)
    assert (persons[found.failures] == persons[found.successes]).all()
    assert found.n_unmatched == (failed & (persons == "c")).sum()
