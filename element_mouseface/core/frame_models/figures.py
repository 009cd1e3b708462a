"""Figures of merit of held-out rows, with an interval, chance, and a null of permuted labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..learning import CrossFit, Target
from ..learning.intervals import Figure
from ..learning.metrics import binary_figures, category_figures, continuous_figures
from ..learning.null import p_value
from .base_rates import at_one_base_rate
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
#: Figures of probabilities and values themselves, not of which row has more.
_OF_VALUES = frozenset(("brier", "calibration_error", "log_loss", "r2", "rmse", "mae"))
#: Rows that permutations are told from: more say no more.
_MOST_ROWS = 20_000


def figures_of(
    target: Target,
    y: np.ndarray,
    found: np.ndarray,
    even: np.ndarray,
    decided: np.ndarray,
    unit: np.ndarray,
    folds: int | None = None,
) -> tuple[Figure, ...]:
    """The figures of a target's kind.

    Parameters
    ----------
    target : Target
    y : (n,) array
    found, even : (n, outputs) float arrays
        Held-out probabilities or values, and the same at one base rate: figures that compare rows
        of different folds are of the latter, errors of probabilities and values of the former.
    decided : (n,) bool array
        Of a class that is there or not.
    unit : (n,) int array
    folds : int, optional
        As in `learning.intervals.over_units`.
    """

    def of(values: np.ndarray) -> tuple[Figure, ...]:
        if target.kind == "binary":
            return binary_figures(y, values[:, 0], decided, unit, folds)
        if target.kind == "continuous":
            return continuous_figures(y, values[:, 0], unit, folds)
        return category_figures(y, values, unit, folds, ordered=target.kind == "ordinal")

    plain = of(found)
    if np.array_equal(found, even, equal_nan=True):
        return plain
    compared = {one.name: one for one in of(even)}
    return tuple(one if one.name in _OF_VALUES else compared[one.name] for one in plain)


@dataclass(frozen=True, eq=False)
class Held:
    """What is compared of a target and an estimator: rows that are known and held out.

    Attributes
    ----------
    used : list of (rows,) bool arrays, one a recording
    y, found, even, decided, unit
        Of the used rows, in order: see `figures_of`.
    """

    used: list[np.ndarray]
    y: np.ndarray
    found: np.ndarray
    even: np.ndarray
    decided: np.ndarray
    unit: np.ndarray

    @classmethod
    def of(
        cls, crossed: CrossFit, target: Target, estimator: str, decided: Sequence[np.ndarray]
    ) -> Held:
        """The held-out rows of a target."""
        probabilities = crossed.probabilities(target.name, estimator)
        even = at_one_base_rate(crossed, target, probabilities)
        units = crossed.plan.unit_numbers()
        used = [
            k & np.isfinite(p).all(axis=1) & (u >= 0)
            for k, p, u in zip(target.known, probabilities, units, strict=True)
        ]
        parts = (target.values, probabilities, even, decided, units)
        joined = (
            np.concatenate([one[u] for one, u in zip(each, used, strict=True)]) for each in parts
        )
        return cls(used, *joined)


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
    held = Held.of(crossed, target, estimator, decided)
    parts = held.found, held.even, held.decided
    figures = figures_of(target, held.y, *parts, held.unit, len(crossed.folds))
    null: dict[str, list[float]] = {one.name: [] for one in figures}
    some = np.arange(0, len(held.y), max(1, -(-len(held.y) // _MOST_ROWS)))
    found, even, told = (one[some] for one in parts)
    same = np.zeros(len(some), np.int64)  # one unit: no interval
    for number in range(permutations if len(held.y) else 0):
        moved = permuted(crossed.plan, target, held.used, seed, number)
        for one in figures_of(target, moved[some], found, even, told, same):
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
            values = np.concatenate(found)
            figures = figures_of(target, whole, values, values, np.concatenate(told), unit)
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
