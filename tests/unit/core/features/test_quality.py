"""Traces, thumbnail and flags of the frame kernel against plain NumPy."""

import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from element_mouseface.core.features._kernel.cell_histograms import _cells_function
from element_mouseface.core.features._kernel.simd_avx512 import HAS_AVX512
from element_mouseface.core.features._kernel.thumbnail_quality import quality_function
from element_mouseface.core.features.frame_kernel import (
    THUMBNAIL_PX,
    FrameKernel,
    cell_histograms,
)
from element_mouseface.core.features.quality import TRACES, FrameFlag, flag_names
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import HOGParams

VIDEO_RANGE = np.round(np.clip((np.arange(256) - 16) * (255 / 219), 0, 255)).astype(np.uint8)
SMALL = HOGParams(4, 2)


@pytest.fixture
def rng():
    return np.random.default_rng(21)


def oracle_traces(luma, previous, mask):
    """Luminance, sharpness, entropy, motion energy by their definitions."""
    kept, value = ~mask, luma.astype(float)
    mean = value[kept].mean()
    out = mask.copy()
    out[1:-1] |= mask[2:] | mask[:-2]
    out[:, 1:-1] |= mask[:, 2:] | mask[:, :-2]
    gy, gx = value[2:, 1:-1] - value[:-2, 1:-1], value[1:-1, 2:] - value[1:-1, :-2]
    squares = (gx**2 + gy**2)[::4][~out[1:-1, 1:-1][::4]]
    sharpness = np.sqrt(squares.mean()) / mean if squares.size and mean else np.nan
    counts = np.bincount(luma[::4, ::4][kept[::4, ::4]])
    p = counts[counts > 0] / counts.sum() if counts.sum() else np.array([np.nan])
    motion = np.nan if previous is None else np.abs(value - previous)[kept].mean()
    return mean, sharpness, -(p * np.log2(p)).sum(), motion


def oracle_thumbnail(luma, mask, shape):
    h, w = luma.shape
    picture = np.zeros(shape, np.uint8)
    for i, j in np.ndindex(*shape):
        y, x = i * h // shape[0], j * w // shape[1]
        below, right = (i + 1) * h // shape[0], (j + 1) * w // shape[1]
        box = np.s_[y : max(below, y + 1), x : max(right, x + 1)]
        pixels = luma[box][~mask[box]]
        picture[i, j] = np.floor(pixels.mean() + 0.5) if pixels.size else 0
    return picture


def run(kernel, *frames):
    """Results of consecutive frames."""
    arrays, previous = kernel.allocate(len(frames)), None
    for i, frame in enumerate(frames):
        kernel(frame, previous, kernel.row(arrays, i))
        previous = frame
    return arrays


# The ways there are on this processor; the plain one is there on each.
WAYS = [False, True] if HAS_AVX512 else [False]


@pytest.mark.parametrize("avx512", WAYS)
@pytest.mark.parametrize("table", [None, VIDEO_RANGE, VIDEO_RANGE[::-1].copy()])
@pytest.mark.parametrize("masked", [0.0, 0.1, 0.6])
@pytest.mark.parametrize("shape", [(3, 4), (9, 31), (40, 64), (67, 33), (130, 101), (9, 300)])
def test_traces_and_thumbnail_are_what_they_say(rng, shape, masked, table, avx512):
    frames = rng.integers(0, 256, (2, *shape), dtype=np.uint8)
    mask = rng.random(shape) < masked
    mask[0, 0] = False
    kernel = FrameKernel(SMALL, *shape, luma_table=table, mask=mask, thumbnail_px=(7, 11))
    kernel._quality_function = quality_function(avx512)
    got = run(kernel, *frames)
    luma = frames if table is None else table[frames]
    for i in range(2):
        want = oracle_traces(luma[i], luma[i - 1] if i else None, mask)
        np.testing.assert_allclose([got[name][i] for name in TRACES], want, rtol=1e-6, atol=1e-6)
        np.testing.assert_array_equal(got["thumbnail"][i], oracle_thumbnail(luma[i], mask, (7, 11)))


@pytest.mark.parametrize("avx512", WAYS)
@pytest.mark.parametrize("shape", [(6, 20000), (4000, 70)])
def test_the_widest_and_the_highest_frames_do_not_overflow(shape, avx512):
    bright, dark = np.full(shape, 255, np.uint8), np.zeros(shape, np.uint8)
    kernel = FrameKernel(SMALL, *shape, thumbnail_px=(5, 6))
    kernel._quality_function = quality_function(avx512)
    got = run(kernel, bright, dark)
    assert got["motion_energy"][1] == 255
    assert (got["thumbnail"][0] == 255).all() and got["luminance"][0] == 255


