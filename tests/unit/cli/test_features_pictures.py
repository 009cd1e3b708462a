"""`mouseface features IMAGES`: folders of still pictures as they are typed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from element_mouseface import picture_features, read_table
from element_mouseface.cli.main import main
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import save_regions
from element_mouseface.core.frame_features import FeatureParams
from element_mouseface.params import Crop, Mask

GROUPS = ["--groups", "intensity,quality"]


@pytest.fixture
def faces(tmp_path):
    folder = tmp_path / "faces"
    y, x = np.mgrid[:72, :96]
    for name, step in (("happy/1", 5), ("happy/2", 7), ("sad/1", 11)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(((x * step + y) % 256).astype(np.uint8)).save(folder / f"{name}.png")
    (folder / "sad" / "2.png").write_bytes(b"")
    (folder / "Thumbs.db").write_bytes(b"x")
    return folder


def call(*words):
    return main(["features", *map(str, words)])


def test_a_folder_becomes_a_table_of_its_pictures(faces, tmp_path, capsys):
    out = tmp_path / "features.parquet"
    assert call(faces, "--labels", "folders", "--out", out, *GROUPS) == 0
    told = capsys.readouterr().out
    for part in (
        *("4 pictures, ", "1 cannot be read", "4 with a label, 2 different ones"),
        *("left out: 1 .db", "1 truncated (first: sad/2.png)", f"written: {out}"),
    ):
        assert part in told
    table = read_table(out)
    params = FeatureParams(groups=("intensity", "quality"))
    assert table.digest == picture_features(faces, labels="folders", params=params).digest
    assert table.labels == ("happy", "happy", "sad", "sad") and np.isnan(table.values[3]).all()
    assert call(faces, "--out", out, *GROUPS) == 2 and "--overwrite" in capsys.readouterr().err
    assert call(faces, "--out", out, *GROUPS, "--overwrite") == 0
    assert "--labels folders" in capsys.readouterr().out and read_table(out).labels is None


def test_crops_regions_and_labels_are_given_as_for_movies(faces, tmp_path, capsys):
    (faces / "sad" / "2.png").unlink()
    (faces / "labels.csv").write_text("image,label,person\nsad/1.png,3,Ann\n")
    save_regions(tmp_path / "r.json", Regions((Region.box("cheek", 20, 10, 40, 40),)))
    given = ["--crop", "10,5,80,60", "--mask", "spout=box:20,20:30,30"]
    given += ["--regions", tmp_path / "r.json", "--workers", "1"]
    assert call(faces, *given, *GROUPS, "--out", tmp_path / "f.csv") == 0
    assert "1 with a label" in capsys.readouterr().out
    table = read_table(tmp_path / "f.csv")
    mask = Mask("spout", "box", ((20, 20), (30, 30)))
    same = picture_features(
        faces,
        crop=Crop(10, 5, 80, 60, (mask,)),
        regions=[Region.box("cheek", 20, 10, 40, 40)],
        params=FeatureParams(groups=("intensity", "quality")),
    )
    assert table.digest == same.digest and table.persons == (None, None, "Ann")


def test_with_a_rate_the_folder_is_a_movie(faces, tmp_path):
    out = tmp_path / "f.parquet"
    assert call(faces / "happy", "--fps", 10, "--out", out, *GROUPS) == 0
    assert read_table(out).kind == "frames"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--keypoints", "points.h5"], "--keypoints cannot be used with a folder of still"),
        (["--pass", "p.zarr"], "--pass"),
        (["--accept-truncated"], "--accept-truncated"),
        (["--fps", "10", "--labels", "none"], "--labels cannot be used with a movie"),
        (["--labels", "absent.csv"], "no file of labels"),
        (["--white-level", "255"], "does not apply"),
        (["--groups", "color"], "no feature to compute"),
        (["--groups", "geometry"], "no feature to compute"),
        (["--face-model", "absent.task"], "There is no face model"),
        (["--face-confidence", "0.5"], "needs --face-model"),
        (["--crop", "0,0,500,500"], "outside the frame"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_written(
    faces, tmp_path, options, said, capsys
):
    out = tmp_path / "out.parquet"
    assert call(faces, "--out", out, *options) == 2
    assert said in capsys.readouterr().err and not out.exists()


def test_no_table_is_written_over_a_picture_or_its_labels(faces, tmp_path, capsys):
    labels = faces / "l.csv"
    labels.write_text("image,label\nsad/1.png,3\n")
    for out in (labels, faces / "happy" / "1.png"):
        before = out.read_bytes()
        assert call(faces, "--labels", labels, "--out", out, "--overwrite", *GROUPS) == 2
        assert out.read_bytes() == before
    assert call(faces) == 2 and "--out" in capsys.readouterr().err
    assert call(tmp_path / "none", "--out", tmp_path / "f.csv") == 2
    (tmp_path / "empty").mkdir()
    assert call(tmp_path / "empty", "--out", tmp_path / "f.csv") == 2
    assert "holds no pictures" in capsys.readouterr().err
