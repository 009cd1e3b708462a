"""Clusters against stimuli, recordings and movement, with chance that respects time.

Frames of one trial are alike whatever the stimulus, so that frames are never shuffled.  Chance of
stimuli comes from names that are shuffled among the trials of a recording; that of stimuli and
baseline together, and of movement, from what is shifted in time within the recording.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial, prod

import numpy as np

from ..learning.null import p_value
from .rows import BASELINE, ComparisonRow
from .sampling import Sample, condition_of
from .sources import StructureSource

ADJUSTED_RAND = "adjusted_rand"
MUTUAL_INFORMATION = "adjusted_mutual_information"
CORRELATION_RATIO = "correlation_ratio"
#: Of the frames' components, whatever the clusters.
VARIANCE_SHARE = "variance_share"
#: A shift is at least this share of a recording, and at most all but that.
_LEAST_SHIFT = 0.1
#: What is smaller is the rounding of a difference that is 0.
_ROUNDING = 1e-12

OfTable = Callable[[np.ndarray], float]
"""A measure of how far two divisions of the same frames agree, from how often both are."""


def correlation_ratio(labels: np.ndarray, values: np.ndarray) -> float:
    """Share of the variance of values that lies between clusters (eta squared); NaN without any.

    Parameters
    ----------
    labels : (n,) int array
    values : (n,) or (n, k) float array
        Of several columns the variances are summed.
    """
    table = np.asarray(values, np.float64).reshape(len(labels), -1)
    table = table - table.mean(axis=0)
    total = float((table**2).sum())
    if not total > 0:
        return float("nan")
    counts = np.bincount(labels)
    sums = np.stack([np.bincount(labels, column) for column in table.T])
    between = float((sums**2 / np.maximum(counts, 1)).sum())
    return between / total if between > _ROUNDING * total else 0.0


def both_counts(labels: np.ndarray, names: np.ndarray) -> np.ndarray:
    """How many frames have each label (rows) and each name (columns): int64, no empty ones."""
    width = int(names.max()) + 1
    flat = np.bincount(labels * width + names, minlength=(int(labels.max()) + 1) * width)
    table = flat.reshape(-1, width).astype(np.int64)
    return table[table.any(axis=1)][:, table.any(axis=0)]


def adjusted_rand(table: np.ndarray) -> float:
    """The adjusted Rand index (Hubert & Arabie 1985): 0 by chance, 1 for the same division."""
    both, one, other = (_pairs(t) for t in (table, table.sum(axis=1), table.sum(axis=0)))
    by_chance = one * other / max(_pairs(table.sum()), 1e-300)
    largest = (one + other) / 2
    return 1.0 if largest == by_chance else float((both - by_chance) / (largest - by_chance))


def adjusted_mutual_information(table: np.ndarray) -> float:
    """Mutual information less its chance, as a share of the mean entropy (Vinh et al. 2010)."""
    from sklearn.metrics.cluster import expected_mutual_information

    if table.shape == (1, 1):
        return 1.0
    if 1 in table.shape:
        return 0.0
    n = int(table.sum())
    share = table / n
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    seen = share > 0
    information = float((share[seen] * np.log(share[seen] / np.outer(rows, columns)[seen])).sum())
    by_chance = float(expected_mutual_information(table, n))
    entropy = -float((rows * np.log(rows)).sum() + (columns * np.log(columns)).sum()) / 2
    left = entropy - by_chance
    return (information - by_chance) / left if abs(left) > _ROUNDING else 0.0


def names_ratio(table: np.ndarray) -> float:
    """The correlation ratio of names: of a column of 0 and 1 for each (Goodman & Kruskal 1954)."""
    n = table.sum()
    chance = float(((table.sum(axis=0) / n) ** 2).sum())
    if chance >= 1:
        return float("nan")
    known = float((table**2 / table.sum(axis=1, keepdims=True)).sum() / n)
    found = (known - chance) / (1 - chance)
    return 0.0 if abs(found) < _ROUNDING else found


def _pairs(counts: np.ndarray | int) -> float:
    counts = np.asarray(counts, np.float64)
    return float((counts * (counts - 1) / 2).sum())


OF_NAMES: dict[str, OfTable] = {
    ADJUSTED_RAND: adjusted_rand,
    MUTUAL_INFORMATION: adjusted_mutual_information,
    CORRELATION_RATIO: names_ratio,
}


def compare_clusters(
    labels: np.ndarray,
    scores: np.ndarray,
    sample: Sample,
    times_s: np.ndarray,
    sources: Sequence[StructureSource],
    measures: dict[str, np.ndarray],
    margin_s: float,
    permutations: int,
    seed: int,
) -> tuple[ComparisonRow, ...]:
    """All comparisons of clusters that the recordings allow.

    Parameters
    ----------
    labels : (n,) int array
        Clusters.
    scores : (n, components) array
        Of which recordings and stimuli explain a share, whatever the clusters.
    sample : Sample
    times_s : (n,) float array
    sources : sequence of StructureSource
    measures : mapping of str to (n,) or (n, 2) array
    margin_s : float
    permutations, seed : int
    """
    found = _of_stimuli(labels, scores, sample, permutations, seed)
    found += _of_baseline(labels, sample, times_s, sources, margin_s, permutations, seed)
    found += _of_groups(labels, scores, sample, sources)
    within = {**measures, "time": _time_in_recording(sample.recording, times_s)}
    for name, values in within.items():
        known = np.isfinite(values.reshape(len(labels), -1)).all(axis=1)
        if known.sum() > 2:
            given = labels[known], values[known], sample.recording[known]
            found.append(_of_measure(name, *given, permutations, seed))
    return tuple(found)


def trial_orders(recording: Sequence[int], names: Sequence[str]) -> int:
    """In how many ways the names of trials can be ordered within their recordings."""
    total = 1
    for k in set(recording):
        own = [name for one, name in zip(recording, names, strict=True) if one == k]
        total *= factorial(len(own)) // prod(factorial(own.count(n)) for n in set(own))
    return total


def _of_stimuli(
    labels: np.ndarray, scores: np.ndarray, sample: Sample, permutations: int, seed: int
) -> list[ComparisonRow]:
    """Of frames within trials: names shuffled among the trials of each recording."""
    inside = sample.trial > 0
    if not inside.any():
        return []
    keys = np.stack([sample.recording[inside], sample.trial[inside]], axis=1)
    trials, of_frame = np.unique(keys, axis=0, return_inverse=True)
    of_frame = of_frame.reshape(-1)
    names = np.empty(len(trials), np.int64)
    names[of_frame] = sample.stimulus[inside]
    if len(np.unique(names)) < 2:
        return []
    orders = trial_orders(trials[:, 0].tolist(), [str(n) for n in names.tolist()])
    rng = np.random.default_rng([seed, 4])
    drawn = [names]
    for _ in range(permutations):
        mixed = names.copy()
        for k in np.unique(trials[:, 0]):
            mixed[trials[:, 0] == k] = rng.permutation(mixed[trials[:, 0] == k])
        drawn.append(mixed)
    least = max(1 / orders, 1 / (1 + permutations))
    tables = [both_counts(labels[inside], one[of_frame]) for one in drawn]
    shares = [correlation_ratio(one[of_frame], scores[inside]) for one in drawn]
    share = _row("stimulus", VARIANCE_SHARE, shares, "trials", least, int(inside.sum()))
    return [*_rows("stimulus", tables, "trials", least), share]


def _of_baseline(
    labels: np.ndarray,
    sample: Sample,
    times_s: np.ndarray,
    sources: Sequence[StructureSource],
    margin_s: float,
    permutations: int,
    seed: int,
) -> list[ComparisonRow]:
    """Of all frames with events: stimulus or baseline, with events shifted in time."""
    if BASELINE not in sample.stimuli or len(np.unique(sample.stimulus)) < 2:
        return []
    rng = np.random.default_rng([seed, 5])
    shifted = np.full((permutations + 1, len(labels)), -1, np.int64)
    shifted[0] = sample.stimulus
    number = {name: k for k, name in enumerate(sample.stimuli)}
    for k, source in enumerate(sources):
        own = np.flatnonzero(sample.recording == k)
        if source.events is None or not len(own):
            continue
        names = np.array(
            [number[BASELINE], *(number.get(e.name, -1) for e in source.events.rows), -1]
        )
        for draw in range(1, permutations + 1):
            moved = _moved(times_s[own], rng)
            shifted[draw, own] = names[condition_of(source.events, moved, margin_s)]
    has_events = np.array([s.events is not None for s in sources])[sample.recording]
    known = [has_events & (one >= 0) for one in shifted]
    tables = [
        both_counts(labels[some], one[some])
        for one, some in zip(shifted, known, strict=True)
        if some.any()
    ]
    return _rows("stimulus_or_baseline", tables, "shift", 1 / (1 + permutations))


def _moved(times_s: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Times shifted by a share of their span, around its end to its begin."""
    start, span = times_s.min(), max(float(np.ptp(times_s)), 1e-9)
    by = rng.uniform(_LEAST_SHIFT, 1 - _LEAST_SHIFT) * span
    return start + (times_s - start + by) % span


