"""Frame times on an experiment's clock, from planted drops, duplicates, drift and jitter."""

from __future__ import annotations

import json

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.core.sync.drift import times_in_holes
from element_mouseface.core.sync.frame_clock import line_times, rate_times, times_of_frames
from element_mouseface.core.sync.ttl_clock import align_edges
from element_mouseface.errors import ClockError, ParameterError, PathError

FPS = 30.0


def exposures(n, *, seed=0, jitter_s=0.0, fps=FPS):
    """Times at which a camera exposed, from 0."""
    rng = np.random.default_rng(seed)
    return np.arange(n) / fps + rng.uniform(-jitter_s, jitter_s, n)


def on_rig(times_s, *, drift_ppm=80.0, start_s=412.5):
    """The same moments on the clock of the rig."""
    return start_s + times_s * (1 + drift_ppm * 1e-6)


def write(path, values, header="time_s"):
    path.write_text("\n".join([header, *(f"{v:.9f}" for v in values)]) + "\n")
    return path


# ---------------------------------------------------------------- edges


@pytest.mark.parametrize("n", [400, 60_000])
def test_dropped_frames_are_found_by_holes_in_the_movies_timestamps(n):
    shot = exposures(n)
    dropped = np.array([50, 51, 200, n - 40])
    movie = np.delete(shot, dropped)
    found = align_edges(on_rig(shot), movie)
    assert np.array_equal(found.times_s, np.delete(on_rig(shot), dropped))
    assert np.array_equal(found.dropped_s, on_rig(shot)[dropped])
    assert len(found.duplicated) == 0
    assert found.drift_ppm == pytest.approx(80, abs=1e-3)
    assert found.residual_max_s < 1e-6


def test_frames_written_twice_are_found_by_holes_in_the_edges():
    # the writer filled a gap by writing the frame before once more
    shot = exposures(500)
    lost = np.array([30, 31, 32, 260])
    found = align_edges(on_rig(np.delete(shot, lost)), shot)
    assert np.array_equal(found.duplicated, lost)
    assert np.isnan(found.times_s[lost]).all()
    rest = np.delete(np.arange(500), lost)
    assert np.array_equal(found.times_s[rest], on_rig(shot)[rest])


def test_both_at_once_with_edges_before_and_after_the_movie():
    shot = exposures(900, jitter_s=0.002, seed=1)
    dropped, lost = np.array([120, 400, 401]), np.array([300, 777])
    frames = np.delete(np.arange(20, 880), dropped - 20)
    movie = shot[frames] - shot[20]
    edges = on_rig(np.delete(shot, lost))
    found = align_edges(edges, movie)
    expected = np.where(np.isin(frames, lost), np.nan, on_rig(shot)[frames])
    assert np.array_equal(found.times_s, expected, equal_nan=True)
    assert np.array_equal(found.dropped_s, on_rig(shot)[dropped])
    assert found.found["edges_before_first_frame"] == 20
    assert found.found["edges_after_last_frame"] == 20


def test_jitter_alone_tells_where_the_movie_began():
    # no gap anywhere: 7 edges before, 5 after
    shot = exposures(400, jitter_s=0.003, seed=2)
    movie = shot[7:-5] - shot[7] + np.random.default_rng(3).normal(0, 2e-4, 388)
    found = align_edges(on_rig(shot), movie)
    assert np.array_equal(found.times_s, on_rig(shot)[7:-5])
    assert found.found["edges_before_first_frame"] == 7


def test_a_drifting_clock_and_a_truly_variable_rate():
    # intervals of 20 to 60 ms; the clock's drift wanders by tens of ppm
    rng = np.random.default_rng(4)
    shot = np.cumsum(rng.uniform(0.020, 0.060, 20_000))
    rig = 100 + shot + 0.05 * np.sin(shot / 600)
    dropped = rng.choice(np.arange(100, 19_900), 60, replace=False)
    dropped.sort()
    found = align_edges(rig, np.delete(shot, dropped))
    assert np.array_equal(found.times_s, np.delete(rig, dropped))
    assert np.array_equal(found.dropped_s, rig[dropped])


