"""Movies that are cut, damaged, changed or lie: an error or None, never a wrong frame."""

from __future__ import annotations

import os
import random

import av
import numpy as np
import pytest
import tifffile

from element_mouseface.core.video import open_video
from element_mouseface.errors import VideoChangedError, VideoTruncatedError

from .movies import decoded_in_order, pictures, write_movie

N = 60
FAST_START = {"movflags": "faststart"}


def cut(path, share=2 / 3):
    data = path.read_bytes()
    short = path.with_name("cut" + path.suffix)
    short.write_bytes(data[: int(len(data) * share)])
    return short


def packet_places(path, only_key=False):
    with av.open(str(path)) as container:
        packets = [p for p in container.demux(video=0) if p.size]
        return [(p.pos, p.size, p.pts) for p in packets if p.is_keyframe or not only_key]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("m.mp4", {"container_options": FAST_START, "bf": "2"}),
        ("m.mp4", {"container_options": {"movflags": "frag_keyframe+empty_moov"}}),
        ("m.mkv", {}),
        ("m.avi", {"codec": "mpeg4"}),
    ],
)
def test_truncated_movie_is_refused_then_salvaged(tmp_path, name, options):
    whole = write_movie(tmp_path / name, pictures(N), g="12", **options)
    short = cut(whole)
    with pytest.raises(VideoTruncatedError, match=r"\d+ of \d+ frames are readable") as caught:
        open_video(short)
    assert "accept-truncated" in str(caught.value)
    reader = open_video(short, accept_truncated=True)
    sound = decoded_in_order(whole)
    times = {round(t, 4): k for k, t in enumerate(open_video(whole).times_s)}
    assert 0 < len(reader) < N
    read = [frame for _, frame in reader.read_luma()]
    assert sum(frame is not None for frame in read) > len(read) // 2
    for time_s, frame in zip(reader.times_s, read, strict=True):
        if frame is not None:
            np.testing.assert_array_equal(frame, sound[times[round(time_s, 4)]])
    assert any("truncated" in note for note in reader.info.notes)


def test_mp4_without_its_index(tmp_path):
    short = cut(write_movie(tmp_path / "m.mp4", pictures(N)))
    for accept in (False, True):
        with pytest.raises(VideoTruncatedError, match="moov"):
            open_video(short, accept_truncated=accept)


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_truncated_tiff(tmp_path, compression):
    path = tmp_path / "m.tif"
    tifffile.imwrite(path, pictures(12), photometric="minisblack", compression=compression)
    short = cut(path)
    with pytest.raises(VideoTruncatedError):
        open_video(short, fps=30)
    reader = open_video(short, fps=30, accept_truncated=True)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, pictures(12)[number])


def test_avi_header_that_promises_too_much(tmp_path):
    path = write_movie(tmp_path / "m.avi", pictures(N), codec="mjpeg", pix_fmt="yuvj420p")
    data = path.read_bytes()
    at = data.index(b"strh") + 8 + 32  # dwLength of the video stream
    assert int.from_bytes(data[at : at + 4], "little") == N
    path.write_bytes(data[:at] + (N + 25).to_bytes(4, "little") + data[at + 4 :])
    with pytest.raises(VideoTruncatedError, match=f"{N} of {N + 25}"):
        open_video(path)
    assert len(open_video(path, accept_truncated=True)) == N


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("m.mp4", {"g": "12", "bf": "2"}),
        ("m.mkv", {"g": "12", "x264-params": "open-gop=1:b-adapt=0:bframes=3:scenecut=0"}),
        ("m.mp4", {"g": "1000"}),
        ("m.mp4", {"codec": "mpeg4", "g": "12", "bf": "2"}),
    ],
)
def test_zeroed_packets_are_none_and_what_depends_on_them(tmp_path, name, options):
    path = write_movie(tmp_path / name, pictures(N), **options)
    sound = decoded_in_order(path)
    places = packet_places(path)
    order = sorted(pts for _, _, pts in places)
    data = bytearray(path.read_bytes())
    broken = []
    for k in (20, 41):
        at, size, pts = places[k]
        # Keep the length prefix and header, so that the demuxer still finds the packets.
        data[at + 8 : at + size] = bytes(size - 8)
        broken.append(order.index(pts))
    path.write_bytes(data)
    reader = open_video(path)
    read = dict(reader.read_luma())
    assert list(read) == list(range(N))
    for number in broken:
        assert read[number] is None
    # A run that resumes must find the same frames missing, wherever it begins.
    for start in range(0, N, 7):
        for number, frame in reader.read_luma(start, min(start + 7, N)):
            assert (frame is None) == (read[number] is None), (start, number)
            assert frame is None or np.array_equal(frame, read[number])
    for number, frame in read.items():
        if frame is not None:
            np.testing.assert_array_equal(frame, sound[number], err_msg=str(number))
    assert sum(frame is not None for frame in read.values()) >= broken[0] - 4


