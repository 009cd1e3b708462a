"""Rows of features, made in pieces when they are asked for; some are kept to be used again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .parallel import RunAll
from .protocols import FittedFeatures
from .spans import Span

#: Frames of a piece: a multiple of nothing that a camera or a store knows.
_PIECE = 4096
_KEPT_BYTES = 96 << 20


class Rows:
    """The rows of recordings by one fit of the features.

    Parameters
    ----------
    features : FittedFeatures
    recordings : sequence
        What the features understand.
    lengths : sequence of int
    """

    def __init__(self, features: FittedFeatures, recordings: Sequence[Any], lengths: Sequence[int]):
        self._features, self._recordings, self._lengths = features, recordings, lengths
        self.n_features = len(features.names)
        pieces = [(n, a) for n, size in enumerate(lengths) for a in range(0, size, _PIECE)]
        n_kept = _KEPT_BYTES // max(1, _PIECE * self.n_features * 4)
        self._kept: dict[tuple[int, int], np.ndarray | None] = dict.fromkeys(pieces[:n_kept])

    def pieces(self, spans: Sequence[Span]) -> Iterator[Span]:
        """Spans cut where pieces begin."""
        for number, first, stop in spans:
            edges = [first, *range((first // _PIECE + 1) * _PIECE, stop, _PIECE), stop]
            for a, b in pairwise(edges):
                if b > a:
                    yield Span(number, a, b)

    def of(self, piece: Span) -> np.ndarray:
        """(frames, features) float32 rows of a span of `pieces`; what is not finite is NaN."""
        number, first, stop = piece
        start = first // _PIECE * _PIECE
        key = number, start
        whole = self._kept.get(key)
        if whole is None:
            end = min(start + _PIECE, self._lengths[number])
            whole = self._made(Span(number, start, end))
            if key in self._kept:
                self._kept[key] = whole
        return whole[first - start : stop - start]

    def gather(self, recording: np.ndarray, frame: np.ndarray, run_all: RunAll) -> np.ndarray:
        """Rows of single frames.

        Parameters
        ----------
        recording, frame : (n,) int64 arrays
            Sorted by recording, then by frame.
        run_all : callable
        """
        out = np.empty((len(frame), self.n_features), np.float32)
        piece = frame // _PIECE
        starts = np.flatnonzero(
            (np.diff(recording, prepend=-1) != 0) | (np.diff(piece, prepend=-1) != 0)
        )
        stops = np.append(starts[1:], len(frame))

        def fill(bounds: tuple[int, int]) -> None:
            a, b = bounds
            number, start = int(recording[a]), int(piece[a]) * _PIECE
            end = min(start + _PIECE, self._lengths[number])
            out[a:b] = self.of(Span(number, start, end))[frame[a:b] - start]

        run_all(fill, list(zip(starts.tolist(), stops.tolist(), strict=True)))
        return out

    def _made(self, span: Span) -> np.ndarray:
        number, first, stop = span
        found = np.asarray(self._features.rows(self._recordings[number], first, stop))
        if found.shape != (stop - first, self.n_features):
            raise ValueError(f"{found.shape}, in place of {(stop - first, self.n_features)}")
        found = found.astype(np.float32, copy=False)
        finite = np.isfinite(found)
        return found if finite.all() else np.where(finite, found, np.float32(np.nan))
