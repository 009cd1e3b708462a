"""The score figure: faces above, score traces and events below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.events import Events
from ..core.results.pictures import Picture, pictures_of
from ..core.results.scored import ScoredRecording
from ..core.scoring.scores import CROSS_VALIDATED, OTHER_SESSION, SAME_DATA
from . import _style as st
from ._panels import Panel, draw_panel, panels_of
from ._traces import time_or_frame

NEUTRAL = "neutral"

_WIDTH_IN = 10.0
_LEFT = 0.075
_TRACE_IN = 0.98
_FOOT_IN = 0.68
_MOST_FACES = 7
_MOST_KEY_FRAMES = 150
_UNITS = {
    "score": st.SCORE_LABEL,
    "similarity": "similarity to prototype (Pearson r)",
}
_SOURCES = {
    CROSS_VALIDATED: "each trial scored without itself",
    SAME_DATA: "prototypes are from this recording (circular)",
    OTHER_SESSION: "prototypes of another recording",
}


def frames_to_show(scored: ScoredRecording) -> dict[str, int]:
    """Choose the most neutral frame outside the events, and each stimulus's highest score.

    By the contrast score if there is one that is not refused, else by similarity. A stimulus's
    frame is from its own events, or from the whole movie if it has none.

    Returns
    -------
    dict of str to int
        Frame numbers by 'neutral' and by stimulus, for those with a usable frame.
    """
    shown, events = {}, scored.events
    chosen = {NEUTRAL: _neutral(scored)}
    for panel in panels_of(scored)[: _MOST_FACES - 1]:
        where = np.ones(len(scored), dtype=bool)
        if events is not None and panel.name in events.names:
            where = events.frames(panel.times_s, panel.name)
        chosen[panel.name] = (panel.values, where)
    for name, (trace, where) in chosen.items():
        usable = where & np.isfinite(trace)
        if usable.any():
            shown[name] = int(np.argmax(np.where(usable, trace, -np.inf)))
    return shown


def _neutral(scored: ScoredRecording) -> tuple[np.ndarray, np.ndarray]:
    """A trace that is highest for a neutral face, and the candidate frames."""
    for method, scores in scored.methods.items():
        if "neutral_similarity" in scores.frame_traces:
            return scores.frame_traces["neutral_similarity"], scored.neutral_frames(method)
    scores = scored.scores_of()
    neutral = scored.neutral_frames(scores.method)
    if "misfit" in scores.frame_traces and (scores.refused or not scores.traces):
        misfit = scores.frame_traces["misfit"]
        return np.where(np.asarray(scores.lost, bool), np.nan, -misfit), neutral
    own = [trace.values for trace in scores.traces if trace.measure == scores.measure]
    values = np.stack(own) if own else np.full((1, len(scored)), np.nan)
    known = np.isfinite(values)
    total = np.where(known, np.abs(values), 0.0).sum(axis=0)
    return np.where(known.any(axis=0), -total, np.nan), neutral


@st.draws
def score_figure(
    scored: ScoredRecording,
    images: Any = None,
    *,
    key_frames_s: np.ndarray | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Faces above one trace for each stimulus, with the events shaded.

    The contrast score has a band of one standard error; similarity is drawn if there is no contrast
    score. Events of a trace's stimulus have the trace's color, others are gray.

    Parameters
    ----------
    scored : ScoredRecording
        `scored.only("published")` draws similarity.
    images : array-like or callable, optional
        `images[frame]` or `images(frame)` returns a gray (y, x) picture; by default the thumbnails
        of the pass, or no faces if there is no pass.
    key_frames_s : array, optional
        Times of the movie's key frames, marked on the floor of each panel of similarity, which dips
        there because of compression.
    title : str
        What was filmed.
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
    StorageError
        If the file cannot be written.
    """
    shown, events = panels_of(scored), scored.events
    images = scored.thumbnails if images is None else images
    pictures = {} if images is None else pictures_of(frames_to_show(scored), images)
    names = tuple(panel.name for panel in shown)
    color_of = st.color_by_name(names, colors)
    faces = [name for name in (NEUTRAL, *names) if name in pictures][:_MOST_FACES]
    head_in, face_in = (0.32 if title else 0.08), _face_height_in(pictures, faces)
    above_in = head_in + face_in + 0.12
    figure = st.new_figure(_WIDTH_IN, above_in + _TRACE_IN * len(names) + _FOOT_IN)
    if title:
        st.write_title(figure, title, x=_LEFT)
    if faces:
        _draw_faces(figure, faces, pictures, shown[0].times_s, color_of, (head_in, face_in))
    panels = st.stacked(
        figure, len(names), left=_LEFT, right=0.985, top_in=above_in, bottom_in=_FOOT_IN,
        hspace=0.18,
    )  # fmt: skip
    _draw_panels(panels, shown, pictures, events, color_of)
    marked = _mark_key_frames(panels, shown, key_frames_s)
    _label_panels(figure, panels, shown)
    _draw_footnote(figure, shown, scored, marked)
    return st.finished(figure, path, dpi)


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
    color_of: dict[str, str],
    down_in: tuple[float, float],
) -> None:
    """Draw the row of faces; `down_in` is the height above it and of it with captions."""
    height_in, (head_in, face_in) = figure.get_figheight(), down_in
    low, high = 1 - (head_in + face_in - 0.06) / height_in, 1 - (head_in + 0.3) / height_in
    each = 0.91 / max(len(faces), 4)
    for place, name in enumerate(faces):
        picture = pictures[name]
        axes = figure.add_axes((_LEFT + each * place, low, each * 0.96, high - low))
        axes.imshow(picture.image, cmap="gray", vmin=0, vmax=255, interpolation="antialiased")
        axes.set_anchor("W")
        color = color_of.get(name, st.GRAY)
        st.framed(axes, color, linewidth=2)
        axes.apply_aspect()  # the caption is cut to the picture
        st.name_axes(axes, name, color, time_or_frame(times_s[picture.frame], picture.frame, 1))


