"""`clock.png`: frame times on a clock compared with the movie's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.sync import ClockTimes
from ..core.sync.drift import best_line
from ..errors import InputError
from . import _style as st
from ._traces import few_points

_FRAMES, _DROPPED, _DUPLICATED = st.PALETTE[0], st.PALETTE[1], st.PALETTE[3]
#: more marks than this cannot be distinguished
_MOST_MARKS = 400


@st.draws
def clock_figure(
    clock: ClockTimes,
    movie_s: np.ndarray,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the deviation of a clock's times from a line through the movie's, and their steps.

    Above, the distance of each frame's time from the best line through the movie's own
    times, in milliseconds; the gray band is half a frame to either side.  Below, the time
    from each frame to the next.  Dropped frames (the clock has them, the movie lacks them)
    and duplicated ones (the other way round) are marked in both.

    Parameters
    ----------
    clock : ClockTimes
    movie_s : (frames,) array
        Frame times on the movie's own clock, seconds.
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Raises
    ------
    InputError
        If the times are of another number of frames.
    StorageError
        If the file cannot be written.
    """
    times_s, movie_s = np.asarray(clock.times_s, float), np.asarray(movie_s, float)
    if times_s.shape != movie_s.shape or times_s.ndim != 1:
        raise InputError(
            "The clock's times are of another number of frames than the movie's.",
            expected=f"{movie_s.shape} times",
            got=str(times_s.shape),
        )
    figure = st.new_figure(9.0, 4.4)
    upper, lower = st.stacked(
        figure, 2, left=0.09, right=0.985, top_in=0.88, bottom_in=0.506, hspace=0.12
    )
    step_s = _usual_step(times_s)
    _draw_residuals(upper, clock, movie_s, step_s)
    _draw_steps(lower, times_s)
    for axes in (upper, lower):
        _mark(axes, clock, movie_s)
        st.bare(axes, bottom=axes is lower)
        axes.margins(x=0.01)
    lower.set_xlabel("time on the clock (s)", fontsize=8, color=st.INK)
    _head(figure, upper, clock, title)
    return st.finished(figure, path, dpi)


def _usual_step(times_s: np.ndarray) -> float:
    steps = np.diff(times_s)
    steps = steps[np.isfinite(steps)]
    return float(np.median(steps)) if len(steps) else float("nan")


def _draw_residuals(axes: Axes, clock: ClockTimes, movie_s: np.ndarray, step_s: float) -> None:
    _, left_s = best_line(movie_s, clock.times_s)
    known = np.isfinite(left_s)
    if np.isfinite(step_s):
        half_ms = 500 * step_s
        axes.axhspan(-half_ms, half_ms, color=st.PALE, linewidth=0, zorder=0)
    axes.axhline(0, color=st.GRAY, linewidth=0.5, zorder=1)
    drawn = few_points(clock.times_s[known], 1e3 * left_s[known])
    axes.plot(*drawn, ".", color=_FRAMES, markersize=2.5, zorder=2, label="frames")
    axes.set_ylabel("off the line (ms)", fontsize=8, color=st.INK)


def _draw_steps(axes: Axes, times_s: np.ndarray) -> None:
    known = times_s[np.isfinite(times_s)]
    drawn = few_points(known[:-1], 1e3 * np.diff(known))
    axes.plot(*drawn, ".", color=_FRAMES, markersize=2.5, zorder=2)
    axes.set_ylim(bottom=0)
    axes.set_ylabel("to the next frame (ms)", fontsize=8, color=st.INK)


def _mark(axes: Axes, clock: ClockTimes, movie_s: np.ndarray) -> None:
    """A line over the panel's height for each dropped frame, a dotted one for each duplicated."""
    for times_s, color, style, label in (
        (clock.dropped_s, _DROPPED, "-", "dropped"),
        (_when_missing(clock, movie_s), _DUPLICATED, (0, (1, 1.5)), "duplicated"),
    ):
        n = len(times_s)
        shown = times_s[np.linspace(0, n - 1, min(n, _MOST_MARKS)).astype(int)] if n else times_s
        for number, time_s in enumerate(shown):
            axes.axvline(
                time_s, color=color, linewidth=0.9, linestyle=style, zorder=1.5,
                label=f"{label} ({n})" if number == 0 else None,
            )  # fmt: skip


def _when_missing(clock: ClockTimes, movie_s: np.ndarray) -> np.ndarray:
    """Approximate times of duplicated frames, from their neighbors' times."""
    known = np.isfinite(clock.times_s)
    if not len(clock.duplicated):
        return np.empty(0)
    return np.interp(movie_s[clock.duplicated], movie_s[known], clock.times_s[known])


def _head(figure: Figure, axes: Axes, clock: ClockTimes, title: str) -> None:
    """Write the title, the numbers of the fit, notes, and the legend."""
    words = " · ".join(part for part in (title, f"{clock.source} ({clock.method})") if part)
    st.write_title(figure, words, down_in=0.198, size=10.5)
    figure.text(0.012, 0.9, "   ·   ".join(_fit_text(clock.to_dict())), fontsize=8, color=st.INK)
    note = "; ".join(clock.notes)
    if note:
        figure.text(
            0.012, 0.855, note if len(note) < 150 else note[:149] + "…", fontsize=7.5,
            color=_DROPPED,
        )  # fmt: skip
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(
        handles, labels, fontsize=7.5, frameon=False, ncols=3, loc="lower right",
        bbox_to_anchor=(1.0, 1.0), borderaxespad=0.1, handletextpad=0.4,
    )  # fmt: skip


def _fit_text(about: dict[str, Any]) -> list[str]:
    parts = []
    if about["drift_ppm"] is not None:
        parts.append(f"drift {about['drift_ppm']:.1f} ppm")
    if about["residual_s"] is None:
        parts.append("the times are a line by definition")
    else:
        rms_ms, most_ms = 1e3 * about["residual_s"], 1e3 * about["residual_max_s"]
        parts.append(f"off the line {rms_ms:.3g} ms rms, {most_ms:.3g} ms at most")
    n = about["n_without_time"]
    parts.append(f"{n} frame{'s' * (n != 1)} without a time")
    return parts
