"""One scored movie three ways: in memory, in a folder and in tables; and figures of the tables."""

from __future__ import annotations

import dataclasses
from functools import partial

import numpy as np
import pytest

from element_mouseface.core.events.windows import DEFAULT_WINDOWS, RESPONSE
from element_mouseface.core.extraction.descriptors import open_descriptors
from element_mouseface.core.results.attribution_maps import map_of
from element_mouseface.core.results.head_shift import shift_of
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.results.responses import responses_of
from element_mouseface.core.results.scored import DescriptorInfo, MovieInfo, ScoredRecording
from element_mouseface.core.results.write_folder import write_folder
from element_mouseface.core.scoring.method.recording import Recording, RecordingFile
from element_mouseface.core.scoring.methods import method
from element_mouseface.core.video import open_video
from element_mouseface.errors import InputError, ParameterError, PrototypeError
from element_mouseface.params import ScoreParams
from element_mouseface.plots.contrast_prototypes import contrast_prototype_figure
from element_mouseface.plots.events import events_figure
from element_mouseface.plots.registration import registration_figure
from tests.schema.faces import SCORES, activated
from tests.schema.same import fading, same, whole
from tests.schema.test_expression_contrast import (
    EVENTS,
    NAMES,
    OTHER_DAY,
    PARAMS,
    make,
    record,
    score,
)

pytestmark = pytest.mark.server

WINDOWS = (*DEFAULT_WINDOWS, RESPONSE)
PUBLISHED = ScoreParams(normalize="minmax")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "scored", SCORES) as modules:
        yield modules


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


@pytest.fixture(scope="module")
def next_day(pipe):
    """A week and a half day later."""
    return record(pipe, "placed.mp4", seed=2, session=OTHER_DAY)


def in_memory(pipe, day, name, params, prototypes=None):
    """The same computation without a database."""
    reader = open_video(pipe.link.RAW / pipe.rec.recording_paths(day["key"])[0].name)
    result = pipe.hog.HOGProcessing.result(day["hog"])
    row = (pipe.rec.RecordingInfo & day["key"]).fetch1()
    movie = dataclasses.replace(
        MovieInfo.of(reader.info), recorded_at=row["recording_datetime"].isoformat()
    )
    events = pipe.exp.EventSet.events(day["events"])
    recording = Recording(
        lambda: result,
        partial(open_descriptors, result.path),
        result.times_s,
        events,
        result.crop,
        tuple(RecordingFile(f.path, f.sha256, f.first_frame) for f in reader.info.files),
        movie.recorded_at,
        {"files": [{"name": f.name, "sha256": f.sha256} for f in movie.files]},
    )
    scores = method(name).score(recording, params, prototypes=prototypes, windows=WINDOWS)
    return ScoredRecording(
        movie, result.times_s, np.asarray(result.flags), events, {name: scores}, WINDOWS,
        DescriptorInfo(result.digest, result.params, result.crop, result.grid),
        recording=recording,
    )  # fmt: skip


@pytest.fixture(scope="module")
def memories(pipe, day):
    """The first day by each method."""
    params = {"published": PUBLISHED, "contrast": PARAMS}
    return {name: in_memory(pipe, day, name, own) for name, own in params.items()}


def in_tables(pipe, day, params, prototypes):
    task = {**day["hog"], **day["events"], **prototypes, **pipe.exp.ExpressionParamSet.add(params)}
    key = {name: task[name] for name in pipe.exp.FacialExpressionTask().primary_key}
    pipe.exp.FacialExpressionTask.insert1(key, skip_duplicates=True)
    pipe.exp.FacialExpression.populate(key)
    pipe.exp.EventResponse.populate(key)
    return pipe.exp.FacialExpression.open(key)


def made_in_tables(pipe, day, params):
    source = {**day["hog"], **day["events"]}
    key = pipe.exp.PrototypeTask.add([source], pipe.exp.ExpressionParamSet.add(params))
    pipe.exp.PrototypeSet.populate(key)
    return key


