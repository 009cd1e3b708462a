"""The events figure: the response of a score to a stimulus, trial by trial."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from ..core.events.measures import TimedTrace
from ..core.events.windows import RESPONSE, EventRow
from ..core.results.responses import Responses, habituation_of, responses_of
from ..core.results.scored import ScoredRecording
from ..errors import InputError, ParameterError
from . import _layout as layout
from ._style import (
    DPI,
    GRAY,
    INK,
    SCORE_LABEL,
    bare,
    color_by_name,
    draws,
    finished,
    new_figure,
    write_title,
)
from .event_rows import MARKS, draw_found, draw_over_trials, draw_trials

#: well below the largest picture of matplotlib
_MOST_STIMULI = 60
_LABELS = {
    "score": SCORE_LABEL,
    "similarity": "similarity (Pearson r)",
}
#: quantities drawn over the trials: name, label, unit of the slope
_OVER_TRIALS = (
    ("mean", "mean of the {}", ""),
    ("latency_s", "latency (s)", "s"),
    ("half_decay_s", "peak to half (s)", "s"),
)


@draws
def events_figure(
    scored: ScoredRecording,
    measure: str | None = None,
    *,
    window: str = RESPONSE.name,
    names: Sequence[str] | None = None,
    prototype: str | None = None,
    before_s: float = 2.0,
    after_s: float | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw the responses to each stimulus, a row of panels for each.

    From the left: the trials' traces from the onset with their mean and its standard error, below
    them the measures of each trial (bouts, latency, peak, half decay); the mean over the window
    with its standard error, trial by trial, with the regression line of habituation; the latency
    and the half decay, likewise. Undefined values leave a gap and are counted. A refused stimulus
    has its reason instead.

    Parameters
    ----------
    scored : ScoredRecording
    measure : str, optional
        By default 'score' where there is one.
    window : str
        One of the windows that were measured.
    names : sequence of str, optional
        The stimuli to draw; by default all.
    prototype : str, optional
        Its trace is drawn around every stimulus; by default each stimulus's own.
    before_s : float
        Seconds before the onset that are shown.
    after_s : float, optional
        Seconds after it; by default two more than the longest event lasts.
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
    InputError
        If there are no events.
    ParameterError
        If the movie has no such measure or window, a stimulus or the prototype is unknown, there
        are too many stimuli for one figure, or there is no time between `before_s` and `after_s`.
    StorageError
        If the file cannot be written.
    """
    responses = responses_of(scored, measure, window=window)
    shown = _checked(responses, names, prototype)
    span_s = _span(responses, shown, before_s, after_s)
    heights = [layout.height_of(responses, name, prototype or name) for name in shown]
    height_in = layout.HEAD_IN + sum(heights) + layout.FOOT_IN
    figure = new_figure(layout.WIDTH_IN, height_in)
    color_of, down_in, columns = color_by_name(responses.names, colors), layout.HEAD_IN, []
    for name, row_in in zip(shown, heights, strict=True):
        place = layout.StimulusRow(figure, height_in, down_in)
        drawn = _draw_stimulus(place, responses, name, prototype or name, span_s, color_of[name])
        columns += [drawn] if drawn else []
        down_in += row_in
    for axes in zip(*columns, strict=True):
        _share_limits(axes)
    _head(figure, responses, title, height_in)
    if columns:
        _legend(figure, height_in)
    return finished(figure, path, dpi)


def _checked(
    responses: Responses, names: Sequence[str] | None, prototype: str | None
) -> tuple[str, ...]:
    if not responses.names:
        raise InputError("There are no events to draw.", do="score the recording with its events")
    shown = responses.names if names is None else tuple(names)
    unknown = [name for name in shown if name not in responses.names]
    if unknown or not shown:
        raise ParameterError(
            "These stimuli cannot be drawn: they have no events.",
            expected="some of " + ", ".join(responses.names),
            got=", ".join(map(repr, unknown)) or "none",
        )
    if len(shown) > _MOST_STIMULI:
        raise ParameterError(
            "There are too many stimuli for one figure.",
            expected=f"at most {_MOST_STIMULI}",
            got=str(len(shown)),
            do="draw some at a time: events_figure(..., names=[...])",
        )
    if prototype is not None and responses.reason(prototype):
        raise ParameterError(
            f"The prototype {prototype!r} has no traces to draw.",
            expected="one of " + (", ".join(responses.traces) or "none: all are refused"),
            got=responses.reason(prototype),
        )
    return shown


