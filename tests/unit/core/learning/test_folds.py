"""Folds leave out whole animals, sessions or movies, and blocks with a gap: counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.learning import Groups, Span, inner, plan_folds
from element_mouseface.errors import InputError, ParameterError

EIGHT = Groups.of(
    24,
    animal=[f"m{n // 3}" for n in range(24)],
    session=["s1", "s1", "s2"] * 8,
    movie=[f"{n}.mp4" for n in range(24)],
)
#: groups, lengths -> what a fold leaves out
CASES = {
    "animal": (EIGHT, [50 + n for n in range(24)]),
    "session": (Groups.of(4, animal=["a"] * 4, session=["1", "1", "2", "3"]), [40] * 4),
    "movie": (Groups.of(3, animal=["a"] * 3, session=["1"] * 3), [30, 40, 50]),
    "block": (Groups.of(1), [500]),
}


def frames(spans) -> set[tuple[int, int]]:
    return {(s.recording, frame) for s in spans for frame in range(s.first, s.stop)}


def times_of(lengths, interval_s=0.1):
    return [np.arange(n) * interval_s for n in lengths]


@pytest.mark.parametrize("level", CASES)
def test_every_frame_is_tested_once_and_no_training_frame_is_near_a_tested_one(level):
    groups, lengths = CASES[level]
    plan = plan_folds(groups, lengths, times_of(lengths), gap_s=1.0)
    assert plan.level == level and plan.within_one_movie == (level == "block")
    tested = [frame for fold in plan.folds for frame in frames(fold.test)]
    assert len(tested) == len(set(tested)) == sum(lengths)
    for fold in plan.folds:
        for split in (fold, *inner(plan, fold, 3)):
            train, test = frames(split.train), frames(split.test)
            assert train and test
            if split is not fold:
                assert train | test <= frames(fold.train)
            near = {(r, f + d) for r, f in test for d in range(-10, 11)}  # a second at ten a second
            assert not train & near
        if level != "block":
            names = groups.keys(level)
            trained, tested_names = (
                {names[r] for r, _ in frames(side)} for side in (fold.train, fold.test)
            )
            assert not trained & tested_names


def test_inner_folds_split_the_other_animals_and_never_see_the_tested_one():
    groups, lengths = CASES["animal"]
    plan = plan_folds(groups, lengths)
    animals = groups.keys("animal")
    for fold in plan.folds:
        splits = inner(plan, fold, 3)
        assert len(splits) == 3
        assert {fold.left_out} == {animals[r] for r, _ in frames(fold.test)}
        held_out = [name for split in splits for name in split.groups]
        assert sorted([*held_out, fold.left_out]) == sorted(set(animals))
        for split in splits:
            on_both = {animals[s.recording] for s in split.train} & set(split.groups)
            assert not on_both


def test_two_animals_split_by_session_inside():
    groups = Groups.of(4, animal=list("aabb"), session=["1", "2", "1", "2"])
    plan = plan_folds(groups, [30] * 4)
    assert [fold.left_out for fold in plan.folds] == ["a", "b"]
    assert [s.left_out for s in inner(plan, plan.folds[0], 3)] == ["b/1", "b/2"]


def test_folds_are_put_together_with_about_equal_frames():
    groups, lengths = CASES["animal"]
    plan = plan_folds(groups, lengths, max_folds=3)
    sizes = [len(frames(fold.test)) for fold in plan.folds]
    assert len(sizes) == 3 and sum(sizes) == sum(lengths) and max(sizes) < 1.6 * min(sizes)
    assert sorted(n for fold in plan.folds for n in fold.groups) == sorted(plan.units)
    assert plan.folds[0].left_out == ", ".join(plan.folds[0].groups)
    numbers = plan.unit_numbers()
    assert [plan.units[n[0]] for n in numbers] == list(groups.keys("animal"))


def test_blocks_are_cut_where_labels_are_and_at_the_same_frames_for_two_people():
    groups = Groups.of(2, movie=["a.mp4", "a.mp4"])
    assessed = [np.array([[0, 200]]), np.array([[100, 200]])]
    plan = plan_folds(groups, [1000, 1000], gap_frames=5, blocks=2, assessed=assessed)
    first, second = plan.folds
    assert first.test == (Span(0, 0, 100), Span(1, 0, 100))
    assert first.train == (Span(0, 105, 1000), Span(1, 105, 1000))
    assert second.train == (Span(0, 0, 95), Span(1, 0, 95))
    with pytest.raises(InputError, match="differ in length"):
        plan_folds(groups, [1000, 900], gap_frames=5)


def test_a_gap_in_seconds_follows_irregular_times():
    times = [np.concatenate([np.arange(100) * 0.01, 5 + np.arange(100) * 1.0])]
    plan = plan_folds(Groups.of(1), [200], times, gap_s=4.5, blocks=2)
    assert plan.folds[0].test == (Span(0, 0, 100),)
    assert plan.folds[0].train == (Span(0, 101, 200),)  # 5 s is 4.01 s from 0.99 s; 6 s is not
    assert plan.folds[1].train == (Span(0, 0, 50),)  # 0.5 s and later are 4.5 s or less from 5 s


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: plan_folds(Groups.of(1), [3], gap_frames=2), "too few"),
        (lambda: plan_folds(Groups.of(1), [300]), "needs times"),
        (lambda: plan_folds(Groups.of(2, animal=["a", None]), [9, 9]), "no animal"),
        (lambda: plan_folds(Groups.of(2, animal=["a", "a"]), [9, 9], level="animal"), "too few"),
        (lambda: plan_folds(Groups.of(2, animal=["a", "A "]), [9, 9]), "two names"),
        (lambda: Groups.of(2, animal=["a", "b"], movie=["x", "x"]), "two animals"),
        (lambda: Groups(("a",), (None, None), ("x",)), "1 animals, 2 sessions"),
        (lambda: plan_folds(Groups.of(2), [9]), "lengths"),
        (lambda: plan_folds(Groups.of(2), [9, 9], assessed=[[[0, 10]], []]), "outside"),
        (lambda: plan_folds(Groups.of(1), [9], [np.zeros(8)]), "times of a recording"),
        (lambda: plan_folds(Groups.of(1), [9], [np.arange(9.0)[::-1]]), "ascend"),
    ],
)
def test_what_cannot_be_split_is_refused_with_both_numbers(make, message):
    with pytest.raises(InputError, match=message) as caught:
        make()
    assert caught.value.expected and caught.value.got


def test_random_frames_are_not_offered():
    for level in ("frame", "random"):
        with pytest.raises(ParameterError, match="no such way"):
            plan_folds(Groups.of(2), [9, 9], level=level)


def test_animals_without_labels_are_no_groups():
    """Two animals, one of them unlabeled: its movies are split, and it is tested once."""
    groups = Groups.of(3, animal=["a", "a", "b"])
    plan = plan_folds(groups, [20, 20, 20], assessed=[[[0, 20]], [[0, 20]], np.zeros((0, 2))])
    assert plan.level == "movie"
    tested = [frame for fold in plan.folds for frame in frames(fold.test)]
    assert len(plan.folds) == 2 and len(tested) == len(set(tested)) == 60
