from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.event_windows import EventWindow, event_rows
from element_mouseface.core.events import Events
from element_mouseface.errors import ParameterError

TIMES = np.arange(100) / 10
EVENTS = Events.from_rows([("a", 2.0, 3.0), ("b", 5.0, 6.0, "t9"), ("a", 9.0, 9.5)])


def test_mean_and_peak_of_each_event_prototype_and_window_by_hand():
    traces = np.stack([np.arange(100.0), -np.arange(100.0)], axis=1)
    window = EventWindow("first", 0.0, 0.5)
    rows = event_rows(traces, ("a", "b"), TIMES, EVENTS, [window])
    assert len(rows) == 6
    first = rows[0]
    assert (first.event, first.prototype, first.window, first.trial) == ("a", "a", "first", 0)
    assert (first.n_frames, first.n_valid, first.mean, first.peak) == (5, 5, 22.0, 24.0)
    assert first.peak_after_onset_s == pytest.approx(0.4)
    assert (rows[1].mean, rows[1].peak, rows[1].peak_after_onset_s) == (-22.0, -20.0, 0.0)
    assert [row.trial for row in rows] == [0, 0, 0, 0, 1, 1]
    assert [row.trial_id for row in rows] == [None, None, "t9", "t9", None, None]


def test_windows_from_onset_to_offset_and_after_it():
    trace = np.arange(100.0)[:, None]
    windows = [
        EventWindow("event", 0, 0, "onset", "offset"),
        EventWindow("after", 0.1, 0.3, "offset", "offset"),
        EventWindow("before", -0.2, 0),
    ]
    rows = event_rows(trace, ("p",), TIMES, EVENTS, windows)[:3]
    assert [(row.n_frames, row.mean) for row in rows] == [(10, 24.5), (2, 31.5), (2, 18.5)]


def test_what_is_not_defined_is_none_and_counted():
    trace = np.full((100, 1), np.nan)
    trace[21, 0] = 7.0
    rows = event_rows(trace, ("p",), TIMES, EVENTS, [EventWindow("event", 0, 0.5)])
    assert (rows[0].n_frames, rows[0].n_valid, rows[0].mean, rows[0].peak) == (5, 1, 7.0, 7.0)
    assert (rows[1].n_valid, rows[1].mean, rows[1].peak, rows[1].peak_after_onset_s) == (
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
    [("w", 1.0, 1.0), ("w", 2.0, 1.0), ("", 0.0, 1.0), ("w", 0.0, np.inf), ("w", 0, 1, "peak")],
)
def test_a_window_without_length_name_or_anchor_is_refused(window):
    with pytest.raises(ParameterError):
        EventWindow(*window)


def test_two_windows_of_one_name_are_refused():
    with pytest.raises(ParameterError, match="same name"):
        event_rows(np.ones((100, 1)), ("p",), TIMES, EVENTS, [EventWindow("w", 0, 1)] * 2)
