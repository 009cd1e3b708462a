"""Valences of signed stimuli, held out; what is refused, and by what."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.affect import (
    AffectParams,
    AffectRatings,
    StimulusSigns,
    measure_affect,
    read_affect_ratings,
    read_signs,
)
from element_mouseface.core.affect.rated import agreement_rows
from element_mouseface.core.affect.separation import separation
from element_mouseface.core.events import Events
from element_mouseface.core.results.scoring import movie_of_result, recording_to_score
from element_mouseface.errors import (
    EventsError,
    InputError,
    LabelsError,
    MouseFaceError,
    ParameterError,
)
from element_mouseface.synthetic import Responses, plan

from .conftest import SIGNS


def trials(found, stimulus, name="positive"):
    rows = [row for row in found.trials if row.stimulus == stimulus]
    return np.array([[getattr(r, f"{name}_estimate"), getattr(r, f"{name}_se")] for r in rows]).T


def test_both_valences_follow_what_was_planted(tasted):
    found, truth = tasted.found, tasted.movie.truth
    assert not found.refused
    for name, stimulus in (("positive", "sucrose"), ("negative", "quinine")):
        trace = found.traces[name]
        planted = truth["intensity"][:, truth["names"].tolist().index(stimulus)]
        good = np.isfinite(trace.values)
        assert good.mean() > 0.98
        assert np.corrcoef(trace.values[good], planted[good])[0, 1] > 0.7
        assert trace.values[good].min() >= 0 and np.nanmin(trace.estimate) < 0
        np.testing.assert_array_equal(trace.values, np.maximum(trace.estimate, 0))
        assert (trace.errors[good] > 0).all() and trace.p <= 0.05
        assert stimulus in trace.source and "test" in trace.source
        assert trials(found, stimulus, name)[0].mean() == pytest.approx(1, abs=0.15)


def test_licking_without_an_expression_leaves_both_near_zero(tasted):
    for name in ("positive", "negative"):
        value, error = trials(tasted.found, "water", name)
        assert (np.abs(value) <= 2 * error).mean() >= 0.75 and abs(value.mean()) < 0.2
    (water,) = [row for row in tasted.found.stimuli if row.stimulus == "water"]
    assert water.state == "neutral" and water.sign_source == "protocol"


def test_two_expressions_at_once_raise_both_and_train_nothing(tasted):
    found = tasted.found
    for name in ("positive", "negative"):
        value, error = trials(found, "mixed", name)
        assert (value > 2 * error).mean() >= 0.75
    assert {row.scored_by for row in found.trials if row.stimulus == "mixed"} == {"other trials"}
    assert {row.scored_by for row in found.trials if row.stimulus != "mixed"} == {"held out"}
    (mixed,) = [row for row in found.stimuli if row.stimulus == "mixed"]
    assert (mixed.state, mixed.sign, mixed.n_used) == ("scored only", "unsigned", 0)


def test_shuffled_names_are_refused(tasted):
    """Only names change: the same frames, trials and numbers of each name."""
    signed = [event for event in tasted.events if event.name in SIGNS]
    rng = np.random.default_rng(5)
    names = iter(rng.permutation([event.name for event in signed]).tolist())
    rows = [replace(e, name=next(names) if e.name in SIGNS else e.name) for e in tasted.events]
    found = tasted.measured(events=Events.from_rows(rows))
    assert set(found.refused) == {"arousal", "positive", "negative"}
    assert "stimuli_not_distinct" in found.refused["positive"]
    assert all(np.isnan(row.positive) and row.reason for row in found.trials)
    assert all(row.reason and row.expected for row in found.stimuli if row.state == "refused")


def test_held_out_trials_decide_where_names_mean_nothing():
    rng = np.random.default_rng(0)
    params = AffectParams()
    apart = separation(rng.normal(1, 0.1, 4), rng.normal(0, 0.1, 8), params)
    assert apart.auc == 1 and apart.p == pytest.approx(1 / 495)
    few = separation(np.array([1.0, 1.1]), np.array([0.0, 0.1]), params)
    assert few.p == few.least_p == pytest.approx(1 / 6)
    p = [separation(rng.normal(size=4), rng.normal(size=6), params).p for _ in range(200)]
    assert np.mean(np.array(p) <= 0.05) == pytest.approx(0.05, abs=0.045)
    sampled = separation(rng.normal(3, 1, 12), rng.normal(0, 1, 20), AffectParams(permutations=99))
    assert sampled.p == pytest.approx(0.01) and sampled.n_own == 12


@pytest.fixture(scope="module")
def disliked(tasted):
    """All stimuli that were given are signed negative; sugar, signed positive, was not given."""
    signs = {name: ("negative", "avoided") for name in SIGNS} | {"sugar": SIGNS["sucrose"]}
    return tasted.measured(signs=signs)


def test_a_sign_without_stimuli_is_refused_and_the_other_stays(tasted, disliked):
    found = disliked
    assert set(found.refused) == {"arousal", "positive"}
    assert "expected sugar, got quinine, sucrose, water" in found.refused["positive"]
    assert np.isnan(found.traces["positive"].values).all()
    (sugar,) = [row for row in found.stimuli if row.stimulus == "sugar"]
    assert sugar.state == "absent" and "sugar" in sugar.expected
    nothing = tasted.measured(signs={"sugar": SIGNS["sucrose"]})
    assert "no stimulus is signed negative" in nothing.refused["negative"]
    assert {row.state for row in nothing.stimuli} == {"absent", "scored only"}


def test_stimuli_of_one_sign_are_summed(tasted, disliked):
    """Water has no expression, so that the sum is the others', or water is refused and told."""
    both, own = disliked.traces["negative"], tasted.found.traces
    alone = own["positive"].estimate + own["negative"].estimate
    good = np.isfinite(alone) & np.isfinite(both.estimate)
    assert good.mean() > 0.98
    assert np.corrcoef(alone[good], both.estimate[good])[0, 1] > 0.8
    state = {row.stimulus: row.state for row in disliked.stimuli}
    assert state["sucrose"] == state["quinine"] == "used"
    assert all((name in both.source) == (state[name] == "used") for name in SIGNS)


