"""Traces as one long picture, cropped around a time for the labeled video.

Matplotlib draws a minute at a time, so that a movie of hours needs no more memory than one of
minutes, and no figure is drawn again for each frame.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..core.events import Events
from ._panels import Panel, draw_panel_data, y_limits
from ._style import DPI, GRAY, INK, bare, new_figure

LEFT_PX = 62
"""Width of the names and the numbers of the y axes at the left."""

_PIECE_S = 60.0
_PANEL_PX, _AXIS_PX = 74, 44


class TraceStrip:
    """The traces of a movie, one below the other, around the time of the current frame.

    Attributes
    ----------
    height_px : int
    left : (y, x, 3) uint8 array
        The names and the y axes.
    picture : (y, x, 3) uint8 array
        The piece that is drawn now.
    """

    def __init__(
        self,
        panels: Sequence[Panel],
        events: Events | None,
        color_of: Mapping[str, str],
        window_s: float,
        wide_px: int,
    ):
        self.panels, self.events, self.color_of = panels, events, color_of
        self.window_s, self.wide_px = window_s, wide_px
        self.px_per_s = wide_px / window_s
        self.height_px = _PANEL_PX * len(panels) + _AXIS_PX
        self.limits = [y_limits(panel) for panel in panels]
        self.left = self._left()
        self.number, self.picture = -1, np.empty((0, 0, 3), np.uint8)
        # On an experiment's clock times may be below 0: pieces are counted from the first.
        known = panels[0].times_s[np.isfinite(panels[0].times_s)]
        self.start_s = float(known.min()) if len(known) else 0.0

    def around(self, now_s: float) -> np.ndarray:
        """The part of the picture around a time, with a line at this time in its middle."""
        piece_s = max(_PIECE_S, 2 * self.window_s)
        number = int((now_s - self.start_s) // piece_s)
        if number != self.number:
            self.number, self.from_s = number, self.start_s + number * piece_s - self.window_s
            self.picture = self._drawn(self.from_s, self.from_s + piece_s + 2 * self.window_s)
        middle = round((now_s - self.from_s) * self.px_per_s)
        first = min(max(0, middle - self.wide_px // 2), self.picture.shape[1] - self.wide_px)
        part = self.picture[:, first : first + self.wide_px].copy()
        part[: _PANEL_PX * len(self.panels), middle - first] = 0
        return part

    def _axes(self, figure: Figure) -> list[Any]:
        """Axes over the figure's whole width, one for each panel."""
        high, share = self.height_px, 1 - 10 / _PANEL_PX
        return [
            figure.add_axes((0, 1 - (k + 1) * _PANEL_PX / high, 1, share * _PANEL_PX / high))
            for k in range(len(self.panels))
        ]

    def _drawn(self, from_s: float, to_s: float) -> np.ndarray:
        figure = new_figure(round((to_s - from_s) * self.px_per_s) / DPI, self.height_px / DPI)
        for axes, panel, limits in zip(self._axes(figure), self.panels, self.limits, strict=True):
            color = self.color_of[panel.name]
            draw_panel_data(
                axes, _within(panel, from_s, to_s), _of(self.events, from_s, to_s), color
            )
            last = panel is self.panels[-1]
            bare(axes, bottom=last)
            axes.spines["left"].set_visible(False)
            axes.set(xlim=(from_s, to_s), ylim=limits, yticks=[])
            axes.tick_params(axis="x", labelsize=5.5, length=2 if last else 0)
            axes.locator_params(axis="x", nbins=max(2, int(6 * (to_s - from_s) / self.window_s)))
        return rgb_of(figure)

    def _left(self) -> np.ndarray:
        """The names and the numbers of the y axes, at the left of every frame."""
        figure = new_figure(LEFT_PX / DPI, self.height_px / DPI)
        for axes, panel, limits in zip(self._axes(figure), self.panels, self.limits, strict=True):
            place = axes.get_position()
            axes.set_position((0, place.y0, 0.999, place.height))
            axes.set(ylim=limits, xticks=[])
            axes.spines[["top", "left", "bottom"]].set_visible(False)
            axes.spines["right"].set_color(GRAY)
            axes.yaxis.tick_right()
            axes.locator_params(axis="y", nbins=3)
            axes.tick_params(
                axis="y", direction="in", pad=-4, labelsize=5, colors=INK, color=GRAY, length=2
            )
            for label in axes.get_yticklabels():
                label.set_ha("right")
            axes.text(
                0.02, 1.0, panel.name, transform=axes.transAxes, fontsize=5, weight="bold",
                color=self.color_of[panel.name], va="top", clip_on=False,
            )  # fmt: skip
        figure.text(0.04, 6 / self.height_px, "time (s)", fontsize=5.5, color=INK)
        return rgb_of(figure)[:, :LEFT_PX]


def _within(panel: Panel, from_s: float, to_s: float) -> Panel:
    """A panel's part between two times, with a frame more at each end so that lines continue."""
    inside = (panel.times_s >= from_s) & (panel.times_s <= to_s)
    inside[:-1] |= inside[1:]
    inside[1:] |= inside[:-1]
    return dataclasses.replace(
        panel,
        times_s=panel.times_s[inside],
        values=panel.values[inside],
        errors=None if panel.errors is None else panel.errors[inside],
        bouts=[b for b in panel.bouts if b.stop_s >= from_s and b.start_s <= to_s],
    )


def _of(events: Events | None, from_s: float, to_s: float) -> Events | None:
    if events is None:
        return None
    rows = [e for e in events if e.offset_s >= from_s and e.onset_s <= to_s]
    return Events.from_rows(rows) if rows else None


def rgb_of(figure: Figure, color: str = "white") -> np.ndarray:
    """A figure as a picture: (y, x, 3) of uint8, on a background of this color."""
    figure.set_facecolor(color)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3].copy()  # type: ignore[attr-defined]
