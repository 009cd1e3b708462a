"""Cross-fitting: planted truth is found, nothing leaks, and the digest is always the same."""

from __future__ import annotations

import os
from dataclasses import replace

import dask
import distributed
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from element_mouseface.core.learning import (
    FeatureMaker,
    FittedFeatures,
    FittedTarget,
    Groups,
    LearningParams,
    Target,
    cross_fit,
    plan_folds,
)
from element_mouseface.core.learning.null import shift_null, shifted
from element_mouseface.core.outputs.archive import Archive
from element_mouseface.errors import InputError, ResultError
from tests.unit.core.learning.planted import Maker, Scaled, binary, planted

PARAMS = LearningParams(
    iterations=5, learning_rate=0.5, max_samples=900, inner_folds=2, max_columns=4, seed=1
)
ARCHIVE = Archive("test targets", {"format": "test/1"}, "such a file", "make it", ResultError)


@pytest.fixture(scope="module")
def data():
    recordings, groups, states = planted(4, n=300)
    recordings[3][100:120] = np.nan  # missing frames
    targets = [binary("licking", states[0]), binary("blink", states[1])]
    return recordings, plan_folds(groups, [300] * 8), targets


@pytest.fixture(scope="module")
def fitted(data):
    recordings, plan, targets = data
    moved = replace(shifted(targets[0], 3), name="licking, shifted")
    return cross_fit(recordings, Maker(), targets, plan, PARAMS, plain=[moved], workers=2)


def joined(arrays):
    return np.concatenate([one[:, 0] for one in arrays])


def test_the_toys_are_what_the_protocols_ask_for():
    assert isinstance(Maker(), FeatureMaker) and isinstance(Scaled(np.zeros(2)), FittedFeatures)


@pytest.mark.parametrize("estimator", ["boosted", "linear"])
def test_planted_behaviors_are_found_in_animals_that_were_left_out(data, fitted, estimator):
    for target in data[2]:
        probability = joined(fitted.probabilities(target.name, estimator))
        y = np.concatenate(target.values)
        seen = np.isfinite(probability)
        assert roc_auc_score(y[seen], probability[seen]) > 0.95
        assert ((probability[seen] > 0.5) == y[seen]).mean() > 0.93
        assert abs(probability[seen].mean() - y[seen].mean()) < 0.02
        assert fitted.state(target.name, estimator).state == "fitted"


def test_frames_without_features_have_no_score(fitted):
    for scores in (fitted.scores["licking", "boosted"], fitted.probabilities("licking")):
        missing = [np.flatnonzero(np.isnan(one[:, 0])).tolist() for one in scores]
        assert missing == [[], [], [], list(range(100, 120)), *([[]] * 4)]


def test_labels_shifted_in_time_are_not_found(data, fitted):
    target = next(t for t in fitted.targets if t.name == "licking, shifted")
    scores = joined(fitted.scores["licking, shifted", "boosted"])
    seen = np.isfinite(scores)
    y = np.concatenate(target.values)
    assert 0.35 < roc_auc_score(y[seen], scores[seen]) < 0.65
    own = [one[:, 0] for one in fitted.scores["licking", "boosted"]]
    null = shift_null(data[2][0], own, n=60)
    # below a half on movies of a few bouts: moments near a bout are left out
    assert 0.4 < null.mean() < 0.53 and null.max() < 0.75


def test_inner_scores_cover_the_training_frames_and_only_those(fitted):
    for result in fitted.folds:
        scores = result.held_out.scores["blink", "linear"]
        tested = {span.recording for span in result.fold.test}
        for number, one in enumerate(scores):
            assert np.isnan(one).all() if number in tested else np.isfinite(one).mean() > 0.9


def changed(data, animal):
    """The same with other pictures and other labels of one animal."""
    recordings, plan, targets = data
    own = [n for n, key in enumerate(plan.groups.keys("animal")) if key == animal]
    recordings = [-3 * x + 1 if n in own else x for n, x in enumerate(recordings)]
    targets = [
        replace(t, values=tuple(1 - v if n in own else v for n, v in enumerate(t.values)))
        for t in targets
    ]
    return recordings, targets, own


def same(a: FittedTarget, b: FittedTarget) -> bool:
    (about_a, arrays_a), (about_b, arrays_b) = a.to_arrays(), b.to_arrays()
    return about_a == about_b and all((arrays_a[n] == arrays_b[n]).all() for n in arrays_a)


