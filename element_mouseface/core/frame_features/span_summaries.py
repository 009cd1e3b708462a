"""Summaries of columns over some rows in memory: the frames of an event, of a bout, of a label."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .definitions import CIRCULAR
from .geometry import circular_mean
from .reasons import Reason
from .registry import bare_name
from .table import FrameTable


@dataclass(frozen=True)
class FeatureSummary:
    """One feature over some rows.

    Attributes
    ----------
    name : str
        Of the column.
    group, unit : str
    n_rows, n_valid : int
        Rows, and those with a number.
    mean, sd, median, low, high : float
        Of the numbers: standard deviation with n - 1, least and greatest. NaN if there are too
        few.
    circular_mean, circular_sd : float
        Of an angle that goes around, in degrees: the mean in (-180, 180], and the square root of
        -2 ln R for the length R of the mean direction. NaN for other features.
    reason : str
        Why most of the rows without a number have none, as a word such as 'lost_point'; '' if
        all have one.
    """

    name: str
    group: str
    unit: str
    n_rows: int
    n_valid: int
    mean: float
    sd: float
    median: float
    low: float
    high: float
    circular_mean: float
    circular_sd: float
    reason: str


def summarize_span(table: FrameTable, rows: Any = None) -> tuple[FeatureSummary, ...]:
    """Summaries of all columns over some rows.

    Parameters
    ----------
    table : FrameTable
    rows : slice, sequence of int, or (rows,) bool array, optional
        All rows by default.

    Returns
    -------
    tuple of FeatureSummary
        One for each column, in their order.
    """
    some = table if rows is None else table.rows(rows)
    return tuple(_summary(some, name) for name in some.names)


def summary_dicts(summaries: Iterable[FeatureSummary]) -> list[dict[str, Any]]:
    """Summaries as rows for a database: what is not a number is None."""
    rows = []
    for one in summaries:
        values = vars(one).items()
        rows.append({k: None if isinstance(v, float) and v != v else v for k, v in values})
    return rows


def _summary(table: FrameTable, name: str) -> FeatureSummary:
    definition, column = table.definition(name), table.column(name)
    known = column[np.isfinite(column)]
    mean = sd = median = low = high = around = spread = float("nan")
    if known.size:
        mean, median = float(known.mean()), float(np.median(known))
        low, high = float(known.min()), float(known.max())
        if bare_name(name) in CIRCULAR:
            around, spread = circular_mean(known), circular_sd(known)
    if known.size > 1:
        sd = float(known.std(ddof=1))
    word = ""
    if known.size < column.size:
        codes = table.reason(name)
        word = Reason(int(np.bincount(codes[codes > 0]).argmax())).word
    return FeatureSummary(
        name,
        definition.group,
        definition.unit,
        column.size,
        known.size,
        *(mean, sd, median, low, high, around, spread),
        word,
    )


def circular_sd(angles_deg: np.ndarray) -> float:
    """Circular standard deviation in degrees, sqrt(-2 ln R), without NaN; NaN without an angle."""
    known = np.radians(angles_deg[np.isfinite(angles_deg)])
    if not known.size:
        return float("nan")
    length = min(1.0, float(np.hypot(np.sin(known).mean(), np.cos(known).mean())))
    with np.errstate(divide="ignore"):
        spread = float(np.degrees(np.sqrt(-2.0 * np.log(length))))
    return spread if np.isfinite(spread) else float("nan")
