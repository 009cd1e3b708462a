"""Ratings by people, how far they agree, and action units, in tables on a real server.

One small movie of noise for all; beside it stand planted features, and points of the drawn mouse.
"""

from __future__ import annotations

import dataclasses

import datajoint as dj
import numpy as np
import pytest

from element_mouseface import delete_with_dependents
from element_mouseface.core.action_units import ActionUnitParams, action_units
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.keypoints import FaceMapping, derive_traces
from element_mouseface.core.keypoints.stored import save_keypoints
from element_mouseface.core.learning import Groups
from element_mouseface.core.ratings import (
    UnitRating,
    UnitRatings,
    rated_units,
    read_unit_ratings,
    write_unit_ratings,
)
from element_mouseface.core.store import open_result
from element_mouseface.errors import (
    FixedRowError,
    InputError,
    LabelsError,
    ParameterError,
    ResultError,
)
from element_mouseface.params import HOGParams
from tests.schema.faces import AFFECT, activated, insert_movie
from tests.schema.movies import movie
from tests.unit.core.action_units.drawn import planned, pose_of, tracked

pytestmark = pytest.mark.server

#: frames of the movie, and how many of them were rated
N, FPS, RATED, ANIMALS = 280, 10, 40, 3
HOG = HOGParams(pixels_per_cell=(16, 16))
MEASURED = ActionUnitParams(from_picture=False)
MICE = ("u0", "u1")
UNITS = ("orbital_tightening", "ear_position")
NAMES = ("crop:intensity_mean", "crop:edge_density", "crop:haralick_contrast_mean")
PARAMS = {"permutations": 20, "importance_rows": 100}
LEARNING = {"beside": (), "inner_folds": 2, "max_samples": 400}


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "units", AFFECT) as modules:
        modules.movie = movie(linking.RAW / "units.mp4", n=N, fps=FPS)
        modules.key = insert_movie(modules, modules.movie)
        yield modules


# --- ratings ----------------------------------------------------------------------------------


