"""Repair single wrong time stamps by interpolating between their neighbors.

A writer may repeat a stamp, or one may be far off. The rest of the clock is kept; a frame with a
wrong stamp gets the time half-way between its neighbors, and its number is reported. If more than a
few stamps are wrong, the clock is not used.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

#: stands for a packet without a stamp
NO_STAMP = -(2**63)
#: at most this share of all stamps may be wrong, or two of a short movie
_MOST_WRONG = 0.01
_AT_LEAST = 2


def repaired(stamps: Sequence[int], in_order: bool) -> tuple[list[int], list[int]] | None:
    """Stamps in decoding order with the few wrong ones replaced, and which these are.

    Parameters
    ----------
    stamps : sequence of int
        In ticks, in decoding order; `NO_STAMP` where a packet has none.
    in_order : bool
        Whether frames are shown in the order in which they are decoded: then a stamp that
        is before an earlier one is wrong, and otherwise only one that repeats another.

    Returns
    -------
    (stamps, wrong) or None
        None where more than a few are wrong; no stamps where there is no room between the
        neighbors of one.
    """
    wrong = _out_of_order(stamps) if in_order else _repeats(stamps)
    if wrong is None or len(wrong) > max(_AT_LEAST, int(_MOST_WRONG * len(stamps))):
        return None
    if len(stamps) - len(wrong) < 2:
        return None
    fixed = np.array(stamps, dtype=np.int64)
    if in_order:
        good = np.setdiff1d(np.arange(len(fixed)), wrong)
        steps = np.diff(fixed[good])
        fixed[wrong] = _between(np.array(wrong), good, fixed[good], float(np.median(steps)))
    else:
        known = np.unique(fixed)
        step = int(np.median(np.diff(known)))
        for k in wrong:
            after = known[np.searchsorted(known, fixed[k], side="right") :]
            fixed[k] += (int(after[0]) - int(fixed[k]) if len(after) else 2 * step) // 2
    clear = np.sort(fixed) if not in_order else fixed
    return (fixed.tolist() if bool((np.diff(clear) > 0).all()) else [], wrong)


def _between(wrong: np.ndarray, good: np.ndarray, ticks: np.ndarray, step: float) -> np.ndarray:
    """Ticks for positions between good ones; before and after them, by the usual step."""
    inside = np.interp(wrong, good, ticks)
    before, after = wrong < good[0], wrong > good[-1]
    inside[before] = ticks[0] - step * (good[0] - wrong[before])
    inside[after] = ticks[-1] + step * (wrong[after] - good[-1])
    return np.rint(inside).astype(np.int64)


def _repeats(stamps: Sequence[int]) -> list[int] | None:
    """Positions whose stamp an earlier packet has; None if a packet has none."""
    if NO_STAMP in stamps:
        return None
    _, first = np.unique(np.array(stamps, dtype=np.int64), return_index=True)
    return np.setdiff1d(np.arange(len(stamps)), first).tolist()


def _out_of_order(stamps: Sequence[int]) -> list[int]:
    """Positions outside the longest increasing run of stamps (patience sorting)."""
    at: list[int] = []  # where the lowest end of a run of each length is
    before = [-1] * len(stamps)
    for k, stamp in enumerate(stamps):
        if stamp == NO_STAMP:
            continue
        place = bisect_left(at, stamp, key=stamps.__getitem__)
        before[k] = at[place - 1] if place else -1
        if place == len(at):
            at.append(k)
        elif stamp != stamps[at[place]]:  # of equal ones the first is kept
            at[place] = k
    kept = set()
    k = at[-1] if at else -1
    while k >= 0:
        kept.add(k)
        k = before[k]
    return [k for k in range(len(stamps)) if k not in kept]
