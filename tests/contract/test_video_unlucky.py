"""Files as labs have them: clocks that start again, damage where nothing numbers the frames,
files that are rewritten under the reader."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from element_mouseface import extract
from element_mouseface.core.video import open_video
from element_mouseface.errors import VideoChangedError, VideoTruncatedError
from element_mouseface.params import HOGParams

from .movies import decoded_in_order, pictures, write_movie

N = 90
GOP = {"g": "12", "bf": "2"}


def joined_bytes(path, *parts):
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


@pytest.mark.parametrize(
    "second",
    [
        {"shift": -1000, "container_options": {"avoid_negative_ts": "disabled"}},
        {"shift": 15, "times": [30 * k for k in range(N // 2)], "time_base": Fraction(1, 900)},
    ],
    ids=["an earlier clock", "times between the first file's"],
)
def test_transport_streams_joined_byte_by_byte_are_read_as_they_stand(tmp_path, second):
    """By its times the second part would be shown before the first, or between its frames."""
    shift = 1200 if second["shift"] < 0 else 0
    one = write_movie(tmp_path / "1.ts", pictures(N)[: N // 2], shift=shift, **GOP)
    two = write_movie(
        tmp_path / "2.ts", pictures(N)[N // 2 :], **{**second, "shift": max(0, second["shift"])},
        **GOP,
    )  # fmt: skip
    reader = open_video(joined_bytes(tmp_path / "both.ts", one, two))
    sound = decoded_in_order(one) + decoded_in_order(two)
    assert len(reader) == N
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, sound[number])
    np.testing.assert_allclose(np.diff(reader.times_s), 1 / 30, atol=1e-9)
    assert reader.info.clock == "header"
    assert any("starts again" in note for note in reader.info.notes)


def test_one_wild_timestamp_does_not_discard_the_clock(tmp_path):
    path = tmp_path / "wild.ts"
    source = write_movie(tmp_path / "m.ts", pictures(N), g="12", bf="0", shift=400)
    with av.open(str(source)) as old, av.open(str(path), "w") as new:
        stream = new.add_stream_from_template(old.streams.video[0])
        for number, packet in enumerate(p for p in old.demux(video=0) if p.size):
            if number == 50:
                packet.pts += 10_000_000
            packet.stream = stream
            new.mux(packet)
    reader = open_video(path)
    assert reader.info.clock == "timestamps" and len(reader.start_frames) > 1
    assert "of frame 50 (" in reader.info.notes[0]
    np.testing.assert_allclose(np.diff(reader.times_s), 1 / 30, atol=1e-9)
    sound = decoded_in_order(source)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, sound[number])


@pytest.mark.parametrize("broken", [20, 61])
def test_a_frame_lost_where_frames_are_counted_does_not_shift_the_others(tmp_path, broken):
    path = write_movie(tmp_path / "m.avi", pictures(N), **GOP)
    sound, data = decoded_in_order(path), bytearray(path.read_bytes())
    with av.open(str(path)) as container:
        at, size = [(p.pos, p.size) for p in container.demux(video=0) if p.size][broken]
    data[at + 5 : at + size] = bytes(size - 5)
    path.write_bytes(data)
    assert len(decoded_in_order_of_sound_packets(path)) < N  # a frame is lost indeed
    with pytest.raises(VideoTruncatedError, match=rf"(?s){N - 1} of {N} frames .*accept-trunc"):
        open_video(path)
    reader = open_video(path, accept_truncated=True)
    assert len(reader) == N and any("damaged" in note for note in reader.info.notes)
    read = dict(reader.read_luma())
    assert read[broken - 5] is not None and all(read[k] is None for k in range(broken + 4, N))
    for number, frame in read.items():
        assert frame is None or np.array_equal(frame, sound[number])
    for start in range(0, N, 11):
        for number, frame in reader.read_luma(start, min(start + 11, N), threads=2):
            assert (frame is None) == (read[number] is None)


def decoded_in_order_of_sound_packets(path):
    frames = []
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        for packet in container.demux(video=0):
            try:
                frames += context.decode(packet)
            except av.FFmpegError:
                continue
    return frames


@pytest.mark.parametrize("fps", [500, 1000, 2000])
def test_fast_cameras_in_matroska_are_not_taken_for_truncated(tmp_path, fps):
    """Matroska's clock has milliseconds: the last frame ends up to two of them off."""
    path = write_movie(tmp_path / "m.mkv", pictures(N), fps=fps, **GOP)
    reader, sound = open_video(path), decoded_in_order(path)
    assert len(reader) == len(sound) == N
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, sound[number])


@pytest.mark.parametrize("how", ["overwritten", "grown", "replaced"])
def test_nothing_is_stored_of_a_file_that_changes_in_mid_run(tmp_path, how):
    """Every frame still decodes: only the file's stamp tells that they are another movie's."""
    options = {"g": "9999", "sc_threshold": "0", "bf": "0"}
    path = write_movie(tmp_path / "m.ts", pictures(160, height=256, width=320), **options)
    other = write_movie(tmp_path / "o.ts", pictures(160, 9, height=256, width=320), **options)
    reader = open_video(path)

    def change(done, total):
        if done != 48:
            return
        if how == "overwritten":
            with open(path, "r+b") as file:
                file.write(other.read_bytes())
        elif how == "grown":
            with open(path, "ab") as file:
                file.write(other.read_bytes())
        else:
            other.rename(path)

    params = HOGParams(pixels_per_cell=(32, 32))
    with pytest.raises(VideoChangedError):
        extract(reader, tmp_path / "o.zarr", params, workers=1, chunk_frames=16, progress=change)
    assert not (tmp_path / "o.zarr").exists()
    chunks = tmp_path / "o.zarr.partial" / "chunks"
    assert sorted(p.name for p in chunks.iterdir()) == ["000000", "000001", "000002"]
