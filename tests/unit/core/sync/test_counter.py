"""A camera's frame counter: planted drops, copies, wraps and resets, alone and with edges."""

from __future__ import annotations

import json

import numpy as np
import pytest

from element_mouseface.core.sync import clock_times
from element_mouseface.core.sync.counter import continued
from element_mouseface.errors import ClockError, ParameterError

RNG = np.random.default_rng(8)
SHOT = np.cumsum(RNG.uniform(0.030, 0.036, 600))
DROPPED = np.array([50, 51, 52, 300, 560])
KEPT = np.delete(np.arange(600), DROPPED)
#: stamped by the writer at a nominal rate: intervals tell nothing
NOMINAL = np.arange(len(KEPT)) / 30
RIG = 300.0 + SHOT * (1 + 60e-6)


def table(path, counts, *more, header=None, separator=","):
    lines = [] if header is None else [header]
    lines += [separator.join(map(str, row)) for row in zip(counts, *more, strict=True)]
    path.write_text("\n".join(lines) + "\n")
    return path


def edges_csv(path, edges_s):
    path.write_text("time_s\n" + "".join(f"{float(t)!r}\n" for t in edges_s))
    return path


# ---------------------------------------------------------------- the counter itself


@pytest.mark.parametrize("first", [0, 1, 16_696_704, 2**16 - 20, 2**32 - 20])
def test_the_counter_may_begin_anywhere_and_wraps_at_its_largest_value(first):
    period = 2**16 if first < 2**16 else 2**32
    counts = (first + KEPT) % period
    found = continued(counts, NOMINAL)
    assert np.array_equal(found.exposures, KEPT)
    assert (found.n_lost, found.n_exposures, found.first) == (5, 600, first)
    assert found.wraps == int(first + 599 >= period) and not len(found.resets)


def test_frames_lost_at_the_wrap_are_counted():
    shown = np.delete(np.arange(600), [19, 20, 21, 22])  # 65535, 0, 1, 2
    found = continued((2**16 - 20 + shown) % 2**16, NOMINAL[: len(shown)])
    assert np.array_equal(found.exposures, shown) and found.n_lost == 4


def test_a_counter_that_never_is_zero_loses_no_frame_at_its_wrap():
    """GigE Vision 1 counts 65535, 1, 2: told by the times, and noted."""
    counts = np.array([65_533, 65_534, 65_535, 1, 2, 3])
    found = continued(counts, SHOT[:6])
    assert np.array_equal(found.exposures, np.arange(6))
    assert "never is 0" in found.notes[0]
    gap = continued(counts, np.delete(SHOT[:7], 3))
    assert gap.n_lost == 1 and not gap.notes


def test_the_number_of_edges_tells_whether_a_counter_ever_is_zero(tmp_path):
    """A movie's nominal times would tell that no exposure was lost, whether or not one was."""
    shown = 65_300 + KEPT
    for period, n_edges in ((65_536, 600), (65_535, 600)):
        counts = np.where(shown >= 65_536, shown - period, shown)
        counts = counts if period == 65_535 else np.delete(counts, np.flatnonzero(counts == 0))
        movie = np.arange(len(counts)) / 30
        found = clock_times("edges", movie, path=edges_csv(tmp_path / "ttl.csv", RIG[:n_edges]),
                            counter_path=str(table(tmp_path / "cam.csv", counts)))  # fmt: skip
        lost = DROPPED if period == 65_535 else np.sort(np.r_[DROPPED, 236])
        assert np.array_equal(found.dropped_s, RIG[lost])
        assert any("never is 0" in note for note in found.notes) == (period == 65_535)


def test_a_column_of_something_else_is_no_counter():
    with pytest.raises(ClockError, match=r"jumps") as caught:
        continued(np.array([5, 6, 30_000_000_000, 30_000_000_001]), NOMINAL[:4])
    assert "6, then 30000000000 at frame 2" in str(caught.value)


def test_a_long_pause_before_the_counter_is_zero_again_is_a_reset():
    counts, times = np.array([65_530, 65_531, 0, 1, 2]), np.array([0, 1, 900, 901, 902.0])
    assert continued(counts, times).resets.tolist() == [2]


def test_a_counter_of_every_second_exposure_says_so():
    found = continued(np.arange(0, 100, 2), NOMINAL[:50])
    assert found.n_lost == 49 and "rises by 2" in found.notes[0]


def test_two_edges_per_pulse_are_asked_about_with_a_counter_too(tmp_path):
    rises = 300.0 + np.arange(600) / 30
    both = np.sort(np.r_[rises, rises + 0.006])
    given = {"path": edges_csv(tmp_path / "ttl.csv", both),
             "counter_path": str(table(tmp_path / "cam.csv", KEPT))}  # fmt: skip
    for more in ({}, {"first_edge": 0}):
        with pytest.raises(ClockError, match="twice as often"):
            clock_times("edges", NOMINAL, **given, **more)
    found = clock_times("edges", NOMINAL, **given, edges="second")
    assert np.allclose(found.times_s, rises[KEPT] + 0.006)


