"""`populate(reserve_jobs=True)` in several processes, killed at work: each recording done once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import datajoint as dj
import pytest

from element_mouseface import extract, open_video
from element_mouseface.params import HOGParams
from tests.schema.faces import film_events

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS, WORKERS, KILLS = 5, 2, 3

#: 'create' makes the pipeline and its tasks; 'work' populates; 'report' tells what is there.
PROGRAM = """
import os, sys
from pathlib import Path
from element_mouseface import descriptors, recording
from element_mouseface._schema import results as _results
from element_mouseface import open_result
from element_mouseface.demo import upstream
from element_mouseface.params import HOGParams

what, prefix, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
upstream.activate(prefix + "upstream")
recording.activate(prefix + "recording", linking_module=upstream)
descriptors.activate(prefix + "descriptors")
table = descriptors.HOGProcessing

def note(*words):
    # one write to a file opened for appending: lines of several processes do not mix
    line = " ".join(map(str, words)) + "\\n"
    fd = os.open(folder / "log", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(fd, line.encode())
    os.close(fd)

if what == "create":
    session = {"subject": "m", "session_id": 1}
    upstream.Subject.insert1({"subject": "m", "lab": "demo"})
    upstream.Session.insert1(session, ignore_extra_fields=True)
    upstream.Equipment.insert1({"equipment": "camera"}, ignore_extra_fields=True)
    crop = descriptors.FaceCrop.add()
    params = descriptors.HOGParamSet.add(HOGParams(pixels_per_cell=(16, 16)))
    for number, path in enumerate(sorted(folder.glob("raw/*.mp4"))):
        key = {**session, "recording_id": number}
        recording.VideoRecording.insert_files(key, path, {"equipment": "camera"})
        recording.RecordingInfo.populate(key)
        descriptors.HOGTask.insert1({**key, **crop, **params, "task_mode": "trigger"})
    table.jobs.refresh(delay=-1)
elif what == "work":
    from tests.whole.paced import PacedReader
    trigger = _results.trigger

    def slow_trigger(request, link, reader, **where):
        name = Path(reader.info.files[0].path).stem
        note(os.getpid(), "begin", name)
        made = trigger(request, link, PacedReader(reader, 0.01), **where)
        note(os.getpid(), "end", name)
        return made

    _results.trigger = slow_trigger
    while table.populate(reserve_jobs=True, max_calls=1)["success_count"]:
        pass
elif what == "orphans":
    # every other worker is known to be dead; 0 would mean never
    table.jobs.refresh(orphan_timeout=1)
elif what == "report":
    processed = Path(upstream.get_mouseface_processed_data_dir())
    for row in table.to_dicts(order_by="recording_id"):
        result = open_result(processed / row["result_path"])
        result.verify()
        print("row", row["recording_id"], result.digest, row["result_digest"],
              result.provenance["computed_frames"])
    print("jobs", len(table.jobs.errors), len(table.jobs.reserved))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    (folder / "raw").mkdir()
    (folder / "processed").mkdir()
    for number in range(RECORDINGS):
        film_events(folder / "raw" / f"{number}.mp4", seed=number, events=[], duration_s=8)
    return folder


@pytest.fixture(scope="module")
def start(server, folder):
    """Starts the program in a process of its own on this process's server."""
    config = dj.config
    environment = {
        **os.environ,
        "DJ_BACKEND": server.backend,
        "DJ_HOST": config["database.host"],
        "DJ_PORT": str(config["database.port"]),
        "DJ_USER": config["database.user"],
        "DJ_PASS": config["database.password"] or "",
        "MOUSEFACE_ROOT_DATA_DIR": str(folder / "raw"),
        "MOUSEFACE_PROCESSED_DATA_DIR": str(folder / "processed"),
        "MOUSEFACE_WORKERS": "1",
    }

    def start(what: str) -> subprocess.Popen:
        command = [sys.executable, "-c", PROGRAM, what, server.name("many_"), str(folder)]
        return subprocess.Popen(
            command, env=environment, cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    return start


def ended(process: subprocess.Popen) -> str:
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return out


def notes(folder) -> list[list[str]]:
    log = folder / "log"
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []


def at_work(folder, worker) -> str | None:
    """The recording that a worker is in the middle of, with some chunks finished."""
    mine = [words for words in notes(folder) if words[0] == str(worker.pid)]
    if not mine or mine[-1][1] != "begin":
        return None
    # not into them: folders there are renamed while we look
    for partial in (folder / "processed").glob("*/*.partial"):
        owner = partial.with_name(partial.name.removesuffix(".partial") + ".lock")
        try:
            if f'"pid": {worker.pid},' in owner.read_text():
                chunks = [p for p in (partial / "chunks").iterdir() if p.name.isdigit()]
                return mine[-1][2] if len(chunks) >= 2 else None
        except FileNotFoundError:
            continue  # finished between our two looks
    return None


def test_workers_killed_at_work_and_each_recording_done_once(server, folder, start):
    ended(start("create"))
    interrupted = []
    workers = [start("work") for _ in range(WORKERS)]
    patience = time.monotonic() + 200
    try:
        while len(interrupted) < KILLS:
            assert time.monotonic() < patience, notes(folder)
            for place, worker in enumerate(workers):
                name = at_work(folder, worker)
                if name is None or len(interrupted) == KILLS:
                    continue
                os.kill(worker.pid, signal.SIGKILL)
                worker.wait()
                interrupted.append((str(worker.pid), name))
                # Another takes its place, but not its job: that is reserved.
                workers[place] = start("work")
            time.sleep(0.01)
        for worker in workers:
            ended(worker)
    finally:
        for worker in workers:
            if worker.poll() is None:
                worker.kill()
                worker.wait()
    done = Counter(name for _, what, name in notes(folder) if what == "end")
    assert set(done) == {str(n) for n in range(RECORDINGS)} - {name for _, name in interrupted}

    ended(start("orphans"))
    for worker in [start("work") for _ in range(2)]:
        ended(worker)
    check(folder, start, interrupted)


def check(folder, start, interrupted):
    """Each recording has one row and was computed to its end once, and its bits are right."""
    log = notes(folder)
    done = Counter(name for _, what, name in log if what == "end")
    assert done == {str(n): 1 for n in range(RECORDINGS)}
    begun = Counter(name for _, what, name in log if what == "begin")
    assert begun == done + Counter(name for _, name in interrupted)

    *rows, jobs = ended(start("report")).splitlines()[-RECORDINGS - 1 :]
    assert jobs == "jobs 0 0"
    rows = [row.split()[1:] for row in rows]
    assert [row[0] for row in rows] == [str(n) for n in range(RECORDINGS)]
    resumed = {name for _, name in interrupted}
    for name, digest, stored, computed in rows:
        reader = open_video(folder / "raw" / f"{name}.mp4")
        whole = extract(
            reader, folder / "whole" / name, HOGParams(pixels_per_cell=(16, 16)), workers=1
        )
        assert digest == stored == whole.digest
        # What a killed worker had finished was not computed again.
        assert (int(computed) < len(reader)) == (name in resumed)
    left = [p.name for p in (folder / "processed").rglob("*.partial")]
    assert left == [] and not list((folder / "processed").rglob("*.lock"))
