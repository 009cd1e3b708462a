"""Color in the pass: against FFmpeg's own conversion, and all that the engine promises."""

from __future__ import annotations

import pickle
import shutil

import numpy as np
import pytest
from PIL import Image

from element_mouseface import extract, open_colors, open_result, open_video
from element_mouseface.core.extraction.color_extractor import ColorExtractor, color_extractor_of
from element_mouseface.core.extraction.colors import why_no_color
from element_mouseface.core.features.masks import mask_px
from element_mouseface.core.features.named.color import COLOR, color
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.frame_features import FeatureParams, result_features
from element_mouseface.core.frame_features.reasons import Reason
from element_mouseface.errors import (
    ParameterError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
)
from element_mouseface.params import Crop, HOGParams, Mask
from tests.contract.colors import area_means, colored_pictures, rgb_by_ffmpeg, write_colored
from tests.contract.movies import pictures, write_movie

PARAMS = HOGParams(pixels_per_cell=(16, 16))
SIZE = (124, 166)
N = 40
MOVIES = {
    "4:2:0": {"crf": "14"},
    "BT.709": {"matrix": "ITU709", "crf": "14"},
    "4:2:2": {"pix_fmt": "yuv422p", "crf": "14"},
    "4:4:4": {"pix_fmt": "yuv444p", "crf": "14"},
    "10 bits": {"codec": "ffv1", "pix_fmt": "yuv420p10le"},
    "12 bits of red, green, blue": {"codec": "ffv1", "pix_fmt": "gbrp12le"},
    "bgr0": {"codec": "ffv1", "pix_fmt": "bgr0"},
    "rgb24": {"codec": "png", "pix_fmt": "rgb24"},
    "JPEG": {"codec": "mjpeg", "pix_fmt": "yuvj420p", "full_range": True, "qscale": "2"},
    "full range": {"codec": "ffv1", "pix_fmt": "yuv422p", "full_range": True},
    "raw uyvy422": {"codec": "rawvideo", "pix_fmt": "uyvy422"},
}


@pytest.fixture(scope="module")
def frames():
    return colored_pictures(N, *SIZE)


@pytest.fixture(scope="module")
def movie(frames, tmp_path_factory):
    path = tmp_path_factory.mktemp("color") / "face.mp4"
    return write_colored(path, frames, crf="16", g="12")


@pytest.fixture(scope="module")
def stored(movie, tmp_path_factory):
    out = tmp_path_factory.mktemp("color") / "face.zarr"
    return extract(open_video(movie), out, PARAMS, color=True, workers=2)


@pytest.mark.parametrize("how", MOVIES.values(), ids=MOVIES)
def test_colors_are_those_of_ffmpeg(how, frames, tmp_path):
    """Within the rounding of a level of luma (0.5) and of chroma (0.5, times up to 1.86)."""
    suffix = "mov" if how.get("codec") == "png" else "mkv"
    path = write_colored(tmp_path / f"movie.{suffix}", frames[:4], **how)
    result = extract(open_video(path), tmp_path / "o", PARAMS, color=True, workers=1)
    found, wanted = np.asarray(open_colors(result)), area_means(rgb_by_ffmpeg(path))
    assert np.abs(found - wanted).max() < 3 and np.abs(found - wanted).mean() < 0.7
    thumbnails = np.asarray(result.thumbnails).mean((1, 2))
    assert result.quality("luminance") == pytest.approx(thumbnails, abs=1)


def test_odd_crops_masks_and_turned_movies(frames, tmp_path):
    """A camera on its side: FFmpeg gives the picture as it is stored, players turn it."""
    path = write_colored(tmp_path / "movie.mp4", frames[:3], crf="14")
    turned = tmp_path / "turned.mp4"
    turn_in_container(path, turned)
    crop = Crop(
        x=13, y=17, width=95, height=131, masks=(Mask("spout", "box", ((20, 21), (50, 70))),)
    )
    reader = open_video(turned)
    assert (reader.info.height_px, reader.info.width_px) == SIZE[::-1]
    result = extract(reader, tmp_path / "o", PARAMS, crop, color=True, workers=1)
    stored_way = rgb_by_ffmpeg(path)
    players_way = np.rot90(stored_way, 1 if reader.info.rotation_deg == 90 else -1, (1, 2))
    part = players_way[:, 17 : 17 + 131, 13 : 13 + 95].astype(float)
    kept = ~mask_px(crop, *SIZE[::-1])[None, :, :, None]
    counts = area_means(kept.astype(float))
    means = area_means(part * kept) / np.where(counts > 0, counts, 1)
    found = np.asarray(open_colors(result))
    assert np.abs(found - means).max() < 3
    assert (counts == 0).any() and not found[:, (counts == 0)[0, ..., 0]].any()


