"""The same graph on a real `dask.distributed` cluster of processes, one killed in the middle."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time

import pytest

from element_mouseface import extract, open_video
from element_mouseface.errors import ParameterError, StorageError
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures, write_movie
from tests.whole.paced import PacedReader

distributed = pytest.importorskip("distributed")

PARAMS = HOGParams(pixels_per_cell=(16, 16))
N = 320


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    frames = pictures(N, height=48, width=64)
    return write_movie(tmp_path_factory.mktemp("m") / "m.mp4", frames, g="30", crf="24")


@pytest.fixture(scope="module")
def cluster():
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def whole(movie, tmp_path_factory):
    return extract(open_video(movie), tmp_path_factory.mktemp("t") / "o", PARAMS, workers=2)


def test_an_address_gives_the_same_bits(movie, cluster, whole, tmp_path):
    seen = []
    result = extract(
        open_video(movie),
        tmp_path / "o",
        PARAMS,
        scheduler=cluster.scheduler_address,
        progress=lambda *a: seen.append(a),
    )
    assert result.digest == whole.digest
    assert result.provenance["scheduler"] == "distributed" and result.provenance["workers"] == 2
    assert seen[0] == (0, N) and seen[-1] == (N, N)


def test_a_worker_killed_midway_changes_nothing(movie, cluster, whole, tmp_path):
    victims, survivors = [], []
    chunks = tmp_path / "o.partial" / "chunks"

    def kill_one(pids):
        while not victims:
            if chunks.exists() and len(os.listdir(chunks)) >= 3:
                survivors.extend(p for p in chunks.iterdir() if p.name.isdigit())
                os.kill(pids[0], signal.SIGKILL)
                victims.append(pids[0])
            time.sleep(0.005)

    with distributed.Client(cluster) as client:
        pids = sorted(client.run(os.getpid).values())
        killer = threading.Thread(target=kill_one, args=(pids,), daemon=True)
        killer.start()
        reader = PacedReader(open_video(movie), 0.008)
        result = extract(reader, tmp_path / "o", PARAMS, scheduler=client, chunk_frames=16)
        killer.join(timeout=5)
        assert victims and victims[0] not in client.run(os.getpid).values()
    assert result.digest == whole.digest


def test_a_worker_s_error_comes_back_as_ours(movie, cluster, tmp_path):
    def vanish(done, total):
        if done >= 16:
            shutil.rmtree(tmp_path / "o.partial", ignore_errors=True)

    with distributed.Client(cluster) as client, pytest.raises(StorageError):
        reader = PacedReader(open_video(movie), 0.01)
        extract(reader, tmp_path / "o", PARAMS, scheduler=client, chunk_frames=16, progress=vanish)
    assert not (tmp_path / "o").exists() and not (tmp_path / "o.lock").exists()


def test_no_scheduler_at_the_address_is_told(movie, tmp_path):
    with pytest.raises(ParameterError, match="No Dask scheduler"):
        extract(open_video(movie), tmp_path / "o", PARAMS, scheduler="nonsense")
    assert not any(tmp_path.iterdir())
