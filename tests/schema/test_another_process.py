"""Pipelines that several processes make and use at once, and users who may only read them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import datajoint as dj
import pytest

pytestmark = pytest.mark.server

BIND = """
import json, sys
import datajoint as dj
from element_mouseface import descriptors, expression, recording
from element_mouseface.demo import upstream
from element_mouseface.errors import MouseFaceError

def bind(prefix, create, modules=(recording, descriptors, expression), upstream_prefix=None):
    dj.config["loglevel"] = "ERROR"
    upstream.schema.create_tables = create and upstream_prefix is None
    upstream.activate((upstream_prefix or prefix) + "upstream")
    for module in modules:
        name = prefix + module.__name__.rpartition(".")[2]
        module.activate(name, create_tables=create, linking_module=upstream)
"""

#: four processes that share nothing but the server, let go at one moment; again and again
RACE = f"""{BIND}
import multiprocessing

context = multiprocessing.get_context("fork")  # imported once, connected each for itself
barrier, told = context.Barrier(4), context.SimpleQueue()

def one(prefix, modules):
    try:
        barrier.wait()
        bind(prefix, True, modules)
        # the first populate of each makes a table of jobs
        recording.RecordingInfo.populate(reserve_jobs=True)
        if descriptors in modules:
            descriptors.HOGProcessing.populate(reserve_jobs=True)
        told.put(len(recording.Clock()))
    except BaseException as error:
        told.put(f"{{type(error).__name__}}: {{error}}"[:300])

every = (recording, descriptors, expression)
# once for all tables, and once more for how they meet: the second time the smallest schema will do
for number, modules in enumerate((every, every[:1])):
    given = f"{{sys.argv[1]}}{{number}}_", modules
    processes = [context.Process(target=one, args=given) for _ in "1234"]
    for process in processes:
        process.start()
    print(json.dumps([told.get() for _ in processes]))
    for process in processes:
        process.join()
"""

#: what somebody sees who may not write, and has none of the disks
READ = f"""{BIND}
from element_mouseface.params import Crop

said = {{}}
def note(name, action):
    try:
        said[name] = action()
    except MouseFaceError as error:
        said[name] = [type(error).__name__, str(error)]

# the upstream is there, and ours may be elsewhere
note("activate", lambda: bind(sys.argv[1], False, upstream_prefix=sys.argv[2]))
note("make", lambda: bind(sys.argv[1], True, upstream_prefix=sys.argv[2]))
note("windows", lambda: len(expression.EventWindow() & "window_start_s = 0"))
note("joined", lambda: len(recording.VideoRecording * recording.VideoRecording.File))
note("crop", lambda: len(descriptors.FaceCrop()))
note("populate", lambda: str(recording.RecordingInfo.populate()))
note("jobs", lambda: str(recording.RecordingInfo.populate(reserve_jobs=True)))
note("add", lambda: descriptors.FaceCrop.add(Crop(x=3, width=64, height=64)))
note("folder", lambda: str(recording.link().processed_dir()))
print(json.dumps(said))
"""


def run(server, folder, program: str, *args: str, user: str | None = None) -> list[str]:
    """A program in a process of its own, connected to this process's server; its lines."""
    config = dj.config
    environment = {
        **os.environ,
        "DJ_BACKEND": server.backend,
        "DJ_HOST": config["database.host"],
        "DJ_PORT": str(config["database.port"]),
        "DJ_USER": user or config["database.user"],
        "DJ_PASS": "secret" if user else config["database.password"] or "",
        "MOUSEFACE_ROOT_DATA_DIR": str(folder),
        "MOUSEFACE_PROCESSED_DATA_DIR": str(folder),
    }
    command = [sys.executable, "-W", "ignore", "-c", program, *args]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith(("[", "{"))]


@pytest.fixture(scope="module")
def made(server, tmp_path_factory):
    """Two pipelines, each made by four processes at once: the first one's prefix, and the words."""
    folder = tmp_path_factory.mktemp("race")
    lines = run(server, folder, RACE, server.name("race"))
    return server.name("race0_"), [json.loads(line) for line in lines]


@pytest.fixture
def reader(server, made):
    """A user who may do what is granted: call it with the rights; its name."""
    name, query = f"{server.prefix}_reader", dj.conn().query
    mysql = server.backend == "mysql"
    query(f"CREATE USER {name} IDENTIFIED BY 'secret'" if mysql else
          f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")  # fmt: skip

    def grant(*rights):
        for schema in ("upstream", "recording", "descriptors", "expression"):
            where = f"`{made[0]}{schema}`.*"
            if not mysql:
                query(f'GRANT USAGE ON SCHEMA "{made[0]}{schema}" TO {name}')
                # without REFERENCES on its upstream, DataJoint itself ends before ours is asked
                where = f'ALL TABLES IN SCHEMA "{made[0]}{schema}"'
            for right in {*rights, "REFERENCES"} if schema == "upstream" and not mysql else rights:
                query(f"GRANT {right} ON {where} TO {name}")
        return name

    yield grant
    if not mysql:
        query(f"DROP OWNED BY {name}")
    query(f"DROP {'USER' if mysql else 'ROLE'} {name}")


def test_four_processes_that_make_one_pipeline_all_succeed(made):
    assert made[1] == [[1, 1, 1, 1], [1, 1, 1, 1]]


def test_a_reader_without_the_disks_reads_and_is_told_before_any_work(server, reader, made):
    who = reader("SELECT", "REFERENCES") if server.backend == "postgresql" else reader("SELECT")
    said = json.loads(run(server, "/not/mounted", READ, made[0], made[0], user=who)[-1])
    assert said["activate"] is None and (said["windows"], said["joined"], said["crop"]) == (4, 0, 0)
    for name in ("populate", "jobs"):
        kind, text = said[name]
        assert kind == "ActivationError" and "may not insert" in text
    assert said["add"][0] == "ActivationError" and "may not" in said["add"][1]
    assert said["folder"][0] == "StorageError" and "does not exist" in said["folder"][1]


def test_rights_that_are_lacking_are_named(server, reader, made, tmp_path):
    who = reader("SELECT")
    where = tmp_path
    if server.backend == "postgresql":
        said = json.loads(run(server, where, READ, made[0], made[0], user=who)[-1])
        kind, text = said["activate"]
        assert kind == "ActivationError" and "GRANT REFERENCES" in text and who in text
    # a server on which this user may make nothing, whether it is asked to or not
    arguments = (server.name("nothing_"), made[0])
    said = json.loads(run(server, where, READ, *arguments, user=who)[-1])
    for name, words in (("activate", "should not be created"), ("make", "rights")):
        kind, text = said[name]
        assert kind == "ActivationError" and words in text
