"""Named features in tables, on a real server, against the same without a database."""

from __future__ import annotations

import shutil
from dataclasses import replace

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.face_angle import (
    FaceAngleParams,
    SecondCamera,
    face_angle,
    read_calibration,
)
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import save_regions
from element_mouseface.core.failures import study_failures
from element_mouseface.core.failures.content import digest_of_study
from element_mouseface.core.failures.remedies import try_remedies
from element_mouseface.core.failures.sources import Failures, flagged
from element_mouseface.core.features.named.definitions import FeatureDefinition
from element_mouseface.core.frame_features import (
    REGISTRY,
    FeatureParams,
    FrameTable,
    MotionBasis,
    read_table,
    result_features,
    write_features,
)
from element_mouseface.core.frame_features.registry import definition_digest
from element_mouseface.core.keypoints import FaceMapping, derive_traces
from element_mouseface.core.keypoints.stored import save_keypoints
from element_mouseface.core.store import open_result
from element_mouseface.errors import (
    FixedRowError,
    InputError,
    MouseFaceError,
    ParameterError,
    PathError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
)
from element_mouseface.params import HOGParams
from tests.schema.behaviors import film_dark
from tests.schema.faces import activated, insert_movie
from tests.schema.movies import movie
from tests.unit.core.keypoints.faces import face

pytestmark = pytest.mark.server

N = 24
HOG = HOGParams(pixels_per_cell=(16, 16))
REGIONS = Regions((Region.box("cheek", 4, 4, 40, 40), Region.box("eye", 50, 10, 30, 24)))


@pytest.fixture(scope="module")
def pipe(server, linking):
    schemas = ("recording", "descriptors", "features", "failures")
    with activated(server, linking, "fea", schemas) as modules:
        path = movie(linking.RAW / "features.mp4", n=N, size=(96, 72))
        key = insert_movie(modules, path)
        modules.task = modules.hog.HOGTask.add(key, params=HOG)
        modules.recording = key
        modules.hog.HOGProcessing.populate()
        yield modules


def result_of(pipe):
    """The folder of the pass."""
    return pipe.link.PROCESSED / (pipe.hog.HOGProcessing & pipe.task).fetch1("result_path")


@pytest.fixture(scope="module")
def made(pipe):
    """The key of features of the crop and two regions."""
    key = pipe.fea.FeatureTask.add(pipe.task, regions=REGIONS)
    pipe.fea.FrameFeatures.populate()
    return key


def test_they_are_those_of_the_function_and_of_the_command(pipe, made, tmp_path):
    due = result_features(result_of(pipe), regions=REGIONS)
    row = (pipe.fea.FrameFeatures & made).fetch1()
    assert row["features_digest"] == due.digest
    assert row["features_source_digest"] == due.about["source"]["digest"]
    assert (row["features_n_frames"], row["features_n_columns"]) == (N, len(due.names))
    assert row["features_about"]["params"] == FeatureParams().to_dict()
    found = pipe.fea.FrameFeatures.open(made)
    assert found.names == due.names and found.digest == due.digest
    np.testing.assert_array_equal(found.values, due.values)
    # the file is as the command writes it
    written = write_features(tmp_path / "same.parquet", result_of(pipe), regions=REGIONS)
    there = pipe.link.PROCESSED / row["features_path"]
    assert there.read_bytes() == written.read_bytes()
    assert there not in pipe.rec.orphaned_folders()


