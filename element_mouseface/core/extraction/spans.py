"""Split a movie into spans, one per task.

A span is a run of frames. A decoder starts at the last start frame (key frame) from which the span
and the frame before it can be decoded, and discards earlier frames: that is the cost of a cut. For
a cut right after a start frame it is one frame; a chunk divided by such a cut is assembled from its
pieces. Many short spans balance the work, few long spans have fewer discarded frames. So several
ways of cutting are compared by their running times on the given workers, and the fastest is used.
"""

from __future__ import annotations

import bisect
import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

#: Cost of a discarded frame, which is decoded only, in frames.
_VAIN_COST = 0.75
#: Cost of opening a decoder and starting a task, in frames.
_START_COST_FRAMES = 8.0
#: Frames take different times: the last span ends late by this part of its length.
_UNEVENNESS = 0.1
#: Speed that a second decoder thread adds, relative to a separate decoder.
_THREAD_GAIN = 0.45
#: Ways of cutting: the part of the remaining frames in a span (1/shares), the fewest frames,
#: and how far a cut may move to a start frame, as a part of a span.
_WAYS = (
    (0, 1, 0.0),
    *(
        (shares, least, reach)
        for shares in (1, 2, 4)
        for least in (32, 128, 512, 2048, 8192)
        for reach in (0.0, 0.15, 0.4, math.inf)
    ),
)
#: Limits of moving cuts: frames of a step, best ways tried times workers, and spans: the
#: search must cost less than it gains.
_STEPS = (128, 64, 32, 16, 8)
_MOST_EVENED = 16
_MOST_SPANS_EVENED = 64
#: Discarded frames are accepted if the time saved by all workers is at least this part of them.
_WORTH = 0.5

_Cut = tuple[tuple[int, int], ...]
"""Spans as (start, stop), in the order of their frames."""


@dataclass(frozen=True)
class Span:
    """A span: frames start to stop - 1, for one task with a number of decoder threads."""

    start: int
    stop: int
    decoder_threads: int = 1


