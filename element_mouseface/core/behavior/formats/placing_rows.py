"""Put the rows of a table onto the frames of a movie."""

from __future__ import annotations

from typing import Any

import numpy as np

from ....errors import LabelsError
from ..labels import MOST_FRAMES, Labels
from .conforming import conformed
from .found import FoundRows
from .movie import MOST_UNSEEN, Movie
from .request import Request, refuse_conflict


def labels_of_rows(
    found: FoundRows, movie: Movie, request: Request, file: str, **about: Any
) -> Labels:
    """The labels in a table with a row a frame.

    Parameters
    ----------
    found : FoundRows
    movie : Movie
    request : Request
    file : str
        The file's name, for messages.
    **about
        Further parameters of the labels.

    Raises
    ------
    LabelsError
        If rows, frame numbers, times and the movie's length contradict each other.
    """
    ethogram, sources, absent = conformed(found.names, request, file)
    frames = _frames(found, movie, request, file)
    n_labels = int(frames.max()) + 1 if len(frames) else 0
    n_frames = _n_frames(found, n_labels, movie, request, file)
    matrix = np.full((n_frames, len(ethogram.names)), -1, dtype=np.int8)
    inside = frames < n_frames
    for column, name in enumerate(ethogram.names):
        if name in sources:
            values = found.values[:, found.names.index(sources[name])]
            matrix[frames[inside], column] = values[inside]
        elif name in absent:
            matrix[frames[inside], column] = 0
    layout = found.layout if n_labels == n_frames else {}
    return Labels.from_matrix(
        ethogram, matrix, method=found.method, notes=tuple(found.notes), layout=layout, **about
    )


def _frames(found: FoundRows, movie: Movie, request: Request, file: str) -> np.ndarray:
    """The frame of each row, by its number or, where that was asked for, by its time."""
    rows = np.arange(len(found.values))
    frames, word, by = rows, "rows", "the order of the rows"
    if found.index is not None:
        _refuse_numbers(found.index, found, file)
        other = found.index != rows
        if other.any() and not found.rows_may_be_missing:
            at = int(np.argmax(other))
            refuse_conflict(
                request,
                f"The column of frame numbers in {file!r} does not count the rows.",
                expected=f"0 to {len(rows) - 1}, one more in each row",
                got=f"{found.index[at]} in row {at} (line {found.line_of(at)})",
                options=("index", "rows", *(("time",) if found.times_s is not None else ())),
            )
        if not request.believes("rows"):
            frames, word, by = found.index, "index", "the frame numbers"
    if found.times_s is None:
        return frames
    by_time = _by_time(found, frames, movie, file)
    other = by_time != frames
    if other.any():
        at = int(np.argmax(other))
        refuse_conflict(
            request,
            f"The times in {file!r} contradict {by}.",
            expected=f"frame {frames[at]} in line {found.line_of(at)}, by {by}",
            got=f"{found.times_s[at]:g} s, which is frame {by_time[at]}"
            + (f" ({int(other.sum())} such rows)" if other.sum() > 1 else ""),
            options=(word, "time"),
        )
    if not request.believes("time"):
        return frames
    _refuse_numbers(by_time, found, file)
    return by_time


def _by_time(found: FoundRows, frames: np.ndarray, movie: Movie, file: str) -> np.ndarray:
    """The frame of each row by its time."""
    times_s = found.times_s
    if times_s is None or not len(times_s):
        return frames
    if not np.isfinite(times_s).all():
        at = int(np.argmin(np.isfinite(times_s)))
        raise LabelsError(
            f"A row of {file!r} has no time.",
            expected="seconds in each row",
            got=f"nothing in line {found.line_of(at)}",
        )
    if movie.edges_s is not None and len(movie.edges_s) > 1:
        return movie.nearest_edges(times_s)
    if len(times_s) < 2:
        return frames
    step = 1 / movie.fps if movie.fps else float(np.median(np.diff(times_s)))
    if step <= 0:
        raise LabelsError(
            f"The times in {file!r} do not increase.",
            expected="seconds, each later than the one before",
            got=f"{times_s[0]:g}, then {times_s[1]:g}",
        )
    counted = np.rint((times_s - times_s[0]) / step)
    return np.clip(counted, -1, MOST_FRAMES).astype(np.int64) + frames[0]


def _refuse_numbers(frames: np.ndarray, found: FoundRows, file: str) -> None:
    """Refuse frame numbers that are negative, no number of frames, or there twice."""
    wrong = (frames < 0) | (frames >= MOST_FRAMES)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise LabelsError(
            f"A frame number in {file!r} is out of range.",
            expected="whole numbers from 0",
            got=f"{frames[at]} in line {found.line_of(at)}",
        )
    order = np.argsort(frames, kind="stable")
    twice = np.flatnonzero(np.diff(frames[order]) == 0)
    if len(twice):
        one, other = sorted(int(order[k]) for k in (twice[0], twice[0] + 1))
        raise LabelsError(
            f"Two rows of {file!r} are of one frame.",
            expected="each frame once",
            got=f"frame {frames[one]} in lines {found.line_of(one)} and {found.line_of(other)}",
        )


def _n_frames(found: FoundRows, n_labels: int, movie: Movie, request: Request, file: str) -> int:
    """The number of frames: the movie's or, where that was asked for, the file's."""
    if movie.n_frames is None:
        _refuse_inflation(n_labels, found, file)
        return n_labels
    n_frames = movie.n_frames
    fits = n_labels <= n_frames if found.rows_may_be_missing else n_labels == n_frames
    if not fits:
        refuse_conflict(
            request,
            f"The label file {file!r} and the video do not have the same number of frames.",
            expected=f"{n_frames} frames, as the video has",
            got=f"labels of {n_labels} frames",
            options=("video", "labels"),
        )
        if request.believes("labels"):
            _refuse_inflation(n_labels, found, file)
            return n_labels
    return n_frames


def _refuse_inflation(n_labels: int, found: FoundRows, file: str) -> None:
    """Refuse a number of frames that a few rows claim, and that no memory holds."""
    if n_labels > MOST_UNSEEN + 1000 * len(found.values):
        raise LabelsError(
            f"The frame numbers in {file!r} are too large for its rows.",
            expected=f"{len(found.values)} rows of a movie, with the frames numbered from 0",
            got=f"frame {n_labels - 1}",
            do="correct the column of frame numbers, or give the video",
        )
