"""What happens to a lab's pipeline over the years: deleting, moving, copying, finding again."""

from __future__ import annotations

import hashlib
import os
import shutil

import datajoint as dj
import pytest

from element_mouseface import delete_with_dependents
from element_mouseface.core.events import read_events
from element_mouseface.errors import (
    EventsError,
    InputError,
    ParameterError,
    PathError,
    VideoMismatchError,
)
from element_mouseface.params import Crop, HOGParams
from tests.schema.faces import EVENTS, SCORES, activated, insert_movie
from tests.schema.movies import movie
from tests.schema.upstream import EQUIPMENT, SESSION

pytestmark = pytest.mark.server

OTHER_DAY = {**SESSION, "session_id": 2}


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "life", SCORES) as modules:
        yield modules


def asked(pipe, name, session, prototypes=None):
    """A recording to be scored, by its own prototypes or another's; the task, nothing computed."""
    path = movie(pipe.link.RAW / name, n=40, fps=2, seed=len(name))
    key = insert_movie(pipe, path, session=session)
    task = {**key, **pipe.hog.FaceCrop.add(), **pipe.hog.HOGParamSet.add()}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    events = pipe.exp.EventSet.add(key, EVENTS)
    params = pipe.exp.ExpressionParamSet.add()
    made = prototypes or pipe.exp.PrototypeTask.add([{**task, **events}], params)
    task = {**task, **events, **params, **made}
    pipe.exp.FacialExpressionTask.insert1(task)
    return task


def rows(table, key):
    """How many rows, counted by the server in its own words."""
    where = " AND ".join(f"{name} = {value!r}" for name, value in key.items())
    return (
        dj.conn().query(f"SELECT count(*) FROM {table.full_table_name} WHERE {where}").fetchone()[0]
    )


def test_a_recording_goes_with_its_prototypes_and_what_they_asked(pipe, capsys, monkeypatch):
    exp, rec = pipe.exp, pipe.rec
    first = asked(pipe, "life1.mp4", SESSION)
    made = {"prototype_set_id": first["prototype_set_id"]}
    second = asked(pipe, "life0002.mp4", OTHER_DAY, prototypes=made)
    one, two = ({n: task[n] for n in rec.VideoRecording().primary_key} for task in (first, second))
    day = {"session_id": one["session_id"], "recording_id": one["recording_id"]}
    other = {"session_id": two["session_id"], "recording_id": two["recording_id"]}
    # what people try first, and what the page is about
    with pytest.raises(dj.DataJointError, match="Attempt to delete part table"):
        (rec.VideoRecording & one).delete(prompt=False)
    capsys.readouterr()
    monkeypatch.setattr("builtins.input", lambda *_: "no")
    assert delete_with_dependents(rec.VideoRecording & one) == {}
    told = capsys.readouterr().out
    assert "prototype_task" in told and f"another recording, by these prototypes: {two}" in told
    assert rows(exp.FacialExpressionTask, day) == rows(exp.FacialExpressionTask, other) == 1
    gone = delete_with_dependents(rec.VideoRecording & one, prompt=False)
    assert gone[rec.VideoRecording.full_table_name] == 1
    assert gone[exp.FacialExpressionTask.full_table_name] == 2
    for table in (rec.VideoRecording, pipe.hog.HOGTask, exp.FacialExpressionTask):
        assert rows(table, day) == 0
    assert rows(exp.PrototypeTask, made) == rows(exp.PrototypeTask.Source, made) == 0
    # the other day keeps its descriptors and events, and loses only what the prototypes scored
    assert rows(exp.FacialExpressionTask, other) == 0
    assert rows(pipe.hog.HOGTask, other) == rows(exp.EventSet, other) == 1


def test_a_session_goes_too(pipe):
    exp = pipe.exp
    asked(pipe, "life003.mp4", OTHER_DAY)
    delete_with_dependents(pipe.link.Session & OTHER_DAY, prompt=False)
    assert rows(pipe.link.Session, {"session_id": 2}) == rows(exp.EventSet, {"session_id": 2}) == 0
    assert len(pipe.hog.FaceCrop()) == 1  # shared by all recordings
    pipe.link.Session.insert1(OTHER_DAY)


def test_folders_that_no_row_names_and_rows_whose_folder_is_gone(pipe, linking):
    task = asked(pipe, "folders.mp4", SESSION)
    pipe.hog.HOGProcessing.populate({n: task[n] for n in pipe.hog.HOGTask().primary_key})
    (path,) = set((pipe.hog.HOGProcessing & task).to_arrays("result_path"))
    folder = linking.PROCESSED / "mouseface"
    (folder / "signals-old").mkdir()
    (folder / "keypoints-old.npz").write_bytes(b"")
    (folder / "other.partial").mkdir()
    assert pipe.rec.orphaned_folders() == [folder / "keypoints-old.npz", folder / "signals-old"]
    assert pipe.rec.missing_folders() == []
    (linking.PROCESSED / path).rename(folder / "moved")
    assert folder / "moved" in pipe.rec.orphaned_folders()
    (gone,) = pipe.rec.missing_folders()
    assert (gone["path"], gone["key"]["recording_id"]) == (path, task["recording_id"])
    assert "h_o_g_processing" in gone["table"]
    (folder / "moved").rename(linking.PROCESSED / path)


