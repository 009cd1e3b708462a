"""Fit an estimator to rows of features: scikit-learn's, on one thread, with a seed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..params import LearningParams
from .discriminant import fit_discriminant
from .elastic_net import largest_strength, loss_of, minimize_penalized
from .forest import Forest
from .linear import Linear, Scaling
from .model import Core, Model
from .odds import Odds, cuts_of, fit_odds
from .ridge_path import ridge_path
from .strength import NET, RIDGE, choose_strength
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
    unit: np.ndarray | None = None,
) -> Model:
    """Fit the estimator of a name.

    Parameters
    ----------
    estimator : {'boosted', 'linear', 'elastic_net', 'discriminant', 'forest'}
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
    unit : (rows,) int array, optional
        The independent unit of each row, where the strength of a penalty is chosen; one for all
        if it is None.

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
    unit = np.zeros(len(x), np.int64) if unit is None else np.asarray(unit)
    classes = np.zeros(0, np.int64)
    codes: np.ndarray = np.asarray(y, np.float64)
    if kind != "continuous":
        classes, codes = np.unique(np.asarray(y, np.int64), return_inverse=True)
        if len(classes) < 2:
            raise ValueError("rows of one class")
    rows = Rows(kind, x, codes, weight, unit, columns, n_features)
    core = _FITS[estimator](rows, params, seed)
    if kind in ("continuous", "binary"):
        return Model(kind, 1, np.zeros(0, np.int64), core)
    return Model(kind, n_classes, classes, core)


@dataclass(frozen=True, eq=False)
class Rows:
    """What an estimator is fitted to: see `fit_model`; `y` are class numbers without a gap."""

    kind: str
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray | None
    unit: np.ndarray
    columns: np.ndarray
    n_features: int

    @property
    def ordered(self) -> bool:
        """Whether there are three ordered classes or more."""
        return self.kind == "ordinal" and int(self.y.max()) > 1

    @property
    def share(self) -> np.ndarray:
        """Weights of rows, which add up to 1."""
        n = len(self.x)
        return np.full(n, 1 / n) if self.weight is None else self.weight / self.weight.sum()

    def some(self, kept: np.ndarray) -> Rows:
        """Those of a mask."""
        weight = None if self.weight is None else self.weight[kept]
        return replace(self, x=self.x[kept], y=self.y[kept], weight=weight, unit=self.unit[kept])


def _boosted(rows: Rows, params: LearningParams, seed: int) -> Core:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    continuous = rows.kind == "continuous"
    make = HistGradientBoostingRegressor if continuous else HistGradientBoostingClassifier
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
    x, empty = rows.x, np.isnan(rows.x).all(axis=0)
    if empty.any():  # scikit-learn cannot bin them; a constant is in no tree either
        x = np.where(empty, np.float32(0), x)
    # Weights of one for all would be the same trees, and binning fifty times as slow.
    fitted = model.fit(x, rows.y, sample_weight=rows.weight)
    return Trees.of(fitted, rows.columns, rows.n_features)


def _linear(rows: Rows, params: LearningParams, seed: int) -> Core:
    if not params.choose_strength:
        return _ridge(rows, params.linear_strength, seed)

    def fit(kept: np.ndarray) -> list[Callable[[np.ndarray], np.ndarray]]:
        part = rows.some(kept)
        scaling = Scaling.of(part.x)
        z = scaling.apply(part.x)
        path = ridge_path(part.kind, z, part.y, part.share, RIDGE)
        return [_decider(_core(part, scaling, numbers)) for numbers in path]

    best = choose_strength(len(RIDGE), rows.x, rows.y, rows.kind, rows.unit, fit)
    return _ridge(rows, RIDGE[best], seed)


