from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events.bouts import (
    above_with_hysteresis,
    bouts_of_trace,
    bouts_of_traces,
    frame_ends,
    spans_of_mask,
)


def by_the_rule(trace, enter, leave):
    """The rule as a loop, for comparison."""
    inside, out = False, []
    for value in trace:
        inside = (inside and value >= leave) or value >= enter
        out.append(bool(inside))
    return out


def test_hysteresis_by_hand():
    trace = [0, 2, 5, 3, 2, 1, 3, 5, np.nan, 3, 6]
    expected = [0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 1]
    assert above_with_hysteresis(trace, 5, 2).tolist() == [bool(n) for n in expected]


@pytest.mark.parametrize("seed", range(5))
def test_hysteresis_is_the_rule_in_a_loop(seed):
    random = np.random.default_rng(seed)
    trace = random.standard_normal(400).cumsum() % 5
    trace[random.integers(0, 400, 20)] = np.nan
    assert above_with_hysteresis(trace, 3.0, 1.5).tolist() == by_the_rule(trace, 3.0, 1.5)


def test_hysteresis_without_frames_or_threshold():
    assert above_with_hysteresis([], 1, 0).tolist() == []
    assert not above_with_hysteresis([1.0, 2.0], np.nan, np.nan).any()


def test_a_frame_lasts_until_the_next_and_a_hole_ends_it():
    times = np.array([0.0, 0.1, 0.2, 5.0, 5.1])
    ends, hole = frame_ends(times, max_gap_s=1.0)
    np.testing.assert_allclose(ends, [0.1, 0.2, 0.3, 5.1, 5.2])
    assert hole.tolist() == [False, False, True, False, False]


def test_a_slow_camera_is_no_row_of_holes():
    ends, hole = frame_ends(np.arange(5) * 2.0, max_gap_s=1.0)
    assert not hole.any()
    np.testing.assert_allclose(ends, np.arange(5) * 2.0 + 2.0)


def test_lengths_are_seconds_when_the_rate_varies():
    # Three frames at 10/s last 0.3 s; three at 2/s last 1.5 s.
    times = np.concatenate([np.arange(10) * 0.1, 1.0 + np.arange(10) * 0.5])
    mask = np.zeros(20, dtype=bool)
    mask[2:5] = mask[12:15] = True
    assert spans_of_mask(mask, times, min_s=1.0) == [(12, 15)]
    assert spans_of_mask(mask, times, min_s=0.3) == [(2, 5), (12, 15)]


def test_near_runs_merge_before_short_ones_are_dropped():
    times = np.arange(12) * 0.1
    mask = np.array([0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0], dtype=bool)
    assert spans_of_mask(mask, times, min_s=0.5, merge_s=0.1) == [(1, 6)]
    assert spans_of_mask(mask, times, merge_s=0.05) == [(1, 3), (4, 6), (9, 10)]
    assert spans_of_mask(mask, times, merge_s=0.3) == [(1, 10)]


def test_no_run_reaches_across_a_hole():
    times = np.array([0.0, 0.1, 0.2, 9.0, 9.1, 9.2])
    assert spans_of_mask(np.ones(6, dtype=bool), times, merge_s=20.0) == [(0, 3), (3, 6)]


def test_longer_than_or_as_long_as():
    times = np.arange(100) / 30
    mask = np.zeros(100, dtype=bool)
    mask[10:70] = True  # 60 frames at 30/s: 2 s
    assert spans_of_mask(mask, times, min_s=2.0) == [(10, 70)]
    assert spans_of_mask(mask, times, min_s=2.0, strictly_longer=True) == []
    mask[70] = True
    assert spans_of_mask(mask, times, min_s=2.0, strictly_longer=True) == [(10, 71)]


def test_rows_by_hand():
    times = np.arange(6) * 0.5
    trace = np.array([0.0, 1.0, np.nan, 4.0, 1.0, 0.0])
    (bout,) = bouts_of_trace("sucrose", trace, times, [(1, 5)])
    assert (bout.name, bout.first_frame, bout.n_frames, bout.n_valid) == ("sucrose", 1, 4, 3)
    assert (bout.start_s, bout.stop_s, bout.duration_s) == (0.5, 2.5, 2.0)
    assert (bout.peak, bout.peak_s, bout.mean) == (4.0, 1.5, 2.0)


def test_no_frames_no_bouts():
    assert spans_of_mask(np.zeros(0, dtype=bool), np.zeros(0)) == []
    assert spans_of_mask(np.ones(1, dtype=bool), np.zeros(1)) == [(0, 1)]


def test_bouts_of_several_traces_come_in_order_of_time_with_numbers_of_the_recording():
    times = np.arange(300) / 50
    traces = np.zeros((300, 2))
    traces[(times >= 3) & (times < 4), 0] = 0.4
    traces[(times >= 3.2) & (times < 3.8), 0] = 0.9
    traces[(times >= 1) & (times < 2), 1] = 1.0
    traces[(times >= 5) & (times < 5.1), 1] = 1.0  # too short
    limits = np.array([[0.5, 0.3]] * 2)
    found = bouts_of_traces(["a", "b"], traces, times, limits)
    assert [(b.name, b.start_s) for b in found] == [("b", 1.0), ("a", pytest.approx(3.2))]
    # Begins at 0.5, and lasts until below 0.3.
    assert found[1].stop_s == pytest.approx(4.0) and found[1].mean == pytest.approx(0.775)
    untimed = times.copy()
    untimed[1:40:2] = np.nan
    again = bouts_of_traces(["a", "b"], traces, untimed, limits)
    assert [(b.first_frame, b.n_frames) for b in again] == [(50, 50), (160, 40)]
