"""The frames' times in a file: exact, left out, or refused with what to do."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.exports.nwb.clock import FrameTimes, sampling_of
from element_mouseface.errors import ClockError, ParameterError

T = np.arange(100) / 30.0


def wavering(n=100):
    return np.cumsum(np.random.default_rng(0).uniform(0.03, 0.04, n))


@pytest.mark.parametrize(
    ("times_s", "zero_s", "words"),
    [
        (T, None, "not known"),
        (T, np.nan, "not known"),
        (T, np.inf, "not known"),
        (T, "0", "not known"),
        (T, True, "not known"),
        ([], 0, "no frame with a time"),
        (np.full(5, np.nan), 0, "no frame with a time"),
        ([0, 1, np.inf, 3], 0, "inf at frame 2"),
        ([-np.inf, 1], 0, "-inf at frame 0"),
        (np.zeros((3, 2)), 0, r"shape \(3, 2\)"),
        (["a", "b"], 0, "one number for each frame"),
        (np.arange(5).astype("datetime64[s]"), 0, "one number for each frame"),
        ([0, 1, 1, 2], 0, "Frames 1 and 2 have one time"),
        ([0, np.nan, 0, 2], 0, "Frames 0 and 2 have one time"),
        ([0, 2, 1, 3], 0, "Frames 1 and 2 have times that go back"),
        ([0, 1e-20, 1], -1e3, "Frames 0 and 1 have one time"),
        (T, 1.0, "30 frames are from before session_start_time"),
        (T * 1e9, 0, "cannot be seconds"),
        (T + 1.7e9, 0, "cannot be seconds"),
    ],
)
def test_times_that_cannot_be_are_refused(times_s, zero_s, words):
    with pytest.raises(ClockError, match=words) as caught:
        FrameTimes(times_s, zero_s)
    assert caught.value.do


def test_frames_from_before_the_start_are_kept_only_if_asked():
    assert FrameTimes(T, 1.0, before_start="keep").seconds[0] == -1.0
    with pytest.raises(ParameterError, match="before_start"):
        FrameTimes(T, 1.0, before_start="drop")


def test_frames_without_a_time_are_left_out_and_the_others_exact():
    times_s = wavering()
    times_s[[0, 7, 99]] = np.nan
    times = FrameTimes(times_s, -12.3)
    kept = np.flatnonzero(np.isfinite(times_s))
    np.testing.assert_array_equal(times.frames, kept)
    np.testing.assert_array_equal(times.seconds, times_s[kept] - -12.3)
    assert times.sampling is None and not times.all_timed and len(times) == 100


def test_times_that_are_masked_are_not_known():
    masked = np.ma.masked_array(T, mask=np.arange(100) % 10 == 3)
    assert FrameTimes(masked, 0).frames.tolist() == [k for k in range(100) if k % 10 != 3]


@pytest.mark.parametrize("name", ["", " ", "a/b", "cam:1", "a\\b", None, 5])
def test_names_that_objects_cannot_have_are_refused(name):
    with pytest.raises(ParameterError, match="name of the recording") as caught:
        FrameTimes(T, 0, name=name)
    assert "--name" in caught.value.do


@pytest.mark.parametrize("rate", [20, 25, 30, 29.97, 30000 / 1001, 250, 500.0, 119.88, 7.3])
@pytest.mark.parametrize("zero_s", [0.0, -2.5, -0.1, -1234.5678])
def test_equal_intervals_are_a_rate_that_gives_every_time_to_the_last_bit(rate, zero_s):
    """With readers' own formula, for any zero."""
    times_s = np.arange(5000) / rate
    times = FrameTimes(times_s, zero_s)
    start_s, found_hz = times.sampling
    np.testing.assert_array_equal(start_s + np.arange(5000) / found_hz, times_s - zero_s)
    assert times.is_exact == (zero_s == 0)


def test_a_slow_drift_below_the_inspector_s_limit_is_not_a_rate():
    """Every interval is within a nanosecond of the next, but their sum is not on a line."""
    intervals = 0.02 + np.linspace(0, 4e-10, 200_000)
    seconds = np.concatenate([[0.0], np.cumsum(intervals)])
    assert sampling_of(seconds) is None


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_frames_have_time_stamps(n):
    assert FrameTimes(T[:n], 0).sampling is None


def test_a_time_of_a_frame_is_the_one_that_its_series_has():
    times_s = 0.1 + np.arange(3000) * 0.033366666
    times = FrameTimes(times_s, 0.07)
    assert [times.instant(t) for t in times_s] == times.seconds.tolist()
    assert times.instant(5.0) == 5.0 - 0.07
    for wrong in (np.nan, np.inf, None, "1"):
        with pytest.raises(ClockError, match="A bout's start is not a time"):
            times.instant(wrong, "a bout's start")


def test_values_of_another_recording_are_refused():
    with pytest.raises(ClockError, match="The trace does not belong"):
        FrameTimes(T, 0).check_length(np.zeros(99))
