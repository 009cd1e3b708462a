"""The contrast score in tables, against the same computed without a database."""

from __future__ import annotations

from datetime import datetime

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.events.measures import MeasureParams
from element_mouseface.core.scoring.contrast import ContrastParams, score_contrast
from element_mouseface.errors import ParameterError, PrototypeError
from element_mouseface.params import Crop, HOGParams, Mask
from tests.schema.faces import FPS, SCORES, activated, answers, film_events, insert_movie
from tests.schema.upstream import SESSION

pytestmark = pytest.mark.server

NAMES = ("sucrose", "quinine")
#: four trials of two stimuli, alternating, with room for neutral frames between them
EVENTS = [(NAMES[i % 2], 2.01 + 3.2 * i, 3.21 + 3.2 * i) for i in range(8)]
DURATION_S = 28.0
#: small: what is tested is the way into the tables
PARAMS = ContrastParams(
    n_components=64, basis_frames=200, training_frames=600, baseline_margin_s=0.5, alpha_names=0.05
)
SMALL = HOGParams(pixels_per_cell=(16, 16))
OTHER_DAY = {**SESSION, "session_id": 2}


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "contrast", SCORES) as modules:
        yield modules


def record(pipe, name, *, seed, session=SESSION, crop=None, events=EVENTS):
    """A filmed recording with its descriptors: the keys by name."""
    path = film_events(
        pipe.link.RAW / name, events=events, seed=seed, duration_s=DURATION_S, amount=0.15,
        course=answers,
    )  # fmt: skip
    key = insert_movie(pipe, path, session=session)
    filmed_at = datetime(2026, 1, 1 if session is SESSION else 8, 12 * (session is not SESSION))
    stored = dj.FreeTable(dj.conn(), pipe.rec.RecordingInfo.full_table_name)
    stored.update1({**key, "recording_datetime": filmed_at})
    return {
        "key": key,
        "hog": describe(pipe, key, crop),
        "events": pipe.exp.EventSet.add(key, events),
    }


def describe(pipe, key, crop=None):
    task = {**key, **pipe.hog.FaceCrop.add(crop), **pipe.hog.HOGParamSet.add(SMALL)}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"}, skip_duplicates=True)
    pipe.hog.HOGProcessing.populate(task)
    return task


def make(pipe, day, params=PARAMS, **more):
    source = {**day["hog"], **day["events"]}
    key = pipe.exp.PrototypeTask.add([source], pipe.exp.ExpressionParamSet.add(params), **more)
    pipe.exp.PrototypeSet.populate(key)
    return key


def score(pipe, day, prototypes, params=PARAMS, events=None):
    task = {**day["hog"], **(events or day["events"]), **prototypes}
    task |= pipe.exp.ExpressionParamSet.add(params)
    key = {name: task[name] for name in pipe.exp.FacialExpressionTask().primary_key}
    pipe.exp.FacialExpressionTask.insert1(key, skip_duplicates=True)
    pipe.exp.FacialExpression.populate(key)
    return key


@pytest.fixture(scope="module")
def first(pipe):
    return record(pipe, "first.mp4", seed=1)


@pytest.fixture(scope="module")
def second(pipe):
    return record(pipe, "second.mp4", seed=2, session=OTHER_DAY)


@pytest.fixture(scope="module")
def made(pipe, first):
    return make(pipe, first)


@pytest.fixture(scope="module")
def scored(pipe, first, made):
    return score(pipe, first, made)


@pytest.fixture(scope="module")
def expected(pipe, first):
    """The same scores without a database."""
    return direct(pipe, first)


def direct(pipe, day, prototypes=None, events=True):
    found = pipe.hog.HOGProcessing.result(day["hog"])
    told = pipe.exp.EventSet.events(day["events"]) if events else None
    return score_contrast(
        found.thumbnails, found.times_s, found.flags, told, PARAMS, crop_px=(96, 128),
        prototypes=prototypes,
    )  # fmt: skip


