"""How many numbers each column has in each training set, and from where to where they reach.

Training sets of folds share most of their rows: the tables are read once for all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ..learning.protocols import FittedFeatures
from ..learning.spans import Span

_AT_ONCE = 4096


class Ranges:
    """Of each column in some rows: how many numbers, the least and the largest.

    Parameters
    ----------
    n_columns : int
    """

    def __init__(self, n_columns: int):
        self.total = 0
        self.count = np.zeros(n_columns)
        self.low = np.full(n_columns, np.inf)
        self.high = np.full(n_columns, -np.inf)

    def add(self, other: Ranges) -> None:
        """Take in other rows."""
        self.total += other.total
        self.count += other.count
        self.low = np.minimum(self.low, other.low)
        self.high = np.maximum(self.high, other.high)

    @classmethod
    def of(cls, x: np.ndarray) -> Ranges:
        """Of rows of features."""
        found, there = cls(x.shape[1]), np.isfinite(x)
        found.total, found.count = len(x), there.sum(axis=0).astype(float)
        found.low = np.where(there, x, np.inf).min(axis=0, initial=np.inf)
        found.high = np.where(there, x, -np.inf).max(axis=0, initial=-np.inf)
        return found

    def usable(self, min_defined: float) -> np.ndarray:
        """(columns,) bool: numbers in this share of the rows, and not all the same."""
        enough = (self.count >= min_defined * self.total) & (self.count > 0)
        return enough & (self.high > self.low)


def ranges_of(
    features: FittedFeatures, recordings: Sequence[Any], trainings: Sequence[Sequence[Span]]
) -> list[Ranges]:
    """The ranges of each training set, in one pass over the recordings.

    Parameters
    ----------
    features : FittedFeatures
    recordings : sequence
        What the features understand.
    trainings : sequence of sequences of Span
    """
    found = [Ranges(len(features.names)) for _ in trainings]
    for number, recording in enumerate(recordings):
        own = [[span for span in spans if span.recording == number] for spans in trainings]
        edges = np.unique([edge for spans in own for span in spans for edge in span[1:]])
        inside = np.array([_covered(edges, spans) for spans in own], bool)
        for part, (first, stop) in enumerate(pairwise(edges.tolist())):
            wanted = np.flatnonzero(inside[:, part])
            if not len(wanted):
                continue
            whole = Ranges(len(features.names))
            for a in range(first, stop, _AT_ONCE):
                whole.add(Ranges.of(features.rows(recording, a, min(a + _AT_ONCE, stop))))
            for training in wanted.tolist():
                found[training].add(whole)
    return found


def _covered(edges: np.ndarray, spans: Sequence[Span]) -> np.ndarray:
    """(edges - 1,) bool: what lies between two edges that is in the spans."""
    found = np.zeros(max(0, len(edges) - 1), bool)
    for _, first, stop in spans:
        a, b = np.searchsorted(edges, (first, stop))
        found[a:b] = True
    return found
