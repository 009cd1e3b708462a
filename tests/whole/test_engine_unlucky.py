"""Clusters as batch systems give them: workers that come late, and tell nothing before."""

from __future__ import annotations

import os
import threading

import pytest

from element_mouseface import extract, open_video
from element_mouseface.params import HOGParams
from tests.contract.movies import pictures, write_movie
from tests.whole.paced import PacedReader

distributed = pytest.importorskip("distributed")

PARAMS = HOGParams(pixels_per_cell=(16, 16))


class NotedReader(PacedReader):
    """Leaves a file named by the process that reads."""

    def __init__(self, reader, pause_s, folder):
        super().__init__(reader, pause_s)
        self._folder = folder

    def _read(self, start, stop, threads):
        (self._folder / str(os.getpid())).touch()
        return super()._read(start, stop, threads)


def test_workers_that_join_after_the_run_began_share_its_work(tmp_path):
    """A queue gives workers when it likes; `workers` says for how many the movie is cut."""
    frames = pictures(320, height=48, width=64)
    movie = write_movie(tmp_path / "m.mp4", frames, g="30", crf="24")
    whole = extract(open_video(movie), tmp_path / "whole", PARAMS, workers=2)
    (tmp_path / "who").mkdir()
    with distributed.LocalCluster(
        n_workers=0, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        late = threading.Timer(1.0, cluster.scale, [2])
        late.start()
        reader = NotedReader(open_video(movie), 0.01, tmp_path / "who")
        where = {"scheduler": cluster.scheduler_address, "workers": 2, "chunk_frames": 16}
        result = extract(reader, tmp_path / "o", PARAMS, **where)
        late.join()
    assert result.digest == whole.digest
    assert len(list((tmp_path / "who").iterdir())) == 2
