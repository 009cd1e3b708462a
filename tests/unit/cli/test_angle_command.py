"""`mouseface angle`: the folder it writes, what it tells, and what it refuses."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pandas as pd
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.params import HOGParams
from element_mouseface.synthetic import LANDMARKS, Confounds, frames, landmarks, plan
from tests.unit.core.face_angle.stereo import head, rig, seen, turning

N = 40


def dlc(path, xy, names=LANDMARKS):
    """A CSV as DeepLabCut writes it."""
    columns = pd.MultiIndex.from_product(
        [["DLC_resnet50_faceshuffle1"], names, ["x", "y", "likelihood"]],
        names=["scorer", "bodyparts", "coords"],
    )
    values = np.dstack([xy, np.ones(xy.shape[:2])]).reshape(len(xy), -1)
    pd.DataFrame(values, columns=columns).to_csv(path)
    return str(path)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A pass over a movie with planted roll, its points, and a second camera's."""
    folder = tmp_path_factory.mktemp("lab")
    settings = {
        "identity": 61,
        "seed": 5,
        "duration_s": 10.0,
        "fps": 4,
        "size_px": (320, 240),
        "events": [],
        "confounds": Confounds(roll_deg=5.0),
    }
    drawn = np.stack(list(frames(**settings)))
    cells = HOGParams(pixels_per_cell=(16, 16))
    mf.extract(mf.open_video(drawn, fps=4), folder / "face.zarr", cells, workers=1)
    rng = np.random.default_rng(0)
    xy = landmarks(plan(**settings))
    dlc(folder / "points.csv", xy + 0.3 * rng.standard_normal(xy.shape))
    shape = np.random.default_rng(5).uniform(-4, 4, (7, 3))
    for name, form in (("solid", shape), ("flat", shape * [1, 1, 0])):
        pixels = seen(rig(), head(turning(N, 4), form))
        names = [f"p{k}" for k in range(7)]
        for which, side in zip(pixels, ("first", "second"), strict=True):
            dlc(
                folder / f"{name}_{side}.csv", which + 0.1 * rng.standard_normal(which.shape), names
            )
    storage = cv2.FileStorage(str(folder / "stereo.yml"), cv2.FILE_STORAGE_WRITE)
    for key, value in {
        "M1": rig().first.matrix,
        "D1": rig().first.distortion,
        "M2": rig().second.matrix,
        "D2": rig().second.distortion,
        "R": rig().rotation,
        "T": rig().translation,
    }.items():
        storage.write(key, value)
    storage.release()
    return folder


def run(lab, out, *options):
    return main(["angle", str(lab / "face.zarr"), "--out", str(out), "--workers", "1", *options])


def test_one_camera(lab, tmp_path, capsys):
    out = tmp_path / "angle"
    assert run(lab, out, "--keypoints", str(lab / "points.csv")) == 0
    told = capsys.readouterr().out
    assert "both rolls agree: equal within their errors in " in told
    assert "one camera cannot tell yaw and pitch" in told
    files = {"angle.csv", "summary.csv", "points.csv", "picture.npz", "angle.png", "report.json"}
    assert {path.name for path in out.iterdir()} == files
    table = pd.read_csv(out / "angle.csv")
    assert len(table) == N and table["yaw_deg"].isna().all()
    assert (table["views_reason"] == "one_camera").all()
    before = (out / "angle.csv").read_bytes()
    # the same again, in place
    assert run(lab, out, "--keypoints", str(lab / "points.csv")) == 0
    assert (out / "angle.csv").read_bytes() == before
    # what is of another recording is not replaced
    report = json.loads((out / "report.json").read_text())
    report["about"]["result_digest"] = "0" * 64
    (out / "report.json").write_text(json.dumps(report))
    assert run(lab, out, "--no-picture", "--keypoints", str(lab / "points.csv")) == 2
    assert "the face angle of another recording" in capsys.readouterr().err
    assert (out / "angle.csv").read_bytes() == before
    # what was edited is not replaced
    (out / "angle.csv").write_text("mine")
    assert run(lab, out, "--no-picture", "--keypoints", str(lab / "points.csv")) == 2
    assert "angle.csv, changed since it was written" in capsys.readouterr().err
    options = ["--no-picture", "--overwrite", "--keypoints", str(lab / "points.csv")]
    assert run(lab, out, *options, "--stable", "eye_front,eye_back, ear_base") == 0
    assert not (out / "picture.npz").exists()
    assert mf.read_face_angle(out).params.stable == ("eye_front", "eye_back", "ear_base")


