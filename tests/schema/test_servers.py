"""What labs' servers and pipelines are like: names, character sets, keys of other types."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from types import ModuleType

import datajoint as dj
import pytest

from element_mouseface.errors import ActivationError, ParameterError
from element_mouseface.linking.server import check_name
from tests.schema import upstream
from tests.schema.movies import movie

pytestmark = pytest.mark.server

BAD = ("", None, 7, "a" * 65, "lab%x", "lab.x", "lab`x", "lab x", "lab'x", 'lab"x', "lab\\x",
       "1lab", "läb", "lab\n", "-- x", "information_schema")  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_names_that_cannot_be_are_refused_with_the_rule(fresh, server, linking, name):
    before = schemas(server)
    with pytest.raises(ActivationError, match="name"):
        fresh.recording.activate(name, linking_module=linking)
    assert schemas(server) == before


def test_each_server_has_its_own_rule(server):
    for backend, good, bad in (
        ("mysql", ("Lab-2_x", "a" * 64), ("mysql", "SYS")),
        ("postgresql", ("lab-2_x", "a" * 63), ("Lab", "a" * 64, "pg_lab")),
    ):
        for name in good:
            check_name(name, backend)
        for name in bad:
            with pytest.raises(ActivationError, match="Nothing was created"):
                check_name(name, backend)


def test_the_longest_name_works(fresh, server, linking, tmp_path):
    longest = 64 if server.backend == "mysql" else 63
    name = server.name("x").ljust(longest, "y")
    fresh.recording.activate(name, linking_module=linking)
    key = {**upstream.SESSION, "recording_id": 900}
    path = movie(linking.RAW / "longest.mp4", n=4)
    fresh.recording.VideoRecording.insert_files(key, path, upstream.EQUIPMENT)
    fresh.recording.RecordingInfo.populate(key, reserve_jobs=True)
    assert len(fresh.recording.RecordingInfo & key) == 1


def schemas(server) -> list[str]:
    """Names of the server's schemas, but those of other test sessions, which come and go."""
    rows = dj.conn().query("SELECT schema_name FROM information_schema.schemata").fetchall()
    others = re.compile(rf"(?!{server.prefix})mft[0-9a-f]{{8}}_")
    return sorted(name for (name,) in rows if not others.match(name))


def lab(server, tmp_path, session: str, made: str = "") -> ModuleType:
    """A pipeline with another Session (its key's columns), in a schema made by this SQL."""
    name = server.name(f"lab_{uuid.uuid4().hex[:6]}")
    if made:
        dj.conn().query(f"CREATE DATABASE `{name}` {made}")
    schema, module = dj.Schema(name), ModuleType(f"link_{name}")
    for table, definition in (("Session", session), ("Equipment", "equipment : varchar(32)")):
        vars(module)[table] = schema(type(table, (dj.Manual,), {"definition": definition}))
    (tmp_path / "raw").mkdir()
    vars(module).update(
        schema=schema,
        RAW=tmp_path / "raw",
        get_mouseface_root_data_dir=lambda: str(tmp_path / "raw"),
        get_mouseface_processed_data_dir=lambda: str(tmp_path),
    )
    return module


@pytest.mark.parametrize(
    "made",
    [
        "CHARACTER SET latin1 COLLATE latin1_swedish_ci",
        "CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci",
        "CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
    ],
)
def test_text_keys_of_another_character_set(fresh, server, tmp_path, made):
    if server.backend != "mysql":
        pytest.skip("only MySQL has character sets by table")
    linked = lab(server, tmp_path, "subject : varchar(32)\nsession_id : int32", made)
    linked.Session.insert1({"subject": "Zoé", "session_id": 1})
    linked.Equipment.insert1({"equipment": "câmera"})
    name = server.name(uuid.uuid4().hex[:6])
    fresh.recording.activate(f"{name}_rec", linking_module=linked)
    fresh.descriptors.activate(f"{name}_hog")
    key = {"subject": "Zoé", "session_id": 1, "recording_id": 0}
    path = movie(linked.RAW / "a.mp4", n=4)
    fresh.recording.VideoRecording.insert_files(key, path, {"equipment": "câmera"})
    fresh.recording.RecordingInfo.populate(reserve_jobs=True)
    assert (linked.Session * fresh.recording.RecordingInfo).fetch1("nframes") == 4
    if "utf8mb4" not in made:
        # what the character set lacks is said, and nothing is put in its place
        with pytest.raises(ParameterError, match="does not fit its column"):
            fresh.descriptors.FaceCrop.add(description="🐭")


def test_character_sets_that_cannot_meet_are_told(fresh, server, tmp_path):
    if server.backend != "mysql":
        pytest.skip("only MySQL has character sets by table")
    linked = lab(server, tmp_path, "subject : varchar(32)", "CHARACTER SET latin1")
    # a schema that was made beforehand, with the server's own
    name = server.name(uuid.uuid4().hex[:6])
    dj.conn().query(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
    with pytest.raises(ActivationError, match="ALTER DATABASE"):
        fresh.recording.activate(name, linking_module=linked)
    table = linked.Equipment.full_table_name
    dj.conn().query(f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4")
    with pytest.raises(ActivationError, match="character sets or collations"):
        fresh.recording.activate(server.name(uuid.uuid4().hex[:6]), linking_module=linked)


KEYED = """
    subject : varchar(32)
    session_start : datetime
    sham : bool
    weight : float64
    """
STARTED = datetime(2026, 3, 29, 2, 30, 1, 0)


def test_workers_share_work_where_sessions_are_keyed_by_dates(fresh, server, tmp_path):
    linked = lab(server, tmp_path, KEYED)
    session = {"subject": "m1", "session_start": STARTED, "sham": True, "weight": 21.3}
    linked.Session.insert1(session)
    linked.Equipment.insert1({"equipment": "c"})
    name = server.name(uuid.uuid4().hex[:6])
    fresh.recording.activate(f"{name}_rec", linking_module=linked)
    key = {**session, "recording_id": 1}
    path = movie(linked.RAW / "dated.mp4", n=8, fps=2)
    fresh.recording.VideoRecording.insert_files(key, path, {"equipment": "c"})
    for table in (fresh.recording.RecordingInfo, fresh.recording.FrameClock):
        done = table.populate(reserve_jobs=True, suppress_errors=True)
        assert done == {"success_count": 1, "error_list": []}
        assert len(table.jobs) == 0 and table.jobs.refresh()["added"] == 0
    assert (fresh.recording.RecordingInfo & key).fetch1("nframes") == 8


def test_a_key_with_an_enum_works_or_is_refused_clearly(fresh, server, tmp_path):
    linked = lab(server, tmp_path, "subject : varchar(32)\nkind : enum('a','b')")
    linked.Session.insert1({"subject": "m1", "kind": "a"})
    linked.Equipment.insert1({"equipment": "c"})
    name, before = server.name(uuid.uuid4().hex[:6]), schemas(server)
    if server.backend == "postgresql":
        with pytest.raises(ActivationError, match="holds an enum, kind"):
            fresh.recording.activate(name, linking_module=linked)
        assert schemas(server) == before
        return
    fresh.recording.activate(name, linking_module=linked)
    key = {"subject": "m1", "kind": "a", "recording_id": 1}
    path = movie(linked.RAW / "enum.mp4", n=4)
    fresh.recording.VideoRecording.insert_files(key, path, {"equipment": "c"})
    fresh.recording.RecordingInfo.populate(reserve_jobs=True)
    assert len(fresh.recording.RecordingInfo & key) == 1