def _ridge(rows: Rows, strength: float, seed: int) -> Core:
    """A linear model with a penalty on squared weights."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression, Ridge

    x, y, weight = rows.x, rows.y, rows.weight
    total = float(len(x) if weight is None else weight.sum())
    if rows.ordered:
        n = int(y.max()) + 1
        return fit_odds(x, y, rows.share, n, strength, rows.columns, rows.n_features)
    scaling = Scaling.of(x)
    z = scaling.apply(x)
    if rows.kind == "continuous":
        ridge = Ridge(alpha=strength * total, solver="cholesky").fit(z, y, sample_weight=weight)
        intercept = np.array([ridge.intercept_])
        return Linear(scaling, ridge.coef_.reshape(1, -1), intercept, rows.columns, rows.n_features)
    logistic = LogisticRegression(
        C=1 / (strength * total),
        max_iter=_MOST_ITERATIONS,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # A weight that is not quite at its limit after hundreds of steps predicts as well.
        warnings.simplefilter("ignore", ConvergenceWarning)
        logistic.fit(z, y, sample_weight=weight)
    return Linear(scaling, logistic.coef_, logistic.intercept_, rows.columns, rows.n_features)


def _elastic_net(rows: Rows, params: LearningParams, seed: int) -> Core:
    def fit(kept: np.ndarray) -> list[Callable[[np.ndarray], np.ndarray]]:
        return [_decider(core) for core in _nets(rows.some(kept), NET, params.l1_ratio)]

    best = choose_strength(len(NET), rows.x, rows.y, rows.kind, rows.unit, fit)
    return _nets(rows, NET[best:], params.l1_ratio)[0]


def _nets(rows: Rows, fractions: Sequence[float], ratio: float) -> list[Core]:
    """Models with the elastic net's penalty, of ascending fractions of the largest strength."""
    scaling = Scaling.of(rows.x)
    z, y = scaling.apply(rows.x), rows.y
    unit = 1.0
    if rows.kind == "continuous":  # so that the unit of a rating changes nothing but its own
        unit = float(np.sqrt(rows.share @ (y - rows.share @ y) ** 2)) or 1.0
        y = y / unit
    loss, start, n_weights = loss_of(rows.kind, z, y, rows.share)
    largest = largest_strength(loss, start, n_weights, ratio)
    cores: list[Core] = []
    for fraction in fractions[::-1]:  # each begins where the one before ended
        start = minimize_penalized(loss, start, n_weights, fraction * largest, ratio)
        cores.append(_core(rows, scaling, start * unit))
    return cores[::-1]


def _core(rows: Rows, scaling: Scaling, numbers: np.ndarray) -> Core:
    """The model of the weights and free numbers of `loss_of`."""
    d = len(rows.columns)
    if rows.ordered:
        return Odds(scaling, numbers[:d], cuts_of(numbers[d:]), rows.columns, rows.n_features)
    n_outputs = len(numbers) // (d + 1)
    weights, free = np.split(numbers, (n_outputs * d,))
    by_output = weights.reshape(n_outputs, d)
    return Linear(scaling, by_output, free, rows.columns, rows.n_features)


def _decider(core: Core) -> Callable[[np.ndarray], np.ndarray]:
    """What a model of some columns gives for rows of these columns alone."""
    own: Any = core
    return replace(own, columns=np.arange(len(own.columns)), n_features=len(own.columns)).decide


def _discriminant(rows: Rows, params: LearningParams, seed: int) -> Core:
    return fit_discriminant(rows.x, rows.y, rows.share, rows.columns, rows.n_features)


def _forest(rows: Rows, params: LearningParams, seed: int) -> Core:
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    make = DecisionTreeRegressor if rows.kind == "continuous" else DecisionTreeClassifier
    x, empty = rows.x, np.isnan(rows.x).all(axis=0)
    if empty.any():  # a constant is in no tree
        x = np.where(empty, np.float32(0), x)
    n, rng = len(x), np.random.default_rng([seed, 11])
    trees = []
    # One by one: scikit-learn's forest changes the warnings of the process, which threads share.
    for _ in range(params.trees):
        drawn = np.bincount(rng.integers(0, n, n), minlength=n).astype(np.float64)
        weight = drawn if rows.weight is None else drawn * rows.weight
        tree = make(
            min_samples_leaf=params.forest_leaf,
            max_features=params.forest_share,
            random_state=int(rng.integers(2**31)),
        )
        trees.append(tree.fit(x, rows.y, sample_weight=weight))
    return Forest.of(trees, rows.columns, rows.n_features)


_FITS: dict[str, Callable[[Rows, LearningParams, int], Core]] = {
    "boosted": _boosted,
    "linear": _linear,
    "elastic_net": _elastic_net,
    "discriminant": _discriminant,
    "forest": _forest,
}
