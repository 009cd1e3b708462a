"""How well decoders tell stimuli apart, beside chance, and what was taken for what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.decoding import Decoding, MetricRow
from ..errors import check_choice
from . import _style as st

_PANEL_IN, _CONFUSION_IN, _LEFT_IN, _TOP_IN, _LOW_IN = 3.1, 2.3, 0.72, 0.66, 1.02
_METRICS = ("balanced_accuracy", "accuracy", "mean_f1", "mean_auc")
_SPREAD = 0.62  # of a level's decoders, of the distance between levels


@st.draws
def decoding_figure(
    decoding: Decoding,
    *,
    metric: str = "balanced_accuracy",
    estimator: str | None = None,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw a figure of merit of every decoder by what was left out, and confusion matrices.

    A dot is a decoder with its 95% interval over what was left out; a dashed line is chance, and
    a gray bar the middle 95% of shuffled names.  Open dots are of other features, such as movement.

    Parameters
    ----------
    decoding : Decoding
    metric : {'balanced_accuracy', 'accuracy', 'mean_f1', 'mean_auc'}
    estimator : str, optional
        Whose confusion is drawn; the first one by default.
    title : str
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ParameterError
        If there is no such figure of merit or decoder.
    StorageError
        If the file cannot be written.
    """
    check_choice("There is no such figure of merit.", metric, _METRICS)
    estimator = estimator or decoding.estimators[0]
    check_choice("There is no such decoder.", estimator, decoding.estimators)
    kinds, levels = decoding.params.rows, decoding.levels
    side = max(_CONFUSION_IN, 0.2 * len(decoding.classes))
    wide = _PANEL_IN + 0.5 * max(0, len(levels) - 2) * len(decoding.estimators) / 3
    widths = [*[wide] * len(kinds), *[side] * len(levels)]
    gap = 0.4 + 0.058 * max(map(len, decoding.classes))
    figure = st.new_figure(
        sum(widths) + _LEFT_IN + gap * len(levels) + 0.5 * (len(kinds) - 1) + 0.2,
        side + _TOP_IN + _LOW_IN,
    )
    left = _LEFT_IN
    for number, kind in enumerate(kinds):
        axes = _axes(figure, left, wide, side)
        _draw_figures(axes, decoding, kind, metric, legend=not number)
        left += wide + 0.5
    left += gap - 0.5
    for number, level in enumerate(levels):
        axes = _axes(figure, left, side, side)
        _draw_confusion(axes, decoding, kinds[0], level, estimator, names=not number or gap > 0)
        left += side + gap
    told = title or f"Which of {len(decoding.classes)} classes: {', '.join(decoding.classes)}"
    st.write_title(figure, told)
    note = f"confusion of {estimator}, {kinds[0]}s  ·  gray: shuffled names  ·  dashed: chance"
    figure.text(0.012, 0.12 / figure.get_figheight(), note, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _axes(figure: Figure, left_in: float, width_in: float, height_in: float) -> Axes:
    wide, high = figure.get_size_inches()
    return figure.add_axes((left_in / wide, _LOW_IN / high, width_in / wide, height_in / high))


def _draw_figures(axes: Axes, decoding: Decoding, kind: str, metric: str, *, legend: bool) -> None:
    """Dots of all decoders, level by level."""
    found = [
        row
        for row in decoding.metrics
        if row.metric == metric and row.category is None and not row.group and row.rows == kind
    ]
    features = list(dict.fromkeys(row.features for row in found))
    names = list(dict.fromkeys((row.features, row.estimator) for row in found))
    colors = dict(zip(decoding.estimators, st.PALETTE * 2, strict=False))
    for place, level in enumerate(decoding.levels):
        for number, (feature, estimator) in enumerate(names):
            at = place + _SPREAD * ((number + 0.5) / len(names) - 0.5)
            for row in found:
                if (row.left_out, row.features, row.estimator) == (level, feature, estimator):
                    _draw_dot(axes, row, at, colors[estimator], filled=feature == features[0])
        chance = [row.chance for row in found if row.left_out == level]
        if chance:
            ends = (place - 0.45, place + 0.45)
            style: dict[str, Any] = {"color": st.GRAY, "linewidth": 0.8, "linestyle": "--"}
            axes.plot(ends, [chance[0]] * 2, gid="chance", **style)
    axes.set(xlim=(-0.5, len(decoding.levels) - 0.5), ylim=(0, 1.04))
    axes.set_xticks(range(len(decoding.levels)), [f"by {one}" for one in decoding.levels])
    axes.set_ylabel(metric.replace("_", " "), fontsize=8, color=st.INK)
    st.bare(axes)
    st.name_axes(axes, f"{kind}s", st.INK)
    if legend:
        filled = {one: (colors[one], colors[one]) for one in decoding.estimators}
        empty = {one: (st.GRAY, "white") for one in features[1:]}
        handles = [
            axes.plot([], [], "o", color=edge, markerfacecolor=face, markersize=4, label=one)[0]
            for one, (edge, face) in {**filled, **empty}.items()
        ]
        axes.legend(
            handles=handles, loc="upper center", bbox_to_anchor=(0.5, -0.1), ncols=3,
            frameon=False, fontsize=7, handletextpad=0.2, columnspacing=0.9,
        )  # fmt: skip


def _draw_dot(axes: Axes, row: MetricRow, at: float, color: str, *, filled: bool) -> None:
    if np.isfinite(row.null_low):
        axes.plot([at] * 2, [row.null_low, row.null_high], color=st.PALE, linewidth=5, zorder=1)
    if np.isfinite(row.low):
        axes.plot([at] * 2, [row.low, row.high], color=color, linewidth=1.1, zorder=2)
    face = color if filled else "white"
    axes.plot([at], [row.value], "o", color=color, markerfacecolor=face, markersize=4, zorder=3,
              gid="decoder")  # fmt: skip


def _draw_confusion(
    axes: Axes, decoding: Decoding, kind: str, level: str, estimator: str, *, names: bool
) -> None:
    """Shares of each class, by row."""
    classes = decoding.classes
    shares = np.full((len(classes), len(classes)), np.nan)
    for row in decoding.confusion:
        if (row.rows, row.left_out, row.estimator) == (kind, level, estimator):
            if row.features == decoding.confusion[0].features:
                shares[classes.index(row.category), classes.index(row.predicted)] = row.share
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, of_class in enumerate(shares):
        for x, share in enumerate(of_class):
            if np.isfinite(share) and len(classes) <= 10:
                ink = "white" if share > 0.6 else st.INK
                axes.text(x, y, f"{share:.0%}", ha="center", va="center", fontsize=7, color=ink)
    axes.set_xticks(range(len(classes)), classes, rotation=35, ha="right", fontsize=7)
    axes.set_yticks(range(len(classes)), classes if names else [], fontsize=7)
    axes.tick_params(length=0, colors=st.INK)
    axes.set_xlabel("taken for", fontsize=7.5, color=st.GRAY)
    st.name_axes(axes, f"by {level}", st.INK)
    for spine in axes.spines.values():
        spine.set_visible(False)
