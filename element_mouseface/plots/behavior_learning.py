"""Whether more labels would help: average precision with a part of the labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from ..core.behavior.training_report import TrainingReport
from . import _style as st
from ._behavior_grid import panel_grid, tell_nothing


@st.draws
def learning_curve_figure(
    report: TrainingReport,
    *,
    names: Sequence[str] | None = None,
    note: str = "",
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the average precision of held-out frames over the part of the labels trained on.

    A curve that still rises at its right end asks for more labels.

    Parameters
    ----------
    report : TrainingReport
    names : sequence of str, optional
        Only these behaviors.
    note : str
        Written below the title: what was left out.
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
    StorageError
        If the file cannot be written.
    """
    there = tuple(dict.fromkeys(row[0] for row in report.learning_curve))
    shown = [name for name in there if names is None or name in names]
    figure, panels = panel_grid(len(shown))
    color_of = st.color_by_name(shown, colors)
    chance = {m.behavior: m.chance for m in report.metrics if m.metric == "average_precision"}
    for axes, name in zip(panels, shown, strict=True):
        rows = sorted((share, value) for one, share, value in report.learning_curve if one == name)
        share, value = np.array(rows).T
        known = np.isfinite(value)
        if known.any():
            axes.plot(
                100 * share[known], value[known], color=color_of[name], linewidth=1.2, marker="o",
                markersize=4,
            )  # fmt: skip
        else:
            tell_nothing(axes, "undefined")
        if np.isfinite(chance.get(name, np.nan)):
            axes.axhline(chance[name], color=st.GRAY, linewidth=0.7, linestyle=(0, (1, 1.5)))
        axes.set(xlim=(0, 104), ylim=(-0.02, 1.04), yticks=[0, 0.5, 1])
        axes.set_xlabel("part of the labels (%)", fontsize=8, color=st.INK, labelpad=2)
        axes.set_ylabel("average precision", fontsize=8, color=st.INK, labelpad=2)
        st.bare(axes)
        told = f"{value[-1]:.2f}" if known[-1] else ""
        st.name_axes(axes, name, color_of[name], told)
    st.write_title(figure, title or "Learning curve")
    below = "dotted: chance" + (f"  ·  {note}" if note else "")
    figure.text(0.012, 0.08 / figure.get_figheight(), below, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)
