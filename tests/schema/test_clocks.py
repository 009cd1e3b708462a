"""Scores on the experiment's clock: TTL edges, files of times, rates and lines, by populate."""

from __future__ import annotations

import hashlib
import shutil

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.errors import ClockError, EventsError, ParameterError, PathError
from element_mouseface.params import HOGParams, content_hash
from element_mouseface.plots.clock import clock_figure
from tests.acquisition_files import harp_states, open_ephys, pulses
from tests.schema.faces import EVENTS, FPS, SCORES, activated, film_events, insert_movie

pytestmark = pytest.mark.server

START_S, DRIFT = 300.25, 1 + 120e-6
N = 360
SHOT = np.arange(N) / FPS
RIG = START_S + SHOT * DRIFT
#: on the rig's clock
RIG_EVENTS = [(name, START_S + a * DRIFT, START_S + b * DRIFT) for name, a, b in EVENTS]
#: filmed and not written; two of them in an event
DROPPED = np.array([45, 100, 101, 300])
#: written, but their pulse was not recorded; one in an event
LOST = np.array([130, 220])


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "clock", SCORES) as modules:
        yield modules


def write(path, values):
    path.write_text("\n".join(["time_s", *(repr(float(v)) for v in values)]) + "\n")
    return path


def scored(pipe, key, events):
    """A recording's own prototypes and scores on the clock of these events."""
    hog, exp = pipe.hog, pipe.exp
    task = {**key, **hog.FaceCrop.add(), **hog.HOGParamSet.add(HOGParams(pixels_per_cell=(16, 16)))}
    hog.HOGTask.insert1({**task, "task_mode": "trigger"}, skip_duplicates=True)
    hog.HOGProcessing.populate(task)
    params = exp.ExpressionParamSet.add()
    made = exp.PrototypeTask.add([{**task, **events}], params)
    exp.PrototypeSet.populate(made)
    score = {**task, **events, **params, **made}
    exp.FacialExpressionTask.insert1(score)
    exp.FacialExpression.populate(score)
    return score


@pytest.fixture(scope="module")
def on_rig(pipe):
    """A movie that lost frames, TTL edges that lost pulses, events on the rig's clock."""
    movie = film_events(pipe.link.RAW / "rig.mp4", seed=8, drop=set(DROPPED))
    edges = write(pipe.link.RAW / "rig_edges.csv", np.delete(RIG, LOST))
    key = insert_movie(pipe, movie)
    clock = pipe.rec.ClockSource.add(key, "daq", "edges", path=edges, description="camera out")
    pipe.rec.FrameClock.populate(clock)
    events = pipe.exp.EventSet.add(key, RIG_EVENTS, clock="daq")
    return {"key": key, "clock": clock, "edges": edges, "score": scored(pipe, key, events)}


def test_dropped_and_duplicated_frames_are_told(pipe, on_rig):
    written = np.delete(np.arange(N), DROPPED)
    row = (pipe.rec.FrameClock & on_rig["clock"]).fetch1()
    assert (row["clock_method"], row["clock_source"]) == ("edges", "rig_edges.csv")
    assert (row["clock_n_dropped"], row["clock_n_duplicated"]) == (4, 2)
    assert np.array_equal(row["clock_dropped"], RIG[DROPPED])
    assert np.array_equal(written[row["clock_duplicated"]], LOST)
    assert row["clock_drift_ppm"] == pytest.approx(120, abs=1e-2)
    assert row["clock_residual_max_s"] < 1e-6
    assert (row["clock_first_s"], row["clock_last_s"]) == (RIG[0], RIG[-1])
    assert row["clock_params"]["found"]["edges_before_first_frame"] == 0
    own = (pipe.rec.FrameClock & on_rig["key"] & {"clock": "movie"}).fetch1()
    assert own["clock_n_dropped"] == 4 and own["clock_n_duplicated"] is None
    assert np.allclose(own["clock_dropped"], SHOT[DROPPED])
    times = pipe.rec.frame_times(on_rig["key"], "daq")
    expected = np.where(np.isin(written, LOST), np.nan, RIG[written])
    assert np.array_equal(times, expected, equal_nan=True)


