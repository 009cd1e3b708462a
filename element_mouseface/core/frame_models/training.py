"""Train a model of named features, and test it on animals (sessions, trials) that were left out.

Scaling, the filling of missing values, the choice of columns, the strength of the penalty,
calibration and thresholds come from the training rows of each fold alone.  The model that is
kept is trained on everything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...errors import InputError, ParameterError
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
from ..learning.importance import importance
from ..learning.intervals import Figure
from ..learning.params import WEIGHTED
from ..learning.sampling import draw_frames
from ..learning.spans import true_runs
from ..learning.thresholds import best_threshold
from .clusters import MOST_ROWS, Cluster, find_clusters
from .features import FittedTableFeatures, TableFeatures
from .figures import fold_rows, metric_rows
from .model import FrameModel, FramePrediction, decided_of
from .params import READABLE, FrameModelParams
from .rows import ClusterRow, FoldRow, MetricRow, WeightRow
from .weights import FoldWeights, cluster_weights, fold_weights, modules_of, weight_rows

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A model of named features with what is known of it.

    Attributes
    ----------
    model : FrameModel
        Trained on all rows.
    tables : tuple of FrameTable
        The recordings of `crossed`.
    crossed : CrossFit
    target : Target
    metrics : tuple of MetricRow
        Figures of merit of held-out rows, of every estimator.
    folds : tuple of FoldRow
    weights : tuple of WeightRow
        Of the linear model, a row for each feature (and category); empty without one.
    cluster_weights : tuple of WeightRow
        The same for clusters of collinear features, each as one.
    clusters : tuple of ClusterRow
        With permutation importance, of the estimator that is used.
    predictions : tuple of FramePrediction
        Of each table, held out.
    findings : tuple of str
        What to know before the model is trusted.
    """

    model: FrameModel
    tables: tuple[FrameTable, ...]
    crossed: CrossFit = field(repr=False)
    target: Target = field(repr=False)
    metrics: tuple[MetricRow, ...] = field(repr=False)
    folds: tuple[FoldRow, ...] = field(repr=False)
    weights: tuple[WeightRow, ...] = field(repr=False)
    cluster_weights: tuple[WeightRow, ...] = field(repr=False)
    clusters: tuple[ClusterRow, ...] = field(repr=False)
    predictions: tuple[FramePrediction, ...] = field(repr=False)
    findings: tuple[str, ...] = ()

    @property
    def importance(self) -> tuple[ClusterRow, ...]:
        """Clusters by permutation importance, the largest first."""
        return tuple(sorted(self.clusters, key=lambda one: -np.nan_to_num(one.importance, nan=-9)))

    def metric(self, name: str, estimator: str | None = None) -> MetricRow:
        """One figure of merit, of the estimator that is used if None (ParameterError)."""
        wanted = estimator or self.crossed.params.estimator
        for row in self.metrics:
            if (row.metric, row.estimator) == (name, wanted):
                return row
        raise ParameterError(
            "There is no such figure of merit.",
            expected=", ".join(f"{row.metric} of {row.estimator}" for row in self.metrics),
            got=f"{name} of {wanted}",
        )

    def save(self, path: Any, *, overwrite: bool = False) -> Any:
        """Write the model to its file: `FrameModel.save`."""
        return self.model.save(path, overwrite=overwrite)


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
    tables, params, learning = tuple(tables), params or FrameModelParams(), learning or READABLE
    _check_rows(tables, target)
    maker = TableFeatures(None if columns is None else tuple(columns), params.min_defined)
    groups = groups or Groups.of(len(tables))
    plan = _plan(tables, target, groups, learning, trials)
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
    model = _model(tables, crossed, target, groups, params)
    clusters = _clusters(tables, model.features, params)
    decided = {one: _decided(crossed, target, one) for one in learning.estimators}
    metrics: list[MetricRow] = []
    folds: list[FoldRow] = []
    for estimator, told in decided.items():
        more = params.permutations, params.seed
        metrics += metric_rows(crossed, target, estimator, told, *more)
        folds += fold_rows(crossed, target, estimator, told)
    weights, together = _weights(tables, crossed, target, model.features, clusters, workers)
    figures = _importance(tables, crossed, target, clusters, params, workers)
    return TrainedModel(
        model,
        tables,
        crossed,
        target,
        tuple(metrics),
        tuple(folds),
        weights,
        together,
        _cluster_rows(clusters, model.features, figures),
        _predictions(tables, crossed, model),
    )


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


def _plan(
    tables: Sequence[FrameTable],
    target: Target,
    groups: Groups,
    learning: LearningParams,
    trials: Sequence[np.ndarray] | None,
) -> FoldPlan:
    if trials is None and all(table.kind != "frames" for table in tables):
        trials = [np.arange(len(table)) for table in tables]
    timed = all(table.times_s is not None for table in tables)
    # An event's row is of a span: the gap is between spans, and rows have the times of onsets.
    spans_s = [np.ptp(table.about.get("window_s") or (0, 0)) for table in tables]
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
    )


