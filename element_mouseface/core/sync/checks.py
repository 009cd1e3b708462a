"""Check that numbers can be times."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...errors import ClockError


def is_finite(value: Any) -> bool:
    """Whether a value is a finite number, not a bool."""
    number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    return bool(number and math.isfinite(float(value)))


def increasing(values: np.ndarray, what: str) -> np.ndarray:
    """The values as a flat float64 array, if they can be times.

    Parameters
    ----------
    values : array
        Seconds.
    what : {'times', 'edges'}
        What the messages call them.

    Raises
    ------
    ClockError
        If there is none, one is not finite, or one is not after the one before.
    """
    values = np.asarray(values, dtype=np.float64).ravel()
    if not values.size:
        raise ClockError(
            f"There are no {what}.",
            expected="times in seconds, one per line",
            got="none",
            do="check that the file was written to the end",
        )
    wrong = np.flatnonzero(~np.isfinite(values))
    if len(wrong):
        raise ClockError(
            f"The {what} are not all finite numbers of seconds.",
            expected=f"{len(values)} finite numbers",
            got=f"{values[wrong[0]]} at number {wrong[0] + 1}",
            do=f"leave out {'edges' if what == 'edges' else 'frames'} without a time, and match "
            f"the others as edges",
        )
    if (np.diff(values) <= 0).any():
        at = int(np.flatnonzero(np.diff(values) <= 0)[0])
        raise ClockError(
            f"The {what} do not increase.",
            expected="each later than the one before",
            got=f"{values[at]:.6f} s, then {values[at + 1]:.6f} s, at number {at + 1}",
            do=f"give {'rising edges only, in' if what == 'edges' else 'one time per frame,'} "
            "seconds, in order",
        )
    return values
