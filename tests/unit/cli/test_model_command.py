"""`mouseface model`: train and predict from the command line, and what is refused."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.frame_features import read_table
from element_mouseface.core.frame_models import load_model
from element_mouseface.core.outputs import is_our_picture

from ..core.frame_models.filmed import filmed
from ..core.frame_models.planted import animals, defined, score_of, table

QUICK = ("--permutations", "19", "--beside", "none", "--workers", "1")


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(capsys, *argv, code=0):
    assert main(["model", *map(str, argv)]) == code
    out, err = capsys.readouterr()
    return out if code == 0 else err


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Tables of four animals, with ratings by frame, events, behaviors and groups."""
    place = tmp_path_factory.mktemp("tables")
    rng = np.random.default_rng(0)
    groups = ["features,animal,labels,events"]
    for k, x in enumerate(animals(4, 60, 4)):
        table(x).write(place / f"m{k}.parquet")
        score = score_of(x) + rng.logistic(size=len(x))
        lines = ["frame,wince,pain,grade,who"]
        grades = np.array(["none", "mild", "severe"])[np.digitize(score, (-1, 1))]
        for row, value in enumerate(score):
            rated = "" if row % 5 == 0 else f"{value:.3f}"
            lines.append(f"{row},{int(value > 0)},{rated},{grades[row]},p{row % 3}")
        (place / f"m{k}.csv").write_text("\n".join(lines))
        events = ["event,onset_s,offset_s"]
        events += [f"{'ab'[j % 2]},{j * 0.5:.2f},{j * 0.5 + 0.4:.2f}" for j in range(12)]
        (place / f"m{k}_events.csv").write_text("\n".join(events))
        groups.append(f"m{k}.parquet,mouse {k},m{k}.csv,")
    (place / "groups.csv").write_text("\n".join(groups))
    return place


@pytest.fixture(scope="module")
def tables(folder):
    return [str(folder / f"m{k}.parquet") for k in range(4)]


@pytest.fixture(scope="module")
def trained(folder, tables):
    given = ["--groups", str(folder / "groups.csv"), "--target", "wince", *QUICK]
    argv = ["model", "train", *tables, *given, "--out", str(folder / "wince")]
    assert main(argv) == 0
    return folder / "wince", argv


def test_a_model_is_written_with_what_is_known_of_it(trained):
    place, _ = trained
    report = json.loads((place / "report.json").read_text())
    assert report["target"] == {"name": "wince", "kind": "binary", "categories": []}
    assert (report["left_out"], report["n_folds"]) == ("animal", 4)
    assert report["model_digest"] == load_model(place / "model.npz").digest
    assert [one["labeled"] for one in report["tables_used"]] == [60] * 4
    assert report["files"][1]["animal"] == "mouse 1"
    assert report["files"][1]["labels"]["name"] == "m1.csv"
    weights = rows_of(place / "weights.csv")
    assert [row["feature"] for row in weights] == [f"x:f{k}" for k in range(4)]
    folds = [float(weights[1][f"fold_{k}"]) for k in range(1, 5)]
    assert float(weights[1]["mean"]) == pytest.approx(np.mean(folds)) and np.mean(folds) < 0
    metrics = {row["metric"]: row for row in rows_of(place / "metrics.csv")}
    assert float(metrics["auroc"]["value"]) > 0.7 and metrics["auroc"]["chance"] == "0.5"
    predictions = rows_of(place / "predictions.csv")
    assert len(predictions) == 240 and predictions[61]["table"] == "m1.parquet"
    assert {row["known"] for row in predictions} == {"0", "1"}
    assert {row["left_out"] for row in rows_of(place / "folds.csv")} == {
        f"mouse {k}" for k in range(4)
    }
    assert len(rows_of(place / "clusters.csv")) == len(rows_of(place / "cluster_weights.csv")) == 4
    assert is_our_picture(place / "weights.png") and is_our_picture(place / "attributions.png")


