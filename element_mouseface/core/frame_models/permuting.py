"""Labels without a relation to the rows: permuted among trials, else among movies.

What is exchanged is as long as labels hang together: a trial's labels move as one.  Within an
animal where its trials have different labels, because an animal's own level is a relation to its
rows that chance has too; among all of them where each animal has one label.  Labels of frames
without trials are shifted in time within their recording.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..learning import FoldPlan, Target
from ..learning.null import shifted


def permuted(
    plan: FoldPlan, target: Target, used: Sequence[np.ndarray], seed: int, number: int
) -> np.ndarray:
    """Values of the used rows, permuted.

    Parameters
    ----------
    plan : FoldPlan
    target : Target
    used : sequence of (rows,) bool arrays
    seed, number : int
        The permutation: the same numbers give the same one.

    Returns
    -------
    (n,) array
    """
    values = [v[u] for v, u in zip(target.values, used, strict=True)]
    if plan.recordings.trials is None:
        moved = shifted(target, seed * 1_000_003 + number)
        return np.concatenate([v[u] for v, u in zip(moved.values, used, strict=True)])
    y = np.concatenate(values)
    trial = np.concatenate([t[u] for t, u in zip(plan.recordings.trials, used, strict=True)])
    group = np.concatenate(
        [np.full(len(v), k) for v, k in zip(values, _group_numbers(plan), strict=True)]
    )
    rng = np.random.default_rng([seed, 3, number])
    parts = [group == k for k in np.unique(group)]
    if not any(len(np.unique(y[own])) > 1 for own in parts):
        return _exchanged(y, group, rng)
    moved_y = y.copy()
    for own in parts:
        moved_y[own] = _exchanged(y[own], trial[own], rng)
    return moved_y


def _group_numbers(plan: FoldPlan) -> list[int]:
    """Of each recording: the animal, else the movie."""
    keys = plan.groups.keys("animal" if plan.groups.has("animal") else "movie")
    names = list(dict.fromkeys(keys))
    return [names.index(key) for key in keys]


def _exchanged(y: np.ndarray, unit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The values of units in another order, dealt to the rows of units in their own."""
    order = np.argsort(unit, kind="stable")
    runs = np.split(order, np.flatnonzero(np.diff(unit[order])) + 1)
    dealt = np.concatenate([y[runs[k]] for k in rng.permutation(len(runs))])
    found = y.copy()
    found[order] = dealt
    return found
