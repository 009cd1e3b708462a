"""Transcoding: the copy holds the frames at their times, and the record is true."""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction

import numpy as np
import pytest
from skimage.feature import hog

from element_mouseface.cli.main import main
from element_mouseface.core.extraction.transcode import expected_growth, transcode
from element_mouseface.core.video import open_video
from element_mouseface.errors import (
    ParameterError,
    PathError,
    StorageError,
    VideoNotFoundError,
    VideoTruncatedError,
)
from tests.contract.movies import pictures, write_movie


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    frames = pictures(30, height=96, width=128)
    return write_movie(tmp_path_factory.mktemp("in") / "m.mp4", frames, g="10", bf="2", crf="5")


@pytest.mark.parametrize("full_range", [False, True])
def test_record_says_what_the_copy_is(tmp_path, full_range):
    frames = pictures(30, height=96, width=128)
    source = write_movie(tmp_path / "in.mp4", frames, g="10", full_range=full_range)
    done = []
    copy = tmp_path / "out.mp4"
    record = transcode(source, copy, crf=8, n_sampled=10, progress=lambda *at: done.append(at))
    before, after = open_video(source), open_video(copy)
    assert done == [(k + 1, 30) for k in range(30)]
    assert after.info.full_range is full_range
    assert after.info.n_frames == record.n_frames == 30 and record.missing_frames == ()
    assert record.copy_sha256 == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert record.copy_bytes == copy.stat().st_size
    pairs = [(before.frame(k), after.frame(k)) for k in record.sampled_frames]
    squared = np.mean([np.mean((a.astype(float) - b) ** 2) for a, b in pairs])
    assert record.psnr_db == pytest.approx(10 * np.log10(255**2 / squared))
    assert record.psnr_db > 35
    settings = (8, (32, 32), (1, 1), "L2-Hys")
    r = [
        np.corrcoef(*(hog(frame, *settings, transform_sqrt=True) for frame in pair))[0, 1]
        for pair in pairs
    ]
    assert record.hog_r_mean == pytest.approx(np.mean(r), abs=1e-4)
    assert record.hog_r_min == pytest.approx(np.min(r), abs=1e-4)
    assert json.loads((tmp_path / "out.mp4.json").read_text())["hog_r_mean"] == record.hog_r_mean


def test_a_copy_that_grows_is_told_before_it_is_made(tmp_path, capsys):
    source = write_movie(tmp_path / "in.mp4", pictures(60, height=96, width=128), crf="28")
    growth = expected_growth(open_video(source), crf=8, gop=30)
    copy = tmp_path / "out.mp4"
    assert main(["transcode", str(source), str(copy), "--crf", "8", "--gop", "30"]) == 0
    told = capsys.readouterr().err
    assert "note: the source is h264 already" in told and f"{growth:.1f} times" in told
    # the container's own bytes are no part of it
    assert growth == pytest.approx(copy.stat().st_size / source.stat().st_size, rel=0.25)
    assert growth > 1.5
    assert expected_growth(open_video(source), crf=45) < 1
    assert main(["transcode", str(source), str(tmp_path / "small.mp4"), "--crf", "45"]) == 0
    assert "note" not in capsys.readouterr().err
    plain = write_movie(tmp_path / "in.avi", pictures(20), codec="mjpeg", pix_fmt="yuvj420p")
    assert expected_growth(open_video(plain)) is None
    assert main(["transcode", str(source), str(tmp_path / "bad.mp4"), "--crf", "99"]) == 2


def test_less_crf_costs_less(tmp_path, movie):
    good = transcode(movie, tmp_path / "good.mp4", crf=4)
    poor = transcode(movie, tmp_path / "poor.mp4", crf=35)
    assert good.psnr_db > poor.psnr_db + 10
    assert good.hog_r_mean > poor.hog_r_mean
    assert good.score_error_rms < poor.score_error_rms
    assert good.copy_bytes > poor.copy_bytes


def test_groups_are_closed_and_no_longer_than_asked(tmp_path, movie):
    transcode(movie, tmp_path / "out.mp4", gop=7)
    starts = open_video(tmp_path / "out.mp4").start_frames
    assert np.diff([*starts, 30]).max() <= 7