def test_traces_are_those_of_the_method(pipe, scored, expected):
    table = pipe.exp.FacialExpression
    assert expected.names == NAMES and not expected.findings
    for k, name in enumerate(NAMES):
        times_s, values = table.trace(scored, name, "score")
        assert np.array_equal(times_s, expected.times_s)
        assert np.allclose(values, expected.score[:, k], atol=1e-5, equal_nan=True)
        _, values = table.trace(scored, name, "score_se")
        assert np.allclose(values, expected.score_se[:, k], atol=1e-5, equal_nan=True)
    assert np.array_equal(
        table.trace(scored, "quinine")[1],
        table.trace(scored, "quinine", "score")[1],
        equal_nan=True,
    )
    units = {(row["measure"], row["trace_unit"]) for row in (table.Trace & scored).to_dicts()}
    assert units == {("score", "expression"), ("score_se", "expression")}
    for name, values in (("misfit", expected.misfit), ("shift_x_px", expected.shift_px[:, 0]),
                         ("residual_shift_y_px", expected.residual_shift_px[:, 1])):  # fmt: skip
        stored = table.frame_trace(scored, name)
        assert np.allclose(stored, values, atol=1e-4, equal_nan=True)


def test_the_row_says_where_the_scores_come_from(pipe, scored, expected):
    row = (pipe.exp.FacialExpression & scored).fetch1()
    assert (row["score_source"], row["circular"]) == ("cross-validated", False)
    assert row["prototype_age_days"] == 0.0
    assert row["look_ahead_s"] == PARAMS.look_ahead_s
    assert row["expression_n_frames"] == len(expected.times_s) == DURATION_S * FPS
    assert row["expression_n_valid"] == np.isfinite(expected.score).all(axis=1).sum() > 500
    lengths = np.hypot(*expected.shift_px.T)
    assert row["shift_median_px"] == pytest.approx(np.nanmedian(lengths), abs=1e-6)
    assert row["shift_max_px"] == pytest.approx(np.nanmax(lengths), abs=1e-6)
    assert row["permutation_p"] == pytest.approx(expected.p_values)
    findings = (pipe.exp.FacialExpression.Finding & scored).to_dicts()
    assert {(s["finding"], s["finding_about"]) for s in findings} == {("ok", n) for n in NAMES}


def test_each_fold_says_which_event_it_held_out(pipe, first, scored):
    exp = pipe.exp
    rows = (exp.FacialExpression.Fold & scored).to_dicts(order_by="fold_start_frame")
    assert [row["event_id"] for row in rows] == list(range(8))
    assert rows[0]["fold_start_frame"] == 0 and rows[-1]["fold_stop_frame"] == DURATION_S * FPS
    times_s = exp.FacialExpression.times(scored)
    for row, (name, onset_s, offset_s) in zip(rows, EVENTS, strict=True):
        assert times_s[row["fold_start_frame"]] <= onset_s
        assert times_s[row["fold_stop_frame"] - 1] >= offset_s - 1 / FPS - 1e-6
        assert row["held_out"].startswith(f"{name} from {onset_s:.3f}")
    # a join tells the stimulus of each
    joined = exp.FacialExpression.Fold * exp.EventSet.Event & scored
    assert [r["stimulus"] for r in joined.to_dicts(order_by="fold")] == [n for n, _, _ in EVENTS]


def test_one_query_leads_from_a_score_to_the_trials_that_made_it(pipe, first, scored, made):
    exp = pipe.exp
    query = exp.FacialExpression.sources(scored) & {"prototype": "quinine"}
    rows = query.to_dicts(order_by="event_id")
    assert [row["event_id"] for row in rows] == [1, 3, 5, 7]
    for row in rows:
        settled_s = row["onset_s"] + PARAMS.settle_s
        assert row["source_event_first_frame"] == np.ceil(settled_s * FPS)
        assert row["source_event_stop_frame"] == np.ceil(row["offset_s"] * FPS)
    # the frame's own trial took no part in its score
    frame = rows[1]["source_event_first_frame"] + 3
    others = exp.FacialExpression.sources(scored, frame) & {"prototype": "quinine"}
    assert sorted(others.to_arrays("event_id")) == [1, 5, 7]

    # and in plain SQL
    names = {n: getattr(exp.FacialExpression, n)().full_table_name for n in ("Fold",)}
    source = exp.PrototypeSet.SourceEvent().full_table_name
    sql = f"""
        SELECT s.event_id, s.source_event_first_frame
        FROM {source} s
        JOIN {names["Fold"]} f ON f.prototype_set_id = s.prototype_set_id
                              AND f.event_id <> s.event_id
        WHERE s.prototype = 'quinine' AND s.prototype_set_id = {made["prototype_set_id"]}
          AND f.expression_paramset_id = {scored["expression_paramset_id"]}
          AND f.session_id = 1 AND f.fold_start_frame <= {frame} AND f.fold_stop_frame > {frame}
        ORDER BY s.event_id"""
    assert [int(row[0]) for row in dj.conn().query(sql).fetchall()] == [1, 5, 7]


