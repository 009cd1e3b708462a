"""Ethograms, label sets and training sets, on a real server."""

from __future__ import annotations

import datetime
import hashlib
import re
import shutil
from types import SimpleNamespace

import datajoint as dj
import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score

from element_mouseface.core.behavior.ethogram import Behavior, Ethogram
from element_mouseface.core.behavior.formats import write_labels
from element_mouseface.core.behavior.labels import Labels
from element_mouseface.core.behavior.prediction import Prediction
from element_mouseface.core.results.prediction_folder import write_prediction
from element_mouseface.errors import FixedRowError, LabelsError, ParameterError, PathError
from tests.schema.faces import BEHAVIORS, activated, insert_movie
from tests.schema.movies import movie

pytestmark = pytest.mark.server

#: names that people write, and that SQL could trip over
ODD = ("licking, left", "l'été à 50%", 'the "big" one; --', "Pfötchen {x} %s")
N_FRAMES, FPS = 40, 10


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "beh", BEHAVIORS) as modules:
        yield modules


@pytest.fixture(scope="module")
def key(pipe):
    """A recording of 40 frames, ten a second."""
    return insert_movie(pipe, movie(pipe.link.RAW / "one.mp4", n=N_FRAMES, fps=FPS))


def labels(names=("licking", "grooming"), **more):
    ethogram = Ethogram(
        (Behavior(names[0], "state", "the tongue is out"), *map(Behavior, names[1:]))
    )
    bouts = {names[0]: [(2, 5), (5, 9), (30, 40)], names[1]: [(10, 11)]}
    assessed = {names[0]: [(0, 12), (25, 40)], names[1]: [(8, 20)]}
    return Labels(ethogram, N_FRAMES, bouts, assessed, labeler="ak", **more)


def test_labels_come_back_as_they_were(pipe, key):
    given = labels(source="one.csv", source_digest="a" * 64, notes=("cut at the end",))
    own = pipe.beh.LabelSet.add(key, given)
    assert own == {**key, "label_set_id": 1}
    found = pipe.beh.LabelSet.labels(own)
    assert found.digest == given.digest and found.ethogram == given.ethogram
    np.testing.assert_array_equal(found.matrix(), given.matrix())
    for name in ("labeler", "method", "source", "source_digest", "based_on", "notes"):
        assert getattr(found, name) == getattr(given, name), name


def test_intervals_have_seconds_of_the_frames(pipe, key):
    own = pipe.beh.LabelSet.add(key, labels())
    rows = (pipe.beh.LabelSet.Bout & own & {"behavior": "licking"}).to_dicts(order_by="KEY")
    assert [r["label_bout_start_s"] for r in rows] == pytest.approx([0.2, 0.5, 3.0], abs=1e-6)
    assert [r["label_bout_stop_s"] for r in rows] == pytest.approx([0.5, 0.9, 4.0], abs=1e-6)
    # the share of the assessed time, asked of the server
    looked = dj.U("behavior").aggr(
        pipe.beh.LabelSet.Assessed & own, seconds="sum(assessed_stop_s - assessed_start_s)"
    )
    found = {r["behavior"]: r["seconds"] for r in looked.to_dicts()}
    assert found == pytest.approx({"licking": 2.7, "grooming": 1.2}, abs=1e-6)


def test_the_same_labels_are_one_set_and_others_are_another(pipe, key):
    first = pipe.beh.LabelSet.add(key, labels())
    assert pipe.beh.LabelSet.add(key, labels(source="again.csv")) == first
    other = pipe.beh.LabelSet.add(key, labels(), labeler="bo")
    curated = pipe.beh.LabelSet.add(key, labels(method="curated", based_on="b" * 64))
    assert len({first["label_set_id"], other["label_set_id"], curated["label_set_id"]}) == 3
    assert pipe.beh.LabelSet.labels(other).labeler == "bo"
    assert (pipe.beh.LabelSet & curated).fetch1("label_based_on") == "b" * 64


def test_a_wider_ethogram_leaves_what_was_not_looked_for_unknown(pipe, key):
    wide = pipe.beh.Ethogram.add(["grooming", "licking", "blink"])
    own = pipe.beh.LabelSet.add(key, labels(), ethogram=wide)
    matrix = pipe.beh.LabelSet.labels(own).matrix()
    given = labels().matrix()
    np.testing.assert_array_equal(matrix[:, :2], given[:, ::-1])
    assert (matrix[:, 2] == -1).all()
    with pytest.raises(LabelsError, match="ethogram lacks") as caught:
        pipe.beh.LabelSet.add(key, labels(), ethogram=["licking"])
    assert "'grooming'" in caught.value.got


