"""Partial dependence: what a model says on average if one feature had another value.

Friedman (Annals of Statistics 2001), on held-out rows, with the model of each fold.  Features
that go together are taken apart by it: of a cluster, read the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, check_whole
from ..learning.fitted import FITTED, FittedTarget
from ..learning.sampling import draw_frames
from .features import rows_of
from .trained import TrainedModel


@dataclass(frozen=True, eq=False)
class PartialDependence:
    """Mean prediction over held-out rows, for values of one feature.

    Attributes
    ----------
    feature, unit, target, estimator : str
    outputs : tuple of str
        The categories; ('',) where there is one.
    grid : (values,) float64 array
        Of the feature, from its 2nd to its 98th percentile.
    folds : (folds, values, outputs) float64 array
        Mean probability (or value) with the model of each fold.
    mean, low, high : (values, outputs) float64 arrays
        Over folds, and the range of the folds.
    share : (values,) float64 array
        Share of the rows below each value: where there is little data, it changes little.
    """

    feature: str
    unit: str
    target: str
    estimator: str
    outputs: tuple[str, ...]
    grid: np.ndarray
    folds: np.ndarray
    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    share: np.ndarray


def partial_dependence(
    trained: TrainedModel,
    features: Sequence[str],
    *,
    n_values: int = 25,
    most: int = 500,
    estimator: str | None = None,
) -> tuple[PartialDependence, ...]:
    """How what a model says depends on each of some features.

    Parameters
    ----------
    trained : TrainedModel
    features : sequence of str
    n_values : int
        Of each feature.
    most : int
        At most so many rows of each fold.
    estimator : str, optional
        The one that is used if it is None.

    Raises
    ------
    InputError
        If the model does not know a feature, a feature has no numbers, or no fold has a model.
    """
    check_whole("n_values", n_values, 2, 1000)
    names = trained.model.features.names
    unknown = [name for name in features if name not in names]
    if unknown:
        raise InputError(
            "The model looks at no such feature.",
            expected=f"names like {', '.join(names[:3])}",
            got=", ".join(map(repr, unknown[:5])),
        )
    fitted = trained.model.model(estimator)
    rows = _rows_of_folds(trained, fitted.estimator, most)
    if not rows:
        raise InputError(
            "No fold has a model, so that nothing depends on a feature.",
            expected="at least one fold whose training rows suffice",
            got=fitted.reason or "none",
        )
    return tuple(_of_feature(trained, fitted.estimator, name, rows, n_values) for name in features)


FoldRows = list[tuple[FittedTarget, np.ndarray]]


def _rows_of_folds(trained: TrainedModel, estimator: str, most: int) -> FoldRows:
    """Model and held-out rows of each fold that has a model."""
    crossed, seed = trained.crossed, trained.model.params.seed
    found = []
    for result in crossed.folds:
        model = result.models[trained.target.name, estimator]
        if model.state == FITTED:
            table, row = draw_frames(result.fold.test, most, seed)
            found.append((model, rows_of(result.features, trained.tables, table, row)))
    return found


def _of_feature(
    trained: TrainedModel, estimator: str, name: str, rows: FoldRows, n_values: int
) -> PartialDependence:
    features = trained.model.features
    column = features.names.index(name)
    every = np.concatenate([x[:, column] for _, x in rows])
    every = np.sort(every[np.isfinite(every)]).astype(np.float64)
    if not len(every):
        raise InputError(
            f"{name} is undefined in every held-out row.", expected="a number in some of them"
        )
    least, most = (float(one) for one in np.quantile(every, (0.02, 0.98)))
    grid = np.linspace(least, most, n_values)
    folds: list[list[np.ndarray]] = []
    for model, x in rows:
        moved, curve = x.copy(), list[np.ndarray]()
        for value in grid:
            moved[:, column] = value
            curve.append(np.nanmean(model.probabilities(moved), axis=0))
        folds.append(curve)
    stack = np.array(folds)
    final = trained.model.model(estimator)
    return PartialDependence(
        name,
        features.units[column],
        final.name,
        estimator,
        final.categories or ("",),
        grid,
        stack,
        stack.mean(axis=0),
        stack.min(axis=0),
        stack.max(axis=0),
        np.searchsorted(every, grid, "right") / len(every),
    )
