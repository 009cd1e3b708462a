"""Trials of recordings: numbers over all of them, and how they are dealt to folds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...errors import InputError
from .groups import Groups


def dealt(numbers: np.ndarray, values: np.ndarray, most: int | None) -> list[list[str]]:
    """Trials in order of their values, dealt to splits forth and back: each has some of all.

    Otherwise a training set without some high ones expects less just where there is more, and
    figures over all folds are below chance where there is nothing to learn.
    """
    n = len(numbers) if most is None else min(most, len(numbers))
    order = numbers[np.argsort(values, kind="stable")]
    place = np.arange(len(order))
    turn, k = np.divmod(place, max(n, 1))
    split = np.where(turn % 2 == 0, k, n - 1 - k)
    return [[str(one) for one in np.sort(order[split == part])] for part in range(n)]


def trial_means(
    trials: Sequence[np.ndarray], n: int, masks: Sequence[np.ndarray], values: Sequence[np.ndarray]
) -> np.ndarray:
    """The mean value of each trial's frames that count; 0 of trials without any."""
    total, count = np.zeros(n), np.zeros(n)
    for own, mask, given in zip(trials, masks, values, strict=True):
        used = mask & (own >= 0)
        total += np.bincount(own[used], np.asarray(given, np.float64)[used], minlength=n)
        count += np.bincount(own[used], minlength=n)
    return total / np.maximum(count, 1)


def number_trials(
    groups: Groups, lengths: Sequence[int], trials: Sequence[np.ndarray]
) -> tuple[tuple[np.ndarray, ...], tuple[str, ...]]:
    """Numbers of trials over all recordings, and their names: two recordings of a movie share them.

    Given are numbers within each movie, -1 outside of any trial.
    """
    names: dict[str, int] = {}
    found = []
    several = len(set(groups.keys("movie"))) > 1
    for movie, n, given in zip(groups.keys("movie"), lengths, trials, strict=True):
        own = np.asarray(given)
        if own.shape != (n,) or own.dtype.kind not in "iu" or (n and own.min() < -1):
            raise InputError(
                "The trials of a recording cannot be used.",
                expected=f"{n} whole numbers, -1 outside of any trial",
                got=f"{own.dtype} of shape {own.shape}",
            )
        numbers = np.full(n, -1, np.int32)
        for trial in np.unique(own[own >= 0]).tolist():
            name = f"{movie}/trial {trial + 1}" if several else f"trial {trial + 1}"
            numbers[own == trial] = names.setdefault(name, len(names))
        found.append(numbers)
    return tuple(found), tuple(names)