def test_as_many_edges_as_frames_are_one_to_one():
    rng = np.random.default_rng(5)
    edges = np.cumsum(rng.uniform(0.03, 0.05, 300))  # of a camera that paused
    edges[150:] += 2.0
    found = align_edges(edges, np.arange(300) / 25)  # stamped by the writer
    assert np.array_equal(found.times_s, edges)
    assert any("over half a frame" in note for note in found.notes)


def test_what_the_intervals_do_not_tell_is_refused():
    shot = exposures(300)
    for edges, movie in (
        (on_rig(shot), shot[:-1]),  # one edge more: which?
        (on_rig(shot), shot[:-40]),
        (on_rig(shot[:-3]), shot),
        (on_rig(shot), np.delete(exposures(301), 100)),  # a gap, but an end is missing too
    ):
        with pytest.raises(ClockError, match="match of edges to frames is ambiguous") as caught:
            align_edges(edges, movie)
        assert "first_edge" in str(caught.value)


def test_the_first_edge_can_be_told():
    shot = exposures(300)
    found = align_edges(on_rig(shot), shot[:-40], first_edge=12)
    assert np.array_equal(found.times_s, on_rig(shot)[12 : 12 + 260])
    assert found.found["edges_before_first_frame"] == 12
    assert found.found["edges_after_last_frame"] == 28
    with pytest.raises(ClockError, match="no such first edge"):
        align_edges(on_rig(shot), shot[:-40], first_edge=300)


def test_edges_of_something_else_are_refused():
    rng = np.random.default_rng(6)
    licks = np.cumsum(rng.exponential(0.5, 200))
    with pytest.raises(ClockError, match=r"do not follow|is ambiguous"):
        align_edges(licks, exposures(3000))
    with pytest.raises(ClockError, match="do not increase"):
        align_edges([0.0, 1.0, 0.5], exposures(3))
    with pytest.raises(ClockError, match="too few"):
        align_edges([0.0, 1.0], exposures(3))


@pytest.mark.parametrize("seed", range(40))
def test_never_wrong_without_saying_so(seed):
    """Random drops, duplicates, jitter and ends: the planted times, or a refusal."""
    rng = np.random.default_rng(100 + seed)
    n = int(rng.integers(100, 2000))
    jitter_s = float(rng.choice([0.0, 1e-4, 3e-3]))
    shot = exposures(n, seed=seed, jitter_s=jitter_s, fps=float(rng.choice([15, 30, 100])))
    begin, end = rng.integers(0, 20, 2) * rng.integers(0, 2, 2)
    frames = np.arange(begin, n - end)
    frames = np.delete(frames, np.unique(rng.integers(5, len(frames) - 5, rng.integers(0, 6))))
    lost = np.unique(rng.integers(begin + 5, n - end - 5, rng.integers(0, 6)))
    movie = shot[frames] - shot[frames[0]] + rng.normal(0, jitter_s / 20, len(frames))
    edges = on_rig(np.delete(shot, lost), drift_ppm=float(rng.uniform(-200, 200)))
    rig = on_rig(shot, drift_ppm=0)
    rig[np.setdiff1d(np.arange(n), lost)] = edges
    expected = np.where(np.isin(frames, lost), np.nan, rig[frames])
    try:
        found = align_edges(edges, movie)
    except ClockError:
        tells = jitter_s > 0 and n > 200
        assert not tells and (begin or end or len(lost)), "where there is jitter, it tells"
        return
    assert np.array_equal(found.times_s, expected, equal_nan=True)


# ---------------------------------------------------------------- the other methods


def test_one_time_a_frame_is_exact(tmp_path):
    movie = exposures(100)
    given = on_rig(movie, drift_ppm=-30) + np.random.default_rng(0).normal(0, 1e-4, 100)
    path = write(tmp_path / "ttl.csv", given)
    found = clock_times("times", movie, path=path)
    assert np.allclose(found.times_s, given, atol=1e-9)
    line = np.polyfit(movie, given, 1)
    off = given - np.polyval(line, movie)
    assert found.residual_s == pytest.approx(np.sqrt(np.mean(off**2)), rel=1e-4)
    assert found.residual_max_s == pytest.approx(np.abs(off).max(), rel=1e-4)
    assert found.drift_ppm == pytest.approx((line[0] - 1) * 1e6, rel=1e-4)
    assert found.source == "ttl.csv"
    json.dumps(found.to_dict(), allow_nan=False)
    with pytest.raises(ClockError, match="not one time for each frame"):
        clock_times("times", movie[:-1], path=path)
    with pytest.raises(PathError):
        clock_times("times", movie, path=tmp_path / "none.csv")


