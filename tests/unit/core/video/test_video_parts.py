"""The readers' parts: luma, clock, order of files, NAL units, command-line options."""

from __future__ import annotations

import argparse
import json

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from element_mouseface.cli import options
from element_mouseface.cli.main import build_parser
from element_mouseface.core.facial_signals.regions_file import parse_region
from element_mouseface.core.features.masks import mask_px
from element_mouseface.core.video import nal, natural_sorted, read_times
from element_mouseface.core.video.clock import is_variable, rate_of
from element_mouseface.core.video.luma import (
    LIMITED_TO_FULL,
    has_luma_plane,
    is_full_range,
    luma_from_pixels,
    luma_plane,
)
from element_mouseface.errors import ClockError, CropError, ParameterError, PathError
from element_mouseface.params import Crop, Mask
from tests.contract.movies import pictures, write_movie

PLANAR = [
    "yuv420p",
    "yuvj420p",
    "gray",
    "yuv422p",
    "yuvj422p",
    "yuv444p",
    "yuv411p",
    "nv12",
    "nv21",
]


def all_values(pix_fmt, color_range):
    """A frame whose luma holds every value, at a width that needs padding."""
    frame = av.VideoFrame(260, 16, pix_fmt)
    frame.color_range = color_range
    values = np.arange(260).astype(np.uint8) + np.zeros((16, 1), np.uint8)
    for k, plane in enumerate(frame.planes):
        rows = np.full((plane.buffer_size // plane.line_size, plane.line_size), 128, np.uint8)
        if k == 0:
            rows[:, :260] = values
        plane.update(rows.tobytes())
    return frame, values


@pytest.mark.parametrize("color_range", [0, 1, 2])
@pytest.mark.parametrize("pix_fmt", PLANAR)
def test_plane_and_table_are_pyav_s_gray(pix_fmt, color_range):
    frame, values = all_values(pix_fmt, color_range)
    raw = luma_plane(frame, (frame.height, frame.width))
    assert has_luma_plane(pix_fmt)
    np.testing.assert_array_equal(raw, values)
    full = is_full_range(pix_fmt, color_range)
    np.testing.assert_array_equal(
        raw if full else LIMITED_TO_FULL[raw], frame.to_ndarray(format="gray")
    )


def test_color_is_weighted_by_bt601():
    colors = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], np.uint8)
    assert luma_from_pixels(colors).tolist() == [[76, 150, 29, 255]]
    assert luma_from_pixels(colors[:, :, ::-1], order="bgr").tolist() == [[76, 150, 29, 255]]


def test_white_level_scales_and_clips():
    deep = np.array([[0, 2048, 4095, 5000]], np.uint16)
    assert luma_from_pixels(deep, 4095).tolist() == [[0, 128, 255, 255]]
    for bad in (0, -1, float("nan")):
        with pytest.raises(ParameterError):
            luma_from_pixels(deep, bad)


@pytest.mark.parametrize("fps", [24, 25, 29.97, 30, 59.94, 60, 120, 250, 333.3])
@pytest.mark.parametrize("tick", [1e-3, 1 / 90000, 1 / 16000])
def test_rounding_to_ticks_is_not_a_variable_rate(fps, tick):
    times = np.round(np.arange(2000) / fps / tick) * tick
    assert not is_variable(times, tick)
    assert rate_of(times) == pytest.approx(fps, rel=1e-3)


@pytest.mark.parametrize("at", [1, 500, 998])
def test_one_dropped_frame_is_a_variable_rate(at):
    times = np.delete(np.arange(1000) / 30, at)
    assert is_variable(times, 1e-3)


def test_rate_of_one_frame():
    assert rate_of(np.zeros(1), 12.5) == 12.5
    assert rate_of(np.zeros(1)) is None


@pytest.mark.parametrize(
    "text",
    [
        "0\n0.5\n1.25\n",
        "# camera\n0\n\n0.5\n1.25",
        "frame,time_s\n0,0\n1,0.5\n2,1.25\n",
        "t\n0\n0.5\n1.25",
    ],
)
def test_times_from_a_file(tmp_path, text):
    path = tmp_path / "times.csv"
    path.write_text(text)
    assert read_times(path).tolist() == [0, 0.5, 1.25]


