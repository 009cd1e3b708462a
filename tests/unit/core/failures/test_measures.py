"""Measures of causes: each follows its own cause, and the others change it little."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from element_mouseface.core.failures.causes import MEASURES
from element_mouseface.core.failures.measures import measures_of_pictures
from element_mouseface.core.failures.usual_picture import blocks_of, make_usual_picture, row_medians
from element_mouseface.core.features.frame_kernel import FrameKernel
from element_mouseface.params import HOGParams

HIGH, WIDE = 240, 320
LEAST = {one.name: one.least for one in MEASURES}


def picture(seed: int) -> np.ndarray:
    """A rough bright disk before a dark, uneven wall, with a little noise of its own."""
    rng = np.random.default_rng(1)
    y, x = np.mgrid[:HIGH, :WIDE]
    fur = cv2.GaussianBlur(rng.normal(size=(HIGH, WIDE)), (0, 0), 1.5) * 60
    wall = 45 + 0.06 * x + 0.3 * fur
    face = 110 + 0.15 * (y - 120) + fur
    out = np.where(np.hypot(x - 170, y - 125) < 95, face, wall)
    return out + np.random.default_rng([2, seed]).normal(0, 1.0, out.shape)


def bytes_of(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def extracted(pictures, square_roots: bool):
    params = HOGParams(pixels_per_cell=(32, 32), transform_sqrt=square_roots)
    kernel = FrameKernel(params, HIGH, WIDE)
    values = kernel.allocate(len(pictures))
    for index, one in enumerate(pictures):
        kernel(bytes_of(one), None, kernel.row(values, index))
    return values


def covered(one: np.ndarray) -> np.ndarray:
    out = one.copy()
    out[120:200, 150:215] = 190
    return out


CHANGES = {
    "log_luminance": lambda one: 0.4 * one,
    "contrast": lambda one: one.mean() + 0.4 * (one - one.mean()),
    "detail": lambda one: cv2.GaussianBlur(one, (0, 0), 2.5),
    "covered_share": covered,
    "saturated_share": lambda one: 2.2 * one,
    "noise": lambda one: one + np.random.default_rng(7).normal(0, 40, one.shape),
}
#: what a change cannot help changing, beside its own measure
SIDE = {
    "saturated_share": {"log_luminance", "detail", "noise"},
    "detail": {"noise"},  # less of both, or more of both
    "noise": {"detail"},
    "log_luminance": {"noise"},  # less, never more
    "contrast": {"noise"},
}


@cache
def usual_of(square_roots: bool):
    """The usual picture, and the measures of other frames like it."""
    frames = extracted([picture(k) for k in range(24)], square_roots)
    usual = make_usual_picture(frames["thumbnail"], frames["cells"], None, square_roots)
    others = extracted([picture(k) for k in range(50, 54)], square_roots)
    return usual, measures_of_pictures(usual, others)


@pytest.mark.parametrize("square_roots", [True, False])
@pytest.mark.parametrize("name", CHANGES)
def test_a_measure_follows_its_cause_and_no_other(name, square_roots):
    usual, before = usual_of(square_roots)
    changed = extracted([CHANGES[name](picture(k)) for k in range(50, 54)], square_roots)
    after = measures_of_pictures(usual, changed)
    for other in before:
        change = abs(np.median(after[other]) - np.median(before[other])) / LEAST[other]
        if other == name:
            assert change > 1.5, other
        elif other not in SIDE.get(name, ()):
            assert change < 1.0, other
    if name in ("log_luminance", "contrast", "detail", "saturated_share"):
        assert np.median(after["noise"]) < np.median(before["noise"]) + 0.05
    if name == "log_luminance":
        assert np.median(after[name] - before[name]) == pytest.approx(np.log(0.4), abs=0.02)
    if name == "contrast":
        assert np.median(after[name] - before[name]) == pytest.approx(np.log(0.4), abs=0.05)
    if name == "covered_share":
        assert np.median(after[name]) == pytest.approx(80 * 65 / (HIGH * WIDE), rel=0.3)


def test_the_shift_is_where_the_picture_moved():
    usual, _ = usual_of(False)
    for right, down in ((6, 0), (0, -6), (4, 4)):
        moved = [np.roll(picture(k), (down, right), (0, 1)) for k in range(60, 64)]
        blocks = blocks_of(extracted(moved, False)["thumbnail"])
        slope, offset = usual.light(blocks)
        left = usual.differences(blocks, slope, offset)
        found = np.median(usual.shift(left, np.zeros_like(left, bool)), axis=0) * 8  # px of a block
        assert found == pytest.approx((right, down), abs=1.6)


def test_masked_pixels_count_nothing():
    mask = np.zeros((60, 80), bool)
    mask[30:50, 36:54] = True
    frames = extracted([picture(k) for k in range(12)], False)
    usual = make_usual_picture(frames["thumbnail"], frames["cells"], mask, False)
    blocks = blocks_of(extracted([covered(picture(99))], False)["thumbnail"])
    slope, offset = usual.light(blocks)
    left = usual.differences(blocks, slope, offset)
    assert usual.covered(left).sum() <= 2  # the patch is under the mask
    assert (left[0][~usual.inside] == 0).all()


def test_medians_of_rows():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(50, 9))
    values[rng.random(values.shape) < 0.4] = np.nan
    values[3] = np.nan
    due = np.array([np.nan if np.isnan(row).all() else np.nanmedian(row) for row in values])
    np.testing.assert_allclose(row_medians(values), due)