def _model(
    tables: Sequence[FrameTable],
    crossed: CrossFit,
    target: Target,
    groups: Groups,
    params: FrameModelParams,
) -> FrameModel:
    from ... import __version__

    models = tuple(crossed.models[target.name, one] for one in crossed.params.estimators)
    threshold = float("nan")
    if target.kind == "binary":
        threshold = _threshold(target, crossed.probabilities(target.name), target.known)
    about = {
        "version": __version__,
        "left_out": crossed.plan.level,
        "tables": [
            {
                "digest": table.digest,
                "kind": table.kind,
                "rows": len(table),
                "labeled": int(known.sum()),
                "animal": groups.animal[number],
                "session": groups.session[number],
                "movie": groups.movie[number],
            }
            for number, (table, known) in enumerate(zip(tables, target.known, strict=True))
        ],
    }
    features: Any = crossed.features
    return FrameModel(features, models, threshold, crossed.params, params, about)


def _clusters(
    tables: Sequence[FrameTable], features: FittedTableFeatures, params: FrameModelParams
) -> tuple[Cluster, ...]:
    from ..learning.spans import Span

    spans = [Span(number, 0, len(table)) for number, table in enumerate(tables)]
    number, row = draw_frames(spans, MOST_ROWS, params.seed)
    every = replace(features, usable=np.ones(len(features.names), bool))
    parts = [every.rows(table)[row[number == k]] for k, table in enumerate(tables)]
    return find_clusters(np.concatenate(parts), features.names, params.cluster_r)


def _decided(crossed: CrossFit, target: Target, estimator: str) -> list[np.ndarray]:
    """Whether the class is in each held-out row, by the threshold of its fold."""
    found = crossed.probabilities(target.name, estimator)
    decided = [np.zeros(n, bool) for n in target.lengths]
    for result in crossed.folds if target.kind == "binary" else ():
        cut = (result.chosen or {}).get(estimator, 0.5)
        for number, first, stop in result.fold.test:
            decided[number][first:stop] = found[number][first:stop, 0] >= cut
    return decided


def _weights(
    tables: Sequence[FrameTable],
    crossed: CrossFit,
    target: Target,
    features: FittedTableFeatures,
    clusters: Sequence[Cluster],
    workers: int | None,
) -> tuple[tuple[WeightRow, ...], tuple[WeightRow, ...]]:
    """Of the first estimator that has weights."""
    readable = [one for one in crossed.params.estimators if one in WEIGHTED]
    if not readable:
        return (), ()
    found: FoldWeights = fold_weights(tables, crossed, target, readable[0], workers)
    return (
        weight_rows(found, features, target, clusters),
        cluster_weights(found, features, target, clusters),
    )


def _importance(
    tables: Sequence[FrameTable],
    crossed: CrossFit,
    target: Target,
    clusters: Sequence[Cluster],
    params: FrameModelParams,
    workers: int | None,
) -> tuple[Figure, ...]:
    if not params.importance_rows:
        return ()
    groups = {one.name: one.columns for one in clusters}
    return importance(
        tables,
        crossed,
        target.name,
        groups,
        most=params.importance_rows,
        seed=params.seed,
        workers=workers,
    )


def _cluster_rows(
    clusters: Sequence[Cluster], features: FittedTableFeatures, figures: Sequence[Figure]
) -> tuple[ClusterRow, ...]:
    nan = float("nan")
    by_name = {one.name: one for one in figures}
    rows = []
    for one in clusters:
        figure = by_name.get(one.name, Figure(one.name, nan, nan, nan, 0.0, 0))
        names = tuple(features.names[column] for column in one.columns)
        rows.append(
            ClusterRow(
                one.name,
                names,
                modules_of(one, features),
                len(names),
                one.least_r,
                figure.value,
                figure.low,
                figure.high,
            )
        )
    return tuple(rows)


def _predictions(
    tables: Sequence[FrameTable], crossed: CrossFit, model: FrameModel
) -> tuple[FramePrediction, ...]:
    used = model.models[0]
    found = crossed.probabilities(used.name)
    notes = ("within one movie",) if crossed.plan.within_one_movie else ()
    cuts = [np.full(len(table), np.nan) for table in tables]
    for result in crossed.folds:
        for number, first, stop in result.fold.test:
            cuts[number][first:stop] = (result.chosen or {}).get(used.estimator, 0.5)
    predictions = []
    for table, own, cut in zip(tables, found, cuts, strict=True):
        decided = decided_of(used.kind, own, 0.5)
        if used.kind == "binary":
            decided = np.nan_to_num(own[:, 0], nan=-1.0) >= np.nan_to_num(cut, nan=2.0)
        predictions.append(
            FramePrediction(
                used.name,
                used.kind,
                used.categories,
                own,
                decided,
                table.times_s,
                table.flags,
                table.images,
                used.estimator,
                model.digest,
                True,
                notes,
            )
        )
    return tuple(predictions)
