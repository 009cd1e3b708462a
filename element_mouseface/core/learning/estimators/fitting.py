"""Fit an estimator to rows of features: scikit-learn's, on one thread, with a seed."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np

from ..params import LearningParams
from .linear import Linear, Scaling
from .model import Core, Model
from .odds import fit_odds
from .trees import Trees

_MOST_ITERATIONS = 300


def fit_model(
    estimator: str,
    kind: str,
    n_classes: int,
    x: np.ndarray,
    y: np.ndarray,
    params: LearningParams,
    *,
    columns: np.ndarray | None = None,
    n_features: int | None = None,
    weight: np.ndarray | None = None,
    seed: int | None = None,
) -> Model:
    """Fit the estimator of a name.

    Parameters
    ----------
    estimator : {'boosted', 'linear'}
    kind : {'binary', 'category', 'ordinal', 'continuous'}
        Of the target.
    n_classes : int
        Of a category or an ordinal rating; those without a row get no probability.
    x : (rows, features) float array
        NaN where a feature is undefined.
    y : (rows,) array
        Class numbers, of two classes at least, or values.
    params : LearningParams
    columns, n_features : (n,) int array and int, optional
        Which features of how many those of `x` are, ascending; all if they are None.
    weight : (rows,) float array, optional
    seed : int, optional
        In place of that of `params`.

    Returns
    -------
    Model
        The same for the same rows, whatever else runs: it takes one thread.
    """
    columns = np.arange(x.shape[1]) if columns is None else np.asarray(columns, np.int64)
    n_features = x.shape[1] if n_features is None else n_features
    x = np.ascontiguousarray(x, np.float32)
    weight = None if weight is None else np.asarray(weight, np.float64)
    seed = params.seed if seed is None else seed
    if kind == "continuous":
        y = np.asarray(y, np.float64)
        core = _FITS[estimator](kind, x, y, weight, params, seed, columns, n_features)
        return Model(kind, 1, np.zeros(0, np.int64), core)
    classes, codes = np.unique(np.asarray(y, np.int64), return_inverse=True)
    if len(classes) < 2:
        raise ValueError("rows of one class")
    core = _FITS[estimator](kind, x, codes, weight, params, seed, columns, n_features)
    if kind == "binary":
        return Model(kind, 1, np.zeros(0, np.int64), core)
    return Model(kind, n_classes, classes, core)


def _boosted(
    kind: str,
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray | None,
    params: LearningParams,
    seed: int,
    columns: np.ndarray,
    n_features: int,
) -> Core:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    make = HistGradientBoostingRegressor if kind == "continuous" else HistGradientBoostingClassifier
    model = make(
        learning_rate=params.learning_rate,
        max_iter=params.iterations,
        max_leaf_nodes=params.max_leaves,
        min_samples_leaf=params.min_leaf,
        l2_regularization=params.l2,
        max_features=params.feature_share,
        max_bins=params.max_bins,
        early_stopping=False,  # it would hold out frames at random
        random_state=seed,
    )
    # Weights of one for all would be the same trees, and binning fifty times as slow.
    return Trees.of(model.fit(x, y, sample_weight=weight), columns, n_features)


def _linear(
    kind: str,
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray | None,
    params: LearningParams,
    seed: int,
    columns: np.ndarray,
    n_features: int,
) -> Core:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression, Ridge

    total = float(len(x) if weight is None else weight.sum())
    if kind == "ordinal" and y.max() > 1:
        share = np.full(len(x), 1 / total) if weight is None else weight / total
        n = int(y.max()) + 1
        return fit_odds(x, y, share, n, params.linear_strength, columns, n_features)
    scaling = Scaling.of(x)
    z = scaling.apply(x)
    strength = params.linear_strength * total
    if kind == "continuous":
        ridge = Ridge(alpha=strength, solver="cholesky").fit(z, y, sample_weight=weight)
        intercept = np.array([ridge.intercept_])
        return Linear(scaling, ridge.coef_.reshape(1, -1), intercept, columns, n_features)
    logistic = LogisticRegression(C=1 / strength, max_iter=_MOST_ITERATIONS, random_state=seed)
    with warnings.catch_warnings():
        # A weight that is not quite at its limit after hundreds of steps predicts as well.
        warnings.simplefilter("ignore", ConvergenceWarning)
        logistic.fit(z, y, sample_weight=weight)
    return Linear(scaling, logistic.coef_, logistic.intercept_, columns, n_features)


_FITS: dict[str, Callable[..., Core]] = {"boosted": _boosted, "linear": _linear}
