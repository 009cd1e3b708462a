"""Models of ratings, held out, beside how far the raters agree with each other."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest

from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.frame_models import FrameModelParams
from element_mouseface.core.learning import Groups
from element_mouseface.core.ratings import (
    RATED,
    UnitRating,
    UnitRatings,
    rated_units,
    weighted_kappa,
)
from element_mouseface.core.ratings.rated_rows import rated_rows
from element_mouseface.errors import InputError, LabelsError
from element_mouseface.synthetic import Raters

from ..frame_models.planted import table

QUICK = {"params": FrameModelParams(permutations=0, importance_rows=0), "workers": 1}
N, TRIALS = 120, 24
SKIPPED = "whisker_change"


def planted(seed=0):
    """Features that say how far a unit is there, in trials of five frames."""
    rng = np.random.default_rng(seed)
    amount = np.clip(np.repeat(rng.uniform(-0.2, 1.2, TRIALS), N // TRIALS), 0, 1)
    x = rng.normal(size=(N, 3))
    x[:, 0] = amount + rng.normal(0, 0.08, N)
    return amount, table(x, times_s=np.arange(N) * 3.0)


@pytest.fixture(scope="module")
def study():
    amount, features = planted()
    raters = Raters(noises=(0.15, 0.2, 0.2), not_scorable=0.1)
    trials = [str(k // (N // TRIALS)) for k in range(N)]
    ratings = raters.rate({"ear_position": amount}, range(N), trials)
    one = UnitRating(SKIPPED, "A", 1.0, (0,), True, trials[0])
    ratings = UnitRatings((*ratings.rows, one))
    return ratings, features, rated_units(ratings, features, **QUICK)


def test_the_model_agrees_as_well_as_raters_do(study):
    """Due: not more than 0.05 below the raters' own agreement."""
    _, _, found = study
    row = found.row("ear_position", "quadratic_kappa", "model, each rater")
    assert row.value >= row.ceiling - 0.05
    assert row.difference == pytest.approx(row.value - row.ceiling)
    assert row.difference_low < row.difference < row.difference_high
    assert (row.n, row.n_units) == (N, TRIALS)
    for measure in ("ICC(A,k)", "concordance", "r"):
        row = found.row("ear_position", measure, "model, mean of the others")
        own = found.row("ear_position", measure, "each rater, mean of the others")
        assert row.ceiling == pytest.approx(own.value) and math.isfinite(row.low)


def test_kappas_are_those_of_the_ratings(study):
    ratings, _, found = study
    x = ratings.values("ear_position")
    pairs = [weighted_kappa(x[:, i], x[:, j]).value for i, j in ((0, 1), (0, 2), (1, 2))]
    row = found.row("ear_position", "quadratic_kappa", "model, each rater")
    assert row.ceiling == pytest.approx(np.mean(pairs))
    with_model = [weighted_kappa(found.levels["ear_position"], one).value for one in x.T]
    assert row.value == pytest.approx(np.mean(with_model))
    alone = found.row("ear_position", "quadratic_kappa", "model, B")
    assert alone.value == pytest.approx(with_model[1])


def test_the_model_is_ordinal_and_held_out_by_trial(study):
    _, _, found = study
    trained = found.models["ear_position"]
    assert trained.target.kind == "ordinal" and trained.target.categories == ("0", "1", "2")
    assert trained.crossed.plan.level == "trial"
    for fold in trained.crossed.folds:  # a frame's ratings are never on both sides
        times = np.asarray(trained.tables[0].times_s)
        sides = [
            {t for _, a, b in spans for t in times[a:b].tolist()}
            for spans in (fold.fold.train, fold.fold.test)
        ]
        assert not sides[0] & sides[1]
    expected = found.expected["ear_position"]
    assert np.nanmin(expected) >= 0 and np.nanmax(expected) <= 2


def test_a_unit_that_cannot_be_learned_is_told_and_the_others_are(study):
    _, _, found = study
    assert set(found.models) == {"ear_position"} and found.units[-1] == SKIPPED
    assert any(told.startswith(f"{SKIPPED}: no model") for told in found.findings)


def test_only_units_that_cannot_be_learned_are_refused():
    _, features = planted()
    ratings = UnitRatings((UnitRating("nose_bulge", "A", 1.0, (0,)),))
    with pytest.raises(InputError, match="cannot be learned"):
        rated_units(ratings, features, **QUICK)
    assert rated_units(ratings).models == {}


