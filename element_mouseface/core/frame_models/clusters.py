"""Collinear features: clusters of columns that say nearly the same.

The correlation of two features does not depend on labels, so one clustering over all rows tells
nothing of what a fold leaves out.  It is for reports; models do not know of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Rows from which correlations are taken.
MOST_ROWS = 5000


@dataclass(frozen=True)
class Cluster:
    """Features that correlate.

    Attributes
    ----------
    name : str
        The feature that correlates most with the others, and how many others there are.
    columns : tuple of int
        Numbers of the features, that of `name` first.
    signs : tuple of int
        1 where a feature rises with the first, -1 where it falls.
    least_r : float
        The smallest correlation within the cluster, in absolute value; 1 for a single feature.
    """

    name: str
    columns: tuple[int, ...]
    signs: tuple[int, ...]
    least_r: float


def find_clusters(x: np.ndarray, names: Sequence[str], least_r: float) -> tuple[Cluster, ...]:
    """Clusters by average linkage of 1 - |r|, each feature in one of them.

    Parameters
    ----------
    x : (rows, features) float array
        NaN where undefined: a pair is compared in the rows where both have a number.
    names : sequence of str
    least_r : float

    Returns
    -------
    tuple of Cluster
        In the order of their first feature.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    r = correlations(x)
    n = len(names)
    code = np.arange(n)
    if n > 1:
        distance = 1 - np.abs(r)
        np.fill_diagonal(distance, 0)
        tree = linkage(squareform(np.clip(distance, 0, 1), checks=False), "average")
        code = fcluster(tree, 1 - least_r + 1e-9, "distance")
    found = []
    for number in dict.fromkeys(code.tolist()):
        own = np.flatnonzero(code == number)
        inside = np.abs(r[np.ix_(own, own)])
        middle = int(own[inside.sum(axis=1).argmax()])
        ordered = (middle, *(int(k) for k in own if k != middle))
        signs = tuple(-1 if r[middle, k] < 0 else 1 for k in ordered)
        more = f" and {len(own) - 1} more" if len(own) > 1 else ""
        found.append(Cluster(f"{names[middle]}{more}", ordered, signs, float(inside.min())))
    return tuple(found)


def correlations(x: np.ndarray) -> np.ndarray:
    """(features, features) correlations over rows where both have a number; 0 if unknown."""
    there = np.isfinite(x)
    filled = np.where(there, x, 0.0).astype(np.float64)
    n = there.sum(axis=0)
    mean = filled.sum(axis=0) / np.maximum(n, 1)
    z = np.where(there, x - mean, 0.0)
    largest = np.abs(z).max(axis=0, initial=0.0)
    z = z / np.where(largest > 0, largest, 1)
    w = there.astype(np.float64)
    both = w.T @ w
    a, b = z.T @ w, (z * z).T @ w  # sums of one over the rows of both
    with np.errstate(invalid="ignore", divide="ignore"):
        cov = z.T @ z - a * a.T / both
        spread = np.sqrt(np.maximum(b - a * a / both, 0))
        r = cov / (spread * spread.T)
    r = np.clip(np.where(np.isfinite(r) & (both > 2), r, 0.0), -1, 1)
    np.fill_diagonal(r, 1)
    return r
