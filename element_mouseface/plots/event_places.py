"""Layout of the events figure: a row for each stimulus, in inches."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.results.responses import Responses

__all__ = [
    "FOOT_IN",
    "HEAD_IN",
    "TITLE_IN",
    "TRACE_IN",
    "WIDTH_IN",
    "Place",
    "found_in",
    "height_of",
]

WIDTH_IN = 11.0
_LEFT_IN, _RIGHT_IN, _GAP_IN = 0.7, 0.1, 0.66
#: more of it before the panel of the means, whose label has two lines
_LABEL_IN = 0.24
HEAD_IN, FOOT_IN = 0.58, 0.42
TITLE_IN, TRACE_IN, _BELOW_IN = 0.44, 1.45, 0.5
_REFUSED_IN = 0.62
_SHARES = (3.7, 2.3, 1.9, 1.9)


def found_in(n_trials: int) -> float:
    """Height of the lines of trials, in inches."""
    return float(np.clip(0.11 * n_trials, 0.3, 1.4))


def height_of(responses: Responses, name: str, prototype: str) -> float:
    """Height of a stimulus's row, in inches; lower where it was refused."""
    if responses.reason(prototype) or not responses.trials(name, prototype):
        return _REFUSED_IN
    n_trials = len(responses.trials(name, prototype))
    return TITLE_IN + TRACE_IN + found_in(n_trials) + _BELOW_IN


class Place:
    """Axes and texts of one stimulus, in inches below the upper edge of its row."""

    def __init__(self, figure: Figure, height_in: float, down_in: float):
        self.figure, self.height_in, self.down_in = figure, height_in, down_in
        wide_in = WIDTH_IN - _LEFT_IN - _RIGHT_IN - (len(_SHARES) - 1) * _GAP_IN - _LABEL_IN
        self.widths = [wide_in * share / sum(_SHARES) for share in _SHARES]

    def axes(self, column: int, top_in: float, tall_in: float) -> Axes:
        left_in = _LEFT_IN + sum(self.widths[:column]) + column * _GAP_IN + _LABEL_IN * (column > 0)
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
        self.figure.text(_LEFT_IN / WIDTH_IN, y, text, va="center", **style)
