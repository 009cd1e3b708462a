"""Events, prototypes and scores in tables, against the same computed without a database."""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.scoring.published.prototypes import Prototypes
from element_mouseface.core.scoring.published.score import score_published
from element_mouseface.core.scoring.published.scored import method_scores
from element_mouseface.errors import (
    ActivationError,
    EventsError,
    MouseFaceError,
    ParameterError,
    PathError,
    PrototypeError,
    ResultError,
)
from element_mouseface.params import Crop, HOGParams, ScoreParams
from tests.schema import upstream
from tests.schema.faces import DURATION_S, EVENTS, SCORES, activated, film_events, insert_movie
from tests.schema.upstream import SESSION

pytestmark = pytest.mark.server

SMALL = HOGParams(pixels_per_cell=(16, 16))
OTHER_DAY = {**SESSION, "session_id": 2}


@pytest.fixture(scope="module")
def pipe(server, linking):
    linking.Trial.insert(
        [
            {**SESSION, "trial_id": 10 + i, "trial_type": name, "trial_start_s": a - 0.5,
             "trial_stop_s": b + 0.5}
            for i, (name, a, b) in enumerate(EVENTS)
        ]
    )  # fmt: skip
    with activated(server, linking, "expr", SCORES) as modules:
        yield modules


def describe(pipe, key, *, crop=None, params=SMALL):
    """A computed HOGTask of a recording."""
    task = {**key, **pipe.hog.FaceCrop.add(crop), **pipe.hog.HOGParamSet.add(params)}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"}, skip_duplicates=True)
    pipe.hog.HOGProcessing.populate(task)
    return task


def add_scores(pipe, hog_key, event_key, prototype_key, params=None):
    task = {**hog_key, **event_key, **prototype_key, **pipe.exp.ExpressionParamSet.add(params)}
    names = pipe.exp.FacialExpressionTask().primary_key
    pipe.exp.FacialExpressionTask.insert1({name: task[name] for name in names})
    pipe.exp.FacialExpression.populate({name: task[name] for name in names})
    return {name: task[name] for name in names}


@pytest.fixture(scope="module")
def movie(pipe):
    """One recording with its events, trials and descriptors."""
    key = insert_movie(pipe, film_events(pipe.link.RAW / "day1.mp4", seed=1))
    rows = [{"event": n, "onset_s": a, "offset_s": b, "trial_id": str(10 + i)}
            for i, (n, a, b) in enumerate(EVENTS)]  # fmt: skip
    events = pipe.exp.EventSet.add(key, rows, description="the cues")
    return {"key": key, "events": events, "hog": describe(pipe, key)}


@pytest.fixture(scope="module")
def prototypes(pipe, movie):
    source = {**movie["hog"], **movie["events"]}
    key = pipe.exp.PrototypeTask.add([source], pipe.exp.ExpressionParamSet.add())
    pipe.exp.PrototypeSet.populate(key)
    return key


@pytest.fixture(scope="module")
def scored(pipe, movie, prototypes):
    params = ScoreParams(normalize="minmax")
    return add_scores(pipe, movie["hog"], movie["events"], prototypes, params)


@pytest.fixture(scope="module")
def second(pipe):
    """Another day's recording, of the same faces with other noise."""
    key = insert_movie(pipe, film_events(pipe.link.RAW / "day2.mp4", seed=2), session=OTHER_DAY)
    return {"key": key, "hog": describe(pipe, key)}


def counts(pipe):
    found = {}
    for master in (pipe.exp.EventSet, pipe.exp.PrototypeTask, pipe.exp.PrototypeSet,
                   pipe.exp.FacialExpression, pipe.exp.EventResponse):  # fmt: skip
        found[master.__name__] = len(master())
        for part in vars(master).values():
            if isinstance(part, type) and issubclass(part, dj.Part):
                found[part.__qualname__] = len(part())
    return found


# ---------------------------------------------------------------- events


def test_events_are_rows_by_onset(pipe, movie):
    rows = (pipe.exp.EventSet.Event & movie["events"]).to_dicts(order_by="event_id")
    assert [(r["stimulus"], r["onset_s"], r["offset_s"]) for r in rows] == EVENTS
    assert [r["event_id"] for r in rows] == [0, 1, 2, 3]
    assert [r["repetition"] for r in rows] == [0, 0, 1, 1]
    row = (pipe.exp.EventSet & movie["events"]).fetch1()
    assert (row["n_events"], row["clock"]) == (4, "movie")
    assert pipe.exp.EventSet.events(movie["events"]).names == ("sucrose", "quinine")
    assert len(pipe.exp.EventSet.times(movie["events"])) == 360


