"""Models of each fold alone: what is told of held-out rows, without final models.

For what is trained many times, such as a decoder under permuted names: nothing is calibrated, so
there are no inner folds, and no model of everything is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .cross_fitting import refuse_kinds
from .fold_task import FoldTask, Shared, fold_outcome
from .folds import FoldPlan
from .parallel import RunAll, one_by_one
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
    run_all: RunAll = one_by_one,
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
    run_all : callable
        Runs folds: that of `parallel.in_threads`, or one by one inside of such a thread.

    Returns
    -------
    CrossFit
        Without final models; the same however many threads there are.

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
    tasks = [
        FoldTask(made, fold.train, fold.test, ())
        for fold, made in zip(plan.folds, features, strict=True)
    ]
    outcomes = run_all(lambda task: fold_outcome(shared, task, one_by_one), tasks)
    scores = {
        (target.name, one): whole_arrays(plan.lengths, target.n_outputs, [])
        for one in params.estimators
    }
    results = []
    for fold, made, outcome in zip(plan.folds, features, outcomes, strict=True):
        for key, found in outcome.test.items():
            put_into(scores[key], found)
        results.append(FoldResult(fold, made, outcome.models, None, None))
    return CrossFit(plan, params, (target,), tuple(results), scores, {}, features[-1])
