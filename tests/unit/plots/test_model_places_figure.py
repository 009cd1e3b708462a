"""Figures of the places that a model looks at, and of weights on the face."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from element_mouseface.core.frame_models import ModelPlace, PictureWeights, PlaceReport
from element_mouseface.core.learning.intervals import Figure
from element_mouseface.errors import ParameterError
from element_mouseface.plots import model_places_figure, picture_weights_figure

from .texts import faults

CROP_PX = (40, 20, 680, 500)
FACE = np.full((60, 80), 90, np.float32)


def place(box_px, share, sudden, regions):
    pixels = np.zeros(FACE.shape, bool)
    near = ("", 0.0) if regions else ("eye", 120.0)
    return ModelPlace(box_px, pixels, share, 0.1, 0.9, 0.2, regions, *near, sudden, ("shock",))


def report(*places):
    share = np.zeros((6, 8))
    share[0, 7], share[3, 2] = 0.7, 0.2
    share[5, 0] = np.nan  # masked
    one = Figure("auroc", 0.9, 0.8, 1.0, 0.5, 3)
    return PlaceReport(
        "shock", "linear", share, share, share, share[None], share, one, one, one, places, (), (),
        FACE, CROP_PX, 400,
    )  # fmt: skip


def test_places_are_boxed_where_they_are_in_the_movie():
    lamp = place((600, 20, 680, 100), 0.7, True, ())
    eye = place((200, 260, 280, 340), 0.2, False, ("eye",))
    figure = model_places_figure(report(lamp, eye))
    face, tiles = figure.axes[:2]
    for axes in (face, tiles):
        boxes = [one for one in axes.patches if one.get_gid() == "place"]
        drawn = [(b.get_x(), b.get_y(), b.get_width(), b.get_height()) for b in boxes]
        assert drawn == [(600, 20, 80, 80), (200, 260, 80, 80)]
        assert boxes[0].get_linewidth() > boxes[1].get_linewidth()
        assert axes.get_xlim() == (40, 680) and axes.get_ylim() == (500, 20)
    assert [text.get_text() for text in face.texts] == ["70% no named region", "20% eye"]
    shares = tiles.get_images()[1].get_array()
    assert shares[0, 7] == 0.7 and shares[5, 0] == 0


def test_a_report_without_a_place_is_drawn():
    assert len(model_places_figure(report()).axes[0].patches) == 0


def weights(outputs=("",)):
    rng = np.random.default_rng(0)
    folds = rng.normal(size=(4, len(outputs), 15, 20))
    folds[:, :, 0, 0] = np.nan
    mean = folds.mean(axis=0)
    agreement = (np.sign(folds) == np.sign(mean)).mean(axis=0)
    return PictureWeights(
        "shock", "thumbnail", outputs, folds, mean, folds.std(axis=0), agreement, None, FACE,
        CROP_PX, (),
    )  # fmt: skip


def test_weights_are_paler_where_folds_disagree():
    found = weights(("none", "strong"))
    figure = picture_weights_figure(found, output="strong")
    image = figure.axes[0].get_images()[1]
    np.testing.assert_array_equal(image.get_array(), np.nan_to_num(found.mean[1]))
    alpha = image.get_alpha()
    assert (alpha[found.agreement[1] <= 0.5] == 0).all() and alpha.max() > 0
    with pytest.raises(ParameterError, match="no such category"):
        picture_weights_figure(found, output="weak")


def test_of_two_categories_the_one_with_weights_is_drawn():
    """Two categories have one score, which is the second's."""
    found = weights(("sucrose", "quinine"))
    mean = found.mean.copy()
    mean[0] = np.nan
    figure = picture_weights_figure(replace(found, mean=mean))
    assert "quinine" in figure.texts[0].get_text() and not faults(figure)
    image = figure.axes[0].get_images()[1]
    np.testing.assert_array_equal(image.get_array(), np.nan_to_num(mean[1]))
    assert [axes.get_ylabel() for axes in figure.axes[:2]] == ["y (px of the movie)", ""]


def test_labels_of_places_beside_each_other_do_not_cover_each_other():
    boxes = [(200 + 40 * k, 240, 240 + 40 * k, 300) for k in range(5)]
    near = [place(box, 0.2, False, ("whisker pad", "cheek")) for box in boxes]
    low = place((200, 480, 280, 500), 0.1, False, ("mouth",))
    figure = model_places_figure(report(*near, low))
    face = figure.axes[0]
    found = [text.get_window_extent() for text in face.texts]
    assert len(found) == 6
    for one, other in combinations(found, 2):
        assert not one.overlaps(other)
    inside = face.get_window_extent()
    assert all(one.y0 >= inside.y0 - 1 and one.y1 <= inside.y1 + 1 for one in found)
