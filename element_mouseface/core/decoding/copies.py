"""Trials that are there twice: the same frames, also if they were encoded again.

How a face moves within a trial, frame by frame, no second trial repeats: two trials of a stimulus
have an expression in common, but not when a whisker or the head moves.  So what moves in a trial
and in its copy correlates far more than in any other two, and a weaker encoding takes only a part
of it away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .rows import CopyRow
from .trials import Trial

#: A copy may begin a few frames earlier or later.
_LAGS = range(-3, 4)
_LEAST_FRAMES = 8
#: In fewer frames an expression that begins is most of what moves, and alike in any two trials.
_ENOUGH_FRAMES = 40
#: So far beyond the correlations of other trials is that of a copy, ...
_DEVIATIONS = 6.0
#: ... and this one is that of a copy in any case.
_SURELY = 0.97
#: Frame intervals that differ by more are of another rate.
_SAME_RATE = 0.02


def find_copies(
    trials: Sequence[Trial],
    prints: Mapping[int, np.ndarray],
    interval_s: Mapping[int, float],
    least_r: float,
    *,
    scaled: bool,
) -> tuple[CopyRow, ...]:
    """Trials whose frames are those of an earlier one in the list.

    Parameters
    ----------
    trials : sequence of Trial
    prints : mapping of int to (frames, numbers) float array
        Of each trial.
    interval_s : mapping of int to float
        From frame to frame, of each recording.
    least_r : float
        Of what moves within the trials; closer to 1 where they have fewer than 40 frames.
    scaled : bool
        Whether numbers have units of their own, as features have.
    """
    order = [n for n in range(len(trials)) if n in prints and _usable(prints[n])]
    rows = []
    copies: set[int] = set()
    for group in _alike([(n, prints[n].shape[1], interval_s[trials[n].table]) for n in order]):
        if len(group) < 2:
            continue
        own = [prints[n] for n in group]
        r = _correlations(own, scaled)
        least = _of_few(least_r, min(map(len, own)))
        # a recording encoded again has copies in half of its pairs, so that they are no outliers
        limit = _limit(r, least) if scaled else least
        for later in range(len(group)):
            twins = [k for k in range(later) if r[k, later] > limit and group[k] not in copies]
            if twins:
                first = max(twins, key=lambda k: r[k, later])
                copies.add(group[later])
                rows.append(_row(trials, prints, group[first], group[later], r[first, later]))
    return tuple(sorted(rows, key=lambda row: (row.table, row.event)))


def _usable(values: np.ndarray) -> bool:
    good = np.isfinite(values).all(axis=1)
    return int(good.sum()) >= _LEAST_FRAMES and values.shape[1] > 0


def _alike(found: Sequence[tuple[int, int, float]]) -> list[list[int]]:
    """Trials that can be compared: with as many numbers a frame, and about the same rate."""
    groups: list[tuple[int, float, list[int]]] = []
    for number, width, interval in found:
        for size, step, own in groups:
            if size == width and abs(step - interval) <= _SAME_RATE * step:
                own.append(number)
                break
        else:
            groups.append((width, interval, [number]))
    return [own for _, _, own in groups]


def _correlations(prints: Sequence[np.ndarray], scaled: bool) -> np.ndarray:
    """(trials, trials) largest correlation over a few lags: of courses, and of their changes.

    The smaller of both counts.  Expressions of one stimulus have courses alike, but not how they
    change from one frame to the next but one.
    Numbers of one kind are compared as they are: what moves counts, and not the noise of places
    where nothing does.  Features have units of their own, so they are scaled.
    """
    shortest = min(len(one) for one in prints)
    courses = np.stack([one[:shortest] for one in prints]).astype(np.float32)
    courses -= np.nanmean(courses, axis=1, keepdims=True)
    courses = np.nan_to_num(courses)
    if scaled:
        spread = courses.std(axis=(0, 1))
        courses /= np.where(spread > 0, spread, 1)
    steps = courses[:, 2:] - courses[:, :-2]
    n, length = steps.shape[:2]
    most = min(max(_LAGS), (length - 4) // 2)
    best = np.full((n, n), -1.0)
    for lag in range(-most, most + 1):
        found = np.full((n, n), 1.0)
        for part in (courses[:, 1:-1], steps):
            middle = _unit(part[:, most : length - most])
            found = np.minimum(found, middle @ _unit(part[:, most + lag : length - most + lag]).T)
        best = np.maximum(best, np.maximum(found, found.T))
    return best


def _of_few(least: float, n_frames: int) -> float:
    """What a correlation has to exceed in so few frames."""
    return 1 - (1 - least) * min(1.0, n_frames / _ENOUGH_FRAMES)


def _limit(r: np.ndarray, least: float) -> float:
    """What a correlation has to exceed: where numbers are few, those of any two trials are high."""
    others = r[np.triu_indices(len(r), 1)]
    middle = float(np.median(others))
    spread = 1.4826 * float(np.median(np.abs(others - middle)))
    return min(max(least, middle + _DEVIATIONS * spread), _SURELY)


def _unit(courses: np.ndarray) -> np.ndarray:
    flat = courses.reshape(len(courses), -1)
    flat = flat - flat.mean(axis=1, keepdims=True)
    size = np.linalg.norm(flat, axis=1, keepdims=True)
    return flat / np.where(size > 0, size, 1)


def _row(
    trials: Sequence[Trial], prints: Mapping[int, np.ndarray], first: int, later: int, r: float
) -> CopyRow:
    a, b = trials[first], trials[later]
    return CopyRow(
        b.table,
        b.event,
        b.category,
        b.row.onset_s,
        a.table,
        a.event,
        a.category,
        a.row.onset_s,
        float(r),
        bool(np.array_equal(prints[first], prints[later], equal_nan=True)),
    )