def test_one_file_in_two_recordings_is_told(pipe, linking):
    rec = pipe.rec
    path = movie(linking.RAW / "mouse one.mp4", n=6, seed=3)
    first = insert_movie(pipe, path)
    mine = {**OTHER_DAY, "recording_id": 77}
    with pytest.raises(VideoMismatchError, match="is in another recording already") as caught:
        rec.VideoRecording.insert_files(mine, path, EQUIPMENT)
    assert f"'recording_id': {first['recording_id']}" in caught.value.what
    assert not rec.VideoRecording & mine
    rec.VideoRecording.insert_files(mine, path, EQUIPMENT, allow_reuse=True)
    # a copy under another name is identified by its content, once that is read
    shutil.copy(path, linking.RAW / "mouse two.mp4")
    copy = {**OTHER_DAY, "recording_id": 78}
    rec.VideoRecording.insert_files(copy, "mouse two.mp4", EQUIPMENT)
    with pytest.warns(UserWarning, match="same content as mouse one.mp4"):
        rec.RecordingInfo.populate(copy)
    (note,) = (rec.RecordingInfo & copy).fetch1("reading_notes")
    assert f"session_id 1, recording_id {first['recording_id']}" in note


def test_patterns_name_files(pipe, linking):
    folder = linking.RAW / "pattern [1]"
    folder.mkdir()
    for number in (1, 2, 10):
        movie(folder / f"part_{number}.mp4", n=3, seed=number)
    insert, key = pipe.rec.VideoRecording.insert_files, {**SESSION, "recording_id": 500}
    insert(key, "pattern ?1]/part_*.mp4", EQUIPMENT)
    files = (pipe.rec.VideoRecording.File & key).to_arrays("file_path", order_by="file_id")
    assert [name.rpartition("_")[2] for name in files] == ["1.mp4", "2.mp4", "10.mp4"]
    with pytest.raises(PathError, match="No file matches"):
        insert({**SESSION, "recording_id": 501}, folder / "*.avi", EQUIPMENT)
    # a name may have brackets of its own
    insert({**SESSION, "recording_id": 502}, "pattern [1]/part_1.mp4", EQUIPMENT, allow_reuse=True)


