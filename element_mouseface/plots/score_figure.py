"""The figure of a scored movie: faces above, score traces and events below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.events import Events
from ..core.scores import Scores
from .style import GREY, INK, PALE, bare, colours, new_figure, save_figure

__all__ = ["NEUTRAL", "Picture", "frames_to_show", "pictures_of", "score_figure"]

NEUTRAL = "neutral"

_WIDTH_IN = 10.0
_TRACE_IN = 0.98
_FOOT_IN = 0.68
_MOST_FACES = 7
_MOST_POINTS = 8000


@dataclass(frozen=True)
class Picture:
    """A frame to show: its number and its grey picture, (y, x) uint8."""

    frame: int
    image: np.ndarray


def frames_to_show(scores: Scores, events: Events | None = None) -> dict[str, int]:
    """The most neutral baseline frame, and each stimulus's frame of highest similarity.

    A stimulus's frame is taken from its own events; from the whole movie where
    there are none of it.

    Returns
    -------
    dict of str to int
        Frame numbers by 'neutral' and by stimulus; without those that have no
        usable frame.
    """
    shown = {}
    chosen = {NEUTRAL: (scores.neutral_similarity, scores.baseline)}
    for column, name in enumerate(scores.names[: _MOST_FACES - 1]):
        own = events is not None and name in events.names
        inside = events.frames(scores.times_s, name) if own and events is not None else None
        where = np.ones(len(scores.times_s), dtype=bool) if inside is None else inside
        chosen[name] = (scores.similarity[:, column], where)
    for name, (trace, where) in chosen.items():
        usable = where & np.isfinite(trace)
        if usable.any():
            shown[name] = int(np.argmax(np.where(usable, trace, -np.inf)))
    return shown


def pictures_of(frames: Mapping[str, int], images: Any) -> dict[str, Picture]:
    """The pictures of chosen frames.

    Parameters
    ----------
    frames : mapping of str to int
        From `frames_to_show`.
    images : array-like or callable
        `images[frame]` or `images(frame)` gives a grey (y, x) picture: stored
        thumbnails, or a function that reads the movie.
    """
    get = images if callable(images) else images.__getitem__
    return {name: Picture(frame, np.asarray(get(frame))) for name, frame in frames.items()}


def score_figure(
    scores: Scores,
    pictures: Mapping[str, Picture],
    *,
    events: Events | None = None,
    title: str = "",
    path: str | Path | None = None,
) -> Figure:
    """Faces above one trace for each prototype, with the events shaded.

    Parameters
    ----------
    scores : Scores
    pictures : mapping of str to Picture
        Faces by stimulus or 'neutral'; may be empty.
    events : Events, optional
        Shaded: in a trace's own colour where they are of its stimulus, else grey.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it as PNG.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    StorageError
        If the PNG cannot be written.
    """
    colour_of = colours(scores.names)
    faces = [name for name in (NEUTRAL, *scores.names) if name in pictures][:_MOST_FACES]
    face_in = _face_height_in(pictures, faces)
    head_in, foot_in = (0.32 if title else 0.08), _FOOT_IN + 0.12
    height_in = head_in + face_in + _TRACE_IN * len(scores.names) + foot_in
    figure = new_figure(_WIDTH_IN, height_in)
    if title:
        y = 1 - 0.2 / height_in
        figure.text(0.075, y, title, fontsize=11, weight="bold", color=INK, va="center")
    top = 1 - head_in / height_in
    if faces:
        below = top - face_in / height_in
        _draw_faces(figure, faces, pictures, scores, colour_of, (below, top), height_in)
        top = below
    panels = figure.subplots(
        len(scores.names),
        1,
        sharex=True,
        squeeze=False,
        gridspec_kw={
            "left": 0.075,
            "right": 0.985,
            "bottom": _FOOT_IN / height_in,
            "top": top - 0.12 / height_in,
            "hspace": 0.18,
        },
    )[:, 0]
    for column, (axes, name) in enumerate(zip(panels, scores.names, strict=True)):
        last = column == len(scores.names) - 1
        _draw_trace(axes, scores, column, events, colour_of[name], last)
        if name in pictures:
            _mark_face(axes, scores, column, pictures[name].frame, colour_of[name])
    panels[-1].set_xlabel("time (s)", fontsize=9, color=INK, labelpad=2)
    figure.text(
        0.012,
        (panels[0].get_position().y1 + panels[-1].get_position().y0) / 2,
        "similarity to prototype (Pearson r)",
        fontsize=9,
        color=INK,
        rotation=90,
        va="center",
        ha="center",
    )
    _draw_footnote(figure, scores, height_in)
    if path is not None:
        save_figure(figure, path)
    return figure


def _face_height_in(pictures: Mapping[str, Picture], faces: list[str]) -> float:
    """Height of the row of faces with their captions, in inches."""
    if not faces:
        return 0.0
    height, width = pictures[faces[0]].image.shape[:2]
    each_in = 0.91 * _WIDTH_IN / max(len(faces), 4)
    return min(each_in * 0.96 * height / width, 2.6) + 0.42


def _draw_faces(
    figure: Figure,
    faces: list[str],
    pictures: Mapping[str, Picture],
    scores: Scores,
    colour_of: dict[str, str],
    vertical: tuple[float, float],
    height_in: float,
) -> None:
    low, high = vertical[0] + 0.06 / height_in, vertical[1] - 0.3 / height_in
    each = 0.91 / max(len(faces), 4)
    for place, name in enumerate(faces):
        picture = pictures[name]
        axes = figure.add_axes((0.075 + each * place, low, each * 0.96, high - low))
        axes.imshow(picture.image, cmap="gray", vmin=0, vmax=255, interpolation="antialiased")
        axes.set_anchor("W")
        axes.set(xticks=[], yticks=[])
        colour = colour_of.get(name, GREY)
        for spine in axes.spines.values():
            spine.set(color=colour, linewidth=2)
        time_s = scores.times_s[picture.frame]
        axes.set_title(name, fontsize=9, color=colour, weight="bold", loc="left", pad=4)
        axes.set_title(f"{time_s:.1f} s", fontsize=8, color=GREY, loc="right", pad=4)


def _draw_trace(
    axes: Axes,
    scores: Scores,
    column: int,
    events: Events | None,
    colour: str,
    last: bool,
) -> None:
    name, trace = scores.names[column], scores.similarity[:, column]
    for event in events or ():
        own = event.name == name
        shade = {"color": colour, "alpha": 0.2} if own else {"color": PALE}
        axes.axvspan(event.onset_s, event.offset_s, linewidth=0, zorder=0, **shade)
    axes.plot(*_few_points(scores.times_s, trace), color=colour, linewidth=0.9, zorder=2)
    enter = scores.thresholds[column, 0]
    if np.isfinite(enter):
        axes.axhline(enter, color=GREY, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
    bare(axes, bottom=last)
    axes.margins(x=0.0, y=0.12)
    axes.locator_params(axis="y", nbins=3)
    axes.set_xlim(np.nanmin(scores.times_s), np.nanmax(scores.times_s))
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.1 * (high - low), high + 0.16 * (high - low))  # floor: bouts, top: name
    for bout in scores.bouts:
        if bout.name == name:
            # In axis fractions along y: a bar on the panel's floor.
            axes.axvspan(bout.start_s, bout.stop_s, ymax=0.05, color=colour, linewidth=0, zorder=3)
    axes.text(
        0.004,
        0.97,
        name,
        transform=axes.transAxes,
        fontsize=9,
        weight="bold",
        color=colour,
        va="top",
        ha="left",
        zorder=4,
        bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.2},
    )


def _mark_face(axes: Axes, scores: Scores, column: int, frame: int, colour: str) -> None:
    axes.plot(
        scores.times_s[frame],
        scores.similarity[frame, column],
        marker="o",
        markersize=4.5,
        markerfacecolor="white",
        markeredgecolor=colour,
        markeredgewidth=1.3,
        zorder=5,
    )


def _draw_footnote(figure: Figure, scores: Scores, height_in: float) -> None:
    parts = ["shaded: events", "bar: bout", "dashed: where a bout begins", "circle: frame shown"]
    if scores.circular:
        parts.append("prototypes are from this recording (circular)")
    figure.text(
        0.985,
        0.12 / height_in,
        "   ·   ".join(parts),
        fontsize=7.5,
        color=GREY,
        ha="right",
        va="center",
    )


def _few_points(times_s: np.ndarray, trace: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A trace thinned to the least and greatest value of each piece, so that no peak is lost."""
    step = -(-len(trace) // (_MOST_POINTS // 2))
    if step < 2:
        return times_s, trace
    whole = len(trace) // step * step
    pieces = trace[:whole].reshape(-1, step)
    gone = ~np.isfinite(pieces).any(axis=1)
    low = np.where(gone, np.nan, np.where(np.isfinite(pieces), pieces, np.inf).min(axis=1))
    high = np.where(gone, np.nan, np.where(np.isfinite(pieces), pieces, -np.inf).max(axis=1))
    times = np.repeat(times_s[:whole:step], 2)
    return (
        np.concatenate([times, times_s[whole:]]),
        np.concatenate([np.stack([low, high], axis=1).reshape(-1), trace[whole:]]),
    )
