"""How a picture is turned, which value is white, and which images are frames."""

from __future__ import annotations

import os
import struct
import zlib

import av
import cv2
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageOps

from element_mouseface.cli.main import main
from element_mouseface.core.extraction.transcode import transcode
from element_mouseface.core.video import open_video
from element_mouseface.errors import (
    ClockError,
    InputError,
    ParameterError,
    VideoMismatchError,
    VideoUnreadableError,
)

from .movies import decoded_in_order, pictures, write_movie

TURNS = {
    "plain": (1, 0, 0, 1),
    "90": (0, 1, -1, 0),
    "180": (-1, 0, 0, -1),
    "270": (0, -1, 1, 0),
    "mirrored": (-1, 0, 0, 1),
    "upside down": (1, 0, 0, -1),
    "transposed": (0, 1, 1, 0),
    "transposed otherwise": (0, -1, -1, 0),
    "askew": (0.7, 0.7, -0.7, 0.7),
}
#: the same by NumPy, for players
SHOWN = {
    "plain": lambda p: p,
    "90": lambda p: np.rot90(p, -1),
    "180": lambda p: np.rot90(p, 2),
    "270": lambda p: np.rot90(p),
    "mirrored": np.fliplr,
    "upside down": np.flipud,
    "transposed": np.transpose,
    "transposed otherwise": lambda p: np.rot90(p, 2).T,
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return write_movie(tmp_path_factory.mktemp("turn") / "plain.mp4", pictures(6), bf="0")


def turned(plain, path, name):
    """The movie with another display matrix in its track header."""
    data = bytearray(plain.read_bytes())
    a, b, c, d = (round(number * 65536) for number in TURNS[name])
    at = data.index(b"tkhd") + 44
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["plain", "90", "180", "270"])
def test_a_turned_movie_is_seen_as_players_and_opencv_see_it(plain, tmp_path, name):
    path = turned(plain, tmp_path / "m.mp4", name)
    reader, stored = open_video(path), decoded_in_order(plain)
    capture = cv2.VideoCapture(str(path))
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, SHOWN[name](stored[number]))
        seen = cv2.cvtColor(capture.read()[1], cv2.COLOR_BGR2GRAY)
        assert np.abs(frame.astype(int) - seen).mean() < 2
    assert (reader.info.height_px, reader.info.width_px) == frame.shape
    told = any("turned" in note for note in reader.info.notes)
    assert told == (name != "plain")
    as_stored = open_video(path, orientation="stored")
    np.testing.assert_array_equal(as_stored.read_luma(3, 4).__next__()[1], stored[3])
    assert (as_stored.content_hash() == reader.content_hash()) == (name == "plain")


@pytest.mark.parametrize(
    "name", ["mirrored", "upside down", "transposed", "transposed otherwise", "askew"]
)
def test_where_players_and_opencv_differ_it_has_to_be_said(plain, tmp_path, name):
    path = turned(plain, tmp_path / "m.mp4", name)
    with pytest.raises(VideoUnreadableError, match="--orientation stored"):
        open_video(path)
    stored = decoded_in_order(plain)
    np.testing.assert_array_equal(open_video(path, orientation="stored").frame(2), stored[2])
    if name != "askew":
        shown = open_video(path, orientation="shown").frame(2)
        np.testing.assert_array_equal(shown, SHOWN[name](stored[2]))
    with pytest.raises(ParameterError, match="orientation"):
        open_video(path, orientation="sideways")


def test_a_copy_of_a_turned_movie_is_upright_and_asks_for_nothing(plain, tmp_path):
    path = turned(plain, tmp_path / "m.mp4", "90")
    transcode(path, tmp_path / "copy.mp4", crf=0)
    copy = open_video(tmp_path / "copy.mp4")
    assert (copy.info.width_px, copy.info.height_px, copy.info.rotation_deg) == (64, 96, 0)
    difference = copy.frame(4).astype(int) - open_video(path).frame(4)
    assert np.abs(difference).mean() < 1


