"""The figure of a frame's descriptor."""

import numpy as np
import pytest
from skimage.feature import hog

from element_mouseface import HOGParams, extract, open_video
from element_mouseface.errors import ParameterError
from element_mouseface.plots import hog_figure


@pytest.fixture(scope="module")
def movie():
    return np.random.default_rng(3).integers(0, 256, (3, 48, 64), np.uint8)


@pytest.fixture(scope="module")
def result(movie, tmp_path_factory):
    return extract(
        open_video(movie, fps=30), tmp_path_factory.mktemp("hog") / "face.zarr", HOGParams(8, 16)
    )


def test_the_frame_asked_for_is_drawn_as_scikit_image_draws_it(movie, result, tmp_path):
    figure = hog_figure(result, 2, path=tmp_path / "hog.png")
    left, right = figure.axes
    np.testing.assert_array_equal(left.images[0].get_array(), result.thumbnails[2:3][0])
    _, want = hog(movie[2], 8, (16, 16), (1, 1), visualize=True, transform_sqrt=True)
    np.testing.assert_allclose(right.images[0].get_array(), want, atol=1e-3)
    assert (tmp_path / "hog.png").stat().st_size > 1000


@pytest.mark.parametrize("frame", [-1, 3, 1.5, None])
def test_a_frame_that_is_not_there_is_refused(result, frame):
    with pytest.raises(ParameterError, match="frame"):
        hog_figure(result, frame)


def test_a_path_is_not_a_result(result):
    with pytest.raises(ParameterError, match="open_result"):
        hog_figure(result.path)
