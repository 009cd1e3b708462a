"""Frames that a writer left out, frames that damage took away, and stamps that are wrong."""

from __future__ import annotations

import av
import numpy as np
import pytest

from element_mouseface.core.video import open_video
from element_mouseface.core.video.timestamps import NO_STAMP, repaired
from element_mouseface.errors import VideoTruncatedError

from .movies import decoded_in_order, pictures, write_movie

N = 40
#: places in the file without a frame
EMPTY = (10, 11, 25, 39)
CLUSTERS = {"cluster_time_limit": "200"}


def chunks_of(path):
    """The head of an AVI file up to its frames, and the frames' bytes."""
    data = path.read_bytes()
    with av.open(str(path)) as container:
        places = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    head = data[: places[0][0] - 8]
    return bytearray(head), [data[at : at + size] for at, size in places]


def rewritten(path, head, chunks, sound=False, index=True):
    """An AVI file of these chunks, of which some are empty, with an index that skips those."""
    body, listed, movi = b"", b"", head.rindex(b"movi")
    for chunk in chunks:
        if sound:  # another stream's chunk between two frames
            body += b"01wb" + (4).to_bytes(4, "little") + b"\1\2\3\4"
        if chunk:
            at = len(body) + 4
            listed += b"00dc" + b"".join(
                n.to_bytes(4, "little") for n in (16, at, len(chunk))
            )  # fmt: skip
        else:
            listed += b"00dc" + b"".join(n.to_bytes(4, "little") for n in (0, len(body) + 4, 0))
        body += b"00dc" + len(chunk).to_bytes(4, "little") + chunk + b"\0" * (len(chunk) % 2)
    head[movi - 4 : movi] = (len(body) + 4).to_bytes(4, "little")
    tail = b"idx1" + len(listed).to_bytes(4, "little") + listed if index else b""
    head[4:8] = (len(head) + len(body) + len(tail) - 8).to_bytes(4, "little")
    length = head.index(b"strh") + 8 + 32
    head[length : length + 4] = len(chunks).to_bytes(4, "little")
    path.write_bytes(bytes(head) + body + tail)
    return path


def with_holes(tmp_path, **options):
    whole = write_movie(tmp_path / "whole.avi", pictures(N), **options)
    head, chunks = chunks_of(whole)
    empty = [b"" if k in EMPTY else chunk for k, chunk in enumerate(chunks)]
    return decoded_in_order(whole), head, empty


@pytest.mark.parametrize("sound", [False, True])
@pytest.mark.parametrize(
    "options", [{"codec": "mjpeg", "pix_fmt": "yuvj420p"}, {"codec": "rawvideo"}]
)
def test_an_avi_with_empty_places_is_whole_and_keeps_the_holes_in_time(tmp_path, options, sound):
    frames, head, chunks = with_holes(tmp_path, **options)
    reader = open_video(rewritten(tmp_path / "holes.avi", head, chunks, sound))
    kept = [k for k in range(N) if k not in EMPTY]
    np.testing.assert_allclose(reader.times_s, np.array(kept) / 30, atol=1e-9)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, frames[kept[number]])
    (note,) = reader.info.notes
    assert "4 frames left out by the writer (places 10, 11, 25, 39" in note
    assert reader.info.is_vfr and reader.info.n_frames_header == N


def test_the_same_avi_cut_off_is_refused_and_its_holes_stay(tmp_path):
    _, head, chunks = with_holes(tmp_path, codec="mjpeg", pix_fmt="yuvj420p")
    path = rewritten(tmp_path / "holes.avi", head, chunks)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    with pytest.raises(VideoTruncatedError, match=r"truncated: \d+ of 40 frames"):
        open_video(path)
    reader = open_video(path, accept_truncated=True)
    kept = [k for k in range(N) if k not in EMPTY][: len(reader)]
    np.testing.assert_allclose(reader.times_s, np.array(kept) / 30, atol=1e-9)


