"""Training on planted behaviors: figures of animals that were held out, the file, bad input."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from element_mouseface.core.behavior.bout_metrics import compare_masks, pooled
from element_mouseface.core.behavior.classifier import load_classifier
from element_mouseface.core.behavior.curating import Correction, curate
from element_mouseface.core.behavior.decoding import Decoding
from element_mouseface.core.behavior.ethogram import Ethogram
from element_mouseface.core.behavior.features import BehaviorFeatureParams, maker, open_frames
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.behavior.queue import next_segments
from element_mouseface.core.behavior.training import train_classifier
from element_mouseface.core.inputs.npz import read_npz
from element_mouseface.core.learning import Groups, LearningParams
from element_mouseface.errors import (
    InputError,
    LabelsError,
    PathError,
    ResultError,
    ResultMismatchError,
)

from .planted import ETHOGRAM, HOG, draw, make_movies, make_result, plant

FEATURES = BehaviorFeatureParams(
    picture_components=5, cell_components=2, windows_s=(0.2, 0.6), sample_frames=96, align=False
)
LEARNING = LearningParams(
    iterations=10, learning_rate=0.3, max_samples=600, max_columns=40, min_leaf=5, inner_folds=2,
    beside=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def movies(tmp_path_factory):
    return make_movies(tmp_path_factory.mktemp("movies"), 3, 400)


def animals(n):
    return Groups.of(n, [f"m{k}" for k in range(n)], None, [f"m{k}.mp4" for k in range(n)])


def train(sources, labels, **options):
    options = {"features": FEATURES, "learning": LEARNING, "learning_curve": (), **options}
    return train_classifier(sources, labels, animals(len(sources)), **options)


@pytest.fixture(scope="module")
def trained(movies):
    return train(*movies, learning_curve=(0.3,))


def test_planted_behaviors_are_found_in_animals_that_were_held_out(movies, trained):
    report = trained.report
    assert report.level == "animal" and not report.within_one_movie and not report.findings
    assert report.value("macro_f1") > 0.85 and report.value("macro_bout_f1_0.5") > 0.6
    for name in ETHOGRAM.names:
        assert report.value("auroc", name) > 0.97
        assert 0.3 < report.value("auroc_of_shifted_labels", name) < 0.7
        assert report.value("p_of_shifts", name) < 0.05
        assert report.value("calibration_error", name) < 0.1
    assert [one.left_out for one in report.folds[::2]] == ["m0", "m1", "m2"]
    shares = [share for name, share, _ in report.learning_curve if name == "wave"]
    assert shares == [0.3, 1.0]


def test_figures_are_those_of_a_count(movies, trained):
    """From the predictions themselves, with plain numpy."""
    _, labels = movies
    for column, name in enumerate(ETHOGRAM.names):
        true = np.concatenate([one.matrix()[:, column] == 1 for one in labels])
        found = np.concatenate([p.present[:, column] for p in trained.predictions])
        chance = np.concatenate([p.probability[:, column] for p in trained.predictions])
        hits = (true & found).sum()
        assert trained.report.value("precision", name) == pytest.approx(hits / found.sum())
        assert trained.report.value("recall", name) == pytest.approx(hits / true.sum())
        assert trained.report.value("brier", name) == pytest.approx(((chance - true) ** 2).mean())
        bouts = pooled(
            compare_masks(one.matrix()[:, column] == 1, p.present[:, column], p.times_s)
            for one, p in zip(labels, trained.predictions, strict=True)
        )
        assert trained.report.value("bout_f1_0.5", name) == pytest.approx(bouts.f1(0.5))
        row = trained.report.confusion[column]
        assert row[column] == hits and row.sum() == true.sum()
    assert trained.report.to_dict()["metrics"]  # JSON without NaN
    assert np.isfinite(trained.report.confusion).all()


def test_the_same_data_give_the_same_classifier_with_other_threads(movies, trained):
    again = train(*movies, workers=3)
    assert again.classifier.digest == trained.classifier.digest
    for a, b in zip(again.predictions, trained.predictions, strict=True):
        np.testing.assert_array_equal(a.probability, b.probability)


def test_a_file_gives_the_same_predictions_and_is_checked(movies, trained, tmp_path):
    sources, _ = movies
    path = trained.classifier.save(tmp_path / "classifier.npz")
    loaded = load_classifier(path)
    assert loaded.digest == trained.classifier.digest
    assert loaded.about["figures"]["metrics"]
    due, found = (one.predict(open_frames(sources[0].path)) for one in (trained.classifier, loaded))
    np.testing.assert_array_equal(found.probability, due.probability)
    np.testing.assert_array_equal(found.present, due.present)
    assert found.classifier_digest == loaded.digest and found.movie_digest == sources[0].digest
    with pytest.raises(PathError, match="exists already"):
        replace(loaded, decodings=dict.fromkeys(ETHOGRAM.names, Decoding())).save(path)
    arrays = dict(read_npz(path, "file", ValueError).arrays)
    name = next(n for n in arrays if n.startswith("features_usual"))
    arrays[name] = arrays[name] * 1.01
    np.savez(tmp_path / "forged.npz", **arrays)
    with pytest.raises(ResultError, match="do not match their digest"):
        load_classifier(tmp_path / "forged.npz")
    (tmp_path / "cut.npz").write_bytes(path.read_bytes()[:-2000])
    for other in ("cut.npz", "../" + sources[0].path.name + "/zarr.json"):
        with pytest.raises((ResultError, PathError)):
            load_classifier(tmp_path / other)


def test_a_classifier_of_features_of_another_version_is_refused(trained, tmp_path, monkeypatch):
    path = trained.classifier.save(tmp_path / "classifier.npz")
    monkeypatch.setattr(maker, "FEATURES_VERSION", maker.FEATURES_VERSION + 1)
    with pytest.raises(ResultError, match=r"(?s)version.*train it again"):
        load_classifier(path)


def test_a_movie_made_in_another_way_is_refused(movies, trained, tmp_path):
    frames = draw(plant(8, 60), 8)
    hog = type(HOG)(pixels_per_cell=(8, 8))
    other = open_frames(make_result(tmp_path / "x.zarr", frames, hog=hog))
    with pytest.raises(ResultMismatchError, match="classifier was trained on"):
        trained.classifier.predict(other)


def test_missing_frames_and_short_movies(movies, trained, tmp_path, monkeypatch):
    source = open_frames(movies[0][0].path)
    flags = source.flags.copy()
    flags[100:110] |= 1
    monkeypatch.setattr(source, "flags", flags, raising=False)
    found = trained.classifier.predict(source)
    assert np.isnan(found.probability[100:110]).all() and not found.present[100:110].any()
    assert np.isfinite(found.probability[:100]).all() and found.flagged()["MISSING"] == 10
    assert (found.labels().matrix()[100:110] == -1).all()
    for n in (1, 3):
        frames = draw(plant(1, 30), 1)[:n]
        short = trained.classifier.predict(open_frames(make_result(tmp_path / f"{n}.zarr", frames)))
        assert short.n_frames == n and np.isfinite(short.probability).all()
        assert len(short.summary()) == 2


def test_classes_without_enough_bouts(movies):
    """One is never seen, one is seen once in one animal; the others are trained."""
    sources, labels = movies
    ethogram = Ethogram.of([*ETHOGRAM.names, "yawn", "sneeze"])
    fuller = []
    for number, one in enumerate(labels):
        matrix = np.zeros((one.n_frames, 4), np.int8)
        matrix[:, :2] = one.matrix()
        matrix[50:62, 3] = number == 2
        fuller.append(Labels.from_matrix(ethogram, matrix))
    found = train(sources, fuller, learning=LearningParams(**{**LEARNING.to_dict(), "beside": ()}))
    assert found.classifier.states == ("fitted", "fitted", "not trainable", "fitted")
    assert any("yawn is not trainable" in one for one in found.report.findings)
    assert any("sneeze could not be trained without m2" in one for one in found.report.findings)
    assert any("sneeze is absent from 2 of 3 folds" in one for one in found.report.findings)
    assert np.isnan(found.report.value("recall", "yawn"))
    assert found.report.value("auroc", "wave") > 0.95
    states = {(one.left_out, one.behavior): one.state for one in found.report.folds}
    assert states["m2", "sneeze"] == "not trainable" and states["m0", "sneeze"] == "absent"
    prediction = found.classifier.predict(sources[0])
    assert (
        np.isnan(prediction.probability[:, 2]).all() and prediction.labels().n_assessed("yawn") == 0
    )


def test_frames_that_nobody_assessed_are_not_used(movies):
    """Wrong labels outside of the assessed spans change nothing."""
    sources, labels = movies
    half = [
        Labels.from_matrix(ETHOGRAM, np.where(np.arange(400)[:, None] < 250, m.matrix(), -1))
        for m in labels[:2]
    ]
    found = train(sources[:2], half)
    assert found.report.value("auroc", "wave") > 0.95
    counted = [row.n_test for row in found.report.folds]
    assert counted == [250] * 4


def test_exclusive_behaviors_are_one_model(movies):
    sources, labels = movies
    matrices = [one.matrix() for one in labels[:2]]
    for one in matrices:
        one[(one == 1).all(axis=1), 1] = 0
    exclusive = Ethogram.of(ETHOGRAM.names, exclusive=True)
    found = train(sources[:2], [Labels.from_matrix(exclusive, m) for m in matrices])
    assert len(found.classifier.models) == 1
    assert all((p.present.sum(axis=1) <= 1).all() for p in found.predictions)
    assert found.report.value("auroc", "wave") > 0.95


def test_one_movie_is_cut_into_blocks_and_says_so(movies):
    sources, labels = movies
    params = LearningParams(**{**LEARNING.to_dict(), "blocks": 3, "gap_s": 0.5})
    found = train_classifier(
        sources[:1], labels[:1], features=FEATURES, learning=params, learning_curve=()
    )
    assert found.report.within_one_movie and "within one movie" in found.report.findings[0]
    assert found.predictions[0].notes == ("within one movie",)


def test_what_does_not_belong_together_is_refused(movies):
    sources, labels = movies
    short = Labels.from_matrix(ETHOGRAM, labels[0].matrix()[:390], source="day1.csv")
    with pytest.raises(LabelsError, match="another movie") as error:
        train(sources[:2], [short, labels[1]])
    assert "400" in error.value.expected and "390 frames in day1.csv" in error.value.got
    with pytest.raises(InputError, match="belong together"):
        train(sources[:2], labels[:1])
    nothing = Labels.from_matrix(ETHOGRAM, np.full((400, 2), -1, np.int8))
    with pytest.raises(LabelsError, match="Nothing is labeled"):
        train(sources[:2], [nothing, nothing])
    exclusive = Labels.from_matrix(Ethogram.of(["a"], exclusive=True), np.zeros((400, 1), np.int8))
    with pytest.raises(LabelsError, match="exclude each other"):
        train(sources[:2], [labels[0], exclusive])
    spelled = Labels.from_matrix(Ethogram.of(["Wave"]), np.zeros((400, 1), np.int8))
    with pytest.raises(LabelsError, match="two spellings"):
        train(sources[:2], [labels[0], spelled])


def test_corrections_are_labels_that_know_their_classifier(movies, trained):
    sources, _ = movies
    prediction = trained.classifier.predict(sources[0])
    fixed = curate(
        prediction,
        [Correction("blink", 10, 20, True), Correction("wave", 0, 60, False)],
        labeler="Ann",
        reviewed=[(0, 100)],
    )
    assert (fixed.method, fixed.labeler) == ("curated", "Ann")
    assert fixed.based_on == trained.classifier.digest and fixed.source == prediction.movie
    matrix = fixed.matrix()
    assert (matrix[100:] == -1).all() and (matrix[10:20, 1] == 1).all()
    assert (matrix[:60, 0] == 0).all()
    assert (matrix[60:100, 0] == prediction.present[60:100, 0]).all()
    again = curate(prediction, fixed, labeler="Bob")
    assert again.digest == fixed.digest and again.method == "curated"
    retrained = train(sources[:2], [fixed, movies[1][1]])
    said = retrained.classifier.about["movies"][0]
    assert (said["method"], said["based_on"]) == ("curated", trained.classifier.digest)
    for wrong in ([Correction("yawn", 0, 5, True)], [Correction("wave", 390, 420, True)]):
        with pytest.raises(LabelsError):
            curate(prediction, wrong, labeler="Ann")


def make_prediction(chances, movie="a", fps=10.0):
    n = len(chances)
    return Prediction(
        ETHOGRAM,
        np.asarray(chances, np.float32),
        np.asarray(chances) > 0.5,
        np.arange(n) / fps,
        np.zeros(n, np.uint16),
        ("fitted", "fitted"),
        movie=movie,
    )


def test_doubtful_segments_come_first_and_are_spread():
    sure = np.full((200, 2), 0.02)
    one, other = sure.copy(), sure.copy()
    one[40:60, 0], one[120:125, 1] = 0.5, 0.45
    other[100:120, 1], other[160:170, 0] = 0.55, 0.4
    found = next_segments(
        [make_prediction(one, "a"), make_prediction(other, "b")], n_segments=4, length_s=2.0
    )
    assert {(s.movie, s.first_frame) for s in found} == {
        ("a", 40), ("a", 120), ("b", 100), ("b", 160)
    }  # fmt: skip
    assert [s.rank for s in found] == [1, 2, 3, 4]
    assert all(s.stop_frame - s.first_frame == 20 for s in found)
    assert found[0].uncertainty > 0.9 and found[0].stop_s - found[0].start_s == pytest.approx(2.0)
    looked = Labels(ETHOGRAM, 200, {}, {"wave": [[40, 60]]})
    again = next_segments(
        [make_prediction(one, "a"), make_prediction(other, "b")],
        labels=[looked, None],
        n_segments=30,
    )
    assert ("a", 40) not in {(s.movie, s.first_frame) for s in again}
    assert len(again) == 19


def test_what_looks_new_comes_before_what_looks_like_the_last():
    """Equal doubt everywhere: features decide."""
    chances = np.full((400, 2), 0.3)
    looks = np.random.default_rng(0).normal(0, 0.05, (400, 3))
    looks[200:220] += 4
    first = next_segments([make_prediction(chances)], [looks], n_segments=2)
    assert 200 in {s.first_frame for s in first}


def test_predictions_that_cannot_be_ranked_together_are_refused():
    a = make_prediction(np.full((50, 2), 0.5))
    with pytest.raises(InputError, match="other movies"):
        next_segments([a], [np.zeros((49, 3))])
    with pytest.raises(InputError, match="nothing to rank"):
        next_segments([])
    nothing = make_prediction(np.full((50, 2), np.nan))
    assert next_segments([nothing]) == ()
