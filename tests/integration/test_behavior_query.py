"""One query: how probable licking is in the second after each quinine trial, and its score."""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.params import HOGParams
from tests.schema.behaviors import in_bouts, write_outputs
from tests.schema.faces import (
    DURATION_S,
    EVENTS,
    FPS,
    RESPONSES,
    activated,
    film_events,
    insert_movie,
)

pytestmark = pytest.mark.server

N_FRAMES = int(DURATION_S * FPS)
#: the mouse licks after the first quinine trial, from its onset on for 0.6 s, and not after the
#: second; it licks in sucrose trials too, and begins once before the onset
LICKS_S = ((2.2, 3.0), (6.0, 6.6), (9.5, 11.0), (16.0, 17.0))


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "query", RESPONSES) as modules:
        yield modules


@pytest.fixture(scope="module")
def planted():
    bouts = [(round(a * FPS), round(b * FPS)) for a, b in LICKS_S]
    return in_bouts(N_FRAMES, (bouts, [])).astype(np.float32)


@pytest.fixture(scope="module")
def done(pipe, planted):
    """A recording, scored, with a prediction of licking."""
    key = insert_movie(pipe, film_events(pipe.link.RAW / "query.mp4", seed=3))
    task = pipe.hog.HOGTask.add(key, params=HOGParams())
    events = pipe.exp.EventSet.add(key, EVENTS)
    params = pipe.exp.ExpressionParamSet.add({"normalize": "minmax"})
    made = pipe.exp.PrototypeTask.add([{**task, **events}], params)
    pipe.exp.FacialExpressionTask.add({**task, **events, **params, **made})
    path = write_outputs(pipe.link.PROCESSED / "query_outputs.h5", planted)
    pipe.beh.ClassificationTask.add_file(key, path)
    from element_mouseface import populate_all

    counts = populate_all()
    assert all(not one["error_list"] for one in counts.values())
    assert counts["Classification"]["success_count"] == 1
    return key


def quinine_trials():
    return [(a, b) for name, a, b in EVENTS if name == "quinine"]


def scores(pipe, key):
    """The mean similarity to quinine in the second after each quinine trial begins."""
    (score,) = (pipe.exp.FacialExpression & key).keys()
    times_s, values = pipe.exp.FacialExpression.trace(score, "quinine")
    return [values[(times_s >= a) & (times_s < a + 1)].mean() for a, _ in quinine_trials()]


def test_probability_and_score_of_each_trial_are_one_query(pipe, done, planted):
    BehaviorResponse, EventResponse = pipe.res.BehaviorResponse, pipe.exp.EventResponse
    query = (
        (BehaviorResponse.Event & {"behavior": "licking", "event_window": "first_second"})
        * (EventResponse.Event & {"prototype": "quinine", "measure": "similarity"})
        * (pipe.exp.EventSet.Event & {"stimulus": "quinine"})
    )
    rows = (query & done).to_dicts(order_by="event_id")
    assert [row["onset_s"] for row in rows] == [a for a, _ in quinine_trials()]
    frames = np.arange(N_FRAMES) / FPS
    for row, (onset_s, _), score in zip(rows, quinine_trials(), scores(pipe, done), strict=True):
        inside = (frames >= onset_s - 1e-6) & (frames < onset_s + 1 - 1e-6)
        due = planted[inside, 0].mean()
        assert row["behavior_response_probability"] == pytest.approx(due, abs=1e-6)
        assert row["response_mean"] == pytest.approx(score, abs=1e-6)
    first, second = rows
    assert first["behavior_response_share"] == pytest.approx(0.6, abs=1e-6)
    assert first["behavior_response_latency_s"] == pytest.approx(0.0, abs=1e-6)
    assert (second["behavior_response_share"], second["behavior_response_n_bouts"]) == (0, 0)
    assert second["behavior_response_latency_s"] is None
    # the server averages over trials, with the linked pipeline's tables or without
    (mean,) = (
        dj.U("stimulus")
        .aggr(query, licking="avg(behavior_response_probability)", score="avg(response_mean)")
        .to_dicts()
    )
    assert mean["licking"] == pytest.approx(
        np.mean([row["behavior_response_probability"] for row in rows]), abs=1e-9
    )


def test_bouts_alone_answer_in_sql(pipe, done):
    """Without `responses`: seconds of licking in the second after each trial, from bout rows."""
    Bout, Event = pipe.beh.Classification.Bout, pipe.exp.EventSet.Event
    overlaps = (Event * (Bout & {"behavior": "licking"})).proj(
        overlap_s="greatest(0, least(behavior_bout_stop_s, onset_s + 1)"
        " - greatest(behavior_bout_start_s, onset_s))"
    )
    licked = Event.aggr(overlaps, onset_s="min(onset_s)", licking_s="coalesce(sum(overlap_s), 0)")
    rows = (licked & done).to_dicts(order_by="event_id")
    for row, (_, onset_s, _) in zip(rows, EVENTS, strict=True):
        due = sum(max(0.0, min(b, onset_s + 1) - max(a, onset_s)) for a, b in LICKS_S)
        assert row["onset_s"] == onset_s
        assert row["licking_s"] == pytest.approx(due, abs=1e-6)
    # beside the score, in the same query
    score = pipe.exp.EventResponse.Event & {
        "event_window": "first_second", "prototype": "quinine", "measure": "similarity"
    }  # fmt: skip
    quinine = (licked * score.proj("response_mean") * Event.proj("stimulus")) & {
        "stimulus": "quinine"
    }
    found = (quinine & done).to_dicts(order_by="event_id")
    assert [r["licking_s"] for r in found] == pytest.approx([0.6, 0.0], abs=1e-6)
    assert [r["response_mean"] for r in found] == pytest.approx(scores(pipe, done), abs=1e-6)


def test_events_on_another_clock_are_met_on_that_clock(pipe, done, planted):
    pipe.rec.ClockSource.add(done, "session", "line", start_s=100.0, stop_s=100.0 + 2 * DURATION_S)
    pipe.rec.FrameClock.populate(done)
    times_s = pipe.rec.frame_times(done, "session")
    events = pipe.exp.EventSet.add(done, [("quinine", 112.0, 113.0)], clock="session")
    pipe.res.BehaviorResponse.populate(events)
    row = (
        pipe.res.BehaviorResponse.Event
        & events
        & {"behavior": "licking", "event_window": "first_second"}
    ).fetch1()
    inside = (times_s >= 112.0) & (times_s < 113.0)
    assert inside.sum() == row["behavior_response_n_frames"] < FPS
    due = planted[inside, 0].mean()
    assert row["behavior_response_probability"] == pytest.approx(due, abs=1e-3)
    assert not pipe.res.BehaviorResponse.stale() & events
    # the clock is told otherwise: what was computed on the former one is known
    (pipe.rec.FrameClock & done & {"clock": "session"}).delete_quick()
    assert len(pipe.res.BehaviorResponse.stale() & events) == 5
    pipe.res.BehaviorResponse.stale().delete(prompt=False)
    assert not pipe.res.BehaviorResponse & events


def test_deleting_a_prediction_leaves_the_scores(pipe, done):
    import element_mouseface

    gone = element_mouseface.delete_with_dependents(
        pipe.beh.ClassificationTask & done, prompt=False
    )
    assert gone[pipe.res.BehaviorResponse.full_table_name] > 0
    assert not pipe.res.BehaviorResponse & done and not pipe.beh.Classification & done
    assert pipe.exp.EventResponse & done
