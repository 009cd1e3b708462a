"""A sum over units as the Mouse Grimace Scale takes it: over those that are available."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...errors import InputError
from .scale import GRIMACE_UNITS
from .unit_ratings import Place, UnitRatings

MEAN_OF_RATERS = "mean of raters"


@dataclass(frozen=True)
class UnitSum:
    """The MGS-like mean and sum of a frame, span or picture.

    Attributes
    ----------
    place : tuple
    rater : str
        Whose ratings: one rater's, or 'mean of raters'.
    n_units : int
        Units with a rating: sums over different numbers of units cannot be compared.
    units : tuple of str
        Which.
    mean, total : float
        Over these units; NaN without any.
    """

    place: Place
    rater: str
    n_units: int
    units: tuple[str, ...]
    mean: float
    total: float


def sum_of_units(ratings: UnitRatings, *, by_rater: bool = False) -> tuple[UnitSum, ...]:
    """The MGS-like mean and sum over the units that are available, of whatever was rated.

    Langford et al. (Nature Methods 2010) take the mean over units, and leave out those that
    cannot be scored.  It is a number of the face, and of nothing else.

    Parameters
    ----------
    ratings : UnitRatings
    by_rater : bool
        Of each rater by itself; otherwise of the mean over raters of each unit.

    Returns
    -------
    tuple of UnitSum
        One for each place (and rater), in order.
    """
    raters = ratings.raters if by_rater else (MEAN_OF_RATERS,)
    columns = {unit: ratings.values(unit) for unit in ratings.units}
    rows = []
    for number, place in enumerate(ratings.places):
        for k, rater in enumerate(raters):
            own = {
                unit: float(x[number, k] if by_rater else _mean(x[number]))
                for unit, x in columns.items()
            }
            rows.append(_sum(place, rater, own))
    return tuple(rows)


def grimace_sums(values: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The MGS-like mean and sum of values of units, row by row, and how many units are in each.

    Parameters
    ----------
    values : mapping of str to (rows,) float arrays
        By unit of the Mouse Grimace Scale, all from 0 to 2; NaN where a unit is not available.

    Returns
    -------
    mean, total : (rows,) float64 arrays
        NaN where no unit is available.
    n_units : (rows,) int64 array

    Raises
    ------
    InputError
        If there is no unit, another one, or they differ in length.
    """
    names = list(values)
    sizes = {np.shape(one) for one in values.values()}
    if not names or len(sizes) != 1 or len(next(iter(sizes))) != 1 or set(names) - {*GRIMACE_UNITS}:
        raise InputError(
            "These values cannot be summed as the Mouse Grimace Scale does.",
            expected=f"arrays of one length for some of {', '.join(GRIMACE_UNITS)}",
            got=", ".join(names) or "none",
            do="leave out what is no unit of the scale",
        )
    x = np.column_stack([np.asarray(values[name], np.float64) for name in names])
    n = np.isfinite(x).sum(axis=1)
    total = np.where(n > 0, np.nansum(x, axis=1), np.nan)
    return total / np.maximum(n, 1), total, n


def _mean(row: np.ndarray) -> float:
    known = row[np.isfinite(row)]
    return float(known.mean()) if len(known) else float("nan")


def _sum(place: Place, rater: str, own: Mapping[str, float]) -> UnitSum:
    there = {unit: value for unit, value in own.items() if np.isfinite(value)}
    total = sum(there.values()) if there else float("nan")
    mean = total / len(there) if there else float("nan")
    return UnitSum(place, rater, len(there), tuple(there), mean, total)
