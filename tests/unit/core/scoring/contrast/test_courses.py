"""What trials teach of their courses: planted latencies, fading and missing answers are found.

On coordinates without pictures: noise that wanders, and known expressions.
"""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.core.scoring.contrast.fading import too_slow
from element_mouseface.core.scoring.contrast.fading_baseline import at_rest, fading_baseline
from element_mouseface.core.scoring.contrast.fitting import fit_courses
from element_mouseface.core.scoring.contrast.folds import plan_folds
from element_mouseface.core.scoring.contrast.time_courses import default_time_courses
from element_mouseface.core.scoring.contrast.traces import running_baseline
from element_mouseface.core.scoring.contrast.trial_responses import with_responses
from element_mouseface.core.scoring.contrast.trials import trials_of

NAMES, FPS, PARAMS = ("a", "b", "c"), 15.0, ContrastParams()


def planted(latency_s=0.15, fall_s=0.5, strength=None, gap_s=6.0, noise=0.6):
    """A plan, coordinates (frames, 12) and the intensity (frames, 3) in them."""
    rng = np.random.default_rng(3)
    order = [name for n in range(4) for name in np.roll(NAMES, n)]
    onsets = 6.0 + (2.0 + gap_s) * np.arange(len(order))
    events = Events.from_rows([(n, t, t + 2.0) for n, t in zip(order, onsets, strict=True)])
    times = np.arange(int((onsets[-1] + 2.0 + gap_s) * FPS)) / FPS
    late = np.broadcast_to(latency_s, len(order))
    size = np.ones(len(order)) if strength is None else np.asarray(strength, float)
    intensity = np.zeros((len(times), 3))
    for number, event in enumerate(events):
        since = np.clip(times - event.onset_s - late[number], 0, None)
        after = np.clip(times - event.offset_s - late[number], 0, None)
        shown = size[number] * (1 - np.exp(-since / 0.15)) * np.exp(-after / fall_s)
        k = NAMES.index(event.name)
        intensity[:, k] = np.maximum(intensity[:, k], shown)
    wander = np.cumsum(rng.standard_normal((len(times), 12)), 0)
    wander -= running_baseline(wander, times, np.ones(len(times), bool), 1.0)
    faces = rng.standard_normal((3, 12)) * 2
    coordinates = intensity @ faces + noise * (wander * 0.2 + rng.standard_normal(wander.shape))
    plan = plan_folds(events, times, np.zeros(len(times), np.uint16), PARAMS)
    return plan, coordinates, intensity


def test_ordinary_trials_keep_the_usual_course():
    plan, coordinates, _ = planted()
    found = fit_courses(coordinates[plan.training], plan, PARAMS, None, NAMES)
    assert found.usual.all() and (found.strength == 1).all() and not found.slow.any()


def test_late_answers_are_found_with_their_latency():
    late = np.array([0.15, 1.5, 0.15, 1.2, 0.15, 1.8, 0.15, 0.15, 1.0, 1.6, 0.15, 0.15])
    plan, coordinates, _ = planted(late)
    found = fit_courses(coordinates[plan.training], plan, PARAMS, None, NAMES)
    assert np.abs(found.latency_s - late).max() < 0.35
    assert np.array_equal(~found.usual, late > 0.5)


def test_latencies_that_all_vary_are_found_where_hardly_a_trial_is_as_usual():
    late = np.array([0.9, 1.6, 0.4, 1.3, 0.6, 1.8, 1.9, 1.4, 1.5, 0.15, 1.1, 0.8])
    plan, coordinates, _ = planted(late)
    found = fit_courses(coordinates[plan.training], plan, PARAMS, 4, NAMES)
    known = np.arange(12) != 4
    assert np.abs(found.latency_s - late)[known].max() < 0.35
    assert not found.slow.any() and found.latency_s[4] == PARAMS.latency_s


