"""Color in the shared pass, where features of it are asked for, on a real server."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.extraction.color_extractor import ColorExtractor
from element_mouseface.core.frame_features import FeatureParams, result_features
from element_mouseface.core.video import open_video
from element_mouseface.errors import ResultChangedError
from element_mouseface.params import HOGParams
from tests.contract.colors import colored_pictures, write_colored
from tests.schema.faces import activated, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

HOG = HOGParams(pixels_per_cell=(16, 16))
N = 24


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "col", ("recording", "descriptors", "features")) as modules:
        yield modules


def recorded(pipe, path, params=None):
    """A recording's key, and that of its descriptors, with features asked for before."""
    key = insert_movie(pipe, path)
    task = pipe.hog.HOGTask.add(key, params=HOG)
    if params is not None:
        pipe.fea.FeatureTask.add(task, params)
    return task


def result_of(pipe, task):
    pipe.hog.HOGProcessing.populate(task)
    return pipe.hog.HOGProcessing.result(task)


@pytest.fixture(scope="module")
def colored(pipe, linking):
    path = linking.RAW / "colored.mp4"
    return recorded(pipe, write_colored(path, colored_pictures(N)), FeatureParams())


def test_color_is_stored_where_features_of_it_are_asked_for(pipe, colored):
    result = result_of(pipe, colored)
    assert "chroma" in result.output_names
    pipe.fea.FrameFeatures.populate(colored)
    key = (pipe.fea.FrameFeatures & colored).fetch1("KEY")
    table, due = pipe.fea.FrameFeatures.open(key), result_features(result)
    assert table.digest == due.digest and "crop:hsv_hue_mean" in table.names
    row = pipe.fea.FrameFeatures.Column & key & {"feature_column": "crop:hsv_saturation_mean"}
    mean = row.fetch1("feature_mean")
    assert mean == pytest.approx(np.mean(due.column("crop:hsv_saturation_mean")))


def test_damaged_color_is_repaired_to_the_digest_of_the_row(pipe, colored):
    result = result_of(pipe, colored)
    chunk = next((result.path / "chroma").glob("c.0*"))
    data = bytearray(chunk.read_bytes())
    data[len(data) // 2] ^= 1
    chunk.write_bytes(bytes(data))
    with pytest.raises(ResultChangedError):
        pipe.hog.HOGProcessing.result(colored).verify()
    assert pipe.hog.HOGProcessing.repair(colored)
    again = pipe.hog.HOGProcessing.result(colored)
    again.verify()
    assert again.digest == result.digest


@pytest.mark.parametrize("groups", [None, ("intensity", "texture")])
def test_no_color_where_it_is_not_asked_for(pipe, linking, groups):
    name = f"plain_{groups is None}.mp4"
    pictures = colored_pictures(N)[..., ::-1] // (1 if groups else 2)
    params = groups and FeatureParams(groups=groups)
    result = result_of(pipe, recorded(pipe, write_colored(linking.RAW / name, pictures), params))
    assert "chroma" not in result.output_names


def test_no_color_of_a_gray_camera(pipe, linking):
    path = movie(linking.RAW / "gray.mp4", n=N, size=(96, 64))
    assert ColorExtractor.if_seen(open_video(path)) is None
    task = recorded(pipe, path, FeatureParams())
    assert "chroma" not in result_of(pipe, task).output_names
    pipe.fea.FrameFeatures.populate(task)
    about = (pipe.fea.FrameFeatures & task).fetch1("features_about")
    assert about["color"] == {"matrix": None, "why_none": "its pass did not store color"}


def test_descriptors_that_are_there_get_color_when_they_are_made_again(pipe, linking):
    path = write_colored(linking.RAW / "later.mp4", colored_pictures(N)[:, ::-1])
    task = recorded(pipe, path)
    before = result_of(pipe, task)
    pipe.fea.FeatureTask.add(task, FeatureParams())
    assert "chroma" not in result_of(pipe, task).output_names
    (pipe.hog.HOGProcessing & task).delete(prompt=False)
    after = result_of(pipe, task)
    assert "chroma" in after.output_names and after.path != before.path
    np.testing.assert_array_equal(after.cells[:], before.cells[:])
