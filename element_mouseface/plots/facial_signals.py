"""Facial signals drawn: components over the mean frame, motion and projections over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.events import Events
from ..core.facial_signals import Components, FacialSignals, RegionSignals
from ..errors import InputError, ParameterError
from .panels import few_points
from .style import DIVERGING, GREY, INK, PALETTE, bare, colours, new_figure, save_figure

__all__ = ["components_figure", "signals_figure"]

_WIDTH_IN = 10.0
_ACROSS = 3
_NAME_AT = -0.055
_TRACE_IN = 0.72
_KINDS = {"motion": "motion_svd", "movie": "movie_svd"}
_UNITS = {"motion": "differences between frames", "movie": "frames"}


def components_figure(
    signals: FacialSignals,
    roi_no: int = 0,
    kind: str = "motion",
    *,
    count: int = 6,
    title: str = "",
    path: str | Path | None = None,
) -> Figure:
    """Masks of a region's strongest components, over the mean frame.

    Orange and blue are opposite signs; which is which means nothing.  Every mask is
    drawn to its own largest value.

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
        Where to save it as PNG.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ParameterError
        If there is no such region or kind, or the region has none of it.
    StorageError
        If the PNG cannot be written.
    """
    region = signals.region(roi_no)
    found = _components(region, kind)
    numbers = range(min(count, len(found)))
    picture = _mean_frame(signals, region)
    across = min(len(numbers), _ACROSS)
    down = -(-len(numbers) // across)
    each_in = _WIDTH_IN / _ACROSS
    row_in = (each_in - 0.1) * picture.shape[0] / picture.shape[1] + 0.3
    head_in = 0.4
    figure = new_figure(each_in * across, head_in + row_in * down + 0.05)
    height_in = figure.get_figheight()
    for place, number in enumerate(numbers):
        row, column = divmod(place, across)
        bottom = 1 - (head_in + row_in * (row + 1) - 0.04) / height_in
        box = (column / across + 0.004, bottom, 1 / across - 0.008, (row_in - 0.3) / height_in)
        axes = figure.add_axes(box)
        _draw_mask(axes, picture, region, np.asarray(found.masks[number]))
        axes.set_title(_caption(found, number), fontsize=8.5, color=INK, pad=3)
    what = f"{kind} components of {region.roi_name or f'region {roi_no}'}"
    figure.text(
        0.008,
        1 - 0.16 / height_in,
        f"{title}: {what}" if title else what,
        fontsize=11,
        weight="bold",
        color=INK,
        va="center",
    )
    if path is not None:
        save_figure(figure, path)
    return figure


def _components(region: RegionSignals, kind: str) -> Components:
    if kind not in _KINDS:
        raise ParameterError(
            "There is no such kind of components.", expected="motion or movie", got=repr(kind)
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
    """The mean frame that the region's bins lie in; grey where several views are one canvas."""
    if region.view is not None:
        return np.asarray(signals.avgframe[region.view], float)
    return np.full((region.yrange_bin[-1] + 1, region.xrange_bin[-1] + 1), 128.0)


def _draw_mask(axes: Axes, picture: np.ndarray, region: RegionSignals, mask: np.ndarray) -> None:
    axes.imshow(90 + 0.65 * picture, cmap="gray", vmin=0, vmax=255)
    largest = float(np.abs(mask).max(initial=0.0)) or 1.0
    share = mask / largest
    rgba = DIVERGING((share + 1) / 2)
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


