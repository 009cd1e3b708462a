"""How well bouts agree with bouts: matches one to one, their boundaries, order and time budget.

A bout of one set belongs to at most one of the other: as many pairs as can be, and among
those the pairs that overlap most.  Two bouts that touch are one here, whatever the file says,
so that labels of frames and of intervals are judged alike.

The measures are those of the field: F1 at an overlap and the segmental edit score as in
Lea et al. 2017 (CVPR), with intersection over union as the overlap.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...errors import LabelsError
from ..events.bouts import frame_ends
from .labels import Labels, mask_of, runs_of

#: intersection over union that makes two bouts a match
OVERLAPS = (0.1, 0.25, 0.5)


def match_bouts(
    true: np.ndarray, predicted: np.ndarray, overlap: float
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of bouts, each bout in one pair at most.

    Parameters
    ----------
    true, predicted : (n, 2) and (m, 2) int arrays
        Half-open intervals, sorted, not overlapping among themselves.
    overlap : float
        Least intersection over union of a pair.

    Returns
    -------
    pairs : (p, 2) int64 array
        Rows of `true` and of `predicted`: as many pairs as there can be and, among those,
        the ones with the largest sum of overlaps.
    iou : (p,) float64 array
        Their intersection over union.
    """
    pairs, iou = _overlapping(np.asarray(true), np.asarray(predicted))
    kept = iou >= overlap
    pairs, iou = pairs[kept], iou[kept]
    # Sorted intervals cannot cross: the pairs form one sequence, in which those that exclude
    # each other stand side by side.  So the best choice is found from left to right.
    worth = 1 + iou / (2 * len(iou) + 2)
    best = np.zeros(len(pairs) + 1)
    before = np.zeros(len(pairs), dtype=np.int64)
    free = 0
    for k in range(len(pairs)):
        while free < k and (pairs[free] < pairs[k]).all():
            free += 1
        before[k] = free
        best[k + 1] = max(best[k], best[free] + worth[k])
    chosen, k = [], len(pairs)
    while k:
        if best[k] == best[k - 1]:
            k -= 1
        else:
            chosen.append(k - 1)
            k = int(before[k - 1])
    order = np.array(chosen[::-1], dtype=np.int64)
    return pairs[order], iou[order]


