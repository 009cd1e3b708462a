"""Rows of trials from files, scored recordings and tables; folders; the command."""

from __future__ import annotations

import csv
import json
from types import SimpleNamespace

import numpy as np
import pytest

from element_mouseface import read_population, write_population
from element_mouseface.cli.main import main
from element_mouseface.core.events import Events
from element_mouseface.core.events.windows import DEFAULT_WINDOWS, event_rows
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.frame_models.event_table import event_table
from element_mouseface.core.population import PopulationParams, population
from element_mouseface.core.population.folder import digest_of_population
from element_mouseface.core.population.reading import (
    WhoseRecording,
    read_trial_rows,
    rows_of_scored,
    rows_of_tables,
)
from element_mouseface.errors import InputError, ParameterError, ResultError
from element_mouseface.plots.population import population_figure

from .trials import trials

SMALL = {"mice": [3, 6], "trials": [2], "simulations": 100}


def write(path, text):
    path.write_text(text)
    return path


def test_tables_of_several_programs_are_the_same_rows(tmp_path):
    plain = read_trial_rows(
        write(tmp_path / "a.csv", "mouse,session,trial,condition,value,amount\n"
              "m1,d1,1,water,1.5,0\nm1,d1,2,,,2\n# a note\nm2,d1,1,water,2.5,1\n")
    )  # fmt: skip
    german = read_trial_rows(
        write(tmp_path / "b.csv", "Animal;Session;Trial_ID;Stimulus;Value;Amount\n"
              "m1;d1;1;water;1,5;0\nm1;d1;2;;;2\nm2;d1;1;water;2,5;1\n")
    )  # fmt: skip
    for rows in (plain, german):
        assert rows.mouse == ("m1", "m1", "m2") and rows.condition == ("water", "all", "water")
        assert np.allclose(rows.value, [1.5, np.nan, 2.5], equal_nan=True)
        assert rows.amount.tolist() == [0, 2, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("animal,score\nm1,2\n", "cannot be used"),
        ("mouse,value,value\nm1,2,3\n", "cannot be used"),
        ("mouse,sesion,value\nm1,d,3\n", "misspelled"),
        ("mouse,time_s,value\nm1,0.1,3\n", "seem to be frames"),
        ("mouse,value\nm1,two\n", "no number"),
        ("mouse,value\nm1,2,3\nm2,1\n", "number of cells"),
        ("mouse,value,amount,amount_unit\nm1,2,1,mA\nm2,1,1,uA\n", "several units"),
        ("mouse,value\n,2\n", "name no mouse"),
        ("mouse,value\n", "cannot be used"),
    ],
)
def test_other_tables_are_refused(tmp_path, text, words):
    with pytest.raises(InputError, match=words):
        read_trial_rows(write(tmp_path / "x.csv", text))


EVENTS = Events.from_rows(
    [
        {"event": n, "onset_s": 3.0 + 5 * k, "offset_s": 4.0 + 5 * k, "amount": float(k)}
        for k, n in enumerate(("sweet", "bitter") * 3)
    ]
)


def scored(seed, source="other session", unit="r"):
    """What of a scored recording is compared, with rows measured on a trace of noise."""
    rng = np.random.default_rng(seed)
    times = np.arange(0, 35, 0.1)
    rows = event_rows(rng.normal(size=(len(times), 2)), EVENTS.names, times, EVENTS)
    scores = SimpleNamespace(
        measure="score", unit=unit, source=source, circular=source == "same data", findings=(),
        event_rows={"score": tuple(rows)}, refusal_of=lambda name: None,
    )  # fmt: skip
    return SimpleNamespace(scores_of=lambda measure: scores, events=EVENTS, descriptors=None), rows


def test_rows_of_scores_are_those_of_their_events():
    (one, rows), (two, _) = scored(0), scored(1)
    who = [WhoseRecording("m1", "d1", None, "first"), WhoseRecording("m2", "d1", None, "second")]
    found = rows_of_scored([(one, who[0]), (two, who[1])], prototype="sweet", quantity="mean")
    due = [row for row in rows if (row.prototype, row.window) == ("sweet", "event")]
    assert found.value[:6].tolist() == [row.mean for row in due]
    assert found.condition[:6] == ("sweet", "bitter") * 3 and found.amount[:3].tolist() == [0, 1, 2]
    own = rows_of_scored([(one, who[0])], quantity="latency_s")
    assert len(own) == 6 and own.unit == "s"
    assert PopulationParams().for_rows(own).effect == "mean"
    assert PopulationParams().for_rows(found).effect == "auto"
    with pytest.raises(ParameterError, match="window"):
        rows_of_scored([(one, who[0])], window="nowhere")
    with pytest.raises(ParameterError, match="no such number"):
        rows_of_scored([(one, who[0])], quantity="sum")
    circular, _ = scored(2, "same data")
    with pytest.raises(InputError, match="No event has a value"):
        rows_of_scored([(circular, who[0])])
    own_unit, _ = scored(3, "cross-validated", "expression")
    assert any("own mean response" in n for n in rows_of_scored([(own_unit, who[0])]).notes)
    assert {window.name for window in DEFAULT_WINDOWS} >= {"event"}


