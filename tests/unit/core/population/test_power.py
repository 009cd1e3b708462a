"""Designs against the formulas of statsmodels, and against the model's own test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from statsmodels.stats.power import TTestIndPower, TTestPower

from element_mouseface.core.population import PopulationParams, mixed_model, needed_trials
from element_mouseface.core.population.components import Components
from element_mouseface.errors import InputError

from .trials import trials

DESIGNS = {"mice": (4, 8), "trials": (3, 12), "effect_size": 0.9, "residuals": "normal"}


def known(rows, **params):
    """A model whose variances are set: 1 of mice, .4 of responses, 1.5 of trials."""
    model = mixed_model(rows, PopulationParams(**{**DESIGNS, **params}))
    return replace(model, components=Components(1.0, float("nan"), 0.4, 1.5))


@pytest.mark.parametrize("kind", ["within", "between", "amount"])
def test_power_is_that_of_the_formula(kind):
    if kind == "within":
        model = known(trials(0))
        spread = lambda n: np.sqrt(2 * 0.4 + 2 * 1.5 / n)  # noqa: E731
    elif kind == "amount":
        model = known(trials(0, conditions=("shock",), amounts=(0.0, 1.0, 2.0, 3.0)))
        spread = lambda n: np.sqrt(0.4 + 1.5 / n / 5)  # noqa: E731
    else:
        model = known(trials(0, conditions=("rest",), group=True, mice=6), effect="mean")
        model = replace(model, effects=model.effects[1:])
        spread = lambda n: np.sqrt(1.4 + 1.5 / n)  # noqa: E731
    rows = needed_trials(model, replace(model.params, simulations=4000)).rows
    assert [(row.n_mice, row.n_trials) for row in rows] == [(4, 3), (4, 12), (8, 3), (8, 12)]
    for row in rows:
        size = 0.9 / spread(row.n_trials)
        solver = TTestIndPower() if kind == "between" else TTestPower()
        given = {"nobs1" if kind == "between" else "nobs": row.n_mice}
        due = solver.power(size, alpha=0.05, **given)
        assert row.formula == pytest.approx(due, abs=1e-4)
        assert abs(row.power - due) < 4 * max(row.power_se, 0.004)
        assert row.cautious < row.formula
        assert row.reaches == (row.power >= 0.8)


def test_the_simulated_test_is_that_of_the_model():
    """A balanced experiment drawn by hand has the p value that designs are counted by."""
    from element_mouseface.core.population.power import _p_values

    rows = trials(1, mice=6)
    (effect,) = mixed_model(rows, PopulationParams(reference="water")).effects
    mice, condition = np.array(rows.mouse), np.array(rows.condition)
    apart = [
        rows.value[(mice == m) & (condition == "quinine")].mean()
        - rows.value[(mice == m) & (condition == "water")].mean()
        for m in rows.mice
    ]
    assert _p_values(np.array(apart)[None, None], 0.0)[0] == pytest.approx(effect.p, rel=1e-6)


def test_the_smallest_design_has_the_fewest_mice_and_is_seeded():
    model = mixed_model(trials(2, mice=6, n=8, response=0.1, effect=1.0))
    params = PopulationParams(mice=(3, 4, 6, 10), trials=(2, 8, 30), simulations=400)
    power = needed_trials(model, params)
    (least,) = [row for row in power.rows if row.smallest]
    fewer = [row for row in power.rows if row.n_mice < least.n_mice]
    assert least.reaches and not any(row.reaches for row in fewer)
    again = needed_trials(model, replace(params, mice=(4,), trials=(8,))).rows[0]
    assert again in [replace(row, smallest=again.smallest) for row in power.rows]
    other = needed_trials(model, replace(params, seed=1)).rows
    assert [row.power for row in other] != [row.power for row in power.rows]
    assert any("larger by chance" in note for note in power.notes)


def test_own_residuals_are_drawn_and_hopeless_designs_are_told():
    rows = trials(3, n=12)
    rng = np.random.default_rng(0)
    model = mixed_model(replace(rows, value=rows.value + rng.exponential(3.0, len(rows))))
    skew = float((model.residuals**3).mean() / model.residuals.std() ** 3)
    assert skew > 0.5
    assert model.residuals.var() == pytest.approx(model.components.residual)
    few = PopulationParams(mice=(3,), trials=(2,), effect_size=0.1, simulations=200)
    power = needed_trials(model, few)
    assert not power.rows[0].reaches and any("none of these" in note for note in power.notes)


def test_without_an_interval_no_design_is_told():
    with pytest.raises(InputError, match="1 mouse"):
        needed_trials(mixed_model(trials(4, mice=1)))
