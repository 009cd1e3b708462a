"""`mouseface features`: what it writes, what it tells, and what it refuses."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from element_mouseface import extract, load_keypoints, open_video, result_features
from element_mouseface.cli.main import main
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import save_regions
from element_mouseface.core.frame_features import (
    FeatureParams,
    GeometryParams,
    MotionBasis,
    read_table,
)
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures, write_movie
from tests.unit.core.keypoints.faces import face, write_facemap

N = 24
REGIONS = Regions((Region.box("cheek", 40, 20, 60, 50), Region.box("dot", 3, 3, 2, 2)))


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A movie, its pass, regions, and points: a folder that no test changes."""
    folder = tmp_path_factory.mktemp("lab")
    write_movie(folder / "face.mp4", pictures(N, height=96, width=128))
    write_movie(folder / "other.mp4", pictures(N, seed=3, height=96, width=128))
    for name in ("face", "other"):
        reader = open_video(folder / f"{name}.mp4")
        extract(reader, folder / f"{name}.zarr", HOGParams(), workers=1)
    save_regions(folder / "regions.json", REGIONS)
    write_facemap(folder / "face_FacemapPose.h5", face(N))
    return folder


def call(*words):
    return main(["features", *map(str, words)])


def test_a_result_and_its_movie_give_the_same_table(lab, tmp_path, capsys):
    given = ["--regions", lab / "regions.json"]
    assert call(lab / "face.zarr", *given, "--out", tmp_path / "a.parquet") == 0
    told = capsys.readouterr().out
    found = read_table(tmp_path / "a.parquet")
    assert f"{N} frames, {len(found.names)} features" in told
    assert "undefined: there is no frame before it" in told
    assert "too few pixels" in told and "dot:texture: 24 frames" in told
    assert "note: undefined in every frame: dot:intensity_bin_1" in told
    due = result_features(lab / "face.zarr", regions=REGIONS)
    assert found.digest == due.digest
    shutil.copy(lab / "face.mp4", tmp_path)
    assert call(tmp_path / "face.mp4", *given, "--out", tmp_path / "b.csv", "--workers", 1) == 0
    assert (tmp_path / "b.zarr" / "zarr.json").exists()
    again = read_table(tmp_path / "b.csv")
    np.testing.assert_array_equal(again.values, found.values)
    # the pass is reused, another place for it is taken, and a table is not replaced unasked
    before = (tmp_path / "b.zarr" / "zarr.json").stat().st_mtime_ns
    words = [tmp_path / "face.mp4", *given, "--out", tmp_path / "c.parquet"]
    assert call(*words, "--pass", tmp_path / "b.zarr") == 0
    assert (tmp_path / "b.zarr" / "zarr.json").stat().st_mtime_ns == before
    assert not (tmp_path / "c.zarr").exists()
    capsys.readouterr()
    assert call(*words) == 2 and "exists already" in capsys.readouterr().err
    assert call(*words, "--pass", tmp_path / "b.zarr", "--overwrite") == 0
    # other cells in the place of the pass are refused, not replaced
    extract(open_video(lab / "face.mp4"), tmp_path / "x.zarr", HOGParams(orientations=9), workers=1)
    assert call(tmp_path / "face.mp4", "--out", tmp_path / "x.parquet") == 2


@pytest.mark.parametrize("name", ["descriptors.zarr", "pass.zarr"])
def test_an_output_folder_stands_for_the_pass_in_it(lab, tmp_path, name):
    (tmp_path / "scored").mkdir()
    shutil.copytree(lab / "face.zarr", tmp_path / "scored" / name)
    assert call(tmp_path / "scored", "--out", tmp_path / "a.parquet") == 0
    assert len(read_table(tmp_path / "a.parquet")) == N
    assert call(tmp_path / "scored", "--out", tmp_path / "scored" / name / "a.parquet") == 2


def test_points_become_geometry(lab, tmp_path, capsys):
    points = lab / "face_FacemapPose.h5"
    out = tmp_path / "a.parquet"
    words = ["--distance", "mouth,paw", "--angle", "mouth,nose(tip),paw"]
    words += ["--area", "mouth,nose(tip),paw", "--direction", "mouth,paw"]
    assert call(lab / "face.zarr", "--keypoints", points, *words, "--out", out) == 0
    assert "note: distances are divided by" in capsys.readouterr().out
    geometry = GeometryParams(
        distances=(("mouth", "paw"),),
        directions=(("mouth", "paw"),),
        angles=(("mouth", "nose(tip)", "paw"),),
        areas=(("mouth", "nose(tip)", "paw"),),
    )
    due = result_features(
        lab / "face.zarr",
        keypoints=load_keypoints(points),
        params=FeatureParams(geometry=geometry),
    )
    found = read_table(out)
    assert found.names == due.names
    np.testing.assert_array_equal(found.values, due.values)
    for length, px in (("84", 84.0), ("mouth,paw", None)):
        again = ["--length", length, "--groups", "geometry", "--out", out, "--overwrite"]
        assert call(lab / "face.zarr", "--keypoints", points, *again) == 0
        table = read_table(out)
        assert table.names[0] == "points:points_found"
        assert px is None or table.about["keypoints"]["length"]["px"] == px
    assert table.about["keypoints"]["length"]["points"] == ["mouth", "paw"]
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"nose": ["paw"], "mouth": ["mouth"]}))
    words = ["--keypoints", points, "--mapping", mapping, "--out", out, "--overwrite"]
    assert call(lab / "face.zarr", *words) == 0
    assert "points:eye_area" not in read_table(out).names
    # of another movie
    short = Keypoints(face(N).names, face(9).xy, face(9).likelihood, "facemap")
    write_facemap(tmp_path / "short_FacemapPose.h5", short)
    words = ["--keypoints", tmp_path / "short_FacemapPose.h5", "--out", out, "--overwrite"]
    assert call(lab / "face.zarr", *words) == 2