def test_the_same_events_are_one_set_and_edited_ones_another(pipe, movie):
    table, key = pipe.exp.EventSet, movie["key"]
    path = pipe.link.RAW / "events.csv"
    lines = [f"{n},{a},{b}" for n, a, b in reversed(EVENTS)]
    path.write_text("event,onset_s,offset_s\n" + "\n".join(lines) + "\n")
    assert table.add(key, path, description="told again") == movie["events"]
    edited = [*EVENTS[:-1], ("quinine", 14.0, 15.6)]
    other = table.add(key, edited)
    assert other != movie["events"]
    assert len(table.Event & other) == 4
    (table & other).delete(prompt=False)


def test_events_of_two_recordings_are_two_sets(pipe, movie, second):
    other = pipe.exp.EventSet.add(second["key"], EVENTS)
    assert other["event_set_id"] == 1 and other["session_id"] == 2
    empty = pipe.exp.EventSet.without_events(second["key"])
    assert pipe.exp.EventSet.without_events(second["key"]) == empty != other
    assert pipe.exp.EventSet.events(empty) is None


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([], "There are no events"),
        ([("sucrose", 2.0, 4.0), ("quinine", 3.0, 5.0)], "1 event cannot be used"),
        ([("sucrose", -1.0, 4.0)], "outside the recording"),
        ([("sucrose", 17.0, 18.5)], "outside the recording"),
        ([("sucrose", 4.0, 4.0)], "1 event cannot be used"),
        ([("sucrse", 2.0, 4.0)], "Unknown stimulus 'sucrse'"),
        ([("Sucrose", 2.0, 4.0)], "Unknown stimulus 'Sucrose'"),
        ([{"event": "sucrose", "onset_s": 2, "offset_s": 3, "trial_id": "99"}], "no trial 99"),
    ],
)
def test_events_that_cannot_be_used_are_refused(pipe, movie, rows, told):
    before = counts(pipe)
    with pytest.raises(EventsError, match=told):
        pipe.exp.EventSet.add(movie["key"], rows)
    assert counts(pipe) == before


def test_an_event_may_end_with_the_recording(pipe, movie):
    key = pipe.exp.EventSet.add(movie["key"], [("sucrose", 0.0, DURATION_S)])
    (pipe.exp.EventSet & key).delete(prompt=False)


def test_a_new_stimulus_is_added_when_asked(pipe, movie):
    key = pipe.exp.EventSet.add(movie["key"], [("capsaicin", 1.0, 2.0)], new_stimuli=True)
    assert len(pipe.exp.Stimulus & {"stimulus": "capsaicin"}) == 1
    (pipe.exp.EventSet & key).delete(prompt=False)
    with pytest.raises(EventsError, match="spelling and case"):
        pipe.exp.EventSet.add(movie["key"], [("CAPSAICIN", 1.0, 2.0)], new_stimuli=True)


def test_recordings_and_clocks_that_are_not_there_are_told(pipe, movie):
    add = pipe.exp.EventSet.add
    with pytest.raises(ParameterError, match="lacks recording_id"):
        add(SESSION, EVENTS)
    with pytest.raises(ParameterError, match="no recording"):
        add({**SESSION, "recording_id": 999}, EVENTS)
    with pytest.raises(ParameterError, match="clock 'ttl'"):
        add(movie["key"], EVENTS, clock="ttl")


def test_events_are_linked_to_trials_by_their_number(pipe, movie):
    rows = (pipe.exp.EventTrial & movie["events"]).to_dicts(order_by="event_id")
    assert [r["trial_id"] for r in rows] == [10, 11, 12, 13]
    with pytest.raises(EventsError, match="Trials do not match"):
        pipe.exp.EventTrial.add(movie["events"], [None])


def test_a_window_is_never_edited_and_known_by_its_limits(pipe):
    table = pipe.exp.EventWindow
    key = table.add("late", 0.5, 1.5)
    before = len(table())
    assert table.add("late", 0.5, np.float64(1.5)) == key == {"event_window": "late"}
    assert len(table()) == before
    with pytest.raises(ParameterError, match="with other limits"):
        table.add("late", 0.5, 1.6)
    with pytest.raises(ParameterError, match="with other limits"):
        table.add("Late", 0.5, 1.6)  # to MySQL that is the same name
    with pytest.raises(ParameterError, match="exist already, as event window 'late'"):
        table.add("from_half", 0.5, 1.5)
    with pytest.raises(ParameterError, match="exist already, as event window 'event'"):
        table.add("all_of_it", -0.0, 0, stop_from="offset")
    with pytest.raises(ParameterError, match="cannot be used"):
        table.add("empty", 1.0, 1.0)
    with pytest.raises(ParameterError, match="cannot be used"):
        table.add("no_number", 0.0, "1 s")
    with pytest.raises(ParameterError, match="too long"):
        table.add("w" * 33, 0.5, 1.75)
    assert len(table()) == before
    # limits from the offset are others
    other = table.add("late_after", 0.5, 1.5, start_from="offset", stop_from="offset")
    (table & [key, other]).delete(prompt=False)