def test_a_part_of_the_columns_is_read_alone(pipe, made):
    whole = pipe.fea.FrameFeatures.open(made)
    names = ["eye:intensity_mean", "crop:motion_energy"]
    some = pipe.fea.FrameFeatures.to_dataframe(made, names, reasons=True)
    assert [c for c in some if c in whole.names] == sorted(names, key=whole.names.index) or set(
        names
    ) <= set(some)
    assert "cheek:intensity_mean" not in some
    np.testing.assert_array_equal(some[names[0]], whole.column(names[0]))
    times_s, values = pipe.fea.FrameFeatures.column(made, names[1])
    np.testing.assert_array_equal(times_s, whole.times_s)
    np.testing.assert_array_equal(values, whole.column(names[1]))
    assert np.isnan(values[0]) and np.isfinite(values[1:]).all()
    blocks = [block for _, block in pipe.fea.FrameFeatures.blocks(made, names)]
    assert sum(map(len, blocks)) == N
    frame = pipe.fea.FrameFeatures.to_dataframe(made)
    assert len(frame) == N and not [c for c in frame if c.startswith("reason:")]
    assert pipe.fea.FrameFeatures.open(made, names[0]).names == (names[0],)
    with pytest.raises(ParameterError, match="no column"):
        pipe.fea.FrameFeatures.open(made, ["eye:color"])
    with pytest.raises(ParameterError, match="no row"):
        pipe.fea.FrameFeatures.open({"feature_task_id": 99})


def test_each_column_is_a_row_with_its_definition_and_a_summary(pipe, made):
    whole = pipe.fea.FrameFeatures.open(made)
    rows = (pipe.fea.FrameFeatures.Column * pipe.fea.FeatureDefinition & made).to_dicts(
        order_by="feature_column_no"
    )
    assert [row["feature_column"] for row in rows] == list(whole.names)
    for row in rows:
        name = row["feature_column"]
        values, one = whole.column(name), whole.definition(name)
        known = values[np.isfinite(values)]
        assert (row["feature_n_valid"], row["feature_n_undefined"]) == (len(known), N - len(known))
        told = [row[f"feature_{n}"] for n in ("mean", "sd", "min", "max")]
        due = [known.mean(), known.std(), known.min(), known.max()] if len(known) else [None] * 4
        assert told == pytest.approx(due, rel=1e-9, abs=1e-9)
        assert (row["feature"], row["feature_unit"]) == (one.name, one.unit)
        assert (row["feature_definition"], row["feature_group"]) == (one.definition, one.group)
    first = pipe.fea.FrameFeatures.Column & made & {"feature_column": "crop:motion_energy"}
    told = first.fetch1("feature_reason", "feature_why")
    assert told == ("first_frame", "there is no frame before it")
    # SQL alone lists units and regions
    cheek = pipe.fea.FrameFeatures.Column * pipe.fea.FeatureDefinition & made
    units = (cheek & {"feature_region": "cheek", "feature_group": "intensity"}).to_arrays(
        "feature_unit"
    )
    assert len(units) == sum(one.group == "intensity" for one in REGISTRY.values())


def test_definitions_of_the_release_are_there_and_edits_are_found(pipe):
    table = pipe.fea.FeatureDefinition
    found = dict(zip(*table().to_arrays("feature", "feature_definition_hash"), strict=True))
    assert {name: found[name] for name in REGISTRY} == {
        name: definition_digest(one) for name, one in REGISTRY.items()
    }
    table.check({})
    own = FeatureDefinition("squint", "geometry", "1", "keypoints", "Lid over lid.")
    table.add([own, own])
    table.add([own])
    key = {"feature_definition_hash": definition_digest(own)}
    stored = dj.FreeTable(dj.conn(), table().full_table_name)
    stored.update1({**key, "feature_unit": "px"})
    with pytest.raises(FixedRowError, match="was edited"):
        table.check(key)
    with pytest.raises(FixedRowError, match="cannot change"):
        table.update1({**key, "feature_unit": "px"})
    (table & key).delete(prompt=False)