def test_h264_in_avi_with_empty_places(tmp_path):
    frames, head, chunks = with_holes(tmp_path, bf="0", g="1")
    reader = open_video(rewritten(tmp_path / "holes.avi", head, chunks))
    kept = [k for k in range(N) if k not in EMPTY]
    np.testing.assert_allclose(reader.times_s, np.array(kept) / 30, atol=1e-9)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, frames[kept[number]])


def damaged(path, at, length):
    data = bytearray(path.read_bytes())
    data[at : at + length] = bytes((37 * k + 11) % 251 for k in range(length))
    path.write_bytes(data)


@pytest.mark.parametrize("index", [True, False])
@pytest.mark.parametrize(
    "options",
    [
        {"codec": "mjpeg", "pix_fmt": "yuvj420p"},
        {"codec": "mpeg4", "g": "8"},
        {"bf": "0", "g": "8"},
        {"bf": "2", "g": "8"},
    ],
)
def test_a_lost_chunk_of_an_avi_moves_no_frame(tmp_path, options, index):
    whole = write_movie(tmp_path / "whole.avi", pictures(N), **options)
    frames, (head, chunks) = decoded_in_order(whole), chunks_of(whole)
    path = rewritten(tmp_path / "lost.avi", head, chunks, index=index)
    with av.open(str(path)) as container:
        places = [p.pos for p in container.demux(video=0) if p.size]
    damaged(path, places[20] - 8, places[21] - places[20] + 4)
    with pytest.raises(VideoTruncatedError, match=r"damaged: .*of 40 frames .*from byte"):
        open_video(path)
    reader = open_video(path, accept_truncated=True)
    assert len(reader) == N and any("damaged" in note for note in reader.info.notes)
    np.testing.assert_allclose(reader.times_s, np.arange(N) / 30, atol=1e-9)
    read = dict(reader.read_luma())
    assert read[20] is None
    for number, frame in read.items():
        if frame is not None:
            np.testing.assert_array_equal(frame, frames[number], err_msg=str(number))
    assert sum(frame is not None for frame in read.values()) >= 4
    for start in (0, 18, 25, 33):  # wherever reading begins
        for number, frame in reader.read_luma(start, min(N, start + 5)):
            assert (frame is None) == (read[number] is None)
            assert frame is None or np.array_equal(frame, read[number])