def test_windows_that_come_with_the_table_have_their_hash(pipe):
    rows = (pipe.exp.EventWindow & "event_window in ('event', 'response')").to_dicts()
    found = {row["event_window"]: row["event_window_hash"] for row in rows}
    for name, stop_s in (("event", 0.0), ("response", 2.0)):
        ends = {"start_s": 0.0, "start_from": "onset", "stop_s": stop_s, "stop_from": "offset"}
        text = json.dumps({"kind": "EventWindow", "ends": ends}, sort_keys=True).replace(" ", "")
        assert found[name] == hashlib.sha256(text.encode()).hexdigest()
    for row in pipe.exp.EventWindow().to_dicts():
        window = pipe.exp.EventWindow.window(row)
        assert window.content_hash() == row["event_window_hash"]


def test_a_window_renamed_by_a_lab_does_not_keep_the_schema_from_activating(pipe):
    table = pipe.exp.EventWindow
    query = table & "event_window in ('before', 'after')"
    shipped = query.to_dicts()
    query.delete(prompt=False)
    table.add("following", 0.0, 2.0, start_from="offset", stop_from="offset")
    try:  # as DataJoint does on activation
        table().insert(table().contents, skip_duplicates=True)
        names = set(table().to_arrays("event_window"))
        assert "before" in names and "after" not in names
        with pytest.raises(ParameterError, match="as event window 'following'"):
            table.add("after", 0.0, 2.0, start_from="offset", stop_from="offset")
    finally:
        (table & {"event_window": "following"}).delete(prompt=False)
        table().insert(shipped, skip_duplicates=True)
    assert len(table() & "event_window in ('before', 'after')") == 2


def test_the_server_itself_refuses_a_second_name_for_a_window(pipe):
    table = pipe.exp.EventWindow
    row = (table & {"event_window": "event"}).fetch1()
    with pytest.raises(dj.errors.DuplicateError):
        table.insert1({**row, "event_window": "event_again"})


def test_measure_parameters_are_part_of_the_parameters_identity(pipe):
    table = pipe.exp.ExpressionParamSet
    usual = table.add()
    assert table.add(measures=MeasureParams()) == table.add(measures={}) == usual
    for change in ({"baseline_s": 3}, {"bout_enter": 0.6}):
        other = table.add(measures=change)
        as_floats = {name: float(value) for name, value in change.items()}
        assert other != usual and table.add(measures=as_floats) == other
        hashes = (table & [usual, other]).to_arrays("expression_paramset_hash")
        assert len(set(hashes)) == 2
        (table & other).delete(prompt=False)


# ---------------------------------------------------------------- prototypes


def direct(pipe, movie, params=None, given=None, files=()):
    """The same scores without a database."""
    found = pipe.hog.HOGProcessing.open(movie["hog"])
    events = pipe.exp.EventSet.events(movie["events"])
    return score_published(found, found.times_s, found.flags, events, params, prototypes=given)


def test_prototypes_are_those_of_the_method(pipe, movie, prototypes):
    expected = direct(pipe, movie).prototypes
    found = pipe.exp.PrototypeSet.open(prototypes)
    assert found.names == expected.names == ("sucrose", "quinine")
    assert np.array_equal(found.vectors, expected.vectors)
    assert np.array_equal(found.neutral, expected.neutral)
    row = (pipe.exp.PrototypeSet & prototypes).fetch1()
    # what comes back from the tables is the same set, JSON and all
    assert found.content_hash() == row["prototype_digest"]
    assert (row["prototype_grid_rows"], row["prototype_grid_columns"], row["prototype_length"]) == (
        6,
        8,
        384,
    )
    parts = (pipe.exp.PrototypeSet.Prototype & prototypes).to_dicts()
    assert all(
        part["prototype_n_frames"] == 10 and part["prototype_r_neutral"] < 0.95 for part in parts
    )


def test_source_frames_say_which_frames_made_them(pipe, movie, prototypes):
    frames = pipe.exp.PrototypeSet.SourceFrame & prototypes
    rows = (frames & {"prototype": "quinine"}).to_dicts(order_by="source_rank")
    expected = [f for f in direct(pipe, movie).prototypes.source_frames if f.prototype == "quinine"]
    assert [r["source_frame"] for r in rows] == [f.frame for f in expected]
    assert all(
        any(a <= r["source_time_s"] < b for n, a, b in EVENTS if n == "quinine") for r in rows
    )
    assert {r["recording_id"] for r in rows} == {movie["key"]["recording_id"]}
    digest = (pipe.hog.HOGProcessing & movie["hog"]).fetch1("result_digest")
    assert {r["source_digest"] for r in rows} == {digest}


def test_the_same_request_is_one_task(pipe, movie, prototypes):
    source = {**movie["hog"], **movie["events"]}
    assert pipe.exp.PrototypeTask.add([source], pipe.exp.ExpressionParamSet.add()) == prototypes
    others = pipe.exp.ExpressionParamSet.add(ScoreParams(prototype_frames=3))
    other = pipe.exp.PrototypeTask.add([source], others)
    assert other != prototypes
    (pipe.exp.PrototypeTask & other).delete(prompt=False)