def test_figures_of_a_former_model_do_not_stay_and_those_of_others_are_not_replaced(
    folder, tables, capsys, tmp_path
):
    given = [*tables, "--groups", folder / "groups.csv", "--target", "wince", *QUICK]
    (tmp_path / "weights.png").write_bytes(b"a picture of somebody")
    assert "holds weights.png" in said(capsys, "train", *given, "--out", tmp_path, code=2)
    assert (tmp_path / "weights.png").read_bytes() == b"a picture of somebody"
    trees = ["--estimator", "boosted", "--beside", "none", "--overwrite"]
    told = said(capsys, "train", *given, *trees, "--out", tmp_path)
    assert "weights.png" not in told and not (tmp_path / "weights.png").exists()


def test_the_same_is_not_trained_again_and_another_is_not_replaced(trained, capsys):
    place, argv = trained
    before = (place / "model.npz").stat().st_mtime_ns
    assert main(argv) == 0 and "trained before" in capsys.readouterr().out
    assert (place / "model.npz").stat().st_mtime_ns == before
    other = ["pain" if one == "wince" else one for one in argv]
    assert main(other) == 2
    err = capsys.readouterr().err
    assert "which this training would replace" in err and "--overwrite" in err
    (place / "report.json").rename(place / "kept.json")
    (place / "unfinished.json").write_text('{"format": "element_mouseface.frame_model/1"}')
    assert main(argv) == 0  # a run that was killed is begun again
    assert (place / "report.json").exists() and not (place / "unfinished.json").exists()
    (place / "kept.json").unlink()


def test_a_prediction_is_the_models(trained, tables, capsys, tmp_path):
    place, _ = trained
    out = tmp_path / "p.csv"
    told = said(capsys, "predict", place, tables[0], "--out", out)
    assert "60 of 60 frames predicted" in told and "trained on this table" in told
    found = rows_of(out)
    due = load_model(place / "model.npz").predict(read_table(tables[0]))
    assert np.allclose([float(row["probability"]) for row in found], due.probability[:, 0])
    assert [row["present"] == "1" for row in found] == due.decided.tolist()
    assert "written" in said(capsys, "predict", place, tables[0], "--out", out, "--overwrite")
    out.write_text("mine")
    assert "p.csv" in said(capsys, "predict", place, tables[0], "--out", out, code=2)
    assert out.read_text() == "mine"
    told = said(capsys, "predict", place, tables[0], "--out", tables[0], code=2)
    assert "input" in told
    other = tmp_path / "other.parquet"
    table(np.zeros((3, 4)), columns=defined(4, f0={"unit": "px"})).write(other)
    assert "px" in said(capsys, "predict", place, other, "--out", tmp_path / "q.csv", code=2)
    assert not (tmp_path / "q.csv").exists()
    events = "--events", tables[0].replace(".parquet", "_events.csv")
    told = said(capsys, "predict", place, tables[0], *events, "--out", tmp_path / "q.csv", code=2)
    assert "not of events" in told


def test_events_are_learned_and_predicted_as_rows(folder, tables, capsys, tmp_path):
    events = [one for k in range(2) for one in ("--events", folder / f"m{k}_events.csv")]
    out = tmp_path / "stimulus"
    more = ("--left-out", "trial", "--gap-s", "0", "--summary", "max", "--window-s", "0", "0.3")
    told = said(capsys, "train", *tables[:2], *events, *more, *QUICK, "--out", out)
    assert "event (category): 24 labeled rows" in told and "each leaves out trials" in told
    report = json.loads((out / "report.json").read_text())
    assert report["target"]["categories"] == ["a", "b"]
    path = tmp_path / "e.csv"
    said(capsys, "predict", out, tables[2], "--events", folder / "m2_events.csv", "--out", path)
    rows = rows_of(path)
    assert len(rows) == 12 and rows[0].keys() >= {"event", "time_s", "predicted"}
    assert {row["predicted"] for row in rows} <= {"a", "b"}
    told = said(capsys, "predict", out, tables[2], "--out", tmp_path / "f.csv", code=2)
    assert "not of the kind that the model was trained on" in told and "--events" in told


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--target", "pain"), "pain (continuous): 192 labeled rows"),
        (("--target", "grade", "--order", "none,mild,severe"), "grade (ordinal)"),
        (("--target", "grade", "--positive", "severe"), "grade (binary)"),
        (("--target", "wince", "--columns", "*:f[01]"), "2 features"),
    ],
)
def test_kinds_of_targets_and_columns(folder, tables, capsys, tmp_path, more, told):
    given = ("--groups", folder / "groups.csv", *more, *QUICK[:-2], "--permutations", "0")
    assert told in said(capsys, "train", *tables, *given, "--out", tmp_path / "model")


