"""The ethogram: when each behavior was present, under frames of the movie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.behavior.labels import Labels
from ..core.events import Events
from ..core.results.pictures import Picture, pictures_of
from ..errors import InputError
from . import _style as st
from ._behavior_rows import checked_times, draw_rows, frame_edges, name_rows, names_of, row_of
from ._traces import draw_trace, limit_to_times, shade_events, tell_if_empty, time_or_frame

_WIDTH_IN = 10.0
_LEFT, _RIGHT = 0.17, 0.985
_ROW_IN, _TRACE_IN, _FOOT_IN = 0.3, 0.42, 0.68
_FACES, _FACE_IN, _MOST_FACE_IN = 6, 1.32, 1.25


@st.draws
def ethogram_figure(
    found: Any,
    *,
    labels: Labels | None = None,
    times_s: np.ndarray | None = None,
    images: Any = None,
    events: Events | None = None,
    names: Sequence[str] | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw a row for each behavior, its bouts as boxes, under frames of the movie.

    Of a prediction, the probabilities are drawn below, a panel for each behavior.  What is
    unknown is hatched: spans that nobody assessed, frames without a probability.

    Parameters
    ----------
    found : Labels or Prediction
    labels : Labels, optional
        What a person saw in the same movie: the lower half of each row.
    times_s : (frames,) array, optional
        Frame times in seconds; by default those of the prediction, and frame numbers for labels.
    images : array-like or callable, optional
        `images[frame]` or `images(frame)` gives a gray (y, x) picture.
    events : Events, optional
        What was given to the mouse, shaded.
    names : sequence of str, optional
        Only these behaviors, in this order.
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
        If times or labels are of another number of frames.
    ParameterError
        If a behavior that was named is not there.
    StorageError
        If the file cannot be written.
    """
    shown = names_of(found, names)
    is_labels = isinstance(found, Labels)
    n_frames = found.n_frames if is_labels else len(found.probability)
    _check_labels(labels, n_frames)
    given = times_s if times_s is not None or is_labels else found.times_s
    along = checked_times(given, n_frames)
    color_of = st.color_by_name(shown, colors)
    pictures = _pictures(images, n_frames)
    n_traces = 0 if is_labels else len(shown)
    head_in = 0.34 if title else 0.08
    face_in = _face_height_in(pictures)
    rows_in = _ROW_IN * len(shown) * (1 if labels is None else 1.5)
    above_in = head_in + face_in + 0.1
    figure = st.new_figure(_WIDTH_IN, above_in + rows_in + _TRACE_IN * n_traces + _FOOT_IN)
    panels = st.stacked(
        figure, 1 + n_traces, left=_LEFT, right=_RIGHT, top_in=above_in, bottom_in=_FOOT_IN,
        hspace=0.25, heights=[rows_in, *[_TRACE_IN] * n_traces],
    )  # fmt: skip
    _draw_raster(panels[0], found, labels, shown, along, color_of)
    for axes, name in zip(panels[1:], shown, strict=False):
        _draw_probability(axes, found, name, along, color_of[name])
    for axes in panels:
        shade_events(
            axes, events, {n: {"color": st.PALE} for n in (events.names if events else ())}
        )
        st.bare(axes, bottom=axes is panels[-1])
        axes.tick_params(axis="y", length=0)
        limit_to_times(axes, along)
    name_rows(panels[0], shown, [color_of[name] for name in shown])
    panels[-1].set_xlabel("frame" if given is None else "time (s)", fontsize=9, color=st.INK)
    _draw_faces(figure, panels[0], pictures, along, head_in, face_in)
    if title:
        st.write_title(figure, title)
    _note(figure, pictures, labels, n_traces, events)
    return st.finished(figure, path, dpi)


def _check_labels(labels: Labels | None, n_frames: int) -> None:
    if labels is not None and labels.n_frames != n_frames:
        raise InputError(
            "The labels are of another movie.",
            expected=f"{n_frames} frames, as were predicted",
            got=f"{labels.n_frames} frames",
            do="give the labels of this movie",
        )


