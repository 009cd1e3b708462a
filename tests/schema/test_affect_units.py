"""Action units in tables: points of the drawn mouse beside a small film's pass."""

from __future__ import annotations

import dataclasses

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.action_units import ActionUnitParams, action_units
from element_mouseface.core.keypoints import FaceMapping, derive_traces
from element_mouseface.core.keypoints.stored import save_keypoints
from element_mouseface.core.store import open_result
from element_mouseface.errors import FixedRowError, InputError, ResultError
from tests.schema.affected import DURATION_S, FPS, HOG, N, film, recorded
from tests.schema.faces import AFFECT, activated
from tests.unit.core.action_units.drawn import planned, pose_of, tracked

pytestmark = pytest.mark.server

PARAMS = ActionUnitParams(from_picture=False)
MICE = ("u0", "u1")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "units", AFFECT) as modules:
        yield modules


@pytest.fixture(scope="module")
def filmed(pipe):
    """For each mouse its keys, the drawn mouse whose points were tracked, and the points."""
    path = film(pipe, "units.mp4")
    drawn = planned(
        duration_s=DURATION_S, fps=FPS, stimuli=("sucrose", "quinine"), trials_per_stimulus=3
    )
    found = []
    for number, subject in enumerate(MICE):
        key = recorded(pipe, path, subject)
        key |= pipe.exp.EventSet.add(key, drawn.events)
        key |= pipe.hog.HOGTask.add(key, params=HOG)
        pipe.hog.HOGProcessing.populate(key)
        points = tracked(drawn, seed=number)
        mapping = FaceMapping().within(points.names)
        place = f"mouseface/keypoints-of-{subject}.npz"
        whole = pipe.link.PROCESSED / place
        save_keypoints(whole, points, derive_traces(points, mapping), mapping)
        found.append(({**key, "keypoints": place}, drawn, points))
    return found


@pytest.fixture(scope="module")
def made(pipe, filmed):
    keys = [pipe.aff.ActionUnitTask.add(key, PARAMS) for key, _, _ in filmed]
    pipe.aff.ActionUnits.populate(reserve_jobs=True)
    pipe.aff.ActionUnitResponse.populate()
    return keys


def test_they_are_the_units_that_the_function_measures(pipe, filmed, made):
    for (key, _, points), own in zip(filmed, made, strict=True):
        path = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & key).fetch1("result_path")
        due = action_units(open_result(path), keypoints=points, params=PARAMS)
        row = (pipe.aff.ActionUnits & own).fetch1()
        found = pipe.aff.ActionUnits.open(own)
        assert row["action_units_digest"] == due.digest == found.digest
        assert row["action_units_n_available"] == len(due.available) >= 4
        assert pipe.link.PROCESSED / row["action_units_path"] not in pipe.rec.orphaned_folders()
        units = pipe.aff.ActionUnits.Unit * pipe.aff.ActionUnit * pipe.fea.FeatureDefinition & own
        rows = {one["action_unit"]: one for one in units.to_dicts()}
        for one in due.summary():
            told = rows[one.unit]
            assert (told["unit_n_valid"], told["unit_reason"]) == (one.n_valid, one.reason)
            assert told["action_unit_kind"] == one.kind
            assert (told["feature"], told["feature_unit"]) == (one.unit, one.column_unit)
            value = np.nan if told["unit_median"] is None else told["unit_median"]
            assert value == pytest.approx(one.median, nan_ok=True)
        assert len(pipe.aff.ActionUnits.Reference & own) == len(due.reference) > 0
        times_s, angle = pipe.aff.ActionUnits.trace(own, "ear_angle")
        np.testing.assert_array_equal(angle, due.values("ear_angle"))
        assert len(times_s) == N
    assert not pipe.aff.ActionUnits.stale() and not pipe.aff.ActionUnitResponse.stale()


def test_sql_tells_the_change_of_the_ear_per_stimulus_and_mouse(pipe, filmed, made):
    events, response = pipe.exp.EventSet.Event, pipe.aff.ActionUnitResponse.Event
    on = " AND ".join(f"r.{name} = e.{name}" for name in events().primary_key)
    answer = dj.conn().query(
        "SELECT e.subject, e.stimulus, AVG(r.unit_response_change), COUNT(*) "
        f"FROM {response().full_table_name} r JOIN {events().full_table_name} e ON {on} "
        "WHERE r.action_unit = 'ear_angle' AND r.event_window = 'event' "
        "AND e.stimulus IN ('sucrose', 'quinine') AND e.event_amount IS NULL "
        f"AND e.event_set_id = {filmed[0][0]['event_set_id']} "
        "GROUP BY e.subject, e.stimulus ORDER BY e.subject, e.stimulus"
    )
    rows = answer.fetchall()
    assert [tuple(row[:2]) for row in rows] == [
        (mouse, stimulus) for mouse in MICE for stimulus in ("quinine", "sucrose")
    ]
    for mouse, stimulus, change, count in rows:
        _, drawn, _ = filmed[MICE.index(mouse)]
        times_s, planted = np.arange(N) / FPS, pose_of(drawn)["ear"]
        due = []
        for name, start, stop in drawn.events:
            if name == stimulus:
                inside, before = (
                    (times_s >= a) & (times_s < b) for a, b in ((start, stop), (start - 2, start))
                )
                due.append(planted[inside].mean() - planted[before].mean())
        assert count == 3 and abs(float(change) - np.mean(due)) < 1.0  # degrees


