"""Rows of a trained model: folds, figures of merit, weights, clusters, held-out predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from .._schema.rows import columns_of, null, primary_key_of
from ..core.frame_models import ClusterRow, FoldRow, MetricRow, TrainedModel, WeightRow
from ..core.frame_models.model import FramePrediction
from ..errors import ParameterError
from ..features.tasks import FeatureTask

Row = dict[str, Any]
Parts = dict[str, list[Row]]

#: of the columns of texts
LONGEST_TEXT, LONGEST_CLUSTER = 1024, 190
#: 4 MB of float32
SEGMENT_VALUES = 1_000_000

_OF_FOLD = ("state", "reason", "n_train", "n_test", "metric", "value", "threshold")
_OF_METRIC = ("value", "low", "high", "chance", "n_units", "null_low", "null_high", "p")
_OF_BOTH = (
    *("mean", "standard_error", "low", "high", "sign_agreement"),
    *("model", "used", "final", "n_folds"),
)
_OF_WEIGHT = (*_OF_BOTH, "per_unit", "per_unit_error")
_OF_CLUSTER = ("modules", "n_features", "least_r", "importance", "low", "high")


def part_rows(found: TrainedModel, sources: list[Row]) -> Parts:
    """The rows of all Parts of `FrameModel`, without the model's key."""
    digests = dict(zip(found.model.features.names, found.model.features.definitions, strict=True))
    return {
        "Fold": [_fold_row(row) for row in found.folds],
        "Metric": [_metric_row(row) for row in found.metrics],
        "Cluster": [_cluster_row(row) for row in found.clusters],
        "Weight": [_weight_row(row, digests[row.feature]) for row in found.weights],
        "FoldWeight": [one for row in found.weights for one in _fold_weights(row)],
        "ClusterWeight": [_cluster_weight(row) for row in found.cluster_weights],
        "HeldOut": [
            {**primary_key_of(FeatureTask, source["features"]), **source["target"], **segment}
            for source, one in zip(sources, found.predictions, strict=True)
            for segment in _segments(one)
        ],
    }


def _fold_row(row: FoldRow) -> Row:
    return {
        "model_fold": row.fold,
        "model_fold_estimator": row.estimator,
        "model_fold_left_out": row.left_out[:LONGEST_TEXT],
        **columns_of(row, "model_fold", _OF_FOLD),
    }


def _metric_row(row: MetricRow) -> Row:
    own = {"model_estimator": row.estimator, "model_metric": row.metric}
    return own | columns_of(row, "model_metric", _OF_METRIC)


def _cluster_row(row: ClusterRow) -> Row:
    if len(row.cluster) > LONGEST_CLUSTER:
        raise ParameterError(
            "The name of a cluster of features is too long for its column.",
            expected=f"at most {LONGEST_CLUSTER} characters",
            got=f"{len(row.cluster)}: {row.cluster:.80}",
            do="give the region or the points shorter names",
        )
    return {"feature_cluster": row.cluster, **columns_of(row, "cluster", _OF_CLUSTER)}


def _weight_row(row: WeightRow, digest: str) -> Row:
    return {
        "weight_column": row.feature,
        "weight_category": row.category,
        "feature_definition_hash": digest,
        "weight_module": row.module,
        "feature_cluster": row.cluster,
        **columns_of(row, "weight", _OF_WEIGHT),
    }


def _fold_weights(row: WeightRow) -> Iterator[Row]:
    for number, value in enumerate(row.weights, start=1):
        own = {"weight_column": row.feature, "weight_category": row.category}
        yield own | {"weight_fold": number, "fold_weight": null(float(value))}


def _cluster_weight(row: WeightRow) -> Row:
    own = {"feature_cluster": row.feature, "cluster_weight_category": row.category}
    return own | columns_of(row, "cluster_weight", _OF_BOTH)


def _segments(found: FramePrediction) -> list[Row]:
    """Rows of `HeldOut` for one source, each small enough for a server's packets."""
    size = max(1, SEGMENT_VALUES // max(1, found.probability.shape[1]))
    n = len(found.probability)
    return [
        {
            "held_out_start_row": first,
            "held_out_stop_row": min(first + size, n),
            "held_out_probability": found.probability[first : first + size].astype(np.float32),
            "held_out_decided": np.asarray(found.decided[first : first + size]),
        }
        for first in range(0, n, size)
    ]


def joined(rows: Iterable[Mapping[str, Any]], name: str) -> np.ndarray:
    """An array of `HeldOut` over all of its segments, in order."""
    return np.concatenate([np.asarray(row[f"held_out_{name}"]) for row in rows])


def read_metric(row: Row) -> MetricRow:
    """The figure of merit that a row of `Metric` holds."""
    own = row["model_estimator"], row["model_metric"]
    return MetricRow(*own, **_numbers(row, "model_metric", _OF_METRIC))


def read_fold(row: Row) -> FoldRow:
    """What a row of `Fold` holds."""
    own = row["model_fold"], row["model_fold_left_out"], row["model_fold_estimator"]
    return FoldRow(*own, **_numbers(row, "model_fold", _OF_FOLD))


def read_weight(row: Row, unit: str, folds: Iterable[Any]) -> WeightRow:
    """The weight that a row of `Weight` and its rows of `FoldWeight` hold."""
    return WeightRow(
        row["weight_column"],
        row["weight_module"],
        unit,
        row["feature_cluster"],
        row["weight_category"],
        tuple(_number(one) for one in folds),
        **_numbers(row, "weight", _OF_WEIGHT),
    )


def read_cluster(row: Row, features: Iterable[str]) -> ClusterRow:
    """The cluster that a row of `Cluster` holds, of these features."""
    own = _numbers(row, "cluster", _OF_CLUSTER)
    return ClusterRow(row["feature_cluster"], tuple(features), **own)


def _numbers(row: Row, prefix: str, names: Iterable[str]) -> Row:
    return {name: _number(row[f"{prefix}_{name}"]) for name in names}


def _number(value: Any) -> Any:
    return float("nan") if value is None else value
