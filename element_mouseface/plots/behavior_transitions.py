"""Which behavior follows which, as a matrix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..core.behavior.labels import Labels
from ..core.behavior.transitions import count_transitions
from ._behavior_matrix import draw_matrix, matrix_axes
from ._behavior_rows import labels_of, names_of
from ._style import DPI, GRAY, draws, finished, write_title


@draws
def transitions_figure(
    found: Labels | Any,
    *,
    times_s: np.ndarray | None = None,
    within_s: float | None = None,
    names: Sequence[str] | None = None,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = DPI,
) -> Figure:
    """Draw how often a bout of each behavior was followed by a bout of each.

    In each cell stand the part of the row's bouts, and their number.

    Parameters
    ----------
    found : Labels or Prediction
    times_s : (frames,) array, optional
        Frame times in seconds; by default those of the prediction.
    within_s : float, optional
        Pairs of bouts that lie further apart are not counted.
    names : sequence of str, optional
        Only these behaviors, in this order, as if there were no others.
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
    InputError
        If `within_s` is given and there are no times.
    ParameterError
        If a behavior that was named is not there.
    StorageError
        If the file cannot be written.
    """
    shown = names_of(found, names)
    labels = labels_of(found, shown)
    if times_s is None and not isinstance(found, Labels):
        times_s = found.times_s
    pairs = count_transitions(labels, times_s, within_s=within_s)
    figure, axes = matrix_axes(shown, shown)
    draw_matrix(axes, pairs.probability, pairs.counts, (shown, shown), ("after", "comes"))
    total = int(pairs.counts.sum())
    within = "" if within_s is None else f" within {within_s:g} s"
    told = f"part and number of the row's bouts  ·  {total} pairs{within}"
    figure.text(0.012, 0.1 / figure.get_figheight(), told, fontsize=7.5, color=GRAY)
    write_title(figure, title or "Transitions")
    return finished(figure, path, dpi)