def test_another_recordings_directions(tasted):
    found = tasted.measured(prototypes=tasted.prototypes, contrast=None)
    assert {row.scored_by for row in found.trials} == {"another recording"}
    for name, stimulus in (("positive", "sucrose"), ("negative", "quinine")):
        assert trials(found, stimulus, name)[0].mean() > 0.5
        assert abs(trials(found, "water", name)[0].mean()) < 0.3
    assert found.about["prototypes"] == list(tasted.prototypes.names)


def test_what_movement_explains_stands_beside_each_trace(tasted):
    told = {(row.trace, row.regressor): row for row in tasted.found.motion}
    for name in ("arousal", "positive", "negative"):
        assert np.isfinite(told[name, "all"].r2)
    assert told["arousal", "all"].is_source and not told["positive", "all"].is_source
    assert told["arousal", "all"].r2 > 0.3 > told["positive", "all"].r2


def test_signs_need_a_source_and_are_said_once(tmp_path):
    path = tmp_path / "signs.csv"
    path.write_text("source,stimulus,sign\n'test, 2 bottles',sucrose,positive\n".replace("'", '"'))
    signs = read_signs(path)
    assert signs.sign("sucrose") == "positive" and signs.sign("salt") == "unsigned"
    assert signs.to_dict() == {"sucrose": ["positive", "test, 2 bottles"]}
    assert StimulusSigns.of(signs.to_dict()).content_hash() == signs.content_hash()
    for wrong in (
        {},
        {"a": "positive"},
        {"a": ("positive", " ")},
        {"a": ("good", "x")},
        {"": ("positive", "x")},
        {"a": ("positive", "x"), "A": ("negative", "x")},
        5,
    ):
        with pytest.raises(ParameterError) as told:
            StimulusSigns.of(wrong)
        assert told.value.do
    for text in ("stimulus,sign\na,positive\n", "", "stimulus,sign,source\na,positive\n"):
        path.write_text(text)
        with pytest.raises(InputError):
            read_signs(path)


