"""Intervals over mice: the spread of mice about the model, corrected for their number.

The variance is the bias-reduced one of clusters (CR2; Bell and McCaffrey, Survey Methodology
2002) with the fitted variances as weights, and Student's t has the degrees of freedom of that
variance (Pustejovsky and Tipton, Journal of Business and Economic Statistics 2018).  In a balanced
design it is the t test of one number a mouse; a variance that was estimated as none, which makes
the model's own interval too short, does not shorten it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .components import Components
from .design import Design
from .rows import TrialRows


@dataclass(frozen=True, eq=False)
class Cluster:
    """The rows of one mouse, those of one session and condition as one.

    Each is the mean of its rows times the root of their number, so that all is as it would be with
    the rows themselves.

    Attributes
    ----------
    matrix : (cells, columns) float64 array
    value : (cells,) float64 array
    covariance : (cells, cells) float64 array
        That the variance components give.
    """

    matrix: np.ndarray
    value: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True, eq=False)
class Fitted:
    """Generalized least squares over mice.

    Attributes
    ----------
    clusters : tuple of Cluster
    inverse : (columns, columns) float64 array
        Covariance of the coefficients, if the components are right.
    coefficients : (columns,) float64 array
    """

    clusters: tuple[Cluster, ...]
    inverse: np.ndarray
    coefficients: np.ndarray


def clusters_of(rows: TrialRows, design: Design, found: Components) -> list[Cluster]:
    """Each mouse's cells: rows of one session with the same columns."""
    cells: dict[str, dict[tuple, list[int]]] = {}
    steps = rows.condition if design.slope is None else tuple(design.slope)
    for k, key in enumerate(zip(rows.session, rows.condition, steps, strict=True)):
        cells.setdefault(rows.mouse[k], {}).setdefault(key, []).append(k)
    return [_cluster(own, rows, design, found) for own in cells.values()]


def _cluster(own: dict[tuple, list[int]], rows: TrialRows, design: Design, found: Components):
    first = np.array([places[0] for places in own.values()])
    counts = np.array([len(places) for places in own.values()], float)
    mean = np.array([rows.value[places].mean() for places in own.values()])
    session = np.array([key[0] for key in own])
    condition = np.array([key[1] for key in own])
    covariance = np.full((len(first), len(first)), found.value("mouse"))
    covariance += found.value("session") * (session[:, None] == session[None, :])
    if design.slope is None:
        covariance += found.value("response") * (condition[:, None] == condition[None, :])
    else:
        slope = design.slope[first]
        covariance += found.value("response") * np.outer(slope, slope)
    covariance += np.diag(found.residual / counts)
    root = np.sqrt(counts)
    covariance *= root[:, None] * root[None, :]
    covariance += np.eye(len(first)) * 1e-9 * max(float(np.trace(covariance)), 1e-300)
    return Cluster(design.matrix[first] * root[:, None], mean * root, covariance)


def fit_clusters(clusters: Sequence[Cluster]) -> Fitted:
    """Coefficients by generalized least squares."""
    solved = [np.linalg.solve(one.covariance, one.matrix) for one in clusters]
    inner = sum(one.matrix.T @ w for one, w in zip(clusters, solved, strict=True))
    inverse = np.linalg.pinv(inner)
    right = sum(w.T @ one.value for one, w in zip(clusters, solved, strict=True))
    return Fitted(tuple(clusters), inverse, inverse @ right)


def cluster_error(fit: Fitted, weights: np.ndarray) -> tuple[float, float]:
    """Standard error of a contrast, and its degrees of freedom; NaN where there are none."""
    toward = fit.inverse @ weights
    scores, squares = [], []
    gained: list[np.ndarray] = []
    for one in fit.clusters:
        residual = one.value - one.matrix @ fit.coefficients
        gain = _adjusted(one, fit.inverse) @ np.linalg.solve(one.covariance, one.matrix @ toward)
        scores.append(float(gain @ residual))
        squares.append(float(gain @ one.covariance @ gain))
        gained.append(one.matrix.T @ gain)
    across = np.array(gained)
    product = np.diag(squares) - across @ fit.inverse @ across.T
    total = float((product**2).sum())
    if not total > 0:
        return float("nan"), float("nan")
    return float(np.sqrt(np.sum(np.square(scores)))), float(np.trace(product) ** 2 / total)


def _adjusted(one: Cluster, inverse: np.ndarray) -> np.ndarray:
    """What makes the residuals of a mouse vary as much as its values do."""
    values, vectors = np.linalg.eigh(one.covariance)
    half = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    left = one.covariance - one.matrix @ inverse @ one.matrix.T
    values, vectors = np.linalg.eigh(half @ left @ half)
    most = max(float(values.max(initial=0.0)), 0.0)
    root = np.where(values > 1e-10 * most, 1 / np.sqrt(np.maximum(values, 1e-300)), 0.0)
    return half @ (vectors * root) @ vectors.T @ half


def model_error(fit: Fitted, weights: np.ndarray) -> float:
    """Standard error of a contrast as the fitted variances give it: too short with few mice."""
    return float(np.sqrt(max(0.0, weights @ fit.inverse @ weights)))


def drawn_interval(
    fit: Fitted,
    weights: np.ndarray,
    draws: int,
    confidence: float,
    seed: int,
    strata: Sequence[str] = (),
) -> tuple[float, float, float]:
    """Interval and two-sided p of a contrast by drawing mice again, within their groups.

    Returns
    -------
    (low, high, p)
    """  # fmt: skip
    rng = np.random.default_rng([seed, 11])
    solved = [np.linalg.solve(one.covariance, one.matrix) for one in fit.clusters]
    inner = np.array([one.matrix.T @ w for one, w in zip(fit.clusters, solved, strict=True)])
    right = np.array([w.T @ one.value for one, w in zip(fit.clusters, solved, strict=True)])
    groups = np.array(list(strata) or [""] * len(fit.clusters))
    found = []
    for _ in range(draws):
        drawn = np.concatenate(
            [
                rng.choice(np.flatnonzero(groups == g), (groups == g).sum())
                for g in np.unique(groups)
            ]
        )
        matrix = inner[drawn].sum(0)
        if np.linalg.matrix_rank(matrix) == len(matrix):
            found.append(float(weights @ np.linalg.solve(matrix, right[drawn].sum(0))))
    if len(found) < draws / 2:
        return (float("nan"),) * 3
    values = np.array(found)
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    share = min(float((values <= 0).mean()), float((values >= 0).mean()))
    return float(low), float(high), float(min(1.0, 2 * max(share, 1 / (len(values) + 1))))