def test_the_figure_is_drawn_from_the_row(pipe, on_rig, tmp_path):
    key, movie_s = on_rig["key"], pipe.rec.frame_times(on_rig["key"])
    again = clock_times("edges", movie_s, path=on_rig["edges"])
    found = pipe.rec.FrameClock.open({**key, "clock": "daq"})
    assert found.to_dict() == again.to_dict() | {"source": "rig_edges.csv"}
    assert np.array_equal(found.times_s, again.times_s, equal_nan=True)
    clock_figure(found, movie_s, path=tmp_path / "clock.png")
    assert (tmp_path / "clock.png").stat().st_size > 10_000


def test_the_right_frames_are_scored_for_the_events(pipe, on_rig):
    exp, score = pipe.exp, on_rig["score"]
    written = np.delete(np.arange(N), DROPPED)
    timed = ~np.isin(written, LOST)
    times_s, values = exp.FacialExpression.trace(score, "quinine")
    # the trace exists where the clock has no time
    assert np.isfinite(values).all() and np.isnan(times_s[~timed]).all()
    rows = exp.FacialExpression.EventSummary & score & {"prototype": "quinine"}
    for row in rows.to_dicts(order_by="event_id"):
        _, onset_s, offset_s = EVENTS[row["event_id"]]
        # by the exposures, which neither the movie's nor the rig's clock alone tells
        inside = (SHOT[written] > onset_s - 1e-9) & (SHOT[written] < offset_s - 1e-9) & timed
        assert row["event_n_frames"] == inside.sum()
        assert row["event_peak"] == pytest.approx(values[inside].max(), abs=1e-6)
    frames = (exp.PrototypeSet.SourceFrame & score).to_dicts()
    for frame in frames:
        shot = written[frame["source_frame"]]
        assert shot not in LOST and frame["source_time_s"] == RIG[shot]
        assert any(a <= SHOT[shot] < b for n, a, b in EVENTS if n == frame["prototype"])
    finding = exp.FacialExpression.Finding & score & {"finding": "frames_without_time"}
    assert "2 of 356 frames" in finding.fetch1("finding_reason")
    digest = (pipe.rec.FrameClock & on_rig["clock"]).fetch1("clock_hash")
    assert (exp.FacialExpression & score).fetch1("expression_clock_hash") == digest


def test_windows_around_events_are_on_the_clock_too(pipe, on_rig):
    exp, score = pipe.exp, on_rig["score"]
    exp.EventResponse.populate(score)
    times_s, values = exp.FacialExpression.trace(score, "sucrose")
    rows = exp.EventResponse.Event & score & {"event_window": "after", "prototype": "sucrose"}
    for row in rows.to_dicts():
        stop_s = RIG_EVENTS[row["event_id"]][2]
        inside = (times_s >= stop_s) & (times_s < stop_s + 2.0)
        assert row["response_n_frames"] == inside.sum() > 30
        assert row["response_peak"] == pytest.approx(values[inside].max(), abs=1e-6)


def test_events_on_the_movies_clock_miss_the_rigs(pipe, on_rig):
    with pytest.raises(EventsError, match="outside the recording"):
        pipe.exp.EventSet.add(on_rig["key"], EVENTS, clock="daq")
    with pytest.raises(EventsError, match="outside the recording"):
        pipe.exp.EventSet.add(on_rig["key"], RIG_EVENTS)


def test_the_same_source_is_one_row_and_another_is_refused(pipe, on_rig):
    add = pipe.rec.ClockSource.add
    assert add(on_rig["key"], "daq", "edges", path="rig_edges.csv") == on_rig["clock"]
    with pytest.raises(ParameterError, match="from another source"):
        add(on_rig["key"], "daq", "line", start_s=300.0, stop_s=318)
    assert pipe.rec.FrameClock.populate() == {"success_count": 0, "error_list": []}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("times", {"path": "times.csv"}),
        ("line", {"start_s": RIG[0], "stop_s": RIG[-1]}),
        ("rate", {"start_s": START_S, "rate_hz": 20.0}),
        ("prairie_view", {"start_s": START_S, "path": "scan.env"}),
    ],
)
def test_each_method_gives_the_times(pipe, method, params):
    raw = pipe.link.RAW
    movie = raw / "whole.mp4"
    if not movie.exists():
        film_events(movie, seed=9, duration_s=18.0)
        write(raw / "times.csv", RIG)
        (raw / "scan.env").write_text(
            '<?xml version="1.0"?>\n<Environment version="5.4"><PVStateShard>'
            '<PVStateValue key="framerate" value="20" /></PVStateShard></Environment>\n'
        )
    key = insert_movie(pipe, movie)
    clock = pipe.rec.ClockSource.add(key, "daq", method, **params)
    pipe.rec.FrameClock.populate(clock, reserve_jobs=True)
    expected = RIG if method in ("times", "line") else START_S + SHOT
    times = pipe.rec.frame_times(key, "daq")
    assert np.allclose(times, expected, atol=0 if method == "times" else 1e-9)
    row = (pipe.rec.FrameClock & clock).fetch1()
    assert row["clock_n_dropped"] == (0 if method == "times" else None)
    assert row["clock_n_duplicated"] is None and row["clock_duplicated"] is None
    assert (row["clock_residual_s"] is None) == (method == "line")
    # a source keeps its hash: the kind, the method, its parameters and its one file
    given = {name: value for name, value in params.items() if name != "path"}
    path = params.get("path")
    digest = None if path is None else hashlib.sha256((raw / path).read_bytes()).hexdigest()
    identity = {"kind": "ClockSource", "method": method, "params": given, "file": digest}
    assert pipe.rec.ClockSource.hash_of(clock) == content_hash(identity)


