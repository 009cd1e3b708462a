"""Runs killed by SIGKILL, again and again: the result is the same to the bit, nothing is redone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from element_mouseface import extract, open_result, open_video
from element_mouseface.errors import ResultBusyError, ResultIncompleteError
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures, write_movie

PARAMS = HOGParams(pixels_per_cell=(16, 16))
ROOT = Path(__file__).resolve().parents[2]
KILLS = 24

#: Forks a child for each run, so that a run starts in milliseconds, and kills it after a while.
KILLER = """
import json, os, random, signal, sys, time
from pathlib import Path
from element_mouseface import extract, open_result, open_video
from element_mouseface.core.features.frame_kernel import FrameKernel, cell_histograms
from element_mouseface.params import HOGParams
from tests.whole.paced import PacedReader

movie, folder, kills = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
params, random_ = HOGParams(pixels_per_cell=(16, 16)), random.Random(0)
reader = PacedReader(open_video(movie), 0.0005)
height, width = reader.info.height_px, reader.info.width_px
kernel = FrameKernel(params, height, width, luma_table=reader.luma_table)
rows = kernel.allocate(1)
luma = next(iter(reader.read(0, 1)))[1]
kernel(luma, luma, kernel.row(rows, 0))  # compiled before the forks

def marked(out):
    partial = Path(f"{out}.partial")
    stamps = {}
    for marker in sorted(partial.glob("chunks/*")):
        if marker.name.isdigit():
            data = partial / "cells" / f"c.{int(marker.name)}.0.0.0"
            try:
                stamps[marker.name] = (marker.stat().st_mtime_ns, data.stat().st_mtime_ns)
            except FileNotFoundError:  # committed between the listing and the look
                continue
    return stamps

killed, finished, redone, states = 0, [], [], []
n = 0
while killed < kills or not finished:
    out = folder / f"run-{n}.zarr"
    before = marked(out)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            extract(reader, out, params, workers=2, chunk_frames=16)
            code = 0
        finally:
            os._exit(code)
    if killed < kills:
        # Some chunks later (or at once), and then at any moment of the work on a chunk.
        goal, patience = len(before) + random_.randrange(4), time.monotonic() + 5
        while len(marked(out)) < goal and not out.exists() and time.monotonic() < patience:
            time.sleep(0.002)
        time.sleep(random_.uniform(0.0, 0.06))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, status
        finished.append(open_result(out).digest)
        n += 1
        continue
    killed += 1
    if out.exists():
        # Killed after the rename: it must be whole.
        open_result(out).verify()
        finished.append(open_result(out).digest)
        n += 1
        continue
    after = marked(out)
    redone += [name for name in before if after.get(name) != before[name]]
    states.append(len(after))
print(json.dumps({"killed": killed, "finished": finished, "redone": redone, "states": states}))
"""


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    frames = pictures(400, height=48, width=64)
    return write_movie(tmp_path_factory.mktemp("m") / "m.mp4", frames, g="30", crf="24")


def test_killed_at_random_moments_it_resumes_to_the_same_bits(movie, tmp_path):
    whole = extract(open_video(movie), tmp_path / "whole", PARAMS, workers=1, chunk_frames=64)
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(movie), str(tmp_path), str(KILLS)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["killed"] >= KILLS
    assert set(report["finished"]) == {whole.digest}
    assert report["redone"] == []
    # The kills fell where they say something: with some chunks finished, and not always the same.
    assert len(set(report["states"]) - {0}) >= 3, report["states"]


def test_what_a_killed_run_left_is_not_taken_for_a_result(movie, tmp_path):
    code = (
        "import sys, os, signal\n"
        "from element_mouseface import extract, open_video\n"
        "from element_mouseface.params import HOGParams\n"
        "def progress(done, total):\n"
        "    if done >= 64: os.kill(os.getpid(), signal.SIGKILL)\n"
        "extract(open_video(sys.argv[1]), sys.argv[2], HOGParams(pixels_per_cell=(16, 16)),\n"
        "        workers=1, chunk_frames=16, progress=progress)\n"
    )
    out = tmp_path / "o.zarr"
    died = subprocess.run([sys.executable, "-c", code, str(movie), str(out)], cwd=ROOT)
    assert died.returncode == -9
    for name in (out, tmp_path / "o.zarr.partial"):
        with pytest.raises(ResultIncompleteError):
            open_result(name)
    assert (tmp_path / "o.zarr.lock").exists()
    result = extract(open_video(movie), out, PARAMS, workers=2)
    assert result.provenance["computed_frames"] == 400 - 64
    assert sorted(p.name for p in tmp_path.iterdir()) == ["o.zarr"]


def test_two_processes_into_one_place_one_computes(movie, tmp_path):
    code = (
        "import sys\n"
        "from element_mouseface import extract, open_video\n"
        "from element_mouseface.params import HOGParams\n"
        "from tests.whole.paced import PacedReader\n"
        "def progress(done, total):\n"
        "    if done: print('begun', flush=True); sys.stdin.readline()\n"
        "reader = PacedReader(open_video(sys.argv[1]), 0)\n"
        "extract(reader, sys.argv[2], HOGParams(pixels_per_cell=(16, 16)), workers=1,\n"
        "        chunk_frames=64, progress=progress)\n"
    )
    out = tmp_path / "o.zarr"
    first = subprocess.Popen(
        [sys.executable, "-c", code, str(movie), str(out)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert first.stdout.readline().strip() == "begun"
    with pytest.raises(ResultBusyError, match=f"process {first.pid}"):
        extract(open_video(movie), out, PARAMS)
    first.communicate("\n" * 20)
    assert first.returncode == 0
    assert extract(open_video(movie), out, PARAMS).provenance["workers"] == 1
