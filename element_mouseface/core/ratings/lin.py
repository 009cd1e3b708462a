"""Lin's concordance correlation coefficient, with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..learning.intervals import Figure, over_units
from .kappa import paired

_LEAST = 4


def concordance(
    x: Sequence[float] | np.ndarray,
    y: Sequence[float] | np.ndarray,
    *,
    units: Sequence[int] | np.ndarray | None = None,
    confidence: float = 0.95,
) -> Figure:
    """Lin's concordance of two measurements of the same things.

    2 s_xy / (s_x² + s_y² + (mean(x) - mean(y))²), with variances and the covariance over n (Lin,
    Biometrics 1989): the correlation, times how near the pairs are to the line of equality.

    Parameters
    ----------
    x, y : (n,) arrays
        What is NaN in one of them is left out.
    units : (n,) int array, optional
        What is independent: the trial of each frame.  The interval is then by the jackknife over
        units; without units it is by Fisher's z with the standard error of Lin (1989, corrected in
        Biometrics 2000), for pairs that are independent.
    confidence : float

    Returns
    -------
    Figure
        NaN where neither varies.

    Raises
    ------
    InputError
        If the two have different lengths.
    """
    a, b, unit, n_units = paired(x, y, units, confidence)
    if units is not None:
        return over_units(
            "concordance",
            lambda kept: lin(a[kept[unit]], b[kept[unit]]),
            n_units,
            chance=0.0,
            bounds=(-1, 1),
            confidence=confidence,
        )
    value = lin(a, b)
    low, high = _fisher(a, b, value, confidence)
    return Figure("concordance", value, low, high, 0.0, len(a))


def lin(a: np.ndarray, b: np.ndarray) -> float:
    """Lin's concordance of two whole columns; NaN where neither varies."""
    if len(a) < 2:
        return float("nan")
    below = float(a.var() + b.var() + (a.mean() - b.mean()) ** 2)
    together = float(((a - a.mean()) * (b - b.mean())).mean())
    return 2 * together / below if below > 0 else float("nan")


def _fisher(a: np.ndarray, b: np.ndarray, c: float, confidence: float) -> tuple[float, float]:
    """Lin's interval by Fisher's z; NaN where it is not defined."""
    from scipy.stats import norm

    nothing = float("nan"), float("nan")
    if len(a) < _LEAST or not np.isfinite(c) or not a.std() or not b.std() or abs(c) >= 1:
        return nothing
    r = float(np.corrcoef(a, b)[0, 1])
    if not r:
        return nothing
    shift = float((a.mean() - b.mean()) / np.sqrt(a.std() * b.std()))
    variance = (
        (1 - r**2) * c**2 / ((1 - c**2) * r**2)
        + 2 * c**3 * (1 - c) * shift**2 / (r * (1 - c**2) ** 2)
        - c**4 * shift**4 / (2 * r**2 * (1 - c**2) ** 2)
    ) / (len(a) - 2)
    if variance < 0:
        return nothing
    half = float(norm.ppf((1 + confidence) / 2) * np.sqrt(variance))
    return float(np.tanh(np.arctanh(c) - half)), float(np.tanh(np.arctanh(c) + half))