def test_times_from_a_named_column(tmp_path):
    path = tmp_path / "times.csv"
    path.write_text("time_s,ttl\n9,0\n9,2\n")
    assert read_times(path, column="ttl").tolist() == [0, 2]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", ClockError),
        ("0,1\n2,3", ClockError),
        ("a,b\n1,2", ClockError),
        ("time_s\nx", ClockError),
    ],
)
def test_times_that_are_none(tmp_path, text, error):
    path = tmp_path / "times.csv"
    path.write_text(text)
    with pytest.raises(error):
        read_times(path)


def test_times_file_that_is_missing_or_not_text(tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x80" * 9)
    for name in ("missing", "binary"):
        with pytest.raises(PathError):
            read_times(tmp_path / name)


@given(st.permutations([f"cam_{k}.mp4" for k in (1, 2, 9, 10, 11, 100)]))
def test_natural_order_whatever_the_order_before(names):
    got = [path.name for path in natural_sorted(names)]
    assert got == [f"cam_{k}.mp4" for k in (1, 2, 9, 10, 11, 100)]


def test_natural_order_with_names_that_begin_differently():
    assert [p.name for p in natural_sorted(["b", "10", "a2", "A10", "2"])] == [
        "2", "10", "a2", "A10", "b",
    ]  # fmt: skip


# Hand-made NAL units: header byte, then payload.
IDR, P, B = b"\x65\x88", b"\x41\x9a", b"\x01\x9e"
RECOVERY_0 = b"\x06\x06\x01\xc4\x80"  # count 0 (bit 1), exact match, no broken link
RECOVERY_12 = b"\x06\x06\x02\x1a\xc0\x80"  # count 12: ue(v) 0001101
INEXACT_0 = b"\x06\x06\x01\x84\x80"


def annex_b(*units):
    return b"".join(b"\0\0\0\1" + unit for unit in units)


def prefixed(*units):
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in units)


@pytest.mark.parametrize(
    ("units", "exact"),
    [
        ([IDR], True),
        ([b"\x09\x10", b"\x67\x42", b"\x68\xce", IDR], True),
        ([RECOVERY_0, P], True),
        ([b"\x06\x05\x03abc" + b"\x06\x01\xc4\x80", P], True),  # after another SEI message
        ([RECOVERY_12, P], False),
        ([INEXACT_0, P], False),
        ([P], False),
        ([], False),
    ],
)
def test_h264_beginnings(units, exact):
    assert nal.begins_exactly("h264", annex_b(*units), 0) is exact
    assert nal.begins_exactly("h264", prefixed(*units), 4) is exact


@pytest.mark.parametrize(
    ("kind", "exact"), [(19, True), (20, True), (21, True), (16, True), (1, False), (22, False)]
)
def test_hevc_beginnings(kind, exact):
    units = [bytes([32 << 1, 1, 0]), bytes([kind << 1, 1, 0])]
    assert nal.begins_exactly("hevc", annex_b(*units), 0) is exact


def test_references():
    assert nal.is_reference("h264", annex_b(P), 0)
    assert not nal.is_reference("h264", annex_b(B), 0)
    assert nal.is_reference("h264", b"", 0) and nal.is_reference("hevc", annex_b(B), 0)


@given(st.binary(max_size=200), st.sampled_from(["h264", "hevc"]), st.sampled_from([0, 1, 2, 4]))
def test_no_bytes_upset_the_parser(data, codec, prefix):
    assert nal.begins_exactly(codec, data, prefix) in (True, False)
    assert nal.is_reference(codec, data, prefix) in (True, False)


@pytest.mark.parametrize(
    "text",
    [
        *("64,32,512,416", "64,32:576,448", "box:64,32,512,416", "box:64,32:576,448"),
        *("576,448:64,32", "box:64,448:576,32"),
    ],
)
def test_a_box_is_one_however_it_is_typed(text):
    assert options.parse_crop(text) == Crop(64, 32, 512, 416)
    if text.startswith("box"):
        assert parse_region(f"r={text}").box_px == (64, 32, 576, 448)
        mask = mask_px(Crop(masks=(options.parse_mask(f"m={text}"),)), 500, 600)
        assert (mask.sum(), mask[32, 64], mask[31, 64]) == (512 * 416, True, False)


