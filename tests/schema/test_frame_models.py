"""What is known of frames, and models of named features, on a real server.

The features are planted: tables that are loaded for recordings of one small movie.
"""

from __future__ import annotations

import datajoint as dj
import numpy as np
import pytest

from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.events import Events
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.frame_models import (
    READABLE,
    FrameModelParams,
    load_model,
    train_model,
)
from element_mouseface.core.frame_models.event_table import event_table
from element_mouseface.core.frame_models.targets import picture_target
from element_mouseface.core.learning import Groups, Target
from element_mouseface.errors import (
    FixedRowError,
    InputError,
    LabelsError,
    ParameterError,
    ResultError,
)
from tests.schema.faces import activated, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

N = 40
#: at ten frames a second
EVENTS = [("sucrose", 0.5, 1.0), ("quinine", 2.0, 2.5), ("water", 3.0, 3.5)]
SCHEMAS = ("recording", "descriptors", "behavior", "expression", "features", "frame_models")
ANIMALS = 4
PARAMS = FrameModelParams(permutations=20, importance_rows=100)
LEARNING = {"iterations": 5, "max_samples": 400, "inner_folds": 2, "min_leaf": 3}
NAMES = (
    "crop:intensity_mean",
    "cheek:intensity_mean",
    "crop:edge_density",
    "crop:haralick_contrast_mean",
)


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "models", SCHEMAS) as modules:
        modules.movie = movie(linking.RAW / "models.mp4", n=N, fps=10)
        modules.key = insert_movie(modules, modules.movie)
        yield modules


def test_values_come_back_and_the_same_ones_are_found_again(pipe):
    rating = np.sin(np.arange(N) / 3)
    rating[5:9] = np.nan
    add = pipe.mod.FrameTarget.add
    key = add(pipe.key, rating, name="rating", kind="continuous", trials=[(0, 20), (20, 40)])
    found = pipe.mod.FrameTarget.values(key)
    np.testing.assert_array_equal(found.values, rating)
    assert found.trials.spans.tolist() == [[0, 20], [20, 40]]
    row = (pipe.mod.FrameTarget & key).fetch1()
    assert (row["target_n_frames"], row["target_n_known"]) == (N, N - 4)
    assert row["target_mean"] == pytest.approx(np.nanmean(rating))
    given = [None if np.isnan(one) else one for one in rating]
    same = {"name": "rating", "kind": "continuous"}
    assert add(pipe.key, given, trials=[(20, 40), (0, 20)], **same) == key
    # without trials it is another target
    assert add(pipe.key, rating, **same) != key


def test_names_are_categories_in_a_stated_order(pipe):
    words = ["low"] * 10 + ["high"] * 10 + [None] * 10 + ["middle"] * 10
    add = pipe.mod.FrameTarget.add
    with pytest.raises(ParameterError, match="order of the categories"):
        add(pipe.key, words, name="rated", kind="ordinal")
    order = ["low", "middle", "high"]
    key = add(pipe.key, words, name="rated", kind="ordinal", categories=order)
    found = pipe.mod.FrameTarget.values(key)
    assert found.categories == tuple(order)
    due = np.repeat([0, 2, np.nan, 1], 10)
    np.testing.assert_array_equal(found.values, due)
    rows = (pipe.mod.FrameTarget.Category & key).to_dicts(order_by="target_category_no")
    assert [(r["target_category"], r["target_category_n_frames"]) for r in rows] == [
        ("low", 10),
        ("middle", 10),
        ("high", 10),
    ]
    assert add(pipe.key, due, name="rated", kind="ordinal", categories=order) == key


