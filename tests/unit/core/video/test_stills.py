"""Still pictures: which files are some, what their headers say, their pixels, and damage."""

from __future__ import annotations

import os
import struct
import zlib
from io import BytesIO

import cv2
import numpy as np
import pytest
import skimage.io
import tifffile
from PIL import Image, ImageOps

from element_mouseface.core.video import open_video
from element_mouseface.core.video.stills.decoding import decode_still
from element_mouseface.core.video.stills.folder import picture_folder
from element_mouseface.core.video.stills.header import read_header
from element_mouseface.core.video.stills.survey import survey
from element_mouseface.errors import (
    ParameterError,
    VideoMismatchError,
    VideoNotFoundError,
    VideoUnreadableError,
)

H, W = 40, 56


def drawn(seed=0, channels=3):
    noise = np.random.default_rng(seed).random((H, W, channels)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 2).reshape(H, W, channels)
    low, high = smooth.min(), smooth.max()
    return ((smooth - low) * (255 / (high - low))).astype(np.uint8)


COLOR, GRAY = drawn(), drawn(1, 1)[..., 0]
ALPHA = np.full((H, W), 255, np.uint8)
ALPHA[:10], ALPHA[10:15] = 0, 90


def saved(picture, kind, **options):
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(picture)
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def tiff(pixels, **options):
    file = BytesIO()
    tifffile.imwrite(file, pixels, **options)
    return file.getvalue()


def read(data, **options):
    return decode_still(data, read_header(BytesIO(data)), **options)


def weighted(rgb):
    """BT.601, rounded half up."""
    r, g, b = np.moveaxis(rgb[..., :3].astype(int), -1, 0)
    return (299 * r + 587 * g + 114 * b + 500) // 1000