@pytest.mark.parametrize("parse", [options.parse_mask, parse_region])
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a=boks:1,2:3,4", "There is no shape 'boks'"),
        ("a=:1,2:3,4", "There is no shape ''"),
        ("a=box:1,2:1,4", "has no area"),
        ("a=box:1,2,0,4", "width and height above 0"),
        ("a=ellipse:1,2:3", "This is not a shape for"),
        ("a=ellipse:nan,2:3,4", "This is not a shape for"),
        ("a=polygon:1,2:3,4", "polygon as X,Y:X,Y:X,Y"),
        ("a=polygon:1,2,3,4", "polygon as X,Y:X,Y:X,Y"),
    ],
)
def test_what_is_no_shape_is_told_alike_of_masks_and_regions(parse, text, told):
    with pytest.raises(CropError, match=told):
        parse(text)


def test_the_hashes_of_stored_crops_are_what_they_were():
    masks = (
        Mask("spout", "box", ((300, 400), (360, 480))),
        Mask("e", "ellipse", ((1, 2), (3, 4))),
        Mask("p", "polygon", ((0, 0), (5, 0), (0, 5))),
    )
    crop = Crop(64, 32, 512, 416, masks)
    assert crop.content_hash().startswith("1c525f8ae47bcb04e9da10e2ca08cb44")
    assert Crop.from_dict(crop.to_dict()) == crop
    with pytest.raises(CropError, match="unknown shape"):
        Mask("spout", "boks", ((300, 400), (360, 480)))


def test_crop_options(tmp_path):
    parser = argparse.ArgumentParser()
    options.add_crop_option(parser)
    assert options.crop_from(parser.parse_args([])) == Crop()
    text = ["--crop", "1,2,30,40", "--mask", "spout=box:3,4:5,6", "--mask", "ellipse:1,2:3,4"]
    masks = (
        Mask("spout", "box", ((3, 4), (5, 6))),
        Mask("ellipse", "ellipse", ((1, 2), (3, 4))),
    )
    crop = options.crop_from(parser.parse_args(text))
    assert crop == Crop(1, 2, 30, 40, masks)
    path = tmp_path / "crop.json"
    path.write_text(json.dumps(crop.to_dict()))
    assert options.crop_from(parser.parse_args(["--crop", str(path)])) == crop


@pytest.mark.parametrize("text", ["", "1,2,3", "a,b,c,d", "1,2,0,4", "-1,2,3,4", "1.5,2,3,4"])
def test_crops_that_are_none(text):
    with pytest.raises(CropError):
        options.parse_crop(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "spout",
        "spout=circle:1,2:3,4",
        "rectangle:1,2:3,4",
        "box:1,2",
        "box:1:2",
        "a=polygon:1,2:3,4",
    ],
)
def test_masks_that_are_none(text):
    with pytest.raises(CropError):
        options.parse_mask(text)


def run(*arguments):
    args = build_parser().parse_args([str(argument) for argument in arguments])
    return args.run(args)


def test_info_prints_a_summary_and_json(tmp_path, capsys):
    path = write_movie(tmp_path / "m.mp4", pictures(20), g="5")
    assert run("info", path) == 0
    summary = capsys.readouterr().out
    assert "96 x 64 pixels" in summary and "20 in the stream; the header says 20" in summary
    assert run("info", path, path, "--allow-repeats", "--json") == 0
    values = json.loads(capsys.readouterr().out)
    assert (values["n_frames"], values["fps"], values["n_start_frames"]) == (40, 30, 8)
    assert [file["first_frame"] for file in values["files"]] == [0, 20]


def test_info_with_times_from_a_file(tmp_path, capsys):
    path = write_movie(tmp_path / "m.mp4", pictures(4))
    (tmp_path / "t.txt").write_text("0\n1\n2.5\n4.5\n")
    run("info", path, "--times", tmp_path / "t.txt", "--json")
    values = json.loads(capsys.readouterr().out)
    assert (values["clock"], values["is_vfr"]) == ("times", True)
    assert values["fps"] == pytest.approx(3 / 4.5)


def test_transcode_command(tmp_path, capsys):
    path = write_movie(tmp_path / "m.mp4", pictures(20))
    assert run("transcode", path, tmp_path / "out.mp4", "--crf", "5") == 0
    assert "similarity of descriptors" in capsys.readouterr().out
    assert (tmp_path / "out.mp4.json").exists()


def test_progress_is_silent_where_work_is_short(capsys):
    with options.progress_bar("working") as progress:
        for done in range(5):
            progress(done, 5)
    assert capsys.readouterr().err == ""
