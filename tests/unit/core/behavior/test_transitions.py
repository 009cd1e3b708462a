"""Which behavior follows which, counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.transitions import count_transitions
from element_mouseface.errors import InputError

NAMES = ("lick", "groom", "blink")
BOUTS = {
    "lick": [[0, 10], [40, 50], [80, 90]],
    "groom": [[20, 30], [60, 70]],
    "blink": [[22, 24]],
}


def labels(assessed=None):
    whole = {name: [[0, 100]] for name in NAMES}
    return Labels(Ethogram.of(NAMES), 100, BOUTS, {**whole, **(assessed or {})})


def test_each_bout_is_followed_by_the_next_to_begin():
    # lick 0, groom 20, blink 22, lick 40, groom 60, lick 80
    found = count_transitions(labels())
    expected = np.zeros((3, 3), int)
    for one, other in ((0, 1), (1, 2), (2, 0), (0, 1), (1, 0)):
        expected[one, other] += 1
    np.testing.assert_array_equal(found.counts, expected)
    np.testing.assert_allclose(found.probability, [[0, 1, 0], [0.5, 0, 0.5], [1, 0, 0]])


def test_what_nobody_looked_at_may_hide_a_bout():
    found = count_transitions(labels({"blink": [[0, 52], [55, 100]]}))
    assert found.counts.sum() == 4 and found.counts[0, 1] == 1


def test_only_pairs_that_follow_soon_are_counted():
    times_s = np.arange(100) / 10
    # from the last frame of a bout to the next onset: 1.1, -0.7, 1.7, 1.1, 1.1 s
    assert count_transitions(labels(), times_s, within_s=1.15).counts.sum() == 4
    assert count_transitions(labels(), times_s, within_s=1.0).counts.sum() == 1
    with pytest.raises(InputError, match="within_s"):
        count_transitions(labels(), within_s=1.0)
    assert np.isnan(count_transitions(Labels(Ethogram.of(NAMES), 5, {})).probability).all()
