"""Areas under the ROC curve of many measures, and what chance gives: the failures shifted in time.

An area is the probability that a failed frame has a larger value than a success.  With a least
difference that matters, smaller differences count as ties.

The series of failures is shifted by every number of frames, around the end of the recording to its
begin.  So how many failures there are, how long they last, and how slowly a measure drifts, is the
same in chance.  Shifts by a few frames are not left out: where a measure changes slowly they are
nearly as good as the true one, and a p value that forgot them would be too small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, rfft

_QUANTILES = (0.025, 0.975)
_TINY = 1e-9
_ORDERS = 1000


@dataclass(frozen=True, eq=False)
class Shifts:
    """A series of failures, and what moves it for the null.

    Attributes
    ----------
    failed : (n,) bool array
    orders : (m, n) int array or None
        Orders in which pictures without time are shuffled; None shifts in time.
    """

    failed: np.ndarray
    orders: np.ndarray | None = None

    @classmethod
    def in_time(cls, failed: np.ndarray) -> Shifts:
        """Circular shifts by 1 to n - 1 frames."""
        return cls(np.asarray(failed, bool))

    @classmethod
    def of_pictures(
        cls, failed: np.ndarray, persons: np.ndarray | None, seed: int, n: int = _ORDERS
    ) -> Shifts:
        """Shuffles, within each person where persons are known."""
        rng = np.random.default_rng([seed, 3])
        whose = np.zeros(len(failed), int)
        if persons is not None:
            whose = np.unique(np.asarray(persons, str), return_inverse=True)[1]
        orders = np.tile(np.arange(len(failed)), (n, 1))
        for one in np.unique(whose):
            at = np.flatnonzero(whose == one)
            for order in orders:
                order[at] = rng.permutation(at)
        return cls(np.asarray(failed, bool), orders)

    @property
    def n(self) -> int:
        """How many moved series there are."""
        return len(self.failed) - 1 if self.orders is None else len(self.orders)

    def areas(self, values: np.ndarray, least: float = 0.0) -> np.ndarray:
        """Areas of a measure: of the true series first, then of each moved one.

        Parameters
        ----------
        values : (n,) float array
            NaN where it is undefined: left out.
        least : float
            Smaller differences count as ties.

        Returns
        -------
        (1 + n,) float64 array
            NaN where no failure or no success has a value.
        """
        valid = np.isfinite(values)
        above = np.zeros(len(values))
        above[valid] = places(values[valid], least)
        if self.orders is None:
            conjugate = np.conj(rfft(self.failed.astype(np.float64)))
            total = irfft(rfft(above) * conjugate, len(values))
            failures = np.rint(irfft(rfft(valid.astype(np.float64)) * conjugate, len(values)))
            total = np.rint(total)  # places are whole numbers
        else:
            moved = np.concatenate([self.failed[None], self.failed[self.orders]])
            total = moved @ above
            failures = (moved @ valid.astype(np.float64)).astype(np.float64)
        pairs = failures * (valid.sum() - failures)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(pairs > 0, 0.5 + 0.5 * total / pairs, np.nan)


def places(values: np.ndarray, least: float = 0.0) -> np.ndarray:
    """For each value how many others are smaller, less how many are larger, by at least `least`."""
    ordered = np.sort(values)
    if least <= 0:
        smaller = np.searchsorted(ordered, values, "left")
        larger = len(ordered) - np.searchsorted(ordered, values, "right")
    else:
        smaller = np.searchsorted(ordered, values - least, "right")
        larger = len(ordered) - np.searchsorted(ordered, values + least, "left")
    return (smaller - larger).astype(np.float64)


@dataclass(frozen=True)
class Area:
    """An area under the ROC curve beside what chance gives.

    Attributes
    ----------
    auc : float
        Probability that a failure has the larger value than a success.
    null_low, null_high : float
        The middle 95% of chance.
    p : float
        Share of chance that is as far from a half, or further, on the side that is asked for.
    p_corrected : float
        The same for the largest of all measures that were tested together, each in units of its
        own spread over chance.
    """

    auc: float
    null_low: float
    null_high: float
    p: float
    p_corrected: float


class Family:
    """Measures that are tested together: p values are corrected for how many they are.

    Parameters
    ----------
    shifts : Shifts
    """

    def __init__(self, shifts: Shifts):
        self.shifts = shifts
        self._largest = np.full(1 + shifts.n, -np.inf)
        self._found: dict[str, tuple[float, float, float, float, float]] = {}

    def add(self, name: str, values: np.ndarray, side: int) -> None:
        """Test a measure.

        Parameters
        ----------
        name : str
        values : (n,) float array
            NaN where it is undefined.
        side : {-1, 0, 1}
            Whether failures are expected to have low values, high ones, or either.
        """
        self.add_alternatives(name, [(values, side)], 0)

    def add_alternatives(
        self, name: str, alternatives: Sequence[tuple[np.ndarray, int]], shown: int
    ) -> None:
        """Test measures of which any may stand out: the largest counts, in chance as in truth.

        Parameters
        ----------
        name : str
        alternatives : sequence of (values, side)
        shown : int
            The one whose area and null `result` gives; p values are of the largest.
        """
        areas = [self.shifts.areas(values) for values, _ in alternatives]
        sizes = [
            _standardized(found, side) for found, (_, side) in zip(areas, alternatives, strict=True)
        ]
        size = np.max(sizes, axis=0)
        np.maximum(self._largest, size, out=self._largest)
        found = areas[shown]
        known = found[np.isfinite(found)]
        low, high = np.quantile(known, _QUANTILES) if len(known) else (np.nan, np.nan)
        p = _share(size) if np.isfinite(found[0]) else np.nan
        self._found[name] = (float(found[0]), float(low), float(high), p, float(size[0]))

    def result(self, name: str) -> Area:
        """The area of a measure, after all of them were added."""
        auc, low, high, p, size = self._found[name]
        corrected = np.nan
        if np.isfinite(auc):
            corrected = float(np.mean(self._largest >= size - _TINY))
        return Area(auc, low, high, p, corrected)


def _standardized(areas: np.ndarray, side: int) -> np.ndarray:
    """How far each area is above chance, in its standard deviations; minus infinity if undefined.

    The true series is one of those that chance is made of, as all are alike if failures have
    nothing to do with the measure.
    """
    known = np.isfinite(areas)
    if not known[0] or known.sum() < 2:
        return np.full(len(areas), -np.inf)
    middle, spread = areas[known].mean(), areas[known].std()
    if spread < 1e-12:
        return np.where(known, 0.0, -np.inf)
    size = (areas - middle) / spread
    size = np.abs(size) if side == 0 else size * side
    return np.where(known, size, -np.inf)


def _share(size: np.ndarray) -> float:
    return float(np.mean(size >= size[0] - _TINY))
