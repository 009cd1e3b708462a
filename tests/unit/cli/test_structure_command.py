"""`mouseface structure` as it is typed: what it writes, tells and refuses."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.structure.content import digest_of_structure
from tests.unit.core.structure.test_finding import EVENTS, face

QUICK = {
    "counting_frames": 120, "surrogates": 49, "level": 0.02, "permutations": 19, "margin_s": 1.0
}  # fmt: skip


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """Two passes, their events, a table of one of them, and quick parameters."""
    folder = tmp_path_factory.mktemp("given")
    result = face(folder / "one.zarr")
    face(folder / "two.zarr", seed=2, shift=9)
    mf.result_features(result).write(folder / "one.parquet")
    rows = [(e.name, e.onset_s, e.offset_s) for e in EVENTS]
    table = pd.DataFrame(rows, columns=["event", "onset_s", "offset_s"])
    table.to_csv(folder / "events.csv", index=False)
    (folder / "quick.json").write_text(json.dumps({"structure": QUICK}))
    (folder / "groups.csv").write_text(
        "features,animal,session\none.zarr,A,1\ntwo.zarr,B,1\n", encoding="utf-8"
    )
    return folder


def run(folder, *words):
    known = {"ONE": "one.zarr", "TWO": "two.zarr", "TABLE": "one.parquet", "EVENTS": "events.csv"}
    typed = [str(folder / known[word]) if word in known else str(word) for word in words]
    quick = ["--params", str(folder / "quick.json")]
    quick += [] if "--frames" in words else ["--frames", "160"]
    return main(["structure", *typed, *quick])


def test_everything_is_written_and_read_back(given, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(given, "ONE", "--events", "EVENTS", "--method", "tsne", "--out", out) == 0
    told = capsys.readouterr().out
    assert "3 clusters by the rule" in told and "adjusted_rand" in told
    found = mf.read_structure(out)
    frames = pd.read_csv(out / "frames.csv")
    assert len(frames) == len(found) == 160 and set(frames["stimulus"]) == {"a", "b", "baseline"}
    assert np.array_equal(frames["cluster"], found.clusters) and "tsne_2" in frames
    matrix = np.load(out / "correlation.npy")
    assert np.array_equal(matrix, found.correlation) and matrix.shape == (160, 160)
    rows = pd.read_csv(out / "comparisons.csv").set_index(["against", "measure"])
    assert rows.loc[("stimulus", "adjusted_rand"), "value"] > 0.9
    report = json.loads((out / "report.json").read_text())
    assert report["digest"] == digest_of_structure(found) and report["n_clusters"] == 3
    assert (out / "structure.png").stat().st_size > 20_000


def test_a_table_is_compared_by_its_columns(given, tmp_path, capsys):
    assert run(given, "TABLE", "--events", "EVENTS", "--out", tmp_path / "a") == 0
    words = ("ONE", "--features", "TABLE", "--events", "EVENTS", "--out", tmp_path / "b")
    assert run(given, *words) == 0
    first, second = (mf.read_structure(tmp_path / name) for name in "ab")
    assert np.array_equal(first.clusters, second.clusters)
    assert "head_shift" in second.measures and "head_shift" not in first.measures


def test_several_recordings_tell_whose_clusters_are(given, tmp_path, capsys):
    out = tmp_path / "both"
    words = ("ONE", "TWO", "--events", "EVENTS", "EVENTS", "--clusters", "2", "--out", out)
    assert run(given, *words, "--groups", given / "groups.csv") == 0
    assert "The clusters are animals to a large part" in capsys.readouterr().out
    assert mf.read_structure(out).animals == ("A", "B")


def test_what_is_there_is_kept(given, tmp_path, capsys):
    out = tmp_path / "kept"
    assert run(given, "ONE", "--out", out) == 0
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run(given, "ONE", "--out", out) == 0  # its own, as it was written
    assert before == {path.name: path.read_bytes() for path in out.iterdir()}
    assert run(given, "TWO", "--out", out) == 2
    assert "of another recording" in capsys.readouterr().err
    assert run(given, "TWO", "--out", out, "--overwrite") == 0
    (out / "clusters.csv").write_text("mine")
    assert run(given, "TWO", "--out", out) == 2
    assert "changed since it was written" in capsys.readouterr().err
    assert (out / "clusters.csv").read_text() == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / "report.json").write_text("{}")
    assert run(given, "ONE", "--out", other) == 2
    assert "not written by this command" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ONE", "--method", "pca,mds"), "no such coordinates"),
        (("ONE", "--clusters", "0"), "--clusters cannot be used"),
        (("ONE", "--clusters", "many"), "auto, or a whole number"),
        (("ONE", "ONE"), "are the same"),
        (("ONE", "TWO", "--events", "EVENTS"), "differ in number"),
        (("TABLE", "--features", "TABLE"), "is a table itself"),
        (("ONE", "--frames", "5"), "from 20 to 4000"),
        (("nothing.zarr",), "nothing.zarr"),
        (("EVENTS",), "events.csv"),
    ],
)
def test_wrong_words_are_refused(given, tmp_path, capsys, words, told):
    assert run(given, *words, "--out", tmp_path / "out") == 2
    error = capsys.readouterr().err
    assert (
        told in error and "What to do:" in error + "What to do:" and not (tmp_path / "out").exists()
    )


def test_events_on_another_clock_are_refused(given, tmp_path, capsys):
    late = tmp_path / "late.csv"
    late.write_text("event,onset_s,offset_s\na,1000,1001\n")
    assert run(given, "ONE", "--events", late, "--out", tmp_path / "out") == 2
    assert "outside the recording" in capsys.readouterr().err
