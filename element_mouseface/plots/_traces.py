"""Draw traces over time: thinned, with gaps, and with shaded events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.transforms import Transform

from ..core.events import Events
from ._style import GRAY, PALE, color_by_name

MOST_POINTS = 8000


def few_points(
    times_s: np.ndarray, trace: np.ndarray, most: int = MOST_POINTS
) -> tuple[np.ndarray, np.ndarray]:
    """Thin a trace to the minimum and maximum of each piece, so that no peak is lost.

    Parameters
    ----------
    times_s, trace : (frames,) arrays
        NaN where a frame has no time or no value; such frames are not drawn.
    most : int
        About how many points remain at most.

    Returns
    -------
    times_s, trace : (points,) arrays
        NaN where a whole piece has no frame to draw.
    """
    step = -(-len(trace) // (most // 2))
    if step < 2:
        return times_s, trace
    whole = len(trace) // step * step
    pieces, starts_s = trace[:whole].reshape(-1, step), times_s[:whole].reshape(-1, step)
    timed = np.isfinite(starts_s)
    usable = timed & np.isfinite(pieces)
    gone = ~usable.any(axis=1)
    low = np.where(gone, np.nan, np.where(usable, pieces, np.inf).min(axis=1))
    high = np.where(gone, np.nan, np.where(usable, pieces, -np.inf).max(axis=1))
    # A piece begins at its first frame that has a time.
    times = np.repeat(starts_s[np.arange(len(pieces)), timed.argmax(axis=1)], 2)
    return (
        np.concatenate([times, times_s[whole:]]),
        np.concatenate([np.stack([low, high], axis=1).reshape(-1), trace[whole:]]),
    )


def draw_trace(
    axes: Axes,
    times_s: np.ndarray,
    values: np.ndarray,
    *,
    most: int = MOST_POINTS,
    **style: Any,
) -> None:
    """Draw a line that breaks where the trace is NaN.

    A frame between two gaps is drawn as a dot, since a line through one point is invisible.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    times_s, values : (frames,) arrays
    most : int
        About how many points are drawn at most.
    **style
        Of the line.
    """
    times_s, values = few_points(times_s, values, most)
    (line,) = axes.plot(times_s, values, **style)
    known = np.isfinite(times_s) & np.isfinite(values)
    beside = np.pad(known, 1)
    alone = known & ~beside[:-2] & ~beside[2:]
    if alone.any():
        axes.plot(
            times_s[alone], values[alone], ".", color=line.get_color(), alpha=line.get_alpha(),
            markersize=2.5 * line.get_linewidth(), markeredgewidth=0, zorder=line.get_zorder(),
        )  # fmt: skip


def tell_if_empty(axes: Axes, times_s: np.ndarray, values: np.ndarray) -> None:
    """Write in an empty panel why it has no trace."""
    if (np.isfinite(times_s) & np.isfinite(values)).any():
        return
    reason = "undefined in every frame" if np.isfinite(times_s).any() else "no frame has a time"
    behind = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.2}
    axes.text(0.5, 0.5, reason, transform=axes.transAxes, ha="center", va="center", fontsize=8,
              color=GRAY, bbox=behind)  # fmt: skip


def limit_to_times(axes: Axes, times_s: np.ndarray) -> None:
    """Let the time axis span all frames, including the last one's duration.

    So a movie of 90 s has a tick at 90.  Matplotlib's limits remain if the frames span no time.
    """
    known = times_s[np.isfinite(times_s)]
    if len(known) and known.min() < known.max():
        axes.set_xlim(known.min(), known.max() + float(np.median(np.abs(np.diff(known)))))


def time_or_frame(time_s: float, frame: int, digits: int) -> str:
    """The time of a frame, or its number if the clock has no time for it."""
    return f"{time_s:.{digits}f} s" if np.isfinite(time_s) else f"frame {frame}"


def draw_boxes(
    axes: Axes,
    spans: Sequence[tuple[float, float]] | np.ndarray,
    low: float | np.ndarray,
    high: float | np.ndarray,
    *,
    transform: Transform | None = None,
    **style: Any,
) -> None:
    """Draw boxes as one artist: recordings of hours have tens of thousands of bouts.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    spans : (boxes, 2) array
        Start and end along x, in data coordinates.
    low, high : float or (boxes,) array
        Along y.
    transform : matplotlib.transforms.Transform, optional
        Of x and y; by default both are data coordinates.
    **style
        Of the boxes.
    """
    spans = np.asarray(spans, float).reshape(-1, 2)
    if not len(spans):
        return
    x = spans[:, [0, 0, 1, 1]]
    low, high = np.broadcast_to(low, len(spans)), np.broadcast_to(high, len(spans))
    y = np.stack([low, high, high, low], axis=1)
    style = {"transform": axes.transData if transform is None else transform, **style}
    corners: Any = np.stack([x, y], axis=-1)
    axes.add_collection(PolyCollection(corners, **style), autolim=False)
    axes.update_datalim(np.stack([spans.reshape(-1), np.zeros(spans.size)], axis=1), updatey=False)
    axes.autoscale_view(scaley=False)


def shade_events(
    axes: Axes, events: Events | None, styles: Mapping[str, Mapping[str, Any]]
) -> None:
    """Shade events over the panel's whole height, in their stimulus's style.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    events : Events or None
    styles : mapping of str to mapping
        Color and alpha by stimulus; see `shades_of`.
    """
    if events is None:
        return
    inks = [to_rgba(styles[e.name]["color"], styles[e.name].get("alpha")) for e in events]
    spans, whole = [(e.onset_s, e.offset_s) for e in events], axes.get_xaxis_transform()
    draw_boxes(axes, spans, 0, 1, transform=whole, facecolors=inks, linewidth=0, zorder=0)


def shades_of(
    names: Sequence[str],
    most_letters: int,
    between: int,
    colors: Mapping[str, str] | None = None,
) -> tuple[dict[str, dict[str, Any]], bool]:
    """Shading of the events of each stimulus, and whether the shadings differ.

    Parameters
    ----------
    names : sequence of str
    most_letters : int
        Most letters in the legend; if the names are longer, all are gray.
    between : int
        Width between names, in letters.
    colors : mapping of str to str, optional
        Colors that were chosen.
    """
    if sum(len(name) + between for name in names) > most_letters:
        return {name: {"color": PALE} for name in names}, False
    found = color_by_name(names, colors)
    return {name: {"color": color, "alpha": 0.2} for name, color in found.items()}, True


def legend_of_shades(figure: Figure, shades: Mapping[str, Mapping[str, Any]]) -> None:
    """Which stimulus has which shading, in one line at the bottom of the figure."""
    handles = [Patch(**shade, label=name) for name, shade in shades.items()]
    figure.legend(
        handles=handles, ncols=len(handles), fontsize=7.5, frameon=False,
        loc="lower center", bbox_to_anchor=(0.5, 0.0), handletextpad=0.5, columnspacing=1.6,
    )  # fmt: skip
