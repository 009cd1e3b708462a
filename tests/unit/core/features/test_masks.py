"""Masks as pixels."""

import numpy as np
import pytest

from element_mouseface.core.features.masks import gradient_mask, mask_px
from element_mouseface.errors import CropError
from element_mouseface.params import Crop, Mask


def test_a_rectangle_covers_its_whole_pixels_in_frame_coordinates():
    crop = Crop(x=10, y=5, width=20, height=10, masks=(Mask("spout", points=((12, 6), (15, 8))),))
    got = mask_px(crop, 40, 60)
    want = np.zeros((10, 20), bool)
    want[1:3, 2:5] = True
    np.testing.assert_array_equal(got, want)


def test_corners_may_come_in_any_order_and_masks_may_reach_out():
    one = Crop(masks=(Mask(points=((-4, 3), (5, 90))),))
    other = Crop(masks=(Mask(points=((5, 90), (-4, 3))),))
    np.testing.assert_array_equal(mask_px(one, 20, 20), mask_px(other, 20, 20))
    assert mask_px(one, 20, 20).sum() == 17 * 5


def test_an_ellipse_has_its_area_and_symmetry():
    got = mask_px(Crop(masks=(Mask("eye", "ellipse", ((10, 20), (90, 60))),)), 100, 120)
    assert got.sum() == pytest.approx(np.pi * 40 * 20, rel=0.01)
    np.testing.assert_array_equal(got[20:60], got[20:60][::-1])
    assert not got[:20].any() and not got[:, 90:].any()


def test_polygons_agree_with_rectangles_and_follow_the_even_odd_rule():
    box = ((3, 4), (11, 9))
    corners = ((3, 4), (11, 4), (11, 9), (3, 9))
    square = mask_px(Crop(masks=(Mask("r", "box", box),)), 20, 20)
    np.testing.assert_array_equal(
        mask_px(Crop(masks=(Mask("p", "polygon", corners),)), 20, 20), square
    )
    twice = mask_px(Crop(masks=(Mask("p", "polygon", corners + corners),)), 20, 20)
    assert not twice.any()


def test_a_triangle_has_half_its_box():
    triangle = Mask("t", "polygon", ((0, 0), (100, 0), (0, 60)))
    assert mask_px(Crop(masks=(triangle,)), 60, 100).sum() == pytest.approx(3000, rel=0.02)


def test_masks_add_up_and_none_leaves_all():
    masks = (Mask("a", points=((0, 0), (2, 2))), Mask("b", points=((1, 1), (3, 3))))
    assert mask_px(Crop(masks=masks), 10, 10).sum() == 7
    assert not mask_px(Crop(), 10, 10).any()


def test_masks_that_cannot_be_are_refused():
    with pytest.raises(CropError, match="outside the frame"):
        mask_px(Crop(masks=(Mask(points=((50, 0), (60, 5))),)), 40, 40)
    with pytest.raises(CropError, match="leave no pixel"):
        mask_px(Crop(masks=(Mask(points=((0, 0), (40, 40))),)), 40, 40)


def test_a_masked_pixel_takes_the_gradients_that_use_it():
    mask = np.zeros((5, 5), bool)
    mask[2, 2] = mask[0, 1] = True
    got = gradient_mask(mask)
    want = np.zeros((5, 5), bool)
    want[[2, 1, 3, 2, 2], [2, 2, 2, 1, 3]] = True
    # The corner's difference along x is 0 whatever lies beside it.
    want[[0, 0, 1], [1, 2, 1]] = True
    np.testing.assert_array_equal(got, want)
