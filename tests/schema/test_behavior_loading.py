"""Predictions of DeepEthogram in tables, on a real server."""

from __future__ import annotations

import numpy as np
import pytest

from element_mouseface.core.behavior.curating import Correction, curate
from element_mouseface.errors import (
    FixedRowError,
    LabelsError,
    ParameterError,
    PathError,
    ResultMismatchError,
)
from tests.schema.behaviors import in_bouts, write_outputs
from tests.schema.faces import BEHAVIORS, activated, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

N_FRAMES, FPS = 60, 10
BOUTS = ([(5, 15), (30, 34)], [(15, 20), (50, 60)])


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "load", BEHAVIORS) as modules:
        yield modules


@pytest.fixture(scope="module")
def key(pipe):
    return insert_movie(pipe, movie(pipe.link.RAW / "loaded.mp4", n=N_FRAMES, fps=FPS))


@pytest.fixture(scope="module")
def planted():
    return in_bouts(N_FRAMES, BOUTS).astype(np.float32)


@pytest.fixture(scope="module")
def loaded(pipe, key, planted):
    """The key of a classification that DeepEthogram's outputs gave."""
    path = write_outputs(pipe.link.PROCESSED / "loaded_outputs.h5", planted)
    task = pipe.beh.ClassificationTask.add_file(key, path)
    pipe.beh.Classification.populate()
    return task


def test_probabilities_and_bouts_are_those_of_the_file(pipe, loaded, planted):
    table = pipe.beh.Classification
    names, probability, present = table.arrays(loaded)
    assert names == ("licking", "grooming")
    np.testing.assert_array_equal(probability, planted)
    np.testing.assert_array_equal(present, planted > 0.5)
    times_s, values = table.probability(loaded, "grooming")
    np.testing.assert_array_equal(values, planted[:, 1])
    np.testing.assert_allclose(times_s, np.arange(N_FRAMES) / FPS, atol=1e-6)
    row = (table & loaded).fetch1()
    assert row["classification_source"] == "deepethogram"
    assert row["classification_values"] == "probability"
    assert row["classification_n_valid"] == row["classification_n_frames"] == N_FRAMES


def test_bouts_are_rows_in_seconds(pipe, loaded, planted):
    for column, name in enumerate(("licking", "grooming")):
        rows = (pipe.beh.Classification.Bout & loaded & {"behavior": name}).to_dicts(order_by="KEY")
        assert len(rows) == len(BOUTS[column])
        for row, (first, stop) in zip(rows, BOUTS[column], strict=True):
            assert row["behavior_bout_first_frame"] == first
            assert row["behavior_bout_n_frames"] == stop - first
            assert row["behavior_bout_start_s"] == pytest.approx(first / FPS, abs=1e-6)
            assert row["behavior_bout_stop_s"] == pytest.approx(stop / FPS, abs=1e-6)
            inside = planted[first:stop, column]
            assert row["behavior_bout_probability"] == pytest.approx(inside.mean(), abs=1e-6)
            assert row["behavior_bout_peak_probability"] == pytest.approx(inside.max(), abs=1e-6)


def test_summaries_and_transitions(pipe, loaded, planted):
    row = (pipe.beh.Classification.Summary & loaded & {"behavior": "licking"}).fetch1()
    assert row["behavior_n_frames"] == 14 and row["behavior_n_bouts"] == 2
    assert row["behavior_time_s"] == pytest.approx(1.4, abs=1e-6)
    assert row["behavior_share"] == pytest.approx(14 / N_FRAMES, abs=1e-6)
    assert row["behavior_bouts_per_min"] == pytest.approx(20, abs=1e-4)
    assert row["behavior_mean_bout_s"] == pytest.approx(0.7, abs=1e-6)
    assert row["probability_mean"] == pytest.approx(planted[:, 0].mean(), abs=1e-6)
    assert row["probability_enter"] == row["probability_leave"] == 0.5
    rows = (pipe.beh.Classification.Transition & loaded).to_dicts()
    found = {(r["from_behavior"], r["to_behavior"]): r["transition_n"] for r in rows}
    # licking, grooming, licking, grooming
    assert found == {("licking", "grooming"): 2, ("grooming", "licking"): 1}


