"""Runs of frames that what is usual of a recording is fitted on: memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

MOST_FRAMES = 20_000
_RUN = 250


def runs_of(n_frames: int, most: int = MOST_FRAMES) -> list[tuple[int, int]]:
    """(first, stop) of runs of consecutive frames, spread evenly; all frames of a short recording.

    Parameters
    ----------
    n_frames : int
    most : int
        Frames of all runs together.
    """
    if n_frames <= most:
        return [(0, n_frames)] if n_frames else []
    count = most // _RUN
    starts = np.linspace(0, n_frames - _RUN, count).astype(int)
    return [(int(first), int(first) + _RUN) for first in starts]


def blocks_of(n_frames: int, size: int = 512) -> Iterator[tuple[int, int]]:
    """(first, stop) of all frames in blocks."""
    for first in range(0, n_frames, size):
        yield first, min(first + size, n_frames)


def second_differences(values: np.ndarray, lengths: list[int]) -> np.ndarray:
    """Twice a frame less its two neighbors, within runs: what is quick.

    Parameters
    ----------
    values : (frames, k) array
        Runs one after the other.
    lengths : list of int
        Of the runs.
    """
    parts, first = [], 0
    for length in lengths:
        run = values[first : first + length]
        if length > 2:
            parts.append(2 * run[1:-1] - run[:-2] - run[2:])
        first += length
    return np.concatenate(parts) if parts else np.zeros((0, *values.shape[1:]))
