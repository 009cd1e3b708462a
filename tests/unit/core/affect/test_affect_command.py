"""`mouseface affect` as it is typed: files, figure, what is read back, and what is refused."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.affect.folder import FILES
from element_mouseface.core.affect.words import told
from element_mouseface.errors import ResultChangedError, ResultError
from element_mouseface.plots import affect_figure
from tests.unit.plots.texts import faults, shown_texts


def run(tasted, *words):
    return main(["affect", str(tasted.folder / "face.zarr"), *map(str, words)])


def given(tasted):
    params = tasted.folder / "params.json"
    params.write_text('{"contrast": {"basis_frames": 100, "n_components": 24}}')
    events, signs = tasted.folder / "events.csv", tasted.folder / "signs.csv"
    return ["--events", events, "--signs", signs, "--params", params]


def test_what_is_typed_gives_what_python_gives(tasted, tmp_path, capsys):
    out = tmp_path / "out"
    words = [*given(tasted), "--source", "motion=motion", "--out", out]
    assert run(tasted, *words) == 0
    told = capsys.readouterr().out
    assert "positive valence score: " in told and "from sucrose (preference test)" in told
    assert "movement explains" in told and "never levels" in told
    assert "water (neutral, by protocol): neutral" in told and "mixed (unsigned)" in told
    found = mf.read_affect(out)
    assert found.digest == tasted.found.digest
    assert sorted(p.name for p in out.iterdir()) == sorted((*FILES, "affect.png", "report.json"))
    frames = pd.read_csv(out / "affect.csv")
    np.testing.assert_array_equal(frames["positive"], tasted.found.traces["positive"].values)
    table = mf.read_table(out / "affect.parquet")
    np.testing.assert_array_equal(table.column("affect:negative"), frames["negative"])
    assert "signed negative" in table.definition("affect:negative").definition
    stated = json.loads((out / "report.json").read_text())["told"]
    assert len(stated) > 8 and told.splitlines()[: len(stated)] == stated
    (out / "trials.csv").write_text("edited")
    with pytest.raises(ResultChangedError, match=r"trials\.csv"):
        mf.read_affect(out)
    with pytest.raises(ResultError, match="no arousal"):
        mf.read_affect(tmp_path)


def test_sources_and_lags_are_declared(tasted, tmp_path, capsys):
    n = len(tasted.found.times_s)
    rng = np.random.default_rng(0)
    angle = np.cumsum(rng.normal(size=n))
    pd.DataFrame({"frame": np.arange(n), "angle": angle}).to_csv(tmp_path / "w.csv", index=False)
    words = ["--source", f"whisking@0.2={tmp_path / 'w.csv'}:angle:change"]
    words += ["--source", "all:other=motion", "--lag", "other=0.5", "--out", tmp_path / "out"]
    assert run(tasted, *words) == 0
    found = mf.read_affect(tmp_path / "out")
    rows = {row.source: row for row in found.sources}
    assert rows["whisking"].lag_s == 0.2 and rows["whisking"].lag_from == "given"
    assert rows["all"].kind == "other" and rows["all"].lag_s == 0.5
    assert found.traces["positive"].state == "not asked"
    assert "positive valence score: not computed" in capsys.readouterr().out
    assert run(tasted, *words) == 0  # its own, as it was written
    (tmp_path / "out" / "trials.csv").write_text("edited")
    assert run(tasted, *words) == 2 and "trials.csv" in capsys.readouterr().err
    assert (tmp_path / "out" / "trials.csv").read_text() == "edited"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--source", "pupil"], "cannot be understood"),
        (["--source", "pupil=nothing.csv:area"], "not there"),
        (["--source", "p@soon=motion"], "lag"),
        (["--source", "p:heart=motion"], "unknown kind"),
        (["--source", "p=motion", "--lag", "q=1"], "names no source"),
        (["--source", "p=motion", "--use", "pupil"], "--signals"),
        (["--signs", "SIGNS"], "needs the events"),
        (["--prototypes", "face.npz", "--source", "p=motion"], ""),
        (["--features", "t.parquet", "--source", "p=motion"], ""),
        ([], "nothing to make"),
    ],
)
def test_what_cannot_be_done_is_said(tasted, tmp_path, capsys, words, told):
    words = [str(tasted.folder / "signs.csv") if word == "SIGNS" else word for word in words]
    assert run(tasted, *words, "--out", tmp_path / "out") == 2
    message = capsys.readouterr().err
    assert told in message and "mouseface affect" in message


def test_the_figure_shows_all_of_it_and_can_be_read(tasted, tmp_path):
    path = tmp_path / "affect.png"
    figure = affect_figure(tasted.found, title="A mouse $x_1$", path=path)
    assert path.stat().st_size > 10_000 and not faults(figure)
    words = "\n".join(text.get_text() for text in shown_texts(figure))
    assert "movement explains" in words and "never levels" in words and "sucrose" in words
    lines = figure.axes[1].get_lines()
    drawn = max(lines, key=lambda line: len(line.get_ydata())).get_ydata()
    np.testing.assert_allclose(drawn, tasted.found.traces["positive"].values)
    assert len(figure.axes) == 4


def test_what_rounds_to_nothing_has_no_minus(tasted):
    trials = tuple(replace(row, positive_estimate=-0.001) for row in tasted.found.trials)
    motion = tuple(replace(row, r2=-0.0001) for row in tasted.found.motion)
    lines = told(replace(tasted.found, trials=trials, motion=motion))
    assert any("positive +0.00" in one for one in lines)
    assert any("explains 0.00" in one for one in lines)
    assert not [one for one in lines if re.search(r"-0\.0+(?!\d)", one)]
