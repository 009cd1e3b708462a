"""Panels of the events figure: traces from the onset, markers, measures over trials."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..core.events.habituation import LEAST_TRIALS, HabituationRow, trend
from ..core.events.measures import TimedTrace
from ..core.events.windows import EventRow
from ._style import GRAY, INK, draws
from ._traces import MOST_POINTS, draw_boxes, draw_trace

#: marks of each trial: the column of the row, the marker and its name
MARKS = (
    ("latency_s", ">", "latency: a bout begins"),
    ("time_to_peak_s", "o", "peak"),
    ("half", "x", "back at half of it"),
)
_MOST_POINTS = 4000
#: most points of all trials together, and of one of many: two for each pixel of the panel
_MOST_OF_ALL, _LEAST_POINTS = 200_000, 1000


@dataclass(frozen=True, eq=False)
class Aligned:
    """A trial's trace on the time from its onset.

    Attributes
    ----------
    lags_s, values : (n,) arrays
        With a NaN after a frame before a gap, so that a drawn line breaks there.
    """

    lags_s: np.ndarray
    values: np.ndarray


def aligned(trace: TimedTrace, onset_s: float, span_s: tuple[float, float]) -> Aligned:
    """The part of a trace around an onset.

    Parameters
    ----------
    trace : TimedTrace
    onset_s : float
    span_s : (float, float)
        Start and end, seconds after the onset.
    """
    inside = trace.inside(onset_s + span_s[0], onset_s + span_s[1])
    lags_s, values = trace.times_s[inside] - onset_s, trace.values[inside]
    holes = np.flatnonzero(trace.times_s[inside][1:] - trace.ends_s[inside][:-1] > 1e-6) + 1
    ends_s = trace.ends_s[inside][holes - 1] - onset_s
    return Aligned(np.insert(lags_s, holes, ends_s), np.insert(values, holes, np.nan))


def mean_of_trials(
    trace: TimedTrace, onsets_s: Sequence[float], span_s: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Mean over trials, its standard error, and the number of trials.

    At each lag a trial has the value of its nearest frame; lags are a frame apart.

    Parameters
    ----------
    trace : TimedTrace
    onsets_s : sequence of float
    span_s : (float, float)
        Seconds after each onset.

    Returns
    -------
    lags_s : (n,) array
    mean, error : (n,) arrays
        The mean is NaN where less than half of the trials have a value; the error (from their
        scatter) is also NaN where fewer than two do.
    """
    usual_s = float(np.median(np.diff(trace.times_s))) if len(trace.times_s) > 1 else 1.0
    step_s = max(usual_s, (span_s[1] - span_s[0]) / _MOST_POINTS)
    first, stop = math.ceil(span_s[0] / step_s - 1e-6), math.floor(span_s[1] / step_s + 1e-6)
    lags_s = np.arange(first, stop) * step_s
    seen_s = np.asarray(onsets_s, float)[:, None] + lags_s + step_s / 2
    frame = np.searchsorted(trace.times_s, seen_s, side="right") - 1
    found = np.where((frame >= 0) & (seen_s < trace.ends_s[frame]), trace.values[frame], np.nan)
    count = np.isfinite(found).sum(axis=0)
    total = np.where(np.isfinite(found), found, 0.0).sum(axis=0)
    mean = np.where(2 * count >= len(found), total / np.maximum(count, 1), np.nan)
    mean[count == 0] = np.nan
    square = np.where(np.isfinite(found), found - mean, 0.0) ** 2
    error = np.sqrt(square.sum(axis=0) / np.maximum(count - 1, 1) / np.maximum(count, 1))
    return lags_s, mean, np.where((count > 1) & np.isfinite(mean), error, np.nan)