def test_nothing_of_a_fold_depends_on_the_animal_that_it_leaves_out(data, fitted):
    recordings, targets, _ = changed(data, "m2")
    other = cross_fit(recordings, Maker(), targets, data[1], PARAMS, workers=2)
    for before, after in zip(fitted.folds, other.folds, strict=True):
        left_out = before.fold.left_out == "m2"
        for key in after.models:
            assert same(before.models[key], after.models[key]) == left_out, (key, before.fold)
            for a, b in zip(before.held_out.scores[key], after.held_out.scores[key], strict=True):
                assert not left_out or np.array_equal(a, b, equal_nan=True)


def test_inner_scores_of_an_animal_do_not_depend_on_its_labels(data, fitted):
    _, targets, own = changed(data, "m2")
    other = cross_fit(data[0], Maker(), targets, data[1], PARAMS, workers=2)
    checked = 0
    for before, after in zip(fitted.folds, other.folds, strict=True):
        for key in after.models:
            for number in own:
                a, b = (one.held_out.scores[key][number] for one in (before, after))
                assert np.array_equal(a, b, equal_nan=True)
                checked += int(np.isfinite(a).any())
    assert checked == 3 * 4 * 2  # the other folds, models, movies of the animal


def test_features_are_fitted_once_for_each_fold_without_it(data):
    recordings, plan, targets = data
    maker = Maker()
    cross_fit(recordings, maker, targets[:1], plan, replace(PARAMS, beside=()))
    assert maker.trainings == [*(fold.train for fold in plan.folds), plan.everything()]


def test_the_digest_does_not_depend_on_threads_or_on_the_run(data, fitted):
    recordings, plan, targets = data
    plain = [fitted.targets[-1]]
    digests = {
        cross_fit(recordings, Maker(), targets, plan, PARAMS, plain=plain, workers=n).digest
        for n in (1, 8)
    }
    assert digests == {fitted.digest}


@pytest.mark.slow
def test_a_process_of_a_cluster_gives_the_same_digest_and_our_errors(data, fitted):
    recordings, plan, targets = data
    plain = [fitted.targets[-1]]
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        found = cross_fit(recordings, Maker(), targets, plan, PARAMS, plain=plain, client=client)
        assert found.digest == fitted.digest
        for maker in (Refusing(), Dying()):
            with pytest.raises(ResultError, match=maker.says):
                cross_fit(recordings, maker, targets[:1], plan, PARAMS, client=client)


class Refusing(Maker):
    """Features that cannot be made."""

    says = "gone from the folder"

    def fit(self, recordings, trainings):
        return [RefusingRows(np.zeros(6)) for _ in trainings]


class RefusingRows(Scaled):
    def rows(self, recording, first=0, stop=None):
        raise ResultError("The cells have gone from the folder.")


class Dying(Maker):
    """Features that end their process."""

    says = "keep dying"

    def fit(self, recordings, trainings):
        return [DyingRows(np.zeros(6)) for _ in trainings]


class DyingRows(Scaled):
    def rows(self, recording, first=0, stop=None):
        os._exit(1)


def test_an_error_in_a_thread_is_the_callers(data):
    recordings, plan, targets = data
    with pytest.raises(ResultError, match="gone from the folder"):
        cross_fit(recordings, Refusing(), targets, plan, PARAMS)


def test_samples_shrink_where_rows_would_not_fit(data, monkeypatch):
    recordings, plan, targets = data
    monkeypatch.setattr("element_mouseface.core.learning.pool._MOST_BYTES", 5 * 6 * 400)
    found = cross_fit(recordings, Maker(), targets, plan, replace(PARAMS, beside=()))
    numbers = [m.n_sampled for one in (*found.folds, found) for m in one.models.values()]
    assert max(numbers) <= 400 and min(numbers) > 150
    probability = joined(found.probabilities("blink"))
    seen = np.isfinite(probability)
    assert roc_auc_score(np.concatenate(targets[1].values)[seen], probability[seen]) > 0.9


def test_a_caller_chooses_from_inner_scores_and_the_scores_are_dropped(data):
    recordings, plan, targets = data
    steps = []

    def choose(fold, held_out):
        return fold.left_out, np.nanmean(joined(held_out.probabilities("licking", "boosted")))

    found = cross_fit(
        recordings,
        Maker(),
        targets[:1],
        plan,
        replace(PARAMS, beside=()),
        choose=choose,
        progress=lambda done, total: steps.append((done, total)),
    )
    assert [one.chosen[0] for one in found.folds] == [f"m{n}" for n in range(4)]
    assert all(0.15 < one.chosen[1] < 0.3 and one.held_out is None for one in found.folds)
    assert steps == [(n + 1, 5) for n in range(5)]


