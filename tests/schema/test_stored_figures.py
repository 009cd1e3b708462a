"""Figures of events and of contrast prototypes, drawn from the tables: against plain rows."""

from __future__ import annotations

import importlib
import sys

import numpy as np
import pytest

from element_mouseface.errors import InputError, ParameterError, PrototypeError
from tests.schema.faces import SCORES, activated
from tests.schema.test_expression_contrast import EVENTS, NAMES, OTHER_DAY, make, record, score

pytestmark = pytest.mark.server

PLOTS = ("stored", "stored_events", "stored_prototypes", "stored_registration")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "figures", SCORES) as modules:
        yield modules


@pytest.fixture
def plots(pipe, monkeypatch):
    """The modules that draw, imported anew so that they read this module's tables."""
    for name in PLOTS:
        monkeypatch.delitem(sys.modules, f"element_mouseface.plots.{name}", raising=False)
    # Not `from ... import`: that would take what the package still holds.
    for name in PLOTS:
        importlib.import_module(f"element_mouseface.plots.{name}")
    return tuple(sys.modules[f"element_mouseface.plots.{name}"] for name in PLOTS[1:])


@pytest.fixture(scope="module")
def day(pipe):
    """Eight trials of two stimuli, and a ninth of another, which is refused."""
    found = record(pipe, "figures.mp4", seed=1)
    rows = [*EVENTS, ("salt", 27.0, 27.8)]
    return {**found, "events": pipe.exp.EventSet.add(found["key"], rows)}


@pytest.fixture(scope="module")
def made(pipe, day):
    return make(pipe, day)


@pytest.fixture(scope="module")
def scored(pipe, day, made):
    key = score(pipe, day, made)
    pipe.exp.EventResponse.populate(key)
    return key


def drawn(axes, label):
    (found,) = (line.get_data() for line in axes.lines if line.get_label() == label)
    return np.array(found)


def texts(figure):
    return "\n".join(text.get_text() for text in figure.texts)


def test_events_are_drawn_from_their_rows(pipe, plots, scored, tmp_path):
    exp, path = pipe.exp, tmp_path / "events.png"
    key = {**scored, "event_window": "response"}
    figure = plots[0].draw_stored_events(key, title="Day 1", path=path)
    assert path.stat().st_size > 10_000
    assert len(figure.axes) == 5 * len(NAMES)  # none for salt
    assert "no score: too few events: salt has 1 usable trial" in texts(figure)
    assert "response (from onset to 2 s after offset)" in texts(figure)
    times_s = exp.FacialExpression.times(scored)
    for place, name in enumerate(NAMES):
        panels = figure.axes[5 * place : 5 * place + 5]
        own = {**key, "measure": "score", "prototype": name, "stimulus": name}
        rows = (exp.EventResponse.Event * exp.EventSet.Event & own).to_dicts(order_by="event_id")
        assert len(rows) == 4
        for panel, column, label in (
            (2, "response_mean", "mean"),
            (3, "response_latency_s", "latency_s"),
            (4, "response_half_decay_s", "half_decay_s"),
        ):
            trials, values = drawn(panels[panel], label)
            expected = [np.nan if row[column] is None else row[column] for row in rows]
            assert values == pytest.approx(expected, nan_ok=True)
            assert list(trials) == [0, 1, 2, 3]
        fading = exp.EventResponse.Habituation & own & {"quantity": "mean"}
        slope = fading.fetch1("habituation_slope")
        x, y = drawn(panels[2], "line")
        assert (y[1] - y[0]) / (x[1] - x[0]) == pytest.approx(slope)
        _, trace = exp.FacialExpression.trace(scored, name, "score")
        lags, values = panels[0].lines[1].get_data()  # behind the line at the onset
        inside = (times_s >= rows[0]["onset_s"] - 2) & (times_s < rows[0]["onset_s"] + 3.2)
        assert lags == pytest.approx(times_s[inside] - rows[0]["onset_s"])
        np.testing.assert_array_equal(values, trace[inside])


def test_bouts_thresholds_and_errors_are_those_of_the_tables(pipe, plots, scored):
    found = plots[0].stored_responses({**scored, "event_window": "event"})
    assert (found.measure, found.unit, found.window) == ("score", "expression", "event")
    assert found.names == (*NAMES, "salt") and set(found.traces) == set(NAMES)
    assert found.enter == {name: 0.5 for name in NAMES}
    rows = (pipe.exp.FacialExpression.Bout & scored & {"bout_measure": "score"}).to_dicts()
    assert len(rows) >= 8
    assert sorted((b.name, b.start_s, b.stop_s) for b in found.bouts) == sorted(
        (row["bout_name"], row["bout_start_s"], row["bout_stop_s"]) for row in rows
    )
    for name in NAMES:
        _, errors = pipe.exp.FacialExpression.trace(scored, name, "score_se")
        np.testing.assert_array_equal(found.errors[name], errors)
    assert {row.window for row in found.rows} == {"event"} == {r.window for r in found.habituation}
    assert len(found.rows) == 9 * len(NAMES)


def test_keys_that_name_no_response_are_told(pipe, plots, scored, day, made):
    draw = plots[0].draw_stored_events
    with pytest.raises(ParameterError, match="more than one row of EventResponse"):
        draw(scored)
    with pytest.raises(ParameterError, match="no row of EventResponse"):
        draw({**scored, "event_window": "never"})
    with pytest.raises(ParameterError, match="no row of FacialExpression"):
        draw({"session_id": 99, "event_window": "event"})
    with pytest.raises(ParameterError, match="no measure 'similarity'"):
        draw({**scored, "event_window": "event"}, "similarity")
    empty = pipe.exp.EventSet.without_events(day["key"])
    key = score(pipe, day, made, events=empty)
    with pytest.raises(InputError, match="no events to draw"):
        draw({**key, "event_window": "event"})