@pytest.mark.parametrize(
    "options", [{"codec": "mjpeg", "pix_fmt": "yuvj420p"}, {"codec": "mpeg4", "g": "8"}]
)
def test_a_chunk_that_was_cut_out_of_an_avi_moves_no_frame(tmp_path, options):
    """The chain of chunks holds; only the file's own index knows that two are gone."""
    whole = write_movie(tmp_path / "whole.avi", pictures(N), **options)
    frames = decoded_in_order(whole)
    head, chunks = chunks_of(whole)
    data = rewritten(tmp_path / "m.avi", head, chunks).read_bytes()
    with av.open(str(tmp_path / "m.avi")) as container:
        places = [p.pos for p in container.demux(video=0) if p.size]
    path = tmp_path / "gone.avi"
    path.write_bytes(data[: places[20] - 8] + data[places[22] - 8 :])
    with pytest.raises(VideoTruncatedError, match="2 of 40 frames are lost"):
        open_video(path)
    reader = open_video(path, accept_truncated=True)
    read = dict(reader.read_luma())
    assert len(read) == N and read[20] is read[21] is None and read[19] is not None
    np.testing.assert_allclose(reader.times_s, np.arange(N) / 30, atol=1e-9)
    for number, frame in read.items():
        if frame is not None:
            np.testing.assert_array_equal(frame, frames[number], err_msg=str(number))
    assert read[39] is not None


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("m.mkv", {"g": "8", "container_options": CLUSTERS}),
        ("m.mkv", {"codec": "mjpeg", "pix_fmt": "yuvj420p", "container_options": CLUSTERS}),
        ("m.webm", {"codec": "libvpx-vp9", "g": "8", "container_options": CLUSTERS}),
        ("m.flv", {"g": "8", "bf": "0"}),
        ("m.ts", {"g": "8"}),
    ],
)
def test_frames_lost_in_the_middle_are_told_and_keep_their_numbers(tmp_path, name, options):
    path = write_movie(tmp_path / name, pictures(N), **options)
    frames = decoded_in_order(path)
    times = open_video(path).times_s
    damaged(path, path.stat().st_size // 2, 1200)
    with pytest.raises(VideoTruncatedError, match=r"damaged: \d+ of 40 frames are lost"):
        open_video(path)
    reader = open_video(path, accept_truncated=True)
    assert len(reader) == N
    np.testing.assert_allclose(reader.times_s, times, atol=2e-3)
    for number, frame in reader.read_luma():
        if frame is not None:
            closest = np.argmin([np.abs(frame.astype(int) - f).mean() for f in frames])
            assert closest == number


@pytest.mark.parametrize("name", ["m.flv", "m.mkv"])
def test_what_ends_within_a_part_is_cut_off(tmp_path, name):
    path = write_movie(tmp_path / name, pictures(N), g="8")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - len(data) // 10])
    with pytest.raises(VideoTruncatedError, match="is truncated"):
        open_video(path)
    reader = open_video(path, accept_truncated=True)
    assert 25 < len(reader) < N and "truncated" in reader.info.notes[0]


def restamped(tmp_path, changes, **options):
    """A movie in Matroska whose blocks' own times (16 bits, in ms) are changed.

    `sound.mkv` beside it is the movie before: x264 does not always give the same bytes twice.
    """
    path = write_movie(tmp_path / "m.mkv", pictures(N), fps=20, **options)
    data = bytearray(path.read_bytes())
    (tmp_path / "sound.mkv").write_bytes(data)
    with av.open(str(path)) as container:
        places = [p.pos for p in container.demux(video=0) if p.size]
    for number, time_ms in changes.items():
        at = places[number] + 1
        relative = int.from_bytes(data[at : at + 2], "big") + time_ms - 50 * number
        data[at : at + 2] = relative.to_bytes(2, "big", signed=True)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "options", [{"codec": "mjpeg", "pix_fmt": "yuvj420p"}, {"bf": "0", "g": "10"}]
)
@pytest.mark.parametrize(
    ("number", "time_ms", "put_at_s"),
    [(1, 0, 0.05), (20, 950, 1.0), (20, 700, 1.0), (20, 1900, 1.0)],
    ids=["second repeats the first", "repeated", "backwards", "far ahead"],
)
def test_one_wrong_stamp_is_told_and_the_others_are_kept(
    tmp_path, options, number, time_ms, put_at_s
):
    path = restamped(tmp_path, {number: time_ms}, **options)
    frames = decoded_in_order(tmp_path / "sound.mkv")
    reader = open_video(path)
    wanted = np.arange(N) / 20
    wanted[number] = put_at_s
    np.testing.assert_allclose(reader.times_s, wanted, atol=1e-9)
    assert (reader.info.fps, reader.info.clock) == (20.0, "timestamps")
    assert f"of frame {number} ({time_ms / 1000:g} s)" in reader.info.notes[0]
    for start in (0, number, 25):
        for found, frame in reader.read_luma(start, N):
            np.testing.assert_array_equal(frame, frames[found], err_msg=str(found))


