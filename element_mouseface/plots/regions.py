"""Regions drawn over a picture of the face: what is measured, before it is measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Patch, Polygon, Rectangle

from ..core.facial_signals.regions import Region, RegionBins, Regions
from .style import DPI, GREY, colour_by_name, draws, finished, new_figure, write_title

__all__ = ["draw_regions", "regions_figure"]

_WIDTH_IN = 7.0


@draws
def regions_figure(
    picture: np.ndarray,
    regions: Regions,
    *,
    sbin: int | None = None,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """The regions over a frame, each with its name; with `sbin`, the bins that are measured.

    Parameters
    ----------
    picture : (y, x) array
        A frame of the camera, or the mean of some, in luma levels.
    regions : Regions
    sbin : int, optional
        Pixels a bin, each way: the bins that belong to each region are tinted.
    title : str
    path : str or Path, optional
        Where to save it; the ending says as what: .png, .pdf or .svg.
    dpi : float
        Pixels an inch of what is saved.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    CropError
        If a region reaches outside the picture, or is smaller than a bin.
    StorageError
        If the file cannot be written.
    """
    picture = np.asarray(picture)
    height, width = picture.shape
    head_in, foot_in = (0.36 if title else 0.08), 0.3
    height_in = (_WIDTH_IN - 0.16) * height / width + head_in + foot_in
    figure = new_figure(_WIDTH_IN, height_in)
    below, high = foot_in / height_in, 1 - (head_in + foot_in) / height_in
    axes = figure.add_axes((0.08 / _WIDTH_IN, below, 1 - 0.16 / _WIDTH_IN, high))
    draw_regions(axes, picture, regions, sbin=sbin)
    if title:
        write_title(figure, title, down_in=0.18)
    measured = f", tinted: bins of {sbin}x{sbin} pixels" if sbin else ""
    full = "; the full frame is measured too" if regions.full_frame else ""
    note = f"{width}x{height} pixels{measured}{full}"
    figure.text(0.012, 0.14 / height_in, note, fontsize=8, color=GREY, va="center")
    return finished(figure, path, dpi)


@draws
def draw_regions(
    axes: Axes, picture: np.ndarray, regions: Regions, *, sbin: int | None = None
) -> None:
    """Draw them into given axes; errors as `regions_figure`."""
    height, width = picture.shape
    # checked whether or not the bins are drawn
    bins = {found.roi_no: found for found in regions.bins(sbin or 1, height, width)}
    axes.imshow(picture, cmap="gray", vmin=0, vmax=255, extent=(0, width, height, 0))
    colour_of = colour_by_name([region.name for region in regions.regions])
    for number, region in enumerate(regions.regions, 1):
        colour = colour_of[region.name]
        if sbin:
            _tint(axes, bins[number], sbin, colour)
        axes.add_patch(_outline(region, colour))
        left, top, _, _ = region.box_px
        axes.text(
            left + 0.01 * width,
            top + 0.012 * height,
            region.name,
            fontsize=8.5,
            weight="bold",
            color=colour,
            va="top",
            bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.2},
        )
    axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])


def _outline(region: Region, colour: str) -> Patch:
    style = {"fill": False, "edgecolor": colour, "linewidth": 1.6}
    if region.shape == "polygon":
        return Polygon(region.points, closed=True, **style)  # type: ignore[arg-type]
    xs, ys = zip(*region.points, strict=True)
    (left, right), (top, bottom) = (min(xs), max(xs)), (min(ys), max(ys))
    if region.shape == "ellipse":
        middle = ((left + right) / 2, (top + bottom) / 2)
        return Ellipse(middle, right - left, bottom - top, **style)  # type: ignore[arg-type]
    return Rectangle((left, top), right - left, bottom - top, **style)  # type: ignore[arg-type]


def _tint(axes: Axes, found: RegionBins, sbin: int, colour: str) -> None:
    rgba = np.zeros((*found.inside.shape, 4))
    rgba[found.inside] = to_rgba(colour, 0.25)
    top, left = int(found.yrange_bin[0]) * sbin, int(found.xrange_bin[0]) * sbin
    rows, columns = found.inside.shape
    box = (left, left + columns * sbin, top + rows * sbin, top)
    axes.imshow(rgba, extent=box, interpolation="nearest")
