"""The figure of regions: regions, crop and masks over a picture of the face."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, Patch, Polygon, Rectangle
from matplotlib.ticker import AutoMinorLocator, MaxNLocator

from ..core.facial_signals.regions import Region, RegionBins, Regions
from ..core.features.masks import mask_px
from ..params import Crop
from ._style import DPI, GRAY, INK, color_by_name, draws, finished, new_figure, write_title

_WIDTH_IN = 7.0
_LEFT_IN, _RIGHT_IN = 0.56, 0.12


@draws
def regions_figure(
    picture: np.ndarray,
    regions: Regions,
    *,
    sbin: int | None = None,
    crop: Crop | None = None,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Regions over a frame, each with its name, with a grid in movie pixels.

    With `sbin`, also the bins that are measured; with `crop`, its box, with the masks hatched.

    Parameters
    ----------
    picture : (y, x) array
        A frame of the camera, or the mean of some, in luma levels.
    regions : Regions
    sbin : int, optional
        Bin size in pixels: the bins of each region are tinted.
    crop : Crop, optional
        The box around the face, and its masks.
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
    CropError
        If a region or the crop reaches outside the picture, or a region is smaller than
        a bin.
    StorageError
        If the file cannot be written.
    """
    picture = np.asarray(picture)
    height, width = picture.shape
    head_in, foot_in = (0.36 if title else 0.12), 0.62
    wide_in = _WIDTH_IN - _LEFT_IN - _RIGHT_IN
    height_in = wide_in * height / width + head_in + foot_in
    figure = new_figure(_WIDTH_IN, height_in)
    below, high = foot_in / height_in, 1 - (head_in + foot_in) / height_in
    axes = figure.add_axes((_LEFT_IN / _WIDTH_IN, below, wide_in / _WIDTH_IN, high))
    draw_regions(axes, picture, regions, sbin=sbin, crop=crop)
    _rule(axes, wide_in, wide_in * height / width)
    if title:
        write_title(figure, title, down_in=0.18)
    measured = f", tinted: bins of {sbin}x{sbin} pixels" if sbin else ""
    full = "; the full frame is measured too" if regions.full_frame and regions.regions else ""
    cropped = "; white: the crop" if crop is not None and _is_box(crop) else ""
    masked = ", hatched: masked" if crop is not None and crop.masks else ""
    note = f"{width}x{height} pixels of the movie{measured}{full}{cropped}{masked}"
    figure.text(0.012, 0.14 / height_in, note, fontsize=7.5, color=GRAY, va="center")
    return finished(figure, path, dpi)


@draws
def draw_regions(
    axes: Axes,
    picture: np.ndarray,
    regions: Regions,
    *,
    sbin: int | None = None,
    crop: Crop | None = None,
) -> None:
    """Draw regions into given axes; errors as `regions_figure`."""
    height, width = picture.shape
    # checked even if the bins are not drawn
    bins = {found.roi_no: found for found in regions.bins(sbin or 1, height, width)}
    axes.imshow(picture, cmap="gray", vmin=0, vmax=255, extent=(0, width, height, 0))
    axes.set(xlim=(0, width), ylim=(height, 0))
    color_of = color_by_name([region.name for region in regions.regions])
    numbers = {region.name: number for number, region in enumerate(regions.of("motion"), 1)}
    for region in regions.regions:
        color = color_of[region.name]
        if sbin and region.name in numbers:
            _tint(axes, bins[numbers[region.name]], sbin, color)
        axes.add_patch(_outline(region, color))
        left, top, _, _ = region.box_px
        kind = "" if region.kind == "motion" else f" ({region.kind})"
        _name(axes, left, top, region.name + kind, color)
    if crop is not None:
        _draw_crop(axes, crop, height, width)
    axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[])


def _is_box(crop: Crop) -> bool:
    return (crop.x, crop.y, crop.width, crop.height) != (0, 0, None, None)


