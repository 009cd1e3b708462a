"""Figures of merit of classes where rows weigh differently: frames of trials that count alike.

A frame decoder is tested on trials: each trial counts once, however many frames it has, and
intervals are over trials.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from .intervals import Figure, over_units
from .metrics import confusion_of

_NAN = float("nan")
_UNIT = (0.0, 1.0)
#: Of all classes together, then of each.
OVERALL = ("accuracy", "balanced_accuracy", "mean_f1", "mean_auc")
OF_CLASS = ("precision", "recall", "f1", "auc")


def class_figures(
    y: np.ndarray,
    probability: np.ndarray,
    weight: np.ndarray,
    unit: np.ndarray,
    *,
    folds: int | None = None,
) -> tuple[tuple[Figure, ...], tuple[tuple[Figure, ...], ...]]:
    """Figures over all classes, and of each class against the others.

    Parameters
    ----------
    y : (n,) int array
        Class numbers.
    probability : (n, classes) float array
        Rows where it is NaN are left out; the largest is the prediction.
    weight : (n,) float array
        How much each row counts.
    unit : (n,) int array
        The independent unit of each row.
    folds : int, optional
        As in `over_units`; None: no interval is made over folds.

    Returns
    -------
    overall : tuple of Figure
        `OVERALL`.  The mean area is over classes that are there, each against all others.
    by_class : tuple of tuple of Figure
        `OF_CLASS` of each class; NaN of one that is not there.
    """
    good = np.isfinite(probability).all(axis=1)
    y, p, w = np.asarray(y, np.int64)[good], probability[good], np.asarray(weight, float)[good]
    units, unit = np.unique(np.asarray(unit)[good], return_inverse=True)
    n, k = len(units), probability.shape[1]
    counts = confusion_of(y, p.argmax(axis=1) if len(y) else y, w, unit, k, n)
    shares = counts.sum(axis=(0, 2)) / max(w.sum(), 1e-300)
    called = counts.sum(axis=(0, 1)) / max(w.sum(), 1e-300)
    ranks = [_Ranked(p[:, c], y == c, w, unit) for c in range(k)]
    there = np.flatnonzero(shares > 0)

    def over(name: str, statistic: Callable[[np.ndarray], float], chance: float) -> Figure:
        chance = chance if len(y) else _NAN
        return over_units(name, statistic, n, chance=chance, bounds=_UNIT, folds=folds)

    def counted(function: Callable[[np.ndarray], float]) -> Callable[[np.ndarray], float]:
        return lambda kept: function(counts[kept].sum(axis=0))

    def mean_area(kept: np.ndarray) -> float:
        return float(np.mean([ranks[c].area(kept) for c in there])) if len(there) else _NAN

    even = 1 / max(1, len(there))
    # what names at random get, drawn as often as each is called
    blind = float(np.mean([_harmonic(shares[c], called[c]) for c in there])) if len(there) else _NAN
    overall = (
        over("accuracy", counted(_accuracy), float(shares @ called)),
        over("balanced_accuracy", counted(_balanced), even),
        over("mean_f1", counted(_mean_f1), blind),
        over("mean_auc", mean_area, 0.5),
    )
    by_class = []
    for c in range(k):
        share, calls = float(shares[c]), float(called[c])
        by_class.append(
            (
                over("precision", counted(partial(_precision, c)), share),
                over("recall", counted(partial(_recall, c)), calls),
                over("f1", counted(partial(_f1, c)), _harmonic(share, calls)),
                over("auc", ranks[c].area, 0.5),
            )
        )
    return overall, tuple(by_class)


class _Ranked:
    """Weighted area under the ROC curve of one class against the others, over some units."""

    def __init__(self, p: np.ndarray, is_class: np.ndarray, weight: np.ndarray, unit: np.ndarray):
        order = np.argsort(p, kind="stable")
        self._p, self._unit = p[order], unit[order]
        self._hit = np.where(is_class, weight, 0.0)[order]
        self._miss = np.where(is_class, 0.0, weight)[order]

    def area(self, kept: np.ndarray) -> float:
        """Probability that a row of the class has more than one of the others; ties count half."""
        rows = kept[self._unit]
        p, hit, miss = self._p[rows], self._hit[rows], self._miss[rows]
        if not hit.sum() > 0 or not miss.sum() > 0:
            return _NAN
        starts = np.flatnonzero(np.diff(p, prepend=p[0] - 1))
        hits, misses = np.add.reduceat(hit, starts), np.add.reduceat(miss, starts)
        below = np.cumsum(misses) - misses
        return float((hits * (below + misses / 2)).sum() / hits.sum() / misses.sum())


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below > 0 else _NAN


def _harmonic(a: float, b: float) -> float:
    """F1 of calls without a relation to the class: precision is its share, recall the calls'."""
    return float(2 * a * b / (a + b)) if a + b > 0 else _NAN


def _accuracy(m: np.ndarray) -> float:
    return _ratio(np.trace(m), m.sum())


def _balanced(m: np.ndarray) -> float:
    there = m.sum(axis=1) > 0
    return float((np.diag(m)[there] / m.sum(axis=1)[there]).mean()) if there.any() else _NAN


def _precision(c: int, m: np.ndarray) -> float:
    return _ratio(m[c, c], m[:, c].sum())


def _recall(c: int, m: np.ndarray) -> float:
    return _ratio(m[c, c], m[c].sum())


def _f1(c: int, m: np.ndarray) -> float:
    return _ratio(2 * m[c, c], m[c].sum() + m[:, c].sum()) if m[c].sum() > 0 else _NAN


def _mean_f1(m: np.ndarray) -> float:
    there = np.flatnonzero(m.sum(axis=1) > 0)
    return float(np.mean([_f1(int(c), m) for c in there])) if len(there) else _NAN