def test_what_cannot_be_used_is_told_when_it_is_added(pipe, on_rig):
    rec, key = pipe.rec, on_rig["key"]
    before = len(rec.ClockSource()), len(rec.Clock())
    (pipe.link.RAW / "words.csv").write_text("one\ntwo\n")
    outside = pipe.link.PROCESSED / "edges.csv"
    shutil.copy(on_rig["edges"], outside)
    for error, args in (
        (PathError, ("ttl", "edges", {"path": "none.csv"})),
        (PathError, ("ttl", "edges", {"path": outside})),
        (ClockError, ("ttl", "edges", {"path": "words.csv"})),
        (ClockError, ("ttl", "prairie_view", {"path": "rig_edges.csv", "start_s": 0.0})),
        (ParameterError, ("ttl", "edges", {})),
        (ParameterError, ("ttl", "sundial", {})),
        (ParameterError, ("movie", "line", {"start_s": 0.0, "stop_s": 1.0})),
        (ParameterError, ("x" * 33, "line", {"start_s": 0.0, "stop_s": 1.0})),
    ):
        clock, method, more = args
        with pytest.raises(error):
            rec.ClockSource.add(key, clock, method, **more)
    with pytest.raises(ParameterError, match="no recording"):
        rec.ClockSource.add({**key, "recording_id": 999}, "ttl", "line", start_s=0, stop_s=1)
    assert (len(rec.ClockSource()), len(rec.Clock())) == before


def test_a_source_that_changed_or_does_not_fit_fills_nothing(pipe, on_rig):
    rec, key = pipe.rec, on_rig["key"]
    path = write(pipe.link.RAW / "changes.csv", np.delete(RIG, LOST))
    clock = rec.ClockSource.add(key, "changed", "edges", path=path)
    write(path, RIG + 1)
    with pytest.raises(ClockError, match="has changed since"):
        rec.FrameClock.populate(clock)
    short = rec.ClockSource.add(key, "short", "times", path="rig_edges.csv")
    with pytest.raises(ClockError, match="not one time for each frame"):
        rec.FrameClock.populate(short)
    assert not rec.FrameClock & [clock, short]
    with pytest.raises(ParameterError, match="clock 'short'"):
        rec.frame_times(key, "short")
    (rec.ClockSource & [clock, short]).delete(prompt=False)


def test_corrected_events_make_no_set_stale_and_are_found_by_a_query(pipe, on_rig):
    """A later set on the same clock may correct the first or be of other stimuli: one asks."""
    exp, score = pipe.exp, on_rig["score"]
    used = {name: score[name] for name in exp.EventSet().primary_key}
    moved = [(name, a + 0.05, b + 0.05) for name, a, b in RIG_EVENTS]
    corrected = exp.EventSet.add(on_rig["key"], moved, clock="daq")
    exp.EventSet.without_events(on_rig["key"], clock="daq")  # no source of prototypes
    assert exp.PrototypeSet.stale() == []  # what is made from the former set is a record

    source = exp.PrototypeTask.Source * exp.EventSet.proj(source_clock="clock")
    later = exp.EventSet.proj("n_events", later_set="event_set_id", later_clock="clock")
    found = source * later & "later_clock = source_clock AND later_set > event_set_id"
    found = found & "n_events > 0"
    (row,) = found.to_dicts()
    assert row["prototype_set_id"] == score["prototype_set_id"]
    assert row["later_set"] == corrected["event_set_id"] > used["event_set_id"]

    with pytest.raises(dj.DataJointError, match="part_integrity"):
        (exp.EventSet & used).delete(prompt=False)
    assert exp.EventSet & used and exp.PrototypeSet & score


