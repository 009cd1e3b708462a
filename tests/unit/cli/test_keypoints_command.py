"""`mouseface keypoints`: what it tells, what it writes, and what it refuses."""

from __future__ import annotations

import csv
import json
import pickle

import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.keypoints import Keypoints
from tests.contract.movies import pictures, write_movie
from tests.unit.core.keypoints.faces import face, write_csv, write_facemap
from tests.unit.core.keypoints.test_tracking import metadata

N = 12


@pytest.fixture(scope="module")
def filmed(tmp_path_factory):
    """Two movies with points tracked on each."""
    folder = tmp_path_factory.mktemp("points")
    truth = face(2 * N)
    for k in range(2):
        write_movie(folder / f"part_{k}.mp4", pictures(N, seed=k, height=96, width=128))
        rows = slice(k * N, (k + 1) * N)
        part = Keypoints(truth.names, truth.xy[rows], truth.likelihood[rows], "facemap")
        write_facemap(folder / f"part_{k}_FacemapPose.h5", part)
    return folder, truth


def test_points_of_several_files_as_one_table(filmed, tmp_path, capsys):
    folder, truth = filmed
    movies = [str(folder / f"part_{k}.mp4") for k in range(2)]
    points = [str(folder / f"part_{k}_FacemapPose.h5") for k in range(2)]
    out = tmp_path / "points.csv"
    assert main(["keypoints", *movies, "--points", *points, "--out", str(out)]) == 0
    told = capsys.readouterr().out
    assert "24 frames, 15 points by facemap" in told and "trace eye_area" in told
    with open(out, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["frame"] for row in rows] == [str(k) for k in range(2 * N)]
    nose = truth.names.index("nose(tip)")
    assert np.allclose([float(r["nose(tip)_x_px"]) for r in rows], truth.xy[:, nose, 0], atol=1e-4)
    assert np.allclose([float(r["nose_y_px"]) for r in rows], truth.xy[:, nose, 1], atol=1e-4)
    # the files the other way round, one file alone, and one too many
    for given, words in (
        (points[:1], "another number of frames"),
        ([*points, points[0]], "differs from that of"),
    ):
        assert main(["keypoints", *movies, "--points", *given]) == 2
        assert words in capsys.readouterr().err


def test_what_tracked_them_is_told_and_checked(filmed, tmp_path, capsys):
    folder, _ = filmed
    path = tmp_path / "a_FacemapPose.h5"
    path.write_bytes((folder / "part_0_FacemapPose.h5").read_bytes())
    call = ["keypoints", str(folder / "part_0.mp4"), "--points", str(path)]
    beside, out = tmp_path / "a_FacemapPose_metadata.pkl", tmp_path / "points.csv"
    said = metadata(face(N), image_size=([96], [128]), bbox=[0, 96, 0, 128])
    beside.write_bytes(pickle.dumps(said))
    assert main(call) == 0
    told = capsys.readouterr().out
    assert "tracked by Facemap (facemap)" in told
    assert "the model saw rows 0 to 95, columns 0 to 127" in told
    for other, words in (
        ({"image_size": ([128], [96])}, "frame size"),
        ({"bbox": [0, 128, 0, 96]}, "rows first"),
        ({"bbox": [90, 96, 0, 6]}, "outside the bounding box"),
        ({"bodyparts": ["tail"]}, "body parts"),
    ):
        beside.write_bytes(pickle.dumps({**said, **other}))
        assert main([*call, "--out", str(out)]) == 2
        assert words in capsys.readouterr().err and not out.exists()


def test_names_that_no_mapping_knows(filmed, tmp_path, capsys):
    folder, truth = filmed
    names = ("snout", *(f"p{k}" for k in range(14)))
    strange = Keypoints(names, truth.xy[:N], truth.likelihood[:N], "deeplabcut")
    table = write_csv(tmp_path / "a.csv", strange, "DLC_resnet50")
    call = ["keypoints", str(folder / "part_0.mp4"), "--points", str(table)]
    assert main(call) == 0
    assert "note: no trace of the face" in capsys.readouterr().out
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps({"nose": ["snout"]}))
    assert main([*call, "--mapping", str(mapping)]) == 0
    assert "trace nose_x" in capsys.readouterr().out
    for text in ("[1]", "{", '{"nose": ["gone"]}', '{"nose": 3}', '{"ears": []}'):
        mapping.write_text(text)
        assert main([*call, "--mapping", str(mapping)]) == 2
    assert main([*call, "--offset", "1"]) == 2
    assert main([*call, "--offset", "900,0"]) == 2
    assert "--offset" in capsys.readouterr().err