def test_a_line_through_start_and_stop_follows_the_movies_timestamps():
    movie = np.delete(exposures(200), [50, 51])  # a gap stays a gap
    found = line_times(movie, 10.0, 10.0 + 1.0002 * (movie[-1] - movie[0]))
    assert found.times_s[0] == 10.0
    assert np.allclose(np.diff(found.times_s), 1.0002 * np.diff(movie))
    assert found.drift_ppm == pytest.approx(200)
    # two points are no evidence of how straight the clock is
    assert np.isnan(found.residual_s) and found.to_dict()["residual_s"] is None
    with pytest.raises(ClockError, match="no line"):
        line_times(movie, 10.0, 10.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ["is empty", "one time in seconds a line"]),
        ("time_s\n", ["There are no times"]),
        ("n;time_s\n0;1.5\n1;1,6\n", ["Line 3", "'1,6'"]),
        ("time_s\n0,45\n2,46\n", ["Line 2", "decimal comma, as in '0,45'", "semicolons"]),
        ("0,45\n2,46\n", ["have no names", "decimal comma"]),
        ("# made by hand\n\ntime_s\n1.5\noops\n", ["Line 5", "'oops'", "decimal point"]),
        ("time_s,n\n1.5,0\n,1\n", ["Line 3", "''"]),
        ("2020-08-19T12:42:57.79-04:00 233\n2020-08-19T12:42:57.82-04:00 234\n", ["have no names"]),
        ("time_s\n2020-08-19T12:42:57\n", ["dates into seconds"]),
        ("1 2\n3 4\n", ["have no names", "the column's number"]),
        ("time_s\n1_0\n2_0\n", ["'1_0'"]),
        ("time_s\n1.5\nnan\n", ["nan at number 2", "leave out frames without a time"]),
    ],
)
def test_a_file_of_times_that_cannot_be_used_says_which_line(tmp_path, text, told):
    (tmp_path / "ttl.csv").write_text(text)
    with pytest.raises(ClockError) as caught:
        clock_times("times", np.arange(2) / 30, path=tmp_path / "ttl.csv")
    for words in told:
        assert words in str(caught.value)


def test_a_prairie_view_file_that_is_cut_off_says_what_to_do(tmp_path):
    (tmp_path / "scan.xml").write_text('<PVScan><PVStateValue key="framePeriod" value="0.03"/>')
    with pytest.raises(ClockError, match="cannot be read as XML") as caught:
        clock_times("prairie_view", np.arange(9) / 30, path=tmp_path / "scan.xml", start_s=0.0)
    assert "may be truncated" in str(caught.value) and "--clock-rate" in str(caught.value)


@pytest.mark.parametrize("unit", [1e3, 20e3, 1e6])
def test_milliseconds_and_sample_numbers_are_refused(unit):
    """A thousand seconds would pass for one, in every bout and every area."""
    movie_s = np.arange(300) / 30
    with pytest.raises(ClockError, match="cannot be in seconds") as caught:
        times_of_frames((5 + movie_s * 1.0001) * unit, movie_s, source="ttl.csv")
    assert "divide milliseconds by 1000" in str(caught.value)
    with pytest.raises(ClockError, match="cannot be in seconds"):
        line_times(movie_s, 5 * unit, (5 + movie_s[-1]) * unit)
    # with more edges than frames, too, where the intervals would fit in many ways
    with pytest.raises(ClockError, match="cannot be in seconds"):
        align_edges((5 + np.arange(303) / 30) * unit, movie_s)
    # few edges lie far apart: they are too few, whatever their unit
    with pytest.raises(ClockError, match="10 edges and 300 frames"):
        align_edges(5 + np.arange(10) * 20.0, movie_s)
    # images of a made-up rate, and a fast camera's movie that plays slowly, are as they are
    slow = times_of_frames(5 + movie_s / 300, movie_s)
    assert "check rate and units" in slow.notes[0]