def test_prototypes_of_two_days_take_frames_from_both(pipe, movie, second):
    events = pipe.exp.EventSet.add(second["key"], [EVENTS[0], EVENTS[1]])
    sources = [{**movie["hog"], **movie["events"]}, {**second["hog"], **events}]
    params = pipe.exp.ExpressionParamSet.add(ScoreParams(prototype_frames=60))
    key = pipe.exp.PrototypeTask.add(sources, params)
    pipe.exp.PrototypeSet.populate(key)
    rows = (pipe.exp.PrototypeSet.SourceFrame & key & {"prototype": "sucrose"}).to_dicts()
    assert {row["session_id"] for row in rows} == {1, 2}
    for row in rows:
        trials = EVENTS if row["session_id"] == 1 else EVENTS[:2]
        assert any(a <= row["source_time_s"] < b for n, a, b in trials if n == "sucrose")
        assert row["source_frame"] == round(row["source_time_s"] * 20)
    # the vector is the mean of the same frames that the rows name
    vectors = [
        pipe.hog.HOGProcessing.open(day["hog"])[row["source_frame"]]
        for row in rows
        for day in (movie, second)
        if day["key"]["session_id"] == row["session_id"]
    ]
    found = pipe.exp.PrototypeSet.open(key)
    assert np.allclose(found.vectors[0], np.mean(vectors, axis=0), atol=1e-6)
    (pipe.exp.PrototypeTask & key).delete(prompt=False)


def test_prototypes_from_a_file(pipe, movie, second, prototypes):
    exported = pipe.exp.PrototypeSet.open(prototypes).save(pipe.link.PROCESSED / "protos.npz")
    assert Prototypes.load(exported).names == ("sucrose", "quinine")
    key = pipe.exp.PrototypeTask.add_file("protos.npz")
    assert pipe.exp.PrototypeTask.add_file("protos.npz") == key != prototypes
    pipe.exp.PrototypeSet.populate(key)
    here, there = (pipe.exp.PrototypeSet & k for k in (prototypes, key))
    assert here.fetch1("prototype_digest") == there.fetch1("prototype_digest")
    assert len(pipe.exp.PrototypeSet.SourceFrame & key) == 0
    (pipe.exp.PrototypeTask & key).delete(prompt=False)
    (pipe.link.PROCESSED / "plain.txt").write_text("no")
    for path, error in (("none.npz", PathError), ("../x.npz", PathError),
                        ("plain.txt", PrototypeError)):  # fmt: skip
        with pytest.raises(error):
            pipe.exp.PrototypeTask.add_file(path)


def test_sources_that_cannot_be_used_are_refused(pipe, movie, second):
    add, params = pipe.exp.PrototypeTask.add, pipe.exp.ExpressionParamSet.add()
    source = {**movie["hog"], **movie["events"]}
    with pytest.raises(PrototypeError, match="at least one"):
        add([], params)
    empty = pipe.exp.EventSet.without_events(second["key"])
    with pytest.raises(PrototypeError, match="no events"):
        add([{**second["hog"], **empty}], params)
    with pytest.raises(ParameterError, match="no HOGTask"):
        add([{**source, "crop_id": 999}], params)
    with pytest.raises(ParameterError, match="incomplete"):
        add([movie["events"]], params)


def test_a_stimulus_without_a_usable_frame_is_refused_and_nothing_is_stored(pipe, movie):
    # between two frames of the movie
    events = pipe.exp.EventSet.add(movie["key"], [*EVENTS, ("salt", 16.01, 16.02)])
    source = {**movie["hog"], **events}
    key = pipe.exp.PrototypeTask.add([source], pipe.exp.ExpressionParamSet.add())
    before = counts(pipe)
    with pytest.raises(PrototypeError, match="No prototype for 'salt'"):
        pipe.exp.PrototypeSet.populate(key)
    assert counts(pipe) == before
    (pipe.exp.PrototypeTask & key).delete(prompt=False)
    (pipe.exp.EventSet & events).delete(prompt=False)


# ---------------------------------------------------------------- scores


def test_traces_are_those_of_the_method(pipe, movie, prototypes, scored):
    params = ScoreParams(normalize="minmax")
    given = pipe.exp.PrototypeSet.open(prototypes)
    expected = direct(pipe, movie, params, given)
    table = pipe.exp.FacialExpression
    for column, name in enumerate(expected.names):
        times_s, values = table.trace(scored, name)
        assert np.array_equal(times_s, expected.times_s)
        assert np.array_equal(values, expected.similarity[:, column].astype(np.float32))
        _, values = table.trace(scored, name, "similarity_minmax")
        assert np.array_equal(values, expected.normalized[:, column].astype(np.float32))
    consecutive = table.frame_trace(scored, "consecutive_similarity")
    assert np.isnan(consecutive[0])
    assert np.array_equal(consecutive[1:], expected.consecutive[1:].astype(np.float32))
    row = (table & scored).fetch1()
    assert (row["expression_n_frames"], row["expression_n_valid"]) == (360, 360)
    assert row["n_baseline"] == expected.baseline.sum()
    assert row["fear_threshold"] is None
    bouts = (table.Bout & scored).to_dicts(order_by=("bout_start_s", "bout_name"))
    events = pipe.exp.EventSet.events(movie["events"])
    wanted = method_scores(expected, events).bouts["similarity"]
    assert [b["bout_start_s"] for b in bouts] == [b.start_s for b in wanted]
    assert [b["bout_duration_s"] for b in bouts] == [b.duration_s for b in wanted]


