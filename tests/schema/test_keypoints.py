"""Keypoint files in tables."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from element_mouseface.core.keypoints import FaceMapping, Keypoints, point_shift
from element_mouseface.core.keypoints.tracking import TrackingModel
from element_mouseface.errors import (
    FixedRowError,
    MouseFaceError,
    ParameterError,
    PathError,
    ResultError,
    ResultMismatchError,
)
from tests.schema.faces import SIGNALS, activated, film_events, insert_movie
from tests.unit.core.keypoints.faces import REST, SIZE, face, write_csv, write_facemap
from tests.unit.core.keypoints.test_tracking import metadata

pytestmark = pytest.mark.server

N = 20
LOST = 3


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "points", SIGNALS) as modules:
        yield modules


@pytest.fixture(scope="module")
def recording(pipe):
    (pipe.link.RAW / "m01").mkdir()
    path = pipe.link.RAW / "m01" / "face.mp4"
    height, width = SIZE
    return insert_movie(pipe, film_events(path, events=[], duration_s=1.0, size=(width, height)))


@pytest.fixture(scope="module")
def truth() -> Keypoints:
    """A face whose nose is lost for a while, and whose paw is never seen."""
    points = face(N)
    xy, likelihood = points.xy.copy(), points.likelihood.copy()
    likelihood[:LOST, points.names.index("nose(tip)")] = 0.2
    xy[:, points.names.index("paw")] = np.nan
    return Keypoints(points.names, xy, likelihood, "facemap")


@pytest.fixture(scope="module")
def pose(pipe, truth):
    return write_facemap(pipe.link.RAW / "m01" / "face_FacemapPose.h5", truth)


@pytest.fixture(scope="module")
def loaded(pipe, recording, pose):
    key = pipe.fmp.KeypointTask.add(recording, pose)
    pipe.fmp.Keypoints.populate(key)
    return key


def test_a_row_a_point(pipe, loaded, truth):
    row = (pipe.fmp.Keypoints & loaded).fetch1()
    assert row["keypoint_software"] == "facemap" and row["keypoint_n_frames"] == N
    assert row["n_keypoints"] == 15 and len(row["keypoint_file_sha256"]) == 64
    rows = {r["point_name"]: r for r in (pipe.fmp.Keypoints.Point & loaded).to_dicts()}
    assert set(rows) == set(REST)
    for name, point in rows.items():
        k = truth.names.index(name)
        assert np.array_equal(point["point_xy_px"], truth.xy[:, k], equal_nan=True)
        assert np.array_equal(point["point_likelihood"], truth.likelihood[:, k])
        assert point["likelihood_mean"] == pytest.approx(truth.likelihood[:, k].mean(), rel=1e-5)
    assert rows["nose(tip)"]["fraction_valid"] == pytest.approx(1 - LOST / N)
    assert rows["mouth"]["point_x_median_px"] == pytest.approx(REST["mouth"][0], abs=1)
    assert rows["mouth"]["point_y_median_px"] == pytest.approx(REST["mouth"][1], abs=1)
    assert rows["paw"]["fraction_valid"] == 0 and rows["paw"]["point_x_median_px"] is None


def test_sql_chooses_points_and_traces(pipe, loaded):
    good = pipe.fmp.Keypoints.Point & loaded & "fraction_valid > 0.9"
    assert set(good.to_arrays("point_name")) == set(REST) - {"paw", "nose(tip)"}
    trace = pipe.fmp.Keypoints.Trace & loaded & {"keypoint_trace": "eye_area"}
    values, mean, unit = trace.fetch1(
        "keypoint_trace_values", "keypoint_trace_mean", "keypoint_trace_unit"
    )
    assert values.shape == (N,) and unit == "px2"
    assert mean == pytest.approx(values.mean()) and mean == pytest.approx(np.pi * 36, rel=0.1)
    nose = (pipe.fmp.Keypoints.Trace & loaded & {"keypoint_trace": "nose_x"}).fetch1()
    assert np.flatnonzero(np.isnan(nose["keypoint_trace_values"])).tolist() == [*range(LOST)]
    assert nose["keypoint_trace_n_valid"] == N - LOST


def test_all_of_it_opens_as_core_has_it(pipe, loaded, truth):
    stored = pipe.fmp.Keypoints.open(loaded)
    assert stored.mapping == FaceMapping().within(truth.names)
    assert point_shift(stored.keypoints, stored.mapping).shift_px.shape == (N, 2)
    used = (pipe.fmp.Keypoints & loaded).fetch1("keypoint_mapping_used")
    assert FaceMapping.from_dict(used) == stored.mapping
    table = pipe.fmp.Keypoints.to_dataframe(loaded)
    assert table.columns.names == ["scorer", "bodyparts", "coords"] and len(table) == N
    x = table["Facemap", truth.names[0], "x"].to_numpy()
    np.testing.assert_array_equal(x, stored.keypoints.xy[:, 0, 0])


def test_the_same_task_is_one_and_another_is_another(pipe, recording, loaded, pose):
    add = pipe.fmp.KeypointTask.add
    assert add(recording, pose) == loaded == add(recording, "m01/face_FacemapPose.h5")
    mapping = FaceMapping(nose=("nose(top)",), mouth=(), min_likelihood=0.8)
    key = add(recording, pose, mapping=mapping, description="strict")
    assert key != loaded and key == add(recording, pose, mapping=mapping)
    row = pipe.fmp.KeypointMapping.add(mapping)
    assert key == add(recording, pose, mapping=row)
    assert pipe.fmp.KeypointMapping.mapping(row) == mapping
    pipe.fmp.Keypoints.populate(key)
    names = set((pipe.fmp.Keypoints.Trace & key).to_arrays("keypoint_trace"))
    assert names == {"eye_area", "eye_x", "eye_y", "nose_x", "nose_y"}
    stored = pipe.fmp.Keypoints.open(key)
    assert stored.digest != pipe.fmp.Keypoints.open(loaded).digest


def test_offset_source_and_padding_reach_the_reader(pipe, recording, truth):
    short = Keypoints(truth.names, truth.xy[: N - 2], truth.likelihood[: N - 2], "facemap")
    path = write_facemap(pipe.link.PROCESSED / "short.h5", short)
    key = pipe.fmp.KeypointTask.add(
        recording, path, offset_px=(3.5, -2), pad_end=True, source="facemap"
    )
    pipe.fmp.Keypoints.populate(key)
    found = pipe.fmp.Keypoints.open(key).keypoints
    assert found.n_frames == N and np.isnan(found.xy[-2:]).all()
    k = found.names.index("mouth")
    assert np.allclose(found.xy[:-2, k], short.xy[:, truth.names.index("mouth")] + [3.5, -2])


def refused(pipe, recording, error, *args, **kwargs) -> str:
    """The error of a task that no worker could read, after which no row is there."""
    before = len(pipe.fmp.KeypointTask())
    with pytest.raises(error) as caught:
        pipe.fmp.KeypointTask.add(recording, *args, **kwargs)
    assert len(pipe.fmp.KeypointTask()) == before
    return str(caught.value)


def test_what_cannot_be_read_is_refused_when_it_is_inserted(pipe, recording, pose, truth):
    raw = pipe.link.RAW
    long = write_facemap(raw / "long.h5", face(N + 1))
    assert str(N + 1) in refused(pipe, recording, ResultMismatchError, long)
    away = write_facemap(raw / "away.h5", replace(truth, xy=truth.xy + np.float32([500, 0])))
    assert "far outside" in refused(pipe, recording, ResultMismatchError, away)
    (raw / "text.h5").write_text("no keypoints")
    refused(pipe, recording, ResultError, raw / "text.h5")
    refused(pipe, recording, PathError, "m01/gone.h5")
    mapping = FaceMapping(nose=("snout",))
    assert "snout" in refused(pipe, recording, ParameterError, pose, mapping=mapping)
    csv = write_csv(raw / "points.csv", truth, "someone")
    assert "source=" in refused(pipe, recording, ParameterError, csv)
    with pytest.raises(ParameterError, match="align"):
        pipe.fmp.KeypointTask.add(recording, long, align="middle")
    key = pipe.fmp.KeypointTask.add(recording, long, align="end")
    pipe.fmp.Keypoints.populate(key)
    row = (pipe.fmp.Keypoints & key).fetch1()
    assert row["keypoint_n_frames"] == N and f"{N + 1} frames" in row["keypoint_notes"][0]


def test_a_file_that_changed_since_leaves_no_row(pipe, recording, truth):
    path = write_facemap(pipe.link.RAW / "later.h5", truth)
    key = pipe.fmp.KeypointTask.add(recording, path)
    write_facemap(path, face(N + 1))
    with pytest.raises(ResultMismatchError, match=str(N + 1)):
        pipe.fmp.Keypoints.populate(key)
    assert not pipe.fmp.Keypoints & key and not pipe.fmp.Keypoints.Point & key
    (pipe.fmp.KeypointTask & key).delete(prompt=False)


def test_points_that_no_mapping_knows_are_told_with_their_names(pipe, recording, truth):
    names = tuple(f"p{k}" for k in range(len(truth.names)))
    strange = Keypoints(names, truth.xy, truth.likelihood, "deeplabcut")
    path = write_csv(pipe.link.RAW / "strangeDLC.csv", strange, "DLC_resnet50")
    key = pipe.fmp.KeypointTask.add(recording, path)
    pipe.fmp.Keypoints.populate(key)
    assert not pipe.fmp.Keypoints.Trace & key
    (note,) = (pipe.fmp.Keypoints & key).fetch1("keypoint_notes")
    assert "p0, p1" in note and "mapping=FaceMapping(" in note
    assert pipe.fmp.Keypoints.open(key).keypoints.notes == (note,)


def test_a_recording_of_several_files_has_a_pose_file_each(pipe, truth):
    raw, (height, width) = pipe.link.RAW, SIZE
    (raw / "two").mkdir()
    movies, poses = [], []
    for k, n in enumerate((N, N // 2)):
        movies.append(
            film_events(
                raw / "two" / f"part_{k}.mp4", events=[], duration_s=n / 20, size=(width, height)
            )
        )
        part = Keypoints(truth.names, truth.xy[:n] + k, truth.likelihood[:n], "facemap")
        poses.append(write_facemap(raw / "two" / f"part_{k}_FacemapPose.h5", part))
    recording = insert_movie(pipe, movies)
    add = pipe.fmp.KeypointTask.add
    key = add(recording, poses)
    assert add(recording, [str(path) for path in poses]) == key
    assert (pipe.fmp.KeypointTask.File & key).to_arrays("keypoint_part_path").tolist() == [
        "two/part_0_FacemapPose.h5",
        "two/part_1_FacemapPose.h5",
    ]
    pipe.fmp.Keypoints.populate(key)
    found = pipe.fmp.Keypoints.open(key).keypoints
    k = found.names.index("mouth")
    j = truth.names.index("mouth")
    assert np.array_equal(found.xy[:N, k], truth.xy[:, j])
    assert np.array_equal(found.xy[N:, k], truth.xy[: N // 2, j] + 1)
    with pytest.raises(ResultMismatchError, match="part_1_FacemapPose"):
        add(recording, poses[::-1])
    with pytest.raises(ResultMismatchError, match="another number of"):
        add(recording, poses[0])


def test_tasks_that_cannot_be_are_refused_at_once(pipe, recording, pose, tmp_path):
    add = pipe.fmp.KeypointTask.add
    with pytest.raises(ParameterError, match="openpose"):
        add(recording, pose, source="openpose")
    with pytest.raises(ParameterError):
        add(recording, pose, offset_px=(float("nan"), 0))
    with pytest.raises(ParameterError, match="no recording"):
        add({**recording, "recording_id": 999}, pose)
    with pytest.raises(PathError):
        add(recording, tmp_path / "elsewhere.h5")
    with pytest.raises(ParameterError):
        pipe.fmp.KeypointMapping.add({"eye": ["a"]})


def test_a_stored_file_that_changed_or_went_is_told(pipe, recording, pose):
    mapping = FaceMapping(min_likelihood=0.71)
    key = pipe.fmp.KeypointTask.add(recording, pose, mapping=mapping)
    pipe.fmp.Keypoints.populate(key)
    name = (pipe.fmp.Keypoints & key).fetch1("keypoints_path")
    path = pipe.link.PROCESSED / name
    other = pipe.link.PROCESSED / (
        pipe.fmp.Keypoints & (pipe.fmp.KeypointTask & recording & "keypoint_task_id = 1")
    ).fetch1("keypoints_path")
    kept = path.read_bytes()
    path.write_bytes(other.read_bytes())
    with pytest.raises(ResultMismatchError, match="not the one"):
        pipe.fmp.Keypoints.open(key)
    path.unlink()
    with pytest.raises(MouseFaceError, match="gone"):
        (pipe.fmp.Keypoints.Trace & key & {"keypoint_trace": "eye_x"}).fetch1()
    path.write_bytes(kept)
    assert pipe.fmp.Keypoints.open(key).mapping == mapping
    # deleting and populating again finds the file
    (pipe.fmp.Keypoints & key).delete(prompt=False)
    pipe.fmp.Keypoints.populate(key)
    assert path.read_bytes() == kept


def test_the_tables_join_with_the_recording(pipe, recording, loaded):
    joined = pipe.fmp.Keypoints * pipe.rec.RecordingInfo & loaded
    assert joined.fetch1("nframes") == N


# ---------------------------------------------------------------- which model tracked them


def test_a_task_says_which_model_tracked_it_as_far_as_its_file_does(pipe, loaded, truth):
    row = (pipe.fmp.KeypointTracking * pipe.fmp.KeypointModel & loaded).fetch1()
    assert row["keypoint_model_name"] == "Facemap" and not row["tracking_given"]
    assert row["bbox"] is None and row["keypoint_model_sha256"] is None
    parts = pipe.fmp.KeypointModel.BodyPart & row
    assert set(parts.to_arrays("body_part")) == set(truth.names)
    points = (pipe.fmp.Keypoints.Point & loaded).to_arrays("point_name")
    assert set(points) == set(parts.to_arrays("body_part"))


def trajectory_as_published(pipe, key, model_name, parts):
    """By the published element's loop: stack each part's rows from the table, then concatenate."""
    found = []
    for part in parts:
        row = (pipe.fmp.Keypoints.Point & key & {"point_name": part}).fetch1()
        x, y = row["point_xy_px"].T.tolist()
        stacked = np.vstack((x, y, row["point_likelihood"].tolist())).T
        names = [[model_name], [part], ["x", "y", "likelihood"]]
        columns = pd.MultiIndex.from_product(names, names=["model", "bodyparts", "coords"])
        found.append(pd.DataFrame(stacked, columns=columns, index=range(len(stacked))))
    return pd.concat(found, axis=1)


def test_get_trajectory_gives_the_published_table(pipe, loaded):
    get = pipe.fmp.Keypoints.get_trajectory
    every = (pipe.fmp.Keypoints.Point & loaded).to_arrays("point_name", order_by="point_no")
    pd.testing.assert_frame_equal(
        get(loaded), trajectory_as_published(pipe, loaded, "Facemap", list(every)),
        check_index_type=False,
    )  # fmt: skip
    two = ["mouth", "eye(top)"]
    pd.testing.assert_frame_equal(
        get(loaded, body_parts=two), trajectory_as_published(pipe, loaded, "Facemap", two),
        check_index_type=False,
    )  # fmt: skip
    assert get(loaded, "mouth").columns.get_level_values("bodyparts").unique() == ["mouth"]
    with pytest.raises(ParameterError, match="snout"):
        get(loaded, ["snout"])
    with pytest.raises(ParameterError, match="more than one"):
        get({})


@pytest.fixture(scope="module")
def weights(pipe, tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "our mice.pt"
    path.write_bytes(b"weights of our own")
    return path


def test_a_model_that_was_named_takes_the_place_of_what_the_file_says(pipe, recording, weights):
    path = write_facemap(pipe.link.RAW / "named.h5", face(N))
    key = pipe.fmp.KeypointTask.add(recording, path)
    digest = (pipe.fmp.KeypointTask & key).fetch1("keypoint_task_hash")
    insert = pipe.fmp.KeypointModel.insert_new_model
    model = insert(70, "ours", "trained in May", weights)
    assert insert(None, "ours", "", weights) == model == {"keypoint_model_id": 70}
    named = pipe.fmp.KeypointTask.add(recording, path, model=model, bbox=[0, 90, 0, 120])
    assert named == key and (pipe.fmp.KeypointTask & key).fetch1("keypoint_task_hash") == digest
    row = (pipe.fmp.KeypointTracking & key).fetch1()
    assert row["keypoint_model_id"] == 70 and row["tracking_given"]
    assert row["bbox"] == [0, 90, 0, 120]
    found = pipe.fmp.KeypointTracking.model(key)
    assert found.file_name == "our mice.pt"
    assert found.file_sha256 == hashlib.sha256(b"weights of our own").hexdigest()
    # what was named stays
    assert pipe.fmp.KeypointTask.add(recording, path) == key
    pipe.fmp.KeypointTracking.add(key, bbox=[0, 90, 0, 120])
    assert (pipe.fmp.KeypointTracking & key).fetch1() == row
    pipe.fmp.Keypoints.populate(key)
    table = pipe.fmp.Keypoints.get_trajectory(key, ["paw"])
    assert table.columns[0] == ("ours", "paw", "x")
    weights.write_bytes(b"trained further")
    other = insert(None, "ours", "", weights)
    assert other != model
    for wrong in ({"model": other}, {"bbox": [0, 80, 0, 120]}):
        with pytest.raises(ParameterError, match="was named for this task before"):
            pipe.fmp.KeypointTracking.add(key, **wrong)
    with pytest.raises(ParameterError):
        insert(70, "other", "", weights)
    assert (pipe.fmp.KeypointTracking & key).fetch1() == row


def test_a_box_or_model_that_cannot_be_is_refused(pipe, recording, weights):
    height, width = SIZE
    path = write_facemap(pipe.link.RAW / "boxed.h5", face(N))
    model = replace(TrackingModel.of_file(weights), body_parts=("paw",))
    told = refused(pipe, recording, ParameterError, path, bbox=[0, height + 1, 0, width])
    assert "outside the frame" in told
    assert "bounding box" in refused(pipe, recording, ParameterError, path, bbox=[5, 5, 0, 9])
    assert "outside the bounding box" in refused(
        pipe, recording, ResultMismatchError, path, bbox=[height - 9, height, 0, 9]
    )
    assert "other points" in refused(pipe, recording, ParameterError, path, model=model)
    sleap = TrackingModel("ours", "sleap")
    assert "another program" in refused(pipe, recording, ParameterError, path, model=sleap)
    with pytest.raises(ParameterError, match="KeypointTask"):
        pipe.fmp.KeypointTracking.add({**recording, "keypoint_task_id": 999})


def test_facemaps_metadata_are_stored_and_checked(pipe, recording):
    height, width = SIZE
    points = face(N)
    path = write_facemap(pipe.link.RAW / "meta_FacemapPose.h5", points)
    beside = path.with_name("meta_FacemapPose_metadata.pkl")
    said = metadata(points, image_size=([height], [width]), bbox=[0, height, 0, width])
    said["inference_speed"] = 7.3000000000000016
    beside.write_bytes(pickle.dumps({**said, "image_size": ([width], [height])}))
    assert "frame size" in refused(pipe, recording, ResultMismatchError, path)
    beside.write_bytes(pickle.dumps(said))
    assert "differs" in refused(pipe, recording, ResultMismatchError, path, bbox=[0, 9, 0, 9])
    key = pipe.fmp.KeypointTask.add(recording, path)
    (path.parent / "pose").mkdir()
    for one in (path, beside):
        (path.parent / "pose" / one.name).write_bytes(one.read_bytes())
    folder = pipe.fmp.KeypointTask.add(recording, "pose")
    assert (pipe.fmp.KeypointTracking & folder).fetch1("bbox") == [0, height, 0, width]
    row = (pipe.fmp.KeypointTracking & key).fetch1()
    assert row["bbox"] == [0, height, 0, width] and row["tracked_n_frames"] == said["total_frames"]
    assert row["tracking_duration_s"] == said["total_frames"] / 7.3000000000000016
    assert row["tracking_about"]["batch_size"] == 1
    pipe.fmp.KeypointTracking.check(key)


def test_rows_of_models_and_of_tracking_stay(pipe, recording, loaded):
    with pytest.raises(FixedRowError):
        pipe.fmp.KeypointTracking.update1({**loaded, "bbox": [0, 1, 0, 1]})
    with pytest.raises(FixedRowError):
        pipe.fmp.KeypointModel.update1({"keypoint_model_id": 1, "keypoint_model_name": "x"})
    table = pipe.fmp.KeypointTracking
    where = table().connection.adapter
    column = where.quote_identifier("tracked_n_frames")
    table().connection.query(f"UPDATE {table().full_table_name} SET {column} = 7")
    with pytest.raises(FixedRowError, match="edited"):
        table.model(loaded)
