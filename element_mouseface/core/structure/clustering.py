"""Clusters of frames, and how many of them there are.

Any method cuts any cloud of points into as many clusters as it is asked for.  The number is chosen
by comparison with surrogates: sets with the same variances, covariances and spectrum in time, but
without clusters.  A surrogate flips the signs of the sample's cosine transform over time, the same
signs for all components.  That keeps every sum of products and how slowly each component varies,
so slow drift and autocorrelated noise, which look like clusters to the eye and to the gap
statistic, look the same in surrogates.  What is lost is that frames gather in places.

The statistic is the mean silhouette (Rousseeuw 1987).  Surrogates are nearly Gaussian, and frames
are not: a response that is now weaker, now stronger is one skewed continuum, and cutting it in two
gives a larger silhouette, too.  So there has to be a valley as well: along the line from each
cluster to its nearest, frames have to be fewer in between.

Of the numbers of clusters that pass both, the one whose silhouette is furthest above surrogates' is
taken.  If none does, there are no clusters, which is written as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.fft import dct, idct
from scipy.spatial.distance import pdist, squareform

from .params import AUTO, StructureParams
from .rows import CountRow

RULE = (
    "the number whose mean silhouette is furthest above surrogates with the same covariances and "
    "spectrum in time, among those above them at the level (corrected for the numbers tried) whose "
    "clusters a valley separates from their nearest; 1 (no clusters) where there is none"
)
_PLACES = 200


@dataclass(frozen=True, eq=False)
class Tree:
    """Hierarchical clustering of frames.

    Attributes
    ----------
    linkage : (n - 1, 4) float64 array
        As SciPy writes it.
    order : (n,) int64 array
        Frames in the order of the leaves.
    """

    linkage: np.ndarray
    order: np.ndarray

    def cut(self, clusters: int) -> np.ndarray:
        """The cluster of each frame, from 0, the largest first."""
        found = fcluster(self.linkage, clusters, "maxclust")
        names, first, counts = np.unique(found, return_index=True, return_counts=True)
        rank = np.lexsort((first, -counts))
        places = np.empty(len(names), np.int64)
        places[rank] = np.arange(len(names))
        return places[np.searchsorted(names, found)]


def grow_tree(scores: np.ndarray, method: str) -> Tree:
    """The tree of frames by Euclidean distance of their scores."""
    found = linkage(scores, method)
    return Tree(found, leaves_list(found).astype(np.int64))


def silhouettes(distances: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The silhouette of each frame: (n,), 0 in a cluster of one frame, and if there is only one.

    Parameters
    ----------
    distances : (n, n) array
    labels : (n,) int array
        From 0, without gaps.
    """
    n, rows = len(labels), np.arange(len(labels))
    counts = np.bincount(labels)
    if len(counts) < 2:
        return np.zeros(n)
    belongs = (labels[:, None] == np.arange(len(counts))).astype(np.float64)
    sums = distances @ belongs
    own = sums[rows, labels] / np.maximum(counts[labels] - 1, 1)
    means = sums / counts
    means[rows, labels] = np.inf
    other = means.min(axis=1)
    larger = np.maximum(own, other)
    found = np.where(larger > 0, (other - own) / np.where(larger > 0, larger, 1), 0)
    return np.where(counts[labels] > 1, found, 0)


def count_clusters(
    scores: np.ndarray, recording: np.ndarray, params: StructureParams
) -> tuple[int, tuple[CountRow, ...]]:
    """How many clusters there are, by the rule of this module.

    Parameters
    ----------
    scores : (n, components) float64 array
        In order of recording and time.
    recording : (n,) int array
        Surrogates are made within each, so that what differs between recordings stays.
    params : StructureParams

    Returns
    -------
    int
        1 if there are none; what `params.clusters` says if it says a number.
    tuple of CountRow
    """
    n, tree, whole = len(scores), grow_tree(scores, params.linkage), scores
    if n > params.counting_frames:
        step = np.floor(np.arange(params.counting_frames) * n / params.counting_frames)
        scores, recording = scores[step.astype(int)], recording[step.astype(int)]
    numbers = range(2, min(params.most_clusters, len(scores) - 1) + 1)
    found = _mean_silhouettes(scores, numbers, params.linkage)
    rng = np.random.default_rng([params.seed, 3])
    null = np.array(
        [
            _mean_silhouettes(surrogate(scores, recording, rng), numbers, params.linkage)
            for _ in range(params.surrogates)
        ]
    )
    middle, spread = null.mean(axis=0), np.maximum(null.std(axis=0), 1e-12)
    largest = ((null - middle) / spread).max(axis=1)
    high = np.quantile(null, 0.95, axis=0)
    rows = []
    for k, number in enumerate(numbers):
        reached = int((largest >= (found[k] - middle[k]) / spread[k]).sum())
        p, valley = (1 + reached) / (1 + len(null)), shallowest(whole, tree.cut(number))
        good = p <= params.level and valley <= params.most_valley
        told = (float(found[k]), float(middle[k]), float(high[k]), p)
        rows.append(CountRow(number, *told, valley, good))
    chosen = best_number(rows) if params.clusters == AUTO else min(params.clusters, n)
    return chosen, tuple(rows)


