"""The figure of registration: the head's shift, and its residual after registration."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ..core.events import Events
from ..core.results.head_shift import HeadShift, shift_of, shift_summary
from ..core.results.scored import ScoredRecording
from . import _style as st
from ._traces import draw_trace, limit_to_times, shade_events, shades_of

_BEFORE, _AFTER, _LOST = st.GRAY, st.INK, st.PALETTE[1]
_WIDTH_IN, _PANEL_IN = 9.0, 1.5
_HEAD_IN, _FOOT_IN, _LINE_IN, _LINE = 0.5, 0.72, 0.17, 150
#: more marks than this cannot be distinguished
_MOST_MARKS = 400
#: most letters of the stimuli's names in a line of the legend
_MOST_LETTERS = 70


@st.draws
def registration_figure(
    scored: ScoredRecording,
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the head's shift along x and y over time, before and after registration.

    All panels have one scale, in pixels of the crop. Lines break at lost frames, which are marked
    on the panels' floor and counted; events are shaded. The lengths above the panels are of the
    frames drawn, without the lost ones.

    Parameters
    ----------
    scored : ScoredRecording
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
        Without panels if nothing was measured; it shows the reason.

    Raises
    ------
    ParameterError
        If no method registered the frames.
    StorageError
        If the file cannot be written.
    """
    shift = shift_of(scored)
    lines = [
        line
        for words in (_summary(shift), *shift.notes)
        for line in textwrap.wrap(words, _LINE) or [""]
    ]
    head_in = _HEAD_IN + _LINE_IN * len(lines)
    panels_in = 0.0 if shift.reason else 2 * _PANEL_IN + 0.14 + _FOOT_IN
    height_in = head_in + panels_in
    figure = st.new_figure(_WIDTH_IN, height_in)
    st.write_title(figure, title or "Shift of the head", size=10.5)
    for number, line in enumerate(lines):
        y = 1 - (0.44 + _LINE_IN * number) / height_in
        figure.text(0.012, y, line, fontsize=8, color=st.INK, va="center")
    if not shift.reason:
        panels = st.stacked(
            figure, 2, left=0.075, right=0.985, top_in=head_in, bottom_in=_FOOT_IN,
            hspace=0.14 / _PANEL_IN, sharey=True,
        )  # fmt: skip
        _draw(figure, panels, shift, colors)
    return st.finished(figure, path, dpi)


def _summary(shift: HeadShift) -> str:
    """Text on the head's shift, the residual and lost frames; or why nothing was measured."""
    if shift.reason:
        return f"No shift was measured: {shift.reason}"
    before, after = map(shift_summary, shift.drawn())
    if before["median_px"] is None:
        parts = ["no frame could be registered"]
    else:
        parts = [
            f"{name} {before[key]:.2f} px before, {after[key]:.2f} px after"
            for name, key in (("median", "median_px"), ("largest", "largest_px"))
        ]
    n, waiting = int(shift.lost.sum()), int(shift.waiting.sum())
    parts.append(f"not registered: {n} of {len(shift.lost)} frames")
    if waiting:
        parts.append(f"{waiting} at the start without a shift")
    return "   ·   ".join(parts)


def _draw(figure: Figure, panels: Any, shift: HeadShift, colors: Mapping[str, str] | None) -> None:
    shades, handles = _shades(shift.events, colors)
    for axis, (axes, way) in enumerate(zip(panels, ("right", "down"), strict=True)):
        shade_events(axes, shift.events, shades)
        axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
        lines = zip(
            shift.drawn(),
            ((_BEFORE, "before: as measured"), (_AFTER, "after: measured again, registered")),
            strict=True,
        )
        for values, (color, label) in lines:
            style: dict[str, Any] = {"color": color, "linewidth": 0.9, "zorder": 2, "label": label}
            draw_trace(axes, shift.times_s, values[:, axis], **style)
        _mark_lost(axes, shift)
        st.bare(axes, bottom=axis == 1)
        axes.locator_params(axis="y", nbins=5)
        axes.set_ylabel(f"{way} (px of the crop)", fontsize=8, color=st.INK)
    limit_to_times(panels[1], shift.times_s)
    panels[1].margins(y=0.12)
    panels[1].set_xlabel("time (s)", fontsize=8, color=st.INK, labelpad=2)
    drawn, _ = panels[0].get_legend_handles_labels()
    figure.legend(
        handles=[*drawn, *handles], ncols=len(drawn) + len(handles), fontsize=7.5, frameon=False,
        loc="lower center", bbox_to_anchor=(0.5, 0.0), handletextpad=0.5, columnspacing=1.6,
    )  # fmt: skip


def _shades(
    events: Events | None, colors: Mapping[str, str] | None = None
) -> tuple[dict[str, dict[str, Any]], list[Patch]]:
    """Shading of the events of each stimulus; the same for all if the legend is too narrow."""
    names = () if events is None else events.names
    styles, apart = shades_of(names, _MOST_LETTERS, between=6, colors=colors)
    if not apart:
        return styles, [Patch(label="event", color=st.PALE)]
    return styles, [Patch(label=name, linewidth=0, **style) for name, style in styles.items()]


def _mark_lost(axes: Axes, shift: HeadShift) -> None:
    """Mark each lost frame on the floor, thinned if there are too many to distinguish."""
    times_s = shift.times_s[shift.lost]
    n = len(times_s)
    if not n:
        return
    shown = times_s[np.linspace(0, n - 1, min(n, _MOST_MARKS)).astype(int)]
    axes.plot(
        shown, np.full(len(shown), 0.04), "|", color=_LOST, markersize=7, markeredgewidth=1.1,
        transform=axes.get_xaxis_transform(), zorder=3, label=f"not registered ({n})",
    )  # fmt: skip
