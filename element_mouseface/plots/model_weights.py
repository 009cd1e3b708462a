"""What drives a linear model: the weight of each feature, with its spread over folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.frame_models import TrainedModel, WeightRow
from ..core.frame_models.report import ModelReport
from ..errors import InputError, check_choice
from . import _style as st
from ._row_groups import name_rows, row_groups

_BELOW = (
    "dots: each fold  ·  line: 95% confidence  ·  filled: it leaves out zero  ·  "
    "a cluster of features that go together is drawn as one"
)


@st.draws
def weights_figure(
    trained: TrainedModel | ModelReport,
    *,
    by: str = "cluster",
    category: str | None = None,
    most: int = 30,
    title: str = "",
    colors: Mapping[str, str] | None = None,
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the weights of a linear model with their spread over folds, by module.

    Modules are groups of features: intensity, texture, edges, geometry, motion.

    Parameters
    ----------
    trained : TrainedModel, or ModelReport of the tables
    by : {'cluster', 'feature'}
        Features that go together as one, or each by itself.
    category : str, optional
        Whose weights; the first one if it is None.
    most : int
        At most so many, those with the largest weights.
    title : str
    colors : mapping of str to str, optional
        Colors by module, as in Matplotlib; other modules keep their default.
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
        If the model has no weights: it was trained without a linear estimator.
    ParameterError
        If there is no such category.
    StorageError
        If the file cannot be written.
    """
    rows, category = shown_weights(trained, by, category, most)
    modules = list(dict.fromkeys(first_module(row) for row in rows))
    color_of = st.color_by_name(modules, colors)
    groups = [(module, [row for row in rows if first_module(row) == module]) for module in modules]
    of = f"{trained.target.name}: {category}" if category else trained.target.name
    figure, panels = row_groups(
        [(name, len(found), color_of[name]) for name, found in groups],
        "weight per standard deviation of the feature",
        _BELOW,
        title or f"What drives the model of {of}",
    )
    ends = np.array([[w for w in (*row.weights, row.low, row.high, 0.0)] for row in rows])
    span = np.nanmin(ends), np.nanmax(ends)
    room = 0.05 * (span[1] - span[0]) or 1.0
    for axes, (module, found) in zip(panels, groups, strict=True):
        _draw(axes, found, color_of[module])
        axes.set_xlim(span[0] - room, span[1] + room)
    return st.finished(figure, path, dpi)


def shown_weights(
    trained: TrainedModel | ModelReport, by: str, category: str | None, most: int
) -> tuple[list[WeightRow], str]:
    """The largest weights of one category, the largest first, and the category.

    Raises
    ------
    InputError, ParameterError
        As `weights_figure`.
    """
    check_choice("Weights are drawn of features or of clusters.", by, ("cluster", "feature"))
    every = trained.cluster_weights if by == "cluster" else trained.weights
    if not every:
        raise InputError(
            "The model has no weights to draw.",
            expected="a linear model among its estimators",
            got=", ".join(trained.model.estimators),
            do="train with the estimator 'linear' or 'elastic_net', or with one of them beside it",
        )
    categories = tuple(dict.fromkeys(row.category for row in every))
    known = [row for row in every if np.isfinite(row.mean)]
    # of two categories only the second has a score
    weighted = [one for one in categories if any(r.category == one and r.mean for r in known)]
    category = (weighted or categories)[0] if category is None else category
    check_choice("The model has no such category.", category, categories)
    rows = [row for row in known if row.category == category]
    return sorted(rows, key=lambda row: -abs(row.mean))[: max(1, most)], category


def first_module(row: WeightRow) -> str:
    """The module of a feature; of a cluster that of the feature that stands for it."""
    return row.module.split(", ")[0]


def _draw(axes: Axes, rows: Sequence[WeightRow], color: str) -> None:
    axes.axvline(0, color=st.GRAY, linewidth=0.7, zorder=1)
    for place, row in enumerate(rows):
        folds = np.array(row.weights)
        axes.plot(
            folds, np.full(len(folds), place), linestyle="", marker=".", markersize=3,
            color=st.GRAY, alpha=0.7, zorder=2,
        )  # fmt: skip
        if np.isfinite((row.low, row.high)).all():
            axes.plot([row.low, row.high], [place, place], color=color, linewidth=1.4, zorder=3)
        clear = row.low > 0 or row.high < 0
        axes.plot(
            [row.mean], [place], marker="o", markersize=5, color=color, zorder=4,
            markerfacecolor=color if clear else "white",
        )  # fmt: skip
    name_rows(axes, [row.feature for row in rows])
