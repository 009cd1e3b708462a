"""A matrix of shares with its counts: transitions and confusions of behaviors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from ._style import GRAY, INK, PALE, PALETTE, new_figure

_SHARES = LinearSegmentedColormap.from_list("shares", ["#FFFFFF", PALETTE[0]])
_CELL_IN, _LEFT_IN, _RIGHT_IN, _FOOT_IN = 0.62, 1.75, 1.0, 0.34
#: the title, and for each letter of the longest name above a column, which stands at 45 degrees
_TITLE_IN, _LETTER_IN = 0.65, 0.05
_LONGEST_NAME = 22


def matrix_axes(rows: Sequence[str], columns: Sequence[str]) -> tuple[Figure, Axes]:
    """A figure with room for these names at the left and above, and its axes."""
    n_rows, n_columns = len(rows), len(columns)
    width_in = _LEFT_IN + n_columns * _CELL_IN + _RIGHT_IN
    width_in = max(width_in, 4.2)
    top_in = _TITLE_IN + _LETTER_IN * max(len(_cut(name)) for name in columns)
    height_in = top_in + n_rows * _CELL_IN + _FOOT_IN
    figure = new_figure(width_in, height_in)
    box = (
        _LEFT_IN / width_in,
        _FOOT_IN / height_in,
        n_columns * _CELL_IN / width_in,
        n_rows * _CELL_IN / height_in,
    )
    return figure, figure.add_axes(box)


def draw_matrix(
    axes: Axes,
    shares: np.ndarray,
    counts: np.ndarray,
    names: tuple[Sequence[str], Sequence[str]],
    labels: tuple[str, str],
) -> None:
    """Draw shares as shades, with the share and the count in each cell.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shares : (rows, columns) array
        0 to 1; NaN where there is none.
    counts : (rows, columns) array
    names : (rows, columns) names
    labels : (str, str)
        What the rows are, and the columns.
    """
    axes.imshow(np.ma.masked_invalid(shares), cmap=_SHARES, vmin=0, vmax=1, aspect="auto")
    axes.set_facecolor(PALE)
    for (row, column), share in np.ndenumerate(shares):
        told = "–" if np.isnan(share) else f"{share:.2f}"
        dark = np.isfinite(share) and share > 0.6
        count = f"\n{_short(float(counts[row, column]))}"
        axes.text(
            column, row, told + count, ha="center", va="center", fontsize=7.5,
            color="white" if dark else INK, linespacing=1.3,
        )  # fmt: skip
    axes.set_yticks(range(len(names[0])), [_cut(n) for n in names[0]], fontsize=8)
    axes.set_xticks(
        range(len(names[1])), [_cut(n) for n in names[1]], fontsize=8, rotation=45, ha="left",
        rotation_mode="anchor",
    )  # fmt: skip
    axes.xaxis.tick_top()
    axes.tick_params(length=0, colors=INK)
    for spine in axes.spines.values():
        spine.set(color=GRAY, linewidth=0.6)
    axes.text(
        -0.62, -0.62, f"{labels[0]} ↓   {labels[1]} →", fontsize=8, color=GRAY, ha="right",
        va="bottom",
    )  # fmt: skip


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _short(count: float) -> str:
    """A count in at most five letters: 12345 is 12k."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if count >= size:
            return f"{count / (1e3 if letter == 'k' else size):.3g}{letter}"
    return f"{count:.0f}"
