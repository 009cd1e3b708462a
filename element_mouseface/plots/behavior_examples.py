"""Frames that a classifier got right, and those it missed or took for a behavior."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..core.behavior.labels import Labels, runs_of
from ..errors import InputError
from . import _style as st
from ._behavior_frames import JudgedFrames
from ._traces import time_or_frame

#: how a frame's label and its prediction go together
EXAMPLE_KINDS = ("hit", "miss", "false alarm")
_TITLES = ("hits", "misses", "false alarms")
_EACH_IN, _GAP_IN, _LEFT_IN, _HEAD_IN, _FOOT_IN = 1.15, 0.22, 0.12, 0.56, 0.3
#: above the pictures of a row: the behavior's name, and each frame's time
_NAME_IN, _TIME_IN = 0.24, 0.2


def example_frames(
    prediction: Any, labels: Labels, name: str, *, count: int = 3
) -> dict[str, tuple[int, ...]]:
    """Frames to look at: the surest hits, the surest misses, the surest false alarms.

    At most one frame is taken of each run of frames that are alike in this, so that the
    examples are of different bouts.

    Parameters
    ----------
    prediction : Prediction
    labels : Labels
        Of the same movie; frames that were not assessed are left out.
    name : str
        The behavior.
    count : int
        Of each kind, at the most.

    Returns
    -------
    dict of str to tuple of int
        Frame numbers by 'hit', 'miss' and 'false alarm'.
    """
    column = list(prediction.names).index(name)
    probability = np.asarray(prediction.probability, float)[:, column]
    present = np.asarray(prediction.present, bool)[:, column]
    label = labels.matrix()[:, labels.ethogram.names.index(name)]
    known = (label >= 0) & np.isfinite(probability)
    wrongness = {
        "hit": (known & present & (label == 1), -probability),
        "miss": (known & ~present & (label == 1), probability),
        "false alarm": (known & present & (label == 0), -probability),
    }
    found = {}
    for kind, (where, order) in wrongness.items():
        tops = [int(first + np.argmin(order[first:stop])) for first, stop in runs_of(where)]
        surest = sorted(tops, key=lambda frame: (order[frame], frame))[:count]
        found[kind] = tuple(sorted(surest))
    return found


@st.draws
def behavior_examples_figure(
    prediction: Any,
    labels: Any,
    images: Any,
    *,
    names: Sequence[str] | None = None,
    count: int = 3,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw a row for each behavior: frames of hits, of misses and of false alarms.

    The probability stands above each frame.  Where a kind did not occur, the row says so.

    Parameters
    ----------
    prediction : Prediction or sequence of Prediction
        Of frames that the classifier was not trained on, if it is to show how good it is.
    labels : Labels or sequence of Labels
        What a person saw in the same movies, in the same order.
    images : array-like or callable, or sequence of them
        `images[frame]` or `images(frame)` gives a gray (y, x) picture; one for each movie.
    names : sequence of str, optional
        Only these behaviors; by default those that both have.
    count : int
        Frames of each kind, at the most.
    title : str
        What was filmed.
    colors : mapping of str to str, optional
        Colors by behavior, as in Matplotlib; other behaviors keep their default.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If labels and prediction are of different movies, or share no behavior.
    StorageError
        If the file cannot be written.
    """
    several = isinstance(prediction, list | tuple)
    movies = _movies(
        *((prediction, labels, images) if several else ([prediction], [labels], [images]))
    )
    shown = JudgedFrames.of(prediction, labels, names).names
    color_of = st.color_by_name(shown, colors)
    frames = {name: _chosen(movies, name, count) for name in shown}
    tall_in = _picture_height_in(frames)
    width_in = _LEFT_IN + 3 * count * _EACH_IN + 2 * _GAP_IN + 0.1
    row_in = _NAME_IN + _TIME_IN + tall_in + 0.06
    figure = st.new_figure(width_in, _HEAD_IN + row_in * len(shown) + _FOOT_IN)
    for line, name in enumerate(shown):
        down_in = _HEAD_IN + line * row_in
        place_in = (down_in, tall_in, count)
        _draw_row(figure, name, frames[name], color_of[name], place_in)
    for place, kind in enumerate(_TITLES):
        left = (_LEFT_IN + place * (count * _EACH_IN + _GAP_IN)) / width_in
        y = 1 - 0.4 / figure.get_figheight()
        figure.text(left, y, kind, fontsize=8.5, color=st.INK, va="center")
    st.write_title(figure, title or "Examples", down_in=0.16)
    told = "p: probability of the behavior  ·  one frame of a bout, the surest ones"
    text = figure.text(0.012, 0.08 / figure.get_figheight(), told, fontsize=7.5, color=st.GRAY)
    st.fit(text, 0.98 * width_in)
    return st.finished(figure, path, dpi)


