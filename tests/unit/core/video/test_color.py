"""Color of decoded frames: every pixel format, turns, and which matrix is taken."""

from __future__ import annotations

import av
import numpy as np
import pytest

from element_mouseface.core.features.color_space import MATRICES
from element_mouseface.core.video.color import PixelColor, color_of_pixels, signaled_color
from element_mouseface.core.video.frame_color import FrameColor
from element_mouseface.core.video.luma import is_full_range
from element_mouseface.core.video.orientation import Turn
from tests.contract.colors import colored_pictures

HEIGHT, WIDTH = 46, 70
RGB = colored_pictures(1, HEIGHT, WIDTH)[0]
FULL = "yuvj420p yuvj422p yuvj444p"
#: format -> most levels that its own rounding changes
FORMATS = {
    **dict.fromkeys("rgb24 bgr24 rgba bgra argb abgr rgb0 0rgb bgr0 0bgr gbrp gbrap".split(), 0.01),
    **dict.fromkeys("rgb48le rgb48be bgr48le rgba64le bgra64be gbrp10le gbrp12be".split(), 0.6),
    **dict.fromkeys("yuv420p yuv422p yuv444p yuv440p yuv411p yuv410p yuva420p".split(), 1.1),
    **dict.fromkeys("nv12 nv21 nv16 nv24 nv42 yuyv422 uyvy422 yvyu422 vuya".split(), 1.1),
    **dict.fromkeys("p010le p210le p416le nv20le yuv420p10le yuv422p10be".split(), 0.4),
    **dict.fromkeys("yuv444p12le yuv420p16le yuv444p10msble y210le xv30le".split(), 0.9),
    **dict.fromkeys(FULL.split(), 1.1),
    **dict.fromkeys("rgb565le rgb8".split(), 45),  # dithered
    "x2rgb10le": 0.9,
}
TURNS = [
    None,
    Turn(swap=True, mirror_x=True),
    Turn(mirror_x=True, mirror_y=True),
    Turn(swap=True, mirror_y=True),
    Turn(mirror_x=True),
]


def chroma_of(rgb):
    """Cb and Cr of each pixel by the formula of BT.601, full range."""
    red, green, blue = np.moveaxis(rgb.astype(float), -1, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    return np.stack([128 + (blue - luma) / 1.772, 128 + (red - luma) / 1.402], -1)


def spread_out(picture, shape):
    """Chroma of each pixel, from a ColorPicture."""
    out = np.zeros((*shape, 2)) + np.array(picture.layout.base)
    for plane, layout in zip(picture.planes, picture.layout.planes, strict=True):
        rows = plane.reshape(plane.shape[0], -1, layout.sample_bytes).astype(float)
        places = [
            (np.arange(size) + over) >> shift
            for size, over, shift in zip(shape, layout.overhang, layout.shifts, strict=True)
        ]
        out += (rows @ np.array(layout.to_chroma))[np.ix_(*places)]
    return out


def frame_as(name, rgb=RGB):
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), "rgb24")
    return frame if name == "rgb24" else frame.reformat(format=name)


@pytest.mark.parametrize("name", FORMATS)
def test_chroma_of_a_pixel_format(name):
    """Of one color exactly, but for the format's rounding; of a picture, on average.

    FFmpeg's encoder blurs chroma that pixels share, so that single pixels may differ.
    """
    for rgb in (np.full_like(RGB, (170, 90, 60)), RGB):
        frame = frame_as(name, rgb)
        full = is_full_range(name, frame.color_range)
        picture = FrameColor("rawvideo").picture(frame, full)
        found, wanted = spread_out(picture, (HEIGHT, WIDTH)), chroma_of(rgb)
        if rgb is RGB:
            assert np.abs((found - wanted).mean((0, 1))).max() <= min(FORMATS[name] + 1, 3)
            for channel in range(2):
                pair = found[..., channel].ravel(), wanted[..., channel].ravel()
                assert np.corrcoef(*pair)[0, 1] > (0.93 if FORMATS[name] < 20 else 0.7)
        else:
            assert np.abs(found - wanted).max() <= FORMATS[name]


@pytest.mark.parametrize("turn", TURNS, ids=str)
@pytest.mark.parametrize("name", ["yuv420p", "yuv422p", "nv12", "rgb24", "yuv420p10le", "yuv410p"])
@pytest.mark.parametrize("shape", [(45, 69), (46, 67), (40, 64)], ids=str)
def test_a_turned_picture_has_the_turned_chroma(name, turn, shape):
    rgb = np.random.default_rng(1).integers(0, 256, (*shape, 3), np.uint8)
    frame = frame_as(name, rgb)
    plain = spread_out(FrameColor("rawvideo").picture(frame, False), shape)
    turned = FrameColor("rawvideo", turn).picture(frame, False)
    wanted = plain if turn is None else turn.apply(plain)
    np.testing.assert_allclose(spread_out(turned, wanted.shape[:2]), wanted, atol=1e-9)


