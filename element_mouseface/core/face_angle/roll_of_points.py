"""Roll from tracked points: the turn that lays the stable points over their reference.

Weighted similarity Procrustes: turn, shift and scale of each frame against the reference shape,
in closed form with complex numbers. Points that are off in one frame lose their weight there
(Huber, then Tukey). The standard error comes from what is left of the frame's own points and of
all frames (`moderated`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .angle import Reason
from .moderated import moderated_variance
from .params import LEAST_POINTS

_HUBER, _TUKEY = 2.0, 6.0
_SHAPE_ROUNDS = 4
_MOST_SCALE = 1.05
_MOST_OFF = 1 / 3
_MOST_MISFIT = 25.0
_MOST_SHAPE_FRAMES = 4000
_LEAST_WEIGHT = 0.05


@dataclass(frozen=True, eq=False)
class RollOfPoints:
    """Roll of each frame from points.

    Attributes
    ----------
    degrees, errors : (frames,) float64 arrays
        Counterclockwise, and standard errors; NaN where undefined.
    reasons : (frames,) uint8 array
        `Reason`.
    shape : (points, 2) float64 array
        The reference shape.
    factor, center, middle : (frames,) complex128 arrays
        Where each place of the head is in the frame: factor * (place - center) + middle, places
        as x + iy; NaN where undefined.
    """

    degrees: np.ndarray
    errors: np.ndarray
    reasons: np.ndarray
    shape: np.ndarray
    factor: np.ndarray
    center: np.ndarray
    middle: np.ndarray


def roll_of_points(
    xy: np.ndarray, spreads: np.ndarray, reference: np.ndarray | slice | None = None
) -> RollOfPoints:
    """Roll of each frame.

    Parameters
    ----------
    xy : (frames, points, 2) float64 array
        x right, y down; NaN where a point is missing.
    spreads : (points,) array
        Standard deviation of each point along an axis, pixels (`point_spreads`).
    reference : slice or (frames,) bool array, optional
        Frames whose median roll is zero; by default all.
    """
    z = xy[..., 0] + 1j * xy[..., 1]
    seen = np.isfinite(z)
    z = np.where(seen, z, 0)
    enough = seen.sum(axis=1) >= LEAST_POINTS
    used = np.zeros(len(z), bool)
    used[slice(None) if reference is None else reference] = True
    used &= enough
    reasons = np.where(enough, Reason.DEFINED, Reason.FEW_POINTS).astype(np.uint8)
    n, nan = len(z), np.nan
    if not used.any():
        reasons[:] = Reason.FEW_POINTS
        none, lost = np.full(n, nan), np.full(n, nan, complex)
        return RollOfPoints(none, none, reasons, np.full(xy.shape[1:], nan), lost, lost, lost)
    some = np.flatnonzero(used)
    some = some[:: -(-len(some) // _MOST_SHAPE_FRAMES)]
    shape = _first_shape(z[some], seen[some])
    for _ in range(_SHAPE_ROUNDS):
        fit = _fitted(z[some], seen[some], shape, spreads)
        shape = _median_shape(z[some], seen[some], fit, shape)
    fit = _fitted(z, seen, shape, spreads)
    turn = np.angle(fit.factor)
    middle = np.angle(np.exp(1j * turn[used & np.isfinite(turn)]).sum())
    centered = np.angle(np.exp(1j * (turn - middle)))
    among = centered[used & np.isfinite(turn)]
    zero = middle + float(np.median(among)) if len(among) else 0.0
    degrees = np.degrees(-np.angle(np.exp(1j * (turn - zero))))
    broken = enough & ~(np.isfinite(degrees) & np.isfinite(fit.error))
    reasons[broken] = Reason.NOT_RIGID
    good = enough & ~broken
    shape = shape * np.exp(1j * zero)
    return RollOfPoints(
        np.where(good, degrees, nan),
        np.where(good, np.degrees(fit.error), nan),
        reasons,
        np.stack([shape.real, shape.imag], axis=1),
        np.where(good, fit.factor * np.exp(-1j * zero), nan),
        fit.center * np.exp(1j * zero),
        fit.middle,
    )


@dataclass(frozen=True, eq=False)
class _Fit:
    """Of each frame: place = factor * (shape - center) + middle, and the error of its turn."""

    factor: np.ndarray
    center: np.ndarray
    middle: np.ndarray
    error: np.ndarray


def _first_shape(z: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """The points of the frame with most of them that is nearest to the median."""
    placed = np.where(seen, z, np.nan)
    middle = np.nanmedian(placed.real, axis=0) + 1j * np.nanmedian(placed.imag, axis=0)
    away = np.nanmedian(np.abs(placed - middle), axis=1)
    first = placed[np.lexsort((away, -seen.sum(axis=1)))[0]]
    return np.where(np.isfinite(first), first, middle)


def _fitted(z: np.ndarray, seen: np.ndarray, shape: np.ndarray, spreads: np.ndarray) -> _Fit:
    seen = seen & (seen.sum(axis=1) >= LEAST_POINTS)[:, None]
    precision = np.where(np.isfinite(shape), 1 / spreads**2, 0.0) * seen
    shape = np.where(np.isfinite(shape), shape, 0)
    robust = np.nan_to_num(_first_weights(z, shape, precision))
    for round_ in range(10):
        weight = precision * robust
        total = np.maximum(weight.sum(axis=1), 1e-12)
        center, middle = (weight @ shape) / total, (weight * z).sum(axis=1) / total
        about, here = shape[None] - center[:, None], z - middle[:, None]
        power = (weight * np.abs(about) ** 2).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = _near_one((weight * np.conj(about) * here).sum(axis=1) / power)
        left = here - factor[:, None] * about
        size = np.abs(left) * np.sqrt(precision)
        # a frame whose points are all worse is judged by its own level
        level = np.maximum(np.sqrt(_typical_square(size, precision)), 1.0)
        size = size / level[:, None]
        robust = np.nan_to_num(_huber(size) if round_ < 3 else _tukey(size))
    counted = (robust * (precision > 0)) > _LEAST_WEIGHT
    freedom = 2 * counted.sum(axis=1) - 4
    squares = (precision * robust * np.abs(left) ** 2).sum(axis=1)
    expected = np.where(counted, robust, 0).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    squares = np.where(freedom > 0, squares / np.maximum(expected, 1e-6), np.nan)
    variance = moderated_variance(np.where(np.isfinite(factor), squares, np.nan), freedom)
    # power is of the shape: the frame's is larger by its scale
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(variance / (power * np.abs(factor) ** 2))
    # where a third of the points are off, the others may be the wrong ones
    off = (precision > 0).sum(axis=1) - counted.sum(axis=1)
    lost = ~np.isfinite(error) | (counted.sum(axis=1) < LEAST_POINTS)
    lost |= off >= _MOST_OFF * (precision > 0).sum(axis=1)
    lost |= squares > _MOST_MISFIT * freedom
    return _Fit(np.where(lost, np.nan, factor), center, middle, np.where(lost, np.nan, error))


def _near_one(factor: np.ndarray) -> np.ndarray:
    """With a scale as heads have that come nearer: two far points alone could fit any."""
    size = np.abs(factor)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            factor * np.clip(size, 1 / _MOST_SCALE, _MOST_SCALE) / np.where(size > 0, size, np.nan)
        )


def _first_weights(z: np.ndarray, shape: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """Weights against the median of the turns that each pair of points would give.

    From weights of one, two points that jumped far could turn the whole frame.
    """
    first, second = np.triu_indices(len(shape), 1)
    far = shape[first] - shape[second]
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = (z[:, first] - z[:, second]) / far
        # not by their distance alone, or the farthest point would outvote all others
        near = np.minimum(np.abs(far), np.median(np.abs(far))) ** 2
        far_apart = near / (1 / precision[:, first] + 1 / precision[:, second])
    far_apart = np.where(np.isfinite(factor), far_apart, 0.0)
    factor = np.where(np.isfinite(factor), factor, 0)
    middle = weighted_median(factor.real, far_apart) + 1j * weighted_median(factor.imag, far_apart)
    left = z - _near_one(middle)[:, None] * shape
    at = weighted_median(left.real, precision) + 1j * weighted_median(left.imag, precision)
    size = np.abs(left - at[:, None]) * np.sqrt(precision)
    level = np.maximum(np.sqrt(_typical_square(size, precision)), 1.0)
    return _huber(size / level[:, None]) ** 2


def weighted_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The median of each row, (n, k) with weights of the same shape: (n,)."""
    order = np.argsort(values, axis=1)
    sums = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    place = (sums < 0.5 * sums[:, -1:]).sum(axis=1)
    place = np.minimum(place, values.shape[1] - 1)
    return np.take_along_axis(np.take_along_axis(values, order, axis=1), place[:, None], 1)[:, 0]


