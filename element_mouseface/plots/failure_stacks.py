"""Stacks of failed frames and of frames that did not fail, and how they differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.failures import FailureStudy, Stacks
from ..errors import InputError
from . import _style as st

_WIDE_IN = 2.55
_LEFT_IN, _TOP_IN, _GAP_IN, _LOW_IN = 0.12, 0.62, 0.36, 0.34
_MOST = 4.0


@st.draws
def failure_stacks_figure(
    study: FailureStudy,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the mean of failed frames, of matched successes, their difference, and their edges.

    Above, mean pictures and their difference in standard deviations of the successes, with
    contours at one and two of them.  Below, the mean length of the gradient and its difference.

    Parameters
    ----------
    study : FailureStudy
    title : str
        What was filmed.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If the study has no stacks.
    StorageError
        If the file cannot be written.
    """
    stacks = study.stacks
    if stacks is None:
        raise InputError(
            "The study has no stacks of frames.",
            expected="a study of a recording, with failures that have a success nearby",
            got=study.reason or study.state,
        )
    high_in = _WIDE_IN * stacks.spread.shape[0] / stacks.spread.shape[1]
    size = (3 * _WIDE_IN + 4 * _LEFT_IN, 2 * high_in + _TOP_IN + _GAP_IN + _LOW_IN)
    figure = st.new_figure(*size)
    panels = [
        [_panel(figure, size, high_in, row, column) for column in range(3)] for row in range(2)
    ]
    n = len(stacks.failures)
    light = _range(stacks.mean_failures, stacks.mean_successes)
    _picture(panels[0][0], stacks.mean_failures, light, "failures", f"mean of {n}")
    _picture(panels[0][1], stacks.mean_successes, light, "successes nearby", f"mean of {n}")
    _difference(panels[0][2], stacks)
    edges = _range(stacks.edges_failures, stacks.edges_successes)
    _picture(panels[1][0], stacks.edges_failures, edges, "edges of failures")
    _picture(panels[1][1], stacks.edges_successes, edges, "edges of successes")
    _edges(panels[1][2], stacks)
    lost = f"  ·  {stacks.n_unmatched} failures without a success" if stacks.n_unmatched else ""
    shares = f"beyond one {stacks.beyond(1):.0%}, beyond two {stacks.beyond(2):.0%} of the pixels"
    note = f"contours: one and two standard deviations (thin, thick)  ·  {shares}{lost}"
    figure.text(0.012, 0.14 / size[1], note, fontsize=7.5, color=st.GRAY, va="center")
    st.write_title(figure, title or f"Failed frames: {study.what}")
    return st.finished(figure, path, dpi)


def _panel(
    figure: Figure, size: tuple[float, float], high_in: float, row: int, column: int
) -> Axes:
    left = _LEFT_IN + column * (_WIDE_IN + _LEFT_IN)
    top = _TOP_IN + row * (high_in + _GAP_IN)
    bottom = size[1] - top - high_in
    place = (left / size[0], bottom / size[1], _WIDE_IN / size[0], high_in / size[1])
    return figure.add_axes(place)


def _range(*pictures: np.ndarray) -> tuple[float, float]:
    low, high = (float(f([f(p) for p in pictures])) for f in (np.min, np.max))
    return low, max(high, low + 1)


def _picture(
    axes: Axes, picture: np.ndarray, limits: tuple[float, float], name: str, note: str = ""
) -> None:
    axes.imshow(picture, cmap="gray", vmin=limits[0], vmax=limits[1], interpolation="nearest")
    st.framed(axes, st.GRAY, 0.6)
    st.name_axes(axes, name, st.INK, note)


def _difference(axes: Axes, stacks: Stacks) -> None:
    shown: dict[str, Any] = {"cmap": st.DIVERGING, "vmin": -_MOST, "vmax": _MOST}
    axes.imshow(stacks.difference, interpolation="nearest", **shown)
    size = np.abs(stacks.difference)
    for level, width in ((1.0, 0.5), (2.0, 1.1)):
        if size.min() < level < size.max():
            axes.contour(size, [level], colors=st.INK, linewidths=width)
    st.framed(axes, st.GRAY, 0.6)
    st.name_axes(axes, "difference", st.INK, f"orange: brighter, to {_MOST:g} sd")


def _edges(axes: Axes, stacks: Stacks) -> None:
    change = stacks.edges_failures - stacks.edges_successes
    most = max(float(np.abs(change).max()), 1e-3)
    axes.imshow(change, cmap=st.DIVERGING, vmin=-most, vmax=most, interpolation="nearest")
    st.framed(axes, st.GRAY, 0.6)
    st.name_axes(axes, "difference of edges", st.INK, f"to {most:.3g} luma/px")