def test_the_same_file_is_one_task_and_another_is_another(pipe, key, loaded, planted):
    add = pipe.beh.ClassificationTask.add_file
    assert add(key, "loaded_outputs.h5") == loaded
    copy = pipe.link.RAW / "copied_outputs.h5"
    copy.write_bytes((pipe.link.PROCESSED / "loaded_outputs.h5").read_bytes())
    assert add(key, copy) == loaded
    two = write_outputs(pipe.link.RAW / "two_outputs.h5", planted)
    write_outputs(two, 1 - planted, model="other")
    with pytest.raises(LabelsError, match="several models"):
        add(key, two)
    other = add(key, two, model="other")
    assert other != loaded and add(key, two, model="tgmj") not in (other, loaded)
    pipe.beh.Classification.populate(other)
    _, probability, _ = pipe.beh.Classification.arrays(other)
    np.testing.assert_array_equal(probability, 1 - planted)


def test_labels_of_a_program_have_ones_and_zeros(pipe, key):
    csv = pipe.link.RAW / "predicted_labels.csv"
    rows = ["background,licking", *("0,1" if 5 <= n < 15 else "1,0" for n in range(50))]
    csv.write_text("\n".join([*rows, *["-1,-1"] * 10]) + "\n")
    task = pipe.beh.ClassificationTask.add_file(key, csv)
    pipe.beh.Classification.populate(task)
    row = (pipe.beh.Classification & task).fetch1()
    assert (row["classification_values"], row["classification_n_valid"]) == ("label", 50)
    summary = (pipe.beh.Classification.Summary & task).fetch1()
    assert summary["behavior_share"] == pytest.approx(0.2, abs=1e-6)
    assert summary["probability_n_valid"] == 50 and summary["probability_enter"] is None
    _, values = pipe.beh.Classification.probability(task, "licking")
    assert np.isnan(values[50:]).all() and set(values[:50]) == {0.0, 1.0}


def test_a_prediction_is_compared_with_a_person(pipe, key, loaded):
    own = pipe.beh.LabelSet.add(key, pipe.beh.Classification.labels(loaded))
    row = (pipe.beh.LabelSet & own).fetch1()
    assert (row["label_method"], row["labeler"]) == ("automated", "deepethogram")
    assert pipe.beh.LabelSet.labels(own).bouts["licking"].tolist() == [[5, 15], [30, 34]]


def test_what_cannot_be_loaded_is_refused_at_once(pipe, key, planted):
    add = pipe.beh.ClassificationTask.add_file
    before = len(pipe.beh.ClassificationTask())
    with pytest.raises(PathError, match="no prediction at"):
        add(key, "nothing_outputs.h5")
    short = write_outputs(pipe.link.RAW / "short_outputs.h5", planted[:-1])
    with pytest.raises(LabelsError) as caught:
        add(key, short)
    assert "59" in str(caught.value) and "60" in str(caught.value)
    with pytest.raises(ParameterError, match="Unknown option"):
        add(key, short, color="red")
    (pipe.link.RAW / "empty_outputs.h5").write_bytes(b"")
    with pytest.raises(LabelsError):
        add(key, "empty_outputs.h5")
    assert len(pipe.beh.ClassificationTask()) == before
    # who says which to believe is believed
    task = add(key, short, believe="video")
    pipe.beh.Classification.populate(task)
    _, probability, present = pipe.beh.Classification.arrays(task)
    assert np.isnan(probability[-1]).all() and not present[-1].any()
    np.testing.assert_array_equal(probability[:-1], planted[:-1])


def test_a_file_that_changed_since_is_refused(pipe, key, planted):
    path = write_outputs(pipe.link.RAW / "changing_outputs.h5", planted * 0.9)
    task = pipe.beh.ClassificationTask.add_file(key, path)
    path.unlink()
    write_outputs(path, planted * 0.8)
    with pytest.raises(ResultMismatchError, match="is not the one that the task was added for"):
        pipe.beh.Classification.populate(task)
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.beh.ClassificationTask.update1({**task, "classification_load_path": "other"})
    (pipe.beh.ClassificationTask & task).delete(prompt=False)


