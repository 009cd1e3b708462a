from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.events.windows import RESPONSE, EventWindow, event_rows
from element_mouseface.errors import ParameterError

TIMES = np.arange(100) / 10
EVENTS = Events.from_rows([("a", 2.0, 3.0), ("b", 5.0, 6.0, "t9"), ("a", 9.0, 9.5)])


def test_mean_and_peak_of_each_event_prototype_and_window_by_hand():
    traces = np.stack([np.arange(100.0), -np.arange(100.0)], axis=1)
    window = EventWindow("first", 0.0, 0.5)
    rows = event_rows(traces, ("a", "b"), TIMES, EVENTS, [window])
    assert len(rows) == 6
    first = rows[0]
    assert (first.stimulus, first.prototype) == ("a", "a")
    assert (first.window, first.repetition) == ("first", 0)
    assert (first.n_frames, first.n_valid, first.mean, first.peak) == (5, 5, 22.0, 24.0)
    assert first.time_to_peak_s == pytest.approx(0.4)
    assert (rows[1].mean, rows[1].peak, rows[1].time_to_peak_s) == (-22.0, -20.0, 0.0)
    assert [row.repetition for row in rows] == [0, 0, 0, 0, 1, 1]
    assert [row.trial_id for row in rows] == [None, None, "t9", "t9", None, None]


def test_windows_from_onset_to_offset_and_after_it():
    trace = np.arange(100.0)[:, None]
    windows = [
        EventWindow("event", 0, 0, "onset", "offset"),
        EventWindow("after", 0.1, 0.3, "offset", "offset"),
        EventWindow("before", -0.2, 0),
    ]
    rows = event_rows(trace, ("p",), TIMES, EVENTS, windows)[:3]
    assert [row.n_frames for row in rows] == [10, 2, 2]
    assert [row.mean for row in rows] == pytest.approx([24.5, 31.5, 18.5])


def test_what_is_not_defined_is_none_and_counted():
    trace = np.full((100, 1), np.nan)
    trace[21, 0] = 7.0
    rows = event_rows(trace, ("p",), TIMES, EVENTS, [EventWindow("event", 0, 0.5)])
    assert (rows[0].n_frames, rows[0].n_valid, rows[0].mean, rows[0].peak) == (5, 1, 7.0, 7.0)
    assert (rows[1].n_valid, rows[1].mean, rows[1].peak, rows[1].time_to_peak_s) == (
        0,
        None,
        None,
        None,
    )


def test_a_window_past_the_end_holds_the_frames_there_are():
    trace = np.ones((100, 1))
    rows = event_rows(trace, ("p",), TIMES, EVENTS, [EventWindow("late", 0.5, 99.0)])
    assert rows[-1].n_frames == 5
    rows = event_rows(trace, ("p",), TIMES, EVENTS, [EventWindow("gone", 50.0, 99.0)])
    assert rows[-1].n_frames == 0 and rows[-1].mean is None


@pytest.mark.parametrize(
    "window",
    [
        ("w", 1.0, 1.0),
        ("w", 2.0, 1.0),
        ("", 0.0, 1.0),
        ("w", 0.0, np.inf),
        ("w", 0, 1, "peak"),
        ("w", "now", 1.0),
        ("w", None, 1.0),
        (5, 0.0, 1.0),
    ],
)
def test_a_window_without_length_name_or_anchor_is_refused(window):
    with pytest.raises(ParameterError):
        EventWindow(*window)


def test_a_window_is_known_by_its_limits_and_what_they_are_counted_from():
    window = EventWindow("late", 0.0, 1.0)
    same = [EventWindow("other", -0.0, 1), EventWindow("late", np.float32(0), np.int64(1))]
    assert {one.content_hash() for one in same} == {window.content_hash()}
    others = [("late", 0.0, 1.5), ("late", 0.5, 1.0), ("late", 0.0, 1.0, "onset", "offset"),
              ("late", 0.0, 1.0, "offset", "offset")]  # fmt: skip
    hashes = {EventWindow(*other).content_hash() for other in others}
    assert len(hashes - {window.content_hash()}) == 4


def test_two_windows_of_one_name_are_refused():
    with pytest.raises(ParameterError, match="same name"):
        event_rows(np.ones((100, 1)), ("p",), TIMES, EVENTS, [EventWindow("w", 0, 1)] * 2)


def planted(times, onset_s, strength, rise_s=0.3, hold_s=1.0, fall_s=2.0):
    """Zero until `rise_s` after the onset, then `strength`, then a straight fall to zero."""
    since = times - onset_s - rise_s
    fall = np.clip((since - hold_s) / fall_s, 0, 1)
    return np.where(since >= 0, strength * (1 - fall), 0.0)