def test_tasks_are_known_by_their_content(pipe, made, tmp_path):
    add = pipe.fea.FeatureTask.add
    assert add(pipe.task, FeatureParams(), regions=REGIONS.to_dict()) == made
    path = save_regions(tmp_path / "regions.json", REGIONS)
    params = pipe.fea.FeatureParamSet.add({})
    assert add(pipe.task, params, regions=path) == made
    # the crop is always there: whether the full frame is a region of signals changes nothing
    assert add(pipe.task, regions=Regions(REGIONS.regions, full_frame=False)) == made
    assert add(pipe.task, regions={}) == add(pipe.task)
    for key in (None, 3, {}):
        with pytest.raises(ParameterError, match="is incomplete"):
            add(key)
    with pytest.raises(ParameterError, match="not for FeatureParamSet"):
        add(pipe.task, 3)
    for path in (None, 3):
        with pytest.raises(PathError, match="no path"):
            pipe.fea.FeatureTask.add_file(pipe.recording, path)
    other = add(pipe.task, {"groups": ["intensity"]}, regions=REGIONS, description="less")
    plain = add(pipe.task)
    assert other != made and plain not in (made, other)
    assert pipe.fea.FeatureTask.hash_of(made) == (pipe.fea.FeatureTask & made).fetch1(
        "feature_task_hash"
    )
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.fea.FeatureTask.update1({**made, "feature_mode": "load"})
    for wrong in ({"params": {"color": 1}}, {"regions": 3}, {"regions": {"regions": []}, "params": {
        "gray_levels": 1}}):  # fmt: skip
        with pytest.raises(ParameterError):
            add(pipe.task, **wrong)
    alike = Regions((Region.box("Eye", 0, 0, 40, 40), Region.box("eye", 0, 0, 40, 40)))
    with pytest.raises(ParameterError, match="differ in capitals"):
        add(pipe.task, regions=alike)
    with pytest.raises(ParameterError, match="no HOGTask"):
        add({**pipe.task, "crop_id": 99})
    with pytest.raises(InputError):
        add({**pipe.task, "keypoints": "../points.npz"})
    for task in (other, plain):
        (pipe.fea.FeatureTask & task).delete(prompt=False)
    assert len(pipe.fea.FeatureTask()) == 1


def test_points_and_a_shared_basis_stand_beside_the_pass(pipe, made):
    points, mapping = face(N), FaceMapping()
    place = "mouseface/keypoints-of-a-test.npz"
    save_keypoints(pipe.link.PROCESSED / place, points, derive_traces(points, mapping), mapping)
    basis = pipe.fea.FeatureTask.fit_basis([pipe.task], n_components=2)
    assert pipe.fea.FeatureTask.fit_basis([pipe.task], n_components=2) == basis
    asked = {**pipe.task, "keypoints": place, "basis": basis}
    params = FeatureParams(groups=("motion", "geometry"))
    key = pipe.fea.FeatureTask.add(asked, params)
    pipe.fea.FrameFeatures.populate(key)
    own = MotionBasis.load(pipe.link.PROCESSED / basis)
    due = result_features(result_of(pipe), keypoints=points, basis=own, params=params)
    found = pipe.fea.FrameFeatures.open(key)
    assert found.digest == due.digest
    assert {"motion:component_1", "points:eye_area"} <= set(found.names)
    orphans = {path.name for path in pipe.rec.orphaned_folders()}
    assert not orphans & {place.split("/")[1], basis.split("/")[1]}
    for wrong in ({"basis": place}, {"basis": 3}, {"keypoints": basis}, {"signals": place}):
        with pytest.raises(MouseFaceError):
            pipe.fea.FeatureTask.add({**pipe.task, **wrong})
    (pipe.link.PROCESSED / basis).rename(pipe.link.PROCESSED / "mouseface/away.npz")
    (pipe.fea.FrameFeatures & key).delete(prompt=False)
    with pytest.raises(ResultError, match="is gone"):
        pipe.fea.FrameFeatures.populate(key)
    (pipe.fea.FeatureTask & key).delete(prompt=False)
    for name in (place, "mouseface/away.npz"):
        (pipe.link.PROCESSED / name).unlink()