@pytest.mark.parametrize(
    ("name", "params"),
    [("published", PUBLISHED), ("contrast", PARAMS)],
    ids=["published", "contrast"],
)
def test_memory_folder_and_tables_hold_the_same(pipe, day, memories, tmp_path, name, params):
    memory = memories[name]
    write_folder(memory, tmp_path)
    (tmp_path / "descriptors.zarr").symlink_to(memory.recording.result.path)
    folder = read_folder(tmp_path)
    tables = in_tables(pipe, day, params, made_in_tables(pipe, day, params))
    own = memory.methods[name]
    assert own.prototype_age_days == 0.0 and own.n_valid > 500
    expected = whole(memory)
    if name == "published":  # rows of the normalized trace are measured in the tables only
        tables.methods[name].event_rows.pop("similarity_minmax")
    same(expected, whole(folder), "folder")
    same(expected, whole(tables), "tables")
    for found in (folder, tables):
        mine, theirs = fading(memory, own.measure), fading(found, own.measure)
        assert mine.keys() == theirs.keys() and mine
        same(mine, theirs, "habituation")
        assert found.methods[name].prototypes.names == own.prototypes.names
        one, other = (map_of(scored, "quinine", 120) for scored in (memory, found))
        np.testing.assert_allclose(one.values, other.values, atol=1e-5)
    if name == "contrast":
        assert own.refusal_of("salt").kind == "too_few_events" and own.trace("salt") is None
        for found in (folder, tables):
            same(shift_of(memory), shift_of(found), "shift")


def test_prototypes_of_a_folder_have_their_age_in_tables(pipe, memories, next_day, tmp_path):
    """Made without a database on the first day: a week and a half when they score the second."""
    for name, params in (("published", PUBLISHED), ("contrast", PARAMS)):
        file = f"{name}.npz"
        memories[name].methods[name].prototypes.save(pipe.link.PROCESSED / file)
        key = pipe.exp.PrototypeTask.add_file(file)
        pipe.exp.PrototypeSet.populate(key)
        tables = in_tables(pipe, next_day, params, key)
        memory = in_memory(
            pipe, next_day, name, params, method(name).load(pipe.link.PROCESSED / file)
        )
        write_folder(memory, tmp_path)
        ages = [s.methods[name].prototype_age_days for s in (memory, read_folder(tmp_path), tables)]
        assert ages == [7.5, 7.5, 7.5]
        tables.methods[name].event_rows.pop("similarity_minmax", None)
        same(whole(memory), whole(tables), name)


def test_the_age_is_that_of_the_movie_where_the_file_does_not_say_it(pipe, memories, next_day):
    made = memories["published"].methods["published"].prototypes
    untold = dataclasses.replace(made, recorded_at="", neutral=made.neutral + 1e-9)
    untold.save(pipe.link.PROCESSED / "untold.npz")
    key = pipe.exp.PrototypeTask.add_file("untold.npz")
    pipe.exp.PrototypeSet.populate(key)
    scores = in_tables(pipe, next_day, PUBLISHED, key).methods["published"]
    assert scores.prototype_age_days == 7.5
    stranger = dataclasses.replace(
        untold, source_files=(), source_frames=(), neutral=made.neutral + 2e-9
    )
    stranger.save(pipe.link.PROCESSED / "stranger.npz")
    key = pipe.exp.PrototypeTask.add_file("stranger.npz")
    pipe.exp.PrototypeSet.populate(key)
    scores = in_tables(pipe, next_day, PUBLISHED, key).methods["published"]
    assert scores.prototype_age_days is None and scores.n_valid > 500


def test_scores_are_read_though_the_results_folder_is_away(pipe, scored, monkeypatch):
    monkeypatch.setattr(pipe.link, "PROCESSED", pipe.link.PROCESSED / "elsewhere", raising=False)
    pipe.link.PROCESSED.mkdir()
    found = pipe.exp.FacialExpression.open(scored)
    assert found.flags is None and found.methods["contrast"].n_valid > 500


def drawn(axes, label):
    (found,) = (line.get_data() for line in axes.lines if line.get_label() == label)
    return np.array(found)


def texts(figure):
    return "\n".join(text.get_text() for text in figure.texts)