def deep_movie(path, numbers, pix_fmt, codec="ffv1", **options):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=30, options=options)
        stream.height, stream.width = numbers.shape[1:]
        stream.pix_fmt = pix_fmt
        for k, picture in enumerate(numbers):
            frame = av.VideoFrame(picture.shape[1], picture.shape[0], pix_fmt)
            for plane in frame.planes:
                plane.update(b"\0" * plane.buffer_size)
            rows = np.zeros((picture.shape[0], frame.planes[0].line_size // 2), "<u2")
            rows[:, : picture.shape[1]] = picture
            frame.planes[0].update(rows.tobytes())
            frame.pts = k
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("pix_fmt", "bits", "name", "codec"),
    [
        ("gray16le", 12, "m.mkv", "ffv1"),
        ("gray16le", 10, "m.mkv", "ffv1"),
        ("gray16le", 14, "m.avi", "ffv1"),
        ("gray12le", 10, "m.mkv", "ffv1"),
        ("gray16le", 12, "m.mov", "jpeg2000"),
    ],
)
def test_a_camera_of_fewer_bits_is_asked_about(tmp_path, pix_fmt, bits, name, codec):
    white = (1 << bits) - 1
    numbers = np.rint(pictures(4).astype(float) * (white / 260)).astype(np.uint16)
    options = {"pred": "dwt53"} if codec == "jpeg2000" else {}
    path = deep_movie(tmp_path / name, numbers, pix_fmt, codec, **options)
    with pytest.raises(ParameterError, match=rf"--white-level.*: {white} for a camera of {bits}"):
        open_video(path)
    reader = open_video(path, white_level=white)
    for number, frame in reader.read_luma():
        wanted = np.minimum(np.rint(numbers[number] * (255 / white)), 255)
        np.testing.assert_allclose(frame, wanted, atol=1)
    full = (1 << int(pix_fmt[4:6])) - 1
    assert open_video(path, white_level=full).content_hash() != reader.content_hash()
    for wrong in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ParameterError, match="out of range"):
            open_video(path, white_level=wrong)


@pytest.mark.parametrize(
    ("pix_fmt", "codec"), [("yuv420p10le", "libx264"), ("yuv420p10le", "libx265")]
)
def test_ten_bits_of_an_encoder_need_nothing(tmp_path, pix_fmt, codec):
    path = write_movie(tmp_path / "m.mp4", pictures(4), codec=codec, pix_fmt=pix_fmt)
    plain, sound = open_video(path), decoded_in_order(path)
    np.testing.assert_array_equal(plain.frame(2), sound[2])
    # with limited range, 940 is white and 64 black
    np.testing.assert_allclose(open_video(path, white_level=940).frame(2), sound[2], atol=1)


def folder_of(tmp_path, names, frames=None):
    folder = tmp_path / "frames"
    folder.mkdir(exist_ok=True)
    for name, picture in zip(names, pictures(len(names)) if frames is None else frames,
                             strict=True):  # fmt: skip
        cv2.imwrite(str(folder / name), picture)
    return folder


def test_a_missing_number_leaves_a_hole_in_the_times(tmp_path):
    names = [f"img_{k}.png" for k in (8, 9, 10, 13, 14)]
    folder = folder_of(tmp_path, names)
    reader = open_video(folder, fps=10)
    np.testing.assert_allclose(reader.times_s, [0, 0.1, 0.2, 0.5, 0.6])
    assert "2 images are missing by their numbers" in reader.info.notes[0]
    assert "img_10.png" in reader.info.notes[0]
    np.testing.assert_array_equal(reader.frame(3), pictures(5)[3])
    # every fifth number is no gap; names that are times are none either
    for names in (["a5.png", "a10.png", "a15.png"], ["t1003.png", "t1999.png", "t3101.png"]):
        other = tmp_path / names[0][:-4]
        other.mkdir()
        reader = open_video(folder_of(other, names), fps=10)
        np.testing.assert_allclose(reader.times_s, [0, 0.1, 0.2])
        assert not reader.info.notes


def test_hexadecimal_names_are_counted_as_such(tmp_path):
    order = [f"{k:02x}" for k in range(7, 19)]
    frames = pictures(12)
    names = sorted(f"{number}.png" for number in order)
    folder = folder_of(tmp_path, names, [frames[order.index(name[:-4])] for name in names])
    reader = open_video(folder, fps=10)
    for number, frame in reader.read_luma():
        np.testing.assert_array_equal(frame, frames[number])
    (folder / "0b.png").unlink()
    np.testing.assert_allclose(np.diff(open_video(folder, fps=10).times_s).max(), 0.2)


def test_decimal_names_with_hexadecimal_letters_are_decimal(tmp_path):
    folder = folder_of(tmp_path, [f"f{k}.png" for k in range(12)])
    np.testing.assert_array_equal(open_video(folder, fps=10).frame(9), pictures(12)[9])
    folder = folder_of(_sub(tmp_path), [*(f"{k:04d}.png" for k in range(12)), "face.png"])
    reader = open_video(folder, fps=10)
    assert len(reader) == 12 and "face.png" in reader.info.notes[0]


