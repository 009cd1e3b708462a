"""What training gives: a model of named features, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import ParameterError
from ..frame_features.table import FrameTable
from ..learning import CrossFit, Target
from .model import FrameModel, FramePrediction
from .persons import Divided
from .rows import ClusterRow, FoldRow, MetricRow, WeightRow


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """A model of named features with what is known of it.

    Attributes
    ----------
    model : FrameModel
        Trained on all rows.
    parts : Divided
        The recordings of `crossed` (pictures are divided by person), and the target in them.
    crossed : CrossFit
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
        Of each table that was given, held out.
    findings : tuple of str
        What to know before the model is trusted.
    """

    model: FrameModel
    parts: Divided = field(repr=False)
    crossed: CrossFit = field(repr=False)
    metrics: tuple[MetricRow, ...] = field(repr=False)
    folds: tuple[FoldRow, ...] = field(repr=False)
    weights: tuple[WeightRow, ...] = field(repr=False)
    cluster_weights: tuple[WeightRow, ...] = field(repr=False)
    clusters: tuple[ClusterRow, ...] = field(repr=False)
    predictions: tuple[FramePrediction, ...] = field(repr=False)
    findings: tuple[str, ...] = ()

    @property
    def tables(self) -> tuple[FrameTable, ...]:
        """The recordings of `crossed`."""
        return self.parts.tables

    @property
    def target(self) -> Target:
        """Of these recordings."""
        return self.parts.target

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
