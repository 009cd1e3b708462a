"""Agreement against scikit-learn, and chance against what is known of it."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from element_mouseface.core.events import Events
from element_mouseface.core.structure import StructureSource
from element_mouseface.core.structure.comparing import (
    adjusted_mutual_information,
    adjusted_rand,
    both_counts,
    compare_clusters,
    correlation_ratio,
    names_ratio,
    trial_orders,
)
from element_mouseface.core.structure.sampling import draw_sample
from element_mouseface.core.structure.sources import Frames


@pytest.mark.parametrize("seed", range(6))
def test_agreement_is_scikit_learns(seed):
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 1 + seed, 60)
    names = np.where(rng.random(60) < 0.5, labels, rng.integers(0, 4, 60))
    table = both_counts(labels, names)
    assert adjusted_rand(table) == pytest.approx(adjusted_rand_score(names, labels), abs=1e-12)
    due = adjusted_mutual_info_score(names, labels)
    assert adjusted_mutual_information(table) == pytest.approx(due, abs=1e-9)


def test_the_correlation_ratio_is_that_of_an_analysis_of_variance():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 90)
    values = labels * 2.0 + rng.standard_normal(90)
    means = np.array([values[labels == k].mean() for k in range(3)])
    due = ((means[labels] - values.mean()) ** 2).sum() / ((values - values.mean()) ** 2).sum()
    assert correlation_ratio(labels, values) == pytest.approx(due)
    both = np.stack([values, np.zeros(90)], axis=1)
    assert correlation_ratio(labels, both) == pytest.approx(due)
    assert np.isnan(correlation_ratio(labels, np.ones(90)))
    # of names it is that of their columns of 0 and 1
    names = np.where(rng.random(90) < 0.7, labels, rng.integers(0, 3, 90))
    due = correlation_ratio(labels, names[:, None] == np.arange(3))
    assert names_ratio(both_counts(labels, names)) == pytest.approx(due)


def test_orders_of_trials_are_counted_within_recordings():
    assert trial_orders([0, 0, 0, 0], list("aabb")) == 6
    assert trial_orders([0, 0, 1, 1], list("aabb")) == 1
    assert trial_orders([0, 0, 1, 1], list("abab")) == 4


N_TRIALS, EVERY_S, FPS = 24, 10.0, 5


def session(seed):
    """Events of two stimuli in random order, and a sample of the frames."""
    rng = np.random.default_rng([3, seed])
    names = rng.permutation(list("ab") * (N_TRIALS // 2))
    rows = [(str(n), 3 + EVERY_S * k, 6 + EVERY_S * k) for k, n in enumerate(names)]
    events = Events.from_rows(rows)
    times_s = np.arange(int(EVERY_S * N_TRIALS * FPS)) / FPS
    frames = Frames(times_s, np.ones(len(times_s), bool), ())
    sample = draw_sample([frames], [events], 300, 1.0, seed)
    return sample, times_s[sample.frame], StructureSource("one", table=object(), events=events)


def compared(labels, sample, times_s, source, measures=None, permutations=99):
    scores = np.eye(9)[sample.stimulus]  # the stimuli, whatever the clusters
    rows = compare_clusters(
        labels, scores, sample, times_s, [source], measures or {}, 1.0, permutations, seed=1
    )
    return {(row.against, row.measure): row for row in rows}


def test_clusters_of_trials_are_at_chance_95_times_of_100():
    """Each trial is a cluster of its own kind, whatever the stimulus: frames are no trials."""
    rejected = 0
    for seed in range(100):
        sample, times_s, source = session(seed)
        rng = np.random.default_rng([4, seed])
        labels = rng.integers(0, 3, N_TRIALS + 1)[sample.trial]
        rows = compared(labels, sample, times_s, source, permutations=19)
        rejected += rows["stimulus", "adjusted_rand"].p <= 0.05
    assert rejected <= 5 + 4  # with a false share of 0.05 more than nine are a chance of 3%


def test_clusters_that_are_stimuli_are_above_chance():
    sample, times_s, source = session(0)
    rows = compared(sample.stimulus, sample, times_s, source)
    for against in ("stimulus", "stimulus_or_baseline"):
        for measure in ("adjusted_rand", "adjusted_mutual_information", "correlation_ratio"):
            row = rows[against, measure]
            assert row.value == pytest.approx(1) and row.p == 0.01 and row.null_high < 0.9
    assert rows["stimulus", "adjusted_rand"].null == "trials"
    assert rows["stimulus_or_baseline", "adjusted_rand"].null == "shift"
    assert rows["stimulus", "adjusted_rand"].n_frames == (sample.trial > 0).sum()


def test_movement_is_compared_with_clusters():
    sample, times_s, source = session(1)
    rng = np.random.default_rng(1)
    labels = (np.sin(times_s / 7) > 0).astype(int)
    moved = np.stack([labels * 3.0 + rng.standard_normal(len(labels)), 0 * times_s], axis=1)
    given = {"head_shift": moved, "luminance": rng.standard_normal(len(labels))}
    rows = compared(labels, sample, times_s, source, given)
    assert rows["head_shift", "correlation_ratio"].value > 0.6
    assert rows["head_shift", "correlation_ratio"].p == 0.01
    assert rows["luminance", "correlation_ratio"].value < 0.05
    assert rows["luminance", "correlation_ratio"].p > 0.05
    assert ("time", "correlation_ratio") in rows


def test_one_cluster_agrees_with_nothing():
    sample, times_s, source = session(2)
    rows = compared(np.zeros(len(sample), np.int64), sample, times_s, source)
    share = rows.pop(("stimulus", "variance_share"))
    assert share.value == pytest.approx(1) and share.p == 0.01 and share.null_high < 0.9
    assert all(row.value == 0 and row.p == 1 for row in rows.values())


def test_few_trials_say_so():
    events = Events.from_rows([("a", 1, 3), ("b", 5, 7)])
    times_s = np.arange(100) / 10
    frames = Frames(times_s, np.ones(100, bool), ())
    sample = draw_sample([frames], [events], 60, 0.5, 0)
    source = StructureSource("one", table=object(), events=events)
    row = compared(sample.stimulus, sample, times_s[sample.frame], source)[
        "stimulus", "adjusted_rand"
    ]
    assert row.least_p == 0.5 and row.p > 0.3