def test_bits_that_are_stated_make_every_return_a_wrap():
    found = continued((200 + KEPT) % 256, NOMINAL, bits=8)
    assert np.array_equal(found.exposures, KEPT) and found.wraps == 3
    with pytest.raises(ClockError, match="more than 8 bits"):
        continued(np.array([250, 256, 257]), NOMINAL[:3], bits=8)


def test_a_reset_is_no_wrap():
    counts = np.r_[np.arange(30_000, 30_100), np.arange(100)]
    found = continued(counts, NOMINAL[:200])
    assert found.resets.tolist() == [100] and found.wraps == 0
    swapped = continued(np.array([5, 6, 8, 7, 9]), NOMINAL[:5])
    assert swapped.resets.tolist() == [3]


def test_a_counter_that_was_not_on_is_refused():
    with pytest.raises(ClockError, match="never changes") as caught:
        continued(np.zeros(50, np.int64), NOMINAL[:50])
    assert "chunk data" in str(caught.value)


# ---------------------------------------------------------------- with the edges of the line


@pytest.mark.parametrize("first", [0, 1, 977, 2**32 - 100])
def test_the_kth_exposure_has_the_kth_edge(tmp_path, first):
    """The movie's own times tell nothing, so intervals would be ambiguous or wrong."""
    edges = edges_csv(tmp_path / "ttl.csv", RIG)
    counts = table(tmp_path / "cam.csv", (first + KEPT) % 2**32)
    with pytest.raises(ClockError):
        clock_times("edges", NOMINAL, path=edges)
    found = clock_times("edges", NOMINAL, path=edges, counter_path=str(counts))
    assert np.array_equal(found.times_s, RIG[KEPT])
    assert np.array_equal(found.dropped_s, RIG[DROPPED])
    assert found.found["counter_first"] == first and found.found["counter_exposures"] == 600
    json.dumps(found.to_dict(), allow_nan=False)


def test_a_frame_that_was_written_twice_has_one_time(tmp_path):
    shown = np.insert(KEPT, 200, KEPT[199])
    found = clock_times(
        "edges",
        np.arange(len(shown)) / 30,
        path=edges_csv(tmp_path / "ttl.csv", RIG),
        counter_path=str(table(tmp_path / "cam.csv", 7 + shown)),
    )
    assert found.duplicated.tolist() == [200]
    assert np.flatnonzero(np.isnan(found.times_s)).tolist() == [200]
    assert np.array_equal(np.delete(found.times_s, 200), RIG[KEPT])


def test_counts_that_disagree_are_told_with_the_first_edges_that_are_possible(tmp_path):
    """Frames lost before the first stored one and after the last: no number can tell which."""
    shown = KEPT[4:-3]
    counter = str(table(tmp_path / "cam.csv", 1 + shown))
    edges, movie = edges_csv(tmp_path / "ttl.csv", RIG), NOMINAL[: len(shown)]
    with pytest.raises(ClockError, match="do not agree") as caught:
        clock_times("edges", movie, path=edges, counter_path=counter)
    told = str(caught.value)
    assert "593 edges" in told and "600 edges, 7 more" in told
    assert "that is 5, and 4 if it was 1" in told
    found = clock_times("edges", movie, path=edges, counter_path=counter, first_edge=4)
    assert np.array_equal(found.times_s, RIG[shown])
    assert found.found["edges_before_first_frame"] == 4
    assert found.found["edges_after_last_frame"] == 3
    assert any("593 exposures" in note and "600 edges" in note for note in found.notes)


def test_acquisition_that_began_later_or_ended_earlier_than_the_camera(tmp_path):
    counter = str(table(tmp_path / "cam.csv", KEPT))
    edges = edges_csv(tmp_path / "ttl.csv", RIG[12:-9])
    with pytest.raises(ClockError, match="579 edges, 21 fewer"):
        clock_times("edges", NOMINAL, path=edges, counter_path=counter)
    found = clock_times("edges", NOMINAL, path=edges, counter_path=counter, first_edge=-12)
    outside = (KEPT < 12) | (KEPT >= 591)
    assert np.array_equal(found.times_s, np.where(outside, np.nan, RIG[KEPT]), equal_nan=True)
    assert found.found["frames_before_first_edge"] == 12
    assert found.found["frames_after_last_edge"] == 9
    with pytest.raises(ClockError, match="no such first edge"):
        clock_times("edges", NOMINAL, path=edges, counter_path=counter, first_edge=-600)
    with pytest.raises(ParameterError, match="number of an edge"):
        clock_times("edges", NOMINAL, path=edges, first_edge=-12)


