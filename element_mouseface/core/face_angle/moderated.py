"""Variances of a few numbers each, made steadier by those of all frames.

Three points leave two numbers to tell how wrong an angle is: a standard error from these alone
would be far too small in some frames and far too large in others. Each frame's variance is
therefore averaged with that of all frames, weighted by how alike they are (Smyth, Stat. Appl.
Genet. Mol. Biol. 2004, "moderated" variances). A frame whose residuals chance does not explain
keeps its own.
"""

from __future__ import annotations

import numpy as np
from scipy.special import digamma, polygamma
from scipy.stats import chi2

_MOST_PRIOR = 1e4
_BY_CHANCE = 0.002


def moderated_variance(squares: np.ndarray, freedom: np.ndarray) -> np.ndarray:
    """The moderated variance of each frame.

    Parameters
    ----------
    squares : (frames,) array
        Sum of squares of the residuals, in units of their expected variance; NaN where unknown.
    freedom : (frames,) array
        Degrees of freedom of each.

    Returns
    -------
    (frames,) array
        NaN where `squares` is or there is no degree of freedom.
    """
    out = np.full(len(squares), np.nan)
    known = np.isfinite(squares) & (freedom > 0)
    if not known.any():
        return out
    own, freedom = squares[known], freedom[known].astype(np.float64)
    prior, weight = _prior(own / freedom, freedom)
    out[known] = (weight * prior + own) / (weight + freedom)
    unlike_others = own > prior * chi2.ppf(1 - _BY_CHANCE, freedom)
    out[known] = np.where(unlike_others, np.maximum(out[known], own / freedom), out[known])
    return out


def _prior(variance: np.ndarray, freedom: np.ndarray) -> tuple[float, float]:
    """The common variance, and how many degrees of freedom it counts for."""
    logs = np.log(np.maximum(variance, 1e-12)) - digamma(freedom / 2) + np.log(freedom / 2)
    # medians, because a tenth of the frames may have a wrong point
    low, middle, high = np.percentile(logs, [15.87, 50, 84.13])
    spread = float(((high - low) / 2) ** 2 - np.mean(polygamma(1, freedom / 2)))
    if spread <= float(polygamma(1, _MOST_PRIOR / 2)) or len(logs) < 3:
        weight = _MOST_PRIOR
    else:
        weight = 2 * _trigamma_inverse(spread)
    common = float(np.sum(np.minimum(variance, np.exp(middle) * 10) * freedom) / freedom.sum())
    return common, weight


def _trigamma_inverse(value: float) -> float:
    """The number whose trigamma function has this value (Newton's method, from above)."""
    x = 0.5 + 1 / value
    for _ in range(50):
        there = float(polygamma(1, x))
        step = there * (1 - there / value) / float(polygamma(2, x))
        x += step
        if abs(step) < 1e-8 * x:
            break
    return float(x)
