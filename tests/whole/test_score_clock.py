"""`mouseface score` with times on the experiment's clock."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from element_mouseface.cli.main import main
from tests.schema.faces import EVENTS, FPS, film_events

START_S, DRIFT, N = 300.25, 1 + 120e-6, 360
RIG = START_S + np.arange(N) / FPS * DRIFT
DROPPED, LOST = np.array([45, 100, 300]), np.array([130])


def write(path, values):
    path.write_text("\n".join(["time_s", *(repr(float(v)) for v in values)]) + "\n")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A movie that lost frames, edges that lost a pulse, events on the rig's clock."""
    found = tmp_path_factory.mktemp("rig")
    film_events(found / "face.mp4", seed=8, drop=set(DROPPED))
    write(found / "edges.csv", np.delete(RIG, LOST))
    write(found / "times.csv", np.delete(RIG, DROPPED))
    rows = [f"{n},{START_S + a * DRIFT!r},{START_S + b * DRIFT!r}" for n, a, b in EVENTS]
    (found / "events.csv").write_text("\n".join(["event,onset_s,offset_s", *rows]) + "\n")
    return found


def _on_movie(folder):
    """The events on the movie's own clock."""
    rows = [f"{name},{onset_s},{offset_s}" for name, onset_s, offset_s in EVENTS]
    path = folder / "own.csv"
    path.write_text("\n".join(["event,onset_s,offset_s", *rows]) + "\n")
    return path


def score(folder, out, *options):
    """Exit code, times of scores.csv as they are written, and the report."""
    code = main(["score", str(folder / "face.mp4"), "--events", str(folder / "events.csv"),
                 "--out", str(out), "--method", "published", *map(str, options)])  # fmt: skip
    if code:
        return code, None, None
    with open(out / "scores.csv", newline="") as file:
        times = [row["time_s"] for row in csv.DictReader(file)]
    return code, times, json.loads((out / "report.json").read_text())


def test_times_are_those_of_the_edges(folder, tmp_path, capsys):
    code, times, report = score(folder, tmp_path / "out", "--clock", folder / "edges.csv")
    assert code == 0
    written = np.delete(np.arange(N), DROPPED)
    assert times == ["" if n in LOST else f"{RIG[n]:.6f}" for n in written]
    clock = report["clock"]
    assert (clock["method"], clock["source"]) == ("edges", "edges.csv")
    assert clock["dropped_s"] == RIG[DROPPED].tolist()
    assert written[clock["duplicated_frames"]].tolist() == LOST.tolist()
    assert clock["drift_ppm"] == pytest.approx(120, abs=1e-2)
    # the prototypes are of the frames that were exposed in the events
    for frame in report["published"]["prototypes"]["source_frames"]:
        shot = written[frame["frame"]]
        assert any(a <= shot / FPS < b for n, a, b in EVENTS if n == frame["prototype"])
    assert "3 edges without a frame" in capsys.readouterr().out
    assert (tmp_path / "out" / "clock.png").stat().st_size > 10_000
    # without --clock the figure of the former run would be taken for this one's
    again = ["--events", str(_on_movie(folder)), "--out", str(tmp_path / "out")]
    assert main(["score", str(folder / "face.mp4"), *again, "--method", "published"]) == 0
    assert not (tmp_path / "out" / "clock.png").exists()


def test_one_time_a_frame_and_a_line_need_no_edges(folder, tmp_path):
    code, times, report = score(folder, tmp_path / "a", "--clock", folder / "times.csv")
    assert code == 0 and report["clock"]["method"] == "times"
    written = np.delete(RIG, DROPPED)
    assert times == [f"{t:.6f}" for t in written]
    assert np.allclose(report["clock"]["dropped_s"], RIG[DROPPED])  # by the holes
    ends = "--clock-start", RIG[0], "--clock-stop", RIG[-1]
    code, times, report = score(folder, tmp_path / "b", *ends)
    assert code == 0 and report["clock"]["method"] == "line"
    assert report["clock"]["residual_s"] is None  # two points are no evidence
    assert np.allclose([float(t) for t in times], written, atol=2e-6)


def test_a_plain_rate_gives_the_times_and_is_told(folder, tmp_path, capsys):
    options = "--clock-start", START_S, "--clock-rate", FPS / DRIFT
    code, times, report = score(folder, tmp_path / "a", *options)
    assert code == 0
    clock = report["clock"]
    assert (clock["method"], clock["found"]) == ("rate", {"rate_hz": FPS / DRIFT})
    n_frames = N - len(DROPPED)
    assert times == [f"{t:.6f}" for t in RIG[:n_frames]]  # no holes: a rate knows of none
    # the movie's own timestamps have the holes, three frames in the whole: this is reported
    assert clock["residual_max_s"] > 0.5 / FPS
    assert "over half a frame" in capsys.readouterr().out


def test_the_column_of_the_times_can_be_named(folder, tmp_path, capsys):
    lines = (folder / "times.csv").read_text().split()[1:]
    path = tmp_path / "daq.csv"
    path.write_text("\n".join(["n,camera_ttl", *(f"{n},{t}" for n, t in enumerate(lines))]))
    assert score(folder, tmp_path / "a", "--clock", path)[0] == 2
    told = capsys.readouterr().err
    assert "has no column of times" in told and "n, camera_ttl" in told
    named = ["--clock", path, "--clock-column", "camera_ttl"]
    code, times, report = score(folder, tmp_path / "a", *named)
    assert code == 0 and report["clock"]["method"] == "times"
    assert times == [f"{float(t):.6f}" for t in lines]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--clock-rate", "20"], "do not belong together"),
        (["--clock-start", "3", "--clock-stop", "9", "--clock-rate", "20"], "do not belong"),
        (["--clock", "edges.csv", "--clock-rate", "20"], "Got: --clock --clock-rate"),
        (["--clock-start", "300.25", "--clock-rate", "0"], "not a positive number"),
        (["--clock-start", "300.25", "--clock-rate", "nan"], "not a number of seconds or hertz"),
        (["--clock-column", "camera_ttl"], "do not belong together"),
        (["--clock-start", "3"], "do not belong together"),
        (["--clock", "edges.csv", "--clock-start", "3"], "do not belong together"),
        (["--clock", "none.csv"], "none.csv"),
        (["--clock", "events.csv"], "has no column of times"),
        (["--clock-start", "0", "--clock-stop", "18"], "outside the recording"),
    ],
)
def test_what_does_not_fit_is_refused_before_the_work(folder, tmp_path, capsys, options, told):
    options = [folder / option if option.endswith(".csv") else option for option in options]
    assert score(folder, tmp_path / "out", *options)[0] == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "out" / "descriptors.zarr").exists()
