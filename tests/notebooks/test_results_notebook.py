"""The notebook of results, run from its first cell to its last on the server of this process."""

from __future__ import annotations

import re

import datajoint as dj
import numpy as np
import pytest

from tests.notebooks.running import executed, text
from tests.notebooks.stored import differences

pytestmark = pytest.mark.server

STIMULI = ["quinine", "sucrose", "tail_shock"]


@pytest.fixture(scope="module")
def ran(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("results")
    settings = {"MOUSEFACE_RESULTS_DIR": str(folder), "MOUSEFACE_PREFIX": server.name("res_")}
    return executed("results.ipynb", folder, **settings)


def test_what_is_stored_is_what_it_gives_today(ran):
    assert differences("results.ipynb", ran) == [], "run `make notebooks`"


@pytest.fixture
def sql(server):
    """Rows of a query on a table of the notebook, typed by hand."""
    quote = dj.conn().adapter.quote_identifier

    def rows(module, table, query):
        name = f"{quote(server.name('res_' + module))}.{quote(table)}"
        return dj.conn().query(query.format(name)).fetchall()

    return rows


def test_every_dropped_and_duplicated_frame_is_found(ran, sql):
    """Movies of 60 and 24 s lack what they lack of 15 frames per second; one pulse is missing."""
    frames = dict(sql("recording", "_recording_info", "SELECT session_id, nframes FROM {}"))
    clocks = sql(
        "recording",
        "_frame_clock",
        "SELECT session_id, clock_n_dropped, clock_n_duplicated, clock_drift_ppm FROM {} "
        "WHERE clock = 'daq' ORDER BY session_id",
    )
    told = [tuple(map(int, row[:3])) for row in clocks]
    assert told == [(1, 900 - frames[1], 1), (2, 360 - frames[2], 0)]
    assert told[0][1] > 0
    assert all(abs(row[3] - 80) < 5 for row in clocks)  # 0.2 ms of jitter over 24 s
    assert text(ran, "clock").count("daq") == 2


def test_each_way_to_a_clock_tells_its_source_what_is_left_and_what_was_dropped(ran, sql):
    """A camera of 15 frames per second for 60 s, seen by a clock 300 s ahead that gains 80 ppm."""
    shown = re.findall(
        r"(\w+): (\w+) from (\S+), off a line: (.+)\n"
        r"  dropped at \(s\): (.+)\n  duplicated frames: (.+)",
        text(ran, "clock-ways"),
    )
    told = {row[0]: row[1:] for row in shown}
    assert {name: row[:2] for name, row in told.items()} == {
        "daq": ("edges", "ttl1.csv"),
        "movie": ("movie", "movie"),
        "one_each": ("times", "frames1.csv"),
        "plain_rate": ("rate", "rate"),
        "scan": ("prairie_view", "scan1.env"),
        "two_ends": ("line", "line"),
    }
    dropped = {name: _numbers(row[3]) for name, row in told.items()}
    missing = np.round(np.array(dropped["movie"]) * 15).astype(int)
    counts = sql("recording", "_recording_info", "SELECT nframes FROM {} WHERE session_id = 1")
    assert len(missing) == 900 - counts[0][0] > 0
    for name in ("one_each", "daq"):  # the latter with 0.2 ms of jitter
        rig_s = 300 + missing / 15 * (1 + 80e-6)
        assert dropped[name] == pytest.approx(rig_s, abs=2e-3)
    assert len(_numbers(told["daq"][4])) == 1  # the pulse that was taken out
    # a rate counts the frames that are there: what that leaves over, by another road
    there_s = np.delete(np.arange(900), missing) / 15
    counted_s = np.arange(len(there_s)) / 15
    left_s = counted_s - np.polyval(np.polyfit(there_s, counted_s, 1), there_s)
    for name in ("plain_rate", "scan"):
        rms_ms = float(told[name][2].removesuffix(" ms"))
        assert rms_ms == pytest.approx(1e3 * left_s.std(), abs=0.01)
        assert told[name][3:] == ("not known", "not known")
    assert told["two_ends"][2:] == ("not known",) * 3
    assert len(set(_images(ran, "clock-ways"))) == len(told) - 1


def _numbers(listed):
    return [float(number) for number in re.findall(r"-?[\d.]+", listed)]


def _images(notebook, tag):
    (cell,) = [c for c in notebook.cells if tag in c.metadata.get("tags", ())]
    shown = [out.get("data", {}).get("image/png") for out in cell.outputs]
    return [picture for picture in shown if picture]


def test_scores_say_where_they_come_from_and_follow_the_truth(ran):
    assert "other session" in text(ran, "scores")
    findings = text(ran, "findings")
    assert findings.count(": ok") == 2 * len(STIMULI)
    found = re.findall(r"day (\d): (\w+): .* (-?\d\.\d+)", text(ran, "truth"))
    assert sorted((day, name) for day, name, _ in found) == [
        (day, name) for day in "12" for name in STIMULI
    ]
    assert min(float(r) for _, _, r in found) > 0.8


def test_events_have_their_measures_and_a_new_window_scores_nothing_anew(ran, sql):
    shown = [line.split() for line in text(ran, "events").splitlines()[1:] if line.strip()]
    assert sorted(row[2] for row in shown) == sorted(STIMULI * 3)
    assert sum(0 < float(row[3]) < 1 for row in shown) >= 7  # latency
    assert all(0.5 < float(row[4]) < 2 and float(row[5]) > 0.5 for row in shown)
    assert "2 rows for the new window, scores recomputed: False" in text(ran, "window")
    late = sql(
        "expression", "__event_response", "SELECT COUNT(*) FROM {} WHERE event_window='late'"
    )
    assert late[0][0] == 2


def test_habituation_is_the_slope_of_the_three_means(ran, sql):
    shown = [line.split() for line in text(ran, "habituation").splitlines()[1:] if line.strip()]
    for _, name, n_trials, first, last, slope, _ in shown:
        means = sql(
            "expression",
            "__event_response__event",
            "SELECT response_mean FROM {} WHERE session_id = 1 AND event_window = 'event' "
            f"AND measure = 'score' AND prototype = '{name}' ORDER BY event_id",
        )
        own = sql(
            "expression",
            "event_set__event",
            f"SELECT event_id FROM {{}} WHERE session_id = 1 AND stimulus = '{name}' "
            "ORDER BY event_id",
        )
        values = [float(means[int(event)][0]) for (event,) in own]
        assert (int(n_trials), float(first), float(last)) == (
            3,
            pytest.approx(values[0], abs=6e-4),
            pytest.approx(values[2], abs=6e-4),
        )
        # of three points in a row the least-squares slope is half the last less the first
        assert float(slope) == pytest.approx((values[2] - values[0]) / 2, abs=6e-4)
    assert len(shown) == len(STIMULI)
    assert "Total: " in text(ran, "bouts")


def test_the_figures_tell_the_trials_and_the_slopes_of_the_table(ran):
    told = text(ran, "prototypes").splitlines()
    assert sorted(line for line in told if ": " in line) == [
        f"{name}: 3 trials" for name in STIMULI
    ]
    rows = [line.split() for line in text(ran, "habituation").splitlines()[1:] if line.strip()]
    slopes = sorted(float(row[5]) for row in rows)
    found = re.findall(
        # three trials leave one number for an error: no error of the slope is reported
        r"slope ([+−]\d\.\d+)[^±]*no error.*in 3 of 3 trials",
        text(ran, "events-figure"),
    )
    drawn = sorted(float(number.replace("−", "-")) for number in found)
    assert drawn == pytest.approx(slopes, abs=0.0051) and len(drawn) == len(STIMULI)


def test_the_shift_before_and_after_registration_is_told_with_the_alignment(ran, sql):
    told = text(ran, "registration")
    assert "The session is aligned with the prototypes' reference by a turn of" in told
    columns = "shift_max_px, residual_shift_max_px, n_lost, expression_n_frames"
    (row,) = sql(
        "expression", "__facial_expression", f"SELECT {columns} FROM {{}} WHERE session_id = 2"
    )
    assert f"largest {row[0]:.2f} px before, {row[1]:.2f} px after" in told
    assert f"not registered: {row[2]} of {row[3]} frames" in told and row[2] == 0
    assert len(_images(ran, "registration")) == 1


def test_maps_add_up_and_lead_to_the_trials_behind_them(ran):
    pairs = re.findall(r"score (-?\d\.\d+), its map adds up to (-?\d\.\d+)", text(ran, "why"))
    assert len(pairs) == len(STIMULI)
    assert all(float(a) == pytest.approx(float(b), abs=2e-3) for a, b in pairs)
    # three quinine trials, one of which was held out for the frame in question
    assert "(Total: 2)" in text(ran, "sources")
