"""Cell histograms against scikit-image, ties included."""

import itertools
import os
import pickle
import platform
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from skimage.feature import _hoghistogram, hog

from element_mouseface.core.features.block_norm import hog_image, normalized
from element_mouseface.core.features.frame_kernel import cell_histograms
from element_mouseface.errors import CropError, ParameterError
from element_mouseface.params import BLOCK_NORMS, HOGParams

# Levels whose roots meet at 45, 22.5, 30 or 15 degrees: squares, and squares times 2, 3, 6.
TIES = np.array([0, 1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 27, 32, 36, 48, 50, 54, 98, 128, 242])


def levels(rng, kind, shape):
    if kind == "noise":
        return rng.integers(0, 256, shape, dtype=np.uint8)
    if kind == "ties":
        return rng.choice(TIES, shape).astype(np.uint8)
    if kind == "dark":
        return rng.integers(0, 7, shape, dtype=np.uint8)
    if kind == "bright":
        return rng.integers(252, 256, shape, dtype=np.uint8)
    flat = np.full(shape, 90, np.uint8)
    flat[shape[0] // 2 :] = 133
    return flat


def oracle_cells(image, params, mask=None):
    """Histograms from scikit-image's own compiled loop, on gradients of float64."""
    value = np.sqrt(image.astype(float)) if params.transform_sqrt else image.astype(float)
    gy, gx = np.zeros_like(value), np.zeros_like(value)
    gy[1:-1] = value[2:] - value[:-2]
    gx[:, 1:-1] = value[:, 2:] - value[:, :-2]
    if mask is not None:
        out = mask.copy()
        out[1:-1] |= mask[2:] | mask[:-2]
        out[:, 1:-1] |= mask[:, 2:] | mask[:, :-2]
        gy[out] = gx[out] = 0
    (rows, columns), (high, wide) = params.grid(*image.shape), params.pixels_per_cell
    cells = np.zeros((rows, columns, params.orientations))
    _hoghistogram.hog_histograms(
        gx, gy, wide, high, image.shape[1], image.shape[0], columns, rows, params.orientations,
        cells,
    )  # fmt: skip
    return cells


def assert_cells(image, params, **kw):
    got = cell_histograms(image[None], params, **kw)[0]
    want = oracle_cells(image, params, kw.get("mask"))
    assert got.dtype == np.float32
    # A wrong bin moves a whole gradient of at least 0.03 by a cell's share of one pixel.
    share = 0.01 / (params.pixels_per_cell[0] * params.pixels_per_cell[1])
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=min(1e-5, share))


@pytest.mark.parametrize("kind", ["noise", "ties", "dark", "bright", "flat"])
@pytest.mark.parametrize("bins", [1, 2, 3, 4, 6, 8, 9, 12, 18, 36])
@pytest.mark.parametrize("root", [True, False])
def test_every_descriptor_is_scikit_images(rng, kind, bins, root):
    image = levels(rng, kind, (53, 70))
    for cell, block in itertools.product([(8, 8), (5, 7), (16, 16)], [(1, 1), (2, 2), (3, 1)]):
        params = HOGParams(bins, cell, block, transform_sqrt=root)
        cells = cell_histograms(image[None], params)
        for norm in BLOCK_NORMS:
            want = hog(image, bins, cell, block, norm, transform_sqrt=root)
            chosen = HOGParams(bins, cell, block, norm, root)
            np.testing.assert_allclose(normalized(cells, chosen)[0], want, rtol=0, atol=1e-5)