def test_nothing_to_make_it_from(tasted):
    with pytest.raises(ParameterError, match="nothing to make"):
        measure_affect(tasted.result, events=tasted.events)
    with pytest.raises(EventsError, match="no events"):
        measure_affect(tasted.result, signs=SIGNS)
    late = Events.from_rows([("sucrose", 500.0, 501.0)])
    with pytest.raises(EventsError, match="outside"):
        measure_affect(tasted.result, signs=SIGNS, events=late)


def test_ratings_are_compared_on_one_scale_without_learning(tasted, tmp_path):
    truth, times_s = tasted.movie.truth, tasted.found.times_s
    planted = truth["intensity"][:, truth["names"].tolist().index("sucrose")] * 9
    rows = "\n".join(f"{k},{v:.3f}" for k, v in enumerate(planted.tolist()) if k % 2)
    path = tmp_path / "ratings.csv"
    path.write_text(f"frame,positive\n{rows}\n")
    ratings = read_affect_ratings(path, times_s)
    assert np.isfinite(ratings.values["positive"]).sum() == len(times_s) // 2
    filmed = recording_to_score(tasted.result, None, tasted.events, movie_of_result(tasted.result))
    given = tasted.found.traces, ratings, tasted.found.trials, filmed, tasted.found.signs
    lin, r = agreement_rows(*given)
    assert (lin.measure, r.measure) == ("concordance", "r") and "2 cov" in lin.formula
    assert 0.6 < lin.value <= r.value < 1 and lin.low < lin.value < lin.high
    for text, error in (
        ("frame,happy\n0,1\n", LabelsError),
        ("frame,positive\n0,-1\n", InputError),
        ("frame,positive\n0,yes\n", MouseFaceError),
        ("frame,positive\n0,\n", InputError),
    ):
        path.write_text(text)
        with pytest.raises(error):
            read_affect_ratings(path, times_s)


def test_valences_from_ratings_are_held_out_or_refused(tasted):
    """Ratings that are in a feature are learned; ratings by dice are not."""
    from element_mouseface.core.frame_features import FrameTable

    rng = np.random.default_rng(0)
    times_s = tasted.found.times_s
    events = Events.from_rows(list(tasted.events)[::2])
    fold = np.searchsorted([e.onset_s for e in events], times_s)
    level = rng.uniform(0, 5, fold.max() + 1)[fold]
    values = np.stack([level + rng.normal(0, 0.5, len(times_s)), rng.normal(size=len(times_s))], 1)
    table = FrameTable(("crop:intensity_mean", "crop:intensity_spread"), values, times_s=times_s)
    dice = rng.uniform(0, 5, fold.max() + 1)[fold]
    ratings = AffectRatings({"positive": level, "negative": dice}, "one rater")
    found = tasted.measured(signs=None, ratings=ratings, features=table, events=events)
    positive = found.traces["positive"]
    assert positive.state == "ok" and "one rater" in positive.source
    assert positive.errors[0] == pytest.approx(0.5, abs=0.15)
    lin = next(row for row in found.agreement if row.trace == "positive")
    assert lin.made_from == "ratings" and lin.value > 0.9
    assert "permuted" in found.refused["negative"]
    with pytest.raises(InputError, match="do not belong"):
        tasted.measured(ratings=AffectRatings({"positive": level[:-1]}))


def test_the_drawn_mouse_keeps_silent_and_mixes():
    given = {"stimuli": ("sucrose", "quinine", "both", "water"), "duration_s": 60.0, "seed": 1}
    how = Responses(silent=("water",), mixed=("both=sucrose+quinine",))
    truth, events = (made := plan(**given, responses=how)).truth, made.events
    assert set(truth["names"]) == {"sucrose", "quinine", "water"}
    at = {name: k for k, name in enumerate(truth["names"].tolist())}
    for name, onset_s, offset_s in events:
        inside = (made.times_s > onset_s + 0.5) & (made.times_s < offset_s)
        shown = {other: truth["intensity"][inside, k].mean() > 0.2 for other, k in at.items()}
        due = {"both": {"sucrose", "quinine"}, "water": set()}.get(name, {name})
        assert {other for other, there in shown.items() if there} == due
    assert "silent" not in Responses(every=2).to_dict()  # movies of before keep their hash
    for wrong in ("both", "both=sucrose", "=a+b", "both=a+a"):
        with pytest.raises(ParameterError, match="mixed"):
            Responses(mixed=(wrong,))