@pytest.mark.parametrize("times", ["even", "variable"])
def test_every_measure_of_a_planted_answer_at_any_frame_rate(times):
    even = np.arange(0, 12, 0.01)
    jittered = np.cumsum(np.random.default_rng(1).uniform(0.002, 0.03, 800))
    times = even if times == "even" else jittered
    events = Events.from_rows([("a", 4.0, 5.0)])
    trace = planted(times, 4.0, 2.0)
    errors = np.full((len(times), 1), 0.25)
    (row,) = event_rows(
        trace[:, None],
        ["a"],
        times,
        events,
        [EventWindow("all", 0.0, 4.0, "onset", "onset")],
        errors=errors,
        zero=0.0,
    )
    tick = np.diff(times).max()
    assert row.latency_s == pytest.approx(0.3, abs=tick)
    assert row.peak == 2.0 and row.time_to_peak_s == pytest.approx(0.3, abs=tick)
    # 1 s at 2, and a triangle of 2 s.
    assert row.auc == pytest.approx(4.0, abs=4 * tick)
    assert row.mean == pytest.approx(1.0, abs=3 * tick)
    assert row.half_decay_s == pytest.approx(2.0, abs=tick)
    assert row.valid_duration_s == pytest.approx(4.0)
    assert row.baseline == 0.0 and row.change == row.mean
    assert row.mean_se == pytest.approx(0.25) and row.peak_se == 0.25


def test_a_mean_is_over_time_and_not_over_frames():
    # One second at 5 frames per second with value 0, one at 50 with value 1.
    times = np.concatenate([np.arange(5) / 5, 1 + np.arange(51) / 50])
    trace = (times >= 1).astype(float)[:, None]
    events = Events.from_rows([("a", 0.5, 1.0)])
    (row,) = event_rows(trace, "a", times, events, [EventWindow("w", -0.5, 1.5)])
    assert row.n_frames == 55
    assert row.mean == pytest.approx(0.5)
    assert row.auc == pytest.approx(1.0) and row.valid_duration_s == pytest.approx(2.0)


def test_latency_wants_a_rise_that_lasts_and_begins_after_the_onset():
    times = np.arange(400) / 50
    events = Events.from_rows([("a", 2.0, 4.0), ("a", 6.0, 7.0)])
    trace = np.zeros((400, 1))
    trace[(times >= 2.2) & (times < 2.3)] = 1.0  # too short
    trace[(times >= 3.0) & (times < 3.4)] = 1.0
    trace[(times >= 5.8) & (times < 6.5)] = 1.0  # began before the second event
    rows = event_rows(trace, "a", times, events, [RESPONSE])
    assert rows[0].latency_s == pytest.approx(1.0)
    assert rows[1].latency_s is None
    brief = event_rows(trace, "a", times, events, [RESPONSE], params=MeasureParams(bout_min_s=0.05))
    assert brief[0].latency_s == pytest.approx(0.2)
    never = event_rows(trace, "a", times, events, [RESPONSE], thresholds=np.full((1, 2), np.nan))
    assert never[0].latency_s is None


def test_half_of_a_peak_is_counted_from_the_baseline_where_no_zero_is_known():
    times = np.arange(800) / 100
    events = Events.from_rows([("a", 3.0, 4.0)])
    trace = 0.9 + 0.05 * planted(times, 3.0, 1.0, rise_s=0.0)[:, None]
    (row,) = event_rows(trace, "a", times, events, [EventWindow("w", 0, 4)])
    assert row.half_decay_s == pytest.approx(2.0, abs=0.011)
    (row,) = event_rows(trace, "a", times, events, [EventWindow("w", 0, 4)], zero=0.0)
    assert row.half_decay_s is None  # 0.475 is never reached
    (row,) = event_rows(trace, "a", times, events, [EventWindow("w", 0, 1.5)])
    assert row.half_decay_s is None  # nor within this window


def test_frames_without_a_time_are_left_out_and_the_baseline_leaves_other_events_out():
    times = np.arange(400) / 50
    trace = np.zeros((400, 1))
    events = Events.from_rows([("a", 2.0, 3.0), ("b", 3.5, 4.0)])
    trace[(times >= 2) & (times < 3)] = 5.0
    holes = times.copy()
    holes[::3] = np.nan
    trace[::3] = 99.0
    rows = event_rows(trace, ["p"], holes, events, [EventWindow("event", 0, 0, "onset", "offset")])
    assert rows[0].mean == rows[0].peak == 5.0 and rows[0].n_frames == 34
    assert rows[0].auc == pytest.approx(5.0, abs=0.3)
    assert rows[1].baseline == 0.0  # though b's two seconds before hold all of a


def test_nothing_valid_is_none_everywhere():
    trace = np.full((100, 1), np.nan)
    for row in event_rows(trace, ["p"], TIMES, EVENTS, errors=trace):
        measured = (row.mean, row.peak, row.auc, row.latency_s, row.half_decay_s)
        assert (*measured, row.baseline, row.change, row.mean_se, row.peak_se) == (None,) * 9
        assert row.valid_duration_s == 0.0


@pytest.mark.parametrize(
    "values",
    [{"bout_leave": 0.6}, {"bout_min_s": -1}, {"baseline_s": np.nan}, {"bout_enter": "much"}],
)
def test_measure_params_out_of_range_are_refused(values):
    with pytest.raises(ParameterError, match="MeasureParams"):
        MeasureParams(**values)
