"""`mouseface units`: the folder it writes, what it tells, and what it refuses."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.params import HOGParams
from element_mouseface.synthetic import LANDMARKS, frames, landmarks, plan

N = 60
SETTINGS = {
    "identity": 61,
    "seed": 5,
    "duration_s": 10.0,
    "fps": 6,
    "size_px": (200, 150),
    "events": [("tail_shock", 2.0, 3.0), ("tail_shock", 6.0, 7.0)],
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A pass over a movie, the file of its points, events, ratings of two people."""
    folder = tmp_path_factory.mktemp("lab")
    drawn = np.stack(list(frames(**SETTINGS)))
    cells = HOGParams(pixels_per_cell=(10, 10))
    mf.extract(mf.open_video(drawn, fps=6), folder / "face.zarr", cells, workers=1)
    movie = plan(**SETTINGS)
    columns = pd.MultiIndex.from_product(
        [["DLC_resnet50_faceshuffle1"], LANDMARKS, ["x", "y", "likelihood"]],
        names=["scorer", "bodyparts", "coords"],
    )
    xy = landmarks(movie)
    values = np.dstack([xy, np.ones(xy.shape[:2])]).reshape(N, -1)
    pd.DataFrame(values, columns=columns).to_csv(folder / "pointsDLC.csv")
    movie.write_events(folder / "events.csv")
    for rater in ("anna", "ben"):
        rows = {"frame": range(0, N, 3), "cheek_bulge": [k // 3 % 3 for k in range(0, N, 3)]}
        pd.DataFrame({**rows, "rater": rater}).to_csv(folder / f"{rater}.csv", index=False)
    (folder / "mapping.json").write_text(
        json.dumps(
            {
                "eye": ["eye_back", "eye_bottom", "eye_front", "eye_top"],
                "nose": ["nose_tip"],
                "whiskers": [["pad", "nose_tip"]],
                "mouth_opening": ["mouth", "lower_lip"],
            }
        )
    )
    return folder


def run(lab, *argv, code=0):
    given = [str(lab / word) if (lab / str(word)).exists() else str(word) for word in argv]
    assert main(["units", *given]) == code


def test_everything_that_help_promises_is_written(lab, tmp_path, capsys):
    out = tmp_path / "out"
    given = ["--keypoints", "pointsDLC.csv", "--events", "events.csv", "--ratings"]
    run(lab, "face.zarr", *given, "anna.csv", "ben.csv", "--window", "late=1,2", "--out", out)
    told = capsys.readouterr().out
    assert "cheek_bulge (appearance)" in told and "orbital_tightening" in told
    assert "nose_bulge (appearance)" in told and "not measured: no ratings" in told
    names = {path.name for path in out.iterdir()}
    assert names == {
        *("units.parquet", "units.csv", "summary.csv", "reference.csv", "responses.csv"),
        *("units.png", "report.json"),
    }
    units = mf.read_action_units(out)
    frame = pd.read_csv(out / "units.csv")
    assert np.allclose(frame["ear_angle"], units.values("ear_angle"), equal_nan=True)
    assert np.allclose(frame["ear_angle_se"], units.errors["ear_angle"], equal_nan=True)
    rows = pd.read_csv(out / "responses.csv")
    assert {"late", "event", "before"} <= set(rows["window"])
    assert set(rows.loc[rows["kind"] == "appearance", "unit"]) <= {
        *("cheek_bulge", "cheek_departure", "nose_departure")
    }
    report = json.loads((out / "report.json").read_text())
    assert report["kinds"]["cheek_bulge"] == "appearance"
    assert report["available"] == list(units.available)


def test_the_same_again_and_another_recording(lab, tmp_path, capsys):
    out = tmp_path / "out"
    given = ["face.zarr", "--keypoints", "pointsDLC.csv", "--no-picture", "--out", out]
    run(lab, *given)
    first = mf.read_action_units(out).digest
    run(lab, *given)
    assert mf.read_action_units(out).digest == first
    report = json.loads((out / "report.json").read_text())
    (out / "report.json").write_text(json.dumps({**report, "result_digest": "0" * 64}))
    capsys.readouterr()
    run(lab, *given, code=2)
    assert "another recording" in capsys.readouterr().err
    run(lab, *given, "--overwrite")
    (out / "units.csv").write_text("mine")
    run(lab, *given, code=2)
    assert "changed since it was written" in capsys.readouterr().err


def test_a_mapping_names_whiskers_and_mouth(lab, tmp_path):
    given = ["--keypoints", "pointsDLC.csv", "--mapping", "mapping.json", "--no-picture"]
    run(lab, "face.zarr", *given, "--out", tmp_path / "out")
    units = mf.read_action_units(tmp_path / "out")
    assert units.sources["whisker_angle"] == "keypoints"
    assert "mouth_opening" in units.available and "ear_angle" not in units.available
    run(lab, "face.zarr", *given, "--reference", tmp_path / "out", "--out", tmp_path / "other")
    other = mf.read_action_units(tmp_path / "other")
    assert {row.how for row in other.reference if row.unit == "eye_aperture"} == {"given"}


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["face.zarr", "--no-picture"], "nothing to measure"),
        (["face.zarr", "--mapping", "mapping.json"], "--keypoints"),
        (["face.zarr", "--keypoints", "pointsDLC.csv", "--no-picture", "--ratings", "anna.csv"],
         "--no-picture leaves out"),
        (["face.zarr", "--keypoints", "events.csv"], "events.csv"),
        (["face.zarr", "--events", "none.csv"], "none.csv"),
        (["face.zarr", "--reference", "face.zarr"], "holds no action units"),
        (["face.zarr", "--params", "mapping.json"], '"units"'),
        (["face.zarr", "--ratings", "events.csv"], "events.csv"),
        (["face.zarr", "--regions", "mapping.json"], "Regions cannot be made"),
        (["face.zarr", "--fps", "20"], "result folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(lab, tmp_path, capsys, argv, words):
    out = tmp_path / "out"
    run(lab, *argv, "--out", out, code=2)
    assert words in capsys.readouterr().err
    assert not (out / "report.json").exists()


def test_a_file_of_someone_else_is_kept(lab, tmp_path, capsys):
    out = tmp_path / "out"
    out.mkdir()
    (out / "units.csv").write_text("mine")
    run(lab, "face.zarr", "--keypoints", "pointsDLC.csv", "--out", out, code=2)
    assert "not written by this command" in capsys.readouterr().err
    assert (out / "units.csv").read_text() == "mine"
