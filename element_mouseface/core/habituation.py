"""How the answer to a stimulus changes from trial to trial."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import ParameterError
from .event_windows import EventRow

__all__ = ["QUANTITIES", "HabituationRow", "habituation", "trend"]

QUANTITIES = ("mean", "peak", "area", "change", "latency_s")
"""What of an `EventRow` can be followed over trials."""


@dataclass(frozen=True)
class HabituationRow:
    """One stimulus, one prototype, one window, one quantity; what is not defined is None.

    Attributes
    ----------
    event, prototype, window, quantity : str
    n_trials : int
        Trials in which the quantity is defined.
    first, last : float or None
        The quantity in the first and last of those, in its unit.
    slope : float or None
        Change per trial, in the quantity's unit: a straight line by least squares.
    slope_se : float or None
        Its standard error, from the scatter about the line: from 3 trials on.
    ratio : float or None
        `last` / `first`; None where the first is not above 0.
    """

    event: str
    prototype: str
    window: str
    quantity: str
    n_trials: int
    first: float | None
    last: float | None
    slope: float | None
    slope_se: float | None
    ratio: float | None


def trend(trials: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """Slope per trial by ordinary least squares, and its standard error.

    Parameters
    ----------
    trials : (n,) array
        Trial numbers.
    values : (n,) array
        NaN is left out.

    Returns
    -------
    slope, slope_se : float
        NaN from fewer than 2, and 3, values.
    """
    trials, values = np.asarray(trials, float), np.asarray(values, float)
    kept = np.isfinite(values) & np.isfinite(trials)
    x, y = trials[kept], values[kept]
    spread = float(((x - x.mean()) ** 2).sum()) if len(x) else 0.0
    if len(x) < 2 or spread == 0:
        return float("nan"), float("nan")
    slope = float((x - x.mean()) @ (y - y.mean())) / spread
    if len(x) < 3:
        return slope, float("nan")
    left = y - y.mean() - slope * (x - x.mean())
    return slope, float(np.sqrt(left @ left / (len(x) - 2) / spread))


def habituation(
    rows: Iterable[EventRow], quantities: Sequence[str] = ("mean",)
) -> list[HabituationRow]:
    """Follow quantities over the trials of each stimulus, prototype and window.

    Parameters
    ----------
    rows : iterable of EventRow
        Of one trace kind, as `event_rows` gives them.
    quantities : sequence of str
        Out of `QUANTITIES`.

    Raises
    ------
    ParameterError
        If a quantity is unknown.
    """
    unknown = [name for name in quantities if name not in QUANTITIES]
    if unknown:
        raise ParameterError(
            "Habituation: unknown quantity.",
            expected=f"some of {', '.join(QUANTITIES)}",
            got=", ".join(map(repr, unknown)),
        )
    groups: dict[tuple[str, str, str], list[EventRow]] = {}
    for row in rows:
        groups.setdefault((row.event, row.prototype, row.window), []).append(row)
    return [
        _one(*key, quantity, sorted(group, key=lambda row: row.trial))
        for key, group in groups.items()
        for quantity in quantities
    ]


def _one(event, prototype, window, quantity, group: list[EventRow]) -> HabituationRow:
    known = [(row.trial, getattr(row, quantity)) for row in group]
    known = [(trial, value) for trial, value in known if value is not None]
    trials, values = (list(part) for part in zip(*known, strict=True)) if known else ([], [])
    slope, slope_se = trend(np.array(trials), np.array(values))
    ratio = values[-1] / values[0] if len(values) > 1 and values[0] > 0 else None
    return HabituationRow(
        event=event,
        prototype=prototype,
        window=window,
        quantity=quantity,
        n_trials=len(values),
        first=values[0] if values else None,
        last=values[-1] if values else None,
        slope=slope if np.isfinite(slope) else None,
        slope_se=slope_se if np.isfinite(slope_se) else None,
        ratio=ratio,
    )
