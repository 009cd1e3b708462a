"""What is told of a trained model: clusters, weights, importance, held-out predictions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..frame_features.table import FrameTable
from ..learning import CrossFit, Span, Target
from ..learning.importance import importance
from ..learning.intervals import Figure
from ..learning.params import WEIGHTED
from ..learning.sampling import draw_frames
from .clusters import MOST_ROWS, Cluster, find_clusters
from .features import FittedTableFeatures, rows_of
from .model import FrameModel, FramePrediction, decided_of
from .params import FrameModelParams
from .persons import Divided
from .rows import ClusterRow, WeightRow
from .weights import FoldWeights, cluster_weights, fold_weights, modules_of, weight_rows


def clusters_of(
    tables: Sequence[FrameTable], features: FittedTableFeatures, params: FrameModelParams
) -> tuple[Cluster, ...]:
    spans = [Span(number, 0, len(table)) for number, table in enumerate(tables)]
    number, row = draw_frames(spans, MOST_ROWS, params.seed)
    every = replace(features, usable=np.ones(len(features.names), bool))
    x = rows_of(every, tables, number, row)
    return find_clusters(x, features.names, params.cluster_r)


def weights_of_model(
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


def importance_of(
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


def cluster_rows(
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


def held_out_predictions(
    parts: Divided, crossed: CrossFit, model: FrameModel
) -> tuple[FramePrediction, ...]:
    """What the folds say of each given table, each of the rows that it left out."""
    used = model.models[0]
    found = crossed.probabilities(used.name)
    cuts = [np.full(len(table), np.nan) for table in parts.tables]
    for result in crossed.folds:
        for number, first, stop in result.fold.test:
            cuts[number][first:stop] = (result.chosen or {}).get(used.estimator, 0.5)
    notes = ("within one movie",) if crossed.plan.within_one_movie else ()
    predictions = []
    for number, table in enumerate(parts.given):
        own = np.full((len(table), used.n_outputs), np.nan)
        cut = np.full(len(table), np.nan)
        for k, (given, rows) in enumerate(parts.rows):
            if given == number:
                own[rows], cut[rows] = found[k], cuts[k]
        predictions.append(
            FramePrediction(
                used.name,
                used.kind,
                used.categories,
                own,
                decided_of(used.kind, own, cut),
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
