"""Behaviors around events, against loops over the frames."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.behavior.event_responses import behavior_responses
from element_mouseface.core.events import Events
from element_mouseface.core.events.windows import EventWindow
from element_mouseface.errors import InputError

EVENTS = Events.from_rows([("quinine", 1.0, 1.5), ("water", 3.0, 3.5), ("quinine", 4.6, 4.8)])
WINDOWS = [EventWindow("second", 0.0, 1.0), EventWindow("before", -0.5, 0.0)]


@pytest.fixture(scope="module")
def found():
    """Two behaviors over 5 s, at an uneven rate, with frames that have no probability."""
    rng = np.random.default_rng(1)
    times_s = np.cumsum(rng.uniform(0.02, 0.06, 125))
    probability = rng.random((len(times_s), 2))
    probability[30:40, 0] = np.nan
    present = np.nan_to_num(probability) > 0.6
    return times_s, probability, present


def test_each_number_is_that_of_the_frames(found):
    times_s, probability, present = found
    rows = behavior_responses(["a", "b"], probability, present, times_s, EVENTS, WINDOWS)
    assert len(rows) == 3 * 2 * 2
    ends_s = np.append(times_s[1:], times_s[-1] + np.median(np.diff(times_s)))
    lasts_s = ends_s - times_s
    for row in rows:
        column = "ab".index(row.behavior)
        event = EVENTS.rows[row.event_index]
        assert row.stimulus == event.name
        start_s, stop_s = {w.name: w for w in WINDOWS}[row.window].limits(event.onset_s, 0)
        inside = (times_s >= start_s) & (times_s < stop_s)
        valid = inside & np.isfinite(probability[:, column])
        assert (row.n_frames, row.n_valid) == (inside.sum(), valid.sum())
        weights = lasts_s[valid]
        due = np.average(probability[valid, column], weights=weights)
        assert row.probability == pytest.approx(due)
        assert row.peak_probability == probability[valid, column].max()
        assert row.share == pytest.approx(np.average(present[valid, column], weights=weights))
        begins = [
            k
            for k in range(len(times_s))
            if present[k, column] and not (k and present[k - 1, column]) and inside[k]
        ]
        assert row.n_bouts == len(begins)
        due = times_s[begins[0]] - event.onset_s if begins else None
        assert row.latency_s == (pytest.approx(due) if begins else None)
        assert row.change == pytest.approx(row.probability - row.baseline)


def test_a_window_without_frames_has_no_numbers(found):
    times_s, probability, present = found
    late = [EventWindow("late", 100.0, 101.0)]
    for row in behavior_responses(["a", "b"], probability, present, times_s, EVENTS, late):
        assert (row.n_frames, row.n_valid, row.n_bouts) == (0, 0, None)
        assert row.probability is row.share is row.latency_s is row.peak_probability is None


def test_arrays_that_do_not_fit_are_refused(found):
    times_s, probability, present = found
    with pytest.raises(InputError, match="do not fit"):
        behavior_responses(["a"], probability, present, times_s, EVENTS, WINDOWS)
    with pytest.raises(InputError, match="do not fit"):
        behavior_responses(["a", "b"], probability, present[1:], times_s, EVENTS, WINDOWS)
