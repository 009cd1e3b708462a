"""Whether folds agree: of what is planted they do, of permuted labels as often as chance says."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import spearmanr

from element_mouseface.core.frame_models import (
    FrameModelParams,
    explain,
    model_stability,
    train_model,
)
from element_mouseface.core.frame_models.places import ClassMap
from element_mouseface.core.frame_models.stability import (
    correlation,
    place_stability,
    rank_correlation,
    sign_agreement,
    stability_findings,
)
from element_mouseface.core.learning import Groups, LearningParams, Target
from element_mouseface.core.learning.intervals import Figure

from .planted import animals, table

LEARNING = LearningParams(estimator="linear", beside=(), linear_strength=0.02, calibration="none")
CATEGORIES = ("none", "sucrose", "quinine")


def planted(strength, seed=0, rows=60, d=10):
    """Two features say which of three; one animal a fold."""
    made = animals(5, rows, d, seed)
    rng = np.random.default_rng(seed)
    values = []
    for x in made:
        scores = strength * np.column_stack([np.zeros(rows), x[:, 0], x[:, 1]])
        values.append((scores + rng.gumbel(size=scores.shape)).argmax(axis=1))
    known = tuple(np.ones(rows, bool) for _ in made)
    target = Target("stimulus", "category", tuple(values), known, CATEGORIES)
    return train_model(
        [table(x) for x in made],
        target,
        Groups.of(5, animal=list("abcde")),
        params=FrameModelParams(permutations=0, importance_rows=0),
        learning=LEARNING,
        workers=1,
    )


def test_measures_are_those_of_pairs_of_folds():
    rng = np.random.default_rng(0)
    maps = rng.normal(size=(4, 30))
    due = np.mean([spearmanr(a, b).statistic for a, b in combinations(maps, 2)])
    assert rank_correlation(maps) == pytest.approx(due)
    due = np.mean([np.corrcoef(a, b)[0, 1] for a, b in combinations(maps, 2)])
    assert correlation(maps) == pytest.approx(due)
    assert rank_correlation(np.stack([maps[0], np.exp(maps[0])])) == pytest.approx(1)
    assert rank_correlation(np.stack([maps[0], -maps[0]])) == pytest.approx(-1)
    assert sign_agreement(np.array([[1.0, 1], [1, -2], [1, -1]])) == pytest.approx((1 + 2 / 3) / 2)
    holes = maps.copy()
    holes[0, :3], holes[:, 5] = np.nan, 0
    assert np.isfinite(rank_correlation(holes)) and 0.5 <= sign_agreement(holes) <= 1
    for nothing in (maps[:1], maps[:, :1] * 0, np.zeros((0, 5))):
        assert np.isnan(rank_correlation(nothing)) and np.isnan(sign_agreement(nothing[:1]))


def test_folds_agree_about_what_is_planted_and_chance_is_not_zero():
    trained = planted(2.0)
    rows = {(r.of, r.category, r.measure): r for r in model_stability(trained, workers=1)}
    assert {key[:2] for key in rows} == {
        (of, category) for of in ("weights", "attributions") for category in CATEGORIES
    }
    for category in ("sucrose", "quinine"):
        own = rows["weights", category, "correlation"]
        assert own.value > own.chance_high and own.p == 0.05 and own.n_folds == 5
        assert own.n_parts == 10 and own.n_draws == 19
        # folds share three quarters of their training rows, so that noise agrees too
        assert 0.3 < own.chance < 0.95
        signs = rows["weights", category, "sign_agreement"]
        assert signs.value > signs.chance > 0.5
        sizes = rows["attributions", category, "correlation"]
        assert sizes.value > sizes.chance
    assert not stability_findings(tuple(r for r in rows.values() if r.p <= 0.05))


def test_of_nothing_folds_agree_no_more_than_chance():
    found = []
    for seed in range(2):
        rows = model_stability(planted(0.0, seed, rows=24, d=6), permutations=19, workers=1)
        found += [row.p for row in rows if row.measure == "correlation"]
        told = stability_findings(rows)
        assert len(told) == sum(r.p > 0.05 and r.measure == "correlation" for r in rows)
    assert np.mean(np.array(found) <= 0.1) < 0.35 and np.mean(found) > 0.3


def test_tiles_are_compared_with_shifted_maps():
    rng = np.random.default_rng(0)
    hill = np.exp(-((np.arange(6)[:, None] - 4) ** 2 + (np.arange(8) - 6) ** 2) / 3)
    same = hill + 0.05 * rng.normal(size=(5, 6, 8))
    apart = np.stack([np.roll(hill, (k, 2 * k), (0, 1)) for k in range(5)])
    one = Figure("auroc", 0.9, 0.8, 1.0, 0.5, 5)

    def rows(folds):
        grid = folds.mean(axis=0)
        maps = [ClassMap("a", grid, grid, grid, grid, folds, one, one, one)]
        return {row.measure: row for row in place_stability(maps)}

    assert rows(same)["correlation"].p < 0.01 and rows(same)["correlation"].value > 0.8
    assert rows(apart)["correlation"].p > 0.05
    assert abs(rows(same)["correlation"].chance) < 0.1
    none = rows(np.full((5, 6, 8), np.nan))["correlation"]
    assert np.isnan(none.value) and none.n_folds == 0 and none.n_draws == 0


def test_explanations_of_categories_have_stability_and_attributions_add_up():
    trained = planted(2.0)
    found = explain(trained, most=100, n_features=1, permutations=1, workers=1)
    own = found.attributions
    assert own.outputs == CATEGORIES and found.places is None
    total = own.base + own.values.sum(axis=2)
    np.testing.assert_allclose(total, own.scores, atol=1e-5)
    assert {row.of for row in found.stability} == {"weights", "attributions"}
    assert found.findings == ()  # one draw tells nothing
