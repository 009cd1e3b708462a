"""`mouseface score` with times on the experiment's clock."""

from __future__ import annotations

import argparse
import csv
import json
from types import SimpleNamespace

import numpy as np
import pytest

from element_mouseface.cli.clock_options import add_clock_options, clock_from, clock_notes
from element_mouseface.cli.main import main
from tests.acquisition_files import STREAM, harp_states, open_ephys, pulses
from tests.schema.faces import EVENTS, FPS, film_events

START_S, DRIFT, N = 300.25, 1 + 120e-6, 360
RIG = START_S + np.arange(N) / FPS * DRIFT
TTL = f"day1/Record Node 101/experiment1/recording1/events/{STREAM}/TTL"
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


@pytest.fixture(scope="module")
def systems(folder):
    """What acquisition systems and the camera wrote of the same exposures."""
    pytest.importorskip("harp")
    kept = np.delete(np.arange(N), DROPPED)
    rows = [f"{70 + k},{12e9 + k / FPS * 1e9:.0f}" for k in kept]
    (folder / "cam.csv").write_text("\n".join(["FrameID,Value.Timestamp", *rows]) + "\n")
    rec = folder / "day1/Record Node 101/experiment1/recording1"
    open_ephys(rec, {1: pulses(RIG[:40]), 5: pulses(RIG)})
    harp_states(folder / "Behavior_92.bin", RIG, np.ones(N), address=92)
    (folder / "g0_tcat.nidq.xd_8_3_0.txt").write_text("".join(f"{t:.6f}\n" for t in RIG))
    return folder


@pytest.mark.parametrize(
    ("path", "options", "method", "zero_s"),
    [
        ("day1", ["--clock-line", "5", "--clock-edges", "rising"], "open_ephys", 0),
        ("Behavior_92.bin", [], "harp", 0),
        ("g0_tcat.nidq.xd_8_3_0.txt", [], "spikeglx", 0),
        ("edges_all.csv", [], "edges", 0),
        (
            "day1/Record Node 101/experiment1/recording1/events",
            ["--clock-line", "5", "--clock-edges", "rising"],
            "open_ephys",
            0,
        ),
        (
            TTL + "/timestamps.npy",
            ["--clock-line", "5", "--clock-edges", "rising"],
            "open_ephys",
            0,
        ),
        ("cam.csv", ["--clock-unit", "ns"], "camera", START_S - 12),
    ],
)
def test_files_of_acquisition_systems(systems, capsys, path, options, method, zero_s):
    """The times that `mouseface score` would use: by the counter, exactly."""
    write(systems / "edges_all.csv", RIG)
    parser = argparse.ArgumentParser()
    add_clock_options(parser)
    if method != "camera":
        options += ["--clock-counter", str(systems / "cam.csv")]
    args = parser.parse_args(["--clock", str(systems / path), *options])
    kept = np.delete(np.arange(N), DROPPED)
    clock = clock_from(args, SimpleNamespace(times_s=kept / FPS))
    assert clock.method == method
    assert np.allclose(clock.times_s + zero_s, RIG[kept], atol=4e-3 if zero_s else 4e-5)
    assert np.allclose(clock.dropped_s + zero_s, RIG[DROPPED], atol=4e-3 if zero_s else 4e-5)
    told = clock_notes(clock)[0]
    assert f"({method})" in told and f"{N} exposures counted by the camera" in told


def test_a_folder_of_open_ephys_is_scored_on_its_clock(systems, tmp_path, capsys):
    """Which line is asked for with the numbers of edges; then its times are in the report."""
    given = ["--clock", systems / "day1", "--clock-counter", systems / "cam.csv"]
    assert score(systems, tmp_path / "out", *given)[0] == 2
    told = capsys.readouterr().err
    assert "line 1: 40 rising, 40 falling; line 5: 360 rising, 360 falling" in told
    given += ["--clock-line", "5", "--clock-edges", "rising"]
    code, times, report = score(systems, tmp_path / "out", *given)
    assert code == 0
    kept = np.delete(np.arange(N), DROPPED)
    assert np.allclose([float(t) for t in times], RIG[kept], atol=2e-5)
    clock = report["clock"]
    assert clock["found"]["line"] == 5 and clock["found"]["counter_exposures"] == N
    assert np.allclose(clock["dropped_s"], RIG[DROPPED], atol=2e-5)
    assert "360 exposures counted by the camera" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--clock", "cam.csv", "--clock-method", "camera"], "--clock-unit"),
        (["--clock", "day1", "--clock-rate", "3"], "do not belong together"),
        (["--clock-counter", "cam.csv"], "do not belong together"),
        (["--clock-method", "harp"], "do not belong together"),
        (["--clock", "edges.csv", "--clock-counter-bits", "16"], "not one row"),
        (["--clock", "edges.csv", "--clock-line", "1"], "leave out line"),
        (["--clock", "day1", "--clock-line", "x", "--clock-edges", "rising"], "whole number"),
        (["--clock", "day1", "--clock-line", "5", "--clock-edges", "first"], "choice of edges"),
        (["--clock", "."], "two acquisition systems"),
    ],
)
def test_options_that_do_not_fit_a_system_are_refused(systems, tmp_path, capsys, options, told):
    options = [systems / o if o.endswith(".csv") or o in ("day1", ".") else o for o in options]
    assert score(systems, tmp_path / "out", *options)[0] == 2
    assert told in capsys.readouterr().err