def test_prototypes_are_pictures_that_show_what_was_planted(pipe, made, expected):
    rows = (pipe.exp.PrototypeSet.Prototype & made).to_dicts(order_by="prototype_order")
    pictures = expected.prototypes.pictures()
    for k, row in enumerate(rows):
        assert row["prototype"] == NAMES[k]
        assert np.allclose(row["prototype_vector"], pictures[k], atol=1e-3)
        assert row["prototype_n_frames"] == sum(
            e["source_event_n_frames"]
            for e in (pipe.exp.PrototypeSet.SourceEvent & made & {"prototype": NAMES[k]}).to_dicts()
        )
    row = (pipe.exp.PrototypeSet & made).fetch1()
    assert (row["prototype_method"], row["prototype_hog_params"]) == ("contrast", None)
    assert row["neutral_vector"].shape == (60, 80) == row["valid_features"].shape
    opened = pipe.exp.PrototypeSet.open(made)
    assert np.array_equal(opened.model.filter, expected.prototypes.model.filter)
    assert opened.source["files"] and opened.source["crop_px"] == [96, 128]


def test_another_session_is_scored_by_the_stored_prototypes(pipe, first, second, made, expected):
    exp = pipe.exp
    found = direct(pipe, second, expected.prototypes)
    key = score(pipe, second, made)
    for k, name in enumerate(NAMES):
        _, values = exp.FacialExpression.trace(key, name)
        assert np.allclose(values, found.score[:, k], atol=1e-4, equal_nan=True)
        planted = answers(EVENTS, found.times_s, name)
        good = np.isfinite(values)
        assert np.corrcoef(values[good], planted[good])[0, 1] > 0.9
    row = (exp.FacialExpression & key).fetch1()
    assert (row["score_source"], row["circular"]) == ("other session", False)
    assert len(exp.FacialExpression.Fold & key) == 0
    # what made it is the first day's
    rows = (exp.FacialExpression.sources(key) & {"prototype": "sucrose"}).to_dicts()
    assert {(r["session_id"], r["recording_id"]) for r in rows} == {
        (1, first["key"]["recording_id"])
    }
    (source,) = exp.PrototypeSet.sources(made).to_dicts()
    assert source["recording_datetime"] == datetime(2026, 1, 1)
    assert row["prototype_age_days"] == 7.5


def test_a_session_without_events_is_scored(pipe, second, made, expected):
    empty = pipe.exp.EventSet.without_events(second["key"])
    key = score(pipe, second, made, events=empty)
    found = direct(pipe, second, expected.prototypes, events=False)
    _, values = pipe.exp.FacialExpression.trace(key, "quinine")
    assert np.allclose(values, found.score[:, 1], atol=1e-4, equal_nan=True)
    assert len(pipe.exp.FacialExpression.EventSummary & key) == 0
    assert not pipe.exp.EventResponse().key_source & key
    # no event, no trial: a row would refer to an event that is not there
    for part in (pipe.exp.FacialExpression.Trial, pipe.exp.FacialExpression.TimeCourse):
        assert not part & key
    assert found.trials == found.courses == ()


def test_other_events_of_the_recording_that_made_the_set_are_told_to_be_circular(pipe, first, made):
    other = pipe.exp.EventSet.add(first["key"], EVENTS[:6])
    key = score(pipe, first, made, events=other)
    row = (pipe.exp.FacialExpression & key).fetch1()
    assert (row["score_source"], row["circular"]) == ("same data", True)
    findings = (pipe.exp.FacialExpression.Finding & key & {"finding": "circular"}).to_dicts()
    assert "very recording" in findings[0]["finding_reason"]
    assert findings[0]["finding_severity"] == "note"


