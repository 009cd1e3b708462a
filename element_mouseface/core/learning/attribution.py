"""How much each feature adds to a model's score of a row: SHAP values.

Lundberg and Lee (NeurIPS 2017), against background rows: features are taken as if they came
independently of each other.  For linear models they have a closed form.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ...errors import ParameterError
from .estimators import Model
from .estimators.forest import Forest
from .estimators.linear import Linear, Scaling
from .estimators.odds import Odds
from .estimators.tree_shap import tree_shap


def attribute(
    model: Model, x: np.ndarray, background: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Attributions of the scores of rows.

    Parameters
    ----------
    model : Model
    x : (rows, features) float array
        NaN where a feature is undefined.
    background : (background rows, features) float array

    Returns
    -------
    base : (outputs,) float64 array
        Mean score of the background.
    values : (rows, outputs, features) float64 array
        `base` and the sum over features are the score of the row.
    scores : (rows, outputs) float64 array
        What the values explain.  An output is a category, or the one score there is (the
        log-odds of a class, a rating, the score that ordered categories are steps of).  Of two
        categories it is the log-odds of the second one; a category that was never seen in
        training has minus infinity as base and no values.
    """
    x = np.ascontiguousarray(x, np.float32)
    background = np.ascontiguousarray(background, np.float32)
    core = model.core
    scores, base, values = _of_core(core, x, background)
    if model.n_outputs == 1 or isinstance(core, Odds) or scores.shape[1] == 1:
        return base, values, scores
    n, _, d = values.shape
    all_base, all_scores = np.full(model.n_outputs, -np.inf), np.full((n, model.n_outputs), -np.inf)
    all_values = np.zeros((n, model.n_outputs, d))
    all_base[model.classes], all_scores[:, model.classes] = base, scores
    all_values[:, model.classes] = values
    return all_base, all_values, all_scores


def _of_core(
    core: Any, x: np.ndarray, background: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, base and values of the numbers of a model."""
    if isinstance(core, Linear):
        return _linear(core.scaling, core.weights, core.intercept, core, x, background)
    if isinstance(core, Odds):
        return _linear(core.scaling, core.weights[None], np.zeros(1), core, x, background)
    if isinstance(core, Forest):
        raise ParameterError(
            "What each feature adds to the score of a random forest is not computed.",
            expected="a model whose score is a sum: linear, elastic_net, discriminant, boosted",
            got="forest",
            do="explain another estimator, or shuffle features (importance)",
        )
    values = tree_shap(core, x, background)
    return core.decide(x), core.decide(background).mean(axis=0), values


def _linear(
    scaling: Scaling,
    weights: np.ndarray,
    intercept: np.ndarray,
    core: Linear | Odds,
    x: np.ndarray,
    background: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weight times distance from the background's mean: Strumbelj and Kononenko (2014)."""
    own = scaling.apply(x[:, core.columns])
    mean = scaling.apply(background[:, core.columns]).mean(axis=0)
    values = np.zeros((len(x), len(weights), core.n_features))
    values[:, :, core.columns] = (own - mean)[:, None] * weights
    base = weights @ mean + intercept
    return own @ weights.T + intercept, base, values