def test_a_lost_pulse_is_told_where_the_first_edge_was_given(tmp_path):
    shot = np.arange(600) / 30
    edges = edges_csv(tmp_path / "ttl.csv", np.delete(np.r_[shot, 20.5], 250))
    found = clock_times("edges", NOMINAL, path=edges, first_edge=0,
                        counter_path=str(table(tmp_path / "cam.csv", KEPT)))  # fmt: skip
    assert any("gaps of whole intervals" in note and "8.3" in note for note in found.notes)


def test_a_counter_that_was_reset_cannot_count_to_the_end(tmp_path):
    counts = np.r_[5000 + np.arange(300), np.arange(len(KEPT) - 300)]
    with pytest.raises(ClockError, match="goes back") as caught:
        clock_times("edges", NOMINAL, path=edges_csv(tmp_path / "ttl.csv", RIG),
                    counter_path=str(table(tmp_path / "cam.csv", counts)))  # fmt: skip
    assert "5299, then 0 at frame 300" in str(caught.value)


@pytest.mark.parametrize(("rows", "told"), [(slice(None, -2), "593 rows"), (slice(0, 0), "empty")])
def test_fewer_rows_than_frames_are_refused(tmp_path, rows, told):
    counter = table(tmp_path / "cam.csv", KEPT[rows])
    with pytest.raises(ClockError, match=told):
        clock_times("edges", NOMINAL, path=edges_csv(tmp_path / "ttl.csv", RIG),
                    counter_path=str(counter))  # fmt: skip


def test_more_rows_than_frames_need_the_first_ones_number(tmp_path):
    counter = str(table(tmp_path / "cam.csv", np.arange(600)))
    edges, movie = edges_csv(tmp_path / "ttl.csv", RIG), NOMINAL[:590]
    with pytest.raises(ClockError, match="not one row for each frame") as caught:
        clock_times("edges", movie, path=edges, counter_path=counter)
    assert "first_row=0" in str(caught.value) and "first_row=10" in str(caught.value)
    given = {"counter_path": counter, "first_row": 4, "first_edge": 4}
    found = clock_times("edges", movie, path=edges, **given)
    assert np.array_equal(found.times_s, RIG[4:594])
    assert any("rows 4 to 593 of 600" in note for note in found.notes)
    with pytest.raises(ClockError, match="from row 11"):
        clock_times("edges", movie, path=edges, counter_path=counter, first_row=11)


def test_parameters_of_a_counter_need_its_file(tmp_path):
    edges = edges_csv(tmp_path / "ttl.csv", RIG)
    with pytest.raises(ParameterError, match="belongs to a file with a frame counter"):
        clock_times("edges", NOMINAL, path=edges, counter_column="FrameID")
    for wrong in ({"counter_bits": 99}, {"first_row": -1}, {"counter_path": 3}, {"first_row": "2"}):
        with pytest.raises(ParameterError):
            clock_times("edges", NOMINAL, path=edges, **{"counter_path": "x.csv", **wrong})


@pytest.mark.parametrize("seed", range(30))
def test_never_wrong_without_saying_so(tmp_path, seed):
    """Random drops (also at both ends), copies, starts and widths of the counter, edges outside."""
    rng = np.random.default_rng(seed)
    n, (before, after) = 300, rng.integers(0, 4, 2) * rng.integers(0, 2, 2)
    rig = 50 + np.cumsum(rng.uniform(0.030, 0.036, n))
    shown = np.sort(rng.choice(np.arange(before, n - after), rng.integers(200, 280), replace=False))
    copied = np.sort(rng.choice(np.arange(1, len(shown)), rng.integers(0, 3), replace=False))
    frames = np.insert(shown, copied, shown[copied - 1])
    bits, begin = rng.choice([16, 32]), int(rng.choice([0, 1, 2**15, 2**16 - 100, 2**32 - 100]))
    counts = (begin + frames) % 2**bits
    given = {
        "path": edges_csv(tmp_path / "ttl.csv", rig),
        "counter_path": str(table(tmp_path / "cam.csv", counts)),
    }
    movie = np.arange(len(frames)) / 30
    expected = rig[frames]
    expected[np.flatnonzero(np.diff(frames) == 0) + 1] = np.nan
    whole = shown[0] == 0 and shown[-1] == n - 1
    try:
        found = clock_times("edges", movie, **given)
    except ClockError as error:
        assert not whole and "first_edge" in str(error)
        found = clock_times("edges", movie, first_edge=int(shown[0]), **given)
    else:
        assert whole
    assert np.array_equal(found.times_s, expected, equal_nan=True)
    inside = np.setdiff1d(np.arange(shown[0], shown[-1]), shown)
    assert np.array_equal(found.dropped_s, rig[inside])