def _draw_panels(
    panels: np.ndarray,
    shown: Sequence[Panel],
    pictures: Mapping[str, Picture],
    events: Events | None,
    color_of: Mapping[str, str],
) -> None:
    several = len({panel.measure for panel in shown}) > 1
    for axes, panel in zip(panels, shown, strict=True):
        color = color_of[panel.name]
        label = _UNITS.get(panel.measure, panel.measure) if several else ""
        draw_panel(axes, panel, events, color, panel is shown[-1], label)
        if panel.name in pictures:
            _mark_face(axes, panel, pictures[panel.name].frame, color)


def _mark_key_frames(
    panels: np.ndarray, shown: Sequence[Panel], key_frames_s: np.ndarray | None
) -> bool:
    """Ticks on the floor of the panels of similarity, unless there are too many."""
    times_s = np.empty(0) if key_frames_s is None else np.asarray(key_frames_s, float)
    times_s = times_s[np.isfinite(times_s)]
    similar = [axes for axes, p in zip(panels, shown, strict=True) if p.measure == "similarity"]
    if not similar or not 1 < len(times_s) <= _MOST_KEY_FRAMES:
        return False
    for axes in similar:
        axes.plot(
            times_s, np.full(len(times_s), 0.0), "|", color=st.GRAY, markersize=5,
            transform=axes.get_xaxis_transform(), zorder=2, clip_on=False, label="key frames",
        )  # fmt: skip
    return True


def _label_panels(figure: Figure, panels: np.ndarray, shown: Sequence[Panel]) -> None:
    """Label the time below the last panel, and the measure of all panels at their left."""
    panels[-1].set_xlabel("time (s)", fontsize=9, color=st.INK, labelpad=2)
    kinds = {panel.measure for panel in shown}
    label = "score, or similarity where refused"
    if len(kinds) == 1:
        label = _UNITS.get(shown[0].measure, shown[0].measure)
    y = (panels[0].get_position().y1 + panels[-1].get_position().y0) / 2
    text, height_px = st.row_label(figure, 0.012, y, label), figure.bbox.height
    box = text.get_window_extent()
    if box.y0 < 0 or box.y1 > height_px:  # one panel alone is lower than its label
        text.set(text=label.replace(" (", "\n("), x=0.02)
        half = text.get_window_extent().height / height_px / 2 + 0.01
        text.set_y(np.clip(y, half, 1 - half))


def _mark_face(axes: Axes, panel: Panel, frame: int, color: str) -> None:
    axes.plot(
        panel.times_s[frame],
        panel.values[frame],
        marker="o",
        markersize=4.5,
        markerfacecolor="white",
        markeredgecolor=color,
        markeredgewidth=1.3,
        zorder=5,
    )


def _draw_footnote(
    figure: Figure, shown: Sequence[Panel], scored: ScoredRecording, marked: bool
) -> None:
    parts = ["shaded: events"] if scored.events else []
    parts += ["ticks: key frames, where similarity dips"] if marked else []
    parts += ["bar: bout", "dashed: where a bout begins", "circle: frame shown"]
    with_errors = [panel.measure for panel in shown if panel.errors is not None]
    first = scored.scores_of((with_errors or [shown[0].measure])[0])
    parts += ["band: standard error"] if with_errors else []
    parts += [_SOURCES[first.source]] if with_errors or first.circular else []
    note, y = "   ·   ".join(parts), 0.12 / figure.get_figheight()
    figure.text(0.985, y, note, fontsize=7.5, color=st.GRAY, ha="right", va="center")
