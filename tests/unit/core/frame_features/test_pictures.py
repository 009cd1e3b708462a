"""Tables of folders of pictures: the numbers of a movie, labels, what is told and refused."""

from __future__ import annotations

import numpy as np
import pytest
import tifffile
from PIL import Image

from element_mouseface.core.extraction import extract
from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.frame_features import (
    FeatureParams,
    Reason,
    duplicate_pictures,
    picture_features,
    read_table,
    result_features,
    write_picture_features,
)
from element_mouseface.core.video import open_video
from element_mouseface.errors import CropError, LabelsError, MouseFaceError, PathError
from element_mouseface.params import Crop, Mask

H, W = 96, 128
FAST = FeatureParams(groups=("intensity", "edges", "quality", "motion"))


def drawn(seed, shape=(H, W)):
    y, x = np.mgrid[: shape[0], : shape[1]]
    a, b, c = np.random.default_rng(seed).uniform(0.05, 0.4, 3)
    return (127 + 60 * np.sin(a * x + c) * np.cos(b * y) + 50 * np.sin(0.01 * x * y * a)).astype(
        np.uint8
    )


def write(folder, pictures):
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(picture).save(folder / name)
    return folder


@pytest.fixture(scope="module")
def stills(tmp_path_factory):
    pictures = [drawn(k) for k in range(5)]
    pictures[2][:], pictures[3][:] = 90, 0  # without contrast, and black
    return pictures


@pytest.fixture(scope="module")
def folder(tmp_path_factory, stills):
    place = tmp_path_factory.mktemp("stills")
    return write(place / "f", {f"p{k}.png": picture for k, picture in enumerate(stills)})


CROP = Crop(x=10, y=4, width=100, height=80, masks=(Mask("spout", "box", ((60, 40), (90, 70))),))
REGIONS = [Region("cheek", "ellipse", ((20, 10), (60, 50)))]


@pytest.mark.parametrize(("crop", "regions"), [(None, None), (CROP, REGIONS)])
def test_pictures_have_the_numbers_of_a_movie_of_them(folder, stills, tmp_path, crop, regions):
    movie = open_video(np.stack(stills), fps=10)
    result = extract(movie, tmp_path / "m.zarr", crop=crop)
    frames = result_features(result, regions=regions)
    table = picture_features(folder, crop=crop, regions=regions)
    assert table.names == frames.names and table.images == tuple(f"p{k}.png" for k in range(5))
    moving = {name for name in table.names if "motion" in name}
    assert len(moving) >= 2
    for name in table.names:
        if name in moving:
            assert np.isnan(table.column(name)).all()
            assert (table.reason(name) == Reason.STILL).all() and "still" in table.why(name, 0)
        else:
            np.testing.assert_array_equal(table.column(name), frames.column(name))
            np.testing.assert_array_equal(table.reason(name), frames.reason(name))
    np.testing.assert_array_equal(table.flags, frames.flags & ~FrameFlag.FIRST)
    assert set(table.reasons) == set(frames.reasons)
    for name in ("thumbnail", "regions", "params"):
        assert table.about[name] == frames.about[name]


@pytest.mark.parametrize("ending", ["png", "jpg", "tif"])
def test_color_is_that_of_a_movie_of_the_pictures(tmp_path, ending):
    pictures = [np.dstack([drawn(k), drawn(k + 10), drawn(k + 20)]) for k in range(3)]
    pictures[1][..., 1] = pictures[1][..., 2] = pictures[1][..., 0]  # gray
    folder = write(tmp_path / "f", {f"p{k}.{ending}": p for k, p in enumerate(pictures)})
    table = picture_features(folder, crop=CROP, regions=REGIONS)
    movie = open_video(folder, fps=10)
    result = extract(movie, tmp_path / "m.zarr", crop=CROP, color=True)
    frames = result_features(result, regions=REGIONS)
    assert table.names == frames.names and "cheek:hsv_saturation_mean" in table.names
    stills = [name for name in table.names if "motion" not in name]
    np.testing.assert_array_equal(table.select(stills).values, frames.select(stills).values)
    for name in stills:
        np.testing.assert_array_equal(table.reason(name), frames.reason(name))
    assert table.about["color"] == {"matrix": "bt601", "why_none": None}


def test_gray_pictures_among_colored_ones_have_no_hue(tmp_path):
    color = np.dstack([drawn(1), drawn(2), drawn(3)])
    params = FeatureParams(groups=("color",))
    table = picture_features(write(tmp_path, {"a.png": color, "b.png": drawn(1)}), params=params)
    hue = next(name for name in table.names if "hue" in name)
    assert np.isfinite(table.column(hue)[0]) and table.reason(hue)[1] == Reason.NO_COLOR
    (tmp_path / "a.png").unlink()
    with pytest.raises(MouseFaceError, match="no feature"):
        picture_features(tmp_path, params=params)


