"""`mouseface failures` as it is typed: what it writes, tells and refuses."""

from __future__ import annotations

import json
import sys

import numpy as np
import pandas as pd
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.failures.folder import read_study
from element_mouseface.core.results.prediction_folder import write_prediction
from element_mouseface.synthetic import FrameFaults, film


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A film with dark bouts, the pass over it, and tables that say which frames failed."""
    folder = tmp_path_factory.mktemp("given")
    movie = film(
        folder / "face.mp4",
        identity=2,
        seed=3,
        duration_s=24,
        fps=10,
        size_px=(96, 72),
        events=[],
        faults=[FrameFaults("dark", bouts_per_min=15, strength=2.2)],
    )
    mf.extract(mf.open_video(movie.path), folder / "face.zarr")
    failed = movie.truth["faults"][:, 0] > 0.5
    likelihood = np.where(failed, 0.3, 0.9)
    table = pd.DataFrame({"frame": np.arange(len(failed)), "p": likelihood, "few": 0})
    table.loc[:9, "few"] = 1
    table.to_csv(folder / "tracker.csv", index=False)
    points = {"scorer": ["bodyparts", "coords", *range(len(failed))]}
    for column, (name, values) in enumerate(
        [
            ("x", np.full(len(failed), 40.0)),
            ("y", np.full(len(failed), 30.0)),
            ("likelihood", likelihood),
        ]
    ):
        points[f"net.{column}"] = ["eye_top", name, *values]
    frame = pd.DataFrame(points)
    frame.columns = ["scorer", "net", "net", "net"]
    frame.to_csv(folder / "points.csv", index=False)
    return folder, failed


def run(folder, *words):
    return main(["failures", str(folder / "face.zarr"), *map(str, words)])


def test_a_column_says_what_failed(given, tmp_path, capsys):
    folder, failed = given
    answer = tmp_path / "again.py"
    answer.write_text(
        "import sys, pathlib, cv2\n"
        "with open(sys.argv[2], 'w') as out:\n"
        "    print('image,failed', file=out)\n"
        "    for path in sorted(pathlib.Path(sys.argv[1]).glob('*.png')):\n"
        "        print(f'{path.name},{int(cv2.imread(str(path)).mean() < 40)}', file=out)\n"
    )
    out = tmp_path / "out"
    words = ["--failed", f"column:{folder / 'tracker.csv'}:p<0.6", "--out", out]
    words += ["--video", folder / "face.mp4"]
    words += ["--again", f"{sys.executable} {answer} {{images}} {{out}}"]
    assert run(folder, *words) == 0
    told = capsys.readouterr().out
    assert "Frames fail when they are dark" in told
    found = read_study(out)
    np.testing.assert_array_equal(found.failed, failed)
    assert found.causes[0].cause == "dark"
    tried = {(row.remedy, row.measure): row for row in found.remedies}
    assert tried["stretch", "failed"].share_gained == 1
    for name in ("stacks.png", "causes.png", "attributions.png"):
        assert (out / name).stat().st_size > 10_000
    report = json.loads((out / "report.json").read_text())
    assert report["told"][1] in told
    # again with too few failures: figures and rows of the former study are gone
    words[1] = f"column:{folder / 'tracker.csv'}:few"
    assert run(folder, *words) == 0
    assert "too few" in capsys.readouterr().out
    assert read_study(out).state == "too few"
    assert not (out / "stacks.png").exists()
    report = json.loads((out / "report.json").read_text())
    other = {**report, "about": {**report["about"], "result": {"digest": "0" * 64}}}
    (out / "report.json").write_text(json.dumps(other))
    assert run(folder, *words) == 2
    assert "the study of another recording" in capsys.readouterr().err
    (out / "report.json").write_text(json.dumps(report))
    (out / "causes.csv").write_text("mine\n")
    assert run(folder, *words) == 2
    assert "causes.csv" in capsys.readouterr().err
    assert (out / "causes.csv").read_text() == "mine\n"


def test_points_and_flags(given, tmp_path, capsys):
    folder, failed = given
    words = ["--failed", "points:eye_top", "--keypoints", folder / "points.csv"]
    words += ["--source", "deeplabcut"]
    assert run(folder, *words, "--out", tmp_path / "points") == 0
    np.testing.assert_array_equal(read_study(tmp_path / "points").failed, failed)
    assert run(folder, "--failed", "flag:black", "--out", tmp_path / "flag") == 0
    found = read_study(tmp_path / "flag")
    assert found.about["flags"] == ["black"]
    assert found.failed.sum() == (mf.open_result(folder / "face.zarr").flags & 4 > 0).sum()


def test_a_prediction_against_labels(given, tmp_path):
    folder, failed = given
    result = mf.open_result(folder / "face.zarr")
    ethogram = Ethogram((Behavior("licking"),))
    truth = np.arange(len(failed)) // 20 % 2 == 1
    said = truth ^ failed
    prediction = Prediction(
        ethogram,
        np.where(said, 0.9, 0.1).astype(np.float32)[:, None],
        said[:, None],
        result.times_s,
        result.flags,
        ("fitted",),
        movie="face.mp4",
    )
    (tmp_path / "predicted").mkdir()
    write_prediction(prediction, tmp_path / "predicted")
    matrix = truth.astype(np.int8)[:, None]
    matrix[:10] = -1  # nobody looked at these
    labels = tmp_path / "labels.csv"
    mf.write_labels(labels, mf.Labels.from_matrix(ethogram, matrix), to="deepethogram")
    words = ["--failed", f"misclassified:{tmp_path / 'predicted'}:{labels}"]
    assert run(folder, *words, "--out", tmp_path / "out") == 0
    found = read_study(tmp_path / "out")
    assert found.known.tolist() == [k >= 10 for k in range(len(failed))]
    np.testing.assert_array_equal(found.failed[10:], failed[10:])
    assert found.what == "misclassified:licking"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["--failed", "blinks"], "does not say what failed"),
        (["--failed", "points:eye_top"], "--keypoints"),
        (["--failed", "flag:dim"], "no such flag"),
        (["--failed", "flag"], "name of a flag"),
        (["--failed", "column:nowhere.csv:p"], "not there"),
        (["--failed", "column:{table}:q"], "no column 'q'"),
        (["--failed", "column:{table}:p"], "yes or no"),
        (["--failed", "column:{table}:p<x"], "not a condition"),
        (["--failed", "column:{table}"], "names no column"),
        (["--failed", "score:{table}"], "score"),
        (["--failed", "undefined:crop:intensity_mean"], "table of features"),
        (["--failed", "face"], "table of features"),
        (["--failed", "flag:black", "--again", "x {images} {out}"], "--again"),
        (["--failed", "flag:black", "--features", "nowhere.parquet"], "nowhere.parquet"),
    ],
)
def test_what_cannot_be_used_is_refused(given, tmp_path, capsys, words, what):
    folder, _ = given
    words = [word.replace("{table}", str(folder / "tracker.csv")) for word in words]
    assert run(folder, *words, "--out", tmp_path / "out") == 2
    assert what in capsys.readouterr().err
