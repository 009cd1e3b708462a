"""Cuts that all fall inside chunks: the same bits, whatever dies between a piece and its chunk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from element_mouseface import extract, open_video
from element_mouseface.core.extraction.spans import Span
from element_mouseface.core.store.chunk_writer import ChunkWriter
from element_mouseface.errors import ResultError, StorageError
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures, write_movie
from tests.whole.paced import PacedReader

PARAMS = HOGParams(pixels_per_cell=(16, 16))
ROOT = Path(__file__).resolve().parents[2]
N, CHUNK = 320, 64
#: Each inside a chunk; the second chunk is cut twice.
CUTS = [0, 31, 70, 101, 170, 211, 300, N]
SPANS = [Span(a, b) for a, b in pairwise(CUTS)]
RUN = import_module("element_mouseface.core.extraction.run")

#: Runs with those cuts, and kills itself when it is about to put a chunk together.
DYING = """
import os, signal, sys
from importlib import import_module
from element_mouseface import extract, open_video
from element_mouseface.core.store.pieces import Pieces
from tests.whole.test_engine_pieces import CHUNK, PARAMS, SPANS

movie, out, chunk = sys.argv[1], sys.argv[2], int(sys.argv[3])
together = Pieces.together

def die(self, number, *at_hand):
    values = together(self, number, *at_hand)
    if number == chunk and values is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return values

Pieces.together = die
import_module("element_mouseface.core.extraction.run").cut_into_spans = lambda *a: SPANS
extract(open_video(movie), out, PARAMS, workers=1, chunk_frames=CHUNK)
"""


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    frames = pictures(N, height=48, width=64)
    return write_movie(tmp_path_factory.mktemp("m") / "m.mp4", frames, g="30", crf="24")


@pytest.fixture(scope="module")
def whole(movie, tmp_path_factory):
    """By one span from the first frame to the last."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RUN, "cut_into_spans", lambda *a: [Span(0, N)])
        return extract(open_video(movie), tmp_path_factory.mktemp("t") / "o", PARAMS)


@pytest.fixture
def cut_in_chunks(monkeypatch):
    monkeypatch.setattr(RUN, "cut_into_spans", lambda *a: SPANS)


def leftovers(path):
    return [p for p in path.rglob("*") if p.name.startswith("piece-") or p.suffix == ".new"]