def test_a_region_outside_of_the_crop_is_refused_and_nothing_is_stored(pipe, made):
    outside = Regions((Region.box("ear", 80, 60, 40, 40),))
    key = pipe.fea.FeatureTask.add(pipe.task, regions=outside)
    before = sorted((pipe.link.PROCESSED / "mouseface").iterdir())
    with pytest.raises(InputError, match="outside the frame"):
        pipe.fea.FrameFeatures.populate(key)
    assert not pipe.fea.FrameFeatures & key
    assert sorted((pipe.link.PROCESSED / "mouseface").iterdir()) == before
    (pipe.fea.FeatureTask & key).delete(prompt=False)


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_table_of_the_command_line_is_loaded(pipe, made, ending):
    path = pipe.link.RAW / f"written.{ending}"
    write_features(path, result_of(pipe), params=FeatureParams(groups=("quality", "edges")))
    key = pipe.fea.FeatureTask.add_file(pipe.recording, path)
    assert pipe.fea.FeatureTask.add_file(pipe.recording, path.name) == key
    pipe.fea.FrameFeatures.populate(key)
    found, due = pipe.fea.FrameFeatures.open(key), read_table(path)
    assert found.digest == due.digest and found.names == due.names
    row = (pipe.fea.FrameFeatures & key).fetch1()
    assert row["features_digest"] == due.digest
    # the copy is ours: the file may go, which is told
    path.unlink()
    assert pipe.fea.FrameFeatures.open(key).digest == due.digest
    assert any(one["path"] == path.name for one in pipe.rec.missing_folders())
    (pipe.fea.FrameFeatures & key).delete(prompt=False)
    with pytest.raises(PathError):
        pipe.fea.FrameFeatures.populate(key)
    (pipe.fea.FeatureTask & key).delete(prompt=False)


def test_a_table_of_something_else_is_refused(pipe, made, tmp_path):
    add = pipe.fea.FeatureTask.add_file
    table = read_table(
        pipe.link.PROCESSED / (pipe.fea.FrameFeatures & made).fetch1("features_path")
    )
    other = FrameTable(
        table.names,
        table.values,
        times_s=table.times_s,
        about={"source": {**table.about["source"], "sha256": ["0" * 64]}},
    )
    with pytest.raises(ResultMismatchError, match="something else than the recording"):
        add(pipe.recording, other.write(pipe.link.RAW / "other.parquet"))
    with pytest.raises(ResultMismatchError, match="something else than the recording"):
        add(pipe.recording, table.rows(slice(0, 9)).write(pipe.link.RAW / "short.parquet"))
    with pytest.raises(PathError, match="in no root folder"):
        add(pipe.recording, table.write(tmp_path / "elsewhere.parquet"))
    (pipe.link.RAW / "words.csv").write_text("frame,words\n0,a\n")
    with pytest.raises(ResultError):
        add(pipe.recording, "words.csv")
    for name in ("other.parquet", "short.parquet", "words.csv"):
        (pipe.link.RAW / name).unlink()


def test_results_that_are_gone_or_changed_are_told(pipe, made):
    path = pipe.link.PROCESSED / (pipe.fea.FrameFeatures & made).fetch1("features_path")
    away = path.with_name("away.parquet")
    path.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.fea.FrameFeatures.open(made)
    assert any(row["path"].endswith(path.name) for row in pipe.rec.missing_folders())
    shutil.copy(away, path)
    with open(path, "r+b") as file:
        file.seek(2000)
        file.write(b"\0" * 400)
    with pytest.raises(ResultChangedError):
        pipe.fea.FrameFeatures.open(made)
    write_features(path, result_of(pipe), overwrite=True)
    with pytest.raises(ResultMismatchError, match="not the one that was inserted"):
        pipe.fea.FrameFeatures.open(made)
    # populating again puts the same file there
    (pipe.fea.FrameFeatures & made).delete(prompt=False)
    assert path in pipe.rec.orphaned_folders()
    pipe.fea.FrameFeatures.populate(made)
    assert path.read_bytes() == away.read_bytes()
    away.unlink()
    assert pipe.fea.FrameFeatures.populate() == {"success_count": 0, "error_list": []}


def test_features_of_descriptors_that_are_gone_are_stale_and_stay(pipe, made):
    assert not pipe.fea.FrameFeatures.stale()
    (pipe.hog.HOGProcessing & pipe.task).delete(prompt=False)
    assert len(pipe.fea.FrameFeatures.stale()) == 1
    assert len(pipe.fea.FrameFeatures.open(made)) == N
    pipe.hog.HOGProcessing.populate()
    assert not pipe.fea.FrameFeatures.stale()