def turn_in_container(path, turned):
    """Copy a movie and ask for a quarter turn, in the bytes of its display matrix."""
    data = bytearray(path.read_bytes())
    one, none, last = b"\0\1\0\0", b"\0\0\0\0", b"\x40\0\0\0"
    plain = one + none * 3 + one + none * 3 + last
    at = data.index(plain, data.index(b"tkhd"))
    minus = b"\xff\xff\0\0"
    data[at : at + 36] = none + one + none + minus + none * 4 + last
    turned.write_bytes(bytes(data))


def test_nothing_else_of_a_result_changes(movie, stored, tmp_path):
    plain = extract(open_video(movie), tmp_path / "plain", PARAMS, workers=2)
    assert set(stored.output_names) - set(plain.output_names) == {"chroma", "chroma_strength"}
    assert "color" not in str(plain.about["content"]) and plain.digest != stored.digest
    for name in plain.output_names:
        np.testing.assert_array_equal(stored.array(name)[:], plain.array(name)[:])
    with pytest.raises(ResultMismatchError, match=r"extractors\.color"):
        extract(open_video(movie), tmp_path / "plain", PARAMS, color=True)
    with pytest.raises(ResultMismatchError, match=r"extractors\.color\.matrix"):
        extract(open_video(movie), stored.path, PARAMS, color=True, color_matrix="bt709")
    with pytest.raises(ResultError, match="has no color"):
        open_colors(plain)
    assert why_no_color(plain) == "its pass did not store color" and why_no_color(stored) is None


@pytest.mark.parametrize(("workers", "chunk_frames"), [(1, 16), (3, 32)])
def test_the_digest_depends_on_content_only(movie, stored, tmp_path, workers, chunk_frames):
    reader = open_video(movie)
    again = extract(
        reader, tmp_path / "o", PARAMS, color=True, workers=workers, chunk_frames=chunk_frames
    )
    assert again.digest == stored.digest


