from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import linregress

from element_mouseface.core.events import Events
from element_mouseface.core.events.habituation import habituation, trend
from element_mouseface.core.events.windows import EventRow, EventWindow, event_rows
from element_mouseface.errors import ParameterError

WINDOW = EventWindow("event", 0.0, 0.0, "onset", "offset")


def test_a_trend_is_scipys():
    random = np.random.default_rng(0)
    x, y = np.arange(8), random.standard_normal(8)
    expected = linregress(x, y)
    assert trend(x, y) == pytest.approx((expected.slope, expected.stderr))
    y[3] = np.nan
    kept = np.isfinite(y)
    expected = linregress(x[kept], y[kept])
    assert trend(x, y) == pytest.approx((expected.slope, expected.stderr))


def test_a_planted_habituation_is_found_for_its_stimulus_only():
    times = np.arange(1500) / 50
    events = Events.from_rows(
        [(name, 2.0 + 3 * i, 3.0 + 3 * i) for i, name in enumerate("abababab")]
    )
    trace = np.zeros((1500, 1))
    strength = {"a": iter([1.0, 0.8, 0.6, 0.4]), "b": iter([0.5] * 4)}
    for event in events:
        inside = (times >= event.onset_s) & (times < event.offset_s)
        trace[inside] = next(strength[event.name])
    found = habituation(event_rows(trace, ["a"], times, events, [WINDOW]), ["mean", "auc"])
    assert [(row.stimulus, row.quantity) for row in found] == [
        ("a", "mean"),
        ("a", "auc"),
        ("b", "mean"),
        ("b", "auc"),
    ]
    a, b = found[0], found[2]
    assert (a.n_trials, a.first, a.last) == (4, pytest.approx(1.0), pytest.approx(0.4))
    assert a.slope == pytest.approx(-0.2) and a.ratio == pytest.approx(0.4)
    assert a.slope_se == pytest.approx(0.0, abs=1e-9)
    assert b.slope == pytest.approx(0.0) and b.ratio == pytest.approx(1.0)


def test_too_few_trials_and_no_answer_at_first_are_none():
    times = np.arange(500) / 50
    events = Events.from_rows([("a", 2.0, 3.0), ("b", 5.0, 6.0), ("b", 8.0, 9.0)])
    trace = np.where(times < 7, -0.1, 0.5)[:, None]
    one, two = habituation(event_rows(trace, ["p"], times, events, [WINDOW]))
    assert (one.n_trials, one.slope, one.slope_se, one.ratio) == (1, None, None, None)
    assert (two.n_trials, two.slope, two.slope_se) == (2, pytest.approx(0.6), None)
    assert (one.slope_dof, two.slope_dof) == (None, 0)
    assert two.ratio is None
    trace[:] = np.nan
    (none, _) = habituation(event_rows(trace, ["p"], times, events, [WINDOW]))
    assert (none.n_trials, none.first, none.slope) == (0, None, None)


def test_an_unknown_quantity_is_refused():
    with pytest.raises(ParameterError, match="quantity"):
        habituation([], ["median"])


def rows_of(means, errors):
    """Rows of one stimulus with these means and standard errors."""
    return [
        EventRow(i, "a", i, None, 3.0 * i, 3.0 * i + 1, "a", "event", 10, 10, m, m, 0.5, e, e)
        for i, (m, e) in enumerate(zip(means, errors, strict=True))
    ]


def test_three_trials_on_a_line_by_chance_have_no_error():
    (three,) = habituation(rows_of([1.0, 0.9, 0.8], [0.1] * 3))
    assert three.slope == pytest.approx(-0.1) and three.slope_se is None
    assert (three.n_trials, three.slope_dof) == (3, 1)


def test_the_error_of_a_slope_is_not_less_than_the_trials_own_make_it():
    """Four trials on a line: by the scatter alone the error would be 0."""
    x, own = np.arange(4), np.array([0.1, 0.2, 0.2, 0.1])
    (four,) = habituation(rows_of(1 - 0.1 * x, own))
    draws = 1 - 0.1 * x + own * np.random.default_rng(0).standard_normal((20_000, 4))
    assert four.slope_se == pytest.approx(np.polyfit(x, draws.T, 1)[0].std(), rel=0.03)
    assert four.slope_dof == 2
    scattered = np.array([1.0, 0.2, 1.1, 0.1])
    (more,) = habituation(rows_of(scattered, own / 100))
    assert more.slope_se == pytest.approx(linregress(x, scattered).stderr)