def _typical_square(size, precision) -> np.ndarray:
    """A frame's typical square of a residual, in expected ones: the median over its points."""
    there = precision > 0
    found = np.full(len(size), 1.0)
    enough = there.sum(axis=1) >= LEAST_POINTS
    # points that all lie in one place have no turn, and no residuals
    inside = np.where(there, np.nan_to_num(size) ** 2, np.nan)
    found[enough] = np.nanmedian(inside[enough], axis=1) / 1.386
    return found


def _huber(size: np.ndarray) -> np.ndarray:
    return np.minimum(1.0, _HUBER / np.maximum(size, 1e-12))


def _tukey(size: np.ndarray) -> np.ndarray:
    return np.maximum(0.0, 1 - (size / _TUKEY) ** 2) ** 2


def _median_shape(z: np.ndarray, seen: np.ndarray, fit: _Fit, shape: np.ndarray) -> np.ndarray:
    """The median of each point over frames, laid back over the shape."""
    used = np.isfinite(fit.factor)
    if not used.any():
        return shape
    back = (z[used] - fit.middle[used, None]) / fit.factor[used, None] + fit.center[used, None]
    back = np.where(seen[used], back, np.nan)
    known = np.isfinite(back).any(axis=0)
    new = np.full(len(shape), np.nan, complex)
    new[known] = np.nanmedian(back[:, known].real, axis=0) + 1j * np.nanmedian(
        back[:, known].imag, axis=0
    )
    return np.where(known, new, shape)