def test_units_are_features_like_any_others(pipe, filmed, made):
    task = pipe.aff.ActionUnits.as_features(made[0])
    assert pipe.aff.ActionUnits.as_features(made[0]) == task
    pipe.fea.FrameFeatures.populate(task)
    angle = pipe.fea.FrameFeatures.column(task, "unit:ear_angle")[1]
    np.testing.assert_array_equal(angle, pipe.aff.ActionUnits.trace(made[0], "ear_angle")[1])
    key = {name: filmed[0][0][name] for name in pipe.rec.VideoRecording().primary_key}
    assert {name: task[name] for name in key} == key


def test_tasks_of_units_are_known_by_their_content(pipe, filmed, made):
    add = pipe.aff.ActionUnitTask.add
    key, _, points = filmed[0]
    assert add(key, PARAMS) == made[0]
    resting = pipe.aff.ActionUnits.open(made[1])
    target = pipe.mod.FrameTarget.add(
        key, np.sin(np.arange(N) / 9), name="bulge", kind="continuous", trials=[(0, 300), (300, N)]
    )
    without = {name: value for name, value in key.items() if name != "keypoints"}
    others = [
        add(key),
        add(without, PARAMS),
        add(key, PARAMS, reference=resting),
        add(key, PARAMS, targets={"nose_bulge": target}),
    ]
    assert len({one["action_unit_task_id"] for one in (made[0], *others)}) == 5
    assert add(key, PARAMS, reference=list(resting.reference)) == others[2]
    assert pipe.aff.ActionUnitTask.targets(others[3]) == {"nose_bulge": target}
    # the other mouse's values at rest stand in the place of its own
    pipe.aff.ActionUnits.populate(others[2])
    path = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & key).fetch1("result_path")
    due = action_units(open_result(path), keypoints=points, params=PARAMS, reference=resting)
    assert (pipe.aff.ActionUnits & others[2]).fetch1("action_units_digest") == due.digest
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.ActionUnitTask.update1({**made[0], "action_unit_n_targets": 1})
    stored = dj.FreeTable(dj.conn(), pipe.aff.ActionUnitTask.full_table_name)
    row = (stored & others[2]).fetch1()
    edited = [dict(one) for one in row["action_unit_reference"]]
    edited[0]["value"] += 1
    stored.update1({**others[2], "action_unit_reference": edited})
    with pytest.raises(FixedRowError, match="ActionUnitTask was edited"):
        pipe.aff.ActionUnitTask.targets(others[2])


@pytest.mark.parametrize(
    ("change", "more", "words"),
    [
        ({"crop_id": 99}, {}, "no HOGTask"),
        ({"keypoints": 3}, {}, "keypoints cannot be used"),
        ({}, {"reference": 3}, "values at rest cannot be used"),
        ({}, {"reference": []}, "values at rest cannot be used"),
        ({}, {"targets": {"ear_angle": {}}}, "not learned from targets"),
        ({}, {"targets": {"nose_bulge": {"frame_target_id": 99}}}, "no FrameTarget"),
        ({}, {"targets": 3}, "targets cannot be used"),
        ({}, {"regions": 3}, "regions cannot be used"),
        ({}, {"params": {"magic": 1}}, "magic"),
    ],
)
def test_what_cannot_be_measured_is_refused(pipe, filmed, change, more, words):
    before = len(pipe.aff.ActionUnitTask())
    with pytest.raises(InputError, match=words):
        pipe.aff.ActionUnitTask.add({**filmed[0][0], **change}, **more)
    assert len(pipe.aff.ActionUnitTask()) == before


def test_units_that_are_gone_or_stale_are_told(pipe, filmed, made):
    folder = pipe.link.PROCESSED / (pipe.aff.ActionUnits & made[0]).fetch1("action_units_path")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.aff.ActionUnits.open(made[0])
    away.rename(folder)
    stored = dj.FreeTable(dj.conn(), pipe.hog.HOGProcessing.full_table_name)
    own = {name: filmed[0][0][name] for name in pipe.hog.HOGProcessing().primary_key}
    digest = (stored & own).fetch1("result_digest")
    stored.update1({**own, "result_digest": "0" * 64})
    assert made[0] in pipe.aff.ActionUnits.stale().keys()
    assert made[1] not in pipe.aff.ActionUnits.stale().keys()
    stored.update1({**own, "result_digest": digest})
    assert dataclasses.is_dataclass(pipe.aff.ActionUnits.open(made[0]))
