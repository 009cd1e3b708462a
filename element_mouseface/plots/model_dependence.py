"""What a model says on average if one feature had another value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.figure import Figure

from ..core.frame_models import PartialDependence
from ..errors import InputError
from . import _style as st
from ._behavior_grid import panel_grid


@st.draws
def dependence_figure(
    dependence: Sequence[PartialDependence],
    *,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw partial dependence: a panel a feature, a line a category, thin lines for each fold.

    Parameters
    ----------
    dependence : sequence of PartialDependence
        Of one model: `partial_dependence`.
    title : str
    colors : mapping of str to str, optional
        Colors by category, as in Matplotlib; other categories keep their default.
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
        If there is nothing to draw.
    StorageError
        If the file cannot be written.
    """
    if not dependence:
        raise InputError("There is no dependence to draw.", expected="at least one feature")
    first = dependence[0]
    names = [name or first.target for name in first.outputs]
    color_of = st.color_by_name(names, colors)
    figure, panels = panel_grid(len(dependence))
    low = min(float(one.folds.min()) for one in dependence)
    high = max(float(one.folds.max()) for one in dependence)
    room = 0.05 * (high - low) or 0.05
    for axes, one in zip(panels, dependence, strict=True):
        for k, name in enumerate(names):
            axes.plot(
                one.grid, one.folds[:, :, k].T, color=color_of[name], linewidth=0.6, alpha=0.4
            )
            axes.plot(one.grid, one.mean[:, k], color=color_of[name], linewidth=1.6, label=name)
        # where the data are: a tick below for each tenth of the rows
        tenths = [
            one.grid[min((one.share < k / 10).sum(), len(one.grid) - 1)] for k in range(1, 10)
        ]
        axes.plot(tenths, [low - room] * 9, linestyle="", marker="|", color=st.GRAY, markersize=5)
        axes.set_ylim(low - 1.4 * room, high + room)
        unit = f" ({one.unit})" if one.unit not in ("", "1") else ""
        axes.set_xlabel(f"value{unit}", fontsize=8, color=st.INK, labelpad=2)
        st.bare(axes)
        st.name_axes(axes, one.feature, st.INK)
    panels[0].set_ylabel(_said(first), fontsize=8, color=st.INK, labelpad=2)
    if len(names) > 1:
        panels[0].legend(fontsize=7, frameon=False)
    st.write_title(figure, title or f"What the model of {first.target} says, by one feature")
    below = "thin: each fold, on held-out rows  ·  ticks: tenths of the rows"
    figure.text(0.012, 0.08 / figure.get_figheight(), below, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _said(one: PartialDependence) -> str:
    probability = one.outputs != ("",) or (one.folds.min() >= 0 and one.folds.max() <= 1)
    return "mean probability" if probability else "mean value"