# --- the angle of the face --------------------------------------------------------------------


@pytest.fixture(scope="module")
def cameras(pipe):
    """Points of two cameras under the processed folder, and a calibration of these."""
    first, mapping = face(N), FaceMapping()
    second = replace(first, xy=first.xy - np.array([6.0, 0.0], np.float32))
    places = []
    for name, points in (("first", first), ("second", second)):
        place = f"mouseface/points-of-the-{name}.npz"
        path = pipe.link.PROCESSED / place
        save_keypoints(path, points, derive_traces(points, mapping), mapping)
        places.append(place)
    lens = np.array([[200.0, 0, 48], [0, 200, 36], [0, 0, 1]])
    turn, shift = np.eye(3), np.array([-20.0, 0, 0])
    file = pipe.link.RAW / "cameras.npz"
    np.savez(file, M1=lens, D1=np.zeros(5), M2=lens, D2=np.zeros(5), R=turn, T=shift)
    yield first, second, places, file
    for place in places:
        (pipe.link.PROCESSED / place).unlink()


def test_the_angle_is_that_of_the_function(pipe, cameras):
    points, _, (place, _), _ = cameras
    region = REGIONS.regions[0]
    key = pipe.fea.FaceAngleTask.add({**pipe.task, "keypoints": place}, region=region)
    assert pipe.fea.FaceAngleTask.add({**pipe.task, "keypoints": place}, {}, region=region) == key
    assert pipe.fea.FaceAngleTask.add(pipe.task) != key
    (pipe.fea.FaceAngleTask & pipe.task & "face_angle_beside is null").delete(prompt=False)
    pipe.fea.FaceAngle.populate(reserve_jobs=True)
    due = face_angle(result_of(pipe), keypoints=points, region=region)
    row = (pipe.fea.FaceAngle & key).fetch1()
    assert row["face_angle_digest"] == due.digest
    assert row["roll_agreement_verdict"] == due.agreement().verdict
    assert pipe.link.PROCESSED / row["face_angle_path"] not in pipe.rec.orphaned_folders()
    times_s, degrees, errors = pipe.fea.FaceAngle.trace(key, "roll_points")
    np.testing.assert_array_equal(degrees, due.roll_points_deg)
    np.testing.assert_array_equal(errors, due.errors["roll_points"])
    assert len(pipe.fea.FaceAngle.to_dataframe(key)) == len(times_s) == N
    for one in due.summary():
        own = (pipe.fea.FaceAngle.Angle & key & {"face_angle": one.angle}).fetch1()
        assert (own["angle_n_valid"], own["angle_reason"]) == (one.n_valid, one.reason)
        mean = np.nan if own["angle_mean_deg"] is None else own["angle_mean_deg"]
        assert mean == pytest.approx(one.mean_deg, nan_ok=True)
    yaw = (pipe.fea.FaceAngle.Angle & key & {"face_angle": "yaw"}).fetch1()
    assert yaw["angle_mean_deg"] is None and "two calibrated cameras" in yaw["angle_reason"]
    used = pipe.fea.FaceAngle.Point & key & "angle_point_is_used"
    assert len(used) == sum(point.is_used for point in due.points)
    assert not pipe.fea.FaceAngle.stale()
    folder = pipe.link.PROCESSED / row["face_angle_path"]
    (folder / "report.json").rename(folder / "away.json")  # as a killed run leaves it
    with pytest.raises(ResultError):
        pipe.fea.FaceAngle.open(key)
    (folder / "away.json").rename(folder / "report.json")