def test_a_basis_is_fitted_once_and_used(lab, tmp_path, capsys):
    both = [lab / "face.zarr", lab / "other.zarr"]
    basis = tmp_path / "basis.npz"
    assert call(*both, "--fit-basis", basis, "--components", 3) == 0
    assert "3 components of 46 frames of 2 recordings" in capsys.readouterr().out
    assert call(*both, "--fit-basis", basis) == 2
    assert call(lab / "face.zarr", "--basis", basis, "--out", tmp_path / "a.csv") == 0
    table = read_table(tmp_path / "a.csv")
    assert table.names[-3:] == tuple(f"motion:component_{k}" for k in (1, 2, 3))
    assert table.about["motion_basis"]["digest"] == MotionBasis.load(basis).digest
    for words in (
        [lab / "face.mp4", "--fit-basis", tmp_path / "b.npz"],
        [lab / "face.zarr", "--fit-basis", tmp_path / "b.npz", "--out", tmp_path / "b.csv"],
        [lab / "face.zarr", lab / "face.zarr", "--fit-basis", tmp_path / "b.npz"],
        [lab / "face.zarr", "--fit-basis", lab / "face.zarr" / "b.npz"],
        [lab / "face.zarr", "--basis", lab / "regions.json", "--out", tmp_path / "b.csv"],
    ):
        assert call(*words) == 2, words
    assert not (tmp_path / "b.npz").exists()


def test_parameters_are_read_from_a_file(lab, tmp_path):
    params = tmp_path / "p.json"
    params.write_text(json.dumps({"features": {"gray_levels": 8, "groups": ["texture"]}}))
    out = tmp_path / "a.parquet"
    assert call(lab / "face.zarr", "--params", params, "--out", out) == 0
    table = read_table(out)
    assert table.about["params"]["gray_levels"] == 8
    assert {table.group(name) for name in table.names} == {"texture"}
    for text in ("[]", "{", '{"features": {"grey_levels": 8}}', '{"hog": {}}', '{"features": 1}'):
        params.write_text(text)
        assert call(lab / "face.zarr", "--params", params, "--out", out, "--overwrite") == 2


def test_what_cannot_be_is_refused_before_anything_is_written(lab, tmp_path, capsys):
    zarr, out = lab / "face.zarr", tmp_path / "a.parquet"
    points = lab / "face_FacemapPose.h5"
    refused = {
        "nothing to write": [zarr],
        "no ending": [zarr, "--out", tmp_path / "a"],
        "another ending": [zarr, "--out", tmp_path / "a.h5"],
        "into the pass": [zarr, "--out", zarr / "a.parquet"],
        "no folder": [zarr, "--out", tmp_path / "none" / "a.parquet"],
        "onto an input": [zarr, "--params", tmp_path / "a.csv", "--out", tmp_path / "a.csv"],
        "options of movies": [zarr, "--out", out, "--crop", "1,2,30,40"],
        "a pass of a pass": [zarr, "--out", out, "--pass", tmp_path / "x.zarr"],
        "no result": [tmp_path / "none.zarr", "--out", out],
        "no movie": [tmp_path / "none.mp4", "--out", out],
        "two results": [zarr, lab / "other.zarr", "--out", out],
        "an unknown group": [zarr, "--out", out, "--groups", "hue"],
        "no group": [zarr, "--out", out, "--groups", ","],
        "geometry without points": [zarr, "--out", out, "--groups", "geometry"],
        "an angle without points": [zarr, "--out", out, "--angle", "a,b,c"],
        "a wrong angle": [zarr, "--out", out, "--keypoints", points, "--angle", "mouth,paw"],
        "an unknown point": [zarr, "--out", out, "--keypoints", points, "--distance", "paw,tail"],
        "no length": [zarr, "--out", out, "--keypoints", points, "--length", "-3"],
        "a nan": [zarr, "--out", out, "--keypoints", points, "--length", "nan"],
        "no regions": [zarr, "--out", out, "--regions", tmp_path / "none.json"],
        "no signals": [zarr, "--out", out, "--signals", tmp_path],
        "no workers": [zarr, "--out", out, "--workers", 0],
    }
    for what, words in refused.items():
        assert call(*words) == 2, what
        assert "Traceback" not in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_small_crop_is_told(lab, tmp_path, capsys):
    shutil.copy(lab / "face.mp4", tmp_path)
    for crop, told in (("0,0,64,64", True), ("0,0,96,64", False)):
        out = tmp_path / f"{told}.parquet"
        assert call(tmp_path / "face.mp4", "--crop", crop, "--out", out) == 0
        assert ("they are repeated" in capsys.readouterr().out) == told
        assert read_table(out).about["thumbnail"]["pixels_repeated"] == told


def test_a_movie_is_not_passed_over_for_nothing(lab, tmp_path):
    """What no pass can make right is refused before the pass."""
    (tmp_path / "in").mkdir()
    movie = shutil.copy(lab / "face.mp4", tmp_path / "in")
    points = lab / "face_FacemapPose.h5"
    shown = sorted(tmp_path.iterdir())
    for words in (
        ["--regions", lab / "regions.json", "--crop", "110,0,18,96"],
        ["--keypoints", points, "--distance", "paw,tail"],
        ["--keypoints", points, "--offset", "9999,0"],
        ["--groups", "nothing"],
        ["--basis", points],
    ):
        assert call(movie, *words, "--out", tmp_path / "a.parquet") == 2, words
        assert sorted(tmp_path.iterdir()) == shown
