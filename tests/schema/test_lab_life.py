"""What happens to a lab's pipeline over the years: deleting, moving, copying, finding again."""

from __future__ import annotations

import datajoint as dj
import pytest

from element_mouseface.linking import delete_with_dependents
from tests.schema.faces import EVENTS, activated, insert_movie
from tests.schema.movies import movie
from tests.schema.upstream import SESSION

pytestmark = pytest.mark.server

OTHER_DAY = {**SESSION, "session_id": 2}


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "life") as modules:
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
    assert "prototype_task" in told and "(1 with their prototypes)" in told
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
    assert delete_with_dependents(rec.VideoRecording & one, prompt=False) == {}


def test_a_session_and_an_event_set_go_too(pipe):
    exp = pipe.exp
    task = asked(pipe, "life01.mp4", SESSION)
    events = {n: task[n] for n in exp.EventSet().primary_key}
    delete_with_dependents(exp.EventSet & events, prompt=False)
    assert rows(exp.FacialExpressionTask, {"recording_id": task["recording_id"]}) == 0
    assert len(exp.PrototypeTask & {"prototype_set_id": task["prototype_set_id"]}) == 0
    task = asked(pipe, "life003.mp4", OTHER_DAY)
    delete_with_dependents(pipe.link.Session & OTHER_DAY, prompt=False)
    assert rows(pipe.link.Session, {"session_id": 2}) == rows(exp.EventSet, {"session_id": 2}) == 0
    assert len(pipe.hog.FaceCrop()) == 1  # shared by all recordings
    pipe.link.Session.insert1(OTHER_DAY)
