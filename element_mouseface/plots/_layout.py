"""Maps of the face side by side: rows of axes in inches, with their labels and color bars."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from ._style import DIVERGING, GRAY, framed, row_label

__all__ = ["EACH_IN", "GAP_IN", "LEFT_IN", "RIGHT_IN", "Places"]

EACH_IN = 2.35
LEFT_IN, RIGHT_IN, GAP_IN = 0.42, 0.78, 0.1


class Places:
    """Axes of `EACH_IN` by `row_in` inches, from the upper left below a head.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    head_in : float
        Kept free above the first row.
    row_in : float
        Height of each map.
    """

    def __init__(self, figure: Figure, head_in: float, row_in: float):
        self.figure, self.head_in, self.row_in = figure, head_in, row_in
        self.width_in, self.height_in = figure.get_size_inches()

    def _box(
        self, left_in: float, down_in: float, width_in: float
    ) -> tuple[float, float, float, float]:
        bottom = 1 - (self.head_in + down_in + self.row_in) / self.height_in
        height = self.row_in / self.height_in
        return left_in / self.width_in, bottom, width_in / self.width_in, height

    def axes(self, column: int, down_in: float, color: str) -> Axes:
        left_in = LEFT_IN + column * (EACH_IN + GAP_IN)
        axes = self.figure.add_axes(self._box(left_in, down_in, EACH_IN))
        framed(axes, color)
        return axes

    def label(self, down_in: float, text: str) -> None:
        _, bottom, _, height = self._box(0, down_in, 0)
        row_label(self.figure, 0.2 / self.width_in, bottom + height / 2, text)

    def bar(self, down_in: float, largest: float, label: str, columns: int) -> None:
        left_in = LEFT_IN + columns * (EACH_IN + GAP_IN)
        left, bottom, width, height = self._box(left_in, down_in, 0.11)
        axes = self.figure.add_axes((left, bottom + 0.08 * height, width, 0.84 * height))
        colors_of = DIVERGING(np.linspace(0, 1, 128))[:, None]
        axes.imshow(colors_of, aspect="auto", origin="lower", extent=(0, 1, -largest, largest))
        scale = Normalize(-largest, largest)
        axes.set(xticks=[], yticks=[scale.vmin, 0, scale.vmax])
        axes.set_yticklabels([f"−{largest:.2g}", "0", f"+{largest:.2g}"], fontsize=7.5)
        axes.yaxis.tick_right()
        axes.tick_params(length=2, color=GRAY, pad=2)
        axes.set_ylabel(label, fontsize=7.5, color=GRAY, labelpad=2)
        axes.yaxis.set_label_position("right")
        for spine in axes.spines.values():
            spine.set(color=GRAY, linewidth=0.6)
