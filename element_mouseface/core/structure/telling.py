"""Rows of clusters: how large, how far apart, and what they are made of."""

from __future__ import annotations

import numpy as np

from .clustering import distances_of, nearest_clusters, silhouettes, valley_between
from .rows import ClusterRow
from .sampling import Sample


def cluster_rows(labels: np.ndarray, scores: np.ndarray, sample: Sample) -> tuple[ClusterRow, ...]:
    """A row for each cluster, the largest first.

    Parameters
    ----------
    labels : (n,) int array
        From 0.
    scores : (n, components) array
    sample : Sample
    """
    single = silhouettes(distances_of(scores), labels)
    near = nearest_clusters(scores, labels)
    rows = []
    for k, other in enumerate(near):
        own = np.flatnonzero(labels == k)
        stimulus, stimulus_share = _most_common(sample.stimulus[own])
        recording, recording_share = _most_common(sample.recording[own])
        away = ((scores[own] - scores[own].mean(axis=0)) ** 2).sum(axis=1)
        middle = own[int(np.argmin(away))]
        rows.append(
            ClusterRow(
                cluster=k + 1,
                n_frames=len(own),
                silhouette=float(single[own].mean()),
                neighbor=other + 1,
                valley=float("nan") if other < 0 else valley_between(scores, labels, k, other),
                stimulus=sample.stimuli[stimulus],
                stimulus_share=stimulus_share,
                recording=recording,
                recording_share=recording_share,
                middle_recording=int(sample.recording[middle]),
                middle_frame=int(sample.frame[middle]),
            )
        )
    return tuple(rows)


def _most_common(codes: np.ndarray) -> tuple[int, float]:
    """The most common code, the smallest of several, and its share."""
    counts = np.bincount(codes)
    return int(np.argmax(counts)), float(counts.max() / len(codes))
