"""Folds that leave out trials."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.learning import Groups, inner, plan_folds
from element_mouseface.errors import InputError


def trials_of(n_trials=12, n_frames=10, pause=5):
    """The trial of each frame: trials of some frames with a pause of others between."""
    one = np.concatenate([np.full(n_frames, 0), np.full(pause, -1)])
    return np.concatenate([np.where(one < 0, -1, k) for k in range(n_trials)])


def sides(fold, lengths):
    masks = [[np.zeros(n, bool) for n in lengths] for _ in range(2)]
    for mask, spans in zip(masks, (fold.train, fold.test), strict=True):
        for number, first, stop in spans:
            mask[number][first:stop] = True
    return masks


def planned(own, n=1, **more):
    given = {"gap_frames": 2, "level": "trial", "max_folds": 4, **more}
    return plan_folds(Groups.of(n, movie=["m"] * n), [len(own)] * n, trials=[own] * n, **given)


def test_a_trial_is_tested_once_and_never_on_both_sides():
    own = trials_of()
    plan = planned(own)
    tested = np.zeros(len(own), int)
    for fold in plan.folds:
        (train,), (test,) = sides(fold, [len(own)])
        assert not set(own[train]) & set(own[test]) and -1 not in own[train]
        tested += test
        names = {f"trial {k + 1}" for k in np.unique(own[test])}
        assert set(fold.groups) == names and fold.left_out == ", ".join(fold.groups)
    assert (tested == (own >= 0)).all()
    numbers = plan.unit_numbers()[0]
    assert len(plan.units) == 12 and (numbers[own < 0] == -1).all()
    assert [plan.units[numbers[own == k][0]] for k in range(12)] == [
        f"trial {k + 1}" for k in range(12)
    ]
    assert plan.within_one_movie


@pytest.mark.parametrize("gap", [0, 5, 8])
def test_frames_near_a_tested_trial_are_not_trained_on(gap):
    own = trials_of()
    for fold in planned(own, gap_frames=gap).folds:
        (train,), (test,) = sides(fold, [len(own)])
        far = np.abs(np.flatnonzero(train)[:, None] - np.flatnonzero(test)[None]).min()
        assert far > gap


def test_two_recordings_of_a_movie_leave_out_the_same_trials():
    own = trials_of(6)
    plan = planned(own, n=2)
    assert len(plan.units) == 6
    for fold in plan.folds:
        train, test = sides(fold, [len(own)] * 2)
        assert (test[0] == test[1]).all() and (train[0] == train[1]).all()


def test_every_fold_has_about_the_same_of_the_labels():
    own, rng = trials_of(20, 6, 0), np.random.default_rng(0)
    label = rng.permutation(np.arange(20) % 2)[own]
    amount = rng.normal(size=20)[own]
    for values, most in ((label, 1e-12), (amount, 0.5)):
        plan = planned(own, gap_frames=0, max_folds=5, balance=[values])
        means = [values[sides(fold, [len(own)])[1][0]].mean() for fold in plan.folds]
        assert np.ptp(means) <= most
        assert sum(len(fold.groups) for fold in plan.folds) == 20


def test_trials_are_chosen_by_themselves_where_there_is_one_movie_and_split_again():
    own = trials_of(12)
    plan = plan_folds(Groups.of(1), [len(own)], trials=[own], gap_frames=1, max_folds=3)
    assert plan.level == "trial"
    for fold in plan.folds:
        (outer,), _ = sides(fold, [len(own)])
        for split in inner(plan, fold, 2):
            (train,), (test,) = sides(split, [len(own)])
            assert not (train & ~outer).any() and not (test & ~outer).any()
            assert not set(own[train]) & set(own[test])
    by_movie = plan_folds(Groups.of(2), [len(own)] * 2, trials=[own] * 2, gap_frames=1)
    assert by_movie.level == "movie"


def test_bad_trials_are_refused():
    own = trials_of(4)
    with pytest.raises(InputError, match="no trials to leave out"):
        plan_folds(Groups.of(1), [len(own)], level="trial", gap_frames=0)
    with pytest.raises(InputError, match="too few trials"):
        planned(np.zeros(30, int))
    for wrong in (own[:-1], own.astype(float), own - 1):
        with pytest.raises(InputError, match="trials of a recording"):
            plan_folds(Groups.of(1), [len(own)], trials=[wrong], gap_frames=0)
    with pytest.raises(InputError, match="too few trials"):  # a gap that eats all others
        planned(own, gap_frames=100)