def test_persons_of_a_column_are_left_out(folder, tables, capsys, tmp_path):
    given = ("--labels", folder / "m0.csv", "--target", "wince", "--person", "who", *QUICK)
    said(capsys, "train", tables[0], *given, "--out", tmp_path / "model")
    folds = rows_of(tmp_path / "model" / "folds.csv")
    assert {row["left_out"] for row in folds} == {"p0", "p1", "p2"}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "not known what to learn"),
        (("--target", "wince"), "0 files of labels for 2"),
        (("--target", "wince", "--labels", "m0.csv"), "differ in number"),
        (("--target", "fear", "--labels", "m0.csv", "--labels", "m1.csv"), "'fear'"),
        (("--behavior", "lick"), "--behavior needs a file"),
        (("--behavior", "lick", "--target", "wince"), "not clear what to learn"),
        (("--events", "m0_events.csv"), "differ in number"),
        (("--groups", "none.csv"), "none.csv"),
        (("--workers", "0"), "at least 1"),
        (("--labels", "m0.csv", "--labels", "m1.csv", "--target", "wince", "--columns", "y:*"),
         "No feature matches"),
        (("--labels", "m0.csv", "--labels", "m1.csv", "--target", "wince", "--l1-ratio", "2"),
         "l1_ratio"),
        (("--labels", "m0.csv", "--labels", "m1.csv", "--target", "wince", "--left-out", "animal"),
         "Some recordings have no animal"),
        (("--labels", "m0.csv", "--labels", "m1.csv", "--target", "wince", "--left-out", "trial"),
         "no trials"),
    ],
)  # fmt: skip
def test_what_cannot_be_trained_is_refused(
    folder, tables, capsys, tmp_path, monkeypatch, more, told
):
    monkeypatch.chdir(folder)
    err = said(capsys, "train", *tables[:2], *more, "--out", tmp_path / "model", code=2)
    assert told in err and not (tmp_path / "model").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("features,animal\nm0.parquet,a\n", "no row for some files"),
        ("features,animal\nm0.parquet,a\nm1.parquet,\n", "name their animal"),
        ("features,anmial\nm0.parquet,a\nm1.parquet,b\n", "looks like 'animal'"),
        ("file,animal\nm0.parquet,a\n", "cannot be used"),
        ("features,animal\nm0.parquet,a\nm0.parquet,b\nm1.parquet,c\n", "named twice"),
        ("features,animal\nm0.parquet,a,x\nm1.parquet,b\n", "another number of cells"),
        ("features,animal\nm0.parquet,Bo\nm1.parquet,bo \n", "two names"),
    ],
)
def test_groups_that_could_be_misread_are_refused(
    folder, tables, capsys, tmp_path, monkeypatch, text, told
):
    monkeypatch.chdir(folder)
    (folder / "some_groups.csv").write_text(text)
    given = ("--groups", "some_groups.csv", "--labels", "m0.csv", "--labels", "m1.csv")
    out = ("--target", "wince", "--out", tmp_path / "model")
    assert told in said(capsys, "train", *tables[:2], *given, *out, code=2)


def test_files_that_are_no_models_or_tables_are_refused(trained, tables, capsys, tmp_path):
    place, _ = trained
    broken, empty = tmp_path / "broken", tmp_path / "empty"
    for one in (broken, empty):
        one.mkdir()
    (broken / "model.npz").write_bytes(b"no model")
    out = ("--out", tmp_path / "x.csv")
    assert "model.npz" in said(capsys, "predict", broken, tables[0], *out, code=2)
    assert "none" in said(capsys, "predict", tmp_path / "none", tables[0], *out, code=2)
    assert "holds no model" in said(capsys, "predict", empty, tables[0], *out, code=2)
    inside = ("--out", place / "x.csv")
    assert "outside of it" in said(capsys, "predict", place, tables[0], *inside, code=2)
    (tmp_path / "t.parquet").write_bytes(b"no table")
    assert "t.parquet" in said(capsys, "predict", place, tmp_path / "t.parquet", *out, code=2)
    twice = said(capsys, "train", tables[0], tables[0], "--target", "x", *out, code=2)
    assert "named twice" in twice


