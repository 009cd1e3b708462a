"""What motion explains of a score, in tables: against the same computed without a database."""

from __future__ import annotations

from dataclasses import asdict

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.confounds.explained import held_out_folds, motion_explained
from element_mouseface.core.confounds.params import MotionParams
from element_mouseface.core.confounds.regressors import signal_regressors
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.keypoints import keypoint_regressors
from element_mouseface.errors import ActivationError, ParameterError
from element_mouseface.params import HOGParams
from tests.schema.faces import DURATION_S, EVENTS, EXPLAINED, activated, film_events, insert_movie
from tests.servers import fresh_modules
from tests.unit.core.keypoints.faces import face, write_facemap

pytestmark = pytest.mark.server

REGIONS = Regions(
    (Region.box("mouth", 8, 48, 48, 40), Region("ear", "ellipse", ((64, 8), (120, 48))))
)
PARAMS = MotionParams(n_shifts=20, min_shift_s=2.0)


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "conf", EXPLAINED) as modules:
        yield modules


@pytest.fixture(scope="module")
def scored(pipe):
    """A recording whose picture changes in its events, scored by the published method."""
    key = insert_movie(pipe, film_events(pipe.link.RAW / "moved.mp4", seed=3))
    task = {**key, **pipe.hog.FaceCrop.add(), **pipe.hog.HOGParamSet.add(HOGParams())}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    events = pipe.exp.EventSet.add(key, EVENTS)
    params = pipe.exp.ExpressionParamSet.add({"normalize": "minmax"})
    prototypes = pipe.exp.PrototypeTask.add([{**task, **events}], params)
    pipe.exp.FacialExpressionTask.insert1({**task, **events, **params, **prototypes})
    signals = pipe.fmp.FacemapTask.add(key, regions=REGIONS, do_mot_svd=False)
    pipe.hog.HOGProcessing.populate(key)
    pipe.exp.PrototypeSet.populate()
    pipe.exp.FacialExpression.populate(key)
    pipe.fmp.FacemapProcessing.populate(key)
    pipe.fmp.FacialSignal.populate(key)
    (score,) = (pipe.exp.FacialExpression & key).keys()
    return {"score": score, "signals": signals}


@pytest.fixture(scope="module")
def explained(pipe, scored):
    paramset = pipe.con.MotionParamSet.add(PARAMS)
    pipe.con.MotionExplained.populate()
    return {**scored["score"], **scored["signals"], **paramset}


def rows_of(pipe, key, **more):
    rows = (pipe.con.MotionExplained.Regressor & key & more).to_dicts()
    return {row["regressor"]: row for row in rows}


def test_there_is_a_row_for_each_regressor_of_each_trace(pipe, explained):
    table = pipe.con.MotionExplained.Regressor
    # two prototypes, r and its normalized form
    assert len(table & explained) == 2 * 2 * 4
    rows = rows_of(pipe, explained, prototype="quinine", measure="similarity")
    kinds = {name: row["regressor_kind"] for name, row in rows.items()}
    assert kinds == {
        "motion: full frame": "motion",
        "motion: ear": "motion",
        "licking": "licking",
        "all": "all",
    }
    assert (pipe.con.MotionExplained & explained).fetch1("explained_n_regressors") == 3


def test_numbers_are_those_of_the_function(pipe, scored, explained):
    table = pipe.exp.FacialExpression
    times_s, trace = table.trace(scored["score"], "quinine")
    signals = pipe.fmp.FacialSignal.open(scored["signals"])
    folds = held_out_folds(times_s, pipe.exp.EventSet.events(scored["score"]))
    assert len(np.unique(folds)) == len(EVENTS)
    expected = motion_explained(trace, signal_regressors(signals), times_s, folds, PARAMS)
    rows = rows_of(pipe, explained, prototype="quinine", measure="similarity")
    for found in expected:
        row = rows[found.regressor]
        for name in ("r2", "r2_se", "null_q95", "p"):
            assert row[f"explained_{name}"] == pytest.approx(getattr(found, name)), name
        assert row["explained_n_valid"] == found.n_valid > 300
        assert row["explained_n_folds"] == len(EVENTS)
    own = {**explained, "measure": "similarity"}
    again = pipe.con.MotionExplained.explained(own, "quinine")
    assert again[-1].regressor == "all"
    for one in again:
        (same,) = [asdict(e) for e in expected if e.regressor == one.regressor]
        assert asdict(one) == pytest.approx(same, nan_ok=True)


def test_a_score_that_holds_its_value_is_not_explained_by_how_the_picture_moves(pipe, explained):
    # the picture changes at onset and offset only: in between nothing moves
    for prototype in ("sucrose", "quinine"):
        rows = rows_of(pipe, explained, prototype=prototype, measure="similarity")
        assert rows["all"]["explained_r2"] < 0.6


def test_a_straight_change_of_the_trace_changes_nothing(pipe, explained):
    one = rows_of(pipe, explained, prototype="quinine", measure="similarity")
    other = rows_of(pipe, explained, prototype="quinine", measure="similarity_minmax")
    for name, row in one.items():
        assert row["explained_r2"] == pytest.approx(other[name]["explained_r2"], abs=1e-3)


