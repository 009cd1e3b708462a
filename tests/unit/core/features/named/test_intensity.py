"""Intensity features against NumPy, SciPy and scikit-image."""

import numpy as np
import pytest
from scipy.stats import skew
from skimage.measure import shannon_entropy

from element_mouseface.core.features.named.intensity import INTENSITY, intensity
from element_mouseface.errors import CropError, ParameterError

from .pictures import SHAPE, noise_pictures, ring, smooth_pictures

WHOLE = np.ones(SHAPE, bool)
NAMES = [definition.name for definition in INTENSITY]


@pytest.fixture
def rng():
    return np.random.default_rng(41)


@pytest.mark.parametrize("make", [smooth_pictures, noise_pictures])
@pytest.mark.parametrize("inside", [WHOLE, ring()], ids=["whole", "ring"])
def test_intensity_is_as_in_numpy_scipy_and_scikit_image(rng, make, inside):
    pictures = make(rng)
    found = intensity(pictures, inside)
    for picture, row in zip(pictures, found, strict=True):
        values = picture[inside]
        heights, _ = np.histogram(values, np.arange(0, 257, 32))
        expected = (
            *(heights / values.size),
            values.mean(),
            values.std(),
            skew(values.astype(float)),
            shannon_entropy(values),
        )
        np.testing.assert_allclose(row, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("value_range", [(16, 235), (0, 7), (100, 255)])
def test_the_end_bins_take_what_is_outside_the_range(rng, value_range):
    pictures = noise_pictures(rng)
    low, high = value_range
    edges = low + np.arange(9) * (high - low + 1) / 8
    edges[[0, -1]] = 0, 256
    found = intensity(pictures, WHOLE, value_range=value_range)
    for picture, row in zip(pictures, found, strict=True):
        np.testing.assert_allclose(row[:8], np.histogram(picture, edges)[0] / picture.size)
        np.testing.assert_array_equal(row[8:], intensity(picture[None], WHOLE)[0, 8:])


@pytest.mark.parametrize("value", [0, 100, 255])
def test_a_constant_region_has_everything_but_skewness(rng, value):
    pictures, inside = noise_pictures(rng), ring()
    pictures[:, inside] = value
    for row in intensity(pictures, inside):
        share = [float(value // 32 == k) for k in range(8)]
        np.testing.assert_array_equal(row, [*share, value, 0, np.nan, 0])


def test_a_region_without_pixels_has_nothing(rng):
    assert np.isnan(intensity(noise_pictures(rng), np.zeros(SHAPE, bool))).all()
    assert intensity(noise_pictures(rng)[:0], WHOLE).shape == (0, len(INTENSITY))


def test_one_pixel_is_a_region(rng):
    pictures, inside = noise_pictures(rng), np.zeros(SHAPE, bool)
    inside[5, 7] = True
    found = intensity(pictures, inside)
    np.testing.assert_array_equal(found[:, NAMES.index("intensity_mean")], pictures[:, 5, 7])
    assert np.isnan(found[:, NAMES.index("intensity_skew")]).all()


@pytest.mark.parametrize("value_range", [(0, 6), (5, 5), (-1, 255), (0, 256), None, (1, 2, 3)])
def test_a_range_with_fewer_values_than_bins_is_refused(value_range):
    with pytest.raises(ParameterError):
        intensity(np.zeros((1, *SHAPE), np.uint8), WHOLE, value_range=value_range)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(CropError):
        intensity(np.zeros((1, *SHAPE), np.uint16), WHOLE)
    with pytest.raises(CropError):
        intensity(np.zeros((1, *SHAPE), np.uint8), WHOLE.T)