@pytest.mark.parametrize("shape", [(7, 64), (7, 65), (40, 83), (12, 200), (5, 700)])
@pytest.mark.parametrize("bins", [8, 9])
def test_looking_bytes_up_gives_the_same_cells_to_the_bit(rng, shape, bins):
    if not HAS_AVX512:
        pytest.skip("this processor has no AVX-512 VBMI: there is one way only")
    frames = rng.integers(0, 256, (3, *shape), dtype=np.uint8)
    params = HOGParams(bins, 4)
    kernel = FrameKernel(params, *shape, luma_table=VIDEO_RANGE)
    both = []
    for avx512 in WAYS:
        kernel._cells._function = _cells_function(bins, False, avx512)
        cells = np.empty((3, *kernel.grid, bins), np.float32)
        kernel.many_cells(frames, cells)
        both.append(cells)
    np.testing.assert_array_equal(*(cells.view(np.uint32) for cells in both))


def test_cells_are_those_of_cell_histograms(rng):
    frame = rng.integers(0, 256, (70, 90), dtype=np.uint8)
    mask = rng.random(frame.shape) < 0.05
    params = HOGParams(8, 16)
    got = run(FrameKernel(params, 70, 90, mask=mask, luma_table=VIDEO_RANGE), frame)
    want = cell_histograms(frame[None], params, mask=mask, luma_table=VIDEO_RANGE)
    np.testing.assert_array_equal(got["cells"], want)


def test_flags(rng):
    shape = (40, 40)
    frame = rng.integers(40, 200, shape, dtype=np.uint8)
    bright = frame.copy()
    bright[:15] = 252
    frames = [frame, frame.copy(), np.full(shape, 90, np.uint8), np.zeros(shape, np.uint8), bright]
    got = [FrameFlag(int(v)) for v in run(FrameKernel(SMALL, *shape), *frames)["flags"]]
    assert got == [
        FrameFlag.FIRST,
        FrameFlag.REPEATED,
        FrameFlag.CONSTANT,
        FrameFlag.CONSTANT | FrameFlag.BLACK,
        FrameFlag.SATURATED,
    ]
    assert flag_names(got[3]) == "CONSTANT+BLACK"
    assert flag_names(0) == ""


def test_one_changed_pixel_is_no_repetition(rng):
    frame = rng.integers(0, 256, (37, 45), dtype=np.uint8)
    kernel = FrameKernel(SMALL, 37, 45)
    for y, x in ((0, 0), (36, 44), (20, 31), (20, 32)):
        other = frame.copy()
        other[y, x] ^= 1
        assert not run(kernel, frame, other)["flags"][1] & FrameFlag.REPEATED


def test_a_missing_frame_has_no_values():
    kernel = FrameKernel(SMALL, 20, 20)
    arrays = kernel.allocate(1)
    kernel.missing(kernel.row(arrays, 0))
    assert np.isnan(arrays["cells"]).all()
    assert all(np.isnan(arrays[name][0]) for name in TRACES)
    assert arrays["flags"][0] == FrameFlag.MISSING


def test_black_has_no_sharpness_and_no_entropy():
    got = run(FrameKernel(SMALL, 20, 20), np.zeros((20, 20), np.uint8))
    assert np.isnan(got["sharpness"][0])
    assert got["entropy"][0] == 0


