"""`places.png`: places that respond unlike a face, with their time courses."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..core.confounds.places import Place
from ..core.events import Events
from ..core.results.scored import ScoredRecording
from ..errors import InputError
from . import _style as st

#: thumbnails in the mean face
_FACE_FRAMES = 60

_FACE_IN, _COURSE_IN, _ROW_IN = 2.6, 3.4, 1.95
_LEFT_IN, _BETWEEN_IN, _RIGHT_IN = 0.12, 0.62, 0.14
_HEAD_IN, _GAP_IN, _FOOT_IN = 0.66, 0.78, 0.72
_NOTE = "a lamp or a spout appears fully within two frames of the onset, and disappears as fast"


@st.draws
def places_figure(
    scored: ScoredRecording,
    *,
    face: np.ndarray | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """A row for each place: its position on the face, and its time course around the onsets.

    Parameters
    ----------
    scored : ScoredRecording
        A new scoring result: places are kept in memory only. Events are shaded from onset to
        offset, with median duration.
    face : (y, x) array, optional
        Luma levels; by default the mean of some thumbnails of the pass.
    title : str
    colors : mapping of str to str, optional
        Colors by stimulus, as in Matplotlib; other stimuli keep their default.
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
        If there is no such place.
    StorageError
        If the file cannot be written.
    """
    places = [place for scores in scored.methods.values() for place in scores.places]
    if not places:
        raise InputError(
            "There is no place to draw.",
            expected="scores just computed, with a place that responds unlike a face",
            do="read the findings: they name the places of scores read from files or tables",
        )
    face = _mean_face(scored.thumbnails) if face is None else face
    width_in = _LEFT_IN + _FACE_IN + _BETWEEN_IN + _COURSE_IN + _RIGHT_IN
    height_in = _HEAD_IN + len(places) * (_ROW_IN + _GAP_IN) - _GAP_IN + _FOOT_IN
    figure = st.new_figure(width_in, height_in)
    every = dict.fromkeys(name for place in places for name in place.stimuli)
    color_of = st.color_by_name(list(every), colors)
    for number, place in enumerate(places):
        low = 1 - (_HEAD_IN + number * (_ROW_IN + _GAP_IN) + _ROW_IN) / height_in
        high = _ROW_IN / height_in
        box = (_LEFT_IN / width_in, low, _FACE_IN / width_in, high)
        color = color_of[place.stimuli[0]]
        _draw_face(figure.add_axes(box), place, face, color)
        left = (_LEFT_IN + _FACE_IN + _BETWEEN_IN) / width_in
        course = figure.add_axes((left, low, _COURSE_IN / width_in, high))
        _draw_course(course, place, scored.events, color)
        if number == len(places) - 1:
            course.set_xlabel("time from the onset (s)", fontsize=8, color=st.INK)
    st.write_title(figure, title or "Places that respond unlike a face")
    figure.text(0.012, 0.14 / height_in, _NOTE, fontsize=7.5, color=st.GRAY, va="center")
    return st.finished(figure, path, dpi)


def _mean_face(thumbnails: Any) -> np.ndarray:
    """The mean of thumbnails throughout the recording, (y, x) float64."""
    frames = range(0, len(thumbnails), max(1, len(thumbnails) // _FACE_FRAMES))
    return np.mean([thumbnails[n : n + 1][0].astype(float) for n in frames], axis=0)


def _draw_face(axes: Axes, place: Place, face: np.ndarray, color: str) -> None:
    """The mean face, the place tinted and boxed."""
    axes.imshow(face, cmap="gray", vmin=0, vmax=255, aspect="auto", interpolation="nearest")
    tint = np.zeros((*place.pixels.shape, 4))
    tint[place.pixels] = to_rgba(st.PALETTE[1], 0.55)
    axes.imshow(tint, aspect="auto", interpolation="nearest")
    left, right, top, bottom = place.box()
    edge: dict[str, Any] = {
        "fill": False,
        "edgecolor": st.PALETTE[1],
        "linewidth": 1.4,
        "gid": "place",
    }
    axes.add_patch(Rectangle((left - 1.0, top - 1.0), right - left + 1, bottom - top + 1, **edge))
    st.framed(axes, color)
    st.name_axes(axes, "at " + ", ".join(place.stimuli), color)


def _draw_course(axes: Axes, place: Place, events: Events | None, color: str) -> None:
    """Draw the place's mean time course around the onsets, in units of its response."""
    mine = [] if events is None else [e for e in events if e.name in place.stimuli]
    if mine:
        axes.axvspan(0, float(np.median([e.offset_s - e.onset_s for e in mine])), color=st.PALE)
    axes.axhline(0, color=st.GRAY, linewidth=0.6)
    axes.plot(place.course_s, place.course, color=color, linewidth=1.2)
    axes.set_xlim(float(place.course_s[0]), float(place.course_s[-1]))
    axes.set_ylabel("share of its response", fontsize=8, color=st.INK)
    st.name_axes(axes, f"{place.levels:+z.0f} luma levels".replace("-", "−"), st.INK)
    st.bare(axes)
