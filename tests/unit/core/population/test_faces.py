"""Prototypes of other mice, on faces that are filmed in different ways, with planted responses."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from element_mouseface.core.population import PopulationParams, population
from element_mouseface.core.population.face_registration import lay_over, registered
from element_mouseface.core.population.faces import look_at
from element_mouseface.errors import InputError

from .faces import PLACES, SHAPE, head, lab, source

PARAMS = PopulationParams(shuffles=100, frames=200)


@pytest.fixture(scope="module")
def mice():
    return lab()


@pytest.fixture(scope="module")
def found(mice):
    return population(mice, params=PARAMS)


def test_faces_are_laid_over_each_other_as_they_were_filmed(mice):
    faces = [look_at(one, PARAMS) for one in mice]
    overlay, other = lay_over(faces, PARAMS)
    assert overlay.template != other.template
    assert not any(one.reason for one in overlay.placed)
    ways = [one.pose.mirrored for one in overlay.placed]
    mirrored = [way != ways[0] for way in ways]
    assert mirrored == [False, True, False, False]
    # what a stimulus changed is at one place in all of them
    peaks = {name: [] for name in PLACES}
    for face, placed in zip(faces, overlay.placed, strict=True):
        layers = registered(face, placed, overlay, "trials")[:, 0]
        for name, (_, sign) in PLACES.items():
            own = [stimulus == name for stimulus in face.stimulus]
            mean = sign * layers[own].mean(0).reshape(overlay.shape)
            peaks[name].append(np.unravel_index(mean.argmax(), mean.shape))
    for places in peaks.values():
        assert np.ptp(np.array(places), axis=0).max() <= 2


def test_each_mouse_is_scored_by_the_others(found):
    over = {(row.features, row.figure): row for row in found.figures}
    for figure, chance in (("correct", 0.5), ("auc", 0.5)):
        row = over["picture", figure]
        assert row.value > 0.95 and row.chance == pytest.approx(chance, abs=0.05)
        assert row.p <= 1 / 100 and row.n_above == row.n_mice == 4
    assert {row.n_others for row in found.prototypes} == {3}
    assert over["both", "auc_rest"].value > 0.9
    assert [row.mouse for row in found.mice] == [f"mouse {k}" for k in range(4)]
    assert all(row.correct > row.correct_chance for row in found.mice)
    assert set(found.pictures) == set(PLACES) and found.face.shape == SHAPE


def test_no_frame_of_the_tested_mouse_is_in_its_prototype(mice, found):
    """Another response of one mouse changes its own scores and leaves its prototype."""
    from element_mouseface.core.population.population import _spaces
    from element_mouseface.core.population.prototypes import prototype_of

    def made(sources):
        faces = [look_at(one, PARAMS) for one in sources]
        overlays = lay_over(faces, PARAMS)
        spaces = _spaces(faces, overlays, [one.mouse for one in sources])
        assert faces[overlays[0].template].mouse in spaces
        return prototype_of(spaces["mouse 1"], "both", "sweet", ("mouse 1",))

    other = source("mouse 1", seed=1, mirrored=True, gain=0.7, strength=-16.0)
    before, n = made(mice)
    after, m = made([mice[0], other, *mice[2:]])
    assert n == m == 3
    assert np.allclose(before, after)


def test_shuffled_names_are_at_chance():
    rng = np.random.default_rng(0)
    shuffled = []
    for one in lab():
        rows = one.events.rows
        names = map(str, rng.permutation([row.name for row in one.events.rows]))
        rows = (replace(row, name=n) for row, n in zip(one.events.rows, names, strict=True))
        events = replace(one.events, rows=tuple(rows))
        shuffled.append(replace(one, events=events))
    found = population(shuffled, params=PARAMS)
    (row,) = [r for r in found.figures if (r.features, r.figure) == ("picture", "auc")]
    assert row.p > 0.05


def test_scores_follow_the_amount_and_the_area_is_that_of_sklearn():
    sources = lab(stimuli=("shock",), amounts=(0.0, 0.5, 1.0, 2.0), trials=8)
    found = population(sources, params=PARAMS)
    (row,) = [r for r in found.figures if (r.features, r.figure) == ("picture", "rho")]
    assert row.value > 0.8 and row.p <= 1 / 100
    from scipy.stats import rankdata

    from element_mouseface.core.population.prototypes import _areas

    rng = np.random.default_rng(1)
    scores, place = rng.normal(size=(30, 2)).round(1), rng.integers(0, 2, 30)
    due = [roc_auc_score(place == k, scores[:, k]) for k in range(2)]
    assert _areas(rankdata(scores, axis=0), place) == pytest.approx(due)


def test_a_face_that_does_not_fit_is_left_out_with_its_measure(mice):
    noise = np.random.default_rng(9).uniform(40, 200, SHAPE)
    wrong = source("wall", seed=8, picture=noise, strength=0.0)
    hanging = source("hanging", seed=7, upside_down=True)
    found = population([*mice, wrong, hanging], params=PARAMS)
    out = {row.mouse: row for row in found.faces if not row.used}
    assert set(out) == {"wall", "hanging"}
    assert "upside down" in out["hanging"].reason and "0." in out["wall"].reason
    assert out["hanging"].upside_down > out["hanging"].likeness
    assert {row.mouse for row in found.prototypes} == {f"mouse {k}" for k in range(4)}
    (row,) = [row for row in found.mice if row.mouse == "wall"]
    assert np.isnan(row.correct) and row.reason == out["wall"].reason


def test_a_mouse_that_responds_otherwise_is_an_outlier_among_enough_others(mice):
    more = [source(f"mouse {k}", seed=k, turn_deg=k - 6.0, scale=1 + 0.01 * k) for k in (4, 5)]
    odd = source("odd", seed=20, strength=-16.0)
    found = population([*mice, *more, odd], params=PARAMS)
    apart = {row.mouse: row for row in found.distances}
    assert [name for name, row in apart.items() if row.outlier] == ["odd"]
    assert apart["odd"].distance > apart["odd"].limit > apart["odd"].usual
    assert apart["odd"].reliability > 0.5 and apart["odd"].p_holm <= 0.05
    few = population([*mice[:2], odd], params=PARAMS)
    assert all("3 mice" in row.reason and np.isnan(row.p) for row in few.distances)
    assert any(row.limit != row.limit for row in few.distances)


def test_too_few_mice_and_copies_are_told(mice):
    alone = population([mice[0], replace(mice[0], session="2", name="again")], params=PARAMS)
    assert not alone.prototypes and any("fewer than two mice" in note for note in alone.notes)
    assert any("same movie" in note for note in alone.notes)
    with pytest.raises(InputError, match="One movie is given"):
        population([mice[0], replace(mice[0], mouse="other")], params=PARAMS)
    two = population(mice[:2], params=PARAMS)
    assert two.prototypes[0].n_others == 1 and any("one other mouse" in n for n in two.notes)
    blind = replace(mice[1], result=type(mice[1].result)(
        thumbnails=mice[1].result.thumbnails, digest="x",
        flags=np.full(len(mice[1].times_s), 1, np.uint16)))  # fmt: skip
    found = population([mice[0], blind, *mice[2:]], params=PARAMS)
    (row,) = [row for row in found.faces if row.mouse == "mouse 1"]
    assert not row.used and "shows no face" in row.reason
    with pytest.raises(InputError, match="nothing to compare"):
        population()


def test_a_picture_of_another_size_keeps_its_proportions():
    from element_mouseface.core.population.face_registration import fitted

    face = head()[None].astype(np.float32)
    small = fitted(face, (30, 60))
    assert small.shape == (1, 30, 60) and not small[0, :, :9].any() and small[0, :, 12:48].all()
