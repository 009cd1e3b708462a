"""Figures of merit of frames, each with an interval over units and with chance beside it.

All are over frames whose value is known and that have a prediction.  A figure that cannot be
defined (recall without a positive frame) is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .intervals import Figure, Statistic, over_units

_BINS = 10
_NAN = float("nan")
_UNIT = (0.0, 1.0)


def confusion(y: np.ndarray, predicted: np.ndarray, n_classes: int) -> np.ndarray:
    """How many frames of each class (row) were taken for each (column).

    Parameters
    ----------
    y, predicted : (n,) int or bool arrays
    n_classes : int
    """
    pairs = np.asarray(y, np.int64) * n_classes + np.asarray(predicted, np.int64)
    return np.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


def confusion_of(
    y: np.ndarray,
    predicted: np.ndarray,
    weight: np.ndarray,
    unit: np.ndarray,
    n_classes: int,
    n_units: int,
) -> np.ndarray:
    """`confusion` of each unit, of rows that weigh differently: (units, classes, classes)."""
    counts = np.zeros((n_units, n_classes, n_classes))
    np.add.at(counts, (unit, y, predicted), weight)
    return counts


def binary_figures(
    y: np.ndarray,
    probability: np.ndarray,
    present: np.ndarray,
    unit: np.ndarray,
    folds: int | None = None,
) -> tuple[Figure, ...]:
    """Precision, recall, F1 and others of a class that is there or not.

    Parameters
    ----------
    y : (n,) bool array
        Whether the class is present.
    probability : (n,) float array
        Frames where it is NaN are left out.
    present : (n,) bool array
        What was decided.
    unit : (n,) int array
        The independent unit (animal) of each frame.
    folds : int, optional
        As in `over_units`.

    Returns
    -------
    tuple of Figure
        precision, recall, f1, balanced_accuracy, average_precision, auroc, brier,
        calibration_error.  Chance of F1 is that of calling every frame positive.
    """
    good = np.isfinite(probability)
    order = np.argsort(-np.asarray(probability, np.float64)[good], kind="stable")
    y, present = np.asarray(y, bool)[good][order], np.asarray(present, bool)[good][order]
    p = np.asarray(probability, np.float64)[good][order]
    units, unit = np.unique(np.asarray(unit)[good][order], return_inverse=True)
    n_units, share = len(units), (y.mean() if len(y) else _NAN)
    counts = np.zeros((n_units, 2, 2))
    np.add.at(counts, (unit, y.astype(int), present.astype(int)), 1)

    def counted(function: Callable[[np.ndarray], float]):
        return lambda kept: function(counts[kept].sum(axis=0))

    def ranked(function: Callable[[np.ndarray, np.ndarray], float]):
        return lambda kept: function(y[kept[unit]], p[kept[unit]])

    called = present.mean() if len(y) else _NAN
    rows = (
        ("precision", counted(_precision), share),
        ("recall", counted(_recall), called),
        ("f1", counted(_f1), 2 * share / (1 + share)),
        ("balanced_accuracy", counted(_balanced), 0.5),
        ("average_precision", ranked(_average_precision), share),
        ("auroc", ranked(_auroc), 0.5),
        ("brier", ranked(_brier), share * (1 - share)),
        ("calibration_error", ranked(_calibration_error), _NAN),
    )
    return tuple(
        over_units(name, statistic, n_units, chance=chance, bounds=_UNIT, folds=folds)
        for name, statistic, chance in rows
    )


def category_figures(
    y: np.ndarray,
    probability: np.ndarray,
    unit: np.ndarray,
    folds: int | None = None,
    *,
    ordered: bool = False,
) -> tuple[Figure, ...]:
    """Accuracy, balanced accuracy, mean F1 and log loss over categories.

    Parameters
    ----------
    y : (n,) int array
        Category numbers.
    probability : (n, categories) float array
        Frames where it is NaN are left out; the largest is the prediction.
    unit : (n,) int array
    folds : int, optional
        As in `over_units`.
    ordered : bool
        Adds the mean absolute error in categories and the quadratic weighted kappa.
    """
    good = np.isfinite(probability).all(axis=1)
    y, probability = np.asarray(y, np.int64)[good], probability[good]
    units, unit = np.unique(np.asarray(unit)[good], return_inverse=True)
    k, n_units = probability.shape[1], len(units)
    predicted = probability.argmax(axis=1) if len(y) else np.zeros(0, np.int64)
    counts = np.zeros((n_units, k, k))
    np.add.at(counts, (unit, y, predicted), 1)
    at = np.maximum(probability[np.arange(len(y)), y], 1e-15)
    shares = np.bincount(y, minlength=k) / max(1, len(y))
    there = float(max(1, int((shares > 0).sum())))
    most = float(shares.max())
    entropy = float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
    if not len(y):
        there, most, entropy = _NAN, _NAN, _NAN

    def counted(function: Callable[[np.ndarray], float]):
        return lambda kept: function(counts[kept].sum(axis=0))

    def loss(kept: np.ndarray) -> float:
        rows = kept[unit]
        return -float(np.log(at[rows]).mean()) if rows.any() else _NAN

    rows: list[tuple[str, Statistic, float, tuple[float, float]]] = [
        ("accuracy", counted(_accuracy), most, _UNIT),
        ("balanced_accuracy", counted(_mean_recall), 1 / there, _UNIT),
        ("mean_f1", counted(_mean_f1), 2 * most / (1 + most) / there, _UNIT),
        ("log_loss", loss, entropy, (0, np.inf)),
    ]
    if ordered:
        median = int(np.searchsorted(np.cumsum(shares), 0.5))
        blind = float((shares * np.abs(np.arange(k) - median)).sum())
        rows += [
            ("mean_absolute_error", counted(_steps), blind, (0, np.inf)),
            ("quadratic_kappa", counted(_quadratic_kappa), 0.0, (-1, 1)),
        ]
    return tuple(
        over_units(name, statistic, n_units, chance=chance, bounds=bounds, folds=folds)
        for name, statistic, chance, bounds in rows
    )


def continuous_figures(
    y: np.ndarray, value: np.ndarray, unit: np.ndarray, folds: int | None = None
) -> tuple[Figure, ...]:
    """Correlation, Lin's concordance, explained variance and errors of a continuous prediction.

    Parameters
    ----------
    y, value : (n,) float arrays
        Frames where the value is NaN are left out.
    unit : (n,) int array
    folds : int, optional
        As in `over_units`.
    """
    good = np.isfinite(value)
    y, value = np.asarray(y, np.float64)[good], np.asarray(value, np.float64)[good]
    units, unit = np.unique(np.asarray(unit)[good], return_inverse=True)

    def of(function: Callable[[np.ndarray, np.ndarray], float]):
        return lambda kept: function(y[kept[unit]], value[kept[unit]])

    spread = float(y.std()) if len(y) else _NAN
    around = float(np.abs(y - np.median(y)).mean()) if len(y) else _NAN
    rows = (
        ("r", of(_correlation), 0.0, (-1, 1)),
        ("concordance", of(_concordance), 0.0, (-1, 1)),
        ("r2", of(_explained), 0.0, (-np.inf, 1)),
        ("rmse", of(lambda a, b: _mean((a - b) ** 2) ** 0.5), spread, (0, np.inf)),
        ("mae", of(lambda a, b: _mean(np.abs(a - b))), around, (0, np.inf)),
    )
    return tuple(
        over_units(name, statistic, len(units), chance=chance, bounds=bounds, folds=folds)
        for name, statistic, chance, bounds in rows
    )


def reliability(y: np.ndarray, probability: np.ndarray, n_bins: int = _BINS) -> np.ndarray:
    """Predicted against observed share, in bins of equal width of the probability.

    Returns
    -------
    (n, 3) float64 array
        Mean probability, share of positive frames, number of frames; empty bins are left out.
    """
    good = np.isfinite(probability)
    y, p = np.asarray(y, np.float64)[good], np.asarray(probability, np.float64)[good]
    at = np.minimum((p * n_bins).astype(int), n_bins - 1)
    n, of_p, of_y = (np.bincount(at, w, minlength=n_bins) for w in (None, p, y))
    full = n > 0
    return np.column_stack([of_p[full] / n[full], of_y[full] / n[full], n[full]])


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else _NAN


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else _NAN


def _precision(c: np.ndarray) -> float:
    return _ratio(c[1, 1], c[:, 1].sum())


def _recall(c: np.ndarray) -> float:
    return _ratio(c[1, 1], c[1].sum())


def _f1(c: np.ndarray) -> float:
    """Undefined without a positive frame; 0 where some are and none was found."""
    return _ratio(2 * c[1, 1], c[1].sum() + c[:, 1].sum()) if c[1].sum() else _NAN


def _balanced(c: np.ndarray) -> float:
    return (_ratio(c[0, 0], c[0].sum()) + _ratio(c[1, 1], c[1].sum())) / 2


def _runs(y: np.ndarray, p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Positive frames, and all, down to each different probability; p descends."""
    last = np.append(np.flatnonzero(np.diff(p)), len(p) - 1)
    return np.cumsum(y)[last].astype(float), (last + 1).astype(float)


