"""Train a model of named features, and test it on animals (sessions, trials) that were left out.

Scaling, the filling of missing values, the choice of columns, the strength of the penalty,
calibration and thresholds come from the training rows of each fold alone.  The model that is
kept is trained on everything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ...errors import InputError
from ..frame_features.table import FrameTable
from ..learning import (
    CrossFit,
    Fold,
    FoldPlan,
    Groups,
    HeldOut,
    LearningParams,
    Target,
    cross_fit,
    plan_folds,
)
from ..learning.sampling import draw_frames
from ..learning.spans import true_runs
from ..learning.thresholds import best_threshold
from ..outputs.tables import plain_row
from .features import TableFeatures, rows_of
from .figures import fold_rows, metric_rows
from .findings import findings_of
from .model import BACKGROUND_ROWS, FrameModel
from .params import READABLE, FrameModelParams
from .persons import Divided, divided
from .rows import FoldRow, MetricRow
from .telling import (
    cluster_rows,
    clusters_of,
    held_out_predictions,
    importance_of,
    weights_of_model,
)
from .trained import TrainedModel

Progress = Callable[[int, int], None]


def train_model(
    tables: Sequence[FrameTable],
    target: Target,
    groups: Groups | None = None,
    *,
    params: FrameModelParams | None = None,
    learning: LearningParams | None = None,
    columns: Sequence[str] | None = None,
    trials: Sequence[np.ndarray] | None = None,
    client: Any = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> TrainedModel:
    """Train a model that can be read, and test it on what was left out.

    Parameters
    ----------
    tables : sequence of FrameTable
        One a recording; with the same columns.
    target : Target
        Its value in each row of each table.
    groups : Groups, optional
        Animal, session and movie of each table; without it each table is a movie by itself.
    params : FrameModelParams, optional
    learning : LearningParams, optional
        `READABLE` if it is None: a linear model whose penalty is chosen inside the training
        rows, boosted trees beside it.
    columns : sequence of str, optional
        The features to look at; all if it is None.
    trials : sequence of (rows,) int arrays, optional
        The number of each row's trial within its movie, -1 outside of any.  Rows of tables of
        events and pictures are trials by themselves.
    client : distributed.Client, optional
        Folds run on its workers.
    workers : int, optional
        Threads without a client; None for all cores.
    progress : callable(done, total), optional
        Called after each fold.

    Returns
    -------
    TrainedModel
        The same whatever `client` and `workers` are.

    Raises
    ------
    InputError
        If tables have different columns, the target does not belong to them, or there are too
        few rows to test on others than those that are trained on.
    ResultMismatchError
        If tables define a column differently or were made with other settings.
    """
    params, learning = params or FrameModelParams(), learning or READABLE
    _check_rows(tables, target)
    _check_values(target, learning)
    maker = TableFeatures(None if columns is None else tuple(columns), params.min_defined)
    parts = divided(tables, target, groups, trials)
    tables, target = parts.tables, parts.target
    plan = _plan(tables, target, parts.groups, learning, parts.trials)
    crossed = cross_fit(
        tables,
        maker,
        [target],
        plan,
        learning,
        choose=_Chooser(target),
        client=client,
        workers=workers,
        progress=progress,
    )
    model = _model(crossed, target, parts, params)
    features = model.features
    metrics, folds = _figures(crossed, target, params)
    clusters = clusters_of(tables, features, params)
    weights, together = weights_of_model(tables, crossed, target, features, clusters, workers)
    figures = importance_of(tables, crossed, target, clusters, params, workers)
    findings = findings_of(parts, crossed, features, metrics)
    said = {"metrics": [plain_row(row) for row in metrics], "findings": list(findings)}
    model = replace(model, about={**model.about, **said})
    return TrainedModel(
        model,
        parts,
        crossed,
        metrics,
        folds,
        weights,
        together,
        cluster_rows(clusters, features, figures),
        held_out_predictions(parts, crossed, model),
        findings,
    )


def check_training(
    tables: Sequence[FrameTable],
    target: Target,
    groups: Groups | None,
    params: FrameModelParams,
    learning: LearningParams,
    columns: Sequence[str] | None,
    trials: Sequence[np.ndarray] | None,
) -> None:
    """Refuse what `train_model` would refuse, before it takes any time.

    Raises
    ------
    InputError, ResultMismatchError
        As `train_model`.
    """
    _check_rows(tables, target)
    _check_values(target, learning)
    maker = TableFeatures(None if columns is None else tuple(columns), params.min_defined)
    parts = divided(tables, target, groups, trials)
    _plan(parts.tables, parts.target, parts.groups, learning, parts.trials)
    maker.fit(parts.tables, [])


def _figures(
    crossed: CrossFit, target: Target, params: FrameModelParams
) -> tuple[tuple[MetricRow, ...], tuple[FoldRow, ...]]:
    """Figures of merit of all estimators, over all folds and of each."""
    metrics: list[MetricRow] = []
    folds: list[FoldRow] = []
    for estimator in crossed.params.estimators:
        told = _decided(crossed, target, estimator)
        metrics += metric_rows(crossed, target, estimator, told, params.permutations, params.seed)
        folds += fold_rows(crossed, target, estimator, told)
    return tuple(metrics), tuple(folds)


class _Chooser:
    """Chooses the threshold of each estimator in a fold, on its training rows."""

    def __init__(self, target: Target):
        self._target = target

    def __call__(self, fold: Fold, held_out: HeldOut) -> dict[str, float]:
        chosen: dict[str, float] = {}
        if self._target.kind != "binary":
            return chosen
        inside = [np.zeros(n, bool) for n in self._target.lengths]
        for number, first, stop in fold.train:
            inside[number][first:stop] = True
        for name, estimator in held_out.scores:
            found = held_out.probabilities(name, estimator)
            used = [k & i for k, i in zip(self._target.known, inside, strict=True)]
            chosen[estimator] = _threshold(self._target, found, used)
        return chosen


def _threshold(
    target: Target, probabilities: Sequence[np.ndarray], used: Sequence[np.ndarray]
) -> float:
    y = np.concatenate([v[u] for v, u in zip(target.values, used, strict=True)])
    p = np.concatenate([one[u, 0] for one, u in zip(probabilities, used, strict=True)])
    return best_threshold(y.astype(bool), p)[0]


def _check_rows(tables: Sequence[FrameTable], target: Target) -> None:
    sizes = tuple(map(len, tables))
    if not tables or sizes != target.lengths:
        raise InputError(
            f"The target {target.name!r} does not belong to these tables.",
            expected=f"values for {len(tables)} tables of {sizes[:5]} rows",
            got=f"{len(target.lengths)} of {target.lengths[:5]}",
        )


def _check_values(target: Target, learning: LearningParams) -> None:
    """Refuse what no model can learn: fewer than two classes with enough rows, one value."""
    found = [v[k] for v, k in zip(target.values, target.known, strict=True)]
    y, least = np.concatenate(found), learning.min_frames
    if target.kind == "continuous":
        good, needed = len(y) >= 2 * least and np.ptp(y) > 0, f"{2 * least} rows that differ"
        got = f"{len(y)} rows, {len(np.unique(y))} different values"
    else:
        counts = np.bincount(y, minlength=target.n_classes)
        good = int((counts >= least).sum()) > 1
        needed = f"at least {least} labeled rows of two classes"
        names = target.categories or ("no", "yes")
        got = ", ".join(f"{name}: {n}" for name, n in zip(names, counts.tolist(), strict=True))
    if not good:
        raise InputError(
            f"{target.name!r} cannot be learned from these rows.",
            expected=needed,
            got=got or "none",
            do="label more, or leave out what is rare",
        )


def _plan(
    tables: Sequence[FrameTable],
    target: Target,
    groups: Groups,
    learning: LearningParams,
    trials: Sequence[np.ndarray] | None,
) -> FoldPlan:
    if trials is None and all(table.kind != "frames" for table in tables):
        trials = [_own_trials(table) for table in tables]
    timed = all(table.times_s is not None for table in tables)
    # An event's row is of a span: the gap is between spans, and rows have the times of onsets.
    spans_s = [np.ptp(table.about.get("span_s") or (0, 0)) for table in tables]
    return plan_folds(
        groups,
        target.lengths,
        [np.asarray(table.times_s) for table in tables] if timed else None,
        level=learning.left_out,
        max_folds=learning.max_folds,
        gap_s=learning.gap_s + float(max(spans_s)),
        gap_frames=0 if all(table.kind == "pictures" for table in tables) else None,
        blocks=learning.blocks,
        assessed=[true_runs(known) for known in target.known],
        trials=trials,
        balance=target.values,
    )


def _own_trials(table: FrameTable) -> np.ndarray:
    """Each row of a table of pictures or events is a trial; events of one `trial_id` are one."""
    events = table.about.get("events") or []
    names = [event.get("trial_id") for event in events]
    if len(names) != len(table):
        return np.arange(len(table))
    keys = [str(k) if name is None else f"trial {name}" for k, name in enumerate(names)]
    order = {key: k for k, key in enumerate(dict.fromkeys(keys))}
    return np.array([order[key] for key in keys], np.int64)


def _model(
    crossed: CrossFit, target: Target, parts: Divided, params: FrameModelParams
) -> FrameModel:
    from ... import __version__

    models = tuple(crossed.models[target.name, one] for one in crossed.params.estimators)
    threshold = float("nan")
    if target.kind == "binary":
        threshold = _threshold(target, crossed.probabilities(target.name), target.known)
    about = {
        "version": __version__,
        "left_out": crossed.plan.level,
        "tables": _tables_told(parts),
    }
    features: Any = crossed.features
    number, row = draw_frames(crossed.plan.everything(), BACKGROUND_ROWS, params.seed)
    background = rows_of(features, parts.tables, number, row)
    return FrameModel(features, models, threshold, crossed.params, params, background, about)


def _tables_told(parts: Divided) -> list[dict[str, Any]]:
    """What a model says of each table that it was trained on."""
    told: list[dict[str, Any]] = [
        {"digest": table.digest, "kind": table.kind, "rows": len(table), "labeled": 0}
        for table in parts.given
    ]
    for number, (given, _) in enumerate(parts.rows):
        told[given]["labeled"] += int(parts.target.known[number].sum())
        if not parts.by_person:
            levels = ("animal", "session", "movie")
            told[given] |= {level: getattr(parts.groups, level)[number] for level in levels}
    return told


def _decided(crossed: CrossFit, target: Target, estimator: str) -> list[np.ndarray]:
    """Whether the class is in each held-out row, by the threshold of its fold."""
    found = crossed.probabilities(target.name, estimator)
    decided = [np.zeros(n, bool) for n in target.lengths]
    for result in crossed.folds if target.kind == "binary" else ():
        cut = (result.chosen or {}).get(estimator, 0.5)
        for number, first, stop in result.fold.test:
            decided[number][first:stop] = found[number][first:stop, 0] >= cut
    return decided
