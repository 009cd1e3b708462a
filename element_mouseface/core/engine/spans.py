"""Cutting a movie into spans, each the work of one task.

A span is a run of unfinished chunks.  To begin one, a decoder starts at the
last start frame before it and throws away what comes before the span: that is
the price of a cut, and it differs from boundary to boundary.  Many short spans
share the work out evenly, few long ones throw less away.  So several ways of
cutting are laid out, their running times on the given workers worked out, and
the quickest taken.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

__all__ = ["Span", "cut_into_spans"]

#: What opening a decoder and starting a task costs, in frames of decoding.
_START_COST_FRAMES = 12.0
#: Frames differ in how long they take: the last span to end is late by this part of its length.
_UNEVENNESS = 0.15
#: What a second decoder thread adds, as a part of a decoder of its own.
_THREAD_GAIN = 0.45
#: Ways of cutting: the part of what is left that a span gets (1/shares), and the fewest chunks.
_WAYS = ((0, 1), *((shares, least) for shares in (1, 2, 4) for least in (1, 3, 8, 20)))


@dataclass(frozen=True)
class Span:
    """Chunks first_chunk to stop_chunk - 1, by one task with so many decoder threads."""

    first_chunk: int
    stop_chunk: int
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
    runs = _runs(sorted(unfinished))
    if not runs:
        return []
    costs = _Costs(n_frames, chunk_frames, np.asarray(start_frames))
    best: tuple[float, list[Span]] = (math.inf, [])
    for concurrent in sorted({workers, max(1, workers // 2), 1}, reverse=True):
        for shares, least in _WAYS:
            cut = _cut(runs, costs, concurrent * shares, least)
            time = costs.makespan(cut, concurrent, workers)
            if time < best[0] * 0.999:
                threads = max(1, workers // min(concurrent, len(cut)))
                best = (time, [Span(a, b, threads) for a, b in cut])
    return sorted(best[1], key=lambda s: (s.first_chunk - s.stop_chunk, s.first_chunk))


def _runs(chunks: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for chunk in chunks:
        if runs and runs[-1][1] == chunk:
            runs[-1] = (runs[-1][0], chunk + 1)
        else:
            runs.append((chunk, chunk + 1))
    return runs


class _Costs:
    """Frames of decoding that spans cost."""

    def __init__(self, n_frames: int, chunk_frames: int, start_frames: np.ndarray):
        self.n_frames, self.chunk_frames = n_frames, chunk_frames
        n_chunks = -(-n_frames // chunk_frames)
        first = np.arange(n_chunks) * chunk_frames
        # The frame before the span is decoded too: motion is the difference to it.
        need = np.maximum(first - 1, 0)
        begin = np.asarray(start_frames)[np.searchsorted(start_frames, need, side="right") - 1]
        self.discarded = (first - begin).astype(float)

    def of(self, first_chunk: int, stop_chunk: int) -> float:
        stop = min(stop_chunk * self.chunk_frames, self.n_frames)
        wanted = stop - first_chunk * self.chunk_frames
        return wanted + self.discarded[first_chunk] + _START_COST_FRAMES

    def makespan(self, cut: Sequence[tuple[int, int]], concurrent: int, workers: int) -> float:
        """When the last of `concurrent` workers is done, if each takes the longest span left."""
        speed = 1.0 + _THREAD_GAIN * (max(1, workers // min(concurrent, len(cut))) - 1)
        ends = [0.0] * min(concurrent, len(cut))
        late = 0.0
        for first, stop in sorted(cut, key=lambda s: (s[0] - s[1], s[0])):
            cost = self.of(first, stop) / speed
            end = heapq.heappop(ends) + cost
            heapq.heappush(ends, end)
            late = max(late, end + _UNEVENNESS * cost)
        return late


def _cut(
    runs: Sequence[tuple[int, int]], costs: _Costs, shares: int, least: int
) -> list[tuple[int, int]]:
    """Cut runs so that each span is about 1/shares of what is left: long ones, then short ones.

    Zero shares leaves the runs whole.
    """
    left = sum(stop - first for first, stop in runs)
    spans = []
    for first, stop in runs:
        while shares and first < stop:
            size = max(least, round(left / shares))
            end = _cheapest(costs.discarded, first, min(first + size, stop), stop, size)
            spans.append((first, end))
            left -= end - first
            first = end
        if first < stop:
            spans.append((first, stop))
    return spans


def _cheapest(discarded: np.ndarray, first: int, near: int, stop: int, size: int) -> int:
    """The boundary near `near`, after `first`, at which least is thrown away."""
    if near >= stop:
        return stop
    reach = max(1, size // 3)
    low, high = max(first + 1, near - reach), min(stop, near + reach)
    # Among equals the nearest; the end of the run throws nothing away.
    options = [(0.0 if c == stop else discarded[c], abs(c - near), c) for c in range(low, high + 1)]
    return min(options)[2]