def test_what_is_not_named_like_a_frame_is_left_out_and_named(tmp_path):
    names = [f"img_{k:03d}.png" for k in range(12)]
    folder = folder_of(tmp_path, [*names, "background.png"])
    (folder / "times.csv").write_text("time_s\n")
    os.mkfifo(folder / "img_099.png")
    reader = open_video(folder, fps=10)
    assert len(reader) == 12
    assert "background.png" in reader.info.notes[0] and "times.csv" in reader.info.notes[0]
    for k in range(8):
        (folder / f"other{k}.png").write_bytes((folder / names[0]).read_bytes())
    with pytest.raises(VideoMismatchError, match="named in several ways"):
        open_video(folder, fps=10)
    with pytest.raises(VideoMismatchError, match="have the number 1"):
        open_video(folder_of(_sub(tmp_path), ["i1.png", "i01.png", "i2.png"]), fps=10)


def _sub(tmp_path):
    sub = tmp_path / "sub"
    sub.mkdir()
    return sub


def test_an_empty_image_is_a_missing_frame_like_a_truncated_one(tmp_path):
    names = [f"{k}.png" for k in range(5)]
    folder = folder_of(tmp_path, names)
    (folder / "3.png").write_bytes(b"")
    (folder / "1.png").write_bytes((folder / "1.png").read_bytes()[:-300])
    reader = open_video(folder, fps=10)
    assert [n for n, frame in reader.read() if frame is None] == [1, 3]
    assert "3.png" in reader.info.notes[0]


@pytest.mark.parametrize("tag", range(1, 9))
def test_orientation_tags_are_heeded_as_opencv_does(tmp_path, tag):
    folder = _sub(tmp_path)
    exif = Image.Exif()
    exif[274] = tag
    for k, picture in enumerate(pictures(3)):
        Image.fromarray(picture).save(folder / f"{k}.jpg", quality=95, exif=exif)
    reader = open_video(folder, fps=10)
    seen = cv2.imread(str(folder / "1.jpg"), cv2.IMREAD_GRAYSCALE)
    np.testing.assert_allclose(reader.frame(1), seen, atol=2)
    assert (reader.info.height_px, reader.info.width_px) == seen.shape
    assert bool(reader.info.notes) == (tag > 1)
    exif[274] = tag % 8 + 1
    Image.fromarray(pictures(4)[3]).save(folder / "3.jpg", exif=exif)
    with pytest.raises(VideoMismatchError, match="different ways"):
        open_video(folder, fps=10)
    stored = open_video(folder, fps=10, orientation="stored")
    np.testing.assert_allclose(stored.frame(0), pictures(1)[0], atol=12)


@pytest.mark.parametrize("tag", range(1, 9))
def test_tiffs_are_turned_once_though_decoders_turn_them_too(tmp_path, tag):
    for k, picture in enumerate(pictures(2)):
        tifffile.imwrite(tmp_path / f"{k}.tif", picture, extratags=[(274, "H", 1, tag, True)])
    reader = open_video(tmp_path, fps=10)
    exif = Image.Exif()
    exif[274] = tag
    Image.fromarray(pictures(2)[1]).save(tmp_path / "as.png", exif=exif)
    with Image.open(tmp_path / "as.png") as image:
        np.testing.assert_array_equal(reader.frame(1), ImageOps.exif_transpose(image))
    (tmp_path / "as.png").unlink()
    stored = open_video(tmp_path, fps=10, orientation="stored")
    np.testing.assert_array_equal(stored.frame(1), pictures(2)[1])


def test_what_phones_put_behind_a_jpeg_is_no_damage(tmp_path):
    for k, picture in enumerate(pictures(3)):
        Image.fromarray(picture).save(tmp_path / f"{k}.jpg", quality=95)
    plain = open_video(tmp_path, fps=10).frame(1)
    data = (tmp_path / "1.jpg").read_bytes()
    (tmp_path / "1.jpg").write_bytes(data + b"\0" * 5000 + b"ftypmp42" + b"\xff\xd8" * 900)
    (tmp_path / "2.jpg").write_bytes(data[:-200] + b"\0" * 5000)
    reader = open_video(tmp_path, fps=10)
    np.testing.assert_array_equal(reader.frame(1), plain)
    assert reader.frame(2) is None


def test_transparency_is_said(tmp_path):
    folder = _sub(tmp_path)
    for k, picture in enumerate(pictures(2)):
        Image.fromarray(np.dstack([picture] * 3 + [picture * 0 + 9])).save(folder / f"{k}.png")
    reader = open_video(folder, fps=10)
    assert "transparency" in reader.info.notes[0] and reader.info.pix_fmt == "rgba8"
    np.testing.assert_array_equal(reader.frame(1), pictures(2)[1])


