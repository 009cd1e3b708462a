"""Stacks of matched frames: mean pictures, their difference, and their edges."""

from __future__ import annotations

from typing import Any

import numpy as np

from .matching import Matched
from .rows import Stacks

_CHUNK = 256
_LEAST_SPREAD = 0.5


def stack_frames(thumbnails: Any, matched: Matched) -> Stacks:
    """Stack the thumbnails of matched failures and successes.

    Parameters
    ----------
    thumbnails : (frames, y, x) array-like of uint8
    matched : Matched
        With at least one pair.
    """
    mean_failures, _, edges_failures = _summed(thumbnails, matched.failures)
    mean_successes, spread, edges_successes = _summed(thumbnails, matched.successes)
    spread = np.maximum(spread, _LEAST_SPREAD)
    difference = (mean_failures - mean_successes) / spread
    return Stacks(
        failures=matched.failures,
        successes=matched.successes,
        mean_failures=mean_failures.astype(np.float32),
        mean_successes=mean_successes.astype(np.float32),
        spread=spread.astype(np.float32),
        difference=difference.astype(np.float32),
        edges_failures=edges_failures.astype(np.float32),
        edges_successes=edges_successes.astype(np.float32),
        n_unmatched=matched.n_unmatched,
    )


def _summed(thumbnails: Any, frames: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean, standard deviation and mean gradient of frames, read in order and in pieces."""
    numbers, counts = np.unique(frames, return_counts=True)
    shape = thumbnails.shape[1:]
    total, squares, edges = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    for first in range(0, len(numbers), _CHUNK):
        part = slice(first, first + _CHUNK)
        pictures = np.asarray(thumbnails[numbers[part]]).astype(np.float64)
        weight = counts[part].astype(np.float64)
        total += np.tensordot(weight, pictures, 1)
        squares += np.tensordot(weight, pictures**2, 1)
        for one, times in zip(pictures, weight, strict=True):
            edges += times * _gradient(one)
    n = counts.sum()
    mean = total / n
    return mean, np.sqrt(np.maximum(squares / n - mean**2, 0)), edges / n


def _gradient(picture: np.ndarray) -> np.ndarray:
    """Length of the central difference; 0 along an axis of one pixel."""
    axes = [axis for axis, size in enumerate(picture.shape) if size > 1]
    slopes = [np.gradient(picture, axis=axis) for axis in axes]
    return np.sqrt(sum((one**2 for one in slopes), np.zeros_like(picture)))