@pytest.mark.parametrize("offset", [0, 500])
def test_variable_rate_is_kept_to_the_tick(tmp_path, offset):
    ticks = offset + np.cumsum(np.random.default_rng(1).choice([33, 34, 51, 70], 30))
    source = write_movie(
        tmp_path / "in.mkv", pictures(30), times=ticks.tolist(), time_base=Fraction(1, 1000)
    )
    transcode(source, tmp_path / "out.mp4")
    copy = open_video(tmp_path / "out.mp4")
    np.testing.assert_allclose(copy.times_s, (ticks - ticks[0]) / 1000, atol=1e-9)
    assert copy.info.start_time_s == pytest.approx(ticks[0] / 1000)
    assert copy.info.is_vfr


def test_odd_sizes_and_arrays(tmp_path):
    frames = pictures(12, height=65, width=97)
    times = np.cumsum(np.linspace(0.01, 0.02, 12))
    record = transcode(frames, tmp_path / "out.mp4", crf=0, times_s=times)
    copy = open_video(tmp_path / "out.mp4")
    assert (record.psnr_db, record.source_sha256) == (None, ())  # crf 0 is lossless
    for number, frame in copy.read_luma():
        np.testing.assert_array_equal(frame, frames[number])
    np.testing.assert_allclose(copy.times_s, times - times[0], atol=1e-6)


def test_black_frames_have_no_similarity(tmp_path):
    record = transcode(np.zeros((5, 64, 64), np.uint8), tmp_path / "out.mp4", fps=30)
    assert record.hog_r_mean is None and record.score_error_rms is None


def test_several_files_become_one(tmp_path, movie):
    transcode([movie, movie], tmp_path / "out.mp4", allow_repeats=True)
    copy = open_video(tmp_path / "out.mp4")
    np.testing.assert_allclose(copy.times_s, np.arange(60) / 30, atol=1e-5)


def test_truncated_movie_is_salvaged(tmp_path):
    whole = write_movie(
        tmp_path / "whole.mp4", pictures(40), g="10", container_options={"movflags": "faststart"}
    )
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size * 2 // 3])
    with pytest.raises(VideoTruncatedError):
        transcode(cut, tmp_path / "out.mp4")
    record = transcode(cut, tmp_path / "out.mp4", accept_truncated=True)
    reader = open_video(cut, accept_truncated=True)
    assert record.n_frames + len(record.missing_frames) == len(reader)
    assert len(open_video(tmp_path / "out.mp4")) == record.n_frames > 10


def test_undecodable_frames_are_left_out_and_told(tmp_path):
    import av

    path = write_movie(tmp_path / "in.mp4", pictures(30), g="10")
    with av.open(str(path)) as container:
        at, size = [(p.pos, p.size) for p in container.demux(video=0)][14]
    data = bytearray(path.read_bytes())
    data[at + 8 : at + size] = bytes(size - 8)
    path.write_bytes(data)
    reader = open_video(path)
    missing = [number for number, frame in reader.read() if frame is None]
    record = transcode(path, tmp_path / "out.mp4")
    assert list(record.missing_frames) == missing != []
    kept = np.delete(reader.times_s, missing)
    np.testing.assert_allclose(open_video(tmp_path / "out.mp4").times_s, kept, atol=1e-9)


def test_nothing_is_overwritten_unasked(tmp_path, movie):
    copy = tmp_path / "out.mp4"
    copy.write_bytes(b"precious")
    with pytest.raises(PathError, match="exists already"):
        transcode(movie, copy)
    assert copy.read_bytes() == b"precious"
    transcode(movie, copy, overwrite=True)
    assert len(open_video(copy)) == 30
    with pytest.raises(PathError, match="would replace"):
        transcode(copy, copy, overwrite=True)
    assert len(open_video(copy)) == 30


def test_what_fails_leaves_nothing(tmp_path, movie):
    class Stop(Exception):
        pass

    def stop(done, total):
        if done == 9:
            raise Stop

    with pytest.raises(Stop):
        transcode(movie, tmp_path / "out.mp4", progress=stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("out.avi", {}, ParameterError),
        ("out.mp4", {"crf": 99}, ParameterError),
        ("out.mp4", {"gop": 0}, ParameterError),
        ("out.mp4", {"preset": "lightning"}, ParameterError),
        ("out.mp4", {"n_sampled": 0}, ParameterError),
        ("no/such/out.mp4", {}, StorageError),
    ],
)
def test_refused(tmp_path, movie, name, options, error):
    with pytest.raises(error):
        transcode(movie, tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_missing_source(tmp_path):
    with pytest.raises(VideoNotFoundError):
        transcode(tmp_path / "no.mp4", tmp_path / "out.mp4")