def _span(
    responses: Responses, shown: Sequence[str], before_s: float, after_s: float | None
) -> tuple[float, float]:
    if after_s is None:
        lasts_s = [row.offset_s - row.onset_s for row in responses.rows if row.stimulus in shown]
        after_s = max(lasts_s, default=0.0) + 2.0
    if not (np.isfinite([before_s, after_s]).all() and -before_s < after_s):
        raise ParameterError(
            "The time to draw is empty.",
            expected="before_s and after_s in seconds, the end after the beginning",
            got=f"{before_s} s before the onset to {after_s} s after it",
        )
    return -float(before_s), float(after_s)


def _draw_stimulus(
    place: layout.StimulusRow,
    responses: Responses,
    name: str,
    prototype: str,
    span_s: tuple[float, float],
    color: str,
) -> list[Axes]:
    """Draw one row of the figure; returns its axes, or none if it was refused."""
    reason, rows = responses.reason(prototype), responses.trials(name, prototype)
    given = len({row.event_index for row in responses.rows if row.stimulus == name})
    trials = f"{given} trial{'s' * (given != 1)}"
    whose = "" if prototype == name else f" by the prototype of {prototype}"
    place.text(0.1, name + whose, fontsize=9.5, weight="bold", color=color)
    if reason or not rows:
        text = f"{trials} · no {responses.measure}: {reason or 'there are no rows of it'}"
        lines = "\n".join(textwrap.wrap(text, 165, max_lines=2, placeholder=" …"))
        place.text(0.36, lines, fontsize=8, color=INK, linespacing=1.3)
        return []
    place.text(0.3, f"{trials} · {_mean_text(rows, responses, prototype)}", fontsize=7.5, color=INK)
    upper = _draw_trials(place, responses, prototype, rows, span_s, color)
    across = []
    for column, (quantity, label, unit) in enumerate(_OVER_TRIALS, start=1):
        axes = place.axes(column, layout.TITLE_IN, layout.TRACE_IN + layout.found_in(len(rows)))
        fading = None
        if quantity != "half_decay_s":  # habituation.csv and the table do not have this quantity
            fading = habituation_of(responses, name, prototype, quantity)
        draw_over_trials(axes, rows, quantity, fading, color, unit)
        told = label.format(_label(responses))
        if quantity == "mean":  # name the window: the panel beside it shows another time
            told += "\n" + textwrap.shorten(responses.limits or responses.window, 44)
        _trial_axis(axes, rows, told, quantity)
        across.append(axes)
    return [upper, *across]


def _draw_trials(
    place: layout.StimulusRow,
    responses: Responses,
    prototype: str,
    rows: Sequence[EventRow],
    span_s: tuple[float, float],
    color: str,
) -> Axes:
    """Draw the traces from the onset, and the measures below; returns the upper axes."""
    lines_in = layout.found_in(len(rows))
    upper = place.axes(0, layout.TITLE_IN, layout.TRACE_IN)
    lower = place.axes(0, layout.TITLE_IN + layout.TRACE_IN + 0.06, lines_in - 0.06)
    trace = TimedTrace.of(responses.times_s, responses.traces[prototype])
    known = responses.errors.get(prototype)
    errors = None if known is None else TimedTrace.of(responses.times_s, known)
    draw_trials(upper, trace, errors, rows, span_s, color)
    _thresholds(upper, responses, prototype)
    bouts = [bout for bout in responses.bouts if bout.name == prototype]
    draw_found(lower, rows, bouts, span_s, color, lines_in)
    for axes in (upper, lower):
        axes.set_xlim(*span_s)
        bare(axes, bottom=axes is lower)
    upper.yaxis.set_label_coords(-0.5 / place.widths[0], 0.5)
    lower.yaxis.set_label_coords(-0.24 / place.widths[0], 0.5)
    upper.locator_params(axis="y", nbins=4)
    upper.set_ylabel(_label(responses), fontsize=8, color=INK)
    lower.set_ylabel("trial", fontsize=8, color=INK, rotation=0, ha="right", va="center")
    lower.set_xlabel("time from onset (s)", fontsize=8, color=INK, labelpad=2)
    return upper


