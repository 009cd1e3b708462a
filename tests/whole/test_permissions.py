"""Folders that may not be written, as a user who is refused: root, whom nothing stops, gives up
its rights first."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from element_mouseface import extract, open_result, open_video
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures, write_movie

ROOT = Path(__file__).resolve().parents[2]
PARAMS = HOGParams(pixels_per_cell=(16, 16))
NOBODY = 65534

#: Everything is imported and compiled before the fork: the package itself may lie where only
#: its owner may read.
UNPRIVILEGED = """
import json, os, sys
from pathlib import Path
from element_mouseface.cli.main import main
from element_mouseface import extract, open_video
from element_mouseface.errors import StorageError
from element_mouseface.params import HOGParams

movie, place, warm, events = map(Path, sys.argv[1:5])
params, told = HOGParams(pixels_per_cell=(16, 16)), {}
reader = open_video(movie)
extract(reader, warm / "warm.zarr", params, chunk_frames=16)
main(["score", str(movie), "--events", str(events), "--out", str(warm / "scored")])

def refused(name, call):
    try:
        call()
    except StorageError as error:
        told[name] = str(error)

def close(done, total):
    if done >= 64:
        for folder in [partial, *partial.rglob("*")]:
            if folder.is_dir():
                folder.chmod(0o555)

child = os.fork()
if child == 0:
    try:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(int(sys.argv[5]))
            os.setuid(int(sys.argv[5]))
        out, partial = place / "o.zarr", place / "o.zarr.partial"
        refused("midway", lambda: extract(
            reader, out, params, workers=1, chunk_frames=16, progress=close))
        told["kept"] = len([p for p in (partial / "chunks").iterdir() if p.name.isdigit()])
        told["not finished"] = not out.exists()
        for folder in sorted(partial.rglob("*")) + [partial]:
            if folder.is_dir():
                folder.chmod(0o755)
        result = extract(reader, out, params, workers=1, chunk_frames=16)
        told["digest"], told["again"] = result.digest, result.provenance["computed_frames"]
        place.chmod(0o555)
        refused("begin", lambda: extract(reader, place / "p.zarr", params))
        arguments = ["score", str(movie), "--events", str(events), "--out", str(place / "scored")]
        told["command"] = main(arguments)
        place.chmod(0o755)
        (place / "told.json").write_text(json.dumps(told))
    finally:
        os._exit(0)
os.waitpid(child, 0)
"""


@pytest.fixture
def place():
    """A folder that everybody may reach: pytest's own are for their owner only."""
    folder = Path(tempfile.mkdtemp(prefix="mouseface-permissions-"))
    folder.chmod(0o755)
    yield folder
    for inside in folder.rglob("*"):
        if inside.is_dir():
            inside.chmod(0o755)
    shutil.rmtree(folder)


def test_a_folder_that_becomes_read_only_is_told_and_gone_on_from(place, tmp_path):
    frames = pictures(320, height=48, width=64)
    movie = write_movie(place / "m.mp4", frames, g="30", crf="24")
    events = place / "events.csv"
    events.write_text("event,onset_s,offset_s\ntone,2.0,3.0\ntone,5.0,6.0\ntone,8.0,9.0\n")
    mine = place / "mine"
    mine.mkdir()
    if os.geteuid() == 0:
        os.chown(mine, NOBODY, NOBODY)
    command = [sys.executable, "-c", UNPRIVILEGED, movie, mine, tmp_path, events, NOBODY]
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True)
    assert (mine / "told.json").exists(), done.stderr
    told = json.loads((mine / "told.json").read_text())
    for name in ("midway", "begin"):
        assert "Permission" in told[name] and "What to do" in told[name], told[name]
    assert told["not finished"] and 4 <= told["kept"] < 20
    assert told["again"] == 320 - 16 * told["kept"]
    whole = extract(open_video(movie), tmp_path / "whole.zarr", PARAMS)
    assert told["digest"] == whole.digest
    open_result(mine / "o.zarr").verify()
    assert told["command"] == 2 and "cannot be written" in done.stderr
