"""Chroma of a thumbnail's bins against plain sums over pixels."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from element_mouseface.core.features.chroma_kernel import ChromaKernel
from element_mouseface.core.features.color_space import MATRICES, rgb_of_chroma
from element_mouseface.core.video.color import (
    COLORLESS,
    ColorLayout,
    PlaneLayout,
    byte_weights,
    rgb_weights,
)
from element_mouseface.errors import CropError, ParameterError

THUMBNAIL = (5, 7)
RNG = np.random.default_rng(4)


def planar(shifts, overhang=(0, 0), scale=1.0):
    """Cb and Cr in planes of their own, as yuv420p has them."""
    planes = ((((scale, 0.0),), shifts, overhang), (((0.0, scale),), shifts, overhang))
    base = 128 - 128 * scale
    return ColorLayout(tuple(PlaneLayout(*plane) for plane in planes), (base, base))


LAYOUTS = {
    "4:2:0": planar((1, 1)),
    "4:2:0 limited": planar((1, 1), scale=255 / 224),
    "4:2:2": planar((0, 1)),
    "4:1:0": planar((2, 2)),
    "4:4:4": planar((0, 0)),
    "mirrored": planar((1, 1), overhang=(1, 1)),
    "interleaved": ColorLayout((PlaneLayout(((1.0, 0.0), (0.0, 1.0)), (1, 1)),), (0.0, 0.0)),
    "16 bits": ColorLayout(
        (PlaneLayout(tuple(byte_weights(2, (1 / 256, 0.0)) + byte_weights(2, (0.0, 1 / 256)))),),
        (0.0, 0.0),
    ),
    "rgb": ColorLayout((PlaneLayout(rgb_weights()),)),
    "rgba": ColorLayout((PlaneLayout((*rgb_weights(), (0.0, 0.0))),)),
}
BOXES = {
    "whole": (slice(0, 41), slice(0, 59)),
    "even": (slice(2, 38), slice(4, 52)),
    "odd": (slice(1, 40), slice(3, 58)),
    "smaller than the thumbnail": (slice(3, 6), slice(1, 6)),
    "one pixel": (slice(7, 8), slice(9, 10)),
}
FRAME = (41, 59)


def planes_of(layout, rng=RNG):
    """Random bytes in rows that lie apart, as a decoder's do."""
    planes = []
    for plane in layout.planes:
        rows, columns = plane.samples(FRAME)
        whole = rng.integers(0, 256, (rows, columns * plane.sample_bytes + 13), np.uint8)
        planes.append(whole[:, : columns * plane.sample_bytes])
    return planes