def _label(responses: Responses) -> str:
    return _LABELS.get(responses.measure, f"{responses.measure} ({responses.unit})")


def _mean_text(rows: Sequence[EventRow], responses: Responses, prototype: str) -> str:
    if len(rows) > 1:
        return "thick: their mean and its standard error"
    return "its standard error" if prototype in responses.errors else "no error of a single trial"


def _thresholds(axes: Axes, responses: Responses, prototype: str) -> None:
    """Lines at the thresholds of bouts, and at 0 and 1 of the score."""
    enter = responses.enter.get(prototype, float("nan"))
    if np.isfinite(enter):
        axes.axhline(enter, color=GRAY, linewidth=0.6, linestyle=(0, (4, 3)), zorder=1)
    if responses.measure == "score":
        axes.axhline(0, color=GRAY, linewidth=0.5, zorder=1)


def _trial_axis(axes: Axes, rows: Sequence[EventRow], label: str, quantity: str) -> None:
    bare(axes)
    last = max(row.repetition for row in rows)
    axes.set_xlim(-0.5, last + 0.5)
    axes.set_xticks(range(0, last + 1, max(1, -(-last // 6))))
    axes.locator_params(axis="y", nbins=5)
    axes.set_xlabel("repetition (the first is 0)", fontsize=8, color=INK, labelpad=2)
    axes.set_ylabel(label, fontsize=8, color=INK, labelpad=3)


def _share_limits(column: Sequence[Axes]) -> None:
    """The same scale for all stimuli in a column of panels, with times from 0."""
    low = min(axes.get_ylim()[0] for axes in column)
    high = max(axes.get_ylim()[1] for axes in column)
    if column[0].get_ylabel().endswith("(s)"):
        seen = np.concatenate([line.get_ydata() for axes in column for line in axes.lines])
        high = float(np.nanmax(seen, initial=0.0))
        high = 1.12 * high or 1.0
        low = -0.04 * high
    for axes in column:
        axes.set_ylim(low, high)


def _head(figure: Figure, responses: Responses, title: str, height_in: float) -> None:
    words = title or "Responses to the events"
    write_title(figure, words, down_in=0.17)
    limits = f" ({responses.limits})" if responses.limits else ""
    what = f"measured in the window {responses.window}{limits}"
    if any(row.mean_se is not None for row in responses.rows):
        what += "  ·  error bars: standard error of that mean, at most"
    figure.text(0.012, 1 - 0.38 / height_in, what, fontsize=8, color=GRAY,
                va="center")  # fmt: skip


def _legend(figure: Figure, height_in: float) -> None:
    handles = [
        Patch(facecolor=GRAY, alpha=0.2, label="event"),
        Patch(facecolor=GRAY, alpha=0.8, label="bout"),
        Line2D([], [], color=GRAY, linewidth=0.8, linestyle=(0, (4, 3)), label="a bout begins"),
    ]
    for _, marker, label in MARKS:
        handles.append(
            Line2D([], [], linestyle="none", marker=marker, markersize=4.5, label=label,
                   markeredgecolor=INK, markerfacecolor="white" if marker == "o" else INK)
        )  # fmt: skip
    handles.append(
        Line2D([], [], color=INK, linewidth=1, linestyle=(0, (5, 2)), label="line over trials")
    )
    figure.legend(
        handles=handles, ncols=len(handles), fontsize=7.5, frameon=False, loc="lower center",
        bbox_to_anchor=(0.5, 0.02 / height_in), handletextpad=0.5, columnspacing=1.6,
    )  # fmt: skip
