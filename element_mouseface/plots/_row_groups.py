"""Groups of rows with a name each, one below the other: features by module, causes."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import _style as st

ROW_IN = 0.23
_LABEL_IN, _WIDE_IN, _TOP_IN, _GAP_IN, _LOW_IN = 2.9, 4.6, 0.72, 0.5, 0.72
_MOST_LETTERS = 42


def row_groups(
    groups: Sequence[tuple[str, int, str]], x_label: str, below: str, title: str
) -> tuple[Figure, list[Axes]]:
    """A figure with axes for each group of rows.

    Parameters
    ----------
    groups : sequence of (str, int, str)
        Name, number of rows and color of each.
    x_label : str
        Below the last one.
    below : str
        How it is to be read.
    title : str
    """
    heights = [max(1, n) * ROW_IN for _, n, _ in groups]
    width_in = _LABEL_IN + _WIDE_IN + 0.2
    height_in = sum(heights) + _TOP_IN + _LOW_IN + _GAP_IN * (len(groups) - 1)
    figure = st.new_figure(width_in, height_in)
    top, panels = _TOP_IN, []
    for (name, n, color), height in zip(groups, heights, strict=True):
        left_low = (_LABEL_IN / width_in, 1 - (top + height) / height_in)
        axes = figure.add_axes((*left_low, _WIDE_IN / width_in, height / height_in))
        axes.set_ylim(max(1, n) - 0.4, -0.6)
        st.name_axes(axes, name, color)
        panels.append(axes)
        top += height + _GAP_IN
    panels[-1].set_xlabel(x_label, fontsize=8.5, color=st.INK)
    note = figure.text(0.012, 0.14 / height_in, below, fontsize=7.5, color=st.GRAY, va="center")
    st.fit(note, width_in - 0.15)
    st.write_title(figure, title)
    return figure, panels


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write the name of each row at its left."""
    axes.set_yticks(range(len(names)))
    axes.set_yticklabels([cut(name) for name in names])
    st.bare(axes)
    axes.tick_params(axis="y", length=0)


def cut(label: str) -> str:
    """A label that fits at the left of a row."""
    return label if len(label) <= _MOST_LETTERS else label[: _MOST_LETTERS - 1] + "…"