def _average_precision(y: np.ndarray, p: np.ndarray) -> float:
    if not y.any():
        return _NAN
    hits, n = _runs(y, p)
    return float((np.diff(hits, prepend=0.0) * hits / n).sum() / hits[-1])


def _auroc(y: np.ndarray, p: np.ndarray) -> float:
    if not y.any() or y.all():
        return _NAN
    hits, n = _runs(y, p)
    misses = n - hits
    before = np.concatenate([[0.0], hits[:-1]])
    area = (np.diff(misses, prepend=0.0) * (hits + before) / 2).sum()
    return float(area / hits[-1] / misses[-1])


def area(y: np.ndarray, value: np.ndarray) -> float:
    """Area under the ROC curve of (n,) numbers for (n,) truth values; NaN without one of both."""
    order = np.argsort(-value, kind="stable")
    return _auroc(np.asarray(y, bool)[order], value[order])


def _brier(y: np.ndarray, p: np.ndarray) -> float:
    return _mean((p - y) ** 2)


def _calibration_error(y: np.ndarray, p: np.ndarray) -> float:
    if not len(y):
        return _NAN
    predicted, observed, n = reliability(y, p).T
    return float((np.abs(predicted - observed) * n).sum() / n.sum())


def _accuracy(c: np.ndarray) -> float:
    return _ratio(np.trace(c), c.sum())


