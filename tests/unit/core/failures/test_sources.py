"""From what frames fail: points, flags, labels, columns of files."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.failures.column_file import read_column
from element_mouseface.core.failures.sources import (
    compared,
    flagged,
    lost_points,
    misclassified,
    no_face,
    undefined_feature,
)
from element_mouseface.core.features.quality import FrameFlag
from element_mouseface.core.frame_features import FrameTable, Reason
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.errors import InputError, ParameterError


def test_a_point_is_lost_without_place_or_with_low_likelihood():
    xy = np.ones((5, 2, 2))
    xy[1, 0] = np.nan
    likelihood = np.array([[0.9, 0.9], [0.9, 0.9], [0.5, 0.9], [np.nan, 0.2], [0.9, 0.9]])
    points = Keypoints(("eye_top", "nose"), xy, likelihood, "deeplabcut")
    assert lost_points(points, ["eye_top"]).failed.tolist() == [False, True, True, False, False]
    assert lost_points(points).failed.tolist() == [False, True, True, True, False]
    assert lost_points(points, min_likelihood=0.1).failed.tolist() == [False, True] + 3 * [False]
    with pytest.raises(ParameterError, match="whisker"):
        lost_points(points, ["whisker"])


def test_flags_by_name():
    flags = np.array([0, FrameFlag.BLACK, FrameFlag.SATURATED | FrameFlag.REPEATED, 32], np.uint16)
    assert flagged(flags, ["black"]).failed.tolist() == [False, True, False, False]
    assert flagged(flags, ["Black", "saturated"]).failed.tolist() == [False, True, True, False]
    with pytest.raises(ParameterError, match="no such flag"):
        flagged(flags, ["dim"])


def test_misclassified_where_both_are_known():
    ethogram = Ethogram((Behavior("licking"), Behavior("blink")))
    matrix = np.array([[1, 0], [0, 0], [1, -1], [-1, -1], [0, 1], [0, 0]], np.int8)
    labels = Labels.from_matrix(ethogram, matrix)
    present = np.array([[1, 0], [1, 0], [1, 1], [1, 0], [0, 0], [0, 0]], bool)
    probability = np.where(present, 0.9, 0.1).astype(np.float32)
    probability[5, 0] = np.nan
    prediction = Prediction(
        ethogram, probability, present, np.arange(6.0), np.zeros(6, np.uint16), ("fitted",) * 2
    )
    found = misclassified(prediction, labels)
    assert found.failed.tolist() == [False, True, False, False, True, False]
    assert found.known.tolist() == [True, True, True, False, True, True]
    one = misclassified(prediction, labels, "licking")
    assert one.failed.tolist() == [False, True, False, False, False, False]
    assert one.known.tolist() == [True, True, True, False, True, False]
    with pytest.raises(ParameterError, match="not both predicted and labeled"):
        misclassified(prediction, labels, "chewing")


def test_undefined_features_and_pictures_without_a_face():
    values = np.array([[1.0, 2.0], [np.nan, np.nan], [3.0, np.nan]])
    codes = np.array([0, Reason.UNREADABLE, Reason.NO_FACE], np.uint8)
    table = FrameTable(("crop:intensity_mean", "crop:edge_density"), values, {"crop:edges": codes})
    assert undefined_feature(table, "crop:edge_density").failed.tolist() == [False, True, True]
    found = no_face(table)
    assert found.failed.tolist() == [False, False, True]
    assert found.known.tolist() == [True, False, True]
    with pytest.raises(InputError, match="does not say"):
        no_face(FrameTable(("crop:intensity_mean",), np.ones((3, 1))))


@pytest.mark.parametrize(
    ("condition", "due"),
    [
        ("<0.6", [True, False, False]),
        ("<=0.6", [True, True, False]),
        (">=0.6", [False, True, False]),
        ("=nan", [False, False, True]),
        ("!=0.6", [True, False, False]),
    ],
)
def test_conditions(condition, due):
    failed, known = compared(np.array([0.2, 0.6, np.nan]), condition)
    assert failed.tolist() == due
    assert known.tolist() == [True, True, condition == "=nan"]


def test_yes_and_no_need_no_condition_and_numbers_do():
    failed, known = compared(np.array([1.0, 0.0, np.nan]))
    assert (failed.tolist(), known.tolist()) == ([True, False, False], [True, True, False])
    with pytest.raises(InputError, match="yes or no"):
        compared(np.array([0.0, 0.5]))
    with pytest.raises(ParameterError, match="not a condition"):
        compared(np.array([0.0]), "<much")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("frame,bad\n0,1\n2,no\n3,\n", [1, np.nan, 0, np.nan]),
        ("time_s;bad\n0,001;yes\n0,099;no\n", [1, 0, np.nan, np.nan]),
        ("bad\n1\n0\n0\n1\n", [1, 0, 0, 1]),
        ("bad,frame\n0.25,3\n", [np.nan, np.nan, np.nan, 0.25]),
    ],
)
def test_columns_are_placed_by_frame_by_time_or_by_row(tmp_path, text, due):
    path = tmp_path / "t.csv"
    path.write_text(text)
    np.testing.assert_array_equal(read_column(path, "bad", 4, np.arange(4) * 0.1), due)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("frame,bad\n0,1\n4,1\n", "another frame"),
        ("frame,bad\n0,1\n0,0\n", "two rows for one frame"),
        ("frame,bad\n0,maybe\n", "another word"),
        ("frame,worse\n0,1\n", "no column 'bad'"),
        ("bad\n1\n0\n", "another number of rows"),
        ("time_s,bad\n7.5,1\n", "a time without a frame"),
        ("time_s,bad\nnan,1\n", "a time without a frame"),
        ("frame,bad\n0,1,2\n", "another number of cells"),
        ("", "names of columns|cannot be read|empty"),
    ],
)
def test_tables_that_do_not_fit_are_refused(tmp_path, text, what):
    path = tmp_path / "t.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=what):
        read_column(path, "bad", 4, np.arange(4) * 0.1)
