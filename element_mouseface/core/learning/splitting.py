"""Cut recordings: groups in turn, or trials or blocks of a movie with a gap on each side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InputError, ParameterError, check_whole
from .groups import Groups
from .spans import true_runs
from .trials import dealt, number_trials, trial_means

#: names of what is left out, masks of the frames to train on, and of those to test on
Split = tuple[list[str], list[np.ndarray], list[np.ndarray]]


@dataclass(frozen=True, eq=False)
class Recordings:
    """Lengths, times and frames that count of the recordings that are split.

    Attributes
    ----------
    lengths : tuple of int
    assessed : tuple of (frames,) bool arrays
        Frames that count: those that somebody looked at.
    times_s : tuple of (frames,) float64 arrays, or None
    gap_s : float
    gap_frames : int or None
        In place of `gap_s`.
    trials : tuple of (frames,) int32 arrays, or None
        Number of the trial of each frame; -1 outside of any.
    trial_names : tuple of str
        By number.
    trial_values : (trials,) float array, or None
        By which trials are dealt to folds, so that each fold has about the same.
    """

    lengths: tuple[int, ...]
    assessed: tuple[np.ndarray, ...]
    times_s: tuple[np.ndarray, ...] | None
    gap_s: float
    gap_frames: int | None
    trials: tuple[np.ndarray, ...] | None = None
    trial_names: tuple[str, ...] = ()
    trial_values: np.ndarray | None = None

    @classmethod
    def of(
        cls,
        groups: Groups,
        lengths: Sequence[int],
        times: Sequence[np.ndarray] | None,
        assessed: Sequence[np.ndarray] | None,
        gap_s: float,
        gap_frames: int | None,
        trials: Sequence[np.ndarray] | None = None,
        balance: Sequence[np.ndarray] | None = None,
    ) -> Recordings:
        """The recordings, checked; see `plan_folds`."""
        sizes = tuple(check_whole("The length of a recording", n, 0) for n in lengths)
        for name, given in (
            ("times", times),
            ("assessed spans", assessed),
            ("lengths", sizes),
            ("trials", trials),
            ("values to balance", balance),
        ):
            if given is not None and len(given) != len(groups):
                raise InputError(
                    f"The {name} do not belong to these recordings.",
                    expected=f"one for each of {len(groups)}",
                    got=f"{len(given)}",
                )
        if gap_frames is not None:
            check_whole("gap_frames", gap_frames, 0)
        if not math.isfinite(gap_s) or gap_s < 0:
            raise ParameterError(
                "gap_s is out of range.", expected="seconds of at least 0", got=repr(gap_s)
            )
        spans = [None] * len(sizes) if assessed is None else list(assessed)
        masks = tuple(_mask(n, one) for n, one in zip(sizes, spans, strict=True))
        clocks = (
            None
            if times is None
            else tuple(_clock(n, t) for n, t in zip(sizes, times, strict=True))
        )
        numbers, names = (None, ()) if trials is None else number_trials(groups, sizes, trials)
        values = None
        if numbers is not None and balance is not None:
            values = trial_means(numbers, len(names), masks, balance)
        return cls(sizes, masks, clocks, float(gap_s), gap_frames, numbers, names, values)

    @property
    def gap_told(self) -> str:
        """The gap in words."""
        return f"{self.gap_s:g} s" if self.gap_frames is None else f"{self.gap_frames} frames"

    def around(self, number: int, first: int, stop: int) -> slice:
        """Frames of a recording from one gap before `first` to one gap after `stop - 1`.

        Raises
        ------
        InputError
            If the gap is in seconds and the recording has no times.
        """
        if self.gap_frames is not None:
            return slice(max(0, first - self.gap_frames), stop + self.gap_frames)
        if self.times_s is None:
            raise InputError(
                "A movie can only be split with a gap, and a gap in seconds needs times.",
                expected="times of the frames, or a gap in frames",
                got="neither",
            )
        clock = self.times_s[number]
        before = np.searchsorted(clock, clock[first] - self.gap_s, "left")
        after = np.searchsorted(clock, clock[stop - 1] + self.gap_s, "right")
        return slice(int(before), int(after))


def leave_out_groups(
    keys: Sequence[str],
    recordings: Recordings,
    available: Sequence[np.ndarray],
    most: int | None,
) -> list[Split]:
    """Leave out each group in turn; fewer than two splits where there are no two groups.

    Parameters
    ----------
    keys : sequence of str
        The group of each recording.
    recordings : Recordings
    available : sequence of (frames,) bool arrays
        Frames that may be trained or tested on.
    most : int, optional
        At most so many splits: groups are put together.
    """
    sizes: dict[str, int] = {}
    for key, free, counts in zip(keys, available, recordings.assessed, strict=True):
        if free.any():
            sizes[key] = sizes.get(key, 0) + int((free & counts).sum())
    together = _together({name: n for name, n in sizes.items() if n}, most)
    if len(together) < 2:
        return []
    together[0] += [name for name, n in sizes.items() if not n]  # scored, though it counts nothing
    splits = []
    for names in together:
        own = [key in names for key in keys]
        nothing = [np.zeros_like(free) for free in available]
        train = [z if o else free for o, free, z in zip(own, available, nothing, strict=True)]
        test = [free if o else z for o, free, z in zip(own, available, nothing, strict=True)]
        splits.append((names, train, test))
    return splits


def cut_blocks(
    groups: Groups, recordings: Recordings, available: Sequence[np.ndarray], n: int
) -> list[Split]:
    """Leave out each of n blocks of every movie in turn, with a gap that neither side has.

    Recordings of the same movie are cut at the same frames.  Blocks that leave nothing to train
    on make no split.
    """
    edges = _edges(groups, recordings, available, n)
    splits = []
    for number in range(n):
        train = [free.copy() for free in available]
        test = [np.zeros_like(free) for free in available]
        for index, free in enumerate(available):
            first, stop = edges[index][number : number + 2]
            test[index][first:stop] = free[first:stop]
            for a, b in true_runs(test[index]):
                train[index][recordings.around(index, a, b)] = False
        enough = _counts(train, recordings) and _counts(test, recordings)
        if not enough:
            return []
        splits.append(([f"block {number + 1} of {n}"], train, test))
    return splits


def cut_trials(
    recordings: Recordings, available: Sequence[np.ndarray], most: int | None
) -> list[Split]:
    """Leave out trials in turn, with a gap around each; frames outside of trials are on no side.

    Parameters
    ----------
    recordings : Recordings
        With trials.
    available : sequence of (frames,) bool arrays
    most : int, optional
        At most so many splits: trials are put together, in turn, so that each has some of all
        parts of a session, and of all values where trials have some.
    """
    trials = recordings.trials or ()
    free = [mask & (own >= 0) for mask, own in zip(available, trials, strict=True)]
    counted = [mask & counts for mask, counts in zip(free, recordings.assessed, strict=True)]
    n = len(recordings.trial_names)
    sizes = sum(
        (np.bincount(own[mask], minlength=n) for own, mask in zip(trials, counted, strict=True)),
        np.zeros(n, np.int64),
    )
    numbered = np.flatnonzero(sizes)
    if recordings.trial_values is None:
        together = _together({str(k): int(sizes[k]) for k in numbered}, most)
    else:
        together = dealt(numbered, recordings.trial_values[numbered], most)
    if len(together) < 2:
        return []
    splits = []
    for numbers in together:
        own = np.zeros(n, bool)
        own[list(map(int, numbers))] = True
        test = [mask & own[one] for one, mask in zip(trials, free, strict=True)]
        train = [mask & ~own[one] for one, mask in zip(trials, free, strict=True)]
        for index, tested in enumerate(test):
            for a, b in true_runs(tested):
                train[index][recordings.around(index, a, b)] = False
        if not _counts(train, recordings):
            return []
        splits.append(([recordings.trial_names[int(k)] for k in numbers], train, test))
    return splits


def _edges(
    groups: Groups, recordings: Recordings, available: Sequence[np.ndarray], n: int
) -> list[np.ndarray]:
    """For each recording the n + 1 frames at which its blocks begin and end."""
    edges: list[np.ndarray] = []
    movies: dict[str, list[int]] = {}
    for index, movie in enumerate(groups.keys("movie")):
        movies.setdefault(movie, []).append(index)
    found: dict[int, np.ndarray] = {}
    for movie, indexes in movies.items():
        lengths = {recordings.lengths[index] for index in indexes}
        if len(lengths) > 1:
            raise InputError(
                f"The recordings of the movie {movie} differ in length.",
                expected="the same frames in each",
                got=f"{sorted(lengths)} frames",
                do="give different movies different names",
            )
        counted = np.zeros(lengths.pop(), bool)
        for index in indexes:
            counted |= recordings.assessed[index] & available[index]
        total = np.cumsum(counted)
        due = [round(int(total[-1]) * k / n) if len(total) else 0 for k in range(1, n)]
        inside = np.searchsorted(total, due, "left") + 1 if len(total) else np.zeros(n - 1, int)
        for index in indexes:
            found[index] = np.array([0, *inside, len(counted)], int)
    for index in range(len(groups)):
        edges.append(found[index])
    return edges


def _together(sizes: dict[str, int], most: int | None) -> list[list[str]]:
    """Groups in at most so many bins, of about equal size; in order of first appearance."""
    names = list(sizes)
    if most is None or len(names) <= most:
        return [[name] for name in names]
    bins: list[list[str]] = [[] for _ in range(most)]
    filled = [0] * most
    for name in sorted(names, key=lambda one: (-sizes[one], names.index(one))):
        least = filled.index(min(filled))
        bins[least].append(name)
        filled[least] += sizes[name]
    ordered = [sorted(one, key=names.index) for one in bins if one]
    return sorted(ordered, key=lambda one: names.index(one[0]))


def _counts(masks: Sequence[np.ndarray], recordings: Recordings) -> bool:
    return any((m & a).any() for m, a in zip(masks, recordings.assessed, strict=True))


def _mask(n: int, spans: np.ndarray | None) -> np.ndarray:
    if spans is None:
        return np.ones(n, bool)
    mask = np.zeros(n, bool)
    for first, stop in np.asarray(spans, np.int64).reshape(-1, 2):
        if not 0 <= first <= stop <= n:
            raise InputError(
                "An assessed span is outside of its recording.",
                expected=f"frames 0 to {n}, half-open",
                got=f"[{first}, {stop})",
            )
        mask[first:stop] = True
    return mask


def _clock(n: int, times: np.ndarray) -> np.ndarray:
    clock = np.asarray(times, np.float64)
    if clock.shape != (n,) or not np.isfinite(clock).all() or (np.diff(clock) < 0).any():
        raise InputError(
            "The times of a recording cannot be used.",
            expected=f"{n} finite times in seconds that ascend",
            got=f"{clock.shape} values"
            + ("" if clock.shape != (n,) else " that do not ascend or are not finite"),
        )
    return clock