def test_noise_that_features_do_not_see_is_not_learned():
    """Ratings of something else: the model is far below the raters, and that is told."""
    amount, _ = planted(1)
    _, features = planted(2)
    trials = [str(k // (N // TRIALS)) for k in range(N)]
    ratings = Raters().rate({"ear_position": amount}, range(N), trials)
    found = rated_units(ratings, features, learning=replace(RATED, max_folds=4), **QUICK)
    row = found.row("ear_position", "quadratic_kappa", "model, each rater")
    assert row.value < 0.2 and row.ceiling > 0.5 and row.difference_high < 0
    assert any("less than they do with each other" in told for told in found.findings)


def test_several_recordings_are_held_out_by_animal():
    ratings, tables = [], []
    for k in range(3):
        amount, features = planted(k)
        tables.append(features.rows(slice(0, 60)))
        ratings.append(Raters().rate({"nose_bulge": amount[:60]}, range(60), seed=k))
    groups = Groups.of(3, animal=["m1", "m1", "m2"])
    found = rated_units(ratings, tables, groups, **QUICK)
    assert found.models["nose_bulge"].crossed.plan.level == "animal"
    assert len(found.levels["nose_bulge"]) == 180
    with pytest.raises(InputError, match="do not belong together"):
        rated_units(ratings, tables[:2], **QUICK)


def test_one_rater_has_no_ceiling():
    amount, features = planted()
    ratings = Raters().rate({"ear_position": amount}, range(N)).of_raters(["A"])
    found = rated_units(ratings, features, learning=replace(RATED, min_frames=1), **QUICK)
    row = found.row("ear_position", "quadratic_kappa", "model, A")
    assert math.isfinite(row.value) and math.isnan(row.ceiling)
    assert found.findings[0].startswith("There is one rater")


def test_what_to_know_of_ratings_is_told():
    rows = [UnitRating("ears", "A", float(k % 3), (k,), False) for k in range(9)]
    rows += [UnitRating("ears", "B", 1.0, (k,)) for k in range(9)]
    rows += [UnitRating("nose", "A", None, (0,), False)]
    told = " ".join(rated_units(UnitRatings(tuple(rows))).findings)
    for words in (
        "A rated without being blinded",
        "Whether B rated blinded is not known",
        "B gave 1 each time",
        "name their trials",
        "over 9 ratings: few",
        "1 of 1 ratings are not scorable",
    ):
        assert words in told, words


def test_the_rows_of_what_was_rated():
    _, features = planted()

    def of(by, *places):
        rows = tuple(UnitRating("ears", "A", 1.0, place) for place in places)
        return rated_rows(UnitRatings(rows, by), features)

    x, times = features.values, features.times_s
    np.testing.assert_array_equal(of(("frame",), (7,), (3,)).values, x[[3, 7]])
    np.testing.assert_array_equal(of(("time_s",), (times[5],)).values, x[[5]])
    span = of(("start_s", "stop_s"), (times[2], times[6]), (times[4], times[9]))
    np.testing.assert_allclose(span.values, [x[2:6].mean(axis=0), x[4:9].mean(axis=0)])
    assert span.kind == "events" and span.about["span_s"][1] == pytest.approx(times[8] - times[4])
    np.testing.assert_allclose(of(("first_frame", "stop_frame"), (0, 4)).values[0], x[:4].mean(0))
    for by, place in ((("frame",), (N,)), (("time_s",), (1e6,)), (("start_s", "stop_s"), (-5, -4))):
        with pytest.raises(LabelsError, match="lacks 1 of 1"):
            of(by, place)
    for by, place in ((("image",), ("a.png",)), (("event",), (0,))):
        with pytest.raises(LabelsError, match="do not belong"):
            of(by, place)


def test_features_that_are_learned_from_ratings_are_left_out():
    amount, features = planted()
    x = features.values[:, :2]
    own = features.definition("x:f0")
    columns = {"unit:nose_bulge": asdict(own), "x:f1": asdict(own)}
    leaky = FrameTable(
        ("unit:nose_bulge", "x:f1"), x, times_s=features.times_s, about={"columns": columns}
    )
    trials = [str(k // (N // TRIALS)) for k in range(N)]
    ratings = Raters().rate({"nose_bulge": amount}, range(N), trials)
    found = rated_units(ratings, leaky, learning=replace(RATED, max_folds=3), **QUICK)
    assert found.models["nose_bulge"].model.features.names == ("x:f1",)
    assert any("learned from ratings" in told for told in found.findings)
    with pytest.raises(InputError, match="learned from ratings"):
        rated_units(ratings, leaky, columns=["unit:nose_bulge"], **QUICK)