def test_a_rate_that_misses_dropped_frames_says_so_and_one_that_fits_does_not():
    shown_s = np.delete(np.arange(900) / 30, [300, 600, 601])
    (note,) = clock_times("rate", shown_s, rate_hz=30, start_s=5.0).notes
    assert "over half a frame: frames may be missing" in note
    assert not clock_times("rate", np.arange(300) / 30, rate_hz=30, start_s=5.0).notes
    (note,) = times_of_frames(5 + np.arange(897) / 30, shown_s, source="times.csv").notes
    assert "over half a frame: the movie's timestamps" in note


def test_a_constant_rate_from_a_stated_time():
    found = rate_times(exposures(10), 25.0, 3.0)
    assert np.allclose(found.times_s, 3 + np.arange(10) / 25)
    assert found.drift_ppm == pytest.approx(0.2e6)
    assert any("1.2 times" in note for note in found.notes)


ENVIRONMENT = """<?xml version="1.0" encoding="utf-8"?>
<Environment version="5.4.64.700" date="1/2/2020 1:07:05 PM">
  <PVStateShard>
    <PVStateValue key="framePeriod" value="0.5" />
    <PVStateValue key="framerate" value="29.5" />
    <PVStateValue key="laserPower"><IndexedValue index="0" value="12" /></PVStateValue>
  </PVStateShard>
</Environment>"""
SCAN = """<?xml version="1.0"?>
<PVScan version="5.4.64.700" date="1/2/2020 1:07:05 PM">
  <PVStateShard><PVStateValue key="framePeriod" value="0.05" /></PVStateShard>
  <Sequence type="TSeries Timed Element"><Frame relativeTime="0" index="1">
    <PVStateShard><PVStateValue key="framePeriod" value="0.049999992" /></PVStateShard>
  </Frame></Sequence>
</PVScan>"""


@pytest.mark.parametrize(
    ("text", "rate_hz"), [(ENVIRONMENT, 29.5), (SCAN, 20.0)], ids=["env", "xml"]
)
def test_a_prairie_view_file_states_the_rate(tmp_path, text, rate_hz):
    path = tmp_path / "settings.env"
    path.write_text(text)
    found = clock_times("prairie_view", exposures(50, fps=rate_hz), path=path, start_s=2.0)
    assert np.allclose(found.times_s, 2 + np.arange(50) / rate_hz)
    assert found.found == {"rate_hz": rate_hz} and found.method == "prairie_view"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no xml", "cannot be read as XML"),
        ("<Environment>", "cannot be read as XML"),
        ("<html></html>", "not a file of Prairie View"),
        ("<Environment></Environment>", "states no frame rate"),
        (ENVIRONMENT.replace("29.5", "fast"), "an invalid frame rate"),
        (ENVIRONMENT.replace("29.5", "0"), "an invalid frame rate"),
        (SCAN.replace("0.049999992", "0.1"), "states several frame rates"),
        ('<!DOCTYPE x [<!ENTITY a "aa">]><PVScan>&a;</PVScan>', "has a document type"),
    ],
)
def test_other_files_are_refused(tmp_path, text, told):
    path = tmp_path / "settings.env"
    path.write_text(text)
    with pytest.raises(ClockError, match=told):
        clock_times("prairie_view", exposures(5), path=path, start_s=0.0)


@pytest.mark.parametrize(
    ("method", "path", "params"),
    [
        ("ttl", None, {}),
        ("times", None, {}),
        ("line", "x.csv", {"start_s": 0.0, "stop_s": 1.0}),
        ("line", None, {"start_s": 0.0}),
        ("rate", None, {"rate_hz": float("nan"), "start_s": 0.0}),
        ("edges", "x.csv", {"offset": 3}),
        ("edges", "x.csv", {"first_edge": -1}),
    ],
)
def test_what_does_not_belong_to_a_method_is_told(method, path, params):
    with pytest.raises(ParameterError):
        clock_times(method, exposures(5), path=path, **params)


def test_a_time_that_is_far_off_is_no_gap_of_a_million_frames():
    """Listing each of them would fill the memory."""
    assert len(times_in_holes(np.r_[np.arange(50) / 30, 1e9])) == 0
    assert len(times_in_holes(np.r_[np.arange(50) / 30, 3600.0])) == 3600 * 30 - 50


