"""`places.png`: places that respond unlike a face, with their time courses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..core.events import Events
from ..core.scoring.contrast.places import Place
from ._style import (
    DPI,
    GRAY,
    INK,
    PALE,
    PALETTE,
    bare,
    color_by_name,
    draws,
    finished,
    framed,
    name_axes,
    new_figure,
    write_title,
)

__all__ = ["places_figure"]

_FACE_IN, _COURSE_IN, _ROW_IN = 2.6, 3.4, 1.95
_LEFT_IN, _BETWEEN_IN, _RIGHT_IN = 0.12, 0.62, 0.14
_HEAD_IN, _GAP_IN, _FOOT_IN = 0.66, 0.78, 0.72
_NOTE = "a lamp or a spout is all there within two frames of the onset, and gone as fast"


@draws
def places_figure(
    places: Sequence[Place],
    face: np.ndarray,
    events: Events | None = None,
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """A row for each place: where it lies on the face, and how it goes around the onsets.

    Parameters
    ----------
    places : sequence of Place
        Of `ContrastScores.places`, at least one.
    face : (y, x) array
        The mean thumbnail, luma levels.
    events : Events, optional
        Shades from onset to offset, of median duration.
    title : str
    colors : mapping of str to str, optional
        Colors by stimulus, as Matplotlib has them; other stimuli keep their own.
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    width_in = _LEFT_IN + _FACE_IN + _BETWEEN_IN + _COURSE_IN + _RIGHT_IN
    height_in = _HEAD_IN + len(places) * (_ROW_IN + _GAP_IN) - _GAP_IN + _FOOT_IN
    figure = new_figure(width_in, height_in)
    every = dict.fromkeys(name for place in places for name in place.stimuli)
    color_of = color_by_name(list(every), colors)
    for number, place in enumerate(places):
        low = 1 - (_HEAD_IN + number * (_ROW_IN + _GAP_IN) + _ROW_IN) / height_in
        high = _ROW_IN / height_in
        box = (_LEFT_IN / width_in, low, _FACE_IN / width_in, high)
        color = color_of[place.stimuli[0]]
        _draw_face(figure.add_axes(box), place, face, color)
        left = (_LEFT_IN + _FACE_IN + _BETWEEN_IN) / width_in
        course = figure.add_axes((left, low, _COURSE_IN / width_in, high))
        _draw_course(course, place, events, color)
        if number == len(places) - 1:
            course.set_xlabel("time from the onset (s)", fontsize=8, color=INK)
    write_title(figure, title or "What answers and is no face")
    figure.text(0.012, 0.14 / height_in, _NOTE, fontsize=7.5, color=GRAY, va="center")
    return finished(figure, path, dpi)


def _draw_face(axes: Axes, place: Place, face: np.ndarray, color: str) -> None:
    """The mean face, the place tinted and boxed."""
    axes.imshow(face, cmap="gray", vmin=0, vmax=255, aspect="auto", interpolation="nearest")
    tint = np.zeros((*place.pixels.shape, 4))
    tint[place.pixels] = to_rgba(PALETTE[1], 0.55)
    axes.imshow(tint, aspect="auto", interpolation="nearest")
    left, right, top, bottom = place.box()
    edge: dict[str, Any] = {
        "fill": False,
        "edgecolor": PALETTE[1],
        "linewidth": 1.4,
        "gid": "place",
    }
    axes.add_patch(Rectangle((left - 1.0, top - 1.0), right - left + 1, bottom - top + 1, **edge))
    framed(axes, color)
    name_axes(axes, "at " + ", ".join(place.stimuli), color)


def _draw_course(axes: Axes, place: Place, events: Events | None, color: str) -> None:
    """Its mean course around the onsets, in units of its answer."""
    mine = [] if events is None else [e for e in events if e.name in place.stimuli]
    if mine:
        axes.axvspan(0, float(np.median([e.offset_s - e.onset_s for e in mine])), color=PALE)
    axes.axhline(0, color=GRAY, linewidth=0.6)
    axes.plot(place.course_s, place.course, color=color, linewidth=1.2)
    axes.set_xlim(float(place.course_s[0]), float(place.course_s[-1]))
    axes.set_ylabel("share of its answer", fontsize=8, color=INK)
    name_axes(axes, f"{place.levels:+.0f} luma levels".replace("-", "−"), INK)
    bare(axes)
