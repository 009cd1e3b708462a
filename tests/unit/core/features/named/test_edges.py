"""Edge features against SciPy, scikit-image and planted edges."""

import numpy as np
import pytest
from scipy.ndimage import binary_erosion, correlate1d, generate_binary_structure
from scipy.stats import entropy
from skimage.feature import hog

from element_mouseface.core.features.frame_kernel import cell_histograms
from element_mouseface.core.features.named.edges import (
    CELL_EDGES,
    EDGE_THRESHOLD,
    EDGES,
    ORIENTATIONS,
    cell_orientations,
    edges,
)
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import HOGParams

from .pictures import SHAPE, noise_pictures, ring, smooth_pictures

WHOLE = np.ones(SHAPE, bool)
NAMES = [definition.name for definition in EDGES]
CELLS = HOGParams(8, (6, 6), transform_sqrt=False)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def expected_edges(picture, inside, threshold=EDGE_THRESHOLD):
    """The definitions, by SciPy's filters."""
    gx, gy = (correlate1d(picture.astype(float), [-0.5, 0, 0.5], axis=k) for k in (1, 0))
    used = binary_erosion(inside, generate_binary_structure(2, 1), border_value=0)
    gx, gy, length = gx[used], gy[used], np.hypot(gx, gy)[used]
    angle = np.rad2deg(np.arctan2(gy, gx)) % 180
    shares, _ = np.histogram(angle, np.linspace(0, 180, 9), weights=length)
    shares /= length.sum()
    tensor = [[(gx * gx).sum(), (gx * gy).sum()], [(gx * gy).sum(), (gy * gy).sum()]]
    small, large = np.linalg.eigvalsh(tensor)
    return (
        np.mean(length >= threshold),
        *shares,
        (large - small) / (large + small),
        entropy(shares, base=2),
        np.sqrt(np.mean(length**2)) / picture[inside].mean(),
    )


@pytest.mark.parametrize("make", [smooth_pictures, noise_pictures])
@pytest.mark.parametrize("inside", [WHOLE, ring()], ids=["whole", "ring"])
@pytest.mark.parametrize("threshold", [1, 8, 33.3])
def test_edges_are_as_by_filters_of_scipy(rng, make, inside, threshold):
    pictures = make(rng)
    found = edges(pictures, inside, threshold=threshold)
    for picture, row in zip(pictures, found, strict=True):
        expected = expected_edges(picture, inside, threshold)
        np.testing.assert_allclose(row, expected, rtol=1e-10, atol=1e-12)


def test_the_threshold_itself_is_an_edge():
    picture = np.repeat(np.arange(SHAPE[1], dtype=np.uint8) * 8, SHAPE[0]).reshape(SHAPE[::-1]).T
    assert edges(picture[None], WHOLE, threshold=8.0)[0, 0] == 1
    assert edges(picture[None], WHOLE, threshold=8.001)[0, 0] == 0


def test_orientations_are_those_of_scikit_image(rng):
    """With a constant border, where scikit-image takes half a gradient."""
    for picture in noise_pictures(rng):
        picture[:2] = picture[-2:] = picture[:, :2] = picture[:, -2:] = 90
        whole = {"pixels_per_cell": SHAPE, "cells_per_block": (1, 1), "block_norm": "L1"}
        expected = hog(picture, orientations=8, feature_vector=True, **whole)
        found = edges(picture[None], WHOLE)[0, 1 : 1 + ORIENTATIONS]
        np.testing.assert_allclose(found, expected, rtol=1e-5)


@pytest.mark.parametrize("degrees", [10, 30, 60, 80, 100, 125, 150, 170])
def test_stripes_have_their_orientation(degrees):
    y, x = np.indices((60, 80))
    along = x * np.cos(np.radians(degrees)) + y * np.sin(np.radians(degrees))
    stripes = np.rint(128 + 100 * np.sin(along / 3)).astype(np.uint8)
    found = dict(zip(NAMES, edges(stripes[None], np.ones((60, 80), bool))[0], strict=True))
    shares = [found[f"edge_orientation_{k}"] for k in range(1, 9)]
    assert np.argmax(shares) == int(degrees / 22.5)
    assert found["edge_coherence"] > 0.99
    assert found["edge_entropy"] < 1


def test_a_disk_has_no_orientation():
    y, x = np.indices((61, 61)) - 30
    disk = np.clip(255 - 8 * np.hypot(y, x), 0, 255).astype(np.uint8)
    found = dict(zip(NAMES, edges(disk[None], np.ones((61, 61), bool))[0], strict=True))
    assert found["edge_coherence"] < 1e-3
    assert found["edge_entropy"] == pytest.approx(3, abs=0.01)


