"""Recordings of the tables in NWB files: what comes back is what the tables have.

One small movie with results of every kind; the files are read by pynwb, in HDF5.
"""

from __future__ import annotations

import importlib.util
import os
from contextlib import contextmanager
from datetime import UTC, datetime

import datajoint as dj
import numpy as np
import pynwb
import pytest

from element_mouseface.core.exports.nwb.hooked import nwbfile_of
from element_mouseface.core.facial_signals.regions import Region, Regions
from element_mouseface.core.frame_features import FrameTable
from element_mouseface.core.keypoints import Keypoints
from element_mouseface.demo import upstream
from element_mouseface.errors import (
    ClockError,
    InputError,
    LinkingError,
    ParameterError,
    PathError,
    ResultError,
)
from element_mouseface.params import HOGParams
from tests.schema import facemap_files
from tests.schema.behaviors import in_bouts, write_outputs
from tests.schema.faces import EVENTS, activated, film_events, insert_movie
from tests.schema.movies import movie
from tests.schema.upstream import SESSION
from tests.unit.core.exports.nwb import planted
from tests.unit.core.keypoints.faces import write_csv

pytestmark = pytest.mark.server

SCHEMAS = ("recording", "descriptors", "behavior", "expression", "facemap", "features",
           "frame_models", "affect")  # fmt: skip
HOG = HOGParams(pixels_per_cell=(16, 16))
N = 360
#: the clock of the rig: it began before the camera, and runs a little faster
RIG_S = 100.0 + 1.00002 * np.arange(N) / 20
LOST = [4, 5, 200]
LICKS = ([(5, 25), (300, 320)], [(20, 60), (100, 140)])
POINTS = ("eye/front", "nose")


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "nwb", SCHEMAS) as modules:
        from element_mouseface.export import nwb

        modules.nwb = nwb
        yield modules


@pytest.fixture(scope="module")
def key(pipe):
    """The key of a recording on two clocks, with three frames that the rig did not see."""
    path = film_events(pipe.link.RAW / "exported.mp4", size=(96, 80))
    own = insert_movie(pipe, path)
    file = pipe.link.RAW / "rig.csv"
    edges_s = np.delete(RIG_S, LOST)
    file.write_text("time_s\n" + "".join(f"{t!r}\n" for t in edges_s.tolist()))
    pipe.rec.ClockSource.add(own, "rig", "edges", path=file)
    pipe.rec.FrameClock.populate(own)
    return own


def scored(pipe, key, params=None, prototypes=None, events=None):
    """The key of scores by the published method."""
    task = pipe.hog.HOGTask.add(key, params=HOG)
    pipe.hog.HOGProcessing.populate(task)
    made_by = pipe.exp.ExpressionParamSet.add(params)
    events = events or pipe.exp.EventSet.add(key, EVENTS)
    if prototypes is None:
        prototypes = pipe.exp.PrototypeTask.add([{**task, **events}], made_by)
        pipe.exp.PrototypeSet.populate(prototypes)
    whole = {**task, **events, **prototypes, **made_by}
    names = pipe.exp.FacialExpressionTask().primary_key
    own = {name: whole[name] for name in names}
    pipe.exp.FacialExpressionTask.insert1(own)
    pipe.exp.FacialExpression.populate(own)
    return own


@pytest.fixture(scope="module")
def scores(pipe, key):
    return scored(pipe, key)


