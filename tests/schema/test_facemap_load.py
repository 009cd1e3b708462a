"""Results that Facemap wrote, in tables with the names and columns its users know."""

from __future__ import annotations

import importlib
import shutil
import tomllib
from fractions import Fraction

import datajoint as dj
import numpy as np
import pytest

from element_mouseface._schema.codec import SignalCodec
from element_mouseface.errors import (
    ActivationError,
    MouseFaceError,
    ParameterError,
    PathError,
    ResultError,
    ResultMismatchError,
    UnsafeFileError,
)
from tests.schema.facemap_files import BOXES, SBIN, K, planted, write
from tests.schema.faces import SIGNALS, activated, film_events, insert_movie
from tests.schema.movies import movie
from tests.servers import ROOT

pytestmark = pytest.mark.server

N_FRAMES = 20


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "fload", SIGNALS) as modules:
        yield modules


@pytest.fixture(scope="module")
def recording(pipe):
    path = pipe.link.RAW / "m01" / "face.mp4"
    path.parent.mkdir()
    return insert_movie(pipe, film_events(path, events=[], duration_s=1.0, size=(96, 80)))


def load(pipe, recording, path):
    """Populate a task that loads; its key."""
    key = pipe.fmp.FacemapTask.add(recording, task_mode="load", output_dir=path)
    pipe.fmp.FacemapProcessing.populate(key)
    pipe.fmp.FacialSignal.populate(key)
    return key


@pytest.fixture(scope="module")
def truth():
    return planted(N_FRAMES, others=True)


@pytest.fixture(scope="module")
def loaded(pipe, recording, truth):
    """A file with the full frame, two regions, movie SVD, pupil, blink and running."""
    return load(pipe, recording, write(pipe.link.PROCESSED / "old" / "face_proc.npy", truth))


def counts(pipe):
    found = pipe.fmp.FacialSignal
    parts = (found.Region, found.MotionSVD, found.MovieSVD, found.Summary, found.Pupil)
    return [len(table()) for table in (pipe.fmp.FacemapProcessing, found, *parts)]


def refused(pipe, recording, path, error):
    """The error of a task that loads `path`, after which nothing has changed."""
    key = pipe.fmp.FacemapTask.add(recording, task_mode="load", output_dir=path)
    before = counts(pipe)
    with pytest.raises(error) as caught:
        pipe.fmp.FacemapProcessing.populate(key)
    assert counts(pipe) == before
    (pipe.fmp.FacemapTask & key).delete(prompt=False)
    return str(caught.value)


# ---------------------------------------------------------------- what the published element
# has wrong, of which each was found in its code


def test_motion_energy_is_that_of_its_own_region(pipe, loaded, truth):
    # there, regions got the full frame's motion, or each other's
    rows = (pipe.fmp.FacialSignal.Region & loaded).to_dicts(order_by="roi_no")
    assert [row["roi_no"] for row in rows] == [0, 1, 2]
    for row in rows:
        assert np.array_equal(row["motion"], truth["motion"][row["roi_no"]])
        assert row["motion_mean"] == pytest.approx(truth["motion"][row["roi_no"]].mean(), rel=1e-6)
        assert row["motion_n_valid"] == N_FRAMES


def test_a_projection_is_the_components_whole_time_course(pipe, loaded, truth):
    # there, it was one frame's numbers
    table = pipe.fmp.FacialSignal.MotionSVD & loaded
    for number in (0, 1, 2):
        rows = (table & {"roi_no": number}).to_dicts(order_by="pc_no")
        assert [row["pc_no"] for row in rows] == [0, 1, 2]
        for row in rows:
            assert row["projection"].shape == (N_FRAMES,)
            assert np.array_equal(row["projection"], truth["motSVD"][number][:, row["pc_no"]])
            mask = truth["motMask_reshape"][number][:, :, row["pc_no"]]
            assert np.array_equal(row["motmask"], mask)


def test_movie_components_are_in_their_own_table(pipe, loaded, truth):
    # there, they were appended to the motion components
    assert len(pipe.fmp.FacialSignal.MotionSVD & loaded) == 3 * K
    rows = (pipe.fmp.FacialSignal.MovieSVD & loaded).to_dicts()
    assert len(rows) == 3 * K
    for row in rows:
        number, component = row["roi_no"], row["pc_no"]
        assert np.array_equal(row["movmask"], truth["movMask_reshape"][number][:, :, component])
        assert np.array_equal(row["projection"], truth["movSVD"][number][:, component])


