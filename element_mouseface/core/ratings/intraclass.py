"""Intraclass correlations of ratings (McGraw and Wong, Psychological Methods 1996).

ICC(A,1) is the agreement of single raters, ICC(C,1) their consistency: what is left when one rates
higher throughout.  ICC(A,k) and ICC(C,k) are those of the mean of k raters.  Things that are rated
and raters are both taken as drawn at random; for one and the same table ICC(A,1) and ICC(C,1) have
the numbers of ICC(2,1) and ICC(3,1) of Shrout and Fleiss (1979).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...errors import InputError, ParameterError
from ..learning.intervals import over_units
from .kappa import few_units

MEASURES = ("ICC(A,1)", "ICC(A,k)", "ICC(C,1)", "ICC(C,k)")


@dataclass(frozen=True)
class IntraclassRow:
    """An intraclass correlation with its interval.

    Attributes
    ----------
    measure : str
        'ICC(A,1)', 'ICC(A,k)', 'ICC(C,1)' or 'ICC(C,k)'.
    value : float
        NaN where it is undefined: `reason` says why.
    low, high : float
        95% confidence interval.
    n : int
        Things that two or more raters rated.
    n_raters : int
    k : float
        Ratings that the mean of 'k' is of: all raters, or the harmonic mean of the number of
        ratings where some are missing.
    interval : str
        How the interval was made.
    reason : str
    """

    measure: str
    value: float
    low: float
    high: float
    n: int
    n_raters: int
    k: float
    interval: str
    reason: str = ""


@dataclass(frozen=True)
class _Parts:
    """Variance between the rated things, between raters, and of the rest."""

    targets: float
    raters: float
    rest: float
    k: float

    def values(self) -> np.ndarray:
        """In the order of `MEASURES`."""
        t, k = self.targets, self.k
        noise = self.raters + self.rest
        below = (t + noise, t + noise / k, t + self.rest, t + self.rest / k)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.array([t / one if one > 0 else np.nan for one in below])


def intraclass_correlation(
    table: np.ndarray,
    *,
    units: np.ndarray | None = None,
    confidence: float = 0.95,
) -> tuple[IntraclassRow, ...]:
    """ICC(A,1), ICC(A,k), ICC(C,1) and ICC(C,k) of a table of ratings.

    Parameters
    ----------
    table : (targets, raters) array
        NaN where a rater did not rate.  What fewer than two raters rated is left out.
    units : (targets,) int array, optional
        What is independent: the trial of each rated frame.
    confidence : float

    Returns
    -------
    tuple of IntraclassRow
        A complete table without units has the F intervals of McGraw and Wong (table 7).  With
        units, or with missing ratings, intervals are by the jackknife over units (targets); with
        missing ratings the variances are those of the method of fitting constants (Henderson's
        method 3, Biometrics 1953), which in a complete table are the usual ones.

    Raises
    ------
    InputError
        If it is not such a table.
    """
    x, unit = _checked(table, units, confidence)
    n, k = x.shape
    complete = bool(np.isfinite(x).all())
    reason = _why_not(x)
    if reason:
        none = float("nan")
        return tuple(IntraclassRow(m, none, none, none, n, k, k, "", reason) for m in MEASURES)
    parts = _parts(x)
    values = parts.values()
    if complete and units is None:
        limits, how = _f_limits(x, confidence), "F (McGraw and Wong 1996)"
    else:
        limits, how = _jackknife_limits(x, unit, confidence, units is not None)
    return tuple(
        IntraclassRow(name, float(value), float(low), float(high), n, k, parts.k, how)
        for name, value, (low, high) in zip(MEASURES, values, limits, strict=True)
    )


def _checked(
    table: np.ndarray, units: np.ndarray | None, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    x = np.asarray(table, np.float64)
    given = np.arange(len(x)) if units is None else np.asarray(units).ravel()
    if x.ndim != 2 or len(given) != len(x) or np.isinf(x).any():
        raise InputError(
            "These numbers are not a table of ratings.",
            expected="an array (targets, raters), NaN where nobody rated, and a unit for each row",
            got=f"shape {x.shape}, {len(given)} units",
            do="give a row for each frame or picture, and a column for each rater",
        )
    if not 0 < confidence < 1:
        raise ParameterError(
            "The confidence of an interval is out of range.",
            expected="a share between 0 and 1, such as 0.95",
            got=repr(confidence),
            do="give a share",
        )
    x = x[:, np.isfinite(x).any(axis=0)] if x.size else x
    several = np.isfinite(x).sum(axis=1) > 1
    x = x[several]
    return x[:, np.isfinite(x).any(axis=0)] if x.size else x, given[several]


def _why_not(x: np.ndarray) -> str:
    """Why there is no intraclass correlation; '' if there is one."""
    n, k = x.shape
    if k < 2:
        return "fewer than two raters rated the same"
    if n < 2:
        return "fewer than two were rated by two raters"
    there = np.isfinite(x)
    if int(there.sum()) <= n + k - 1:
        return "too few ratings for the variance of the rest"
    if not _connected(there):
        return "some raters rated nothing in common with the others, not even through a third"
    if np.nanmax(x) == np.nanmin(x):
        return "all ratings are the same"
    return ""


def _connected(there: np.ndarray) -> bool:
    """Whether raters are linked by what they both rated."""
    seen = np.zeros(there.shape[1], bool)
    seen[0] = True
    while True:
        more = there[(there & seen).any(axis=1)].any(axis=0) | seen
        if (more == seen).all():
            return bool(seen.all())
        seen = more


def _parts(x: np.ndarray) -> _Parts:
    """Variances by Henderson's method 3 of a two-way table, one rating a cell."""
    there = np.isfinite(x)
    (n, k), total = x.shape, there.sum()
    per_target, per_rater = there.sum(axis=1), there.sum(axis=0)
    filled = np.where(there, x, 0.0)
    # what is left of ratings and of raters' columns without the means of targets
    within = np.where(there, filled - (filled.sum(axis=1) / per_target)[:, None], 0.0)
    shares = there / per_target[:, None]
    cross = np.diag(per_rater.astype(float)) - there.T.astype(float) @ shares
    gain = np.linalg.pinv(cross) @ within.sum(axis=0)
    after_targets = float(within.sum(axis=0) @ gain)  # of raters, after targets
    rest = float((within**2).sum()) - after_targets
    centered = filled - filled.sum() / total * there
    of_raters = float((centered.sum(axis=0) ** 2 / per_rater).sum())
    of_both = float((centered**2).sum()) - rest
    mean_rest = rest / (total - n - k + 1)
    targets = (of_both - of_raters - (n - 1) * mean_rest) / (total - k)
    raters = (after_targets - (k - 1) * mean_rest) / (total - n)
    return _Parts(targets, raters, mean_rest, float(n / (1 / per_target).sum()))