def test_a_file_is_the_same_table_whatever_the_threads(folder, tmp_path):
    table = picture_features(folder, params=FAST, workers=2)
    for ending in ("parquet", "csv"):
        done: list[tuple[int, int]] = []
        path = tmp_path / f"features.{ending}"
        notes = write_picture_features(
            path, folder, params=FAST, workers=1, progress=lambda *n, to=done: to.append(n)
        )
        back = read_table(path)
        assert back.digest == table.digest and back.digests == table.digests
        assert notes == table.about["notes"] and done[-1] == (5, 5)
    assert table.about["source"]["n_pictures"] == 5 and len(table.about["source"]["digest"]) == 64
    with pytest.raises(PathError):
        write_picture_features(folder / "p0.png", folder)
    with pytest.raises(PathError):
        write_picture_features(tmp_path / "features.csv", folder, params=FAST)


def test_more_pictures_than_a_part_keep_their_order_and_rows_of_bad_ones_are_empty(tmp_path):
    pictures = {f"{k}.png": drawn(k % 3, (64, 84)) for k in range(90)}
    folder = write(tmp_path, pictures)
    (folder / "40.png").write_bytes(b"")
    (folder / "41.png").write_bytes((folder / "42.png").read_bytes()[:-30])
    for k in range(64, 90):  # a whole part without a picture
        (folder / f"{k}.png").write_bytes(b"no picture")
    table = picture_features(folder, params=FAST, workers=2)
    assert table.images == tuple(pictures)
    bad = [40, 41, *range(64, 90)]
    assert np.flatnonzero(table.flags & FrameFlag.MISSING).tolist() == bad
    assert np.isnan(table.values[bad]).all()
    assert {table.why("crop:edge_density", k) for k in bad} == {"the picture cannot be read"}
    assert table.notes[40].startswith("truncated") and table.notes[41].startswith("truncated")
    assert table.notes[0] is None and table.digests[40] is None
    np.testing.assert_array_equal(table.column("crop:intensity_mean")[:40:3],
                                  table.column("crop:intensity_mean")[0])  # fmt: skip
    assert "28 of 90 pictures cannot be read" in " ".join(table.about["notes"])


def test_transparent_pixels_count_as_masked_ones(tmp_path):
    picture, alpha = drawn(1), np.full((H, W), 255, np.uint8)
    alpha[:, 64:] = 0
    write(tmp_path / "a", {"a.png": np.dstack([picture] * 3 + [alpha]),
                           "b.png": np.dstack([picture] * 3)})  # fmt: skip
    table = picture_features(tmp_path / "a", params=FAST)
    write(tmp_path / "m", {"b.png": picture})
    mask = Mask("right", "box", ((64, 0), (W, H)))
    masked = picture_features(tmp_path / "m", params=FAST, crop=Crop(masks=(mask,)))
    np.testing.assert_array_equal(table.values[0], masked.values[0])
    assert not np.array_equal(table.values[0], table.values[1], equal_nan=True)
    assert "50.0% of it is transparent and left out" in table.notes[0]
    assert table.digests[0] != table.digests[1]


@pytest.mark.parametrize("deep", [False, True])
def test_color_of_transparent_pixels_counts_as_that_of_masked_ones(tmp_path, deep):
    color = np.dstack([drawn(1), drawn(2), drawn(3)])
    alpha = np.full((H, W), 255, np.uint8)
    alpha[30:60, 40:81] = 0
    both = {"a": np.dstack([color, alpha]), "m": color}
    for name, picture in both.items():
        (tmp_path / name).mkdir()
        kinds = {"photometric": "rgb"} | ({"extrasamples": ["unassalpha"]} if name == "a" else {})
        picture = picture.astype(np.uint16) * 257 if deep else picture
        tifffile.imwrite(tmp_path / name / "p.tif", picture, **kinds)
    spout = Mask("spout", "box", ((5, 5), (20, 30)))
    hole = Mask("hole", "box", ((40, 30), (81, 60)))
    params, white = FeatureParams(groups=("color",)), {"white_level": 65535} if deep else {}
    options = {"params": params, "regions": REGIONS, **white}
    clear = picture_features(tmp_path / "a", crop=Crop(masks=(spout,)), **options)
    masked = picture_features(tmp_path / "m", crop=Crop(masks=(spout, hole)), **options)
    np.testing.assert_array_equal(clear.values, masked.values)
    assert not np.array_equal(picture_features(tmp_path / "m", **options).values, clear.values)