def test_exposure_cancels_in_sharpness_and_blur_lowers_it(rng):
    frame = rng.integers(0, 100, (64, 64), dtype=np.uint8)
    blurred = ((frame[:-1, :-1].astype(int) + frame[1:, 1:]) // 2).astype(np.uint8)
    sharp = run(FrameKernel(SMALL, 64, 64), frame, 2 * frame)["sharpness"]
    soft = run(FrameKernel(SMALL, 63, 63), blurred)["sharpness"]
    assert sharp[0] == pytest.approx(sharp[1], rel=1e-6)
    assert soft[0] < 0.8 * sharp[0]


def test_outputs_tell_shapes_and_types():
    kernel = FrameKernel(HOGParams(), 480, 640)
    arrays = kernel.allocate(3)
    for name, (shape, dtype) in kernel.outputs.items():
        assert arrays[name].shape == (3, *shape)
        assert arrays[name].dtype == dtype
    assert arrays["cells"].shape == (3, 15, 20, 8)
    assert arrays["thumbnail"].shape[1:] == THUMBNAIL_PX
    assert set(TRACES) < set(arrays)


def test_planes_are_read_where_they_lie(rng):
    planes = rng.integers(0, 256, (2, 60, 128), dtype=np.uint8)
    planes.flags.writeable = False
    views = planes[:, 5:45, 3:73]
    kernel = FrameKernel(SMALL, 40, 70)
    for name, want in run(kernel, *views.copy()).items():
        np.testing.assert_array_equal(run(kernel, *views)[name], want)


def test_threads_share_a_kernel_and_it_pickles(rng):
    frames = rng.integers(0, 256, (16, 60, 80), dtype=np.uint8)
    mask = np.zeros((60, 80), bool)
    mask[:9, :9] = True
    kernel = FrameKernel(HOGParams(9, 8), 60, 80, mask=mask, luma_table=VIDEO_RANGE)
    want = run(kernel, *frames)
    copy = pickle.loads(pickle.dumps(kernel))
    arrays = copy.allocate(16)
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda i: copy(frames[i], frames[i - 1] if i else None, copy.row(arrays, i)),
                range(16),
            )
        )
    for name in want:
        np.testing.assert_array_equal(arrays[name], want[name])


def test_bad_frames_and_sizes_are_refused():
    kernel = FrameKernel(SMALL, 20, 20)
    row = kernel.row(kernel.allocate(1), 0)
    good = np.zeros((20, 20), np.uint8)
    for bad in (np.zeros((20, 21), np.uint8), np.zeros((20, 20), np.int64)):
        with pytest.raises(CropError, match="the kernel's size"):
            kernel(bad, None, row)
        with pytest.raises(CropError, match="the kernel's size"):
            kernel(good, bad, row)
    with pytest.raises(ParameterError, match="thumbnail"):
        FrameKernel(SMALL, 20, 20, thumbnail_px=(0, 4))
    with pytest.raises(CropError, match="smaller than one block"):
        FrameKernel(HOGParams(), 31, 40)


@pytest.mark.parametrize(
    "name, array",
    [
        ("cells", np.zeros((2, 2, 8))),
        ("cells", np.zeros((2, 3, 8), np.float32)),
        ("cells", np.zeros((2, 2, 16), np.float32)[:, :, ::2]),
        ("thumbnail", np.zeros((60, 79), np.uint8)),
        ("luminance", np.zeros(1, np.float32)),
        ("flags", np.zeros((), np.int16)),
        ("entropy", None),
    ],
)
def test_places_that_compiled_code_would_write_beyond_are_refused(rng, name, array):
    kernel = FrameKernel(HOGParams(8, 10), 20, 20)
    frame = rng.integers(0, 256, (20, 20), dtype=np.uint8)
    out = {**kernel.row(kernel.allocate(1), 0)}
    kernel(frame, None, out)
    if array is None:
        del out[name]
    else:
        out[name] = array
    with pytest.raises(CropError, match=f"A frame's {name} cannot"):
        kernel(frame, None, out)
    if name == "cells":
        with pytest.raises(CropError, match="A frame's cells cannot"):
            kernel.many_cells(frame[None], array[None])


def test_a_row_of_a_larger_kernel_is_looked_at_again():
    large, small = (FrameKernel(HOGParams(8, 10), n, n) for n in (40, 20))
    row = small.row(small.allocate(1), 0)
    with pytest.raises(CropError, match="A frame's cells cannot"):
        large(np.zeros((40, 40), np.uint8), None, row)


def test_a_read_only_place_is_refused():
    kernel = FrameKernel(HOGParams(8, 10), 20, 20)
    arrays = kernel.allocate(1)
    arrays["thumbnail"].setflags(write=False)
    with pytest.raises(CropError, match="read-only"):
        kernel.row(arrays, 0)


def test_what_is_kept_of_a_call_does_not_reach_the_next(rng):
    """The workspaces are used again: the same frames in another order give the same."""
    kernel = FrameKernel(HOGParams(9, 8), 40, 70, luma_table=VIDEO_RANGE)
    frames = rng.integers(0, 256, (4, 40, 70), dtype=np.uint8)
    frames[2] = 250
    first = run(kernel, *frames)
    again = run(kernel, *frames)
    fresh = run(FrameKernel(HOGParams(9, 8), 40, 70, luma_table=VIDEO_RANGE), *frames)
    for name in first:
        np.testing.assert_array_equal(first[name], again[name])
        np.testing.assert_array_equal(first[name], fresh[name])