def best_number(rows: Sequence[CountRow]) -> int:
    """The accepted number whose silhouette is furthest above surrogates'; 1 if there is none."""
    good = [row for row in rows if row.accepted]
    best = max(good, key=lambda row: row.silhouette - row.null_mean, default=None)
    return 1 if best is None else best.clusters


def surrogate(scores: np.ndarray, recording: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A set without clusters, with the covariances and the spectrum in time of the scores.

    Parameters
    ----------
    scores : (n, components) array
        In order of recording and time.
    recording : (n,) int array
    rng : Generator

    Returns
    -------
    (n, components) float64 array
        Of each recording the same mean and the same products of components.
    """
    found = np.empty_like(scores, dtype=np.float64)
    for k in np.unique(recording):
        own = recording == k
        signs = rng.choice(np.array([-1.0, 1.0]), int(own.sum()))
        signs[0] = 1.0  # the mean stays
        spectrum = dct(scores[own], axis=0, norm="ortho")
        found[own] = idct(spectrum * signs[:, None], axis=0, norm="ortho")
    return found


def valley_between(scores: np.ndarray, labels: np.ndarray, one: int, other: int) -> float:
    """The lowest density between two clusters, as a share of the lower of the peaks beside it.

    Along the line between their means, smoothed by their spread; 1 where there is no valley, NaN
    of too few frames.
    """
    first, second = scores[labels == one], scores[labels == other]
    line = second.mean(axis=0) - first.mean(axis=0)
    here, there = first @ line, second @ line
    both = np.concatenate([here, there])
    if min(len(here), len(there)) < 3:
        return float("nan")
    # The clusters' own spread: that of both together would smooth a valley away.
    within = np.sqrt((here.var() * len(here) + there.var() * len(there)) / (len(both) - 2))
    if not within > 0:
        return 0.0
    width = within * len(both) ** -0.2  # as Scott (1992), of this spread
    places = np.linspace(np.median(here), np.median(there), _PLACES)
    density = np.exp(-0.5 * ((places[:, None] - both) / width) ** 2).sum(axis=1)
    lowest = int(np.argmin(density))
    return float(density[lowest] / min(density[: lowest + 1].max(), density[lowest:].max()))


def shallowest(scores: np.ndarray, labels: np.ndarray) -> float:
    """The valley of the clusters that are separated least from their nearest; 0 if unknown."""
    near = nearest_clusters(scores, labels)
    found = [valley_between(scores, labels, k, other) for k, other in enumerate(near) if other >= 0]
    return max((one for one in found if np.isfinite(one)), default=0.0)


def nearest_clusters(scores: np.ndarray, labels: np.ndarray) -> list[int]:
    """For each cluster the one whose mean is nearest; -1 if there is only one."""
    n = int(labels.max()) + 1
    if n < 2:
        return [-1]
    means = np.stack([scores[labels == k].mean(axis=0) for k in range(n)])
    apart = squareform(pdist(means))
    np.fill_diagonal(apart, np.inf)
    return np.argmin(apart, axis=1).tolist()


def distances_of(scores: np.ndarray) -> np.ndarray:
    """Euclidean distances between frames: (n, n)."""
    return squareform(pdist(scores))


def _mean_silhouettes(scores: np.ndarray, numbers: Sequence[int], method: str) -> np.ndarray:
    tree, distances = grow_tree(scores, method), distances_of(scores)
    return np.array([silhouettes(distances, tree.cut(k)).mean() for k in numbers])
