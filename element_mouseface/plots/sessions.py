"""`sessions.png`: the response of each session to each stimulus."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.results.sessions import SessionRow, read_sessions
from ..errors import InputError
from . import _style as st

#: With more sessions their names would overlap, so they are numbered.
_MOST_NAMED = 16
_LONGEST_NAME = 18
_PANEL_IN = (2.9, 2.0)


@st.draws
def sessions_figure(
    rows: Sequence[SessionRow],
    *,
    title: str = "Sessions",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Mean responses: a panel for each measure and stimulus, a point for each session.

    Error bars are the standard error over the session's trials.  A refused score is a cross
    on the axis, and a session that was not scored has no mark.  Similarity to prototypes of
    the same movie (circular) is an open circle.

    Parameters
    ----------
    rows : sequence of SessionRow
    title : str
    colors : mapping of str to str, optional
        By stimulus.
    path : str or Path, optional
        To write to: .png, .pdf or .svg.
    dpi : float

    Raises
    ------
    InputError
        If there is nothing to draw.
    PathError, StorageError
        If it cannot be written.
    """
    drawn = [row for row in rows if row.measure]
    if not drawn:
        raise InputError(
            "There is no session to draw.",
            expected="a row of a session that was scored",
            do="read the reasons in sessions.csv",
        )
    sessions = list(dict.fromkeys(row.session for row in rows))
    names = list(dict.fromkeys(row.stimulus for row in drawn))
    measures = list(dict.fromkeys(row.measure for row in drawn))
    chosen = st.color_by_name(names, colors)
    width = max(_PANEL_IN[0], 0.6 + 0.22 * len(sessions))
    figure = st.new_figure(0.5 + width * len(names), 1.3 + _PANEL_IN[1] * len(measures))
    panels = figure.subplots(len(measures), len(names), squeeze=False, sharex=True, sharey="row")
    figure.subplots_adjust(
        left=0.75 / figure.get_figwidth(),
        right=1 - 0.15 / figure.get_figwidth(),
        top=1 - 0.65 / figure.get_figheight(),
        bottom=1.15 / figure.get_figheight(),
        hspace=0.35,
        wspace=0.12,
    )
    for measure, line in zip(measures, panels, strict=True):
        for name, axes in zip(names, line, strict=True):
            found = [r for r in drawn if (r.measure, r.stimulus) == (measure, name)]
            _draw_panel(axes, found, sessions, chosen[name])
            st.name_axes(axes, name, chosen[name])
        unit = next(row.unit for row in drawn if row.measure == measure)
        label = st.SCORE_LABEL if measure == "score" else f"{measure} ({unit})"
        line[0].set_ylabel(label, fontsize=8, color=st.INK)
    for axes in panels[-1]:
        _name_sessions(axes, sessions)
    st.write_title(figure, title)
    quantity = "mean of the trials' means in their events ± standard error over trials"
    figure.text(
        0.012,
        0.06 / figure.get_figheight(),
        f"{quantity}; × refused, ○ circular",
        fontsize=7,
        color=st.GRAY,
    )
    return st.finished(figure, path, dpi)


def draw_sessions(table: str | Path, path: str | Path | None = None, **drawn: Any) -> Figure:
    """The figure of a sessions.csv; `drawn` are arguments of `sessions_figure`."""
    return sessions_figure(read_sessions(table), path=path, **drawn)


def _draw_panel(
    axes: Axes, rows: Sequence[SessionRow], sessions: Sequence[str], color: str
) -> None:
    axes.axhline(0, color=st.GRAY, linewidth=0.6)
    for row in rows:
        place = sessions.index(row.session)
        if row.mean is None:
            axes.plot(place, 0, marker="x", markersize=6, color=st.GRAY, linestyle="none")
            continue
        face = "white" if row.finding == "circular" else color
        axes.errorbar(
            place,
            row.mean,
            yerr=np.nan if row.mean_se is None else row.mean_se,
            marker="o",
            markersize=5,
            color=color,
            markerfacecolor=face,
            linewidth=1.0,
            capsize=2,
        )
    axes.set_xlim(-0.6, len(sessions) - 0.4)
    st.bare(axes)


def _name_sessions(axes: Axes, sessions: Sequence[str]) -> None:
    if len(sessions) > _MOST_NAMED:
        axes.set_xlabel("session, in the order of sessions.csv from 0", fontsize=8, color=st.INK)
        return
    cut = [s if len(s) <= _LONGEST_NAME else s[: _LONGEST_NAME - 1] + "…" for s in sessions]
    axes.set_xticks(range(len(sessions)), cut, rotation=40, ha="right", rotation_mode="anchor")
