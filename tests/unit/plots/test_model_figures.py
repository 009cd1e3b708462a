"""Figures of models of named features draw the numbers of the model."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.frame_models import held_out_attributions, partial_dependence
from element_mouseface.errors import InputError, ParameterError, PathError
from element_mouseface.plots import (
    attributions_figure,
    dependence_figure,
    weights_figure,
    weights_page,
)

from ..core.frame_models.planted import trained_planted


@pytest.fixture(scope="module")
def trained():
    return trained_planted()


def labels(axes):
    return [text.get_text() for text in axes.get_yticklabels()]


@pytest.mark.parametrize("by", ["feature", "cluster"])
def test_weights_are_drawn_by_module_with_every_fold(trained, by):
    figure = weights_figure(trained, by=by)
    every = trained.weights if by == "feature" else trained.cluster_weights
    rows = {row.feature: row for row in every}
    drawn = [name for axes in figure.axes for name in labels(axes)]
    assert sorted(drawn) == sorted(rows)
    for axes in figure.axes:
        module = axes.get_title(loc="left")
        assert all(rows[name].module.split(", ")[0] == module for name in labels(axes))
        sizes = [abs(rows[name].mean) for name in labels(axes)]
        assert sizes == sorted(sizes, reverse=True)
        lines = axes.get_lines()[1:]  # the first is at zero
        for place, name in enumerate(labels(axes)):
            own = [line for line in lines if np.all(line.get_ydata() == place)]
            folds = next(line for line in own if len(line.get_xdata()) == 3)
            np.testing.assert_array_equal(folds.get_xdata(), rows[name].weights)
            mean = next(line for line in own if len(line.get_xdata()) == 1)
            assert mean.get_xdata()[0] == rows[name].mean
            clear = rows[name].low > 0 or rows[name].high < 0
            assert (mean.get_markerfacecolor() != "white") == clear


def test_only_the_largest_weights_are_drawn(trained):
    figure = weights_figure(trained, by="feature", most=2)
    largest = sorted(trained.weights, key=lambda row: -abs(row.mean))[:2]
    drawn = {name for axes in figure.axes for name in labels(axes)}
    assert drawn == {row.feature for row in largest}


def test_of_two_categories_the_one_with_weights_is_drawn(trained):
    nothing = [
        replace(row, category="sucrose", mean=float("nan"), weights=np.full(3, np.nan))
        for row in trained.weights
    ]
    some = [replace(row, category="quinine") for row in trained.weights]
    figure = weights_figure(replace(trained, weights=(*nothing, *some)), by="feature")
    assert any("quinine" in text.get_text() for text in figure.texts)
    assert sum(len(labels(axes)) for axes in figure.axes) == len(trained.weights)


def test_what_cannot_be_drawn_is_refused(trained):
    with pytest.raises(ParameterError, match="no such category"):
        weights_figure(trained, category="joy")
    with pytest.raises(ParameterError, match="of features or of clusters"):
        weights_figure(trained, by="module")
    with pytest.raises(InputError, match="no dependence"):
        dependence_figure([])
    with pytest.raises(ParameterError, match="no such category"):
        attributions_figure(held_out_attributions(trained, most=9), output="joy")


def test_attributions_have_a_dot_for_each_row(trained):
    found = held_out_attributions(trained)
    figure = attributions_figure(found, most=3)
    (axes,) = figure.axes
    order = np.argsort(-found.importance[0])[:3]
    assert labels(axes) == [found.names[k] for k in order]
    dots = [one.get_offsets() for one in axes.collections]
    for place, column in enumerate(order):
        own = np.concatenate([xy[np.abs(xy[:, 1] - place) < 0.5] for xy in dots if len(xy)])
        np.testing.assert_allclose(np.sort(own[:, 0]), np.sort(found.values[:, 0, column]))


def test_dependence_draws_mean_and_folds(trained):
    found = partial_dependence(trained, ["x:f0", "x:f1"])
    figure = dependence_figure(found)
    for axes, one in zip(figure.axes, found, strict=True):
        drawn = [line.get_ydata() for line in axes.get_lines()]
        for due in (*one.folds[:, :, 0], one.mean[:, 0]):
            assert any(np.array_equal(due, own) for own in drawn)


def test_a_page_holds_the_weights_and_asks_for_nothing(trained, tmp_path):
    path = weights_page(trained, tmp_path / "weights.html", by="feature")
    text = path.read_text()
    assert not re.search(r"<(script|link)[^>]+(src|href)=", text)
    start = text.rindex("const spec = ") + len("const spec = ")
    spec = json.JSONDecoder().raw_decode(text[start:])[0]
    values = {one["feature"]: one for one in spec["data"]["values"]}
    for row in trained.weights:
        assert values[row.feature]["mean"] == row.mean
        assert values[row.feature]["folds"] == list(row.weights)
    assert weights_page(trained, path) == path  # ours: it can be written again
    other = tmp_path / "mine.html"
    other.write_text("<!DOCTYPE html>mine")
    with pytest.raises(PathError):
        weights_page(trained, other)
    assert other.read_text() == "<!DOCTYPE html>mine"
    with pytest.raises(ParameterError, match=r"ends with \.html"):
        weights_page(trained, tmp_path / "weights.png")