def test_rows_of_tables_are_those_of_their_events():
    times = np.arange(0, 35, 0.1)
    table = FrameTable(("crop:intensity_mean",), np.sin(times)[:, None], times_s=times)
    events = event_table(table, EVENTS)
    rows = rows_of_tables([(events, WhoseRecording("m1", "d1"))], "crop:intensity_mean")
    assert np.allclose(rows.value, events.column("crop:intensity_mean"))
    assert rows.condition == tuple(one.name for one in EVENTS) and rows.amount[-1] == 5
    with pytest.raises(InputError, match="table of frames"):
        rows_of_tables([(table, WhoseRecording("m1"))], "crop:intensity_mean")


def test_a_folder_gives_the_same_population(tmp_path):
    params = PopulationParams(mice=(3, 6), trials=(2,), simulations=100)
    found = population(rows=trials(1, mice=6, group=True), params=params)
    write_population(found, tmp_path)
    again = read_population(tmp_path)
    assert digest_of_population(again) == digest_of_population(found)
    assert again.model.effects == found.model.effects and again.power == found.power
    # NaN is not NaN, so in words
    assert repr(again.model.components) == repr(found.model.components)
    assert repr(again.mice) == repr(found.mice)
    with open(tmp_path / "effects.csv") as file:
        rows = list(csv.DictReader(file))
    assert [row["effect"] for row in rows] == ["condition", "genotype", "condition x genotype"]
    report = json.loads((tmp_path / "report.json").read_text())
    assert any("p = " in line for line in report["told"])
    figure = population_figure(again, path=tmp_path / "again.png")
    labels = [text.get_text() for axes in figure.axes for text in axes.get_yticklabels()]
    assert "ko − wt" in labels and (tmp_path / "again.png").stat().st_size > 5000
    (tmp_path / "report.json").unlink()
    with pytest.raises(ResultError, match="holds no population"):
        read_population(tmp_path)
    nothing = population(rows=trials(2, mice=1), params=params)
    assert nothing.power is None and any("no designs" in note for note in nothing.notes)


def test_the_command_writes_and_keeps_what_is_of_others(tmp_path, capsys):
    rows = trials(3, mice=4)
    lines = ["mouse,session,trial,condition,value"]
    lines += [
        ",".join(map(str, row))
        for row in zip(
            rows.mouse, rows.session, rows.trial, rows.condition, rows.value, strict=True
        )
    ]
    table = write(tmp_path / "trials.csv", "\n".join(lines))
    params = write(tmp_path / "params.json", json.dumps({"population": SMALL}))
    out = tmp_path / "out"
    typed = ["population", "--rows", str(table), "--params", str(params), "--out", str(out)]
    assert main([*typed, "--reference", "water"]) == 0
    told = capsys.readouterr().out
    assert "quinine minus water" in told and "4 mice" in told
    found = read_population(out)
    assert found.model.effects[0].against == "water" and (out / "population.png").is_file()
    assert main(typed) == 0  # the same rows may be compared again
    write(table, "\n".join([*lines, "m9,d0,1,water,3"]))
    before = (out / "effects.csv").read_bytes()
    capsys.readouterr()
    (out / "effects.csv").write_bytes(before + b"#")
    assert main(typed) == 2 and "changed since" in capsys.readouterr().err
    for wrong in (["--mice", "1"], ["--reference", "salt"], ["--between", "sex"]):
        assert main([*typed, "--overwrite", *wrong]) == 2
        assert "What to do" in capsys.readouterr().err
    assert main(["population", "--out", str(out)]) == 2
    groups = write(tmp_path / "groups.csv", "recording,mouse\nnone,m1\n")
    for given in ([], ["--groups", str(groups)], ["--groups", str(table)]):
        assert main(["population", str(tmp_path / "scored"), *given, "--out", "x"]) == 2
        assert "What to do" in capsys.readouterr().err