def test_results_on_a_clock_that_was_replaced_are_told_until_scored_again(pipe, on_rig):
    """The source is corrected by 0.1 s: what was made with the old times is listed, not hidden."""
    rec, exp, key = pipe.rec, pipe.exp, on_rig["key"]
    clock, score = on_rig["clock"], on_rig["score"]
    made = {"prototype_set_id": score["prototype_set_id"]}
    assert rec.FrameClock.stale() == [] and exp.PrototypeSet.stale() == []
    assert not exp.FacialExpression.stale()

    (rec.ClockSource & clock).delete(prompt=False)
    assert [row["reason"] for row in rec.FrameClock.stale()] == ["its row of ClockSource is gone"]
    assert not exp.FacialExpression.stale()  # the times are still those it was scored with

    write(pipe.link.RAW / "moved.csv", np.delete(RIG, LOST) + 0.1)
    rec.ClockSource.add(key, "daq", "edges", path="moved.csv")
    assert "has changed" in rec.FrameClock.stale()[0]["reason"]
    (rec.FrameClock & clock).delete(prompt=False)
    assert exp.FacialExpression.stale().keys() == [score]  # no times at all
    assert "is gone" in exp.PrototypeSet.stale()[0]["reason"]
    rec.FrameClock.populate()
    assert rec.FrameClock.stale() == []
    assert exp.FacialExpression.stale().keys() == [score]
    (told,) = exp.PrototypeSet.stale()
    assert told["prototype_set_id"] == score["prototype_set_id"]
    assert "'daq' of its events has other frame times" in told["reason"]

    exp.EventWindow.add("clock_test", 0.0, 0.5)
    exp.EventResponse.populate()
    assert not exp.EventResponse & score & {"event_window": "clock_test"}

    exp.FacialExpression.stale().delete(prompt=False)
    (exp.PrototypeSet & made).delete(prompt=False)
    exp.PrototypeSet.populate()
    exp.FacialExpression.populate()
    exp.EventResponse.populate()
    assert not exp.FacialExpression.stale() and exp.PrototypeSet.stale() == []
    assert exp.EventResponse & score & {"event_window": "clock_test"}
    # exposures that the new times put into the event, by the events' own limits
    frames = (exp.PrototypeSet.SourceFrame & made & {"prototype": "quinine"}).to_arrays(
        "source_time_s"
    )
    spans = [(a, b) for name, a, b in RIG_EVENTS if name == "quinine"]
    assert all(any(a <= time_s < b for a, b in spans) for time_s in frames)
    assert np.isclose(frames[:, None], RIG + 0.1).any(axis=1).all()


def test_what_hangs_on_an_event_set_goes_first_and_then_the_set(pipe, on_rig):
    exp, score = pipe.exp, on_rig["score"]
    old = {"prototype_set_id": score["prototype_set_id"]}
    used = {name: score[name] for name in exp.EventSet().primary_key}
    left = len(exp.EventSet()) - 1
    (exp.FacialExpressionTask & old).delete(prompt=False)
    (exp.PrototypeTask & old).delete(prompt=False)
    (exp.EventSet & used).delete(prompt=False)
    assert len(exp.EventSet()) == left and not exp.EventSet & used
    assert not exp.FacialExpression & old and not exp.PrototypeSet & old


