"""Signals computed here: in one pass with the descriptors, right where Facemap is not."""

from __future__ import annotations

import importlib.util
import shutil
import threading

import av
import numpy as np
import pytest

from element_mouseface import extract, open_video
from element_mouseface._schema import passes as _passes
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.outputs import RunLock, lock_path
from element_mouseface.errors import CropError, DependencyError, ParameterError, StorageError
from element_mouseface.params import Crop, HOGParams
from tests.schema.faces import SIGNALS, activated, film_events, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

HEIGHT, WIDTH, SBIN = 80, 96, 4
SNOUT = Region.box("snout", 8, 16, 40, 32)
EAR = Region("ear", "ellipse", ((40, 30), (90, 76)))
REGIONS = Regions((SNOUT, EAR))


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "ftrig", SIGNALS) as modules:
        yield modules


def film(pipe, name, seed=0):
    path = pipe.link.RAW / f"{name}.mp4"
    events = [("sucrose", 0.3, 0.6)]
    return insert_movie(
        pipe, film_events(path, events=events, duration_s=1.0, size=(WIDTH, HEIGHT), seed=seed)
    )


@pytest.fixture(scope="module")
def recording(pipe):
    return film(pipe, "shared")


@pytest.fixture(scope="module")
def bins(pipe, recording):
    """The movie's bin means in Facemap's gray, straight from the file: (frames, y, x)."""
    with av.open(str(pipe.rec.recording_paths(recording)[0])) as container:
        luma = [f.to_ndarray(format="yuv420p")[:HEIGHT].astype(int) for f in container.decode(0)]
    gray = np.clip((np.array(luma) - 16) * 255 // 219, 0, 255)
    return gray.reshape(len(luma), HEIGHT // SBIN, SBIN, WIDTH // SBIN, SBIN).mean((2, 4))


def add(pipe, recording, regions=REGIONS, **more):
    return pipe.fmp.FacemapTask.add(recording, regions=regions, do_mov_svd=True, **more)


def populate(pipe, task):
    pipe.fmp.FacemapProcessing.populate(task)
    pipe.fmp.FacialSignal.populate(task)
    return (pipe.fmp.FacemapProcessing & task).fetch1()


@pytest.fixture(scope="module")
def done(pipe, recording):
    task = add(pipe, recording)
    populate(pipe, task)
    return task


def passes(pipe):
    """Finished passes over videos in the processed folder, and when they were written."""
    found = (pipe.link.PROCESSED / "mouseface").glob("*/zarr.json")
    return {path.parent.name: path.stat().st_mtime_ns for path in found}


def hog_task(pipe, recording, crop=None):
    task = {**recording, **pipe.hog.FaceCrop.add(crop)}
    task |= pipe.hog.HOGParamSet.add(HOGParams(pixels_per_cell=(16, 16)))
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    return task


# ---------------------------------------------------------------- numbers


def test_pupils_blinks_and_running_come_of_the_same_pass(pipe, recording, bins):
    eye = Region("eye", "ellipse", ((40, 30), (90, 76)), "pupil", 120.0)
    lid = Region("lid", "box", ((36, 24), (92, 80)), "blink", 140.0)
    wheel = Region("wheel", "box", ((0, 0), (32, 40)), "running")
    regions = Regions((SNOUT, eye, lid, wheel))
    key = pipe.fmp.FaceRegions.add(regions)
    assert pipe.fmp.FaceRegions.regions(key) == regions
    kinds = (pipe.fmp.FaceRegions.Region & key).to_arrays("region_kind", order_by="region_no")
    assert list(kinds) == ["motion", "pupil", "blink", "running"]
    task = pipe.fmp.FacemapTask.add(recording, regions=key, do_mot_svd=False)
    populate(pipe, task)
    signal, n_frames = pipe.fmp.FacialSignal, len(bins)
    with av.open(str(pipe.rec.recording_paths(recording)[0])) as container:
        luma = [f.to_ndarray(format="yuv420p")[:HEIGHT].astype(int) for f in container.decode(0)]
    gray = np.clip((np.array(luma) - 16) * 255 // 219, 0, 255)[:, 24:80, 36:92]
    (blink,) = (signal.Blink & task).to_dicts()
    assert blink["blink_name"] == "lid"
    np.testing.assert_allclose(blink["blink_area"], np.maximum(0, 140.0 - gray).sum(axis=(1, 2)))
    (pupil,) = (signal.Pupil & task).to_dicts()
    assert pupil["pupil_name"] == "eye" and np.isfinite(pupil["pupil_area"]).all()
    (running,) = (signal.Running & task).to_dicts()
    assert running["running_shift"].shape == (n_frames, 2)
    assert [r["roi_no"] for r in (signal.Region & task).to_dicts(order_by="roi_no")] == [0, 1]
    # descriptors of the recording, and the same signals again, need no other pass
    before = passes(pipe)
    again = pipe.fmp.FacemapTask.add(recording, regions=Regions((lid,)), do_mot_svd=False)
    populate(pipe, again)
    assert passes(pipe) == before


def test_motion_energy_is_the_summed_difference_of_bin_means(pipe, done, bins):
    rows = (pipe.fmp.FacialSignal.Region & done).to_dicts(order_by="roi_no")
    assert [row["roi_name"] for row in rows] == ["full frame", "snout", "ear"]
    moved = np.abs(np.diff(bins, axis=0))
    whole = np.ones(moved.shape[1:], bool)
    snout, y, x = np.zeros_like(whole), np.mgrid[:HEIGHT, :WIDTH][0], np.mgrid[:HEIGHT, :WIDTH][1]
    # as Facemap has it, the bins of the box's last row and column are left out
    snout[16 // SBIN : 47 // SBIN, 8 // SBIN : 48 // SBIN] = True
    pixels = ((x + 0.5 - 65) / 25) ** 2 + ((y + 0.5 - 53) / 23) ** 2 <= 1
    ear = pixels.reshape(HEIGHT // SBIN, SBIN, WIDTH // SBIN, SBIN).mean((1, 3)) >= 0.5
    for row, inside in zip(rows, (whole, snout, ear), strict=True):
        assert np.isnan(row["motion"][0]) and row["motion_n_valid"] == len(moved)
        expected = moved[:, inside].sum(1)
        assert row["motion"][1:] == pytest.approx(expected, rel=1e-9)
        assert row["motion_mean"] == pytest.approx(expected.mean())


def test_components_rebuild_the_movie_and_its_differences(pipe, done, bins):
    signal = pipe.fmp.FacialSignal
    source = {"motmask": np.abs(np.diff(bins, axis=0)), "movmask": bins}
    for mask, table in (("motmask", signal.MotionSVD), ("movmask", signal.MovieSVD)):
        rows = (table & done & {"roi_no": 1}).to_dicts(order_by="pc_no")
        place = (signal.Region & done & {"roi_no": 1}).fetch1()
        frames = source[mask][:, place["yrange_bin"]][:, :, place["xrange_bin"]]
        frames = (frames - frames.mean(0)).reshape(len(frames), -1)
        frames = frames - frames.mean(1, keepdims=True)
        courses = np.array([row["projection"] for row in rows])[:, -len(frames) :]
        masks = np.array([row[mask].ravel() for row in rows])
        assert np.abs(courses.T @ masks - frames).max() < 0.02 * np.abs(frames).max()
        values = np.linalg.svd(frames, compute_uv=False)[:5]
        assert [row["singular_value"] for row in rows][:5] == pytest.approx(values, rel=1e-3)
        assert all(row[f"{mask}_unit_norm"] for row in rows)


def test_a_regions_signals_do_not_depend_on_the_others(pipe, recording, done):
    # SNOUT and EAR overlap; Facemap's signals of overlapping regions disturb each other
    signal, alone = pipe.fmp.FacialSignal, add(pipe, recording, Regions((SNOUT,), False))
    populate(pipe, alone)
    one, both = (signal.MotionSVD & task & {"roi_no": 1, "pc_no": 0} for task in (alone, done))
    assert np.array_equal(one.fetch1("projection"), both.fetch1("projection"), equal_nan=True)
    one, both = (signal.Region & task & {"roi_no": 1} for task in (alone, done))
    assert np.array_equal(one.fetch1("motion"), both.fetch1("motion"), equal_nan=True)


def test_regions_are_drawn_once_and_used_for_any_recording(pipe, recording, done):
    key = (pipe.fmp.FacemapTask & done).fetch1("face_regions_id")
    assert pipe.fmp.FaceRegions.regions({"face_regions_id": key}) == REGIONS
    assert pipe.fmp.FaceRegions.add(REGIONS) == {"face_regions_id": key}
    other = film(pipe, "second", seed=1)
    task = add(pipe, other, {"face_regions_id": key})
    populate(pipe, task)
    names = (pipe.fmp.FacialSignal.Region & task).to_arrays("roi_name", order_by="roi_no")
    assert names.tolist() == ["full frame", "snout", "ear"]
    assert len(pipe.fmp.FaceRegions() & {"face_regions_id": key}) == 1


def test_fewer_components_where_fewer_are_asked_for(pipe, recording):
    task = add(pipe, recording, params={"n_components": 3, "sbin": SBIN})
    populate(pipe, task)
    assert len(pipe.fmp.FacialSignal.MotionSVD & task) == 9


def test_facemaps_own_rois_are_understood(pipe, recording, done):
    rois = [
        {"rtype": "Pupil", "xrange": np.arange(9), "yrange": np.arange(9)},
        {"rtype": "motion SVD", "xrange": np.arange(8, 48), "yrange": np.arange(16, 48)},
    ]
    given = {"sbin": SBIN, "fullSVD": False, "rois": rois, "motSVD": True, "filenames": [["x"]]}
    task = pipe.fmp.FacemapTask.add(recording, given)
    populate(pipe, task)
    old, new = (pipe.fmp.FacialSignal.Region & t & {"roi_no": 1} for t in (done, task))
    assert np.array_equal(old.fetch1("motion"), new.fetch1("motion"), equal_nan=True)
    assert len(pipe.fmp.FacialSignal.Region & task) == 1


def test_a_row_typed_in_without_regions_is_the_full_frame(pipe, recording):
    task = {**recording, "facemap_task_id": 50}
    params = {"sbin": SBIN, "motSVD": True, "movSVD": False}
    pipe.fmp.FacemapTask.insert1({**task, "task_mode": "trigger", "facemap_params": params})
    populate(pipe, task)
    assert (pipe.fmp.FacialSignal.Region & task).fetch1("roi_no") == 0
    assert not len(pipe.fmp.FacialSignal.MovieSVD & task)


# ---------------------------------------------------------------- one pass


@pytest.mark.parametrize("first", ["descriptors", "signals"])
def test_descriptors_and_signals_share_one_pass_whichever_comes_first(pipe, first, tmp_path):
    recording = film(pipe, f"shared_{first}", seed=len(first))
    crop = Crop(x=8, y=4, width=80, height=64)
    hog, task = hog_task(pipe, recording, crop), add(pipe, recording)
    before = passes(pipe)
    steps = [lambda: pipe.hog.HOGProcessing.populate(hog), lambda: populate(pipe, task)]
    for step in steps if first == "descriptors" else steps[::-1]:
        step()
    new = {name: when for name, when in passes(pipe).items() if before.get(name) != when}
    assert len(new) == 1
    path = (pipe.hog.HOGProcessing & hog).fetch1("result_path")
    assert path == (pipe.fmp.FacemapProcessing & task).fetch1("pass_path")
    assert path == f"mouseface/{next(iter(new))}"
    # and the descriptors are those of a pass without bins
    reader = open_video(pipe.rec.recording_paths(recording)[0])
    alone = extract(reader, tmp_path / "alone", HOGParams(pixels_per_cell=(16, 16)), crop)
    assert np.array_equal(alone.cells[:], pipe.hog.HOGProcessing.result(hog).cells[:])


def test_regions_within_stored_bins_need_no_pass(pipe, recording, done):
    before = passes(pipe)
    task = add(pipe, recording, Regions((Region("lip", "polygon", ((9, 9), (60, 20), (30, 60))),)))
    row = populate(pipe, task)
    assert passes(pipe) == before
    assert row["pass_path"] == (pipe.fmp.FacemapProcessing & done).fetch1("pass_path")


def test_a_task_that_cannot_be_computed_leaves_the_descriptors_alone(pipe):
    recording = film(pipe, "wide", seed=5)
    bad = add(pipe, recording, Regions((Region.box("far", 90, 10, 40, 40),)))
    hog = hog_task(pipe, recording)
    with pytest.warns(UserWarning, match="reaches outside the frame"):
        pipe.hog.HOGProcessing.populate(hog)
    assert len(pipe.hog.HOGProcessing & hog) == 1
    (pipe.fmp.FacemapTask & bad).delete(prompt=False)


def test_deleted_rows_come_back_without_computing(pipe, recording, done):
    before, table = passes(pipe), pipe.fmp.FacemapProcessing
    row = (table & done).fetch1()
    folder = pipe.link.PROCESSED / row["signals_path"]
    written = folder.stat().st_mtime_ns
    (table & done).delete(prompt=False)
    again = populate(pipe, done)
    assert again["signals_digest"] == row["signals_digest"]
    assert folder.stat().st_mtime_ns == written and passes(pipe) == before


def test_jobs_are_reserved_on_both_servers(pipe):
    key = insert_movie(pipe, movie(pipe.link.RAW / "jobs.mp4", n=9, size=(64, 48), seed=3))
    task = add(pipe, key, None, params={"sbin": 8})
    for table in (pipe.fmp.FacemapProcessing, pipe.fmp.FacialSignal):
        found = table.populate(task, reserve_jobs=True)
        assert found["success_count"] == 1 and not found["error_list"]


# ---------------------------------------------------------------- bad input


def refused(pipe, task, error):
    table = pipe.fmp.FacemapProcessing
    before = len(table())
    with pytest.raises(error) as caught:
        table.populate(task)
    assert len(table()) == before
    (pipe.fmp.FacemapTask & task).delete(prompt=False)
    return str(caught.value)


def test_a_region_outside_the_frame_is_an_error(pipe, recording):
    for region in (
        Region.box("far", 80, 10, 40, 40),
        Region("low", "ellipse", ((0, 60), (20, 90))),
    ):
        task = add(pipe, recording, Regions((region,)))
        told = refused(pipe, task, CropError)
        assert f"Region {region.name!r} reaches outside the frame" in told


def test_rows_typed_in_are_checked_before_the_work(pipe, recording):
    task = {**recording, "facemap_task_id": 60, "task_mode": "trigger"}
    for wrong, told in [
        ({"facemap_engine": "gpu"}, "facemap_engine is unknown"),
        ({"facemap_sample": "few"}, "facemap_sample is unknown"),
        ({"facemap_params": {"sbins": 3}}, "sbins"),
        ({"facemap_params": {"rois": [{"x": 1}]}}, "rois cannot be read"),
        ({"facemap_params": {"rois": 3}}, "rois is not a list"),
    ]:
        pipe.fmp.FacemapTask.insert1({**task, "facemap_params": {}, **wrong})
        assert told in refused(pipe, {**recording, "facemap_task_id": 60}, ParameterError)


def test_a_missing_processed_folder_is_told_before_the_work(pipe, recording):
    task = add(pipe, recording, params={"sbin": 5})
    moved = pipe.link.PROCESSED.rename(pipe.link.PROCESSED.with_name("away"))
    try:
        with pytest.raises(StorageError, match="does not exist"):
            pipe.fmp.FacemapProcessing.populate(task)
    finally:
        moved.rename(pipe.link.PROCESSED)


FACEMAP = importlib.util.find_spec("facemap") is not None


@pytest.mark.skipif(FACEMAP, reason="facemap is installed")
def test_facemaps_own_engine_needs_facemap(pipe, recording):
    task = add(pipe, recording, Regions((SNOUT,)), engine="facemap")
    assert "Facemap is not installed" in refused(pipe, task, DependencyError)


@pytest.mark.skipif(not FACEMAP, reason="facemap is not installed (`make test-facemap` has it)")
def test_facemaps_own_engine_gives_facemaps_numbers(pipe, recording, bins):
    task = add(pipe, recording, Regions((SNOUT,)), engine="facemap")
    row = populate(pipe, task)
    assert (row["signals_engine"], row["motion_alignment"]) == ("facemap", "facemap")
    assert row["package_version"] and row["pass_path"] is None
    region = (pipe.fmp.FacialSignal.Region & task & {"roi_no": 1}).fetch1()
    inside = np.ix_(range(len(bins)), region["yrange_bin"], region["xrange_bin"])
    moved = np.abs(np.diff(bins[inside], axis=0)).sum((1, 2))
    assert region["motion"][:-1] == pytest.approx(moved, rel=1e-5, abs=1e-3)
    # what it wrote is kept where the published element keeps it
    found = pipe.fmp.FacemapTask.infer_output_dir(task, relative=False)
    assert len(list(found.glob("*_proc.npy"))) == 1


def test_a_name_of_a_region_belongs_to_one(pipe):
    with pytest.raises(ParameterError, match="same name"):
        pipe.fmp.FaceRegions.add({"regions": [SNOUT.to_dict(), {**EAR.to_dict(), "name": "snout"}]})
    with pytest.raises(ParameterError, match="too long"):
        pipe.fmp.FaceRegions.add(Regions((Region.box("x" * 65, 0, 0, 9, 9),)))


# ---------------------------------------------------------------- two workers at one pass


def test_a_pass_that_another_worker_makes_is_waited_for(pipe, monkeypatch, caplog):
    recording = film(pipe, "contested", seed=8)
    task = add(pipe, recording)
    row = populate(pipe, task)
    (pipe.fmp.FacemapProcessing & task).delete(prompt=False)
    folder = pipe.link.PROCESSED / row["pass_path"]
    for path in (folder, pipe.link.PROCESSED / row["signals_path"]):
        shutil.rmtree(path)
    monkeypatch.setattr(_passes, "POLL_S", 0.05)
    lock = RunLock(lock_path(folder))
    lock.acquire()
    timer = threading.Timer(0.3, lock.release)
    timer.start()
    again = populate(pipe, task)
    timer.join()
    assert "waiting for it" in caplog.text
    assert again["signals_digest"] == row["signals_digest"]
