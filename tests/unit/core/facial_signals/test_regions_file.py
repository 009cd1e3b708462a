"""Regions come back from their file as they were written, and bad files are refused by name."""

from __future__ import annotations

import json

import numpy as np
import pytest

from element_mouseface import open_video
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.facial_signals.regions_file import (
    load_regions,
    mean_luma,
    parse_region,
    save_regions,
)
from element_mouseface.errors import CropError, ParameterError, PathError, StorageError
from tests.contract.movies import decoded_in_order, pictures, write_movie

REGIONS = Regions(
    (
        Region.box("whiskers", 8, 16, 40, 32),
        Region("mouth", "ellipse", ((52.5, 10), (92, 50))),
        Region("cheek", "polygon", ((10, 50), (40, 50), (30, 76))),
    ),
    full_frame=False,
)


def test_regions_come_back_the_same(tmp_path):
    path = save_regions(tmp_path / "regions.json", REGIONS)
    assert load_regions(path) == REGIONS
    assert load_regions(path).content_hash() == REGIONS.content_hash()
    # what a person reads and edits
    written = json.loads(path.read_text())
    assert written["regions"][1] == {
        "name": "mouth",
        "shape": "ellipse",
        "points": [[52.5, 10.0], [92.0, 50.0]],
    }
    assert written["full_frame"] is False


def test_another_file_is_not_replaced_unasked(tmp_path):
    path = save_regions(tmp_path / "regions.json", REGIONS)
    save_regions(path, REGIONS)
    with pytest.raises(PathError, match="exists already"):
        save_regions(path, Regions())
    assert load_regions(path) == REGIONS
    save_regions(path, Regions(), overwrite=True)
    assert load_regions(path) == Regions()
    with pytest.raises(StorageError, match="no folder"):
        save_regions(tmp_path / "none" / "regions.json", REGIONS)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("{", ParameterError),
        ("[]", ParameterError),
        ('{"areas": []}', ParameterError),
        ('{"regions": [3]}', ParameterError),
        ('{"regions": 3}', ParameterError),
        ('{"regions": [{"name": "a", "points": [[1, 2]]}]}', CropError),
        ('{"regions": [{"name": "a", "points": [1, 2]}]}', CropError),
        ('{"regions": [{"name": "a", "shape": "heart"}]}', ParameterError),
    ],
)  # fmt: skip
def test_a_file_of_something_else_is_refused(tmp_path, text, error):
    path = tmp_path / "regions.json"
    path.write_text(text)
    with pytest.raises(error):
        load_regions(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PathError, match="no file"):
        load_regions(tmp_path / "regions.json")


def test_a_region_from_text():
    assert parse_region("mouth=ellipse:52.5,10:92,50") == REGIONS.regions[1]
    assert parse_region("whiskers=box:8,16:48,48") == REGIONS.regions[0]
    assert parse_region("whiskers=box:8,16:48,48") == REGIONS.regions[0]
    assert parse_region("cheek=polygon:10,50:40,50:30,76") == REGIONS.regions[2]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("mouth", CropError),
        ("mouth=ellipse", CropError),
        ("mouth=heart:1,2:3,4", CropError),
        ("mouth=ellipse:1,2,3:4,5", CropError),
        ("mouth=ellipse:a,b:3,4", CropError),
        ("mouth=box:1,2:1,9", CropError),
        ("mouth=box:1,2:8.5,9", CropError),
        ("mouth=ellipse:nan,2:8,9", CropError),
        ("=box:1,2:3,4", ParameterError),
        ("full frame=box:1,2:3,4", ParameterError),
    ],
)
def test_text_that_is_no_region_is_refused(text, error):
    with pytest.raises(error):
        parse_region(text)


def test_the_mean_frame_is_that_of_frames_over_the_whole_movie(tmp_path):
    movie = write_movie(tmp_path / "face.mp4", pictures(40), crf="20")
    frames = np.array(decoded_in_order(movie), float)
    reader = open_video(movie)
    assert np.allclose(mean_luma(reader, 40), frames.mean(axis=0))
    assert np.allclose(mean_luma(reader, 500), frames.mean(axis=0))
    assert np.allclose(mean_luma(reader, 3), frames[[0, 20, 39]].mean(axis=0))
