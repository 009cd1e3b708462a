"""Which features make a model say what it says of a row: SHAP values, and their means.

They explain the score before calibration: the log-odds of a class, the value of a rating.  Of a
trained model they are of held-out rows, each explained with the model that did not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import DependencyError, InputError, raised_as
from ..frame_features.table import FrameTable
from ..learning.attribution import attribute
from ..learning.fitted import FITTED, FittedTarget
from ..learning.sampling import draw_frames
from .features import FittedTableFeatures, rows_of
from .model import BACKGROUND_ROWS, FrameModel
from .trained import TrainedModel

_AT_ONCE = 256


@dataclass(frozen=True, eq=False)
class Attributions:
    """How much each feature adds to the score of each row.

    Attributes
    ----------
    target, estimator : str
    outputs : tuple of str
        The categories; ('',) where there is one score.
    names, modules, units : tuple of str
        Of the features.
    table, row : (rows,) int64 arrays
        Which table, from 0, and which of its rows.
    x : (rows, features) float32 array
        Values of the features; NaN where undefined.
    base : (rows, outputs) float64 array
        Mean score of the background rows, which are training rows of the model that is explained.
    values : (rows, outputs, features) float64 array
        `base` and their sum over features are `scores`.
    scores : (rows, outputs) float64 array
        NaN, as `values`, where no feature of a row is defined.
    held_out : bool
        Whether each row is explained with a model that did not see its animal (session, trial).
    """

    target: str
    estimator: str
    outputs: tuple[str, ...]
    names: tuple[str, ...]
    modules: tuple[str, ...]
    units: tuple[str, ...]
    table: np.ndarray
    row: np.ndarray
    x: np.ndarray
    base: np.ndarray
    values: np.ndarray
    scores: np.ndarray
    held_out: bool

    def __len__(self) -> int:
        return len(self.row)

    @property
    def importance(self) -> np.ndarray:
        """(outputs, features) mean of their size over rows."""
        there = np.isfinite(self.values).all(axis=(1, 2))
        if not there.any():
            return np.full(self.values.shape[1:], np.nan)
        return np.abs(self.values[there]).mean(axis=0)

    def to_shap(self, output: int = 0) -> Any:
        """The attributions of an output as a `shap.Explanation`, for the figures of shap.

        Raises
        ------
        DependencyError
            If shap is missing.
        """
        lacking = "Figures of shap need the package shap."
        with raised_as(
            DependencyError, lacking, do="pip install 'element-mouseface[shap]'", of=(ImportError,)
        ):
            import shap

        return shap.Explanation(
            values=self.values[:, output],
            base_values=self.base[:, output],
            data=self.x.astype(np.float64),
            feature_names=list(self.names),
        )


def attributions(
    model: FrameModel,
    table: FrameTable,
    *,
    rows: Sequence[int] | None = None,
    most: int = 2000,
    estimator: str | None = None,
) -> Attributions:
    """Explain a model's scores of rows of a table, against some of its training rows.

    Parameters
    ----------
    model : FrameModel
    table : FrameTable
    rows : sequence of int, optional
        The rows to explain; if it is None at most `most`, spread over the table.
    most : int
    estimator : str, optional
        The one that is used if it is None.

    Raises
    ------
    ResultMismatchError
        If the table has other features than the training tables.
    InputError
        If there is no such row, or the model could not be trained.
    """
    model.check(table)
    if rows is None:
        chosen = np.unique(np.linspace(0, len(table) - 1, min(most, len(table))).astype(np.int64))
    else:
        chosen = np.asarray(rows, np.int64).reshape(-1)
        if len(chosen) and (chosen.min() < 0 or chosen.max() >= len(table)):
            raise InputError(
                "There are no such rows.",
                expected=f"numbers from 0 to {len(table) - 1}",
                got=f"{chosen.min()} to {chosen.max()}",
            )
    fitted, features = model.model(estimator), model.features
    number = np.zeros(len(chosen), np.int64)
    parts = _explained(fitted, rows_of(features, [table], number, chosen), model.background)
    return _made(fitted, features, number, chosen, [parts], False)


def held_out_attributions(
    trained: TrainedModel, *, most: int = 2000, estimator: str | None = None
) -> Attributions:
    """Explain the scores of held-out rows, each with the model of its fold.

    Parameters
    ----------
    trained : TrainedModel
    most : int
        At most so many rows of all folds together, about as many of each.
    estimator : str, optional
        The one that is used if it is None.

    Raises
    ------
    InputError
        If no fold has a model.
    """
    crossed, seed = trained.crossed, trained.model.params.seed
    key = trained.target.name, estimator or crossed.params.estimator
    folds = [one for one in crossed.folds if one.models[key].state == FITTED]
    parts, table, row = [], [], []
    for result in folds:
        each = -(-most // len(folds))
        test = _drawn(trained, result.features, result.fold.test, each, seed)
        background = _drawn(trained, result.features, result.fold.train, BACKGROUND_ROWS, seed)[2]
        table.append(test[0])
        row.append(test[1])
        parts.append(_explained(result.models[key], test[2], background))
    fitted = trained.model.model(estimator)
    if not parts:
        raise InputError(
            "No fold has a model, so that there is nothing to explain.",
            expected="at least one fold whose training rows suffice",
            got=fitted.reason or "none",
        )
    numbers = np.concatenate(table), np.concatenate(row)
    return _made(fitted, trained.model.features, *numbers, parts, True)


Explained = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _drawn(
    trained: TrainedModel, features: Any, spans: Any, most: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Table and number of rows that are drawn from spans, and their features."""
    table, row = draw_frames(spans, most, seed)
    return table, row, rows_of(features, trained.tables, table, row)


