"""Where in the picture a model looks: the face, and what is lost where nothing changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..core.frame_models import PictureWeights
from ..core.frame_models.places import PlaceReport
from ..errors import check_choice
from . import _style as st

_WIDE_IN, _LEFT_IN, _GAP_IN, _TOP_IN, _LOW_IN = 3.6, 0.55, 1.1, 0.72, 0.78
_SHADE = 0.75


@st.draws
def model_places_figure(
    report: PlaceReport,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw how much of a model's skill each tile of the picture carries, over the mean face.

    Boxes are the places that carry most, with their share; a thick one changes unlike a face.

    Parameters
    ----------
    report : PlaceReport
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
    StorageError
        If the file cannot be written.
    """
    figure, (face, tiles) = _pictures(report.face, 2)
    for axes in (face, tiles):
        draw_face(axes, report.face, report.crop_px, named=axes is face)
    share = np.nan_to_num(report.share)
    top = max(0.05, float(share.max(initial=0)))
    image = draw_over(
        tiles, share, np.clip(share / top, 0, 1) * _SHADE, report.crop_px, (-top, top)
    )
    color_bar(figure, tiles, image, "share of the skill that is lost").set_ylim(0, top)
    labels = []
    for place in report.places:
        left, up, right, down = place.box_px
        for axes in (face, tiles):
            box = Rectangle(
                (left, up), right - left, down - up, fill=False, edgecolor=st.PALETTE[1],
                linewidth=2.4 if place.sudden else 1.2, gid="place",
            )  # fmt: skip
            axes.add_patch(box)
        where = ", ".join(place.regions) or ("no named region" if place.nearest else "")
        beyond = left > report.crop_px[0] + 0.6 * (report.crop_px[2] - report.crop_px[0])
        label = face.annotate(
            f"{_percent(place.share)} {where}".strip(),
            (right if beyond else left, down),
            xytext=(0, -3), textcoords="offset points", fontsize=7.5, color=st.PALETTE[1],
            va="top", ha="right" if beyond else "left",
            bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1},
        )  # fmt: skip
        labels.append(label)
    st.move_apart(face, labels)
    st.name_axes(face, "mean face", st.INK)
    st.name_axes(tiles, "each tile held still", st.INK)
    st.write_title(figure, title or f"Where the model of {report.target} looks")
    note = f"{report.n_rows} held-out rows  ·  thick box: it changes unlike a face"
    figure.text(0.012, 0.14 / figure.get_figheight(), note, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _percent(share: float) -> str:
    """As it is written; nothing of a place whose share is unknown."""
    return f"{100 * share:.0f}%" if np.isfinite(share) else ""


@st.draws
def picture_weights_figure(
    weights: PictureWeights,
    *,
    output: str | None = None,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the weights of a linear model on small pictures over the mean face.

    On the left the mean over folds, paler where folds disagree about the sign; on the right their
    standard deviation over folds.

    Parameters
    ----------
    weights : PictureWeights
    output : str, optional
        The category whose weights are drawn; the first one that has some if it is None.
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
        If there is no such category.
    StorageError
        If the file cannot be written.
    """
    output = _first_weighted(weights) if output is None else output
    check_choice("The model has no such category.", output, weights.outputs)
    k = weights.outputs.index(output)
    figure, (left, right) = _pictures(weights.face, 2)
    mean, spread = np.nan_to_num(weights.mean[k]), np.nan_to_num(weights.spread[k])
    agree = np.clip(2 * np.nan_to_num(weights.agreement[k], nan=0.5) - 1, 0, 1)
    top = float(np.abs(mean).max(initial=0)) or 1.0
    for axes, values, alpha in (
        (left, mean, agree * np.abs(mean) / top),
        (right, spread, np.clip(spread / top, 0, 1)),
    ):
        draw_face(axes, weights.face, weights.crop_px, named=axes is left)
        image = draw_over(axes, values, alpha * _SHADE, weights.crop_px, (-top, top))
        color_bar(figure, axes, image, "weight per standard deviation")
    st.name_axes(left, "mean over folds", st.INK)
    st.name_axes(right, "standard deviation over folds", st.INK)
    of = f"{weights.target}: {output}" if output else weights.target
    what = "pixels" if weights.kind == "thumbnail" else "oriented gradients"
    st.write_title(figure, title or f"Weights of {what} for {of}")
    note = "  ·  ".join(
        f"{row.metric} {row.value:.2f} (chance {row.chance:.2f})"
        for row in weights.metrics[:2]
        if np.isfinite(row.value)
    )
    figure.text(0.012, 0.14 / figure.get_figheight(), note, fontsize=7.5, color=st.GRAY)
    return st.finished(figure, path, dpi)


def _first_weighted(weights: PictureWeights) -> str:
    """The first category with weights: of two, only the second has a score."""
    some = np.nan_to_num(weights.mean).reshape(len(weights.outputs), -1).any(axis=1)
    return weights.outputs[int(np.argmax(some))]


def _pictures(face: np.ndarray, count: int) -> tuple[Figure, list[Axes]]:
    """A figure with axes of the face's shape side by side."""
    high_in = _WIDE_IN * face.shape[0] / face.shape[1]
    width_in = _LEFT_IN + count * (_WIDE_IN + _GAP_IN) + 0.15
    height_in = _TOP_IN + high_in + _LOW_IN
    figure = st.new_figure(width_in, height_in)
    panels = []
    for number in range(count):
        left = (_LEFT_IN + number * (_WIDE_IN + _GAP_IN)) / width_in
        box = (left, _LOW_IN / height_in, _WIDE_IN / width_in, high_in / height_in)
        panels.append(figure.add_axes(box))
    return figure, panels


def draw_face(
    axes: Axes, face: np.ndarray, crop_px: tuple[int, int, int, int], *, named: bool = True
) -> None:
    """The mean face in pixels of the movie; without a name of the y axis unless `named`."""
    left, top, right, bottom = crop_px
    axes.imshow(face, cmap="gray", vmin=0, vmax=255, extent=(left, right, bottom, top))
    axes.set_aspect("auto")
    st.bare(axes)
    axes.set_xlabel("x (px of the movie)", fontsize=8, color=st.INK, labelpad=2)
    if named:
        axes.set_ylabel("y (px of the movie)", fontsize=8, color=st.INK, labelpad=2)


def draw_over(
    axes: Axes,
    values: np.ndarray,
    alpha: np.ndarray,
    crop_px: tuple[int, int, int, int],
    ends: tuple[float, float],
) -> Any:
    """Colors of values over the face, as clear as `alpha` says."""
    left, top, right, bottom = crop_px
    return axes.imshow(
        values, cmap=st.DIVERGING, vmin=ends[0], vmax=ends[1], alpha=alpha, aspect="auto",
        extent=(left, right, bottom, top), interpolation="nearest",
    )  # fmt: skip


def color_bar(figure: Figure, axes: Axes, image: Any, label: str) -> Axes:
    """What the colors mean, without their transparency, at the right of a picture."""
    from matplotlib.cm import ScalarMappable

    box = axes.get_position()
    place = (box.x1 + 0.008, box.y0, 0.009, box.height)
    solid = ScalarMappable(norm=image.norm, cmap=image.cmap)
    bar = figure.colorbar(solid, cax=figure.add_axes(place))
    bar.ax.tick_params(labelsize=7, colors=st.INK, length=2)
    bar.outline.set_visible(False)
    bar.set_label(label, fontsize=7.5, color=st.INK)
    return bar.ax