@draws
def draw_trials(
    axes: Axes,
    trace: TimedTrace,
    errors: TimedTrace | None,
    rows: Sequence[EventRow],
    span_s: tuple[float, float],
    color: str,
) -> None:
    """Draw thin traces of trials, their thick mean with its standard error, and peaks as circles.

    A single trial has the standard error of its own frames, if the trace has one.
    """
    lasts_s = [row.offset_s - row.onset_s for row in rows]
    axes.axvspan(0, min(lasts_s), color=color, alpha=0.12, linewidth=0, zorder=0)
    if max(lasts_s) > min(lasts_s):
        axes.axvspan(min(lasts_s), max(lasts_s), color=color, alpha=0.06, linewidth=0, zorder=0)
    axes.axvline(0, color=GRAY, linewidth=0.6, zorder=1)
    faint = {"color": color, "linewidth": 0.7, "alpha": max(0.15, 0.6 / len(rows) ** 0.5)}
    several = len(rows) > 1
    style = faint if several else {"color": color, "linewidth": 1.6}
    most = min(MOST_POINTS, max(_LEAST_POINTS, _MOST_OF_ALL // len(rows)))
    for row in rows:
        own = aligned(trace, row.onset_s, span_s)
        draw_trace(axes, own.lags_s, own.values, most=most, label="trial", zorder=2, **style)
    if several:
        onsets_s = [row.onset_s for row in rows]
        lags_s, mean, error = mean_of_trials(trace, onsets_s, span_s)
        axes.plot(lags_s, mean, color=color, linewidth=1.9, label="mean", zorder=4)
    else:
        own = aligned(trace, rows[0].onset_s, span_s)
        lags_s, mean, error = own.lags_s, own.values, np.full(len(own.values), np.nan)
        if errors is not None:
            error = aligned(errors, rows[0].onset_s, span_s).values
    if np.isfinite(error).any():
        axes.fill_between(
            lags_s, mean - error, mean + error, color=color, alpha=0.3, linewidth=0, zorder=3
        )
    _mark_peaks(axes, rows, color)


def _mark_peaks(axes: Axes, rows: Sequence[EventRow], color: str) -> None:
    found = [(r.time_to_peak_s, r.peak) for r in rows if r.peak is not None]
    if found:
        axes.plot(
            *np.array(found, float).T, "o", markersize=3.2, markerfacecolor="white",
            markeredgecolor=color, markeredgewidth=0.9, label="peak", zorder=5,
        )  # fmt: skip


@draws
def draw_found(
    axes: Axes,
    rows: Sequence[EventRow],
    bouts: Sequence[Any],
    span_s: tuple[float, float],
    color: str,
    height_in: float,
) -> None:
    """Draw a line for each trial, the first on top: the event pale, bouts as bars, and marks.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    rows : sequence of EventRow
        Of the trials, in order.
    bouts : sequence
        Of the prototype, with `start_s` and `stop_s`.
    span_s : (float, float)
        Seconds after each onset.
    color : str
    height_in : float
        Of the panel, for the size of the marks.
    """
    trials = np.array([row.repetition for row in rows], float)
    lasts_s = [(0.0, row.offset_s - row.onset_s) for row in rows]
    draw_boxes(axes, lasts_s, trials - 0.45, trials + 0.45, color=color, alpha=0.14, linewidth=0,
               zorder=1)  # fmt: skip
    spans, lines = _bouts_inside(rows, bouts, span_s)
    draw_boxes(axes, spans, lines - 0.21, lines + 0.21, color=color, alpha=0.75, linewidth=0,
               zorder=2, label="bout")  # fmt: skip
    _mark_trials(axes, rows, float(np.clip(72 * height_in / len(rows) * 0.55, 1.5, 4.5)))
    axes.axvline(0, color=GRAY, linewidth=0.6, zorder=1)
    last = max(row.repetition for row in rows)
    axes.set_ylim(last + 0.6, -0.6)
    axes.set_yticks([0, last] if last else [0])


def _bouts_inside(
    rows: Sequence[EventRow], bouts: Sequence[Any], span_s: tuple[float, float]
) -> tuple[np.ndarray, np.ndarray]:
    """The (n, 2) parts of bouts around each onset, relative to it, and the trial of each."""
    starts_s = np.array([bout.start_s for bout in bouts], float)
    stops_s = np.array([bout.stop_s for bout in bouts], float)
    spans, lines = [np.empty((0, 2))], [np.empty(0)]
    for row in rows:
        low_s, high_s = (row.onset_s + end for end in span_s)
        inside = (stops_s > low_s) & (starts_s < high_s)
        ends_s = np.stack([starts_s[inside], stops_s[inside]], axis=1)
        spans.append(np.clip(ends_s, low_s, high_s) - row.onset_s)
        lines.append(np.full(len(ends_s), float(row.repetition)))
    return np.concatenate(spans), np.concatenate(lines)


def _mark_trials(axes: Axes, rows: Sequence[EventRow], size: float) -> None:
    for quantity, marker, name in MARKS:
        found = [(_mark(row, quantity), row.repetition) for row in rows]
        found = [(lag, trial) for lag, trial in found if lag is not None]
        if found:
            axes.plot(
                *np.array(found, float).T, marker, markersize=size, markeredgecolor=INK,
                markerfacecolor="white" if marker == "o" else INK, markeredgewidth=0.9,
                label=name, zorder=3,
            )  # fmt: skip


def _mark(row: EventRow, quantity: str) -> float | None:
    """The time of a mark, seconds after the onset."""
    if quantity != "half":
        return getattr(row, quantity)
    if row.half_decay_s is None or row.time_to_peak_s is None:
        return None
    return row.time_to_peak_s + row.half_decay_s


@draws
def draw_over_trials(
    axes: Axes,
    rows: Sequence[EventRow],
    quantity: str,
    fading: HabituationRow | None,
    color: str,
    unit: str = "",
) -> None:
    """Draw a quantity over the trial's number, its regression line, and the slope in the title.

    Undefined values leave a gap; the title counts them.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    rows : sequence of EventRow
        Of the trials, in order.
    quantity : str
        A measure of `EventRow`; `mean` has error bars where the rows have `mean_se`.
    fading : HabituationRow or None
        Its slope; by default computed from the rows.
    color : str
    unit : str
        Of the slope, behind its number.
    """
    trials = np.array([row.repetition for row in rows], float)
    values = np.array([_number(getattr(row, quantity)) for row in rows])
    known = np.isfinite(values)
    if quantity == "mean":
        errors = np.array([_number(row.mean_se) for row in rows])
        sure = known & np.isfinite(errors)
        if sure.any():
            axes.errorbar(
                trials[sure], values[sure], yerr=errors[sure], fmt="none", ecolor=color,
                elinewidth=1.1, capsize=2, zorder=2,
            )  # fmt: skip
    size = 4.5 if len(rows) <= 30 else 2.5
    axes.plot(trials, values, "o", color=color, markersize=size, label=quantity, zorder=3)
    own = np.array([_number(row.mean_se) for row in rows]) if quantity == "mean" else None
    slope, error = trend(trials, values, own)
    if fading is not None:
        slope, error = _number(fading.slope), _number(fading.slope_se)
    if np.isfinite(slope):
        ends = np.array([trials[known].min(), trials[known].max()])
        line = values[known].mean() + slope * (ends - trials[known].mean())
        axes.plot(ends, line, color=INK, linewidth=1, linestyle=(0, (5, 2)), label="line", zorder=2)
    counted = f"in {known.sum()} of {len(rows)}"
    # the whole line has to fit into a narrow panel
    counted = f"{counted} trial{'s' * (len(rows) != 1)}" if known.all() else f"defined {counted}"
    counted += freedom_text(int(known.sum()))
    axes.set_title(
        f"{slope_text(slope, error, unit)}\n{counted}",
        fontsize=7.5, color=INK if known.all() else "#A03000", loc="left", pad=4, linespacing=1.25,
    )  # fmt: skip
    if not known.any():
        axes.text(0.5, 0.5, "undefined", transform=axes.transAxes, ha="center", va="center",
                  fontsize=8, color=GRAY)  # fmt: skip


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def slope_text(slope: float, error: float, unit: str = "") -> str:
    """A slope per trial in words, to two digits of its standard error."""
    if not np.isfinite(slope):
        return "no slope"
    tail = f" {unit}/trial" if unit else " per trial"
    if not np.isfinite(error):
        return f"slope {_signed(slope, 3)}{tail}, no error"
    digits = 3
    if error > 0:
        digits = int(np.clip(1 - math.floor(math.log10(error)), 0, 5))
    return f"slope {_signed(slope, digits)} ± {error:.{digits}f}{tail}"


def freedom_text(n_trials: int) -> str:
    """Degrees of freedom of a slope's error, or the number of trials that it needs."""
    if n_trials < 2:
        return ""
    return f", {n_trials - 2} d.f." if n_trials >= LEAST_TRIALS else f"; ± from {LEAST_TRIALS} on"


def _signed(value: float, digits: int) -> str:
    return f"{value:+.{digits}f}".replace("-", "−")
