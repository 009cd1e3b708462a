"""What is told of a model of named features, without the rows that it was trained on."""

from __future__ import annotations

from dataclasses import dataclass

from ..learning import Target
from .model import FrameModel
from .rows import ClusterRow, FoldRow, MetricRow, WeightRow


@dataclass(frozen=True, eq=False)
class ModelReport:
    """A model with what was told of it when it was trained, as tables keep it.

    It has the names of `TrainedModel`, so that figures of weights take either.

    Attributes
    ----------
    model : FrameModel
    target : Target
        Its name, kind and categories, without values.
    metrics : tuple of MetricRow
    folds : tuple of FoldRow
    weights, cluster_weights : tuple of WeightRow
        Those that drive the model first.
    clusters : tuple of ClusterRow
        By their importance, the largest first.
    findings : tuple of str
    """

    model: FrameModel
    target: Target
    metrics: tuple[MetricRow, ...]
    folds: tuple[FoldRow, ...]
    weights: tuple[WeightRow, ...]
    cluster_weights: tuple[WeightRow, ...]
    clusters: tuple[ClusterRow, ...]
    findings: tuple[str, ...]
