"""How planted events are answered: each setting does what it says, and unused ones nothing."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.errors import ParameterError
from element_mouseface.params import content_hash
from element_mouseface.synthetic import PARTS, Confounds, Responses, plan
from element_mouseface.synthetic.behavior import behave
from element_mouseface.synthetic.identity import make_identity
from element_mouseface.synthetic.parts import EXCURSION, Pose

EVENTS = [("quinine", 10.0 * n + 5.0, 10.0 * n + 7.0) for n in range(4)]
QUIET = {"duration_s": 50.0, "fps": 50, "size_px": (96, 64), "events": EVENTS}
QUIET |= {"confounds": Confounds.none()}


def planted(**answers):
    return plan(**QUIET, responses=Responses(**answers))


def test_settings_without_answers_keep_their_hash_and_their_intensity():
    settings = {"identity": 3, "seed": 5, "duration_s": 40.0, "fps": 5, "size_px": (96, 64)}
    movie = plan(**settings, trials_per_stimulus=2)
    other = plan(**settings, trials_per_stimulus=2, responses=Responses())
    assert "answers" not in other.settings
    assert content_hash(movie.settings) == content_hash(other.settings)
    # The heights and frames that the same settings had before there were answers.
    assert np.allclose(
        movie.truth["amplitudes"][:3],
        [0.8936425976536997, 0.8654630761265987, 0.7449640212182327],
        atol=1e-9,
    )
    assert abs(movie.truth["intensity"].sum() - 44.692047) < 1e-3
    assert other.truth["intensity"].tobytes() == movie.truth["intensity"].tobytes()


def test_latency_is_between_its_limits_and_seen_in_the_intensity():
    movie = planted(latency_s=(0.1, 2.0))
    latency = movie.truth["latency_s"]
    assert ((latency >= 0.1) & (latency <= 2.0)).all() and np.ptp(latency) > 0.3
    shown = movie.truth["intensity"][:, 0] > 0.02
    for (_, onset, _), late in zip(EVENTS, latency, strict=True):
        after = movie.times_s[shown & (movie.times_s >= onset)][0] - onset
        assert late - 0.05 < after < late + 0.1


def test_decay_is_the_time_constant_of_the_fall():
    movie = planted(decay_s=(4.0, 4.0))
    course, t = movie.truth["intensity"][:, 0], movie.times_s
    one, other = (np.interp(EVENTS[-1][2] + s, t, course) for s in (1.0, 3.0))
    assert 2.0 / np.log(one / other) == pytest.approx(4.0, rel=0.05)


def test_every_other_trial_is_answered_and_the_rest_show_nothing():
    movie = planted(every=2)
    assert (movie.truth["amplitudes"] > 0).tolist() == [True, False, True, False]
    t = movie.times_s
    assert movie.truth["intensity"][(t > 14.9) & (t < 19), 0].max() < 1e-6
    other = planted(every=2, sparse=("sucrose",))
    assert (other.truth["amplitudes"] > 0).all()


def test_expressions_that_come_by_themselves_stay_away_from_events():
    movie = planted(by_itself_per_min=30.0)
    alone = movie.truth["by_itself"]
    assert len(alone) >= 3
    for _, start, stop in alone:
        assert all(start > b + 0.5 or stop < a - 0.5 for _, a, b in EVENTS)
        here = (movie.times_s > start) & (movie.times_s < stop)
        assert movie.truth["intensity"][here, 0].max() > 0.3


def test_expressions_that_are_nearly_alike_have_the_planted_cosine():
    who = make_identity(3)
    times_s = np.arange(0, 20, 1 / 20)
    events = [("sucrose", 2.0, 5.0), ("quinine", 12.0, 15.0)]
    how = {"expression": 1.0, "responses": Responses(alike=("sucrose", "quinine"))}
    done = behave(who, 1, times_s, 20.0, events, Confounds.none(), **how)
    rest = behave(who, 1, times_s, 20.0, events, Confounds.none(), expression=0.0)
    moved = np.array([list(pose) for pose in done.poses]) - [list(pose) for pose in rest.poses]
    parts = [Pose._fields.index(part) for part in PARTS]
    first, second = (moved[int(20 * at), parts] / EXCURSION for at in (3.0, 13.0))
    cosine = first @ second / np.linalg.norm(first) / np.linalg.norm(second)
    assert cosine == pytest.approx(0.95, abs=0.01)


def test_an_eye_only_expression_moves_no_other_part():
    movie = planted(eye_only=("quinine",))
    moved = np.ptp(movie.truth["pose"], axis=0)
    names = movie.truth["pose_names"].tolist()
    assert moved[names.index("eye")] > 0.2
    assert all(moved[names.index(part)] < 1e-9 for part in PARTS if part != "eye")


def test_written_events_are_late_or_stretched_and_the_planted_ones_stay():
    late = planted(written_late_s=0.5)
    assert late.events[0] == ("quinine", 5.5, 7.5)
    assert late.truth["true_events_s"][0].tolist() == [5.0, 7.0]
    fast = planted(written_stretch=1.01)
    assert fast.events[-1][1] == pytest.approx(35.35)
    assert fast.truth["intensity"].tobytes() == planted().truth["intensity"].tobytes()


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": 0},
        {"every": 1.5},
        {"latency_s": (2.0, 0.1)},
        {"decay_s": (-1.0, 1.0)},
        {"by_itself_per_min": -1.0},
        {"written_stretch": 0.0},
        {"written_late_s": float("nan")},
    ],
)
def test_what_cannot_be_planted_is_refused(wrong):
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        Responses(**wrong)


def test_written_events_outside_of_the_movie_are_refused():
    with pytest.raises(ParameterError, match="outside"):
        planted(written_late_s=-6.0)
