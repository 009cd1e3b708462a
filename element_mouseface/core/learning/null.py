"""What chance gives: the same labels shifted in time within their recording.

A shift keeps how often and how long a class is there, and takes only its relation to the
frames away.  Shuffled frames would not do: neighbors are alike, so that a model which
learned nothing has far fewer independent frames than there are frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.stats import rankdata

from .target import Target


def shifted(target: Target, seed: int, *, least: float = 0.2) -> Target:
    """The target with the known values of each recording shifted, around its end to its begin.

    Which frames are known stays.

    Parameters
    ----------
    target : Target
    seed : int
    least : float
        The shift is at least this share of the known frames, and at most all but that.

    Returns
    -------
    Target
        With the name of the target.
    """
    rng = np.random.default_rng([seed, 1])
    values = []
    for one, known in zip(target.values, target.known, strict=True):
        moved = one.copy()
        n = int(known.sum())
        moved[known] = np.roll(one[known], _shift(n, rng, least))
        values.append(moved)
    return replace(target, values=tuple(values))


def shift_null(
    target: Target,
    scores: Sequence[np.ndarray],
    n: int = 100,
    seed: int = 0,
    *,
    least: float = 0.2,
) -> np.ndarray:
    """Areas under the ROC curve of given scores on labels that were shifted n times.

    Their mean is a half where the scores say nothing.  Where they say much it is a little
    below, by about the share of a recording that one bout takes: shifts near zero are left out.

    Parameters
    ----------
    target : Target
        Binary.
    scores : sequence of (frames,) float arrays, one a recording
        NaN where there is none.
    n, seed, least
        As in `shifted`.

    Returns
    -------
    (n,) float64 array
        NaN where the area is undefined.
    """
    rng = np.random.default_rng([seed, 2])
    used = [k & np.isfinite(s) for k, s in zip(target.known, scores, strict=True)]
    labels = [v[u].astype(np.float64) for v, u in zip(target.values, used, strict=True)]
    ranks = rankdata(np.concatenate([s[u] for s, u in zip(scores, used, strict=True)]))
    total = float(sum(one.sum() for one in labels))
    rest = len(ranks) - total
    if not total or not rest:
        return np.full(n, np.nan)
    areas = []
    for _ in range(n):
        moved = np.concatenate([np.roll(one, _shift(len(one), rng, least)) for one in labels])
        areas.append((moved @ ranks - total * (total + 1) / 2) / (total * rest))
    return np.array(areas)


def p_value(value: float, null: np.ndarray) -> float:
    """The share of chance that is as large or larger, counting the value itself.

    NaN where the value or all of chance is undefined.
    """
    null = null[np.isfinite(null)]
    if not np.isfinite(value) or not len(null):
        return float("nan")
    return float((1 + (null >= value).sum()) / (1 + len(null)))


def _shift(n: int, rng: np.random.Generator, least: float) -> int:
    low = max(1, round(n * least))
    # One number is drawn whatever the length, so that a recording does not change the others'.
    place = rng.random()
    return low + int(place * max(1, n - 2 * low + 1)) if n > 1 else 0