def test_a_file_of_prototypes_is_the_same_set(pipe, second, made):
    exp = pipe.exp
    exp.PrototypeSet.open(made).save(pipe.link.PROCESSED / "contrast.npz")
    key = exp.PrototypeTask.add_file("contrast.npz")
    assert exp.PrototypeTask.add_file("contrast.npz") == key != made
    exp.PrototypeSet.populate(key)
    one, other = ((exp.PrototypeSet & k).fetch1() for k in (made, key))
    assert one["prototype_digest"] == other["prototype_digest"]
    assert other["prototype_method"] == "contrast"
    assert one["prototype_recorded_at"] == other["prototype_recorded_at"]
    with pytest.raises(ParameterError, match="measure"):
        exp.ExpressionParamSet.add({"measure": 1}, method="contrast")


# ---------------------------------------------------------------- results


def test_bouts_are_of_the_score_by_hashed_thresholds(pipe, scored):
    exp = pipe.exp
    rules = exp.ExpressionParamSet.measures(scored)
    assert rules == MeasureParams()
    traces = (exp.FacialExpression.Trace & scored & {"measure": "score"}).to_dicts()
    assert {(t["bout_enter"], t["bout_leave"]) for t in traces} == {(0.5, 0.3)}
    bouts = (exp.FacialExpression.Bout & scored & {"bout_measure": "score"}).to_dicts(
        order_by="bout_start_s"
    )
    assert [b["bout_name"] for b in bouts] == [n for n, _, _ in EVENTS]
    for bout, (_, onset_s, offset_s) in zip(bouts, EVENTS, strict=True):
        assert abs(bout["bout_start_s"] - onset_s) < 0.5
        assert abs(bout["bout_stop_s"] - offset_s) < 0.5
    others = exp.ExpressionParamSet.add(PARAMS, measures={"bout_enter": 0.6})
    assert others != exp.ExpressionParamSet.add(PARAMS)
    assert exp.ExpressionParamSet.measures(others).bout_enter == 0.6
    with pytest.raises(ParameterError, match="its own parameters for bouts"):
        exp.ExpressionParamSet.add(measures={"bout_min_s": 9.0})


def test_windows_measure_the_stored_traces(pipe, first, scored):
    exp = pipe.exp
    before = (exp.FacialExpression & scored).fetch1()
    exp.EventWindow.add("through", -1.0, 3.0)
    folder = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & first["hog"]).fetch1("result_path")
    away = folder.rename(folder.with_name("away_contrast"))
    try:
        exp.EventResponse.populate(scored)
    finally:
        away.rename(folder)
    assert (exp.FacialExpression & scored).fetch1() == before
    times_s, values = exp.FacialExpression.trace(scored, "quinine")
    _, errors = exp.FacialExpression.trace(scored, "quinine", "score_se")
    wanted = {"event_window": "through", "prototype": "quinine"}
    query = exp.EventResponse.Event * exp.EventSet.Event & scored & wanted & {"stimulus": "quinine"}
    rows = query.to_dicts(order_by="event_id")
    assert len(rows) == 4
    for row in rows:
        inside = (times_s >= row["onset_s"] - 1.0) & (times_s < row["onset_s"] + 3.0)
        assert row["measure"] == "score"
        assert row["response_mean"] == pytest.approx(values[inside].mean(dtype=float), abs=1e-6)
        assert row["response_mean_se"] == pytest.approx(errors[inside].mean(dtype=float), abs=1e-6)
        assert row["response_peak"] == pytest.approx(values[inside].max())
        # A frame stands until the next one; the window's edges lie between frames.
        start, stop = row["onset_s"] - 1.0, row["onset_s"] + 3.0
        shown = np.minimum(times_s + 1 / FPS, stop) - np.maximum(times_s, start)
        area = values.astype(float) @ np.clip(shown, 0, None)
        assert row["response_auc"] == pytest.approx(area, abs=1e-5)
        assert row["response_valid_duration_s"] == pytest.approx(4.0, abs=1e-6)
        assert 0 <= row["response_latency_s"] < 0.5
        # the picture goes back at once; the score is smoothed
        assert 0 < row["response_half_decay_s"] < 1.7
        neutral = (times_s >= row["onset_s"] - 2.0) & (times_s < row["onset_s"])
        assert row["response_baseline"] == pytest.approx(
            values[neutral].mean(dtype=float), abs=1e-6
        )
        assert row["response_change"] == pytest.approx(
            row["response_mean"] - row["response_baseline"], abs=1e-9
        )


