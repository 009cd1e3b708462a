"""Rows of what is told of a model: figures of merit, folds, weights, clusters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MetricRow:
    """A figure of merit of held-out rows.

    Attributes
    ----------
    estimator, metric : str
    value : float
    low, high : float
        95% confidence interval over what was left out.
    chance : float
        What a model that knows nothing gets.
    n_units : int
        Animals (sessions, movies, trials) that the interval is over.
    null_low, null_high : float
        95% of the values of labels that were permuted among trials.
    p : float
        Share of permutations that are as good or better, counting the value itself.
    """

    estimator: str
    metric: str
    value: float
    low: float
    high: float
    chance: float
    n_units: int
    null_low: float
    null_high: float
    p: float


@dataclass(frozen=True)
class FoldRow:
    """What one fold left out, and how a model did there.

    Attributes
    ----------
    fold : int
        From 1.
    left_out, estimator, state, reason : str
    n_train, n_test : int
        Rows with a label.
    metric : str
        The headline of the target's kind.
    value : float
        Of this fold's rows alone; NaN where it is undefined there.
    threshold : float
        Of a class that is there or not: chosen inside the training rows.
    """

    fold: int
    left_out: str
    estimator: str
    state: str
    reason: str
    n_train: int
    n_test: int
    metric: str
    value: float
    threshold: float


@dataclass(frozen=True)
class WeightRow:
    """The weight of a feature, or of a cluster of features as one, in a linear model.

    Attributes
    ----------
    feature : str
        Its name; of a cluster, the cluster's.
    module : str
        Group of the feature ('texture'); of a cluster, all groups in it.
    unit : str
        Of the feature; '' for a cluster.
    cluster : str
        Name of the cluster that it belongs to.
    category : str
        The category that the weight speaks for; '' where there is one score.
    weights : tuple of float
        Of each fold, per standard deviation of the feature in that fold's training rows, without
        the pull of the penalty towards zero.  NaN where the fold has no model.
    mean : float
    standard_error : float
        By the jackknife over what was left out.
    low, high : float
        95% confidence interval.
    sign_agreement : float
        Share of folds whose weight has the sign of the mean.
    per_unit, per_unit_error : float
        `mean` and `standard_error` for one unit of the feature; NaN for a cluster.
    model : float
        Mean of the weights that the models of the folds predict with, as the penalty leaves them.
    used : float
        Share of folds whose model has a weight for it that is not zero.
    final : float
        The weight that the model of all rows predicts with.
    n_folds : int
        With a model.
    """

    feature: str
    module: str
    unit: str
    cluster: str
    category: str
    weights: tuple[float, ...]
    mean: float
    standard_error: float
    low: float
    high: float
    sign_agreement: float
    per_unit: float
    per_unit_error: float
    model: float
    used: float
    final: float
    n_folds: int


@dataclass(frozen=True)
class ClusterRow:
    """A cluster of collinear features, and how much a model's skill falls without it.

    Attributes
    ----------
    cluster : str
    features : tuple of str
        The one that stands for it first.
    modules : str
    n_features : int
    least_r : float
        The smallest correlation within it, in absolute value.
    importance, low, high : float
        Mean fall of the skill on held-out rows when its features are shuffled together, and a
        95% confidence interval over folds; NaN where it was not measured.
    """

    cluster: str
    features: tuple[str, ...]
    modules: str
    n_features: int
    least_r: float
    importance: float
    low: float
    high: float
