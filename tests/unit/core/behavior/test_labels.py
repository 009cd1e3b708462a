"""Labels against a frame-by-frame count, and what they refuse."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from element_mouseface.core.behavior.ethogram import Behavior, Ethogram, folded
from element_mouseface.core.behavior.labels import Labels, mask_of, runs_of
from element_mouseface.errors import LabelsError, ParameterError

LICK = Ethogram.of(["lick", "toilettage, léger"])


def runs_by_hand(values: np.ndarray, wanted: int) -> list[tuple[int, int]]:
    """Runs of one value by itertools."""
    runs, at = [], 0
    for value, group in itertools.groupby(values.tolist()):
        n = len(list(group))
        runs += [(at, at + n)] if value == wanted else []
        at += n
    return runs


@given(arrays(np.int8, st.tuples(st.integers(0, 40), st.just(2)), elements=st.integers(-1, 1)))
def test_a_matrix_comes_back_and_its_runs_are_those_of_a_count(matrix):
    labels = Labels.from_matrix(LICK, matrix)
    assert np.array_equal(labels.matrix(), matrix)
    for column, name in enumerate(LICK.names):
        assert labels.bouts[name].tolist() == [list(r) for r in runs_by_hand(matrix[:, column], 1)]
        assert labels.n_present(name) == (matrix[:, column] == 1).sum()
        assert labels.n_assessed(name) == (matrix[:, column] != -1).sum()
    again = Labels(LICK, len(matrix), labels.bouts, labels.assessed, labeler="someone else")
    assert again.digest == labels.digest


@given(arrays(np.bool_, st.integers(0, 60)))
def test_runs_and_masks_are_each_others_opposite(mask):
    runs = runs_of(mask)
    assert np.array_equal(mask_of(runs, len(mask)), mask)
    assert runs.tolist() == [list(run) for run in runs_by_hand(mask.astype(int), 1)]


def test_without_assessed_spans_all_frames_were_looked_at_and_a_name_left_out_was_not():
    assert (Labels(LICK, 5, {}).matrix() == 0).all()
    found = Labels(LICK, 5, {"lick": [[1, 3]]}, {"lick": [[0, 2], [2, 4]]})
    assert found.matrix()[:, 0].tolist() == [0, 1, 1, 0, -1]
    assert (found.matrix()[:, 1] == -1).all()
    assert found.assessed["lick"].tolist() == [[0, 4]]  # spans that touch are one


def test_digest_follows_the_content_alone():
    one = Labels(LICK, 9, {"lick": [[1, 3]]})
    assert Labels(LICK, 9, {"lick": np.array([[1.0, 3.0]])}, source="x").digest == one.digest
    others = [
        Labels(LICK, 10, {"lick": [[1, 3]]}),
        Labels(LICK, 9, {"lick": [[1, 2], [2, 3]]}),
        Labels(LICK, 9, {"lick": [[1, 3]]}, {"lick": [[0, 9]]}),
        Labels(Ethogram.of(["lick", "x"]), 9, {"lick": [[1, 3]]}),
        Labels(Ethogram(LICK.behaviors, exclusive=True), 9, {"lick": [[1, 3]]}),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 6


def test_touching_bouts_merge_where_asked_and_point_events_stay():
    kinds = Ethogram((Behavior("lick"), Behavior("startle", kind="point")))
    found = Labels(kinds, 9, {"lick": [[3, 5], [1, 3]], "startle": [[3, 4], [4, 5]]})
    assert found.bouts["lick"].tolist() == [[1, 3], [3, 5]]
    assert found.merged().bouts["lick"].tolist() == [[1, 5]]
    assert found.merged().bouts["startle"].tolist() == [[3, 4], [4, 5]]


def test_another_length_and_another_list_of_behaviors():
    found = Labels(LICK, 6, {"lick": [[1, 3], [4, 6]]})
    assert found.with_frames(5).matrix()[:, 0].tolist() == [0, 1, 1, 0, 1]
    assert found.with_frames(8).matrix()[:, 0].tolist() == [0, 1, 1, 0, 1, 1, -1, -1]
    other = found.with_ethogram(Ethogram.of(["startle", "lick"]))
    assert (other.matrix()[:, 0] == -1).all()
    assert np.array_equal(other.matrix()[:, 1], found.matrix()[:, 0])


@pytest.mark.parametrize(
    ("bouts", "assessed", "said"),
    [
        ({"lick": [[1, 4], [3, 6]]}, None, "overlap"),
        ({"lick": [[3, 3]]}, None, "end before they begin"),
        ({"lick": [[-1, 3]]}, None, "leave the movie"),
        ({"lick": [[7, 11]]}, None, "leave the movie"),
        ({"lick": [[0.5, 3]]}, None, "whole numbers"),
        ({"lick": [1, 3]}, None, "two whole numbers"),
        ({"lick": [[np.nan, 3]]}, None, "whole numbers"),
        ({"lick": [["a", "b"]]}, None, "whole numbers"),
        ({"Lick": [[1, 3]]}, None, "does not have"),
        ({"lick": [[1, 3]]}, {"lick": [[0, 2]]}, "looked at"),
        ({"lick": [[1, 3]]}, {}, "looked at"),
        ({"lick": [[2, 4]]}, {"lick": [[0, 3], [5, 9]]}, "looked at"),
    ],
)
def test_intervals_that_cannot_be_are_refused(bouts, assessed, said):
    with pytest.raises(LabelsError, match=said):
        Labels(LICK, 10, bouts, assessed)


def test_two_behaviors_in_a_frame_need_an_ethogram_that_allows_it():
    bouts = {"lick": [[1, 9]], "toilettage, léger": [[2, 3], [8, 10]]}
    assert Labels(LICK, 10, bouts).matrix().sum() == 11
    with pytest.raises(LabelsError, match="exclusive"):
        Labels(Ethogram(LICK.behaviors, exclusive=True), 10, bouts)
    apart = {"lick": [[1, 2]], "toilettage, léger": [[2, 3]]}
    assert Labels(Ethogram(LICK.behaviors, exclusive=True), 10, apart).n_present("lick") == 1


@pytest.mark.parametrize("n_frames", [-1, 1.5, "x", 2**60, True])
def test_a_number_of_frames_is_one(n_frames):
    with pytest.raises(ParameterError, match="n_frames"):
        Labels(LICK, n_frames, {})


@pytest.mark.parametrize("matrix", [np.zeros((3, 1)), np.zeros(3), np.full((3, 2), 2)])
def test_a_matrix_that_is_no_labels_is_refused(matrix):
    with pytest.raises(LabelsError):
        Labels.from_matrix(LICK, matrix)


@pytest.mark.parametrize(
    "names",
    [
        ("lick", "Lick"),
        ("front groom", "front_groom"),
        ("front groom", "front  groom"),
        ("lécher", "lecher"),
        ("l\u00e9cher", "le\u0301cher"),
        ("ﬁdget", "fidget"),
        ("lick", "lick"),
    ],
)
def test_one_behavior_in_two_spellings_is_refused(names):
    with pytest.raises(LabelsError, match=r"spellings|twice") as found:
        Ethogram.of(names)
    assert all(repr(name) in str(found.value) for name in names)


@pytest.mark.parametrize("name", ["", "  ", " a", "a\n", "x" * 65, "Background", "frame", "a\x00"])
def test_names_that_no_table_can_hold_are_refused(name):
    with pytest.raises((LabelsError, ParameterError)):
        Behavior(name)


def test_an_ethogram_goes_to_json_and_back():
    one = Ethogram((Behavior("spülen, links"), Behavior("startle", "point", "ears back")), True)
    again = Ethogram.from_dict(one.to_dict())
    assert again == one and again.content_hash() == one.content_hash()
    assert again["startle"].definition == "ears back"
    assert folded("Spülen,  Links") == "spulen, links"
    with pytest.raises(LabelsError):
        Ethogram(())
