"""Trials that cannot be used are left out one by one, and each says why."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.events import Events


@pytest.fixture(scope="module")
def covered(session):
    """The session, where something covers the face in the fifth trial until two seconds after."""
    event = session.events.rows[4]
    seen = (session.times_s >= event.onset_s + 0.2) & (session.times_s < event.offset_s + 2.0)
    thumbnails = session.thumbnails.copy()
    rng = np.random.default_rng(0)
    hand = rng.integers(0, 256, thumbnails.shape[1:], dtype=np.uint8)
    thumbnails[seen] = hand
    return event, seen, session.score(thumbnails=thumbnails)


def test_a_trial_with_a_covered_face_is_left_out_and_the_rest_is_scored(session, scores, covered):
    event, _, found = covered
    assert not found.findings and [s.kind for s in found.remarks] == ["frames_lost"]
    used = [trial.used for trial in found.trials]
    assert used.count(False) == 1 and not used[4]
    assert "cannot be registered" in found.trials[4].reason
    assert f"{event.name} at {event.onset_s:.6g} s" in found.remarks[0].reason
    own = (session.times_s >= event.onset_s) & (session.times_s < event.offset_s + 2.0)
    assert np.isnan(found.score[own]).all() and np.isfinite(found.score[~own]).all()
    # the others lose little, that stimulus more: it has a trial in three less to learn from
    for k, name in enumerate(session.truth["names"]):
        column, truth = found.names.index(str(name)), session.truth["intensity"][~own, k]
        r = [np.corrcoef(s.score[~own, column], truth)[0, 1] for s in (scores, found)]
        assert r[1] > r[0] - (0.09 if name == event.name else 0.05)


def test_no_frame_of_a_trial_that_is_left_out_enters_a_prototype(session, covered):
    """Another picture over the face: every fold's prototypes are the same to the bit."""
    event, seen, found = covered
    thumbnails = session.thumbnails.copy()
    thumbnails[seen] = np.random.default_rng(1).integers(0, 256, (60, 80), dtype=np.uint8)
    own = (session.times_s >= event.onset_s) & (session.times_s < event.offset_s + 2.0)
    thumbnails[own & ~seen] = thumbnails[seen][0]
    again = session.score(thumbnails=thumbnails)
    number = 4
    group = found.folds[number].group
    for fold in found.folds:  # the trial made registration and basis of the other group
        same = np.array_equal(
            again.fold_prototypes[fold.number], found.fold_prototypes[fold.number], equal_nan=True
        )
        assert same or fold.group != group


def close_events(session):
    """Three stimuli; each trial of the third begins 0.9 s after another trial ends."""
    rows = []
    for trial, start in enumerate((6.0, 24.0, 42.0)):
        rows += [("sucrose", start, start + 1.0), ("shock", start + 1.9, start + 2.9)]
        rows += [("quinine", start + 8.0, start + 9.0)]
        if trial == 0:
            rows += [("shock", start + 13.5, start + 14.5)]
    return Events.from_rows(rows)


def test_trials_too_close_to_the_one_before_are_told(session):
    found = session.score(
        close_events(session), alpha_names=1.0, alpha_others=1.0, baseline_margin_s=2.5
    )
    reasons = {(t.stimulus, t.onset_s): t for t in found.trials}
    close = [t for t in found.trials if "no neutral frame" in t.reason]
    assert {t.stimulus for t in close} == {"shock"} and len(close) == 3
    assert all("begins 0.9 s after" in t.reason for t in close)
    alone = reasons["shock", 19.5]
    assert not alone.used and "Usable by itself" in alone.reason
    assert all(t.used for t in found.trials if t.stimulus != "shock") or found.refused
    (finding,) = [s for s in found.findings if s.about == "shock"]
    assert finding.kind == "too_few_events" and "1 usable trial" in finding.reason
    for trial in close:
        assert f"shock at {trial.onset_s:.6g} s" in finding.reason
    assert (
        "baseline_margin_s" in finding.reason and "leave more time between trials" in finding.reason
    )


def test_two_stimuli_of_three_trials_say_of_every_trial_why_it_is_not_used(session):
    two = [e for e in session.events if e.name in ("sucrose", "quinine")]
    found = session.score(Events.from_rows(two))
    assert found.refused and len(found.trials) == len(two)
    assert all(not t.used and "ways only" in t.reason for t in found.trials)


def test_where_every_trial_is_too_close_the_whole_is_refused(session):
    rows = [("ab"[n % 2], 5.0 + 1.5 * n, 6.0 + 1.5 * n) for n in range(30)]
    found = session.score(Events.from_rows(rows))
    assert found.refused and np.isnan(found.score).all()
    assert not any(t.used for t in found.trials) and all(t.reason for t in found.trials)
    assert any("Left out" in s.reason for s in found.findings)
