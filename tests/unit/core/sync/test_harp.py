"""Harp registers, written by harp-python itself, with planted edges."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.core.sync.acquisition.harp_events import read_harp
from element_mouseface.errors import ClockError, DependencyError, PathError
from tests.acquisition_files import harp_states

pytest.importorskip("harp")
TICK_S = 32e-6
#: seconds since 1904, as a synchronized device counts
START = 3_852_000_000
SHOT = (
    START + np.cumsum(np.rint(np.random.default_rng(5).uniform(0.03, 0.05, 200) / TICK_S)) * TICK_S
)
DROPPED = [40, 41, 150]
MOVIE = np.delete(SHOT, DROPPED) - SHOT[0]


def lines(path, *, before=None):
    """A digital input: the camera on bit 3, licks on bit 0; optionally read once before."""
    licks = START + np.rint(np.linspace(0.5, 7, 20) / TICK_S) * TICK_S + 9 * TICK_S
    events = [(t, 3, 1) for t in SHOT] + [(t + 0.004, 3, 0) for t in SHOT]
    events += [(t, 0, 1) for t in licks] + [(t + 0.1, 0, 0) for t in licks]
    events.sort()
    state, values = 0, []
    for _, bit, up in events:
        state = state | (1 << bit) if up else state & ~(1 << bit)
        values.append(state)
    times, types = [t for t, _, _ in events], ["EVENT"] * len(events)
    if before is not None:
        times, values, types = [SHOT[0] - 1, *times], [before, *values], ["READ", *types]
    return harp_states(path, np.array(times), np.array(values), types=types)


def test_edges_of_a_digital_input_and_dropped_frames(tmp_path):
    path = lines(tmp_path / "Behavior_32.bin", before=0)
    found = clock_times("harp", MOVIE, path=path, line=3, edges="rising")
    assert np.allclose(found.times_s, np.delete(SHOT, DROPPED), atol=TICK_S)
    assert np.allclose(found.dropped_s, SHOT[DROPPED], atol=TICK_S)
    assert found.found["register"] == 32
    with pytest.raises(ClockError, match="Several bits") as caught:
        read_harp(path)
    assert "bit 0: 20 rising, 20 falling; bit 3: 200 rising, 200 falling" in str(caught.value)
    with pytest.raises(ClockError, match="not said which edges"):
        read_harp(path, line=3)
    with pytest.raises(ClockError, match=r"Bit 5 .* never changes"):
        read_harp(path, line=5)


def test_the_first_edge_counts_only_where_the_state_before_is_known(tmp_path):
    known = lines(tmp_path / "a.bin", before=0)
    assert len(read_harp(known, line=3, edges="rising").edges_s) == 200
    unknown = lines(tmp_path / "b.bin")
    assert len(read_harp(unknown, line=3, edges="rising").edges_s) == 199


def test_camera_events_are_frames(tmp_path):
    path = harp_states(tmp_path / "Behavior_92.bin", SHOT, np.ones(200), address=92)
    found = clock_times("harp", MOVIE, path=path)
    assert np.allclose(found.times_s, np.delete(SHOT, DROPPED), atol=TICK_S)
    assert np.allclose(found.dropped_s, SHOT[DROPPED], atol=TICK_S)
    with pytest.raises(ClockError, match="no states"):
        read_harp(path, edges="rising")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda data: data[:-5], "truncated"),
        (lambda data: b"", "0 bytes"),
        (lambda data: data[:9], "first bytes"),
        (lambda data: b"time_s\n" * 40, "first bytes"),
        (lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:], "checksum of message 4"),
        (lambda data: data[:-11] + bytes([77]) + data[-10:], "several registers"),
        (lambda data: data + data[:13], "do not increase"),
    ],
)
def test_damaged_files_are_refused(tmp_path, change, told):
    path = harp_states(tmp_path / "Behavior_92.bin", SHOT, np.ones(200), address=92)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(ClockError, match=told):
        clock_times("harp", MOVIE, path=path)


def test_other_registers_are_refused(tmp_path):
    analog = harp_states(tmp_path / "a.bin", SHOT, np.ones(200), address=44, dtype=np.float32)
    with pytest.raises(ClockError, match="real numbers"):
        read_harp(analog)
    written = harp_states(tmp_path / "b.bin", SHOT, np.ones(200), types=["WRITE"] * 200)
    with pytest.raises(ClockError, match="no event") as caught:
        read_harp(written)
    assert "200 write" in str(caught.value)
    with pytest.raises(PathError):
        read_harp(tmp_path / "gone.bin")


def test_without_the_package_the_extra_is_named(tmp_path, monkeypatch):
    path = harp_states(tmp_path / "a.bin", SHOT, np.ones(200))
    monkeypatch.setitem(sys.modules, "harp", None)
    with pytest.raises(DependencyError, match="harp-python") as caught:
        read_harp(path)
    assert "pip install 'element-mouseface[harp]'" in str(caught.value)