@pytest.fixture(scope="module")
def filled(pipe, key, scores):
    """Signals, points, behaviors, labels, features, action units and the face angle."""
    raw, processed = pipe.link.RAW, pipe.link.PROCESSED
    found = facemap_files.planted(N, others=True)
    facemap_files.write(processed / "nwb" / "face_proc.npy", found)
    task = pipe.fmp.FacemapTask.add(key, task_mode="load", output_dir="nwb/face_proc.npy")
    pipe.fmp.FacemapProcessing.populate(task)
    pipe.fmp.FacialSignal.populate(task)

    rng = np.random.default_rng(1)
    xy = rng.uniform(5, 70, (N, 2, 2)).astype(np.float32)
    points = Keypoints(POINTS, xy, rng.uniform(0.5, 1, (N, 2)), "deeplabcut")
    csv = write_csv(raw / "points.csv", points, "DLC_resnet50_faceJun1")
    place = pipe.fmp.KeypointTask.add(key, csv)
    pipe.fmp.Keypoints.populate(place)
    pipe.fmp.KeypointTracking.add(place)

    outputs = write_outputs(processed / "nwb_outputs.h5", in_bouts(N, LICKS).astype(np.float32))
    pipe.beh.Classification.populate(pipe.beh.ClassificationTask.add_file(key, outputs))
    labels = planted.Labels(
        planted.Ethogram.of(["licking", "grooming"]),
        N,
        {"licking": [[3, 9], [40, 50]], "grooming": [[60, 70]]},
        labeler="Ann",
    )
    pipe.beh.LabelSet.add(key, labels)
    pipe.beh.LabelSet.add(key, labels, labeler="Ben")

    sums = (pipe.rec.RecordingInfo.File & key).to_arrays("file_sha256")
    about = {"source": {"sha256": list(map(str, sums)), "digest": "3" * 64}}
    names = ("crop:intensity_mean", "crop:edge_density")
    values = rng.normal(size=(N, 2))
    table = FrameTable(names, values, times_s=pipe.rec.frame_times(key), about=about)
    file = pipe.fea.FeatureTask.add_file(key, table.write(raw / "nwb.parquet"))
    pipe.fea.FrameFeatures.populate(file)
    task = {n: scores[n] for n in pipe.hog.HOGTask().primary_key}
    pipe.fea.FaceAngle.populate(pipe.fea.FaceAngleTask.add(task))
    pipe.aff.ActionUnits.populate(pipe.aff.ActionUnitTask.add(task, {"from_picture": False}))
    sources = {"pupil": ("crop:intensity_mean", "pupil", 0.2)}
    given = {**scores, **file}
    pipe.aff.Affect.populate(pipe.aff.AffectTask.add(given, {"lag_shifts": 19}, sources=sources))
    return table


def session(**more):
    """What a lab's linking module says of a session."""
    return {
        "session_start_time": datetime(2025, 11, 2, 9, 30, tzinfo=UTC),
        "session_description": "A mouse tastes sucrose and quinine.",
        "experimenter": ["Last, First"],
        "institution": "University",
        "experiment_description": "Faces.",
        **more,
    }


SUBJECT = {"subject_id": "m01", "species": "Mus musculus", "sex": "F", "age": "P90D"}


@contextmanager
def reading(path):
    with pynwb.NWBHDF5IO(path, "r") as io:
        yield io.read()


@pytest.fixture(scope="module")
def path(pipe, key, scores, filled):
    """A file of everything, on the clock of the rig; the clock of the events is the movie's."""
    pipe.link.session_to_nwb = lambda own: session(session_id=f"{own['session_id']}")
    pipe.link.subject_to_nwb = lambda own: {**SUBJECT, "subject_id": own["subject"]}
    there = pipe.link.PROCESSED / "all.nwb"
    try:
        nwbfile = pipe.nwb.face_session_to_nwb(key, clock="rig", clock_zero_s=90.0, nwb_path=there)
    finally:
        del pipe.link.session_to_nwb, pipe.link.subject_to_nwb
    assert pipe.nwb.write_nwb(nwbfile, there).messages == ()
    return there


@pytest.fixture(scope="module")
def read(path):
    with reading(path) as found:
        yield found


def same(series, values):
    """The series has the values of the frames that the rig saw, at its times."""
    kept = np.setdiff1d(np.arange(N), LOST)
    np.testing.assert_array_equal(series.data[:], np.asarray(values)[kept])
    np.testing.assert_array_equal(series.get_timestamps()[:], (RIG_S - 90.0)[kept])


