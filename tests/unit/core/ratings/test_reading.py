"""Ratings in files: long, wide and of PainFace; what is mapped, and what is refused."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from element_mouseface.core.ratings import (
    GRIMACE_UNITS,
    RatingScale,
    UnitRating,
    UnitRatings,
    grimace_sums,
    merged,
    read_unit_ratings,
    sum_of_units,
    write_unit_ratings,
)
from element_mouseface.core.ratings.scale import unit_of
from element_mouseface.errors import InputError, LabelsError, ParameterError, PathError

LONG = """frame,unit,rater,value,blinded,trial
10,orbital_tightening,A,2,1,t1
10,orbital_tightening,B,1,1,t1
40,OT,A,NS,1,t2
40,ears,B,0,,t2
"""


@pytest.fixture
def read(tmp_path):
    def reading(text, name="anna.csv", **how):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_unit_ratings(path, **how)

    return reading


def test_a_long_table(read):
    found = read(LONG)
    assert found.by == ("frame",) and found.raters == ("A", "B") and found.places == ((10,), (40,))
    assert found.units == ("orbital_tightening", "ear_position")
    np.testing.assert_array_equal(found.values("orbital_tightening"), [[2, 1], [np.nan, np.nan]])
    assert found.not_scorable == {"orbital_tightening": 1, "ear_position": 0}
    assert found.groups("trial") == ("t1", "t2") and found.rows[3].blinded is None
    assert "'OT' is rated as orbital_tightening" in found.notes
    assert "'ears' is rated as ear_position" in found.notes


WIDE = """Image;Orbital tightening;nose;Comment
a.png;0;1;none
b.png;2;;blurred, but fine
c.png;not scorable;n/a;
"""


def test_a_wide_table_of_pictures_by_the_files_own_rater(read):
    found = read(WIDE)
    assert found.by == ("image",) and found.raters == ("anna",)
    assert found.places == (("a.png",), ("b.png",), ("c.png",))
    np.testing.assert_array_equal(found.values("nose_bulge")[:, 0], [1, np.nan, np.nan])
    assert found.not_scorable == {"orbital_tightening": 1, "nose_bulge": 1}
    assert {"left out: 'Comment'", "1 empty cells are not rated"} <= set(found.notes)
    assert "'nose' is rated as nose_bulge" in found.notes
    assert read(WIDE, rater="B").raters == ("B",)


def test_a_table_of_painface(read):
    """Its columns as a public script of its authors reads them; -1 is a unit it did not find."""
    found = read(
        "Frame, Timestamp (x), Orbital, Nose, Ears, Whiskers, AU Scored, Total Grimace Score\n"
        "0,0.0,0,1,2,-1,3,3\n30,1.0,1,1,1,1,4,4\n"
    )
    assert found.raters == ("PainFace",) and found.by == ("frame",)
    assert set(GRIMACE_UNITS) - set(found.units) == {"cheek_bulge"}
    np.testing.assert_array_equal(found.values("whisker_change")[:, 0], [np.nan, 1])
    assert found.not_scorable["whisker_change"] == 1
    by_time = read("Timestamp(x),Orbital,Nose,Ears,Whiskers,AUScored\n0.5,0,1,2,-1,3\n")
    assert by_time.by == ("time_s",) and by_time.places == ((0.5,),)
    with pytest.raises(LabelsError, match="cannot be used"):
        read("time_s,Orbital\n0.5,-1\n")  # nobody said that it is of PainFace


@pytest.mark.parametrize(
    ("header", "place", "by"),
    [
        ("start_s,stop_s", "1.5,2", ("start_s", "stop_s")),
        ("first_frame,stop_frame", "3,9", ("first_frame", "stop_frame")),
        ("time_s", "2.25", ("time_s",)),
        ("event", "4", ("event",)),
        ("filename", "x/a.png", ("image",)),
    ],
)
def test_what_is_rated_may_be_a_span_a_time_an_event_or_a_picture(
    read, tmp_path, header, place, by
):
    found = read(f"{header},unit,value\n{place},whiskers,1\n")
    assert found.by == by
    again = read_unit_ratings(write_unit_ratings(found, tmp_path / "out.csv"))
    assert again.rows == found.rows and again.digest == found.digest


def test_writing_gives_the_same_back(read, tmp_path):
    found = read(LONG)
    again = read_unit_ratings(write_unit_ratings(found, tmp_path / "out.csv"))
    assert list(map(astuple, again.rows)) == list(map(astuple, found.rows))
    assert again.digest == found.digest
    turned = UnitRatings(found.rows[::-1], found.by)
    assert turned.digest == found.digest
    other = UnitRatings(found.rows[:-1], found.by)
    assert other.digest != found.digest
    with pytest.raises(PathError):
        write_unit_ratings(other, tmp_path / "out.csv")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("frame,unit,rater,value\n1,jaw,A,1\n", "orbital_tightening, nose_bulge"),
        ("frame,unit,rater,value\n1,ears,A,3\n", "ear_position is '3'"),
        ("frame,unit,rater,value\n1,ears,A,0.5\n", "ear_position is '0.5'"),
        ("frame,unit,rater,value\n1,ears,A,9\n", "ear_position is '9'"),
        ("frame,unit,rater,value\n1.5,ears,A,1\n", "frame is '1.5'"),
        ("frame,unit,rater,value\n-1,ears,A,1\n", "frame is '-1'"),
        ("time_s,unit,value\ninf,ears,1\n", "time_s is 'inf'"),
        ("start_s,stop_s,unit,value\n3,3,ears,1\n", "the span is empty"),
        ("frame,unit,rater,value\n1,ears,A,1\n1,ear position,A,2\n", "there twice"),
        ("frame,unit,rater,value\n1,ears,A,1\n1,ears,A,1\n", "ear_position of frame 1 by A"),
        ("frame,unit,rater,value,trial\n1,ears,A,1,t\n1,nose,A,1,u\n", "two trials"),
        ("frame,unit,value,blinded\n1,ears,1,perhaps\n", "blinded is 'perhaps'"),
        ("unit,rater,value\nears,A,1\n", "does not say what was rated"),
        ("frame,ears,ear_position\n1,1,1\n", "Two columns"),
        ("frame,ears,nsoe_bulge\n1,1,1\n", "looks like 'nose_bulge'"),
        ("frame,ears,trail\n1,1,x\n", "looks like 'trial'"),
        ("frame,ears,muzzle\n1,1,2\n", "with values of 0, 1 and 2"),
        ("frame,score\n1,1\n", "has no ratings of units"),
        ("frame,ears,ears\n1,1,1\n", "twice"),
        ("frame,ears\n", "cannot be used"),
        ("frame,ears\n1,NS,3\n", "3 cells"),
        ("", "cannot be used"),
        ("frame,ears\n1,\n", "no ratings"),
    ],
)
def test_what_cannot_be_used_is_refused(read, text, told):
    with pytest.raises(LabelsError) as error:
        read(text)
    assert told in str(error.value) and error.value.do


def test_half_points_and_other_spellings_only_if_they_are_asked_for(read):
    text = "frame,ears\n1,0.5\n2,9\n"
    scale = RatingScale((0, 0.5, 1, 1.5, 2))
    found = read(text, scale=scale, not_scorable=("9",))
    np.testing.assert_array_equal(found.values("ear_position")[:, 0], [0.5, np.nan])
    assert scale.nearest([0.7, 0.25, 3]) == [0.5, 0, 2]
    for levels in ((), (1,), (2, 1), (0, float("nan")), "abc", (1, 1)):
        with pytest.raises(ParameterError):
            RatingScale(levels)
    with pytest.raises(ParameterError):
        RatingScale((0, 1), ("no",))


def test_the_layout_may_be_demanded(read):
    assert read(LONG, layout="long").raters == ("A", "B")
    for layout in ("wide", "painface"):
        with pytest.raises(LabelsError, match=f"in the layout '{layout}'"):
            read(LONG, layout=layout)
    with pytest.raises(LabelsError, match="no such layout"):
        read(LONG, layout="tall")


def test_files_of_several_raters_are_one(read):
    a, b = read(WIDE, "a.csv"), read(WIDE, "b.csv")
    both = merged([a, b])
    assert both.raters == ("a", "b") and len(both) == 2 * len(a) and both.source == "a.csv, b.csv"
    with pytest.raises(LabelsError, match="there twice"):
        merged([a, a])
    with pytest.raises(LabelsError, match="one recording"):
        merged([a, read(LONG)])


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("OT", "orbital_tightening"),
        ("orbital.tightening", "orbital_tightening"),
        ("unit:ear_position", "ear_position"),
        ("Ears", "ear_position"),
        ("Whisker Change", "whisker_change"),
        ("cheek", "cheek_bulge"),
        ("NB", "nose_bulge"),
        ("pupil", None),
        ("", None),
    ],
)
def test_usual_names_of_units(name, unit):
    assert unit_of(name) == unit


def rating(unit, value, rater="A", frame=0):
    return UnitRating(unit, rater, value, (frame,))


def test_a_sum_is_over_the_units_that_are_available():
    ratings = UnitRatings(
        (
            rating("eyes", 2.0),
            rating("eyes", 1.0, "B"),
            rating("nose", 0.0),
            rating("ears", None),
            rating("eyes", None, frame=1),
        )
    )
    first, last = sum_of_units(ratings)
    assert (first.n_units, first.units) == (2, ("orbital_tightening", "nose_bulge"))
    assert (first.mean, first.total, first.rater) == (0.75, 1.5, "mean of raters")
    assert last.n_units == 0 and np.isnan(last.mean) and np.isnan(last.total)
    one, other, *_ = sum_of_units(ratings, by_rater=True)
    assert (one.rater, one.total, one.mean) == ("A", 2.0, 1.0)
    assert (other.rater, other.total, other.n_units) == ("B", 1.0, 1)


def test_sums_of_columns():
    mean, total, n = grimace_sums(
        {"ear_position": np.array([1, np.nan]), "nose_bulge": np.array([2.0, np.nan])}
    )
    np.testing.assert_array_equal(total, [3, np.nan])
    np.testing.assert_array_equal(mean, [1.5, np.nan])
    np.testing.assert_array_equal(n, [2, 0])
    for wrong in ({}, {"jaw": np.ones(2)}, {"ear_position": np.ones(2), "nose_bulge": np.ones(3)}):
        with pytest.raises(InputError):
            grimace_sums(wrong)
