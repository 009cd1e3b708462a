"""What is learned: ratings from files, labels of pictures, events, behaviors; rows of events."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.events import Events
from element_mouseface.core.frame_features.reasons import Reason
from element_mouseface.core.frame_models.event_table import event_table
from element_mouseface.core.frame_models.ratings import read_ratings
from element_mouseface.core.frame_models.targets import (
    behavior_target,
    event_frames,
    picture_target,
    ratings_target,
    target_of_texts,
)
from element_mouseface.core.frame_models.training import train_model
from element_mouseface.core.learning import LearningParams
from element_mouseface.errors import InputError, LabelsError, MouseFaceError, ParameterError

from .planted import table

FRAMES = table(np.arange(20.0).reshape(10, 2))
PICTURES = table(
    np.zeros((3, 2)), times_s=None, images=("a/1.png", "b/2.png", None), about={"kind": "pictures"}
)


def read(tmp_path, text, column="pain", of=FRAMES):
    path = tmp_path / "ratings.csv"
    path.write_text(text, encoding="utf-8")
    return read_ratings(path, column, of)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("frame,pain\n2,1.5\n4,2\n5,\n", {2: "1.5", 4: "2"}),
        ("time_s;pain\n0,21;1,5\n0,4;2\n", {2: "1,5", 4: "2"}),
        ("first_frame,stop_frame,pain\n2,4,low\n6,7,high\n", {2: "low", 3: "low", 6: "high"}),
        ("start_s\tstop_s\tpain\n0.15\t0.4\t3\n", {2: "3", 3: "3"}),
        ("frame,pain\n1,nan\n2,NA\n3,0\n", {3: "0"}),
    ],
    ids=["frame", "time", "frames", "seconds", "unknown"],
)
def test_a_rating_belongs_to_its_rows(tmp_path, text, rows):
    found = read(tmp_path, text)
    assert {k: t for k, t in enumerate(found.texts) if t is not None} == rows
    assert found.trials is None and found.file == "ratings.csv"


def test_trials_stand_beside_ratings(tmp_path):
    found = read(tmp_path, "frame,pain,trial\n0,1,b\n1,2,b\n5,3,a\n6,,a\n")
    assert found.trials.tolist() == [0, 0, -1, -1, -1, 1, 1, -1, -1, -1]
    assert found.trial_names == ("b", "a")


def test_pictures_are_known_by_name_and_events_by_number(tmp_path):
    assert read(tmp_path, "image,pain\n1.png,3\nb/2.png,4\n", of=PICTURES).texts == ("3", "4", None)
    events = table(np.zeros((2, 1)), about={"kind": "events"})
    assert read(tmp_path, "event,pain\n1,3\n", of=events).texts == (None, "3")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("frame,fear\n1,2\n", "'frame', 'fear'"),
        ("frame,pain,pain\n1,2,3\n", "each column once"),
        ("row,pain\n1,2\n", "does not say which rows"),
        ("event,pain\n1,2\n", "ratings of events need the events: --events"),
        ("frame,pain\n10,1\n", "line 2: frame '10' is none of 0 to 9"),
        ("frame,pain\n1.5,1\n", "'1.5'"),
        ("frame,pain\n-1,1\n", "'-1'"),
        ("frame,pain\n1,1\n1,2\n", "says '2' of a row that is '1'"),
        ("frame,pain\n1,1,7\n", "3 columns, the header 2"),
        ("time_s,pain\n5,1\n", "no row at 5 s"),
        ("time_s,pain\nsoon,1\n", "'soon' is no number"),
        ("start_s,stop_s,pain\n0.3,0.3,1\n", "no span"),
        ("start_s,stop_s,pain\n5,6,1\n", "no row from 5 to 6"),
        ("frame,pain,trial\n1,1,a\n1,1,b\n", "says 'b' of a row that is 'a'"),
        ("", "an empty file"),
    ],
)
def test_ratings_of_other_rows_are_refused(tmp_path, text, told):
    with pytest.raises(LabelsError) as error:
        read(tmp_path, text)
    assert told in str(error.value)


def test_an_image_that_is_not_there_or_not_clear_is_refused(tmp_path):
    several = table(
        np.zeros((2, 1)), times_s=None, images=("a/1.png", "b/1.png"), about={"kind": "pictures"}
    )
    with pytest.raises(LabelsError, match="several folders"):
        read(tmp_path, "image,pain\n1.png,1\n", of=several)
    with pytest.raises(LabelsError, match="not there"):
        read(tmp_path, "image,pain\n9.png,1\n", of=PICTURES)


@pytest.mark.parametrize(
    ("texts", "how", "kind", "values", "names"),
    [
        (["1.5", None, "-2"], {}, "continuous", [1.5, 0, -2], ()),
        (["1", "0", None], {}, "binary", [1, 0, 0], ()),
        (["yes", "No", None], {}, "binary", [1, 0, 0], ()),
        (["b", "a", "b"], {}, "category", [1, 0, 1], ("a", "b")),
        (["b", "a", "b"], {"positive": "b"}, "binary", [1, 0, 1], ()),
        (["b", "a", "b"], {"order": ["b", "a"]}, "ordinal", [0, 1, 0], ("b", "a")),
        (["10", "2", "2"], {"kind": "ordinal"}, "ordinal", [1, 0, 0], ("2", "10")),
        (["10", "2", "2"], {"kind": "category"}, "category", [1, 0, 0], ("2", "10")),
    ],
)
def test_values_say_of_which_kind_they_are(texts, how, kind, values, names):
    target = target_of_texts("t", [texts], **how)
    assert (target.kind, target.categories) == (kind, names)
    assert target.values[0].tolist() == values
    assert target.known[0].tolist() == [one is not None for one in texts]


@pytest.mark.parametrize(
    ("texts", "how", "told"),
    [
        ([None, None], {}, "Nothing is known"),
        (["1", "x"], {"kind": "continuous"}, "finite numbers"),
        (["a", "b", "c"], {"kind": "binary"}, "the value that counts as yes"),
        (["a", "b"], {"positive": "c"}, "some rows that are 'c'"),
        (["a", "b"], {"order": ["a", "c"]}, "one of a, c"),
        (["a", "b"], {"kind": "ordinal"}, "the order of the values"),
        (["a", "a"], {"kind": "category"}, "at least two different"),
        (["a", "b"], {"kind": "odd"}, "unknown kind"),
    ],
)
def test_values_of_another_kind_are_refused(texts, how, told):
    with pytest.raises(MouseFaceError) as error:
        target_of_texts("t", [texts], **how)
    assert told in str(error.value)


def test_decimal_commas_are_numbers(tmp_path):
    ratings = read(tmp_path, "time_s;pain\n0,2;1,5\n0,4;2\n")
    target = ratings_target([ratings])
    assert target.kind == "continuous" and target.values[0][[2, 4]].tolist() == [1.5, 2]


def test_labels_of_pictures_are_a_target():
    labeled = table(np.zeros((3, 2)), labels=("b", None, "a"), about={"kind": "pictures"})
    target = picture_target([labeled])
    assert target.categories == ("a", "b") and target.known[0].tolist() == [True, False, True]
    with pytest.raises(LabelsError, match="Table 1 has no labels"):
        picture_target([FRAMES])


def test_a_behavior_is_unknown_where_nobody_looked():
    ethogram = Ethogram((Behavior("lick"), Behavior("blink")))
    matrix = np.array([[1, 0], [0, 1], [-1, -1]], np.int8)
    labels = Labels.from_matrix(ethogram, matrix)
    target = behavior_target([labels], "blink")
    assert target.kind == "binary" and target.known[0].tolist() == [True, True, False]
    assert target.values[0][:2].tolist() == [0, 1]
    with pytest.raises(LabelsError, match="lick, blink"):
        behavior_target([labels], "chew")


EVENTS = Events.from_rows([("sweet", 0.2, 0.5), ("bitter", 0.65, 0.9), ("sweet", 5.0, 6.0)])


def test_frames_of_events_have_the_event_as_label_and_trial():
    found = event_frames([FRAMES], [EVENTS])
    assert found.target.categories == ("bitter", "sweet")
    assert found.target.known[0].tolist() == [k in (2, 3, 4, 7, 8) for k in range(10)]
    assert found.trials[0].tolist() == [-1, -1, 0, 0, 0, -1, -1, 1, 1, -1]
    with pytest.raises(InputError, match="has none"):
        event_frames([table(np.zeros((2, 1)), times_s=None)], [EVENTS])
    with pytest.raises(InputError, match="do not belong together"):
        event_frames([FRAMES], [])


def test_a_row_an_event_is_the_mean_of_its_frames():
    values = np.random.default_rng(0).normal(size=(10, 2))
    values[3, 1] = np.nan
    values[7:9, 0] = np.nan
    frames = table(values)
    made = event_table(frames, EVENTS)
    assert made.kind == "events" and made.labels == ("sweet", "bitter", "sweet")
    assert made.times_s.tolist() == [0.2, 0.65, 5.0]
    due = [[values[2:5, 0].mean(), np.mean([values[2, 1], values[4, 1]])]]
    due += [[np.nan, values[7:9, 1].mean()], [np.nan, np.nan]]
    assert np.allclose(made.values, due, equal_nan=True)
    assert made.reason("x:f0").tolist() == [0, Reason.NO_ROWS, Reason.NO_ROWS]
    around = event_table(frames, EVENTS, (-0.15, 0.05), "max", baseline_s=(-0.25, -0.05))
    assert around.values[0, 0] == values[1:3, 0].max() - values[0:2, 0].mean()
    assert around.about["span_s"] == [-0.25, 0.05] and around.about["summary"] == "max"
    for wrong in ({"window_s": (1, 1)}, {"summary": "sum"}, {"baseline_s": (0, np.inf)}):
        with pytest.raises(ParameterError):
            event_table(frames, EVENTS, **wrong)


def test_events_of_one_trial_are_never_on_both_sides():
    rng = np.random.default_rng(0)
    rows = [("ab"[k % 2], 10.0 * k, 10.0 * k + 2, f"t{k // 2}") for k in range(24)]
    frames = table(rng.normal(size=(240, 2)), times_s=np.arange(240.0))
    made = event_table(frames, Events.from_rows(rows))
    learning = LearningParams(estimator="linear", beside=(), min_frames=2, max_folds=4)
    found = train_model([made], picture_target([made], "event"), learning=learning)
    assert found.crossed.plan.level == "trial" and len(found.crossed.plan.units) == 12
    assert len(found.predictions[0].decided) == 24
