"""The filmed mouse: real H.264 with the frames, times and events that were planned."""

from __future__ import annotations

import csv
from fractions import Fraction

import av
import numpy as np
import pytest

from element_mouseface import synthetic
from element_mouseface.errors import ParameterError, PathError, StorageError
from element_mouseface.synthetic import Confounds, Encoding

SETTINGS = {
    "identity": 1,
    "size_px": (160, 120),
    "duration_s": 4.0,
    "events": [("sucrose", 0.8, 1.6), ("quinine", 2.4, 3.2)],
}


def decode(path):
    """(times in seconds from the first, luma frames) by PyAV."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        times, frames = [], []
        for frame in container.decode(stream):
            times.append(float(frame.pts * frame.time_base))
            frames.append(frame.to_ndarray(format="gray"))
    return np.array(times) - times[0], np.array(frames)


def test_film_decodes_to_the_planned_frames(tmp_path):
    movie = synthetic.film(tmp_path / "face.mp4", **SETTINGS)
    with av.open(str(movie.path)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert (stream.codec_context.width, stream.codec_context.height) == (160, 120)
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == 30
    times_s, seen = decode(movie.path)
    assert len(times_s) == movie.n_frames == 120
    assert np.array_equal(times_s, movie.times_s)
    drawn = np.array(list(synthetic.frames(**SETTINGS)), float)
    assert np.abs(seen - drawn).mean() < 3


@pytest.mark.parametrize("full_range", [False, True])
def test_luma_survives_in_either_range(tmp_path, full_range):
    encoding = Encoding(crf=0, full_range=full_range)
    settings = SETTINGS | {"duration_s": 0.3, "events": [], "encoding": encoding}
    movie = synthetic.film(tmp_path / "face.mp4", **settings)
    _, seen = decode(movie.path)
    drawn = np.array(list(synthetic.frames(**settings)), int)
    # Limited range has 219 steps for 255; full range at crf 0 loses nothing.
    assert np.abs(seen - drawn).max() <= (0 if full_range else 1)


def test_same_settings_give_the_same_bytes(tmp_path):
    a = synthetic.film(tmp_path / "a.mp4", **SETTINGS)
    b = synthetic.film(tmp_path / "b.mp4", **SETTINGS)
    c = synthetic.film(tmp_path / "c.mp4", **SETTINGS, seed=1)
    assert a.path.read_bytes() == b.path.read_bytes() != c.path.read_bytes()


@pytest.mark.parametrize(
    ("fps", "rate"), [("30000/1001", Fraction(30000, 1001)), (29.97, Fraction(2997, 100))]
)
def test_broken_frame_rates_are_exact(tmp_path, fps, rate):
    movie = synthetic.film(tmp_path / "face.mp4", **SETTINGS, fps=fps)
    with av.open(str(movie.path)) as container:
        assert container.streams.video[0].average_rate == rate
    times_s, _ = decode(movie.path)
    assert np.allclose(times_s, np.arange(len(times_s)) / float(rate), rtol=0, atol=1e-9)
    assert np.array_equal(times_s, movie.times_s)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_variable_rate_has_the_planted_times(tmp_path, suffix):
    encoding = Encoding(jitter=0.15, dropped=0.1, bframes=2)
    movie = synthetic.film(tmp_path / f"face{suffix}", **SETTINGS, encoding=encoding)
    times_s, _ = decode(movie.path)
    assert len(times_s) == movie.n_frames < 120
    # Matroska keeps milliseconds; MP4 keeps every tick.
    assert np.abs(times_s - movie.times_s).max() <= (1e-9 if suffix == ".mp4" else 1.01e-3)
    steps = np.diff(movie.times_s)
    assert steps.min() > 0 and steps.max() > 1.5 / 30 and steps.std() > 0.003


@pytest.mark.parametrize(
    "encoding",
    [
        Encoding(pix_fmt="gray"),
        Encoding(bframes=3, gop=24, preset="veryfast"),
        Encoding(bframes=3, gop=24, open_gop=True, preset="veryfast"),
        Encoding(crf=30, gop=12),
    ],
)
def test_encodings(tmp_path, encoding):
    movie = synthetic.film(tmp_path / "face.mp4", **SETTINGS, encoding=encoding)
    with av.open(str(movie.path)) as container:
        seen_format = container.streams.video[0].codec_context.pix_fmt
        assert seen_format == ("yuvj420p" if encoding.pix_fmt == "gray" else "yuv420p")
        packets = [p for p in container.demux(video=0) if p.size]
    kinds = sum(p.is_keyframe for p in packets)
    assert kinds >= 120 // encoding.gop
    reordered = any(p.pts != p.dts for p in packets)
    assert reordered == (encoding.bframes > 0)
    times_s, seen = decode(movie.path)
    assert np.allclose(times_s, np.arange(120) / 30)
    drawn = np.array(list(synthetic.frames(**SETTINGS)), float)
    assert np.abs(seen - drawn).mean() < 4


def test_filming_again_reuses_what_is_there(tmp_path):
    path = tmp_path / "deep" / "face.mp4"
    first = synthetic.film(path, **SETTINGS)
    stamp = path.stat().st_mtime_ns
    again = synthetic.film(path, **SETTINGS)
    assert (first.reused, again.reused) == (False, True)
    assert path.stat().st_mtime_ns == stamp
    assert np.array_equal(first.truth["intensity"], again.truth["intensity"])


def test_filming_again_replaces_what_is_different_or_damaged(tmp_path):
    path = tmp_path / "face.mp4"
    good = synthetic.film(path, **SETTINGS).path.read_bytes()
    path.write_bytes(good[:-100])
    assert not synthetic.film(path, **SETTINGS).reused
    assert path.read_bytes() == good
    louder = synthetic.film(path, **SETTINGS, confounds=Confounds(sway_px=3))
    assert not louder.reused and path.read_bytes() != good
    assert sorted(p.name for p in tmp_path.iterdir()) == ["face.mp4", "face.mp4.json"]


def test_events_and_truth_files(tmp_path):
    movie = synthetic.film(tmp_path / "face.mp4", **SETTINGS)
    with open(movie.write_events(tmp_path / "events.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["event"], float(r["onset_s"]), float(r["offset_s"])) for r in rows] == movie.events
    assert movie.events == SETTINGS["events"]
    with np.load(movie.save_truth(tmp_path / "truth.npz"), allow_pickle=False) as truth:
        assert truth["intensity"].shape == (120, 2)
        assert list(truth["names"]) == ["sucrose", "quinine"]
        assert float(truth["fps"]) == 30
        assert np.array_equal(truth["times_s"], movie.times_s)


def test_places_that_cannot_be_written(tmp_path):
    with pytest.raises(PathError):
        synthetic.film(tmp_path, **SETTINGS)
    with pytest.raises(PathError):
        synthetic.film(tmp_path / "face.txt", **SETTINGS)
    with pytest.raises(ParameterError):
        synthetic.film(tmp_path / "face.mp4", **SETTINGS, encoding=Encoding(codec="no_such"))
    assert not list(tmp_path.iterdir())
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StorageError):
        synthetic.film(tmp_path / "file" / "face.mp4", **SETTINGS)
