"""Crops, parameters, tasks, and results that are computed or loaded."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
import zarr
from skimage.feature import hog as skimage_hog

from element_mouseface import extract, open_video
from element_mouseface.errors import (
    ActivationError,
    CropError,
    MouseFaceError,
    ParameterError,
    PathError,
    ResultChangedError,
    ResultError,
    ResultIncompleteError,
    ResultMismatchError,
    StorageError,
    VideoChangedError,
)
from element_mouseface.params import Crop, HOGParams, Mask
from tests.schema.faces import activated, film_events, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

MASK = Mask("paw", "box", ((0, 0), (9, 9)))
SMALL = HOGParams(pixels_per_cell=(16, 16))


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "desc", ("recording", "descriptors")) as modules:
        yield modules


def add_task(pipe, key, *, crop=None, params=SMALL, mode="trigger", path=None):
    task = {**key, **pipe.hog.FaceCrop.add(crop), **pipe.hog.HOGParamSet.add(params)}
    pipe.hog.HOGTask.insert1({**task, "task_mode": mode, "load_path": path})
    return task


@pytest.fixture(scope="module")
def recording(pipe):
    path = pipe.link.RAW / "shared.mp4"
    return insert_movie(pipe, film_events(path, events=[], duration_s=1.0, size=(96, 80)))


@pytest.fixture(scope="module")
def done(pipe, recording):
    """A computed task of the shared recording."""
    task = add_task(pipe, recording, crop=Crop(x=8, y=4, width=80, height=64))
    pipe.hog.HOGProcessing.populate(task)
    return task


def counts(pipe):
    master = pipe.hog.HOGProcessing
    return [len(table()) for table in (master, master.Quality, master.Flag)]


def refused(pipe, task, error):
    """The error of populating a task, after which nothing has changed."""
    before = counts(pipe)
    with pytest.raises(error) as caught:
        pipe.hog.HOGProcessing.populate(task)
    assert counts(pipe) == before
    return str(caught.value)


# ---------------------------------------------------------------- content-hashed rows


def test_the_same_crop_is_one_row_whoever_adds_it(pipe):
    table = pipe.hog.FaceCrop
    crop = Crop(x=3, y=5, masks=(Mask("spout", "ellipse", ((1, 2), (30, 40.5))),))
    key = table.add(crop, description="first")
    assert table.add(crop, description="told otherwise") == key
    assert table.add(crop, crop_id=key["crop_id"]) == key
    assert len(table & {"crop_hash": crop.content_hash()}) == 1
    assert table.crop(key) == crop
    assert table.crop(table.add()) == Crop()
    assert (table & key).fetch1("width_px") is None


def test_a_number_belongs_to_one_content(pipe):
    table = pipe.hog.HOGParamSet
    first = table.add(HOGParams(orientations=5), hog_paramset_id=77)
    assert first == {"hog_paramset_id": 77}
    with pytest.raises(ParameterError, match="other content"):
        table.add(HOGParams(orientations=6), hog_paramset_id=77)
    with pytest.raises(ParameterError, match="already in HOGParamSet, as hog_paramset_id 77"):
        table.add(HOGParams(orientations=5), hog_paramset_id=78)
    assert table.add({"orientations": 6}) == {"hog_paramset_id": 78}
    assert table.params({"hog_paramset_id": 78}) == HOGParams(orientations=6)
    with pytest.raises(ParameterError, match="HOGParams cannot be made from"):
        table.add({"bins": 9})


def test_two_processes_that_take_the_same_number_get_two_rows(pipe, monkeypatch):
    # the other process inserts between our look and our insert
    table, asked = pipe.hog.HOGParamSet, []
    real = table._next_number

    def slow(scope):
        number = real(scope)
        if not asked:
            asked.append(number)
            params = HOGParams(orientations=11)
            table.insert1({"hog_paramset_id": number, "hog_params": params.to_dict(),
                           "hog_paramset_hash": params.content_hash()})  # fmt: skip
        return number

    monkeypatch.setattr(table, "_next_number", slow)
    key = table.add(HOGParams(orientations=12))
    assert key["hog_paramset_id"] == asked[0] + 1


# ---------------------------------------------------------------- damage and repair


def test_a_damaged_folder_is_refused_and_repaired_to_the_row_s_digest(pipe, done):
    table = pipe.hog.HOGProcessing
    row = (table & done).fetch1()
    right = np.asarray(table.open(done))
    assert table.repair(done) == []
    folder = pipe.link.PROCESSED / row["result_path"]
    chunk = folder / "cells" / "c.0.0.0.0"
    damaged = bytearray(chunk.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    chunk.write_bytes(damaged)
    with pytest.raises(ResultChangedError, match="chunk 0 of cells, frames 0 to 15"):
        np.asarray(table.open(done))
    (found,) = table.repair(done)
    assert "frames 0 to 15" in found and (table & done).fetch1() == row
    np.testing.assert_array_equal(np.asarray(table.open(done)), right)
    shutil.rmtree(folder / "thumbnail")
    (folder / "zarr.json").unlink()
    assert table.repair(done)
    assert table.result(done).digest == row["result_digest"]


# ---------------------------------------------------------------- computing


def test_a_triggered_task_equals_scikit_image(pipe, recording, done):
    table = pipe.hog.HOGProcessing
    row = (table & done).fetch1()
    assert (row["hog_n_frames"], row["grid_rows"], row["grid_columns"]) == (20, 4, 5)
    assert row["descriptor_length"] == 160
    assert row["result_path"].startswith("mouseface/") and row["result_format"] == "mouseface"
    assert (row["n_missing"], row["n_flagged"]) == (0, 1)
    flag = (table.Flag & done).fetch1()
    assert (flag["flag"], flag["flag_n_frames"], flag["flag_first_frame"]) == ("first", 1, 0)

    found = table.open(done)
    frames = open_video(pipe.rec.recording_paths(recording)[0]).read_luma()
    for number, luma in frames:
        expected = skimage_hog(luma[4:68, 8:88], 8, (16, 16), (1, 1), transform_sqrt=True)
        assert np.abs(found[number] - expected).max() < 1e-5


def test_quality_is_summed_up_in_rows(pipe, done):
    table = pipe.hog.HOGProcessing
    rows = {r["quality_trace"]: r for r in (table.Quality & done).to_dicts()}
    assert set(rows) == {"luminance", "sharpness", "entropy", "motion_energy"}
    luminance = table.quality(done, "luminance")
    assert rows["luminance"]["quality_mean"] == pytest.approx(luminance.mean(), rel=1e-6)
    assert rows["luminance"]["quality_max"] == pytest.approx(luminance.max(), rel=1e-6)
    # the first frame has no motion: NaN in the array, one fewer in the rows
    assert np.isnan(table.quality(done, "motion_energy")[0])
    assert rows["motion_energy"]["quality_n_valid"] == 19
    assert table.flags(done).shape == (20,)


def test_blocks_share_the_stored_cells(pipe, recording, done):
    table = pipe.hog.HOGProcessing
    other = HOGParams(pixels_per_cell=(16, 16), cells_per_block=(2, 2), block_norm="L1")
    task = add_task(pipe, recording, crop=pipe.hog.FaceCrop.crop(done), params=other)
    table.populate(task)
    paths = (table & recording & {"crop_id": done["crop_id"]}).to_arrays("result_path")
    assert len(paths) == 2 and len(set(paths)) == 1
    _, luma = next(open_video(pipe.rec.recording_paths(recording)[0]).read_luma())
    expected = skimage_hog(luma[4:68, 8:88], 8, (16, 16), (2, 2), "L1", transform_sqrt=True)
    assert np.abs(table.open(task)[0] - expected).max() < 1e-5
    assert (table & task).fetch1("descriptor_length") == len(expected)


def test_deleted_rows_come_back_from_the_folder(pipe, recording, done):
    table = pipe.hog.HOGProcessing
    before = (table & done).fetch1()
    folder = pipe.link.PROCESSED / before["result_path"]
    written = (folder / "zarr.json").stat().st_mtime_ns
    (table & done).delete(prompt=False)
    assert folder.is_dir()
    table.populate(done)
    after = (table & done).fetch1()
    assert after["result_digest"] == before["result_digest"]
    assert (folder / "zarr.json").stat().st_mtime_ns == written


def test_jobs_are_reserved_on_both_servers(pipe):
    key = insert_movie(pipe, movie(pipe.link.RAW / "jobs.mp4", n=17, size=(64, 48), seed=3))
    task = add_task(pipe, key)
    done = pipe.hog.HOGProcessing.populate(task, reserve_jobs=True)
    assert done["success_count"] == 1 and not done["error_list"]


def test_a_scheduler_is_taken_from_make_kwargs_and_the_environment(pipe, recording, monkeypatch):
    from distributed import LocalCluster

    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as cluster:
        for number, how in enumerate(("kwargs", "environment"), start=1):
            task = add_task(pipe, recording, crop=Crop(x=number, width=64, height=64))
            kwargs = {"scheduler": cluster.scheduler_address} if how == "kwargs" else None
            if how == "environment":
                monkeypatch.setenv("MOUSEFACE_SCHEDULER", cluster.scheduler_address)
            pipe.hog.HOGProcessing.populate(task, make_kwargs=kwargs)
            assert len(cluster.scheduler.computations) == number
            assert len(pipe.hog.HOGProcessing & task) == 1


def test_bad_settings_are_told_before_the_work(pipe, recording, monkeypatch):
    task = add_task(pipe, recording, crop=Crop(x=9, y=9))
    monkeypatch.setenv("MOUSEFACE_WORKERS", "many")
    assert "MOUSEFACE_WORKERS" in refused(pipe, task, ParameterError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


@pytest.mark.parametrize(
    ("crop", "told"),
    [
        (Crop(x=90, width=50, height=20), "outside the frame"),
        (Crop(width=10, height=10), "smaller than one block"),
    ],
)
def test_a_crop_that_does_not_fit_is_an_error(pipe, recording, crop, told):
    task = add_task(pipe, recording, crop=crop)
    assert told in refused(pipe, task, CropError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


def test_a_task_waits_for_its_recording_to_be_read(pipe):
    path = movie(pipe.link.RAW / "unread.mp4", n=5, size=(64, 48), seed=5)
    key = insert_movie(pipe, path)
    task = add_task(pipe, key)
    (pipe.rec.RecordingInfo & key).delete(prompt=False)
    assert pipe.hog.HOGProcessing.populate(task)["success_count"] == 0
    pipe.rec.RecordingInfo.populate(key)
    assert pipe.hog.HOGProcessing.populate(task)["success_count"] == 1


def test_a_video_that_changed_is_refused(pipe):
    path = movie(pipe.link.RAW / "changes.mp4", n=6, size=(64, 48), seed=6)
    key = insert_movie(pipe, path)
    task = add_task(pipe, key)
    movie(path, n=6, size=(64, 48), seed=7)
    refused(pipe, task, VideoChangedError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


def test_a_missing_processed_folder_is_told_before_the_work(pipe, recording):
    task = add_task(pipe, recording, crop=Crop(x=2, y=2))
    moved = pipe.link.PROCESSED.rename(pipe.link.PROCESSED.with_name("away"))
    try:
        assert "does not exist" in refused(pipe, task, StorageError)
    finally:
        moved.rename(pipe.link.PROCESSED)
    pipe.hog.HOGProcessing.populate(task)
    assert len(pipe.hog.HOGProcessing & task) == 1


def test_a_folder_that_is_gone_or_another_is_told_and_the_rows_stay(pipe, recording):
    table = pipe.hog.HOGProcessing
    task = add_task(pipe, recording, crop=Crop(x=6, y=6))
    other = add_task(pipe, recording, crop=Crop(x=7, y=6))
    table.populate([task, other])
    before = counts(pipe)
    folder, second = (
        pipe.link.PROCESSED / (table & t).fetch1("result_path") for t in (task, other)
    )
    kept = folder.rename(folder.with_name("kept"))
    with pytest.raises(ResultError, match="is gone from the processed folder"):
        table.open(task)
    shutil.copytree(second, folder)
    with pytest.raises(ResultMismatchError, match="not the one that was inserted"):
        table.open(task)
    shutil.rmtree(folder)
    kept.rename(folder)
    assert table.open(task).shape[0] == 20
    assert counts(pipe) == before


# ---------------------------------------------------------------- loading


@pytest.fixture(scope="module")
def elsewhere(pipe, recording):
    """A result of `mouseface hog` put into the processed folder, and its crop."""
    reader = open_video(pipe.rec.recording_paths(recording)[0])
    crop = Crop(x=16, y=0, width=64, height=80)
    extract(reader, pipe.link.PROCESSED / "from_cli.zarr", SMALL, crop, workers=1)
    return crop


def test_a_result_from_the_command_line_is_loaded(pipe, recording, elsewhere):
    # the same box by other numbers: width NULL reaches no further than the frame's edge
    task = add_task(pipe, recording, crop=elsewhere, mode="load", path="from_cli.zarr")
    pipe.hog.HOGProcessing.populate(task)
    row = (pipe.hog.HOGProcessing & task).fetch1()
    assert (row["result_path"], row["hog_n_frames"]) == ("from_cli.zarr", 20)
    assert len(pipe.hog.HOGProcessing.Quality & task) == 4
    assert pipe.hog.HOGProcessing.open(task).shape == (20, 160)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"params": HOGParams(pixels_per_cell=(8, 16))}, "other HOG cells"),
        ({"params": HOGParams(pixels_per_cell=(16, 16), transform_sqrt=False)}, "HOG cells"),
        ({"crop": Crop(x=15, width=64, height=80)}, "other crop"),
        ({"crop": Crop(x=16, width=64, height=80, masks=(MASK,))}, "other masks"),
    ],
)  # fmt: skip
def test_a_result_of_another_making_is_refused(pipe, recording, elsewhere, change, told):
    given = {"crop": elsewhere, "params": SMALL, **change}
    task = add_task(pipe, recording, mode="load", path="from_cli.zarr", **given)
    assert told in refused(pipe, task, ResultMismatchError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


def test_a_result_of_another_video_is_refused(pipe, elsewhere):
    path = movie(pipe.link.RAW / "other.mp4", n=20, size=(96, 80), seed=9)
    task = add_task(
        pipe, insert_movie(pipe, path), crop=elsewhere, mode="load", path="from_cli.zarr"
    )
    assert "other video checksums" in refused(pipe, task, ResultMismatchError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


def test_a_damaged_result_is_refused(pipe, recording, elsewhere):
    folder = pipe.link.PROCESSED / "damaged.zarr"
    shutil.copytree(pipe.link.PROCESSED / "from_cli.zarr", folder)
    group = zarr.open_group(folder, mode="r+")
    group["flags"][3] = 2
    crop = Crop(x=16, width=64, height=80, y=0)
    task = {**recording, **pipe.hog.FaceCrop.add(crop), **pipe.hog.HOGParamSet.add(
        HOGParams(pixels_per_cell=(16, 16), block_norm="L2"))}  # fmt: skip
    pipe.hog.HOGTask.insert1({**task, "task_mode": "load", "load_path": "damaged.zarr"})
    assert "chunk 0 of flags" in refused(pipe, task, ResultChangedError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


@pytest.mark.parametrize(
    ("path", "error"),
    [
        (None, PathError),
        ("nothing.zarr", PathError),
        ("../outside.zarr", PathError),
        ("plain", ResultError),
        ("half.zarr", (ResultIncompleteError, PathError)),
    ],
)
def test_what_is_no_result_is_refused(pipe, recording, path, error):
    (pipe.link.PROCESSED / "plain").mkdir(exist_ok=True)
    (pipe.link.PROCESSED / "half.zarr.partial").mkdir(exist_ok=True)
    task = add_task(pipe, recording, crop=Crop(y=11), mode="load", path=path)
    refused(pipe, task, error)
    (pipe.hog.HOGTask & task).delete(prompt=False)


@pytest.fixture(scope="module")
def published(pipe, recording):
    """What dask_faces.py writes: a Zarr v2 group with descriptors and pictures, nothing else."""
    reader = open_video(pipe.rec.recording_paths(recording)[0])
    rows = [
        skimage_hog(luma[:64, :80], 8, (16, 16), (1, 1), transform_sqrt=True)
        for _, luma in reader.read_luma()
    ]
    group = zarr.open_group(pipe.link.PROCESSED / "data.zarr", mode="w", zarr_format=2)
    group.create_array("descriptors", data=np.array(rows), chunks=(5, 160))
    group.create_array("images", data=np.zeros((20, 64, 80)), chunks=(5, 64, 80))
    return np.array(rows)


def test_the_published_zarr_is_loaded(pipe, recording, published):
    crop = Crop(width=80, height=64)
    task = add_task(pipe, recording, crop=crop, mode="load", path="data.zarr")
    pipe.hog.HOGProcessing.populate(task)
    row = (pipe.hog.HOGProcessing & task).fetch1()
    assert (row["result_format"], row["grid_rows"], row["grid_columns"]) == ("dask_faces", 4, 5)
    assert np.allclose(np.asarray(pipe.hog.HOGProcessing.open(task)), published, atol=1e-6)
    with pytest.raises(ResultError, match="no quality traces"):
        pipe.hog.HOGProcessing.quality(task, "luminance")


@pytest.mark.parametrize(
    ("crop", "params"),
    [
        (Crop(width=96, height=64), SMALL),
        (Crop(x=8, y=8, width=80, height=64), SMALL),
        (Crop(width=80, height=64), HOGParams(pixels_per_cell=(16, 16), orientations=9)),
        (Crop(width=80, height=64), HOGParams(pixels_per_cell=(16, 16), block_norm="L1")),
    ],
)
def test_a_published_zarr_of_another_making_is_refused(pipe, recording, published, crop, params):
    task = add_task(pipe, recording, crop=crop, params=params, mode="load", path="data.zarr")
    refused(pipe, task, ResultMismatchError)
    (pipe.hog.HOGTask & task).delete(prompt=False)


# ---------------------------------------------------------------- activation


def test_the_order_of_activation_is_told(server, linking, fresh):
    with pytest.raises(
        ActivationError, match="descriptors needs recording, which is not activated"
    ):
        fresh.descriptors.activate(server.name("early"))
    with pytest.raises(ActivationError, match="before its schema is activated"):
        fresh.descriptors.FaceCrop.add()


def test_stored_tables_are_those_of_the_code(server, linking, fresh, pipe):
    # a second process, as it were: compares every heading on the server with the code
    fresh.recording.activate(server.name("desc_rec"), linking_module=linking)
    fresh.descriptors.activate(server.name("desc_hog"), linking_module=linking)
    fresh.descriptors.activate(server.name("desc_hog"))
    assert len(fresh.descriptors.HOGProcessing()) == len(pipe.hog.HOGProcessing())


def test_every_table_says_what_it_is(pipe):
    for table in (pipe.hog.FaceCrop, pipe.hog.HOGParamSet, pipe.hog.HOGTask,
                  pipe.hog.HOGProcessing, pipe.hog.HOGProcessing.Quality):  # fmt: skip
        assert len(table().heading.table_status["comment"]) > 10
        assert "%" not in table.definition


def test_errors_are_of_our_tree(pipe):
    with pytest.raises(MouseFaceError):
        pipe.hog.HOGProcessing.open({"crop_id": -1})
