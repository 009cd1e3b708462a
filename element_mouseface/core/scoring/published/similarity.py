"""Pearson similarity of descriptors, computed in blocks to limit memory.

`descriptors` is anything with a shape (frames, numbers) whose slices are
arrays: a NumPy array, or the reader of a stored result.  Each pass reads it
once, in order, and holds a few tens of megabytes.

A row without variance (a black or constant frame) and a row with a number that
is not finite (a frame that could not be decoded) have no correlation: NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

Progress = Callable[[int, int], None]

# 2**21 float64 numbers are 16 MB; a pass holds about four such arrays.
_NUMBERS_AT_ONCE = 2**21


def blocks_of_frames(
    descriptors: Any, valid: np.ndarray | None = None, chunk_frames: int | None = None
) -> Iterator[tuple[int, np.ndarray]]:
    """The descriptors in order, as (first frame, (n, numbers) float64 array) pieces.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
        With slicing along frames.
    valid : (numbers,) bool array, optional
        Numbers to keep; those of fully masked cells carry nothing.
    chunk_frames : int, optional
        Frames in a piece; by default so many that a piece takes 16 MB.
    """
    frames, numbers = descriptors.shape
    step = chunk_frames or max(1, _NUMBERS_AT_ONCE // max(1, numbers))
    stored = int(getattr(descriptors, "chunk_frames", 1))
    if chunk_frames is None and step > stored:
        step -= step % stored  # at the edges of stored chunks, none of them is read twice
    keep = None if valid is None or np.all(valid) else np.asarray(valid, dtype=bool)
    for first in range(0, frames, step):
        block = np.asarray(descriptors[first : min(first + step, frames)], dtype=np.float64)
        yield first, block if keep is None else block[:, keep]


def _centered(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows without their mean, and their lengths; NaN where a row has no variance."""
    with np.errstate(invalid="ignore", over="ignore"):
        centered = rows - rows.mean(axis=-1, keepdims=True)
        squares = np.einsum("...i,...i->...", centered, centered)
        # Rounding leaves ~1e-32 of a constant row's power; anything real is far above.
        floor = 1e-20 * np.einsum("...i,...i->...", rows, rows)
        length = np.sqrt(np.where(squares > floor, squares, np.nan))
    return centered, length