def _overlapping(true: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All pairs with a frame in common, and their intersection over union."""
    lows = np.searchsorted(predicted[:, 1], true[:, 0], side="right")
    highs = np.searchsorted(predicted[:, 0], true[:, 1], side="left")
    counts = np.maximum(highs - lows, 0)
    rows = np.repeat(np.arange(len(true)), counts)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    columns = np.arange(counts.sum()) - starts + np.repeat(lows, counts)
    a, b = true[rows], predicted[columns]
    common = np.minimum(a[:, 1], b[:, 1]) - np.maximum(a[:, 0], b[:, 0])
    union = np.maximum(a[:, 1], b[:, 1]) - np.minimum(a[:, 0], b[:, 0])
    return np.stack([rows, columns], axis=1).astype(np.int64), common / union


def edit_score(true: Sequence[Hashable], predicted: Sequence[Hashable]) -> float:
    """How much the order of segments is alike: one less the normalized edit distance.

    Parameters
    ----------
    true, predicted : sequences
        Names of segments in order.

    Returns
    -------
    float
        1 for the same order, 0 for nothing in common; NaN where both are empty.
    """
    longest = max(len(true), len(predicted))
    if not longest:
        return float("nan")
    codes: dict[Hashable, int] = {}
    a = [codes.setdefault(name, len(codes)) for name in true]
    b = np.array([codes.setdefault(name, len(codes)) for name in predicted], dtype=np.int64)
    steps = np.arange(len(b) + 1)
    row = steps.copy()
    for count, name in enumerate(a, start=1):
        replaced = row[:-1] + (b != name)
        fresh = np.concatenate([[count], np.minimum(row[1:] + 1, replaced)])
        row = np.minimum.accumulate(fresh - steps) + steps  # insertions run along the row
    return float(1 - row[-1] / longest)


@dataclass(frozen=True)
class BoutComparison:
    """How bouts of a behavior agree with those that are taken for true.

    Counts and lists, so that those of several movies can be `pooled`.

    Attributes
    ----------
    n_true, n_predicted : int
        Bouts.
    matched : mapping of float to int
        Pairs at each overlap.
    onset_frames, offset_frames : (pairs,) int64 array
        Predicted less true, of the pairs at the lowest overlap; those at the edge of the
        assessed spans, where a bout may have been cut, are left out.
    onset_ms, offset_ms : (pairs,) float64 array
        The same in milliseconds; NaN where a frame has no time.
    true_s, predicted_s, assessed_s : float
        Time spent in the behavior, and looked at, in seconds.
    """

    n_true: int
    n_predicted: int
    matched: Mapping[float, int]
    onset_frames: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    offset_frames: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))
    onset_ms: np.ndarray = field(default_factory=lambda: np.zeros(0))
    offset_ms: np.ndarray = field(default_factory=lambda: np.zeros(0))
    true_s: float = 0.0
    predicted_s: float = 0.0
    assessed_s: float = 0.0

    def precision(self, overlap: float) -> float:
        """Part of the predicted bouts that are matched; NaN where there is none."""
        return self.matched[overlap] / self.n_predicted if self.n_predicted else float("nan")

    def recall(self, overlap: float) -> float:
        """Part of the true bouts that are matched; NaN where there is none."""
        return self.matched[overlap] / self.n_true if self.n_true else float("nan")

    def f1(self, overlap: float) -> float:
        """Harmonic mean of the two; NaN where there is no bout in either."""
        both = self.n_true + self.n_predicted
        return 2 * self.matched[overlap] / both if both else float("nan")

    @property
    def time_budget_error(self) -> float:
        """Predicted less true time, as a part of the true time; NaN where that is zero."""
        return (self.predicted_s - self.true_s) / self.true_s if self.true_s else float("nan")

    def boundary_errors(self) -> dict[str, float]:
        """Median and 90th percentile of the absolute onset and offset errors; NaN without any."""
        found: dict[str, float] = {}
        for name in ("onset_frames", "offset_frames", "onset_ms", "offset_ms"):
            errors = np.abs(np.asarray(getattr(self, name), dtype=np.float64))
            errors = errors[np.isfinite(errors)]
            for word, part in (("median", 50), ("p90", 90)):
                value = np.percentile(errors, part) if len(errors) else np.nan
                found[f"{name}_{word}"] = float(value)
        return found


def compare_masks(
    true: np.ndarray,
    predicted: np.ndarray,
    times_s: np.ndarray,
    *,
    assessed: np.ndarray | None = None,
    overlaps: Sequence[float] = OVERLAPS,
) -> BoutComparison:
    """Compare the bouts of one behavior, frame masks given.

    Parameters
    ----------
    true, predicted : (frames,) bool array
    times_s : (frames,) array
        Frame times in seconds, increasing; NaN for frames without one.
    assessed : (frames,) bool array, optional
        Frames that count; bouts are cut where it is False.  None: all.
    overlaps : sequence of float
        Least intersection over union of a match, in (0, 1].
    """
    n = len(true)
    known = np.ones(n, dtype=bool) if assessed is None else np.asarray(assessed, dtype=bool)
    true, predicted = (
        np.asarray(true, dtype=bool) & known,
        np.asarray(predicted, dtype=bool) & known,
    )
    times_s = np.asarray(times_s, dtype=np.float64)
    ends_s, _ = frame_ends(times_s)
    lasts_s = np.nan_to_num(ends_s - times_s)
    a, b = runs_of(true), runs_of(predicted)
    pairs = {overlap: match_bouts(a, b, overlap)[0] for overlap in overlaps}
    first = pairs[min(overlaps)]
    cut = runs_of(known)
    onsets = _inner(a[first[:, 0], 0], b[first[:, 1], 0], cut[:, 0])
    offsets = _inner(a[first[:, 0], 1], b[first[:, 1], 1], cut[:, 1])
    edges_s = np.append(times_s, ends_s[-1:])[: n + 1]
    return BoutComparison(
        len(a),
        len(b),
        {overlap: len(found) for overlap, found in pairs.items()},
        *(pair[:, 1] - pair[:, 0] for pair in (onsets, offsets)),
        *(1e3 * (edges_s[pair[:, 1]] - edges_s[pair[:, 0]]) for pair in (onsets, offsets)),
        *(float(lasts_s[mask].sum()) for mask in (true, predicted, known)),
    )


def _inner(true: np.ndarray, predicted: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """Pairs of boundaries neither of which is where looking began or ended."""
    inner = ~(np.isin(true, cuts) | np.isin(predicted, cuts))
    return np.stack([true[inner], predicted[inner]], axis=1).astype(np.int64)


def compare_bouts(
    true: Labels,
    predicted: Labels,
    times_s: np.ndarray,
    *,
    overlaps: Sequence[float] = OVERLAPS,
) -> dict[str, BoutComparison]:
    """Compare the bouts of each behavior, over the frames that both looked at.

    Parameters
    ----------
    true, predicted : Labels
        Of one movie.  Behaviors that only one of them has are left out.
    times_s : (n_frames,) array
        Frame times in seconds.
    overlaps : sequence of float
        See `compare_masks`.

    Raises
    ------
    LabelsError
        If they are of another number of frames, or share no behavior.
    """
    found = {}
    for name in check_pair(true, predicted, times_s):
        a, b = (mask_of(one.bouts[name], one.n_frames) for one in (true, predicted))
        looked = [mask_of(one.assessed[name], one.n_frames) for one in (true, predicted)]
        known = looked[0] & looked[1]
        found[name] = compare_masks(a, b, times_s, assessed=known, overlaps=overlaps)
    return found


def check_pair(a: Labels, b: Labels, times_s: np.ndarray) -> tuple[str, ...]:
    """Names of the behaviors that two labels of one movie share.

    Raises
    ------
    LabelsError
        If they are of another number of frames than each other or the times, or share none.
    """
    lengths = (a.n_frames, b.n_frames, len(times_s))
    if len(set(lengths)) > 1:
        raise LabelsError(
            "These labels cannot be compared.",
            expected="two labels of one movie, and a time for each of its frames",
            got="{} and {} frames, and {} times".format(*lengths),
        )
    shared = tuple(name for name in a.ethogram.names if name in b.ethogram.names)
    if not shared:
        raise LabelsError(
            "These labels have no behavior in common.",
            expected=", ".join(map(repr, a.ethogram.names)),
            got=", ".join(map(repr, b.ethogram.names)),
            do="rename the behaviors of one of them",
        )
    return shared


def order_score(true: Labels, predicted: Labels) -> float:
    """Segmental edit score of all behaviors: are the same ones seen in the same order?

    Bouts are in the order of their onsets; two at the same frame, in that of the ethogram.
    Frames without a behavior are no segment.  Only frames that both looked at, for all
    shared behaviors, count.

    Returns
    -------
    float
        From 0 to 1; NaN where neither has a bout.
    """
    shared = [name for name in true.ethogram.names if name in predicted.ethogram.names]
    known = np.ones(true.n_frames, dtype=bool)
    for name in shared:
        for one in (true, predicted):
            known &= mask_of(one.assessed[name], one.n_frames)
    orders = []
    for one in (true, predicted):
        runs = [
            (int(first), place)
            for place, name in enumerate(shared)
            for first in runs_of(mask_of(one.bouts[name], one.n_frames) & known)[:, 0]
        ]
        orders.append([place for _, place in sorted(runs)])
    return edit_score(*orders)


def pooled(comparisons: Iterable[BoutComparison]) -> BoutComparison:
    """The comparisons of several movies as one: counts and times added, errors joined.

    Raises
    ------
    LabelsError
        If there is none, or they are at other overlaps.
    """
    found = list(comparisons)
    if not found or len({tuple(one.matched) for one in found}) > 1:
        raise LabelsError(
            "These comparisons cannot be pooled.",
            expected="one or more, at the same overlaps",
            got=f"{len(found)}: {sorted({tuple(one.matched) for one in found})}",
        )
    matched = {at: sum(one.matched[at] for one in found) for at in found[0].matched}
    return BoutComparison(
        sum(one.n_true for one in found),
        sum(one.n_predicted for one in found),
        matched,
        np.concatenate([one.onset_frames for one in found]),
        np.concatenate([one.offset_frames for one in found]),
        np.concatenate([one.onset_ms for one in found]),
        np.concatenate([one.offset_ms for one in found]),
        sum(one.true_s for one in found),
        sum(one.predicted_s for one in found),
        sum(one.assessed_s for one in found),
    )
