"""Prototypes of the strongest amount, scored on weaker trials that they know nothing of."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.scoring.contrast import (
    ContrastParams,
    score_by_strongest,
    score_contrast,
)
from element_mouseface.core.scoring.contrast import strongest as module
from element_mouseface.errors import EventsError

from .conftest import film

AMOUNTS = (1.0, 0.3, 1.0, 0.6, 1.0, 0.3, 0.6, 1.0)
PARAMS = ContrastParams(basis_frames=400, n_components=64)


@pytest.fixture(scope="module")
def graded():
    rows = [("shock", 4.0 + 6 * k, 6.0 + 6 * k, amount) for k, amount in enumerate(AMOUNTS)]
    session = film(5, events=rows, duration_s=52.0, fps=10.0)
    events = Events.from_rows((n, a, b, None, amount, "mA") for n, a, b, amount in rows)
    return session, events


def responses(session, events, trace):
    found = []
    for e in events:
        inside = (session.times_s >= e.onset_s + 0.4) & (session.times_s < e.offset_s)
        found.append(np.nanmean(trace[inside]))
    return np.array(found)


def test_weaker_trials_are_scored_by_prototypes_that_do_not_know_them(graded, monkeypatch):
    session, events = graded
    calls = []

    def noted(*given, **more):
        calls.append(given)
        return score_contrast(*given, **more)

    monkeypatch.setattr(module, "score_contrast", noted)
    given = (session.thumbnails, session.times_s, session.flags)
    scores = score_by_strongest(*given, events, "shock", PARAMS)
    assert scores.names == ("shock",) and not scores.findings
    found, amounts = responses(session, events, scores.score[:, 0]), np.array(AMOUNTS)
    means = [found[amounts == a].mean() for a in (0.3, 0.6, 1.0)]
    assert means[0] < means[1] < means[2] and means[2] == pytest.approx(1, abs=0.25)
    assert means[0] == pytest.approx(0.3, abs=0.2) and means[1] == pytest.approx(0.6, abs=0.2)
    # prototypes were made of the strongest trials, without a frame of the others
    first, second = calls
    missing = (first[2] & FrameFlag.MISSING) > 0
    for e in events:
        inside = (session.times_s >= e.onset_s) & (session.times_s < e.offset_s)
        assert missing[inside].all() == (e.amount < 1) and missing[inside].any() == (e.amount < 1)
    assert [e.amount for e in first[3]] == [1.0] * 4 and second[3] is events
    assert not (second[2] & FrameFlag.MISSING).any()


def test_a_stimulus_without_two_amounts_has_no_strongest(graded):
    session, events = graded
    given = (session.thumbnails, session.times_s, session.flags)
    same = [e for e in events if e.amount == 1]
    plain = [(e.name, e.onset_s, e.offset_s) for e in events]
    for rows in (same, plain):
        with pytest.raises(EventsError, match="no strongest amount"):
            score_by_strongest(*given, Events.from_rows(rows), "shock", PARAMS)
    with pytest.raises(EventsError, match="no strongest amount"):
        score_by_strongest(*given, events, "air", PARAMS)
