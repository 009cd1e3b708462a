"""Cutting a movie into spans, each the work of one task.

A span is a run of frames.  To begin one, a decoder starts at the last start frame
(key frame) from which the span and the frame before it can be decoded, and throws
away what comes before: that is the price of a cut.  Right after a start frame it is
one frame; a chunk that such a cut divides is put together from its pieces.  Many
short spans share the work out evenly, few long ones cost fewer beginnings.  So
several ways of cutting are laid out, their running times on the given workers worked
out, and the quickest taken.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Span", "cut_into_spans"]

#: What opening a decoder and starting a task costs, in frames of decoding.
_START_COST_FRAMES = 8.0
#: Frames differ in how long they take: the last span to end is late by this part of its length.
_UNEVENNESS = 0.1
#: What a second decoder thread adds, as a part of a decoder of its own.
_THREAD_GAIN = 0.45
#: Ways of cutting: the part of what is left that a span gets (1/shares), the fewest frames,
#: and how far a cut may be moved to a start frame, as a part of a span.
_WAYS = (
    (0, 1, 0.0),
    *(
        (shares, least, reach)
        for shares in (1, 2, 4)
        for least in (32, 128, 512, 2048, 8192)
        for reach in (0.0, 0.15, 0.4, math.inf)
    ),
)


@dataclass(frozen=True)
class Span:
    """Frames start to stop - 1, by one task with so many decoder threads."""

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
    """Cut what is unfinished into spans that `workers` get through soonest.

    Parameters
    ----------
    unfinished : iterable of int
        Chunks that are to be computed.
    n_frames, chunk_frames : int
    start_frames : array of int
        Frames at which decoding can begin, sorted, with 0 among them.
    workers : int

    Returns
    -------
    list of Span
        In the order in which they should be begun: long ones first.
    """
    runs = _runs(sorted(unfinished), n_frames, chunk_frames)
    if not runs:
        return []
    starts = np.asarray(start_frames)
    best: tuple[float, list[Span]] = (math.inf, [])
    for concurrent in sorted({workers, max(1, workers // 2), 1}, reverse=True):
        for shares, least, reach in _WAYS:
            cut = _cut(runs, starts, concurrent * shares, least, reach)
            time = _makespan(cut, starts, concurrent, workers)
            if time < best[0] * 0.999:
                threads = max(1, workers // min(concurrent, len(cut)))
                best = (time, [Span(a, b, threads) for a, b in cut])
    return sorted(best[1], key=lambda s: (s.start - s.stop, s.start))


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


def _discarded(starts: np.ndarray, frames: Sequence[int]) -> np.ndarray:
    """Frames decoded in vain if a span begins at each of `frames`."""
    first = np.asarray(frames)
    # The frame before the span is decoded too: motion is the difference to it.
    need = np.maximum(first - 1, 0)
    return first - starts[np.searchsorted(starts, need, side="right") - 1]


def _makespan(
    cut: Sequence[tuple[int, int]], starts: np.ndarray, concurrent: int, workers: int
) -> float:
    """When the last of `concurrent` workers is done, if each takes the longest span left."""
    speed = 1.0 + _THREAD_GAIN * (max(1, workers // min(concurrent, len(cut))) - 1)
    ends = [0.0] * min(concurrent, len(cut))
    late = 0.0
    by_length = sorted(cut, key=lambda s: (s[0] - s[1], s[0]))
    discarded = _discarded(starts, [start for start, _ in by_length])
    for (start, stop), vain in zip(by_length, discarded, strict=True):
        cost = (stop - start + float(vain) + _START_COST_FRAMES) / speed
        end = heapq.heappop(ends) + cost
        heapq.heappush(ends, end)
        late = max(late, end + _UNEVENNESS * cost)
    return late


def _cut(
    runs: Sequence[tuple[int, int]], starts: np.ndarray, shares: int, least: int, reach: float
) -> list[tuple[int, int]]:
    """Cut runs so that each span is about 1/shares of what is left: long ones, then short ones.

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


def _near_start_frame(starts: np.ndarray, start: int, ideal: int, stop: int, reach: float) -> int:
    """The frame after the start frame nearest to `ideal`, if one is in reach; else `ideal`."""
    if ideal >= stop:
        return stop
    at = int(np.searchsorted(starts, ideal))
    near = [int(s) + 1 for s in starts[max(0, at - 2) : at + 2]]
    fitting = [s for s in near if abs(s - ideal) <= reach and start < s < stop]
    return min(fitting, key=lambda s: abs(s - ideal), default=ideal)