def test_every_result_of_the_tables_is_in_the_file(pipe, key, scores, filled, read):
    assert read.subject.subject_id == "m01" and read.session_id == "1"
    faces = read.processing["behavior"]
    _, trace = pipe.exp.FacialExpression.trace(scores, "sucrose")
    same(faces["face_scores"]["sucrose_similarity"], trace)
    signals = pipe.fmp.FacialSignal.open(key)
    pupil = signals.pupil[0]
    motion = list(faces["face_motion_energy"].time_series.values())
    assert len(motion) == len(signals.regions) == 3
    for series, region in zip(
        motion, sorted(signals.regions, key=lambda r: r.roi_name), strict=True
    ):
        same(series, region.motion)
    same(faces["face_PupilTracking"]["pupil_area"], pupil.area)
    points = pipe.fmp.Keypoints.open(key).keypoints
    same(faces["PoseEstimation"]["eye_front"], points.xy[:, 0])
    kept = np.setdiff1d(np.arange(N), LOST)
    confidence = faces["PoseEstimation"]["nose"].confidence[:]
    np.testing.assert_array_equal(confidence, points.likelihood[kept, 1])
    assert faces["PoseEstimation"].scorer == "DLC_resnet50_faceJun1"
    names, probability, _ = pipe.beh.Classification.arrays(key)
    same(faces["face_behaviors_probability"]["grooming"], probability[:, names.index("grooming")])
    same(faces["face_features"]["crop_edge_density"], filled.column("crop:edge_density"))
    angle = pipe.fea.FaceAngle.open(key)
    same(faces["face_face_angle"]["roll_picture"], angle.roll_picture_deg)
    arousal = pipe.aff.Affect.open(key).arousal
    same(faces["face_affect"]["arousal"], arousal.values)
    told = faces["face_affect_traces"].to_dataframe().set_index("trace")
    assert told.loc["negative_valence_score", "state"] == "not asked"
    # nothing to measure units from: no series, and the table says why
    assert "face_action_units" not in faces.data_interfaces
    assert all(faces["face_action_unit_kinds"]["reason"].data[:])
    (movie,) = read.acquisition.values()
    (file,) = movie.external_file[:]
    assert not os.path.isabs(file)
    assert (pipe.link.PROCESSED / file).resolve() == (pipe.link.RAW / "exported.mp4").resolve()
    assert faces["face_behaviors"].source_video is movie
    assert faces["PoseEstimation"].source_video is movie


def test_events_on_another_clock_are_moved_through_the_frames(scores, read):
    table = read.intervals["face_stimuli"].to_dataframe()
    assert table["stimulus"].tolist() == [name for name, _, _ in EVENTS]
    due = [[100 + 1.00002 * t - 90 for t in event[1:]] for event in EVENTS]
    np.testing.assert_allclose(table[["start_time", "stop_time"]].to_numpy(), due, atol=1e-9)
    modules = read.processing["behavior"].data_interfaces
    tables = [one for name, one in modules.items() if name.endswith("_bouts")]
    bouts = [bout for table in tables for _, bout in table.to_dataframe().iterrows()]
    assert len(bouts) > 3
    for bout in bouts:
        inside = [k for k in range(bout.first_frame, bout.first_frame + bout.n_frames)
                  if k not in LOST]  # fmt: skip
        assert bout.start_time == RIG_S[inside[0]] - 90.0


def test_human_labels_are_those_of_their_labelers(read):
    faces = read.processing["behavior"]
    ann, ben = (faces[f"face_labels_{k}_{who}"] for k, who in ((1, "Ann"), (2, "Ben")))
    assert (ann.labeling_method, ann.annotator, ben.annotator) == ("manual", "Ann", "Ben")
    rows = ann.to_dataframe()
    assert rows["label"].tolist() == ["licking", "licking", "grooming"]
    assert rows["first_frame"].tolist() == [3, 40, 60]


def test_rows_of_the_tables_are_named(key, scores, read):
    facts = read.processing["behavior"]["face_rows"].to_dataframe().set_index("key")["value"]
    assert facts["recording.subject"] == "m01"
    assert facts["scores.prototype_set_id"] == str(scores["prototype_set_id"])
    assert facts["labels.1.label_set_id"] == "2"


