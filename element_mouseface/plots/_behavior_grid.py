"""Panels of one size, a few in each row: one for each behavior."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from . import _style as st

_PANEL_IN, _LEFT_IN, _ACROSS_IN, _DOWN_IN = 2.05, 0.62, 0.5, 0.72
_HEAD_IN, _FOOT_IN = 0.66, 0.72
_A_ROW = 4


def panel_grid(count: int, *, high_in: float = 1.75) -> tuple[Figure, list[Axes]]:
    """A figure with so many panels, in rows of at most four.

    Parameters
    ----------
    count : int
    high_in : float
        Height of a panel.
    """
    columns = min(max(count, 2), _A_ROW)
    rows = -(-max(count, 1) // columns)
    width_in = _LEFT_IN + columns * _PANEL_IN + (columns - 1) * _ACROSS_IN + 0.15
    height_in = _HEAD_IN + rows * high_in + (rows - 1) * _DOWN_IN + _FOOT_IN
    figure = st.new_figure(width_in, height_in)
    panels = []
    for number in range(count):
        row, column = divmod(number, columns)
        left_in = _LEFT_IN + column * (_PANEL_IN + _ACROSS_IN)
        down_in = _HEAD_IN + row * (high_in + _DOWN_IN) + high_in
        box = (
            left_in / width_in,
            1 - down_in / height_in,
            _PANEL_IN / width_in,
            high_in / height_in,
        )
        panels.append(figure.add_axes(box))
    return figure, panels


def unit_axes(axes: Axes, x_label: str, y_label: str) -> None:
    """Axes from 0 to 1 both ways."""
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.04), xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
    axes.set_xlabel(x_label, fontsize=8, color=st.INK, labelpad=2)
    axes.set_ylabel(y_label, fontsize=8, color=st.INK, labelpad=2)
    st.bare(axes)


def tell_nothing(axes: Axes, why: str) -> None:
    """Why a panel is empty, in its middle."""
    axes.text(
        0.5, 0.5, why, transform=axes.transAxes, ha="center", va="center", fontsize=8,
        color=st.GRAY, wrap=True,
    )  # fmt: skip


def draw_thresholds(
    axes: Axes,
    curve: tuple[np.ndarray, np.ndarray, np.ndarray],
    thresholds: tuple[float, float],
    color: str,
) -> None:
    """Precision and recall over the threshold, and those that were chosen.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    curve : (thresholds, precision, recall)
    thresholds : (float, float)
        Where a bout begins, and where it ends; NaN for none.
    color : str
    """
    at, precision, recall = curve
    order = np.argsort(at)
    axes.plot(at[order], precision[order], color=color, linewidth=1.4, label="precision")
    axes.plot(
        at[order], recall[order], color=color, linewidth=1.4, linestyle=(0, (4, 2)), label="recall"
    )
    enter, leave = thresholds
    if np.isfinite(enter):
        axes.axvline(enter, color=st.INK, linewidth=0.9, gid="enter")
    if np.isfinite(leave) and leave != enter:
        axes.axvline(leave, color=st.GRAY, linewidth=0.9, linestyle=":", gid="leave")


def draw_calibration(
    axes: Axes, predicted: np.ndarray, observed: np.ndarray, counts: np.ndarray, color: str
) -> None:
    """How often a behavior was there where it was predicted with a probability.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    predicted, observed : (bins,) arrays
        Mean probability of a bin's frames, and the part of them with the behavior.
    counts : (bins,) array
        Frames of each bin; a point's area follows their logarithm.
    color : str
    """
    axes.plot([0, 1], [0, 1], color=st.GRAY, linewidth=0.7, linestyle=":", zorder=1)
    filled = counts > 0
    area = 6 + 12 * np.log10(np.maximum(counts[filled], 1))
    axes.plot(predicted[filled], observed[filled], color=color, linewidth=1, zorder=2)
    axes.scatter(predicted[filled], observed[filled], s=area, color=color, zorder=3, linewidth=0)