def test_habituation_is_a_line_over_the_trials(pipe, scored):
    exp = pipe.exp
    exp.EventResponse.populate(scored)
    own = {"event_window": "event", "prototype": "sucrose", "stimulus": "sucrose"}
    row = (exp.EventResponse.Habituation & scored & own & {"quantity": "mean"}).fetch1()
    query = exp.EventResponse.Event * exp.EventSet.Event & scored & own
    means = query.to_arrays("response_mean", order_by="repetition")
    slope = np.polyfit(np.arange(4), means, 1)[0]
    assert row["habituation_n_trials"] == 4
    assert row["habituation_slope"] == pytest.approx(slope, abs=1e-9)
    assert row["habituation_ratio"] == pytest.approx(means[-1] / means[0])
    assert row["habituation_slope_se"] > 0


def test_sql_alone_gives_the_score_of_every_trial_with_its_error(pipe, scored):
    exp = pipe.exp
    summary = exp.FacialExpression.EventSummary().full_table_name
    event = exp.EventSet.Event().full_table_name
    shared = ("subject", "session_id", "recording_id", "event_set_id", "event_id")
    sql = f"""
        SELECT e.event_id, e.stimulus, AVG(s.event_mean), MAX(s.event_mean_se)
        FROM {summary} s JOIN {event} e ON {" AND ".join(f"s.{n} = e.{n}" for n in shared)}
        WHERE s.measure = 'score' AND s.prototype = e.stimulus
          AND s.expression_paramset_id = {scored["expression_paramset_id"]}
          AND s.session_id = 1 AND s.event_set_id = {scored["event_set_id"]}
        GROUP BY e.event_id, e.stimulus ORDER BY e.event_id"""
    rows = dj.conn().query(sql).fetchall()
    assert [row[1] for row in rows] == [name for name, _, _ in EVENTS]
    assert all(0.5 < float(row[2]) < 1.5 and 0 < float(row[3]) < 0.5 for row in rows)


def test_a_map_of_the_face_adds_up_to_the_stored_score(pipe, scored):
    table = pipe.exp.FacialExpression
    _, values = table.trace(scored, "quinine")
    frame = int(np.nanargmax(values))
    found = table.why(scored, "quinine", frame)
    assert found.values.shape == (60, 80)
    assert found.values.sum() == pytest.approx(values[frame], abs=1e-3)
    assert found.made_without == "quinine"


# ---------------------------------------------------------------- refusals


@pytest.fixture(scope="module")
def shuffled(pipe, first):
    """Events of the first day with names that do not go with the faces."""
    names = [NAMES[i] for i in (0, 0, 1, 1, 1, 1, 0, 0)]
    rows = [(name, a, b) for name, (_, a, b) in zip(names, EVENTS, strict=True)]
    return {**first, "events": pipe.exp.EventSet.add(first["key"], rows)}


def test_what_means_nothing_is_refused_in_rows(pipe, shuffled, second):
    exp = pipe.exp
    made = make(pipe, shuffled)
    findings = (exp.PrototypeSet.Finding & made).to_dicts()
    assert ("stimuli_not_distinct", "") in {
        (s["prototype_finding"], s["prototype_finding_about"]) for s in findings
    }
    assert {s["prototype_finding_severity"] for s in findings} == {"refused"}
    assert not exp.PrototypeSet.Prototype & made and not exp.PrototypeSet.Model & made
    with pytest.raises(PrototypeError, match="was refused"):
        exp.PrototypeSet.open(made)
    own, other = score(pipe, shuffled, made), score(pipe, second, made)
    for key in (own, other):
        assert (exp.FacialExpression & key).fetch1("expression_n_valid") == 0
        assert len(exp.FacialExpression.Trace & key) == 0
        (finding,) = (exp.FacialExpression.Finding & key & {"finding_about": ""}).to_dicts()
        assert (
            finding["finding"] == "stimuli_not_distinct"
            and "shuffling" in finding["finding_reason"]
        )
        assert len(exp.FacialExpression.Finding & key & {"finding_severity": "refused"}) >= 1
        with pytest.raises(ParameterError, match="not more alike than trials"):
            exp.FacialExpression.why(key, "quinine", 100)
        with pytest.raises(ParameterError, match="shuffling"):
            exp.FacialExpression.trace(key, "quinine")
    assert (exp.FacialExpression & own).fetch1("score_source") == "cross-validated"


