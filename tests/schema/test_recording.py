"""Recordings, what their files hold, and the clocks of their frames."""

from __future__ import annotations

import itertools
import os
import shutil
import uuid
from fractions import Fraction

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.video import open_video
from element_mouseface.errors import (
    ActivationError,
    ClockError,
    ParameterError,
    PathError,
    VideoChangedError,
    VideoMismatchError,
)
from tests.schema.movies import movie
from tests.schema.upstream import EQUIPMENT, SESSION
from tests.servers import fresh_modules

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def rec(server, linking):
    """The recording module, activated for this test module."""
    with fresh_modules() as modules:
        recording = modules.recording
        recording.activate(server.name("recording"), linking_module=linking)
        yield recording


_number = iter(range(1, 10_000))


def new_key():
    return {**SESSION, "recording_id": next(_number)}


def insert(rec, paths, **options):
    return rec.VideoRecording.insert_files(
        new_key(), paths, EQUIPMENT, **{"allow_reuse": True, **options}
    )


def counts(rec):
    tables = (rec.VideoRecording, rec.VideoRecording.File, rec.RecordingInfo,
              rec.RecordingInfo.File, rec.FrameClock)  # fmt: skip
    return [len(table()) for table in tables]


def test_a_movie_from_insert_to_its_times(rec, linking):
    path = movie(linking.RAW / "one.mp4", n=12)
    key = insert(rec, path, description="a test")
    assert rec.VideoRecording.populate is not None
    result = rec.RecordingInfo.populate(key)
    assert result == {"success_count": 1, "error_list": []}
    row = (rec.RecordingInfo & key).fetch1()
    assert (row["px_height"], row["px_width"], row["nframes"]) == (48, 64, 12)
    assert row["fps"] == pytest.approx(30, abs=1e-9)
    assert row["recording_duration"] == pytest.approx(0.4)
    assert (row["codec"], row["pix_fmt"], row["is_vfr"]) == ("h264", "yuv420p", 0)
    assert row["recording_datetime"] is None
    expected = open_video(path)
    assert row["content_hash"] == expected.content_hash()
    assert np.array_equal(rec.frame_times(key), expected.times_s)

    file = (rec.RecordingInfo.File & key).fetch1()
    assert (file["file_id"], file["file_first_frame"], file["file_nframes"]) == (0, 0, 12)
    assert (file["file_sha256"], file["file_size_bytes"]) == (
        expected.info.files[0].sha256,
        path.stat().st_size,
    )
    assert (rec.VideoRecording.File & key).fetch1("file_path") == "one.mp4"
    assert rec.recording_paths(key) == [path]

    assert rec.FrameClock.populate(key)["success_count"] == 1
    clock = (rec.FrameClock & key).fetch1()
    assert (clock["clock"], clock["clock_first_s"], clock["clock_residual_s"]) == (
        "movie",
        0.0,
        0.0,
    )
    assert clock["clock_last_s"] == expected.times_s[-1]
    assert clock["clock_n_dropped"] == 0
    assert np.array_equal(rec.frame_times(key, "movie"), expected.times_s)