def test_sharpness_ignores_exposure_and_falls_with_blur(rng):
    (picture,) = smooth_pictures(rng, 1) // 2
    blurred = np.rint(correlate1d(correlate1d(picture.astype(float), [1 / 3] * 3), [1 / 3] * 3, 0))
    both = np.stack([picture, 2 * picture, blurred.astype(np.uint8)])
    sharp, brighter, softer = edges(both, WHOLE)[:, NAMES.index("edge_sharpness")]
    assert brighter == pytest.approx(sharp, rel=1e-12)
    assert softer < 0.8 * sharp


def test_what_is_masked_has_no_effect(rng):
    pictures, inside = smooth_pictures(rng), ring()
    others = np.where(inside, pictures, noise_pictures(rng))
    np.testing.assert_array_equal(edges(pictures, inside), edges(others, inside))


def test_without_gradients_only_density_and_sharpness_are_defined():
    found = edges(np.stack([np.full(SHAPE, value, np.uint8) for value in (9, 0)]), WHOLE)
    undefined = [np.nan] * (ORIENTATIONS + 2)
    np.testing.assert_array_equal(found, [[0, *undefined, 0], [0, *undefined, np.nan]])


def test_a_region_thinner_than_three_pixels_has_no_edges(rng):
    inside = np.zeros(SHAPE, bool)
    inside[4:6] = inside[:, 9] = True
    inside[[3, 6], 9] = False
    assert np.isnan(edges(noise_pictures(rng), inside)).all()
    assert np.isnan(edges(noise_pictures(rng)[:, :2], WHOLE[:2])).all()


def test_the_same_digits_from_any_block_size(rng):
    pictures = smooth_pictures(rng, 20)
    once = edges(pictures, ring())
    for k, row in enumerate(once):
        np.testing.assert_array_equal(edges(pictures[k : k + 1], ring())[0], row)


def test_cells_have_the_orientations_of_their_pixels(rng):
    """Of pictures with a constant border, so that no gradient is outside of all cells."""
    pictures = noise_pictures(rng, shape=(24, 30))
    pictures[:, :2] = pictures[:, -2:] = pictures[:, :, :2] = pictures[:, :, -2:] = 90
    cells = cell_histograms(pictures, CELLS)
    found = cell_orientations(cells, np.ones(cells.shape[1:3]))
    expected = edges(pictures, np.ones((24, 30), bool))
    np.testing.assert_allclose(found[:, :8], expected[:, 1:9], rtol=1e-5)
    np.testing.assert_allclose(found[:, 9], entropy(found[:, :8], axis=1, base=2))
    doubled = np.exp(2j * np.pi * (np.arange(8) + 0.5) / 8)
    np.testing.assert_allclose(found[:, 8], np.abs(found[:, :8] @ doubled))


def test_cells_count_by_the_share_that_the_region_covers(rng):
    cells = rng.random((5, 3, 4, 8), dtype=np.float32)
    weights = rng.random((3, 4)) * (rng.random((3, 4)) > 0.3)
    sums = np.einsum("nrco,rc->no", cells.astype(float), weights)
    found = cell_orientations(cells, weights)
    np.testing.assert_allclose(found[:, :8], sums / sums.sum(axis=1, keepdims=True))
    for k in range(5):
        np.testing.assert_array_equal(cell_orientations(cells[k : k + 1], weights)[0], found[k])


def test_cells_without_gradient_or_frame_are_undefined(rng):
    cells = rng.random((3, 3, 4, 8), dtype=np.float32)
    cells[0], cells[1] = 0, np.nan
    found = cell_orientations(cells, np.ones((3, 4)))
    assert np.isnan(found[:2]).all() and np.isfinite(found[2]).all()
    assert np.isnan(cell_orientations(cells, np.zeros((3, 4)))).all()
    assert found.shape[1] == len(CELL_EDGES)


@pytest.mark.parametrize(
    ("shape", "weights"),
    [
        ((2, 3, 4, 9), np.ones((3, 4))),
        ((2, 3, 4, 8), np.ones((4, 3))),
        ((3, 4, 8), np.ones((3, 4))),
        ((2, 3, 4, 8), np.full((3, 4), np.nan)),
        ((2, 3, 4, 8), np.full((3, 4), 1.5)),
    ],
)
def test_cells_that_do_not_fit_are_refused(shape, weights):
    with pytest.raises(CropError):
        cell_orientations(np.zeros(shape, np.float32), weights)


@pytest.mark.parametrize("threshold", [0, -1, np.nan, np.inf, "8", None, True])
def test_a_threshold_that_is_none_is_refused(threshold):
    with pytest.raises(ParameterError):
        edges(np.zeros((1, *SHAPE), np.uint8), WHOLE, threshold=threshold)
