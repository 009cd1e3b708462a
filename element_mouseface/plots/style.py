"""Colours and type of every figure, in one place.

The palette is Okabe and Ito's, which people with any common colour vision tell
apart; black and grey are kept for what belongs to no stimulus.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.text import Text

from ..errors import StorageError

__all__ = [
    "DIVERGING",
    "GREY",
    "INK",
    "PALE",
    "PALETTE",
    "bare",
    "colours",
    "finished",
    "fit",
    "framed",
    "name_axes",
    "new_figure",
    "row_label",
    "save_figure",
    "stacked",
    "write_title",
]

PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6D31")
INK, GREY, PALE = "#222222", "#777777", "#EDEDED"

#: from less (blue) over nothing to more (orange), apart for any colour vision
DIVERGING = LinearSegmentedColormap.from_list("taking_adding", [PALETTE[0], "#F2F2F2", PALETTE[1]])

_FONT_PT = 9


def colours(names: Sequence[str]) -> dict[str, str]:
    """A colour for each name, by its place; they repeat after seven."""
    return {name: PALETTE[place % len(PALETTE)] for place, name in enumerate(names)}


def new_figure(width_in: float, height_in: float) -> Figure:
    """An empty figure that draws without a screen and without pyplot's global state."""
    figure = Figure(figsize=(width_in, height_in), dpi=150, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def save_figure(figure: Figure, path: str | Path) -> Path:
    """Write a figure as PNG.

    Raises
    ------
    StorageError
        If it cannot be written.
    """
    path = Path(path)
    try:
        figure.savefig(path, format="png", dpi=150)
    except OSError as error:
        raise StorageError(
            f"The figure {str(path)!r} cannot be written.", got=str(error)
        ) from error
    return path


def finished(figure: Figure, path: str | Path | None) -> Figure:
    """The figure itself, saved where there is a path; errors as `save_figure`."""
    if path is not None:
        save_figure(figure, path)
    return figure


def stacked(
    figure: Figure,
    count: int,
    *,
    left: float,
    right: float,
    top_in: float,
    bottom_in: float,
    hspace: float,
    heights: Sequence[float] | None = None,
    **more: Any,
) -> np.ndarray:
    """Panels one below the other.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    count : int
    left, right : float
        Their edges, as shares of the figure's width.
    top_in, bottom_in : float
        Kept free above and below them.
    hspace : float
        Between them, as a share of a panel's height.
    heights : sequence of float, optional
        In proportion; by default all alike.
    **more
        Of `Figure.subplots`; by default the panels have one x axis.

    Returns
    -------
    (count,) array of matplotlib.axes.Axes
    """
    height_in = figure.get_figheight()
    grid = {"left": left, "right": right, "top": 1 - top_in / height_in, "hspace": hspace}
    grid |= {"bottom": bottom_in / height_in}
    if heights is not None:
        grid["height_ratios"] = heights
    more = {"sharex": True, **more}
    return figure.subplots(count, 1, squeeze=False, gridspec_kw=grid, **more)[:, 0]


def write_title(
    figure: Figure, title: str, *, x: float = 0.012, down_in: float = 0.2, size: float = 11
) -> Text:
    """What a figure is of, above it at the left; cut where the figure is too narrow."""
    y = 1 - down_in / figure.get_figheight()
    text = figure.text(x, y, title, fontsize=size, weight="bold", color=INK, va="center")
    fit(text, (1 - x) * figure.get_figwidth() - 0.06)
    return text


def fit(text: Text, room_in: float) -> None:
    """Cut a text that is wider than its room; dots say so."""
    words, room_px = text.get_text(), room_in * text.get_figure().dpi  # type: ignore[union-attr]
    kept, width_px = len(words), text.get_window_extent().width
    while width_px > room_px and kept > 1:
        kept = max(1, min(kept - 1, int(kept * room_px / width_px)))
        text.set_text(words[:kept].rstrip(" .,:·") + "…")
        width_px = text.get_window_extent().width


def name_axes(axes: Axes, name: str, colour: str, told: str = "") -> None:
    """A name above axes at the left, cut to their width; at the right what is told of them."""
    figure = axes.figure
    room_in = axes.get_position().width * figure.get_figwidth()
    if told:
        right = axes.set_title(told, fontsize=8, color=GREY, loc="right", pad=4)
        room_in -= right.get_window_extent().width / figure.dpi + 0.06
    left = axes.set_title(name, fontsize=9, weight="bold", color=colour, loc="left", pad=4)
    fit(left, room_in)


def row_label(figure: Figure, x: float, y: float, label: str) -> Text:
    """What a row of axes shows, upright at its left; the place in shares of the figure."""
    upright: dict[str, Any] = {"rotation": 90, "ha": "center", "va": "center"}
    return figure.text(x, y, label, fontsize=9, color=INK, **upright)


def framed(axes: Axes, colour: str, linewidth: float = 1.2) -> None:
    """A frame in a stimulus's colour, and no ticks."""
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(color=colour, linewidth=linewidth)


def bare(axes: Axes, *, bottom: bool = True) -> None:
    """Only the axis lines that carry numbers."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.spines["bottom"].set_visible(bottom)
    axes.tick_params(labelsize=_FONT_PT - 1, colors=INK, length=3, color=GREY)
    axes.tick_params(axis="x", length=3 if bottom else 0, labelbottom=bottom)
