"""Whether events lie where the face answers: planted lags and drifts, and nothing where none is."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.core.scoring.contrast.folds import plan_folds
from element_mouseface.core.scoring.contrast.lags import find_lag, lag_finding

FPS, SIZE, TRIALS = 15.0, 12, 16


def onsets():
    return 6.0 + 8.0 * np.arange(TRIALS) + np.random.default_rng(7).uniform(0, 1, TRIALS)


def lag_of(
    written_s, answers=1.0, seed=0, latency=(0.1, 0.25), rise_s=0.17, decay_s=0.6, keyed=0.0
):
    """The lag that is found where events are written so, of answers to the true ones."""
    rng = np.random.default_rng(seed)
    times = np.arange(int((8.0 * TRIALS + 12) * FPS)) / FPS
    faces = rng.standard_normal((2, SIZE)) * 1.5
    values = gaussian_filter(rng.standard_normal((len(times), SIZE)), (2, 0)) * 2.0
    for number, onset in enumerate(onsets()):
        begun = np.clip(times - onset - rng.uniform(*latency), 0, None)
        gone = np.clip(times - onset - 2.0, 0, None)
        course = (1 - np.exp(-begun / rise_s)) * np.exp(-gone / decay_s)
        values += answers * rng.uniform(0.6, 1.0) * course[:, None] * faces[number % 2]
    # From one key frame to the next an encoded picture grows sharper, and then jumps back.
    values += keyed * ((np.arange(len(times)) % 250) / 250)[:, None] * rng.standard_normal(SIZE)
    rows = [("ab"[i % 2], float(t), float(t) + 2.0) for i, t in enumerate(written_s)]
    flags = np.zeros(len(times), np.uint16)
    plan = plan_folds(Events.from_rows(rows), times, flags, ContrastParams())
    return find_lag(values[plan.training], plan, ContrastParams())


@pytest.mark.parametrize("late_s", [-1.5, -1.0, -0.5, 0.5, 1.0, 1.5])
def test_events_that_are_off_are_told_by_how_much(late_s):
    lag = lag_of(onsets() + late_s)
    (finding,) = lag_finding(lag)
    assert finding.kind == "events_misaligned"
    assert lag.lag_s == pytest.approx(-late_s, abs=0.21)
    assert ("late: the face responds before them" in finding.reason) == (late_s > 0)


@pytest.mark.parametrize("late_s", [-1.0, -0.5, 0.0, 0.5, 1.0])
def test_key_frames_that_change_more_than_answers_hide_no_lag(late_s):
    lag = lag_of(onsets() + late_s, keyed=10.0, seed=3)
    assert [state.kind for state in lag_finding(lag)] == ["events_misaligned"] * (late_s != 0)
    assert lag.lag_s == pytest.approx(-late_s, abs=0.21)


@pytest.mark.parametrize("rate", [0.99, 1.01])
def test_a_clock_that_drifts_is_told_with_its_rate(rate):
    lag = lag_of(onsets() * rate)
    (finding,) = lag_finding(lag)
    assert lag.drift == pytest.approx(1 - rate, abs=0.004)
    assert "drift" in finding.reason


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"latency": (0.1, 2.0)},
        {"rise_s": 0.8, "decay_s": 1.5},
        {"decay_s": 6.0},
        {"answers": 0.0},
        {"answers": 0.2},
    ],
)
def test_nothing_is_told_of_answers_as_animals_give_them(seed, answer):
    assert lag_finding(lag_of(onsets(), seed=seed, **answer)) == ()


@pytest.mark.parametrize("seed", range(2))
def test_nothing_is_told_of_events_that_have_no_answer(seed):
    rng = np.random.default_rng(100 + seed)
    written = np.cumsum(rng.uniform(5.0, 9.0, TRIALS)) + 2.0
    assert lag_finding(lag_of(written[written < 8 * TRIALS], seed=seed)) == ()


def test_too_few_trials_say_nothing():
    assert lag_of(onsets()[:3]) is None
    assert lag_finding(None) == ()