def test_a_crop_that_holds_only_transparent_pixels_is_an_empty_row(tmp_path):
    alpha = np.zeros((H, W), np.uint8)
    alpha[:, 64:] = 255
    write(tmp_path, {"a.png": np.dstack([drawn(1)] * 3 + [alpha]), "b.png": drawn(2)})
    table = picture_features(tmp_path, params=FAST, crop=Crop(width=64))
    assert np.isnan(table.values[0]).all() and table.notes[0].startswith("transparent")
    assert np.isfinite(table.column("crop:intensity_mean")[1])


def test_pictures_of_several_sizes_share_a_thumbnail_and_refuse_pixels(tmp_path):
    small = drawn(1, (120, 160))
    large = np.kron(small, np.ones((2, 2), np.uint8))
    others = {"c.png": drawn(3, (20, 90)), "d.png": drawn(4, (1, 1))}
    write(tmp_path, {"a.png": small, "b.png": large, **others})
    table = picture_features(tmp_path, params=FAST)
    same = [n for n in table.names if "intensity" in n or n == "crop:edge_density"]
    np.testing.assert_array_equal(*table.select(same).values[:2])  # bins of 2x2 and of 4x4
    assert np.isfinite(table.column("crop:cell_orientation_1")[:3]).all()
    assert "smaller than the thumbnail" in table.notes[2] and table.notes[0] is None
    assert "pictures of 4 sizes" in table.about["notes"][0]
    assert table.about["thumbnail"]["picture_px_per_px"]["x"] == [1 / 80, 4]
    for pixels in ({"crop": Crop(width=50)}, {"regions": REGIONS}):
        with pytest.raises(CropError, match="several sizes"):
            picture_features(tmp_path, **pixels)


def test_copies_are_found_whatever_their_name_and_format(tmp_path):
    folder = write(tmp_path / "f", {"a.png": drawn(1), "b.bmp": drawn(1), "c.png": drawn(2)})
    (folder / "labels.csv").write_text("image,label\na.png,1\nb.bmp,2\nc.png,1\n")
    table = picture_features(folder, params=FAST)
    assert duplicate_pictures(table) == [[(0, 0), (0, 1)]]
    other = picture_features(write(tmp_path / "g", {"x.tif": drawn(2)}), params=FAST)
    assert duplicate_pictures(table, other) == [[(0, 0), (0, 1)], [(0, 2), (1, 0)]]
    told = " ".join(table.about["notes"])
    assert "1 picture is there more than once (a.png = b.bmp)" in told
    assert "different labels" in told


def labeled(tmp_path, text, names=("a.png", "b.png", "s/c.png"), **options):
    folder = write(tmp_path / "f", {name: drawn(k) for k, name in enumerate(names)})
    (folder / "labels.csv").write_text(text, encoding="utf-8")
    return picture_features(folder, params=FeatureParams(groups=("intensity",)), **options)


def test_labels_and_persons_stand_beside_the_pictures(tmp_path):
    text = "image;label;person\nb.png;sad, very;Ann\n./s\\c.png;happy;Bob\na.png;;Ann\n"
    table = labeled(tmp_path, text)
    assert table.labels == (None, "sad, very", "happy")
    assert table.persons == ("Ann", "Ann", "Bob")
    assert "without a label: 1 picture (a.png)" in " ".join(table.about["notes"])
    assert table.about["source"]["left_out_files"] == {}  # labels.csv is used
    frame = table.to_dataframe()
    assert list(frame["label"])[1:] == ["sad, very", "happy"] and "sha256" in frame
    unlabeled = labeled(tmp_path, text, labels="none")
    assert unlabeled.labels is None
    assert unlabeled.about["source"]["left_out_files"] == {".csv": 1}
    by_folder = labeled(tmp_path, text, labels="folders")
    assert by_folder.labels == (None, None, "s") and by_folder.persons is None
    other = tmp_path / "elsewhere.csv"
    other.write_text("Image,Label,age\nC.PNG,3,40\n")
    table = labeled(tmp_path, "nonsense", labels=other)
    assert table.labels == (None, None, "3")
    told = " ".join(table.about["notes"])
    assert (
        "columns of elsewhere.csv are not used: age" in told
        and "fitting one picture each: 1 picture" in told
    )


