"""Panels of the score figure: the score of one stimulus, or its similarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..core.events import Events
from ..core.results.scored import ScoredRecording
from ..core.scoring.scores import MethodScores, ScoreTrace
from ..errors import ParameterError
from ._style import GRAY, INK, PALE, bare, draws
from ._traces import draw_boxes, draw_trace, few_points, limit_to_times, shade_events, tell_if_empty


@dataclass(frozen=True, eq=False)
class Panel:
    """One trace with what belongs to it.

    Attributes
    ----------
    name : str
        The stimulus.
    measure : str
        'score', 'similarity', or another measure.
    times_s, values : (frames,) arrays
    errors : (frames,) array or None
        Standard errors.
    enter : float
        Threshold at which a bout begins; NaN for none.
    bouts : sequence
        With `start_s` and `stop_s`.
    note : str
        Why there is no score, or ''.
    """

    name: str
    measure: str
    times_s: np.ndarray
    values: np.ndarray
    errors: np.ndarray | None
    enter: float
    bouts: Sequence[Any]
    note: str = ""


def panels_of(
    scored: ScoredRecording,
    measure: str | None = None,
    names: Sequence[str] | None = None,
    *,
    with_refused: bool = True,
) -> list[Panel]:
    """A panel for each stimulus.

    Parameters
    ----------
    scored : ScoredRecording
    measure : str, optional
        By default the contrast score, and similarity in place of a refused score.
    names : sequence of str, optional
        Only these stimuli, in this order.
    with_refused : bool
        Whether a stimulus without a trace has an empty panel with the reason.

    Raises
    ------
    ParameterError
        If the movie has no such measure, or a named stimulus has no trace.
    """
    first = scored.scores_of(measure)
    others = [] if measure else [s for s in scored.methods.values() if s is not first]
    panels = []
    for name in dict.fromkeys([*first.names, *(name for s in others for name in s.names)]):
        found = _panel(scored, first, others, name, measure)
        if found is not None and (with_refused or np.isfinite(found.values).any()):
            panels.append(found)
    by_name = {panel.name: panel for panel in panels}
    unknown = [name for name in names or () if name not in by_name]
    if unknown or not (panels or with_refused):
        raise ParameterError(
            f"There is no {measure or 'trace'} of {', '.join(unknown) or 'any stimulus'} here.",
            expected="some of " + (", ".join(by_name) or "none: the findings say why"),
        )
    return panels if names is None else [by_name[name] for name in dict.fromkeys(names)]


def _panel(
    scored: ScoredRecording,
    first: MethodScores,
    others: Sequence[MethodScores],
    name: str,
    measure: str | None,
) -> Panel | None:
    """The panel of a stimulus; of another method if the first has no trace."""
    trace, refusal = first.trace(name, measure), first.refusal_of(name)
    note = "" if refusal is None else f"score refused: {refusal.kind.replace('_', ' ')}"
    if trace is not None:
        return _of_trace(scored, first, trace)
    for scores in others:
        other = scores.trace(name)
        if other is not None:
            return _of_trace(scored, scores, other, note)
    if name not in first.names:
        return None
    values = np.full(len(scored), np.nan)
    enter = first.measures.bout_enter
    return Panel(name, measure or first.measure, scored.times_s, values, None, enter, (), note)


def _of_trace(
    scored: ScoredRecording, scores: MethodScores, trace: ScoreTrace, note: str = ""
) -> Panel:
    bouts = [bout for bout in scores.bouts.get(trace.measure, ()) if bout.name == trace.name]
    return Panel(
        trace.name,
        trace.measure,
        scored.times_s,
        trace.values,
        trace.errors,
        trace.enter,
        bouts,
        note,
    )


@draws
def draw_panel(
    axes: Axes, panel: Panel, events: Events | None, color: str, last: bool, label: str = ""
) -> None:
    """Draw the trace with its standard error, events shaded, bouts as bars on the floor.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    panel : Panel
    events : Events or None
        Shaded in the panel's color if they are of its stimulus, else gray.
    color : str
    last : bool
        Whether the time axis is drawn.
    label : str
        Written after the name.
    """
    draw_panel_data(axes, panel, events, color)
    bare(axes, bottom=last)
    axes.locator_params(axis="y", nbins=3)
    limit_to_times(axes, panel.times_s)
    axes.set_ylim(*y_limits(panel))
    if panel.measure == "score":
        axes.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 5, 10]))
    _write(axes, panel, color, label)
    if not panel.note:
        tell_if_empty(axes, panel.times_s, panel.values)


def draw_panel_data(axes: Axes, panel: Panel, events: Events | None, color: str) -> None:
    """Draw the trace, its band, thresholds, events and bouts, without names and limits."""
    shades: dict[str, dict[str, Any]] = {
        name: {"color": PALE} for name in (() if events is None else events.names)
    }
    shades[panel.name] = {"color": color, "alpha": 0.2}
    shade_events(axes, events, shades)
    draw_trace(axes, panel.times_s, panel.values, color=color, linewidth=0.9, zorder=2)
    if panel.errors is not None:
        # The band's edges are thinned like the trace, so that they fit it.
        times, low = few_points(panel.times_s, panel.values - panel.errors)
        _, high = few_points(panel.times_s, panel.values + panel.errors)
        axes.fill_between(times, low, high, color=color, alpha=0.3, linewidth=0, zorder=1.5)
    if np.isfinite(panel.enter):
        axes.axhline(panel.enter, color=GRAY, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
    if panel.measure == "score":
        axes.axhline(0.0, color=GRAY, linewidth=0.5, zorder=1)
    # In axis fractions along y: bars on the panel's floor.
    floor, spans = axes.get_xaxis_transform(), [(b.start_s, b.stop_s) for b in panel.bouts]
    draw_boxes(axes, spans, 0, 0.05, transform=floor, color=color, linewidth=0, zorder=3)


def y_limits(panel: Panel) -> tuple[float, float]:
    """Limits with room for bouts below and the name above; all scores share a least range."""
    seen = panel.values[np.isfinite(panel.values)]
    if panel.measure == "score":
        low, high = (min(-0.3, seen.min()), max(1.3, seen.max())) if len(seen) else (-0.3, 1.3)
    else:
        seen = np.append(seen, panel.enter if np.isfinite(panel.enter) else [])
        low, high = (seen.min(), seen.max()) if len(seen) else (0.0, 1.0)
        margin = 0.12 * ((high - low) or 0.1)
        low, high = low - margin, high + margin
    return float(low - 0.1 * (high - low)), float(high + 0.16 * (high - low))


def _write(axes: Axes, panel: Panel, color: str, label: str) -> None:
    style: dict[str, Any] = {
        "transform": axes.transAxes,
        "va": "top",
        "zorder": 4,
        "bbox": {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.2},
    }
    axes.text(0.004, 0.97, panel.name, fontsize=9, weight="bold", color=color, ha="left", **style)
    text = "   ·   ".join(part for part in (label, panel.note) if part)
    if text:
        ink = INK if panel.note else GRAY
        axes.text(0.996, 0.97, text, fontsize=7.5, color=ink, ha="right", **style)
