"""Behaviors around events: a row for each trial, and the share of trials over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.behavior.labels import Labels
from ..core.events import Event, Events
from ..errors import InputError, ParameterError
from . import _style as st
from ._behavior_rows import (
    BehaviorRow,
    checked_times,
    draw_rows,
    frame_edges,
    names_of,
    row_of,
)

_PANEL_IN, _SHARE_IN, _GAP_IN = 2.7, 0.62, 0.5
_LEFT_IN, _RIGHT_IN, _HEAD_IN, _FOOT_IN = 0.75, 0.2, 0.62, 0.6
_MOST_PANELS = 120
#: of the time axis, over which the share of trials is taken
_STEPS = 200


@st.draws
def behavior_trials_figure(
    found: Any,
    events: Events,
    *,
    times_s: np.ndarray | None = None,
    names: Sequence[str] | None = None,
    before_s: float = 2.0,
    after_s: float | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw a panel for each behavior and stimulus: the trials from the onset, one below the other.

    Below them is the share of the trials in which the behavior was present, of those in
    which that is known.

    Parameters
    ----------
    found : Labels or Prediction
    events : Events
        What was given to the mouse, in seconds on the same clock as the frame times.
    times_s : (frames,) array, optional
        Frame times in seconds; labels need them.
    names : sequence of str, optional
        Only these behaviors, in this order.
    before_s : float
        Seconds before the onset that are shown.
    after_s : float, optional
        Seconds after it; by default two more than the longest event lasts.
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
        If there are no events, or no times.
    ParameterError
        If a behavior is not there, or there are too many panels.
    StorageError
        If the file cannot be written.
    """
    shown = names_of(found, names)
    edges_s = frame_edges(_times(found, times_s))
    stimuli = list(dict.fromkeys(event.name for event in events))
    span_s = _span(events, before_s, after_s)
    _check_panels(len(shown), len(stimuli))
    trials = {name: [e for e in events if e.name == name] for name in stimuli}
    raster_in = float(np.clip(0.11 * max(map(len, trials.values())), 0.4, 1.6))
    row_in = raster_in + 0.06 + _SHARE_IN + _GAP_IN
    figure = st.new_figure(
        _LEFT_IN + len(stimuli) * (_PANEL_IN + 0.3) - 0.3 + _RIGHT_IN,
        _HEAD_IN + len(shown) * row_in - _GAP_IN + _FOOT_IN,
    )
    color_of = st.color_by_name(shown, colors)
    for line, name in enumerate(shown):
        row = row_of(found, name, edges_s)
        for column, stimulus in enumerate(stimuli):
            down_in = _HEAD_IN + line * row_in
            box = (_LEFT_IN + column * (_PANEL_IN + 0.3), down_in, raster_in)
            upper, lower = _two_axes(figure, box)
            _draw_trials(upper, row, trials[stimulus], span_s, color_of[name])
            _draw_share(lower, row, trials[stimulus], span_s, color_of[name], edges_s)
            st.name_axes(upper, f"{name}: {stimulus}", color_of[name])
            _labels(upper, lower, first=column == 0, last=line == len(shown) - 1)
    st.write_title(figure, title or "Behaviors around events")
    told = "boxes: bouts  ·  hatched: unknown  ·  shaded: event  ·  line: share of known trials"
    figure.text(0.012, 0.1 / figure.get_figheight(), told, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _times(found: Any, times_s: np.ndarray | None) -> np.ndarray:
    if isinstance(found, Labels):
        if times_s is None:
            raise InputError(
                "Labels have frame numbers, and events have times.",
                expected="times_s: the time of each frame, in seconds",
                do="give `open_video(movie).times_s`",
            )
        return checked_times(times_s, found.n_frames)
    return checked_times(found.times_s if times_s is None else times_s, len(found.probability))


def _span(events: Events, before_s: float, after_s: float | None) -> tuple[float, float]:
    if not len(events):
        raise InputError("There are no events to draw.", do="give events, as `read_events` does")
    if after_s is None:
        after_s = max(event.offset_s - event.onset_s for event in events) + 2.0
    if not (np.isfinite([before_s, after_s]).all() and -before_s < after_s):
        raise ParameterError(
            "Nothing lies in the time that is to be drawn.",
            expected="before_s and after_s in seconds, the end after the beginning",
            got=f"{before_s} s before the onset to {after_s} s after it",
        )
    return -float(before_s), float(after_s)


def _check_panels(n_behaviors: int, n_stimuli: int) -> None:
    if n_behaviors * n_stimuli > _MOST_PANELS:
        raise ParameterError(
            "There are too many panels for one figure.",
            expected=f"at most {_MOST_PANELS}",
            got=f"{n_behaviors} behaviors × {n_stimuli} stimuli",
            do="draw some behaviors at a time: names=[...]",
        )


def _two_axes(figure: Figure, box_in: tuple[float, float, float]) -> tuple[Axes, Axes]:
    """Axes of the trials and of their share; the box is left, down and height, in inches."""
    width_in, height_in = figure.get_size_inches()
    left_in, down_in, raster_in = box_in
    left, wide = left_in / width_in, _PANEL_IN / width_in
    middle = 1 - (down_in + raster_in) / height_in
    upper = figure.add_axes((left, middle, wide, raster_in / height_in))
    low = middle - (0.06 + _SHARE_IN) / height_in
    return upper, figure.add_axes((left, low, wide, _SHARE_IN / height_in))


def _draw_trials(
    axes: Axes,
    row: BehaviorRow,
    trials: Sequence[Event],
    span_s: tuple[float, float],
    color: str,
) -> None:
    drawn = []
    for place, event in enumerate(trials):
        low = len(trials) - 1.0 - place
        shifted = BehaviorRow(
            row.name,
            _within(row.bouts_s - event.onset_s, span_s),
            _within(row.unknown_s - event.onset_s, span_s),
        )
        drawn.append((shifted, low + 0.08, low + 0.92, color))
        axes.fill_between(
            [0, event.offset_s - event.onset_s], low, low + 1, color=st.PALE, linewidth=0, zorder=0
        )
    draw_rows(axes, drawn)
    axes.set(xlim=span_s, ylim=(0, len(trials)), yticks=[])
    st.bare(axes, bottom=False)


def _within(spans_s: np.ndarray, span_s: tuple[float, float]) -> np.ndarray:
    """The parts of spans that lie in the shown time."""
    cut = np.clip(spans_s, *span_s)
    return cut[cut[:, 1] > cut[:, 0]]


def _draw_share(
    axes: Axes,
    row: BehaviorRow,
    trials: Sequence[Event],
    span_s: tuple[float, float],
    color: str,
    edges_s: np.ndarray,
) -> None:
    """The share of the trials with the behavior, of those in which it is known."""
    offsets_s = np.linspace(*span_s, _STEPS)
    at_s = offsets_s + np.array([event.onset_s for event in trials])[:, None]
    filmed = (at_s >= edges_s[0]) & (at_s < edges_s[-1])
    known = filmed & ~_inside(row.unknown_s, at_s)
    count = known.sum(axis=0)
    present = (_inside(row.bouts_s, at_s) & known).sum(axis=0)
    share = np.where(count > 0, present / np.maximum(count, 1), np.nan)
    axes.step(offsets_s, share, where="mid", color=color, linewidth=1.1, zorder=2)
    axes.axvline(0, color=st.GRAY, linewidth=0.6, zorder=1)
    axes.set(xlim=span_s, ylim=(-0.04, 1.08), yticks=[0, 1])
    st.bare(axes)


def _inside(spans_s: np.ndarray, at_s: np.ndarray) -> np.ndarray:
    """Whether times lie in sorted spans that do not overlap."""
    if not len(spans_s):
        return np.zeros(at_s.shape, bool)
    place = np.searchsorted(spans_s[:, 0], at_s, side="right") - 1
    return (place >= 0) & (at_s < spans_s[np.maximum(place, 0), 1])


def _labels(upper: Axes, lower: Axes, *, first: bool, last: bool) -> None:
    if first:
        upper.set_ylabel("trial", fontsize=8, color=st.INK)
        lower.set_ylabel("share", fontsize=8, color=st.INK)
    else:
        lower.tick_params(labelleft=False)
    if last:
        lower.set_xlabel("time from onset (s)", fontsize=8, color=st.INK, labelpad=2)