def signals_figure(
    signals: FacialSignals,
    times_s: np.ndarray,
    *,
    events: Events | None = None,
    roi_no: int | None = None,
    kind: str = "motion",
    count: int = 3,
    title: str = "",
    path: str | Path | None = None,
) -> Figure:
    """Motion energy of every region, one region's projections, and pupils, over time.

    Parameters
    ----------
    signals : FacialSignals
    times_s : (frames,) array
        On the events' clock.
    events : Events, optional
        Shaded, a colour a stimulus.
    roi_no : int, optional
        Whose projections are drawn; by default the first region's that has some.
    kind : {'motion', 'movie'}
        Which projections.
    count : int
        How many; 0 for none.
    title : str
    path : str or Path, optional
        Where to save it as PNG.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If there is not one time a frame.
    ParameterError
        If there is no such region, or `roi_no` has no such components.
    StorageError
        If the PNG cannot be written.
    """
    times_s = np.asarray(times_s, float)
    if times_s.shape != (signals.n_frames,):
        raise InputError(
            "Times and facial signals do not belong together.",
            expected=f"{signals.n_frames} times, one a frame",
            got=f"shape {times_s.shape}",
        )
    traces = _traces(signals, roi_no, kind, count)
    head_in = 0.42
    height_in = head_in + _TRACE_IN * len(traces) + 0.5
    figure = new_figure(_WIDTH_IN, height_in)
    panels = figure.subplots(
        len(traces),
        1,
        sharex=True,
        squeeze=False,
        gridspec_kw={
            "left": 0.16,
            "right": 0.985,
            "bottom": 0.46 / height_in,
            "top": 1 - head_in / height_in,
            "hspace": 0.2,
        },
    )[:, 0]
    names = () if events is None else events.names
    shades = colours(names)
    for axes, (label, values, ink) in zip(panels, traces, strict=True):
        for event in events or ():
            axes.axvspan(
                event.onset_s, event.offset_s, color=shades[event.name], alpha=0.2, linewidth=0
            )
        axes.plot(*few_points(times_s, values), color=ink, linewidth=0.8)
        axes.set_ylabel(label, fontsize=8, color=INK, rotation=0, ha="right", va="center")
        axes.yaxis.set_label_coords(_NAME_AT, 0.5)
        axes.locator_params(axis="y", nbins=2)
        axes.margins(x=0)
        bare(axes, bottom=axes is panels[-1])
    panels[-1].set_xlabel("time (s)", fontsize=9, color=INK, labelpad=2)
    y = 1 - 0.2 / height_in
    figure.text(0.012, y, title, fontsize=11, weight="bold", color=INK, va="center")
    _draw_legend(figure, names, shades, y)
    if path is not None:
        save_figure(figure, path)
    return figure


def _traces(
    signals: FacialSignals, roi_no: int | None, kind: str, count: int
) -> list[tuple[str, np.ndarray, str]]:
    """(label, values, colour) of each panel, from above."""
    traces = [
        (f"motion energy\n{r.roi_name or f'region {r.roi_no}'}", r.motion, INK)
        for r in signals.regions
    ]
    region = _region_to_show(signals, roi_no, kind) if count else None
    if region is not None:
        found = _components(region, kind)
        for number in range(min(count, len(found))):
            label = f"{kind} component {number}\n{region.roi_name or f'region {region.roi_no}'}"
            traces.append((label, np.asarray(found.projections[:, number], float), PALETTE[0]))
    for pupil in signals.pupil:
        traces.append((f"pupil area\n{pupil.name} (pixels)", pupil.area, PALETTE[2]))
    return traces


def _region_to_show(signals: FacialSignals, roi_no: int | None, kind: str) -> RegionSignals | None:
    if roi_no is not None:
        return signals.region(roi_no)
    for region in signals.regions:
        svd = getattr(region, _KINDS.get(kind, ""), None)
        if svd is not None and len(svd):
            return region
    return None


def _draw_legend(figure: Figure, names: Sequence[str], shades: dict[str, str], y: float) -> None:
    """Names of the stimuli in their colours, from the right."""
    x = 0.985
    for name in reversed(names):
        text = figure.text(
            x, y, name, fontsize=8.5, weight="bold", color=shades[name], ha="right", va="center"
        )
        x -= (len(name) + 2) * 0.0085
        text.set_gid(name)
    if names:
        figure.text(x, y, "shaded:", fontsize=8, color=GREY, ha="right", va="center")
