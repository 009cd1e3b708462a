"""The figure of a scored movie: faces above, score traces and events below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.contrast_results import ContrastResults
from ..core.events import Events
from ..core.scores import Scores
from .panels import Panel, draw_panel, panels_of
from .style import GREY, INK, colours, new_figure, save_figure

__all__ = ["NEUTRAL", "Picture", "frames_to_show", "pictures_of", "score_figure"]

NEUTRAL = "neutral"

_WIDTH_IN = 10.0
_TRACE_IN = 0.98
_FOOT_IN = 0.68
_MOST_FACES = 7
_UNITS = {
    "score": "score (1: mean expression)",
    "similarity": "similarity to prototype (Pearson r)",
}
_SOURCES = {
    "cross-validated": "each trial scored without itself",
    "same data": "prototypes are from this recording (circular)",
    "other session": "prototypes of another recording",
}


@dataclass(frozen=True)
class Picture:
    """A frame to show: its number and its grey picture, (y, x) uint8."""

    frame: int
    image: np.ndarray


def frames_to_show(
    scores: Scores | None, events: Events | None = None, contrast: ContrastResults | None = None
) -> dict[str, int]:
    """The most neutral baseline frame, and each stimulus's frame of highest score.

    By the contrast score where it is given and not refused, else by similarity.  A
    stimulus's frame is taken from its own events; from the whole movie where there are
    none of it.

    Returns
    -------
    dict of str to int
        Frame numbers by 'neutral' and by stimulus; without those that have no
        usable frame.
    """
    shown = {}
    panels = panels_of(scores, contrast)
    chosen = {NEUTRAL: _neutral(scores, contrast)}
    for panel in panels[: _MOST_FACES - 1]:
        own = events is not None and panel.name in events.names
        inside = events.frames(panel.times_s, panel.name) if own and events is not None else None
        where = np.ones(len(panel.times_s), dtype=bool) if inside is None else inside
        chosen[panel.name] = (panel.values, where)
    for name, (trace, where) in chosen.items():
        usable = where & np.isfinite(trace)
        if usable.any():
            shown[name] = int(np.argmax(np.where(usable, trace, -np.inf)))
    return shown


def _neutral(
    scores: Scores | None, contrast: ContrastResults | None
) -> tuple[np.ndarray, np.ndarray]:
    """A trace that is highest at a neutral face, and the frames among which to look."""
    if scores is not None:
        return scores.neutral_similarity, scores.baseline
    found = contrast.scores  # type: ignore[union-attr]
    calm = np.ones(len(found.times_s), bool) if found.neutral is None else found.neutral
    if found.refused:
        return np.where(found.lost, np.nan, -found.misfit), calm
    known = np.isfinite(found.score)
    total = np.where(known, np.abs(found.score), 0.0).sum(axis=1)
    return np.where(known.any(axis=1), -total, np.nan), calm


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
    scores: Scores | None,
    pictures: Mapping[str, Picture],
    *,
    contrast: ContrastResults | None = None,
    events: Events | None = None,
    title: str = "",
    path: str | Path | None = None,
) -> Figure:
    """Faces above one trace for each prototype, with the events shaded.

    Parameters
    ----------
    scores : Scores or None
        Similarity is drawn where there is no contrast score.
    pictures : mapping of str to Picture
        Faces by stimulus or 'neutral'; may be empty.
    contrast : ContrastResults, optional
        Contrast scores are drawn with a band of one standard error.
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
    shown = panels_of(scores, contrast)
    names = tuple(panel.name for panel in shown)
    times_s = shown[0].times_s
    colour_of = colours(names)
    faces = [name for name in (NEUTRAL, *names) if name in pictures][:_MOST_FACES]
    face_in = _face_height_in(pictures, faces)
    head_in, foot_in = (0.32 if title else 0.08), _FOOT_IN + 0.12
    height_in = head_in + face_in + _TRACE_IN * len(names) + foot_in
    figure = new_figure(_WIDTH_IN, height_in)
    if title:
        y = 1 - 0.2 / height_in
        figure.text(0.075, y, title, fontsize=11, weight="bold", color=INK, va="center")
    top = 1 - head_in / height_in
    if faces:
        below = top - face_in / height_in
        _draw_faces(figure, faces, pictures, times_s, colour_of, (below, top), height_in)
        top = below
    panels = figure.subplots(
        len(names),
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
    kinds = {panel.measure for panel in shown}
    for axes, panel in zip(panels, shown, strict=True):
        colour = colour_of[panel.name]
        label = _UNITS[panel.measure] if len(kinds) > 1 else ""
        draw_panel(axes, panel, events, colour, panel is shown[-1], label)
        if panel.name in pictures:
            _mark_face(axes, panel, pictures[panel.name].frame, colour)
    panels[-1].set_xlabel("time (s)", fontsize=9, color=INK, labelpad=2)
    figure.text(
        0.012,
        (panels[0].get_position().y1 + panels[-1].get_position().y0) / 2,
        _UNITS[kinds.pop()] if len(kinds) == 1 else "score, or similarity where refused",
        fontsize=9,
        color=INK,
        rotation=90,
        va="center",
        ha="center",
    )
    _draw_footnote(figure, shown, scores, contrast, height_in)
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
    times_s: np.ndarray,
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
        time_s = times_s[picture.frame]
        axes.set_title(name, fontsize=9, color=colour, weight="bold", loc="left", pad=4)
        axes.set_title(f"{time_s:.1f} s", fontsize=8, color=GREY, loc="right", pad=4)


def _mark_face(axes: Axes, panel: Panel, frame: int, colour: str) -> None:
    axes.plot(
        panel.times_s[frame],
        panel.values[frame],
        marker="o",
        markersize=4.5,
        markerfacecolor="white",
        markeredgecolor=colour,
        markeredgewidth=1.3,
        zorder=5,
    )


def _draw_footnote(
    figure: Figure,
    shown: Sequence[Panel],
    scores: Scores | None,
    contrast: ContrastResults | None,
    height_in: float,
) -> None:
    parts = ["shaded: events", "bar: bout", "dashed: where a bout begins", "circle: frame shown"]
    if any(panel.measure == "score" for panel in shown):
        parts.append("band: standard error")
        parts += [_SOURCES[contrast.scores.source]] if contrast is not None else []
    elif scores is not None and scores.circular:
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