def test_rows_hold_null_where_a_number_is_undefined(pipe, scored):
    trace = (pipe.exp.FacialExpression.Trace & scored & {"measure": "similarity_minmax"}).to_dicts()
    assert [t["bout_enter"] for t in trace] == [None, None]
    similar = (pipe.exp.FacialExpression.Trace & scored & {"measure": "similarity"}).to_dicts()
    assert all(t["bout_enter"] > t["bout_leave"] and t["trace_n_valid"] == 360 for t in similar)


def test_scores_by_their_own_prototypes_are_told_to_be_circular(pipe, second, scored, prototypes):
    assert (pipe.exp.FacialExpression & scored).fetch1("circular")
    findings = pipe.exp.FacialExpression.Finding & scored
    assert "not evidence" in (findings & {"finding": "circular"}).fetch1("finding_reason")
    empty = pipe.exp.EventSet.without_events(second["key"])
    other = add_scores(pipe, second["hog"], empty, prototypes)
    table = pipe.exp.FacialExpression
    assert not (table & other).fetch1("circular")
    assert {r["finding"] for r in (table.Finding & other).to_dicts()} >= {"no_events"}
    assert len(table.EventSummary & other) == 0
    # made on one day, they find the other day's events
    times_s, values = table.trace(other, "sucrose")
    inside = np.any([(times_s >= a) & (times_s < b) for n, a, b in EVENTS if n == "sucrose"], 0)
    assert values[inside].mean() > values[~inside].mean() + 0.1
    assert pipe.exp.EventResponse.populate(other)["success_count"] == 0


def test_folds_say_which_frames_they_scored(pipe, scored):
    fold = (pipe.exp.FacialExpression.Fold & scored).fetch1()
    assert (fold["fold"], fold["fold_start_frame"], fold["fold_stop_frame"], fold["held_out"]) == (
        0, 0, 360, "")  # fmt: skip


def test_segments_are_joined_in_order(pipe, movie, prototypes, monkeypatch):
    from element_mouseface.expression import _score_rows

    monkeypatch.setattr(_score_rows, "SEGMENT_FRAMES", 100)
    params = ScoreParams(bout_enter_sd=4.0)
    key = add_scores(pipe, movie["hog"], movie["events"], prototypes, params)
    segments = pipe.exp.FacialExpression.TraceSegment & key & {"prototype": "quinine"}
    spans = segments.to_arrays(
        "trace_start_frame", "trace_stop_frame", order_by="trace_start_frame"
    )
    assert np.array_equal(spans, [[0, 100, 200, 300], [100, 200, 300, 360]])
    _, values = pipe.exp.FacialExpression.trace(key, "quinine")
    given = pipe.exp.PrototypeSet.open(prototypes)
    expected = direct(pipe, movie, params, given).similarity[:, 1]
    assert np.array_equal(values, expected.astype(np.float32))
    (pipe.exp.FacialExpressionTask & key).delete(prompt=False)


def test_event_summaries_are_means_over_each_event(pipe, scored):
    times_s, values = pipe.exp.FacialExpression.trace(scored, "quinine")
    rows = pipe.exp.FacialExpression.EventSummary & scored
    rows = (rows & {"prototype": "quinine", "measure": "similarity"}).to_dicts(order_by="event_id")
    for row, (_, onset_s, offset_s) in zip(rows, EVENTS, strict=True):
        inside = (times_s >= onset_s) & (times_s < offset_s)
        assert row["event_n_frames"] == row["event_n_valid"] == 30
        assert row["event_mean"] == pytest.approx(values[inside].mean(), abs=1e-6)
        assert row["event_peak"] == pytest.approx(values[inside].max(), abs=1e-6)


