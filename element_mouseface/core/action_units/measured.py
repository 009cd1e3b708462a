"""One unit's numbers in each frame, their standard errors, and what they are relative to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.ndimage import median_filter

from ..frame_features.reasons import Reason

_IN_A_ROW = 5
#: neighbors count little that differ by more standard deviations of the noise than this
_LIKE = 2.0
#: a mean of neighbors that were chosen for being alike varies so much more than its weights say
#: (simulated noise alone, 3 to 9 frames)
_CHOSEN = 1.15


@dataclass(frozen=True)
class ReferenceValue:
    """A value of this recording that a unit is relative to.

    Attributes
    ----------
    unit : str
        'eye_aperture', without its region.
    quantity : str
        'lid_distance', 'direction' and the like.
    value : float
    value_unit : str
        'px', 'deg', 'fraction'.
    how : str
        From which frames, and how.
    n_frames : int
        With a value.
    """

    unit: str
    quantity: str
    value: float
    value_unit: str
    how: str
    n_frames: int


@dataclass(frozen=True, eq=False)
class Measured:
    """One unit in each frame.

    Attributes
    ----------
    values, errors : (frames,) float64 arrays
        NaN where undefined; a standard error is NaN too where none can be given.
    reasons : (frames,) uint8 array
        `Reason` codes, 0 where there is a number.
    reference : tuple of ReferenceValue
    source : str
        What it was measured from: 'keypoints', 'cells', 'picture', or ''.
    notes : tuple of str
    """

    values: np.ndarray
    errors: np.ndarray
    reasons: np.ndarray
    reference: tuple[ReferenceValue, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = field(default=())


def nothing(n_frames: int, reason: Reason, note: str = "") -> Measured:
    """A unit that cannot be measured in any frame."""
    none = np.full(n_frames, np.nan)
    codes = np.full(n_frames, int(reason), np.uint8)
    return Measured(none, none, codes, notes=(note,) if note else ())


def made(
    values: np.ndarray,
    errors: np.ndarray,
    reasons: np.ndarray,
    reference: tuple[ReferenceValue, ...],
    source: str,
    notes: tuple[str, ...] = (),
) -> Measured:
    """A unit, undefined wherever there is a reason or no number."""
    reasons = np.where((reasons == 0) & ~np.isfinite(values), Reason.UNDEFINED, reasons)
    good = reasons == 0
    return Measured(
        np.where(good, values, np.nan),
        np.where(good & np.isfinite(errors), errors, np.nan),
        reasons.astype(np.uint8),
        reference,
        source,
        notes,
    )


def shortest_half(values: np.ndarray) -> float:
    """The middle of the shortest range that holds half of the values; NaN without any.

    It stays at rest where up to half of the frames are an expression, however large, and it
    favors no side.
    """
    known = np.sort(values[np.isfinite(values)])
    if not len(known):
        return float("nan")
    half = len(known) // 2 + 1
    widths = known[half - 1 :] - known[: len(known) - half + 1]
    narrow = np.flatnonzero(widths <= widths.min() * (1 + 1e-9))
    first = int(narrow[len(narrow) // 2])
    return float(np.median(known[first : first + half]))


def running_median(values: np.ndarray) -> np.ndarray:
    """Running medians of five values in a row, of those that are known; (n,) of the known."""
    known = values[np.isfinite(values)]
    return median_filter(known, _IN_A_ROW, mode="nearest") if len(known) else known


def noise_of(values: np.ndarray) -> float:
    """Standard deviation of one value's noise, from differences of three frames in a row.

    A slow movement does not count, and frames with a quick one are few.  Values may be complex:
    then it is that along one axis.
    """
    second = 2 * values[1:-1] - values[:-2] - values[2:]
    second = second[np.isfinite(second)]
    if len(second) < 5:
        return float("nan")
    parts = np.abs(
        np.concatenate([second.real, second.imag]) if np.iscomplexobj(second) else second
    )
    return float(np.median(parts)) / 0.6745 / np.sqrt(6)


def quieted(values: np.ndarray, noise: float, n_frames: int) -> tuple[np.ndarray, np.ndarray]:
    """Values averaged with neighbors that differ from them by no more than noise explains.

    A blink or a twitch of one frame stays as it is (a bilateral filter in time; Tomasi and
    Manduchi, ICCV 1998).

    Parameters
    ----------
    values : (frames,) array
        NaN where unknown: these stay NaN.
    noise : float
        Standard deviation of one value's noise.
    n_frames : int
        Odd: the frame itself, and half of the others on either side; 1 changes nothing.

    Returns
    -------
    values, errors : (frames,) arrays
        Errors: the standard error that the noise leaves.
    """
    if not noise > 0 or n_frames < 3:
        return values, np.where(np.isfinite(values), noise, np.nan)
    total, weights, squares = (np.zeros(len(values)) for _ in range(3))
    half, padding = n_frames // 2, np.full(n_frames // 2, np.nan)
    padded = np.concatenate([padding, values, padding])
    for k in range(2 * half + 1):
        other = padded[k : k + len(values)]
        away = (other - values) / (_LIKE * noise)
        weight = np.where(np.isfinite(away), np.exp(-0.5 * np.nan_to_num(away) ** 2), 0.0)
        total += weight * np.nan_to_num(other)
        weights += weight
        squares += weight**2
    known = weights > 0
    weights = np.where(known, weights, 1.0)
    return (
        np.where(known, total / weights, np.nan),
        np.where(known, _CHOSEN * noise * np.sqrt(squares) / weights, np.nan),
    )


def turned(angles: np.ndarray) -> np.ndarray:
    """Angles in radians from -pi to pi."""
    return (angles + np.pi) % (2 * np.pi) - np.pi