def test_events_are_drawn_from_their_rows(pipe, scored, tmp_path):
    exp, path = pipe.exp, tmp_path / "events.png"
    key = {**scored, "event_window": "response"}
    figure = events_figure(exp.FacialExpression.open(scored), title="Day 1", path=path)
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


def test_bouts_thresholds_and_errors_are_those_of_the_tables(pipe, scored):
    found = responses_of(pipe.exp.FacialExpression.open(scored), window="event")
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
    assert len(found.rows) == 9 * 3
    assert {row.mean for row in found.rows if row.prototype == "salt"} == {None}


def test_what_was_not_measured_is_told(pipe, scored, day, made):
    read = pipe.exp.FacialExpression.open
    with pytest.raises(ParameterError, match="No event was measured in the window 'never'"):
        events_figure(read(scored), window="never")
    with pytest.raises(ParameterError, match="no row of FacialExpression"):
        read({"session_id": 99})
    with pytest.raises(ParameterError, match="not scored by 'similarity'"):
        events_figure(read(scored), "similarity")
    empty = pipe.exp.EventSet.without_events(day["key"])
    with pytest.raises(InputError, match="no events to draw"):
        events_figure(read(score(pipe, day, made, events=empty)))


def test_what_was_refused_as_a_whole_is_drawn_as_reasons(pipe, day):
    names = [NAMES[i] for i in (0, 0, 1, 1, 1, 1, 0, 0)]
    rows = [(name, a, b) for name, (_, a, b) in zip(names, EVENTS, strict=True)]
    shuffled = {**day, "events": pipe.exp.EventSet.add(day["key"], rows)}
    made = make(pipe, shuffled)
    key = score(pipe, shuffled, made)
    figure = events_figure(pipe.exp.FacialExpression.open(key), window="event")
    assert not figure.axes and texts(figure).count("stimuli not distinct") == 2
    with pytest.raises(PrototypeError, match="shuffling"):
        pipe.exp.PrototypeSet.open(made)


def test_contrast_prototypes_are_drawn_with_their_trials(pipe, day, made, tmp_path):
    exp, path = pipe.exp, tmp_path / "prototypes.png"
    published = exp.PrototypeTask.add(
        [{**day["hog"], **day["events"]}], exp.ExpressionParamSet.add()
    )
    exp.PrototypeSet.populate(published)
    draw, read = contrast_prototype_figure, exp.PrototypeSet.open
    figure = draw(read(made), published=read(published), title="Day 1", path=path)
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
    named = {axes.get_title(loc="left"): axes for axes in draw(read(loaded)).axes}
    assert named["quinine"].get_xlabel().startswith("4 trials\n")


def test_published_scores_are_drawn_from_the_tables(pipe, day):
    exp = pipe.exp
    params = exp.ExpressionParamSet.add()
    published = exp.PrototypeTask.add([{**day["hog"], **day["events"]}], params)
    exp.PrototypeSet.populate(published)
    task = {**day["hog"], **day["events"], **published, **params}
    key = {name: task[name] for name in exp.FacialExpressionTask().primary_key}
    exp.FacialExpressionTask.insert1(key)
    exp.FacialExpression.populate(key)
    exp.EventResponse.populate(key)
    scored = exp.FacialExpression.open(key)
    figure = events_figure(scored, window="event")
    assert len(figure.axes) == 15
    assert figure.axes[0].get_ylabel() == "similarity (Pearson r)"
    own = {**key, "event_window": "event", "measure": "similarity", "prototype": "quinine"}
    query = exp.EventResponse.Event * exp.EventSet.Event & own & {"stimulus": "quinine"}
    means = query.to_arrays("response_mean", order_by="event_id")
    _, values = drawn(figure.axes[7], "mean")
    assert list(values) == pytest.approx(list(means))
    with pytest.raises(ParameterError, match="No shift was measured"):
        registration_figure(scored)


def test_shifts_are_drawn_from_their_rows_with_the_alignment(pipe, made, scored, next_day):
    exp, read = pipe.exp, pipe.exp.FacialExpression.open
    figure = registration_figure(read(scored))
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
    told = texts(registration_figure(read(score(pipe, next_day, made))))
    assert "The session is aligned with the prototypes' reference by a turn of" in told
    assert "was found from the first" in told
