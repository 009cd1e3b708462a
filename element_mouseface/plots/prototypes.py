"""The figure of published prototypes: HOG glyphs next to a source frame.

A glyph is a star of short lines in the middle of a cell, one along the edges of each orientation;
the stronger the line, the more contrast the cell has at this orientation.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from ..core.results.pictures import Picture
from ..core.scoring.published.prototypes import Prototypes
from ..errors import InputError
from ..params import HOGParams
from . import _style as st
from .scores import NEUTRAL

_EACH_IN = 2.1
_DRAWN = ("prototype", "minus neutral")
_MORE, _LESS = st.PALETTE[1], st.PALETTE[0]


def source_frames_to_show(prototypes: Prototypes) -> dict[str, int]:
    """For each prototype, the source frame that is least like neutral."""
    return {row.prototype: row.frame for row in prototypes.source_frames if row.rank == 0}


def cells_of_descriptor(vector: np.ndarray, params: HOGParams, grid: tuple[int, int]) -> np.ndarray:
    """Arrange a descriptor's numbers by cell; where blocks overlap, their mean.

    Parameters
    ----------
    vector : (numbers,) array
    params : HOGParams
    grid : (rows, columns)

    Returns
    -------
    (rows, columns, orientations) float64 array
    """
    high, wide = params.cells_per_block
    rows, columns = grid[0] - high + 1, grid[1] - wide + 1
    blocks = np.asarray(vector, float).reshape(rows, columns, high, wide, params.orientations)
    total = np.zeros((*grid, params.orientations))
    count = np.zeros((*grid, 1))
    for i in range(high):
        for j in range(wide):
            total[i : i + rows, j : j + columns] += blocks[:, :, i, j]
            count[i : i + rows, j : j + columns] += 1
    return total / count


@st.draws
def draw_glyphs(
    axes: Axes,
    cells: np.ndarray,
    params: HOGParams,
    *,
    scale: float | None = None,
    signed: bool = False,
) -> None:
    """Draw cells as glyphs, in pixels of the crop.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    cells : (rows, columns, orientations) array
    params : HOGParams
    scale : float, optional
        The value drawn at full strength; the greatest magnitude by default.
    signed : bool
        Whether to color positive and negative values differently.
    """
    cells = np.nan_to_num(np.asarray(cells, dtype=np.float64))
    rows, columns, n_orientations = cells.shape
    high, wide = params.pixels_per_cell
    radius = 0.46 * min(high, wide)
    # The middle of each bin is the gradient's angle; the edge is perpendicular to it.
    angle = np.pi * (np.arange(n_orientations) + 0.5) / n_orientations
    along = radius * np.stack([-np.sin(angle), np.cos(angle)], axis=-1)
    y, x = np.meshgrid(
        (np.arange(rows) + 0.5) * high, (np.arange(columns) + 0.5) * wide, indexing="ij"
    )
    center = np.stack([x, y], axis=-1)[:, :, None]
    lines = np.stack([center - along, center + along], axis=-2).reshape(-1, 2, 2)
    values = cells.reshape(-1)
    strength = np.clip(np.abs(values) / (scale or np.abs(values).max() or 1.0), 0, 1)
    # Between linear and square root, so that faint lines are visible.
    strength = strength**0.7
    rgba = np.empty((len(values), 4))
    rgba[:, :3] = to_rgb("white")
    if signed:
        rgba[:, :3] = np.where(values[:, None] > 0, to_rgb(_MORE), to_rgb(_LESS))
    rgba[:, 3] = strength
    order = np.argsort(strength)[np.sort(strength) > 0.02]
    drawn: Any = lines[order]
    axes.add_collection(LineCollection(drawn, colors=rgba[order], linewidths=1.3))
    axes.set(xlim=(0, columns * wide), ylim=(rows * high, 0), aspect="equal")
    axes.set_facecolor("white" if signed else "#101010")


@st.draws
def prototype_figure(
    prototypes: Prototypes,
    pictures: Mapping[str, Picture] | None = None,
    *,
    sources: Mapping[str, Sequence[Picture]] | None = None,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """A column for neutral and each prototype: source frames, glyphs, difference from neutral.

    Parameters
    ----------
    prototypes : Prototypes
    pictures : mapping of str to Picture, optional
        Frames of the crop by stimulus or 'neutral'; those missing stay blank.  By default
        the first of the sources.
    sources : mapping of str to sequence of Picture, optional
        All source frames of each prototype, drawn small in a separate row.
    title : str
    colors : mapping of str to str, optional
        Colors by stimulus, as in Matplotlib; other stimuli keep their default.
    path : str or Path, optional
        Where to save it: .png, .pdf or .svg.
    dpi : float
        Resolution of the saved file.

    Raises
    ------
    InputError
        If the prototypes are of another method, which have no descriptor.
    StorageError
        If the file cannot be written.
    """
    if not isinstance(prototypes, Prototypes):
        raise InputError(
            "These prototypes have no descriptors to draw.",
            expected="those of the published method",
            got=type(prototypes).__name__,
            do="draw those of the contrast score with contrast_prototype_figure",
        )
    if pictures is None:
        pictures = {name: some[0] for name, some in (sources or {}).items() if some}
    rows = ("a source frame", *(("all source frames",) if sources else ()), *_DRAWN)
    figure, panels = _grid(prototypes, rows, title)
    color_of = {NEUTRAL: st.GRAY, **st.color_by_name(prototypes.names, colors)}
    for (name, color), column in zip(color_of.items(), panels.T, strict=True):
        for axes in column:
            st.framed(axes, color)
        st.name_axes(column[0], name, color)
        _draw_picture(column[0], pictures.get(name))
        if sources:
            _draw_mosaic(column[1], sources.get(name, ()))
    _draw_descriptors(panels[-2:], prototypes)
    for axes in (panels[-1, 0], *([panels[1, 0]] if sources else [])):
        axes.axis("off")  # neutral has no difference, and has thousands of frames
    for axes, label in zip(panels[:, 0], rows, strict=True):
        box = axes.get_position()
        st.row_label(figure, 0.22 / figure.get_figwidth(), (box.y0 + box.y1) / 2, label)
    _draw_key(figure)
    return st.finished(figure, path, dpi)


def _grid(prototypes: Prototypes, rows: Sequence[str], title: str) -> tuple[Figure, np.ndarray]:
    """The figure, and its axes by row and column, with the shape of the crop."""
    high, wide = prototypes.hog.pixels_per_cell
    shape = prototypes.grid[0] * high / (prototypes.grid[1] * wide)
    columns = 1 + len(prototypes.names)
    width_in = 0.5 + _EACH_IN * columns
    head_in, foot_in = 0.62 if title else 0.32, 0.38
    height_in = head_in + foot_in + len(rows) * _EACH_IN * shape
    figure = st.new_figure(width_in, height_in)
    if title:
        st.write_title(figure, title, x=0.45 / width_in)
    panels = figure.subplots(
        len(rows), columns, squeeze=False,
        gridspec_kw={
            "left": 0.45 / width_in, "right": 1 - 0.05 / width_in, "wspace": 0.04,
            "top": 1 - head_in / height_in, "bottom": foot_in / height_in, "hspace": 0.04,
        },
    )  # fmt: skip
    return figure, panels


def _draw_descriptors(panels: np.ndarray, prototypes: Prototypes) -> None:
    """Two rows of glyphs, neutral first: the descriptors, and their difference from neutral."""
    hog, vectors = prototypes.hog, np.vstack([prototypes.neutral, prototypes.vectors])
    vectors = np.where(prototypes.valid, vectors, 0.0)
    cells = [cells_of_descriptor(vector, hog, prototypes.grid) for vector in vectors]
    # A normalized cell without an edge has lines in all directions: draw only what exceeds them.
    stars = [cell - cell.min(axis=-1, keepdims=True) for cell in cells]
    strongest = max(float(star.max()) for star in stars)
    moved = [cell - cells[0] for cell in cells[1:]]
    widest = float(np.percentile(np.abs(moved), 99.8)) or None
    for axes, star in zip(panels[0], stars, strict=True):
        draw_glyphs(axes, star, hog, scale=strongest)
    for axes, difference in zip(panels[1, 1:], moved, strict=True):
        draw_glyphs(axes, difference, hog, scale=widest, signed=True)


def _draw_picture(axes: Axes, picture: Picture | None) -> None:
    if picture is None:
        axes.set_facecolor("#F5F5F5")
        return
    axes.imshow(picture.image, cmap="gray", vmin=0, vmax=255, aspect="auto")


def _draw_mosaic(axes: Axes, pictures: Sequence[Picture]) -> None:
    """Pictures side by side in a square of rows and columns, in the order given."""
    if not pictures:
        axes.set_facecolor("#F5F5F5")
        return
    columns = math.ceil(math.sqrt(len(pictures)))
    rows = math.ceil(len(pictures) / columns)
    high, wide = pictures[0].image.shape
    gap = max(1, wide // 40)
    board = np.full((rows * (high + gap) - gap, columns * (wide + gap) - gap), 255, np.uint8)
    for place, picture in enumerate(pictures):
        y, x = (place // columns) * (high + gap), (place % columns) * (wide + gap)
        board[y : y + high, x : x + wide] = picture.image
    axes.imshow(board, cmap="gray", vmin=0, vmax=255, interpolation="antialiased")


def _draw_key(figure: Figure) -> None:
    width_in, y = figure.get_figwidth(), 0.15 / figure.get_figheight()
    for x_in, color, text in (
        (0.45, _MORE, "more contrast along this edge than in neutral"),
        (4.0, _LESS, "less"),
    ):
        figure.text(x_in / width_in, y, "—", fontsize=11, weight="bold", color=color, va="center")
        figure.text((x_in + 0.22) / width_in, y, text, fontsize=8, color=st.GRAY, va="center")
