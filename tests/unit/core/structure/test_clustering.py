"""The tree against SciPy, silhouettes against scikit-learn, and the number of planted clusters."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.stats import gaussian_kde
from sklearn.metrics import adjusted_rand_score, silhouette_samples

from element_mouseface.core.structure import StructureParams
from element_mouseface.core.structure.clustering import (
    count_clusters,
    distances_of,
    grow_tree,
    silhouettes,
    surrogate,
    valley_between,
)
from element_mouseface.core.structure.embedding import principal_components

QUICK = StructureParams(surrogates=49, level=0.02, counting_frames=160, most_clusters=6)
N = 240


def wandering(n, columns, memory, rng):
    """Noise whose neighbors are alike: each frame keeps a share of the one before."""
    steps = rng.standard_normal((n, columns)) * np.sqrt(1 - memory**2)
    found = np.zeros((n, columns))
    for k in range(1, n):
        found[k] = memory * found[k - 1] + steps[k]
    return found


def planted(clusters, seed, memory=0.6):
    """Frames in bouts of ten, each in one of some places, with autocorrelated noise."""
    rng = np.random.default_rng([clusters, seed])
    bouts = np.repeat(np.arange(clusters), N // 10 // clusters + 1)[: N // 10]
    labels = np.repeat(rng.permutation(bouts), 10)
    places = rng.standard_normal((clusters, 30))
    return places[labels] + 0.7 * wandering(N, 30, memory, rng), labels


def scores_of(numbers):
    return principal_components(numbers, 10)[0]


def one_recording(n=N):
    return np.zeros(n, np.int64)


@pytest.mark.parametrize("clusters", [1, 2, 3, 4, 5])
def test_planted_clusters_are_counted_and_found(clusters):
    numbers, labels = planted(clusters, seed=1)
    scores = scores_of(numbers)
    found, rows = count_clusters(scores, one_recording(), QUICK)
    assert found == clusters
    cut = grow_tree(scores, "ward").cut(found)
    assert adjusted_rand_score(labels, cut) > 0.95
    assert [row.clusters for row in rows] == [2, 3, 4, 5, 6]
    assert any(row.accepted for row in rows) == (clusters > 1)


@pytest.mark.parametrize("memory", [0.0, 0.9, 0.99, 1.0], ids=["white", "slow", "slower", "walk"])
def test_noise_has_no_clusters_however_slowly_it_wanders(memory):
    """Of ten draws at a level of 0.02; a random walk looks like islands to the eye."""
    wrong = 0
    for seed in range(10):
        rng = np.random.default_rng([7, seed])
        if memory == 1.0:
            numbers = np.cumsum(rng.standard_normal((N, 20)), axis=0)
        else:
            numbers = wandering(N, 20, memory, rng) * np.linspace(1, 0.1, 20)
        few = StructureParams(surrogates=49, level=0.02, counting_frames=60, most_clusters=4)
        wrong += count_clusters(scores_of(numbers), one_recording(), few)[0] > 1
    assert wrong <= 1


def test_a_skewed_continuum_is_not_two_clusters():
    """Responses that are mostly weak and now and then strong: a silhouette alone is misled."""
    taken, above = 0, 0
    for seed in range(5):
        rng = np.random.default_rng([8, seed])
        numbers = wandering(N, 20, 0.9, rng) * np.linspace(1, 0.1, 20)
        numbers[:, 0] = rng.exponential(4.0, N)
        found, rows = count_clusters(scores_of(numbers), one_recording(), QUICK)
        above += rows[0].p <= QUICK.level
        taken += found > 1
    assert above >= 3 and taken <= 1


def test_what_differs_between_recordings_is_no_cluster_of_its_own():
    """Two recordings of noise, one of them elsewhere: surrogates are apart as well."""
    rng = np.random.default_rng(5)
    numbers = wandering(N, 20, 0.5, rng)
    numbers[N // 2 :, 0] += 6
    recording = np.repeat([0, 1], N // 2)
    scores = scores_of(numbers)
    assert count_clusters(scores, recording, QUICK)[0] == 1
    assert count_clusters(scores, one_recording(), QUICK)[1][0].silhouette > 0.3


def test_a_number_that_is_given_is_taken():
    scores = scores_of(planted(3, seed=2)[0])
    asked = StructureParams(**{**QUICK.to_dict(), "clusters": 9, "methods": ("pca",)})
    assert count_clusters(scores, one_recording(), asked)[0] == 9


def test_the_tree_is_scipys_and_the_largest_cluster_is_first():
    scores = scores_of(planted(3, seed=3)[0])
    for method in ("ward", "average", "complete"):
        tree = grow_tree(scores, method)
        assert np.array_equal(tree.linkage, linkage(scores, method))
        labels = tree.cut(3)
        assert adjusted_rand_score(fcluster(tree.linkage, 3, "maxclust"), labels) == 1
        assert np.all(np.diff(np.bincount(labels)) <= 0)
        # leaves of one cluster lie side by side
        assert (np.diff(labels[tree.order]) != 0).sum() == 2


def test_silhouettes_are_scikit_learns():
    scores = scores_of(planted(4, seed=4)[0])
    labels = grow_tree(scores, "average").cut(9)  # some of one frame
    due = silhouette_samples(scores, labels)
    assert np.allclose(silhouettes(distances_of(scores), labels), due, atol=1e-12)


def test_a_surrogate_keeps_means_products_and_smoothness():
    rng = np.random.default_rng(6)
    scores = wandering(200, 4, 0.95, rng) + 3
    recording = np.repeat([0, 1], [120, 80])
    other = surrogate(scores, recording, rng)
    assert not np.allclose(other, scores)
    for k in (0, 1):
        was, now = scores[recording == k], other[recording == k]
        assert np.allclose(was.mean(axis=0), now.mean(axis=0))
        assert np.allclose(was.T @ was, now.T @ now)
    steps = [np.abs(np.diff(one[:120], axis=0)).mean() for one in (scores, other)]
    assert steps[1] < 2 * steps[0]  # shuffled frames would step six times as far


def test_a_valley_is_that_of_scipys_density():
    rng = np.random.default_rng(10)
    scores = np.concatenate([rng.normal(0, 1, (70, 2)), rng.normal(2.5, 1, (40, 2))])
    labels = np.repeat([0, 1], [70, 40])
    line = scores[labels == 1].mean(axis=0) - scores[labels == 0].mean(axis=0)
    here, there = scores[:70] @ line, scores[70:] @ line
    both = np.concatenate([here, there])
    spread = np.sqrt((70 * here.var() + 40 * there.var()) / 108)
    places = np.linspace(np.median(here), np.median(there), 200)
    density = gaussian_kde(both, spread / both.std(ddof=1) * 110**-0.2)(places)
    low = int(density.argmin())
    due = density[low] / min(density[: low + 1].max(), density[low:].max())
    assert valley_between(scores, labels, 0, 1) == pytest.approx(due)


def test_a_valley_is_there_between_clusters_and_not_in_a_continuum():
    rng = np.random.default_rng(9)
    line = np.sort(rng.standard_normal(400))[:, None] * [1.0, 0.0]
    halves = (np.arange(400) >= 200).astype(int)
    assert valley_between(line, halves, 0, 1) > 0.8
    assert valley_between(line + 6 * halves[:, None], halves, 0, 1) < 0.05
    assert np.isnan(valley_between(line, np.r_[1, 1, np.zeros(398, int)], 0, 1))
