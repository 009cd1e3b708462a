"""Group statistics against t tests of one number a mouse, and against CR2 written out by rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from scipy.linalg import sqrtm

from element_mouseface.core.population import PopulationParams, TrialRows, mixed_model
from element_mouseface.core.population.cluster_errors import (
    cluster_error,
    clusters_of,
    fit_clusters,
)
from element_mouseface.core.population.components import fit_components
from element_mouseface.core.population.design import make_design
from element_mouseface.errors import InputError, ParameterError

from .trials import trials


def by_mouse(rows, condition=None):
    own = np.array(rows.condition) == condition if condition else np.ones(len(rows), bool)
    mice = np.array(rows.mouse)
    return np.array([rows.value[own & (mice == one)].mean() for one in rows.mice])


@pytest.mark.parametrize("response", [0.5, 0.0])
def test_balanced_conditions_are_the_paired_t_test(response):
    rows = trials(3, response=response, sessions=2)
    (effect,) = mixed_model(rows, PopulationParams(reference="water")).effects
    due = stats.ttest_rel(by_mouse(rows, "quinine"), by_mouse(rows, "water"))
    assert (effect.effect, effect.level, effect.against) == ("condition", "quinine", "water")
    assert effect.varies == "within mice"
    assert effect.df == pytest.approx(due.df, abs=1e-6)
    assert effect.p == pytest.approx(due.pvalue, rel=1e-6)
    low, high = due.confidence_interval()
    assert (effect.low, effect.high) == pytest.approx((low, high), rel=1e-6)
    assert effect.wald_high - effect.wald_low < effect.high - effect.low


def test_balanced_groups_are_the_t_test_of_mice():
    rows = trials(4, mice=6, conditions=("rest",), group=True)
    mean, effect = mixed_model(rows).effects
    means = by_mouse(rows)
    due = stats.ttest_ind(means[1::2], means[::2])
    assert (effect.effect, effect.level, effect.against) == ("genotype", "ko", "wt")
    assert effect.p == pytest.approx(due.pvalue, rel=1e-6) and effect.n_mice == 6
    assert effect.naive_p < effect.p  # 24 trials are not 24 animals
    assert mean.estimate == pytest.approx((means[1::2].mean() + means[::2].mean()) / 2)


def test_variances_are_those_of_the_analysis_of_variance():
    rows = trials(5, mice=8, n=5, response=0.9)
    found = mixed_model(rows).components
    cells = np.stack([by_mouse(rows, c) for c in ("water", "quinine")])
    left = rows.value - np.array(
        [cells[("water", "quinine").index(c), int(m[1:])] for m, c in zip(
            rows.mouse, rows.condition, strict=True)]
    )  # fmt: skip
    residual = (left**2).sum() / (len(rows) - 16)
    apart = (cells[1] - cells[0]).var(ddof=1) / 2
    response = apart - residual / 5
    mouse = cells.mean(0).var(ddof=1) - response / 2 - residual / 10
    assert (found.residual, found.response, found.mouse) == pytest.approx(
        (residual, response, mouse), rel=1e-3
    )
    assert found.converged and np.isnan(found.session) and not found.singular


@pytest.mark.parametrize("group", [False, True])
def test_uneven_trials_are_cr2_by_rows(group):
    rows = trials(6, mice=7, uneven=True, group=group, sessions=2)
    params = PopulationParams()
    design = make_design(rows, params)
    found = fit_components(rows, design)
    fit = fit_clusters(clusters_of(rows, design, found))
    names = np.array(rows.mouse)
    same = [np.equal.outer(np.array(one), np.array(one)) for one in (
        rows.mouse, rows.session, rows.condition)]  # fmt: skip
    whole = same[0] * (found.value("mouse") + same[1] * found.value("session")
                       + same[2] * found.value("response"))  # fmt: skip
    whole = whole + np.eye(len(rows)) * found.residual
    x = design.matrix
    weights = np.linalg.inv(whole)
    inverse = np.linalg.inv(x.T @ weights @ x)
    left = rows.value - x @ (inverse @ x.T @ weights @ rows.value)
    hat = np.eye(len(rows)) - x @ inverse @ x.T @ weights
    for contrast in design.contrasts:
        gains, squares = np.zeros((len(rows.mice), len(rows))), 0.0
        for k, mouse in enumerate(rows.mice):
            own = np.flatnonzero(names == mouse)
            v = whole[np.ix_(own, own)]
            half = sqrtm(v).real
            values, vectors = np.linalg.eigh(half @ (v - x[own] @ inverse @ x[own].T) @ half)
            root = np.where(values > 1e-9, values.clip(1e-12) ** -0.5, 0)
            adjusted = half @ vectors @ np.diag(root) @ vectors.T @ half
            gain = adjusted @ np.linalg.inv(v) @ x[own] @ inverse @ contrast.weights
            gains[k, own] = gain
            squares += float(gain @ left[own]) ** 2
        p = gains @ hat
        inner = p @ whole @ p.T
        se, df = cluster_error(fit, contrast.weights)
        assert se == pytest.approx(np.sqrt(squares), rel=1e-5)
        assert df == pytest.approx(np.trace(inner) ** 2 / (inner**2).sum(), rel=1e-5)
    assert len(design.contrasts) == (3 if group else 1)


def test_a_slope_over_amounts_is_the_t_test_of_slopes():
    rows = trials(7, conditions=("shock",), n=10, amounts=(0.0, 1.0, 2.0, 3.0, 4.0))
    model = mixed_model(rows)
    (effect,) = model.effects
    slopes = [
        np.polyfit(rows.amount[own], rows.value[own], 1)[0]
        for mouse in rows.mice
        if (own := np.array(rows.mouse) == mouse).any()
    ]
    due = stats.ttest_1samp(slopes, 0)
    assert model.kind == "amount" and model.amounts == (0, 1, 2, 3, 4)
    assert (effect.estimate, effect.p) == pytest.approx((np.mean(slopes), due.pvalue), rel=1e-6)


def test_frames_are_averaged_and_what_they_would_have_given_is_told():
    rows = trials(8, conditions=("rest",), group=True, mice=4, n=3, effect=0.5)
    rng = np.random.default_rng(0)
    places = np.repeat(np.arange(len(rows)), 50)
    frames = rows.taken(places)
    noise = rng.normal(size=(len(rows), 50))
    noise -= noise.mean(1, keepdims=True)
    frames = replace(frames, value=frames.value + 0.1 * noise.ravel())
    by_trial, by_frame = mixed_model(rows), mixed_model(frames)
    assert by_frame.n_trials == by_trial.n_trials == len(rows)
    assert by_frame.effects[1].p == pytest.approx(by_trial.effects[1].p, rel=1e-6)
    assert by_frame.effects[1].naive_p < by_trial.effects[1].naive_p
    assert any("50 rows were of one trial" in text for text in by_frame.warnings)
    assert any("counted as animals" in text for text in by_frame.warnings)
    assert any("4 mice are compared between mice" in text for text in by_trial.warnings)
    blind = replace(frames, trial=("",) * len(frames), value=np.repeat(rows.value, 50))
    assert any("name the trial" in text for text in mixed_model(blind).warnings)


def test_one_mouse_a_group_has_an_estimate_and_no_interval():
    rows = trials(9, conditions=("rest",), group=True, mice=2, n=30)
    model = mixed_model(rows)
    effect = model.effects[1]
    assert effect.state == "refused" and "1 mouse in 'ko'" in effect.reason
    assert np.isnan([effect.low, effect.p, effect.se]).all() and np.isfinite(effect.estimate)
    assert any("would have given p" in text for text in model.warnings)
    three = mixed_model(trials(9, group=True, mice=3)).effects[0]  # two wt, one ko
    assert three.state == "refused" and "1 mouse of 'ko'" in three.reason
    assert "without groups" in three.reason
    alone = mixed_model(trials(9, mice=1)).effects[0]
    assert alone.state == "refused" and "1 mouse" in alone.reason


def test_conditions_of_different_mice_are_a_comparison_between_mice():
    rows = trials(10, mice=6, conditions=("a", "b"))
    mice = np.array([int(m[1:]) % 2 for m in rows.mouse])
    kept = rows.taken((np.array(rows.condition) == "b") == (mice == 1))
    (effect,) = mixed_model(kept).effects
    means = by_mouse(kept)
    assert effect.varies == "between mice"
    assert effect.p == pytest.approx(stats.ttest_ind(means[1::2], means[::2]).pvalue, rel=1e-6)


def test_an_interaction_is_the_t_test_of_differences_and_p_values_are_corrected():
    rows = trials(11, mice=6, group=True, conditions=("w", "q", "s"))
    model = mixed_model(rows)
    found = [row for row in model.effects if row.effect == "condition x genotype"]
    apart = by_mouse(rows, "q") - by_mouse(rows, "w")
    due = stats.ttest_ind(apart[1::2], apart[::2])
    assert found[0].p == pytest.approx(due.pvalue, rel=1e-6)
    p = sorted(row.p for row in model.effects if row.effect == "condition")
    holm = sorted(row.p_holm for row in model.effects if row.effect == "condition")
    assert holm == pytest.approx([min(1, 2 * p[0]), min(1, max(2 * p[0], p[1]))])


def test_a_bootstrap_interval_is_of_drawn_mice_and_is_shorter():
    rows = trials(12)
    (drawn,) = mixed_model(rows, PopulationParams(interval="bootstrap", draws=500)).effects
    (own,) = mixed_model(rows).effects
    apart = by_mouse(rows, "quinine") - by_mouse(rows, "water")
    rng = np.random.default_rng(1)
    due = np.quantile([rng.choice(apart, 5).mean() for _ in range(4000)], [0.025, 0.975])
    assert (drawn.low, drawn.high) == pytest.approx(tuple(due), abs=0.12)
    assert drawn.high - drawn.low < own.high - own.low


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mouse": ("",)}, "name no mouse"),
        ({"mouse": ("M0",)}, "two names"),
        ({"group": ("ko",)}, "genotype of the mouse"),
        ({"value": np.array([np.inf])}, "infinite"),
    ],
)
def test_rows_that_cannot_be_counted_are_refused(change, message):
    rows = trials(13, group=True)
    given = {}
    for name, (first,) in change.items():
        values = getattr(rows, name)
        rest = values[1:]
        given[name] = np.r_[first, rest] if name == "value" else (first, *rest)
    with pytest.raises(InputError, match=message):
        replace(rows, **given)


def test_what_rows_do_not_allow_is_refused():
    rows = trials(14)
    flat = replace(rows, value=np.ones(len(rows)))
    with pytest.raises(InputError, match="nothing to estimate"):
        mixed_model(flat)
    with pytest.raises(InputError, match="amount cannot be estimated"):
        mixed_model(rows, PopulationParams(effect="amount"))
    with pytest.raises(ParameterError, match="reference"):
        mixed_model(rows, PopulationParams(reference="sucrose"))
    none = replace(rows, value=np.where(np.arange(len(rows)) < 5, np.nan, rows.value))
    assert mixed_model(none).n_undefined == 5
    with pytest.raises(InputError, match="no rows"):
        TrialRows((), (), (), (), np.empty(0))
