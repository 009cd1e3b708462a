"""How far raters agree on each unit, a model beside them, and what they take for what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.ratings import RatedUnits, RatingAgreement, UnitRatings
from ..core.ratings.agreement import EACH, OTHERS
from ..core.ratings.scale import GRIMACE_UNITS, TITLES
from ..errors import InputError, check_choice
from . import _style as st
from ._behavior_matrix import draw_matrix
from ._row_groups import name_rows, row_groups

#: measure -> whose rows are drawn of raters
MEASURES = {"quadratic_kappa": EACH, "ICC(A,1)": "all raters", "concordance": OTHERS}
_NAMES = {"quadratic_kappa": "quadratic weighted kappa", "concordance": "Lin's concordance"}
_BELOW = (
    "line: 95% confidence  ·  open: pairs of raters, the model with one rater  ·  "
    "gray: the raters' own agreement, which is the ceiling of a model"
)
_CELL_IN, _LEFT_IN, _GAP_IN, _TOP_IN, _LOW_IN = 0.55, 0.5, 0.6, 1.05, 0.38
#: single pairs of raters are drawn as long as there are no more
_MOST_PAIRS = 6


@st.draws
def rating_agreement_figure(
    found: RatedUnits | Sequence[RatingAgreement],
    *,
    measure: str = "quadratic_kappa",
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw the agreement of raters on each unit with its interval, and of a model below it.

    Parameters
    ----------
    found : RatedUnits, or rows of `rating_agreement`
    measure : {'quadratic_kappa', 'ICC(A,1)', 'concordance'}
        Concordance is of each rater with the mean of the others.
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
        If no agreement is defined: there is one rater and no model, or nobody ever differs.
    ParameterError
        If there is no such measure.
    StorageError
        If the file cannot be written.
    """
    check_choice("This measure of agreement is not drawn.", measure, MEASURES)
    every = found.agreement if isinstance(found, RatedUnits) else tuple(found)
    rows = [row for row in every if row.measure == measure and np.isfinite(row.value)]
    units = [unit for unit in GRIMACE_UNITS if any(row.unit == unit for row in rows)]
    if not units:
        raise InputError(
            "There is no agreement to draw.",
            expected="ratings of at least two raters, or of one and a model",
            got="; ".join(sorted({row.reason for row in every if row.reason})) or "no rows",
            do="rate with a second rater, or give features",
        )
    groups = [(unit, _shown([row for row in rows if row.unit == unit], measure)) for unit in units]
    figure, panels = row_groups(
        [(TITLES[unit], len(own), st.INK) for unit, own in groups],
        _NAMES.get(measure, measure),
        _BELOW,
        title or "How far raters agree",
    )
    low = min(0.0, *(row.value for _, own in groups for row in own))
    for axes, (_, own) in zip(panels, groups, strict=True):
        _draw(axes, own)
        axes.set_xlim(low - 0.05, 1.02)
    return st.finished(figure, path, dpi)


def _shown(rows: Sequence[RatingAgreement], measure: str) -> list[RatingAgreement]:
    """Raters first, their mean before single pairs; then the model, its mean first."""
    of = {
        of: sorted(
            (row for row in rows if row.of == of),
            key=lambda row: row.who not in (MEASURES[measure], "model, each rater"),
        )
        for of in ("raters", "model")
    }
    shown = [rows if len(rows) <= _MOST_PAIRS + 1 else rows[:1] for rows in of.values()]
    return shown[0] + shown[1]


def _draw(axes: Axes, rows: Sequence[RatingAgreement]) -> None:
    tops = [row.ceiling for row in rows if np.isfinite(row.ceiling)]
    if tops:
        axes.axvline(tops[0], color=st.GRAY, linewidth=2.0, alpha=0.5, zorder=1)
    axes.axvline(0, color=st.GRAY, linewidth=0.7, zorder=1)
    for place, row in enumerate(rows):
        color = st.PALETTE[1] if row.of == "model" else st.PALETTE[0]
        single = "," in row.who and "each" not in row.who and "mean" not in row.who
        if np.isfinite((row.low, row.high)).all():
            axes.plot([row.low, row.high], [place, place], color=color, linewidth=1.3, zorder=2)
        axes.plot(
            [row.value], [place], marker="o", markersize=4 if single else 5.5, color=color,
            markerfacecolor="white" if single else color, zorder=3,
        )  # fmt: skip
    name_rows(axes, [row.who for row in rows])


@st.draws
def rating_confusion_figure(
    ratings: UnitRatings | Sequence[UnitRatings],
    *,
    title: str = "",
    path: str | Path | None = None,
    dpi: float = st.DPI,
) -> Figure:
    """Draw what one rater gave where another gave each level, for each unit.

    Two raters are rows and columns; of more, every pair counts both ways round.

    Parameters
    ----------
    ratings : UnitRatings, or a sequence of them
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
        If nothing was rated by two raters.
    StorageError
        If the file cannot be written.
    """
    given = (ratings,) if isinstance(ratings, UnitRatings) else tuple(ratings)
    raters = tuple(dict.fromkeys(name for one in given for name in one.raters))
    levels = np.array(given[0].scale.levels)
    counts = {unit: _confusion(given, unit, raters, levels) for unit in GRIMACE_UNITS}
    counts = {unit: found for unit, found in counts.items() if found.any()}
    if not counts:
        raise InputError(
            "There is no confusion between raters to draw.",
            expected="frames or pictures that two raters rated",
            got=f"{len(raters)} raters",
            do="let two people rate the same",
        )
    texts = given[0].scale.texts
    side = _CELL_IN * len(levels)
    width_in = _LEFT_IN + len(counts) * (side + _GAP_IN)
    height_in = _TOP_IN + side + _LOW_IN
    figure = st.new_figure(max(width_in, 4.5), height_in)
    for place, (unit, found) in enumerate(counts.items()):
        left = (_LEFT_IN + place * (side + _GAP_IN)) / figure.get_figwidth()
        size = (side / figure.get_figwidth(), side / height_in)
        axes = figure.add_axes((left, _LOW_IN / height_in, *size))
        total = found.sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):
            shares = np.where(total > 0, found / np.maximum(total, 1), np.nan)
        draw_matrix(axes, shares, found, (texts, texts), ("", ""))
        axes.texts[-1].remove()  # whom rows and columns are of stands below
        axes.text(
            0.5, 1 + 0.4 / side, TITLES[unit], transform=axes.transAxes, ha="center", fontsize=9,
            weight="bold", color=st.INK,
        )  # fmt: skip
    st.write_title(figure, title or "What one rater gave where another gave each level")
    who = raters if len(raters) == 2 else ("one rater", "another one")
    below = f"rows: {who[0]}  ·  columns: {who[1]}  ·  part and number of the row's ratings"
    told = figure.text(0.012, 0.1 / height_in, below, fontsize=7.5, color=st.GRAY)
    st.fit(told, 0.98 * figure.get_figwidth())
    return st.finished(figure, path, dpi)


def _confusion(
    given: Sequence[UnitRatings], unit: str, raters: Sequence[str], levels: np.ndarray
) -> np.ndarray:
    """How often one gave each level (row) where another gave each (column)."""
    counts = np.zeros((len(levels), len(levels)), np.int64)
    for one in given:
        x = one.values(unit, raters)
        for i, j in combinations(range(len(raters)), 2):
            both = np.isfinite(x[:, i]) & np.isfinite(x[:, j])
            pair = tuple(np.searchsorted(levels, x[both, k]) for k in (i, j))
            np.add.at(counts, pair, 1)
            if len(raters) > 2:
                np.add.at(counts, pair[::-1], 1)
    return counts
