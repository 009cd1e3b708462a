"""Figures of merit of held-out rows, with an interval, chance, and a null of permuted labels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..learning import CrossFit, Target
from ..learning.intervals import Figure
from ..learning.metrics import binary_figures, category_figures, continuous_figures
from ..learning.null import p_value
from .permuting import permuted
from .rows import FoldRow, MetricRow

#: The figure that is told first, by the kind of the target.
HEADLINES = {
    "binary": "auroc",
    "category": "balanced_accuracy",
    "ordinal": "quadratic_kappa",
    "continuous": "r",
}
#: Figures that are better when they are smaller.
ERRORS = frozenset(("brier", "calibration_error", "log_loss", "mean_absolute_error", "rmse", "mae"))
#: Rows that permutations are told from: more say no more.
_MOST_ROWS = 20_000


def figures_of(
    target: Target, y: np.ndarray, found: np.ndarray, decided: np.ndarray, unit: np.ndarray
) -> tuple[Figure, ...]:
    """The figures of a target's kind.

    Parameters
    ----------
    target : Target
    y : (n,) array
    found : (n, outputs) float array
        Held-out probabilities or values.
    decided : (n,) bool array
        Of a class that is there or not.
    unit : (n,) int array
    """
    if target.kind == "binary":
        return binary_figures(y, found[:, 0], decided, unit)
    if target.kind == "continuous":
        return continuous_figures(y, found[:, 0], unit)
    return category_figures(y, found, unit, ordered=target.kind == "ordinal")


def metric_rows(
    crossed: CrossFit,
    target: Target,
    estimator: str,
    decided: Sequence[np.ndarray],
    permutations: int,
    seed: int,
) -> tuple[MetricRow, ...]:
    """A row for each figure of an estimator.

    Parameters
    ----------
    crossed : CrossFit
    target : Target
    estimator : str
    decided : sequence of (rows,) bool arrays
        By the threshold of each fold.
    permutations : int
        Of labels among trials, else movies.
    seed : int
    """
    probabilities = crossed.probabilities(target.name, estimator)
    units = crossed.plan.unit_numbers()
    used = [
        k & np.isfinite(p).all(axis=1) & (u >= 0)
        for k, p, u in zip(target.known, probabilities, units, strict=True)
    ]
    y, found, told, unit = (
        np.concatenate([one[u] for one, u in zip(each, used, strict=True)])
        for each in (target.values, probabilities, decided, units)
    )
    figures = figures_of(target, y, found, told, unit)
    null: dict[str, list[float]] = {one.name: [] for one in figures}
    some = np.arange(0, len(y), max(1, -(-len(y) // _MOST_ROWS)))
    for number in range(permutations if len(y) else 0):
        moved = permuted(crossed.plan, target, used, seed, number)
        same = np.zeros(len(some), np.int64)  # one unit: no interval
        for one in figures_of(target, moved[some], found[some], told[some], same):
            null[one.name].append(one.value)
    return tuple(_row(estimator, one, np.array(null[one.name])) for one in figures)


def _row(estimator: str, figure: Figure, null: np.ndarray) -> MetricRow:
    sign = -1.0 if figure.name in ERRORS else 1.0
    good = null[np.isfinite(null)]
    low, high = np.quantile(good, (0.025, 0.975)) if len(good) else (np.nan, np.nan)
    return MetricRow(
        estimator,
        figure.name,
        figure.value,
        figure.low,
        figure.high,
        figure.chance,
        figure.n_units,
        float(low),
        float(high),
        p_value(sign * figure.value, sign * null),
    )


def fold_rows(
    crossed: CrossFit, target: Target, estimator: str, decided: Sequence[np.ndarray]
) -> tuple[FoldRow, ...]:
    """A row for each fold of an estimator."""
    name = HEADLINES[target.kind]
    rows = []
    for result in crossed.folds:
        model = result.models[target.name, estimator]
        y, found, told = [], [], []
        for number, first, stop in result.fold.test:
            known = target.known[number][first:stop]
            y.append(target.values[number][first:stop][known])
            scores = crossed.scores[target.name, estimator][number][first:stop][known]
            found.append(model.calibrated(scores))
            told.append(decided[number][first:stop][known])
        whole = np.concatenate(y) if y else np.zeros(0)
        value = float("nan")
        if len(whole):
            unit = np.zeros(len(whole), np.int64)
            parts = whole, np.concatenate(found), np.concatenate(told), unit
            figures = figures_of(target, *parts)
            value = next(one.value for one in figures if one.name == name)
        n_train = sum(int(target.known[n][a:b].sum()) for n, a, b in result.fold.train)
        chosen = result.chosen or {}
        rows.append(
            FoldRow(
                result.fold.number + 1,
                result.fold.left_out,
                estimator,
                model.state,
                model.reason,
                n_train,
                len(whole),
                name,
                value,
                float(chosen.get(estimator, float("nan"))),
            )
        )
    return tuple(rows)