def test_a_stimulus_with_one_trial_is_refused_and_the_others_are_scored(pipe, first, second):
    rows = [*EVENTS, ("salt", 27.0, 27.8)]
    day = {**first, "events": pipe.exp.EventSet.add(first["key"], rows)}
    made = make(pipe, day)
    key = score(pipe, day, made)
    table = pipe.exp.FacialExpression
    findings = {(s["finding"], s["finding_about"]) for s in (table.Finding & key).to_dicts()}
    assert {("too_few_events", "salt"), ("ok", "sucrose"), ("ok", "quinine")} <= findings
    assert set((table.Trace & key).to_arrays("prototype")) == set(NAMES)
    with pytest.raises(ParameterError, match="salt has 1 usable trial"):
        table.trace(key, "salt")
    # another session is scored by what there is
    other = score(pipe, second, made)
    assert set((table.Trace & other).to_arrays("prototype")) == set(NAMES)
    assert np.isfinite(table.trace(other, "quinine")[1]).mean() > 0.9


def test_requests_that_cannot_work_are_told(pipe, first, second, made):
    exp = pipe.exp
    params = exp.ExpressionParamSet.add(PARAMS)
    sources = [{**day["hog"], **day["events"]} for day in (first, second)]
    with pytest.raises(PrototypeError, match="from one recording"):
        exp.PrototypeTask.add(sources, params)
    for other, told in (
        (None, "another method"),
        ({**PARAMS.to_dict(), "look_ahead_s": 0.0}, "look_ahead_s=0.2"),
    ):
        method = None if other is None else "contrast"
        task = {**second["hog"], **second["events"], **made}
        task |= exp.ExpressionParamSet.add(other, method=method)
        key = {name: task[name] for name in exp.FacialExpressionTask().primary_key}
        exp.FacialExpressionTask.insert1(key)
        with pytest.raises(PrototypeError, match=told):
            exp.FacialExpression.populate(key)
        assert not exp.FacialExpression & key
        (exp.FacialExpressionTask & key).delete(prompt=False)


def test_a_model_that_no_row_takes_is_refused(pipe, made, monkeypatch):
    from element_mouseface.core.scoring.methods import method
    from element_mouseface.expression import _prototype_rows

    record = method("contrast").record(pipe.exp.PrototypeSet.open(made))
    (row,) = _prototype_rows.record_rows(record)["Model"]
    assert len(row["model_npz"]) < _prototype_rows.MODEL_BYTES
    monkeypatch.setattr(_prototype_rows, "MODEL_BYTES", 1000)
    with pytest.raises(ParameterError, match="too large for a row"):
        _prototype_rows.record_rows(record)


def test_a_mask_and_a_crop_of_another_size(pipe, second, made):
    crop = Crop(x=0, y=0, width=112, height=96, masks=(Mask("spout", "box", ((0, 60), (30, 95))),))
    other = {**second, "hog": describe(pipe, second["key"], crop)}
    key = score(pipe, other, made)
    findings = (pipe.exp.FacialExpression.Finding & key).to_dicts()
    assert "96x128" in next(
        s["finding_reason"] for s in findings if s["finding"] == "other_crop_size"
    )


def test_stale_sets_are_told(pipe, first, second, made, scored):
    exp = pipe.exp

    def reasons():
        mine = [
            r for r in exp.PrototypeSet.stale() if r["prototype_set_id"] == made["prototype_set_id"]
        ]
        return [r["reason"] for r in mine]

    others = len(exp.FacialExpression & second["key"])
    assert reasons() == [] and others > 0
    (pipe.hog.HOGProcessing & first["hog"]).delete(prompt=False)
    assert reasons() == ["descriptors are gone"]
    # other recordings keep their scores, and the set its model
    assert not exp.FacialExpression & scored
    assert len(exp.FacialExpression & second["key"]) == others
    assert exp.PrototypeSet.open(made).names == NAMES
