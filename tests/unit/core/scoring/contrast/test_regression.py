"""Prototypes, scale and unit error from coordinates whose make-up is known."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast.estimator import estimate
from element_mouseface.core.scoring.contrast.folds import plan_folds
from element_mouseface.core.scoring.contrast.params import ContrastParams
from element_mouseface.core.scoring.contrast.regression import fold_sums, regress
from element_mouseface.core.scoring.contrast.time_courses import response_template

NAMES = ("a", "b")
SIZE = 40
PARAMS = ContrastParams()


def planted(seed: int, trials: int, fidget: float, fps: float = 20.0, amplitudes=None):
    """Coordinates of a session: two patterns, white noise, and a slow fidget in one direction.

    The fidget leans on pattern a by half: what is needed is to see it and leave it out.
    """
    rng = np.random.default_rng(seed)
    onsets = 5.0 + 6.0 * np.arange(2 * trials)
    events = Events.from_rows([(NAMES[i % 2], t, t + 2.0) for i, t in enumerate(onsets)])
    times = np.arange(0, onsets[-1] + 8.0, 1 / fps)
    plan = plan_folds(events, times, np.zeros(len(times), np.uint16), PARAMS)
    patterns = np.zeros((2, SIZE))
    patterns[0, 0] = patterns[1, 1] = 4.0
    course = np.zeros((len(times), 2))
    for number, event in enumerate(events):
        one = plan_folds(Events.from_rows([event]), times, np.zeros(len(times), np.uint16), PARAMS)
        strength = 1.0 if amplitudes is None else amplitudes[number]
        course[:, number % 2] += strength * response_template(one, times, PARAMS, None)[:, 0]
    slow = np.cumsum(rng.standard_normal(len(times)))
    slow = fidget * (slow - np.convolve(slow, np.ones(61) / 61, "same"))
    direction = np.zeros(SIZE)
    direction[0], direction[2] = 0.5, 1.0
    values = course @ patterns + np.outer(slow / fps**0.5, direction)
    values += 0.7 * rng.standard_normal((len(times), SIZE))
    return plan, values, course


def test_prototypes_are_the_planted_patterns_and_nuisance_the_rest():
    plan, values, _ = planted(0, 6, fidget=0.0)
    sums = fold_sums(values[plan.training], plan, PARAMS, None)
    found = regress(sums.total, sums, PARAMS)
    expected = np.zeros((2, SIZE))
    expected[0, 0] = expected[1, 1] = 4.0
    # The course is a little stronger than the baseline, which it leaves behind, allows for.
    np.testing.assert_allclose(found.prototypes, expected, atol=0.35)
    np.testing.assert_allclose(np.diag(found.nuisance), 0.49, rtol=0.25)


def test_a_fold_left_out_leaves_no_trace():
    plan, values, _ = planted(1, 3, fidget=1.0)
    coordinates = values[plan.training]
    fold = plan.fold[plan.training]
    a = fold_sums(coordinates, plan, PARAMS, 2)
    coordinates[fold == 2] = np.random.default_rng(0).normal(0, 50, coordinates[fold == 2].shape)
    b = fold_sums(coordinates, plan, PARAMS, 2)
    assert 2 not in a.folds and 2 not in a.responses
    np.testing.assert_array_equal(a.total, b.total)
    np.testing.assert_array_equal(estimate(a, PARAMS).filter, estimate(b, PARAMS).filter)


@pytest.mark.parametrize("trials", [3, 8])
def test_a_new_trial_scores_one_whatever_the_number_of_trials(trials):
    """Filters made from few trials answer less to a new one; that is measured and made up for."""
    strengths = []
    for seed in range(6):
        plan, values, _ = planted(seed, trials, fidget=2.0)
        new, fresh, course = planted(seed + 100, 2, fidget=2.0)
        found = estimate(fold_sums(values[plan.training], plan, PARAMS, None), PARAMS)
        score = (fresh - fresh[new.neutral].mean(0)) @ found.filter.T
        for k in range(2):
            strengths.append(np.polyfit(course[:, k], score[:, k], 1)[0])
    assert np.mean(strengths) == pytest.approx(1.0, abs=0.08)


def test_trials_of_unequal_strength_make_the_unit_less_sure():
    even, uneven = [], []
    for seed in range(3):
        for strengths, out in ((None, even), ([0.5, 1.4, 1.3, 0.6, 0.8, 1.2], uneven)):
            plan, values, _ = planted(seed, 3, fidget=0.5, amplitudes=strengths)
            sums = fold_sums(values[plan.training], plan, PARAMS, None)
            out.append(estimate(sums, PARAMS).unit_se.mean())
    assert np.mean(even) < 0.1 < np.mean(uneven) < 0.5


def test_one_training_trial_of_each_still_gives_a_filter():
    plan, values, _ = planted(2, 2, fidget=0.5)
    sums = fold_sums(values[plan.training], plan, PARAMS, 3)
    found = estimate(sums, PARAMS)
    assert np.isfinite(found.filter).all() and (found.unit_se > 0).all()
    only = estimate(sums, PARAMS, included=("a",))
    assert np.isfinite(only.filter[0]).all() and np.isnan(only.filter[1]).all()


def test_frame_rate_changes_neither_prototypes_nor_scale():
    """The same session at 15 and 60 frames per second: courses and memories are in seconds."""
    filters = []
    for fps in (15.0, 60.0):
        plan, values, _ = planted(3, 4, fidget=0.0, fps=fps)
        found = estimate(fold_sums(values[plan.training], plan, PARAMS, None), PARAMS)
        filters.append(found.prototypes @ found.filter.T)
    np.testing.assert_allclose(filters[0], filters[1], atol=0.12)