def _of_groups(
    labels: np.ndarray, scores: np.ndarray, sample: Sample, sources: Sequence[StructureSource]
) -> list[ComparisonRow]:
    """Against recordings, sessions and animals, of which chance is not drawn."""
    groups: dict[str, list[str | None]] = {
        "recording": [str(k) for k in range(len(sources))],
        "session": [
            s.session if s.session is None else f"{s.animal or ''}/{s.session}" for s in sources
        ],
        "animal": [s.animal for s in sources],
    }
    found = []
    for name, keys in groups.items():
        if None in keys or len(set(keys)) < 2:
            continue
        codes = np.unique([str(key) for key in keys], return_inverse=True)[1][sample.recording]
        found += _rows(name, [both_counts(labels, codes)], "none", np.nan)
        share = [correlation_ratio(codes, scores)]
        found.append(_row(name, VARIANCE_SHARE, share, "none", np.nan, len(labels)))
    return found


def _of_measure(
    name: str,
    labels: np.ndarray,
    values: np.ndarray,
    recording: np.ndarray,
    permutations: int,
    seed: int,
) -> ComparisonRow:
    """Clusters shifted along the sample of each recording, in order of time."""
    rng = np.random.default_rng([seed, 6])
    found = [correlation_ratio(labels, values)]
    for _ in range(permutations):
        moved = labels.copy()
        for k in np.unique(recording):
            own = np.flatnonzero(recording == k)
            least = max(1, int(_LEAST_SHIFT * len(own)))
            by = int(rng.integers(least, max(least + 1, len(own) - least + 1)))
            moved[own] = np.roll(labels[own], by)
        found.append(correlation_ratio(moved, values))
    return _row(name, CORRELATION_RATIO, found, "shift", 1 / (1 + permutations), len(labels))


def _time_in_recording(recording: np.ndarray, times_s: np.ndarray) -> np.ndarray:
    """From 0 at the first to 1 at the last sampled frame of each recording."""
    found = np.zeros(len(times_s))
    for k in np.unique(recording):
        own = times_s[recording == k]
        found[recording == k] = (own - own.min()) / max(float(np.ptp(own)), 1e-9)
    return found


def _rows(
    against: str, tables: Sequence[np.ndarray], null: str, least_p: float
) -> list[ComparisonRow]:
    n = int(tables[0].sum())
    return [
        _row(against, name, [of(table) for table in tables], null, least_p, n)
        for name, of in OF_NAMES.items()
    ]


def _row(
    against: str,
    measure: str,
    values: Sequence[float],
    null: str,
    least_p: float,
    n: int,
) -> ComparisonRow:
    """The first value is what was found, the others are chance."""
    chance = np.array(values[1:], np.float64)
    known = chance[np.isfinite(chance)]
    low, middle, high = np.quantile(known, [0.025, 0.5, 0.975]) if len(known) else [np.nan] * 3
    return ComparisonRow(
        against, measure, float(values[0]), null, float(middle), float(low), float(high),
        p_value(values[0], chance), float(least_p), n,
    )  # fmt: skip