def test_sql_puts_it_beside_the_answers_to_events(pipe, explained):
    pipe.exp.EventResponse.populate()
    together = pipe.con.MotionExplained.Regressor & {"regressor": "all"}
    joined = pipe.exp.EventResponse.Event * together & explained & {"event_window": "event"}
    # two traces of two prototypes, over four events
    assert len(joined) == 2 * 2 * 4
    mean = dj.U("prototype").aggr(joined, share="avg(explained_r2)")
    assert {row["prototype"] for row in mean.to_dicts()} == {"sucrose", "quinine"}


def test_errors_of_scores_are_not_explained(pipe):
    from element_mouseface.expression._score_rows import is_error

    measures = {"similarity", "score", "score_se"}
    assert {measure for measure in measures if is_error(measure, measures)} == {"score_se"}
    assert not is_error("score_se", {"score_se"})  # of no other measure: one of its own


def test_what_has_no_number_is_null_with_a_reason(pipe, scored, explained):
    # a window as long as the recording, twice: no frame has all of it
    wide = pipe.con.MotionParamSet.add(
        MotionParams(lag_before_s=DURATION_S, lag_after_s=DURATION_S, n_lags=4, licking=())
    )
    pipe.con.MotionExplained.populate(wide)
    rows = rows_of(pipe, {**explained, **wide}, prototype="quinine", measure="similarity")
    assert set(rows) == {"motion: full frame", "motion: mouth", "motion: ear", "all"}
    for row in rows.values():
        assert row["explained_r2"] is None and row["explained_null_q95"] is None
        assert row["explained_reason"]


def test_parameter_sets_are_known_by_their_content(pipe, explained):
    number = {"motion_paramset_id": explained["motion_paramset_id"]}
    table = pipe.con.MotionParamSet
    assert table.add(PARAMS.to_dict()) == number
    assert table.params(explained) == PARAMS
    assert table.add({"n_lags": 3}) != number
    (table & table.add({"n_lags": 3})).delete(prompt=False)
    with pytest.raises(ParameterError, match="unknown"):
        table.add({"lags": 3})


def test_a_key_that_names_no_trace_is_refused(pipe, explained):
    with pytest.raises(ParameterError, match="more than one"):
        pipe.con.MotionExplained.explained(explained, "quinine")
    with pytest.raises(ParameterError, match="no trace"):
        pipe.con.MotionExplained.explained(explained, "cheese")
    # what remains out does not matter where it is only one
    number = {n: explained[n] for n in ("motion_paramset_id", "recording_id")}
    own = {**number, "measure": "similarity", "prototype": "quinine"}
    assert len(pipe.con.MotionExplained.explained(own)) == 4


def test_tracked_points_explain_a_score_as_the_function_says(pipe, scored):
    times_s, trace = pipe.exp.FacialExpression.trace(scored["score"], "quinine")
    points = face(len(times_s))
    # the nose moves with the score, the eye does not
    nose = points.names.index("nose(tip)")
    points.xy[:, nose, 0] += 6 * (trace - trace.min()) / np.ptp(trace)
    path = write_facemap(pipe.link.RAW / "moved_FacemapPose.h5", points)
    key = pipe.fmp.KeypointTask.add(scored["score"], path)
    pipe.fmp.Keypoints.populate(key)
    pipe.con.KeypointsExplained.populate(pipe.con.MotionParamSet.add(PARAMS))
    own = {**scored["score"], **key, "measure": "similarity"}
    found = {e.regressor: e for e in pipe.con.KeypointsExplained.explained(own, "quinine")}
    stored = pipe.fmp.Keypoints.open(key)
    assert set(found) == {trace.name for trace in stored.traces} | {"all"}
    folds = held_out_folds(times_s, pipe.exp.EventSet.events(scored["score"]))
    expected = motion_explained(trace, keypoint_regressors(stored), times_s, folds, PARAMS)
    for one in expected:
        assert asdict(found[one.regressor]) == pytest.approx(asdict(one), nan_ok=True)
    assert found["nose_x"].r2 > 0.8 > 0.3 > found["eye_area"].r2


def test_deleting_a_score_deletes_what_explains_it(pipe, scored, explained):
    (pipe.exp.FacialExpression & scored["score"]).delete(prompt=False)
    assert len(pipe.con.MotionExplained & explained) == 0
    pipe.exp.FacialExpression.populate()
    pipe.con.MotionExplained.populate()
    assert len(pipe.con.MotionExplained & explained) == 1


def test_it_is_activated_after_what_it_builds_on(server, linking):
    with fresh_modules() as modules:
        modules.recording.activate(server.name("confo_rec"), linking_module=linking)
        modules.descriptors.activate(server.name("confo_hog"))
        with pytest.raises(ActivationError, match="needs expression"):
            modules.confounds.activate(server.name("confo_con"))
        modules.expression.activate(server.name("confo_exp"))
        with pytest.raises(ActivationError, match="needs facemap"):
            modules.confounds.activate(server.name("confo_con"))