def test_labels_of_pictures_that_are_not_there_are_empty_rows_at_the_end(tmp_path):
    table = labeled(tmp_path, "image,label\na.png,1\nzz.png,2\na.png,1\n")
    assert table.images == ("a.png", "b.png", "s/c.png", "zz.png")
    assert table.labels == ("1", None, None, "2") and table.notes[3] == "not in the folder"
    assert np.isnan(table.values[3]).all() and np.isfinite(table.values[:3]).all()
    told = " ".join(table.about["notes"])
    assert (
        "not in the folder, with an empty row: 1 picture (zz.png)" in told
        and "more than once" in told
    )


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("image,label\na.png,1\na.png,2\n", "line 2: 1; line 3: 2"),
        ("image,label,person\na.png,1,A\nA.PNG,1,B\n", "says two things"),
        ("image,label\nc.png,1\nsub/c.png,2\nzz.png,1\n", None),
        ("image,label\nx.png,1\n", r"Nothing in labels.csv is in the folder \(1 picture\)"),
        ("image,label\n", "0 pictures"),
        ("", "an empty file"),
        ("file,class\na.png,1\n", "file, class"),
        ("image,label,label\na.png,1,2\n", "each once"),
        ("image,label\na.png,1,2\n", "Line 2"),
        ("image,label\n,1\n", "names no picture"),
        ('image,label\n"a.png,1\n', "quotation"),
    ],
)
def test_labels_that_contradict_themselves_are_refused(tmp_path, text, what):
    if what is None:
        assert labeled(tmp_path, text).labels == (None, None, "1", "2", "1")
        return
    with pytest.raises(LabelsError, match=what):
        labeled(tmp_path, text)


def test_a_name_that_could_be_two_pictures_is_refused(tmp_path):
    names = ("one/a.png", "two/a.png", "B.png", "b.png")
    with pytest.raises(LabelsError, match=r"one/a\.png, two/a\.png"):
        labeled(tmp_path, "image,label\na.png,1\n", names)
    table = labeled(tmp_path, "image,label\nb.png,1\nB.png,2\n", names)
    assert table.labels[:2] == ("2", "1")
    with pytest.raises(LabelsError, match="no folder whose name"):
        labeled(tmp_path / "flat", "", ("a.png",), labels="folders")


def test_mixed_turns_white_levels_and_animations_are_asked_about(tmp_path):
    exif = Image.Exif()
    exif[274] = 8
    folder = write(tmp_path, {"a.png": drawn(1)})
    Image.fromarray(drawn(1)).save(folder / "b.png", exif=exif)
    with pytest.raises(MouseFaceError, match="--orientation shown"):
        picture_features(folder, params=FAST)
    table = picture_features(folder, params=FAST, orientation="shown")
    assert table.notes == (None, "turned as its tag (8) asks")
    turned = picture_features(write(tmp_path / "t", {"b.png": np.rot90(drawn(1))}), params=FAST)
    np.testing.assert_array_equal(table.values[1], turned.values[0])
    stored = picture_features(folder, params=FAST, orientation="stored")
    np.testing.assert_array_equal(stored.values[0], stored.values[1])
    animated = Image.fromarray(drawn(1))
    animated.save(folder / "b.png", save_all=True, append_images=[Image.fromarray(drawn(2))])
    table = picture_features(folder, params=FAST)
    assert table.notes[1].startswith("several pictures")
    table = picture_features(folder, params=FAST, first_of_several=True)
    np.testing.assert_array_equal(table.values[0], table.values[1])
    Image.fromarray(drawn(1).astype(np.uint16) * 257).save(folder / "b.png")
    with pytest.raises(MouseFaceError, match="--white-level"):
        picture_features(folder, params=FAST)
    table = picture_features(folder, params=FAST, white_level=65535)
    np.testing.assert_array_equal(table.values[0], table.values[1])


def test_a_picture_that_changes_while_others_are_read_is_an_empty_row(tmp_path):
    from element_mouseface.core.frame_features.pictures.features import folder_features

    folder = write(tmp_path, {f"{k}.png": drawn(k) for k in range(3)})
    made = folder_features(folder, params=FAST)
    (folder / "1.png").unlink()
    Image.fromarray(drawn(7)).save(folder / "2.png", compress_level=0)
    (table,) = made.blocks(workers=1)
    assert np.isnan(table.values[1:]).all() and np.isfinite(table.values[0]).any()
    assert "has changed" in table.notes[2]


@pytest.mark.parametrize(
    "given",
    [
        {"folder": 5}, {"folder": ""}, {"folder": "a\0b"}, {"labels": 5}, {"labels": ""},
        {"workers": 0}, {"white_level": "x"}, {"orientation": "up"}, {"first_of_several": "no"},
        {"regions": "cheek"}, {"crop": (1, 2, 3, 4)}, {"params": {}}, {"face_model": 5},
        {"crop": Crop(x=900)},
    ],
)  # fmt: skip
def test_what_cannot_be_an_argument_is_refused_with_what_can(folder, given):
    with pytest.raises(MouseFaceError):
        picture_features(**{"folder": folder, "params": FAST, **given})