def add(pipe, key, nwbfile=None, **more):
    given = {"clock": "movie", "clock_zero_s": 0.0, "nwb_path": pipe.link.PROCESSED / "b.nwb"}
    nwbfile = planted.nwbfile() if nwbfile is None else nwbfile
    return nwbfile, pipe.nwb.add_face_to_nwb(nwbfile, key, **{**given, **more})


def test_a_file_that_was_read_gets_what_is_asked_for(pipe, key, filled, tmp_path):
    own = planted.write(planted.nwbfile(), tmp_path / "own.nwb")
    with pynwb.NWBHDF5IO(own, "r") as io:
        nwbfile, rows = add(pipe, key, io.read(), include=["signals", "stimuli"], nwb_path=None)
        assert list(rows["face"]) == ["stimuli", "signals"]
        # a part more, later
        add(pipe, key, nwbfile, include="features", nwb_path=None)
        found = set(nwbfile.processing["behavior"].data_interfaces)
    assert {"face_motion_energy", "face_features", "face_rows", "face_rows_2"} <= found


@pytest.mark.parametrize(
    ("more", "error", "words"),
    [
        ({"clock_zero_s": None}, ClockError, "not known"),
        ({"clock_zero_s": "now"}, ClockError, "not known"),
        ({"clock": "daq"}, ParameterError, "no times on the clock 'daq'"),
        ({"nwb_path": "/no/such/folder/a.nwb"}, PathError, "does not exist"),
        ({"include": ["scored"]}, ParameterError, "no such part"),
        ({"include": []}, ParameterError, "Nothing is to be written"),
        ({"include": ["affect", "scored"]}, ParameterError, "no such part"),
        ({"nwb_path": None}, PathError, "Where the NWB file will be"),
        ({"clock_zero_s": 5.0}, ClockError, "before session_start_time"),
    ],
)
def test_what_cannot_be_is_refused_before_the_file_is_touched(
    pipe, key, filled, more, error, words
):
    nwbfile = planted.nwbfile()
    with pytest.raises(error, match=words) as caught:
        add(pipe, key, nwbfile, **more)
    assert caught.value.do
    assert not nwbfile.processing and not nwbfile.acquisition and not nwbfile.devices


def test_a_part_that_is_not_there_is_refused_with_what_to_populate(pipe, key, filled):
    bare = insert_movie(pipe, movie(pipe.link.RAW / "bare.mp4", n=12))
    try:
        for part, populated in (("scores", "FacialExpression"), ("keypoints", "Keypoints"),
                                ("affect", "Affect"), ("movie", None)):  # fmt: skip
            if populated is None:
                assert list(add(pipe, bare, include=[part])[1]["face"]) == [part]
                continue
            with pytest.raises(ParameterError, match=f"no '{part}'") as caught:
                add(pipe, bare, include=[part, "movie"])
            assert f"{populated}.populate(key)" in caught.value.do
        # signals that were computed here know the corners of their regions
        regions = Regions((Region.box("pad", 8, 8, 16, 16),))
        task = pipe.fmp.FacemapTask.add(bare, {"sbin": 4}, regions=regions)
        for table in (pipe.fmp.FacemapProcessing, pipe.fmp.FacialSignal):
            table.populate(task)
        nwbfile, _ = add(pipe, bare, include=["signals"])
        corners = nwbfile.processing["behavior"]["face_regions"].to_dataframe()
        assert corners[["x", "y"]].to_numpy().tolist() == [[8, 8], [24, 24]]
    finally:
        (pipe.rec.VideoRecording & bare).delete(prompt=False)


@pytest.mark.parametrize("wrong", [{}, None, {"subject": "nobody"}, {"mouse": "m01"}])
def test_a_key_that_names_nothing_is_refused(pipe, wrong):
    with pytest.raises(ParameterError, match="names no recording"):
        add(pipe, wrong)


