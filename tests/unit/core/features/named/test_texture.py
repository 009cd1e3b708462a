"""Haralick's features against mahotas, scikit-image and plain Python."""

from concurrent.futures import ThreadPoolExecutor

import mahotas
import numpy as np
import pytest
from skimage.feature import graycomatrix, graycoprops

from element_mouseface import open_video
from element_mouseface.core.features.frame_kernel import FrameKernel
from element_mouseface.core.features.named import texture as module
from element_mouseface.core.features.named.texture import LEAST_PAIRS, TEXTURE, texture
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import HOGParams

from .pictures import SHAPE, noise_pictures, ring, smooth_pictures

WHOLE = np.ones(SHAPE, bool)
NAMES = [definition.name for definition in TEXTURE]
#: mahotas' order of its thirteen features
FEATURES = [name[len("haralick_") : -len("_mean")] for name in NAMES[::2]]
NEAR = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture
def rng():
    return np.random.default_rng(14)


def by_mahotas(levels, **options):
    """mahotas' features of a picture of levels: mean and range over the directions in turns."""
    options = {"use_x_minus_y_variance": True, **options}
    found = mahotas.features.haralick(levels, return_mean_ptp=True, **options)
    return found.reshape(2, 13).T.ravel()


def counted(levels, inside, step, n_levels):
    """The table of pairs, one after the other."""
    table = np.zeros((n_levels, n_levels), np.int32)
    for y, x in np.argwhere(inside):
        there = y + step[0], x + step[1]
        if 0 <= there[0] < SHAPE[0] and 0 <= there[1] < SHAPE[1] and inside[there]:
            table[levels[y, x], levels[there]] += 1
            table[levels[there], levels[y, x]] += 1
    return table


@pytest.mark.parametrize("make", [smooth_pictures, noise_pictures])
def test_whole_pictures_are_as_in_mahotas(rng, make):
    pictures = make(rng)
    found = texture(pictures, WHOLE)
    for picture, row in zip(pictures, found, strict=True):
        np.testing.assert_allclose(row, by_mahotas(picture >> 3), **NEAR)


def test_real_thumbnails_are_as_in_mahotas(shared):
    movie = open_video(shared / "treadmill_250hz.mp4")
    kernel = FrameKernel(HOGParams(), movie.info.height_px, movie.info.width_px)
    arrays = kernel.allocate(3)
    for number, frame in movie.read_luma(0, 3):
        kernel(frame, None, kernel.row(arrays, number))
    thumbnails = arrays["thumbnail"]
    found = texture(thumbnails, np.ones(thumbnails.shape[1:], bool), distance=2)
    for picture, row in zip(thumbnails, found, strict=True):
        np.testing.assert_allclose(row, by_mahotas(picture >> 3, distance=2), **NEAR)