def two_cameras(lab, name, *more):
    return [
        *("--keypoints", str(lab / f"{name}_first.csv"), "--allow-outside", "--no-picture"),
        *("--second-keypoints", str(lab / f"{name}_second.csv")),
        *("--calibration", str(lab / "stereo.yml"), *more),
    ]


def test_two_cameras_and_a_flat_set(lab, tmp_path, capsys):
    assert run(lab, tmp_path / "solid", *two_cameras(lab, "solid")) == 0
    assert "yaw           40 frames" in capsys.readouterr().out
    angle = mf.read_face_angle(tmp_path / "solid")
    truth = np.degrees(turning(N, 4)[:, 1])
    assert np.abs(angle.yaw_deg - truth + np.median(truth)).max() < 1
    assert run(lab, tmp_path / "flat", *two_cameras(lab, "flat")) == 0
    assert "two poses look alike; both are told" in capsys.readouterr().out
    assert np.isnan(mf.read_face_angle(tmp_path / "flat").yaw_deg).all()
    assert len(pd.read_csv(tmp_path / "flat" / "two_poses.csv").dropna()) == N


def test_what_does_not_fit_is_refused_before_the_work(lab, tmp_path, capsys):
    points = ["--keypoints", str(lab / "points.csv")]
    (tmp_path / "late.txt").write_text("\n".join(str(k / 4 + 100) for k in range(N)))
    bad = tmp_path / "bad.yml"
    bad.write_text("M1: 3")
    cases = [
        (["--stable", "a,b,c"], "there are none"),
        ([*points, "--stable", "a,b,c"], "no keypoint 'a'"),
        ([*points, "--stable", "eye_front,eye_back"], "too few points"),
        (["--no-picture"], "nothing to measure"),
        ([*points, "--no-picture", "--region", "box:1,1:90,90"], "--region is of the picture"),
        (["--region", "box:1,1:900,90"], "outside the frame"),
        (["--region", "blob:1,1:90,90"], "no shape"),
        (["--reference-frames", "5"], "--reference-frames cannot be used"),
        (["--reference-frames", "400:500"], "not in the recording"),
        (["--min-likelihood", "7"], "out of range"),
        ([*points, "--second-keypoints", str(lab / "points.csv")], "no --calibration"),
        (["--calibration", str(lab / "stereo.yml")], "no --second-keypoints, --keypoints"),
        ([*two_cameras(lab, "solid")[:-1], str(bad)], "no calibration of two cameras"),
        ([*two_cameras(lab, "solid")[:-1], "none.yml"], "none.yml"),
        (two_cameras(lab, "solid", "--second-times", str(tmp_path / "late.txt")), "same moments"),
        (two_cameras(lab, "solid", "--cameras", "a", "b"), "Anipose"),
        (["--fps", "30"], "cannot be used with a result folder"),
    ]
    for options, told in cases:
        assert run(lab, tmp_path / "out", *options) == 2, options
        assert told in capsys.readouterr().err, options
    assert not (tmp_path / "out" / "report.json").exists()
    assert run(lab, lab / "points.csv") == 2
    assert run(lab, lab / "face.zarr") == 2
    assert main(["angle", str(tmp_path / "none.mp4"), "--out", str(tmp_path / "o")]) == 2
