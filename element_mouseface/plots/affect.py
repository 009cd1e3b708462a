"""The figure of arousal and valences: each trace with its error, and trials by stimulus."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.affect.motion import explained_by_all
from ..core.affect.result import Affect
from ..core.affect.rows import AROUSAL, NEGATIVE, OK, POSITIVE, Trace
from ..core.affect.words import NAMES, NO_LEVELS
from . import _style as st
from ._traces import draw_trace, legend_of_shades, limit_to_times, shade_events, shades_of

_COLORS = {AROUSAL: st.INK, POSITIVE: st.PALETTE[2], NEGATIVE: st.PALETTE[1]}
_LABELS = {
    AROUSAL: "arousal\n(session SD)",
    POSITIVE: "positive\nvalence score",
    NEGATIVE: "negative\nvalence score",
}
_WIDTH_IN, _PANEL_IN, _TRIALS_IN = 10.0, 1.35, 1.9
_HEAD_IN, _LINE_IN, _LETTERS, _BETWEEN_IN, _FOOT_IN = 0.42, 0.165, 150, 0.62, 0.75
_LEFT, _RIGHT = 0.085, 0.985
_MOST_BAND, _MOST_LINES, _MOST_STIMULI = 4000, 7, 12


@st.draws
def affect_figure(
    affect: Affect,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw arousal and both valences over time, and the valences of each trial by stimulus.

    Bands are one standard error to either side. Above the panels is how much of each trace movement
    explains, and why a trace is refused.

    Parameters
    ----------
    affect : Affect
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
    lines = [part for words in _told(affect) for part in textwrap.wrap(words, _LETTERS)]
    shown = [name for name in NAMES if affect.traces[name].state == OK] or [AROUSAL]
    stimuli = list(dict.fromkeys(row.stimulus for row in affect.trials))[:_MOST_STIMULI]
    trials = bool(stimuli) and any(affect.traces[n].state == OK for n in (POSITIVE, NEGATIVE))
    head_in = _HEAD_IN + _LINE_IN * len(lines)
    below_in = _FOOT_IN + (trials and _TRIALS_IN + _BETWEEN_IN)
    height_in = head_in + len(shown) * _PANEL_IN + below_in
    figure = st.new_figure(_WIDTH_IN, height_in)
    st.write_title(figure, title or "Arousal and valences", size=10.5)
    for number, line in enumerate(lines):
        y = 1 - (0.42 + _LINE_IN * number) / height_in
        figure.text(0.012, y, line, fontsize=8, color=st.INK, va="center")
    panels = np.atleast_1d(
        st.stacked(
            figure, len(shown), left=_LEFT, right=_RIGHT, top_in=head_in, bottom_in=below_in,
            hspace=0.12,
        )
    )  # fmt: skip
    names = () if affect.events is None else affect.events.names
    shades, distinct = shades_of(names, 110, 8)
    for name, axes in zip(shown, panels, strict=True):
        shade_events(axes, affect.events, shades)
        _draw(axes, affect.traces[name], affect.times_s, _COLORS[name])
        axes.set_ylabel(_LABELS[name], fontsize=8, color=st.INK)
        st.bare(axes, bottom=axes is panels[-1])
    limit_to_times(panels[-1], affect.times_s)
    panels[-1].set_xlabel("time (s)", fontsize=8, color=st.INK, labelpad=2)
    if trials:
        box = (_LEFT, _FOOT_IN / height_in, _RIGHT - _LEFT, _TRIALS_IN / height_in)
        _draw_trials(figure.add_axes(box), affect, stimuli)
    if distinct and names:
        legend_of_shades(figure, shades)
    return st.finished(figure, path, dpi)


def _told(affect: Affect) -> list[str]:
    """Lines above the panels: what each trace is made of, what movement explains, refusals."""
    lines = []
    for name, words in NAMES.items():
        trace = affect.traces[name]
        if trace.state != OK:
            lines.append(f"{words}: {trace.state}: {trace.reason}")
            continue
        row = explained_by_all(affect.motion, name)
        known = row is not None and np.isfinite(row.r2)
        share = f"movement explains {row.r2:z.2f} of it" if known and row else "movement: not known"
        if row is not None and row.is_source:
            share += " (and is among its sources)"
        lines.append(f"{words}, from {trace.source}: {share}")
    if affect.traces[AROUSAL].state == OK:
        lines.append(NO_LEVELS)
    return lines[:_MOST_LINES]


def _draw(axes: Axes, trace: Trace, times_s: np.ndarray, color: str) -> None:
    axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
    if trace.state != OK:
        axes.text(
            0.5, 0.5, trace.state, transform=axes.transAxes, ha="center", va="center", fontsize=8,
            color=st.GRAY,
        )  # fmt: skip
        return
    every = max(1, -(-len(times_s) // _MOST_BAND))
    low, high = trace.values - trace.errors, trace.values + trace.errors
    if trace.name != AROUSAL:
        low = np.maximum(low, 0.0)
    band: dict[str, Any] = {"color": color, "alpha": 0.2, "linewidth": 0, "zorder": 2}
    axes.fill_between(times_s[::every], low[::every], high[::every], **band)
    draw_trace(axes, times_s, trace.values, color=color, linewidth=0.9, zorder=3)
    good = trace.values[np.isfinite(trace.values)]
    least, most = (float(v) for v in np.percentile(good, [0.2, 99.8])) if len(good) else (0.0, 1.0)
    room = 0.15 * max(most - least, 0.1)
    axes.set_ylim(least - room if trace.name == AROUSAL else -0.05 * (most + room), most + room)
    axes.locator_params(axis="y", nbins=5)


def _draw_trials(axes: Axes, affect: Affect, stimuli: list[str]) -> None:
    """Each trial's mean of both valences before they are cut at 0, with its standard error."""
    axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
    signs = {row.stimulus: row.sign for row in affect.trials}
    for aside, name in ((-0.18, POSITIVE), (0.18, NEGATIVE)):
        if affect.traces[name].state != OK:
            continue
        for place, stimulus in enumerate(stimuli):
            mine = [row for row in affect.trials if row.stimulus == stimulus]
            values = np.array([getattr(row, f"{name}_estimate") for row in mine])
            errors = np.array([getattr(row, f"{name}_se") for row in mine])
            x = place + aside + np.linspace(-0.12, 0.12, len(mine))
            good = np.isfinite(values) & np.isfinite(errors)
            axes.errorbar(
                x[good], values[good], errors[good], fmt="o", color=_COLORS[name], markersize=3,
                elinewidth=0.7, zorder=3, label=_LABELS[name] if not place else None,
            )  # fmt: skip
    labels = [
        f"{name if len(name) <= 18 else name[:17] + '…'}\n({signs[name]})" for name in stimuli
    ]
    axes.set_xticks(range(len(stimuli)), labels, fontsize=8)
    axes.set_xlim(-0.5, len(stimuli) - 0.5)
    axes.set_ylabel("trials, held out\n(1: mean of its sign)", fontsize=8, color=st.INK)
    axes.set_title(
        "green: positive valence score, orange: negative valence score; each with its standard "
        "error, before it is cut at 0",
        fontsize=8, color=st.GRAY, loc="left", pad=4,
    )  # fmt: skip
    st.bare(axes)
