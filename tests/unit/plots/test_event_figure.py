"""The figure of events: what is drawn is what the rows and traces say."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from PIL import Image
from scipy.stats import linregress

from element_mouseface.core.events import Events
from element_mouseface.core.events.bouts import Bout
from element_mouseface.core.events.measures import TimedTrace
from element_mouseface.core.events.windows import DEFAULT_WINDOWS, RESPONSE, EventWindow
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.results.responses import responses_of, window_text
from element_mouseface.core.results.write_folder import write_folder
from element_mouseface.core.scoring.contrast import ContrastParams, ContrastScores
from element_mouseface.core.scoring.findings import Finding
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.errors import InputError, ParameterError, PathError, ResultChangedError
from element_mouseface.plots.event_rows import aligned, mean_of_trials, slope_text
from element_mouseface.plots.events import events_figure
from tests.unit.core.arrays import ArrayDescriptors, noisy_faces
from tests.unit.plots.scored import scored_by, with_bouts
from tests.unit.plots.texts import boxes, faults, shown_texts

FPS = 20
TIMES = np.arange(1200) / FPS
EVENTS = Events.from_rows(
    [
        ("sucrose", 5.0, 6.0),
        ("quinine", 12.0, 13.0),
        ("sucrose", 20.0, 21.5),
        ("sucrose", 30.0, 31.0),
        ("salt", 40.0, 41.0),
        ("quinine", 50.0, 51.0),
    ]
)
WINDOWS = (*DEFAULT_WINDOWS, RESPONSE)
#: height of the answer to each sucrose: the middle one is below where a bout begins
HEIGHTS = (1.0, 0.4, 0.7)


def contrast_scores(findings=()):
    """Sucrose answers every trial for a second, and quinine the first only; salt never."""
    score = np.zeros((len(TIMES), 3))
    for height, event in zip(HEIGHTS, EVENTS.of("sucrose"), strict=True):
        score[(event.onset_s + 0.25 <= TIMES) & (event.onset_s + 1.25 > TIMES), 0] = height
    score[(TIMES >= 12.5) & (TIMES < 13.0), 1] = 0.8
    score[(TIMES >= 49.0) & (TIMES < 55.0), 1] = np.nan
    refused = {finding.about for finding in findings}
    for k, name in enumerate(EVENTS.names):
        if name in refused or "" in refused:
            score[:, k] = np.nan
    nothing = np.full((len(TIMES), 2), np.nan)
    return ContrastScores(
        names=EVENTS.names,
        times_s=TIMES,
        score=score,
        score_se=np.where(np.isfinite(score), 0.1, np.nan),
        misfit=np.ones(len(TIMES)),
        findings=tuple(findings),
        p_values={},
        folds=(),
        fold_prototypes=None,
        shift_px=nothing,
        residual_shift_px=nothing,
        light=np.ones((len(TIMES), 3)),
        lost=np.zeros(len(TIMES), bool),
        source="cross-validated",
        prototypes=None,
        params=ContrastParams(),
        look_ahead_s=0.2,
    )


def in_memory(found, events=EVENTS):
    return scored_by(None, found, events, windows=WINDOWS)


@pytest.fixture(scope="module")
def published():
    rows = [(EVENTS.frames(TIMES, name), 0.2, k) for k, name in enumerate(EVENTS.names)]
    faces = ArrayDescriptors(noisy_faces(len(TIMES), rows))
    return score_published(faces, TIMES, None, EVENTS)


def drawn(axes, label):
    """The (x, y) data of the lines of this label."""
    return [np.array(line.get_data()) for line in axes.lines if line.get_label() == label]


def words(figure):
    return "\n".join(text.get_text() for text in shown_texts(figure))


def test_a_row_of_panels_for_each_stimulus_shows_the_traces_and_their_mean():
    found = contrast_scores()
    figure = events_figure(in_memory(found))
    assert len(figure.axes) == 3 * 5
    traces, marks = figure.axes[:2]
    own = found.score[:, 0]
    lines = drawn(traces, "trial")
    assert len(lines) == 3
    for (lags, values), event in zip(lines, EVENTS.of("sucrose"), strict=True):
        # from two seconds before to two seconds more than the longest event lasts
        inside = (event.onset_s - 2 <= TIMES) & (event.onset_s + 3.5 > TIMES)
        np.testing.assert_allclose(lags, TIMES[inside] - event.onset_s)
        np.testing.assert_array_equal(values, own[inside])
    ((lags, mean),) = drawn(traces, "mean")
    by_hand = np.mean([values for _, values in lines], axis=0)
    np.testing.assert_allclose(mean, by_hand[: len(mean)])
    np.testing.assert_allclose(lags, lines[0][0][: len(lags)], atol=1e-9)
    (band,) = traces.collections
    highest = band.get_paths()[0].get_extents().y1
    assert highest == pytest.approx(np.mean(HEIGHTS) + np.std(HEIGHTS, ddof=1) / np.sqrt(3))
    ((at, peaks),) = drawn(traces, "peak")
    np.testing.assert_allclose(peaks, HEIGHTS)
    np.testing.assert_allclose(at, 0.25)
    # the middle trial never reached the threshold: no bout, no latency, but a peak
    (bars,) = [edges for group, edges in boxes(marks) if group.get_label() == "bout"]
    np.testing.assert_allclose(bars, [(0.25, 1.25, -0.21, 0.21), (0.25, 1.25, 1.79, 2.21)])
    ((latency, trials),) = drawn(marks, "latency: a bout begins")
    assert latency == pytest.approx([0.25, 0.25]) and list(trials) == [0, 2]
    ((half, trials),) = drawn(marks, "back at half of it")
    assert half == pytest.approx([1.25] * 3) and list(trials) == [0, 1, 2]


def test_measures_over_the_trials_are_the_rows_with_the_line_of_habituation():
    found = in_memory(contrast_scores())
    figure = events_figure(found, window="event")
    means, latencies, halves = figure.axes[2:5]
    measured = found.methods["contrast"].event_rows["score"]
    rows = [r for r in measured if r.window == "event" and r.stimulus == r.prototype]
    rows = [r for r in rows if r.stimulus == "sucrose"]
    ((trials, values),) = drawn(means, "mean")
    assert list(trials) == [0, 1, 2] and list(values) == [r.mean for r in rows]
    errors = means.collections[0].get_segments()
    assert [(b - a)[1] / 2 for a, b in errors] == pytest.approx([r.mean_se for r in rows])
    fit = linregress(trials, values)
    ((x, y),) = drawn(means, "line")
    assert list(x) == [0, 2]
    assert y == pytest.approx(fit.intercept + fit.slope * x)
    assert slope_text(fit.slope, np.nan) in means.get_title(loc="left")
    assert "in 3 of 3 trials; ± from 4 on" in means.get_title(loc="left")
    ((trials, values),) = drawn(latencies, "latency_s")
    # undefined: a gap, counted
    assert values == pytest.approx([0.25, np.nan, 0.25], nan_ok=True)
    assert latencies.get_title(loc="left").splitlines() == [
        "slope +0.000 s/trial, no error",
        "defined in 2 of 3; ± from 4 on",
    ]
    ((_, values),) = drawn(halves, "half_decay_s")
    expected = [np.nan if r.half_decay_s is None else r.half_decay_s for r in rows]
    assert values == pytest.approx(expected, nan_ok=True)
    # nothing rose for salt: no latency at all
    salt = figure.axes[13]
    assert "defined in 0 of 1" in salt.get_title(loc="left")
    assert [text.get_text() for text in salt.texts] == ["undefined"]


def test_slopes_are_told_to_two_digits_of_their_error():
    assert slope_text(-0.12345, 0.0567) == "slope −0.123 ± 0.057 per trial"
    assert slope_text(0.5, 1.23, "s") == "slope +0.5 ± 1.2 s/trial"
    assert slope_text(0.5, float("nan")) == "slope +0.500 per trial, no error"
    assert slope_text(float("nan"), float("nan")) == "no slope"


def test_every_axis_has_a_unit_and_no_text_lies_on_another(tmp_path):
    path = tmp_path / "events.png"
    finding = Finding(
        "too_few_events", "quinine", "quinine has 1 usable trial; at least 2 are needed."
    )
    for measured in (in_memory(contrast_scores()), in_memory(contrast_scores([finding]))):
        figure = events_figure(measured, title="A movie", path=path)
        assert faults(figure) == []
        for number, axes in enumerate(figure.axes):
            panel = number % 5
            assert axes.get_ylabel() in (
                "score (1: mean expression)",
                "trial",
                "mean of the score (1: mean expression)\nfrom onset to 2 s after offset",
                "latency (s)",
                "peak to half (s)",
            )
            label = {0: "", 1: "time from onset (s)"}.get(panel, "repetition (the first is 0)")
            assert axes.get_xlabel() == label
    with Image.open(path) as written:
        assert np.asarray(written.convert("L")).std() > 5


def test_many_trials_and_long_names_can_be_read():
    given = [
        (f"a stimulus with a long name, {k % 2}", 10.0 * k + 3, 10.0 * k + 4) for k in range(80)
    ]
    events = Events.from_rows(given)
    times_s = np.arange(0, 810, 0.05)
    score = np.stack([events.frames(times_s, name) * 1.0 for name in events.names], axis=1)
    scores = dataclasses.replace(
        contrast_scores(), names=events.names, times_s=times_s, score=score,
        score_se=np.full(score.shape, 0.1), lost=np.zeros(len(times_s), bool),
        misfit=np.ones(len(times_s)),
    )  # fmt: skip
    figure = events_figure(in_memory(scores, events))
    assert len(drawn(figure.axes[0], "trial")) == 40
    assert faults(figure) == []


def test_long_windows_of_many_trials_are_thinned_together():
    """Sixty trials of twenty thousand frames each: no panel shows a million points."""
    times_s = np.arange(0, 1300, 0.05)
    events = Events.from_rows([("sucrose", 3.0 * k + 5, 3.0 * k + 6) for k in range(60)])
    bouts = [Bout("sucrose", k * 0.1, k * 0.1 + 0.05, k, 1, 1, 1.0, 0.0, 1.0) for k in range(12000)]
    score = np.sin(times_s)[:, None]
    scores = dataclasses.replace(
        contrast_scores(), names=events.names, times_s=times_s, score=score,
        score_se=np.full(score.shape, 0.1), lost=np.zeros(len(times_s), bool),
        misfit=np.ones(len(times_s)),
    )  # fmt: skip
    found = with_bouts(in_memory(scores, events), bouts)
    upper, lower = events_figure(found, after_s=1000.0).axes[:2]
    lines = drawn(upper, "trial")
    assert len(lines) == 60 and sum(len(x) for x, _ in lines) < 250_000
    for _, values in lines:
        assert (values.min(), values.max()) == pytest.approx((-1, 1), abs=1e-3)
    assert len(lower.patches) + len(lower.collections) < 5


def test_a_refused_stimulus_has_its_reason_and_no_panel():
    finding = Finding("too_few_events", "quinine", "quinine has 1 usable trial.")
    figure = events_figure(in_memory(contrast_scores([finding])))
    assert len(figure.axes) == 2 * 5
    assert "2 trials · no score: too few events: quinine has 1 usable trial." in words(figure)
    whole = Finding("stimuli_not_distinct", "", "Trials of one name are not more alike.")
    figure = events_figure(in_memory(contrast_scores([whole])))
    assert not figure.axes
    assert words(figure).count("stimuli not distinct: Trials of one name") == 3


def test_one_trial_has_its_own_error_and_no_slope():
    figure = events_figure(in_memory(contrast_scores()), names=["salt"])
    assert len(figure.axes) == 5
    traces = figure.axes[0]
    assert len(drawn(traces, "trial")) == 1 and not drawn(traces, "mean")
    (band,) = traces.collections
    assert band.get_paths()[0].get_extents().get_points()[:, 1] == pytest.approx([-0.1, 0.1])
    assert figure.axes[2].get_title(loc="left") == "no slope\nin 1 of 1 trial"


def test_another_stimulus_s_prototype_can_be_drawn_around_every_event():
    figure = events_figure(in_memory(contrast_scores()), prototype="sucrose")
    ((_, means),) = drawn(figure.axes[7], "mean")
    assert list(means) == [0.0, 0.0]  # quinine's trials by the prototype of sucrose
    assert "quinine by the prototype of sucrose" in words(figure)


def test_similarity_is_drawn_from_the_published_scores(published):
    scored = scored_by(published, events=EVENTS, windows=WINDOWS)
    found, figure = responses_of(scored), events_figure(scored)
    assert figure.axes[0].get_ylabel() == "similarity (Pearson r)"
    own = [r.mean for r in found.rows if r.stimulus == r.prototype == "quinine"]
    ((_, means),) = drawn(figure.axes[7], "mean")
    assert list(means) == own and len(own) == 2
    assert not figure.axes[7].collections  # similarity has no standard error
    dashed = [line.get_ydata()[0] for line in figure.axes[5].lines]
    assert published.thresholds[1, 0] in dashed


# ---------------------------------------------------------------- aligning


def test_lines_break_at_holes_and_where_the_trace_is_undefined():
    times_s = np.array([0.0, 0.1, 0.2, 5.0, 5.1, np.nan, 5.3])
    trace = TimedTrace.of(times_s, np.arange(7.0), max_gap_s=1.0)
    found = aligned(trace, 0.1, (-1.0, 6.0))
    # one usual interval behind the last frame before the hole
    assert found.lags_s == pytest.approx([-0.1, 0.0, 0.1, 0.2, 4.9, 5.0, 5.2])
    assert found.values == pytest.approx([0, 1, 2, np.nan, 3, 4, 6], nan_ok=True)


def test_the_mean_is_of_the_nearest_frames_and_of_half_of_the_trials_at_least():
    times_s = np.arange(0, 10, 0.1)
    values = np.floor(times_s + 1e-9)  # 0 in the first second, 1 in the second, ...
    values[70:] = np.nan
    trace = TimedTrace.of(times_s, values)
    lags_s, mean, error = mean_of_trials(trace, [1.0, 3.0, 6.5], (0.0, 1.0))
    assert len(lags_s) == 10 and lags_s[0] == 0
    np.testing.assert_allclose(mean[:5], (1 + 3 + 6) / 3)
    np.testing.assert_allclose(error[:5], np.std([1, 3, 6], ddof=1) / np.sqrt(3))
    np.testing.assert_allclose(mean[5:], 2.0)  # the third trial is undefined from there
    np.testing.assert_allclose(error[5:], 1.0)
    _, mean, error = mean_of_trials(trace, [1.0, 7.5, 8.0], (0.0, 1.0))
    assert np.isnan(mean).all() and np.isnan(error).all()


# ---------------------------------------------------------------- a scored folder


@pytest.mark.parametrize("measure", ["score", "similarity"])
def test_a_scored_folder_gives_what_memory_gives(tmp_path, published, measure):
    finding = Finding("too_few_events", "salt", "salt has 1 usable trial.")
    scored = scored_by(published, contrast_scores([finding]), EVENTS, windows=WINDOWS)
    write_folder(scored, tmp_path)
    told, kept = responses_of(read_folder(tmp_path), measure), responses_of(scored, measure)
    for name in ("measure", "unit", "window", "names", "limits", "refused"):
        assert getattr(told, name) == getattr(kept, name), name
    assert set(told.traces) == set(kept.traces) and set(told.errors) == set(kept.errors)
    for name, trace in kept.traces.items():
        np.testing.assert_allclose(told.traces[name], trace, atol=1e-6)
        assert told.enter[name] == pytest.approx(kept.enter[name])
    for attribute in ("rows", "habituation"):
        pairs = list(zip(getattr(told, attribute), getattr(kept, attribute), strict=True))
        assert pairs
        for one, other in pairs:
            for field in dataclasses.fields(one):
                value, expected = getattr(one, field.name), getattr(other, field.name)
                if isinstance(expected, float):
                    expected = pytest.approx(expected, abs=1e-6)
                elif field.name == "trial_id":
                    value = value or None
                assert value == expected, field.name
    assert [(b.name, b.start_s) for b in told.bouts] == [
        (b.name, pytest.approx(b.start_s, abs=1e-6)) for b in kept.bouts
    ]
    figure = events_figure(read_folder(tmp_path), measure, title="day 1", names=["sucrose"])
    assert len(figure.axes) == 5 and "day 1" in words(figure)


def test_a_folder_by_default_tells_the_score(tmp_path, published):
    write_folder(scored_by(published, contrast_scores(), EVENTS, windows=WINDOWS), tmp_path)
    assert responses_of(read_folder(tmp_path)).measure == "score"
    write_folder(scored_by(published, events=EVENTS, windows=WINDOWS), tmp_path)
    assert not (tmp_path / "registration.csv").exists()
    assert responses_of(read_folder(tmp_path)).measure == "similarity"
    with pytest.raises(ParameterError, match="not scored by 'score'"):
        responses_of(read_folder(tmp_path), "score")
    with pytest.raises(ParameterError, match="'late'"):
        responses_of(read_folder(tmp_path), window="late")


def test_folders_that_cannot_be_drawn_are_told(tmp_path, published):
    with pytest.raises(PathError, match=r"a folder with report\.json"):
        read_folder(tmp_path)
    write_folder(scored_by(published, events=EVENTS, windows=WINDOWS), tmp_path)
    events, report = ((tmp_path / n).read_text() for n in ("events.csv", "report.json"))
    header, first, *_ = events.splitlines()
    for text, told in (
        (f"{header}\n", "edited"),
        (f"{header}\n{first[:20]}\n", "line 2 has"),
        (f"{header}\n{first.replace('0', 'x')}\n", "in the column event_index"),
        ("event,onset_s\nsucrose,1\n", "no column"),
    ):
        (tmp_path / "events.csv").write_text(text)
        with pytest.raises(ResultChangedError, match=told):
            read_folder(tmp_path)
    (tmp_path / "events.csv").write_text(events)
    (tmp_path / "report.json").write_text(json.dumps({"format": "another"}))
    with pytest.raises(ResultChangedError, match="another format"):
        read_folder(tmp_path)
    (tmp_path / "report.json").write_text(report)
    (tmp_path / "scores.csv").unlink()
    with pytest.raises(PathError, match=r"a folder with scores\.csv"):
        read_folder(tmp_path)


# ---------------------------------------------------------------- errors


def test_what_cannot_be_drawn_is_told():
    found = in_memory(contrast_scores())
    with pytest.raises(InputError, match="no events"):
        responses_of(in_memory(contrast_scores(), None))
    with pytest.raises(ParameterError, match="'late'"):
        responses_of(found, window="late")
    with pytest.raises(ParameterError, match="'water'"):
        events_figure(found, names=["water"])
    with pytest.raises(ParameterError, match="'water'"):
        events_figure(found, prototype="water")
    with pytest.raises(ParameterError, match="The time to draw is empty"):
        events_figure(found, before_s=-3.0, after_s=2.0)
    with pytest.raises(ParameterError, match="too many stimuli"):
        events_figure(found, names=["sucrose"] * 61)
    own = found.methods["contrast"]
    other = tuple(dataclasses.replace(row, n_trials=9) for row in own.habituation["score"])
    own = dataclasses.replace(own, habituation={"score": other})
    with pytest.raises(InputError, match="not of these events"):
        events_figure(dataclasses.replace(found, methods={"contrast": own}))


def test_windows_are_told_in_words():
    assert window_text("response") == "from onset to 2 s after offset"
    own = [EventWindow("x", -0.5, 1.0)]
    assert window_text("x", own) == "from 0.5 s before onset to 1 s after onset"
    assert window_text("a window of one's own") == ""
