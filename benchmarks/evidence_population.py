"""Populations of mice: whether intervals over few mice cover, and prototypes of other mice.

Simulated trials with a planted effect, fitted as `mixed_model` fits them: how often the interval
has the effect in it, how often nothing is taken for something, and how far the estimate is off.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from element_mouseface.core.population.cluster_errors import (
    cluster_error,
    clusters_of,
    drawn_interval,
    fit_clusters,
    model_error,
)
from element_mouseface.core.population.components import fit_components
from element_mouseface.core.population.counted import naive_error
from element_mouseface.core.population.design import make_design
from element_mouseface.core.population.params import PopulationParams
from element_mouseface.core.population.rows import TrialRows

__all__ = ["DESIGNS", "coverage", "simulated"]

MICE = (4, 6, 8, 12)
EFFECT = 1.0
#: name -> what is planted: variances' roots, trials, and whether their number varies
DESIGNS: dict[str, dict[str, Any]] = {
    "conditions within mice": {"response": 0.5},
    "the same, trials differ in number": {"response": 0.5, "uneven": True},
    "the same, two sessions a mouse": {"response": 0.5, "sessions": 2, "session": 0.5},
    "the same, mice response alike": {"response": 0.0},
    "two groups of mice": {"between": True},
    "the same, uneven groups and trials": {"between": True, "uneven": True},
}


def simulated(
    rng: np.random.Generator,
    n_mice: int,
    effect: float,
    *,
    response: float = 0.0,
    session: float = 0.0,
    sessions: int = 1,
    trials: int = 6,
    uneven: bool = False,
    between: bool = False,
) -> TrialRows:
    """Trials with a planted effect: of a condition, or of a group of mice.

    Mice differ by 1 (standard deviation), trials by 1; uneven groups are as 1 to 2.
    """
    rows: list[tuple[str, str, str, str, float, str]] = []
    for mouse in range(n_mice):
        level = rng.normal()
        treated = mouse % (3 if uneven else 2) == 0
        responses = response * rng.normal(size=2)
        for day in range(sessions):
            of_day = level + session * rng.normal() if session else level
            for place in range(1 if between else 2):
                own = int(rng.integers(2, 2 * trials)) if uneven else trials
                planted = effect * (treated if between else place) + responses[place]
                for trial in range(own):
                    value = of_day + planted + rng.normal()
                    name, group = ("water", "quinine")[place], "treated" if treated else "control"
                    rows.append((f"m{mouse}", f"s{day}", f"{place}-{trial}", name, value, group))
    mice, days, numbers, conditions, values, groups = zip(*rows, strict=True)
    return TrialRows(
        mice, days, numbers, conditions, np.array(values), group=groups if between else None,
        between="treatment" if between else "",
    )  # fmt: skip


def coverage(n: int, bootstrap: int = 300) -> dict[str, Any]:
    """Rows by design and number of mice, from n simulated experiments each.

    Half of them have the planted effect, half have none.
    """
    found: dict[str, Any] = {}
    for place, (name, planted) in enumerate(DESIGNS.items()):
        for n_mice in MICE:
            rng = np.random.default_rng([place, n_mice])
            done = [
                _one(simulated(rng, n_mice, EFFECT * (k % 2), **planted), EFFECT * (k % 2), k,
                     bootstrap if k % 4 < 2 else 0)
                for k in range(n)
            ]  # fmt: skip
            found[f"{name}, {n_mice} mice"] = _told(done)
            print(name, n_mice, found[f"{name}, {n_mice} mice"], flush=True)
    return found


def _one(rows: TrialRows, planted: float, number: int, bootstrap: int) -> dict[str, float]:
    from scipy import stats

    params = PopulationParams(between_reference="control" if rows.group else "")
    design = make_design(rows, params)
    effect = "treatment" if rows.group else "condition"
    contrast = next(c for c in design.contrasts if c.effect == effect)
    fit = fit_clusters(clusters_of(rows, design, fit_components(rows, design)))
    estimate = float(contrast.weights @ fit.coefficients)
    se, df = cluster_error(fit, contrast.weights)
    own = model_error(fit, contrast.weights)
    off = abs(estimate - planted)
    naive_se, naive_p = naive_error(rows, params, contrast)
    drawn = float("nan")
    if bootstrap:
        groups = rows.group_of()
        strata = [groups.get(mouse, "") for mouse in rows.mice]
        low, high, _ = drawn_interval(fit, contrast.weights, bootstrap, 0.95, number, strata)
        drawn = float(low <= planted <= high) if np.isfinite(low) else float("nan")
    p = 2 * stats.t.sf(abs(estimate) / se, df)
    return {
        "planted": planted, "off": estimate - planted,
        "cluster": off <= stats.t.ppf(0.975, df) * se,
        "wald": off <= 1.959964 * own, "bootstrap": drawn, "naive": off <= 1.96 * naive_se,
        "p": p, "naive_p": naive_p,
    }  # fmt: skip


def _told(done: list[dict[str, float]]) -> dict[str, float]:
    def share(name: str) -> float:
        values = np.array([one[name] for one in done], float)
        return float(values[np.isfinite(values)].mean())

    null = [one for one in done if one["planted"] == 0]
    return {
        "n": len(done),
        "bias": float(np.mean([one["off"] for one in done if one["planted"]])),
        "bias_se": float(
            np.std([one["off"] for one in done if one["planted"]]) / np.sqrt(len(done) / 2)
        ),
        **{name: share(name) for name in ("cluster", "wald", "bootstrap", "naive")},
        "null_p05": float(np.mean([one["p"] < 0.05 for one in null])),
        "null_naive_p05": float(np.mean([one["naive_p"] < 0.05 for one in null])),
    }
