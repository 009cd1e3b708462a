"""Habituation: how the response to a stimulus changes from trial to trial."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import ParameterError
from .windows import EventRow

QUANTITIES = ("mean", "peak", "auc", "change", "latency_s")
"""The measures of an `EventRow` whose change over trials is computed."""
LEAST_TRIALS = 4
"""The fewest trials for a slope's standard error, since three leave only one degree of freedom."""


@dataclass(frozen=True)
class HabituationRow:
    """Habituation of one measure for a stimulus, prototype and window; undefined values are None.

    Attributes
    ----------
    stimulus, prototype, window, quantity : str
    n_trials : int
        Trials in which the quantity is defined.
    first, last : float or None
        The quantity in the first and last of those, in its unit.
    slope : float or None
        Change per trial, in the quantity's unit: a straight line by least squares.
    slope_se : float or None
        Its standard error, from `LEAST_TRIALS` trials on: from the scatter about the line, or
        from the trials' own standard errors if these are larger.
    slope_dof : int or None
        Degrees of freedom of the scatter, `n_trials` - 2; None without a slope.
    ratio : float or None
        `last` / `first`; None where the first is not above 0.
    """

    stimulus: str
    prototype: str
    window: str
    quantity: str
    n_trials: int
    first: float | None
    last: float | None
    slope: float | None
    slope_se: float | None
    slope_dof: int | None
    ratio: float | None


def trend(
    trials: np.ndarray, values: np.ndarray, errors: np.ndarray | None = None
) -> tuple[float, float]:
    """Slope per trial by ordinary least squares, and its standard error.

    Parameters
    ----------
    trials : (n,) array
        Trial numbers.
    values : (n,) array
        NaN is left out.
    errors : (n,) array, optional
        Standard errors of the values; NaN counts as 0.  The scatter of a few trials about
        their line can be small by chance, so the error is at least what these give.

    Returns
    -------
    slope, slope_se : float
        NaN from fewer than 2, and `LEAST_TRIALS`, values.
    """
    trials, values = np.asarray(trials, float), np.asarray(values, float)
    kept = np.isfinite(values) & np.isfinite(trials)
    x, y = trials[kept], values[kept]
    spread = float(((x - x.mean()) ** 2).sum()) if len(x) else 0.0
    if len(x) < 2 or spread == 0:
        return float("nan"), float("nan")
    slope = float((x - x.mean()) @ (y - y.mean())) / spread
    if len(x) < LEAST_TRIALS:
        return slope, float("nan")
    left = y - y.mean() - slope * (x - x.mean())
    variance = float(left @ left) / (len(x) - 2) / spread
    if errors is not None:
        own = np.nan_to_num(np.asarray(errors, float)[kept], nan=0.0)
        variance = max(variance, float(((x - x.mean()) ** 2) @ own**2) / spread**2)
    return slope, float(np.sqrt(variance))


def habituation(
    rows: Iterable[EventRow], quantities: Sequence[str] = ("mean",)
) -> list[HabituationRow]:
    """Habituation of measures over the trials of each stimulus, prototype and window.

    Parameters
    ----------
    rows : iterable of EventRow
        Of one measure, from `event_rows`.
    quantities : sequence of str
        Some of `QUANTITIES`.

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
            do="choose from these",
        )
    groups: dict[tuple[str, str, str], list[EventRow]] = {}
    for row in rows:
        groups.setdefault((row.stimulus, row.prototype, row.window), []).append(row)
    return [
        _one(*key, quantity, sorted(group, key=lambda row: row.repetition))
        for key, group in groups.items()
        for quantity in quantities
    ]


def _one(stimulus, prototype, window, quantity, group: list[EventRow]) -> HabituationRow:
    known = [(row.repetition, getattr(row, quantity)) for row in group]
    known = [(trial, value) for trial, value in known if value is not None]
    trials, values = (list(part) for part in zip(*known, strict=True)) if known else ([], [])
    slope, slope_se = trend(np.array(trials), np.array(values), _errors(group, quantity))
    ratio = values[-1] / values[0] if len(values) > 1 and values[0] > 0 else None
    return HabituationRow(
        stimulus=stimulus,
        prototype=prototype,
        window=window,
        quantity=quantity,
        n_trials=len(values),
        first=values[0] if values else None,
        last=values[-1] if values else None,
        slope=slope if np.isfinite(slope) else None,
        slope_se=slope_se if np.isfinite(slope_se) else None,
        slope_dof=max(len(values) - 2, 0) if np.isfinite(slope) else None,
        ratio=ratio,
    )


def _errors(group: list[EventRow], quantity: str) -> np.ndarray | None:
    """The trials' own standard errors, where the quantity is defined and has one."""
    known = [row for row in group if getattr(row, quantity) is not None]
    if quantity == "auc":
        found = [None if r.mean_se is None else r.mean_se * r.valid_duration_s for r in known]
    elif quantity in ("mean", "peak", "change"):
        name = "peak_se" if quantity == "peak" else "mean_se"
        found = [getattr(row, name) for row in known]
    else:
        return None
    return np.array([np.nan if value is None else value for value in found], float)