def test_one_of_several_rows_has_to_be_named(pipe, key, scores, filled):
    # prototypes of this recording, from half of its events
    some = pipe.exp.EventSet.add(key, EVENTS[:2])
    hog = {n: scores[n] for n in pipe.hog.HOGTask().primary_key}
    made = pipe.exp.PrototypeTask.add([{**hog, **some}], pipe.exp.ExpressionParamSet.add())
    pipe.exp.PrototypeSet.populate(made)
    events = {n: scores[n] for n in pipe.exp.EventSet().primary_key}
    other = scored(pipe, key, prototypes=made, events=events)
    try:
        with pytest.raises(ParameterError, match="prototype_set_id") as caught:
            add(pipe, key, include=["scores"])
        assert "2 rows of FacialExpression" in str(caught.value)
        _, rows = add(pipe, {**key, **made}, include=["scores", "stimuli"])
        assert rows["face"]["scores"] == [other]
        # two sets of events, one of them scored
        assert rows["face"]["stimuli"] == [events]
    finally:
        (pipe.exp.FacialExpressionTask & other).delete(prompt=False)
        (pipe.exp.PrototypeTask & made).delete(prompt=False)
        (pipe.exp.EventSet & some).delete(prompt=False)


def test_several_recordings_share_a_file_on_a_clock_of_the_experiment(pipe, key, filled):
    second = insert_movie(
        pipe, film_events(pipe.link.RAW / "top.mp4", duration_s=1.0, events=[], size=(96, 80))
    )
    file = pipe.link.RAW / "rig2.csv"
    file.write_text("time_s\n" + "".join(f"{t!r}\n" for t in (RIG_S[:20] + 0.01).tolist()))
    pipe.rec.ClockSource.add(second, "rig", "times", path=file, column="time_s")
    pipe.rec.FrameClock.populate(second)
    try:
        with pytest.raises(ParameterError, match="names 2 recordings"):
            add(pipe, SESSION, include=["movie"])
        nwbfile, rows = add(pipe, SESSION, clock="rig", clock_zero_s=100.0, include=["movie"])
        labels = [f"face_{own['recording_id']}" for own in (key, second)]
        assert list(rows) == labels
        assert {f"{label}_movie" for label in labels} <= set(nwbfile.acquisition)
        # one by one, each by its name
        nwbfile, _ = add(pipe, key, include=["movie"])
        with pytest.raises(InputError, match="has 'face_movie' already"):
            add(pipe, second, nwbfile, include=["movie"])
        add(pipe, second, nwbfile, include=["movie"], name="top", clock_zero_s=0.0)
        assert {"face_movie", "top_movie"} == set(nwbfile.acquisition)
    finally:
        (pipe.rec.VideoRecording & second).delete(prompt=False)


def test_results_that_are_gone_or_stale_are_not_written(pipe, key, scores, filled):
    folder = pipe.link.PROCESSED / (pipe.fmp.FacemapProcessing & key).fetch1("signals_path")
    folder.rename(folder.with_name("away"))
    nwbfile = planted.nwbfile()
    with pytest.raises(ResultError):
        add(pipe, key, nwbfile)
    assert not nwbfile.processing
    folder.with_name("away").rename(folder)
    # without the processed folder, scores are in the tables
    away = pipe.link.PROCESSED.with_name("elsewhere")
    pipe.link.PROCESSED.rename(away)
    try:
        with pytest.raises(ResultError):
            add(pipe, key, include=["scores", "features"])
        nwbfile, _ = add(pipe, key, include=["scores", "bouts", "prototypes"])
        assert "face_scores" in nwbfile.processing["behavior"].data_interfaces
    finally:
        away.rename(pipe.link.PROCESSED)
    stored = dj.FreeTable(dj.conn(), pipe.fea.FaceAngle.full_table_name)
    own = (pipe.fea.FaceAngle & key).keys()[0]
    digest = (stored & own).fetch1("face_angle_source_digest")
    stored.update1({**own, "face_angle_source_digest": "0" * 64})
    try:
        with pytest.raises(ResultError, match="FaceAngle: what it was made from has changed"):
            add(pipe, key)
        _, rows = add(pipe, key, allow_stale=True, include=["face_angle"])
        assert rows["face"]["face_angle"] == [own]
    finally:
        stored.update1({**own, "face_angle_source_digest": digest})