def test_a_new_window_recomputes_no_trace(pipe, scored):
    table = pipe.exp.EventResponse
    table.populate(scored)
    windows = len(pipe.exp.EventWindow())
    assert len(table & scored) == windows
    before = (pipe.exp.FacialExpression & scored).fetch1()
    folder = pipe.link.PROCESSED / "mouseface"
    away = folder.rename(folder.with_name("mouseface_away"))
    try:  # without the descriptors
        key = pipe.exp.EventWindow.add("from_half_a_second", 0.5, 1.25)
        assert table.populate(scored)["success_count"] == 1
    finally:
        away.rename(folder)
    assert (pipe.exp.FacialExpression & scored).fetch1() == before
    times_s, values = pipe.exp.FacialExpression.trace(scored, "sucrose", "similarity_minmax")
    rows = table.Event & scored & key & {"prototype": "sucrose", "measure": "similarity_minmax"}
    for row, (_, onset_s, _) in zip(rows.to_dicts(order_by="event_id"), EVENTS, strict=True):
        inside = (times_s >= onset_s + 0.5) & (times_s < onset_s + 1.25)
        assert row["response_n_frames"] == inside.sum() == 15
        assert row["response_mean"] == pytest.approx(values[inside].mean(), abs=1e-6)


def test_sql_alone_gives_the_mean_score_in_the_first_second_of_each_quinine_trial(pipe, scored):
    exp, link = pipe.exp, pipe.link
    exp.EventResponse.populate(scored)
    expected = {}
    times_s, values = exp.FacialExpression.trace(scored, "quinine")
    for trial_id, (name, onset_s, _) in zip((10, 11, 12, 13), EVENTS, strict=True):
        if name == "quinine":
            inside = (times_s >= onset_s) & (times_s < onset_s + 1.0)
            expected[trial_id] = float(values[inside].mean(dtype=float))

    # as a DataJoint query
    query = exp.EventResponse.Event * exp.EventSet.Event.proj("stimulus") * exp.EventTrial
    query = query * link.Trial.proj("trial_type") & scored
    query = query & {"event_window": "first_second", "measure": "similarity"}
    query = query & {"prototype": "quinine", "trial_type": "quinine"}
    found = {
        row["trial_id"]: row["response_mean"]
        for row in query.proj("trial_id", "response_mean").to_dicts()
    }
    assert found == pytest.approx(expected, abs=1e-6)

    # and in plain SQL
    names = {
        "response": exp.EventResponse.Event().full_table_name,
        "link": exp.EventTrial().full_table_name,
        "trial": link.Trial().full_table_name,
    }
    shared = ("subject", "session_id", "recording_id", "event_set_id", "event_id")
    sql = f"""
        SELECT t.trial_id, AVG(r.response_mean)
        FROM {names["response"]} r
        JOIN {names["link"]} l ON {" AND ".join(f"r.{n} = l.{n}" for n in shared)}
        JOIN {names["trial"]} t ON t.subject = l.subject AND t.session_id = l.session_id
                              AND t.trial_id = l.trial_id
        WHERE t.trial_type = 'quinine' AND r.prototype = 'quinine' AND r.measure = 'similarity'
          AND r.event_window = 'first_second'
          AND r.expression_paramset_id = {scored["expression_paramset_id"]}
        GROUP BY t.trial_id ORDER BY t.trial_id"""
    rows = dj.conn().query(sql).fetchall()
    assert {int(a): float(b) for a, b in rows} == pytest.approx(expected, abs=1e-6)


def test_the_largest_score_names_the_stimulus_and_its_emotion(pipe, scored):
    exp = pipe.exp
    emotions = (exp.StimulusEmotion & {"interpretation": "dolensek2020"}).proj(
        "emotion", prototype="stimulus"
    )
    query = exp.FacialExpression.EventSummary * exp.EventSet.Event.proj("stimulus") * emotions
    rows = (query & scored & {"measure": "similarity"}).to_dicts()
    for _, some in itertools.groupby(
        sorted(rows, key=lambda r: r["event_id"]), key=lambda r: r["event_id"]
    ):
        best = max(some, key=lambda r: r["event_mean"])
        assert best["prototype"] == best["stimulus"]
        assert best["emotion"] == {"sucrose": "pleasure", "quinine": "disgust"}[best["stimulus"]]


# ---------------------------------------------------------------- deleting, and bad input


def test_prototypes_of_another_grid_are_refused_before_the_work(pipe, movie, prototypes):
    other = describe(pipe, movie["key"], crop=Crop(width=64, height=64))
    before = counts(pipe)
    with pytest.raises(PrototypeError, match="do not fit these descriptors"):
        add_scores(pipe, other, movie["events"], prototypes)
    assert counts(pipe) == before
    (pipe.exp.FacialExpressionTask & other).delete(prompt=False)


def test_scores_stay_when_the_result_folder_is_gone(pipe, movie, prototypes, scored):
    row = (pipe.hog.HOGProcessing & movie["hog"]).fetch1()
    folder = pipe.link.PROCESSED / row["result_path"]
    kept = folder.rename(folder.with_name("kept"))
    before = counts(pipe)
    try:
        assert len(pipe.exp.FacialExpression.trace(scored, "quinine")[1]) == 360
        with pytest.raises(ResultError, match="is gone"):
            add_scores(pipe, movie["hog"], movie["events"], prototypes,
                       ScoreParams(bout_min_s=1.0))  # fmt: skip
    finally:
        kept.rename(folder)
    assert counts(pipe) == before
    # by keys: DataJoint 2.3.5 cannot delete a difference of tables on MySQL
    undone = (pipe.exp.FacialExpressionTask - pipe.exp.FacialExpression.proj()).keys()
    (pipe.exp.FacialExpressionTask & undone).delete(prompt=False)