def _jackknife_limits(
    x: np.ndarray, unit: np.ndarray, confidence: float, given: bool
) -> tuple[list[tuple[float, float]], str]:
    """Intervals by the jackknife over units: all measures of one table at once."""
    numbers, n_units = few_units(unit)
    parts = [_parts_or_none(x[numbers != one]) for one in range(n_units)] if n_units > 1 else []
    whole = _parts(x).values()

    def of(place: int) -> tuple[float, float]:
        def statistic(kept: np.ndarray) -> float:
            return float(whole[place] if kept.all() else parts[int((~kept).argmax())][place])

        figure = over_units("", statistic, n_units, bounds=(-1, 1), confidence=confidence)
        return figure.low, figure.high

    what = "units" if given else "what was rated"
    return [of(place) for place in range(len(MEASURES))], f"jackknife over {n_units} {what}"


def _parts_or_none(x: np.ndarray) -> np.ndarray:
    x = x[:, np.isfinite(x).any(axis=0)]
    return np.full(len(MEASURES), np.nan) if _why_not(x) else _parts(x).values()


def _f_limits(x: np.ndarray, confidence: float) -> list[tuple[float, float]]:
    """Intervals of a complete table: McGraw and Wong (1996), table 7."""
    from scipy.stats import f

    n, k = x.shape
    rows, columns, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    msr = k * ((rows - grand) ** 2).sum() / (n - 1)
    msc = n * ((columns - grand) ** 2).sum() / (k - 1)
    residual = x - rows[:, None] - columns + grand
    free = (n - 1) * (k - 1)
    mse = (residual**2).sum() / free
    q = (1 + confidence) / 2
    if not mse > 0:
        return [(float("nan"), float("nan"))] * len(MEASURES)

    low, high = msr / mse / f.ppf(q, n - 1, free), msr / mse * f.ppf(q, free, n - 1)
    consistency = ((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
    mean_consistency = (1 - 1 / low, 1 - 1 / high)
    icc = (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
    a, b = k * icc / (n * (1 - icc)), 1 + k * icc * (n - 1) / (n * (1 - icc))
    v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / free)
    down, up = f.ppf(q, n - 1, v), f.ppf(q, v, n - 1)
    spread = k * msc + (k * n - k - n) * mse
    agreement = (
        n * (msr - down * mse) / (down * spread + n * msr),
        n * (up * msr - mse) / (spread + n * up * msr),
    )
    stepped = [k * one / (1 + (k - 1) * one) for one in agreement]  # Spearman and Brown
    return [agreement, (stepped[0], stepped[1]), consistency, mean_consistency]