def _mean_recall(c: np.ndarray) -> float:
    there = c.sum(axis=1) > 0
    return _mean(np.diag(c)[there] / c.sum(axis=1)[there])


def _mean_f1(c: np.ndarray) -> float:
    there = c.sum(axis=1) > 0
    return _mean(2 * np.diag(c)[there] / (c.sum(axis=0) + c.sum(axis=1))[there])


def _steps(c: np.ndarray) -> float:
    return _ratio((c * _distance(len(c))).sum(), c.sum())


def _quadratic_kappa(c: np.ndarray) -> float:
    expected = np.outer(c.sum(axis=1), c.sum(axis=0)) / max(1.0, c.sum())
    far = _distance(len(c)) ** 2
    below = (far * expected).sum()
    return 1 - float((far * c).sum() / below) if below else _NAN


def _distance(k: int) -> np.ndarray:
    return np.abs(np.subtract.outer(np.arange(k), np.arange(k))).astype(float)


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    if len(a) < 2 or not a.std() or not b.std():
        return _NAN
    return float(np.corrcoef(a, b)[0, 1])


def _concordance(a: np.ndarray, b: np.ndarray) -> float:
    """Lin (Biometrics 1989): 2 cov / (var + var + squared difference of the means)."""
    if len(a) < 2:
        return _NAN
    together = ((a - a.mean()) * (b - b.mean())).mean()
    return _ratio(2 * together, a.var() + b.var() + (a.mean() - b.mean()) ** 2)


def _explained(a: np.ndarray, b: np.ndarray) -> float:
    return 1 - _ratio(_mean((a - b) ** 2), float(a.var())) if len(a) else _NAN
