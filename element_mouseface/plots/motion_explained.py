"""The figure of motion explained: bars with standard errors and chance levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.confounds.explained import ALL, Explained
from . import _style as st

_WIDTH_IN = 7.0
_BAR_IN = 0.2


@st.draws
def explained_figure(
    found: Mapping[str, Sequence[Explained]],
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """A panel for each score: R² of each regressor, its standard error, and the null.

    Parameters
    ----------
    found : mapping of str to sequence of Explained
        By the name of the score; from `motion_explained` or `MotionExplained.explained`.
    title : str
    colors : mapping of str to str, optional
        Colors by score, as in Matplotlib; other scores keep their default.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    StorageError
        If the file cannot be written.
    """
    heights = [max(len(rows), 1) for rows in found.values()]
    head_in = 0.42 if title else 0.12
    height_in = head_in + _BAR_IN * sum(heights) + 0.3 * len(heights) + 0.55
    figure = st.new_figure(_WIDTH_IN, height_in)
    hspace = 0.3 * len(heights) / max(_BAR_IN * sum(heights), 0.1)
    panels = st.stacked(
        figure, len(found), left=0.3, right=0.97, top_in=head_in + 0.2, bottom_in=0.62,
        hspace=hspace, heights=heights,
    )  # fmt: skip
    color_of = st.color_by_name(tuple(found), colors)
    for axes, (name, rows) in zip(panels, found.items(), strict=True):
        _draw(axes, name, rows, color_of[name])
        st.bare(axes, bottom=axes is panels[-1])
    panels[-1].set_xlabel(
        "share of the score's variance explained in held-out trials (R²)", fontsize=9, color=st.INK
    )
    note = "bars: R² and standard error   ·   gray: 95% of scores shifted in time are below"
    figure.text(0.97, 0.1 / height_in, note, fontsize=7.5, color=st.GRAY, ha="right", va="center")
    if title:
        st.write_title(figure, title)
    return st.finished(figure, path, dpi)


def _draw(axes: Axes, name: str, rows: Sequence[Explained], color: str) -> None:
    places = np.arange(len(rows))
    shares = np.array([row.r2 for row in rows])
    for place, row in enumerate(rows):
        if row.null_q95 > 0:
            axes.barh(place, row.null_q95, height=0.95, color=st.PALE, zorder=1)
            axes.plot(
                [row.null_q95] * 2, [place - 0.47, place + 0.47], color=st.GRAY, lw=1, zorder=3
            )
        if not np.isfinite(row.r2):
            axes.text(0.01, place, row.reason, fontsize=7.5, color=st.GRAY, va="center")
    axes.barh(places, np.nan_to_num(shares), height=0.6, color=color, alpha=0.85, zorder=2)
    known = np.isfinite(shares)
    errors = np.array([row.r2_se for row in rows])
    axes.errorbar(
        shares[known], places[known], xerr=errors[known], fmt="none", ecolor=st.INK, lw=1, zorder=4
    )
    axes.axvline(0, color=st.GRAY, linewidth=0.6)
    labels = ["all together" if row.regressor == ALL else row.regressor for row in rows]
    axes.set_yticks(places, labels, fontsize=8.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    low = float(np.nanmin(shares, initial=0.0))
    axes.set_xlim(max(low * 1.1, -0.5) if low < 0 else 0.0, 1.0)
    axes.set_title(name, fontsize=9, weight="bold", color=color, loc="left", pad=2)