def test_singular_values_that_facemap_did_not_store_are_null(pipe, loaded):
    # under 2000 frames it writes zeros, and of several regions the last one's only
    for table in (pipe.fmp.FacialSignal.MotionSVD, pipe.fmp.FacialSignal.MovieSVD):
        assert len(table & loaded & "singular_value is null") == 3 * K


def test_frames_a_second_stay_a_fraction(pipe):
    # there, 29.97 was cut to 29
    ticks = [1001 * k for k in range(8)]
    path = movie(pipe.link.RAW / "ntsc.mp4", n=8, ticks=ticks, base=Fraction(1, 30000))
    key = insert_movie(pipe, path)
    fps = (pipe.rec.RecordingInfo & key).fetch1("fps")
    assert fps == pytest.approx(30000 / 1001, rel=1e-6)


# ---------------------------------------------------------------- rows and columns


def test_sql_chooses_components_without_reading_any(pipe, loaded):
    few = pipe.fmp.FacialSignal.MotionSVD & loaded & "roi_no > 0 and pc_no < 2"
    assert len(few) == 4
    assert len(few.to_arrays("projection")) == 4
    assert len(few * pipe.fmp.FacialSignal.Region.proj("roi_name")) == 4


def test_ranges_names_and_averages_are_as_in_the_file(pipe, loaded, truth):
    rows = (pipe.fmp.FacialSignal.Region & loaded).to_dicts(order_by="roi_no")
    assert rows[0]["xrange"].tolist() == list(range(96))
    for number, ((top, bottom), (left, right)) in BOXES.items():
        assert rows[number]["yrange"].tolist() == list(range(top, bottom))
        assert rows[number]["xrange"].tolist() == list(range(left, right))
        assert rows[number]["xrange_bin"].tolist() == list(range(left // SBIN, right // SBIN))
    summary = (pipe.fmp.FacialSignal.Summary & loaded).fetch1()
    assert summary["sbin"] == SBIN
    assert np.array_equal(summary["avgframe"], truth["avgframe_reshape"])
    assert np.array_equal(summary["avgmotion"], truth["avgmotion_reshape"])


def test_pupil_blink_and_running_are_kept(pipe, loaded, truth):
    signal = pipe.fmp.FacialSignal
    pupil = (signal.Pupil & loaded).fetch1()
    for name in ("area", "area_smooth", "com", "com_smooth", "axlen", "axdir"):
        assert np.array_equal(pupil[f"pupil_{name}"], truth["pupil"][0][name]), name
    assert np.array_equal((signal.Blink & loaded).fetch1("blink_area"), truth["blink"][0])
    assert np.array_equal((signal.Running & loaded).fetch1("running_shift"), truth["running"][0])


def test_the_row_says_where_from(pipe, loaded):
    row = (pipe.fmp.FacemapProcessing & loaded).fetch1()
    assert (row["signals_engine"], row["signals_sample"]) == ("facemap", "facemap")
    assert row["facemap_n_frames"] == N_FRAMES and row["facemap_n_regions"] == 3
    assert row["pass_path"] is None and row["package_version"] == ""
    assert row["signals_path"].startswith("mouseface/signals-")
    assert pipe.fmp.FacialSignal.open(loaded).digest == row["signals_digest"]


def test_the_first_chunk_of_motion_is_put_back_where_that_is_asked_for(pipe, recording, loaded):
    # facemap stores it one frame early
    key = pipe.fmp.FacemapTask.add(
        recording, {"realigned": True}, task_mode="load", output_dir="old/face_proc.npy"
    )
    assert key != loaded
    pipe.fmp.FacemapProcessing.populate(key)
    pipe.fmp.FacialSignal.populate(key)
    region = pipe.fmp.FacialSignal.Region & {"roi_no": 1}
    before, after = ((region & task).fetch1("motion") for task in (loaded, key))
    assert np.isnan(after[0]) and np.array_equal(after[1:], before[:-1])
    found = (pipe.fmp.FacemapProcessing & [loaded, key]).to_arrays("motion_alignment")
    assert set(found) == {"facemap", "frame"}


def test_without_full_frame_and_movie(pipe, recording):
    found = planted(N_FRAMES, full=False, movie=False)
    path = write(pipe.link.RAW / "m01" / "plain" / "face_proc.npy", found)
    key = load(pipe, recording, path.parent)
    rows = (pipe.fmp.FacialSignal.Region & key).to_dicts(order_by="roi_no")
    assert [row["roi_no"] for row in rows] == [1, 2]
    assert all(np.array_equal(r["motion"], found["motion"][r["roi_no"]]) for r in rows)
    assert not len(pipe.fmp.FacialSignal.MovieSVD & key)
    assert not len(pipe.fmp.FacialSignal.Pupil & key)


def test_a_row_as_the_published_element_takes_it_is_loaded(pipe, recording, truth):
    # no output folder: <folder of the video>/facemap_<number of the task> below the processed one
    key = {**recording, "facemap_task_id": 77}
    pipe.fmp.FacemapTask.insert1(
        {**key, "task_mode": "load", "facemap_params": {}, "task_description": "as ever"}
    )
    folder = pipe.fmp.FacemapTask.infer_output_dir(key, relative=False)
    assert folder == pipe.link.PROCESSED / "m01" / "facemap_77"
    write(folder / "face_proc.npy", truth)
    pipe.fmp.FacemapProcessing.populate(key)
    pipe.fmp.FacialSignal.populate(key)
    assert len(pipe.fmp.FacialSignal.Region & key) == 3


def test_the_published_functions_work(pipe, recording):
    fmp = pipe.fmp
    assert fmp.get_facemap_root_data_dir() == [pipe.link.PROCESSED, pipe.link.RAW]
    assert fmp.get_facemap_processed_data_dir() == pipe.link.PROCESSED
    assert fmp.get_facemap_video_files(recording) == [pipe.link.RAW / "m01" / "face.mp4"]


# ---------------------------------------------------------------- bad input


class Runs:
    """A pickle that runs code when it is read as numpy reads it."""

    def __init__(self, path):
        self.path = str(path)

    def __reduce__(self):
        return (open, (self.path, "w"))


def test_a_file_that_would_run_code_is_refused_and_runs_nothing(pipe, recording, tmp_path, truth):
    path = write(
        pipe.link.PROCESSED / "evil" / "x_proc.npy", truth | {"sy": Runs(tmp_path / "ran")}
    )
    assert "open" in refused(pipe, recording, path, UnsafeFileError)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("nothing", "There is no _proc.npy"),
        ("../outside", "not inside a root folder"),
        ("empty", "There is no _proc.npy"),
        ("two", "more than one"),
    ],
)
def test_a_file_that_is_not_there_is_told(pipe, recording, path, told, truth):
    (pipe.link.PROCESSED / "empty").mkdir(exist_ok=True)
    for name in ("a_proc.npy", "b_proc.npy"):
        write(pipe.link.PROCESSED / "two" / name, truth)
    assert told in refused(pipe, recording, path, PathError)


