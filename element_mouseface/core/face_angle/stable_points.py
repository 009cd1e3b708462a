"""The points that move only with the head: those whose mutual distances vary least.

A rigid motion of the head leaves the distance of two of its points as it is, so how much a
distance varies says how unsteady its two ends are, whatever the head does. In one camera's
pixels a common change of all distances is scale, and is removed first.

Points are chosen by how distances vary slowly: as medians of seven frames in a row, which take
away most of a tracker's noise and its jumps, and leave what the face does. The noise of a frame is
that of the middle 95% of frames.

Points that vary more than half more than the steadiest three are left out: an expression moves
several of them together, which no average removes. Of all sets of three or more others, the one is
used that promises the smallest standard error of the angle: steady points, far apart. In three
dimensions, where a pose needs points that are not in one plane, the largest set of points is used
of which no two move against each other.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.optimize import nnls

from .angle import PointStability
from .params import LEAST_POINTS

#: percentiles, and how many standard deviations a normal distribution has between them
_MIDDLE, _SLOW = ((2.5, 97.5), 2 * 1.959964), ((1.0, 99.0), 2 * 2.326348)
_IN_A_ROW = 7
_LEAST_ROWS = 20
#: a point that is found in fewer frames is not used unless it is named
_LEAST_FOUND = 0.5
#: times the spread of the third steadiest point
_UNSTEADY = 1.5
#: percentile of pairs that are taken to be steady, and times their standard deviation
_STEADIEST, _RIGID = 20, 1.6
#: all sets of this many points are tried; of more points, sets of the steadiest
_MOST_POINTS = 12
#: a tracker is hardly steadier than this, in pixels: a file with rounded points may say so
_LEAST_SPREAD_PX = 0.05
_LEAST_FRAMES = 3
_MOST_FRAMES = 20_000


def distance_variances(points: np.ndarray, *, scaled: bool, slow: bool = False) -> np.ndarray:
    """How much the distance of each pair of points varies.

    Parameters
    ----------
    points : (frames, points, dimensions) array
        NaN where a point is missing.
    scaled : bool
        Whether the common scale of a frame is removed first.
    slow : bool
        Of medians of seven frames in a row, where the recording is long enough.

    Returns
    -------
    (points, points) array
        NaN for pairs that are seldom found together.
    """
    count = points.shape[1]
    first, second = np.triu_indices(count, 1)
    apart = np.linalg.norm(points[:, first] - points[:, second], axis=2)
    together = np.isfinite(apart).sum(axis=0) >= _LEAST_FRAMES
    variance = np.full((count, count), np.nan)
    if not together.any():
        return _symmetric(variance)
    apart = apart[:, together]
    if scaled:
        apart = apart / _common_scale(apart, np.nanmedian(apart, axis=0))[:, None]
    percentiles, normal = _MIDDLE
    if slow and len(apart) >= _LEAST_ROWS * _IN_A_ROW:
        rows = apart[: len(apart) // _IN_A_ROW * _IN_A_ROW]
        rows = rows.reshape(-1, _IN_A_ROW, rows.shape[1])
        known = np.isfinite(rows).any(axis=1)
        apart = np.where(known, np.nanmedian(np.where(known[:, None], rows, 0), axis=1), np.nan)
        percentiles, normal = _SLOW
    else:
        apart = apart[:: max(1, len(apart) // _MOST_FRAMES)]
    enough = np.isfinite(apart).sum(axis=0) >= _LEAST_FRAMES
    range_ = np.full(apart.shape[1], np.nan)
    if enough.any():
        low, high = np.nanpercentile(apart[:, enough], percentiles, axis=0)
        range_[enough] = high - low
    variance[first[together], second[together]] = (range_ / normal) ** 2
    return _symmetric(variance)


def _symmetric(upper: np.ndarray) -> np.ndarray:
    whole = np.where(np.isnan(upper), upper.T, upper)
    np.fill_diagonal(whole, 0.0)
    return whole


def _common_scale(apart: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """(frames,) the median factor of all distances; 1 where none is known."""
    ratio = apart / np.where(middle > 0, middle, np.nan)
    known = np.isfinite(ratio).any(axis=1)
    scale = np.ones(len(apart))
    scale[known] = np.nanmedian(ratio[known], axis=1)
    return np.where(scale > 0, scale, 1.0)


def point_spreads(variance: np.ndarray, chosen: list[int]) -> np.ndarray:
    """Standard deviation of each chosen point along an axis, from the variances of distances.

    The variance of a distance is the sum of those of its two ends; the ends' are solved for by
    least squares without negative numbers.
    """
    pairs = [
        (i, j)
        for i, j in combinations(range(len(chosen)), 2)
        if np.isfinite(variance[chosen[i], chosen[j]])
    ]
    design = np.zeros((len(pairs), len(chosen)))
    for row, pair in enumerate(pairs):
        design[row, list(pair)] = 1.0
    target = np.array([variance[chosen[i], chosen[j]] for i, j in pairs])
    if not len(target):
        return np.full(len(chosen), np.nan)
    found, _ = nnls(design, target)
    # a point that comes out as perfect would be followed blindly
    least = max(0.25 * float(found.mean()), _LEAST_SPREAD_PX**2)
    return np.sqrt(np.maximum(found, least))


def steady_points(variance: np.ndarray, found: np.ndarray, unsteady: float) -> list[int]:
    """Points that are found often and vary little against the others, the steadiest first.

    Parameters
    ----------
    variance : (points, points) array
        From `distance_variances`.
    found : (points,) array
        Share of frames in which it is found.
    unsteady : float
        Times the spread of the third steadiest point, above which a point is left out.
    """
    candidates = [k for k in range(len(found)) if found[k] >= _LEAST_FOUND]
    candidates = [k for k in candidates if np.isfinite(variance[k, candidates]).all()]
    if len(candidates) < LEAST_POINTS:
        return []
    spreads = point_spreads(variance, candidates)
    order = np.argsort(spreads, kind="stable")
    most = unsteady * float(spreads[order[LEAST_POINTS - 1]])
    return [candidates[k] for k in order if spreads[k] <= most]


def choose_points(variance: np.ndarray, where: np.ndarray, found: np.ndarray) -> list[int]:
    """The set of points with the smallest expected standard error of the angle.

    Parameters
    ----------
    variance : (points, points) array
        From `distance_variances`.
    where : (points, dimensions) array
        A typical position of each point.
    found : (points,) array
        Share of frames in which it is found.

    Returns
    -------
    list of int
        Empty if there are not three points that are found often enough.
    """
    candidates = steady_points(variance, found, _UNSTEADY)[:_MOST_POINTS]
    candidates.sort()
    if len(candidates) < LEAST_POINTS:
        return []
    best: tuple[float, int, list[int]] | None = None
    for size in range(LEAST_POINTS, len(candidates) + 1):
        for chosen in combinations(candidates, size):
            error = _expected_error(variance, where, list(chosen))
            # of sets that are as good, the larger one: it shows a wrong point
            if best is None or (error, -size) < best[:2]:
                best = (error, -size, list(chosen))
    return [] if best is None else best[2]


def _expected_error(variance: np.ndarray, where: np.ndarray, chosen: list[int]) -> float:
    """Expected variance of the angle, radians squared: that of a point over their extent."""
    among = variance[np.ix_(chosen, chosen)]
    count = len(chosen)
    noise = among.sum() / (count * (count - 1)) / 2 + _LEAST_SPREAD_PX**2
    # what a steadier set of a few points promises is uncertain: its own errors are few
    doubt = 1 + 1 / (count - 1)
    extent = ((where[chosen] - where[chosen].mean(axis=0)) ** 2).sum()
    return doubt * noise / max(float(extent), 1e-12)


def stability_rows(
    names: tuple[str, ...], variance: np.ndarray, found: np.ndarray, used: list[int]
) -> tuple[PointStability, ...]:
    """A row for each point: of the used ones among themselves, of others against the used ones."""
    rows = []
    among = point_spreads(variance, used) if used else np.zeros(0)
    level = float(np.mean(among**2)) if len(among) else float("nan")
    for k, name in enumerate(names):
        if k in used:
            spread = float(among[used.index(k)])
        else:
            known = variance[k, used][np.isfinite(variance[k, used])]
            spread = float(np.sqrt(max(known.mean() - level, 0.0))) if len(known) else float("nan")
        rows.append(PointStability(name, spread, float(found[k]), k in used))
    return tuple(rows)


def rigid_points(points: np.ndarray, slow: np.ndarray, found: np.ndarray) -> list[int]:
    """The largest set of points of which no two move against each other.

    Two points do if their distance varies slowly by more than noise explains, and by more than
    the distances of the steadiest fifth of pairs.

    Parameters
    ----------
    points : (frames, points, dimensions) array
        NaN where a point is missing.
    slow : (points, points) array
        From `distance_variances` with `slow`.
    found : (points,) array
        Share of frames in which each is found.

    Returns
    -------
    list of int
        Empty if there are not three.
    """
    there = [k for k in range(len(found)) if found[k] >= _LEAST_FOUND]
    there = [k for k in there if np.isfinite(slow[k, there]).all()]
    if len(there) < LEAST_POINTS:
        return []
    usual_of = np.median(slow[np.ix_(there, there)], axis=1)
    there = sorted(there[k] for k in np.argsort(usual_of, kind="stable")[:_MOST_POINTS])
    among = slow[np.ix_(there, there)]
    # the variance of a median of n numbers is pi / 2 n of theirs
    averaged = len(points) >= _LEAST_ROWS * _IN_A_ROW
    noise = _noise_variances(points[:, there]) * (np.pi / 2 / _IN_A_ROW if averaged else 1.0)
    pairs = among[np.triu_indices(len(there), 1)]
    usual = float(np.percentile(pairs, _STEADIEST))
    steady = among <= _RIGID**2 * np.maximum(noise, usual)
    for size in range(len(there), LEAST_POINTS - 1, -1):
        sets = [
            list(chosen)
            for chosen in combinations(range(len(there)), size)
            if steady[np.ix_(chosen, chosen)].all()
        ]
        if sets:
            best = min(sets, key=lambda chosen: float(among[np.ix_(chosen, chosen)].sum()))
            return [there[k] for k in best]
    return []


def _noise_variances(points: np.ndarray) -> np.ndarray:
    """Variance of each pair's distance from one frame to the next: noise without movement."""
    count = points.shape[1]
    first, second = np.triu_indices(count, 1)
    step = np.diff(np.linalg.norm(points[:, first] - points[:, second], axis=2), axis=0)
    out = np.zeros((count, count))
    known = np.isfinite(step).sum(axis=0) >= _LEAST_FRAMES
    low, high = np.nanpercentile(np.where(known, step, 0), (25, 75), axis=0)
    out[first, second] = np.where(known, ((high - low) / 1.349) ** 2 / 2, 0.0)
    return out + out.T
