"""How well each cause tells failed frames from others, beside what chance gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.failures import FailureStudy
from ..errors import InputError
from . import _style as st

_MOST_FEATURES = 12
_ROW_IN, _LABEL_IN, _WIDE_IN = 0.23, 2.3, 4.6
_TOP_IN, _GAP_IN, _LOW_IN = 0.72, 0.5, 0.72


@st.draws
def failure_causes_figure(
    study: FailureStudy,
    *,
    features: int = _MOST_FEATURES,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the area under the ROC curve of each cause with the middle 95% of chance.

    Below the causes, by rank, the named features that tell failures best.  A filled point is above
    chance after the correction for how many were tested.

    Parameters
    ----------
    study : FailureStudy
    features : int
        At most so many features.
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
    InputError
        If the study has no causes: too few frames failed.
    StorageError
        If the file cannot be written.
    """
    if not study.causes:
        raise InputError(
            "The study has no causes.", expected="a study that was done", got=study.reason
        )
    defined = [row for row in study.features if np.isfinite(row.auc)]
    best = sorted(defined, key=lambda row: -abs(row.auc - 0.5))[: max(0, features)]
    groups: list[tuple[str, list[Any]]] = [("causes", list(study.causes))]
    if best:
        groups.append(("named features", best))
    heights = [len(rows) * _ROW_IN for _, rows in groups]
    size = (
        _LABEL_IN + _WIDE_IN + 0.2,
        sum(heights) + _TOP_IN + _LOW_IN + _GAP_IN * (len(groups) - 1),
    )
    figure = st.new_figure(*size)
    top = _TOP_IN
    for (name, rows), height in zip(groups, heights, strict=True):
        place = (_LABEL_IN / size[0], 1 - (top + height) / size[1])
        axes = figure.add_axes((*place, _WIDE_IN / size[0], height / size[1]))
        _draw(axes, rows)
        st.name_axes(axes, name, st.INK)
        top += height + _GAP_IN
    axes.set_xlabel("area under the ROC curve", fontsize=8.5, color=st.INK)
    figure.text(
        0.012,
        0.14 / size[1],
        "band: the middle 95% with failures shifted in time  ·  filled: above chance "
        f"(corrected p at most {study.params.level:g})",
        fontsize=7.5,
        color=st.GRAY,
        va="center",
    )
    st.write_title(figure, title or f"Why frames fail: {study.what}")
    return st.finished(figure, path, dpi)


def _draw(axes: Axes, rows: list[Any]) -> None:
    for place, row in enumerate(rows):
        if np.isfinite(row.null_low):
            wide = row.null_high - row.null_low
            axes.barh(place, wide, left=row.null_low, height=0.72, color=st.PALE, zorder=1)
        if np.isfinite(row.auc):
            color = st.PALETTE[1] if row.above_null else st.GRAY
            face = color if row.above_null else "white"
            axes.plot(
                [row.auc], [place], marker="o", markersize=5, color=color, markerfacecolor=face,
                zorder=3,
            )  # fmt: skip
    axes.axvline(0.5, color=st.GRAY, linewidth=0.7, zorder=2)
    names = [getattr(row, "feature", None) or row.cause for row in rows]
    undefined = [not np.isfinite(row.auc) for row in rows]
    labels = [f"{n} (not measured)" if u else n for n, u in zip(names, undefined, strict=True)]
    axes.set(xlim=(-0.02, 1.02), ylim=(len(rows) - 0.4, -0.6), yticks=range(len(rows)))
    axes.set_yticklabels([_cut(label) for label in labels])
    st.bare(axes)
    axes.tick_params(axis="y", length=0)


def _cut(label: str) -> str:
    return label if len(label) <= 36 else label[:35] + "…"
