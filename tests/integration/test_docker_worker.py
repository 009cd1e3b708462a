"""The worker of docker/: one round fills everything, and a dead worker's job is taken up.

The container itself is not built here: there is no Docker engine in CI.
"""

from __future__ import annotations

import importlib.util
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pymysql
import pytest

from element_mouseface.demo import upstream
from tests.schema.faces import EVENTS, EXPLAINED, activated, film_events, insert_movie

pytestmark = pytest.mark.server

WORKER = Path(__file__).resolve().parents[2] / "docker" / "worker.py"


@pytest.fixture(scope="module")
def pipe(server, linking):
    with activated(server, linking, "worker", EXPLAINED) as modules:
        yield modules


@pytest.fixture(scope="module")
def worker(pipe):
    """docker/worker.py, over the schema modules of this test."""
    spec = importlib.util.spec_from_file_location("mouseface_worker", WORKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.descriptors is pipe.hog
    return module


@pytest.fixture(scope="module")
def asked(pipe):
    """Everything a lab member inserts; nothing but the movie's index is populated."""
    key = insert_movie(pipe, film_events(pipe.link.RAW / "worker.mp4"))
    task = {**key, **pipe.hog.FaceCrop.add(), **pipe.hog.HOGParamSet.add()}
    pipe.hog.HOGTask.insert1({**task, "task_mode": "trigger"})
    events = pipe.exp.EventSet.add(key, EVENTS)
    params = pipe.exp.ExpressionParamSet.add()
    prototypes = pipe.exp.PrototypeTask.add([{**task, **events}], params)
    score = {**task, **events, **params, **prototypes}
    pipe.exp.FacialExpressionTask.insert1(score)
    return SimpleNamespace(task=task, score=score)


def test_a_job_of_a_dead_worker_is_done_in_the_next_round(pipe, worker, asked):
    jobs = pipe.hog.HOGProcessing.jobs
    jobs.refresh(delay=-1)
    assert jobs.reserve(asked.task)
    _age(jobs, asked.task)
    # not yet old enough: nothing below it can be made
    assert worker.step(orphan_s=7 * 24 * 3600.0) == (0, [])
    n_done, failed = worker.step(orphan_s=3600.0)
    assert failed == []
    windows = len(pipe.exp.EventWindow())
    # descriptors, prototypes, scores, and one response a window
    assert n_done == 3 + windows
    assert len(pipe.exp.EventResponse & asked.score) == windows
    assert worker.step(orphan_s=3600.0) == (0, [])


def test_a_stopped_job_is_tried_again_and_a_failed_one_is_kept(pipe, worker, asked):
    """Runs after the round above: one result is missing again, one was never to be had."""
    table = pipe.exp.EventResponse
    keys = (table & asked.score).keys()
    (table & keys[0]).delete(prompt=False)
    table.jobs.refresh(delay=-1)
    assert table.jobs.reserve(keys[0])
    table.jobs.error(keys[0], "SystemExit: SIGTERM received")
    bad = {**asked.task, **pipe.hog.HOGParamSet.add({"pixels_per_cell": [500, 500]})}
    pipe.hog.HOGTask.insert1({**bad, "task_mode": "trigger"})
    n_done, failed = worker.step(orphan_s=3600.0)
    assert n_done == 1 and table & keys[0]
    assert len(failed) == 1 and "smaller than one block" in failed[0]
    assert worker.step(orphan_s=3600.0) == (0, [])
    assert len(pipe.hog.HOGProcessing.jobs.errors) == 1


def test_a_database_that_cannot_be_reached_is_told_in_one_message(worker, monkeypatch):
    def refused(*args):
        raise pymysql.err.OperationalError(2003, "Can't connect to MySQL server on 'database'")

    monkeypatch.setattr("element_mouseface.demo.upstream.dj.conn", refused)
    monkeypatch.setattr(worker, "activate", lambda *names: upstream.activate("no_server"))
    with pytest.raises(SystemExit, match=r"mouseface worker: The .* cannot be used: .*2003"):
        worker.main()


def _age(jobs, key) -> None:
    """Let a reservation be a day old."""
    (row,) = (jobs & key).to_dicts()
    row["reserved_time"] -= timedelta(days=1)
    names = [*jobs.primary_key, "reserved_time"]
    jobs.update1({name: row[name] for name in names})