def test_computing_descriptors_anew_keeps_prototypes_and_other_recordings_scores(
    pipe, second, server
):
    exp, hog = pipe.exp, pipe.hog
    # a recording of its own, whose prototypes score the second day
    key = insert_movie(pipe, film_events(pipe.link.RAW / "again.mp4", seed=5))
    task, events = describe(pipe, key), exp.EventSet.add(key, EVENTS)
    made = exp.PrototypeTask.add([{**task, **events}], exp.ExpressionParamSet.add())
    exp.PrototypeSet.populate(made)
    empty = exp.EventSet.without_events(second["key"])
    own = add_scores(pipe, task, events, made)
    other = add_scores(pipe, second["hog"], empty, made)
    assert not [
        row
        for row in exp.PrototypeSet.stale()
        if row["prototype_set_id"] == made["prototype_set_id"]
    ]

    path = pipe.link.PROCESSED / (hog.HOGProcessing & task).fetch1("result_path")
    (hog.HOGProcessing & task).delete(prompt=False)
    assert len(exp.FacialExpression & own) == 0
    assert len(exp.FacialExpression & other) == 1
    assert len(exp.PrototypeSet.Prototype & made) == 2
    stale = [
        r for r in exp.PrototypeSet.stale() if r["prototype_set_id"] == made["prototype_set_id"]
    ]
    assert [r["reason"] for r in stale] == ["descriptors are gone"]
    assert stale[0]["recording_id"] == key["recording_id"]

    # the same again is no change
    hog.HOGProcessing.populate(task)
    assert not [
        r for r in exp.PrototypeSet.stale() if r["prototype_set_id"] == made["prototype_set_id"]
    ]
    # other descriptors of the same task are
    (hog.HOGProcessing & task).delete(prompt=False)
    shutil.rmtree(path)
    (pipe.rec.RecordingInfo & key).delete(prompt=False)
    film_events(pipe.link.RAW / "again.mp4", seed=6)
    pipe.rec.RecordingInfo.populate(key)
    hog.HOGProcessing.populate(task)
    stale = [
        r for r in exp.PrototypeSet.stale() if r["prototype_set_id"] == made["prototype_set_id"]
    ]
    assert [r["reason"] for r in stale] == ["recomputed, with another result"]
    assert len(exp.FacialExpression & other) == 1


def test_a_recording_that_made_prototypes_is_not_deleted_unasked(pipe, movie, prototypes):
    before = counts(pipe)
    with pytest.raises(dj.DataJointError, match="before its master"):
        (pipe.rec.VideoRecording & movie["key"]).delete(prompt=False)
    assert counts(pipe) == before


def test_events_that_made_prototypes_are_corrected_by_a_new_set(pipe, movie, prototypes, scored):
    exp = pipe.exp
    before = counts(pipe)
    with pytest.raises(dj.DataJointError, match="before its master"):
        (exp.EventSet & movie["events"]).delete(prompt=False)
    assert counts(pipe) == before
    # the corrected list is another set, and prototypes from it are another request
    corrected = exp.EventSet.add(movie["key"], [(n, a, b - 0.25) for n, a, b in EVENTS])
    assert corrected != movie["events"]
    params = {"expression_paramset_id": scored["expression_paramset_id"]}
    task = exp.PrototypeTask.add([{**movie["hog"], **corrected}], params)
    assert task != prototypes and not exp.PrototypeSet & task
    assert len(exp.FacialExpression & scored) == 1
    (exp.PrototypeTask & task).delete(prompt=False)
    (exp.EventSet & corrected).delete(prompt=False)
    assert counts(pipe) == before


def test_a_clock_without_times_is_waited_for(pipe, movie, prototypes):
    rec, exp = pipe.rec, pipe.exp
    rec.Clock.insert1({"clock": "rig", "clock_description": "TTL"}, skip_duplicates=True)
    times = rec.frame_times(movie["key"]) + 100.0
    from element_mouseface.core.sync.packed_times import pack_times

    row = {**movie["key"], "clock": "rig", "clock_method": "test", "clock_source": "test",
           "clock_hash": "0" * 64, "clock_times": pack_times(times)}  # fmt: skip
    rec.FrameClock.insert1(row, allow_direct_insert=True)
    shifted = [(n, a + 100.0, b + 100.0) for n, a, b in EVENTS]
    with pytest.raises(EventsError, match="outside the recording"):
        exp.EventSet.add(movie["key"], shifted)
    events = exp.EventSet.add(movie["key"], shifted, clock="rig")
    key = add_scores(pipe, movie["hog"], events, prototypes)
    times_s, values = exp.FacialExpression.trace(key, "quinine")
    assert np.array_equal(times_s, times)
    rows = exp.FacialExpression.EventSummary & key & {"prototype": "quinine"}
    inside = (times_s >= 106.0) & (times_s < 107.5)
    found = (rows & {"event_id": 1}).fetch1("event_mean")
    assert found == pytest.approx(values[inside].mean(), abs=1e-6)
    # the same scores, wherever the clock starts
    (rec.FrameClock & movie["key"] & {"clock": "rig"}).delete(prompt=False)
    (exp.FacialExpression & key).delete(prompt=False)
    assert exp.FacialExpression.populate(key)["success_count"] == 0
    (exp.FacialExpressionTask & key).delete(prompt=False)


