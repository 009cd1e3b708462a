from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import median_abs_deviation, pearsonr

from element_mouseface.core.scoring.published.similarity import (
    blocks_of_frames,
    consecutive_similarity,
    mean_descriptor,
    normalize_minmax,
    normalize_to_neutral,
    pearson_rows,
    robust_spread,
    similarity,
)


@pytest.fixture
def rows():
    return np.random.default_rng(0).random((57, 40)).astype(np.float32)


def test_similarity_is_scipys_pearson_r_of_each_frame_and_prototype(rows):
    prototypes = np.random.default_rng(1).random((3, 40))
    expected = [[pearsonr(row, p).statistic for p in prototypes] for row in rows]
    np.testing.assert_allclose(similarity(rows, prototypes), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("chunk", [1, 2, 7, 56, 57, 1000])
def test_pieces_change_nothing(rows, chunk):
    prototypes = rows[:2]
    whole = similarity(rows, prototypes, chunk_frames=57)
    # A matrix product of another shape may round differently in the last bit.
    np.testing.assert_allclose(
        similarity(rows, prototypes, chunk_frames=chunk), whole, rtol=0, atol=1e-14
    )
    np.testing.assert_allclose(
        consecutive_similarity(rows, chunk_frames=chunk),
        consecutive_similarity(rows, chunk_frames=57),
        rtol=0,
        atol=1e-14,
    )


def test_consecutive_is_numpys_corrcoef_of_neighbors_at_the_later_frame(rows):
    r = consecutive_similarity(rows)
    assert np.isnan(r[0])
    for frame in range(1, len(rows)):
        expected = np.corrcoef(rows[frame - 1], rows[frame])[0, 1]
        assert r[frame] == pytest.approx(expected, abs=1e-12)


def test_shift_and_scale_of_a_descriptor_do_not_matter(rows):
    moved = rows.astype(np.float64) * 1e-4 + 12.0
    np.testing.assert_allclose(similarity(moved, rows[:1]), similarity(rows, rows[:1]), atol=1e-6)


def test_a_frame_without_variance_or_numbers_has_no_correlation(rows):
    rows[3], rows[5], rows[7, 2] = 0.0, 0.25, np.nan
    r = similarity(rows, rows[:1])[:, 0]
    assert np.flatnonzero(np.isnan(r)).tolist() == [3, 5, 7]
    beside = np.flatnonzero(np.isnan(consecutive_similarity(rows)))
    assert beside.tolist() == [0, 3, 4, 5, 6, 7, 8]
    assert np.isnan(pearson_rows(rows[:2], np.ones((1, 40)))).all()


def test_frames_marked_unusable_are_nan_and_so_is_the_step_after_them(rows):
    usable = np.ones(57, dtype=bool)
    usable[10] = False
    assert np.flatnonzero(np.isnan(similarity(rows, rows[:1], usable=usable)[:, 0])).tolist() == [
        10
    ]
    steps = consecutive_similarity(rows, usable=usable)
    assert np.flatnonzero(np.isnan(steps)).tolist() == [0, 10, 11]


def test_numbers_that_are_not_valid_are_left_out(rows):
    valid = np.arange(40) % 3 != 0
    prototypes = rows[:2].copy()
    spoiled = rows.copy()
    spoiled[:, ~valid] = np.nan
    expected = similarity(rows[:, valid], prototypes[:, valid])
    np.testing.assert_allclose(similarity(spoiled, prototypes, valid=valid), expected, atol=1e-14)
    steps = consecutive_similarity(spoiled, valid=valid)
    assert np.isfinite(steps[1:]).all()


def test_blocks_cover_every_frame_once_in_order(rows):
    blocks = list(blocks_of_frames(rows, chunk_frames=10))
    assert [first for first, _ in blocks] == [0, 10, 20, 30, 40, 50]
    np.testing.assert_array_equal(np.concatenate([block for _, block in blocks]), rows)


def test_progress_reaches_the_end(rows):
    seen = []
    similarity(rows, rows[:1], chunk_frames=20, progress=lambda *args: seen.append(args))
    assert seen == [(20, 57), (40, 57), (57, 57)]


def test_mean_descriptor_skips_what_is_not_chosen_or_not_usable(rows):
    frames = np.zeros(57, dtype=bool)
    frames[[2, 4, 9]] = True
    rows[4] = 0.0
    mean, n_used = mean_descriptor(rows, frames, chunk_frames=5)
    assert n_used == 2
    np.testing.assert_allclose(mean, (rows[2].astype(float) + rows[9]) / 2, atol=1e-15)
    nothing, n_used = mean_descriptor(rows, np.zeros(57, dtype=bool))
    assert n_used == 0 and np.isnan(nothing).all()


def test_minmax_by_hand():
    values = np.array([[2.0, 5.0], [4.0, 5.0], [np.nan, 5.0], [3.0, np.nan]])
    scaled = normalize_minmax(values)
    np.testing.assert_array_equal(scaled[:, 0], [0.0, 1.0, np.nan, 0.5])
    assert np.isnan(scaled[:, 1]).all()  # no range, no scale


def test_normalized_to_neutral_by_hand():
    values = np.array([[1.0], [3.0], [2.0], [6.0], [10.0]])
    baseline = np.array([True, True, True, False, False])
    scaled = normalize_to_neutral(values, baseline, 100.0)[:, 0]
    np.testing.assert_allclose(scaled, [-0.125, 0.125, 0.0, 0.5, 1.0])
    assert np.isnan(normalize_to_neutral(values, np.zeros(5, dtype=bool), 99.0)).all()


def test_robust_spread_is_scipys_and_blind_to_outliers():
    values = np.random.default_rng(3).standard_normal(501)
    middle, spread = robust_spread(np.append(values, np.nan))
    assert middle == np.median(values)
    assert spread == pytest.approx(1.4826 * median_abs_deviation(values), rel=1e-12)
    assert robust_spread(np.append(values, 1e9))[1] == pytest.approx(spread, rel=0.02)
    assert np.isnan(robust_spread(np.array([np.nan]))).all()
