"""A population of mice: prototypes, each mouse by those of the others, effects, and designs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..core.population import Population
from ..core.population.mixed_model import ESTIMATED
from ..errors import InputError
from . import _style as st
from ._row_groups import cut

_WIDE_IN, _LEFT_IN, _GAP_IN, _TOP_IN, _LOW_IN = 8.2, 2.6, 0.85, 0.75, 0.62
_MOST_MICE, _MOST_EFFECTS, _MOST_PICTURES = 40, 20, 5
_PICTURE_IN, _ROW_IN, _POWER_IN = 1.55, 0.24, 2.1


@st.draws
def population_figure(
    found: Population,
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw a population: what there is of prototypes, mice, effects and designs.

    Parameters
    ----------
    found : Population
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
        If there is nothing to draw.
    StorageError
        If the file cannot be written.
    """
    parts = _parts(found)
    if not parts:
        raise InputError(
            "The population has nothing to draw.",
            expected="prototypes, effects or designs",
            got="; ".join(found.notes) or "none",
            do="compare more mice",
        )
    heights = [height for height, _ in parts]
    height_in = _TOP_IN + sum(heights) + _GAP_IN * (len(parts) - 1) + _LOW_IN
    figure = st.new_figure(_WIDE_IN, height_in)
    top = _TOP_IN
    for height, draw in parts:
        draw(figure, 1 - (top + height) / height_in, height / height_in)
        top += height + _GAP_IN
    st.write_title(figure, title or "A population of mice")
    return st.finished(figure, path, dpi)


def _parts(found: Population) -> list[tuple[float, Callable[[Figure, float, float], None]]]:
    """Height in inches of each part that there is, and what draws it."""
    parts: list[tuple[float, Callable[[Figure, float, float], None]]] = []
    if found.pictures and found.face is not None:
        parts.append((_PICTURE_IN, lambda f, low, high: _pictures(f, found, low, high)))
    mice = [row for row in found.mice if np.isfinite(row.auc) or np.isfinite(row.correct)]
    if mice:
        height = max(3, min(len(mice), _MOST_MICE)) * _ROW_IN
        parts.append((height, lambda f, low, high: _mice(_axes(f, low, high), found)))
    if found.model is not None and found.model.effects:
        height = max(2, min(len(found.model.effects), _MOST_EFFECTS)) * 1.4 * _ROW_IN
        parts.append((height, lambda f, low, high: _effects(_axes(f, low, high), found)))
    if found.power is not None and found.power.rows:
        parts.append((_POWER_IN, lambda f, low, high: _power(_axes(f, low, high), found)))
    return parts


def _axes(figure: Figure, low: float, high: float) -> Axes:
    left = _LEFT_IN / _WIDE_IN
    axes = figure.add_axes((left, low, 1 - left - 0.16, high))
    st.bare(axes)
    return axes


def _pictures(figure: Figure, found: Population, low: float, high: float) -> None:
    """The face at rest, and over it what each stimulus changes: brighter or darker."""
    face = found.face
    if face is None:
        return
    names = list(found.pictures)[:_MOST_PICTURES]
    wide = 1 / (_MOST_PICTURES + 0.4)
    colors = st.color_by_name(list(found.pictures))
    most = max(float(np.quantile(np.abs(found.pictures[n][0]), 0.99)) for n in names) or 1.0
    for place, name in enumerate(names):
        axes = figure.add_axes((0.02 + place * wide, low, wide * 0.92, high))
        axes.imshow(face, cmap="gray", interpolation="bilinear")
        change = found.pictures[name][0]
        strength = np.clip(np.abs(change) / most, 0, 1) * 0.85
        extent = (-0.5, face.shape[1] - 0.5, face.shape[0] - 0.5, -0.5)
        shown = {"vmin": -most, "vmax": most, "alpha": strength, "extent": extent}
        axes.imshow(change, cmap=st.DIVERGING, interpolation="bilinear", **shown)
        st.framed(axes, colors[name])
        st.name_axes(axes, name, colors[name])
    more = len(found.pictures) - len(names)
    note = "prototypes of all mice over the face of one: orange brighter, blue darker than at rest"
    note += f"; {more} more stimuli" if more else ""
    text = figure.text(0.02, low - 0.17 / figure.get_figheight(), note, fontsize=7.5, color=st.GRAY)
    st.fit(text, _WIDE_IN - 0.3)


