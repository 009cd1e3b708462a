"""Amounts of planted events: how high a response is, and that other movies stay as they were."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import read_events
from element_mouseface.errors import EventsError
from element_mouseface.synthetic import plan

EVENTS = [("shock", 8, 9, 0.5), ("shock", 2, 3, 1), ("air", 5, 6), ("shock", 11, 12, 0)]
PLAIN = [row[:3] for row in EVENTS]
SMALL = {"duration_s": 14.0, "fps": 10, "size_px": (96, 72), "seed": 3}


def test_responses_are_as_high_as_the_amounts_say():
    plain, graded = plan(events=PLAIN, **SMALL), plan(events=EVENTS, **SMALL)
    share = graded.truth["amplitudes"] / plain.truth["amplitudes"]
    assert np.allclose(share, [1, 1, 0.5, 0])  # in order of time, the air as ever
    assert graded.amounts == [1.0, None, 0.5, 0.0] and plain.amounts is None
    assert "amounts" not in plain.settings


def test_the_written_events_are_read_back_with_amounts(tmp_path):
    graded = plan(events=EVENTS, **SMALL)
    found = read_events(graded.write_events(tmp_path / "e.csv", amount_unit="mA"))
    assert [(e.name, e.amount, e.amount_unit) for e in found] == [
        ("shock", 1.0, "mA"), ("air", None, None), ("shock", 0.5, "mA"), ("shock", 0.0, "mA"),
    ]  # fmt: skip
    plain = plan(events=PLAIN, **SMALL).write_events(tmp_path / "p.csv").read_text()
    assert plain.startswith("event,onset_s,offset_s\n")


@pytest.mark.parametrize("amount", [-1, float("inf"), float("nan"), "much"])
def test_an_amount_that_cannot_be_planted_is_refused(amount):
    with pytest.raises(EventsError, match="amount"):
        plan(events=[*EVENTS[:1], ("shock", 2, 3, amount)], **SMALL)


def test_amounts_of_some_events_only_are_refused():
    with pytest.raises(EventsError, match="none at 1"):
        plan(events=[EVENTS[0], ("shock", 2, 3)], **SMALL)