def test_two_cameras_give_yaw_and_pitch(pipe, cameras):
    first, second, (place, other), file = cameras
    add = pipe.fea.FaceAngleTask.add
    given = {**pipe.task, "keypoints": place}
    params = {"from_picture": False}
    key = add(given, params, calibration=file, second_keypoints=other)
    pipe.fea.FaceAngle.populate(key)
    own = SecondCamera(second, read_calibration(file))
    due = face_angle(
        result_of(pipe), keypoints=first, second=own, params=FaceAngleParams(from_picture=False)
    )
    assert (pipe.fea.FaceAngle & key).fetch1("face_angle_digest") == due.digest
    # with the second camera's recording, frames are of the same moments by their times
    recording = insert_movie(pipe, pipe.link.RAW / "features.mp4")
    timed = add(given, params, calibration=file, second_keypoints=other,
                second_recording_id=recording["recording_id"])  # fmt: skip
    assert timed != key
    pipe.fea.FaceAngle.populate(timed)
    notes = (pipe.fea.FaceAngle & timed).fetch1("face_angle_notes")
    assert any("matched by their times" in note for note in notes)
    for wrong in (
        {"calibration": file},
        {"second_keypoints": other},
        {"second_recording_id": 1},
        {"calibration": file, "second_keypoints": other, "second_recording_id": 99},
        {"calibration": "nowhere.npz", "second_keypoints": other},
        {"region": "cheek"},
        {"params": {"stable": ["nose", "nose", "eye"]}},
    ):
        with pytest.raises(InputError):
            add(given, **wrong)
    with pytest.raises(ParameterError, match="half told"):
        add(pipe.task, calibration=file, second_keypoints=other)
    # a calibration that was changed is another one
    np.savez(file, M1=np.eye(3))
    (pipe.fea.FaceAngle & key).delete(prompt=False)
    with pytest.raises(ResultMismatchError, match="not the one that the task was added for"):
        pipe.fea.FaceAngle.populate(key)
    (pipe.fea.FaceAngleTask & key).delete(prompt=False)
    (pipe.rec.VideoRecording & recording).delete(prompt=False)


# --- why frames fail --------------------------------------------------------------------------

N_FILM, DARK = 160, ((30, 46), (80, 96))


@pytest.fixture(scope="module")
def filmed(pipe):
    """The key of features of a movie with two dark bouts, and which frames these are."""
    dark = np.zeros(N_FILM, bool)
    for first, stop in DARK:
        dark[first:stop] = True
    path = film_dark(pipe.link.RAW / "dark.mp4", dark)
    task = pipe.hog.HOGTask.add(insert_movie(pipe, path), params=HOG)
    pipe.hog.HOGProcessing.populate(task)
    key = pipe.fea.FeatureTask.add(task)
    pipe.fea.FrameFeatures.populate(key)
    return {**task, **key}, dark


@pytest.fixture(scope="module")
def studied(pipe, filmed):
    """The key of a study of the dark frames, with remedies."""
    task, dark = filmed
    failed = Failures(dark, np.ones(N_FILM, bool), "dark frames", {"kind": "planted", "x": 0.5})
    key = pipe.fai.FailureTask.add(task, failed, remedies=True)
    pipe.fai.FailureStudy.populate(reserve_jobs=True)
    return key


def test_a_study_is_that_of_the_function(pipe, filmed, studied):
    task, dark = filmed
    path = pipe.link.PROCESSED / (pipe.hog.HOGProcessing & task).fetch1("result_path")
    table, result = pipe.fea.FrameFeatures.open(task), open_result(path)
    about = {"kind": "planted", "x": 0.5}
    due = study_failures(dark, table, result, what="dark frames", about=about)
    due = try_remedies(due, result, pipe.rec.open_recording(task))
    row = (pipe.fai.FailureStudy & studied).fetch1()
    assert row["failures_digest"] == digest_of_study(due)
    assert (row["failures_state"], row["failures_first_cause"]) == ("done", "dark")
    assert row["failures_n_above_null"] == len(due.above_null()) > 0
    assert row["failures_n_bouts"] == len(DARK)
    assert row["failure_model_auc"] == pytest.approx(due.model.auc)
    found = pipe.fai.FailureStudy.open(studied)
    np.testing.assert_array_equal(found.failed, dark)
    assert found.causes == due.causes
    assert pipe.link.PROCESSED / row["failures_path"] not in pipe.rec.orphaned_folders()
    cause = (pipe.fai.FailureStudy.Cause & studied & "cause_rank = 1").fetch1()
    assert cause["failure_cause"] == "dark" and cause["cause_auc"] >= 0.95
    assert bool(cause["cause_above_null"]) and cause["cause_direction"] == "low"
    for part, rows in (("Cause", due.causes), ("Feature", due.features), ("Remedy", due.remedies),
                       ("Measure", due.model.names)):  # fmt: skip
        assert len(getattr(pipe.fai.FailureStudy, part) & studied) == len(rows) > 0
    feature = pipe.fai.FailureStudy.Feature & studied & {"failure_column": "crop:intensity_mean"}
    assert feature.fetch1("failure_feature_auc") < 0.05
    assert not pipe.fai.FailureStudy.stale()


