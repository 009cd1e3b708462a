"""Which features make a model say what it says: a dot for each row and feature."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.stats import rankdata

from ..core.frame_models import Attributions
from ..errors import InputError, check_choice
from . import _style as st
from ._row_groups import name_rows, row_groups

_BINS, _HIGH = 60, 0.38


@st.draws
def attributions_figure(
    attributions: Attributions,
    *,
    output: str | None = None,
    most: int = 20,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the SHAP values of the features that add most, a dot for each row.

    Color is the value of the feature, from the lowest (blue) to the highest (orange).

    Parameters
    ----------
    attributions : Attributions
    output : str, optional
        The category that is explained; the first one if it is None.
    most : int
        At most so many features.
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
        If no row has an attribution.
    ParameterError
        If there is no such category.
    StorageError
        If the file cannot be written.
    """
    found = attributions
    output = found.outputs[0] if output is None else output
    check_choice("The model has no such category.", output, found.outputs)
    k = found.outputs.index(output)
    there = np.isfinite(found.values).all(axis=(1, 2))
    if not there.any():
        raise InputError("No row has an attribution.", expected="a row with a defined feature")
    values, x = found.values[there, k], found.x[there]
    order = np.argsort(-np.abs(values).mean(axis=0), kind="stable")[: max(1, most)]
    of = f"{found.target}: {output}" if output else found.target
    kind = "held-out rows" if found.held_out else "rows"
    figure, (axes,) = row_groups(
        [(f"{there.sum()} {kind}", len(order), st.INK)],
        "what the feature adds to the score",
        "color: value of the feature, from the lowest (blue) to the highest (orange); "
        "gray: undefined",
        title or f"What makes the model say {of}",
    )
    for place, column in enumerate(order):
        _draw(axes, place, values[:, column], x[:, column])
    axes.axvline(0, color=st.GRAY, linewidth=0.7, zorder=1)
    name_rows(axes, [found.names[column] for column in order])
    return st.finished(figure, path, dpi)


def _draw(axes: Axes, place: int, values: np.ndarray, x: np.ndarray) -> None:
    """The dots of a feature: those at one value lie beside each other."""
    edges = np.linspace(values.min(), values.max() + 1e-12, _BINS + 1)
    inside = np.clip(np.searchsorted(edges, values, "right") - 1, 0, _BINS - 1)
    counts = np.bincount(inside, minlength=_BINS)
    order = np.lexsort((np.arange(len(values)), inside))
    rank = np.empty(len(values))
    rank[order] = np.concatenate([np.arange(n) - (n - 1) / 2 for n in counts if n])
    y = place + _HIGH * 2 * rank / max(1, counts.max())
    known = np.isfinite(x)
    if known.any():
        share = (rankdata(x[known]) - 0.5) / known.sum()
        axes.scatter(
            values[known], y[known], c=share, cmap=st.DIVERGING, vmin=0, vmax=1, s=5, linewidth=0,
            zorder=3, rasterized=True,
        )  # fmt: skip
    axes.scatter(
        values[~known], y[~known], color=st.GRAY, s=5, linewidth=0, zorder=2, rasterized=True
    )