def _pictures(images: Any, n_frames: int) -> list[Picture]:
    """Frames at equal distances over the whole movie."""
    if images is None or not n_frames:
        return []
    count = min(_FACES, n_frames)
    frames = ((np.arange(count) + 0.5) * n_frames / count).astype(int)
    return list(pictures_of({str(f): int(f) for f in frames}, images).values())


def _face_height_in(pictures: Sequence[Picture]) -> float:
    if not pictures:
        return 0.0
    height, width = pictures[0].image.shape[:2]
    return min(_FACE_IN * height / width, _MOST_FACE_IN) + 0.3


def _draw_raster(
    axes: Axes,
    found: Any,
    labels: Labels | None,
    shown: Sequence[str],
    along: np.ndarray,
    color_of: Mapping[str, str],
) -> None:
    edges_s, rows = frame_edges(along), []
    labeled = () if labels is None else labels.ethogram.names
    for place, name in enumerate(shown):
        low = len(shown) - 1.0 - place
        middle = low + 0.5 if labels is not None else low + 0.12
        rows.append((row_of(found, name, edges_s), middle, low + 0.88, color_of[name]))
        if labels is not None and name in labeled:
            rows.append((row_of(labels, name, edges_s), low + 0.12, low + 0.42, st.INK))
    draw_rows(axes, rows)
    for line in range(1, len(shown)):
        axes.axhline(line, color=st.PALE, linewidth=0.8, zorder=0)
    axes.set_ylim(0, len(shown))


def _draw_probability(axes: Axes, found: Any, name: str, along: np.ndarray, color: str) -> None:
    values = np.asarray(found.probability, float)[:, list(found.names).index(name)]
    draw_trace(axes, along, values, color=color, linewidth=0.8, zorder=2)
    tell_if_empty(axes, along, values)
    axes.set_ylim(-0.03, 1.03)
    axes.set_yticks([0, 1])
    cut = name if len(name) <= 22 else name[:21] + "…"
    axes.set_ylabel(cut, fontsize=7.5, color=color, rotation=0, ha="right", va="center")


def _draw_faces(
    figure: Figure,
    below: Axes,
    pictures: Sequence[Picture],
    along: np.ndarray,
    head_in: float,
    face_in: float,
) -> None:
    """Pictures at equal distances, each above a mark where it was taken."""
    if not pictures:
        return
    height_in = figure.get_figheight()
    low, high = 1 - (head_in + face_in - 0.04) / height_in, 1 - (head_in + 0.2) / height_in
    each = (_RIGHT - _LEFT) / len(pictures)
    for place, picture in enumerate(pictures):
        axes = figure.add_axes((_LEFT + each * (place + 0.02), low, each * 0.96, high - low))
        axes.imshow(picture.image, cmap="gray", vmin=0, vmax=255, interpolation="antialiased")
        st.framed(axes, st.GRAY, linewidth=0.8)
        axes.apply_aspect()
        time_s = float(along[picture.frame])
        st.name_axes(axes, time_or_frame(time_s, picture.frame, 1), st.INK)
        if np.isfinite(time_s):
            top: dict[str, Any] = {"transform": below.get_xaxis_transform(), "clip_on": False}
            below.plot(time_s, 1.0, marker="v", markersize=4, color=st.GRAY, gid="shown", **top)


def _note(
    figure: Figure,
    pictures: Sequence[Picture],
    labels: Labels | None,
    n_traces: int,
    events: Events | None,
) -> None:
    parts = ["boxes: bouts", "hatched: unknown"]
    parts += ["triangles: frames shown"] if pictures else []
    parts += ["black: a person's labels"] if labels is not None else []
    parts += ["lines: probability"] if n_traces else []
    parts += ["shaded: events"] if events else []
    y = 0.12 / figure.get_figheight()
    figure.text(
        _RIGHT, y, "   ·   ".join(parts), fontsize=7.5, color=st.GRAY, ha="right", va="center"
    )