def cut_into_spans(
    unfinished: Iterable[int],
    n_frames: int,
    chunk_frames: int,
    start_frames: Sequence[int] | np.ndarray,
    workers: int,
) -> list[Span]:
    """Split unfinished frames into the spans that `workers` finish first.

    Parameters
    ----------
    unfinished : iterable of int
        Chunks to compute.
    n_frames, chunk_frames : int
    start_frames : array of int
        Frames at which decoding can begin, sorted, with 0 among them.
    workers : int

    Returns
    -------
    list of Span
        In the order in which they should start: long ones first.
    """
    runs = _runs(sorted(unfinished), n_frames, chunk_frames)
    if not runs:
        return []
    starts = [int(s) for s in start_frames]
    plans: dict[tuple[tuple[int, int], ...], tuple[float, int]] = {}
    for concurrent in sorted({workers, max(1, workers // 2), 1}, reverse=True):
        for shares, least, reach in _WAYS:
            cut = _cut(runs, starts, concurrent * shares, least, reach)
            time = _makespan(cut, starts, concurrent, workers)
            plans[tuple(cut)] = min((time, concurrent), plans.get(tuple(cut), (math.inf, 1)))
    promising = sorted(plans, key=lambda cut: plans[cut][0])[: max(1, _MOST_EVENED // workers)]
    evened = [(*_evened(cut, starts, plans[cut][1], workers), plans[cut][1]) for cut in promising]
    _, best, concurrent = min(evened, key=lambda plan: plan[0])
    threads = max(1, workers // min(concurrent, len(best)))
    return [Span(a, b, threads) for a, b in sorted(best, key=_longest_first)]


def _runs(chunks: Sequence[int], n_frames: int, chunk_frames: int) -> list[tuple[int, int]]:
    """Frames of consecutive chunks, as (start, stop)."""
    runs: list[tuple[int, int]] = []
    for chunk in chunks:
        start, stop = chunk * chunk_frames, min((chunk + 1) * chunk_frames, n_frames)
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], stop)
        else:
            runs.append((start, stop))
    return runs


def _longest_first(span: tuple[int, int]) -> tuple[int, int]:
    return span[0] - span[1], span[0]


def _discarded(starts: Sequence[int], first: int) -> int:
    """Number of discarded frames if a span begins at frame `first`."""
    # The frame before the span is decoded too: motion is the difference to it.
    return first - starts[bisect.bisect_right(starts, max(first - 1, 0)) - 1]


def _makespan(
    cut: Sequence[tuple[int, int]], starts: Sequence[int], concurrent: int, workers: int
) -> float:
    """Time when the last of `concurrent` workers ends, if each takes the longest span left."""
    speed = 1.0 + _THREAD_GAIN * (max(1, workers // min(concurrent, len(cut))) - 1)
    uneven = _UNEVENNESS if workers > 1 else 0.0  # a single worker waits for nobody
    ends = [0.0] * min(concurrent, len(cut))
    late = 0.0
    for start, stop in sorted(cut, key=_longest_first):
        vain = _VAIN_COST * _discarded(starts, start)
        cost = (stop - start + vain + _START_COST_FRAMES) / speed
        end = ends[0] + cost
        heapq.heapreplace(ends, end)
        late = max(late, end + uneven * cost)
    return late


def _evened(cut: _Cut, starts: Sequence[int], concurrent: int, workers: int) -> tuple[float, _Cut]:
    """Move the cuts beside the spans that end last while that helps; returns the end time.

    Cuts are first placed right after start frames. If these do not divide the work evenly, a few
    discarded frames cost less than a waiting worker.
    """
    time, vain = _makespan(cut, starts, concurrent, workers), _discarded_time(cut, starts)
    if len(cut) > _MOST_SPANS_EVENED:
        return time, cut
    for step in _STEPS:
        last = set(sorted(cut, key=_longest_first)[-2 * concurrent :])
        for at in [i for i in range(1, len(cut)) if cut[i] in last]:
            for move in (step, -step):
                if not (moved := _with_cut_moved(cut, at, move)):
                    continue
                sooner = time - _makespan(moved, starts, concurrent, workers)
                more = _discarded_time(moved, starts) - vain
                if sooner > max(0.0, _WORTH * more / workers):
                    cut, time, vain = moved, time - sooner, vain + more
    return time, cut


def _discarded_time(cut: _Cut, starts: Sequence[int]) -> float:
    return _VAIN_COST * sum(_discarded(starts, start) for start, _ in cut)


def _with_cut_moved(cut: _Cut, at: int, move: int) -> _Cut | None:
    """Move the cut between spans `at` - 1 and `at`; None if there is none or a span vanishes."""
    (before, end), (start, stop) = cut[at - 1], cut[at]
    if end != start or not before < start + move < stop:
        return None
    return (*cut[: at - 1], (before, start + move), (start + move, stop), *cut[at + 1 :])


def _cut(
    runs: Sequence[tuple[int, int]], starts: Sequence[int], shares: int, least: int, reach: float
) -> list[tuple[int, int]]:
    """Cut runs so that each span is about 1/shares of what remains: long ones, then short ones.

    Zero shares leaves the runs whole.
    """
    left = sum(stop - start for start, stop in runs)
    spans = []
    for begin, stop in runs:
        start = begin
        while shares and stop - start > least:
            size = max(least, math.ceil(left / shares))
            end = _near_start_frame(starts, start, start + size, stop, reach * size)
            spans.append((start, end))
            left -= end - start
            start = end
        if start < stop:
            spans.append((start, stop))
            left -= stop - start
    return spans


def _near_start_frame(
    starts: Sequence[int], start: int, ideal: int, stop: int, reach: float
) -> int:
    """The frame after the start frame nearest to `ideal`, if within reach; else `ideal`."""
    if ideal >= stop:
        return stop
    at = bisect.bisect_left(starts, ideal)
    near = [s + 1 for s in starts[max(0, at - 2) : at + 2]]
    fitting = [s for s in near if abs(s - ideal) <= reach and start < s < stop]
    return min(fitting, key=lambda s: abs(s - ideal), default=ideal)
