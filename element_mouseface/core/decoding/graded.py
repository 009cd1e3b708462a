"""The response to graded stimuli: how much a trial looks like the strongest amount.

A decoder of the strongest amount against the least is trained on trials of these two alone, and
says of every trial, of whatever amount, how much it looks like the strongest: the log-odds.  No
trial is told by a decoder that was trained on it, and none of the amounts between is trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ...errors import InputError
from ..learning import Groups, LearningParams
from ..learning.parallel import RunAll, one_by_one
from .amounts import AmountResponse, amount_response
from .building import some_trials
from .params import DecodingParams
from .testing import Rows, run_level
from .trials import Trial, session_level, strata_of

_ESTIMATOR = "discriminant"
_LEAST_LEVELS = 2


def graded_stimuli(trials: Sequence[Trial]) -> tuple[str, ...]:
    """Stimuli with two amounts or more."""
    levels: dict[str, set[float]] = {}
    for trial in trials:
        if trial.row.amount is not None:
            levels.setdefault(trial.row.name, set()).add(trial.row.amount)
    return tuple(name for name, found in levels.items() if len(found) >= _LEAST_LEVELS)


def decoded_response(
    rows: Rows,
    trials: Sequence[Trial],
    stimulus: str,
    params: DecodingParams,
    learning: LearningParams,
    run_all: RunAll = one_by_one,
) -> np.ndarray:
    """(trials,) log-odds of the strongest amount against the least; NaN of other stimuli.

    Parameters
    ----------
    rows : Rows
        Of trials.
    trials : sequence of Trial
    stimulus : str
    params, learning
    run_all : callable
        Runs folds.
    """
    amount = np.array(
        [np.nan if t.row.name != stimulus or t.row.amount is None else t.row.amount for t in trials]
    )
    own = some_trials(rows, np.isfinite(amount))
    codes = np.full(len(trials), -1)
    codes[amount == np.nanmin(amount)], codes[amount == np.nanmax(amount)] = 0, 1
    tested = run_level(
        own, codes, ("least", "strongest"), strata_of(rows.groups, "trial"), params, learning,
        (_ESTIMATOR,), ranks=np.nan_to_num(amount, nan=-1.0), run_all=run_all,
    )  # fmt: skip
    scores = tested.scores[_ESTIMATOR]
    found = np.full(len(trials), np.nan)
    found[own.trial] = scores[:, 1] - scores[:, 0]
    return np.where(np.isfinite(found), found, np.nan)


def amount_rows(
    trials: Sequence[Trial],
    groups: Groups,
    responses: Mapping[str, np.ndarray],
    permutations: int,
    seed: int,
    stimulus: str,
) -> tuple[AmountResponse, ...]:
    """How responses of several sources follow the amount of a stimulus, mouse by mouse.

    Parameters
    ----------
    trials : sequence of Trial
    groups : Groups
    responses : mapping of str to (trials,) float array
        By source.
    permutations, seed : int
    stimulus : str
    """
    level = "animal" if groups.has("animal") else session_level(groups)
    keys = groups.keys(level)
    own = [n for n, t in enumerate(trials) if t.row.name == stimulus and t.row.amount is not None]
    unit = next((trials[n].row.amount_unit for n in own if trials[n].row.amount_unit), None)
    found: list[AmountResponse] = []
    for source, values in responses.items():
        try:
            found += amount_response(
                values[own],
                [float(trials[n].row.amount or 0.0) for n in own],
                groups=[keys[trials[n].table] for n in own],
                permutations=permutations,
                seed=seed,
                source=source,
                stimulus=stimulus,
                amount_unit=unit or "",
            )
        except InputError:
            continue  # too few trials in every mouse: the finding says so
    return tuple(found)
