"""`mouseface signals`, and `mouseface score --regions`, as they are typed."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from element_mouseface.cli.main import main
from element_mouseface.core.facial_signals import FacialSignals
from element_mouseface.core.facial_signals.regions_file import load_regions
from element_mouseface.core.video import open_video
from tests.contract.movies import pictures, write_movie

N = 24
REGIONS = (
    *("--region", "mouth=ellipse:20,10:60,50", "--pupil", "eye=box:30,16:66,48"),
    *("--blink", "lid=box:28,12:68,52", "--running", "wheel=box:0,0:32,32", "--saturation", "60"),
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A movie, and regions of all kinds for it."""
    folder = tmp_path_factory.mktemp("lab")
    write_movie(folder / "face.mp4", pictures(N), crf="12", full_range=True)
    out = str(folder / "regions.json")
    assert main(["regions", str(folder / "face.mp4"), *REGIONS, "--out", out]) == 0
    return folder


def signals_of(lab, out, *more):
    given = ["signals", str(lab / "face.mp4"), "--regions", str(lab / "regions.json")]
    return main([*given, "--out", str(out), "--workers", "1", *more])


def test_every_trace_is_written_and_is_what_the_frames_say(lab, tmp_path, capsys):
    out = tmp_path / "signals"
    assert signals_of(lab, out, "--components", "3") == 0
    told = capsys.readouterr().out
    for line in ("motion   mouth", "pupil    eye", "blink    lid", "running  wheel"):
        assert line in told
    with open(out / "signals.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    signals = FacialSignals.load(out / "signals")
    assert len(rows) == N and len(signals.region(1).motion_svd) == 3
    lid = np.array([float(row["blink_lid"]) for row in rows])
    frames = [frame for _, frame in open_video(lab / "face.mp4").read_luma()]
    expected = [np.maximum(0, 60.0 - f[12:52, 28:68].astype(float)).sum() for f in frames]
    np.testing.assert_allclose(lid, expected)
    assert rows[0]["motion_mouth"] == "" and rows[0]["running_wheel_y_px"] == ""
    moved = np.array([float(row["motion_mouth"]) for row in rows[1:]])
    np.testing.assert_allclose(moved, signals.region(1).motion[1:], atol=1e-4)
    assert (out / "signals.png").stat().st_size > 5000


def test_again_it_is_the_same_and_something_else_is_not_replaced(lab, tmp_path, capsys):
    out = tmp_path / "signals"
    assert signals_of(lab, out, "--components", "0") == 0
    first = (out / "signals.csv").read_bytes()
    assert signals_of(lab, out, "--components", "0") == 0
    assert (out / "signals.csv").read_bytes() == first
    other = tmp_path / "other"
    other.mkdir()
    (other / "signals.csv").write_text("somebody's")
    assert signals_of(lab, other) == 2
    assert (other / "signals.csv").read_text() == "somebody's"
    assert "exists" in capsys.readouterr().err
    assert main(["signals", str(lab / "face.mp4"), "--out", str(lab / "face.mp4")]) == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [(("--sbin", "0"), "sbin"), (("--components", "501"), "components")],
)
def test_what_cannot_be_computed_is_refused_before_the_pass(lab, tmp_path, capsys, more, told):
    assert signals_of(lab, tmp_path / "o", *more) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "o" / "pass.zarr").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (("--pupil", "eye=box:0,0:20,20"), "saturation"),
        (("--pupil", "eye=box:0,0:20,20", "--saturation", "300"), "saturation"),
        (("--running", "w=box:0,0:10,40"), "too small"),
        (("--blink", "w=box:0,0:500,40", "--saturation", "60"), "outside"),
    ],
)
def test_regions_that_cannot_be_measured_are_not_written(lab, tmp_path, capsys, given, told):
    out = tmp_path / "r.json"
    assert main(["regions", str(lab / "face.mp4"), *given, "--out", str(out)]) == 2
    assert told in capsys.readouterr().err and not out.exists()


def test_a_file_of_regions_remembers_their_kinds(lab):
    kinds = {r.name: (r.kind, r.saturation) for r in load_regions(lab / "regions.json").regions}
    assert kinds == {
        "mouth": ("motion", None),
        "eye": ("pupil", 60.0),
        "lid": ("blink", 60.0),
        "wheel": ("running", None),
    }


def test_score_takes_the_regions_along(lab, tmp_path, capsys):
    import json

    events = tmp_path / "events.csv"
    events.write_text("event,onset_s,offset_s\nsucrose,0.2,0.4\n")
    given = ["score", str(lab / "face.mp4"), "--events", str(events), "--method", "published"]
    given += ["--out", str(tmp_path / "scored"), "--workers", "1"]
    regions = ("--regions", str(lab / "regions.json"))
    assert main([*given, *regions]) == 0
    signals = FacialSignals.load(tmp_path / "scored" / "signals")
    assert [p.name for p in signals.pupil] == ["eye"]
    assert "signals" in capsys.readouterr().out
    report = json.loads((tmp_path / "scored" / "report.json").read_text())
    assert report["video"]["n_frames"] == N
    assert main([*given, *regions, "--signals", "x"]) == 2
    assert "--signals or --regions" in capsys.readouterr().err