def test_one_of_two_files_is_named_by_its_path(pipe, recording, truth):
    for name in ("a_proc.npy", "b_proc.npy"):
        write(pipe.link.PROCESSED / "both" / name, truth)
    key = load(pipe, recording, "both/a_proc.npy")
    assert len(pipe.fmp.FacialSignal.Region & key) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [({"n_frames": 19}, "number of frames"), ({"height": 96, "width": 128}, "frame size")],
)
def test_a_file_of_another_recording_is_refused(pipe, recording, change, told):
    path = write(
        pipe.link.PROCESSED / "other" / "o_proc.npy", planted(**{"n_frames": N_FRAMES, **change})
    )
    assert f"other {told}" in refused(pipe, recording, path, ResultMismatchError)


def test_what_facemap_did_not_write_is_refused(pipe, recording):
    path = pipe.link.PROCESSED / "strange" / "s_proc.npy"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"not numpy")
    refused(pipe, recording, path, MouseFaceError)
    np.save(path, np.arange(5))
    refused(pipe, recording, path, MouseFaceError)


def test_a_task_that_cannot_be_is_refused_when_it_is_added(pipe, recording):
    add = pipe.fmp.FacemapTask.add
    for wrong, told in [
        ({"task_mode": "both"}, "task_mode is unknown"),
        ({"engine": "gpu"}, "engine is unknown"),
        ({"sample": "some"}, "sample is unknown"),
        ({"params": {"sbins": 4}}, "sbins"),
        ({"params": {"sbin": 0}}, "sbin is out of range"),
        ({"task_mode": "load", "regions": {"full_frame": True}}, "its own regions"),
    ]:
        with pytest.raises(ParameterError, match=told):
            add(recording, **wrong)
    with pytest.raises(ParameterError, match="There is no recording"):
        add({**recording, "recording_id": 999})
    with pytest.raises(PathError, match="in no root folder"):
        add(recording, task_mode="load", output_dir="/elsewhere")


