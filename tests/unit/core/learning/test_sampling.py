"""Thinned samples are spread evenly, and the prior that thinning took away is put back."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import logit
from scipy.stats import norm

from element_mouseface.core.learning import LearningParams, Span, Target
from element_mouseface.core.learning.fitted import fit_target
from element_mouseface.core.learning.sampling import draw_sample, prior_offsets
from tests.unit.core.learning.planted import binary

RARE = [np.arange(n) % 50 == 7 for n in (4000, 1000, 3000)]


def whole(target):
    return [Span(n, 0, size) for n, size in enumerate(target.lengths)]


def test_a_sample_takes_all_of_a_rare_class_and_the_others_in_proportion():
    target = binary("rare", RARE)
    sample = draw_sample(target, whole(target), 1160, 0.5, seed=4)
    assert len(sample) == 1160 and sample.counts.tolist() == [7840, 160]
    assert sample.taken.tolist() == [1000, 160]
    y = np.concatenate([RARE[n][sample.frame[sample.recording == n]] for n in range(3)])
    assert y.sum() == 160
    negative = sample.recording[~y]
    shares = np.bincount(negative) / np.array([3920, 980, 2940])
    assert np.ptp(shares) < 0.003  # recordings in proportion to their frames
    for n in range(3):
        gaps = np.diff(sample.frame[sample.recording == n])
        assert gaps.max() < 30  # and evenly over time: about every seventh frame


def test_what_is_outside_the_spans_or_unknown_is_never_drawn():
    known = [np.arange(1000) % 3 > 0]
    target = binary("a", [np.arange(1000) % 2 == 0], known)
    sample = draw_sample(target, [Span(0, 100, 400), Span(0, 600, 800)], 200, 0.5, 0)
    inside = (sample.frame >= 100) & (sample.frame < 400) | (sample.frame >= 600)
    assert len(sample) == 200 and inside.all() and (sample.frame < 800).all()
    assert (sample.frame % 3 > 0).all() and len(set(sample.frame)) == 200


@pytest.mark.parametrize(
    ("counts", "due"),
    [
        ((9000, 90), (910, 90)),
        ((9000, 3000), (500, 500)),
        ((100, 9900), (100, 900)),
        ((300, 400), (300, 400)),
        ((9000, 60, 4000), (500, 60, 440)),
        ((9000, 0, 4000), (500, 0, 500)),
    ],
)
def test_how_many_of_each_class(counts, due):
    y = np.repeat(np.arange(len(counts)), counts)
    names = tuple("abc"[: len(counts)])
    target = Target("t", "category", [y], [np.ones(len(y), bool)], names)
    sample = draw_sample(target, whole(target), 1000, 0.5, 1)
    assert tuple(sample.taken) == due and tuple(sample.counts) == counts
    found = np.bincount(y[sample.frame], minlength=len(counts))
    assert tuple(found) == due
    shares = [d / c for d, c in zip(due, counts, strict=True) if c]
    offsets = prior_offsets(sample, "category")
    np.testing.assert_allclose(offsets[np.array(counts) > 0], -np.log(shares))


def test_targets_share_most_of_their_frames():
    one = binary("one", RARE)
    other = binary("other", [np.roll(r, 11) for r in RARE])
    samples = [draw_sample(t, whole(t), 1160, 0.5, 0) for t in (one, other)]
    pairs = [set(zip(s.recording.tolist(), s.frame.tolist(), strict=True)) for s in samples]
    assert len(pairs[0] & pairs[1]) > 900


@pytest.mark.parametrize("n_positive", [2000, 400])
def test_the_prior_put_back_gives_the_posterior_that_can_be_computed(n_positive):
    """Two normal distributions of one variance: log-odds are logit(prior) + m x - m^2 / 2."""
    rng = np.random.default_rng(0)
    n, m = 200_000, 2.0
    y = np.zeros(n, bool)
    y[rng.choice(n, n_positive, replace=False)] = True
    x = np.empty((n, 1), np.float32)
    for state in (False, True):  # quantiles in random order: no luck in the sample
        quantiles = norm.ppf((np.arange((y == state).sum()) + 0.5) / (y == state).sum())
        x[y == state, 0] = rng.permutation(quantiles) + m * state
    target = binary("rare", [y])
    params = LearningParams(linear_strength=1e-6, max_samples=8000)
    sample = draw_sample(target, whole(target), params.max_samples, params.max_share, 0)
    fitted = fit_target(target, "linear", sample, x[sample.frame], params)
    at = np.array([[-1.0], [0.0], [1.0], [2.0], [3.0]], np.float32)
    due = logit(n_positive / n) + m * at[:, 0] - m * m / 2
    found = fitted.scores(at)[:, 0]
    np.testing.assert_allclose(found, due, atol=0.25)
    without = fitted.model.scores(at)[:, 0]
    ratio = np.log(sample.taken[1] / n_positive) - np.log(sample.taken[0] / (n - n_positive))
    np.testing.assert_allclose(without - found, ratio, atol=1e-5)
    assert (without - due > 1.5).all()  # what thinning would have left
    # on everything, probabilities add up to the number of positive frames
    probability = 1 / (1 + np.exp(-fitted.scores(x)))
    assert abs(probability.sum() / n_positive - 1) < 0.1
