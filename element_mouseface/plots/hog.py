"""The figure of a frame's descriptor: the thumbnail, and its oriented gradients."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.features.block_norm import hog_image
from ..core.store import Result
from ..errors import check_type, check_whole
from . import _style as st

_WIDTH_IN, _TITLE_IN, _MARGIN_IN = 8.0, 0.62, 0.1
#: values above this percentile are drawn in white
_WHITE_PERCENTILE = 99.5


@st.draws
def hog_figure(
    result: Result,
    frame: int = 0,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw what the pass stored of a frame: its thumbnail, and its histograms of gradients.

    Each cell shows a fan of lines along the edges in it, brighter where they are stronger,
    as `skimage.feature.hog(..., visualize=True)` draws them.

    Parameters
    ----------
    result : Result
        From `open_result` or `extract`.
    frame : int
        Number of the frame, from 0.
    title : str
        What was filmed.
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
        If `result` is something else, or the movie has no such frame.
    StorageError
        If the file cannot be written.
    """
    check_type("result", result, Result, "what `open_result` or `extract` gave")
    frame = check_whole("frame", frame, 0, result.n_frames - 1)
    cells = np.asarray(result.cells[frame : frame + 1])[0]
    picture = hog_image(cells, result.params)
    height_in = _TITLE_IN + (_WIDTH_IN / 2) * picture.shape[0] / picture.shape[1]
    figure = st.new_figure(_WIDTH_IN, height_in)
    st.write_title(figure, title or result.path.stem)
    left, right = figure.subplots(1, 2)
    figure.subplots_adjust(
        left=_MARGIN_IN / _WIDTH_IN,
        right=1 - _MARGIN_IN / _WIDTH_IN,
        bottom=_MARGIN_IN / height_in,
        top=1 - _TITLE_IN / height_in,
        wspace=0.03,
    )
    thumbnail = np.asarray(result.thumbnails[frame : frame + 1])[0]
    white = float(np.percentile(picture, _WHITE_PERCENTILE)) or 1.0
    _show(left, thumbnail, 255, f"frame {frame}, thumbnail")
    rows, columns = result.grid
    _show(right, picture, white, f"{rows} x {columns} cells, {cells.shape[2]} orientations")
    return st.finished(figure, path, dpi)


def _show(axes: Axes, picture: np.ndarray, white: float, words: str) -> None:
    axes.imshow(picture, cmap="gray", vmin=0, vmax=white, aspect="auto", interpolation="nearest")
    axes.set_title(words, fontsize=8, loc="left")
    axes.set_axis_off()