def pearson_rows(rows: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Pearson r of every row with every vector.

    Parameters
    ----------
    rows : (n, numbers) array
    vectors : (k, numbers) array

    Returns
    -------
    (n, k) float64 array
        NaN where either side has no variance or a number that is not finite.
    """
    rows, row_length = _centered(np.asarray(rows, dtype=np.float64))
    vectors, vector_length = _centered(np.asarray(vectors, dtype=np.float64))
    with np.errstate(invalid="ignore"):
        r = (rows @ vectors.T) / (row_length[:, None] * vector_length[None, :])
    return np.clip(r, -1.0, 1.0)


def similarity(
    descriptors: Any,
    vectors: np.ndarray,
    *,
    valid: np.ndarray | None = None,
    usable: np.ndarray | None = None,
    chunk_frames: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Similarity of every frame to every prototype: Pearson r of the descriptors.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
    vectors : (k, numbers) array
        Prototypes, over all numbers.
    valid : (numbers,) bool array, optional
        Numbers that count.
    usable : (frames,) bool array, optional
        Frames that are False become NaN.
    chunk_frames : int, optional
        See `blocks_of_frames`.
    progress : callable, optional
        Called with (frames done, frames in all).

    Returns
    -------
    (frames, k) float64 array

    Notes
    -----
    Source: Dolensek et al., Science 368, 89 (2020): the similarity of a frame to
    an emotion is the Pearson correlation of its HOG descriptor with the
    emotion's prototype.
    """
    vectors = np.atleast_2d(np.asarray(vectors, dtype=np.float64))
    if valid is not None:
        vectors = vectors[:, np.asarray(valid, dtype=bool)]
    frames = descriptors.shape[0]
    out = np.full((frames, len(vectors)), np.nan)
    for first, block in blocks_of_frames(descriptors, valid, chunk_frames):
        out[first : first + len(block)] = pearson_rows(block, vectors)
        if progress is not None:
            progress(first + len(block), frames)
    if usable is not None:
        out[~np.asarray(usable, dtype=bool)] = np.nan
    return out


def consecutive_similarity(
    descriptors: Any,
    *,
    valid: np.ndarray | None = None,
    usable: np.ndarray | None = None,
    chunk_frames: int | None = None,
    progress: Progress | None = None,
) -> np.ndarray:
    """Pearson r of every frame with the one before it: near 1 when the face is still.

    Returns
    -------
    (frames,) float64 array
        NaN for the first frame, and beside a frame that cannot be used.

    Notes
    -----
    Source: the program that followed the paper (Tye lab's MouseFacialExpressionAnalysis,
    `initial_correlations.py`) correlates frame i with frame i + 1 and stores it at i; here the
    value is at the later frame, when it is known.
    """
    frames = descriptors.shape[0]
    out = np.full(frames, np.nan)
    last = last_length = None
    for first, block in blocks_of_frames(descriptors, valid, chunk_frames):
        centered, length = _centered(block)
        if last is not None:
            centered = np.concatenate([last, centered])
            length = np.concatenate([last_length, length])
        with np.errstate(invalid="ignore"):
            r = np.einsum("ij,ij->i", centered[1:], centered[:-1]) / (length[1:] * length[:-1])
        stop = first + len(block)
        out[stop - len(r) : stop] = np.clip(r, -1.0, 1.0)
        last, last_length = centered[-1:].copy(), length[-1:].copy()
        if progress is not None:
            progress(stop, frames)
    if usable is not None:
        usable = np.asarray(usable, dtype=bool)
        out[~usable] = np.nan
        out[1:][~usable[:-1]] = np.nan
    return out


def mean_descriptor(
    descriptors: Any,
    frames: np.ndarray,
    *,
    valid: np.ndarray | None = None,
    chunk_frames: int | None = None,
) -> tuple[np.ndarray, int]:
    """Mean over chosen frames, and how many of them had finite, varying descriptors.

    Parameters
    ----------
    descriptors : (frames, numbers) array-like
    frames : (frames,) bool array
    valid : (numbers,) bool array, optional
        Numbers by which a frame is judged; the mean is over all.

    Returns
    -------
    mean : (numbers,) float64 array
        NaN if no frame could be used.
    n_used : int
    """
    frames = np.asarray(frames, dtype=bool)
    total, n_used = np.zeros(descriptors.shape[1]), 0
    for first, block in blocks_of_frames(descriptors, None, chunk_frames):
        chosen = block[frames[first : first + len(block)]]
        if len(chosen):
            judged = chosen if valid is None else chosen[:, valid]
            chosen = chosen[np.isfinite(_centered(judged)[1])]
            total += chosen.sum(axis=0)
            n_used += len(chosen)
    return (total / n_used if n_used else np.full_like(total, np.nan)), n_used


def normalize_minmax(values: np.ndarray) -> np.ndarray:
    """Shift and scale each column to a minimum of 0 and a maximum of 1.

    Parameters
    ----------
    values : (frames, k) array
        NaN where undefined; stays NaN.  A column without range becomes NaN.

    Notes
    -----
    The scale depends on the recording's extremes: values of two recordings cannot be
    compared.
    """
    low, high = _columns(np.nanmin, values), _columns(np.nanmax, values)
    return _rescaled(values, low, high)


def normalize_to_neutral(
    values: np.ndarray, baseline: np.ndarray, high_percentile: float = 99.0
) -> np.ndarray:
    """Scale each column to 0 at the baseline's median and 1 at a high percentile.

    Parameters
    ----------
    values : (frames, k) array
    baseline : (frames,) bool array
        Frames of a neutral face.
    high_percentile : float
        Percentile of the column that becomes 1: less sensitive to a single frame than the maximum.

    Returns
    -------
    (frames, k) float64 array
        A column whose high percentile is not above its baseline becomes NaN.
    """
    low = _columns(np.nanmedian, values[np.asarray(baseline, dtype=bool)])
    high = _columns(lambda v: np.nanpercentile(v, high_percentile), values)
    return _rescaled(values, low, high)


def robust_spread(values: np.ndarray) -> tuple[float, float]:
    """Median, and 1.4826 times the median absolute deviation, of the finite values.

    Both are NaN where nothing is finite.  For a normal distribution the second
    is its standard deviation.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return float("nan"), float("nan")
    middle = float(np.median(finite))
    return middle, 1.4826 * float(np.median(np.abs(finite - middle)))


def _columns(statistic: Callable[[np.ndarray], float], values: np.ndarray) -> np.ndarray:
    """The statistic of each column's finite values; NaN, without a warning, where none is."""
    out = np.full(values.shape[1], np.nan)
    for column in range(values.shape[1]):
        finite = values[:, column][np.isfinite(values[:, column])]
        if len(finite):
            out[column] = statistic(finite)
    return out


def _rescaled(values: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    span = np.where(high > low, high - low, np.nan)
    return (np.asarray(values, dtype=np.float64) - low) / span
