"""Bouts: intervals in which a trace stays above a threshold, in seconds on the frames' clock.

A frame lasts until the next one comes.  Durations are sums of such intervals,
never frame counts over a rate, so that a variable frame rate changes nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

# Timestamps are rounded to the container's tick: equal durations may differ by this much.
_TICK_S = 1e-6


@dataclass(frozen=True)
class Bout:
    """An interval of frames, from `first_frame` on, in which a trace is high.

    `stop_s` is the end of the last frame. `peak` and `mean` are those of the trace, in its units,
    over the `n_valid` frames that have a value and a time; the mean is weighted by the frames'
    durations.

    Attributes
    ----------
    name : str
        Whose trace it is: a stimulus, or what the frames resemble.
    start_s, stop_s : float
        Start of the first frame and end of the last one.
    first_frame, n_frames : int
        Number of the first frame, and how many frames there are from first to last.
    n_valid : int
        Frames that have a value and a time.
    peak, peak_s : float
        Highest value of the trace, and when.
    mean : float
        Mean of the trace, weighted by the frames' durations.
    """

    name: str
    start_s: float
    stop_s: float
    first_frame: int
    n_frames: int
    n_valid: int
    peak: float
    peak_s: float
    mean: float

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return self.stop_s - self.start_s


def frame_ends(times_s: np.ndarray, max_gap_s: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """The end of each frame, and the frames after which the recording has a gap.

    Parameters
    ----------
    times_s : (frames,) array
        Frame times in seconds, increasing; NaN for frames without a time.
    max_gap_s : float
        A pause of more than this (and of more than five usual intervals) is a
        gap: the frame before it lasts only one usual interval.

    Returns
    -------
    ends_s : (frames,) float64 array
        NaN for frames without a time, which extend the frame before.
    gap_after : (frames,) bool array
        The last frame's is False.
    """
    times_s = np.asarray(times_s, dtype=np.float64)
    timed = np.isfinite(times_s)
    if not timed.all():
        ends_s, gap_after = np.full(len(times_s), np.nan), np.zeros(len(times_s), dtype=bool)
        ends_s[timed], gap_after[timed] = frame_ends(times_s[timed], max_gap_s)
        return ends_s, gap_after
    if len(times_s) < 2:
        return times_s.copy(), np.zeros(len(times_s), dtype=bool)
    steps = np.diff(times_s)
    usual = float(np.median(steps))
    gap = steps > max(max_gap_s, 5 * usual)
    lasts = np.append(np.where(gap, usual, steps), usual)
    return times_s + lasts, np.append(gap, False)


def above_with_hysteresis(trace: np.ndarray, enter: float, leave: float) -> np.ndarray:
    """Find frames from where the trace reaches `enter` until it falls below `leave`.

    Parameters
    ----------
    trace : (frames,) array
        NaN counts as below.
    enter, leave : float
        Thresholds in the trace's units, `leave` not above `enter`.  A NaN
        threshold is never reached.

    Returns
    -------
    (frames,) bool array
    """
    trace = np.asarray(trace, dtype=np.float64)
    starts, ends = trace >= enter, ~(trace >= leave)
    decided = np.where(starts | ends, np.arange(len(trace)), -1)
    last = np.maximum.accumulate(decided) if len(trace) else decided
    return (last >= 0) & starts[np.maximum(last, 0)]


def spans_of_mask(
    mask: np.ndarray,
    times_s: np.ndarray,
    *,
    min_s: float = 0.0,
    merge_s: float = 0.0,
    max_gap_s: float = 1.0,
    strictly_longer: bool = False,
) -> list[tuple[int, int]]:
    """Runs of True as (first, stop) frame numbers, merged and then filtered by length.

    Parameters
    ----------
    mask : (frames,) bool array
    times_s : (frames,) array
        Frame times in seconds; frames without one (NaN) neither make nor break a run.
    min_s : float
        Shorter runs are dropped.
    merge_s : float
        Two runs are merged over a gap up to this long, unless the recording has a gap there.
    max_gap_s : float
        See `frame_ends`: no run reaches across a gap.
    strictly_longer : bool
        Whether a run must last longer than `min_s`, or may equal it.
    """
    timed = np.flatnonzero(np.isfinite(times_s))
    if len(timed) < len(times_s):
        options = {"min_s": min_s, "merge_s": merge_s, "max_gap_s": max_gap_s}
        inner = spans_of_mask(
            np.asarray(mask)[timed], times_s[timed], strictly_longer=strictly_longer, **options
        )
        return [(int(timed[first]), int(timed[stop - 1]) + 1) for first, stop in inner]
    ends_s, gap_after = frame_ends(times_s, max_gap_s)
    spans: list[tuple[int, int]] = []
    for first, stop in _runs(np.asarray(mask, dtype=bool), gap_after):
        if spans:
            before = spans[-1]
            gap_s = times_s[first] - ends_s[before[1] - 1]
            if gap_s <= merge_s + _TICK_S and not gap_after[before[1] - 1 : first].any():
                spans[-1] = (before[0], stop)
                continue
        spans.append((first, stop))
    least = min_s + _TICK_S if strictly_longer else min_s - _TICK_S
    return [(a, b) for a, b in spans if ends_s[b - 1] - times_s[a] >= least]


def _runs(mask: np.ndarray, gap_after: np.ndarray) -> list[tuple[int, int]]:
    """Runs of True, split at the recording's gaps."""
    runs = []
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(np.int8), [0]])))
    for first, stop in zip(edges[::2], edges[1::2], strict=True):
        cuts = first + 1 + np.flatnonzero(gap_after[first : stop - 1])
        limits = [int(first), *map(int, cuts), int(stop)]
        runs += list(itertools.pairwise(limits))
    return runs