def test_failures_are_known_by_their_content(pipe, filmed, studied):
    task, dark = filmed
    add = pipe.fai.FailureTask.add
    found = pipe.fai.FailureTask.failures(studied)
    assert add(task, found, remedies=True) == studied
    np.testing.assert_array_equal(found.failed, dark)
    flagged_ones = flagged(pipe.hog.HOGProcessing.flags(task), ["black"])
    few = add(task, flagged_ones)
    assert few != studied
    pipe.fai.FailureStudy.populate(few)
    row = (pipe.fai.FailureStudy & few).fetch1()
    assert row["failures_state"] == "too few" and "too few" in row["failures_reason"]
    assert not pipe.fai.FailureStudy.Cause & few
    assert pipe.fai.FailureStudy.open(few).state == "too few"
    known = np.ones(N_FILM, bool)
    known[:20] = False
    some = add(task, dark, what="mine", known=known)
    assert (pipe.fai.FailureTask & some).fetch1("failure_n_known") == N_FILM - 20
    for wrong, more, words in (
        (dark[1:], {}, "another number of frames"),
        (dark.astype(float), {}, "True and False"),
        (found, {"what": "x"}, "say what they are"),
        (dark, {"what": "x" * 300}, "cannot be told"),
        (dark, {"what": 3}, "cannot be told"),
        (dark, {"params": 3}, "not for FailureParamSet"),
        (dark, {"params": {"least_failures": 1}}, "least_failures"),
    ):
        with pytest.raises(InputError, match=words):
            add(task, wrong, **more)
    stored = dj.FreeTable(dj.conn(), pipe.fai.FailureTask.States.full_table_name)
    row = (stored & some).fetch1()
    stored.update1({**row, "failure_states": np.zeros(N_FILM, np.int8)})
    with pytest.raises(FixedRowError, match="was edited"):
        pipe.fai.FailureTask.failures(some)
    (pipe.fai.FailureTask & some).delete(prompt=False)


def test_a_study_that_is_gone_or_changed_is_told(pipe, filmed, studied):
    folder = pipe.link.PROCESSED / (pipe.fai.FailureStudy & studied).fetch1("failures_path")
    away = folder.with_name("away")
    folder.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.fai.FailureStudy.open(studied)
    away.rename(folder)
    report = (folder / "report.json").read_text()
    (folder / "report.json").unlink()  # as a killed run leaves it
    with pytest.raises(ResultError):
        pipe.fai.FailureStudy.open(studied)
    (pipe.fai.FailureStudy & studied).delete(prompt=False)
    pipe.fai.FailureStudy.populate()
    assert (folder / "report.json").read_text() == report


def test_jobs_are_reserved_and_tables_come_in_order(pipe, made):
    from element_mouseface import delete_with_dependents, tables_to_populate

    names = [table.__name__ for table in tables_to_populate()]
    assert names.index("HOGProcessing") < names.index("FrameFeatures")
    key = pipe.fea.FeatureTask.add(pipe.task, {"groups": ["quality"]})
    found = pipe.fea.FrameFeatures.populate(reserve_jobs=True, make_kwargs={"workers": 1})
    assert found["success_count"] == 1 and pipe.fea.FrameFeatures & key
    going = delete_with_dependents(pipe.rec.VideoRecording & pipe.recording, prompt=False)
    assert sum("frame_features" in name for name in going) == 2
    assert not pipe.fea.FeatureTask & pipe.recording and pipe.fea.FeatureDefinition()
