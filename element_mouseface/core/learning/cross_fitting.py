"""Cross-fitting: every frame is scored by models that saw nothing of its animal.

For each outer fold (an animal, say) features, models and calibration are made from the other
animals.  Calibration, and thresholds and whatever else a caller chooses, come from inner folds:
those animals are split again by the same rule, and each is scored by models of the others.
The inner folds share the features of their outer fold, which are fitted without labels and
have not seen the animal that the outer fold leaves out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...errors import InputError
from .calibration import fit_calibration
from .cluster import run_on_cluster
from .fitted import FittedTarget
from .fold_task import FoldOutcome, FoldTask, Key, Shared, run_fold
from .folds import Fold, FoldPlan, inner
from .parallel import count_workers
from .params import LearningParams
from .protocols import FeatureMaker, FittedFeatures
from .result import CrossFit, FoldResult, HeldOut, put_into, whole_arrays
from .target import Target

Choose = Callable[[Fold, HeldOut], Any]


def cross_fit(
    recordings: Sequence[Any],
    maker: FeatureMaker,
    targets: Sequence[Target],
    plan: FoldPlan,
    params: LearningParams | None = None,
    *,
    plain: Sequence[Target] = (),
    choose: Choose | None = None,
    client: Any = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CrossFit:
    """Train and test models of targets, and train final ones on everything.

    Parameters
    ----------
    recordings : sequence
        What the maker understands.
    maker : FeatureMaker
    targets : sequence of Target
    plan : FoldPlan
        Of these recordings.
    params : LearningParams, optional
    plain : sequence of Target
        More targets, that the first estimator is trained on in the outer folds only, without
        calibration: labels shifted in time (`null.shifted`), under other names.
    choose : callable(Fold, HeldOut), optional
        Chooses thresholds and the like from scores of training frames by inner models; what
        it gives is in `FoldResult.chosen`, and the scores are dropped.  Without it they stay in
        `FoldResult.held_out`.
    client : distributed.Client, optional
        Folds run on its workers, which see the recordings under the same paths.
    workers : int, optional
        Threads without a client; None for all cores.
    progress : callable(done, total), optional
        Called after each fold, the last of which trains the final models.

    Returns
    -------
    CrossFit
        The same whatever `client` and `workers` are.

    Raises
    ------
    InputError
        If targets do not belong to the recordings, or two have one name.
    """
    params = params or LearningParams()
    shared = Shared(
        recordings,
        plan.lengths,
        (*targets, *plain),
        frozenset(target.name for target in plain),
        params,
        tuple(plan.unit_numbers()) if _chooses(params) else None,
    )
    _refuse_strangers(shared, len(targets))
    n_workers = count_workers(workers)
    trainings = [*(fold.train for fold in plan.folds), plan.everything()]
    features = list(maker.fit(recordings, trainings))
    tasks = _tasks(plan, params, features)
    outcomes = (
        (run_fold(shared if fold else _final(shared), task, n_workers) for fold, task in tasks)
        if client is None
        else run_on_cluster(client, shared, _final(shared), tasks)
    )
    return _collected(shared, plan, features, tasks, outcomes, choose, progress)


Tasks = list[tuple[Fold | None, FoldTask]]


def _tasks(plan: FoldPlan, params: LearningParams, features: Sequence[FittedFeatures]) -> Tasks:
    """Every fold and its task; the last, without a fold, is that of the final models."""
    tasks: Tasks = [
        (fold, FoldTask(made, fold.train, fold.test, inner(plan, fold, params.inner_folds)))
        for fold, made in zip(plan.folds, features, strict=False)
    ]
    return [*tasks, (None, FoldTask(features[-1], plan.everything(), (), ()))]


def _final(shared: Shared) -> Shared:
    """What the final models are trained on: without the plain targets."""
    kept = tuple(target for target in shared.targets if target.name not in shared.plain)
    return replace(shared, targets=kept, plain=frozenset())


def _chooses(params: LearningParams) -> bool:
    """Whether any model chooses the strength of its penalty."""
    net = "elastic_net" in params.estimators
    return net or ("linear" in params.estimators and params.choose_strength)


def _collected(
    shared: Shared,
    plan: FoldPlan,
    features: Sequence[FittedFeatures],
    tasks: Tasks,
    outcomes: Iterator[FoldOutcome],
    choose: Choose | None,
    progress: Callable[[int, int], None] | None,
) -> CrossFit:
    scores = {
        (target.name, estimator): whole_arrays(shared.lengths, target.n_outputs, [])
        for target in shared.targets
        for estimator in shared.estimators(target)
    }
    results = []
    models: dict[Key, FittedTarget] = {}
    for number, ((fold, _), outcome) in enumerate(zip(tasks, outcomes, strict=True)):
        if fold is None:
            models = outcome.models
        else:
            for key, found in outcome.test.items():
                put_into(scores[key], found)
            outcome.test.clear()
            held_out = HeldOut.of(shared, outcome)
            chosen = None if choose is None else choose(fold, held_out)
            kept = held_out if choose is None else None
            results.append(FoldResult(fold, features[number], outcome.models, chosen, kept))
            del held_out, kept  # or a fold's scores would be there until the next fold is done
        if progress is not None:
            progress(number + 1, len(tasks))
    for target in shared.targets:
        for estimator in shared.estimators(target):
            key = target.name, estimator
            if key in models:
                y = np.concatenate([v[k] for v, k in zip(target.values, target.known, strict=True)])
                held = [v[k] for v, k in zip(scores[key], target.known, strict=True)]
                calibration = fit_calibration(target.kind, np.concatenate(held), y, shared.params)
                models[key] = models[key].with_calibration(calibration)
    return CrossFit(
        plan, shared.params, shared.targets, tuple(results), scores, models, features[-1]
    )


def _refuse_strangers(shared: Shared, n_targets: int) -> None:
    if not n_targets:
        raise InputError("There is nothing to learn.", expected="at least one target", got="none")
    names = [target.name for target in shared.targets]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("Two targets have one name.", expected="different names", got=repr(twice))
    refuse_kinds(shared.params, shared.targets)
    n = len(shared.recordings)
    for what, lengths in (
        ("The folds do", shared.lengths),
        *((f"The target {t.name!r} does", t.lengths) for t in shared.targets),
    ):
        if lengths != shared.lengths or len(lengths) != n:
            raise InputError(
                f"{what} not belong to these recordings.",
                expected=f"{n} recordings of {shared.lengths[:5]} ... frames",
                got=f"{len(lengths)} of {lengths[:5]} ...",
            )


def refuse_kinds(params: LearningParams, targets: Sequence[Target]) -> None:
    """Refuse a target that an estimator cannot learn: a discriminant is of classes (InputError)."""
    numbers = [target.name for target in targets if target.kind == "continuous"]
    if numbers and "discriminant" in params.estimators:
        raise InputError(
            "The linear discriminant tells classes apart, and cannot learn numbers.",
            expected="a binary, category or ordinal target",
            got=f"{numbers[0]!r}, which is continuous",
            do="use another estimator, or cut the numbers into classes",
        )
