"""Rows of a trained model: folds, figures of merit, weights, clusters, held-out predictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from .._schema.rows import columns_of, null, primary_key_of
from ..core.frame_models import ClusterRow, FoldRow, MetricRow, TrainedModel, WeightRow
from ..core.frame_models.model import FrameModel, FramePrediction
from ..core.frame_models.report import ModelReport
from ..core.learning import Target
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
        "ClusterFoldWeight": [
            {
                "feature_cluster": row.feature,
                "cluster_weight_category": row.category,
                "cluster_weight_fold": number,
                "cluster_fold_weight": null(float(value)),
            }
            for row in found.cluster_weights
            for number, value in enumerate(row.weights, start=1)
        ],
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


#: Parts that a report is read from -> the order of their rows
ORDERS = {
    "Metric": "KEY",
    "Fold": "model_fold",
    "Cluster": "KEY",
    "FoldWeight": "weight_fold",
    "ClusterWeight": "KEY",
    "ClusterFoldWeight": "cluster_weight_fold",
}


def read_report(row: Row, model: FrameModel, parts: Parts) -> ModelReport:
    """What a row of `FrameModel` and its Parts tell.

    Parameters
    ----------
    row : dict
    model : FrameModel
        In its file.
    parts : dict of str to list of dict
        In the orders of `ORDERS`; those of `Weight` with the unit of the feature.
    """
    used = model.models[0]
    members: dict[str, dict[str, None]] = {}
    for one in parts["Weight"]:
        members.setdefault(one["feature_cluster"], {})[one["weight_column"]] = None
    clusters = [_read_cluster(one, members) for one in parts["Cluster"]]
    modules = {one.cluster: one.modules for one in clusters}
    folds = _by(parts["FoldWeight"], ("weight_column", "weight_category"), "fold_weight")
    together = _by(
        parts["ClusterFoldWeight"],
        ("feature_cluster", "cluster_weight_category"),
        "cluster_fold_weight",
    )
    return ModelReport(
        model,
        Target(used.name, used.kind, (np.zeros(0),), (np.zeros(0, bool),), used.categories),
        tuple(
            MetricRow(
                one["model_estimator"],
                one["model_metric"],
                **_numbers(one, "model_metric", _OF_METRIC),
            )
            for one in parts["Metric"]
        ),
        tuple(_read_fold(one) for one in parts["Fold"]),
        _by_size(_read_weight(one, folds) for one in parts["Weight"]),
        _by_size(_read_cluster_weight(one, modules, together) for one in parts["ClusterWeight"]),
        tuple(sorted(clusters, key=lambda one: -np.nan_to_num(one.importance, nan=-9))),
        tuple(row["frame_model_findings"] or ()),
    )


def _by(rows: list[Row], names: tuple[str, str], value: str) -> dict[tuple[str, str], list[float]]:
    found: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        found.setdefault((row[names[0]], row[names[1]]), []).append(_number(row[value]))
    return found


def _by_size(rows: Iterable[WeightRow]) -> tuple[WeightRow, ...]:
    return tuple(sorted(rows, key=lambda row: -abs(np.nan_to_num(row.mean))))


def _read_fold(row: Row) -> FoldRow:
    own = row["model_fold"], row["model_fold_left_out"], row["model_fold_estimator"]
    return FoldRow(*own, **_numbers(row, "model_fold", _OF_FOLD))


def _read_cluster(row: Row, members: Mapping[str, Iterable[str]]) -> ClusterRow:
    name = row["feature_cluster"]
    own = _numbers(row, "cluster", _OF_CLUSTER)
    return ClusterRow(name, tuple(members.get(name, ())), **own)


def _read_weight(row: Row, folds: Mapping[tuple[str, str], list[float]]) -> WeightRow:
    own = row["weight_column"], row["weight_category"]
    return WeightRow(
        own[0],
        row["weight_module"],
        row["feature_unit"],
        row["feature_cluster"],
        own[1],
        tuple(folds.get(own, ())),
        **_numbers(row, "weight", _OF_WEIGHT),
    )


def _read_cluster_weight(
    row: Row, modules: Mapping[str, str], folds: Mapping[tuple[str, str], list[float]]
) -> WeightRow:
    name, category = row["feature_cluster"], row["cluster_weight_category"]
    weights = tuple(folds.get((name, category), ()))
    nan = float("nan")
    own = _numbers(row, "cluster_weight", _OF_BOTH)
    return WeightRow(
        name, modules[name], "", name, category, weights, per_unit=nan, per_unit_error=nan, **own
    )


def _numbers(row: Row, prefix: str, names: Iterable[str]) -> Row:
    return {name: _number(row[f"{prefix}_{name}"]) for name in names}


def _number(value: Any) -> Any:
    return float("nan") if value is None else value
