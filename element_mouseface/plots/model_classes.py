"""Where in the picture a model looks for each category, and how far its folds agree."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..core.frame_models import ClassMap, PlaceReport, StabilityRow
from ..errors import InputError
from . import _style as st
from .model_places import color_bar, draw_face, draw_over

_COLUMNS = 3
_WIDE_IN, _LEFT_IN, _GAP_IN, _TOP_IN, _LOW_IN, _BETWEEN_IN = 3.1, 0.6, 0.48, 0.72, 0.62, 0.72
_BAR_IN, _SHADE = 0.85, 0.75


@st.draws
def class_places_figure(
    report: PlaceReport,
    stability: Sequence[StabilityRow] = (),
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw for each category what is lost of it with each tile of the picture held still.

    Thick boxes are places that come with the category, thin ones those of others.  Below stands how
    well it is told from all others, and how far folds agree about the tiles.

    Parameters
    ----------
    report : PlaceReport
        Of a model of three or more categories.
    stability : sequence of StabilityRow
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
        If the report is of another target.
    StorageError
        If the file cannot be written.
    """
    if not report.classes:
        raise InputError(
            "The model has no categories whose places could be drawn.",
            expected="a report of a model of three or more categories",
            got=f"one of {report.target}",
            do="draw it with model_places_figure",
        )
    figure, panels = _panels(report.face, len(report.classes))
    shares = [np.nan_to_num(one.share) for one in report.classes]
    top = max(0.05, *(float(one.max(initial=0)) for one in shares))
    for axes, one, share in zip(panels, report.classes, shares, strict=True):
        draw_face(axes, report.face, report.crop_px, named=panels.index(axes) % _COLUMNS == 0)
        alpha = np.clip(share / top, 0, 1) * _SHADE
        image = draw_over(axes, share, alpha, report.crop_px, (-top, top))
        _draw_places(axes, report, one.category)
        st.name_axes(axes, one.category, st.INK)
        axes.set_xlabel(_note(one, stability), fontsize=7.5, color=st.GRAY, labelpad=2)
    last = panels[min(len(panels), _COLUMNS) - 1]
    color_bar(figure, last, image, "share of the category that is lost").set_ylim(0, top)
    st.write_title(figure, title or f"Where the model of {report.target} looks, by category")
    note = f"{report.n_rows} held-out rows  ·  thick box: it comes with the category"
    figure.text(0.012, 0.14 / figure.get_figheight(), note, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _draw_places(axes: Axes, report: PlaceReport, category: str) -> None:
    labels = []
    for place in report.places:
        own = next((one for one in place.classes if one.category == category), None)
        named = own is not None and own.named
        left, up, right, down = place.box_px
        color = st.PALETTE[1] if named else st.GRAY
        box = Rectangle(
            (left, up), right - left, down - up, fill=False, edgecolor=color,
            linewidth=2.0 if named else 0.8, gid="place",
        )  # fmt: skip
        axes.add_patch(box)
        if own is None or not named or not np.isfinite(own.share):
            continue
        where = ", ".join(place.regions) or ("no named region" if place.nearest else "")
        beyond = left > report.crop_px[0] + 0.6 * (report.crop_px[2] - report.crop_px[0])
        label = axes.annotate(
            f"{100 * own.share:.0f}% {where}".strip(),
            (right if beyond else left, down),
            xytext=(0, -3), textcoords="offset points", fontsize=7.5, color=color,
            va="top", ha="right" if beyond else "left",
            bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1},
        )  # fmt: skip
        labels.append(label)
    st.move_apart(axes, labels)


def _note(one: ClassMap, stability: Sequence[StabilityRow]) -> str:
    """How well a category is told, and how far folds agree about its tiles."""
    if np.isfinite(one.skill.value):
        told = [f"AUC {one.skill.value:.2f}, {one.skill_without.value:.2f} without the picture"]
    else:
        told = ["no AUC: too few of it are held out together"]
    for row in stability:
        if (row.of, row.category, row.measure) == ("places", one.category, "correlation"):
            if np.isfinite(row.value):
                told.append(f"folds: r {row.value:.2f}, chance {row.chance_high:.2f}")
    return "\n".join(told)


def _panels(face: np.ndarray, count: int) -> tuple[Figure, list[Axes]]:
    """Axes of the face's shape in rows."""
    columns, rows = min(count, _COLUMNS), math.ceil(count / _COLUMNS)
    high_in = _WIDE_IN * face.shape[0] / face.shape[1]
    width_in = _LEFT_IN + columns * _WIDE_IN + (columns - 1) * _GAP_IN + _BAR_IN
    height_in = _TOP_IN + rows * high_in + (rows - 1) * _BETWEEN_IN + _LOW_IN + 0.2
    figure = st.new_figure(width_in, height_in)
    found = []
    for number in range(count):
        row, column = divmod(number, _COLUMNS)
        left = _LEFT_IN + column * (_WIDE_IN + _GAP_IN)
        low = height_in - _TOP_IN - (row + 1) * high_in - row * _BETWEEN_IN
        box = (left / width_in, low / height_in, _WIDE_IN / width_in, high_in / height_in)
        found.append(figure.add_axes(box))
    return figure, found
