"""Colours and type of every figure, in one place.

The palette is Okabe and Ito's, which people with any common colour vision tell
apart; black and grey are kept for what belongs to no stimulus.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from ..errors import StorageError

__all__ = [
    "DIVERGING",
    "GREY",
    "INK",
    "PALE",
    "PALETTE",
    "bare",
    "colours",
    "new_figure",
    "save_figure",
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


def bare(axes: Axes, *, bottom: bool = True) -> None:
    """Only the axis lines that carry numbers."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.spines["bottom"].set_visible(bottom)
    axes.tick_params(labelsize=_FONT_PT - 1, colors=INK, length=3, color=GREY)
    axes.tick_params(axis="x", length=3 if bottom else 0, labelbottom=bottom)
