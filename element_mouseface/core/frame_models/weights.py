"""What drives a linear model: the weight of each feature over folds, and how sure it is.

Each fold's model was trained without some animals (sessions, trials).  A penalty pulls its weights
towards zero, in every fold alike, which no spread shows; so from each fold's weights one Newton
step is taken towards what they would be without it.  Folds share most of their training rows, so
that the spread of these weights alone is far too small for a standard error: the jackknife makes
up for it.  Two standard errors hold the weight in the population in nine of ten cases and more
(`make evidence`); around weights as the penalty leaves them they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..learning import CrossFit, Target
from ..learning.fitted import FittedTarget
from ..learning.intervals import jackknife_error
from ..learning.parallel import count_workers, in_threads
from ..learning.rows import Rows
from ..learning.unpenalized import n_scores, scales_of, weights_of, without_penalty
from .clusters import Cluster
from .rows import WeightRow


@dataclass(frozen=True, eq=False)
class FoldWeights:
    """Weights of a linear model in each fold.

    Attributes
    ----------
    penalized, weights : (folds, outputs, features) float64 arrays
        As the models have them, and without the penalty's pull; per standard deviation.
    scales : (folds, features) float64 array
        Standard deviations.
    final : (outputs, features) float64 array
        Of the model of all rows.
    """

    penalized: np.ndarray
    weights: np.ndarray
    scales: np.ndarray
    final: np.ndarray


def fold_weights(
    recordings: Sequence[Any],
    crossed: CrossFit,
    target: Target,
    estimator: str,
    workers: int | None = None,
) -> FoldWeights:
    """The weights of every fold, as they are and without the penalty's pull.

    Parameters
    ----------
    recordings : sequence
        Those that were given to `cross_fit`.
    crossed : CrossFit
    target : Target
    estimator : {'linear', 'elastic_net'}
    workers : int, optional
    """
    n, key = len(crossed.features.names), (target.name, estimator)
    outputs = n_scores(target)
    penalized, weights, scales = [], [], []
    with in_threads(count_workers(workers)) as run_all:
        for result in crossed.folds:
            fitted: FittedTarget = result.models[key]
            rows = Rows(result.features, recordings, crossed.plan.lengths)
            penalized.append(weights_of(fitted.model, n, outputs))
            weights.append(
                without_penalty(rows, result.fold, target, fitted, crossed.params, run_all)
            )
            scales.append(scales_of(fitted.model, n))
    final = weights_of(crossed.models[key].model, n, outputs)
    return FoldWeights(np.stack(penalized), np.stack(weights), np.stack(scales), final)


def weight_rows(
    found: FoldWeights, features: Any, target: Target, clusters: Sequence[Cluster]
) -> tuple[WeightRow, ...]:
    """A row for each feature (and category).

    Parameters
    ----------
    found : FoldWeights
    features : FittedTableFeatures
    target : Target
    clusters : sequence of Cluster
    """
    cluster_of = {column: one.name for one in clusters for column in one.columns}
    with np.errstate(invalid="ignore"):
        inverse = 1 / found.scales
    rows = []
    for output, category in enumerate(_categories(target)):
        for column, name in enumerate(features.names):
            own = found.weights[:, output, column]
            model = found.penalized[:, output, column]
            row = _row(own, model, final=float(found.final[output, column]))
            there = np.isfinite(inverse[:, column]) & np.isfinite(own)
            unit = inverse[there, column]
            rows.append(
                WeightRow(
                    feature=name,
                    module=features.groups[column],
                    unit=features.units[column],
                    cluster=cluster_of[column],
                    category=category,
                    per_unit=float((own[there] * unit).mean()) if there.any() else float("nan"),
                    per_unit_error=row["standard_error"] * float(unit.mean())
                    if there.any()
                    else float("nan"),
                    **row,
                )
            )
    return tuple(row for row in rows if row.n_folds)


def cluster_weights(
    found: FoldWeights, features: Any, target: Target, clusters: Sequence[Cluster]
) -> tuple[WeightRow, ...]:
    """The weights of each cluster's features as one: their sum, each with its sign in the cluster.

    Of features that are copies of each other it is the weight that one of them would have.
    """
    rows = []
    for output, category in enumerate(_categories(target)):
        for one in clusters:
            columns, signs = list(one.columns), np.array(one.signs, float)
            weights = found.weights[:, output, columns] @ signs
            model = found.penalized[:, output, columns] @ signs
            row = _row(weights, model, final=float(found.final[output, columns] @ signs))
            nan = float("nan")
            module = modules_of(one, features)
            rows.append(
                WeightRow(
                    feature=one.name,
                    module=module,
                    unit="",
                    cluster=one.name,
                    category=category,
                    per_unit=nan,
                    per_unit_error=nan,
                    **row,
                )
            )
    return tuple(row for row in rows if row.n_folds)


def modules_of(cluster: Cluster, features: Any) -> str:
    """The groups of a cluster's features, that of its first one first."""
    return ", ".join(dict.fromkeys(features.groups[column] for column in cluster.columns))


def _categories(target: Target) -> tuple[str, ...]:
    return target.categories if target.kind == "category" else ("",)


def _row(weights: np.ndarray, penalized: np.ndarray, final: float) -> dict[str, Any]:
    """What a row says of (folds,) weights without and with the penalty's pull."""
    from scipy.stats import t

    there = np.isfinite(weights)
    n = int(there.sum())
    mean = float(weights[there].mean()) if n else float("nan")
    error = float(jackknife_error(weights))
    half = float(t.ppf(0.975, n - 1)) * error if n > 1 else float("nan")
    agree = float((np.sign(weights[there]) == np.sign(mean)).mean()) if n else float("nan")
    return {
        "weights": tuple(float(one) for one in weights),
        "mean": mean,
        "standard_error": error,
        "low": mean - half,
        "high": mean + half,
        "sign_agreement": agree,
        "model": float(penalized[there].mean()) if n else float("nan"),
        "used": float((penalized[there] != 0).mean()) if n else float("nan"),
        "final": final,
        "n_folds": n,
    }
