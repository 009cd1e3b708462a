"""Descriptors on reading: `normalized` of the whole array and scikit-image are the oracles."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from skimage.feature import hog

from element_mouseface.core.extraction.descriptors import Descriptors
from element_mouseface.core.features.block_norm import normalized
from element_mouseface.core.features.frame_kernel import cell_histograms
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import BLOCK_NORMS, HOGParams
from tests.contract.movies import pictures

SMALL = HOGParams(pixels_per_cell=(16, 16))


@pytest.fixture(scope="module")
def frames():
    return pictures(6)


@pytest.mark.parametrize("norm", BLOCK_NORMS)
@pytest.mark.parametrize("block", [(1, 1), (2, 2), (1, 3)])
def test_rows_are_what_scikit_image_gives(frames, norm, block):
    params = HOGParams(9, (16, 16), block, norm)
    view = Descriptors(cell_histograms(frames, params), params)
    for i in (0, 5):
        wanted = hog(frames[i], 9, (16, 16), block, norm, transform_sqrt=True)
        assert view.shape == (6, wanted.size)
        np.testing.assert_allclose(view[i], wanted, atol=1e-5)
        np.testing.assert_allclose(view[[i, i]][1], wanted, atol=1e-5)


def test_long_reads_go_block_by_block_and_equal_the_whole(frames):
    few = cell_histograms(frames, SMALL)
    cells = few[np.random.default_rng(0).integers(0, 6, 2500)]
    view, whole = Descriptors(cells, SMALL), normalized(cells, SMALL)
    np.testing.assert_array_equal(np.asarray(view), whole)
    np.testing.assert_array_equal(view[37:2401], whole[37:2401])
    np.testing.assert_array_equal(view[::2], whole[::2])
    np.testing.assert_array_equal(view[:, 5], whole[:, 5])
    np.testing.assert_array_equal(np.concatenate([b for _, b in view.blocks()]), whole)
    np.testing.assert_array_equal(view.cells([3, -1]), cells[[3, -1]])


def test_a_missing_frame_is_a_row_of_nan(frames):
    cells = cell_histograms(frames, SMALL)
    cells[2] = np.nan
    view = Descriptors(cells, SMALL)
    assert np.isnan(view[2]).all()
    assert np.isfinite(view[[0, 1, 3, 4, 5]]).all()


def test_valid_says_which_numbers_a_mask_leaves(frames):
    params = HOGParams(pixels_per_cell=(16, 16), cells_per_block=(2, 2))
    mask = np.zeros(frames.shape[1:], bool)
    mask[:32, 16:32] = True
    coverage = np.ones((4, 6))
    coverage[:2, 1] = 0
    cells = cell_histograms(frames, params, mask=mask)
    view = Descriptors(cells, params, cell_coverage=coverage)
    assert view.valid.shape == (view.shape[1],)
    assert not np.asarray(view)[:, ~view.valid].any()
    assert (~view.valid).sum() == (1 * 2 + 2 * 2) * 8
    everywhere = Descriptors(cell_histograms(frames, params), params)
    assert everywhere.valid.all()
    assert (np.asarray(everywhere)[:, ~view.valid] != 0).any()


def test_what_does_not_fit_is_refused(frames):
    cells = cell_histograms(frames, SMALL)
    with pytest.raises(ParameterError, match="cells"):
        Descriptors(cells, HOGParams(orientations=9, pixels_per_cell=(16, 16)))
    with pytest.raises(CropError):
        Descriptors(cells, HOGParams(pixels_per_cell=(16, 16), cells_per_block=(5, 5)))


def test_it_pickles(frames):
    view = Descriptors(cell_histograms(frames, SMALL), SMALL, times_s=np.arange(6.0))
    again = pickle.loads(pickle.dumps(view))
    np.testing.assert_array_equal(np.asarray(again), np.asarray(view))
    assert again.params == SMALL and again.grid == (4, 6)
