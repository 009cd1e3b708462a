"""Behaviors over time: bouts and unknown spans as times, from labels or a prediction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..core.behavior.ethogram import Ethogram
from ..core.behavior.labels import Labels, mask_of, runs_of
from ..errors import InputError, ParameterError
from ._style import GRAY
from ._traces import draw_boxes

#: names that are longer are cut beside a row
_LONGEST_NAME = 22


@dataclass(frozen=True, eq=False)
class BehaviorRow:
    """One row of an ethogram.

    Attributes
    ----------
    name : str
        The behavior.
    bouts_s : (bouts, 2) array
        From and until when it was present.
    unknown_s : (spans, 2) array
        When nobody knows whether it was.
    """

    name: str
    bouts_s: np.ndarray
    unknown_s: np.ndarray


def checked_times(times_s: np.ndarray | None, n_frames: int) -> np.ndarray:
    """Frame times of the right number; frame numbers where none were given.

    Raises
    ------
    InputError
        If they are of another number of frames.
    """
    if times_s is None:
        return np.arange(n_frames, dtype=float)
    times_s = np.asarray(times_s, float)
    if times_s.shape != (n_frames,):
        raise InputError(
            "The times are of another number of frames than the behaviors.",
            expected=f"{n_frames} times",
            got=str(times_s.shape),
            do="give the times of the same movie",
        )
    return times_s


def frame_edges(times_s: np.ndarray) -> np.ndarray:
    """When each frame begins, and when the last one ends: (frames + 1,).

    Frames without a time get one between their neighbors, so that a bout over them is whole.
    """
    known = np.flatnonzero(np.isfinite(times_s))
    if not len(known):
        return np.full(len(times_s) + 1, np.nan)
    filled = np.interp(np.arange(len(times_s)), known, times_s[known])
    step = float(np.median(np.diff(filled))) if len(filled) > 1 else 1.0
    return np.append(filled, filled[-1] + step)


def names_of(found: Any, names: Sequence[str] | None) -> tuple[str, ...]:
    """The behaviors to draw: all of labels or of a prediction, or those that were named.

    Raises
    ------
    ParameterError
        If one that was named is not among them.
    """
    there = tuple(found.ethogram.names) if isinstance(found, Labels) else tuple(found.names)
    unknown = [name for name in names or () if name not in there]
    if unknown or not there:
        raise ParameterError(
            "These behaviors cannot be drawn.",
            expected="some of " + (", ".join(there) or "none: the ethogram is empty"),
            got=", ".join(map(repr, unknown)) or "no behavior",
        )
    return there if names is None else tuple(dict.fromkeys(names))


def labels_of(found: Any, names: Sequence[str]) -> Labels:
    """Labels of these behaviors alone; of a prediction, its bouts."""
    if isinstance(found, Labels):
        kept = tuple(found.ethogram[name] for name in names)
        return found.with_ethogram(Ethogram(kept, found.ethogram.exclusive))
    columns = [list(found.names).index(name) for name in names]
    known = np.isfinite(np.asarray(found.probability))[:, columns]
    matrix = np.where(known, np.asarray(found.present)[:, columns], -1)
    return Labels.from_matrix(Ethogram.of(names), matrix)


def row_of(found: Any, name: str, edges_s: np.ndarray) -> BehaviorRow:
    """One behavior's bouts as times.

    Parameters
    ----------
    found : Labels or Prediction
        Of labels, what was not assessed is unknown; of a prediction, frames without a probability.
    name : str
    edges_s : (frames + 1,) array
        From `frame_edges`.
    """
    if isinstance(found, Labels):
        bouts = found.bouts[name]
        unknown = runs_of(~mask_of(found.assessed[name], len(edges_s) - 1))
    else:
        column = list(found.names).index(name)
        bouts = runs_of(np.asarray(found.present)[:, column])
        unknown = runs_of(~np.isfinite(np.asarray(found.probability)[:, column]))
    return BehaviorRow(name, edges_s[bouts], edges_s[unknown])


def draw_rows(
    axes: Axes,
    rows: Sequence[tuple[BehaviorRow, float, float, str]],
) -> None:
    """Draw bouts as boxes, and hatch what is unknown.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    rows : sequence of (BehaviorRow, float, float, str)
        Each with its lower and upper edge, and its color.
    """
    for row, low, high, color in rows:
        hatched: dict[str, Any] = {"facecolor": "none", "edgecolor": GRAY, "hatch": "////"}
        draw_boxes(axes, row.unknown_s, low, high, **hatched, linewidth=0, alpha=0.5, zorder=1)
        draw_boxes(axes, row.bouts_s, low, high, facecolor=color, linewidth=0, zorder=2)


def name_rows(axes: Axes, names: Sequence[str], colors: Sequence[str]) -> None:
    """Names at the left of rows that are one unit high each, the first on top."""
    cut = [n if len(n) <= _LONGEST_NAME else n[: _LONGEST_NAME - 1] + "…" for n in names]
    axes.set_yticks([len(names) - k - 0.5 for k in range(len(names))], cut, fontsize=8)
    axes.set_ylim(0, len(names))
    axes.tick_params(axis="y", length=0)
    for label, color in zip(axes.get_yticklabels(), colors, strict=True):
        label.set(color=color, weight="bold")
