"""Models of named features: weights, figures, files, and what they must not see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.features.named.definitions import FeatureDefinition
from element_mouseface.core.frame_models import (
    READABLE,
    FrameModelParams,
    load_model,
    train_model,
)
from element_mouseface.core.frame_models.features import TableFeatures
from element_mouseface.core.frame_models.persons import divided
from element_mouseface.core.learning import Groups, LearningParams, Target
from element_mouseface.errors import (
    InputError,
    MouseFaceError,
    ParameterError,
    ResultError,
    ResultMismatchError,
)

from .planted import animals, defined, score_of, table

QUICK = LearningParams(estimator="linear", beside=(), inner_folds=2, linear_strength=0.01)
PARAMS = FrameModelParams(permutations=20, importance_rows=200)


def groups_of(n):
    return Groups.of(n, animal=[f"mouse {k}" for k in range(n)])


def binary(features, seed=1):
    rng = np.random.default_rng(seed)
    states = [(score_of(x) + rng.logistic(size=len(x)) > 0).astype(int) for x in features]
    return Target.of_states("wince", states)


def trained(features, target, learning=QUICK, params=PARAMS, **more):
    tables = [table(x) for x in features]
    more.setdefault("groups", groups_of(len(tables)))
    return train_model(tables, target, params=params, learning=learning, **more)


@pytest.fixture(scope="module")
def features():
    """Eight features, and a copy of the first with another sign and unit."""
    return [np.column_stack([x, 4 - 30 * x[:, 0]]) for x in animals()]


@pytest.fixture(scope="module")
def model(features):
    return trained(features, binary(features), replace(QUICK, beside=("boosted",), iterations=5))


def test_weights_name_what_decides(model, features):
    rows = {row.feature: row for row in model.weights}
    spread = np.concatenate(features).std(axis=0)
    assert rows["x:f1"].mean == pytest.approx(-1.0 * spread[1], abs=2 * rows["x:f1"].standard_error)
    assert rows["x:f1"].sign_agreement == 1 and rows["x:f1"].n_folds == 6
    assert rows["x:f1"].per_unit == pytest.approx(rows["x:f1"].mean / spread[1], rel=0.05)
    assert rows["x:f1"].low < rows["x:f1"].mean < rows["x:f1"].high < 0
    assert abs(rows["x:f1"].model) < abs(rows["x:f1"].mean)  # the penalty pulls
    others = [abs(rows[f"x:f{k}"].mean) for k in range(2, 8)]
    assert max(others) < 0.5 * abs(rows["x:f1"].mean)
    assert (rows["x:f1"].module, rows["x:f1"].unit) == ("texture", "1")


def test_copies_are_one_cluster_with_one_weight(model, features):
    several = [one for one in model.clusters if one.n_features > 1]
    assert [set(one.features) for one in several] == [{"x:f0", "x:f8"}]
    assert several[0].least_r == pytest.approx(1)
    assert several[0].modules in ("intensity, edges", "edges, intensity")
    row = next(r for r in model.cluster_weights if r.feature == several[0].cluster)
    alone = trained(
        [x[:, :-1] for x in features], binary(features), params=replace(PARAMS, permutations=0)
    )
    due = next(r for r in alone.weights if r.feature == "x:f0")
    assert abs(row.mean) == pytest.approx(due.mean, rel=0.02)
    assert row.standard_error == pytest.approx(due.standard_error, rel=0.1)
    # alone each of them would seem to be dispensable
    assert model.importance[0].cluster == several[0].cluster
    assert several[0].importance > 0.1 and several[0].low > 0


def test_figures_have_chance_and_permuted_labels_beside_them(model):
    row = model.metric("auroc")
    assert row.low < row.value < row.high and row.value > 0.8 and row.chance == 0.5
    assert row.null_low < 0.5 < row.null_high < row.value
    assert row.p == pytest.approx(1 / 21) and row.n_units == 6
    assert {one.estimator for one in model.metrics} == {"linear", "boosted"}
    assert model.metric("brier", "boosted").p == pytest.approx(1 / 21)  # smaller is better
    assert [one.left_out for one in model.folds[:6]] == [f"mouse {k}" for k in range(6)]
    assert all(np.isfinite(one.threshold) for one in model.folds)
    with pytest.raises(MouseFaceError, match="no such figure"):
        model.metric("r")


def test_predictions_are_of_models_that_did_not_see_the_animal(model, features):
    crossed = model.crossed
    for number, prediction in enumerate(model.predictions):
        result = crossed.folds[number]
        x = result.features.rows(model.tables[number])
        due = result.models["wince", "linear"].probabilities(x)
        assert np.array_equal(prediction.probability, due) and prediction.held_out
        cut = result.chosen["linear"]
        assert np.array_equal(prediction.decided, due[:, 0] >= cut)
        assert prediction.model_digest == model.model.digest


def test_a_model_in_a_file_says_the_same(model, features, tmp_path):
    path = model.save(tmp_path / "model.npz")
    loaded = load_model(path)
    assert loaded.digest == model.model.digest and loaded.estimators == ("linear", "boosted")
    fresh = table(np.random.default_rng(9).normal(size=(30, 9)))
    for estimator in (None, "boosted"):
        one, other = (m.predict(fresh, estimator=estimator) for m in (loaded, model.model))
        assert np.array_equal(one.probability, other.probability) and one.notes == ()
    known = loaded.predict(model.tables[0])
    assert "trained on this table" in known.notes[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "edited.npz").write_bytes(bytes(data))
    with pytest.raises(ResultError):
        load_model(tmp_path / "edited.npz")
    with pytest.raises(MouseFaceError, match="no such estimator"):
        loaded.predict(fresh, estimator="elastic_net")


def test_rows_without_a_feature_have_no_prediction(model):
    values = np.random.default_rng(0).normal(size=(3, 9))
    values[1] = np.nan
    values[2, 3] = np.nan
    found = model.model.predict(table(values))
    assert found.valid.tolist() == [True, False, True]
    assert not found.decided[1]


def other(**changed):
    return lambda: table(np.zeros((4, 9)), columns=defined(9, **changed))


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: table(np.zeros((4, 8))), "lacks features"),
        (other(f2={"unit": "px"}), "other definitions"),
        (other(f2={"definition": "Another."}), "other definitions"),
        (lambda: table(np.zeros((4, 9)), about={"params": {"gray_levels": 8}}), "another params"),
        (lambda: table(np.zeros((4, 9)), about={"kind": "pictures"}), "not of the kind"),
    ],
    ids=["missing", "unit", "definition", "params", "kind"],
)
def test_tables_of_other_features_are_refused(model, make, told):
    with pytest.raises(ResultMismatchError, match=told):
        model.model.predict(make())


def test_landmarks_of_another_model_of_faces_are_refused():
    """Their names are the same, and their numbers are not."""

    def found(model, source):
        about = {"faces": {"model_sha256": model}}
        return table(np.ones((4, 2)), about=about, columns=defined(2, f1={"source": source}))

    fit = TableFeatures().fit
    with pytest.raises(ResultMismatchError, match="another landmarks"):
        fit([found("a", "landmarks"), found("b", "landmarks")], [])
    fit([found("a", "landmarks"), found("a", "landmarks")], [])
    fit([found("a", "thumbnail"), found("b", "thumbnail")], [])  # without such columns


def test_columns_may_stand_in_another_order_and_beside_others(model):
    values = np.random.default_rng(0).normal(size=(5, 10))
    wide = table(values)
    turned = wide.select(wide.names[::-1])
    due = model.model.predict(wide.select(wide.names[:9])).probability
    assert np.array_equal(model.model.predict(turned).probability, due)


def test_nothing_of_a_left_out_animal_reaches_its_fold(features):
    other_animal = [np.random.default_rng(5).normal(size=features[0].shape) * 7, *features[1:]]
    target = binary(features)
    flipped = Target.of_states("wince", [1 - target.values[0], *target.values[1:]])
    some = replace(PARAMS, permutations=0, importance_rows=0)
    learning = replace(QUICK, choose_strength=True)
    one, other_one = (
        trained([x[:, :3] for x in given], labels, learning, some)
        for given, labels in ((features, target), (other_animal, flipped))
    )
    first = [m.crossed.folds[0] for m in (one, other_one)]
    arrays = [f.models["wince", "linear"].to_arrays()[1] for f in first]
    assert all(np.array_equal(arrays[0][name], arrays[1][name]) for name in arrays[0])
    assert first[0].chosen == first[1].chosen
    assert (first[0].features.usable == first[1].features.usable).all()
    assert one.model.digest != other_one.model.digest


def test_the_result_does_not_depend_on_threads(features):
    some = replace(PARAMS, permutations=19)
    one, other_one = (
        trained([x[:, :3] for x in features], binary(features), params=some, workers=n)
        for n in (1, 3)
    )
    assert one.crossed.digest == other_one.crossed.digest
    assert one.metrics == other_one.metrics and one.weights == other_one.weights


@pytest.mark.parametrize("kind", ["category", "ordinal", "continuous"])
def test_other_kinds_of_targets(features, kind):
    rng = np.random.default_rng(2)
    scores = [score_of(x) + rng.logistic(size=len(x)) for x in features]
    values = scores if kind == "continuous" else [np.digitize(s, (-1, 1)) for s in scores]
    names = () if kind == "continuous" else ("low", "middle", "high")
    known = tuple(np.ones(len(one), bool) for one in values)
    target = Target("rating", kind, tuple(values), known, names)
    made = trained([x[:, :4] for x in features], target, params=replace(PARAMS, permutations=0))
    name = {"category": "balanced_accuracy", "ordinal": "quadratic_kappa", "continuous": "r"}[kind]
    row = made.metric(name)
    assert row.value > row.chance + 0.2
    high = [r for r in made.weights if r.category in ("", "high")]
    assert {r.feature for r in sorted(high, key=lambda r: -abs(r.mean))[:2]} == {"x:f0", "x:f1"}
    assert high[0].mean > 0 > high[1].mean
    assert len(made.weights) == 4 * (3 if kind == "category" else 1)
    shape = (50, 1 if kind == "continuous" else 3)
    assert made.predictions[0].probability.shape == shape


def test_features_that_cannot_be_used_are_told_and_have_no_weight(features):
    spoiled = [x.copy() for x in features]
    for x in spoiled:
        x[:, 2] = 5.0
        x[:40, 3] = np.nan
    made = trained(spoiled, binary(features), params=replace(PARAMS, permutations=0))
    assert any("2 of 9 features are not used" in one for one in made.findings)
    rows = {row.feature: row for row in made.weights}
    assert rows["x:f2"].mean == 0 == rows["x:f3"].mean
    assert np.isnan(rows["x:f2"].per_unit) and rows["x:f2"].used == 0


def test_a_picture_in_training_and_test_is_told():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(40, 3))
    values[31] = values[4]
    labels = tuple("ab"[k % 2] for k in range(40))
    images = tuple(f"{k}.png" for k in range(40))
    pictures = table(values, times_s=None, images=images, labels=labels, about={"kind": "pictures"})
    target = Target("label", "category", (np.arange(40) % 2,), (np.ones(40, bool),), ("a", "b"))
    found = train_model([pictures], target, learning=QUICK, params=replace(PARAMS, permutations=0))
    assert "2 tested rows are in the training too" in found.findings[0]
    assert "4.png = 31.png" in found.findings[0]
    assert any("No person is named" in one for one in found.findings)
    assert found.crossed.plan.level == "trial"


def test_persons_are_left_out_whole():
    rng = np.random.default_rng(0)
    values = rng.normal(size=(60, 3))
    persons = tuple(f"p{k}" for k in rng.integers(0, 6, size=60))
    pictures = table(values, times_s=None, persons=persons, about={"kind": "pictures"})
    target = Target.of_states("smile", [(values[:, 0] > 0).astype(int)])
    found = train_model([pictures], target, learning=QUICK, params=replace(PARAMS, permutations=19))
    assert found.crossed.plan.level == "animal"
    assert {one.left_out for one in found.folds} == set(persons)
    assert len(found.predictions) == 1 and found.predictions[0].valid.all()
    assert "trained on this table" in found.model.predict(pictures).notes[0]
    assert found.model.about["tables"][0]["labeled"] == 60
    for k, (_, rows) in enumerate(found.parts.rows):
        scores = found.crossed.probabilities("smile")[k]
        assert np.array_equal(found.predictions[0].probability[rows], scores)
        assert len({persons[row] for row in rows}) == 1


@pytest.mark.parametrize("known", [False, True], ids=["unlabeled", "labeled"])
def test_a_picture_without_label_needs_no_person(known):
    pictures = table(
        np.zeros((4, 1)),
        times_s=None,
        persons=(None, "a", "b", "a"),
        about={"kind": "pictures"},
    )
    known_rows = np.array([known, True, True, True])
    target = Target("smile", "binary", (np.arange(4) % 2,), (known_rows,))
    parts = divided([pictures], target, None, None)
    names = [None, "a", "b"] if known else ["a", "b"]
    assert list(parts.groups.animal) == names
    assert sorted(row for _, rows in parts.rows for row in rows) == [0, 1, 2, 3]


def basis(about, source):
    one = FeatureDefinition("f2", "motion", "luma", "motion basis", "Planted.")
    columns = {**defined(3), "x:f2": vars(one)}
    return {"columns": columns, "motion_basis": about, "source": {"digest": source}}


def test_components_that_saw_a_tested_recording_are_left_out_or_refused(features):
    target = binary(features)
    some = replace(PARAMS, permutations=0, importance_rows=0)

    def given(fitted_on):
        about = {"digest": "b", "fitted_on": fitted_on}
        parts = [basis(about, f"r{k}") for k in range(6)]
        return [
            table(x[:, :3], columns=own.pop("columns"), about=own)
            for x, own in zip(features, parts, strict=True)
        ]

    seen, fresh = given(["r3"]), given(["elsewhere"])
    more = {"learning": QUICK, "params": some}
    made = train_model(seen, target, groups_of(6), **more)
    assert made.model.features.names == ("x:f0", "x:f1")
    assert any("1 components of motion are left out" in one for one in made.findings)
    assert train_model(fresh, target, groups_of(6), **more).model.features.names[-1] == "x:f2"
    with pytest.raises(InputError, match="fitted on recordings"):
        train_model(seen, target, groups_of(6), columns=["x:f0", "x:f2"], **more)


def test_what_does_not_belong_together_is_refused(features):
    target, tables = binary(features), [table(x) for x in features]
    with pytest.raises(InputError, match="does not belong to these tables"):
        train_model(tables[:-1], target, learning=QUICK)
    with pytest.raises(InputError, match="Table 2 has other columns"):
        train_model(
            [tables[0], *(t.select(t.names[:5]) for t in tables[1:])], target, learning=QUICK
        )
    with pytest.raises(InputError, match="those that are asked for"):
        train_model(tables, target, learning=QUICK, columns=["x:f0", "x:f77"])
    changed = table(features[1], columns=defined(9, f1={"unit": "px"}))
    with pytest.raises(ResultMismatchError, match="px"):
        train_model([tables[0], changed, *tables[2:]], target, learning=QUICK)
    with pytest.raises(InputError, match="too few"):
        one = Target("wince", "binary", target.values[:1], target.known[:1])
        train_model(
            tables[:1], one, learning=replace(QUICK, left_out="animal"), groups=groups_of(1)
        )


def test_labels_that_mean_nothing_are_told_as_chance():
    """Of trials with one label each; the whole count is in the evidence."""
    covered, told, values = 0, 0, []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        trial = np.repeat(np.arange(20), 4)
        x = rng.normal(size=(80, 6)) + rng.normal(size=(20, 6))[trial]
        labels = rng.permutation(np.arange(20) % 2)[trial]
        target = Target.of_states("nothing", [labels])
        few = {"left_out": "trial", "gap_s": 0, "max_folds": 5, "inner_folds": 2}
        some = replace(PARAMS, importance_rows=0)
        learning = replace(READABLE, beside=(), **few)
        made = trained([x], target, learning, some, groups=None, trials=[trial])
        row = made.metric("auroc")
        covered += row.low <= 0.5 <= row.high
        told += any("not above chance" in one for one in made.findings)
        values.append(row.value)
    assert covered == 3 and told >= 2
    assert 0.35 < np.mean(values) < 0.65


@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("binary", np.zeros(50), "no: 50, yes: 0"),
        ("category", np.r_[np.zeros(46), np.ones(4)], "a: 46, b: 4"),
        ("continuous", np.ones(50), "1 different values"),
    ],
)
def test_what_no_model_can_learn_is_refused_at_once(features, kind, values, told):
    names = ("a", "b") if kind == "category" else ()
    known = tuple(np.arange(50) < 50 if k == 0 else np.zeros(50, bool) for k in range(6))
    target = Target("t", kind, (values,) * 6, known, names)
    with pytest.raises(InputError, match="cannot be learned") as error:
        trained(features, target)
    assert told in str(error.value)


def test_black_frames_are_no_copies_of_each_other():
    rng = np.random.default_rng(0)
    values, flags = rng.normal(size=(60, 2)), np.zeros(60, np.uint16)
    values[::6], flags[::6] = 1.0, 4  # black
    some = replace(PARAMS, permutations=0, importance_rows=0)
    target = Target("t", "continuous", (rng.normal(size=60),), (np.ones(60, bool),))
    trials = [np.arange(60) // 6]
    learning = replace(QUICK, left_out="trial", gap_s=0)
    for given, copies in ((flags, False), (None, True)):
        one = table(values, flags=given)
        found = train_model([one], target, params=some, learning=learning, trials=trials)
        assert any("in the training too" in text for text in found.findings) == copies


def test_so_few_permutations_that_nothing_could_differ_from_chance_are_refused():
    with pytest.raises(ParameterError, match="at least 19, or 0"):
        FrameModelParams(permutations=18)
    assert FrameModelParams(permutations=0).permutations == 0
