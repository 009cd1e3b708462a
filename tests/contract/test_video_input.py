"""What open_video refuses, and the clocks it accepts."""

from __future__ import annotations

import shutil
from fractions import Fraction

import av
import cv2
import numpy as np
import pytest
import tifffile

from element_mouseface import errors
from element_mouseface.core.video import open_video

from .movies import decoded_in_order, pictures, write_movie


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("input")
    frames = pictures(12)
    write_movie(folder / "cam_2.mp4", frames, g="4")
    write_movie(folder / "cam_10.mp4", frames[:, ::-1].copy(), g="4")
    write_movie(folder / "rate.mp4", frames, fps=25)
    write_movie(folder / "size.mp4", frames[:, :48])
    shutil.copy(folder / "cam_2.mp4", folder / "same.mp4")
    (folder / "text.mp4").write_text("this is no movie\n" * 500)
    (folder / "notes.txt").write_text("this is no movie\n" * 500)
    (folder / "empty.mp4").touch()
    (folder / "nothing").mkdir()
    (folder / "mixed").mkdir()
    (folder / "sizes").mkdir()
    for k in (0, 1):
        cv2.imwrite(str(folder / "mixed" / f"{k}.{('png', 'jpg')[k]}"), frames[0])
        cv2.imwrite(str(folder / "sizes" / f"{k}.png"), frames[0, : 64 - 8 * k])
    tifffile.imwrite(folder / "deep.tif", frames.astype(np.uint16), photometric="minisblack")
    tifffile.imwrite(folder / "real.tif", frames.astype(np.float32), photometric="minisblack")
    with av.open(str(folder / "sound.mp4"), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        sound = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), "fltp", "mono")
        sound.sample_rate = 8000
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))
    return folder


@pytest.mark.parametrize(
    ("names", "options", "error", "words"),
    [
        ("missing.mp4", {}, errors.VideoNotFoundError, "no video file"),
        ("missing*.mp4", {}, errors.VideoNotFoundError, "No file matches"),
        ("nothing", {}, errors.VideoUnreadableError, "no images"),
        ("empty.mp4", {}, errors.VideoUnreadableError, "empty"),
        ("text.mp4", {}, errors.VideoUnreadableError, "cannot be read as a video"),
        ("notes.txt", {}, errors.VideoUnreadableError, "no video"),
        ("sound.mp4", {}, errors.VideoUnreadableError, "audio"),
        ("mixed", {"fps": 1}, errors.VideoMismatchError, "different kinds"),
        ("sizes", {"fps": 1}, errors.VideoMismatchError, "another size"),
        ("deep.tif", {"fps": 1}, errors.ParameterError, "white_level"),
        ("real.tif", {"fps": 1}, errors.ParameterError, "float32"),
        ("deep.tif", {"white_level": 255}, errors.ClockError, "no clock"),
        ("cam_2.mp4", {"white_level": 255}, errors.ParameterError, "does not apply"),
        ("cam_2.mp4", {"fps": 0}, errors.ClockError, "not a frame rate"),
        ("cam_2.mp4", {"fps": float("nan")}, errors.ClockError, "not a frame rate"),
        ("cam_2.mp4", {"fps": 5, "times_s": [1]}, errors.ClockError, "Both"),
        ("cam_2.mp4", {"times_s": [0, 1]}, errors.ClockError, "exactly one time"),
        ("cam_2.mp4", {"times_s": [0] * 12}, errors.ClockError, "strictly increase"),
        ("cam_2.mp4", {"times_s": [*range(11), np.inf]}, errors.ClockError, "not a number"),
        ([], {}, errors.VideoUnreadableError, "not a source"),
        (["cam_2.mp4", "cam_2.mp4"], {}, errors.VideoMismatchError, "twice"),
        (["cam_2.mp4", "same.mp4"], {}, errors.VideoMismatchError, "twice"),
        (["cam_2.mp4", "rate.mp4"], {}, errors.VideoMismatchError, "frame rate"),
        (["cam_2.mp4", "size.mp4"], {}, errors.VideoMismatchError, "frame size"),
    ],
)
def test_refused(folder, names, options, error, words):
    paths = folder / names if isinstance(names, str) else [folder / name for name in names]
    with pytest.raises(error, match=words):
        open_video(paths, **options)