@pytest.fixture(scope="module")
def doubtful(pipe):
    """Classifications of two recordings, sure of everything but of one second in each."""
    keys = []
    for number, (column, doubt) in enumerate(((0, (20, 30)), (1, (40, 50)))):
        path = movie(pipe.link.RAW / f"queue{number}.mp4", n=N_FRAMES, fps=FPS, seed=20 + number)
        own = insert_movie(pipe, path)
        chances = np.full((N_FRAMES, 2), 0.02)
        chances[doubt[0] : doubt[1], column] = 0.5
        outputs = write_outputs(pipe.link.RAW / f"queue{number}_outputs.h5", chances)
        keys.append(pipe.beh.ClassificationTask.add_file(own, outputs))
    pipe.beh.Classification.populate()
    return keys


def test_the_doubtful_seconds_are_to_be_labeled_next(pipe, doubtful):
    own = pipe.beh.ReviewQueue.add(doubtful, n_segments=2, length_s=1.0)
    rows = (pipe.beh.ReviewQueue.Segment & own).to_dicts(order_by="segment_rank")
    found = {
        (r["recording_id"], r["behavior"], r["segment_first_frame"], r["segment_stop_frame"])
        for r in rows
    }
    assert found == {
        (doubtful[0]["recording_id"], "licking", 20, 30),
        (doubtful[1]["recording_id"], "grooming", 40, 50),
    }
    assert {r["segment_start_s"] for r in rows} == {2.0, 4.0}
    # the same ranking is the same queue, and another is another
    assert pipe.beh.ReviewQueue.add(doubtful, n_segments=2, length_s=1.0) == own
    query = pipe.beh.Classification & doubtful
    assert pipe.beh.ReviewQueue.add(query, n_segments=3, length_s=1.0) != own
    with pytest.raises(ParameterError, match="no classification"):
        pipe.beh.ReviewQueue.add([])
    with pytest.raises(ParameterError, match="comes twice"):
        pipe.beh.ReviewQueue.add([doubtful[0], doubtful[0]])
    with pytest.raises(ParameterError):
        pipe.beh.ReviewQueue.add(doubtful, length_s=0)


def test_a_corrected_segment_waits_no_longer(pipe, doubtful):
    own = pipe.beh.ReviewQueue.add(doubtful, n_segments=2, length_s=1.0)
    assert len(pipe.beh.ReviewQueue.waiting(own)) == 2
    prediction = pipe.beh.Classification.open(doubtful[0])
    fixed = curate(
        prediction, [Correction("licking", 22, 28, True)], labeler="ak", reviewed=[(20, 30)]
    )
    labels = pipe.beh.LabelSet.add(doubtful[0], fixed)
    row = (pipe.beh.LabelSet & labels).fetch1()
    assert row["label_method"] == "curated"
    (left,) = pipe.beh.ReviewQueue.waiting(own).to_dicts()
    assert left["recording_id"] == doubtful[1]["recording_id"]
    assert len(pipe.beh.ReviewQueue.waiting({**own, "recording_id": left["recording_id"]})) == 1
    # the next queue leaves out what was looked at
    again = pipe.beh.ReviewQueue.add(doubtful, n_segments=12, length_s=1.0)
    rows = pipe.beh.ReviewQueue.Segment & again & {"recording_id": doubtful[0]["recording_id"]}
    assert 20 not in rows.to_arrays("segment_first_frame")
    # what a program predicts is no label of a person
    pipe.beh.LabelSet.add(doubtful[1], pipe.beh.Classification.labels(doubtful[1]))
    assert len(pipe.beh.ReviewQueue.waiting(own)) == 1
    # predictions can be made again under a queue
    (pipe.beh.Classification & doubtful[1]).delete(prompt=False)
    assert len(pipe.beh.ReviewQueue.Segment & own) == 2
    with pytest.raises(FixedRowError, match="cannot change"):
        pipe.beh.ReviewQueue.Segment.update1({**own, "segment_rank": 1, "segment_stop_frame": 3})