def test_a_key_that_names_several_rows_is_told(pipe, scored):
    with pytest.raises(ParameterError, match="names no row"):
        pipe.exp.FacialExpression.trace({"session_id": 99}, "quinine")
    with pytest.raises(ParameterError, match="There is no trace"):
        pipe.exp.FacialExpression.trace(scored, "lithium")
    with pytest.raises(MouseFaceError):
        pipe.exp.ExpressionParamSet.add({"neutral": "none"})


# ---------------------------------------------------------------- activation


def test_stored_tables_are_those_of_the_code(server, linking, fresh, pipe):
    fresh.recording.activate(server.name("expr_rec"), linking_module=linking)
    fresh.descriptors.activate(server.name("expr_hog"), linking_module=linking)
    fresh.expression.activate(server.name("expr_exp"), linking_module=linking)
    fresh.expression.activate(server.name("expr_exp"))
    assert len(fresh.expression.EventTrial()) == len(pipe.exp.EventTrial())


def test_a_pipeline_without_trials_has_no_link_to_them(server, fresh, tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "processed").mkdir()
    link = upstream.build(server.name("notrial"), tmp_path / "raw", tmp_path / "processed")
    del link.Trial
    fresh.recording.activate(server.name("notrial_rec"), linking_module=link)
    with pytest.raises(
        ActivationError, match="expression needs descriptors, which is not activated"
    ):
        fresh.expression.activate(server.name("notrial_exp"))
    fresh.descriptors.activate(server.name("notrial_hog"))
    fresh.expression.activate(server.name("notrial_exp"))
    assert "event_trial" not in fresh.expression.schema.list_tables()
    with pytest.raises(ActivationError, match="no Trial table"):
        fresh.expression.EventTrial.add({}, [])


def test_a_long_session_key_makes_no_two_indexes_of_one_name(server, fresh, tmp_path):
    # PostgreSQL: DataJoint names the index of a foreign key by the first 30 characters of
    # its columns, so a table may have one such index that begins with the session's key
    schema = dj.Schema(server.name("long_up"))

    @schema
    class Session(dj.Manual):
        definition = """
        the_name_of_the_animal_in_the_colony : varchar(64)
        the_number_of_the_session_of_the_day : int32
        """

    (tmp_path / "raw").mkdir()
    (tmp_path / "processed").mkdir()
    link = upstream.build(server.name("long_lab"), tmp_path / "raw", tmp_path / "processed")
    link.Session = Session
    del link.Trial
    fresh.recording.activate(server.name("long_rec"), linking_module=link)
    fresh.descriptors.activate(server.name("long_hog"))
    fresh.behavior.activate(server.name("long_beh"))
    fresh.expression.activate(server.name("long_exp"))
    fresh.responses.activate(server.name("long_res"))
    for name in ("features", "frame_models", "failures", "affect"):
        getattr(fresh, name).activate(server.name(f"long_{name}"))
    assert len(fresh.expression.EventResponse.Event()) == 0
    assert len(fresh.responses.BehaviorResponse.Event()) == 0
    assert len(fresh.frame_models.FrameModel.HeldOut()) == 0


def test_every_table_says_what_it_is(pipe):
    for table in vars(pipe.exp).values():
        if isinstance(table, type) and issubclass(table, dj.Table):
            assert len(table().heading.table_status["comment"]) > 10, table
            assert "%" not in table.definition


def test_a_map_of_the_cells_adds_up_to_similarity_less_neutrals(pipe, scored, prototypes):
    table = pipe.exp.FacialExpression
    _, values = table.trace(scored, "quinine", "similarity")
    frame = int(np.nanargmax(values))
    neutral = (pipe.exp.PrototypeSet.Prototype & prototypes & {"prototype": "quinine"}).fetch1(
        "prototype_r_neutral"
    )
    found = table.why(scored, "quinine", frame)
    assert (found.measure, found.values.shape) == ("similarity", (6, 8))
    assert found.score == pytest.approx(values[frame], abs=1e-6)
    assert found.values.sum() == pytest.approx(values[frame] - neutral, abs=1e-6)
    assert table.why(scored, "quinine", frame - 2, frame + 3).score == found.score
    for name, number in (("salt", frame), ("quinine", -1), ("quinine", len(values))):
        with pytest.raises(ParameterError, match="no such similarity"):
            table.why(scored, name, number)