def test_holes_of_whole_frames_are_frames_that_are_missing():
    """Planted: single frames and a run of three; the rate shakes by a tenth of a frame."""
    shot = np.arange(500) / 25.0 + np.random.default_rng(4).normal(0, 0.004, 500)
    gone = np.array([50, 200, 201, 202, 499 - 7])
    found = times_in_holes(np.delete(shot, gone))
    assert len(found) == len(gone) and np.abs(found - shot[gone]).max() < 0.02
    assert not len(times_in_holes(shot))
    # a camera that takes a frame and a half now and then has lost none
    assert not len(times_in_holes(np.cumsum(np.r_[np.ones(50), 1.5, np.ones(50), 2.4])))
    assert not len(times_in_holes([1.0, 2.0])) and not len(times_in_holes([]))


def both_edges(pulses_s, width_s):
    """Rising and falling edges of pulses."""
    return np.sort(np.concatenate([pulses_s, pulses_s + width_s]))


@pytest.mark.parametrize("width_s", [0.01, 1 / 30, 0.06], ids=["short", "half", "long"])
@pytest.mark.parametrize("jitter_s", [0, 1e-3])
def test_rising_and_falling_edges_are_asked_about_and_the_advice_leads_right(width_s, jitter_s):
    rng = np.random.default_rng(1)
    frames_s = np.arange(600) / 15 + jitter_s * rng.random(600)
    frames_s = np.delete(frames_s, [200, 201, 340])  # a gap that both clocks have
    pulses_s = 5 + frames_s * 1.0001
    edges_s = both_edges(pulses_s, width_s)
    for first_edge in (None, 0):
        with pytest.raises(ClockError, match="twice as often as the frames") as caught:
            align_edges(edges_s, frames_s, first_edge=first_edge)
        assert "--clock-edges first" in str(caught.value)
    found = align_edges(edges_s, frames_s, edges="first")
    np.testing.assert_allclose(found.times_s, pulses_s)
    found = align_edges(edges_s, frames_s, edges="second")
    np.testing.assert_allclose(found.times_s, pulses_s + width_s)


@pytest.mark.parametrize("width_s", [0.01, 1 / 30])
def test_an_edge_that_is_missing_among_both_kinds_is_told(width_s):
    frames_s = np.arange(400) / 15
    edges_s = np.delete(both_edges(5 + frames_s, width_s), 301)
    with pytest.raises(ClockError, match=r"not two per pulse to the end(.|\n)*after edge 300"):
        align_edges(edges_s, frames_s, edges="first")


def test_edges_at_half_or_at_another_multiple_of_the_rate_are_told():
    frames_s = np.arange(600) / 30
    with pytest.raises(ClockError, match=r"half as often(.|\n)*--clock-edges all"):
        align_edges(5 + frames_s[::2], frames_s)
    with pytest.raises(ClockError, match="3 times as often"):
        align_edges(5 + np.arange(1800) / 90, frames_s)
    # as many edges as frames at another rate: the movie was stamped at a nominal one
    found = align_edges(5 + np.arange(600) / 60, frames_s)
    np.testing.assert_allclose(found.times_s, 5 + np.arange(600) / 60)
    # and what is said to be so is so
    found = align_edges(5 + np.arange(1250) / 60, frames_s, edges="all", first_edge=0)
    assert found.times_s[0] == 5


def test_a_file_of_edges_in_another_unit(tmp_path):
    frames_s = np.arange(100) / 30
    path = tmp_path / "ttl.csv"
    path.write_text("edge;ttl\n" + "".join(
        f"{k};{1000 * (5 + t):.3f}\n".replace(".", ",") for k, t in enumerate(frames_s)
    ))  # fmt: skip
    with pytest.raises(ClockError, match="--clock-unit ms"):
        clock_times("edges", frames_s, path=path, column="ttl")
    found = clock_times("edges", frames_s, path=path, column="ttl", unit="ms")
    np.testing.assert_allclose(found.times_s, 5 + frames_s, atol=1e-6)
    with pytest.raises(ParameterError, match="choice of edges"):
        clock_times("edges", frames_s, path=path, column="ttl", edges="rising")
