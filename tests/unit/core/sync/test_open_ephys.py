"""Open Ephys' binary format: planted edges in files of both layouts, and what is not unique."""

from __future__ import annotations

import json

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.core.sync.acquisition.open_ephys import read_open_ephys
from element_mouseface.errors import ClockError, ParameterError, PathError
from tests.acquisition_files import open_ephys, pulses

RATE = 30_000.0
SHOT = 3.0 + np.cumsum(np.random.default_rng(3).uniform(0.028, 0.038, 400))
DROPPED = [50, 51, 200, 399 - 20]
MOVIE = np.delete(SHOT, DROPPED) - SHOT[0]
LICKS = np.sort(np.random.default_rng(4).uniform(0, 20, 33))


@pytest.fixture(scope="module", params=["0.6", "0.5"])
def recording(request, tmp_path_factory):
    old = request.param == "0.5"
    folder = tmp_path_factory.mktemp("oe") / "Record Node 101" / "experiment1" / "recording1"
    open_ephys(folder, {1: pulses(LICKS), 4: pulses(SHOT)}, first_sample=54_321, old=old)
    return folder


def test_edges_are_samples_over_the_rate_and_dropped_frames_are_found(recording):
    found = clock_times("open_ephys", MOVIE, path=recording, line=4, edges="rising")
    planted = np.rint(SHOT * RATE) / RATE
    assert np.array_equal(found.times_s, np.delete(planted, DROPPED))
    assert np.array_equal(found.dropped_s, planted[DROPPED])
    assert (found.method, found.found["rate_hz"], found.found["line"]) == ("open_ephys", RATE, 4)
    json.dumps(found.to_dict(), allow_nan=False)
    fallen = clock_times("open_ephys", MOVIE, path=recording, line=4, edges="falling")
    assert np.allclose(fallen.times_s - found.times_s, 0.005, atol=1e-9)


@pytest.mark.parametrize("level", ["..", "../..", "../../..", "events", "structure.oebin"])
def test_any_level_of_the_folders_finds_the_recording(recording, level):
    found = read_open_ephys(recording / level, line=1, edges="rising")
    assert np.array_equal(found.edges_s, np.rint(LICKS * RATE) / RATE)


def test_zero_may_be_the_first_sample_of_the_recording(recording):
    times = [read_open_ephys(recording, line=1, edges="rising", zero=zero).edges_s
             for zero in ("acquisition", "recording")]  # fmt: skip
    assert np.allclose(times[0] - times[1], 54_321 / RATE, atol=1e-12)
    (note,) = read_open_ephys(recording, line=1, edges="rising").notes
    assert f"begins at {54_321 / RATE:.6f} s" in note
    with pytest.raises(ClockError, match="no synchronized timestamps"):
        read_open_ephys(recording, line=1, edges="rising", zero="synchronized")
    with pytest.raises(ParameterError, match="no such zero"):
        read_open_ephys(recording, line=1, edges="rising", zero="noon")


def test_the_guis_own_seconds_are_used_if_streams_were_synchronized(tmp_path):
    open_ephys(tmp_path, {2: pulses(SHOT)}, synchronized_s=7.25)
    found = read_open_ephys(tmp_path, edges="rising", zero="synchronized")
    assert np.allclose(found.edges_s, 7.25 + SHOT, atol=1 / RATE)


def test_what_was_not_named_is_listed_with_its_edges(recording):
    with pytest.raises(ClockError, match="Several lines") as caught:
        read_open_ephys(recording)
    assert "line 1: 33 rising, 33 falling; line 4: 400 rising, 400 falling" in str(caught.value)
    with pytest.raises(ClockError, match="not said which edges of line 4") as caught:
        read_open_ephys(recording, line=4)
    assert "400 rising and 400 falling" in str(caught.value)
    with pytest.raises(ClockError, match=r"Line 2 of .* has no edge") as caught:
        read_open_ephys(recording, line=2)
    assert "line 4: 400 rising" in str(caught.value)


def test_several_streams_and_recordings_are_asked_about(tmp_path):
    for number in (1, 2, 10):
        open_ephys(tmp_path / f"experiment1/recording{number}", {4: pulses(SHOT + number)})
    probe = "Neuropix-PXI-103.ProbeA-AP"
    open_ephys(tmp_path / "experiment1/recording2", {1: pulses(LICKS)}, stream=probe)
    with pytest.raises(ClockError, match="several recordings") as caught:
        read_open_ephys(tmp_path, line=4, edges="rising")
    told = str(caught.value)
    assert told.index("recording2") < told.index("recording10")
    assert "ProbeA-AP/TTL: 66 events" in told
    with pytest.raises(ClockError, match="several streams") as caught:
        read_open_ephys(tmp_path, recording="recording2", edges="rising")
    assert f"{probe}/TTL (66 events)" in str(caught.value)
    found = read_open_ephys(tmp_path, recording="recording2", stream="Rhythm", edges="rising")
    assert found.edges_s[0] == pytest.approx(SHOT[0] + 2, abs=1 / RATE)
    # a folder within a stream names it
    inside = tmp_path / "experiment1/recording2/events" / probe / "TTL"
    assert len(read_open_ephys(inside, edges="rising").edges_s) == 33
    with pytest.raises(ClockError, match="no recording 'recording7'"):
        read_open_ephys(tmp_path, recording="recording7")
    # recording1 is no part of recording10
    for name in ("experiment1/recording1", "recording1"):
        exact = read_open_ephys(tmp_path, recording=name, edges="rising")
        assert exact.edges_s[0] == pytest.approx(SHOT[0] + 1, abs=1 / RATE)