def _draw_crop(axes: Axes, crop: Crop, height: int, width: int) -> None:
    """Draw the crop's box, dashed, and its masks."""
    rows, columns = crop.box(height, width)
    size = (columns.stop - columns.start, rows.stop - rows.start)
    if _is_box(crop):
        axes.add_patch(
            Rectangle(
                (columns.start, rows.start), *size, fill=False, edgecolor="white", linewidth=1.4,
                linestyle=(0, (5, 3)), gid="crop",
            )
        )  # fmt: skip
    if not crop.masks:
        return
    left_out = mask_px(crop, height, width)
    box = (columns.start, columns.stop, rows.start, rows.stop)
    across = np.arange(columns.start, columns.stop) + 0.5
    down = np.arange(rows.start, rows.stop) + 0.5
    shade = np.zeros((*left_out.shape, 4))
    shade[left_out] = to_rgba("white", 0.3)
    axes.imshow(shade, extent=(*box[:2], box[3], box[2]), interpolation="nearest")
    axes.contourf(across, down, left_out, levels=[0.5, 1.5], colors="none", hatches=["////"])
    for mask in crop.masks:
        left, top = (min(points) for points in zip(*mask.points, strict=True))
        _name(axes, left, top, mask.name, INK)


def _rule(axes: Axes, wide_in: float, high_in: float) -> None:
    """Ticks in movie pixels, and a light grid to read positions from."""
    for axis, room_in in ((axes.xaxis, wide_in), (axes.yaxis, high_in)):
        nbins = max(2, int(room_in / 0.55))
        axis.set_major_locator(MaxNLocator(nbins, steps=[1, 2, 5, 10], integer=True))
        axis.set_minor_locator(AutoMinorLocator(2))
    axes.tick_params(which="both", labelsize=8, colors=INK, color=GRAY, length=3)
    axes.grid(which="major", color="white", linewidth=0.5, alpha=0.45)
    axes.grid(which="minor", color="white", linewidth=0.35, alpha=0.22)
    axes.set_xlabel("x (px of the movie)", fontsize=8, color=INK, labelpad=1)
    axes.set_ylabel("y (px of the movie)", fontsize=8, color=INK, labelpad=1)


def _name(axes: Axes, left: float, top: float, name: str, color: str) -> None:
    """A name in the upper left corner of its region, never outside the picture."""
    right, bottom = axes.get_xlim()[1], axes.get_ylim()[0]
    axes.text(
        max(left, 0) + 0.01 * right,
        max(top, 0) + 0.012 * bottom,
        name,
        fontsize=8.5,
        weight="bold",
        color=color,
        va="top",
        clip_on=True,
        bbox={"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.2},
    )


def _outline(region: Region, color: str) -> Patch:
    style = {"fill": False, "edgecolor": color, "linewidth": 1.6}
    if region.shape == "polygon":
        return Polygon(region.points, closed=True, **style)  # type: ignore[arg-type]
    xs, ys = zip(*region.points, strict=True)
    (left, right), (top, bottom) = (min(xs), max(xs)), (min(ys), max(ys))
    if region.shape == "ellipse":
        middle = ((left + right) / 2, (top + bottom) / 2)
        return Ellipse(middle, right - left, bottom - top, **style)  # type: ignore[arg-type]
    return Rectangle((left, top), right - left, bottom - top, **style)  # type: ignore[arg-type]


def _tint(axes: Axes, found: RegionBins, sbin: int, color: str) -> None:
    rgba = np.zeros((*found.inside.shape, 4))
    rgba[found.inside] = to_rgba(color, 0.25)
    top, left = int(found.yrange_bin[0]) * sbin, int(found.xrange_bin[0]) * sbin
    rows, columns = found.inside.shape
    box = (left, left + columns * sbin, top + rows * sbin, top)
    axes.imshow(rgba, extent=box, interpolation="nearest")
