"""Frames that a classifier got right, and those it missed or took for a behavior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..core.behavior.labels import Labels, runs_of
from ..errors import InputError
from . import _style as st
from ._behavior_rows import names_of
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
    labels: Labels,
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
    prediction : Prediction
        Of frames that the classifier was not trained on, if it is to show how good it is.
    labels : Labels
        What a person saw in the same movie.
    images : array-like or callable
        `images[frame]` or `images(frame)` gives a gray (y, x) picture.
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
    shown = _checked(prediction, labels, names)
    get = images if callable(images) else images.__getitem__
    color_of = st.color_by_name(shown, colors)
    frames = {name: example_frames(prediction, labels, name, count=count) for name in shown}
    tall_in = _picture_height_in(frames, get)
    width_in = _LEFT_IN + 3 * count * _EACH_IN + 2 * _GAP_IN + 0.1
    row_in = _NAME_IN + _TIME_IN + tall_in + 0.06
    figure = st.new_figure(width_in, _HEAD_IN + row_in * len(shown) + _FOOT_IN)
    for line, name in enumerate(shown):
        down_in = _HEAD_IN + line * row_in
        _draw_row(figure, prediction, name, (frames[name], get), color_of[name],
                  (down_in, tall_in, count))  # fmt: skip
    for place, kind in enumerate(_TITLES):
        left = (_LEFT_IN + place * (count * _EACH_IN + _GAP_IN)) / width_in
        y = 1 - 0.4 / figure.get_figheight()
        figure.text(left, y, kind, fontsize=8.5, color=st.INK, va="center")
    st.write_title(figure, title or "Examples", down_in=0.16)
    told = "p: probability of the behavior  ·  one frame of a bout, the surest ones"
    text = figure.text(0.012, 0.08 / figure.get_figheight(), told, fontsize=7.5, color=st.GRAY)
    st.fit(text, 0.98 * width_in)
    return st.finished(figure, path, dpi)


def _checked(prediction: Any, labels: Labels, names: Sequence[str] | None) -> tuple[str, ...]:
    if labels.n_frames != len(prediction.probability):
        raise InputError(
            "Labels and prediction are of different movies.",
            expected=f"labels of {len(prediction.probability)} frames",
            got=f"{labels.n_frames} frames",
            do="give the labels of the movie that was predicted",
        )
    shown = [name for name in names_of(prediction, names) if name in labels.ethogram.names]
    if not shown:
        raise InputError(
            "Labels and prediction share no behavior.",
            expected="some of " + ", ".join(prediction.names),
            got=", ".join(labels.ethogram.names) or "none",
        )
    return tuple(shown)


def _picture_height_in(frames: Mapping[str, Mapping[str, tuple[int, ...]]], get: Any) -> float:
    first = next((f for kinds in frames.values() for found in kinds.values() for f in found), None)
    if first is None:
        return 0.5
    height, width = np.asarray(get(first)).shape[:2]
    return 0.94 * _EACH_IN * height / width


def _draw_row(
    figure: Figure,
    prediction: Any,
    name: str,
    shown: tuple[Mapping[str, tuple[int, ...]], Any],
    color: str,
    place_in: tuple[float, float, int],
) -> None:
    """The frames of one behavior; `place_in` is the way down, the height, and frames a kind."""
    (frames, get), (down_in, tall_in, count) = shown, place_in
    width_in, height_in = figure.get_size_inches()
    low = 1 - (down_in + _NAME_IN + _TIME_IN + tall_in) / height_in
    above = 1 - (down_in + _NAME_IN / 2) / height_in
    title: dict[str, Any] = {"fontsize": 9, "weight": "bold", "color": color, "va": "center"}
    st.fit(figure.text(_LEFT_IN / width_in, above, name, **title), width_in - 2 * _LEFT_IN)
    column = list(prediction.names).index(name)
    for place, kind in enumerate(EXAMPLE_KINDS):
        left_in = _LEFT_IN + place * (count * _EACH_IN + _GAP_IN)
        if not frames[kind]:
            y = low + tall_in / 2 / height_in
            figure.text(left_in / width_in, y, "none", fontsize=8, color=st.GRAY, va="center")
        for number, frame in enumerate(frames[kind]):
            box = (left_in + number * _EACH_IN, 0.94 * _EACH_IN)
            axes = figure.add_axes((box[0] / width_in, low, box[1] / width_in, tall_in / height_in))
            axes.imshow(get(frame), cmap="gray", vmin=0, vmax=255, interpolation="antialiased")
            st.framed(axes, color)
            axes.apply_aspect()
            time_s = float(np.asarray(prediction.times_s)[frame])
            told = f"p {float(prediction.probability[frame, column]):.2f}"
            st.name_axes(axes, time_or_frame(time_s, frame, 2), st.INK, told)