# ---------------------------------------------------------------- rows and their folder


def test_the_same_task_is_one_row(pipe, recording, loaded):
    add = pipe.fmp.FacemapTask.add
    assert add(recording, task_mode="load", output_dir="old/face_proc.npy") == loaded
    with pytest.raises(ParameterError, match="has other settings"):
        add(recording, facemap_task_id=loaded["facemap_task_id"])


def test_deleted_rows_come_back_from_the_folder(pipe, loaded):
    table = pipe.fmp.FacemapProcessing
    before = (table & loaded).fetch1()
    folder = pipe.link.PROCESSED / before["signals_path"]
    written = folder.stat().st_mtime_ns
    (table & loaded).delete(prompt=False)
    assert folder.is_dir() and not len(pipe.fmp.FacialSignal & loaded)
    table.populate(loaded)
    pipe.fmp.FacialSignal.populate(loaded)
    after = (table & loaded).fetch1()
    assert after["signals_digest"] == before["signals_digest"]
    assert folder.stat().st_mtime_ns == written


def test_a_folder_that_is_gone_or_another_is_told_and_the_rows_stay(pipe, loaded):
    signal = pipe.fmp.FacialSignal
    folder = pipe.link.PROCESSED / (pipe.fmp.FacemapProcessing & loaded).fetch1("signals_path")
    before = counts(pipe)
    kept = folder.rename(folder.with_name("kept"))
    row = signal.Region & loaded & {"roi_no": 1}
    with pytest.raises(ResultError, match="is gone from the processed folder"):
        row.fetch1("motion")
    # the numbers that are rows need no folder
    assert row.fetch1("motion_mean") > 0
    another = next(p for p in folder.parent.glob("signals-*") if p != folder)
    shutil.copytree(another, folder)
    with pytest.raises(ResultMismatchError, match="not the one that was inserted"):
        row.fetch1("motion")
    shutil.rmtree(folder)
    kept.rename(folder)
    assert row.fetch1("motion").shape == (N_FRAMES,)
    assert counts(pipe) == before


def test_arrays_are_not_typed_in(pipe, loaded):
    row = {**loaded, "pupil_no": 5, "pupil_name": "mine"}
    names = ("pupil_area", "pupil_area_smooth", "pupil_com", "pupil_com_smooth")
    with pytest.raises(ParameterError, match=r"filled by FacialSignal\.populate only"):
        pipe.fmp.FacialSignal.Pupil.insert1(row | dict.fromkeys(names, np.zeros(3)))


def test_a_virtual_schema_reads_arrays_once_the_folders_are_known(
    server, linking, fresh, loaded, truth
):
    virtual = dj.virtual_schema(server.name("fload_fmp"))
    row = virtual.FacialSignal.Region & loaded & {"roi_no": 2}
    assert row.fetch1("motion_n_valid") == N_FRAMES
    with pytest.raises(ActivationError, match="recording schema is not activated"):
        row.fetch1("motion")
    fresh.recording.activate(server.name("fload_rec"), linking_module=linking)
    assert np.array_equal(row.fetch1("motion"), truth["motion"][2])


def test_the_codec_is_found_by_its_entry_point():
    # a process that has only a virtual schema does not import this package
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    places = declared["project"]["entry-points"]["datajoint.codecs"]
    module, _, name = places[SignalCodec.name].partition(":")
    assert getattr(importlib.import_module(module), name) is SignalCodec


# ---------------------------------------------------------------- activation


def test_stored_tables_are_those_of_the_code(server, linking, fresh, pipe):
    fresh.recording.activate(server.name("fload_rec"), linking_module=linking)
    fresh.descriptors.activate(server.name("fload_hog"))
    fresh.facemap.activate(server.name("fload_fmp"))
    assert len(fresh.facemap.FacialSignal.Region()) == len(pipe.fmp.FacialSignal.Region())


def test_the_order_of_activation_is_told(server, linking, fresh):
    with pytest.raises(MouseFaceError, match="facemap needs descriptors, which is not activated"):
        fresh.facemap.activate(server.name("early"))


def test_every_table_says_what_it_is(pipe):
    signal = pipe.fmp.FacialSignal
    parts = [t for t in vars(signal).values() if isinstance(t, type) and issubclass(t, dj.Part)]
    assert len(parts) == 7
    for table in (pipe.fmp.FaceRegions, pipe.fmp.FacemapTask, pipe.fmp.FacemapProcessing, *parts):
        assert len(table().heading.table_status["comment"]) > 10
        assert "%" not in table.definition