def by_pixels(planes, layout, box, mask):
    """Plain means over the pixels of each bin, not rounded: (rows, columns, 2)."""
    full = np.zeros((*FRAME, 2)) + np.array(layout.base)
    for plane, how in zip(planes, layout.planes, strict=True):
        samples = plane.reshape(len(plane), -1, how.sample_bytes).astype(float)
        at = [
            (np.arange(n) + over) >> shift
            for n, over, shift in zip(FRAME, how.overhang, how.shifts, strict=True)
        ]
        full += (samples @ np.array(how.to_chroma))[np.ix_(*at)]
    crop = full[box]
    shape = tuple(min(a, b) for a, b in zip(THUMBNAIL, crop.shape[:2], strict=True))
    edges = [
        [i * size // n for i in range(n + 1)] for n, size in zip(shape, crop.shape, strict=False)
    ]
    out = np.full((*shape, 2), 128.0)
    for i in range(shape[0]):
        for j in range(shape[1]):
            part = slice(*edges[0][i : i + 2]), slice(*edges[1][j : j + 2])
            kept = ~mask[part]
            if kept.any():
                out[i, j] = crop[part][kept].mean(0)
    repeat = [np.arange(n) * m // n for n, m in zip(THUMBNAIL, shape, strict=True)]
    return out[np.ix_(*repeat)]


def masks(shape):
    if min(shape) < 3:
        return {"none": np.zeros(shape, bool)}
    corner, dots = np.zeros(shape, bool), RNG.random(shape) < 0.4
    corner[: shape[0] // 2 + 1, : shape[1] // 3 + 1] = True
    return {"none": np.zeros(shape, bool), "corner": corner, "dots": dots}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_each_bin_is_the_mean_of_its_unmasked_pixels(layout, box):
    shape = tuple(axis.stop - axis.start for axis in box)
    planes = planes_of(layout)
    for mask in masks(shape).values():
        kernel = ChromaKernel(FRAME, box, mask, THUMBNAIL)
        out = np.zeros((*THUMBNAIL, 2), np.uint8)
        strength = kernel(planes, layout, out)
        wanted = np.clip(by_pixels(planes, layout, box, mask), 0, 255)
        # rounded half up; at a tie the last digit of a sum decides
        assert np.abs(out - wanted).max() <= 0.5 + 1e-9
        apart = np.abs(wanted % 1 - 0.5) > 1e-9
        np.testing.assert_array_equal(out[apart], np.floor(wanted + 0.5)[apart])
        if min(shape) > 8 and not mask.any():
            from_gray = out.astype(float) - 128
            assert strength == pytest.approx(np.sqrt((from_gray**2).sum(2).mean()), rel=1e-12)


def test_gray_is_exactly_gray():
    for layout in (LAYOUTS["4:2:0"], LAYOUTS["4:2:0 limited"], LAYOUTS["rgb"]):
        planes = [np.full_like(plane, 128) for plane in planes_of(layout)]
        kernel = ChromaKernel(FRAME, BOXES["odd"], masks((39, 55))["dots"], THUMBNAIL)
        out = np.zeros((*THUMBNAIL, 2), np.uint8)
        assert kernel(planes, layout, out) == 0 and (out == 128).all()
    out[:] = 7
    assert kernel([], COLORLESS, out) == 0 and (out == 128).all()


def test_wholly_masked_bins_are_gray_and_do_not_count():
    mask = np.zeros((41, 59), bool)
    mask[:, :30] = True
    kernel = ChromaKernel(FRAME, BOXES["whole"], mask, THUMBNAIL)
    layout, out = LAYOUTS["4:4:4"], np.zeros((*THUMBNAIL, 2), np.uint8)
    planes = [np.full_like(plane, 138) for plane in planes_of(layout)]
    assert kernel(planes, layout, out) == pytest.approx(np.hypot(10, 10))
    assert (out[:, :3] == 128).all() and (out[:, 4:] == 138).all()


def test_threads_and_pickles_give_the_same():
    layout, mask = LAYOUTS["4:2:0"], masks((39, 55))["dots"]
    kernel = pickle.loads(pickle.dumps(ChromaKernel(FRAME, BOXES["odd"], mask, THUMBNAIL)))
    frames = [planes_of(layout, np.random.default_rng(seed)) for seed in range(40)]

    def run(planes):
        out = np.zeros((*THUMBNAIL, 2), np.uint8)
        return kernel(planes, layout, out), out.tobytes()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(run, frames)) == [run(planes) for planes in frames]


def test_planes_of_another_size_are_refused():
    layout = LAYOUTS["4:2:0"]
    kernel, out = ChromaKernel(FRAME, BOXES["odd"]), np.zeros((60, 80, 2), np.uint8)
    planes = planes_of(layout)
    for wrong in ([planes[0]], [planes[0], planes[1][:-1]], [planes[0], planes[1][:, :-1]]):
        with pytest.raises(CropError, match="size"):
            kernel(wrong, layout, out)


@pytest.mark.parametrize("matrix", MATRICES)
def test_red_green_and_blue_of_luma_and_chroma(matrix):
    """Back from colors by the definition of the matrix (ITU-T H.273), within rounding."""
    red, blue = MATRICES[matrix]
    rgb = RNG.uniform(0, 255, (2, 9, 11, 3))
    luma = rgb @ np.array([red, 1 - red - blue, blue])
    chroma = 128 + (rgb[..., [2, 0]] - luma[..., None]) / (2 * (1 - np.array([blue, red])))
    stored = np.rint(luma).astype(np.uint8), np.rint(np.clip(chroma, 0, 255)).astype(np.uint8)
    found = rgb_of_chroma(*stored, matrix)
    assert found.dtype == np.float32 and found.shape == rgb.shape
    assert np.abs(found - rgb).max() < 0.5 + 0.5 * 1.9
    grays = np.arange(256, dtype=np.uint8).reshape(1, 16, 16)
    neutral = np.full((1, 16, 16, 2), 128, np.uint8)
    assert (rgb_of_chroma(grays, neutral, matrix) == grays[..., None]).all()


def test_what_does_not_fit_is_refused():
    luma, chroma = np.zeros((1, 4, 4), np.uint8), np.zeros((1, 4, 4, 2), np.uint8)
    with pytest.raises(ParameterError, match="color matrix"):
        rgb_of_chroma(luma, chroma, "rec709")
    for bad in (chroma[..., :1], chroma[:, :3], chroma.astype(float)):
        with pytest.raises(CropError, match="luma and chroma"):
            rgb_of_chroma(luma, bad, "bt709")