def test_the_published_parameters_at_full_size(rng):
    image = levels(rng, "noise", (475, 916))
    got = normalized(cell_histograms(image[None], HOGParams()), HOGParams())
    want = hog(image, 8, (32, 32), (1, 1), "L2-Hys", transform_sqrt=True)
    assert got.shape == (1, 3136)
    np.testing.assert_allclose(got[0], want, rtol=0, atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(
    image=arrays.arrays(
        np.uint8,
        arrays.array_shapes(min_dims=2, max_dims=2, min_side=3, max_side=40),
        elements=st.sampled_from([int(v) for v in TIES]) | st.integers(0, 255),
    ),
    bins=st.sampled_from([3, 5, 7, 8, 9, 10, 12, 16, 24, 28]),
    cell=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    root=st.booleans(),
)
def test_no_small_image_is_binned_otherwise(image, bins, cell, root):
    assert_cells(image, HOGParams(bins, cell, transform_sqrt=root))


@pytest.mark.parametrize("bins", [4, 6, 8, 9, 12])
def test_every_meeting_of_four_dark_levels(bins):
    """All ways of putting levels 0 to 9 around a pixel, each in a cell of its own."""
    around = np.array(list(itertools.product(range(10), repeat=4)), np.uint8)
    image = np.zeros((3, 3 * len(around)), np.uint8)
    image[1, 0::3], image[1, 2::3], image[0, 1::3], image[2, 1::3] = around.T
    assert_cells(image, HOGParams(bins, (3, 3)))


def test_equal_differences_of_unequal_roots():
    """sqrt(18) - sqrt(8) and sqrt(8) - sqrt(2) differ in the last bit: 45 degrees or below."""
    scaled = [[n * m for n in (0, 1, 4, 9, 16, 25, 36, 49, 64)] for m in (2, 3, 5, 6, 7)]
    for values in scaled:
        values = [v for v in values if v < 256]
        around = np.array(list(itertools.product(values, repeat=4)), np.uint8)
        image = np.zeros((3, 3 * len(around)), np.uint8)
        image[1, 0::3], image[1, 2::3], image[0, 1::3], image[2, 1::3] = around.T
        assert_cells(image, HOGParams(8, (3, 3)))


@pytest.mark.parametrize("shape", [(3, 3), (8, 1), (1, 8), (17, 33), (33, 17), (4, 300)])
@pytest.mark.parametrize("cell", [(1, 1), (2, 1), (3, 5), (4, 16)])
def test_small_and_narrow_frames(rng, shape, cell):
    if shape[0] < cell[0] or shape[1] < cell[1]:
        with pytest.raises(CropError):
            cell_histograms(np.zeros((1, *shape), np.uint8), HOGParams(8, cell))
        return
    if min(shape) > 1:  # scikit-image's gradient needs two rows and columns
        assert_cells(levels(rng, "noise", shape), HOGParams(8, cell))
    assert np.isfinite(cell_histograms(np.zeros((1, *shape), np.uint8), HOGParams(8, cell))).all()


def test_a_mask_takes_gradients_away(rng):
    image = levels(rng, "ties", (50, 67))
    for density in (0.01, 0.2):
        mask = rng.random(image.shape) < density
        for root in (True, False):
            assert_cells(image, HOGParams(8, (8, 8), transform_sqrt=root), mask=mask)


def test_what_lies_under_a_mask_does_not_matter(rng):
    image = levels(rng, "noise", (64, 64))
    mask = np.zeros(image.shape, bool)
    mask[10:30, 20:44] = True
    other = np.where(mask, 0, image)
    params = HOGParams(9, 8)
    first, second = (cell_histograms(im[None], params, mask=mask) for im in (image, other))
    np.testing.assert_array_equal(first, second)


def test_a_luma_table_is_applied_before_the_root(rng):
    table = rng.permutation(256).astype(np.uint8)
    raw = levels(rng, "noise", (40, 40))
    params = HOGParams(9, 8)
    got = cell_histograms(raw[None], params, luma_table=table)
    np.testing.assert_array_equal(got, cell_histograms(table[raw][None], params))


def test_strided_read_only_planes_give_the_same(rng):
    plane = rng.integers(0, 256, (2, 100, 192), dtype=np.uint8)
    plane.flags.writeable = False
    view = plane[:, 7:90, 13:150]
    params = HOGParams(9, 8)
    want = cell_histograms(view.copy(), params)
    for other in (view, np.asfortranarray(view), view[:, ::-1][:, ::-1]):
        np.testing.assert_array_equal(cell_histograms(other, params), want)


def test_frames_are_independent(rng):
    frames = rng.integers(0, 256, (4, 40, 50), dtype=np.uint8)
    together = cell_histograms(frames, HOGParams(8, 8))
    for i in range(4):
        alone = cell_histograms(frames[i : i + 1], HOGParams(8, 8))
        np.testing.assert_array_equal(alone[0], together[i])
    assert cell_histograms(frames[:0], HOGParams(8, 8)).shape == (0, 5, 6, 8)


def test_the_picture_is_scikit_images(rng):
    image = levels(rng, "noise", (53, 70))
    for bins, cell in ((8, (16, 16)), (9, (8, 12))):
        params = HOGParams(bins, cell)
        _, want = hog(image, bins, cell, (1, 1), visualize=True, transform_sqrt=True)
        got = hog_image(cell_histograms(image[None], params)[0], params, image.shape)
        np.testing.assert_allclose(got, want, atol=1e-4)
        assert got.dtype == np.float32


@pytest.mark.parametrize(
    ("frames", "kw", "error"),
    [
        (np.zeros((40, 40), np.uint8), {}, CropError),
        (np.zeros((1, 40, 40), np.float32), {}, CropError),
        (np.zeros((1, 31, 40), np.uint8), {}, CropError),
        (np.zeros((1, 40, 40), np.uint8), {"mask": np.zeros((40, 41), bool)}, CropError),
        (np.zeros((1, 40, 40), np.uint8), {"mask": np.ones((40, 40), bool)}, CropError),
        (np.zeros((1, 40, 40), np.uint8), {"luma_table": np.arange(256)}, ParameterError),
        (np.zeros((1, 40, 40), np.uint8), {"luma_table": np.zeros(9, np.uint8)}, ParameterError),
    ],
)
def test_bad_input_is_refused(frames, kw, error):
    with pytest.raises(error) as told:
        cell_histograms(frames, HOGParams(), **kw)
    assert "Expected:" in str(told.value)
    assert isinstance(pickle.loads(pickle.dumps(told.value)), error)


@pytest.fixture
def rng():
    return np.random.default_rng(20)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A folder in which a first process has compiled its code for this machine, and its frames."""
    folder = tmp_path_factory.mktemp("compiled")
    frames = np.random.default_rng(20).integers(0, 40, (2, 61, 83), dtype=np.uint8)
    np.save(folder / "frames.npy", frames)
    return folder, digest_of(folder, NUMBA_CACHE_DIR=str(folder / "cache"))


def digest_of(folder, **more):
    """The digest that another process makes of the frames in a folder."""
    command = [sys.executable, "-c", IN_ANOTHER_PROCESS, str(folder / "frames.npy")]
    env = {**os.environ, **more}
    return subprocess.run(command, capture_output=True, text=True, check=True, env=env).stdout


IN_ANOTHER_PROCESS = """
import hashlib, sys
import numpy as np
from element_mouseface.core.features.frame_kernel import FrameKernel
from element_mouseface.params import HOGParams
frames = np.load(sys.argv[1])
kernel = FrameKernel(HOGParams(9, 8), *frames.shape[1:])
arrays = kernel.allocate(2)
kernel(frames[0], None, kernel.row(arrays, 0))
kernel(frames[1], frames[0], kernel.row(arrays, 1))
print(hashlib.sha256(b"".join(arrays[name].tobytes() for name in sorted(arrays))).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="x86 processors by name")
def test_results_are_the_same_to_the_bit_on_an_old_processor(compiled, tmp_path):
    """Compiled for 128-bit vectors, without fused or masked arithmetic, and for this machine."""
    folder, here = compiled
    old = {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "", "NUMBA_CACHE_DIR": str(tmp_path)}
    there = digest_of(folder, **old)
    assert len(here.strip()) == 64
    assert here == there


@pytest.mark.slow
def test_a_second_process_compiles_nothing(compiled):
    """Numba keeps code by what it closes over: anything new there each time is never found."""
    folder, first = compiled
    kept = {path: path.stat().st_mtime_ns for path in (folder / "cache").rglob("*.nbc")}
    assert len(kept) == 2
    assert digest_of(folder, NUMBA_CACHE_DIR=str(folder / "cache")) == first
    again = {path: path.stat().st_mtime_ns for path in (folder / "cache").rglob("*.nbc")}
    assert again == kept


VARIANTS = """
import numpy as np
from element_mouseface.core.features.block_norm import hog_image, normalized
from element_mouseface.core.features.frame_kernel import cell_histograms
from element_mouseface.params import HOGParams
for bins in (8, 9):
    for mask in (None, np.eye(32, 40, dtype=bool)):
        params = HOGParams(bins, 8)
        cells = cell_histograms(np.zeros((1, 32, 40), np.uint8), params, mask=mask)
        normalized(cells, params)
        cells.setflags(write=False)
        normalized(cells, params)
"""


@pytest.mark.slow
def test_variants_of_compiled_code_share_no_index(compiled, tmp_path):
    """Numba changes an index without a lock: two processes that compile different variants
    would be given one number, and later the one's code under the other's key."""
    shutil.copytree(compiled[0] / "cache", tmp_path, dirs_exist_ok=True)
    env = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", VARIANTS], capture_output=True, check=True, env=env)
    codes, indices = (sorted(tmp_path.rglob(f"*.{end}")) for end in ("nbc", "nbi"))
    assert len(codes) == len(indices) == 2 * 2 + 2  # cells, and one each of traces and blocks
