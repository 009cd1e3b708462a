"""Indexing of arrays on disk: NumPy's own indexing is the oracle."""

from __future__ import annotations

import numpy as np
import pytest
import zarr

from tests.unit.core.arrays import ZarrRows

N = 101


@pytest.fixture(scope="module")
def plain():
    return np.random.default_rng(0).random((N, 3, 4)).astype(np.float32)


@pytest.fixture(scope="module")
def stored(plain, tmp_path_factory):
    folder = tmp_path_factory.mktemp("z") / "g"
    group = zarr.create_group(folder)
    group.create_array("a", data=plain, chunks=(16, 3, 4))
    return ZarrRows(folder / "a")


MASK = np.random.default_rng(1).random(N) < 0.2
INDICES = {
    "int": 5,
    "negative": -1,
    "numpy int": np.int16(7),
    "slice": slice(3, 40),
    "open slice": slice(None),
    "negative slice": slice(-20, -3),
    "step": slice(1, 90, 7),
    "reversed": slice(50, 10, -3),
    "empty slice": slice(40, 3),
    "list": [5, 100, 3],
    "repeats, negative, unsorted": [7, -1, 7, 0, -101, 55],
    "empty list": [],
    "array": np.array([[1, 2], [99, 0]]),
    "mask": MASK,
    "mask as list": list(MASK),
    "empty mask": np.zeros(N, bool),
    "int and rest": (5, 1),
    "slice and rest": (slice(10, 60), slice(None), 2),
    "list and rest": ([60, 2], 1, slice(1, 3)),
    "column": (slice(None), 0, 3),
    "ellipsis": ...,
    "ellipsis and rest": (..., 2),
    "empty tuple": (),
    "range": range(0, 50, 5),
}


@pytest.mark.parametrize("index", INDICES.values(), ids=INDICES.keys())
def test_rows_are_indexed_as_in_numpy(stored, plain, index):
    numpy_index = list(index) if isinstance(index, range) else index
    wanted = plain[:0] if isinstance(index, list) and not index else plain[numpy_index]
    got = stored[index]
    assert got.dtype == plain.dtype
    np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize("index", [N, -N - 1, [0, N], [-N - 1], "5", 2.0, [0.5], np.ones(5, bool)])
def test_what_is_no_row_is_an_index_error(stored, index):
    with pytest.raises(IndexError):
        stored[index]


def test_it_looks_like_an_array(stored, plain):
    assert (stored.shape, stored.ndim, len(stored)) == (plain.shape, 3, N)
    assert stored.size == plain.size and stored.nbytes == plain.nbytes
    np.testing.assert_array_equal(np.asarray(stored), plain)
    assert np.asarray(stored, np.float64).dtype == np.float64
    np.testing.assert_array_equal(np.stack(list(stored)), plain)
    with pytest.raises(ValueError, match="copy"):
        np.array(stored, copy=False)


@pytest.mark.parametrize(("start", "stop"), [(0, None), (5, 50), (-30, None), (50, 5), (16, 32)])
def test_blocks_cover_the_rows_once_in_order(stored, plain, start, stop):
    blocks = list(stored.blocks(start, stop))
    joined = np.concatenate([b for _, b in blocks]) if blocks else plain[:0]
    np.testing.assert_array_equal(joined, plain[start:stop])
    for first, block in blocks:
        np.testing.assert_array_equal(block, plain[first : first + len(block)])
        assert first // 16 == (first + len(block) - 1) // 16