def _explained(fitted: FittedTarget, x: np.ndarray, background: np.ndarray) -> Explained:
    """Features, base, values and scores of rows, with the prior put back."""
    if fitted.model is None:
        raise InputError(
            f"The model of {fitted.name!r} says nothing, so that there is nothing to explain.",
            expected="a model that could be trained",
            got=fitted.reason,
        )
    background = background[~np.isnan(background).all(axis=1)]
    base, values, scores = attribute(fitted.model, x[:0], background)
    offsets = _offsets(fitted, len(base))
    found = [
        attribute(fitted.model, x[k : k + _AT_ONCE], background) for k in range(0, len(x), _AT_ONCE)
    ]
    values = np.concatenate([values, *(one[1] for one in found)])
    scores = np.concatenate([scores, *(one[2] for one in found)]) + offsets
    none = np.isnan(x).all(axis=1)
    values[none], scores[none] = np.nan, np.nan
    return x, np.tile(base + offsets, (len(x), 1)), values, scores


def _offsets(fitted: FittedTarget, n_scores: int) -> np.ndarray:
    """What the prior adds to each score: ordered categories have one score and no prior in it."""
    if n_scores == fitted.n_outputs:
        return fitted.offsets
    if fitted.kind == "ordinal" and fitted.model is not None and len(fitted.model.classes) > 2:
        return np.zeros(1)
    classes = fitted.model.classes if fitted.model is not None else np.zeros(0, int)
    return fitted.offsets[classes[1:]] - fitted.offsets[classes[:1]]


def _made(
    fitted: FittedTarget,
    features: FittedTableFeatures,
    table: np.ndarray,
    row: np.ndarray,
    parts: Sequence[Explained],
    held_out: bool,
) -> Attributions:
    x, base, values, scores = (np.concatenate(one) for one in zip(*parts, strict=True))
    outputs = fitted.categories if values.shape[1] == len(fitted.categories) else ("",)
    return Attributions(
        fitted.name,
        fitted.estimator,
        outputs,
        features.names,
        features.groups,
        features.units,
        table,
        row,
        x,
        base,
        values,
        scores,
        held_out,
    )