def test_a_clock_whose_source_was_replaced_is_not_written(pipe, key, filled):
    row = (pipe.rec.ClockSource & key).fetch1()
    (pipe.rec.ClockSource & key).delete(prompt=False)
    try:
        with pytest.raises(ResultError, match="FrameClock: its row of ClockSource is gone"):
            add(pipe, key, clock="rig", include=["features"])
        add(pipe, key, include=["features"])
    finally:
        pipe.rec.ClockSource.add(key, "rig", "edges", path=row["given_clock_path"])


def test_a_session_is_described_by_the_linking_module_or_by_hand(pipe, key, filled):
    given = {"clock": "movie", "clock_zero_s": 0.0, "include": ["features"]}
    with pytest.raises(LinkingError, match="session_to_nwb") as caught:
        pipe.nwb.face_session_to_nwb(key, **given)
    assert "def session_to_nwb" in str(caught.value)
    made = pipe.nwb.face_session_to_nwb(key, **given, session=session(), subject=SUBJECT)
    assert made.subject.age == "P90D" and "behavior" in made.processing
    about = session(camera={"name": "top", "description": "At 20 Hz."}, clock_zero_s=0)
    given["include"] = ["movie", "features"]
    made = pipe.nwb.face_session_to_nwb(
        key, **given, session=about, subject=SUBJECT, nwb_path=pipe.link.PROCESSED / "c.nwb"
    )
    assert made.acquisition["face_movie"].device.name == "top" and len(made.devices) == 1
    with pytest.raises(InputError, match="given twice"):
        pipe.nwb.face_session_to_nwb(
            key, **given, session={**about, "clock_zero_s": 4}, subject=SUBJECT
        )
    given["include"] = ["features"]
    # a pipeline that makes files and subjects of its own
    own = planted.nwbfile(subject=False)
    pipe.link.session_to_nwb = lambda own_key: own
    pipe.link.subject_to_nwb = lambda own_key: pynwb.file.Subject(**SUBJECT)
    try:
        assert pipe.nwb.face_session_to_nwb(key, **given) is own
        assert own.subject.subject_id == "m01"
        pipe.link.session_to_nwb = lambda own_key: None
        with pytest.raises(LinkingError, match="does not return a session"):
            pipe.nwb.face_session_to_nwb(key, **given)
        pipe.link.session_to_nwb = lambda own_key: 1 / 0
        with pytest.raises(LinkingError, match="ZeroDivisionError"):
            pipe.nwb.face_session_to_nwb(key, **given)
        with pytest.raises(InputError, match="described twice"):
            pipe.nwb.face_session_to_nwb(
                key, **given, session=session(subject=SUBJECT), subject=SUBJECT
            )
    finally:
        del pipe.link.session_to_nwb, pipe.link.subject_to_nwb


def test_the_demos_pipeline_describes_its_sessions(server):
    # a copy, as a module is activated once in a process
    spec = importlib.util.spec_from_file_location("element_mouseface.demo.again", upstream.__file__)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    again.activate(server.name("nwb_demo"))
    key = {"subject": "synthetic_1", "session_id": 1}
    again.Subject.insert1({"subject": "synthetic_1", "lab": "demo"})
    again.Session.insert1({**key, "session_datetime": datetime(2026, 1, 5, 10)})
    made = nwbfile_of(again.session_to_nwb(key), again.subject_to_nwb(key))
    assert made.session_start_time == datetime(2026, 1, 5, 10, tzinfo=UTC)
    assert (made.subject.subject_id, made.subject.species) == ("synthetic_1", "Mus musculus")
    again.Session.update1({**key, "session_datetime": None})
    with pytest.raises(InputError, match="missing or wrong") as caught:
        nwbfile_of(again.session_to_nwb(key), again.subject_to_nwb(key))
    assert "session_start_time" in str(caught.value)
