"""Layout of panels in inches: maps side by side, and rows of events."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure

from ..core.results.responses import Responses
from ._style import DIVERGING, GRAY, framed, row_label

EACH_IN = 2.35
LEFT_IN, RIGHT_IN, GAP_IN = 0.42, 0.78, 0.1

WIDTH_IN = 11.0
_EVENTS_LEFT_IN, _EVENTS_RIGHT_IN, _COLUMN_GAP_IN = 0.7, 0.1, 0.66
#: additional space before the panel of means, whose label has two lines
_LABEL_IN = 0.24
HEAD_IN, FOOT_IN = 0.58, 0.42
TITLE_IN, TRACE_IN, _BELOW_IN = 0.44, 1.45, 0.5
_REFUSED_IN = 0.62
_SHARES = (3.7, 2.3, 1.9, 1.9)


class Places:
    """Axes of `EACH_IN` by `row_in` inches, from the upper left below a head.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    head_in : float
        Free space above the first row.
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


def found_in(n_trials: int) -> float:
    """Height of the lines of trials, in inches."""
    return float(np.clip(0.11 * n_trials, 0.3, 1.4))


def height_of(responses: Responses, name: str, prototype: str) -> float:
    """Height of a stimulus's row, in inches; lower if it was refused."""
    if responses.reason(prototype) or not responses.trials(name, prototype):
        return _REFUSED_IN
    n_trials = len(responses.trials(name, prototype))
    return TITLE_IN + TRACE_IN + found_in(n_trials) + _BELOW_IN


class StimulusRow:
    """Axes and texts of one stimulus, in inches below the upper edge of its row."""

    def __init__(self, figure: Figure, height_in: float, down_in: float):
        self.figure, self.height_in, self.down_in = figure, height_in, down_in
        wide_in = (
            WIDTH_IN
            - _EVENTS_LEFT_IN
            - _EVENTS_RIGHT_IN
            - (len(_SHARES) - 1) * _COLUMN_GAP_IN
            - _LABEL_IN
        )
        self.widths = [wide_in * share / sum(_SHARES) for share in _SHARES]

    def axes(self, column: int, top_in: float, tall_in: float) -> Axes:
        left_in = (
            _EVENTS_LEFT_IN
            + sum(self.widths[:column])
            + column * _COLUMN_GAP_IN
            + _LABEL_IN * (column > 0)
        )
        bottom = 1 - (self.down_in + top_in + tall_in) / self.height_in
        return self.figure.add_axes(
            (
                left_in / WIDTH_IN,
                bottom,
                self.widths[column] / WIDTH_IN,
                tall_in / self.height_in,
            )
        )

    def text(self, top_in: float, text: str, **style: Any) -> None:
        y = 1 - (self.down_in + top_in) / self.height_in
        self.figure.text(_EVENTS_LEFT_IN / WIDTH_IN, y, text, va="center", **style)
