"""Block normalization against scikit-image's own function."""

import numpy as np
import pytest
from skimage.feature._hog import _hog_normalize_block

from element_mouseface.core.features.block_norm import hog_image, normalized
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import BLOCK_NORMS, HOGParams


def oracle(cells, params):
    (high, wide), norm = params.cells_per_block, params.block_norm
    rows, columns = cells.shape[0] - high + 1, cells.shape[1] - wide + 1
    blocks = [
        _hog_normalize_block(cells[r : r + high, c : c + wide].astype(float), norm)
        for r in range(rows)
        for c in range(columns)
    ]
    return np.concatenate([b.ravel() for b in blocks])


@pytest.mark.parametrize("norm", BLOCK_NORMS)
@pytest.mark.parametrize("block", [(1, 1), (2, 2), (3, 1), (1, 4), (4, 5)])
@pytest.mark.parametrize("scale", [1e-7, 1e-4, 1.0, 300.0])
def test_blocks_of_any_size_and_strength(norm, block, scale):
    rng = np.random.default_rng(5)
    cells = (rng.random((3, 4, 5, 9)) ** 4 * scale).astype(np.float32)
    params = HOGParams(9, 8, block, norm)
    got = normalized(cells, params)
    assert got.dtype == np.float32
    for frame, descriptor in zip(cells, got, strict=True):
        np.testing.assert_allclose(descriptor, oracle(frame, params), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("norm", BLOCK_NORMS)
def test_zeros_stay_zero_and_nan_stays_in_its_frame(norm):
    cells = np.zeros((3, 2, 2, 8), np.float32)
    cells[1] = np.nan
    got = normalized(cells, HOGParams(8, 8, 1, norm))
    assert not got[0].any() and not got[2].any()
    assert np.isnan(got[1]).all()


def test_any_layout_and_type_of_cells():
    cells = np.random.default_rng(1).random((4, 3, 3, 8)).astype(np.float32)
    params = HOGParams(8, 8, 2)
    want = normalized(cells, params)
    cells.flags.writeable = False
    for other in (cells, np.asfortranarray(cells), cells.astype(np.float64), cells[::-1][::-1]):
        np.testing.assert_array_equal(normalized(other, params), want)
    assert normalized(cells[:0], params).shape == (0, want.shape[1])


def test_bad_cells_are_refused():
    with pytest.raises(ParameterError, match="shape"):
        normalized(np.zeros((2, 2, 8), np.float32), HOGParams(8, 8))
    with pytest.raises(ParameterError, match="shape"):
        normalized(np.zeros((1, 2, 2, 9), np.float32), HOGParams(8, 8))
    with pytest.raises(CropError):
        normalized(np.zeros((1, 2, 2, 8), np.float32), HOGParams(8, 8, 3))
    with pytest.raises(ParameterError):
        hog_image(np.zeros((2, 2, 8)), HOGParams(8, 8), (15, 16))
