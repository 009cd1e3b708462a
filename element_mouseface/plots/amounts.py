"""Whether responses grow with the amount of a stimulus, mouse by mouse."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.decoding import AmountResponse
from ..core.decoding.amounts import OVER_MICE
from ..errors import InputError
from . import _style as st

_SIDE_IN, _LEFT_IN, _GAP_IN, _TOP_IN, _LOW_IN = 2.4, 0.72, 0.75, 0.92, 0.72


@st.draws
def amounts_figure(
    rows: Sequence[AmountResponse],
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw mean responses against amounts, a panel for each stimulus and source.

    A line is a mouse, with standard errors over its trials; black is the mean of the mice.  Amounts
    are equally far from each other: what is told is their order.

    Parameters
    ----------
    rows : sequence of AmountResponse
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
        If there is no row.
    StorageError
        If the file cannot be written.
    """
    if not rows:
        raise InputError(
            "There are no responses to amounts to draw.",
            expected="rows of amount_response, or of a decoding with amounts",
            got="none",
            do="give events with a column amount",
        )
    panels = list(dict.fromkeys((row.stimulus, row.source) for row in rows))
    figure = st.new_figure(
        _LEFT_IN + len(panels) * (_SIDE_IN + _GAP_IN), _SIDE_IN + _TOP_IN + _LOW_IN
    )
    wide, high = figure.get_size_inches()
    mice = [name for name in dict.fromkeys(row.mouse for row in rows) if name != OVER_MICE]
    colors = dict(zip(mice, (st.PALETTE * (1 + len(mice) // len(st.PALETTE))), strict=False))
    for number, (stimulus, source) in enumerate(panels):
        left = (_LEFT_IN + number * (_SIDE_IN + _GAP_IN)) / wide
        axes = figure.add_axes((left, _LOW_IN / high, _SIDE_IN / wide, _SIDE_IN / high))
        own = [row for row in rows if (row.stimulus, row.source) == (stimulus, source)]
        _draw_panel(axes, own, colors)
        st.name_axes(axes, source, st.INK, _told(own))
    st.write_title(
        figure, title or f"Responses to {', '.join(dict.fromkeys(s for s, _ in panels))}"
    )
    parts = ("lines: mice, ± standard error over trials", "black: their mean", "ρ: Spearman's")
    note = "  ·  ".join(parts) if len(panels) > 1 else f"{parts[0]}\n{parts[1]}  ·  {parts[2]}"
    figure.text(0.012, 0.06 / high, note, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _draw_panel(axes: Axes, rows: Sequence[AmountResponse], colors: dict[str, str]) -> None:
    levels = sorted({a for row in rows for a, _, _, _ in row.means})
    place = {a: k for k, a in enumerate(levels)}
    axes.axhline(0, color=st.PALE, linewidth=1, zorder=0)
    for row in rows:
        amount, mean, error, _ = (np.array(one) for one in zip(*row.means, strict=True))
        at = [place[a] for a in amount.tolist()]
        if row.mouse == OVER_MICE:
            axes.plot(at, mean, color="black", linewidth=2, zorder=4, gid="mean")
            continue
        color = colors[row.mouse]
        axes.errorbar(
            at, mean, yerr=np.nan_to_num(error), color=color, linewidth=1.1, elinewidth=0.7,
            marker="o", markersize=3, label=row.mouse,
        )  # fmt: skip
    axes.set_xticks(range(len(levels)), [f"{a:g}" for a in levels])
    unit = next((row.amount_unit for row in rows if row.amount_unit), "")
    axes.set_xlabel(f"{rows[0].stimulus}{f' ({unit})' if unit else ''}", fontsize=8, color=st.INK)
    unit = " (log odds)" if rows[0].source.endswith("decoder") else ""
    axes.set_ylabel(f"response{unit}", fontsize=8, color=st.INK)
    st.bare(axes)
    if 1 < len(colors) <= len(st.PALETTE):
        axes.legend(fontsize=6.5, frameon=False, loc="upper left")


def _told(rows: Sequence[AmountResponse]) -> str:
    row = next((one for one in rows if one.mouse == OVER_MICE), rows[0])
    return f"ρ {row.rho:.2f}, p {row.p:.2g}"
