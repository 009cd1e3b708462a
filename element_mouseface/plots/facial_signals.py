"""Figures of facial signals: components over the mean frame, motion and projections over time."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.events import Events
from ..core.facial_signals import Components, FacialSignals, RegionSignals
from ..errors import ParameterError
from . import _style as st
from ._traces import draw_trace, limit_to_times, shade_events, shades_of, tell_if_empty

_WIDTH_IN = 10.0
_ACROSS = 3
_EACH_IN = _WIDTH_IN / _ACROSS
_HEAD_IN, _TRACE_IN = 0.42, 0.72
#: between a panel and its label
_TICKS_IN = 0.56
#: about the width of a letter of a title
_LETTER_IN = 0.102
#: most letters of the stimuli's names in the line of the title
_MOST_LETTERS = 84
_KINDS = {"motion": "motion_svd", "movie": "movie_svd"}
_UNITS = {"motion": "differences between frames", "movie": "frames"}


@st.draws
def components_figure(
    signals: FacialSignals,
    roi_no: int = 0,
    kind: str = "motion",
    *,
    count: int = 6,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Masks of a region's strongest components, over the mean frame.

    Orange and blue are opposite signs; the sign itself has no meaning.  Every mask is
    scaled to its own maximum.

    Parameters
    ----------
    signals : FacialSignals
    roi_no : int
        Which region; 0 is the full frame, where there is one.
    kind : {'motion', 'movie'}
    count : int
        How many components at most.
    title : str
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ParameterError
        If there is no such region or kind, or the region has none of it.
    StorageError
        If the file cannot be written.
    """
    region = signals.region(roi_no)
    found = _components(region, kind)
    picture = _mean_frame(signals, region)
    numbers = range(min(count, len(found)))
    across = min(len(numbers), _ACROSS)
    what = f"{kind} components of {_named(region)}"
    titles = _titles(title, what, _EACH_IN * across)
    for number, axes in zip(numbers, _masks(titles, len(numbers), picture.shape), strict=True):
        _draw_mask(axes, picture, region, np.asarray(found.masks[number]))
        axes.set_title(_caption(found, number), fontsize=8.5, color=st.INK, pad=3)
    figure: Any = axes.figure
    return st.finished(figure, path, dpi)


def _titles(title: str, what: str, width_in: float) -> list[str]:
    """The lines of the title: two if the masks are narrower than one line."""
    whole = f"{title}: {what}" if title else what
    return [title, what] if title and len(whole) * _LETTER_IN > width_in else [whole]


def _masks(titles: Sequence[str], count: int, shape: tuple[int, ...]) -> list[Axes]:
    """Axes of this shape below the titles, row by row."""
    across = min(count, _ACROSS)
    mask_in = (_EACH_IN - 0.1) * shape[0] / shape[1]
    row_in, head_in = mask_in + 0.3, 0.4 + 0.2 * (len(titles) - 1)
    height_in = head_in + row_in * -(-count // across) + 0.05
    figure = st.new_figure(_EACH_IN * across, height_in)
    for number, line in enumerate(titles):
        st.write_title(figure, line, x=0.008, down_in=0.16 + 0.2 * number)
    panels = []
    for place in range(count):
        row, column = divmod(place, across)
        bottom = 1 - (head_in + row_in * (row + 1) - 0.04) / height_in
        box = (column / across + 0.004, bottom, 1 / across - 0.008, mask_in / height_in)
        panels.append(figure.add_axes(box))
    return panels


def _components(region: RegionSignals, kind: str) -> Components:
    if kind not in _KINDS:
        raise ParameterError(
            "There is no such kind of component.", expected="motion or movie", got=repr(kind)
        )
    found = getattr(region, _KINDS[kind])
    if found is None or not len(found):
        raise ParameterError(
            f"Region {region.roi_no} ({region.roi_name}) has no components of the {_UNITS[kind]}.",
            do=f"compute them: FacemapTask.add(..., do_{'mot' if kind == 'motion' else 'mov'}_svd="
            "True), or SignalParams",
        )
    return found


def _mean_frame(signals: FacialSignals, region: RegionSignals) -> np.ndarray:
    """The mean frame of the region's view; gray if several views share one canvas."""
    if region.view is not None:
        return np.asarray(signals.avgframe[region.view], float)
    return np.full((region.yrange_bin[-1] + 1, region.xrange_bin[-1] + 1), 128.0)


def _draw_mask(axes: Axes, picture: np.ndarray, region: RegionSignals, mask: np.ndarray) -> None:
    axes.imshow(90 + 0.65 * picture, cmap="gray", vmin=0, vmax=255)
    largest = float(np.abs(mask).max(initial=0.0)) or 1.0
    share = mask / largest
    rgba = st.DIVERGING((share + 1) / 2)
    rgba[..., 3] = np.clip(np.abs(share) * 1.6, 0, 0.88)
    left, top = region.xrange_bin[0] - 0.5, region.yrange_bin[0] - 0.5
    box = (left, left + mask.shape[1], top + mask.shape[0], top)
    axes.imshow(rgba, extent=box, interpolation="nearest")
    height, width = picture.shape
    axes.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5), xticks=[], yticks=[])


def _caption(found: Components, number: int) -> str:
    if found.singular_values is None or not np.isfinite(found.singular_values[number]):
        return f"{number}"
    return f"{number}: singular value {found.singular_values[number]:.4g}"


