"""Precision and recall over the threshold, and calibration, of each behavior."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..core.learning.metrics import reliability
from ..core.learning.thresholds import precision_recall
from . import _style as st
from ._behavior_frames import JudgedFrames
from ._behavior_grid import draw_calibration, draw_thresholds, panel_grid, tell_nothing, unit_axes

_NEVER = "never labeled here"
_UPRIGHT = {"linestyle": "", "marker": "|", "markersize": 11}


@st.draws
def precision_recall_figure(
    predictions: Any,
    labels: Any,
    *,
    thresholds: Mapping[str, tuple[float, float]] | None = None,
    names: Sequence[str] | None = None,
    note: str = "",
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw precision and recall of frames over the threshold, a panel for each behavior.

    Parameters
    ----------
    predictions : Prediction or sequence of Prediction
        Of frames that the classifier was not trained on, if they are to show how good it is.
    labels : Labels or sequence of Labels
        Of the same movies, in the same order; frames that were not assessed are left out.
    thresholds : mapping of str to (float, float), optional
        By behavior the probability at which a bout begins, and at which it ends: drawn as a line
        and a dotted line.
    names : sequence of str, optional
        Only these behaviors.
    note : str
        Written below: what was left out.
    title : str
    colors : mapping of str to str, optional
        Colors by behavior, as in Matplotlib; other behaviors keep their default.
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
        If predictions and labels do not belong together, or share no behavior.
    StorageError
        If the file cannot be written.
    """
    frames = JudgedFrames.of(predictions, labels, names)
    figure, panels = panel_grid(len(frames.names))
    color_of = st.color_by_name(frames.names, colors)
    for axes, name in zip(panels, frames.names, strict=True):
        present, probability = frames.known(name)
        unit_axes(axes, "threshold of the probability", "part of the frames")
        told = ""
        if present.any():
            curve = precision_recall(present, probability)
            enter, leave = (thresholds or {}).get(name, (np.nan, np.nan))
            draw_thresholds(axes, curve, (enter, leave), color_of[name])
            axes.axhline(present.mean(), color=st.GRAY, linewidth=0.7, linestyle=(0, (1, 1.5)))
            told = f"{int(present.sum())} of {len(present)}"
        else:
            tell_nothing(axes, _NEVER)
        st.name_axes(axes, name, color_of[name], told)
    _legend(figure)
    _head(figure, title or "Precision and recall of frames", note)
    return st.finished(figure, path, dpi)


@st.draws
def calibration_figure(
    predictions: Any,
    labels: Any,
    *,
    names: Sequence[str] | None = None,
    note: str = "",
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw how often a behavior was there where it was predicted with a probability.

    On the dotted line probabilities are what they say.  Larger points are of more frames.

    Parameters
    ----------
    predictions, labels, names, note, title, colors, path, dpi
        As `precision_recall_figure` takes them.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    InputError
        If predictions and labels do not belong together, or share no behavior.
    StorageError
        If the file cannot be written.
    """
    frames = JudgedFrames.of(predictions, labels, names)
    figure, panels = panel_grid(len(frames.names))
    color_of = st.color_by_name(frames.names, colors)
    for axes, name in zip(panels, frames.names, strict=True):
        present, probability = frames.known(name)
        unit_axes(axes, "probability", "part with the behavior")
        told = ""
        if len(present):
            predicted, observed, counts = reliability(present, probability).T
            draw_calibration(axes, predicted, observed, counts, color_of[name])
            error = float((np.abs(predicted - observed) * counts).sum() / counts.sum())
            told = f"error {error:.3f}"
        else:
            tell_nothing(axes, _NEVER)
        st.name_axes(axes, name, color_of[name], told)
    _head(figure, title or "Calibration of probabilities", note)
    return st.finished(figure, path, dpi)


def _head(figure: Figure, title: str, note: str) -> None:
    st.write_title(figure, title)
    if note:
        text = figure.text(
            0.012, 1 - 0.4 / figure.get_figheight(), note, fontsize=7.5, color=st.GRAY, va="center"
        )
        st.fit(text, 0.98 * figure.get_figwidth())


def _legend(figure: Figure) -> None:
    styles: tuple[dict[str, Any], ...] = (
        {"label": "precision", "linewidth": 1.4, "color": st.INK},
        {"label": "recall", "linewidth": 1.4, "color": st.INK, "linestyle": (0, (4, 2))},
        {"label": "share of the frames", "color": st.GRAY, "linestyle": (0, (1, 1.5))},
        # upright, as they are drawn
        {"label": "a bout begins", **_UPRIGHT, "color": st.INK},
        {"label": "a bout ends", **_UPRIGHT, "color": st.GRAY},
    )
    handles = [Line2D([], [], **style) for style in styles]
    figure.legend(
        handles=handles, ncols=len(handles), fontsize=7.5, frameon=False, loc="lower left",
        bbox_to_anchor=(0.01, 0.01), handletextpad=0.5, columnspacing=1.4,
    )  # fmt: skip