def test_a_stream_without_events_is_no_choice(tmp_path):
    open_ephys(tmp_path, {4: pulses(SHOT)})
    open_ephys(tmp_path, {1: pulses(SHOT[:0])}, stream="Neuropix-PXI-103.ProbeA-AP")
    assert len(read_open_ephys(tmp_path, edges="rising").edges_s) == 400
    with pytest.raises(ClockError, match="No line of Neuropix"):
        read_open_ephys(tmp_path, stream="ProbeA", edges="rising")


def test_a_line_that_toggles_has_an_edge_a_frame(tmp_path):
    samples = np.rint(SHOT * RATE).astype(np.int64)
    open_ephys(tmp_path, {3: (samples[0::2], samples[1::2])})
    found = clock_times("open_ephys", MOVIE, path=tmp_path, line=3, edges="all")
    assert np.array_equal(found.times_s, np.delete(samples / RATE, DROPPED))
    with pytest.raises(ClockError, match="half as often"):
        clock_times("open_ephys", MOVIE, path=tmp_path, line=3, edges="rising")


def damaged_states(ttl):
    data = (ttl / "states.npy").read_bytes()
    (ttl / "states.npy").write_bytes(data[:-7])


def fewer_samples(ttl):
    np.save(ttl / "sample_numbers.npy", np.load(ttl / "sample_numbers.npy")[:-1])


def pickled(ttl):
    np.save(ttl / "states.npy", np.array([{"a": 1}] * 800, object), allow_pickle=True)


def of_another_kind(ttl):
    np.save(ttl / "states.npy", np.zeros((4, 2)))


def without_events(ttl):
    for name, dtype in (("states", np.int16), ("sample_numbers", np.int64)):
        np.save(ttl / f"{name}.npy", np.zeros(0, dtype))


def without_a_rate(ttl):
    path = ttl.parents[2] / "structure.oebin"
    path.write_text(path.read_text().replace("sample_rate", "sampling"))


def no_json(ttl):
    (ttl.parents[2] / "structure.oebin").write_text("{" * 40)


def only_old_files(ttl):
    (ttl.parents[2] / "structure.oebin").unlink()
    (ttl.parents[2] / "100_CH1.continuous").touch()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (damaged_states, "cannot be read as a NumPy array"),
        (fewer_samples, "799 in sample_numbers.npy"),
        (pickled, "cannot be read as a NumPy array"),
        (of_another_kind, "does not hold states"),
        (without_events, "No line of"),
        (without_a_rate, "no sampling rate"),
        (no_json, "structure.oebin"),
        (only_old_files, ".continuous files"),
    ],
)
def test_damaged_and_other_folders_are_refused(tmp_path, damage, told):
    damage(open_ephys(tmp_path / "recording1", {4: pulses(SHOT)}))
    with pytest.raises(ClockError, match=told):
        read_open_ephys(tmp_path / "recording1", edges="rising")


def test_a_folder_of_something_else_says_what_to_give(tmp_path):
    with pytest.raises(ClockError, match="no recording of the Open Ephys GUI") as caught:
        read_open_ephys(tmp_path, line=1)
    assert "structure.oebin" in str(caught.value)
    with pytest.raises(PathError, match="no Open Ephys folder"):
        read_open_ephys(tmp_path / "gone", line=1)
    (tmp_path / "structure.oebin").write_text('{"GUI version": "0.6.0", "continuous": []}')
    with pytest.raises(ClockError, match="no TTL events"):
        read_open_ephys(tmp_path, line=1)


def test_lost_changes_of_the_line_are_told(tmp_path):
    rising, falling = pulses(SHOT)
    open_ephys(tmp_path, {4: (rising, np.delete(falling, [10, 20]))})
    found = read_open_ephys(tmp_path, edges="rising")
    assert len(found.edges_s) == 400
    assert "twice in a row 2 times" in found.notes[0]


@pytest.mark.parametrize("old", [False, True])
def test_neo_reads_the_same_edges(tmp_path, old):
    """Another reader of the format, on the same files."""
    rawio = pytest.importorskip("neo.rawio")
    folder = tmp_path / "Record Node 101" / "experiment1" / "recording1"
    open_ephys(folder, {1: pulses(LICKS), 4: pulses(SHOT)}, old=old, synchronized_s=0.0)
    reader = rawio.OpenEphysBinaryRawIO(str(tmp_path))
    reader.parse_header()
    times_s, lasted_s, lines = reader.get_event_timestamps(0, 0, 0)
    for line in (1, 4):
        rising = read_open_ephys(tmp_path, line=line, edges="rising").edges_s
        falling = read_open_ephys(tmp_path, line=line, edges="falling").edges_s
        of_line = lines == str(line)
        assert np.allclose(rising, times_s[of_line], atol=1e-9)
        assert np.allclose(falling, (times_s + lasted_s)[of_line], atol=1e-9)