def test_names_that_sql_could_trip_over(pipe, key):
    own = pipe.beh.LabelSet.add(key, labels(ODD))
    assert pipe.beh.LabelSet.labels(own).ethogram.names == ODD
    for name in ODD[:2]:
        rows = (pipe.beh.LabelSet.Bout & own & {"behavior": name}).to_dicts()
        assert {row["behavior"] for row in rows} == {name}
    assert len(pipe.beh.Behavior & [{"behavior": name} for name in ODD]) == len(ODD)


def test_a_behavior_has_one_spelling(pipe, key):
    pipe.beh.LabelSet.add(key, labels())
    for spelled in ("Licking", "lïcking"):
        with pytest.raises(LabelsError, match="another spelling") as caught:
            pipe.beh.LabelSet.add(key, labels((spelled, "grooming")))
        assert caught.value.expected == "'licking'"
    assert not pipe.beh.Behavior & "behavior_description <> ''"


def test_labels_of_another_movie_are_refused(pipe, key):
    with pytest.raises(LabelsError, match="another number of frames") as caught:
        pipe.beh.LabelSet.add(key, labels().with_frames(41))
    assert "40" in caught.value.expected and "41" in caught.value.got
    with pytest.raises(ParameterError, match="There is no recording"):
        pipe.beh.LabelSet.add({**key, "recording_id": 9999}, labels())
    waiting = {**key, "recording_id": 900}
    path = movie(pipe.link.RAW / "waiting.mp4", n=3)
    pipe.rec.VideoRecording.insert_files(waiting, path, {"equipment": "camera1"})
    with pytest.raises(ParameterError, match="no populated recording"):
        pipe.beh.LabelSet.add(waiting, labels())


def test_what_cannot_be_stored_is_refused_before_anything_is(pipe, key):
    before = len(pipe.beh.LabelSet()), len(pipe.beh.Ethogram())
    for wrong in (dict(labeler="x" * 65), dict(labeler="a\nb"), dict(method="guessed")):
        with pytest.raises(ParameterError):
            pipe.beh.LabelSet.add(key, labels(), **wrong)
    with pytest.raises(ParameterError, match="read already"):
        pipe.beh.LabelSet.add(key, labels(), unit="s")
    with pytest.raises(LabelsError, match="definition"):
        pipe.beh.Ethogram.add(Ethogram((Behavior("new one", "state", "x" * 2001),)))
    assert (len(pipe.beh.LabelSet()), len(pipe.beh.Ethogram())) == before


def test_a_label_file_is_read_with_the_recordings_own_times(pipe, key):
    csv = pipe.link.RAW / "one_bouts.csv"
    csv.write_text("behavior,start_s,stop_s\nlicking,0.2,0.5\nlicking,3.0,4.0\ngrooming,1.0,1.1\n")
    own = pipe.beh.LabelSet.add(key, "one_bouts.csv", labeler="ak", description="afternoon")
    found = pipe.beh.LabelSet.labels(own)
    assert found.bouts["licking"].tolist() == [[2, 5], [30, 40]]
    row = (pipe.beh.LabelSet & own).fetch1()
    assert row["label_file"] == row["label_source"] == "one_bouts.csv"
    assert row["label_source_sha256"] == hashlib.sha256(csv.read_bytes()).hexdigest()
    # by its whole path, and from the processed folder, it is the same set
    assert pipe.beh.LabelSet.add(key, csv, labeler="ak") == own
    shutil.copy(csv, pipe.link.PROCESSED / "copied.csv")
    assert pipe.beh.LabelSet.add(key, "copied.csv", labeler="ak") == own