def ratings_of(seed, raters=("ak", "bm"), units=UNITS):
    """What is in the frames, ratings that follow it with some noise, and one that could not be."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=(N, len(UNITS)))
    rows = []
    for frame in range(RATED):
        for k, unit in enumerate(units):
            for who, rater in enumerate(raters):
                level = float(np.digitize(truth[frame, k] + 0.2 * rng.normal(), [-0.5, 0.5]))
                value = None if (frame, k, who) == (3, 0, 1) else level
                own = {"blinded": (None, True)[who % 2], "trial": str(frame // 4)}
                rows.append(UnitRating(unit, rater, value, (frame,), **own))
    return UnitRatings(tuple(rows)), truth


def plain(ratings):
    return ratings.by, ratings.scale, set(ratings.rows), ratings.raters, ratings.places


def test_ratings_come_back_and_the_same_ones_are_found_again(pipe):
    given, _ = ratings_of(1)
    table = pipe.aff.UnitRatingSet
    key = table.add(pipe.key, given)
    found = table.ratings(key)
    assert plain(found) == plain(given) and found.digest == given.digest
    path = write_unit_ratings(given, pipe.link.RAW / "ratings.csv")
    assert table.add(pipe.key, path) == key
    row = (table & key).fetch1()
    counts = [row[f"rating_n{of}"] for of in ("", "_places", "_units", "_raters", "_not_scorable")]
    assert counts == [len(given), RATED, 2, 2, 1]
    # those of a file name it
    other = pipe.link.RAW / "some.csv"
    other.write_text("frame,OT,rater\n3,2,ak\n4,NS,ak\n5,,ak\n")
    some = table.add(pipe.key, "some.csv")
    assert (table & some).fetch1("rating_file") == "some.csv"
    assert table.ratings(some).rows == read_unit_ratings(other).rows
    one = table.Rating * table.Place & some & "rating_value IS NULL"
    assert one.fetch1("rated_frame", "action_unit") == (4, "orbital_tightening")


@pytest.mark.parametrize(
    ("by", "places"),
    [
        (("time_s",), [(0.25,), (1 / 3,)]),
        (("start_s", "stop_s"), [(0.1, 0.5), (0.7, 1.9)]),
        (("first_frame", "stop_frame"), [(0, 4), (4, N)]),
        (("event",), [(0,), (1,)]),
        (("image",), [("b.png",), ("a.png",)]),
    ],
)
def test_whatever_was_rated_comes_back(pipe, by, places):
    events = pipe.exp.EventSet.add(pipe.key, [("salt", 0.5, 1.0), ("water", 2.0, 2.5)])
    rows = [UnitRating("ear_position", "ak", float(k), p) for k, p in enumerate(places)]
    given = UnitRatings(tuple(rows), by)
    table = pipe.aff.UnitRatingSet
    key = table.add(None if by == ("image",) else events, given)
    assert plain(table.ratings(key)) == plain(given)
    assert table.events_key(key) == (events if by == ("event",) else None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p, r: (None, r), "of which recording"),
        (lambda p, r: ({**p.key, "recording_id": 999}, r), "no recording"),
        (lambda p, r: (p.key, UnitRatings((UnitRating("ear_position", "ak", 1.0, (N,)),))),
         "recording has not"),
        (lambda p, r: (p.key, UnitRatings((UnitRating("ear_position", "ak", 1.0, (0,)),),
                                          ("event",))), "which event set"),
        (lambda p, r: (p.key, UnitRatings((UnitRating("ear_position", "ak", 1.0, (0,)),
                                           UnitRating("ear_position", "AK", 1.0, (0,))))),
         "cannot be told apart"),
        (lambda p, r: (p.key, UnitRatings((UnitRating("ear_position", "a" * 65, 1.0, (0,)),))),
         "too long"),
        (lambda p, r: (p.key, 3), "no path"),
    ],
)  # fmt: skip
def test_ratings_that_cannot_be_used_are_refused(pipe, change, words):
    before = len(pipe.aff.UnitRatingSet())
    with pytest.raises((LabelsError, ParameterError, InputError), match=words):
        pipe.aff.UnitRatingSet.add(*change(pipe, ratings_of(2)[0]))
    assert len(pipe.aff.UnitRatingSet()) == before


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("Rating", {"rating_value": 2.0}),
        ("Rating", {"rating_blinded": False}),
        ("Place", {"rating_trial": "9"}),
        ("", {"rating_n_not_scorable": 7}),
    ],
)
def test_an_edited_rating_is_found(pipe, part, edit):
    table = pipe.aff.UnitRatingSet
    rows = [UnitRating("ear_position", "ak", 1.0, (k,), True, "1") for k in range(3)]
    key = table.add(pipe.key, UnitRatings(tuple(rows)))
    edited = getattr(table, part) if part else table
    stored = dj.FreeTable(dj.conn(), edited.full_table_name)
    row = (stored & key).to_dicts()[0]
    with pytest.raises(FixedRowError, match="cannot change"):
        edited.update1({**row, **edit})
    stored.update1({**row, **edit})
    with pytest.raises(FixedRowError, match="UnitRatingSet was edited"):
        table.ratings(key)
    stored.update1(row)
    if part == "Rating":
        (stored & row).delete_quick()
        with pytest.raises(FixedRowError, match="3 were added"):
            table.ratings(key)
        stored.insert1(row)
    assert len(table.ratings(key)) == 3


# --- agreement --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sources(pipe):
    """Ratings and planted features of a recording of each of several animals."""
    found = []
    for number in range(ANIMALS):
        subject = f"r{number}"
        pipe.link.Subject.insert1({"subject": subject, "lab": "test_lab"})
        session = {"subject": subject, "session_id": 1}
        pipe.link.Session.insert1(session)
        key = insert_movie(pipe, pipe.movie, session=session)
        given, truth = ratings_of(100 + number, units=UNITS[:1])
        sums = list((pipe.rec.RecordingInfo.File & key).to_arrays("file_sha256"))
        values = np.column_stack([truth, np.random.default_rng(number).normal(size=N)])
        about = {"source": {"sha256": sums, "digest": f"{number}" * 64}}
        table = FrameTable(NAMES, values, times_s=pipe.rec.frame_times(key), about=about)
        path = table.write(pipe.link.RAW / f"rated{number}.parquet")
        task = pipe.fea.FeatureTask.add_file(key, path)
        ratings = pipe.aff.UnitRatingSet.add(key, given)
        found.append(({**task, **ratings}, given, table))
    pipe.fea.FrameFeatures.populate()
    return found


@pytest.fixture(scope="module")
def compared(pipe, sources):
    key = pipe.aff.UnitAgreementTask.add([one[0] for one in sources], PARAMS, LEARNING)
    pipe.aff.UnitAgreement.populate(reserve_jobs=True, make_kwargs={"workers": 1})
    return key


def test_it_is_the_agreement_that_the_function_tells(pipe, sources, compared):
    told = pipe.aff.UnitAgreementTask.sources(compared)
    by_key = {one[0]["unit_rating_set_id"]: one for one in sources}
    ordered = [by_key[row["unit_rating_set_id"]] for row in told]
    due = rated_units(
        [one[1] for one in ordered],
        [one[2] for one in ordered],
        Groups.of(
            ANIMALS,
            animal=[row["unit_agreement_animal"] for row in told],
            session=["1"] * ANIMALS,
            movie=[f"{one[0]['subject']}, 1, {one[0]['recording_id']}" for one in ordered],
        ),
        params=pipe.mod.FrameModelParamSet.given(PARAMS),
        learning=pipe.mod.LearningParamSet.given(LEARNING),
    )
    rows = (pipe.aff.UnitAgreement.Measure & compared).to_dicts()
    assert len(rows) == len(due.agreement) > 8
    found = {tuple(row[n] for n in ("action_unit", "agreement_who", "agreement_measure")): row
             for row in rows}  # fmt: skip
    for one in due.agreement:
        row = found[one.unit, one.who, one.measure]
        for name in ("value", "low", "high", "n", "ceiling", "difference"):
            stored = row[f"agreement_{name}"]
            expected = getattr(one, name)
            assert (np.nan if stored is None else stored) == pytest.approx(expected, nan_ok=True)
    for unit in UNITS[:1]:
        model = pipe.aff.UnitAgreement.open_model(compared, unit)
        assert model.digest == due.models[unit].model.digest
        level, expected = pipe.aff.UnitAgreement.held_out({**compared, **told[1]}, unit)
        np.testing.assert_array_equal(level, due.levels[unit][RATED : 2 * RATED])
        np.testing.assert_array_equal(expected, due.expected[unit][RATED : 2 * RATED])
    path = str((pipe.aff.UnitAgreement.UnitModel & compared).to_arrays("unit_model_path")[0])
    assert pipe.link.PROCESSED / path not in pipe.rec.orphaned_folders()
    (pipe.link.PROCESSED / path).rename(pipe.link.PROCESSED / "away")
    assert path in [row["path"] for row in pipe.rec.missing_folders()]
    with pytest.raises(ResultError, match="is gone"):
        pipe.aff.UnitAgreement.open_model(compared, UNITS[0])
    (pipe.link.PROCESSED / "away").rename(pipe.link.PROCESSED / path)


def test_sql_shows_the_raters_own_agreement_beside_the_model(pipe, compared):
    """ICC(A,1) of each unit: between raters, and of the model with each rater under its ceiling."""
    table = pipe.aff.UnitAgreement.Measure
    own = table & compared & {"agreement_measure": "ICC(A,1)"}
    raters = (own & {"agreement_who": "all raters"}).proj(
        who_rated="agreement_who", of_raters="agreement_of", icc_raters="agreement_value"
    )
    model = own & {"agreement_who": "model, each rater"}
    (row,) = (model * raters).to_dicts()
    assert row["action_unit"] == UNITS[0]
    assert row["icc_raters"] > 0.7 and row["agreement_value"] > 0.5
    # with two raters their agreement is the ceiling
    assert row["agreement_ceiling"] == pytest.approx(row["icc_raters"], abs=0.03)
    assert row["agreement_low"] < row["agreement_value"] < row["agreement_high"]
    answer = dj.conn().query(
        f"SELECT AVG(agreement_value) FROM {table.full_table_name} "
        "WHERE agreement_measure = 'ICC(A,1)' AND agreement_of = 'model'"
    )
    due = np.mean((own & {"agreement_of": "model"}).to_arrays("agreement_value"))
    assert answer.fetchone()[0] == pytest.approx(due)


def test_agreements_are_known_by_their_content(pipe, sources, compared):
    add = pipe.aff.UnitAgreementTask.add
    given = [one[0] for one in sources]
    assert add(reversed(given), PARAMS, LEARNING) == compared
    alone = [{"unit_rating_set_id": one["unit_rating_set_id"]} for one in given]
    raters = add(alone)
    assert raters != compared and add(alone, over="trial") != raters
    pipe.aff.UnitAgreement.populate(raters)
    row = (pipe.aff.UnitAgreement & raters).fetch1()
    assert not row["unit_agreement_of_models"] and row["unit_agreement_features"] is None
    assert set((pipe.aff.UnitAgreement.Measure & raters).to_arrays("agreement_of")) == {"raters"}
    assert not pipe.aff.UnitAgreement.UnitModel & raters
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.UnitAgreementTask.update1({**raters, "unit_agreement_over": "trial"})
    stored = dj.FreeTable(dj.conn(), pipe.aff.UnitAgreementTask.full_table_name)
    stored.update1({**raters, "unit_agreement_over": "session"})
    with pytest.raises(FixedRowError, match="was edited"):
        pipe.aff.UnitAgreementTask.sources(raters)
    stored.update1({**raters, "unit_agreement_over": "auto"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda k: {"sources": []}, "no source"),
        (lambda k: {"sources": [k[0], k[0]]}, "comes twice"),
        (lambda k: {"sources": 3}, "sources cannot be used"),
        (lambda k: {"sources": [{}]}, "incomplete"),
        (lambda k: {"sources": [{"unit_rating_set_id": 999}]}, "no UnitRatingSet"),
        (lambda k: {"sources": [{**k[0], "feature_task_id": 99}]}, "no FeatureTask"),
        (lambda k: {"sources": [{**k[0], **rating_key(k[1])}]}, "not of one recording"),
        (lambda k: {"sources": [k[0], rating_key(k[1])]}, "Only some"),
        (lambda k: {"sources": [rating_key(k[0])], "columns": NAMES}, "need features"),
        (lambda k: {"columns": []}, "columns cannot be used"),
        (lambda k: {"over": "frame"}, "cannot be over"),
        (lambda k: {"learning": {"estimator": "magic"}}, "estimator"),
        (lambda k: {"sources": [{**k[0], "unit_agreement_animal": 3}]}, "cannot have this value"),
    ],
)
def test_what_cannot_be_compared_is_refused(pipe, sources, change, words):
    given = {"sources": [one[0] for one in sources], "params": PARAMS, "learning": LEARNING}
    before = len(pipe.aff.UnitAgreementTask())
    with pytest.raises(InputError, match=words):
        pipe.aff.UnitAgreementTask.add(**given | change(given["sources"]))
    assert len(pipe.aff.UnitAgreementTask()) == before


def rating_key(key):
    return {"unit_rating_set_id": key["unit_rating_set_id"]}


def test_models_of_other_features_are_stale_and_deleting_takes_what_depends(
    pipe, sources, compared
):
    assert pipe.aff.UnitAgreement.stale() == []
    key = sources[0][0]
    stored = dj.FreeTable(dj.conn(), pipe.fea.FrameFeatures.full_table_name)
    own = {name: key[name] for name in pipe.fea.FeatureTask().primary_key}
    digest = (stored & own).fetch1("features_digest")
    stored.update1({**own, "features_digest": "0" * 64})
    (told,) = pipe.aff.UnitAgreement.stale()
    assert told == {**compared, **rating_key(key), "reason": "the features are other ones now"}
    stored.update1({**own, "features_digest": digest})
    gone = delete_with_dependents(pipe.aff.UnitRatingSet & rating_key(key), prompt=False)
    names = {name.split(".")[-1].strip('`"') for name in gone}
    assert {"unit_rating_set", "unit_agreement_task", "__unit_agreement"} <= names
    assert not pipe.aff.UnitAgreement & compared and not pipe.aff.UnitRatingSet & rating_key(key)
    assert pipe.aff.UnitRatingSet & rating_key(sources[1][0])


# --- action units -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def filmed(pipe):
    """For each mouse its keys, the drawn mouse whose points were tracked, and the points."""
    drawn = planned(
        duration_s=N / FPS, fps=FPS, stimuli=("sucrose", "quinine"), trials_per_stimulus=3
    )
    found = []
    for number, subject in enumerate(MICE):
        session = {"subject": subject, "session_id": 1}
        pipe.link.Subject.insert1({"subject": subject, "lab": "test_lab"})
        pipe.link.Session.insert1(session)
        key = insert_movie(pipe, pipe.movie, session=session)
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
def measured(pipe, filmed):
    keys = [pipe.aff.ActionUnitTask.add(key, MEASURED) for key, _, _ in filmed]
    pipe.aff.ActionUnits.populate(reserve_jobs=True)
    pipe.aff.ActionUnitResponse.populate()
    return keys


def test_they_are_the_units_that_the_function_measures(pipe, filmed, measured):
    for (key, _, points), own in zip(filmed, measured, strict=True):
        path = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & key).fetch1("result_path")
        due = action_units(open_result(path), keypoints=points, params=MEASURED)
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


def test_sql_tells_the_change_of_the_ear_per_stimulus_and_mouse(pipe, filmed, measured):
    events, response = pipe.exp.EventSet.Event, pipe.aff.ActionUnitResponse.Event
    on = " AND ".join(f"r.{name} = e.{name}" for name in events().primary_key)
    answer = dj.conn().query(
        "SELECT e.subject, e.stimulus, AVG(r.unit_response_change), COUNT(*) "
        f"FROM {response().full_table_name} r JOIN {events().full_table_name} e ON {on} "
        "WHERE r.action_unit = 'ear_angle' AND r.event_window = 'event' "
        "AND e.stimulus IN ('sucrose', 'quinine') "
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


def test_units_are_features_like_any_others(pipe, filmed, measured):
    task = pipe.aff.ActionUnits.as_features(measured[0])
    assert pipe.aff.ActionUnits.as_features(measured[0]) == task
    pipe.fea.FrameFeatures.populate(task)
    angle = pipe.fea.FrameFeatures.column(task, "unit:ear_angle")[1]
    np.testing.assert_array_equal(angle, pipe.aff.ActionUnits.trace(measured[0], "ear_angle")[1])
    key = {name: filmed[0][0][name] for name in pipe.rec.VideoRecording().primary_key}
    assert {name: task[name] for name in key} == key


def test_tasks_of_units_are_known_by_their_content(pipe, filmed, measured):
    add = pipe.aff.ActionUnitTask.add
    key, _, points = filmed[0]
    assert add(key, MEASURED) == measured[0]
    resting = pipe.aff.ActionUnits.open(measured[1])
    target = pipe.mod.FrameTarget.add(
        key, np.sin(np.arange(N) / 9), name="bulge", kind="continuous", trials=[(0, 140), (140, N)]
    )
    without = {name: value for name, value in key.items() if name != "keypoints"}
    others = [
        add(key),
        add(without, MEASURED),
        add(key, MEASURED, reference=resting),
        add(key, MEASURED, targets={"nose_bulge": target}),
    ]
    assert len({one["action_unit_task_id"] for one in (measured[0], *others)}) == 5
    assert add(key, MEASURED, reference=list(resting.reference)) == others[2]
    assert pipe.aff.ActionUnitTask.targets(others[3]) == {"nose_bulge": target}
    # the other mouse's values at rest stand in the place of its own
    pipe.aff.ActionUnits.populate(others[2])
    path = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & key).fetch1("result_path")
    due = action_units(open_result(path), keypoints=points, params=MEASURED, reference=resting)
    assert (pipe.aff.ActionUnits & others[2]).fetch1("action_units_digest") == due.digest
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.aff.ActionUnitTask.update1({**measured[0], "action_unit_n_targets": 1})
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


def test_units_that_are_gone_or_stale_are_told(pipe, filmed, measured):
    folder = pipe.link.PROCESSED / (pipe.aff.ActionUnits & measured[0]).fetch1("action_units_path")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.aff.ActionUnits.open(measured[0])
    away.rename(folder)
    stored = dj.FreeTable(dj.conn(), pipe.hog.HOGProcessing.full_table_name)
    own = {name: filmed[0][0][name] for name in pipe.hog.HOGProcessing().primary_key}
    digest = (stored & own).fetch1("result_digest")
    stored.update1({**own, "result_digest": "0" * 64})
    assert measured[0] in pipe.aff.ActionUnits.stale().keys()
    assert measured[1] not in pipe.aff.ActionUnits.stale().keys()
    stored.update1({**own, "result_digest": digest})
    assert dataclasses.is_dataclass(pipe.aff.ActionUnits.open(measured[0]))
