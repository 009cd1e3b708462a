"""Recordings read as one: the same rows, times that no event bridges, frames told apart."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.published.several_recordings import (
    GAP_S,
    ConcatenatedRows,
    concatenate_events,
    concatenate_times,
    split_frames,
)
from element_mouseface.errors import PrototypeError
from element_mouseface.params import HOGParams


class Rows(np.ndarray):
    """An array with what descriptors have beside their rows."""


def rows(n, *, seed=0, grid=(2, 3), valid=None):
    params = HOGParams(orientations=4)
    numbers = params.descriptor_length(grid)
    found = np.random.default_rng(seed).random((n, numbers), dtype=np.float32).view(Rows)
    found.params, found.grid = params, grid
    found.valid = np.ones(numbers, bool) if valid is None else valid
    return found


@pytest.mark.parametrize("lengths", [(5,), (3, 4), (1, 7, 2), (4, 1, 1, 6)])
def test_slices_are_those_of_the_concatenation(lengths):
    parts = [rows(n, seed=k) for k, n in enumerate(lengths)]
    joined, whole = ConcatenatedRows(parts), np.concatenate(parts)
    assert joined.shape == whole.shape and len(joined) == sum(lengths)
    for start in range(len(whole) + 1):
        for stop in range(start, len(whole) + 2):
            assert np.array_equal(joined[start:stop], whole[start:stop])
    with pytest.raises(IndexError):
        joined[::2]


def test_numbers_count_where_they_count_in_every_part():
    first, second = (np.ones(24, bool) for _ in range(2))
    first[3], second[5] = False, False
    joined = ConcatenatedRows([rows(2, valid=first), rows(2, valid=second)])
    assert list(np.flatnonzero(~joined.valid)) == [3, 5]


def test_other_grids_are_refused():
    with pytest.raises(PrototypeError, match="different descriptors"):
        ConcatenatedRows([rows(2), rows(2, grid=(3, 2))])


def test_times_go_on_after_a_gap_and_events_go_with_them():
    clocks = [np.array([0.0, 0.1, 0.2]), np.array([100.0, 100.5]), np.array([-3.0, -2.0])]
    times_s, shifts = concatenate_times(clocks)
    assert np.all(np.diff(times_s) > 0)
    assert list(np.flatnonzero(np.diff(times_s) >= GAP_S)) == [2, 4]
    events = [Events.from_rows([("quinine", 0.1, 0.2)]), Events.from_rows([("salt", 100.2, 101.0)])]
    events.append(Events.from_rows([("quinine", -2.5, -1.5)]))
    joined = concatenate_events(events, shifts).check()
    assert list(np.flatnonzero(joined.frames(times_s, "quinine"))) == [1, 6]
    assert list(np.flatnonzero(joined.frames(times_s, "salt"))) == [4]


def test_frames_are_told_apart_again():
    part, number = split_frames(np.array([6, 0, 2, 3, 4]), [3, 1, 3])
    assert list(part) == [2, 0, 0, 1, 2]
    assert list(number) == [2, 0, 2, 0, 0]