@pytest.mark.parametrize(
    ("levels", "value_range", "distance"),
    [(32, (0, 255), 1), (8, (16, 235), 2), (256, (0, 255), 1), (5, (100, 110), 3)],
)
def test_regions_with_gaps_are_as_pairs_counted_one_by_one(rng, levels, value_range, distance):
    pictures, inside = smooth_pictures(rng, 2), ring()
    low, high = value_range
    width = (high - low + 1) / levels
    of_pictures = np.clip((pictures.astype(float) - low) // width, 0, levels - 1).astype(int)
    found = texture(pictures, inside, levels=levels, value_range=value_range, distance=distance)
    for picture, row in zip(of_pictures, found, strict=True):
        steps = ((0, distance), (distance, distance), (distance, 0), (distance, -distance))
        tables = [counted(picture, inside, step, levels) for step in steps]
        expected = mahotas.features.texture.haralick_features(
            tables, use_x_minus_y_variance=True, return_mean_ptp=True
        )
        np.testing.assert_allclose(row, expected.reshape(2, 13).T.ravel(), **NEAR)


def test_masked_pixels_are_those_that_mahotas_ignores(rng):
    """With `ignore_zeros`, levels there begin at 1, so the mean sum of two is 2 more."""
    (picture,), inside = smooth_pictures(rng, 1), ring()
    expected = by_mahotas(np.where(inside, (picture >> 3) + 1, 0), ignore_zeros=True)
    expected[NAMES.index("haralick_sum_average_mean")] -= 2
    np.testing.assert_allclose(texture(picture[None], inside)[0], expected, **NEAR)


def test_what_is_masked_has_no_effect(rng):
    pictures, inside = smooth_pictures(rng), ring()
    others = np.where(inside, pictures, noise_pictures(rng))
    np.testing.assert_array_equal(texture(pictures, inside), texture(others, inside))


def test_properties_are_as_in_scikit_image(rng):
    (picture,) = smooth_pictures(rng, 1)
    angles = [0, np.pi / 4, np.pi / 2, 3 * np.pi / 4]
    pairs = graycomatrix(picture >> 3, [1], angles, levels=32, symmetric=True, normed=True)
    found = dict(zip(NAMES, texture(picture[None], WHOLE)[0], strict=True))
    for ours, theirs in (
        ("contrast", "contrast"),
        ("angular_second_moment", "ASM"),
        ("correlation", "correlation"),
        ("inverse_difference_moment", "homogeneity"),
    ):
        expected = graycoprops(pairs, theirs)
        assert found[f"haralick_{ours}_mean"] == pytest.approx(expected.mean(), rel=1e-9)
        assert found[f"haralick_{ours}_range"] == pytest.approx(np.ptp(expected), rel=1e-9)


def test_difference_variance_is_not_the_default_one_of_mahotas(rng):
    """By default mahotas takes the variance of the histogram's heights."""
    (picture,) = smooth_pictures(rng, 1)
    ours, default = (
        texture(picture[None], WHOLE)[0],
        by_mahotas(picture >> 3, use_x_minus_y_variance=False),
    )
    differ = ~np.isclose(ours, default, **NEAR)
    assert {NAMES[k] for k in np.flatnonzero(differ)} == {
        "haralick_difference_variance_mean",
        "haralick_difference_variance_range",
    }
    tables = [mahotas.features.texture.cooccurence(picture >> 3, k) for k in range(4)]
    assert np.all([table.sum() for table in tables])
    variances = []
    for table in tables:
        i, j = np.indices(table.shape)
        variances.append(np.cov(np.abs(i - j).ravel(), fweights=table.ravel(), ddof=0))
    at = NAMES.index("haralick_difference_variance_mean")
    assert ours[at] == pytest.approx(np.mean(variances), rel=1e-9)


def test_sum_variance_is_about_the_mean_and_not_the_sum_entropy(rng):
    """Haralick's paper prints the entropy there, which mahotas can copy."""
    (picture,) = smooth_pictures(rng, 1)
    printed = by_mahotas(picture >> 3, preserve_haralick_bug=True)
    differ = ~np.isclose(texture(picture[None], WHOLE)[0], printed, **NEAR)
    assert {NAMES[k] for k in np.flatnonzero(differ)} == {
        "haralick_sum_variance_mean",
        "haralick_sum_variance_range",
    }


def test_a_constant_region_has_no_correlation():
    """There mahotas says 1 for the correlation and 0 for the first measure of information."""
    found = texture(np.full((1, *SHAPE), 77, np.uint8), WHOLE)[0]
    expected = by_mahotas(np.full(SHAPE, 77 >> 3, np.uint8))
    for feature in ("correlation", "information_1"):
        for summary in ("mean", "range"):
            expected[NAMES.index(f"haralick_{feature}_{summary}")] = np.nan
    np.testing.assert_allclose(found, expected, **NEAR)


@pytest.mark.parametrize("axis", [0, 1])
def test_a_direction_of_one_level_makes_the_correlation_undefined(axis):
    """Bright pixels whose two neighbors along one axis are masked are in no pair of this axis."""
    picture, inside = np.full(SHAPE, 20, np.uint8), WHOLE.copy()
    for y, x in ((5, 6), (12, 15), (18, 24)):
        picture[y, x] = 200
        for side in (-1, 1):
            inside[(y + side, x) if axis == 0 else (y, x + side)] = False
    found = dict(zip(NAMES, texture(picture[None], inside)[0], strict=True))
    undefined = {name for name, value in found.items() if np.isnan(value)}
    assert undefined == {
        f"haralick_{feature}_{summary}"
        for feature in ("correlation", "information_1")
        for summary in ("mean", "range")
    }
    assert found["haralick_contrast_mean"] > 0


@pytest.mark.parametrize("distance", [1, 2, 5, 23, 24, 30, 31, 1000])
def test_too_few_pairs_are_undefined(rng, distance):
    pictures = noise_pictures(rng)
    h, w = np.maximum(np.array(SHAPE) - distance, 0)
    enough = min(h * w, h * SHAPE[1], w * SHAPE[0]) >= LEAST_PAIRS
    assert np.isfinite(texture(pictures, WHOLE, distance=distance)).all() == enough
    assert np.isnan(texture(pictures, WHOLE, distance=distance)).all() == (not enough)


def test_the_least_number_of_pairs_is_that_of_every_direction(rng):
    pictures, inside = noise_pictures(rng), np.zeros(SHAPE, bool)
    inside[3:8, 5:10] = True  # diagonals have 4 x 4 pairs
    assert LEAST_PAIRS == 16
    assert np.isfinite(texture(pictures, inside)).all()
    inside[7, 9] = False
    assert np.isnan(texture(pictures, inside)).all()
    assert np.isnan(texture(pictures, np.zeros(SHAPE, bool))).all()


def test_one_bright_pixel_changes_only_its_own_pairs(rng):
    """Levels scaled to each picture's highest value would change them all."""
    pictures = np.minimum(smooth_pictures(rng), 120)
    bright = pictures.copy()
    bright[:, 9, 20] = 255
    without = WHOLE.copy()
    without[9, 20] = False
    np.testing.assert_array_equal(texture(pictures, without), texture(bright, without))
    at = NAMES.index("haralick_angular_second_moment_mean")
    change = texture(bright, WHOLE)[:, at] - texture(pictures, WHOLE)[:, at]
    assert np.all(np.abs(change) < 4 * 8 / 31 / 24)  # two pairs of each direction


def test_values_outside_the_range_are_in_the_end_levels(rng):
    pictures = noise_pictures(rng)
    inner = np.clip(pictures, 50, 150)
    expected = texture(inner, WHOLE, value_range=(50, 150), levels=16)
    np.testing.assert_array_equal(
        texture(pictures, WHOLE, value_range=(50, 150), levels=16), expected
    )


def test_large_pictures_have_counts_beyond_the_table_of_logarithms(rng):
    picture = np.full((400, 300), 3, np.uint8)
    picture[:2] = noise_pictures(rng, 1, (2, 300))[0]
    assert 2 * 390 * 290 > module._MOST_LOGS
    found = texture(picture[None], np.ones(picture.shape, bool))[0]
    np.testing.assert_allclose(found, by_mahotas(picture >> 3), **NEAR)


def test_the_same_digits_from_any_number_of_threads_and_blocks(rng):
    pictures, inside = smooth_pictures(rng, 40), ring()
    once = texture(pictures, inside)
    with ThreadPoolExecutor(4) as pool:
        blocks = pool.map(lambda k: texture(pictures[k : k + 7], inside), range(0, 40, 7))
        np.testing.assert_array_equal(np.concatenate(list(blocks)), once)
    for one, row in zip(pictures, once, strict=True):
        np.testing.assert_array_equal(texture(one[None], inside)[0], row)
    backwards = np.ascontiguousarray(pictures[::-1])
    backwards.flags.writeable = False
    np.testing.assert_array_equal(texture(backwards, inside)[::-1], once)
    np.testing.assert_array_equal(texture(pictures[::2], inside), once[::2])
    assert texture(pictures[:0], inside).shape == (0, len(TEXTURE))


def test_thirteen_features_twice():
    assert FEATURES == [name[len("haralick_") : -len("_range")] for name in NAMES[1::2]]
    assert len(FEATURES) == 13 and "maximal_correlation" not in FEATURES


@pytest.mark.parametrize(
    "options",
    [
        {"levels": 1},
        {"levels": 257},
        {"levels": 32, "value_range": (0, 30)},
        {"value_range": (10, 10)},
        {"value_range": (-1, 255)},
        {"value_range": (0, 256)},
        {"levels": 2.5},
        {"levels": None},
        {"value_range": (0, np.nan)},
        {"value_range": (0.5, 255)},
        {"value_range": 255},
        {"distance": 0},
        {"distance": 1.5},
        {"distance": None},
    ],
    ids=repr,
)
def test_parameters_that_make_no_texture_are_refused(options):
    with pytest.raises(ParameterError):
        texture(np.zeros((1, *SHAPE), np.uint8), WHOLE, **options)


@pytest.mark.parametrize(
    ("pictures", "inside"),
    [
        (np.zeros((1, *SHAPE)), WHOLE),
        (np.zeros(SHAPE, np.uint8), WHOLE),
        (np.zeros((1, *SHAPE), np.uint8), WHOLE[1:]),
        (np.zeros((1, *SHAPE), np.uint8), WHOLE.astype(int)),
    ],
)
def test_arrays_that_do_not_fit_are_refused(pictures, inside):
    with pytest.raises(CropError):
        texture(pictures, inside)