@st.draws
def signals_figure(
    signals: FacialSignals,
    times_s: np.ndarray,
    *,
    events: Events | None = None,
    roi_no: int | None = None,
    kind: str = "motion",
    count: int = 3,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Motion energy of every region, one region's projections, and pupils, over time.

    Parameters
    ----------
    signals : FacialSignals
    times_s : (frames,) array
        On the events' clock.
    events : Events, optional
        Shaded, with a color per stimulus.
    roi_no : int, optional
        The region whose projections are drawn; by default the first that has some.
    kind : {'motion', 'movie'}
        Which projections.
    count : int
        How many; 0 for none.
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
        If there is not one time per frame.
    ParameterError
        If there is no such region, or `roi_no` has no such components.
    StorageError
        If the file cannot be written.
    """
    times_s = signals.checked_times(times_s)
    traces = _traces(signals, roi_no, kind, count)
    figure = st.new_figure(_WIDTH_IN, _HEAD_IN + _TRACE_IN * len(traces) + 0.5)
    left_in = max(
        0.16 * _WIDTH_IN, _label_in(figure, [label for label, _, _ in traces]) + _TICKS_IN + 0.05
    )
    panels = st.stacked(
        figure, len(traces), left=left_in / _WIDTH_IN, right=0.985, top_in=_HEAD_IN,
        bottom_in=0.46, hspace=0.2,
    )  # fmt: skip
    shades, apart = shades_of(() if events is None else events.names, _MOST_LETTERS, 2, colors)
    for axes, (label, values, ink) in zip(panels, traces, strict=True):
        shade_events(axes, events, shades)
        draw_trace(axes, times_s, values, color=ink, linewidth=0.8)
        tell_if_empty(axes, times_s, values)
        axes.set_ylabel(label, fontsize=8, color=st.INK, rotation=0, ha="right", va="center")
        axes.yaxis.set_label_coords(-_TICKS_IN / (0.985 * _WIDTH_IN - left_in), 0.5)
        st.few_ticks(axes)
        limit_to_times(axes, times_s)
        st.bare(axes, bottom=axes is panels[-1])
    panels[-1].set_xlabel("time (s)", fontsize=9, color=st.INK, labelpad=2)
    room_in = _draw_legend(figure, shades, apart) * _WIDTH_IN - 0.22
    st.fit(st.write_title(figure, title), room_in)
    return st.finished(figure, path, dpi)


def _label_in(figure: Figure, labels: Sequence[str]) -> float:
    """Width of the widest label, in inches."""
    widest = 0.0
    for label in labels:
        text = figure.text(0, 0, label, fontsize=8)
        widest = max(widest, text.get_window_extent().width / figure.dpi)
        text.remove()
    return widest


def _traces(
    signals: FacialSignals, roi_no: int | None, kind: str, count: int
) -> list[tuple[str, np.ndarray, str]]:
    """(label, values, color) of each panel, from above."""
    traces = [
        (f"motion energy\n{_named(r)}\n(sum of gray levels)", r.motion, st.INK)
        for r in signals.regions
    ]
    region = _region_to_show(signals, roi_no, kind) if count else None
    if region is not None:
        found = _components(region, kind)
        # Facemap scales some masks, and their projections, by the singular value.
        unit = "gray levels" if found.unit_norm else "a.u."
        for number in range(min(count, len(found))):
            label = f"{kind} component {number}\n{_named(region)}\n({unit})"
            traces.append((label, np.asarray(found.projections[:, number], float), st.PALETTE[0]))
    for pupil in signals.pupil:
        traces.append((f"pupil area\n{pupil.name} (pixels)", pupil.area, st.PALETTE[2]))
    for blink in signals.blink:
        traces.append((f"blink\n{blink.name} (gray levels)", blink.area, st.PALETTE[4]))
    for running in signals.running:
        speed = np.hypot(running.shift[:, 0], running.shift[:, 1])
        traces.append((f"running\n{running.name} (px/frame)", speed, st.PALETTE[3]))
    return traces


def _named(region: RegionSignals) -> str:
    return textwrap.shorten(region.roi_name, 24, placeholder=" …") or f"region {region.roi_no}"


def _region_to_show(signals: FacialSignals, roi_no: int | None, kind: str) -> RegionSignals | None:
    if roi_no is not None:
        return signals.region(roi_no)
    for region in signals.regions:
        svd = getattr(region, _KINDS.get(kind, ""), None)
        if svd is not None and len(svd):
            return region
    return None


def _draw_legend(figure: Figure, shades: Mapping[str, Mapping[str, Any]], apart: bool) -> float:
    """Draw the stimuli's names in their colors, from the right; returns where they end."""
    x, y = 0.985, 1 - 0.2 / figure.get_figheight()
    if not shades:
        return x
    for name in reversed(tuple(shades) if apart else ()):
        text = figure.text(
            x, y, name, fontsize=8.5, weight="bold", color=shades[name]["color"], ha="right",
            va="center",
        )  # fmt: skip
        x -= (len(name) + 2) * 0.0085
        text.set_gid(name)
    head = "shaded:" if apart else "shaded: events"
    text = figure.text(x, y, head, fontsize=8, color=st.GRAY, ha="right", va="center")
    return text.get_window_extent().x0 / figure.bbox.width