def png_claiming(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_claims_of_huge_pictures_are_refused_before_decoding(tmp_path):
    for size in (100_000, 9_000):
        (tmp_path / "bomb.png").write_bytes(png_claiming(size, size))
        with pytest.raises(VideoUnreadableError, match="too large to be a camera's"):
            open_video(tmp_path / "bomb.png", fps=1)
    tifffile.imwrite(tmp_path / "m.tif", pictures(3), photometric="minisblack")
    data = bytearray((tmp_path / "m.tif").read_bytes())
    with tifffile.TiffFile(tmp_path / "m.tif") as tiff:
        tag = tiff.pages[0].tags["ImageWidth"].offset
    for width in (0, 65_535, 2**31 - 1):
        data[tag + 8 : tag + 12] = struct.pack("<I", width)
        (tmp_path / "bad.tif").write_bytes(data)
        with pytest.raises(InputError):
            open_video(tmp_path / "bad.tif", fps=1)


@pytest.mark.parametrize("fps", [1e-320, 1e-9, 1e300, 0, -5, float("nan"), float("inf")])
def test_what_is_no_rate_is_refused(plain, tmp_path, fps):
    for source in (plain, folder_of(tmp_path, ["0.png", "1.png", "2.png"])):
        with pytest.raises(ClockError, match="not a frame rate"):
            open_video(source, fps=fps)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.m3u8", "#EXTM3U\n#EXTINF:1,\nplain.mp4\n"),
        ("m.mp4", "#EXTM3U\n#EXTINF:1,\nplain.mp4\n"),
        ("m.ffconcat", "ffconcat version 1.0\nfile plain.mp4\n"),
        ("m.txt", "ffconcat version 1.0\nfile plain.mp4\n"),
        ("m.sdp", "v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n"),
        ("m.mpd", '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>'),
        ("m.avs", 'DirectShowSource("plain.mp4")'),
    ],
)
def test_a_list_of_other_files_is_no_movie(plain, tmp_path, name, text):
    (tmp_path / "plain.mp4").write_bytes(plain.read_bytes())
    (tmp_path / name).write_text(text)
    with pytest.raises(VideoUnreadableError, match="list of other files"):
        open_video(tmp_path / name)


@pytest.mark.parametrize(
    "name",
    ["http://localhost/m.mp4", "file:plain.mp4", "concat:plain.mp4|plain.mp4",
     "subfile,,start,0,end,100,,:plain.mp4", "async:plain.mp4", "pipe:0", "n" * 300,
     "d/" * 2500, "a\0b"],
)  # fmt: skip
def test_names_are_never_protocols_and_no_name_is_a_surprise(plain, monkeypatch, name):
    monkeypatch.chdir(plain.parent)
    with pytest.raises(InputError):
        open_video(name)


@pytest.mark.parametrize("name", ["m.mp4", "m.png", "m.tif", "m"])
def test_pipes_and_devices_are_refused_at_once(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(InputError, match="not a file"):
        open_video(tmp_path / name, fps=1)
    (tmp_path / name).unlink()
    (tmp_path / name).symlink_to("/dev/zero")
    with pytest.raises(InputError, match="not a file"):
        open_video(tmp_path / name, fps=1)


def test_an_animated_webp_is_told(tmp_path):
    first, *rest = [Image.fromarray(picture) for picture in pictures(3)]
    first.save(tmp_path / "m.webp", save_all=True, append_images=rest, duration=40)
    with pytest.raises(InputError):
        open_video(tmp_path / "m.webp")


@pytest.mark.parametrize(("unit", "ticks"), [("ms", 1e3), ("ns", 1e9)])
def test_times_in_another_unit_are_held_against_the_movie_s_clock(plain, unit, ticks):
    times = np.arange(6) / 30 * ticks
    for source in (plain, [plain, plain]):
        wanted = times if source is plain else np.arange(12) / 30 * ticks
        with pytest.raises(ClockError, match="cannot be in seconds"):
            open_video(source, times_s=wanted, allow_repeats=True)
        lapse = open_video(source, times_s=wanted, trust_times=True, allow_repeats=True)
        assert any("times the movie's own clock" in note for note in lapse.info.notes)
    assert open_video(plain, times_s=times / ticks).info.notes == ()


@pytest.mark.parametrize("option", ["--events", "--clock", "--times"])
@pytest.mark.parametrize("name", ["n" * 300, "d/" * 2500, "pipe", "/dev/zero"])
def test_odd_names_end_with_two_on_the_command_line(plain, tmp_path, capsys, option, name):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "events.csv").write_text("event,onset_s,offset_s\na,0.02,0.1\n")
    name = str(tmp_path / "pipe") if name == "pipe" else name
    given = {"--events": str(tmp_path / "events.csv"), option: name}
    options = [text for pair in given.items() for text in pair]
    assert main(["score", str(plain), *options, "--out", str(tmp_path / "scored")]) == 2
    assert "is not a file" in capsys.readouterr().err
