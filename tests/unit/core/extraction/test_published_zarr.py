"""The Zarr of the published program, written here as it writes it: RGB gray, float64, format 2."""

from __future__ import annotations

import pickle

import av
import dask.array as da
import numpy as np
import pytest
import zarr
from skimage.feature import hog

from element_mouseface import open_video
from element_mouseface.core.extraction.published_zarr import open_published
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.errors import (
    CropError,
    ResultError,
    ResultIncompleteError,
    ResultMismatchError,
)
from element_mouseface.params import Crop, HOGParams
from tests.contract.movies import pictures, write_movie

COORDS = (8, 4, 144, 112)  # x, y, width, height
PARAMS = HOGParams(pixels_per_cell=(16, 16))
CROP = Crop(*COORDS)


def published_values(movie):
    x, y, width, height = COORDS
    with av.open(str(movie)) as container:
        rgb = [f.to_ndarray(format="rgb24").astype(float) for f in container.decode(video=0)]
    gray = [(f @ [0.2125, 0.7154, 0.0721])[y : y + height, x : x + width] for f in rgb]
    done = [hog(g, 8, (16, 16), (1, 1), visualize=True, transform_sqrt=True) for g in gray]
    return np.array([d for d, _ in done]), np.array([p for _, p in done])


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    frames = pictures(24, height=120, width=160)
    return write_movie(tmp_path_factory.mktemp("m") / "m.mp4", frames, crf="12")


@pytest.fixture(scope="module")
def values(movie):
    return published_values(movie)


def write(folder, descriptors, images=None):
    """As `da.to_zarr(array, "…/data.zarr", component=…)` of 2022 did: format 2."""
    group = zarr.open_group(folder / "data.zarr", mode="w", zarr_format=2)
    arrays = {"descriptors": descriptors, **({} if images is None else {"images": images})}
    for name, array in arrays.items():
        chunks = (16, *array.shape[1:])
        target = group.create_array(name, shape=array.shape, chunks=chunks, dtype=array.dtype)
        da.store(da.from_array(array, chunks=chunks), target, lock=True)
    return folder / "data.zarr"


@pytest.fixture(scope="module")
def there(values, tmp_path_factory):
    return write(tmp_path_factory.mktemp("p"), *values)


def test_it_is_read_and_agrees_with_the_video(there, values, movie):
    reader = open_video(movie)
    found = open_published(there, PARAMS, reader=reader, crop=CROP)
    assert found.shape == (24, 7 * 9 * 8) and found.grid == (7, 9) and found.dtype == np.float32
    np.testing.assert_allclose(np.asarray(found), values[0], atol=1e-6)
    np.testing.assert_allclose(found[[3, -1]], values[0][[3, -1]], atol=1e-6)
    np.testing.assert_array_equal(found.times_s, reader.times_s)
    assert found.valid.all() and not found.flags.any()
    again = pickle.loads(pickle.dumps(found))
    assert again.digest == found.digest and len(found.digest) == 64
    with pytest.raises(ResultError, match="cells are not known"):
        found.cells(0)


@pytest.mark.parametrize("name", ["descriptors", "."])
def test_the_array_itself_or_its_group_may_be_named(there, name):
    assert open_published(there / name, PARAMS).grid == (7, 9)


def test_the_other_form_of_two_stores_is_found(values, tmp_path):
    for kind, array in zip(("descriptors", "images"), values, strict=True):
        folder = tmp_path / f"hog_{kind}"
        folder.mkdir()
        zarr.save_array(str(folder / "data.zarr"), array, zarr_format=2)
    assert open_published(tmp_path, PARAMS).grid == (7, 9)
    with pytest.raises(ResultMismatchError, match="crop"):
        open_published(tmp_path / "hog_descriptors" / "data.zarr", PARAMS, crop_px=(112, 160))


def test_another_count_grid_norm_or_crop_is_refused(there, values, movie, tmp_path):
    with pytest.raises(ResultMismatchError, match="number of frames"):
        open_published(there, PARAMS, n_frames=25)
    with pytest.raises(ResultMismatchError, match="values per frame"):
        open_published(there, HOGParams())
    with pytest.raises(ResultMismatchError, match="crop"):
        open_published(there, PARAMS, crop_px=(112, 143))
    with pytest.raises(ResultMismatchError, match="block norm"):
        open_published(there, HOGParams(pixels_per_cell=(16, 16), block_norm="L1"))
    bare = write(tmp_path, values[0])
    with pytest.raises(CropError, match="not known"):
        open_published(bare, PARAMS)
    assert open_published(bare, PARAMS, crop_px=(112, 144)).grid == (7, 9)
    # The size fits, the content does not: the crop lay elsewhere.
    with pytest.raises(ResultMismatchError, match="content"):
        open_published(there, PARAMS, reader=open_video(movie), crop=Crop(0, 0, 144, 112))


def test_an_unfinished_one_and_something_else_are_told(values, tmp_path):
    cut = values[0].copy()
    cut[16:] = 0
    place = write(tmp_path, cut, values[1])
    with pytest.raises(ResultIncompleteError, match="zeros"):
        open_published(place, PARAMS)
    with pytest.raises(ResultError, match="Got: nothing"):
        open_published(tmp_path / "none", PARAMS)
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(ResultError, match="something else"):
        open_published(tmp_path / "x.txt", PARAMS)


def test_constant_and_missing_rows_are_flagged(values, tmp_path):
    holes = values[0].copy()
    holes[5], holes[7] = 0, np.nan
    flags = open_published(write(tmp_path, holes, values[1]), PARAMS).flags
    assert flags[5] == FrameFlag.CONSTANT and flags[7] == FrameFlag.MISSING
    assert flags.astype(bool).sum() == 2
