"""The figure of action units: each over time with its standard error, measures and appearances."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.action_units import ActionUnits, UnitSummary
from ..core.events import Events
from . import _style as st
from ._traces import draw_trace, legend_of_shades, limit_to_times, shade_events, shades_of

_LABELS = {
    "orbital_tightening": "orbital\ntightening",
    "ear_position": "ear position\n(ear lengths)",
    "ear_angle": "ear angle\n(degrees back)",
    "mouth_opening": "mouth opening\n(degrees)",
    "whisker_angle": "whisker angle\n(degrees forwards)",
    "whisker_change": "whisker\nchange",
    "nose_bulge": "nose bulge\n(appearance)",
    "cheek_bulge": "cheek bulge\n(appearance)",
    "nose_departure": "nose departure\n(appearance)",
    "cheek_departure": "cheek departure\n(appearance)",
}
_WIDTH_IN, _PANEL_IN, _LEFT_IN = 10.0, 0.95, 1.5
_HEAD_IN, _FOOT_IN, _LINE_IN, _LETTERS = 0.46, 0.72, 0.17, 150


@st.draws
def action_units_figure(
    units: ActionUnits,
    events: Events | None = None,
    *,
    times_s: np.ndarray | None = None,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw each measured unit over time, appearances in another color, events shaded by stimulus.

    Bands are one standard error to either side. Units that were not measured are named above, with
    the reason. Eye aperture is 1 less orbital tightening, and not drawn.

    Parameters
    ----------
    units : ActionUnits
    events : Events, optional
    times_s : (frames,) array, optional
        On the clock of the events, where that is not the movie's.
    title : str
        What was filmed.
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
    shown = [row for row in units.summary() if row.unit in _LABELS and row.n_valid]
    lines = [line for words in _told(units) for line in textwrap.wrap(words, _LETTERS)]
    head_in = _HEAD_IN + _LINE_IN * len(lines)
    height_in = head_in + max(len(shown), 1) * _PANEL_IN + _FOOT_IN
    figure = st.new_figure(_WIDTH_IN, height_in)
    st.write_title(figure, title or "Action units of the face", size=10.5)
    for number, line in enumerate(lines):
        y = 1 - (0.42 + _LINE_IN * number) / height_in
        figure.text(0.012, y, line, fontsize=8, color=st.INK, va="center")
    times_s = units.times_s if times_s is None else np.asarray(times_s, np.float64)
    panels = np.atleast_1d(
        st.stacked(
            figure, max(len(shown), 1), left=_LEFT_IN / _WIDTH_IN, right=0.985, top_in=head_in,
            bottom_in=_FOOT_IN, hspace=0.16,
        )
    )  # fmt: skip
    shades, distinct = shades_of(() if events is None else events.names, 110, 8)
    for axes, row in zip(panels, shown, strict=False):
        shade_events(axes, events, shades)
        _draw_unit(axes, units, row, times_s)
    if not shown:
        panels[0].text(
            0.5, 0.5, "no unit was measured", ha="center", va="center", fontsize=9,
            color=st.GRAY, transform=panels[0].transAxes,
        )  # fmt: skip
    for number, axes in enumerate(panels):
        st.bare(axes, bottom=number == len(panels) - 1)
    limit_to_times(panels[-1], times_s)
    panels[-1].set_xlabel("time (s)", fontsize=8, color=st.INK, labelpad=2)
    if distinct and shades:
        legend_of_shades(figure, shades)
    return st.finished(figure, path, dpi)


def _told(units: ActionUnits) -> list[str]:
    """Lines above the panels: what was measured from what, and what was not."""
    sources: dict[str, list[str]] = {}
    for name, source in units.sources.items():
        sources.setdefault(source, []).append(name.replace("_", " "))
    lines = [f"from {source}: {', '.join(names)}" for source, names in sources.items()]
    reasons: dict[str, list[str]] = {}
    for row in units.summary():
        if not row.n_valid and row.unit in _LABELS:
            reasons.setdefault(row.reason, []).append(row.unit.replace("_", " "))
    lines += [f"not measured: {', '.join(names)}: {why}" for why, names in reasons.items()]
    return lines


def _draw_unit(axes: Axes, units: ActionUnits, row: UnitSummary, times_s: np.ndarray) -> None:
    values, errors = units.values(row.unit), units.errors[row.unit]
    color = st.PALETTE[0] if row.kind == "measure" else st.PALETTE[3]
    axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
    every = max(1, len(values) // 4000)
    low, high = (values - errors)[::every], (values + errors)[::every]
    axes.fill_between(times_s[::every], low, high, color=color, alpha=0.25, linewidth=0, zorder=2)
    style: dict[str, Any] = {"color": color, "linewidth": 0.8, "zorder": 3}
    draw_trace(axes, times_s, values, **style)
    middle = np.nanmin(values), np.nanmax(values)
    room = 0.12 * max(float(middle[1] - middle[0]), 1e-6)
    axes.set_ylim(min(middle[0] - room, -room), max(middle[1] + room, room))
    st.few_ticks(axes)
    axes.tick_params(labelsize=7)
    axes.set_ylabel(_LABELS[row.unit], fontsize=7.5, color=st.INK, rotation=0, ha="right",
                    va="center", labelpad=6)  # fmt: skip