@pytest.fixture(scope="module")
def lit(tmp_path_factory):
    """A recording with a lamp beside the face, its features, and frames with the lamp on."""
    place = tmp_path_factory.mktemp("lit")
    made = filmed(place / "m.zarr", lamp=80, expression=0)
    made.table.write(place / "m.parquet")
    shown = zip(made.target.values[0], made.trials, strict=True)
    lines = ["frame,on,trial"]
    lines += [f"{k},{y},{t}" for k, (y, t) in enumerate(shown)]
    (place / "m.csv").write_text("\n".join(lines))
    return place


def test_a_model_of_a_lamp_is_told_and_its_explanations_are_written(lit, capsys):
    given = [lit / "m.parquet", "--labels", lit / "m.csv", "--target", "on", "--columns", "crop:*"]
    given += [*QUICK, "--left-out", "trial", "--out", lit / "on"]
    out = said(capsys, "train", *given, "--results", lit / "m.zarr")
    report = json.loads((lit / "on" / "report.json").read_text())
    assert "look whether a lamp or a spout is there" in report["findings"][0]
    assert report["findings"][0] in out and "places.csv" in out
    assert report["findings"] == load_model(lit / "on" / "model.npz").about["findings"]
    told = report["explanations"]
    assert set(told["files"]) == {
        "attributions.csv", "attributions.npz", "dependence.csv", "places.csv", "place_tiles.csv"
    }  # fmt: skip
    first = rows_of(lit / "on" / "places.csv")[0]
    assert first["sudden"] == "1" and int(first["x_stop"]) > 140 and int(first["y_first"]) < 16
    assert len(rows_of(lit / "on" / "place_tiles.csv")) == 48
    assert all(is_our_picture(lit / "on" / f"{name}.png") for name in ("dependence", "places"))
    kinds = [row["kind"] for row in rows_of(lit / "on" / "attributions.csv")]
    assert set(kinds) == {"module", "cluster", "feature"} and len(told["parts"]) > 1
    # the same again is not trained again; without explanations it is another folder
    assert "trained before" in said(capsys, "train", *given, "--results", lit / "m.zarr")
    assert "would replace" in said(capsys, "train", *given, code=2)
    out = said(capsys, "explain", lit / "on", lit / "m.parquet", "--out", lit / "why")
    assert "trained on this table" in out
    kept = np.load(lit / "why" / "attributions.npz")
    np.testing.assert_allclose(kept["base"] + kept["values"].sum(axis=2), kept["scores"], atol=1e-9)
    assert rows_of(lit / "why" / "attributions.csv")[0]["kind"] == "module"
    again = said(capsys, "explain", lit / "on", lit / "m.parquet", "--out", lit / "why", code=2)
    assert "--overwrite" in again or "overwrite" in again


def test_explanations_of_what_is_not_there_are_refused_before_training(folder, tables, lit, capsys):
    rest = ["--groups", folder / "groups.csv", "--target", "wince", *QUICK, "--out", lit / "no"]
    err = said(capsys, "train", *tables, *rest, "--results", lit / "m.zarr", code=2)
    assert "not among those given" in err and not (lit / "no" / "model.npz").exists()
    assert "--results" in said(capsys, "train", *tables, *rest, "--basis", "b.npz", code=2)
    err = said(capsys, "train", *tables, *rest, "--results", lit / "none.zarr", code=2)
    assert "none.zarr" in err
    model = lit / "on"
    err = said(capsys, "explain", model, tables[0], "--out", lit / "w2", code=2)
    assert "lacks features" in err
    events = folder / "m0_events.csv"
    args = [model, lit / "m.parquet", "--events", events, "--out", lit / "w2"]
    assert "not of events" in said(capsys, "explain", *args, code=2)
    assert "at least 1" in said(capsys, "explain", *args[:2], "--most", "0", "--out", "x", code=2)
