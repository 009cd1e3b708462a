"""Figures of how good a classifier is, against numbers counted here."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.errors import InputError
from element_mouseface.plots.behavior_confusion import behavior_confusion_figure
from element_mouseface.plots.behavior_curves import calibration_figure, precision_recall_figure
from element_mouseface.plots.behavior_examples import behavior_examples_figure
from element_mouseface.plots.behavior_learning import learning_curve_figure
from tests.unit.plots.texts import faults

NAMES = ("licking", "grooming, long and $odd$")
RNG = np.random.default_rng(3)


def movie(n=400):
    """Labels with unknown frames, and probabilities that follow them with noise."""
    matrix = (RNG.random((n, 2)) < (0.3, 0.1)).astype(int)
    probability = np.clip(0.25 + 0.5 * matrix + RNG.normal(0, 0.2, (n, 2)), 0, 1)
    matrix[: n // 10, 0] = -1
    probability[-n // 10 :] = np.nan
    with np.errstate(invalid="ignore"):
        present = probability > 0.5
    labels = Labels.from_matrix(Ethogram.of(NAMES), matrix)
    found = SimpleNamespace(names=NAMES, probability=probability, present=present)
    return found, labels, matrix


MOVIES = [movie(), movie(300)]
PREDICTIONS, LABELS = [m[0] for m in MOVIES], [m[1] for m in MOVIES]
MATRIX = np.concatenate([m[2] for m in MOVIES])
PROBABILITY = np.concatenate([p.probability for p in PREDICTIONS])


def known(column):
    good = (MATRIX[:, column] >= 0) & np.isfinite(PROBABILITY[:, column])
    return MATRIX[good, column], PROBABILITY[good, column]


def test_precision_and_recall_are_those_of_scikit_learn_at_each_threshold():
    figure = precision_recall_figure(
        PREDICTIONS, LABELS, thresholds={NAMES[0]: (0.6, 0.4)}, note="an animal left out"
    )
    assert len(figure.axes) == 2 and faults(figure) == []
    for column, axes in enumerate(figure.axes):
        y, p = known(column)
        precision, recall = axes.lines[:2]
        for at in (3, 30, -3):
            threshold = precision.get_xdata()[at]
            called = p >= threshold
            assert precision.get_ydata()[at] == pytest.approx(precision_score(y, called))
            assert recall.get_ydata()[at] == pytest.approx(recall_score(y, called))
    chosen = {line.get_gid(): line.get_xdata()[0] for line in figure.axes[0].lines}
    assert (chosen["enter"], chosen["leave"]) == (0.6, 0.4)
    assert not {"enter", "leave"} & {line.get_gid() for line in figure.axes[1].lines}
    assert "an animal left out" in [text.get_text() for text in figure.texts]


def test_calibration_is_the_observed_part_of_each_bin():
    figure = calibration_figure(PREDICTIONS, LABELS, names=NAMES[1:])
    (axes,) = figure.axes
    y, p = known(1)
    inside = (p >= 0.2) & (p < 0.3)
    at = np.argmin(np.abs(axes.lines[1].get_xdata() - p[inside].mean()))
    assert axes.lines[1].get_xdata()[at] == pytest.approx(p[inside].mean())
    assert axes.lines[1].get_ydata()[at] == pytest.approx(y[inside].mean())
    assert faults(figure) == []


def test_confusion_counts_what_was_found_in_the_frames_of_a_behavior():
    figure = behavior_confusion_figure(PREDICTIONS, LABELS, note="within one movie")
    (axes,) = figure.axes
    shares = np.ma.filled(axes.images[0].get_array(), np.nan)
    good = np.isfinite(PROBABILITY[:, 0])
    lick = (MATRIX[:, 0] == 1) & good
    assert shares[0, 1] == pytest.approx((PROBABILITY[lick, 1] > 0.5).mean())
    assert shares[0, 2] == pytest.approx((PROBABILITY[lick] <= 0.5).all(axis=1).mean())
    none = (MATRIX == 0).all(axis=1) & good
    assert shares[2, 0] == pytest.approx((PROBABILITY[none, 0] > 0.5).mean())
    # boxes around names that are written aslant overlap where the names do not
    assert [told for told in faults(figure) if "none of them" not in told] == []


def test_a_behavior_that_never_came_says_so():
    never = Labels.from_matrix(Ethogram.of(NAMES), np.zeros((400, 2), int))
    figure = precision_recall_figure(PREDICTIONS[0], never)
    assert [axes.texts[0].get_text() for axes in figure.axes] == ["never labeled here"] * 2
    figure = behavior_confusion_figure(PREDICTIONS[0], never)
    assert np.ma.getmaskarray(figure.axes[0].images[0].get_array())[:2].all()


def test_labels_of_another_movie_are_refused():
    with pytest.raises(InputError, match="different movies"):
        precision_recall_figure(PREDICTIONS, LABELS[::-1])
    with pytest.raises(InputError, match="the labels of its movie"):
        calibration_figure(PREDICTIONS, LABELS[:1])
    with pytest.raises(InputError, match="share no behavior"):
        behavior_confusion_figure(PREDICTIONS[0], LABELS[0], names=["sleep"])


def test_the_learning_curve_has_a_point_for_each_part_of_the_labels():
    rows = [("licking", 1.0, 0.9), ("licking", 0.1, 0.4), ("licking", 0.3, np.nan)]
    metric = SimpleNamespace(behavior="licking", metric="average_precision", chance=0.2)
    report = SimpleNamespace(learning_curve=rows, metrics=[metric])
    figure = learning_curve_figure(report, note="within one movie")
    (axes,) = figure.axes
    curve, chance = axes.lines
    np.testing.assert_allclose(curve.get_xydata(), [[10, 0.4], [100, 0.9]])
    assert chance.get_ydata()[0] == 0.2 and faults(figure) == []
    told = [text.get_text() for text in figure.texts]
    assert "dotted: chance  ·  within one movie" in told


def test_examples_of_several_movies_name_the_movie_of_each_frame():
    pictures = [np.full((one.n_frames, 24, 32), 40 * n, np.uint8) for n, one in enumerate(LABELS)]
    found = [
        SimpleNamespace(**vars(one), movie=f"day{n}.mp4", times_s=np.arange(len(one.probability)))
        for n, one in enumerate(PREDICTIONS)
    ]
    figure = behavior_examples_figure(found, LABELS, pictures, count=4)
    named = {}
    for axes in figure.axes:
        (name,) = [text.get_text() for text in axes.texts]
        named.setdefault(name, set()).add(int(np.asarray(axes.images[0].get_array())[0, 0]))
    assert named == {"day0.mp4": {0}, "day1.mp4": {40}}
    with pytest.raises(InputError, match="the pictures of its movie"):
        behavior_examples_figure(found, LABELS, pictures[:1])
