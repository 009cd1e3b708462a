"""Weighted kappa of two raters (Cohen, Psychological Bulletin 1968)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...errors import InputError, ParameterError, check_choice
from ..learning.intervals import Figure, over_units

#: how far apart two ratings are, by the name of the weights
WEIGHTS = ("quadratic", "linear", "none")
#: with more, those beside each other are left out together
MOST_UNITS = 500


def weighted_kappa(
    a: Sequence[float] | np.ndarray,
    b: Sequence[float] | np.ndarray,
    weights: str = "quadratic",
    *,
    units: Sequence[int] | np.ndarray | None = None,
    confidence: float = 0.95,
) -> Figure:
    """Cohen's weighted kappa of two raters, with its interval.

    1 - (mean disagreement) / (mean disagreement if both rated by chance, each as often as they
    do).  With quadratic weights it equals Lin's concordance of the same ratings (Fleiss and Cohen
    1973).

    Parameters
    ----------
    a, b : (n,) arrays
        Ratings as numbers.  What is NaN in one of them is left out.
    weights : {'quadratic', 'linear', 'none'}
        Disagreement grows with the squared difference, with the difference, or is the same for
        all that differ.
    units : (n,) int array, optional
        What is independent: the trial of each rated frame.  By default each rating by itself.
    confidence : float

    Returns
    -------
    Figure
        With `low` and `high` by the jackknife over units (Student's t); NaN where the raters
        never differ from one level, which is where kappa is undefined.

    Raises
    ------
    InputError
        If the two have different lengths.
    ParameterError
        If there are no such weights.
    """
    check_choice("There are no such weights of kappa.", weights, WEIGHTS)
    x, y, unit, n_units = paired(a, b, units, confidence)
    levels, code = np.unique(np.concatenate([x, y]), return_inverse=True)
    k, n = len(levels), len(x)
    counts = np.zeros((n_units, k, k))
    np.add.at(counts, (unit, code[:n], code[n:]), 1)
    far = _distance(levels, weights)
    total = counts.sum(axis=0)

    def kappa(kept: np.ndarray) -> float:
        return _kappa(total - counts[~kept].sum(axis=0), far)

    name = f"{weights}_kappa"
    return over_units(name, kappa, n_units, chance=0.0, bounds=(-1, 1), confidence=confidence)


def paired(
    a: Sequence[float] | np.ndarray,
    b: Sequence[float] | np.ndarray,
    units: Sequence[int] | np.ndarray | None,
    confidence: float = 0.95,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Ratings that are in both, the independent unit of each, and how many units there are.

    Raises
    ------
    InputError, ParameterError
    """
    x, y = (np.asarray(one, np.float64).ravel() for one in (a, b))
    given = np.arange(len(x)) if units is None else np.asarray(units).ravel()
    if not len(x) == len(y) == len(given):
        raise InputError(
            "Two raters and their units do not belong together.",
            expected="as many ratings of both, and a unit for each",
            got=f"{len(x)} and {len(y)} ratings, {len(given)} units",
            do="give NaN where one of them did not rate",
        )
    if not 0 < confidence < 1:
        raise ParameterError(
            "The confidence of an interval is out of range.",
            expected="a share between 0 and 1, such as 0.95",
            got=repr(confidence),
            do="give a share",
        )
    both = np.isfinite(x) & np.isfinite(y)
    unit, n_units = few_units(given[both])
    return x[both], y[both], unit, n_units


def few_units(given: np.ndarray) -> tuple[np.ndarray, int]:
    """Numbers of the independent units, at most `MOST_UNITS`: neighbors are put together."""
    names, unit = np.unique(given, return_inverse=True)
    n = len(names)
    if n > MOST_UNITS:
        unit, n = unit * MOST_UNITS // n, MOST_UNITS
    return unit, n


def _distance(levels: np.ndarray, weights: str) -> np.ndarray:
    apart = np.abs(np.subtract.outer(levels, levels))
    if weights == "none":
        return (apart > 0).astype(np.float64)
    return apart**2 if weights == "quadratic" else apart


def _kappa(counts: np.ndarray, far: np.ndarray) -> float:
    n = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n if n else counts
    below = float((far * expected).sum())
    return 1 - float((far * counts).sum()) / below if below > 0 else float("nan")