def _mice(axes: Axes, found: Population) -> None:
    """Each mouse scored by prototypes of the others, beside chance."""
    rows = [row for row in found.mice if np.isfinite(row.auc) or np.isfinite(row.correct)]
    shown = rows[:_MOST_MICE]
    correct = all(np.isfinite(row.correct) for row in shown)
    for place, row in enumerate(shown):
        value = row.correct if correct else row.auc
        chance = row.correct_chance if correct else 0.5
        axes.plot([chance], [place], marker="|", markersize=9, color=st.GRAY, zorder=2)
        color = st.PALETTE[1] if row.outlier else st.PALETTE[0]
        axes.plot([value], [place], marker="o", markersize=5, color=color, zorder=3)
    axes.set_yticks(range(len(shown)), [cut(row.mouse) for row in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.set_xlim(-0.02, 1.02)
    what = "share of trials that are most like the prototype of their own stimulus"
    axes.set_xlabel(what if correct else "area under the ROC curve", fontsize=8.5, color=st.INK)
    note = f"{len(rows) - len(shown)} more mice" if len(rows) > len(shown) else "bar: chance"
    st.name_axes(axes, "each mouse by prototypes of the others", st.INK, note)


def _effects(axes: Axes, found: Population) -> None:
    """Each effect with its interval over mice, and the mice; refused ones without."""
    model = found.model
    if model is None:
        return
    rows = list(model.effects)[:_MOST_EFFECTS]
    axes.axvline(0, color=st.GRAY, linewidth=0.7, zorder=1)
    for place, row in enumerate(rows):
        if not np.isfinite(row.estimate):
            continue
        done = row.state == ESTIMATED
        color = st.PALETTE[0] if done else st.GRAY
        if done:
            axes.plot([row.low, row.high], [place, place], color=color, linewidth=2, zorder=2)
        face = color if done and row.p <= model.params.level else "white"
        axes.plot([row.estimate], [place], "o", color=color, markerfacecolor=face, zorder=3)
    first = next((k for k, row in enumerate(rows) if row.varies == "within mice"), None)
    if first is not None:
        own = np.array([row.effect for row in found.mice])
        own = own[np.isfinite(own)]
        axes.plot(own, np.full(len(own), first + 0.3), "|", color=st.INK, markersize=5, zorder=2)
    names = [f"{r.level} − {r.against}" if r.against != "0" else f"{r.effect}: {r.level}"
             for r in rows]  # fmt: skip
    axes.set_yticks(range(len(rows)), [cut(name) for name in names])
    axes.set_ylim(len(rows) - 0.4, -0.6)
    unit = f" ({model.unit})" if model.unit else ""
    axes.set_xlabel(f"{model.measure}{unit}", fontsize=8.5, color=st.INK)
    note = f"{model.params.confidence:.0%} intervals over {model.n_mice} mice; small bars: each"
    st.name_axes(axes, "effects", st.INK, note)


def _power(axes: Axes, found: Population) -> None:
    """Power over the number of mice, a line a number of trials, of the first effect."""
    power = found.power
    if power is None or not power.rows:
        return
    first = power.rows[0]
    rows = [row for row in power.rows if (row.effect, row.level) == (first.effect, first.level)]
    trials = sorted({row.n_trials for row in rows})
    shades = np.linspace(0.25, 1.0, len(trials))
    for n_trials, shade in zip(trials, shades, strict=True):
        own = [row for row in rows if row.n_trials == n_trials]
        mice, found_ = [row.n_mice for row in own], np.array([row.power for row in own])
        axes.plot(mice, found_, "o-", color=st.PALETTE[0], alpha=float(shade), markersize=3.5,
                  linewidth=1.2, label=f"{n_trials} trials")  # fmt: skip
    params = found.params if found.model is None else found.model.params
    axes.axhline(params.power, color=st.GRAY, linewidth=0.7, linestyle="--")
    axes.set_ylim(-0.02, 1.02)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=8, integer=True))
    axes.set_xlabel(
        "mice of each group" if first.groups > 1 else "mice", fontsize=8.5, color=st.INK
    )
    axes.set_ylabel("power", fontsize=8.5, color=st.INK)
    axes.legend(fontsize=7, frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5))
    name = f"to find {first.effect} {first.level} of {first.effect_size:.3g}"
    st.name_axes(axes, name, st.INK, f"dashed: {params.power:g}")
