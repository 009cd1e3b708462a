"""`mouseface decode` on tables of features: what it writes and prints, and what it refuses."""

from __future__ import annotations

import csv

import pytest

from element_mouseface import read_decoding
from element_mouseface.cli.main import main
from tests.unit.core.decoding.planted import mice, session

FAST = ["--estimator", "discriminant,temporal", "--permutations", "19", "--workers", "1"]


def write_events(path, events):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["event", "onset_s", "offset_s", "amount", "amount_unit"])
        for e in events:
            amount = "" if e.amount is None else e.amount
            writer.writerow([e.name, e.onset_s, e.offset_s, amount, e.amount_unit or ""])


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    folder = tmp_path_factory.mktemp("decode")
    tables, events, _ = mice(range(4), columns=4)
    lines = ["recording,animal,session,events"]
    for k, (table, own) in enumerate(zip(tables, events, strict=True)):
        table.write(folder / f"{k}.parquet")
        write_events(folder / f"{k}.csv", own)
        lines.append(f"{k}.parquet,m{k // 2},{k % 2},{k}.csv")
    (folder / "groups.csv").write_text("\n".join(lines) + "\n")
    return folder


def typed(folder, *more, n=4):
    recordings = [str(folder / f"{k}.parquet") for k in range(n)]
    return ["decode", *recordings, "--groups", str(folder / "groups.csv"), *FAST, *more]


def refused(capsys, words):
    capsys.readouterr()
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "What to do" in told and "Traceback" not in told
    return told


def test_the_folder_and_what_is_printed(given, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(typed(given, "--out", str(out))) == 0
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    assert len(lines) < 40 and max(len(one) for one in lines if one.startswith("  ")) < 110
    for level in ("trial", "session", "animal"):
        row = next(one for one in lines if one.startswith(f"  by {level}"))
        assert "chance 0.33" in row and "p 0.05 (19 retrained)" in row
    assert "precision" in printed and "[0.33]" in printed
    names = {path.name for path in out.iterdir()}
    assert names == {
        "metrics.csv", "classes.csv", "confusion.csv", "held_out.csv",
        "decoding.png", "report.json",
    }  # fmt: skip
    found = read_decoding(out)
    assert found.estimators == ("discriminant", "temporal")
    assert found.metric(left_out="session").value > 0.9
    assert [one["animal"] for one in found.about["recordings"]] == ["m0", "m0", "m1", "m1"]
    with open(out / "held_out.csv") as file:
        held = list(csv.DictReader(file))
    assert len(held) == 48 * 2 * 3 and {"probability a", "fold"} <= set(held[0])
    # the same recordings again are replaced, others are not, nor what was edited
    assert main(typed(given, "--out", str(out), "--left-out", "session")) == 0
    assert read_decoding(out).levels == ("session",)
    told = refused(capsys, typed(given, "--out", str(out), n=3))
    assert "another recording" in told
    (out / "metrics.csv").write_text("mine")
    assert "changed since" in refused(capsys, typed(given, "--out", str(out)))
    assert main(typed(given, "--out", str(out), "--overwrite", "--left-out", "trial")) == 0


def test_amounts_are_written_and_drawn(tmp_path, capsys):
    table, events = session(1, amounts=(0, 1.0), effect=8.0)
    table.write(tmp_path / "a.parquet")
    write_events(tmp_path / "a.csv", events)
    words = ["decode", str(tmp_path / "a.parquet"), "--events", str(tmp_path / "a.csv"), *FAST]
    assert main([*words, "--out", str(tmp_path / "out"), "--rows", "trial,frame"]) == 0
    assert "shock 0 mA, shock 1 mA" in capsys.readouterr().out
    with open(tmp_path / "out" / "amounts.csv") as file:
        (row,) = csv.DictReader(file)
    assert float(row["rho"]) > 0.7 and row["amount_unit"] == "mA" and "1: " in row["means"]
    assert (tmp_path / "out" / "amounts.png").is_file()
    found = read_decoding(tmp_path / "out")
    assert {one.rows for one in found.metrics} == {"trial", "frame"}


def test_what_is_refused(given, tmp_path, capsys):
    out = ["--out", str(tmp_path / "out")]
    told = refused(capsys, typed(given, *out, "--left-out", "frame"))
    assert "at random" in told and "Neighboring frames" in told
    capsys.readouterr()
    assert main(typed(given, *out, "--estimator", "oracle")) == 2
    assert "one of linear, discriminant" in capsys.readouterr().err
    assert "Pictures are of a pass" in refused(capsys, typed(given, *out, "--features", "cells"))
    assert "like 'cheek:*'" in refused(capsys, typed(given, *out, "--columns", "cheek:*"))
    table = str(given / "0.parquet")
    told = refused(capsys, ["decode", table, *out])
    assert "no events" in told
    events = ["--events", str(given / "0.csv")]
    assert "differ in number" in refused(capsys, ["decode", table, *events * 2, *out])
    assert "named twice" in refused(capsys, ["decode", table, table, *events * 2, *out])
    assert "no two animals" in refused(
        capsys, ["decode", table, *events, *out, "--left-out", "animal"]
    )
    assert not (tmp_path / "out" / "report.json").exists()
