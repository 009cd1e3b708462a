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
from ._row_groups import name_rows, row_groups

_MOST_FEATURES = 12


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
    below = (
        "band: the middle 95% with failures shifted in time  ·  filled: above chance "
        f"(corrected p at most {study.params.level:g})"
    )
    figure, panels = row_groups(
        [(name, len(rows), st.INK) for name, rows in groups],
        "area under the ROC curve",
        below,
        title or f"Why frames fail: {study.what}",
    )
    for axes, (_, rows) in zip(panels, groups, strict=True):
        _draw(axes, rows)
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
    axes.set_xlim(-0.02, 1.02)
    name_rows(axes, labels)