def test_one_answered_trial_among_others_makes_no_course_of_its_own():
    plan, coordinates, _ = planted(strength=np.ones(12))
    mine = [n for n, event in enumerate(plan.events) if event.name == "a"]
    answered = np.ones(12)
    answered[mine[1:3]] = 0  # of four trials two; the fold leaves out a third
    plan, coordinates, _ = planted(strength=answered)
    found = fit_courses(coordinates[plan.training], plan, PARAMS, mine[0], NAMES)
    assert not found.slow.any() and found.usual.all()


def test_trials_without_an_answer_are_found_and_others_stay():
    answered = np.ones(12)
    answered[[3, 4, 8]] = 0
    plan, coordinates, _ = planted(strength=answered)
    found = fit_courses(coordinates[plan.training], plan, PARAMS, None, NAMES)
    assert np.array_equal(found.strength, answered)


def test_slow_fading_is_measured_and_a_fold_does_not_see_its_trial():
    plan, coordinates, _ = planted(fall_s=6.0, gap_s=8.0)
    frames = coordinates[plan.training]
    found = fit_courses(frames, plan, PARAMS, 2, NAMES)
    assert found.slow.all() and np.abs(np.log(found.fall_s / 6.0)).max() < 0.4
    changed = frames.copy()
    changed[plan.fold[plan.training] == 2] += 50.0
    again = fit_courses(changed, plan, PARAMS, 2, NAMES)
    assert np.array_equal(found.fall_s, again.fall_s)
    assert np.array_equal(found.latency_s, again.latency_s)
    assert too_slow(found, plan) == ()


def test_fading_slower_than_the_gaps_is_refused_with_the_reason():
    plan, _, _ = planted()
    courses = default_time_courses(plan, PARAMS)
    courses.fall_s[1] = 20.0
    (finding,) = too_slow(courses, plan)
    assert (finding.kind, finding.about) == ("fades_too_slowly", "b") and "drift" in finding.reason


def test_a_slow_expression_stays_above_its_baseline():
    plan, _, intensity = planted(fall_s=6.0, gap_s=8.0)
    eaten = intensity - running_baseline(intensity, plan.times_s, plan.neutral, 2.0)
    kept = intensity - fading_baseline(intensity, plan.times_s, plan.neutral, 2.0, np.full(3, 6.0))
    for k in range(3):
        assert np.corrcoef(kept[:, k], intensity[:, k])[0, 1] > 0.97
        assert np.corrcoef(eaten[:, k], intensity[:, k])[0, 1] < 0.9


def test_an_expression_between_events_is_no_baseline_and_a_step_becomes_one():
    times = np.arange(0, 40, 1 / FPS)
    neutral = np.ones(len(times), bool)
    trace = np.where((times > 10) & (times < 12), 1.0, 0.0) + np.where(times > 20, 0.8, 0.0)
    rest = at_rest(trace[:, None], times, neutral, 2.0)
    assert not rest[(times > 10.5) & (times < 12)].any() and rest[times < 10].all()
    assert rest[(times > 28)].all()


def test_rows_of_trials_hold_the_truth():
    answered = np.ones(12)
    answered[[3, 4, 8]] = 0
    late = np.where(np.arange(12) % 2, 1.2, 0.15)
    plan, _, intensity = planted(late, strength=answered)
    rng = np.random.default_rng(1)
    noise = rng.standard_normal(intensity.shape)
    scores = intensity + 0.1 * noise
    trials = trials_of(plan, [""] * 12)
    rows = with_responses(trials, scores, plan, PARAMS, NAMES, np.full(3, 0.5), np.full(3, 0.1))
    for row, truth, planted_late in zip(rows, answered, late, strict=True):
        assert (row.response_probability > 0.9) if truth else (row.response_probability < 0.3)
        if truth:
            assert abs(row.amplitude - 1) < 0.3
            assert abs(row.latency_s - planted_late) < max(3 * row.latency_se_s, 0.15)
        else:
            assert np.isnan(row.latency_s) and row.amplitude == pytest.approx(0, abs=0.3)
