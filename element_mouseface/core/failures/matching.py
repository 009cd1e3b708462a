"""Each failure with a success nearby in time, so that slow drift makes no difference."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..learning.spans import true_runs


def bouts_of(failed: np.ndarray, times_s: np.ndarray | None, join_s: float) -> np.ndarray:
    """Bouts of failures: runs, those joined that are no further apart than a time.

    Parameters
    ----------
    failed : (n,) bool array
    times_s : (n,) float array, or None
        Of pictures without time every failure is by itself.
    join_s : float

    Returns
    -------
    (bouts, 2) int64 array
        First frame of each, and the one after its last.
    """
    if times_s is None:
        at = np.flatnonzero(failed)
        return np.stack([at, at + 1], axis=1).astype(np.int64)
    runs = true_runs(failed)
    if len(runs) < 2:
        return runs
    clock = filled_times(times_s)
    gap = clock[runs[1:, 0]] - clock[runs[:-1, 1] - 1]
    begins = np.concatenate([[True], gap > join_s])
    return np.stack([runs[begins, 0], runs[np.append(begins[1:], True), 1]], axis=1)


def filled_times(times_s: np.ndarray) -> np.ndarray:
    """Times without NaN (of frames that have none), in order."""
    times_s = np.asarray(times_s, np.float64)
    known = np.isfinite(times_s)
    if not known.any():
        return np.arange(len(times_s), dtype=np.float64)
    at = np.arange(len(times_s))
    return np.maximum.accumulate(np.interp(at, at[known], times_s[known]))


@dataclass(frozen=True, eq=False)
class Matched:
    """Failures and the success that each is compared with.

    Attributes
    ----------
    failures, successes : (m,) int64 arrays
        Frame numbers, pair by pair.
    n_unmatched : int
        Failures without a success nearby.
    """

    failures: np.ndarray
    successes: np.ndarray
    n_unmatched: int

    def only(self, seen: np.ndarray) -> Matched:
        """Pairs of frames that can be seen: others have no picture to be stacked."""
        both = seen[self.failures] & seen[self.successes]
        return Matched(self.failures[both], self.successes[both], self.n_unmatched)


def match_in_time(
    failed: np.ndarray,
    known: np.ndarray,
    times_s: np.ndarray,
    *,
    apart_s: float,
    nearby_s: float,
    most: int,
) -> Matched:
    """Match each failure with the nearest free success outside of any bout.

    A success is used once as long as there are others nearby, then again.

    Parameters
    ----------
    failed, known : (n,) bool arrays
        Frames whose state is not known are neither.
    times_s : (n,) float array
    apart_s : float
        Successes this close to a failure are left out: a bout may have begun.
    nearby_s : float
        Successes further away are left out.
    most : int
        Of more failures some are taken, spread evenly.
    """
    clock = filled_times(times_s)
    at = np.flatnonzero(failed & known)
    chosen = at[np.unique(np.linspace(0, len(at) - 1, min(most, len(at))).round().astype(int))]
    free = np.flatnonzero(_far_from(clock, at, apart_s) & known & ~failed)
    pairs = _nearest_free(clock, chosen, free, nearby_s)
    matched = pairs >= 0
    return Matched(chosen[matched], pairs[matched], int((~matched).sum()))


def match_pictures(
    failed: np.ndarray, known: np.ndarray, persons: np.ndarray | None, *, most: int, seed: int
) -> Matched:
    """Match failed pictures with successes, of the same person where persons are known."""
    rng = np.random.default_rng([seed, 4])
    whose = np.zeros(len(failed), int)
    if persons is not None:
        whose = np.unique(np.asarray(persons, str), return_inverse=True)[1]
    at = np.flatnonzero(failed & known)
    at = at[np.unique(np.linspace(0, len(at) - 1, min(most, len(at))).round().astype(int))]
    pairs = np.full(len(at), -1, np.int64)
    for one in np.unique(whose[at]):
        mine = np.flatnonzero(whose[at] == one)
        there = rng.permutation(np.flatnonzero(known & ~failed & (whose == one)))
        if len(there):
            pairs[mine] = there[np.arange(len(mine)) % len(there)]
    matched = pairs >= 0
    return Matched(at[matched], pairs[matched], int((~matched).sum()))


def _far_from(clock: np.ndarray, at: np.ndarray, apart_s: float) -> np.ndarray:
    """Frames further than a time from all of some frames."""
    if not len(at):
        return np.ones(len(clock), bool)
    after = np.searchsorted(at, np.arange(len(clock)), "left")
    before = clock - clock[at[np.maximum(after - 1, 0)]]
    ahead = clock[at[np.minimum(after, len(at) - 1)]] - clock
    before[after == 0], ahead[after == len(at)] = np.inf, np.inf
    return (before > apart_s) & (ahead > apart_s)


def _nearest_free(
    clock: np.ndarray, chosen: np.ndarray, free: np.ndarray, nearby_s: float
) -> np.ndarray:
    """For each chosen frame the nearest free one that is not taken yet, or else the nearest."""
    found = np.full(len(chosen), -1, np.int64)
    # the next free one that is not taken, from each place on, to the right and to the left
    right_of, left_of = list(range(len(free) + 1)), list(range(len(free) + 1))
    for place, frame in enumerate(chosen.tolist()):
        at = int(np.searchsorted(free, frame))
        best = _nearer(clock, frame, free, _follow(left_of, at) - 1, _follow(right_of, at))
        if best < 0 or abs(clock[free[best]] - clock[frame]) > nearby_s:
            best = _nearer(clock, frame, free, at - 1, at)
            if best < 0 or abs(clock[free[best]] - clock[frame]) > nearby_s:
                continue
        found[place] = free[best]
        right_of[best], left_of[best + 1] = best + 1, best
    return found


def _nearer(clock: np.ndarray, frame: int, free: np.ndarray, left: int, right: int) -> int:
    """Which of two places in `free` is nearer to a frame in time; -1 if there is none."""
    if right >= len(free):
        return left
    if left < 0:
        return right
    return left if clock[frame] - clock[free[left]] <= clock[free[right]] - clock[frame] else right


def _follow(links: list[int], place: int) -> int:
    """The end of a chain of links, which is made shorter on the way."""
    end = place
    while links[end] != end:
        end = links[end]
    while links[place] != end:
        links[place], place = end, links[place]
    return end