@pytest.mark.parametrize(
    ("values", "more", "words"),
    [
        (np.zeros(N - 1), {}, "another number of frames"),
        (np.full(N, np.nan), {}, "no known value"),
        (np.full(N, 0.5), {"kind": "binary"}, "from 0 to 1"),
        (["much"] * N, {}, "cannot be used"),
        (["a", "b"] * (N // 2), {"kind": "category", "categories": ("a", "c")}, "no category"),
        (["a", "A"] * (N // 2), {"kind": "category"}, "capitals or accents"),
        (np.zeros(N), {"trials": [(0, 20), (10, 30)]}, "without overlap"),
        (np.zeros(N), {"trials": [(0, N + 1)]}, "within 40 frames"),
        (np.zeros(N), {"trials": 3}, "cannot be used"),
        (np.zeros((N, 2)), {}, "one value a frame"),
        (np.zeros(N), {"name": "x" * 65}, "too long"),
        (np.zeros(N), {"name": ""}, "needs a name"),
        (np.zeros(N), {"kind": "rating"}, "unknown kind"),
    ],
)
def test_what_cannot_be_learned_is_refused_and_nothing_is_stored(pipe, values, more, words):
    before = len(pipe.mod.FrameTarget())
    with pytest.raises(InputError, match=words):
        pipe.mod.FrameTarget.add(
            pipe.key, values, **{"name": "rating", "kind": "continuous"} | more
        )
    assert len(pipe.mod.FrameTarget()) == before


def test_events_say_which_stimulus_is_in_a_frame_and_are_trials(pipe):
    events = pipe.exp.EventSet.add(pipe.key, EVENTS)
    add = pipe.mod.FrameTarget.add_events
    times_s = pipe.exp.EventSet.times(events)
    key = add(events, stimuli=["sucrose", "quinine"])
    found = pipe.mod.FrameTarget.values(key)
    due = np.full(N, np.nan)
    due[(times_s >= 0.5) & (times_s < 1.0)] = 0
    due[(times_s >= 2.0) & (times_s < 2.5)] = 1
    np.testing.assert_array_equal(found.values, due)
    assert found.categories == ("sucrose", "quinine")
    assert found.trials.spans.tolist() == [[5, 10], [20, 25]]
    assert (pipe.mod.FrameTarget & key).fetch1("target_source") == "events"
    # with rest, each trial begins where the one before it ends
    rest = pipe.mod.FrameTarget.values(add(events, stimuli=["sucrose", "quinine"], rest="rest"))
    assert rest.categories == ("sucrose", "quinine", "rest")
    assert rest.trials.spans.tolist() == [[0, 10], [10, N]]
    water = (times_s >= 3.0) & (times_s < 3.5)
    assert np.isnan(rest.values[water]).all()
    assert (rest.values[np.isnan(due) & ~water] == 2).all()
    # two windows over one frame: it is neither's
    pipe.exp.EventWindow.add("long", 0, 1.7)
    both = pipe.mod.FrameTarget.values(add(events, window="long"))
    assert both.categories == ("quinine", "sucrose", "water")
    frames = np.flatnonzero(np.isnan(both.values[5:]))
    np.testing.assert_array_equal(frames + 5, [20, 21, *range(30, 37)])
    for wrong in ({"stimuli": ["shock"]}, {"window": "never"}):
        with pytest.raises(ParameterError):
            add(events, **wrong)
    with pytest.raises(ParameterError, match="no events"):
        add(pipe.exp.EventSet.without_events(pipe.key))


def test_labels_say_whether_a_behavior_is_in_a_frame(pipe):
    ethogram = Ethogram.of(["licking", "grooming"])
    labels = Labels(
        ethogram, N, {"licking": [(3, 8)]}, {"licking": [(0, 30)], "grooming": [(0, 10)]}
    )
    key = pipe.beh.LabelSet.add(pipe.key, labels, labeler="ak")
    found = pipe.mod.FrameTarget.values(pipe.mod.FrameTarget.add_labels(key, "licking"))
    due = np.zeros(N)
    due[3:8], due[30:] = 1, np.nan
    np.testing.assert_array_equal(found.values, due)
    assert (found.name, found.kind) == ("licking", "binary")
    with pytest.raises(ParameterError, match="no such behavior"):
        pipe.mod.FrameTarget.add_labels(key, "sniffing")


def test_a_column_of_a_file_is_a_target(pipe):
    path = pipe.link.RAW / "ratings.csv"
    lines = ["frame,trial,pain,who", *(f"{k},{k // 10},{k % 3},ak" for k in range(0, N, 2))]
    path.write_text("\n".join(lines) + "\n")
    add = pipe.mod.FrameTarget.add_file
    key = add(pipe.key, path, "pain", kind="ordinal")
    found = pipe.mod.FrameTarget.values(key)
    assert (found.kind, found.categories) == ("ordinal", ("0", "1", "2"))
    due = np.where(np.arange(N) % 2 == 0, np.arange(N) % 3, np.nan)
    np.testing.assert_array_equal(found.values, due)
    assert found.trials.n_trials == N // 10
    about = (pipe.mod.FrameTarget & key).fetch1("target_about")
    assert about["path"] == "ratings.csv" and len(about["sha256"]) == 64
    assert pipe.mod.FrameTarget.values(add(pipe.key, "ratings.csv", "pain")).kind == "continuous"
    with pytest.raises(LabelsError):
        add(pipe.key, path, "pleasure")
    path.write_text("frame,pain\n99,1\n")
    with pytest.raises(LabelsError, match="none of 0 to"):
        add(pipe.key, path, "pain")


@pytest.mark.parametrize("part", ["Values", "Category", "Trial"])
def test_edited_rows_are_found(pipe, part):
    words = ["a", "b"] * (N // 2)
    key = pipe.mod.FrameTarget.add(
        pipe.key, words, name=f"edited {part}", kind="category", trials=[(0, 9), (20, 40)]
    )
    table = getattr(pipe.mod.FrameTarget, part)
    stored = dj.FreeTable(dj.conn(), table.full_table_name)
    row = (table & key).to_dicts()[0]
    edit = {
        "Values": lambda: stored.update1({**row, "target_values": np.ones(N)}),
        "Category": lambda: (stored & {**key, "target_category": "b"}).delete_quick(),
        "Trial": lambda: stored.update1({**row, "target_trial_stop_frame": 8}),
    }
    edit[part]()
    with pytest.raises(FixedRowError, match="was edited"):
        pipe.mod.FrameTarget.values(key)
    with pytest.raises(FixedRowError):
        table.insert1(row)


# --- models -----------------------------------------------------------------------------------


def planted(seed, sums, times_s):
    """Brightness raises the rating, edges lower it; the cheek is as bright as the crop."""
    rng = np.random.default_rng(seed)
    bright, edges, other = rng.normal(size=(3, N))
    values = np.column_stack([bright, bright + 0.01 * rng.normal(size=N), edges, other])
    rating = bright - edges + 0.3 * rng.normal(size=N)
    about = {"source": {"sha256": sums, "digest": f"{seed}" * 64}}
    return FrameTable(NAMES, values, times_s=times_s, about=about), rating


@pytest.fixture(scope="module")
def sources(pipe):
    """Planted features and ratings of a recording of each of several animals."""
    found = []
    for number in range(ANIMALS):
        subject = f"p{number}"
        pipe.link.Subject.insert1({"subject": subject, "lab": "test_lab"})
        session = {"subject": subject, "session_id": 1}
        pipe.link.Session.insert1(session)
        key = insert_movie(pipe, pipe.movie, session=session)
        sums = list((pipe.rec.RecordingInfo.File & key).to_arrays("file_sha256"))
        table, rating = planted(number, sums, pipe.rec.frame_times(key))
        path = table.write(pipe.link.RAW / f"planted{number}.parquet")
        target = pipe.mod.FrameTarget.add(key, rating, name="rating", kind="continuous")
        task = pipe.fea.FeatureTask.add_file(key, path)
        found.append({**target, **task, "table": table, "rating": rating})
    pipe.fea.FrameFeatures.populate()
    return found


def keys(sources):
    return [{n: v for n, v in one.items() if n not in ("table", "rating")} for one in sources]


@pytest.fixture(scope="module")
def made(pipe, sources):
    """The key of a model of the ratings."""
    key = pipe.mod.FrameModelTask.add(keys(sources), PARAMS, LEARNING)
    pipe.mod.FrameModel.populate(reserve_jobs=True, make_kwargs={"workers": 1})
    return key


@pytest.fixture(scope="module")
def expected(pipe, sources, made):
    """The same, trained by the function on the same tables."""
    rows = pipe.mod.FrameModelTask.sources(made)
    given = {one["subject"]: one for one in sources}
    ordered = [given[row["subject"]] for row in rows]
    ratings = [one["rating"] for one in ordered]
    known = [np.ones(N, bool)] * ANIMALS
    animals = [row["subject"] for row in rows]
    names = [f"{row['subject']}, {row['session_id']}, {row['recording_id']}" for row in rows]
    return train_model(
        [one["table"] for one in ordered],
        Target("rating", "continuous", ratings, known),
        Groups.of(ANIMALS, animal=animals, session=["1"] * ANIMALS, movie=names),
        params=PARAMS,
        learning=pipe.mod.LearningParamSet.given(LEARNING),
    )


def test_it_is_the_model_that_the_function_trains(pipe, made, expected):
    row = (pipe.mod.FrameModel & made).fetch1()
    assert row["frame_model_digest"] == expected.model.digest
    assert row["frame_model_left_out"] == "animal" and not row["frame_model_within_one_movie"]
    assert (row["frame_model_kind"], row["frame_model_target"]) == ("continuous", "rating")
    assert row["frame_model_n_animals"] == row["frame_model_n_recordings"] == ANIMALS
    assert row["frame_model_n_rows"] == N * ANIMALS
    assert row["frame_model_weights_of"] == row["frame_model_estimator"] == "linear"
    path = pipe.link.PROCESSED / row["frame_model_path"]
    assert load_model(path).digest == row["frame_model_digest"]
    assert pipe.mod.FrameModel.open(made).digest == row["frame_model_digest"]
    assert path not in pipe.rec.orphaned_folders()
    assert (row["frame_model_findings"] or []) == list(expected.findings)


def test_one_query_lists_what_drives_a_model(pipe, made):
    query = pipe.mod.FrameModel.Weight * pipe.fea.FeatureDefinition & made
    sure = query & "weight_sign_agreement = 1" & "abs(weight_mean) > 2 * weight_standard_error"
    rows = sure.to_dicts()
    signs = {row["weight_column"]: np.sign(row["weight_mean"]) for row in rows}
    assert signs["crop:edge_density"] == -1 and "crop:haralick_contrast_mean" not in signs
    assert {row["feature_unit"] for row in rows} <= {"luma", "1", "gray levels", "share"} | {
        row["feature_unit"] for row in query.to_dicts()
    }
    # two columns that say the same are one cluster, whose weight is as one
    cluster = (pipe.mod.FrameModel.Cluster & made & "cluster_n_features = 2").fetch1()
    both = pipe.mod.FrameModel.ClusterWeight & made & {
        "feature_cluster": cluster["feature_cluster"]}  # fmt: skip
    mean, error = both.fetch1("cluster_weight_mean", "cluster_weight_standard_error")
    assert mean > 2 * error > 0
    assert cluster["cluster_importance"] > 0


def test_rows_are_those_of_the_function(pipe, made, expected):
    model = pipe.mod.FrameModel
    report = model.report(made)
    assert (report.target.name, report.target.kind) == ("rating", "continuous")
    assert report.model.digest == expected.model.digest and report.findings == expected.findings
    for name in ("weights", "cluster_weights", "metrics", "folds", "clusters"):
        found, due = getattr(report, name), getattr(expected, name)
        assert len(found) == len(due) > 0
        told = {_name(one): one for one in found}
        for one in due:
            again = told[_name(one)]
            for field, value in vars(one).items():
                if field == "features":
                    assert set(getattr(again, field)) == set(value)
                else:
                    assert getattr(again, field) == pytest.approx(value, nan_ok=True), field
    # figures of weights take either, and show the same rows
    from element_mouseface.plots.model_weights import shown_weights, weights_figure

    for by in ("cluster", "feature"):
        shown, due = (shown_weights(one, by, None, 30)[0] for one in (report, expected))
        assert [row.feature for row in shown] == [row.feature for row in due]
    assert weights_figure(report).axes
    rows = pipe.mod.FrameModelTask.sources(made)
    for row, due in zip(rows, expected.predictions, strict=True):
        probability, decided = model.held_out(row)
        np.testing.assert_allclose(probability, due.probability, rtol=1e-6)
        np.testing.assert_array_equal(decided, due.decided)


def _name(row):
    names = ("feature", "category", "estimator", "metric", "fold", "cluster")
    return type(row).__name__, *(getattr(row, name, None) for name in names)


def test_a_model_says_what_it_thinks_of_a_recording(pipe, sources, made, expected):
    found = pipe.mod.FrameModel.predict(made, sources[0])
    due = expected.model.predict(sources[0]["table"])
    np.testing.assert_array_equal(found.probability, due.probability)
    assert found.notes == due.notes and len(found.notes) == 1


def test_models_are_known_by_their_content(pipe, sources, made):
    add = pipe.mod.FrameModelTask.add
    params = pipe.mod.FrameModelParamSet.add(PARAMS)
    learning = pipe.mod.LearningParamSet.add({**READABLE.to_dict(), **LEARNING})
    assert add(reversed(keys(sources)), params, learning) == made
    others = [
        add(keys(sources), PARAMS, LEARNING, columns=NAMES[:2]),
        add(keys(sources)[:3], PARAMS, LEARNING),
        add([{**k, "frame_model_animal": "x"} for k in keys(sources)], PARAMS, LEARNING),
    ]
    assert made not in others and len({one["frame_model_id"] for one in others}) == 3
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.mod.FrameModelTask.update1({**made, "frame_model_rows": "trial"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda k, mod: {"sources": []}, "no source"),
        (lambda k, mod: {"sources": [k[0], k[0]]}, "comes twice"),
        (lambda k, mod: {"sources": [{**k[0], "feature_task_id": 9}]}, "no FeatureTask"),
        (lambda k, mod: {"sources": [{**k[0], "frame_target_id": 99}]}, "no FrameTarget"),
        (lambda k, mod: {"sources": [None]}, "sources cannot be used"),
        (lambda k, mod: {"sources": 3}, "sources cannot be used"),
        (lambda k, mod: {"learning": 3}, "not for LearningParamSet"),
        (lambda k, mod: {"params": "x"}, "not for FrameModelParamSet"),
        (lambda k, mod: {"columns": 3}, "columns cannot be used"),
        (lambda k, mod: {"rows": "trial", "window_s": 3}, "no trials"),
        (lambda k, mod: {"rows": "trial"}, "no trials"),
        (lambda k, mod: {"rows": "bout"}, "no such kind of rows"),
        (lambda k, mod: {"window_s": (0, 1)}, "are of trials"),
        (lambda k, mod: {"columns": []}, "columns cannot be used"),
        (lambda k, mod: {"columns": ["*:edge_*"]}, "no such column"),
        (lambda k, mod: {"learning": {"estimator": "magic"}}, "estimator"),
        (lambda k, mod: {"params": {"cluster_r": 7}}, "cluster_r"),
    ],
)
def test_what_cannot_be_trained_is_refused(pipe, sources, made, change, words):
    given = {"sources": keys(sources), "params": PARAMS, "learning": LEARNING}
    before = len(pipe.mod.FrameModelTask())
    with pytest.raises(InputError, match=words):
        pipe.mod.FrameModelTask.add(**given | change(keys(sources), pipe.mod))
    assert len(pipe.mod.FrameModelTask()) == before


def test_targets_of_two_kinds_are_not_trained_together(pipe, sources):
    first, second = keys(sources)[:2]
    recording = {n: second[n] for n in pipe.rec.VideoRecording().primary_key}
    other = pipe.mod.FrameTarget.add(recording, np.zeros(N), name="rating", kind="binary")
    with pytest.raises(InputError, match="are not one"):
        pipe.mod.FrameModelTask.add([first, {**second, **other}])


def test_one_row_a_trial_is_what_the_function_makes_of_events(pipe, sources):
    rows = [("sucrose", 0.2, 0.6), ("quinine", 0.9, 1.3), ("sucrose", 1.6, 2.0),
            ("quinine", 2.3, 2.7), ("sucrose", 2.9, 3.2), ("quinine", 3.4, 3.8)]  # fmt: skip
    given, tables = [], []
    for one in sources[:3]:
        recording = {n: one[n] for n in pipe.rec.VideoRecording().primary_key}
        events = pipe.exp.EventSet.add(recording, rows)
        target = pipe.mod.FrameTarget.add_events(events)
        task = {n: one[n] for n in pipe.fea.FeatureTask().primary_key}
        given.append({**task, **target})
        tables.append((one["subject"], event_table(one["table"], Events.from_rows(rows))))
    learning = {**LEARNING, "beside": (), "min_frames": 2, "max_samples": 100}
    key = pipe.mod.FrameModelTask.add(given, PARAMS, learning, rows="trial")
    pipe.mod.FrameModel.populate(key)
    order = [row["subject"] for row in pipe.mod.FrameModelTask.sources(key)]
    ordered = [dict(tables)[subject] for subject in order]
    due = train_model(
        ordered,
        picture_target(ordered, "event", kind="category"),
        Groups.of(3, animal=order),
        params=PARAMS,
        learning=pipe.mod.LearningParamSet.given(learning),
    )
    row = (pipe.mod.FrameModel & key).fetch1()
    assert row["frame_model_digest"] == due.model.digest
    assert row["frame_model_n_rows"] == 18
    found = pipe.mod.FrameModel.report(key).weights
    assert {(w.feature, w.category) for w in found} == {
        (w.feature, w.category) for w in due.weights
    }


def test_folds_leave_out_trials(pipe, sources):
    one = sources[0]
    recording = {n: one[n] for n in pipe.rec.VideoRecording().primary_key}
    target = pipe.mod.FrameTarget.add(
        recording, one["rating"], name="rating", kind="continuous", trials=np.arange(N) // 8
    )
    learning = {**LEARNING, "beside": (), "left_out": "trial", "gap_s": 0.1}
    key = pipe.mod.FrameModelTask.add([{**keys(sources)[0], **target}], PARAMS, learning)
    pipe.mod.FrameModel.populate(key)
    assert (pipe.mod.FrameModel & key).fetch1("frame_model_left_out") == "trial"
    folds = pipe.mod.FrameModel.report(key).folds
    assert len(folds) == 5 and {fold.left_out for fold in folds} == {
        f"trial {k + 1}" for k in range(5)
    }


def test_results_that_are_gone_or_changed_are_told(pipe, sources, made):
    path = pipe.link.PROCESSED / (pipe.mod.FrameModel & made).fetch1("frame_model_path")
    away = path.with_name("away.npz")
    path.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.mod.FrameModel.open(made)
    assert any(row["path"].endswith(path.name) for row in pipe.rec.missing_folders())
    assert pipe.mod.FrameModel.Weight & made  # what is in the tables stays readable
    away.rename(path)
    assert pipe.mod.FrameModel.stale() == []
    task = {n: sources[0][n] for n in pipe.fea.FeatureTask().primary_key}
    (pipe.fea.FrameFeatures & task).delete(prompt=False)
    assert {row["reason"] for row in pipe.mod.FrameModel.stale()} == {"the features are gone"}
    assert pipe.mod.FrameModel & made
    assert made not in (pipe.mod.FrameModel().key_source).keys()  # waits for its features
    pipe.fea.FrameFeatures.populate()
    assert pipe.mod.FrameModel.stale() == []
    assert pipe.mod.FrameModel.populate(made) == {"success_count": 0, "error_list": []}


def test_a_recording_takes_its_models_along(pipe, sources, made):
    from element_mouseface import delete_with_dependents, tables_to_populate

    names = [table.__name__ for table in tables_to_populate()]
    assert names.index("FrameFeatures") < names.index("FrameModel")
    recording = {n: sources[3][n] for n in pipe.rec.VideoRecording().primary_key}
    delete_with_dependents(pipe.rec.VideoRecording & recording, prompt=False)
    assert not pipe.mod.FrameModelTask & made and not pipe.mod.FrameModel.Weight & made
    left = keys(sources)[:3]
    assert len(pipe.fea.FrameFeatures() & [
        {n: one[n] for n in pipe.fea.FeatureTask().primary_key} for one in left]) == 3  # fmt: skip
