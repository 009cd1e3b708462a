"""Models of each fold alone: what is told of held-out rows, without final models.

For what is trained many times, such as a decoder under permuted names: nothing is calibrated, so
there are no inner folds, and no model of everything is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .cross_fitting import refuse_kinds
from .fold_task import FoldTask, Shared, run_fold
from .folds import FoldPlan
from .parallel import count_workers
from .params import LearningParams
from .protocols import FeatureMaker
from .result import CrossFit, FoldResult, put_into, whole_arrays
from .target import Target


def fit_folds(
    recordings: Sequence[Any],
    maker: FeatureMaker,
    target: Target,
    plan: FoldPlan,
    params: LearningParams,
    *,
    workers: int | None = None,
) -> CrossFit:
    """Train and test the models of a target in each fold.

    Parameters
    ----------
    recordings : sequence
        What the maker understands.
    maker : FeatureMaker
    target : Target
    plan : FoldPlan
        Of these recordings.
    params : LearningParams
    workers : int, optional
        Threads; None for all cores.

    Returns
    -------
    CrossFit
        Without final models; the same whatever `workers` is.

    Raises
    ------
    InputError
        If an estimator cannot learn such a target.
    """
    refuse_kinds(params, [target])
    penalized = "elastic_net" in params.estimators or params.choose_strength
    units = tuple(plan.unit_numbers()) if penalized else None
    shared = Shared(recordings, plan.lengths, (target,), frozenset(), params, units)
    features = list(maker.fit(recordings, [fold.train for fold in plan.folds]))
    n_workers = count_workers(workers)
    scores = {
        (target.name, one): whole_arrays(plan.lengths, target.n_outputs, [])
        for one in params.estimators
    }
    results = []
    for fold, made in zip(plan.folds, features, strict=True):
        outcome = run_fold(shared, FoldTask(made, fold.train, fold.test, ()), n_workers)
        for key, found in outcome.test.items():
            put_into(scores[key], found)
        results.append(FoldResult(fold, made, outcome.models, None, None))
    return CrossFit(plan, params, (target,), tuple(results), scores, {}, features[-1])