@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
@pytest.mark.parametrize("missing", [0, 1])
def test_an_mp4_whose_second_frame_repeats_the_first_stamp(tmp_path, codec, missing):
    """Whether or not the third frame is late by it: the rate is that of all the others."""
    options = {"g": "10", "bf": "0", "container_options": {"video_track_timescale": "15000"}}
    path = write_movie(tmp_path / "m.mp4", pictures(N), codec=codec, fps=15, **options)
    frames = decoded_in_order(path)
    data = bytearray(path.read_bytes())
    at = data.index(b"stts") + 8  # one run of equal durations becomes three, over the next box
    assert int.from_bytes(data[at : at + 4], "big") == 1
    durations = [(1, 0), (1, 1000 * (1 + missing)), (N - 2, 1000)]
    table = (3).to_bytes(4, "big") + b"".join(
        n.to_bytes(4, "big") + ticks.to_bytes(4, "big") for n, ticks in durations
    )
    data[at : at + 12] = table
    for box in (b"stts", b"stbl", b"minf", b"mdia", b"trak", b"moov"):
        place = data.index(box) - 4
        size = int.from_bytes(data[place : place + 4], "big") + 16
        data[place : place + 4] = size.to_bytes(4, "big")
    assert data.index(b"moov") > data.index(b"mdat")  # no frame moved
    path = tmp_path / "m.m4v"
    path.write_bytes(data)
    reader = open_video(path)
    assert reader.info.fps == pytest.approx(15.0, abs=1e-9) and not reader.info.is_vfr
    assert reader.info.clock == "timestamps" and "of frame 1 (0 s)" in reader.info.notes[0]
    stamps = np.array([0, 0.5, *range(1, N - 1)]) + missing * (np.arange(N) > 1)
    stamps[1] = stamps[2] / 2
    np.testing.assert_allclose(reader.times_s, stamps / 15, atol=1e-9)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, frames[number])


def test_stamps_are_put_right_one_by_one():
    assert repaired([0, 0, 20, 30], True) == ([0, 10, 20, 30], [1])
    assert repaired([0, 10, NO_STAMP, 30, 40], True) == ([0, 10, 20, 30, 40], [2])
    assert repaired([NO_STAMP, 10, 20, 30], True) == ([0, 10, 20, 30], [0])
    assert repaired([0, 10, 20, NO_STAMP], True) == ([0, 10, 20, 30], [3])
    # reordered: shown 0, 20, 40, 60; the second of the equal ones is between
    assert repaired([0, 40, 40, 60, 20], False) == ([0, 40, 50, 60, 20], [2])
    assert repaired([0, 1, 1, 2], True) == ([], [2])  # no room
    assert repaired([0, 5, 0, 5, 0, 5, 0, 5], True) is None  # no clock


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("m.mkv", {"codec": "ffv1", "pix_fmt": "gray", "level": "3", "slicecrc": "1"}),
        ("m.avi", {"codec": "ffv1", "level": "3", "slicecrc": "1", "g": "1"}),
        ("m.avi", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
        ("m.mov", {"codec": "mjpeg", "pix_fmt": "yuvj420p"}),
    ],
)
def test_one_wrong_byte_in_a_frame_is_seen_where_the_format_can_tell(tmp_path, name, options):
    path = write_movie(tmp_path / name, pictures(N), **options)
    frames, whole = decoded_in_order(path), path.read_bytes()
    with av.open(str(path)) as container:
        places = [(p.pos, p.size) for p in container.demux(video=0) if p.size]
    rng = np.random.default_rng(0)
    passed = 0
    for number in (0, 13, 14, 30):
        data = bytearray(whole)
        at, size = places[number]
        for k in rng.integers(size // 3, size - 8, 4):
            data[at + k] ^= 0x55
        path.write_bytes(data)
        reader = open_video(path)
        read = dict(reader.read_luma())
        passed += read[number] is not None
        for other, frame in read.items():
            if other != number and frame is not None:
                np.testing.assert_array_equal(frame, frames[other])
        if options["codec"] == "mjpeg":
            assert sum(frame is None for frame in read.values()) <= 1
        found = dict(reader.read_luma(number, number + 1))
        assert (found[number] is None) == (read[number] is None)
    assert passed == 0


def test_a_camera_that_breaks_the_rules_in_every_frame_is_read_and_told(tmp_path):
    """Without the end of each picture's data FFmpeg's strict decoder takes none of them."""
    path = write_movie(tmp_path / "m.avi", pictures(N), codec="mjpeg", pix_fmt="yuvj420p")
    head, chunks = chunks_of(path)
    short = [chunk[: len(chunk) - 40] + b"\xff\xd9" for chunk in chunks]
    reader = open_video(rewritten(tmp_path / "odd.avi", head, short))
    assert "damage may not be detected" in reader.info.notes[0]
    assert all(frame is not None for _, frame in reader.read())
