"""Damaged movies, images and files of times: a right result or an error of ours, nothing else."""

from __future__ import annotations

import os

import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image

from element_mouseface.core.events import read_events
from element_mouseface.core.sync.prairie_view import read_frame_rate
from element_mouseface.core.video import open_video, read_times
from tests.fuzzing import fuzz

from .movies import pictures, write_movie

#: longer by hand: MOUSEFACE_FUZZ_S=60
SECONDS = float(os.environ.get("MOUSEFACE_FUZZ_S", "0.2"))

MOVIES = {
    "m.mp4": {"g": "6", "bf": "2"},
    "m.mkv": {"codec": "ffv1", "pix_fmt": "gray", "level": "3", "g": "4"},
    "m.avi": {"codec": "mjpeg", "pix_fmt": "yuvj420p"},
    "h.avi": {"g": "6", "bf": "0"},
    "m.ts": {"g": "6"},
    "m.flv": {"g": "6", "bf": "0"},
    "m.webm": {"codec": "libvpx-vp9", "g": "6"},
    "m.mov": {"codec": "png", "pix_fmt": "gray"},
    "m.gif": {"codec": "gif", "pix_fmt": "gray"},
}


def read_all(path, **options):
    """Open a movie and read it: as many frames as it says, each of the size that it says."""
    reader = open_video(path, accept_truncated=True, **options)
    count = 0
    for number, frame in reader.read_luma(0, min(len(reader), 40)):
        assert number == count
        assert frame is None or frame.shape == (reader.info.height_px, reader.info.width_px)
        count += 1
    assert count == min(len(reader), 40)
    assert len(reader.times_s) == len(reader) and np.isfinite(reader.times_s).all()
    assert (np.diff(reader.times_s) > 0).all()


@pytest.mark.parametrize("name", list(MOVIES))
def test_damaged_movies(tmp_path, name):
    options = {"pix_fmt": "yuv420p", **MOVIES[name]}
    frames = pictures(12, height=32, width=48)
    right = write_movie(tmp_path / name, frames, **options).read_bytes()
    assert fuzz(read_all, right, tmp_path / name, seconds=SECONDS) > 0


@pytest.mark.parametrize("name", ["m.png", "m.jpg", "raw.tif", "deflate.tif", "m.bmp", "m.webp"])
def test_damaged_images(tmp_path, name):
    path, frames = tmp_path / name, pictures(3, height=32, width=48)
    if name == "m.webp":
        Image.fromarray(frames[0]).save(path)
    elif name.endswith("tif"):
        compression = "deflate" if name == "deflate.tif" else None
        tifffile.imwrite(path, frames, photometric="minisblack", compression=compression)
    else:
        cv2.imwrite(str(path), frames[0])

    def read(path):
        read_all(path, fps=10)

    assert fuzz(read, path.read_bytes(), path, seconds=SECONDS, allowed=[tmp_path]) > 0


TEXTS = {
    "times.csv": (read_times, "frame;time_s\n0;0,5\n1;1,5\n2;2,25\n"),
    "times.txt": (read_times, "# camera\n0.5\n1.5\n2.25\n"),
    "events.csv": (read_events, 'event,onset_s,offset_s\n"a, b",1,2\nc,3,4.5\n'),
    "scan.xml": (
        read_frame_rate,
        '<?xml version="1.0"?><PVScan><PVStateValue key="framePeriod" value="0.05"/></PVScan>',
    ),
}


@pytest.mark.parametrize("name", list(TEXTS))
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_damaged_texts(tmp_path, name, encoding):
    read, text = TEXTS[name]
    fuzz(read, text.encode(encoding), tmp_path / name, seconds=SECONDS / 2)


def test_damaged_arrays_of_times(tmp_path):
    np.save(tmp_path / "times.npy", np.arange(20) / 10)
    right = (tmp_path / "times.npy").read_bytes()
    huge = right.replace(b"(20,)", b"(20000000000,)")[: len(right)]
    objects = right.replace(b"'<f8'", b"'|O' ")
    fuzz(read_times, right, tmp_path / "t.npy", also=[huge, objects], seconds=SECONDS)
