"""Registration, permutation counts and traces, each against what is known without them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter
from scipy.ndimage import shift as move

from element_mouseface.core.scoring.contrast.nuisance import TrialStats
from element_mouseface.core.scoring.contrast.other_session import mask_of_thumbnail
from element_mouseface.core.scoring.contrast.params import ContrastParams
from element_mouseface.core.scoring.contrast.permutation_tests import (
    alike_by_chance,
    names_by_chance,
    pair_by_chance,
    permutations_of_names,
    verdicts,
)
from element_mouseface.core.scoring.contrast.quality_checks import (
    hardly_separable,
    with_physical_reason,
)
from element_mouseface.core.scoring.contrast.registration import Registration
from element_mouseface.core.scoring.contrast.session_alignment import (
    find_alignment,
    outside,
    shift_between,
)
from element_mouseface.core.scoring.contrast.stream import Streamed
from element_mouseface.core.scoring.contrast.sums import similar_pairs
from element_mouseface.core.scoring.contrast.traces import running_baseline, smoothed
from element_mouseface.core.scoring.contrast.trials import Trial
from element_mouseface.core.scoring.findings import Finding

SHAPE = (60, 80)


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    rng = np.random.default_rng(0)
    return 120 + 300 * gaussian_filter(rng.standard_normal(SHAPE), 2.0)


@pytest.mark.parametrize("shift", [(0.0, 0.0), (0.3, -0.2), (1.0, 0.6), (-2.4, 3.1)])
@pytest.mark.parametrize("light", [1.0, 1.2])
def test_registration_finds_shift_and_light(picture, shift, light):
    moved = light * move(picture, (shift[1], shift[0]), order=3, mode="nearest")
    weights = np.zeros(SHAPE)
    weights[6:-6, 6:-6] = 1
    done = Registration(picture, weights, np.ones(SHAPE), SHAPE)(moved.reshape(1, -1))
    np.testing.assert_allclose(done.shift[0], shift, atol=0.05)
    np.testing.assert_allclose(done.light[0, 0], light, rtol=0.01)
    assert done.likeness[0] > 0.99


def test_what_stays_in_place_is_not_moved(picture):
    mobility = np.zeros(SHAPE)
    mobility[:, 40:] = 1
    moved = picture.copy()
    moved[:, 44:] = move(picture, (0, 2), order=3, mode="nearest")[:, 44:]
    weights = np.ones(SHAPE)
    weights[:, 34:48] = weights[:, -6:] = 0
    done = Registration(picture, weights, mobility, SHAPE)(moved.reshape(1, -1))
    np.testing.assert_allclose(done.shift[0], (2, 0), atol=0.05)
    assert np.abs(done.residual.reshape(SHAPE)[8:-8, :32]).max() < 2


def test_a_large_shift_is_found_in_whole_pixels(picture):
    assert shift_between(np.roll(picture, (3, -6), (0, 1)), picture) == (-6.0, 3.0)


@pytest.mark.parametrize(
    "alignment", [(0.0, 0.0, 0.03, 1.0), (2.3, -1.6, -0.035, 1.02), (-5.0, 4.0, 0.02, 0.97)]
)
def test_a_turned_and_scaled_picture_is_laid_on_the_reference(alignment):
    """The same smooth picture drawn again at turned and scaled places, in another light."""
    dx, dy, turn, scale = alignment
    rng = np.random.default_rng(4)
    waves = [(rng.normal(0, 0.35, 2), rng.uniform(0, 6.3), rng.uniform(2, 8)) for _ in range(60)]

    def drawn(x, y):
        return 120 + sum(a * np.cos(k[0] * x + k[1] * y + p) for k, p, a in waves)

    rows, columns = np.mgrid[:60, :80].astype(float)
    u, v = columns - 39.5 - dx, rows - 29.5 - dy
    back_x = (np.cos(turn) * u + np.sin(turn) * v) / scale + 39.5
    back_y = (-np.sin(turn) * u + np.cos(turn) * v) / scale + 29.5
    picture, reference = 1.1 * drawn(back_x, back_y), drawn(columns, rows)
    found = find_alignment(picture, reference, np.ones(SHAPE), SHAPE)
    np.testing.assert_allclose(found[:2], alignment[:2], atol=0.1)
    assert found[2] == pytest.approx(turn, abs=0.003)
    assert found[3] == pytest.approx(scale, abs=0.003)
    unseen = outside(SHAPE, found)
    kept = Registration(reference, ~unseen, np.ones(SHAPE), SHAPE, start=found)
    done = kept(picture.reshape(1, -1))
    assert done.likeness[0] > 0.99 and not done.lost[0]
    np.testing.assert_allclose(done.shift[0], (dx, dy), atol=0.1)
    assert np.abs(done.residual[0][unseen]).max(initial=0) < 1e-6 + np.abs(reference).max() * 0.2


@pytest.mark.parametrize(
    ("counts", "ways"), [([3, 3, 3, 3], 15400), ([2, 2], 3), ([5, 5], 126), ([2, 3], 10), ([4], 1)]
)
def test_ways_of_naming_events(counts, ways):
    assert permutations_of_names(counts) == ways


@pytest.mark.parametrize("counts", [(4, 4), (3, 3, 2)])
def test_the_best_naming_is_one_of_all_of_them(counts):
    """Counted out: trials of one name are the same vector, so only the true naming is as good."""
    labels = np.repeat(np.arange(len(counts)), counts)
    vectors = np.eye(len(counts))[labels]
    p = names_by_chance(vectors @ vectors.T, np.array(list("abc"))[labels])
    assert p == pytest.approx(1 / permutations_of_names(list(counts)))


def test_permutations_tell_alike_from_not():
    cosines = np.full((8, 8), 0.0)
    cosines[:3, :3] = 0.9
    np.fill_diagonal(cosines, 1)
    assert alike_by_chance(cosines, [0, 1, 2], contrast=True) == pytest.approx(1 / 56)
    assert alike_by_chance(cosines, [3, 4, 5], contrast=False) == pytest.approx(1)
    labels = np.array(list("aaabbbcc"))
    assert names_by_chance(cosines, labels) < 0.15
    assert names_by_chance(np.eye(8), labels) == 1


def test_two_stimuli_are_told_apart_by_their_own_trials():
    """Counted out by hand: of 20 ways to mix three and three, the true one and its mirror."""
    first = np.array([True, False, True, False, False, True])
    vectors = np.where(first[:, None], [5.0, 0.1], [0.1, 1.0])
    assert pair_by_chance(vectors, first) == pytest.approx(2 / 20)
    mixed = np.array([True, True, True, False, False, False])
    assert pair_by_chance(vectors, mixed) > 0.5
    # the same direction is no difference, however unequal the strengths
    assert pair_by_chance(np.where(first[:, None], [9.0, 3.0], [3.0, 1.0]), first) == 1


def test_the_test_of_a_pair_is_honest():
    """Where two stimuli are one, p is at its least about as often as it says."""
    rng = np.random.default_rng(6)
    first = np.repeat([True, False], 4)
    p = [pair_by_chance(rng.standard_normal((8, 20)), first) for _ in range(100)]
    assert np.mean(np.array(p) <= 0.2) < 0.35 and 0.35 < np.mean(p) < 0.65


def test_a_pair_is_not_judged_by_noise_that_other_stimuli_bring():
    """Four expressions that share most, of noisy trials: each is scored; with two the same, not.

    Evening out the trials' main directions, as all others were compared with before,
    turned noise into a direction like any other and refused expressions that differ.
    """
    rng = np.random.default_rng(7)
    names = ("a", "b", "c", "d")
    labels = [n for n in names for _ in range(3)]
    own = {n: np.eye(40)[k] * 3 + np.eye(40)[5] * 6 for k, n in enumerate(names)}

    def findings(expressions):
        means = [expressions[n] + rng.normal(0, 0.5, 40) for n in labels]
        empty = np.zeros((40, 40))
        null_responses = rng.normal(0, 0.5, (12, 40))
        stats = [
            TrialStats(mean, 50, empty, 50, empty, null_response)
            for mean, null_response in zip(means, null_responses, strict=True)
        ]
        found, p = verdicts(stats, labels, names, np.eye(40), ContrastParams())
        return {(s.kind, s.about) for s in found}, p

    found, p = findings(own)
    assert not found and max(p[f"{n}:names"] for n in names) == pytest.approx(0.1)
    found, p = findings(own | {"b": own["a"]})
    assert found == {("not_different_from_others", "a"), ("not_different_from_others", "b")}
    assert p["c:names"] == p["d:names"] == pytest.approx(0.1)


def test_the_permutation_test_is_honest():
    """Where names mean nothing, p is below a tenth about one time in ten."""
    rng = np.random.default_rng(5)
    labels = np.repeat(np.arange(4), 3)
    p = []
    for _ in range(40):
        vectors = rng.standard_normal((12, 20))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        p.append(alike_by_chance(vectors @ vectors.T, list(np.flatnonzero(labels == 0)), True))
    assert np.mean(np.array(p) <= 0.1) < 0.3 and 0.3 < np.mean(p) < 0.7


def test_the_baseline_uses_neutral_frames_up_to_now():
    times = np.arange(300) / 10
    values = np.where(times < 15, 1.0, 3.0)[:, None]
    neutral = (times < 10) | (times >= 20)
    base = running_baseline(values, times, neutral, 2.0)[:, 0]
    held = (times >= 10) & (times < 20)
    assert base[99] == pytest.approx(1.0, abs=0.15) and np.ptp(base[held]) < 1e-12
    assert base[-1] == pytest.approx(3.0, abs=0.35)
    weights = np.exp(-(times[99] - times[:100]) / 2.0) * 0.1
    assert base[99] == pytest.approx(weights.sum() / (weights.sum() + 0.25), rel=1e-6)


def test_smoothing_follows_times_not_frame_numbers():
    rng = np.random.default_rng(0)
    times = np.cumsum(rng.uniform(0.02, 0.05, 400))
    kernel = (np.array([-0.1, 0.0, 0.1]), np.array([[0.25, 0.5, 0.25]]))
    line = smoothed((2 * times)[:, None], times, (kernel[0], kernel[1]))[:, 0]
    assert np.abs(line - 2 * times)[10:-10].max() < 0.1
    step = smoothed((times > 5).astype(float)[:, None], times, kernel)[:, 0]
    assert (step[times < 4.89] == 0).all() and (step[times > 5.11] == 1).all()


@pytest.mark.parametrize("n_frames", range(1, 8))
def test_a_stretch_shorter_than_the_kernel_is_smoothed_by_what_it_has(n_frames):
    times = np.arange(n_frames) / 10
    lags = np.arange(-3, 3) / 10
    kernel = (lags, np.array([[0.05, 0.1, 0.2, 0.4, 0.15, 0.1]]))
    values = np.random.default_rng(n_frames).normal(size=(n_frames, 1))
    lag = np.rint(10 * (times[None, :] - times[:, None])).astype(int)
    known = (lag >= -3) & (lag <= 2)
    weights = np.where(known, kernel[1][0][np.clip(lag + 3, 0, 5)], 0)
    expected = weights @ values / weights.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(smoothed(values, times, kernel), expected, atol=1e-12)


def test_a_mask_of_the_crop_becomes_one_of_the_thumbnail():
    mask = np.zeros((240, 320), bool)
    mask[100, 200] = True
    small = mask_of_thumbnail(mask, SHAPE)
    expected = np.zeros(SHAPE, bool)
    expected[23:28, 48:53] = True
    np.testing.assert_array_equal(small, expected)
    assert mask_of_thumbnail(np.zeros((240, 320), bool), SHAPE) is None


def test_compression_is_named_where_pictures_are_frozen_and_a_test_fails():
    def seen(frozen, lost=0.0):
        n, k = 10, 2
        return Streamed(
            scores=np.zeros((n, k)),
            misfit=np.ones(n),
            shift=np.zeros((n, 2)),
            residual_shift=np.zeros((n, 2)),
            light=np.zeros((n, 3)),
            lost=np.arange(n) < lost * n,
            frozen=frozen,
        )

    failed = (Finding("not_different_from_others", "sucrose", "why"),)
    few = (Finding("too_few_events", "", "why"),)
    gone = (Trial(0, "sucrose", 1.0, 2.0, False, "60% of its frames cannot be registered to it."),)
    first = [s.kind for s in with_physical_reason(failed, seen(0.99), ())]
    assert first == ["compressed", "not_different_from_others"]
    assert with_physical_reason((), seen(0.99), ()) == ()
    assert with_physical_reason(failed, seen(0.8), ()) == failed
    assert with_physical_reason(few, seen(0.5, lost=0.3), gone)[0].kind == "moved"
    assert with_physical_reason((), seen(0.5, lost=0.3), gone) == ()
    assert with_physical_reason(few, seen(0.5, lost=0.3), ()) == few


def test_two_nearly_equal_prototypes_are_told_with_their_cosine():
    rng = np.random.default_rng(0)
    first, other = rng.standard_normal((2, 500))
    near = 0.95 * first / np.linalg.norm(first) + np.sqrt(1 - 0.95**2) * other / np.linalg.norm(
        other - first * (other @ first) / (first @ first)
    )
    pictures = np.stack([first, near, other])
    names = ("a", "b", "c")
    (told,) = hardly_separable(similar_pairs(pictures, names, ()), names, ())
    cosine = first @ near / np.linalg.norm(first) / np.linalg.norm(near)
    assert told.kind == "hardly_separable" and f"cosine {cosine:.2f}" in told.reason
    assert "a and b" in told.reason
    noisy, lamp = (Finding("too_noisy", "b", ""),), (Finding("not_the_face", "b", ""),)
    (told,) = hardly_separable(similar_pairs(pictures, names, noisy), names, noisy)
    assert "b has no score by itself" in told.reason
    assert similar_pairs(pictures, names, lamp) == []
    pictures[1] = np.nan
    assert similar_pairs(pictures, names, ()) == []
