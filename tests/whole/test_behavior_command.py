"""`mouseface behavior train`, `predict`, `evaluate` and `next`, as they are typed.

Movies of a few seconds, in which a bright bar is there when the behavior is: what is tested is
the way from a list of movies to files, and what is refused on it.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import f1_score

from element_mouseface.cli.behavior.training_job import checked
from element_mouseface.cli.main import build_parser, main
from element_mouseface.core.behavior.formats import read_labels
from element_mouseface.core.results.prediction_folder import read_prediction
from tests.contract.movies import write_movie

N, RATE = 240, 30
NAMES = ("lick", "blink, left")
#: few trees, few pictures: the movies are small
PARAMS = {
    "features": {"windows_s": [0.1], "picture_components": 4, "cell_components": 4,
                 "align": False, "motion_s": 0.033},
    "learning": {"iterations": 10, "inner_folds": 2, "beside": []},
    "hog": {"pixels_per_cell": [16, 16]},
}  # fmt: skip


def shown(seed: int) -> np.ndarray:
    """Bouts of two behaviors, (frames, 2) bool."""
    rng = np.random.default_rng(seed)
    found = np.zeros((N, 2), bool)
    for first in range(12, N - 20, 40):
        start = first + int(rng.integers(0, 8))
        found[start : start + int(rng.integers(8, 16)), 0] = True
    found[60:66, 1] = found[150:157, 1] = True
    return found


def filmed(path: Path, seed: int) -> np.ndarray:
    """A movie of noise over a texture, with a bar for each behavior; gives what it shows."""
    rng = np.random.default_rng(seed)
    frames = rng.integers(60, 90, (64, 96))[None] + rng.normal(0, 3, (N, 64, 96))
    present = shown(seed)
    frames[present[:, 0], 40:60, 30:66] = 190
    frames[present[:, 1], 8:20, 60:80] = 30
    write_movie(path, np.clip(frames, 0, 255).astype(np.uint8), fps=RATE, crf="20")
    return present


def write_table(path: Path, present: np.ndarray) -> None:
    """DeepEthogram's layout."""
    with open(path, "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["", "background", *NAMES])
        for frame, row in enumerate(present.astype(int)):
            rows.writerow([frame, int(not row.any()), *row])


def ran(*typed: object) -> int:
    return main(["behavior", *map(str, typed)])


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Three animals, their labels, the list, a trained classifier, and a prediction."""
    folder = tmp_path_factory.mktemp("lab")
    present = {}
    with open(folder / "movies.csv", "w") as file:
        file.write("video,labels,animal\n")
        for seed in (1, 2, 3):
            present[seed] = filmed(folder / f"m{seed}.mp4", seed)
            write_table(folder / f"m{seed}.csv", present[seed])
            file.write(f"m{seed}.mp4,{folder / f'm{seed}.csv'},mouse {seed}\n")
    present[4] = filmed(folder / "m4.mp4", 4)
    write_table(folder / "m4.csv", present[4])
    (folder / "params.json").write_text(json.dumps(PARAMS))
    lab = SimpleNamespace(folder=folder, out=folder / "bars", present=present)
    lab.train = ["train", folder / "movies.csv", "--params", folder / "params.json"]
    lab.train += ["--workers", 1]
    assert ran(*lab.train, "--out", lab.out) == 0
    lab.predicted = folder / "predicted"
    predict = ["predict", folder / "m4.mp4", "--classifier", lab.out, "--workers", 1]
    lab.predict = predict
    assert ran(*predict, "--out", lab.predicted) == 0
    return lab


def rows_of(path: Path) -> list[dict[str, str]]:
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_report_says_what_was_held_out_and_its_figures_are_those_of_the_tables(lab):
    report = json.loads((lab.out / "report.json").read_text())
    assert report["left_out"] == "animal" and not report["within_one_movie"]
    assert [movie["animal"] for movie in report["movies"]] == ["mouse 1", "mouse 2", "mouse 3"]
    assert {(movie["method"], movie["based_on"]) for movie in report["movies"]} == {("manual", "")}
    assert {row["left_out"] for row in rows_of(lab.out / "folds.csv")} == {
        "mouse 1", "mouse 2", "mouse 3"
    }  # fmt: skip
    metrics = {
        (row["behavior"], row["metric"]): float(row["value"])
        for row in rows_of(lab.out / "metrics.csv")
        if row["estimator"] == "boosted" and row["value"]
    }
    assert metrics["lick", "f1"] > 0.9
    thresholds = {row["behavior"]: row for row in rows_of(lab.out / "thresholds.csv")}
    assert set(thresholds) == set(NAMES)
    for name in ("precision_recall", "calibration", "confusion", "learning_curve", "examples"):
        assert (lab.out / f"{name}.png").stat().st_size > 5000
    assert len(list((lab.out / "passes").glob("*.zarr"))) == 3
    assert not (lab.out / "unfinished.json").exists()


def test_a_prediction_has_a_row_a_frame_and_its_bouts_are_labels(lab):
    rows = rows_of(lab.predicted / "probabilities.csv")
    assert list(rows[0]) == ["frame", "time_s", *NAMES, "flags"] and len(rows) == N
    found = read_prediction(lab.predicted)
    p = np.array([[float(row[name]) for name in NAMES] for row in rows], np.float32)
    np.testing.assert_array_equal(found.probability, p)
    assert found.present[0].dtype == bool and found.movie == "m4.mp4"
    assert f1_score(lab.present[4][:, 0], found.present[:, 0]) > 0.85
    labels = read_labels(lab.predicted / "labels.csv", n_frames=N)
    np.testing.assert_array_equal(labels.matrix() == 1, found.present)
    bouts = rows_of(lab.predicted / "bouts.csv")
    assert len(bouts) == sum(len(rows) for rows in found.bouts.values())
    for row in bouts:
        first, stop = int(row["first_frame"]), int(row["stop_frame"])
        assert found.present[first:stop, NAMES.index(row["behavior"])].all()
    summary = {row["behavior"]: row for row in rows_of(lab.predicted / "summary.csv")}
    assert float(summary["lick"]["share"]) == pytest.approx(found.present[:, 0].mean(), abs=1e-3)
    assert (lab.predicted / "ethogram.png").stat().st_size > 5000
    report = json.loads((lab.predicted / "report.json").read_text())
    trained = json.loads((lab.out / "report.json").read_text())
    assert report["classifier_digest"] == trained["classifier_digest"]


def test_the_same_again_computes_nothing_and_something_else_is_not_replaced(lab, capsys):
    before = {p: p.read_bytes() for p in lab.out.iterdir() if p.is_file()}
    assert ran(*lab.train, "--out", lab.out) == 0
    assert "trained before" in capsys.readouterr().out
    assert ran(*lab.train, "--out", lab.out, "--behavior", "lick") == 2
    assert "--overwrite" in capsys.readouterr().err
    assert {p: p.read_bytes() for p in lab.out.iterdir() if p.is_file()} == before


def test_evaluation_is_of_the_frames_that_a_person_labeled(lab, tmp_path, capsys):
    table = tmp_path / "t.csv"
    labels = lab.folder / "m4.csv"
    picture = tmp_path / "p.png"
    typed = ["evaluate", lab.predicted, "--labels", labels, "--out", table, "--picture", picture]
    assert ran(*typed) == 0
    row = rows_of(table)[0]
    found = read_prediction(lab.predicted)
    expected = f1_score(lab.present[4][:, 0], found.present[:, 0])
    assert float(row["f1"]) == pytest.approx(expected)
    assert float(row["chance"]) == pytest.approx(lab.present[4][:, 0].mean())
    assert picture.exists()
    assert ran(*typed[:-4], "--fps", 30) == 2
    assert "has the frames and times of its movie" in capsys.readouterr().err
    assert ran("evaluate", lab.predicted, "--labels", lab.folder / "movies.csv") == 2


def test_labels_of_another_video_are_refused_in_an_evaluation(lab, tmp_path, capsys):
    labels, boris = lab.folder / "m4.csv", tmp_path / "events.csv"
    named = ["convert", labels, boris, "--to", "boris-tabular"]
    assert ran(*named, "--video", lab.folder / "m1.mp4") == 0
    of_two_files = ["evaluate", labels, "--labels", boris, "--video", lab.folder / "m4.mp4"]
    for typed in (["evaluate", lab.predicted, "--labels", boris], of_two_files):
        assert ran(*typed) == 2
        told = capsys.readouterr().err
        assert "belongs to another video" in told and "'m1'" in told and "'m4'" in told
        assert ran(*typed, "--believe", "video") == 0


def test_a_movie_that_was_trained_on_is_told_where_it_is_predicted_and_evaluated(
    lab, tmp_path, capsys
):
    typed = ["--classifier", lab.out, "--workers", 1, "--out", tmp_path / "p"]
    assert ran("predict", lab.folder / "m1.mp4", *typed) == 0
    assert "trained on this movie" in capsys.readouterr().out
    assert ran("evaluate", tmp_path / "p", "--labels", lab.folder / "m1.csv") == 0
    assert "trained on this movie" in capsys.readouterr().out
    assert ran("evaluate", lab.predicted, "--labels", lab.folder / "m4.csv") == 0
    assert "trained on" not in capsys.readouterr().out


def test_labels_corrected_in_place_are_not_replaced_and_edited_tables_are_refused(
    lab, tmp_path, capsys
):
    out = tmp_path / "again"
    shutil.copytree(lab.predicted, out)
    assert ran(*lab.predict, "--out", out) == 0  # as it was written: it may be written again
    with open(out / "labels.csv", "a") as file:
        file.write("\n")
    corrected = (out / "labels.csv").read_bytes()
    assert ran(*lab.predict, "--out", out) == 2
    assert "labels.csv" in (told := capsys.readouterr().err) and "changed" in told
    assert (out / "labels.csv").read_bytes() == corrected
    text = (out / "probabilities.csv").read_text()
    (out / "probabilities.csv").write_text(text.replace("0.", "0,"))
    assert ran("evaluate", out, "--labels", lab.folder / "m4.csv") == 2
    assert "is not what was written" in capsys.readouterr().err
    (out / "report.json").unlink()
    assert ran("evaluate", out, "--labels", lab.folder / "m4.csv") == 2
    assert "holds no prediction" in capsys.readouterr().err


def test_corrected_predictions_are_trained_on_as_labels_that_know_their_classifier(lab, tmp_path):
    out = tmp_path / "p"
    shutil.copytree(lab.predicted, out)
    listed = tmp_path / "movies.csv"
    rows = [(lab.folder / f"m{n}.mp4", lab.folder / f"m{n}.csv", n) for n in (1, 2)]
    rows += [(lab.folder / "m4.mp4", out / "labels.csv", 4)]
    lines = ["video,labels,animal", *(",".join(map(str, row)) for row in rows)]
    listed.write_text("\n".join(lines) + "\n")
    typed = ["behavior", "train", str(listed), "--out", str(tmp_path / "c")]
    asked = build_parser().parse_args(typed)
    digest = json.loads((lab.out / "report.json").read_text())["classifier_digest"]
    untouched = checked(asked).labels[2]
    assert (untouched.method, untouched.based_on) == ("automated", digest)
    assert "nobody has changed" in untouched.notes[-1]
    lines = (out / "labels.csv").read_text().splitlines()
    unknown = f"{N - 1}" + ",-1" * (1 + len(NAMES))  # the last frame was not looked at
    (out / "labels.csv").write_text("\n".join([*lines[:-1], unknown]) + "\n")
    first, _, curated = checked(asked).labels
    assert (curated.method, curated.based_on) == ("curated", digest) and not curated.notes
    assert first.method == "manual"


def test_a_tampered_classifier_predicts_nothing(lab, tmp_path, capsys):
    bad = tmp_path / "classifier.npz"
    content = bytearray((lab.out / "classifier.npz").read_bytes())
    content[len(content) // 2] ^= 1
    bad.write_bytes(bytes(content))
    typed = ["predict", lab.folder / "m4.mp4", "--out", tmp_path / "o", "--workers", 1]
    assert ran(*typed, "--classifier", bad) == 2
    assert ran(*typed, "--classifier", tmp_path) == 2  # a folder without its report
    assert ran(*typed, "--classifier", lab.predicted) == 2
    told = capsys.readouterr().err
    assert "holds no classifier" in told and "Traceback" not in told
    assert not (tmp_path / "o" / "report.json").exists()


def test_a_movie_of_three_frames_and_one_of_another_size_are_told(lab, tmp_path, capsys):
    three = write_movie(tmp_path / "three.mp4", np.full((3, 64, 96), 80, np.uint8))
    typed = ["--classifier", lab.out, "--workers", 1]
    code = ran("predict", three, "--out", tmp_path / "three", *typed)
    told = capsys.readouterr()
    assert "Traceback" not in told.err
    if code == 0:
        assert len(rows_of(tmp_path / "three" / "probabilities.csv")) == 3
    else:
        assert code == 2 and "What to do" in told.err
    other = write_movie(tmp_path / "other.mp4", np.full((30, 96, 128), 80, np.uint8))
    assert ran("predict", other, "--out", tmp_path / "other", *typed) == 2


@pytest.mark.parametrize(
    ("change", "more", "told"),
    [
        (lambda lines: [lines[0], lines[1], lines[2].replace("m2.csv", "m4x.csv")], (), "Line 3"),
        (lambda lines: [lines[0], lines[1], lines[2].replace("m2.csv", "short.csv")], (), "239"),
        (lambda lines: [lines[0], lines[1].replace("m1.mp4", "gone.mp4")], (), "Line 2"),
        (lambda lines: lines, ("--behavior", "sleep"), "No label file has a behavior"),
        (lambda lines: lines, ("--crop", "0,0,500,500"), "Line 2"),
        (lambda lines: lines, ("--times", "t.csv"), "several are listed"),
        (lambda lines: [*lines[:3], lines[3].replace("m3.csv", "part.csv")], (), "lacks a"),
        (lambda lines: [*lines[:3], lines[3].replace("m3.csv", "odd.csv")], (), "two spellings"),
        (lambda lines: lines, ("--left-out", "session"), "session"),
    ],
    ids=[
        "no labels", "short labels", "no movie", "unknown behavior", "crop", "times",
        "a behavior less", "two spellings", "no session",
    ],
)  # fmt: skip
def test_what_cannot_be_trained_on_is_refused_before_any_pass(
    lab, tmp_path, capsys, change, more, told
):
    lines = (lab.folder / "movies.csv").read_text().splitlines()
    table = lab.folder / "short.csv"
    table.write_text("\n".join((lab.folder / "m2.csv").read_text().splitlines()[:-1]) + "\n")
    one = "\n".join(f"{n},{1 - n % 2},{n % 2}" for n in range(N))
    (lab.folder / "part.csv").write_text(f",background,lick\n{one}\n")
    (lab.folder / "odd.csv").write_text(f",background,Lick\n{one}\n")
    listed = lab.folder / "other.csv"
    listed.write_text("\n".join(change(lines)) + "\n")
    out = tmp_path / "o"
    assert ran("train", listed, "--out", out, "--params", lab.folder / "params.json", *more) == 2
    message = capsys.readouterr().err
    assert message.startswith("mouseface behavior train: ") and told in message
    assert not (out / "passes").exists()


KILLED = """
import os, signal, sys
import element_mouseface.core.behavior.training as training
from element_mouseface.cli.main import main
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
training.train_classifier = die
sys.exit(main(sys.argv[1:]))
"""


def test_a_killed_training_leaves_nothing_half_written_and_starts_again(lab, tmp_path, capsys):
    out = tmp_path / "killed"
    typed = [*map(str, lab.train), "--out", str(out), "--behavior", "lick"]
    done = subprocess.run([sys.executable, "-c", KILLED, "behavior", *typed])
    assert done.returncode == -9
    assert sorted(p.name for p in out.iterdir()) == ["mouseface.lock", "passes"]
    stamps = {p: p.stat().st_mtime_ns for p in (out / "passes").rglob("*") if p.is_file()}
    assert ran(*typed) == 0
    assert {p: p.stat().st_mtime_ns for p in stamps} == stamps  # the passes were used again
    assert (
        json.loads((out / "report.json").read_text())["ethogram"]["behaviors"][0]["name"] == "lick"
    )
    assert not (out / "mouseface.lock").exists() and (out / "classifier.npz").exists()


def test_of_two_trainings_into_one_folder_one_says_so(lab, tmp_path, capsys):
    from element_mouseface.core.outputs import RunLock

    out = tmp_path / "busy"
    out.mkdir()
    lock = RunLock(out / "mouseface.lock")
    lock.acquire()
    try:
        assert ran(*lab.train, "--out", out) == 2
    finally:
        lock.release()
    assert "Another run" in capsys.readouterr().err
    assert list(out.iterdir()) == []


def test_what_to_label_next_is_unlabeled_and_most_in_doubt(lab, tmp_path, capsys):
    table = tmp_path / "next.csv"
    typed = ["next", lab.predicted, "--length-s", 1, "--segments", 3]
    assert ran(*typed, "--out", table) == 0
    rows = rows_of(table)
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    assert all(float(row["stop_s"]) - float(row["start_s"]) <= 1.1 for row in rows)
    assert {row["movie"] for row in rows} == {"m4.mp4"} and "in doubt" in capsys.readouterr().out
    assert ran(*typed, "--labels", lab.folder / "m4.csv") == 0
    assert "nothing to label" in capsys.readouterr().out
    assert ran(*typed, "--labels", "", "--labels", "") == 2
    assert ran("next", lab.folder) == 2
    assert "holds no prediction" in capsys.readouterr().err