def test_a_stopped_run_resumes_and_damage_is_repaired(movie, stored, tmp_path):
    def stop(done, total):
        if done >= 16:
            raise KeyboardInterrupt

    out, how = tmp_path / "o", {"color": True, "chunk_frames": 16}
    with pytest.raises(KeyboardInterrupt):
        extract(open_video(movie), out, PARAMS, workers=1, progress=stop, **how)
    assert not out.exists()
    with pytest.raises(ResultMismatchError, match="color"):
        extract(open_video(movie), out, PARAMS, workers=1)
    resumed = extract(open_video(movie), out, PARAMS, workers=1, **how)
    assert resumed.digest == stored.digest and resumed.provenance["computed_frames"] < N
    chunk = out / "chroma" / "c.1.0.0.0"
    data = bytearray(chunk.read_bytes())
    data[len(data) // 2] ^= 4
    chunk.write_bytes(bytes(data))
    with pytest.raises(ResultChangedError, match="chroma"):
        open_result(out).verify()
    repaired = extract(open_video(movie), out, PARAMS, repair=True, **how)
    assert repaired.repaired and repaired.digest == stored.digest
    repaired.verify()


def test_extractor_and_reader_go_to_other_processes(movie, stored, tmp_path):
    reader, extractor = pickle.loads(
        pickle.dumps((open_video(movie), ColorExtractor.for_reader(open_video(movie))))
    )
    assert extract(reader, tmp_path / "o", PARAMS, extractors=[extractor]).digest == stored.digest
    (_, identity) = stored.about["content"]["extractors"]
    again = color_extractor_of(identity, stored.crop, reader)
    assert again.identity() == identity
    with pytest.raises(ResultChangedError, match="matrix"):
        color_extractor_of({**identity, "matrix": "rec709"}, stored.crop, reader)


class Lossy:
    """A reader some of whose frames cannot be decoded."""

    def __init__(self, reader, lost):
        self.__dict__.update(_reader=reader, _lost=lost)

    def __getattr__(self, name):
        return getattr(self.__dict__["_reader"], name)

    def read_color(self, start, stop, *, threads=1):
        for number, frame in self._reader.read_color(start, stop, threads=threads):
            yield number, None if number in self._lost else frame


def test_lost_frames_are_gray_and_flagged(movie, stored, tmp_path):
    lost = [0, 15, 16, 33]
    result = extract(Lossy(open_video(movie), lost), tmp_path / "o", PARAMS, color=True, workers=2)
    assert np.flatnonzero(result.flags & FrameFlag.MISSING).tolist() == lost
    kept = np.setdiff1d(np.arange(N), lost)
    chroma, strength = result.array("chroma")[:], result.array("chroma_strength")[:]
    assert (chroma[lost] == 128).all() and np.isnan(strength[lost]).all()
    np.testing.assert_array_equal(chroma[kept], stored.array("chroma")[:][kept])
    table = result_features(result, params=FeatureParams(groups=("color",)))
    assert (table.reasons["crop:chroma"][lost] == Reason.MISSING_FRAME).all()
    assert np.isfinite(table.values[kept]).all()


# ---- sources that are no movies


def test_arrays_images_and_stacks_have_the_colors_of_their_pixels(frames, tmp_path):
    few = frames[:3]
    folder = tmp_path / "png"
    folder.mkdir()
    for k, picture in enumerate(few):
        Image.fromarray(picture).save(folder / f"{k}.png")
    palette = tmp_path / "palette"
    palette.mkdir()
    for k, picture in enumerate(few):
        Image.fromarray(picture // 64 * 64).quantize(256).save(palette / f"{k}.png")
    deep = (few.astype(np.uint16) * 16, {"white_level": 4080})
    sources = {"array": (few, {}), "deep": deep, "folder": (folder, {}), "palette": (palette, {})}
    for name, (source, more) in sources.items():
        result = extract(
            open_video(source, fps=30, **more), tmp_path / f"of {name}", PARAMS, color=True
        )
        pixels = few // 64 * 64 if name == "palette" else few
        error = np.abs(np.asarray(open_colors(result)) - area_means(pixels))
        assert error.max() < 2 and error.mean() < 0.6, name


def test_jpeg_images_that_ask_to_be_turned(frames, tmp_path):
    folder = tmp_path / "jpeg"
    folder.mkdir()
    exif = Image.Exif()
    exif[274] = 6
    for k, picture in enumerate(frames[:2]):
        Image.fromarray(picture).save(folder / f"{k}.jpg", quality=97, exif=exif)
    result = extract(open_video(folder, fps=30), tmp_path / "o", PARAMS, color=True)
    wanted = area_means(np.rot90(frames[:2], -1, (1, 2)))
    assert np.abs(np.asarray(open_colors(result)) - wanted).mean() < 1.5
    assert "bt601" in result.definitions["chroma"]


# ---- gray, and files that differ


def test_gray_sources_are_refused_before_anything_is_written(frames, tmp_path):
    gray = write_movie(tmp_path / "gray.mkv", pictures(3), codec="ffv1", pix_fmt="gray")
    deep = write_movie(tmp_path / "deep.mkv", pictures(3), codec="ffv1", pix_fmt="gray10le")
    sources = [open_video(gray), open_video(deep), open_video(frames[:3, ..., 0], fps=30)]
    for reader in sources:
        with pytest.raises(ParameterError, match="no color to store") as caught:
            extract(reader, tmp_path / "o", PARAMS, color=True)
        assert "gray" in (caught.value.got or "") and "--color" in (caught.value.do or "")
    assert not list(tmp_path.glob("o*"))


def test_a_colored_format_of_a_gray_movie_is_told_afterwards(tmp_path):
    path = write_movie(tmp_path / "infrared.mp4", pictures(5))
    result = extract(open_video(path), tmp_path / "o", PARAMS, color=True)
    assert why_no_color(result) == "all of its frames are gray: their chroma is 128"
    colors = np.asarray(open_colors(result))
    assert (colors == np.asarray(result.thumbnails)[..., None]).all()
    table = result_features(result, params=FeatureParams(groups=("color",)))
    assert table.about["color"] == {"matrix": "bt601", "why_none": why_no_color(result)}
    assert np.isnan(table.column("crop:hsv_hue_mean")).all()
    assert (table.column("crop:hsv_saturation_mean") == 0).all()
    assert set(table.reasons["crop:chroma"]) == {Reason.NO_COLOR}


def test_files_of_one_recording(frames, tmp_path):
    paths = [
        write_colored(tmp_path / "1.mkv", frames[:20], matrix="ITU601", crf="14"),
        write_colored(
            tmp_path / "2.mkv", frames[20:], matrix="ITU601", pix_fmt="yuv444p", crf="14"
        ),
        write_colored(tmp_path / "3.mkv", frames[:20], matrix="ITU709", crf="15"),
        write_colored(tmp_path / "4.mkv", frames[20:], codec="ffv1", pix_fmt="gray"),
    ]
    result = extract(open_video(paths[:2]), tmp_path / "o", PARAMS, color=True, chunk_frames=16)
    wanted = area_means(np.concatenate([rgb_by_ffmpeg(path) for path in paths[:2]]))
    assert np.abs(np.asarray(open_colors(result)) - wanted).max() < 3
    with pytest.raises(ParameterError, match="no color") as caught:
        extract(open_video([paths[0], paths[2]]), tmp_path / "p", PARAMS, color=True)
    assert "bt601" in caught.value.got and "bt709" in caught.value.got
    as_one = extract(
        open_video([paths[0], paths[2]]), tmp_path / "p", PARAMS, color=True, color_matrix="bt601"
    )
    assert open_colors(as_one).matrix == "bt601"
    with pytest.raises(ParameterError, match="no color") as caught:
        extract(open_video([paths[0], paths[3]]), tmp_path / "q", PARAMS, color=True)
    assert "4.mkv" in caught.value.got and "gray" in caught.value.got


def test_a_matrix_can_be_given(movie, stored, frames, tmp_path):
    reader = open_video(movie)
    result = extract(reader, tmp_path / "o", PARAMS, color=True, color_matrix="bt709")
    np.testing.assert_array_equal(result.array("chroma")[:], stored.array("chroma")[:])
    assert open_colors(result).matrix == "bt709" and "given" in result.definitions["chroma"]
    with pytest.raises(ParameterError, match="no such color matrix"):
        extract(reader, tmp_path / "p", PARAMS, color=True, color_matrix="rec709")
    with pytest.raises(ParameterError, match="no color is asked for"):
        extract(reader, tmp_path / "p", PARAMS, color_matrix="bt709")
    with pytest.raises(ParameterError, match="cannot be chosen"):
        extract(open_video(frames[:3], fps=30), tmp_path / "p", PARAMS, color=True,
                color_matrix="bt709")  # fmt: skip


# ---- reading


def test_colors_are_read_by_rows(stored):
    colors = open_colors(stored.path)
    whole = np.asarray(colors)
    assert colors.shape == whole.shape == (N, 60, 80, 3) and whole.dtype == np.float32
    np.testing.assert_array_equal(colors[[3, 1, -1]], whole[[3, 1, -1]])
    np.testing.assert_array_equal(colors[5:9], whole[5:9])
    np.testing.assert_array_equal(np.concatenate([block for _, block in colors.blocks()]), whole)


@pytest.mark.parametrize("matrix", ["rec709", None, 7])
def test_a_changed_record_of_color_is_refused(stored, matrix):
    result = open_result(stored.path)
    result.about["content"]["extractors"][1]["matrix"] = matrix
    for read in (open_colors, why_no_color, result_features):
        with pytest.raises(ResultChangedError, match="color"):
            read(result)


def test_a_table_has_the_features_of_the_stored_colors(stored):
    table = result_features(stored, params=FeatureParams(groups=("color", "intensity")))
    kept = [name for name in table.names if ":hsv_" in name]
    assert kept == [f"crop:{one.name}" for one in COLOR]
    wanted = color(np.asarray(open_colors(stored)), np.ones((60, 80), bool))
    found = np.stack([table.column(name) for name in kept], axis=1)
    np.testing.assert_allclose(found, wanted, rtol=1e-6)
    assert table.about["color"] == {"matrix": "bt601", "why_none": None}


def test_without_stored_color_a_table_has_no_such_columns(movie, tmp_path):
    result = extract(open_video(movie), tmp_path / "plain", PARAMS)
    table = result_features(result)
    assert not [name for name in table.names if ":hsv_" in name]
    assert table.about["color"]["why_none"] == "its pass did not store color"
    with pytest.raises(ParameterError, match="no feature") as caught:
        result_features(result, params=FeatureParams(groups=("color",)))
    assert "--color" in (caught.value.do or "")
    shutil.rmtree(tmp_path / "plain")