@pytest.mark.parametrize("workers", [1, 2, 7])
def test_cuts_inside_chunks_change_no_bit(movie, whole, tmp_path, cut_in_chunks, workers):
    written = []
    with pytest.MonkeyPatch.context() as patch:
        write_piece = ChunkWriter.write_piece

        def noted(self, start, stop, values):
            written.append((start, stop))
            write_piece(self, start, stop, values)

        patch.setattr(ChunkWriter, "write_piece", noted)
        result = extract(
            open_video(movie), tmp_path / "o", PARAMS, workers=workers, chunk_frames=CHUNK
        )
    # Every chunk came in pieces: there is a cut in each.
    assert sorted({start // CHUNK for start, _ in written}) == list(range(N // CHUNK))
    assert sum(stop - start for start, stop in written) == N
    assert result.digest == whole.digest
    result.verify()
    assert leftovers(tmp_path) == [] and sorted(p.name for p in tmp_path.iterdir()) == ["o"]


@pytest.mark.parametrize("chunk", [0, 2, 4])
def test_killed_between_the_last_piece_and_its_chunk(movie, whole, tmp_path, chunk):
    out = tmp_path / "o"
    died = subprocess.run([sys.executable, "-c", DYING, str(movie), str(out), str(chunk)], cwd=ROOT)
    assert died.returncode == -signal.SIGKILL
    chunks = tmp_path / "o.partial" / "chunks"
    cells = tmp_path / "o.partial" / "cells"
    # One worker: the chunks before it are finished, it lies there in pieces but for the last.
    finished = sorted(p.name for p in chunks.iterdir() if p.name.isdigit())
    assert finished == [f"{c:06d}" for c in range(chunk)]
    assert sum(p.name.startswith("piece-") for p in chunks.iterdir()) >= 1
    before = [(cells / f"c.{c}.0.0.0").stat().st_mtime_ns for c in range(chunk)]
    dead = {p.name for p in chunks.glob("piece-*")}
    seen = []

    def look(done, total):
        seen.append(dead & {p.name for p in chunks.glob("piece-*")})

    result = extract(open_video(movie), out, PARAMS, workers=2, progress=look)
    assert seen and not any(seen)  # the dead run's pieces went before a frame was computed
    assert result.digest == whole.digest
    result.verify()
    assert result.provenance["computed_frames"] == N - chunk * CHUNK
    after = [(out / "cells" / f"c.{c}.0.0.0").stat().st_mtime_ns for c in range(chunk)]
    assert after == before
    assert leftovers(tmp_path) == [] and sorted(p.name for p in tmp_path.iterdir()) == ["o"]


def test_what_neither_of_two_put_together_the_run_does(
    movie, whole, tmp_path, cut_in_chunks, monkeypatch
):
    """As on a slow network disk, where each of two looks before it can see the other's piece."""
    monkeypatch.setattr(ChunkWriter, "join_all", lambda self: None)
    join = ChunkWriter.join
    monkeypatch.setattr(ChunkWriter, "join", lambda self, chunk, *at_hand: False)
    with pytest.raises(StorageError, match="5 of 5 chunks"):
        extract(open_video(movie), tmp_path / "o", PARAMS, workers=2, chunk_frames=CHUNK)
    monkeypatch.undo()
    monkeypatch.setattr(RUN, "cut_into_spans", lambda *a: SPANS)
    at_the_end = []

    def only_at_the_end(self, chunk, *at_hand):
        if threading.current_thread() is not threading.main_thread():
            return False
        at_the_end.append(chunk)
        return join(self, chunk)

    monkeypatch.setattr(ChunkWriter, "join", only_at_the_end)
    result = extract(open_video(movie), tmp_path / "o", PARAMS, workers=2, chunk_frames=CHUNK)
    assert at_the_end == list(range(N // CHUNK)) and result.digest == whole.digest
    result.verify()


def test_a_worker_killed_while_its_neighbor_s_piece_lies_there(
    movie, whole, tmp_path, cut_in_chunks
):
    distributed = pytest.importorskip("distributed")
    chunks = tmp_path / "o.partial" / "chunks"
    killed = []

    def kill_one(pids):
        until = time.monotonic() + 60
        while not killed and time.monotonic() < until:
            lying = sorted(p.name for p in chunks.glob("piece-*")) if chunks.exists() else []
            if lying:
                os.kill(pids[0], signal.SIGKILL)
                killed.extend(lying)
            time.sleep(0.002)

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = sorted(client.run(os.getpid).values())
        killer = threading.Thread(target=kill_one, args=(pids,), daemon=True)
        killer.start()
        reader = PacedReader(open_video(movie), 0.008)
        result = extract(reader, tmp_path / "o", PARAMS, scheduler=client, chunk_frames=CHUNK)
        killer.join(timeout=60)
    assert killed
    assert result.digest == whole.digest
    result.verify()
    assert leftovers(tmp_path) == []


SCHEDULER = """
import asyncio, sys
from distributed import Scheduler

async def serve():
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False) as scheduler:
        print(scheduler.address, flush=True)
        await scheduler.finished()

asyncio.run(serve())
"""


@pytest.fixture
def cluster():
    """A scheduler and a worker, each a process: (the scheduler's process, its address)."""
    pytest.importorskip("distributed")
    dask_worker = [sys.executable, "-m", "distributed.cli.dask_worker"]
    scheduler = subprocess.Popen(
        [sys.executable, "-c", SCHEDULER], stdout=subprocess.PIPE, text=True
    )
    address = scheduler.stdout.readline().strip()
    flags = ["--nthreads", "1", "--no-nanny", "--no-dashboard"]
    worker = subprocess.Popen([*dask_worker, address, *flags], cwd=ROOT, stderr=subprocess.DEVNULL)
    yield scheduler, address
    for process in (scheduler, worker):
        process.kill()
        process.wait()
    scheduler.stdout.close()


@pytest.mark.parametrize("what", ["killed", "restarted"])
def test_a_scheduler_that_goes_in_mid_run_is_told(movie, whole, tmp_path, cluster, what):
    from distributed import Client

    scheduler, address = cluster
    ended = []

    def restart():
        with Client(address, set_as_default=False) as other:
            other.restart(wait_for_workers=False)

    def end(done, total):
        if done >= CHUNK and not ended:
            ended.append(threading.Thread(target={"killed": scheduler.kill}.get(what, restart)))
            ended[0].start()

    reader = PacedReader(open_video(movie), 0.01)
    options = {"scheduler": address, "workers": 1, "chunk_frames": 16, "progress": end}
    with pytest.raises(ResultError, match="finished chunks are kept"):
        extract(reader, tmp_path / "o", PARAMS, **options)
    ended[0].join()
    assert not (tmp_path / "o").exists() and not (tmp_path / "o.lock").exists()
    result = extract(open_video(movie), tmp_path / "o", PARAMS)
    assert result.digest == whole.digest and result.provenance["computed_frames"] < N