@pytest.mark.parametrize("codec", ["mjpeg", "png"])
def test_damage_in_intra_only_movies_stays_in_its_frame(tmp_path, codec):
    pix_fmt = "yuvj420p" if codec == "mjpeg" else "gray"
    path = write_movie(tmp_path / "m.mov", pictures(N), codec=codec, pix_fmt=pix_fmt)
    sound, places = decoded_in_order(path), packet_places(path)
    data = bytearray(path.read_bytes())
    at, size, _ = places[30]
    data[at + size // 3 : at + size] = bytes(size - size // 3)
    path.write_bytes(data)
    read = dict(open_video(path).read_luma())
    assert [number for number, frame in read.items() if frame is None] == [30]
    for number, frame in read.items():
        if frame is not None:
            np.testing.assert_array_equal(frame, sound[number])


@pytest.mark.parametrize(
    "options",
    [{"g": "12", "bf": "2"}, {"g": "12", "x264-params": "open-gop=1:b-adapt=0:bframes=3"}],
)
def test_random_damage_never_shifts_frames(tmp_path, options):
    """Bits that decode to a wrong picture cannot be seen; a frame out of place can."""
    path = write_movie(tmp_path / "m.mp4", pictures(N), **options)
    sound, places, whole = decoded_in_order(path), packet_places(path), path.read_bytes()
    # A key frame that decodes to a wrong picture without complaint is beyond detection.
    keys = packet_places(path, only_key=True)
    for seed in range(12):
        rng, data = random.Random(seed), bytearray(whole)
        at, size, _ = rng.choice([place for place in places if place not in keys])
        for _ in range(20):
            data[rng.randrange(at + 5, at + size)] = rng.randrange(256)
        path.write_bytes(data)
        reader = open_video(path)
        read = dict(reader.read_luma())
        assert list(read) == list(range(N))
        for start in range(0, N, 10):
            for number, frame in reader.read_luma(start, start + 10):
                assert np.array_equal(frame, read[number]) or frame is read[number] is None
        for number, frame in read.items():
            exact = frame is not None and [k for k in range(N) if np.array_equal(frame, sound[k])]
            assert not exact or exact == [number]


def test_damaged_image_in_a_folder(tmp_path):
    import cv2

    for suffix in (".png", ".jpg"):
        folder = tmp_path / suffix[1:]
        folder.mkdir()
        for k, frame in enumerate(pictures(5)):
            cv2.imwrite(str(folder / f"{k}{suffix}"), frame)
        victim = folder / f"3{suffix}"
        victim.write_bytes(victim.read_bytes()[:-200])
        read = dict(open_video(folder, fps=30).read_luma())
        assert [number for number, frame in read.items() if frame is None] == [3]


def test_file_that_changes_after_indexing(tmp_path):
    path = write_movie(tmp_path / "m.mp4", pictures(20))
    reader = open_video(path)
    os.utime(path, ns=(1, 1))
    with pytest.raises(VideoChangedError, match="changed"):
        list(reader.read(0, 5))
    path.unlink()
    with pytest.raises(VideoChangedError, match="any more"):
        list(reader.read(0, 5))


def test_file_cut_while_it_is_read(tmp_path):
    path = write_movie(
        tmp_path / "m.mp4", pictures(N, height=256, width=320), g="6", crf="5",
        container_options=FAST_START,
    )  # fmt: skip
    reader = open_video(path)
    frames = reader.read(0, N)
    next(frames)
    os.truncate(path, path.stat().st_size // 3)
    with pytest.raises(VideoChangedError):
        list(frames)


def test_no_open_file_is_left(tmp_path):
    path = write_movie(tmp_path / "m.mp4", pictures(20), g="5")

    def handles():
        links = (f"/proc/self/fd/{fd}" for fd in os.listdir("/proc/self/fd"))
        return sum(os.path.realpath(link) == str(path.resolve()) for link in links)

    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("no /proc here")
    reader = open_video(path)
    assert handles() == 0
    frames = reader.read(7, 20)
    next(frames)
    assert handles() == 1
    frames.close()
    assert handles() == 0
    list(reader.read(0, 20))
    assert handles() == 0
