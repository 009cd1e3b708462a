"""How far raters agree, and a model with them: each figure with its interval and its ceiling."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ..learning.intervals import Figure, over_units
from .intraclass import intraclass_correlation
from .pooled import Pooled, pooled
from .unit_ratings import UnitRatings

_NAN = float("nan")
#: variances of ratings below this are rounding
_ROUNDING = 1e-12
#: between single raters, and between a rater and the mean of the others
SINGLE, MEAN = ("quadratic_kappa", "ICC(A,1)"), ("ICC(A,k)", "concordance", "r")
ALL, EACH, OTHERS = "all raters", "each pair of raters", "each rater, mean of the others"


@dataclass(frozen=True)
class RatingAgreement:
    """One figure of agreement on a unit.

    Attributes
    ----------
    unit : str
    of : {'raters', 'model'}
        Whether it is between raters, or between a model and raters.
    who : str
        Between whom: 'A, B', 'each pair of raters' (the mean over pairs), 'all raters', 'model,
        each rater', 'model, mean of the others'.
    measure : str
        'quadratic_kappa', 'ICC(A,1)', 'ICC(A,k)', 'ICC(C,1)', 'ICC(C,k)', 'concordance' or 'r'.
    value, low, high : float
        With its 95% interval; NaN where it is undefined (`reason`).
    n : int
        Frames, spans or pictures that it is of.
    n_units : int
        Of these, how many are independent: trials, where trials are known.
    interval : str
        How the interval was made.
    ceiling : float
        Of a model: the same figure between raters, on the same frames, which is what one more
        rater would reach.  A model may be above it where it averages out what raters see
        differently.  NaN for raters, and with one rater.
    difference, difference_low, difference_high : float
        The model's figure minus the ceiling, with its interval.
    reason : str
    """

    unit: str
    of: str
    who: str
    measure: str
    value: float
    low: float
    high: float
    n: int
    n_units: int
    interval: str
    ceiling: float = _NAN
    difference: float = _NAN
    difference_low: float = _NAN
    difference_high: float = _NAN
    reason: str = ""


def rating_agreement(
    ratings: UnitRatings | Sequence[UnitRatings], *, over: str = "auto"
) -> tuple[RatingAgreement, ...]:
    """How far raters agree on each unit.

    Parameters
    ----------
    ratings : UnitRatings, or a sequence of them
        One a recording; raters with the same name are the same person.
    over : {'auto', 'rating', 'trial', 'session', 'animal', 'recording'}
        What intervals are over.  'auto': trials where the ratings name some, else each rated
        frame or picture.  Frames of one trial are alike, and are no evidence of their own.

    Returns
    -------
    tuple of RatingAgreement
        Of each unit: quadratic weighted kappa of each pair of raters and its mean, the intraclass
        correlations of all raters, and each rater against the mean of the others.

    Raises
    ------
    InputError
        If the ratings have different scales.
    """
    together = pooled(ratings, over)
    rows: list[RatingAgreement] = []
    for unit in together.units:
        rows += _of_unit(together, unit)
    return tuple(rows)


def model_agreement(
    together: Pooled, unit: str, level: np.ndarray, expected: np.ndarray, folds: int | None = None
) -> tuple[RatingAgreement, ...]:
    """How far a model agrees with raters on a unit, beside how far they agree with each other.

    Parameters
    ----------
    together : Pooled
    unit : str
    level, expected : (targets,) float arrays
        The rating that a model gives, and its expected rating, held out; NaN where it gives none.
    folds : int, optional
        As in `learning.intervals.over_units`.
    """
    x = together.values(unit)
    x = np.where(np.isfinite(level)[:, None], x, np.nan)
    raters = [k for k in range(x.shape[1]) if np.isfinite(x[:, k]).any()]
    x, names = x[:, raters], [together.raters[k] for k in raters]
    rows = []
    for name, column in zip(names, x.T, strict=True):
        for measure in SINGLE if len(names) > 1 else ():
            pairs = [(level, column)]
            rows.append(_row(together, unit, "model", f"model, {name}", measure, pairs, folds))
    between = list(combinations(x.T, 2))
    of_each = [(level, column) for column in x.T]
    others = [_mean_of_others(x, k) for k in range(len(names))]
    who = ("model, each rater", "model, mean of the others")
    if len(names) == 1:
        who, others = (f"model, {names[0]}",) * 2, [x[:, 0]]
    against = [(expected, one) for one in others]
    ceiling = [(x[:, k], one) for k, one in enumerate(others)] if len(names) > 1 else []
    for measure in SINGLE:
        rows.append(_row(together, unit, "model", who[0], measure, of_each, folds, between))
    for measure in MEAN:
        rows.append(_row(together, unit, "model", who[1], measure, against, folds, ceiling))
    return tuple(rows)


def _of_unit(together: Pooled, unit: str) -> list[RatingAgreement]:
    x = together.values(unit)
    there = [k for k in range(x.shape[1]) if np.isfinite(x[:, k]).any()]
    x, names = x[:, there], [together.raters[k] for k in there]
    pairs = list(combinations(range(len(names)), 2))
    rows = [
        _row(together, unit, "raters", f"{names[i]}, {names[j]}", SINGLE[0], [(x[:, i], x[:, j])])
        for i, j in pairs
    ]
    if pairs:
        every = [(x[:, i], x[:, j]) for i, j in pairs]
        rows.append(_row(together, unit, "raters", EACH, SINGLE[0], every))
    units = together.unit if together.has_several else None
    for one in intraclass_correlation(x, units=units):
        how = one.interval.replace("units", f"{together.over}s")
        limits = (one.value, one.low, one.high, one.n, _n_units(together, x))
        rows.append(
            RatingAgreement(unit, "raters", ALL, one.measure, *limits, how, reason=one.reason)
        )
    if pairs:
        others = [(x[:, k], _mean_of_others(x, k)) for k in range(len(names))]
        for measure in MEAN:
            for name, pair in zip(names, others, strict=True) if len(names) > 2 else ():
                who = f"{name}, mean of the others"
                rows.append(_row(together, unit, "raters", who, measure, [pair]))
            rows.append(_row(together, unit, "raters", OTHERS, measure, others))
    return rows


def _n_units(together: Pooled, x: np.ndarray) -> int:
    return len(np.unique(together.unit[np.isfinite(x).sum(axis=1) > 1]))


def _mean_of_others(x: np.ndarray, rater: int) -> np.ndarray:
    """The mean rating of all but one rater; NaN where nobody else rated."""
    others = np.delete(x, rater, axis=1)
    n = np.isfinite(others).sum(axis=1)
    return np.where(n > 0, np.nansum(others, axis=1) / np.maximum(n, 1), np.nan)


def _row(
    together: Pooled,
    unit: str,
    of: str,
    who: str,
    measure: str,
    pairs: Sequence[tuple[np.ndarray, np.ndarray]],
    folds: int | None = None,
    ceiling: Sequence[tuple[np.ndarray, np.ndarray]] = (),
) -> RatingAgreement:
    """The mean of a measure over pairs, its interval over what is independent, and its ceiling."""
    used = np.zeros(len(together.unit), bool)
    for a, b in (*pairs, *ceiling):
        used |= np.isfinite(a) & np.isfinite(b)
    numbers, units = np.unique(together.unit[used], return_inverse=True)

    def mean_over(given: Sequence[tuple[np.ndarray, np.ndarray]]) -> Callable[..., float]:
        sums = [_sums(a[used], b[used], units, len(numbers)) for a, b in given]
        totals = [own.sum(axis=0) for own in sums]

        def mean_of(kept: np.ndarray) -> float:
            left = [t - own[~kept].sum(axis=0) for t, own in zip(totals, sums, strict=True)]
            found = [value for one in left if math.isfinite(value := _OF_PAIR[measure](one))]
            return float(np.mean(found)) if found else _NAN

        return mean_of

    mean, top = mean_over(pairs), mean_over(ceiling)
    found = over_units(measure, mean, len(numbers), bounds=(-1, 1), folds=folds)
    limit, apart = _NAN, Figure("", _NAN, _NAN, _NAN, _NAN, 0)
    if ceiling:
        limit = top(np.ones(len(numbers), bool))
        apart = over_units("", lambda kept: mean(kept) - top(kept), len(numbers), folds=folds)
    n = int(np.any([np.isfinite(a) & np.isfinite(b) for a, b in pairs], axis=0).sum())
    how = f"jackknife over {len(numbers)} {together.over}s"
    reason = "" if math.isfinite(found.value) else _why_undefined(n, of)
    return RatingAgreement(
        unit,
        of,
        who,
        measure,
        found.value,
        found.low,
        found.high,
        n,
        len(numbers),
        how if math.isfinite(found.low) else "",
        limit,
        apart.value,
        apart.low,
        apart.high,
        reason,
    )


def _why_undefined(n: int, of: str) -> str:
    if of == "model" and not n:
        return "the model rates nothing"
    return "fewer than two were rated by both" if n < 2 else "all ratings are the same"


def _sums(a: np.ndarray, b: np.ndarray, unit: np.ndarray, n_units: int) -> np.ndarray:
    """Of each unit: how many pairs, and the sums of a, b, their squares and their product."""
    both = np.isfinite(a) & np.isfinite(b)
    x, y = a[both], b[both]
    parts = (np.ones(len(x)), x, y, x * x, y * y, x * y)
    return np.column_stack([np.bincount(unit[both], one, minlength=n_units) for one in parts])


def _moments(sums: np.ndarray) -> tuple[float, float, float, float, float]:
    """Pairs, squared difference of the means, both variances and the covariance, over n."""
    n = max(float(sums[0]), 1.0)
    a, b = sums[1:3] / n
    spread = np.array([sums[3] / n - a * a, sums[4] / n - b * b, sums[5] / n - a * b])
    spread[np.abs(spread) < _ROUNDING] = 0.0
    return float(sums[0]), float(a - b) ** 2, float(spread[0]), float(spread[1]), float(spread[2])


def _concordance(sums: np.ndarray) -> float:
    n, apart, of_a, of_b, both = _moments(sums)
    below = of_a + of_b + apart
    return 2 * both / below if n > 1 and below > 0 else _NAN


def _correlation(sums: np.ndarray) -> float:
    n, _, of_a, of_b, both = _moments(sums)
    return both / math.sqrt(of_a * of_b) if n > 1 and of_a > 0 and of_b > 0 else _NAN


def _icc_of_pair(sums: np.ndarray, k: int) -> float:
    """ICC(A,1) or, with k = 2, ICC(A,k) of two columns, by their mean squares."""
    n, apart, of_a, of_b, both = _moments(sums)
    if n < 2:
        return _NAN
    between = n * (of_a + of_b + 2 * both) / 2 / (n - 1)
    rest = n * (of_a + of_b - 2 * both) / 2 / (n - 1)
    below = between + (2 - k) * rest + (2 if k == 1 else 1) * (n * apart / 2 - rest) / n
    return (between - rest) / below if below > _ROUNDING else _NAN


#: a quadratic weighted kappa is Lin's concordance of the same ratings (Fleiss and Cohen 1973)
_OF_PAIR: dict[str, Callable[[np.ndarray], float]] = {
    "quadratic_kappa": _concordance,
    "concordance": _concordance,
    "r": _correlation,
    "ICC(A,1)": lambda sums: _icc_of_pair(sums, 1),
    "ICC(A,k)": lambda sums: _icc_of_pair(sums, 2),
}