def test_what_is_no_source():
    for source in (7, {"a": 1}, np.zeros((3, 4), np.uint8), np.zeros((0, 4, 4), np.uint8)):
        with pytest.raises(errors.VideoUnreadableError):
            open_video(source, fps=1)


def test_repeats_when_asked_for(folder):
    reader = open_video([folder / "cam_2.mp4"] * 2, allow_repeats=True)
    np.testing.assert_array_equal(reader.frame(3), reader.frame(15))


def test_pattern_counts_as_people_do(folder):
    reader = open_video(str(folder / "cam_*.mp4"))
    names = [file.path.rsplit("/", 1)[-1] for file in reader.info.files]
    assert names == ["cam_2.mp4", "cam_10.mp4"]


def test_order_of_files_changes_the_hash(folder):
    pair = [folder / "cam_2.mp4", folder / "cam_10.mp4"]
    assert open_video(pair).content_hash() != open_video(pair[::-1]).content_hash()


def test_given_times_cover_the_whole_recording(folder):
    times = np.cumsum(np.linspace(1, 2, 24)) + 100
    reader = open_video([folder / "cam_2.mp4", folder / "rate.mp4"], times_s=times)
    np.testing.assert_allclose(reader.times_s, times - times[0])
    assert (reader.info.clock, reader.info.is_vfr) == ("times", True)


def test_given_rate_replaces_the_stream_s(folder):
    reader = open_video([folder / "cam_2.mp4", folder / "rate.mp4"], fps=250)
    assert (reader.info.fps, reader.info.clock) == (250, "fps")
    np.testing.assert_allclose(np.diff(reader.times_s), 1 / 250, atol=1e-12)


@pytest.mark.parametrize("name", ["v.mp4", "v.mkv"])
def test_variable_rate_keeps_every_time(tmp_path, name):
    steps = np.random.default_rng(0).choice([33, 34, 50, 17], 40)
    ticks = np.cumsum(steps)
    path = write_movie(
        tmp_path / name, pictures(40), g="12", bf="2",
        times=ticks.tolist(), time_base=Fraction(1, 1000),
    )  # fmt: skip
    reader = open_video(path)
    np.testing.assert_allclose(reader.times_s, (ticks - ticks[0]) / 1000, atol=1e-9)
    assert reader.info.is_vfr
    assert reader.info.start_time_s == pytest.approx(ticks[0] / 1000)
    assert reader.info.fps == pytest.approx(39 / (ticks[-1] - ticks[0]) * 1000)
    sound = decoded_in_order(path)
    for number, frame in reader.read_luma(13, 27):
        np.testing.assert_array_equal(frame, sound[number])


@pytest.mark.parametrize("name", ["n.mp4", "n.mkv", "n.ts"])
def test_ntsc_rate_is_neither_variable_nor_whole(tmp_path, name):
    path = write_movie(
        tmp_path / name, pictures(60), fps=Fraction(30000, 1001),
        time_base=Fraction(1001, 30000),
    )  # fmt: skip
    info = open_video(path).info
    assert info.fps == pytest.approx(30000 / 1001, rel=2e-4)
    assert not info.is_vfr


def test_raw_stream_without_a_rate_needs_one(tmp_path):
    path = write_movie(tmp_path / "m.mjpeg", pictures(5), codec="mjpeg", pix_fmt="yuvj420p")
    with pytest.raises(errors.ClockError, match="neither"):
        open_video(path)
    assert open_video(path, fps=10).info.fps == 10


def test_recording_time_is_told(tmp_path):
    path = write_movie(
        tmp_path / "m.mp4", pictures(3), metadata={"creation_time": "2024-05-06T07:08:09Z"}
    )
    assert open_video(path).info.recorded_at.isoformat() == "2024-05-06T07:08:09+00:00"


def test_real_movies(shared):
    info = open_video(shared / "treadmill_250hz.mp4").info
    assert (info.n_frames, info.width_px, info.height_px, info.fps) == (994, 396, 406, 250)
    for name in ("face_crf19", "face_crf26"):
        info = open_video(shared / name / "face.mp4").info
        assert (info.n_frames, info.fps, info.is_vfr) == (2700, 30, False)


def test_real_movie_from_every_start(shared):
    path = shared / "treadmill_250hz.mp4"
    sound, reader = decoded_in_order(path), open_video(path)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, sound[number])
    for start in reader.start_frames.tolist():
        for number, frame in reader.read_luma(start, start + 5):
            np.testing.assert_array_equal(frame, sound[number])
