"""`ulimit -v`: an error of this package at once, or a run that ends; never a library's abort."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from element_mouseface import open_result
from element_mouseface.cli.main import main
from element_mouseface.cli.memory import NEEDED_MB
from element_mouseface.core.extraction import schedule
from tests.contract.movies import pictures, write_movie

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def movie(tmp_path_factory):
    return write_movie(tmp_path_factory.mktemp("m") / "face.mp4", pictures(60), crf="24")


def limited(limit_mb, *typed):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (limit_mb << 20, limit_mb << 20))

    return subprocess.run(
        [sys.executable, "-m", "element_mouseface.cli.main", *map(str, typed)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )


@pytest.mark.parametrize("limit_mb", [300, 1000, 1500])
def test_too_little_is_told_at_once(movie, tmp_path, limit_mb):
    done = limited(limit_mb, "hog", movie, "--out", tmp_path / "o.zarr")
    assert done.returncode == 2, done.stderr
    assert f"limited to {limit_mb} MB" in done.stderr and "ulimit -v unlimited" in done.stderr
    assert "Traceback" not in done.stderr and list(tmp_path.iterdir()) == []


def test_what_is_asked_for_is_enough(movie, tmp_path):
    done = limited(NEEDED_MB["hog"], "hog", movie, "--out", tmp_path / "o.zarr")
    assert done.returncode == 0, done.stderr
    assert open_result(tmp_path / "o.zarr").n_frames == 60


@pytest.mark.parametrize(
    ("limit_mb", "threads"), [(None, 64), (2300, 2), (1000, 1), (2000 + 150 * 9, 9)]
)
def test_a_limit_leaves_room_for_so_many_threads(monkeypatch, limit_mb, threads):
    limit = resource.RLIM_INFINITY if limit_mb is None else limit_mb << 20
    monkeypatch.setattr(resource, "getrlimit", lambda which: (limit, limit))
    monkeypatch.setattr(schedule.os, "sched_getaffinity", lambda pid: range(64))
    assert schedule.count_workers(None, None) == threads


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RuntimeError("can't start new thread"), "No more threads"),
        (MemoryError("Unable to allocate 3 GiB"), "not enough memory"),
    ],
)
def test_what_comes_in_mid_run_is_told(movie, tmp_path, monkeypatch, capsys, error, told):
    from element_mouseface.core import extraction

    def fail(*args, **kwargs):
        raise error

    monkeypatch.setitem(extraction.__dict__, "extract", fail)
    assert main(["hog", str(movie), "--out", str(tmp_path / "o.zarr")]) == 2
    assert told in capsys.readouterr().err
    monkeypatch.setitem(extraction.__dict__, "extract", lambda *a, **k: {}["a defect"])
    with pytest.raises(KeyError):
        main(["hog", str(movie), "--out", str(tmp_path / "o.zarr")])
