"""Color features against scikit-image's HSV, NumPy's histograms and planted hues."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest
from skimage.color import hsv2rgb, rgb2hsv

from element_mouseface.core.features.named.color import BINS, COLOR, color
from element_mouseface.errors import CropError
from tests.unit.core.features.named.pictures import ring, smooth_pictures

NAMES = [definition.name for definition in COLOR]
SHAPE = (24, 31)
EVERYWHERE = np.ones(SHAPE, bool)


def columns(values, start):
    return values[:, [k for k, name in enumerate(NAMES) if name.startswith(f"hsv_{start}")]]


def column(values, name):
    return values[:, NAMES.index(f"hsv_{name}")]


def colored(rng, n=4):
    """Smooth pictures in each of red, green and blue: (n, y, x, 3) of float32."""
    parts = [smooth_pictures(rng, n) + rng.uniform(0, 1, (n, *SHAPE)) for _ in range(3)]
    return np.clip(np.stack(parts, -1), 0, 255).astype(np.float32)


def by_skimage(picture, inside):
    """All features of one picture, by scikit-image, NumPy and complex numbers."""
    hue, saturation, value = rgb2hsv(picture.astype(np.float64) / 255)[inside].T
    pixels = picture[inside].astype(np.float64)
    weights, hue = pixels.max(1) - pixels.min(1), 360 * hue
    shares = np.histogram((hue + 22.5) % 360, BINS, (0, 360), weights=weights)[0] / weights.sum()
    mean = (weights * np.exp(1j * np.radians(hue))).sum() / weights.sum()
    found = [*shares, np.degrees(np.angle(mean)) % 360, abs(mean), mean.real, mean.imag]
    for values in (saturation, value):
        found += [*np.histogram(values, BINS, (0, 1))[0] / values.size, values.mean(), values.std()]
    return found


@pytest.mark.parametrize("inside", [EVERYWHERE, ring()], ids=["everywhere", "ring"])
def test_equal_to_scikit_image(inside):
    pictures = colored(np.random.default_rng(0))
    wanted = [by_skimage(picture, inside) for picture in pictures]
    np.testing.assert_allclose(color(pictures, inside), wanted, rtol=1e-9, atol=1e-9)


def test_bytes_and_floats_are_one():
    pictures = np.rint(colored(np.random.default_rng(1))).astype(np.uint8)
    of_bytes = color(pictures, EVERYWHERE)
    for dtype in (np.float32, np.float64):
        np.testing.assert_array_equal(color(pictures.astype(dtype), EVERYWHERE), of_bytes)


@pytest.mark.parametrize("hue", [0, 22.4, 22.6, 45, 90, 120, 180, 239, 240, 300, 337.6, 359])
def test_a_planted_hue_is_found_in_its_bin(hue):
    rgb = np.array(colorsys.hsv_to_rgb(hue / 360, 0.6, 0.8)) * 255
    values = color(np.broadcast_to(rgb, (1, *SHAPE, 3)).copy(), EVERYWHERE)
    assert column(values, "hue_mean")[0] == pytest.approx(hue, abs=1e-4)
    assert column(values, "hue_concentration")[0] == pytest.approx(1)
    assert np.flatnonzero(columns(values, "hue_")[0][:BINS]).tolist() == [
        int((hue + 22.5) // 45) % 8
    ]
    assert column(values, "saturation_mean")[0] == pytest.approx(0.6, abs=1e-6)
    assert column(values, "value_mean")[0] == pytest.approx(0.8, abs=1e-6)
    assert column(values, "saturation_spread")[0] == column(values, "value_spread")[0] == 0


def test_every_hue_has_the_right_cosine_and_sine():
    """A picture of one pixel for each of 3,600 hues, one at a time."""
    hues = np.arange(0, 360, 0.1)
    hsv = np.stack([hues / 360, np.full(hues.shape, 0.7), np.full(hues.shape, 0.9)], -1)
    values = color(255 * hsv2rgb(hsv[:, None])[:, :, None], np.ones((1, 1), bool))
    # as good as numbers of 32 bits tell red, green and blue
    np.testing.assert_allclose(column(values, "hue_cosine"), np.cos(np.radians(hues)), atol=1e-6)
    np.testing.assert_allclose(column(values, "hue_sine"), np.sin(np.radians(hues)), atol=1e-6)
    np.testing.assert_allclose(column(values, "hue_concentration"), 1, atol=1e-12)


def test_the_mean_hue_is_that_of_a_circle_and_gray_pixels_do_not_count():
    """Reds of 350 and 20 degrees, equally strong, around 5 degrees; the rest gray and black."""
    picture = np.full((1, *SHAPE, 3), 90, np.uint8)
    picture[0, :, 20:] = 0
    pair = [np.array(colorsys.hsv_to_rgb(h / 360, 1, 1)) * 255 for h in (350, 20)]
    floats = picture.astype(np.float64)
    floats[0, 3, 4], floats[0, 9, 9] = pair
    values = color(floats, EVERYWHERE)
    assert column(values, "hue_mean")[0] == pytest.approx(5, abs=1e-4)
    assert column(values, "hue_concentration")[0] == pytest.approx(np.cos(np.radians(15)), abs=1e-6)
    assert columns(values, "hue_")[0][0] == pytest.approx(1)


def test_gray_has_no_hue_and_opposite_hues_no_mean():
    gray = np.repeat(smooth_pictures(np.random.default_rng(3), 2)[..., None], 3, axis=3)
    values = color(gray, EVERYWHERE)
    assert np.isnan(columns(values, "hue_")).all()
    others = [k for k, name in enumerate(NAMES) if "hue" not in name]
    assert np.isfinite(values[:, others]).all()
    assert (column(values, "saturation_mean") == 0).all()
    assert (column(values, "saturation_1") == 1).all()
    opposite = np.zeros((1, *SHAPE, 3))
    opposite[:, :12] = (255, 0, 0)
    opposite[:, 12:] = (0, 255, 255)
    values = color(opposite, EVERYWHERE)
    assert column(values, "hue_concentration")[0] == pytest.approx(0, abs=1e-12)
    assert (
        np.isnan(column(values, "hue_mean")[0]) and np.isfinite(values[0]).sum() == len(COLOR) - 1
    )


def test_no_pixel_no_numbers():
    pictures = colored(np.random.default_rng(4))
    assert np.isnan(color(pictures, np.zeros(SHAPE, bool))).all()


def test_each_picture_is_computed_alone():
    pictures = colored(np.random.default_rng(5), 5)
    whole = color(pictures, ring())
    for k in range(5):
        np.testing.assert_array_equal(color(pictures[k : k + 1], ring())[0], whole[k])
    assert color(pictures[:0], ring()).shape == (0, len(COLOR))


@pytest.mark.parametrize(
    "pictures",
    [
        np.zeros((2, *SHAPE), np.uint8),
        np.zeros((2, *SHAPE, 4), np.uint8),
        np.zeros((2, *SHAPE, 3), np.int64),
        np.full((2, *SHAPE, 3), 255.5),
        np.full((2, *SHAPE, 3), -0.1),
        np.full((2, *SHAPE, 3), np.nan),
    ],
)
def test_what_is_no_color_is_refused(pictures):
    with pytest.raises(CropError):
        color(pictures, EVERYWHERE)
    with pytest.raises(CropError, match="region"):
        color(np.zeros((1, *SHAPE, 3), np.uint8), np.ones((3, 3), bool))