@dataclass(frozen=True, eq=False)
class _Movie:
    prediction: Any
    labels: Labels
    image: Callable[[int], Any]
    name: str


@dataclass(frozen=True, eq=False)
class _Example:
    """A frame to show, with what stands above it, and the name of its movie."""

    image: np.ndarray
    told: str
    movie: str
    probability: float


def _movies(
    predictions: Sequence[Any], labels: Sequence[Labels], images: Sequence[Any]
) -> list[_Movie]:
    if len(images) != len(predictions):
        raise InputError(
            "Each prediction needs the pictures of its movie.",
            expected=f"{len(predictions)} arrays or functions",
            got=str(len(images)),
            do="give lists in the same order of movies",
        )
    names = [getattr(one, "movie", "") if len(predictions) > 1 else "" for one in predictions]
    get = [one if callable(one) else one.__getitem__ for one in images]
    return [_Movie(*row) for row in zip(predictions, labels, get, names, strict=False)]


def _chosen(movies: Sequence[_Movie], name: str, count: int) -> dict[str, list[_Example]]:
    """The surest examples of all movies together."""
    found: dict[str, list[tuple[float, int, int]]] = {kind: [] for kind in EXAMPLE_KINDS}
    for number, movie in enumerate(movies):
        column = list(movie.prediction.names).index(name)
        frames = example_frames(movie.prediction, movie.labels, name, count=count)
        for kind, numbers in frames.items():
            for frame in numbers:
                probability = float(movie.prediction.probability[frame, column])
                order = probability if kind == "miss" else -probability
                found[kind].append((order, number, frame))
    shown = {}
    for kind, rows in found.items():
        best = sorted(sorted(rows)[:count], key=lambda row: row[1:])
        shown[kind] = [_example(movies[n], frame, abs(order)) for order, n, frame in best]
    return shown


def _example(movie: _Movie, frame: int, probability: float) -> _Example:
    told = time_or_frame(float(np.asarray(movie.prediction.times_s)[frame]), frame, 2)
    return _Example(np.asarray(movie.image(frame)), told, movie.name, probability)


def _picture_height_in(frames: Mapping[str, Mapping[str, Sequence[_Example]]]) -> float:
    every = (one for kinds in frames.values() for found in kinds.values() for one in found)
    first = next(every, None)
    if first is None:
        return 0.5
    height, width = first.image.shape[:2]
    return 0.94 * _EACH_IN * height / width


def _draw_row(
    figure: Figure,
    name: str,
    frames: Mapping[str, Sequence[_Example]],
    color: str,
    place_in: tuple[float, float, int],
) -> None:
    """The frames of one behavior; `place_in` is the way down, the height, and frames a kind."""
    down_in, tall_in, count = place_in
    width_in, height_in = figure.get_size_inches()
    low = 1 - (down_in + _NAME_IN + _TIME_IN + tall_in) / height_in
    above = 1 - (down_in + _NAME_IN / 2) / height_in
    title: dict[str, Any] = {"fontsize": 9, "weight": "bold", "color": color, "va": "center"}
    st.fit(figure.text(_LEFT_IN / width_in, above, name, **title), width_in - 2 * _LEFT_IN)
    for place, kind in enumerate(EXAMPLE_KINDS):
        left_in = _LEFT_IN + place * (count * _EACH_IN + _GAP_IN)
        if not frames[kind]:
            y = low + tall_in / 2 / height_in
            figure.text(left_in / width_in, y, "none", fontsize=8, color=st.GRAY, va="center")
        for number, example in enumerate(frames[kind]):
            left = (left_in + number * _EACH_IN) / width_in
            box = (left, low, 0.94 * _EACH_IN / width_in, tall_in / height_in)
            axes = figure.add_axes(box)
            axes.imshow(example.image, cmap="gray", vmin=0, vmax=255, interpolation="antialiased")
            st.framed(axes, color)
            axes.apply_aspect()
            st.name_axes(axes, example.told, st.INK, f"p {example.probability:.2f}")
            if example.movie:
                behind = {"facecolor": "black", "alpha": 0.5, "edgecolor": "none", "pad": 0.8}
                corner: dict[str, Any] = {"transform": axes.transAxes, "bbox": behind}
                text = axes.text(0.02, 0.03, example.movie, fontsize=5, color="white", **corner)
                st.fit(text, 0.88 * _EACH_IN)
