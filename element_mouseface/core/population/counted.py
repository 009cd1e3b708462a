"""What is counted: mice, and what trials or frames counted as mice would have given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .design import BETWEEN, Contrast, make_design
from .params import PopulationParams
from .rows import ALIKE, TrialRows


def naive_error(rows: TrialRows, params: PopulationParams, one: Contrast) -> tuple[float, float]:
    """Standard error and two-sided p of a contrast if each row were an animal of its own."""
    from scipy import stats

    design = make_design(rows, params)
    twin = next(
        (c for c in design.contrasts if (c.effect, c.level) == (one.effect, one.level)), None
    )
    freedom = len(rows) - design.matrix.shape[1]
    if twin is None or freedom < 1:
        return float("nan"), float("nan")
    coefficients, *_ = np.linalg.lstsq(design.matrix, rows.value, rcond=None)
    residual = rows.value - design.matrix @ coefficients
    inverse = np.linalg.pinv(design.matrix.T @ design.matrix)
    se = float(np.sqrt((residual @ residual) / freedom * (twin.weights @ inverse @ twin.weights)))
    if not se > 0:
        return se, float("nan")
    return se, float(2 * stats.t.sf(abs(twin.weights @ coefficients) / se, freedom))


def counting_notes(rows: TrialRows, most: int, effects: Sequence[Any]) -> tuple[str, ...]:
    """Warnings where trials or frames would be counted as animals.

    Parameters
    ----------
    rows : TrialRows
        One row a trial.
    most : int
        Rows of the longest trial as it was given.
    effects : sequence of EffectRow
    """
    found = []
    if most > 1:
        found.append(
            f"up to {most} rows were of one trial (frames?): each trial counts once, by its mean"
        )
    elif (alike := rows.likeness_of_neighbors()) > ALIKE:
        found.append(
            f"rows beside each other correlate at {alike:.2f}, as frames of one trial do and "
            "trials do not: if they are frames, name the trial of each in a column `trial`"
        )
    for row in effects:
        if row.reason and row.varies == BETWEEN and np.isfinite(row.naive_p):
            found.append(
                f"{_named(row)}: refused.  {row.n_trials} trials counted as animals would have "
                f"given p = {row.naive_p:.2g}, which is of these mice, not of their groups"
            )
        elif np.isfinite(row.p) and row.naive_p < 0.05 <= row.p:
            found.append(
                f"{_named(row)}: p = {row.p:.2g} with {row.n_mice} mice; {row.n_trials} trials "
                f"counted as animals would have given p = {row.naive_p:.2g}, which is wrong"
            )
    few = [row for row in effects if row.varies == BETWEEN and np.isfinite(row.p)]
    if few and min(row.n_mice for row in few) < 6:
        n = min(row.n_mice for row in few)
        found.append(
            f"{n} mice are compared between mice: only a large difference can be seen, "
            "whatever the number of trials"
        )
    return tuple(found)


def _named(row: Any) -> str:
    return f"{row.effect} {row.level} against {row.against}"