def test_a_prediction_that_was_corrected_in_its_folder_is_curated(pipe, key):
    present = np.zeros((N_FRAMES, 2), bool)
    present[4:9, 0] = True
    times_s, flags = np.arange(N_FRAMES) / FPS, np.zeros(N_FRAMES, np.uint16)
    found = Prediction(
        Ethogram.of(["licking", "grooming"]), present.astype(np.float32), present, times_s, flags,
        ("fitted", "fitted"), movie="one.mp4", classifier_digest="c" * 64,
    )  # fmt: skip
    folder = pipe.link.RAW / "predicted"
    folder.mkdir()
    write_prediction(found, folder)
    file = folder / "labels.csv"
    columns = ("label_method", "label_based_on")
    as_written = pipe.beh.LabelSet & pipe.beh.LabelSet.add(key, file, labeler="ak")
    assert as_written.fetch1(*columns) == ("automated", "c" * 64)
    file.write_text(file.read_text().replace("\n3,1,0,0\n", "\n3,0,1,0\n"))
    own = pipe.beh.LabelSet.add(key, file, labeler="ak")
    assert (pipe.beh.LabelSet & own).fetch1(*columns) == ("curated", "c" * 64)
    assert pipe.beh.LabelSet.labels(own).bouts["licking"].tolist() == [[3, 9]]


def test_a_file_of_deepethogram_comes_out_again_byte_for_byte(pipe, key):
    csv = pipe.link.RAW / "one_labels.csv"
    rows = [",background,licking,grooming"]
    rows += [f"{n},0,1,0" if n < 10 else f"{n},1,0,0" for n in range(30)]
    rows += [f"{n},-1,0,-1" for n in range(30, N_FRAMES)]  # not looked at for grooming
    csv.write_text("\n".join(rows) + "\n")
    own = pipe.beh.LabelSet.add(key, csv, labeler="dg")
    again = pipe.link.PROCESSED / "again.csv"
    write_labels(again, pipe.beh.LabelSet.labels(own), to="deepethogram")
    assert again.read_text() == csv.read_text()


def test_a_label_file_that_does_not_fit_is_refused(pipe, key, tmp_path):
    add = pipe.beh.LabelSet.add
    elsewhere = tmp_path / "bouts.csv"
    elsewhere.write_text("behavior,start_s,stop_s\nlicking,0.2,0.5\n")
    with pytest.raises(PathError, match="in no root folder") as caught:
        add(key, elsewhere)
    assert "read_labels" in caught.value.do
    for missing in ("nothing.csv", "../bouts.csv", "", "a\0b"):
        with pytest.raises(PathError):
            add(key, missing)
    csv = pipe.link.RAW / "short.csv"
    csv.write_text("licking\n" + "0\n" * (N_FRAMES - 1))
    with pytest.raises(LabelsError) as caught:
        add(key, csv)
    assert {"39", "40"} <= set(re.findall(r"\d+", str(caught.value)))
    with pytest.raises(ParameterError, match="Unknown option"):
        add(key, csv, color="red")
    csv.write_text("behavior,start_s,stop_s\nyawning,0.2,0.5\n")
    with pytest.raises(LabelsError, match="behaviors"):
        add(key, csv, ethogram=["licking"])


def test_ethograms_are_known_by_their_content(pipe):
    value = Ethogram((Behavior("rearing"), Behavior("sneeze", "point", "one frame")), True)
    own = pipe.beh.Ethogram.add(value)
    assert pipe.beh.Ethogram.add(value.to_dict()) == own == pipe.beh.Ethogram.add(own)
    assert pipe.beh.Ethogram.ethogram(own) == value
    rows = (pipe.beh.Ethogram.Behavior & own).to_dicts(order_by="behavior_order")
    assert [(r["behavior"], r["behavior_kind"]) for r in rows] == [
        ("rearing", "state"),
        ("sneeze", "point"),
    ]
    assert pipe.beh.Ethogram.add(["rearing", "sneeze"]) != own


def test_two_label_sets_are_compared_over_what_both_assessed(pipe):
    own = insert_movie(pipe, movie(pipe.link.RAW / "pair.mp4", n=N_FRAMES, fps=FPS, seed=9))
    first = labels()
    rng = np.random.default_rng(3)
    noisy = first.matrix()
    noisy[(rng.random(noisy.shape) < 0.2) & (noisy >= 0)] ^= 1
    second = Labels.from_matrix(first.ethogram, noisy, labeler="bo")
    other = Labels(Ethogram.of(["sniffing"]), N_FRAMES, {}, labeler="cy")
    keys = [pipe.beh.LabelSet.add(own, one) for one in (first, second, other)]
    pipe.beh.LabelAgreement.populate(own)
    assert len(pipe.beh.LabelAgreement & own) == 3
    pair = {**keys[0], "other_label_set_id": keys[1]["label_set_id"]}
    assert (pipe.beh.LabelAgreement & pair).fetch1("agreement_n_behaviors") == 2
    for column, name in enumerate(first.ethogram.names):
        row = (pipe.beh.LabelAgreement.Behavior & pair & {"behavior": name}).fetch1()
        a, b = (one.matrix()[:, column] for one in (first, second))
        both = (a >= 0) & (b >= 0)
        assert row["agreement_n_frames"] == both.sum()
        assert row["agreement_kappa"] == pytest.approx(cohen_kappa_score(a[both], b[both]))
        assert row["agreement_frame_f1"] == pytest.approx(f1_score(a[both], b[both]))
    # with labels of nothing in common there is nothing to say
    nothing = {**keys[0], "other_label_set_id": keys[2]["label_set_id"]}
    assert (pipe.beh.LabelAgreement & nothing).fetch1("agreement_n_behaviors") == 0
    assert not pipe.beh.LabelAgreement.Behavior & nothing