def test_acquisition_systems_and_counters_give_the_times(pipe):
    """Open Ephys, Harp, CatGT's edges and a camera's counter: the planted times, once in tables."""
    pytest.importorskip("harp")
    raw = pipe.link.RAW / "systems"
    raw.mkdir()
    key = insert_movie(pipe, film_events(raw / "a.mp4", seed=11, duration_s=6.0, size=(48, 32)))
    lost = np.array([45, 90, 100])
    shot = np.arange(120 + len(lost)) / FPS
    rig, kept = START_S + shot, np.delete(np.arange(123), lost)
    (raw / "cam.csv").write_text(
        "FrameID,Seconds\n" + "".join(f"{9 + k},{shot[k]}\n" for k in kept)
    )
    open_ephys(raw / "oe/recording1", {1: pulses(rig), 2: pulses(rig[:7])}, first_sample=60_000)
    harp_states(raw / "Behavior_92.bin", rig, np.ones(len(rig)), address=92)
    (raw / "g0.nidq.xd_8_3_0.txt").write_text("".join(f"{t:.6f}\n" for t in rig))
    counter = {"counter_path": "systems/cam.csv"}
    oe = {"line": 1, "edges": "rising"}
    given = {
        "oe": ("open_ephys", "systems/oe", {**oe, **counter}, rig),
        "oe_zero": ("open_ephys", "systems/oe", {**oe, **counter, "zero": "recording"}, rig - 2),
        "harp": ("harp", "systems/Behavior_92.bin", counter, rig),
        "nidq": ("spikeglx", raw / "g0.nidq.xd_8_3_0.txt", counter, rig),
        "cam": ("camera", "systems/cam.csv", {}, shot),
    }
    add, open_clock = pipe.rec.ClockSource.add, pipe.rec.FrameClock.open
    for clock, (method, path, params, _) in given.items():
        add(key, clock, method, path=path, **params)
    # the same source again is one row, whatever the server made of the parameters
    for clock, (method, path, params, _) in given.items():
        assert add(key, clock, method, path=path, **params) == {**key, "clock": clock}
        assert pipe.rec.ClockSource.hash_of({**key, "clock": clock})
    pipe.rec.FrameClock.populate(key)
    for clock, (method, _, _, times_s) in given.items():
        found = open_clock({**key, "clock": clock})
        assert found.method == method
        assert np.allclose(found.times_s, times_s[kept], atol=4e-5), clock
        assert np.allclose(found.dropped_s, times_s[lost], atol=4e-5), clock
        row = (pipe.rec.FrameClock & key & {"clock": clock}).fetch1()
        assert (row["clock_n_dropped"], row["clock_n_duplicated"]) == (3, 0)
        assert row["clock_params"]["found"]["counter_first"] == 9
    assert pipe.rec.FrameClock.stale() == []


def test_a_file_of_a_folder_or_a_counter_that_changed_fills_nothing(pipe):
    raw = pipe.link.RAW / "changed"
    raw.mkdir()
    key = insert_movie(pipe, film_events(raw / "a.mp4", seed=12, duration_s=6.0, size=(48, 32)))
    times = np.arange(120) / FPS
    ttl = open_ephys(raw / "rec", {1: pulses(times)})
    (raw / "cam.csv").write_text("FrameID\n" + "".join(f"{k}\n" for k in range(120)))
    write(raw / "ttl.csv", times)
    clocks = pipe.rec.ClockSource
    with pytest.raises(ClockError, match="not said which edges"):
        clocks.add(key, "oe", "open_ephys", path="changed/rec")
    with pytest.raises(PathError):
        clocks.add(
            key, "oe", "open_ephys", path="changed/rec", edges="rising", counter_path="no.csv"
        )
    with pytest.raises(ClockError, match="no column of a frame counter"):
        clocks.add(key, "oe", "edges", path=(raw / "cam.csv"), column="FrameID",
                   counter_path="changed/ttl.csv", counter_column=None)  # fmt: skip
    one = clocks.add(key, "oe", "open_ephys", path="changed/rec", edges="rising",
                     counter_path="changed/cam.csv")  # fmt: skip
    other = clocks.add(key, "oe2", "open_ephys", path="changed/rec", edges="rising")
    # another stream of the same recording, or other lines' names, change nothing
    open_ephys(raw / "rec", {1: pulses(times)}, stream="PXI-103.ProbeA")
    with pytest.raises(ClockError, match="several streams"):
        pipe.rec.FrameClock.populate(other)
    shutil.rmtree(raw / "rec/events/PXI-103.ProbeA")
    (raw / "rec/structure.oebin").write_text(
        (raw / "rec/structure.oebin").read_text().replace("30000", "25000")
    )
    with pytest.raises(ClockError, match="has changed since"):
        pipe.rec.FrameClock.populate(other)
    np.save(ttl / "sample_numbers.npy", np.load(ttl / "sample_numbers.npy") + 1)
    (raw / "cam.csv").write_text("FrameID\n" + "".join(f"{k + 1}\n" for k in range(120)))
    with pytest.raises(ClockError, match="has changed since"):
        pipe.rec.FrameClock.populate(one)
    assert not pipe.rec.FrameClock & [one, other]
    (clocks & [one, other]).delete(prompt=False)
