"""The sum of two scores with nearly one prototype: its unit, its error, and which have one."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from element_mouseface.core.events import Events
from element_mouseface.core.scoring.contrast import ContrastParams
from element_mouseface.core.scoring.contrast.folds import plan_folds
from element_mouseface.core.scoring.contrast.sums import picture_noise, similar_pairs, sums_of

FPS, TRIALS = 15.0, 12


@pytest.fixture(scope="module")
def plan():
    rows = [("abc"[i % 3], 6.0 + 8 * i, 8.0 + 8 * i) for i in range(TRIALS)]
    times_s = np.arange(int((8 * TRIALS + 8) * FPS)) / FPS
    flags = np.zeros(len(times_s), np.uint16)
    return plan_folds(Events.from_rows(rows), times_s, flags, ContrastParams())


def smooth(rng, n, k):
    kernel = np.ones(5) / np.sqrt(5)
    return np.stack([np.convolve(rng.standard_normal(n), kernel, "same") for _ in range(k)], 1)


@pytest.fixture(scope="module")
def summed(plan):
    """Two scores that share noise of 0.5 with opposite signs, each with 0.1 of its own."""
    rng, n = np.random.default_rng(0), len(plan.times_s)
    truth = np.stack([plan.events.frames(plan.times_s, name) for name in "abc"], 1).astype(float)
    scores = truth + 0.1 * smooth(rng, n, 3)
    scores[:, :2] += 0.5 * smooth(rng, n, 1) * [1, -1]
    scores[:, 1] += 0.2 * truth[:, 0]  # what one's trials add to the other
    scores[:, 0] += 0.2 * truth[:, 1]
    (out,) = sums_of(scores, np.ones(n), plan, [(0, 1, 0.95)])
    return scores, truth, out


def test_the_sum_is_1_in_the_trials_of_both_and_0_in_those_of_others(plan, summed):
    _, truth, out = summed
    assert out.names == ("a", "b") and out.cosine == 0.95
    for k, mean in enumerate((1.0, 1.0, 0.0)):
        assert out.score[plan.trial & (truth[:, k] > 0)].mean() == pytest.approx(mean, abs=0.08)


def test_the_error_of_the_sum_is_its_own_and_not_those_of_both_together(plan, summed):
    scores, truth, out = summed
    apart = scores[plan.neutral].std(axis=0)
    assert out.score_se[plan.neutral].mean() < 0.4 * np.hypot(apart[0], apart[1])
    inside = np.abs(out.score - truth[:, 0] - truth[:, 1]) < out.score_se
    assert 0.6 < inside[plan.neutral].mean() < 0.76
    assert 0.5 < inside.mean() < 0.85


def test_noise_in_prototypes_makes_no_pair_look_separable(plan):
    rng, size = np.random.default_rng(1), 4000
    first = rng.standard_normal(size)
    second = 0.95 * first + np.sqrt(1 - 0.95**2) * rng.standard_normal(size)
    third = rng.standard_normal(size)
    trials = {n: [] for n in "abc"}
    for number, event in enumerate(plan.events):
        mean = {"a": first, "b": second, "c": third}[event.name]
        trials[event.name].append((number, mean + 1.4 * rng.standard_normal(size)))

    def without(fold):
        return np.array([np.mean([p for f, p in trials[n] if f != fold], axis=0) for n in "abc"])

    jobs = [
        SimpleNamespace(
            fold=n, group=int(plan.group[n]), model=SimpleNamespace(pictures=lambda n=n: without(n))
        )
        for n in range(TRIALS)
    ]
    noise = picture_noise(jobs, plan)
    # Four trials with noise of 1.4 in each pixel.
    assert noise == pytest.approx(np.full(3, size * 1.4**2 / 4), rel=0.1)
    pictures = without(None)
    assert similar_pairs(pictures, ("a", "b", "c"), ()) == []
    ((i, j, cosine),) = similar_pairs(pictures, ("a", "b", "c"), (), noise)
    assert (i, j) == (0, 1) and cosine == pytest.approx(0.95, abs=0.04)
