"""What a model looks at: how much worse it gets when a group of features is shuffled.

Breiman (Machine Learning 2001), on frames that the model was not trained on.  Features that
say the same stand in for each other, so that each alone seems to say nothing: they belong in
one group, which is shuffled as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...errors import InputError
from .fitted import FITTED, FittedTarget
from .intervals import Figure, over_units
from .metrics import binary_figures, category_figures, continuous_figures
from .parallel import count_workers, in_threads
from .result import CrossFit, FoldResult
from .rows import Rows
from .sampling import draw_sample, values_of
from .target import Target

_MEASURES = {"binary": "auroc", "continuous": "r2"}


def importance(
    recordings: Sequence[Any],
    crossed: CrossFit,
    target: str,
    groups: Mapping[str, Sequence[int]],
    *,
    estimator: str | None = None,
    most: int = 2000,
    seed: int = 0,
    workers: int | None = None,
) -> tuple[Figure, ...]:
    """How much a model's skill falls when each group of features is shuffled.

    Skill is the area under the ROC curve (binary), balanced accuracy (categories) or explained
    variance (continuous), on frames of what each fold left out.

    Parameters
    ----------
    recordings : sequence
        Those that were given to `cross_fit`.
    crossed : CrossFit
    target : str
        Its name.
    groups : mapping of str to sequence of int
        Columns of each group.
    estimator : str, optional
        The first of the parameters if it is None.
    most : int
        At most so many frames of each fold.
    seed : int
        Of the shuffles.
    workers : int, optional

    Returns
    -------
    tuple of Figure
        One for each group, in their order: the mean fall over folds, with an interval over
        folds.  NaN where no fold has a skill.

    Raises
    ------
    InputError
        If a group has a column that is not there.
    """
    n = len(crossed.features.names)
    for name, columns in groups.items():
        if len(columns) == 0 or min(columns) < 0 or max(columns) >= n:
            raise InputError(
                f"The group of features {name!r} cannot be shuffled.",
                expected=f"numbers of features from 0 to {n - 1}",
                got=repr(list(columns)[:5]),
            )
    learned = next(one for one in crossed.targets if one.name == target)
    key = target, estimator or crossed.params.estimator
    falls = []
    for result in crossed.folds:
        if result.models[key].state == FITTED:
            found = _falls(recordings, crossed, result, learned, key, groups, most, seed, workers)
            falls.append(found)
    table = np.array([one for one in falls if np.isfinite(one).all()]).reshape(-1, len(groups))
    figures = []
    for number, name in enumerate(groups):
        column = table[:, number]
        n_folds = len(column)
        figures.append(over_units(name, _mean_of(column), n_folds, chance=0.0, folds=n_folds))
    return tuple(figures)


def _mean_of(column: np.ndarray):
    return lambda kept: float(column[kept].mean()) if kept.any() else float("nan")


def _falls(
    recordings: Sequence[Any],
    crossed: CrossFit,
    result: FoldResult,
    target: Target,
    key: tuple[str, str],
    groups: Mapping[str, Sequence[int]],
    most: int,
    seed: int,
    workers: int | None,
) -> np.ndarray:
    """The fall of skill in one fold, for each group."""
    model = result.models[key]
    share = crossed.params.max_share
    sample = draw_sample(target, result.fold.test, most, share, crossed.params.seed)
    y = values_of(target, sample.recording, sample.frame)
    with in_threads(count_workers(workers)) as run_all:
        rows = Rows(result.features, recordings, crossed.plan.lengths)
        x = rows.gather(sample.recording, sample.frame, run_all)

        def skill(columns: Sequence[int]) -> float:
            moved = x.copy()
            for number in np.unique(sample.recording):  # an animal's own level is no relation
                own = np.flatnonzero(sample.recording == number)
                order = np.random.default_rng([seed, int(number)]).permutation(own)
                for column in columns:
                    moved[own, column] = x[order, column]
            return skill_of(model, model.probabilities(moved), y)

        whole, *less = run_all(skill, [(), *groups.values()])
    return whole - np.array(less)


def skill_of(model: FittedTarget, found: np.ndarray, y: np.ndarray) -> float:
    """Area under the ROC curve, balanced accuracy or explained variance, by kind of the target.

    Parameters
    ----------
    model : FittedTarget
    found : (rows, outputs) float64 array
        Calibrated probabilities, or values.
    y : (rows,) array
        What is known.
    """
    unit = np.zeros(len(y), int)
    if model.kind == "binary":
        figures = binary_figures(y, found[:, 0], found[:, 0] > 0.5, unit)
    elif model.kind == "continuous":
        figures = continuous_figures(y, found[:, 0], unit)
    else:
        figures = category_figures(y, found, unit)
    name = _MEASURES.get(model.kind, "balanced_accuracy")
    return next(figure.value for figure in figures if figure.name == name)