def test_planes_are_read_only_views_that_outlive_the_frame():
    frame = frame_as("yuv420p")
    picture = FrameColor("h264").picture(frame, False)
    kept = [plane.copy() for plane in picture.planes]
    assert not any(plane.flags.writeable or plane.flags.owndata for plane in picture.planes)
    del frame
    for plane, before in zip(picture.planes, kept, strict=True):
        np.testing.assert_array_equal(plane, before)


@pytest.mark.parametrize("name", ["gray", "gray10le", "gray16be", "ya8", "monow"])
def test_gray_formats_have_no_color(name):
    frame = frame_as(name)
    found = FrameColor("ffv1").source(frame)
    assert found.matrix is None and not found.can_differ
    assert name in found.origin and "gray" in found.origin
    assert FrameColor("ffv1").picture(frame, True).planes == ()


@pytest.mark.parametrize(
    ("colorspace", "codec", "shape", "matrix", "origin"),
    [
        (1, "h264", (480, 640), "bt709", "signals"),
        (5, "h264", (1080, 1920), "bt601", "signals"),
        (6, "h264", (1080, 1920), "bt601", "signals"),
        (9, "hevc", (480, 640), "bt2020", "signals"),
        (7, "h264", (480, 640), "smpte240m", "signals"),
        (2, "h264", (576, 720), "bt601", "guessed from 720x576"),
        (2, "h264", (577, 720), "bt709", "guessed"),
        (2, "h264", (480, 1280), "bt709", "guessed"),
        (2, "mjpeg", (1080, 1920), "bt601", "JPEG"),
        (8, "h264", (480, 640), None, "number 8"),
        (14, "h264", (480, 640), None, "number 14"),
    ],
)
def test_the_matrix_is_signaled_or_guessed_by_size(colorspace, codec, shape, matrix, origin):
    found = signaled_color(colorspace, codec, shape, is_rgb=False)
    assert found.matrix == matrix and origin in found.origin
    assert found.can_differ is (matrix is not None)
    assert matrix is None or matrix in MATRICES


def test_red_green_and_blue_have_the_matrix_of_their_luma():
    found = signaled_color(1, "ffv1", (1080, 1920), is_rgb=True)
    assert found.matrix == "bt601" and not found.can_differ


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("order", ["rgb", "bgr"])
@pytest.mark.parametrize("alpha", [False, True])
def test_chroma_of_arrays(dtype, order, alpha):
    white = 4095 if dtype == np.uint16 else None
    pixels = (RGB.astype(float) * (4095 / 255 if white else 1)).round().astype(dtype)
    stored = pixels if order == "rgb" else pixels[..., ::-1]
    if alpha:
        stored = np.dstack([stored, np.full(RGB.shape[:2], 77, dtype)])
    picture = PixelColor(white, order).picture(stored)
    found = spread_out(picture, RGB.shape[:2])
    np.testing.assert_allclose(found, chroma_of(RGB), atol=0.05)
    assert not picture.planes[0].flags.writeable and stored.flags.writeable
    assert color_of_pixels(stored).matrix == "bt601"


def test_numbers_above_white_are_white():
    pixels = np.full((4, 4, 3), 1000, np.uint16)
    pixels[..., 0] = 60_000
    found = spread_out(PixelColor(1000).picture(pixels), (4, 4))
    np.testing.assert_allclose(found, 128, atol=1e-9)
    frame = av.VideoFrame.from_ndarray(pixels, "rgb48le")
    deep = FrameColor("ffv1", white_level=1000).picture(frame, True)
    np.testing.assert_allclose(spread_out(deep, (4, 4)), 128, atol=1e-9)


def test_white_level_scales_chroma_as_it_scales_luma():
    """A 10-bit movie whose white is at half of the range is as colored as one at the whole."""
    frame = frame_as("yuv444p10le", np.full_like(RGB, (100, 60, 40)))
    plain = spread_out(FrameColor("h264").picture(frame, False), (HEIGHT, WIDTH)) - 128
    half = (64 + 940) / 2  # between black and white
    found = FrameColor("h264", white_level=half).picture(frame, False)
    doubled = spread_out(found, (HEIGHT, WIDTH)) - 128
    np.testing.assert_allclose(doubled, 2 * plain, rtol=1e-9)


@pytest.mark.parametrize("pixels", [np.zeros((4, 4)), np.zeros((4, 4, 1)), np.zeros((4, 4, 2))])
def test_one_channel_is_gray(pixels):
    pixels = pixels.astype(np.uint8)
    assert color_of_pixels(pixels).matrix is None
    assert PixelColor().picture(pixels).planes == ()
