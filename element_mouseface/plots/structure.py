"""Frames without labels: their correlations in the order of the tree, coordinates, clusters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..core.structure import ComparisonRow, Structure
from ..core.structure.params import AUTO
from ..core.structure.rows import BASELINE, UNKNOWN
from . import _style as st

_SIZE_IN = (11.5, 7.2)
_METHODS = {"pca": "principal component", "tsne": "t-SNE", "umap": "UMAP"}
_SHADES = ("#3B3B3B", "#A8A8A8")
_MOST_POINTS = 4000
#: What is drawn of the comparisons, in this order.
_AGAINST = (
    ("stimulus", "adjusted_rand", "stimulus, adjusted Rand index"),
    ("stimulus_or_baseline", "adjusted_rand", "stimulus or baseline, adjusted Rand"),
    ("recording", "adjusted_rand", "recording, adjusted Rand index"),
    ("animal", "adjusted_rand", "mouse, adjusted Rand index"),
    ("stimulus", "correlation_ratio", "stimulus, correlation ratio"),
    ("motion_energy", "correlation_ratio", "motion energy, correlation ratio"),
    ("luminance", "correlation_ratio", "brightness, correlation ratio"),
    ("head_shift", "correlation_ratio", "head's position, correlation ratio"),
    ("time", "correlation_ratio", "time, correlation ratio"),
)


@st.draws
def structure_figure(
    found: Structure,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw how alike sampled frames are, and what their clusters follow.

    Left, the correlation of every two frames in the order of the tree, with the stimulus and the
    cluster of each beside it.  Right, the frames by their coordinates, in the colors of their
    stimuli, with the numbers of clusters; the silhouette of each number of clusters beside that of
    sets without clusters; and clusters against stimuli and movement, beside chance.

    Parameters
    ----------
    found : Structure
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
    figure = st.new_figure(*_SIZE_IN)
    colors = _colors(found)
    _matrix(figure, found, colors)
    method = list(found.coordinates)[-1]  # the last is the most elaborate
    _scatter(figure.add_axes((0.60, 0.56, 0.385, 0.35)), found, method, colors)
    _numbers(figure.add_axes((0.60, 0.13, 0.14, 0.31)), found)
    _comparisons(figure.add_axes((0.86, 0.13, 0.125, 0.31)), found)
    _names(figure, colors)
    st.write_title(figure, title or f"Structure of {len(found)} frames")
    return st.finished(figure, path, dpi)


def _colors(found: Structure) -> dict[str, str]:
    """A color for each stimulus; gray for what is none."""
    own = [name for name in found.stimuli if name not in (BASELINE, UNKNOWN)]
    colors = st.color_by_name(own)
    return {name: colors.get(name, "#BBBBBB") for name in found.stimuli}


def _matrix(figure: Figure, found: Structure, colors: dict[str, str]) -> None:
    sorted_ = found.correlation[np.ix_(found.order, found.order)]
    off = sorted_[~np.eye(len(sorted_), dtype=bool)]
    low, high = np.quantile(off, [0.01, 0.99])
    axes = figure.add_axes((0.075, 0.13, 0.46, 0.46 * _SIZE_IN[0] / _SIZE_IN[1]))
    image = axes.imshow(
        sorted_, cmap="viridis", vmin=low, vmax=max(high, low + 1e-9), interpolation="antialiased"
    )
    axes.set_xticks([])
    axes.set_yticks([])
    st.framed(axes, st.GRAY, 0.6)
    box = axes.get_position()
    bars = figure.add_axes((box.x0 - 0.034, box.y0, 0.028, box.height))
    names = np.array([to_rgb(colors[name]) for name in found.names])[found.order]
    clusters = found.clusters[found.order]
    shades = np.array([to_rgb(_SHADES[(k - 1) % 2]) for k in _turns(clusters)])
    bars.imshow(np.stack([names, shades], axis=1), aspect="auto", interpolation="nearest")
    bars.set_axis_off()
    for k in np.unique(clusters):
        here = float(np.flatnonzero(clusters == k).mean())
        figure.text(
            box.x0 - 0.039, box.y1 - box.height * (here + 0.5) / len(clusters), str(k),
            fontsize=7.5, color=st.INK, ha="right", va="center",
        )  # fmt: skip
    figure.text(
        box.x0 - 0.034, box.y1 + 0.008, "stimulus · cluster", fontsize=7.5, color=st.GRAY,
        va="bottom",
    )  # fmt: skip
    scale = figure.add_axes((box.x1 - 0.15, box.y0 - 0.035, 0.15, 0.014))
    figure.colorbar(image, cax=scale, orientation="horizontal")
    scale.tick_params(labelsize=7)
    what = "Pearson's r of frames"
    if found.params.center != "none":
        what += ", less the recording's mean"
    figure.text(box.x1 - 0.16, box.y0 - 0.028, what, fontsize=8, color=st.INK, ha="right",
                va="center")  # fmt: skip


def _turns(clusters: np.ndarray) -> np.ndarray:
    """The place of each cluster along the leaves, from 1: neighbors differ in shade."""
    _, first, inverse = np.unique(clusters, return_index=True, return_inverse=True)
    return (np.argsort(np.argsort(first)) + 1)[inverse]


def _scatter(axes: Axes, found: Structure, method: str, colors: dict[str, str]) -> None:
    points = found.coordinates[method]
    y = points[:, 1] if points.shape[1] > 1 else np.zeros(len(points))
    shown = np.array([colors[name] for name in found.names])
    gray = np.array([name in (BASELINE, UNKNOWN) for name in found.names])
    for some in (gray, ~gray):  # stimuli above the baseline
        axes.scatter(points[some, 0], y[some], s=7, c=shown[some], linewidths=0, alpha=0.75)
    if found.n_clusters > 1:
        for row in found.cluster_rows:
            own = found.clusters == row.cluster
            axes.text(
                float(np.median(points[own, 0])), float(np.median(y[own])), str(row.cluster),
                fontsize=9, weight="bold", color=st.INK, ha="center", va="center",
                bbox={"boxstyle": "circle,pad=0.2", "fc": "white", "ec": st.INK, "lw": 0.7},
            )  # fmt: skip
    name = _METHODS[method]
    share = [f" ({one:.0%})" if method == "pca" else "" for one in [*found.explained, 0.0][:2]]
    axes.set_xlabel(f"{name} 1{share[0]}", fontsize=8)
    axes.set_ylabel(f"{name} 2{share[1]}", fontsize=8)
    axes.tick_params(labelsize=7)
    st.bare(axes)


def _numbers(axes: Axes, found: Structure) -> None:
    k = [row.clusters for row in found.counts]
    axes.plot(k, [row.null_mean for row in found.counts], color=st.GRAY, linewidth=1, ls="--")
    axes.fill_between(
        k, [row.null_mean for row in found.counts], [row.null_high for row in found.counts],
        color=st.PALE, linewidth=0,
    )  # fmt: skip
    for row in found.counts:
        axes.plot(
            [row.clusters], [row.silhouette], "o", markersize=5, color=st.PALETTE[1],
            markerfacecolor=st.PALETTE[1] if row.accepted else "white",
        )  # fmt: skip
    if found.n_clusters > 1:
        axes.axvline(found.n_clusters, color=st.INK, linewidth=0.6, ls=":")
    chosen = "given" if found.params.clusters != AUTO else "by the rule"
    told = f"{found.n_clusters} clusters, {chosen}" if found.n_clusters > 1 else "no clusters"
    axes.set_title(told, fontsize=8.5, color=st.INK, loc="left")
    axes.set_xlabel("number of clusters\nfilled: accepted; band: without clusters", fontsize=7.5)
    axes.set_ylabel("mean silhouette", fontsize=8)
    axes.tick_params(labelsize=7)
    if len(k) <= 12:
        axes.set_xticks(k)
    axes.set_ylim(bottom=min(0.0, *[row.silhouette for row in found.counts], 0.0))
    st.bare(axes)


def _comparisons(axes: Axes, found: Structure) -> None:
    rows = [(found.comparison(a, m), name) for a, m, name in _AGAINST]
    shown: list[tuple[ComparisonRow, str]] = [(row, name) for row, name in rows if row is not None]
    for place, (row, _) in enumerate(shown):
        if np.isfinite(row.null_low):
            corner = (row.null_low, place - 0.36)
            wide = row.null_high - row.null_low
            axes.add_patch(Rectangle(corner, wide, 0.72, color=st.PALE, zorder=1))
        above = bool(row.p <= 0.05)
        axes.plot(
            [row.value], [place], "o", markersize=5, zorder=3,
            color=st.PALETTE[1] if above else st.GRAY,
            markerfacecolor=st.PALETTE[1] if above else "white",
        )  # fmt: skip
    axes.axvline(0, color=st.GRAY, linewidth=0.7)
    axes.set_xlim(-0.22, 1.05)
    axes.set_ylim(max(len(shown), 1) - 0.4, -0.6)
    axes.set_yticks(range(len(shown)), [name.replace(", ", ",\n", 1) for _, name in shown])
    axes.tick_params(labelsize=6.5)
    axes.set_title("clusters against", fontsize=8.5, color=st.INK, loc="left")
    axes.set_xlabel("band: 95% of chance\nfilled: p at most 0.05", fontsize=7.5)
    st.bare(axes)


def _names(figure: Figure, colors: dict[str, str]) -> None:
    """The names of stimuli in their colors, in one line below the title."""
    left, y = 0.075, 1 - 0.45 / figure.get_figheight()
    for name, color in colors.items():
        if not name:
            continue
        text = figure.text(left, y, f"■ {name}", fontsize=8.5, color=color, va="center")
        left += text.get_window_extent().width / figure.bbox.width + 0.012
        if left > 0.95:
            break