def test_a_class_that_is_rare_or_missing_is_told_and_the_others_train(data):
    recordings, plan, targets = data
    nothing = [np.zeros(300, bool) for _ in range(8)]
    one_bout = [one.copy() for one in nothing]
    one_bout[0][50:70] = True  # in one animal only
    unknown = [np.zeros(300, bool) for _ in range(8)]
    found = cross_fit(
        recordings,
        Maker(),
        [
            targets[0],
            binary("never", nothing),
            binary("once", one_bout),
            binary("unlabeled", nothing, unknown),
        ],
        plan,
        PARAMS,
    )
    assert found.state("licking").state == "fitted" and not found.state("licking").undefined
    never, once = found.state("never"), found.state("once")
    assert never.state == "not trainable" and "0 labeled frames with it" in never.reason
    assert len(never.not_trained) == len(never.undefined) == 4
    assert once.state == "fitted" and once.not_trained[0][0] == "m0"
    assert once.undefined == ("m1", "m2", "m3")
    assert "no frame is labeled" in found.state("unlabeled").reason
    assert np.isnan(joined(found.scores["never", "boosted"])).all()
    once_scores = found.scores["once", "linear"]
    assert np.isnan(once_scores[0]).all() and np.isfinite(once_scores[7]).all()


def test_categories_ratings_and_numbers_are_learned_too():
    recordings, groups, states = planted(n_animals=4, n_movies=1, n=400)
    known = [np.ones(400, bool)] * 4
    sizes = [a.astype(int) + b for a, b in zip(*states, strict=True)]
    which = [np.where(b, 2, a.astype(int)) for a, b in zip(*states, strict=True)]
    targets = [
        Target("which", "category", which, known, ("neither", "a", "b")),
        Target("how many", "ordinal", sizes, known, ("0", "1", "2")),
        Target("column", "continuous", [x[:, 0] + x[:, 3] for x in recordings], known),
    ]
    plan = plan_folds(groups, [400] * 4)
    found = cross_fit(recordings, Maker(), targets, plan, replace(PARAMS, iterations=8))
    for estimator in ("boosted", "linear"):
        for target in targets[:2]:
            p = np.concatenate(found.probabilities(target.name, estimator))
            np.testing.assert_allclose(p.sum(axis=1), 1)
            assert (p.argmax(axis=1) == np.concatenate(target.values)).mean() > 0.85
        value = joined(found.probabilities("column", estimator))
        assert np.corrcoef(value, np.concatenate(targets[2].values))[0, 1] > 0.9


def test_final_targets_come_back_from_a_file(data, fitted, tmp_path):
    x = np.concatenate(data[0]).astype(np.float32)
    about, arrays = {}, {}
    for number, (key, model) in enumerate(sorted(fitted.models.items())):
        about["/".join(key)], own = model.to_arrays(f"t{number}_")
        arrays |= own
    path = ARCHIVE.save(tmp_path / "m.npz", about, arrays)
    fields, npz = ARCHIVE.open(path)
    assert len(fitted.models) == 4  # the shifted labels have no final model
    for number, (key, model) in enumerate(sorted(fitted.models.items())):
        back = FittedTarget.from_arrays(fields.inner("/".join(key)), npz, f"t{number}_")
        assert same(back, model) and back.calibration.method in ("sigmoid", "isotonic")
        found, due = back.probabilities(x), model.probabilities(x)
        assert np.array_equal(found, due, equal_nan=True) and np.isnan(found[:, 0]).sum() == 20


def test_targets_of_other_recordings_are_refused(data):
    recordings, plan, targets = data
    short = plan_folds(Groups.of(2), [500, 500])
    for given in ((recordings, targets, short), (recordings[:3], targets, plan)):
        with pytest.raises(InputError, match="not belong to these recordings"):
            cross_fit(given[0], Maker(), given[1], given[2], PARAMS)
    with pytest.raises(InputError, match="one name"):
        cross_fit(recordings, Maker(), [targets[0], targets[0]], plan, PARAMS)
    with pytest.raises(InputError, match="nothing to learn"):
        cross_fit(recordings, Maker(), [], plan, PARAMS)
