"""Panels of the score figure: the score of one stimulus, or its similarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..core.events import Events
from ._style import GRAY, INK, PALE, bare, draws
from ._traces import draw_boxes, draw_trace, few_points, limit_to_times, shade_events, tell_if_empty

__all__ = ["Panel", "draw_panel", "draw_panel_data", "panels_of", "y_limits"]


@dataclass(frozen=True, eq=False)
class Panel:
    """One trace with what belongs to it.

    Attributes
    ----------
    name : str
        The stimulus.
    measure : {'score', 'similarity'}
    times_s, values : (frames,) arrays
    errors : (frames,) array or None
        Standard errors.
    enter : float
        Where a bout begins; NaN for nowhere.
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


def panels_of(scores: Any, contrast: Any) -> list[Panel]:
    """A panel for each stimulus: its contrast score where there is one, else similarity.

    Parameters
    ----------
    scores : Scores, StoredScores or None
    contrast : ContrastResults or None
    """
    if contrast is None:
        return [_of_similarity(scores, name) for name in scores.names]
    panels = []
    for column, name in enumerate(contrast.scores.names):
        finding = contrast.scores.finding_of(name)
        note = "" if finding.kind == "ok" else f"score refused: {finding.kind.replace('_', ' ')}"
        if note and scores is not None and name in scores.names:
            panels.append(_of_similarity(scores, name, note))
            continue
        panels.append(
            Panel(
                name=name,
                measure="score",
                times_s=contrast.scores.times_s,
                values=contrast.scores.score[:, column],
                errors=contrast.scores.score_se[:, column],
                enter=contrast.measures.bout_enter,
                bouts=[bout for bout in contrast.bouts if bout.name == name],
                note=note,
            )
        )
    return panels


def _of_similarity(scores: Any, name: str, note: str = "") -> Panel:
    column = scores.names.index(name)
    return Panel(
        name=name,
        measure="similarity",
        times_s=scores.times_s,
        values=scores.similarity[:, column],
        errors=None,
        enter=float(scores.thresholds[column, 0]),
        bouts=[bout for bout in scores.bouts if bout.name == name],
        note=note,
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
        Shaded: in the panel's color where they are of its stimulus, else gray.
    color : str
    last : bool
        Whether the time axis is drawn.
    label : str
        Written behind the name.
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
    """The trace, its band, thresholds, events and bouts, without names and limits."""
    shades: dict[str, dict[str, Any]] = {
        name: {"color": PALE} for name in (() if events is None else events.names)
    }
    shades[panel.name] = {"color": color, "alpha": 0.2}
    shade_events(axes, events, shades)
    draw_trace(axes, panel.times_s, panel.values, color=color, linewidth=0.9, zorder=2)
    if panel.errors is not None:
        # The band's edges are thinned like the trace, so that they keep together.
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
    """Room for the bouts below and the name above; the same least range for all scores."""
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
