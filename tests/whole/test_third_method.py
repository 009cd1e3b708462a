"""A third scoring method, added by one line to the table of methods, on the command line."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import element_mouseface as mf
from element_mouseface.cli.main import main
from element_mouseface.core.results.read_folder import read_folder
from element_mouseface.core.scoring import methods
from tests.schema.faces import EVENTS, film_events
from tests.toy_method.method import ToyPrototypes

SHORT = EVENTS[:2]
NAMES = ("sucrose", "quinine")


@pytest.fixture(scope="module", autouse=True)
def listed():
    """The one line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(methods.METHODS, "toy", "tests.toy_method.method:TOY")
        yield


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """A folder with movies of two days, the first of them scored."""
    folder = tmp_path_factory.mktemp("third")
    for name, seed in (("day1", 1), ("day2", 2)):
        film_events(folder / f"{name}.mp4", events=SHORT, seed=seed, duration_s=9.0)
    rows = [f"{name},{on},{off}" for name, on, off in SHORT]
    (folder / "events.csv").write_text("\n".join(["event,onset_s,offset_s", *rows]))
    assert score(folder, "day1", "--events", folder / "events.csv", "--toy-gain", "2") == 0
    return folder


def score(folder, day, *more):
    given = ["score", folder / f"{day}.mp4", "--out", folder / day, "--method", "toy", *more]
    return main([str(part) for part in given])


def expected(folder, day="day1", of="day1", gain=2.0):
    """Scores (frames, k) of a day by the mean pictures of another, by NumPy alone."""
    pictures = {}
    for name in {day, of}:
        found = mf.open_result(folder / name / "descriptors.zarr")
        pictures[name] = np.asarray(found.thumbnails[:], float), found.times_s
    frames, times_s = pictures[of]
    outside = np.ones(len(frames), bool)
    for _, on, off in SHORT:
        outside &= (times_s < on) | (times_s >= off + 1)
    neutral = frames[outside].mean(axis=0)
    made = [frames[(times_s >= a) & (times_s < b)].mean(axis=0) - neutral for _, a, b in SHORT]
    change = pictures[day][0] - neutral
    return np.transpose([gain * (change * p).sum(axis=(1, 2)) / (p**2).sum() for p in made])


def test_it_scores_from_the_command_line(scored):
    table = pd.read_csv(scored / "day1" / "scores.csv")
    own = table[[f"{name}_likeness" for name in NAMES]].to_numpy()
    assert np.allclose(own, expected(scored), atol=1e-5)
    rows = pd.read_csv(scored / "day1" / "events.csv")
    assert set(rows.measure) == {"likeness"} and set(rows.unit) == {"mean change"}
    whole = rows[(rows.window == "event") & (rows.prototype == rows.stimulus)]
    assert whole["mean"].to_numpy() == pytest.approx([2.0, 2.0], abs=1e-3)
    bouts = pd.read_csv(scored / "day1" / "bouts.csv")
    assert set(bouts.measure) == {"likeness"} and len(bouts) == 4
    for name in ("score.png", "events.png", "why.png", "report.json", "toy_prototypes.npz"):
        assert (scored / "day1" / name).is_file(), name


def test_the_report_has_its_findings_and_parameters(scored):
    report = json.loads((scored / "day1" / "report.json").read_text())
    assert report["methods"] == ["toy"]
    assert report["toy"]["params"] == {"baseline_margin_s": 1.0, "gain": 2.0}
    kinds = {(f["kind"], f["severity"]) for f in report["findings"]}
    assert kinds == {("likeness_to_itself", "note")}


def test_the_folder_is_read_back(scored):
    found = read_folder(scored / "day1")
    scores = found.methods["toy"]
    assert scores.names == NAMES and scores.measure == "likeness" and scores.circular
    assert np.allclose(scores.trace("quinine").values, expected(scored)[:, 1], atol=1e-5)
    assert isinstance(scores.prototypes, ToyPrototypes) and scores.params.gain == 2.0
    assert [f.kind for f in scores.findings] == ["likeness_to_itself"]


def test_another_day_is_scored_by_its_prototypes(scored):
    given = ("--prototypes", scored / "day1", "--events", scored / "events.csv")
    assert score(scored, "day2", *given) == 0
    found = read_folder(scored / "day2").methods["toy"]
    values = np.transpose([found.trace(name).values for name in NAMES])
    assert np.allclose(values, expected(scored, "day2", gain=1.0), atol=1e-5)
    assert found.source == "other session" and not found.findings


def test_a_score_of_it_is_explained(scored, capsys):
    assert main(["why", str(scored / "day1"), "--frame", "50", "--stimulus", "sucrose"]) == 0
    told = capsys.readouterr().out
    assert f"sucrose: likeness {expected(scored)[50, 0]:.3f}" in told


def test_its_options_and_parameters_are_checked(scored, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["score", "--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "--toy-gain X" in told and "toy (likeness)" in told and "the toy method" in told
    file = tmp_path / "params.json"
    file.write_text('{"toy": {"gain": -1}}')
    events = ("--events", scored / "events.csv")
    assert score(scored, "day1", *events, "--params", file) == 2
    assert "gain is out of range" in capsys.readouterr().err
    both = ("--prototypes", scored / "day1", "--prototypes", scored / "day1")
    assert score(scored, "day2", *both) == 2
    assert "cannot be pooled" in capsys.readouterr().err