PALETTE = Image.fromarray(COLOR).quantize(32)
KINDS = {
    "png": saved(COLOR, "PNG"),
    "gray.png": saved(GRAY, "PNG"),
    "palette.png": saved(PALETTE, "PNG"),
    "1 bit.png": saved(GRAY > 128, "PNG"),
    "bmp": saved(COLOR, "BMP"),
    "ppm": saved(COLOR, "PPM"),
    "pgm": saved(GRAY, "PPM"),
    "pbm": saved(GRAY > 128, "PPM"),
    "gif": saved(PALETTE, "GIF"),
    "webp": saved(COLOR, "WEBP", lossless=True),
    "lossy.webp": saved(COLOR, "WEBP"),
    "tif": saved(COLOR, "TIFF"),
    "lzw.tif": saved(COLOR, "TIFF", compression="tiff_lzw"),
    "deflate.tif": saved(COLOR, "TIFF", compression="tiff_adobe_deflate"),
    "1 bit.tif": saved(GRAY > 128, "TIFF"),
    "planes.tif": tiff(np.moveaxis(COLOR, -1, 0), photometric="rgb", planarconfig="separate"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_luma_and_color_are_those_of_scikit_image(kind, tmp_path):
    data = KINDS[kind]
    path = tmp_path / f"a.{kind.rpartition('.')[2]}"
    path.write_bytes(data)
    if kind in ("pbm", "lzw.tif"):  # which scikit-image reads as color, or not at all
        pixels = np.asarray(Image.open(path))
    else:
        pixels = np.asarray(skimage.io.imread(path))
    pixels = pixels[0] if kind == "gif" else pixels
    pixels = pixels * np.uint8(255) if pixels.dtype == bool else pixels
    still = read(data, rgb=True)
    assert still.left_out is None and not still.luma.flags.writeable
    if pixels.ndim == 2:
        assert still.rgb is None
        np.testing.assert_array_equal(still.luma, pixels)
    else:
        np.testing.assert_array_equal(still.rgb, pixels[..., :3])
        np.testing.assert_array_equal(still.luma, weighted(pixels))


def test_a_jpeg_has_the_luma_of_a_movie_and_the_color_of_pillow(tmp_path):
    for k in range(2):
        (tmp_path / f"{k}.jpg").write_bytes(saved(drawn(k), "JPEG", quality=90))
    data = (tmp_path / "1.jpg").read_bytes()
    still = read(data, rgb=True)
    np.testing.assert_array_equal(still.luma, open_video(tmp_path, fps=1).frame(1))
    np.testing.assert_array_equal(still.rgb, Image.open(BytesIO(data)))
    assert abs(still.luma.astype(int) - weighted(drawn(1))).mean() < 6
    gray = read(saved(GRAY, "JPEG", quality=100), rgb=True)
    assert gray.rgb is None and abs(gray.luma.astype(int) - GRAY).max() <= 3
    progressive = saved(GRAY, "JPEG", quality=100, progressive=True)
    np.testing.assert_array_equal(read(progressive).luma, gray.luma)


def test_printing_colors_are_read_without_a_profile():
    cmyk = Image.fromarray(COLOR).convert("CMYK")
    c, m, y, k = np.moveaxis(np.asarray(cmyk).astype(float), -1, 0)
    rgb = np.stack([(255 - ink) * (255 - k) / 255 for ink in (c, m, y)], axis=-1)
    still = read(saved(cmyk, "TIFF"), rgb=True)
    assert abs(still.rgb - rgb).max() <= 1
    assert abs(still.luma - (rgb @ [0.299, 0.587, 0.114])).max() <= 1.5
    jpeg = read(saved(cmyk, "JPEG", quality=98), rgb=True)
    assert abs(jpeg.luma - (rgb @ [0.299, 0.587, 0.114])).mean() < 4


CLEAR = {
    "rgba.png": saved(np.dstack([COLOR, ALPHA]), "PNG"),
    "la.png": saved(Image.merge("LA", [Image.fromarray(GRAY), Image.fromarray(ALPHA)]), "PNG"),
    "rgba.webp": saved(np.dstack([COLOR, ALPHA]), "WEBP", lossless=True, exact=True),
    "rgba.tif": tiff(np.dstack([COLOR, ALPHA]), photometric="rgb", extrasamples=["unassalpha"]),
}


@pytest.mark.parametrize("kind", CLEAR)
def test_transparent_pixels_are_left_out_and_half_transparent_ones_are_not(kind):
    still = read(CLEAR[kind], rgb=True)
    np.testing.assert_array_equal(still.left_out, ALPHA == 0)
    assert still.n_partly == np.count_nonzero(ALPHA == 90)
    expected = GRAY if kind == "la.png" else weighted(COLOR)
    np.testing.assert_array_equal(still.luma, expected)


def test_a_transparent_color_of_a_palette_or_of_gray_is_left_out():
    index = int(np.asarray(PALETTE)[3, 4])
    for kind in ("PNG", "GIF"):
        still = read(saved(PALETTE, kind, transparency=index))
        np.testing.assert_array_equal(still.left_out, np.asarray(PALETTE) == index)
    still = read(saved(GRAY, "PNG", transparency=int(GRAY[5, 5])))
    np.testing.assert_array_equal(still.left_out, GRAY[5, 5] == GRAY)
    opaque = read(saved(np.dstack([COLOR, ALPHA * 0 + 255]), "PNG"))
    assert opaque.left_out is None and not opaque.n_partly
    with pytest.raises(VideoUnreadableError, match="wholly transparent"):
        read(saved(np.dstack([COLOR, ALPHA * 0]), "PNG"))


DEEP = {
    "uint16.png": (cv2.imencode(".png", GRAY.astype(np.uint16) * 16)[1].tobytes(), 4095.0),
    "rgb16.png": (cv2.imencode(".png", COLOR[..., ::-1].astype(np.uint16) * 257)[1].tobytes(),
                  65535),
    "uint16.pgm": (cv2.imencode(".pgm", GRAY.astype(np.uint16) * 257)[1].tobytes(), 65535),
    "uint16.tif": (tiff(GRAY.astype(np.uint16) * 16), 4080),
    "uint16 lzw.tif": (saved(Image.fromarray(GRAY.astype(np.uint16) * 16), "TIFF",
                             compression="tiff_lzw"), 4080),
    "rgb16.tif": (tiff(COLOR.astype(np.uint16) * 257, photometric="rgb"), 65535),
    "float32.tif": (tiff(GRAY.astype(np.float32) / 255), 1),
    "float64.tif": (tiff(GRAY.astype(np.float64) / 510), 0.5),
    "float16.tif": (tiff(GRAY.astype(np.float16)), 255),
    "int16.tif": (tiff(GRAY.astype(np.int16) * 100), 25500),
    "uint32.tif": (tiff(GRAY.astype(np.uint32) * 1000), 255_000),
}  # fmt: skip


@pytest.mark.parametrize("kind", DEEP)
def test_deep_pictures_are_scaled_so_that_white_becomes_255(kind, tmp_path):
    data, white = DEEP[kind]
    header = read_header(BytesIO(data))
    assert header.deep
    still = decode_still(data, header, white_level=white, rgb=True)
    if "rgb" in kind:
        np.testing.assert_array_equal(still.rgb, COLOR)
        assert abs(still.luma.astype(int) - weighted(COLOR)).max() <= 1
    else:
        expected = GRAY.astype(float) * 16 * 255 / white if white == 4095 else GRAY
        np.testing.assert_array_equal(still.luma, np.rint(expected))
    if kind in ("uint16.png", "rgb16.png", "uint16.tif", "rgb16.tif"):  # as image sequences are
        (tmp_path / f"0.{kind.rpartition('.')[2]}").write_bytes(data)
        seen = open_video(tmp_path, fps=1, white_level=white).frame(0)
        np.testing.assert_array_equal(still.luma, seen)


def test_numbers_beyond_white_are_cut_off_and_counted_and_nan_is_refused():
    numbers = GRAY.astype(np.float32) / 255
    numbers[0, :5], numbers[1, :3] = -0.5, 1.5
    still = read(tiff(numbers), white_level=1)
    assert still.n_clipped == 8 and not still.luma[0, :5].any() and (still.luma[1, :3] == 255).all()
    numbers[2, 2] = np.nan
    with pytest.raises(VideoUnreadableError, match="not finite"):
        read(tiff(numbers), white_level=1)


@pytest.mark.parametrize("kind", [*KINDS, "jpg", *CLEAR, *DEEP])
def test_half_a_file_and_an_empty_one_are_unreadable(kind):
    data = {**KINDS, **CLEAR, "jpg": saved(COLOR, "JPEG")}.get(kind) or DEEP[kind][0]
    for part in (b"", data[: len(data) // 2], data[:-8] if "tif" not in kind else data[:-400]):
        with pytest.raises(VideoUnreadableError):
            read(part, white_level=None if kind not in DEEP else DEEP[kind][1])


def test_a_flipped_byte_is_found_where_the_format_can_tell():
    for kind, least in (("png", 40), ("deflate.tif", 20)):
        data, found = KINDS[kind], 0
        for k in range(40):
            broken = bytearray(data)
            broken[int(len(data) * (0.2 + 0.7 * k / 40))] ^= 0x5A
            try:
                read(bytes(broken))
            except VideoUnreadableError:
                found += 1
        assert found >= least, kind


@pytest.mark.parametrize("kind", [*KINDS, "jpg", "anim.gif", *CLEAR, *DEEP])
def test_no_bytes_upset_the_reader(kind):
    more = {"save_all": True, "append_images": [Image.fromarray(drawn(3))]}
    others = {"jpg": saved(COLOR, "JPEG"), "anim.gif": saved(PALETTE, "GIF", **more)}
    data = {**KINDS, **CLEAR, **others}.get(kind) or DEEP[kind][0]
    rng = np.random.default_rng(len(data))
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(rng.integers(1, 8)):
            place = int(rng.integers(len(broken) if rng.random() < 0.4 else min(len(broken), 300)))
            broken[place : place + int(rng.integers(0, 4))] = rng.bytes(int(rng.integers(0, 4)))
        try:
            still = read(bytes(broken), white_level=255, color=True, rgb=True)
        except VideoUnreadableError as error:
            assert error.what and len(error.what) < 120
        else:
            assert still.luma.dtype == np.uint8 and still.luma.ndim == 2


@pytest.mark.parametrize(
    ("kind", "options"),
    [("GIF", {}), ("PNG", {}), ("WEBP", {"lossless": True}), ("TIFF", {})],
)
def test_several_pictures_in_a_file_are_told_by_the_header(kind, options):
    images = [Image.fromarray(drawn(k)) for k in range(3)]
    more = {"save_all": True, "append_images": images[1:], **options}
    data = saved(images[0], kind, **more)
    assert read_header(BytesIO(data)).several
    assert abs(read(data).luma.astype(int) - weighted(drawn(0))).mean() < 4  # a palette's
    assert not read_header(BytesIO(saved(images[0], kind, **options))).several


def test_a_smaller_copy_in_a_tiff_is_no_second_picture():
    file = BytesIO()
    with tifffile.TiffWriter(file) as writer:
        writer.write(GRAY)
        writer.write(np.ascontiguousarray(GRAY[::2, ::2]), subfiletype=1)
    assert not read_header(BytesIO(file.getvalue())).several


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WEBP"])
@pytest.mark.parametrize("tag", range(1, 9))
def test_a_picture_is_turned_as_pillow_turns_it(kind, tag, tmp_path):
    exif = Image.Exif()
    exif[274] = tag
    options = {"quality": 95} if kind == "JPEG" else {"lossless": True} if kind == "WEBP" else {}
    if kind == "TIFF":
        data = tiff(COLOR, photometric="rgb", extratags=[(274, "H", 1, tag, True)])
    else:
        data = saved(COLOR, kind, exif=exif, **options)
    (tmp_path / f"a.{kind.lower()}").write_bytes(data)
    found = survey(picture_folder(tmp_path))
    (header,) = found.headers
    still = decode_still(data, header, rgb=True, turn=found.turn(header))
    assert header.orientation == tag and still.luma.shape == found.size_px(header)
    seen = np.asarray(ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB"))
    np.testing.assert_array_equal(still.rgb, seen)
    stored = survey(picture_folder(tmp_path), orientation="stored")
    assert stored.turn(header) is None and stored.size_px(header) == (H, W)


def test_mixed_orientation_is_refused_unless_it_is_asked_for(tmp_path):
    exif = Image.Exif()
    exif[274] = 6
    for k in range(3):
        (tmp_path / f"{k}.png").write_bytes(saved(COLOR, "PNG", exif=exif))
    assert "orientation tags ask: 3 pictures" in survey(picture_folder(tmp_path)).notes()[0]
    (tmp_path / "3.png").write_bytes(saved(COLOR, "PNG"))
    (tmp_path / "4.png").write_bytes(b"")  # says nothing
    with pytest.raises(VideoMismatchError, match=r"tag 6 in 3, such as 0.png; tag 1 in 1"):
        survey(picture_folder(tmp_path))
    shown = survey(picture_folder(tmp_path), orientation="shown")
    sizes = [shown.size_px(h) for h in shown.headers if h]
    assert sizes == [(W, H)] * 3 + [(H, W)]
    with pytest.raises(ParameterError, match="no such orientation"):
        survey(picture_folder(tmp_path), orientation="upright")


def test_deep_pictures_need_a_white_level_and_others_refuse_it(tmp_path):
    (tmp_path / "a.png").write_bytes(saved(GRAY, "PNG"))
    with pytest.raises(ParameterError, match="does not apply"):
        survey(picture_folder(tmp_path), white_level=255)
    (tmp_path / "b.tif").write_bytes(DEEP["float32.tif"][0])
    with pytest.raises(ParameterError, match=r"b\.tif with fractions"):
        survey(picture_folder(tmp_path))
    with pytest.raises(ParameterError, match="out of range"):
        survey(picture_folder(tmp_path), white_level=0)
    assert (
        "so that 1 becomes 255: 1 picture"
        in survey(picture_folder(tmp_path), white_level=1).notes()[0]
    )


def claiming(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_what_is_no_picture_has_its_reason_and_is_never_opened(tmp_path):
    (tmp_path / "good.png").write_bytes(saved(COLOR, "PNG"))
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "link.png").symlink_to("nowhere.png")
    (tmp_path / "all.png").symlink_to("good.png")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "raw.cr2").write_bytes(b"II*\0")
    (tmp_path / "phone.heic").write_bytes(b"\0\0\0\x18ftypheic")
    (tmp_path / "phone.jpg").write_bytes(b"\0\0\0\x18ftypheic")
    (tmp_path / "bomb.png").write_bytes(claiming(100_000, 100_000))
    (tmp_path / "large.png").write_bytes(claiming(9_000, 9_000))
    with open(tmp_path / "huge.png", "wb") as file:
        file.truncate(600 << 20)
    for other in ("Thumbs.db", ".DS_Store", "._good.png", "labels.csv", "a.mp4"):
        (tmp_path / other).write_bytes(b"x")
    found = survey(picture_folder(tmp_path))
    faults = {f.name: why for f, why in zip(found.folder.files, found.faults, strict=True)}
    assert {name for name, why in faults.items() if why is None} == {"good.png", "all.png"}
    for name, why in {
        "pipe.png": "a pipe", "link.png": "a link to nothing", "text.png": "not a picture",
        "raw.cr2": "CR2 pictures are not read", "phone.heic": "HEIC", "phone.jpg": "HEIC",
        "bomb.png": "more pixels than any camera", "large.png": "claims 9000x9000 pixels",
        "huge.png": "a file of 600 MB",
    }.items():  # fmt: skip
        assert why in faults[name]
    assert found.folder.others == {"hidden": 2, ".csv": 1, ".db": 1, ".mp4": 1}


def test_names_are_in_natural_order_with_those_of_subfolders(tmp_path):
    for name in ("10.png", "2.png", "sad/1.png", "happy/1.png", "happy/A.PNG", "happy/a.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(saved(COLOR, "PNG"))
    with open(os.fsencode(tmp_path) + b"/\xff.png", "wb") as file:
        file.write(saved(COLOR, "PNG"))
    found = picture_folder(tmp_path)
    names = [file.name for file in found.files]
    assert names == ["2.png", "10.png", "happy/1.png", "happy/A.PNG", "happy/a.png", "sad/1.png",
                     "\\xff.png"]  # fmt: skip
    assert [file.subfolder for file in found.files][1:3] == [None, "happy"]
    assert "differ in capitals only" in found.notes()[-1]


def test_a_folder_without_pictures_is_refused_with_what_is_in_it(tmp_path):
    with pytest.raises(VideoNotFoundError):
        picture_folder(tmp_path / "none")
    with pytest.raises(VideoUnreadableError, match="an empty folder"):
        picture_folder(tmp_path)
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(VideoUnreadableError, match=r"1 \.txt"):
        picture_folder(tmp_path)
    with pytest.raises(VideoUnreadableError, match="not a folder"):
        picture_folder(tmp_path / "a.txt")
    (tmp_path / "a.png").write_bytes(b"")
    with pytest.raises(VideoUnreadableError, match="None of the 1 pictures"):
        survey(picture_folder(tmp_path))
    more = {"save_all": True, "append_images": [Image.fromarray(drawn(2))]}
    (tmp_path / "a.png").write_bytes(saved(COLOR, "PNG", **more))
    with pytest.raises(VideoUnreadableError, match="--first-of-several"):
        survey(picture_folder(tmp_path))
    assert survey(picture_folder(tmp_path), first_of_several=True).headers[0]


def test_sizes_profiles_and_shapes_are_told(tmp_path):
    from PIL import ImageCms

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    (tmp_path / "a.png").write_bytes(saved(COLOR, "PNG", icc_profile=srgb))
    (tmp_path / "b.png").write_bytes(saved(COLOR, "PNG"))
    assert survey(picture_folder(tmp_path)).notes() == []
    (tmp_path / "b.png").write_bytes(saved(COLOR, "PNG", icc_profile=lab))
    (tmp_path / "c.jpg").write_bytes(saved(Image.fromarray(COLOR[:20]).convert("CMYK"), "JPEG"))
    notes = " | ".join(survey(picture_folder(tmp_path)).notes())
    assert "pictures of 2 sizes (2 of 56x40, 1 of 56x20)" in notes
    assert "ratios of width to height from 1.4 to 2.8" in notes
    assert "color profiles are not applied: 1 Lab" in notes and "(CMYK)" in notes