def test_events_know_their_file_and_may_come_before_their_recording_is_read(
    pipe, linking, tmp_path, monkeypatch
):
    path = movie(linking.RAW / "early.mp4", n=40, fps=2, seed=9)
    key = {**SESSION, "recording_id": 600}
    pipe.rec.VideoRecording.insert_files(key, path, EQUIPMENT)
    text = "event,onset_s,offset_s\nsucrose,2,3\nquinine,5,6\n"
    (linking.RAW / "day").mkdir()
    (linking.RAW / "day" / "events.csv").write_text(text)
    events = pipe.exp.EventSet.add(key, "day/events.csv")
    row = (pipe.exp.EventSet & events).fetch1()
    assert row["event_file"] == "day/events.csv"
    assert row["event_file_sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert pipe.exp.EventSet.add(key, [("sucrose", 2, 3), ("quinine", 5, 6)]) == events
    with pytest.raises(PathError, match="There is no file"):
        pipe.exp.EventSet.add(key, "events.csv")
    # outside of the roots a file is no good to other computers, and its events are
    (tmp_path / "mine.csv").write_text(text)
    monkeypatch.chdir(tmp_path)
    for outside in (tmp_path / "mine.csv", "mine.csv"):
        with pytest.raises(PathError, match=r"EventSet.add\(key, read_events\(path\)\)"):
            pipe.exp.EventSet.add(key, outside)
    assert pipe.exp.EventSet.add(key, read_events("mine.csv")) == events
    os.mkfifo(linking.RAW / "pipe.csv")
    for no_file in ("day", "pipe.csv"):
        with pytest.raises(InputError):
            pipe.exp.EventSet.add(key, no_file)
    # what cannot be checked now is checked before it is used
    late = pipe.exp.EventSet.add(key, [("sucrose", 2, 3), ("quinine", 50, 60)])
    pipe.rec.RecordingInfo.populate(key)
    with pytest.raises(EventsError, match="lies outside the recording"):
        pipe.exp.EventSet.add(key, [("sucrose", 2, 3), ("quinine", 50, 61)])
    task = {**key, **pipe.hog.FaceCrop.add(), **pipe.hog.HOGParamSet.add()}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    pipe.hog.HOGProcessing.populate(task)
    made = pipe.exp.PrototypeTask.add([{**task, **late}], pipe.exp.ExpressionParamSet.add())
    with pytest.raises(EventsError, match="lies outside the recording"):
        pipe.exp.PrototypeSet.populate(made)


def counted(pipe):
    modules = (pipe.rec, pipe.hog, pipe.exp)
    tables = {t for module in modules for t in vars(module).values()
              if isinstance(t, type) and issubclass(t, dj.Table)}  # fmt: skip
    return {t.__name__: len(t()) for t in tables if t.database}


def test_one_call_asks_for_everything_once_or_for_nothing(pipe, linking):
    from element_mouseface import request

    key = {**SESSION, "recording_id": 700}
    path = movie(linking.RAW / "request.mp4", n=40, fps=2, seed=12)
    more = {
        "files": path,
        "equipment": EQUIPMENT,
        "crop": Crop(x=2, width=48, height=48),
        "hog": HOGParams(pixels_per_cell=(8, 8)),
        "method": "published",
        "params": {"prototype_frames": 3},
        "windows": {"requested": (0.5, 1.25)},
        "clock": "rig",
        "clock_source": {"method": "line", "start_s": 100.0, "stop_s": 120.0},
    }
    events = [(name, a + 100, b + 100) for name, a, b in EVENTS]
    before = counted(pipe)
    # the last thing that can fail, and nothing is left of what went before
    for wrong in ([("sucrose", 3, 2)], [("unheard of", 102.0, 103.0)]):
        with pytest.raises(EventsError):
            request(key, events=wrong, **more)
        assert counted(pipe) == before
    with pytest.raises(ParameterError, match="no events to make prototypes from"):
        request(key, **more)
    assert counted(pipe) == before

    asked_for = request(key, events=events, **more)
    assert asked_for.waiting == ["RecordingInfo", "FrameClock", "HOGProcessing", "PrototypeSet",
                                 "FacialExpression", "EventResponse"]  # fmt: skip
    assert "waiting for: RecordingInfo" in str(asked_for)
    after = counted(pipe)
    grown = {name for name in after if after[name] != before[name]}
    assert grown == {"VideoRecording", "Clock", "ClockSource", "FaceCrop", "HOGParamSet", "HOGTask",
                     "EventSet", "EventWindow", "ExpressionParamSet", "PrototypeTask",
                     "FacialExpressionTask"}  # fmt: skip
    assert request(key, events=events, **more) == asked_for and counted(pipe) == after
    score = asked_for.populate()
    assert not asked_for.waiting and "all filled" in str(asked_for)
    assert (pipe.exp.FacialExpression & score).fetch1("expression_n_frames") == 40
    assert len(pipe.exp.EventResponse & score & {"event_window": "requested"}) == 1

    # another recording by these prototypes: without events, with the parameters that made them
    other = {**SESSION, "recording_id": 701}
    second = movie(linking.RAW / "request2.mp4", n=20, fps=2, seed=12)
    by_them = request(other, files=second, equipment=EQUIPMENT, crop={"crop_id": score["crop_id"]},
                      hog=asked_for.descriptors, prototypes=asked_for.prototypes)  # fmt: skip
    assert by_them.score["expression_paramset_id"] == score["expression_paramset_id"]
    assert by_them.waiting[0] == "RecordingInfo" and "PrototypeSet" not in by_them.waiting
    with pytest.raises(ParameterError, match="exists with other content"):
        request(other, files=path, equipment=EQUIPMENT, prototypes=asked_for.prototypes,
                allow_reuse=True)  # fmt: skip
    with pytest.raises(ParameterError, match="There is no recording"):
        request({**SESSION, "recording_id": 702}, prototypes=asked_for.prototypes)


NAMES = ("50% sucrose", "l'eau", 'says "no"', "Zoë", "🐭", "%s", "a" * 64)


def test_names_and_paths_are_taken_as_people_write_them(pipe, linking):
    folder = linking.RAW / "Maus é 'x' 100% 🐭"
    folder.mkdir()
    path = movie(folder / 'says "cheese" %d.mp4', n=40, fps=2, seed=77)
    key = {**SESSION, "recording_id": 800}
    pipe.rec.VideoRecording.insert_files(key, path, EQUIPMENT, description="größe: 5 % 🐭")
    pipe.rec.RecordingInfo.populate(key, reserve_jobs=True)
    assert pipe.rec.recording_paths(key) == [path]
    slash = "back\\slash"
    if dj.config["database.backend"] == "postgresql":
        # DataJoint looks for two backslashes there
        with pytest.raises(EventsError, match="has a backslash"):
            pipe.exp.EventSet.add(key, [(slash, 1, 2)], new_stimuli=True)
        slash = "another"
    names = (*NAMES, slash)
    events = [(name, 2.0 * k, 2.0 * k + 1) for k, name in enumerate(names)]
    own = pipe.exp.EventSet.add(key, events, new_stimuli=True)
    assert [event.name for event in pipe.exp.EventSet.events(own)] == list(names)
    for number, name in enumerate(names):
        found = pipe.exp.EventSet.Event & own & {"stimulus": name}
        assert found.fetch1("event_id") == number
    with pytest.raises(EventsError, match="at most 64"):
        pipe.exp.EventSet.add(key, [("b" * 65, 1, 2)], new_stimuli=True)
    with pytest.raises(PathError):
        pipe.rec.VideoRecording.insert_files({**key, "recording_id": 801}, "c" * 300, EQUIPMENT)
    with pytest.raises((EventsError, ParameterError)):
        pipe.exp.EventSet.add(key, [("nul\0", 1, 2)], new_stimuli=True)
