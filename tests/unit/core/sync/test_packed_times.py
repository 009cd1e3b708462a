"""Frame times come back bit for bit, and take little room."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from element_mouseface.core.sync.packed_times import pack_times, unpack_times
from element_mouseface.errors import ClockError


def same_bits(a, b):
    return a.dtype == b.dtype == np.float64 and np.array_equal(a.view(np.int64), b.view(np.int64))


def size(packed):
    return len(zlib.compress(packed["steps"].tobytes()))


@given(hnp.arrays(np.float64, st.integers(0, 40), elements=st.floats(width=64)))
def test_any_numbers_come_back(times):
    with np.errstate(all="ignore"):
        assert same_bits(unpack_times(pack_times(times)), times)


@pytest.mark.parametrize("times", [[-0.0], [-0.0, 0.0], [0.0, -0.0], [-0.0, 0.04], [-0.04, -0.0]])
def test_a_negative_zero_comes_back(times):
    assert same_bits(unpack_times(pack_times(np.array(times))), np.array(times))


@given(st.lists(st.integers(1, 5000), max_size=60), st.sampled_from([1000, 90000, 30000, 12345]))
def test_ticks_of_any_clock_come_back(steps, rate):
    times = np.concatenate([[0], np.cumsum(steps)]) / rate
    assert same_bits(unpack_times(pack_times(times)), times)


@pytest.mark.parametrize("fps", [250, 30, 30000 / 1001, 59.94, 1 / 3, 23.976])
@pytest.mark.parametrize("start", [0.0, 1234.5])
def test_an_hour_at_a_constant_rate_takes_a_few_kilobytes(fps, start):
    times = np.arange(int(3600 * fps)) / fps + start
    packed = pack_times(times)
    assert same_bits(unpack_times(packed), times)
    assert size(packed) < times.size * 8 / 10


def test_a_million_frames_of_a_250_hz_movie_take_a_few_bytes():
    packed = pack_times(np.arange(1_000_000) * 64 / 16000)
    assert packed["coding"] == "ticks"
    assert size(packed) < 100


def test_a_camera_with_jitter_takes_about_a_byte_a_frame():
    rng = np.random.default_rng(0)
    times = np.cumsum(np.r_[0, 3000 + rng.integers(-50, 50, 100_000)]) / 90000
    packed = pack_times(times)
    assert same_bits(unpack_times(packed), times)
    assert size(packed) < 1.2 * times.size


def test_a_change_of_rate_half_way_takes_little():
    times = np.concatenate([[0], np.cumsum(np.r_[np.full(50_000, 33), np.full(50_000, 66)])]) / 1000
    assert size(pack_times(times)) < 1000
    assert same_bits(unpack_times(pack_times(times)), times)


def test_frames_without_a_time_stay_without():
    times = np.array([np.nan, 0.1, 0.2, np.nan, 0.4])
    assert same_bits(unpack_times(pack_times(times)), times)


@pytest.mark.parametrize("packed", [None, {}, {"version": 2}, np.arange(3.0)])
def test_anything_else_is_refused(packed):
    with pytest.raises(ClockError, match="cannot be read"):
        unpack_times(packed)