def test_what_was_noticed_in_the_files_stands_in_the_table(rec, linking):
    """A turned movie cut off at its end: sizes as shown, and what is missing."""
    path = movie(linking.RAW / "turned.mkv", n=30)
    data = path.read_bytes()
    (linking.RAW / "short.mkv").write_bytes(data[: len(data) * 3 // 4])
    key = insert(rec, "short.mkv", accept_truncated=True)
    ms = linking.RAW / "turned_ms.csv"
    ms.write_text("time\n" + "".join(f"{k * 100 / 3:.3f}\n" for k in range(30)))
    wrong, right = insert(rec, path, times_path=ms), insert(
        rec, path, times_path=ms, times_unit="ms"
    )  # fmt: skip
    result = rec.RecordingInfo.populate([key, wrong, right], suppress_errors=True)
    (note,) = (rec.RecordingInfo & key).fetch1("reading_notes")
    assert "truncated" in note
    ((failed, message),) = result["error_list"]
    assert failed == wrong and "cannot be in seconds" in message and "--times-unit ms" in message
    assert (rec.RecordingInfo & right).fetch1("fps") == pytest.approx(30)


def test_files_are_one_recording_in_the_order_people_count(rec, linking):
    folder = linking.RAW / "many"
    folder.mkdir()
    frames = {1: 5, 2: 7, 10: 4}
    for k, n in frames.items():
        movie(folder / f"cam_{k}.mp4", n=n, seed=k)
    key = insert(rec, [folder / "cam_10.mp4", folder / "cam_1.mp4", "many/cam_2.mp4"])
    rec.RecordingInfo.populate(key)
    query = (rec.RecordingInfo.File * rec.VideoRecording.File) & key
    rows = query.to_dicts(order_by="file_id")
    assert [row["file_path"] for row in rows] == [f"many/cam_{k}.mp4" for k in (1, 2, 10)]
    assert [row["file_first_frame"] for row in rows] == [0, 5, 12]
    assert [row["file_nframes"] for row in rows] == [5, 7, 4]
    assert (rec.RecordingInfo & key).fetch1("nframes") == 16
    assert np.all(np.diff(rec.frame_times(key)) > 0)

    kept = insert(rec, [folder / "cam_10.mp4", folder / "cam_1.mp4"], keep_order=True)
    paths = (rec.VideoRecording.File & kept).to_arrays("file_path", order_by="file_id")
    assert list(paths) == ["many/cam_10.mp4", "many/cam_1.mp4"]


def test_a_variable_rate_is_told_and_its_times_are_kept(rec, linking):
    ticks = [0, 33, 66, 120, 200, 233, 300]
    movie(linking.RAW / "vfr.mkv", ticks=ticks, base=Fraction(1, 1000))
    key = insert(rec, "vfr.mkv")
    rec.RecordingInfo.populate(key)
    rec.FrameClock.populate(key)
    assert (rec.RecordingInfo & key).fetch1("is_vfr") == 1
    assert np.array_equal(rec.frame_times(key), np.array(ticks) / 1000)
    assert (rec.RecordingInfo & key).fetch1("fps") == pytest.approx(6 / 0.3)


def test_images_take_the_rate_or_the_times_that_the_recording_gives(rec, linking):
    from PIL import Image

    folder = linking.RAW / "frames"
    folder.mkdir()
    for k in (1, 2, 10):
        Image.fromarray(np.full((40, 60), 20 * k, np.uint8)).save(folder / f"f_{k}.png")
    key = insert(rec, "frames", fps=12.5)
    (linking.RAW / "times.csv").write_text("time_s\n0.5\n0.6\n0.9\n")
    timed = insert(rec, "frames", times_path=linking.RAW / "times.csv")
    for images in ("frames", "frames/f_1.png"):
        with pytest.raises(ClockError, match="insert_files fps="):
            insert(rec, images)
    (linking.RAW / "ms.csv").write_text("t\n500\n600\n900\n")
    in_ms = insert(rec, "frames", times_path="ms.csv", times_unit="ms")
    singly = insert(rec, ["frames/f_1.png", "frames/f_2.png"], fps=10)
    result = rec.RecordingInfo.populate([key, timed, in_ms, singly], suppress_errors=True)
    assert result["success_count"] == 3
    assert np.array_equal(rec.frame_times(in_ms), rec.frame_times(timed))
    told = {failed["recording_id"]: message for failed, message in result["error_list"]}
    assert "by their folder" in told.pop(singly["recording_id"])
    assert told == {}
    assert (rec.RecordingInfo & key).fetch1("fps") == pytest.approx(12.5)
    assert list(np.diff(rec.frame_times(timed))) == pytest.approx([0.1, 0.3])
    hashes = (rec.RecordingInfo & [key, timed]).to_arrays("content_hash")
    assert len(set(hashes)) == 2


@pytest.mark.parametrize(
    ("paths", "error"),
    [
        ([], PathError),
        ("absent.mp4", PathError),
        ("../outside.mp4", PathError),
        ("link.mp4", PathError),
        (["one.mp4", "one.mp4"], VideoMismatchError),
        (["one.mp4", "./one.mp4"], VideoMismatchError),
    ],
)
def test_bad_paths_are_refused_before_anything_is_stored(rec, linking, paths, error):
    movie(linking.RAW / "one.mp4")
    movie(linking.RAW.parent / "outside.mp4")
    if not os.path.lexists(linking.RAW / "link.mp4"):
        os.symlink(linking.RAW.parent / "outside.mp4", linking.RAW / "link.mp4")
    before = counts(rec)
    with pytest.raises(error):
        insert(rec, paths)
    assert counts(rec) == before


@pytest.mark.parametrize(
    "change",
    [
        {"session_id": 99},
        {"subject": None},
        {"recording_id": None},
    ],
)
def test_bad_keys_are_refused_before_anything_is_stored(rec, linking, change):
    movie(linking.RAW / "one.mp4")
    key = {k: v for k, v in {**new_key(), **change}.items() if v is not None}
    before = counts(rec)
    with pytest.raises(ParameterError):
        rec.VideoRecording.insert_files(key, "one.mp4", EQUIPMENT)
    with pytest.raises(ParameterError, match="equipment"):
        rec.VideoRecording.insert_files(new_key(), "one.mp4", {"equipment": "no such camera"})
    assert counts(rec) == before


def test_a_recording_is_inserted_once(rec, linking):
    movie(linking.RAW / "one.mp4")
    key = insert(rec, "one.mp4")
    with pytest.raises(ParameterError, match="already a recording"):
        rec.VideoRecording.insert_files(key, "one.mp4", EQUIPMENT)


def bad_files(folder):
    """Files that cannot make a recording: name -> (files, what is reported)."""
    folder.mkdir(exist_ok=True)
    good = movie(folder / "good.mp4")
    (folder / "text.mp4").write_text("I am not a movie\n" * 100)
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "dir.mp4").mkdir(exist_ok=True)
    movie(folder / "large.mp4", size=(96, 48))
    movie(folder / "fast.mp4", fps=60)
    (folder / "cut.mp4").write_bytes(good.read_bytes()[: good.stat().st_size // 2])
    shutil.copy(good, folder / "copy.mp4")
    return {
        "text": (["text.mp4"], "VideoUnreadableError"),
        "empty": (["empty.mp4"], "VideoUnreadableError"),
        "folder": (["dir.mp4"], "Video"),
        "sizes": (["good.mp4", "large.mp4"], "VideoMismatchError"),
        "rates": (["good.mp4", "fast.mp4"], "VideoMismatchError"),
        "copies": (["good.mp4", "copy.mp4"], "VideoMismatchError"),
        "cut": (["cut.mp4"], "Video"),
    }


def test_bad_files_end_in_the_error_list_and_store_nothing(rec, linking):
    good = insert(rec, movie(linking.RAW / "one.mp4"))
    cases = bad_files(linking.RAW / "bad")
    keys = {}
    for name, (files, _) in cases.items():
        keys[name] = insert(rec, [f"bad/{file}" for file in files])
    gone = insert(rec, movie(linking.RAW / "gone.mp4"))
    (linking.RAW / "gone.mp4").unlink()
    climbing, empty = new_key(), new_key()
    for key in (climbing, empty):
        rec.VideoRecording.insert1({**key, **EQUIPMENT})
    rec.VideoRecording.File.insert1({**climbing, "file_id": 0, "file_path": "../outside.mp4"})
    keys |= {"gone": gone, "climbing": climbing, "no files": empty}
    expected = {name: told for name, (_, told) in cases.items()} | {
        "gone": "PathError",
        "climbing": "PathError",
        "no files": "VideoNotFoundError",
    }
    result = rec.RecordingInfo.populate([good, *keys.values()], suppress_errors=True)
    assert result["success_count"] == 1
    told = {
        next(n for n, k in keys.items() if k == key): text for key, text in result["error_list"]
    }
    assert set(told) == set(expected)
    for name, start in expected.items():
        assert told[name].startswith(start), (name, told[name])
    assert len(rec.RecordingInfo & list(keys.values())) == 0
    assert len(rec.RecordingInfo.File & list(keys.values())) == 0
    assert len(rec.RecordingInfo & good) == 1
    (rec.VideoRecording & list(keys.values())).delete(prompt=False)


def test_the_same_file_twice_where_the_user_says_so(rec, linking):
    path = movie(linking.RAW / "one.mp4", n=6)
    key = insert(rec, [path, path], allow_repeats=True)
    rec.RecordingInfo.populate(key)
    assert (rec.RecordingInfo & key).fetch1("nframes") == 12


def test_jobs_are_reserved_and_errors_are_kept(rec, linking):
    key = insert(rec, movie(linking.RAW / "job.mp4"))
    bad = insert(rec, movie(linking.RAW / "lost.mp4"))
    (linking.RAW / "lost.mp4").unlink()
    result = rec.RecordingInfo.populate([key, bad], reserve_jobs=True, suppress_errors=True)
    assert result["success_count"] == 1
    assert [k for k, _ in result["error_list"]] == [bad]
    assert "PathError" in (rec.RecordingInfo.jobs.errors & bad).fetch1("error_message")
    assert rec.FrameClock.populate(key, reserve_jobs=True)["success_count"] == 1
    assert len(rec.FrameClock & key) == 1
    rec.RecordingInfo.jobs.errors.delete()
    (rec.VideoRecording & bad).delete(prompt=False)


def test_a_reader_of_a_recording_gives_its_frames(rec, linking):
    path = movie(linking.RAW / "open.mp4", n=8)
    key = insert(rec, path)
    rec.RecordingInfo.populate(key)
    reader = rec.open_recording(key)
    frames = dict(reader.read_luma(0, 8))
    expected = dict(open_video(path).read_luma(0, 8))
    assert list(frames) == list(range(8))
    assert all(np.array_equal(frames[k], expected[k]) for k in frames)


def test_a_file_that_changed_is_not_read_as_the_old_one(rec, linking):
    path = movie(linking.RAW / "changing.mp4", n=8)
    key = insert(rec, path)
    rec.RecordingInfo.populate(key)
    movie(path, n=8, seed=1)
    with pytest.raises(VideoChangedError, match="have changed"):
        rec.open_recording(key)


def test_times_on_another_clock_stand_beside_the_movies(rec, linking):
    """Room for clocks to come: a row with its own times, and frames without a time."""
    from element_mouseface.core.sync.packed_times import pack_times

    key = insert(rec, movie(linking.RAW / "ttl.mp4", n=5))
    rec.RecordingInfo.populate(key)
    rec.Clock.insert1({"clock": "ttl", "clock_description": "camera pulses"}, skip_duplicates=True)
    times = np.array([np.nan, 10.1, 10.2, 10.35, 10.4])
    rec.FrameClock.insert1(
        {
            **key,
            "clock": "ttl",
            "clock_method": "edges",
            "clock_source": "pulses.csv",
            "clock_params": {"column": "edge"},
            "clock_hash": "0" * 64,
            "clock_last_s": 10.4,
            "clock_residual_s": 0.01,
            "clock_n_dropped": 1,
            "clock_dropped": np.array([10.3]),
            "clock_times": pack_times(times),
        },
        allow_direct_insert=True,
    )
    assert np.array_equal(rec.frame_times(key, "ttl"), times, equal_nan=True)
    with pytest.raises(ParameterError, match="clock 'prairie'"):
        rec.frame_times(key, "prairie")


def test_a_key_that_names_none_or_several_is_told(rec, linking):
    for name in ("a", "b"):
        rec.RecordingInfo.populate(insert(rec, movie(linking.RAW / f"several_{name}.mp4")))
    with pytest.raises(ParameterError, match="key names no populated"):
        rec.frame_times({**SESSION, "recording_id": 99999})
    with pytest.raises(ParameterError, match="more than one populated recording"):
        rec.open_recording(SESSION)


def test_deleting_a_recording_takes_all_of_it(rec, linking):
    key = insert(rec, movie(linking.RAW / "deleted.mp4"))
    rec.RecordingInfo.populate(key)
    rec.FrameClock.populate(key)
    (rec.VideoRecording & key).delete(prompt=False)
    for table in (rec.VideoRecording.File, rec.RecordingInfo, rec.RecordingInfo.File,
                  rec.FrameClock):  # fmt: skip
        assert len(table & key) == 0


def test_activating_twice_and_otherwise(rec, server, linking):
    rec.activate(server.name("recording"), linking_module=linking)
    rec.activate(server.name("recording"))
    with pytest.raises(ActivationError, match="already activated as schema"):
        rec.activate(server.name("other"), linking_module=linking)


def test_nothing_works_before_activation(fresh):
    with pytest.raises(ActivationError, match="activate"):
        fresh.recording.link()
    with pytest.raises(ActivationError, match="VideoRecording is used before"):
        fresh.recording.VideoRecording.insert1({})
    with pytest.raises(ActivationError, match=r"RecordingInfo is used before"):
        fresh.recording.RecordingInfo.populate()
    with pytest.raises(ActivationError):
        fresh.recording.frame_times({})


def test_every_table_of_the_module_is_compared(rec):
    """The list given to activate holds every master that the schema has."""
    declared = [row[0] for row in rec.schema.declare_list]
    assert set(declared) == set(rec.TABLES)
    assert set(declared) == set(rec.TABLES)


def test_any_two_tables_can_be_joined(rec, linking):
    """DataJoint refuses to join on a plain column of the same name in both."""
    tables = [*rec.TABLES, rec.VideoRecording.File, rec.RecordingInfo.File]
    for a, b in itertools.combinations([*tables, linking.Session, linking.Trial], 2):
        assert len(a * b) >= 0


def test_the_tables_agree_with_a_second_look(rec, server, linking, fresh):
    fresh.recording.activate(server.name("recording"), linking_module=linking)
    assert fresh.recording.RecordingInfo is not rec.RecordingInfo
    assert counts(fresh.recording) == counts(rec)


@pytest.mark.shared
def test_a_real_movie_is_what_its_owners_say(fresh, server, linking, shared):
    from tests.schema.test_linking import roots, variant

    module = variant(linking, get_mouseface_root_data_dir=roots(shared))
    fresh.recording.activate(server.name("real"), linking_module=module)
    key = {**SESSION, "recording_id": 1}
    fresh.recording.VideoRecording.insert_files(key, "treadmill_250hz.mp4", EQUIPMENT)
    fresh.recording.RecordingInfo.populate()
    row = (fresh.recording.RecordingInfo & key).fetch1()
    assert (row["nframes"], row["px_width"], row["px_height"]) == (994, 396, 406)
    assert row["fps"] == pytest.approx(250)
    times = fresh.recording.frame_times(key)
    assert np.allclose(times, np.arange(994) / 250, atol=1e-9)


def test_ten_million_frame_times_fit_a_row(rec, linking):
    """Eleven hours at 250 Hz: the blob is far from the 64 MB that lose a MySQL connection."""
    from element_mouseface.core.sync.packed_times import pack_times, unpack_times

    key = insert(rec, movie(linking.RAW / f"{uuid.uuid4().hex}.mp4", n=4))
    rec.RecordingInfo.populate(key)
    rec.FrameClock.populate(key)
    times = np.arange(10_000_000) * 64 / 16000
    stored = dj.FreeTable(dj.conn(), rec.FrameClock.full_table_name)
    row = {**(stored & key).fetch1(), "clock": "other", "clock_times": pack_times(times)}
    rec.Clock.insert1({"clock": "other"})
    rec.FrameClock.insert1(row, allow_direct_insert=True)
    key = {**key, "clock": "other"}
    assert np.array_equal(unpack_times((rec.FrameClock & key).fetch1("clock_times")), times)