def test_what_was_refused_as_a_whole_is_drawn_as_reasons(pipe, plots, day):
    names = [NAMES[i] for i in (0, 0, 1, 1, 1, 1, 0, 0)]
    rows = [(name, a, b) for name, (_, a, b) in zip(names, EVENTS, strict=True)]
    shuffled = {**day, "events": pipe.exp.EventSet.add(day["key"], rows)}
    made = make(pipe, shuffled)
    key = score(pipe, shuffled, made)
    figure = plots[0].draw_stored_events({**key, "event_window": "event"})
    assert not figure.axes and texts(figure).count("stimuli not distinct") == 2
    with pytest.raises(PrototypeError, match="shuffling"):
        plots[1].draw_stored_prototypes(made)


def test_contrast_prototypes_are_drawn_with_their_trials(pipe, plots, day, made, tmp_path):
    exp, path = pipe.exp, tmp_path / "prototypes.png"
    published = exp.PrototypeTask.add(
        [{**day["hog"], **day["events"]}], exp.ExpressionParamSet.add()
    )
    exp.PrototypeSet.populate(published)
    draw = plots[1].draw_stored_prototypes
    figure = draw(made, published=published, title="Day 1", path=path)
    assert path.stat().st_size > 10_000
    named = {axes.get_title(loc="left"): axes for axes in figure.axes}
    neutral = (exp.PrototypeSet & made).fetch1("neutral_vector")
    np.testing.assert_array_equal(named["neutral"].images[0].get_array(), neutral)
    for name in NAMES:
        vector = (exp.PrototypeSet.Prototype & made & {"prototype": name}).fetch1(
            "prototype_vector"
        )
        np.testing.assert_allclose(named[name].images[1].get_array(), vector, atol=1e-3)
        assert named[name].get_xlabel().startswith("4 trials\n")
    assert named["salt"].get_xlabel() == "1 trial" and not named["salt"].images
    assert sum(bool(axes.collections) for axes in figure.axes) == 3  # glyphs, salt's too
    assert "made from figures.mp4 · recorded 2026-01-01" in texts(figure)
    # read from a file there are no rows of trials: the file tells
    exp.PrototypeSet.open(made).save(pipe.link.PROCESSED / "figures.npz")
    loaded = exp.PrototypeTask.add_file("figures.npz")
    exp.PrototypeSet.populate(loaded)
    named = {axes.get_title(loc="left"): axes for axes in draw(loaded).axes}
    assert named["quinine"].get_xlabel().startswith("4 trials\n")
    for key, other, words in (
        (made, loaded, "not of the published method"),
        (published, published, "a published one itself"),
    ):
        with pytest.raises(ParameterError, match=words):
            draw(key, published=other)


def test_published_scores_are_drawn_from_the_tables(pipe, plots, day):
    exp = pipe.exp
    params = exp.ExpressionParamSet.add()
    published = exp.PrototypeTask.add([{**day["hog"], **day["events"]}], params)
    exp.PrototypeSet.populate(published)
    task = {**day["hog"], **day["events"], **published, **params}
    key = {name: task[name] for name in exp.FacialExpressionTask().primary_key}
    exp.FacialExpressionTask.insert1(key)
    exp.FacialExpression.populate(key)
    exp.EventResponse.populate(key)
    figure = plots[0].draw_stored_events({**key, "event_window": "event"})
    assert len(figure.axes) == 15
    assert figure.axes[0].get_ylabel() == "similarity (Pearson r)"
    own = {**key, "event_window": "event", "measure": "similarity", "prototype": "quinine"}
    query = exp.EventResponse.Event * exp.EventSet.Event & own & {"stimulus": "quinine"}
    means = query.to_arrays("response_mean", order_by="event_id")
    _, values = drawn(figure.axes[7], "mean")
    assert list(values) == pytest.approx(list(means))
    with pytest.raises(ParameterError, match="No shift was measured"):
        plots[2].draw_stored_registration(key)


def test_shifts_are_drawn_from_their_rows_with_the_alignment(pipe, plots, day, made, scored):
    draw, exp = plots[2].draw_stored_registration, pipe.exp
    figure = draw(scored)
    row = (exp.FacialExpression & scored).fetch1()
    for axes, axis in zip(figure.axes, "xy", strict=True):
        before, after = (line.get_data() for line in axes.lines[1:3])
        for (times_s, values), name in ((before, "shift"), (after, "residual_shift")):
            np.testing.assert_array_equal(times_s, exp.FacialExpression.times(scored))
            stored = (exp.FacialExpression.FrameTrace & scored) & {
                "frame_measure": f"{name}_{axis}_px"
            }
            np.testing.assert_array_equal(values, stored.fetch1("frame_trace_values"))
    assert f"not registered: {row['n_lost']} of {row['expression_n_frames']} frames" in texts(
        figure
    )
    assert f"largest {row['shift_max_px']:.2f} px before" in texts(figure)
    assert "reference" not in texts(figure)  # its own
    other = record(pipe, "placed.mp4", seed=2, session=OTHER_DAY)
    told = texts(draw(score(pipe, other, made)))
    assert "The session lies on the prototypes' reference turned by" in told
    assert "was seen from the first" in told
    with pytest.raises(ParameterError, match="no row of FacialExpression"):
        draw({"session_id": 99})
