"""Regions: which bins they become, what is refused, and that they are known by content."""

from __future__ import annotations

import json

import numpy as np
import pytest

from element_mouseface.core.facial_signals.regions import FULL_FRAME, Region, Regions
from element_mouseface.errors import CropError, ParameterError

WHISKERS = Region.box("whiskers", 20, 10, 31, 22)


def facemap_bins(first, last, sbin):
    """Facemap's two lines for a region's rows and columns, as its documentation states them."""
    rows = np.arange(np.floor(first / sbin), np.floor(last / sbin)).astype(int)
    columns = np.arange(np.floor(first / sbin), np.floor(last) / sbin).astype(int)
    return rows, columns


@pytest.mark.parametrize("sbin", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("first", [0, 3, 8])
@pytest.mark.parametrize("size", [9, 24, 25, 28])
def test_a_box_becomes_facemaps_bins(sbin, first, size):
    region = Region.box("r", first, first, size, size)
    (found,) = Regions((region,), full_frame=False).bins(sbin, 64, 64)
    rows, columns = facemap_bins(first, first + size - 1, sbin)
    np.testing.assert_array_equal(found.yrange_bin, rows)
    np.testing.assert_array_equal(found.xrange_bin, columns)
    np.testing.assert_array_equal(found.yrange, np.arange(first, first + size))
    assert found.inside.shape == (rows.size, columns.size) and found.inside.all()


def test_numbers_and_names_are_facemaps():
    both = Regions((WHISKERS, Region.box("mouth", 0, 0, 20, 20))).bins(4, 48, 64)
    assert [(r.roi_no, r.roi_name) for r in both] == [
        (0, FULL_FRAME),
        (1, "whiskers"),
        (2, "mouth"),
    ]
    full = both[0]
    assert (full.yrange.size, full.xrange.size) == (48, 64)
    assert full.inside.shape == (12, 16)
    alone = Regions((WHISKERS,), full_frame=False).bins(4, 48, 64)
    assert [r.roi_no for r in alone] == [1]


def test_a_frame_that_is_no_whole_number_of_bins_loses_the_rest():
    (full,) = Regions().bins(4, 50, 67)
    assert full.inside.shape == (12, 16)
    (edge,) = Regions((Region.box("edge", 40, 30, 27, 20),), full_frame=False).bins(4, 50, 67)
    assert edge.yrange_bin[-1] == 11 and edge.xrange_bin[-1] == 15


@pytest.mark.parametrize("sbin", [1, 3, 4])
def test_an_ellipse_has_the_bins_that_are_mostly_inside(sbin):
    region = Region("eye", "ellipse", ((10, 20), (50, 44)))
    (found,) = Regions((region,), full_frame=False).bins(sbin, 64, 96)
    y, x = np.mgrid[:64, :96] + 0.5
    inside = ((x - 30) / 20) ** 2 + ((y - 32) / 12) ** 2 <= 1
    h, w = 64 // sbin, 96 // sbin
    part = inside[: h * sbin, : w * sbin].reshape(h, sbin, w, sbin).mean((1, 3))
    mask = np.zeros((h, w), bool)
    mask[np.ix_(found.yrange_bin, found.xrange_bin)] = found.inside
    np.testing.assert_array_equal(mask, part >= 0.5)
    assert found.n_bins * sbin**2 == pytest.approx(np.pi * 20 * 12, rel=0.05)
    assert found.inside.any(1).all() and found.inside.any(0).all()


def test_a_polygon_may_be_concave():
    points = ((8, 8), (56, 8), (56, 56), (40, 56), (40, 24), (24, 24), (24, 56), (8, 56))
    (found,) = Regions((Region("u", "polygon", points),), full_frame=False).bins(4, 64, 64)
    assert found.n_bins * 16 == 48 * 48 - 16 * 32
    assert not found.inside[6:, 5:7].any()


@pytest.mark.parametrize(
    "region",
    [
        Region.box("r", -1, 0, 20, 20),
        Region.box("r", 50, 0, 15, 20),
        Region("r", "ellipse", ((0, 40), (20, 49))),
        Region("r", "polygon", ((0, 0), (20, 0), (10, 48.5))),
    ],
)
def test_outside_the_frame_is_an_error(region):
    with pytest.raises(CropError, match="reaches outside the frame"):
        Regions((region,)).bins(4, 48, 64)


def test_smaller_than_a_bin_is_an_error():
    for region in (Region.box("r", 5, 5, 3, 2), Region("r", "ellipse", ((8, 8), (10, 10)))):
        with pytest.raises(CropError, match="smaller than one bin"):
            Regions((region,), full_frame=False).bins(8, 48, 64)
    with pytest.raises(CropError, match="frame is smaller"):
        Regions().bins(64, 48, 64)


@pytest.mark.parametrize("sbin", [0, 257, 2.5, True])
def test_bins_of_no_size_are_refused(sbin):
    with pytest.raises(ParameterError, match="sbin"):
        Regions().bins(sbin, 48, 64)


@pytest.mark.parametrize(
    ("shape", "points"),
    [
        ("box", ((0, 0), (0, 10))),
        ("box", ((0, 0), (10.5, 10))),
        ("box", ((0, 0), (10, 10), (20, 0))),
        ("ellipse", ((0, 0), (float("nan"), 10))),
        ("polygon", ((0, 0), (10, 10))),
    ],
)
def test_a_region_without_area_is_refused(shape, points):
    with pytest.raises(CropError, match=r"no area|points cannot have this value"):
        Region("r", shape, points)


def test_names_and_shapes_are_checked():
    for name in ("", "full frame"):
        with pytest.raises(ParameterError, match="name"):
            Region.box(name, 0, 0, 8, 8)
    with pytest.raises(ParameterError, match="unknown shape"):
        Region("r", "circle", ((0, 0), (8, 8)))
    with pytest.raises(ParameterError, match="same name"):
        Regions((WHISKERS, WHISKERS))
    with pytest.raises(ParameterError, match="no region"):
        Regions((), full_frame=False)


def test_known_by_content_through_json():
    regions = Regions((WHISKERS, Region("eye", "ellipse", ((1, 2), (30.5, 20)))))
    again = Regions.from_dict(json.loads(json.dumps(regions.to_dict())))
    assert again == regions and again.content_hash() == regions.content_hash()
    other = Regions((WHISKERS, Region("eye", "ellipse", ((1, 2), (30.5, 21)))))
    assert other.content_hash() != regions.content_hash()
    assert (
        Regions((WHISKERS,), full_frame=False).content_hash() != Regions((WHISKERS,)).content_hash()
    )
