"""A classifier trained from tables, on a real server, against the same without a database."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.behavior.classifier import load_classifier
from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.features import BehaviorFeatureParams, open_frames
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.training import train_classifier
from element_mouseface.core.keypoints import FaceMapping, derive_traces
from element_mouseface.core.keypoints.stored import save_keypoints
from element_mouseface.core.learning import Groups, LearningParams
from element_mouseface.core.results.prediction_folder import write_prediction
from element_mouseface.errors import (
    FixedRowError,
    InputError,
    ParameterError,
    PathError,
    ResultChangedError,
    ResultError,
    ResultMismatchError,
)
from element_mouseface.params import Crop, HOGParams
from tests.schema.behaviors import film_licks
from tests.schema.faces import RESPONSES, activated, insert_movie
from tests.unit.core.keypoints.faces import face

pytestmark = pytest.mark.server

FPS, N_FRAMES = 20, 240
FEATURES = BehaviorFeatureParams(
    windows_s=(0.15,), picture_components=4, cell_components=2, align=False
)
LEARNING = LearningParams(iterations=8, inner_folds=2, beside=(), max_samples=600)
HOG = HOGParams(pixels_per_cell=(16, 16))
#: where each animal licks
LICKS = (
    [(20, 40), (90, 110), (160, 190)],
    [(10, 30), (70, 95), (200, 225)],
    [(40, 60), (120, 150), (180, 195)],
)


def licks(bouts, **more):
    """Labels of licking; and of sniffing, which never happens."""
    ethogram = Ethogram.of(["licking", "sniffing"])
    return Labels(ethogram, N_FRAMES, {"licking": bouts}, labeler="ak", **more)


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "train", RESPONSES) as modules:
        yield modules


@pytest.fixture(scope="module")
def sources(pipe):
    """A labeled recording of each of three animals, with descriptors."""
    found = []
    for number, bouts in enumerate(LICKS):
        subject = f"t{number}"
        pipe.link.Subject.insert1({"subject": subject, "lab": "test_lab"})
        session = {"subject": subject, "session_id": 1}
        pipe.link.Session.insert1(session)
        path = film_licks(pipe.link.RAW / f"licks{number}.mp4", bouts, seed=number)
        key = insert_movie(pipe, path, session=session)
        task = pipe.hog.HOGTask.add(key, params=HOG)
        found.append({**task, **pipe.beh.LabelSet.add(key, licks(bouts))})
    pipe.hog.HOGProcessing.populate()
    return found


@pytest.fixture(scope="module")
def made(pipe, sources):
    """The key of a classifier that was trained on all three."""
    training = pipe.beh.TrainingSet.add(sources)
    key = pipe.beh.ClassifierTask.add(training, FEATURES, LEARNING)
    pipe.beh.Classifier.populate(make_kwargs={"workers": 1})
    return key


def open_source(pipe, row):
    """The frames of a recording, without tables."""
    path = (pipe.hog.HOGProcessing & row).fetch1("result_path")
    name = f"{row['subject']}, {row['session_id']}, {row['recording_id']}"
    return open_frames(pipe.link.PROCESSED / path, name=name)


@pytest.fixture(scope="module")
def expected(pipe, sources, made):
    """The same, trained by the function."""
    rows = pipe.beh.TrainingSet.sources((pipe.beh.ClassifierTask & made).fetch1())
    frames = [open_source(pipe, row) for row in rows]
    labels = [pipe.beh.LabelSet.labels(row) for row in rows]
    animals = [row["subject"] for row in rows]
    groups = Groups.of(3, animal=animals, session=["1"] * 3, movie=animals)
    return train_classifier(frames, labels, groups, features=FEATURES, learning=LEARNING)


def test_it_is_the_classifier_that_the_function_trains(pipe, made, expected):
    row = (pipe.beh.Classifier & made).fetch1()
    assert row["classifier_digest"] == expected.classifier.digest
    assert row["classifier_path"] == f"mouseface/classifier-{row['classifier_digest'][:32]}.npz"
    path = pipe.link.PROCESSED / row["classifier_path"]
    assert load_classifier(path).digest == row["classifier_digest"]
    assert pipe.beh.Classifier.open(made).ethogram == expected.classifier.ethogram
    assert (row["classifier_left_out"], bool(row["classifier_within_one_movie"])) == (
        "animal",
        False,
    )
    assert row["classifier_n_recordings"] == row["classifier_n_animals"] == 3
    assert path not in pipe.rec.orphaned_folders()


def test_figures_of_merit_are_rows(pipe, made, expected):
    report = expected.report
    metric = pipe.beh.Classifier.Metric & made & {"behavior": "licking"}
    for one in report.metrics:
        if one.behavior == "licking":
            row = (metric & {"metric_name": one.metric, "metric_estimator": one.estimator}).fetch1()
            for name in ("value", "low", "high", "chance"):
                found = row[f"metric_{name}"]
                found = np.nan if found is None else found
                assert found == pytest.approx(getattr(one, name), nan_ok=True), (one.metric, name)
    assert (metric & {"metric_name": "auroc"}).fetch1("metric_value") > 0.9
    overall = pipe.beh.Classifier.OverallMetric & made & {"overall_name": "macro_f1"}
    assert overall.fetch1("overall_value") == pytest.approx(report.value("macro_f1"))
    folds = (pipe.beh.Classifier.Fold & made & {"behavior": "licking"}).to_dicts()
    assert {row["classifier_fold_left_out"] for row in folds} == {"t0", "t1", "t2"}
    confusion = (pipe.beh.Classifier.Confusion & made).to_arrays("confusion_n_frames")
    assert confusion.sum() == report.confusion.sum()


def test_a_behavior_that_never_happens_is_not_trainable_and_the_others_are(pipe, made):
    rows = (pipe.beh.Classifier.Threshold & made).to_dicts()
    states = {row["behavior"]: row["threshold_state"] for row in rows}
    assert states == {"licking": "fitted", "sniffing": "not trainable"}
    findings = (pipe.beh.Classifier & made).fetch1("classifier_findings")
    assert any("sniffing is not trainable" in text for text in findings)
    values = pipe.beh.Classifier.Metric & made & {"behavior": "sniffing", "metric_name": "recall"}
    assert values.fetch1("metric_value") is None


def test_the_report_comes_back_whole(pipe, made, expected):
    found, due = pipe.beh.Classifier.report(made), expected.report
    assert found.level == due.level and found.findings == due.findings
    assert found.confusion_names == due.confusion_names
    np.testing.assert_array_equal(found.confusion, due.confusion)
    for name in due.calibration:
        np.testing.assert_allclose(found.calibration[name], due.calibration[name])
        np.testing.assert_allclose(found.precision_recall[name], due.precision_recall[name])
    told = {(m.behavior, m.estimator, m.metric): m for m in found.metrics}
    assert len(told) == len(due.metrics) == len(found.metrics)
    for one in due.metrics:
        again = told[one.behavior, one.estimator, one.metric]
        assert again.value == pytest.approx(one.value, nan_ok=True)
    assert sorted(found.folds, key=repr) == sorted(due.folds, key=repr) or all(
        a.left_out == b.left_out for a, b in zip(found.folds, due.folds, strict=True)
    )


@pytest.fixture(scope="module")
def classified(pipe, sources, made):
    """The key of a classification of the first recording."""
    key = pipe.beh.ClassificationTask.add({**sources[0], **made})
    pipe.beh.Classification.populate()
    return key


def test_a_classification_is_the_prediction(pipe, sources, made, classified, expected):
    due = expected.classifier.predict(open_source(pipe, sources[0]))
    found = pipe.beh.Classification.open(classified)
    np.testing.assert_array_equal(found.probability, due.probability)
    np.testing.assert_array_equal(found.present, due.present)
    np.testing.assert_array_equal(found.flags, due.flags)
    assert (found.states, found.classifier_digest) == (due.states, due.classifier_digest)
    assert np.isnan(found.probability[:, 1]).all()  # sniffing
    for one in due.summary():
        row = (pipe.beh.Classification.Summary & classified & {"behavior": one.behavior}).fetch1()
        known = one.state == "fitted"
        assert row["behavior_n_bouts"] == (one.n_bouts if known else None)
        due = pytest.approx(one.time_s, abs=1e-6) if known else None
        assert row["behavior_time_s"] == due
        assert row["behavior_state"] == one.state
    seen = np.zeros(N_FRAMES, bool)
    for first, stop in LICKS[0]:
        seen[first:stop] = True
    assert (found.present[:, 0] == seen).mean() > 0.95


def test_populate_is_done_once(pipe, made, classified):
    for table in (pipe.beh.Classifier, pipe.beh.Classification):
        assert table.populate() == {"success_count": 0, "error_list": []}
    from element_mouseface import tables_to_populate

    names = [table.__name__ for table in tables_to_populate()]
    assert names.index("Classifier") < names.index("Classification")


def test_tasks_are_known_by_their_content(pipe, sources, made, classified):
    training = pipe.beh.TrainingSet.add(sources)
    add = pipe.beh.ClassifierTask.add
    assert add(training, FEATURES.to_dict(), LEARNING.to_dict()) == made
    features = pipe.beh.BehaviorFeatureParamSet.add(FEATURES)
    assert add(training, features, LEARNING) == made
    other = add(training, FEATURES, {**LEARNING.to_dict(), "seed": 1}, description="another seed")
    assert other != made
    assert pipe.beh.ClassificationTask.add({**sources[0], **made}) == classified
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.beh.ClassifierTask.update1({**made, "classifier_mode": "load"})
    with pytest.raises(ParameterError):
        add(training, {"color": 1})
    with pytest.raises(ParameterError, match="no TrainingSet"):
        add({"training_set_id": 99})
    with pytest.raises(ParameterError, match="no ClassifierTask"):
        pipe.beh.ClassificationTask.add({**sources[0], "classifier_id": 99})
    (pipe.beh.ClassifierTask & other).delete(prompt=False)


def test_a_classifier_of_the_command_line_is_loaded(pipe, sources, made, expected, tmp_path):
    path = expected.classifier.save(pipe.link.RAW / "from_the_command_line.npz")
    # it is the same classifier: the task is known by the digest of the file
    key = pipe.beh.ClassifierTask.add_file(path)
    assert key != made
    assert pipe.beh.ClassifierTask.add_file("from_the_command_line.npz") == key
    (pipe.link.RAW / "trained").mkdir()
    expected.classifier.save(pipe.link.RAW / "trained" / "classifier.npz")
    assert pipe.beh.ClassifierTask.add_file("trained") == key
    pipe.beh.Classifier.populate(key)
    row = (pipe.beh.Classifier & key).fetch1()
    assert row["classifier_digest"] == expected.classifier.digest
    assert row["classifier_left_out"] == "animal" and row["classifier_n_animals"] == 3
    value = pipe.beh.Classifier.OverallMetric & key & {"overall_name": "macro_f1"}
    assert value.fetch1("overall_value") == pytest.approx(expected.report.value("macro_f1"))
    task = pipe.beh.ClassificationTask.add({**sources[1], **key})
    pipe.beh.Classification.populate(task)
    assert pipe.beh.Classification & task
    with pytest.raises(PathError, match="in no root folder"):
        pipe.beh.ClassifierTask.add_file(expected.classifier.save(tmp_path / "elsewhere.npz"))
    (pipe.link.RAW / "tampered.npz").write_bytes(path.read_bytes()[:-200])
    with pytest.raises(ResultError):
        pipe.beh.ClassifierTask.add_file("tampered.npz")


def test_a_folder_of_the_command_line_is_loaded(pipe, sources, expected):
    due = expected.classifier.predict(open_source(pipe, sources[1]))
    sums = (pipe.rec.RecordingInfo.File & sources[1]).to_arrays("file_sha256")
    folder = pipe.link.PROCESSED / "predicted"
    folder.mkdir()
    decodings = {name: one.to_dict() for name, one in expected.classifier.decodings.items()}
    about = {"files": [{"sha256": one} for one in sums], "thresholds": decodings}
    write_prediction(due, folder, about=about)
    task = pipe.beh.ClassificationTask.add_file(sources[1], folder)
    pipe.beh.Classification.populate(task)
    found = pipe.beh.Classification.open(task)
    np.testing.assert_array_equal(found.probability, due.probability)
    np.testing.assert_array_equal(found.present, due.present)
    assert (found.names, found.states) == (due.names, due.states)
    row = (pipe.beh.Classification & task).fetch1()
    assert row["classification_source"] == "mouseface"
    assert row["classification_classifier_digest"] == expected.classifier.digest
    enter = (pipe.beh.Classification.Summary & task & {"behavior": "licking"}).fetch1(
        "probability_enter"
    )
    assert enter == pytest.approx(expected.classifier.decodings["licking"].enter)
    add = pipe.beh.ClassificationTask.add_file
    with pytest.raises(ResultMismatchError, match="of another video"):
        add(sources[0], folder)
    with pytest.raises(ParameterError, match="without options"):
        add(sources[1], folder, believe="video")
    table = folder / "probabilities.csv"
    table.write_text(table.read_text().replace("0.9", "0.8"))
    with pytest.raises(ResultChangedError):
        add(sources[1], folder)


def test_scores_and_behaviors_are_requested_in_one_call(pipe, sources, made):
    from element_mouseface import request

    recording = {n: sources[2][n] for n in pipe.rec.VideoRecording().primary_key}
    asked = {"events": [("quinine", 2.0, 4.0), ("water", 6.0, 8.0)], "method": "published"}
    asked |= {"hog": HOG, "params": {"prototype_frames": 3}}
    before = len(pipe.exp.EventSet())
    with pytest.raises(ParameterError, match="no ClassifierTask"):
        request(recording, **asked, classifier={"classifier_id": 99})
    assert len(pipe.exp.EventSet()) == before
    found = request(recording, **asked, classifier=made)
    assert found.waiting[-1] == "Classification" and "Classifier" not in found.waiting
    assert request(recording, **asked, classifier=made) == found
    found.populate()
    assert found.waiting == []
    pipe.res.BehaviorResponse.populate(found.classification)
    rows = pipe.res.BehaviorResponse.Event & {"behavior": "licking", "event_window": "event"}
    first, second = rows.to_arrays("behavior_response_share", order_by="event_id")
    # it licks from 40 to 60 and from 120 to 150, at 20 frames a second
    assert first == pytest.approx(0.5, abs=0.1) and second == pytest.approx(0.75, abs=0.1)
    # a behavior that the classifier does not know has no numbers, and is not absent
    unknown = pipe.res.BehaviorResponse.Event & {"behavior": "sniffing", "event_window": "event"}
    for row in unknown.to_dicts():
        assert row["behavior_response_share"] is row["behavior_response_n_bouts"] is None
        assert row["behavior_response_n_valid"] == 0


def test_tracked_points_are_used_beside_the_pass(pipe, sources, made):
    from element_mouseface.behavior import _frames

    points, mapping = face(N_FRAMES), FaceMapping()
    place = "mouseface/keypoints-of-a-test.npz"
    path = pipe.link.PROCESSED / place
    digest = save_keypoints(path, points, derive_traces(points, mapping), mapping)
    with_points = [{**row, "keypoints": place} for row in sources]
    own = pipe.beh.TrainingSet.add(with_points)
    assert own != pipe.beh.TrainingSet.add(sources)
    rows = pipe.beh.TrainingSet.sources(own)
    assert rows[0]["training_beside"] == {"keypoints": {"path": place, "digest": digest}}
    key = {n: rows[0][n] for n in pipe.hog.HOGProcessing().primary_key}
    frames = _frames.open_request(_frames.frames_request(key, rows[0]["training_beside"]))
    assert "point:eye_area" in frames.traces and len(frames) == N_FRAMES
    # a classifier that was trained without them says what is too much
    task = pipe.beh.ClassificationTask.add({**sources[0], **made, "keypoints": place})
    with pytest.raises(ResultMismatchError, match="was not made as"):
        pipe.beh.Classification.populate(task)
    (pipe.beh.ClassificationTask & task).delete(prompt=False)
    for wrong in (3, "../keypoints.npz", "mouseface/nothing.npz"):
        with pytest.raises(InputError):
            pipe.beh.TrainingSet.add([{**sources[0], "keypoints": wrong}])
    (pipe.beh.TrainingSet & own).delete(prompt=False)
    path.unlink()


def test_a_movie_of_three_frames_is_classified(pipe, made):
    path = film_licks(pipe.link.RAW / "three.mp4", [(0, 3)], n=3, seed=0)
    key = insert_movie(pipe, path)
    task = pipe.hog.HOGTask.add(key, params=HOG)
    pipe.hog.HOGProcessing.populate(task)
    own = pipe.beh.ClassificationTask.add({**task, **made})
    pipe.beh.Classification.populate(own)
    assert pipe.beh.Classification.open(own).n_frames == 3
    assert (pipe.beh.Classification & own).fetch1("classification_n_frames") == 3


def test_a_recording_of_another_crop_is_refused_and_nothing_is_stored(pipe, sources, made):
    recording = {n: sources[0][n] for n in pipe.rec.VideoRecording().primary_key}
    task = pipe.hog.HOGTask.add(recording, Crop(width=64, height=64), HOG)
    pipe.hog.HOGProcessing.populate(task)
    key = pipe.beh.ClassificationTask.add({**task, **made})
    with pytest.raises(ResultMismatchError, match="was not made as"):
        pipe.beh.Classification.populate(key)
    assert not pipe.beh.Classification & key
    (pipe.beh.ClassificationTask & key).delete(prompt=False)


def test_results_that_are_gone_or_changed_are_told(pipe, sources, made, classified):
    path = pipe.link.PROCESSED / (pipe.beh.Classifier & made).fetch1("classifier_path")
    away = path.with_name("away.npz")
    path.rename(away)
    with pytest.raises(ResultError, match="is gone"):
        pipe.beh.Classifier.open(made)
    assert any(row["path"].endswith(path.name) for row in pipe.rec.missing_folders())
    # what is in the tables stays readable
    assert pipe.beh.Classification.open(classified).n_frames == N_FRAMES
    away.rename(path)
    assert pipe.beh.Classifier.stale() == [] and not pipe.beh.Classification.stale()
    (pipe.hog.HOGProcessing & sources[0]).delete(prompt=False)
    stale = pipe.beh.Classifier.stale()
    assert {row["reason"] for row in stale} == {"the descriptors are gone"}
    assert len(pipe.beh.Classification.stale()) == 1
    # the classifier and the classification stay as they were
    assert pipe.beh.Classifier & made and pipe.beh.Classification & classified
    pipe.hog.HOGProcessing.populate()
    assert pipe.beh.Classifier.stale() == [] and not pipe.beh.Classification.stale()
