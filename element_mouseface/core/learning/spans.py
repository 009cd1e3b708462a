"""Spans: runs of frames of one recording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np


class Span(NamedTuple):
    """Frames `first` to `stop - 1` of the recording with this number (from 0)."""

    recording: int
    first: int
    stop: int


def count_frames(spans: Iterable[Span]) -> int:
    """Number of frames in spans that do not overlap."""
    return sum(span.stop - span.first for span in spans)


def true_runs(mask: np.ndarray) -> np.ndarray:
    """Runs of true values in a mask.

    Returns
    -------
    (n, 2) int64 array
        First element of each run, and the one after its last.
    """
    padded = np.zeros(len(mask) + 2, np.int8)
    padded[1:-1] = mask
    return np.flatnonzero(np.diff(padded)).reshape(-1, 2).astype(np.int64)


def spans_of_masks(masks: Sequence[np.ndarray]) -> tuple[Span, ...]:
    """The spans in which masks are true, one mask a recording."""
    return tuple(
        Span(number, int(first), int(stop))
        for number, mask in enumerate(masks)
        for first, stop in true_runs(mask)
    )
