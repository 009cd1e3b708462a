"""Regions in thumbnails and cells, against counting pixels one by one."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.facial_signals.regions import Region
from element_mouseface.core.frame_features.places import (
    cell_shares,
    region_places,
    thumbnail_pixels,
)
from element_mouseface.core.frame_features.reasons import Reason
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import Crop, Mask
from tests.unit.core.frame_features.recordings import frames_of_face, recorded

CROP = Crop(20, 10, 150, 100, (Mask("spout", "box", ((40, 20), (80, 50))),))


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    return recorded(folder / "r.zarr", frames_of_face(16), crop=CROP)


@pytest.mark.parametrize("shape", [(120, 160), (97, 203), (60, 80), (61, 79), (20, 33), (200, 40)])
def test_a_thumbnail_pixel_belongs_if_half_of_its_pixels_do(shape):
    rng = np.random.default_rng(1)
    covered = rng.random(shape) < 0.5
    covered[: shape[0] // 2] |= rng.random((shape[0] // 2, 1)) < 0.7
    found = thumbnail_pixels(covered, (60, 80))
    rows, columns = min(60, shape[0]), min(80, shape[1])
    for i in range(60):
        for j in range(80):
            a, b = i * rows // 60, j * columns // 80  # pixels of a small crop are repeated
            part = covered[
                a * shape[0] // rows : (a + 1) * shape[0] // rows,
                b * shape[1] // columns : (b + 1) * shape[1] // columns,
            ]
            assert found[i, j] == (2 * part.sum() >= part.size), (i, j)


def test_thumbnail_pixels_are_those_of_the_pass(tmp_path):
    """A region that is bright in the movie is bright in exactly its thumbnail pixels."""
    region = Region.box("cheek", 31, 17, 60, 43)
    frame = np.zeros((113, 171), np.uint8)
    rows, columns, _ = region.inside(113, 171)
    frame[rows, columns] = 200
    found = recorded(tmp_path / "r.zarr", np.stack([frame] * 16), crop=Crop(5, 3, 160, 101))
    _, place = region_places(found, [region])
    np.testing.assert_array_equal(place.inside, found.thumbnails[0] >= 100)


def test_cells_count_by_the_share_that_is_covered():
    covered, counted = np.zeros((50, 70), bool), np.ones((50, 70), bool)
    covered[:16, :16] = covered[16:32, 16:28] = covered[32:48, 32:39] = True
    shares = cell_shares(covered, counted, (16, 16))
    assert shares.shape == (3, 4)
    assert shares[0, 0] == 1 and shares[1, 1] == 0.75 and shares[2, 2] == 0  # 7/16 is too few
    assert shares.sum() == 1.75
    counted[:16, 8:16] = counted[16:32, 24:32] = False
    shares = cell_shares(covered, counted, (16, 16))
    assert shares[0, 0] == 1  # what a mask leaves of it is inside
    assert shares[1, 1] == 1 and shares.sum() == 2
    counted[:16, :10] = False
    assert cell_shares(covered, counted, (16, 16))[0, 0] == 0


def test_no_masked_pixel_belongs_to_a_region(result):
    crop, cheek = region_places(result, [Region.box("cheek", 30, 15, 100, 80)])
    for place in (crop, cheek):
        rows, columns = np.nonzero(place.inside)
        y, x = (rows + 0.5) * 100 / 60 + 10, (columns + 0.5) * 150 / 80 + 20
        assert not ((x > 41) & (x < 79) & (y > 21) & (y < 49)).any()
    assert crop.n_pixels < 4800 and (cheek.inside <= crop.inside).all()
    assert crop.cell_weights[1, 2] == 0  # pixels 52 to 68, 26 to 42: all masked
    assert not crop.reason and not cheek.reason and cheek.outside == 0


def test_a_region_that_cannot_be_measured_says_why(result):
    found = region_places(
        result,
        [
            Region.box("under the spout", 45, 25, 30, 20),
            Region.box("dot", 100, 60, 3, 3),
            Region.box("at the edge", 10, 60, 40, 40),
        ],
    )
    assert [place.reason for place in found] == [0, Reason.MASKED, Reason.TOO_SMALL, 0]
    assert found[3].outside == pytest.approx(0.25)
    (_, dot) = region_places(result, [Region.box("dot", 100, 60, 9, 9)], min_pixels=4)
    assert not dot.reason


def test_a_region_outside_is_refused(result):
    with pytest.raises(CropError, match=r"'ear' is outside the crop.*\n.*x 20 to 170, y 10 to 110"):
        region_places(result, [Region.box("ear", 171, 0, 10, 10)])
    with pytest.raises(CropError, match="reaches outside the frame"):
        region_places(result, [Region.box("ear", 180, 0, 100, 10)])


@pytest.mark.parametrize("name", ["crop", "points", "motion", "reason", "a:b", " a", "a\nb"])
def test_names_that_are_no_columns_are_refused(result, name):
    with pytest.raises(ParameterError, match="cannot have features"):
        region_places(result, [Region.box(name, 30, 20, 30, 30)])


def test_two_regions_of_one_name_are_refused(result):
    one = Region.box("a", 30, 20, 30, 30)
    with pytest.raises(ParameterError, match="same name"):
        region_places(result, [one, one])