EDITS = {
    "bout": (
        "LabelSet.Bout",
        {"behavior": "licking", "label_bout_id": 0},
        "label_bout_n_frames",
        2,
    ),
    "assessed": (
        "LabelSet.Assessed",
        {"behavior": "licking", "assessed_first_frame": 0},
        "assessed_stop_frame",
        13,
    ),
    "labeler": ("LabelSet", {}, "labeler", "belongs to another user"),
    "kind": ("Ethogram.Behavior", {"behavior": "licking"}, "behavior_kind", "point"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_refused_and_one_by_other_means_is_found(pipe, key, edit):
    own = pipe.beh.LabelSet.add(key, labels(), labeler="edited")
    table, more, column, value = EDITS[edit]
    names = (pipe.beh.LabelSet & own).fetch1() if table.startswith("Ethogram") else own
    part = pipe.beh
    for name in table.split("."):
        part = getattr(part, name)
    row = {n: names[n] for n in part().primary_key if n in names} | more
    with pytest.raises(FixedRowError, match="cannot change"):
        part.update1({**row, column: value})
    stored = dj.FreeTable(dj.conn(), part.full_table_name)
    before = (stored & row).fetch1(column)
    stored.update1({**row, column: value})
    with pytest.raises(FixedRowError, match="was edited"):
        pipe.beh.LabelSet.labels(own)
    stored.update1({**row, column: before})
    assert pipe.beh.LabelSet.labels(own).labeler == "edited"


@pytest.fixture(scope="module")
def sources(pipe, key):
    """Label sets of two animals, and of two sessions of one of them, with their HOGTask."""
    pipe.link.Subject.insert1({"subject": "m02", "lab": "test_lab"})
    pipe.link.Session.insert1({"subject": "m02", "session_id": 1})
    found = []
    for number, (subject, session_id) in enumerate((("m01", 1), ("m01", 2), ("m02", 1))):
        path = movie(pipe.link.RAW / f"source{number}.mp4", n=N_FRAMES, fps=FPS, seed=number + 5)
        session = {"subject": subject, "session_id": session_id}
        own = insert_movie(pipe, path, session=session)
        task = pipe.hog.HOGTask.add(own)
        found.append({**pipe.beh.LabelSet.add(own, labels()), **task})
    return found


def test_a_training_set_takes_animal_and_session_from_the_keys(pipe, sources):
    own = pipe.beh.TrainingSet.add(sources)
    rows = pipe.beh.TrainingSet.sources(own)
    found = {(r["training_animal"], r["training_session"]) for r in rows}
    assert found == {("m01", "1"), ("m01", "2"), ("m02", "1")}
    assert pipe.beh.TrainingSet.add(sources[::-1]) == own
    assert pipe.beh.TrainingSet.add(sources[:2]) != own
    stated = [{**row, "training_animal": f"cage {n}"} for n, row in enumerate(sources)]
    other = pipe.beh.TrainingSet.add(stated)
    assert other != own
    assert {r["training_animal"] for r in pipe.beh.TrainingSet.sources(other)} == {
        "cage 0", "cage 1", "cage 2"
    }  # fmt: skip


#: a definition of `Session`, a row of it -> the animal and the session of its recordings
KEYED = {
    "by a table of animals": (
        "-> Subject\nsession_id : int32",
        {"subject": "m01", "session_id": 7},
        ("m01", "7"),
    ),
    "by a number, and refers to an animal": (
        "session_number : int32\n---\n-> Subject",
        {"session_number": 3, "subject": "m01"},
        ("m01", "3"),
    ),
    "only in a number": ("session_number : int32", {"session_number": 3}, (None, "3")),
    "by a text for the animal": (
        "mouse_name : varchar(16)\nsession_date : date",
        {"mouse_name": "Ada", "session_date": datetime.date(2026, 3, 1)},
        ("Ada", "2026-03-01"),
    ),
    "by a table that is named for nothing": (
        "-> Lab\nsession_number : int32",
        {"lab": "test_lab", "session_number": 5},
        ("test_lab", "5"),
    ),
}


@pytest.mark.parametrize("keyed", KEYED)
def test_whom_a_recording_shows_is_read_from_the_keys(pipe, server, monkeypatch, keyed):
    from element_mouseface._schema import groups

    definition, row, due = KEYED[keyed]
    schema = dj.Schema(server.name(f"keyed{list(KEYED).index(keyed)}"))
    context = {"Subject": pipe.link.Subject, "Lab": pipe.link.Lab}
    session = schema(type("Session", (dj.Manual,), {"definition": definition}), context=context)
    session.insert1(row)
    monkeypatch.setattr(groups, "link", lambda: SimpleNamespace(Session=session))
    recording = {name: row[name] for name in session().primary_key}
    assert (groups.animal_of(recording), groups.session_of(recording)) == due


def test_a_training_set_that_makes_no_sense_is_refused(pipe, key, sources):
    add = pipe.beh.TrainingSet.add
    with pytest.raises(ParameterError, match="no source"):
        add([])
    with pytest.raises(ParameterError, match="twice"):
        add([sources[0], sources[1], sources[0]])
    with pytest.raises(ParameterError, match="no HOGTask"):
        add([{**sources[0], "crop_id": 77}])
    with pytest.raises(ParameterError, match="incomplete"):
        add([{n: v for n, v in sources[0].items() if n != "label_set_id"}])
    value = labels().ethogram
    for wrong, what in (
        (Ethogram((Behavior("licking", "point"), Behavior("grooming"))), "two kinds"),
        (Ethogram(value.behaviors, exclusive=True), "exclude each other"),
    ):
        one = Labels(wrong, N_FRAMES, {"licking": [(2, 3)]})
        other = pipe.beh.LabelSet.add(sources[0], one)
        with pytest.raises(LabelsError, match=what) as caught:
            add([{**sources[0], **other}, sources[1]])
        assert f"'label_set_id': {other['label_set_id']}" in caught.value.got


def test_label_sets_of_different_behaviors_are_trained_together(pipe, sources):
    other = pipe.beh.LabelSet.add(sources[0], labels(("blink", "licking")))
    own = pipe.beh.TrainingSet.add([{**sources[0], **other}, sources[1]])
    value = pipe.beh.Ethogram.ethogram((pipe.beh.TrainingSet & own).fetch1())
    assert sorted(value.names) == ["blink", "grooming", "licking"]


def test_deleting_a_recording_takes_its_training_sets_along_and_says_so(pipe, sources, capsys):
    import element_mouseface

    own = pipe.beh.TrainingSet.add(sources[1:])
    recording = {n: sources[1][n] for n in pipe.rec.VideoRecording().primary_key}
    element_mouseface.delete_with_dependents(pipe.rec.VideoRecording & recording, prompt=False)
    assert "training_set" in capsys.readouterr().out
    assert not pipe.beh.TrainingSet & own
    assert not pipe.beh.LabelSet & recording
    assert pipe.beh.LabelSet & sources[2]  # another animal's labels stay


def test_what_is_no_key_and_no_list_of_names_is_refused(pipe, key):
    for add in (pipe.beh.Ethogram.add, pipe.beh.Behavior.add):
        for wrong in ("licking", 3):  # a text is a list of letters
            with pytest.raises(LabelsError, match="cannot be used"):
                add(wrong)
    assert not pipe.beh.Behavior & {"behavior": "l"}
    with pytest.raises(ParameterError, match="labeler"):
        pipe.beh.LabelSet.add(key, labels(), labeler=3)
    with pytest.raises(ParameterError, match="incomplete"):
        pipe.beh.LabelSet.add("m01", labels())
    for wrong in (None, 3, "all", [3]):
        for add in (
            pipe.beh.TrainingSet.add,
            pipe.beh.ReviewQueue.add,
            lambda one: pipe.beh.ClassifierTask.add(one),
        ):
            with pytest.raises(ParameterError, match="cannot be used"):
                add(wrong)