def bouts_of_trace(
    name: str,
    trace: np.ndarray,
    times_s: np.ndarray,
    spans: list[tuple[int, int]],
    *,
    max_gap_s: float = 1.0,
) -> list[Bout]:
    """The bouts of given spans of a trace.

    Parameters
    ----------
    name : str
        Name of the trace.
    trace : (frames,) array
    times_s : (frames,) array
        Frame times in seconds; frames without one (NaN) count in `n_frames` only.
    spans : list of (first, stop)
        From `spans_of_mask`.
    max_gap_s : float
        See `frame_ends`.
    """
    ends_s, _ = frame_ends(times_s, max_gap_s)
    rows = []
    for first, stop in spans:
        part = np.asarray(trace[first:stop], dtype=np.float64)
        finite = np.isfinite(part) & np.isfinite(times_s[first:stop])
        lasts = ends_s[first:stop] - np.asarray(times_s[first:stop], dtype=np.float64)
        peak = int(np.argmax(np.where(finite, part, -np.inf)))
        some = bool(finite.any())
        rows.append(
            Bout(
                name=name,
                start_s=float(times_s[first]),
                stop_s=float(ends_s[stop - 1]),
                first_frame=int(first),
                n_frames=int(stop - first),
                n_valid=int(finite.sum()),
                peak=float(part[peak]) if some else float("nan"),
                peak_s=float(times_s[first + peak]) if some else float("nan"),
                mean=float(np.average(part[finite], weights=lasts[finite]))
                if some
                else float("nan"),
            )
        )
    return rows


def bouts_of_traces(
    names: Sequence[str],
    traces: np.ndarray,
    times_s: np.ndarray,
    thresholds: np.ndarray,
    *,
    min_s: float = 0.2,
    merge_s: float = 0.1,
    max_gap_s: float = 1.0,
) -> list[Bout]:
    """The bouts of several traces, in order of time.

    Parameters
    ----------
    names : sequence of str
        Names of the k traces.
    traces : (frames, k) array
        NaN counts as low.
    times_s : (frames,) array
        Frame times in seconds, increasing; frames without a time (NaN) are left out.
    thresholds : (k, 2) array
        Values at which a bout begins and ends; NaN: it never begins.
    min_s, merge_s, max_gap_s : float
        See `spans_of_mask`.
    """
    times_s = np.asarray(times_s, dtype=np.float64)
    timed = np.isfinite(times_s)
    rows, above = [], np.zeros(len(times_s), dtype=bool)
    for column, name in enumerate(names):
        trace = np.asarray(traces[:, column], dtype=np.float64)
        above[timed] = above_with_hysteresis(trace[timed], *thresholds[column])
        spans = spans_of_mask(above, times_s, min_s=min_s, merge_s=merge_s, max_gap_s=max_gap_s)
        rows += bouts_of_trace(name, trace, times_s, spans, max_gap_s=max_gap_s)
    order = {name: place for place, name in enumerate(names)}
    return sorted(rows, key=lambda bout: (bout.start_s, order[bout.name]))
