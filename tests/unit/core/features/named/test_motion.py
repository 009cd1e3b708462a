"""Changes of regions from picture to picture, against plain NumPy."""

import numpy as np
import pytest

from element_mouseface.core.features.named.motion import mean_changes
from element_mouseface.errors import CropError

from .pictures import SHAPE, noise_pictures, ring

REGIONS = (np.ones(SHAPE, bool), ring(), np.zeros(SHAPE, bool))


@pytest.fixture
def rng():
    return np.random.default_rng(3)


def test_changes_are_mean_absolute_differences(rng):
    pictures = noise_pictures(rng, 6)
    found = mean_changes(pictures[1:], pictures[0], REGIONS)
    change = np.abs(np.diff(pictures.astype(int), axis=0))
    for k in (0, 1):
        np.testing.assert_allclose(found[:, k], change[:, REGIONS[k]].mean(axis=1), rtol=1e-14)
    assert np.isnan(found[:, 2]).all()


def test_the_first_picture_has_no_change(rng):
    pictures = noise_pictures(rng, 3)
    found = mean_changes(pictures, None, REGIONS[:2])
    assert np.isnan(found[0]).all()
    np.testing.assert_array_equal(found[1:], mean_changes(pictures[1:], pictures[0], REGIONS[:2]))
    assert mean_changes(pictures[:0], None, REGIONS).shape == (0, 3)
    assert mean_changes(pictures, None, ()).shape == (3, 0)


def test_arrays_that_do_not_fit_are_refused(rng):
    pictures = noise_pictures(rng, 3)
    with pytest.raises(CropError):
        mean_changes(pictures, pictures[0, :5], REGIONS)
    with pytest.raises(CropError):
        mean_changes(pictures, pictures[0].astype(float), REGIONS)
    with pytest.raises(CropError):
        mean_changes(pictures, None, [np.ones((3, 3), bool)])
